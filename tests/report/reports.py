"""Economies and re-read workbooks for the tests of the report."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from optimiser.plan.plan import Plan
from optimiser.strategies.solve import solve
from optimiser.workbook import Reading, read_tables
from optimiser.workbook.examples import first_five_year_plan, reconstruction, two_sectors, williams

EXAMPLES = {"five": first_five_year_plan, "two": two_sectors, "williams": williams, "reconstruction": reconstruction}


@cache
def reading(name: str) -> Reading:
    return read_tables(EXAMPLES[name].tables())


@cache
def plan(name: str, strategy: str, target_set: str = "") -> Plan:
    return solve(reading(name).economy, strategy, target_set=target_set)


def renamed(tables: dict[str, list[list[object]]], names: dict[str, str]) -> dict[str, list[list[object]]]:
    """The tables with some words, wherever they stand alone in a cell, replaced."""
    changed = copy.deepcopy(tables)
    for rows in changed.values():
        for row in rows:
            row[:] = [names.get(cell, cell) if isinstance(cell, str) else cell for cell in row]
    return changed


def reread(path: Path) -> Any:
    return load_workbook(path)


class Part:
    """A page as it stands on a sheet: from its title to the next one's."""

    def __init__(self, sheet: Any, first: int, last: int | None) -> None:
        self.sheet, self.first, self.last, self.title = sheet, first, last, sheet.title
        begins = [(each.anchor._from.row + 1, each) for each in sheet._charts]
        self._charts = [each for row, each in begins if first <= row and (last is None or row <= last)]

    def iter_rows(self, min_row: int = 1, **given: Any) -> Any:
        """Rows of the page, counted from its title."""
        return self.sheet.iter_rows(self.first + min_row - 1, self.last, **given)


def pages(book: Any) -> dict[str, tuple[str, int]]:
    """Where the links of the first page lead: the sheet and the row of every other page."""
    ways = [cell for (cell,) in book.worksheets[0].iter_rows(max_col=1) if cell.hyperlink is not None]
    places = {cell.value: cell.hyperlink.location.rpartition("!") for cell in ways}
    return {page: (sheet[1:-1].replace("''", "'"), int(at[1:])) for page, (sheet, _, at) in places.items()}


def part(book: Any, name: str) -> Part:
    """A page, from where the first page leads to."""
    begins = pages(book)
    where, first = begins[name]
    below = [row for sheet, row in begins.values() if sheet == where and row > first]
    return Part(book[where], first, min(below) - 1 if below else None)


def texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def headers(sheet: Any) -> list[list[str]]:
    """The header rows: those with the thick line below."""
    return [
        [str(cell.value) for cell in row if cell.value is not None]
        for row in sheet.iter_rows()
        if row[0].border.bottom is not None and row[0].border.bottom.style == "medium"
    ]


def check_links(book: Any) -> int:
    """Every internal link leads to the title of a page."""
    count = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None:
                    where, _, place = cell.hyperlink.location.rpartition("!")
                    assert where[0] == where[-1] == "'"
                    assert where[1:-1].replace("''", "'") in book.sheetnames
                    title = book[where[1:-1].replace("''", "'")][place]
                    assert title.value, (where, place)
                    assert title.font.size == 16, (where, place)
                    count += 1
    return count


def check_no_formulas(book: Any) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), sheet.title
