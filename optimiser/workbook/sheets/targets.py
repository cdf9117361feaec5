"""Targets, and the weights of sums."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from optimiser.arrays import Axis
from optimiser.economy.assets import CAPACITY
from optimiser.economy.economy import Economy, Objectives, Projects, Targets
from optimiser.workbook.context import Codes, Frame, Source
from optimiser.workbook.faults import WrongValue, plain, suggestion
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.schema import TARGET_VARIABLES
from optimiser.workbook.sheets.part import Made, Part
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import yearly

ALL = "*"


def targets_of(source: Source, made: Made) -> Targets:
    """What the plan is to reach: single targets, and paths year by year."""
    frame, (paths, series) = source.frame("Targets"), yearly(source, "Target paths")
    aims = [_aim(source, each, number, made) for each in (frame, paths) for number in range(len(each))]
    spread = [(number, year) for number in range(len(paths)) for year in range(1, source.years.plan + 1)]
    # the row of both frames together, and the year, of every target
    order = [*range(len(frame)), *(len(frame) + number for number, _ in spread)]
    year = [*frame["year"], *(year for _, year in spread)]
    sets = same_spelling([*frame["set"], *paths["set"]])
    variables = [*frame["variable"], *paths["variable"]]
    columns = {
        "set": tuple(sets[row] for row in order),
        "variable": tuple(variables[row] for row in order),
        "code": tuple(aims[row].code for row in order),
        "year": tuple(source.years.label(each) for each in year),
    }
    labels = [f"{one}: {variable} {code} {when}" for one, variable, code, when in zip(*columns.values(), strict=True)]
    single = source.distinct(frame, labels[: len(frame)])
    on_paths = _distinct_years(source, paths, spread, labels[len(frame) :], single)
    source.rows["Targets"] = dict(zip(map("|".join, zip(*columns.values(), strict=True)), frame.rows, strict=False))
    given, on_path = stated(frame, Targets, but=("set", "base")), stated(paths, Targets, but=("set", "base"))
    row = [number for number, _ in spread]
    return Targets(
        axis=Axis("target", single + on_paths, tuple(aims[row].unit for row in order), columns),
        set=columns["set"],
        variable=columns["variable"],
        index=ints([aims[row].place for row in order]),
        year=ints(year),
        base=floats([aims[row].base for row in order]),
        value=np.append(given["value"], [series[number, year] for number, year in spread]),
        elastic=np.append(given["elastic"], on_path["elastic"][row]).astype(np.bool_),
        weight=np.append(given["weight"], on_path["weight"][row]),
    )


class _Aim(NamedTuple):
    """What a row is about, and from where its increments are counted."""

    place: int
    code: str
    unit: str
    base: float


def _aim(source: Source, frame: Frame, number: int, made: Made) -> _Aim:
    variable, base = frame["variable"][number], frame["base"][number]
    part = {"consumption": "households", "capacity": "assets"}.get(variable, "sectors")
    axis = made[part].axis
    place = _place(source, frame, number, variable)
    code, unit = (axis.labels[place], axis.units[place]) if place >= 0 else (str(frame["code"][number]), "")
    counted = _base(source, frame, number, variable, place, made) if base is None else base
    return _Aim(place, code, unit, counted)


def _distinct_years(
    source: Source, paths: Frame, spread: Sequence[tuple[int, int]], labels: Sequence[str], others: Sequence[str]
) -> tuple[str, ...]:
    """Labels of the years of paths; a year that has another target, single or on a path, is a fault."""
    known, wrong, found = set(others), set[int](), []
    for (number, year), label in zip(spread, labels, strict=True):
        if label in known and number not in wrong and paths.right(number, *paths.sheet.key):
            wrong.add(number)
            problem = f"there is another target for it in {source.years.label(year)}"
            source.wrong(paths, number, "code", problem, "Keep the one or the other.")
        found.append(f"{label} {number}" if label in known else label)
        known.add(found[-1])
    return tuple(found)


def _base(source: Source, frame: Frame, number: int, variable: str, index: int, made: Made) -> float:
    """The value of the base year."""
    if variable == "consumption" or index < 0:
        return 1.0
    base = float((made["assets"].capacity if variable == "capacity" else made["sectors"].base_output)[index])
    if math.isinf(base):
        problem = "the capacity of this sector is not limited, so that it cannot be a target"
        source.wrong(frame, number, "code", problem, "Give its capacity in Capacity, or a target for output.")
    return base


def same_spelling(names: Sequence[str]) -> list[str]:
    """Names that differ only in letter case or spaces, spelt as the first of them."""
    first: dict[str, str] = {}
    return [first.setdefault(plain(name), name) for name in names]


def _axis_of(source: Source, variable: str) -> Codes | None:
    axes = {
        "output": "sector",
        "activity": "technique",
        "capacity": "asset",
        "stocks": "product",
        "imports": "product",
        "exports": "product",
        "consumption": "household",
        "employment": "pool",
        "assortments": "assortment",
    }
    return source.codes[axes[variable]] if variable in axes else None


def _place(source: Source, frame: Frame, number: int, variable: str) -> int:
    """The place of a code whose axis the variable decides; -1 where it is not known, which is then on record."""
    axis = _axis_of(source, variable)
    if axis is None or not frame.right(number, "code"):
        return -1
    table = source.tables[frame.sheet.name]
    at = frame.letters["code"]
    cell = table.cell(frame.rows[number], at)
    try:
        return axis.index(cell)
    except WrongValue as wrong:
        source.collector.refuse(frame.title, frame.rows[number], at, cell, wrong)
        return -1


def objectives_of(source: Source, projects: Projects) -> Objectives:
    """Weighted sums, spread over codes and years."""
    frame = source.frame("Objective")
    sets = same_spelling(frame["set"])
    spread: list[tuple[str, str, str, int, float]] = []
    for number, variable in enumerate(frame["variable"]):
        years = _years(source, frame, number)
        for code in _codes(source, frame, number, variable, projects):
            spread.extend((sets[number], variable, code, year, frame["weight"][number]) for year in years)
    columns: list[tuple[Any, ...]] = list(zip(*spread, strict=True)) or [()] * 5
    return Objectives(columns[0], columns[1], columns[2], ints(list(columns[3])), floats(list(columns[4])))


def _years(source: Source, frame: Frame, number: int) -> list[int]:
    label = frame["year"][number]
    if label == ALL:
        return list(range(1, source.years.plan + 1))
    if not frame.right(number, "year"):
        return []
    try:
        return [source.year(label, 1, source.years.plan)]
    except WrongValue as wrong:
        source.wrong(frame, number, "year", wrong.problem, f"{wrong.remedy} For all plan years, write *.")
        return []


def _codes(source: Source, frame: Frame, number: int, variable: str, projects: Projects) -> list[str]:
    """The codes that a row means; of `starts`, the labels of projects."""
    code = frame["code"][number]
    axis = _axis_of(source, variable)
    if not frame.right(number, "variable", "code"):
        return []
    if variable == "debt":
        if code != ALL:
            source.wrong(frame, number, "code", "debt has no code", "Write *.")
        return [ALL]
    if variable == "starts":
        return _starts(source, frame, number, code, projects)
    if axis is None:
        return []
    if code == ALL:
        return list(axis.labels)
    index = _place(source, frame, number, variable)
    return [axis.labels[index]] if index >= 0 else []


def _starts(source: Source, frame: Frame, number: int, code: str, projects: Projects) -> list[str]:
    rows = list(zip(*projects.axis.columns.values(), strict=True))
    parts = [plain(part) for part in code.split("|")]

    def meant(row: tuple[str, ...]) -> bool:
        sector, *kind, way = map(plain, row)
        named = ([sector], [sector, *kind, way], *([[sector, way]] if kind == [CAPACITY] else []))
        return code == ALL or parts in named

    found = [label for label, row in zip(projects.axis.labels, rows, strict=True) if meant(row)]
    if not found and source.codes["project"].trusted:
        known = ["|".join(row) for row in rows]
        otherwise = "Write the sector, or sector|type (sector|asset|type of a kind of asset), of a row of Projects."
        source.wrong(frame, number, "code", "is no project", suggestion(code, known, otherwise))
    return found


def _targets_sheet(economy: Economy) -> Rows:
    targets = economy.targets
    assert set(targets.variable) <= set(TARGET_VARIABLES)
    own = {
        "code": targets.axis.columns["code"],
        "year": [writing.year_cell(economy.years, int(year)) for year in targets.year],
    }
    return writing.table("Targets", {**writing.columns_of("Targets", targets), **own})


def _objective_sheet(economy: Economy) -> Rows:
    objectives, projects = economy.objectives, economy.projects
    codes = [
        "|".join(projects.axis.key(projects.axis.position[code]).values()) if variable == "starts" else code
        for variable, code in zip(objectives.variable, objectives.code, strict=True)
    ]
    own: dict[str, Sequence[object]] = {
        "code": codes,
        "year": [writing.year_cell(economy.years, int(year)) for year in objectives.year],
    }
    return writing.table("Objective", {**writing.columns_of("Objective", objectives), **own})


PARTS = (
    Part("targets", targets_of, {"Targets": _targets_sheet}, instead=("Target paths",)),
    Part("objectives", lambda source, made: objectives_of(source, made["projects"]), {"Objective": _objective_sheet}),
)
