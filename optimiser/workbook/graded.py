"""The sheet `Notes on grades`: which figures of a workbook are sourced, derived or assumed, and how many of each."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np

from optimiser.arrays import Bools
from optimiser.economy.origin import UNGRADED, Grades
from optimiser.workbook.cells import Book
from optimiser.workbook.changes import ALL, NUMBERS, key_columns
from optimiser.workbook.columns import Layout
from optimiser.workbook.faults import plain
from optimiser.workbook.headers import Table, label_of, matrix_columns
from optimiser.workbook.schema import AFTER

SHEET = "Notes on grades"
WHERE = ("sheet", "row", "column")
OTHERS = ("Plan", "Scenarios")
"""Sheets whose numbers are asked for, not known."""
WEIGHT = "weight"
"""The column of what a target or a goal counts: asked for, too."""

Place = tuple[str, int, int]
"""Title of a sheet, row from 1, column from 0."""


@dataclass(frozen=True)
class Graded:
    """A row of the sheet: some cells, and how they are known."""

    sheet: str
    row: str
    """The row's key, its parts joined by `|`, each of which may be `*`; `*` alone is every row."""
    column: str
    """A header, a code across or a year, in which `*` stands for anything."""
    grade: str = ""
    cells: int | None = None
    """How many they are, where that is stated; it counts only where an earlier row names the same cells."""
    low: float | None = None
    high: float | None = None
    """The least and greatest factor by which the figures may differ from what is stated."""


def is_grades(title: str) -> bool:
    """Whether a sheet is that of the grades."""
    return plain(title) == plain(SHEET)


def graded_in(book: Book) -> tuple[Graded, ...]:
    """The rows of a book's sheet of grades, in order; none where there is no such sheet, or it lacks a column."""
    found: list[Graded] = []
    for grid in (grid for title, grid in book.grids.items() if is_grades(title)):
        rows = [list(row) for row in grid.rows]
        places = {plain(each): place for place, each in enumerate(rows[0]) if isinstance(each, str)} if rows else {}
        if not all(each in places for each in WHERE):
            continue
        for row in rows[1:]:
            cells = {name: row[place] if place < len(row) else None for name, place in places.items()}
            sheet, key, column = (cells[each] for each in WHERE)
            if sheet is None or key is None or column is None:
                continue
            where = str(sheet), label_of(key), label_of(column)
            numbers = _number(cells.get("times at least")), _number(cells.get("times at most"))
            count = _number(cells.get("cells"))
            grade = plain(str(cells.get("grade") or ""))
            found.append(Graded(*where, grade, None if count is None else int(count), *numbers))
    return tuple(found)


def _number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def grades_of(graded: Sequence[Graded], tables: Mapping[str, Table], changed: Container[Place]) -> Grades:
    """How many figures of each sheet are of which grade.

    A figure is a number that stands in a cell of a column of numbers.  Its grade is that of the first row of the
    sheet of grades that names it; of a later row that names the very same cells, as many as it says are its own.
    Figures that are changed, by a scenario or otherwise, have no grade: what is stated is not theirs.
    """
    stated = [each for each in graded if each.grade]
    if not stated:
        return Grades()
    counts: dict[str, dict[str, int]] = {}
    for table in tables.values():
        if table.sheet.name not in OTHERS:
            found = _of_table([each for each in stated if _names(each.sheet, table)], table, changed)
            if found:
                counts[table.sheet.name] = found
    return Grades(counts)


def _names(sheet: str, table: Table) -> bool:
    return plain(sheet) in (plain(table.sheet.name), plain(table.title))


def _of_table(graded: Sequence[Graded], table: Table, changed: Container[Place]) -> dict[str, int]:
    left = _figures(table)
    rows, heads = list(table.rows), _heads(table)
    stays = np.array([[(table.title, row, index) not in changed for index in heads] for row in rows], dtype=bool)
    without = int((left & ~stays).sum()) if left.size else 0
    left &= stays.reshape(left.shape)
    of_row = []
    for each in graded:
        meant = left & _meant(each, table, heads)
        of_row.append(int(meant.sum()))
        left &= ~meant
    without += int(left.sum())
    for number, each in enumerate(graded):
        same = next(n for n, other in enumerate(graded) if (other.row, other.column) == (each.row, each.column))
        if same < number and each.cells is not None:
            taken = min(each.cells, of_row[same])
            of_row[same] -= taken
            of_row[number] += taken
    counts: dict[str, int] = {}
    for each, number in zip(graded, of_row, strict=True):
        if number:
            counts[each.grade] = counts.get(each.grade, 0) + number
    return counts | ({UNGRADED: without} if without else {})


def _figures(table: Table) -> Bools:
    """(row, column of figures): whether a number stands there."""
    heads = _heads(table)
    found = [
        [isinstance(cell := table.cell(row, index), int | float) and not isinstance(cell, bool) for index in heads]
        for row in table.rows
    ]
    return np.array(found, dtype=bool).reshape(len(table.rows), len(heads))


def _meant(graded: Graded, table: Table, heads: Mapping[int, str]) -> Bools:
    """(row, column of figures): whether a row of the sheet of grades names it."""
    parts, pattern = [plain(part) for part in graded.row.split("|")], plain(graded.column)
    keys = key_columns(table)

    def named(row: int) -> bool:
        key = [plain(label_of(table.cell(row, index))) for index in keys]
        return len(parts) == len(key) and all(a in (ALL, b) for a, b in zip(parts, key, strict=True))

    rows = np.array([parts == [ALL] or named(row) for row in table.rows], dtype=bool)
    columns = np.array([fnmatchcase(name, pattern) for name in heads.values()], dtype=bool)
    in_year = np.zeros(len(rows), dtype=bool)
    if table.long:
        years = (plain(label_of(table.cell(row, table.columns["year"]))) for row in table.rows)
        in_year = np.array([fnmatchcase(year, pattern) for year in years], dtype=bool)
    found: Bools = rows[:, None] & (columns[None, :] | in_year[:, None])
    return found


def _heads(table: Table) -> dict[int, str]:
    """The columns that hold figures."""
    if table.sheet.layout is Layout.MATRIX:
        return {index: plain(label_of(cell)) for index, cell in matrix_columns(table, ()).items()}
    named = {"value", AFTER}
    if table.sheet.layout in (Layout.TABLE, Layout.YEARLY):
        named |= {column.name for column in table.sheet.expanded if column.kind in NUMBERS}
    columns = {name: index for name, index in table.columns.items() if name in named - {WEIGHT}}
    return {index: plain(name) for name, index in (columns | table.years).items()}
