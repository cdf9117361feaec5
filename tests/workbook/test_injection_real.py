"""Fault injection over every column of every sheet of the real workbook.

Each damage ends in a fault at that very cell, or in its documented effect: another economy, a default on record, a
name that other cells no longer find (which are then at fault).  Nothing is changed in silence.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from optimiser.economy.differences import differences
from optimiser.workbook.cells import Book, Grid, open_book
from optimiser.workbook.columns import Column, Kind, Layout
from optimiser.workbook.faults import address, plain
from optimiser.workbook.headers import skipped
from optimiser.workbook.parsing import Uncalculated
from optimiser.workbook.read.economy import Findings, examine, wanted
from optimiser.workbook.schema import BY_NAME

INPUT = Path(__file__).parents[2] / "inputs" / "first_five_year_plan.xlsx"
DAMAGE: dict[str, object] = {
    "text": "rubbish",
    "blank": None,
    "negative": -5.0,
    "error value": "#N/A",
    "huge": 1e300,
    "date": datetime.datetime(1929, 1, 5),
    "boolean": True,
    "stored as text": "12",
    "other marks": "1 234,5",
    "per cent": "12%",
    "never calculated": Uncalculated("=1+1"),
    "another number": 7.125,
}
NOT_READ = {"note", "source"}
FOR_THE_READER = {("Techniques", "name")}
NAMES = {
    ("Plan", "base year"),
    ("Plan", "plan years"),
    ("Plan", "utility breakpoints"),
    ("Projects", "type"),
    ("Targets", "set"),
    ("Demand", "use"),
}
"""What other cells refer to, or have to agree with: they are at fault when it is legally changed."""


SHEETS = [title for title in open_book(INPUT, lambda _: False).titles if wanted(title) and not skipped(title)]


@cache
def book() -> Book:
    return open_book(INPUT, wanted)


@cache
def sound(scenario: str | None = None) -> Findings:
    found = examine(book(), scenario)
    assert found.economy is not None, found.faults
    return found


def with_cell(sheet: str, row: int, place: int, value: object) -> Book:
    rows = list(book().grids[sheet].rows)
    line = rows[row] + (None,) * (place + 1 - len(rows[row]))
    rows[row] = (*line[:place], value, *line[place + 1 :])
    return replace(book(), grids={**book().grids, sheet: Grid(sheet, rows)})


def data_cells(name: str) -> Iterator[tuple[int, int, Column | None]]:
    """A filled cell of every column (every key, every item), with what the schema says of it; row 0 is the header."""
    sheet, rows = BY_NAME[name], book().grids[name].rows
    for place, head in enumerate(rows[0]):
        header = plain(str(head))
        if header in NOT_READ or (name, header) in FOR_THE_READER:
            continue
        filled = [row for row in range(1, len(rows)) if place < len(rows[row]) and rows[row][place] is not None]
        if sheet.layout in (Layout.KEYS, Layout.ITEMS):
            for row in filled if header != "unit" else ():
                known = sheet.column(plain(str(rows[row][0])))
                yield row, place, known if header == "value" else None
        elif filled:
            column = next((each for each in sheet.expanded if each.name == header), sheet.cells if place else None)
            for row in {filled[0], filled[-1]} if name == "Scenarios" else [filled[0]]:
                yield row, place, column


def refers(name: str, column: Column | None) -> bool:
    """Whether the cell is a name by which other cells find it."""
    return column is not None and (column.kind is Kind.NEW or (name, column.name) in NAMES)


def outcome(name: str, row: int, place: int, value: object, column: Column | None) -> str:
    """What became of one damage; empty where it changed the plan in silence, or the fault is elsewhere."""
    old = book().grids[name].rows[row][place]
    scenario = str(book().grids[name].rows[row][0]) if name == "Scenarios" and row and place else None
    found = examine(with_cell(name, row, place, value), scenario)
    if found.economy is None:
        assert all(fault.problem and fault.remedy for fault in found.faults)
        if (name, address(row + 1, place)) in {(fault.sheet, fault.cell) for fault in found.faults}:
            return "a fault at the cell"
        return "a name that others miss" if refers(name, column) else ""
    if value == old and type(value) is type(old):
        return "the same value"
    before = sound(scenario)
    assert before.economy is not None
    if differences(before.economy, found.economy) or found.scenarios != before.scenarios:
        return "another economy"
    if found.variants != before.variants:
        return "another variant"
    if set(found.defaults) - set(before.defaults):
        return "a default, on record"
    if plain(str(book().grids[name].rows[0][place])) == "growth after" and 0 in book().grids[name].rows[row][:place]:
        return "growth of nothing"
    return "another word for the same" if _synonym(name, column, old, value) else ""


def _synonym(name: str, column: Column | None, old: object, value: object) -> bool:
    if BY_NAME[name].layout is Layout.MATRIX:
        return (old, value) == (0, None)
    return column is not None and column.kind is Kind.YESNO and value is True and plain(str(old)) == "yes"


@pytest.mark.slow
@pytest.mark.parametrize("name", SHEETS)
def test_every_column_damaged_in_every_way(name: str) -> None:
    tried: Counter[str] = Counter()
    for row, place, column in data_cells(name):
        for damage, value in DAMAGE.items():
            became = outcome(name, row, place, value, column)
            assert became, f"{name}!{address(row + 1, place)} {damage}"
            tried[became] += 1
    assert tried["a fault at the cell"] > 0
    print(f"{name}: {tried.total()} tried: {dict(tried)}")


@pytest.mark.slow
@pytest.mark.parametrize("name", SHEETS)
def test_every_header_damaged(name: str) -> None:
    """Misspelt, blank, an error value, or that of the column before."""
    header, tried = book().grids[name].rows[0], 0
    for place, head in enumerate(header):
        if plain(str(head)) in {*NOT_READ, "unit"} or (place == 0 and BY_NAME[name].layout is Layout.MATRIX):
            continue
        for value in ("x" + str(head), None, "#REF!", header[place - 1] if place else header[1]):
            found = examine(with_cell(name, 0, place, value))
            assert found.economy is None, f"{name}, the header {head} as {value}"
            told = {(fault.sheet, fault.cell.rstrip("0123456789")) for fault in found.faults}
            column = address(1, place).rstrip("1")
            whole = {fault.problem for fault in found.faults if fault.sheet == name and not fault.cell}
            assert (name, column) in told or whole, f"{name}, the header {head} as {value}: {found.faults}"
            tried += 1
    print(f"{name}: {tried} headers tried")


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_with_a_row_twice(name: str) -> None:
    rows = [*book().grids[name].rows, book().grids[name].rows[1]]
    found = examine(replace(book(), grids={**book().grids, name: Grid(name, rows)}))
    if not BY_NAME[name].unique:
        before = sound()
        assert before.economy is not None
        assert found.economy is not None
        assert name == "Scenarios" or differences(before.economy, found.economy)
        return
    again = [fault for fault in found.faults if fault.sheet == name and fault.cell.endswith(str(len(rows)))]
    assert again, found.faults
    assert "A2" in again[0].problem or "2" in again[0].problem


DAMAGED = {
    ("Plan", "B11"): "five",
    ("Sectors", "E3"): "1 234,5",
    ("Inputs", "D5"): datetime.datetime(1929, 1, 5),
    ("Capacity", "A4"): "COAL",
    ("Projects", "C2"): 1.5,
    ("Demand", "D3"): "=1+1",
    ("Trade", "C2"): "#N/A",
    ("Foreign exchange", "C2"): -1,
    ("Targets", "E4"): True,
    ("Scenarios", "C2"): "nothing",
}


@pytest.mark.parametrize(
    "damage", [{("Inputs", "D5"): "12%"}, {("Targets", "D4"): 1999}, DAMAGED], ids=["a figure", "a year", "several"]
)
def test_the_command_ends_in_3_and_names_the_cells(tmp_path: Path, damage: dict[tuple[str, str], Any]) -> None:
    """Each on the file itself: `validate` and `solve` say the same, word for word."""
    path = tmp_path / "damaged.xlsx"
    workbook = load_workbook(INPUT)
    for (sheet, cell), value in damage.items():
        workbook[sheet][cell] = value
    workbook.save(path)
    checked, solved = (
        subprocess.run(
            [sys.executable, "-m", "optimiser", command, str(path), "--quiet"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        for command in ("validate", "solve")
    )
    assert (checked.returncode, solved.returncode, checked.stderr, solved.stdout) == (3, 3, "", "")
    lines = [line[2:] for line in checked.stdout.splitlines() if line.startswith("  ")]
    assert {line.split(" ('")[0] for line in lines} == {f"{sheet}!{cell}" for sheet, cell in damage}
    assert solved.stderr.splitlines()[: len(lines)] == lines
    assert checked.stdout.splitlines()[-1].endswith(f"{len(damage)} fault{'s' * (len(damage) > 1)}, 0 warnings")
