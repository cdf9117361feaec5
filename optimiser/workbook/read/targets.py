"""From tables to targets and weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from optimiser.arrays import Axis
from optimiser.economy.economy import Households, Objectives, Projects, Sectors, Targets
from optimiser.workbook.context import Codes, Frame, Source
from optimiser.workbook.faults import WrongValue, plain, suggestion
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.read.production import distinct

ALL = "*"


def targets_of(source: Source, sectors: Sectors, households: Households) -> Targets:
    """What the plan is to reach."""
    frame = source.frame("Targets")
    sets = same_spelling(frame["set"])
    places, bases, units, labels = [], [], [], []
    codes: list[str] = []
    for number, (variable, code, base) in enumerate(zip(frame["variable"], frame["code"], frame["base"], strict=True)):
        axis = households.axis if variable == "consumption" else sectors.axis
        index = _place(source, frame, number, variable)
        places.append(index)
        codes.append(axis.labels[index] if index >= 0 else str(code))
        units.append(axis.units[index] if index >= 0 else "")
        bases.append(_base(source, frame, number, variable, index, sectors) if base is None else base)
        year = frame["year"][number]
        labels.append(f"{sets[number]}: {variable} {codes[-1]} {source.years.label(year)}")
    years = tuple(source.years.label(year) for year in frame["year"])
    columns = {"set": tuple(sets), "variable": tuple(frame["variable"]), "code": tuple(codes), "year": years}
    source.rows["Targets"] = dict(zip(map("|".join, zip(*columns.values(), strict=True)), frame.rows, strict=True))
    return Targets(
        axis=Axis("target", distinct(source, frame, labels), tuple(units), columns),
        set=tuple(sets),
        variable=tuple(frame["variable"]),
        index=ints(places),
        year=ints(frame["year"]),
        base=floats(bases),
        **stated(frame, Targets, but=("set", "base")),
    )


def _base(source: Source, frame: Frame, number: int, variable: str, index: int, sectors: Sectors) -> float:
    """The value of the base year."""
    if variable == "consumption" or index < 0:
        return 1.0
    base = float((sectors.capacity if variable == "capacity" else sectors.base_output)[index])
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
        "capacity": "sector",
        "stocks": "product",
        "imports": "product",
        "exports": "product",
        "consumption": "household",
        "employment": "pool",
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
    rows = list(zip(projects.axis.columns["sector"], projects.axis.columns["type"], strict=True))
    parts = [plain(part) for part in code.split("|")]
    found = [
        label
        for label, row in zip(projects.axis.labels, rows, strict=True)
        if code == ALL or parts in ([plain(row[0])], [plain(part) for part in row])
    ]
    if not found and source.codes["project"].trusted:
        known = ["|".join(row) for row in rows]
        otherwise = "Write the sector, or sector|type, of a row of Projects."
        source.wrong(frame, number, "code", "is no project", suggestion(code, known, otherwise))
    return found
