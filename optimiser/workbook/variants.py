"""Variants of a plan as they are written down: each a set of circumstances, and the targets that are set under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.faults import Collector, WrongValue, address, plain, suggestion
from optimiser.workbook.headers import Table
from optimiser.workbook.scenarios import Definition


@dataclass(frozen=True)
class Variant:
    """Targets, and the circumstances in which they are meant to be reached."""

    name: str
    target_set: str
    scenario: str = ""
    """Whose changes are its circumstances; empty: the workbook as it is."""


def variants_of(
    tables: Mapping[str, Table], scenarios: Mapping[str, Definition], collector: Collector
) -> list[Variant]:
    """The variants of the sheet; what is wrong with them is put on record.

    Without a sheet there are none.  A target set has to be on the sheet `Targets` or `Target paths`, a scenario on the
    sheet `Scenarios`, and must not stand for many runs.
    """
    table = tables.get("Variants")
    if table is None or any(name not in table.columns for name in table.sheet.required):
        return []
    sets = _sets(tables)
    found: dict[str, tuple[Variant, int]] = {}
    for row in table.rows:
        said = _row(table, row, sets, scenarios, collector)
        if said is None:
            continue
        before = found.get(plain(said.name))
        if before is None:
            found[plain(said.name)] = said, row
            continue
        column = table.columns["variant"]
        there = address(before[1], column)
        collector.wrong(
            table.title, row, column, said.name, f"the variant is in {there} as well", "Give each a name of its own."
        )
    return [variant for variant, _ in found.values()]


def _sets(tables: Mapping[str, Table]) -> list[str]:
    """Names of the target sets, as they are first written."""
    found: dict[str, str] = {}
    for name in ("Targets", "Target paths"):
        table = tables.get(name)
        if table is not None and "set" in table.columns:
            cells = [table.cell(row, table.columns["set"]) for row in table.rows]
            for cell in cells:
                if isinstance(cell, str):
                    found.setdefault(plain(cell), cell.strip())
    return list(found.values())


def _row(
    table: Table, row: int, sets: Sequence[str], scenarios: Mapping[str, Definition], collector: Collector
) -> Variant | None:
    said: dict[str, str] = {}
    before = len(collector)

    def wrong(column: str, problem: str, remedy: str) -> None:
        index = table.columns[column]
        collector.wrong(table.title, row, index, table.cell(row, index), problem, remedy)

    for column in table.sheet.columns:
        cell = table.cell(row, table.columns[column.name]) if column.name in table.columns else None
        if not values.blank(cell):
            try:
                said[column.name] = str(values.simple(cell, column))
            except WrongValue as fault:
                wrong(column.name, fault.problem, fault.remedy)
        elif column.required:
            wrong(column.name, f"the {column.name} is missing", "Fill it in; there is no default.")
    if len(collector) > before:
        return None
    target_set = next((each for each in sets if plain(each) == plain(said["target set"])), None)
    if target_set is None:
        known = f"The sets are: {first_few(sets)}." if sets else "Add a sheet Targets."
        wrong("target set", "no target set of this name", suggestion(said["target set"], sets, known))
    asked = said.get("scenario", "")
    scenario = next((each for each in scenarios.values() if plain(each.name) == plain(asked)), None)
    if asked and scenario is None:
        names = [each.name for each in scenarios.values()]
        known = f"The scenarios are: {first_few(names)}." if names else "Add a sheet Scenarios, or leave it blank."
        wrong("scenario", "no scenario of this name", suggestion(asked, names, known))
    elif scenario is not None and scenario.many:
        wrong("scenario", "the scenario stands for many runs", "Name one without lists, ranges and grades.")
    if target_set is None or len(collector) > before:
        return None
    return Variant(said["variant"], target_set, scenario.name if scenario is not None else "")
