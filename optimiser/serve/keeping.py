"""Changes kept as a scenario: a copy of the workbook with rows on its sheet Scenarios, under a name that is free."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from optimiser.errors import InputFault, OutputFault
from optimiser.files import Mark, atomic, set_text
from optimiser.serve.opened import Opened
from optimiser.workbook.cells import load_values
from optimiser.workbook.changes import Change
from optimiser.workbook.faults import plain
from optimiser.workbook.headers import recognised
from optimiser.workbook.scenarios import CHANGE

SCENARIO = "Scenario"
FILE = "File"
"""What the two fields are called in faults."""
COLUMNS = ("scenario", *CHANGE)
LONGEST = 100


def free_name(folder: Path, opened: Opened) -> str:
    """The name of a file that is not there yet."""
    stem = opened.path.stem[:LONGEST]
    names = (f"{stem}-what-if{'' if number == 1 else f'-{number}'}.xlsx" for number in range(1, 10_000))
    return next(name for name in names if not (folder / name).exists())


def keep(opened: Opened, changes: Sequence[Change], scenario: str, folder: Path, name: str) -> Path:
    """Write the workbook, values for formulas, with the changes as a further scenario, to a new file of a folder.

    Raises:
        InputFault: there is nothing to keep, or the scenario has no name or another's.
        OutputFault: the file exists, or cannot be written.
    """
    title = " ".join(scenario.split())
    if not changes:
        raise InputFault.of(SCENARIO, "nothing is changed", "Change a cell first.")
    if not title or len(title) > LONGEST or not title.isprintable():
        raise InputFault.of(
            SCENARIO, "this is no name for a scenario", f"Write up to {LONGEST} signs.", title[:LONGEST]
        )
    if plain(title) in map(plain, (each.name for each in opened.scenarios.values())):
        raise InputFault.of(SCENARIO, "the workbook has a scenario of this name", "Choose another name.", title)
    target = folder / name.strip()
    if target.parent != folder or target.name != name.strip() or target.name.startswith("."):
        raise OutputFault(f"{name.strip()[:LONGEST]!r}: is no name of a file; write one that ends in .xlsx")
    if target.suffix.lower() != ".xlsx":
        raise OutputFault(f"{target.name}: a workbook is named .xlsx; choose a name that ends so")
    with atomic(target, never=opened.path, mark=Mark.ECONOMY) as temporary:
        workbook = load_values(opened.copy)
        _add(_sheet(workbook, opened), opened, title, changes)
        workbook.save(temporary)
    return target


def _sheet(workbook: Any, opened: Opened) -> Any:
    """The sheet Scenarios, made where there is none."""
    for sheet in workbook.worksheets:
        known = recognised(opened.book.meaning(sheet.title))
        if known is not None and known.name == "Scenarios":
            return sheet
    sheet = workbook.create_sheet("Scenarios")
    for place, column in enumerate(COLUMNS, start=1):
        set_text(sheet.cell(1, place), column)
    return sheet


def _add(sheet: Any, opened: Opened, title: str, changes: Sequence[Change]) -> None:
    table = opened.tables.get("Scenarios")
    places = {name: table.columns[name] + 1 for name in COLUMNS} if table else {n: p for p, n in enumerate(COLUMNS, 1)}
    used = (number for number, row in enumerate(sheet.iter_rows(values_only=True), start=1) if any(row))
    for number, change in enumerate(changes, start=max(used, default=1) + 1):
        parts = dict(zip(COLUMNS, (title, *(getattr(change, part) for part in CHANGE)), strict=True))
        for name, value in parts.items():
            cell = sheet.cell(number, places[name])
            if isinstance(value, str):
                set_text(cell, value)
            else:
                cell.value = value
