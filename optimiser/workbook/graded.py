"""The sheet `Notes on grades`: which figures of a workbook are sourced, derived or assumed, and how many of each."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np

from optimiser.arrays import Bools
from optimiser.economy.origin import UNGRADED, Grades
from optimiser.errors import Fault
from optimiser.workbook.cells import Book
from optimiser.workbook.changes import ALL, NUMBERS, key_columns
from optimiser.workbook.columns import Layout
from optimiser.workbook.faults import address, plain, text_of
from optimiser.workbook.headers import Table, label_of, matrix_columns
from optimiser.workbook.schema import AFTER

SHEET = "Notes on grades"
WHERE = ("sheet", "row", "column")
LEAST, MOST, CELLS = "times at least", "times at most", "cells"
OTHERS = ("Plan", "Scenarios", "Variants")
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


@dataclass(frozen=True)
class Line:
    """A row of the sheet as it stands."""

    title: str
    number: int
    """Counted from 1."""
    columns: Mapping[str, int]
    cells: Sequence[object]

    def cell(self, name: str) -> object:
        """What stands in a column; None where nothing does."""
        index = self.columns.get(name, len(self.cells))
        return self.cells[index] if index < len(self.cells) else None

    def figure(self, name: str) -> float | None:
        """The number in a column; None where none stands."""
        cell = self.cell(name)
        return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None

    def graded(self) -> Graded | None:
        """What it says; None where it does not name any cells."""
        sheet, key, column = (self.cell(each) for each in WHERE)
        if sheet is None or key is None or column is None:
            return None
        cells, grade = self.figure(CELLS), plain(str(self.cell("grade") or ""))
        own = None if cells is None else int(cells)
        return Graded(str(sheet), label_of(key), label_of(column), grade, own, self.figure(LEAST), self.figure(MOST))

    def odd(self, name: str, problem: str, remedy: str) -> Fault:
        """A warning at one of its cells."""
        cell = address(self.number, self.columns[name])
        return Fault(self.title, cell, text_of(self.cell(name)), problem, remedy, warning=True)


def is_grades(title: str) -> bool:
    """Whether a sheet is that of the grades."""
    return plain(title) == plain(SHEET)


def graded_in(book: Book) -> tuple[Graded, ...]:
    """The rows of a book's sheet of grades, in order; none where there is no such sheet, or it lacks a column."""
    return tuple(graded for line in _lines(book) if (graded := line.graded()) is not None)


def _lines(book: Book) -> Iterator[Line]:
    for title, columns, rows in _sheets(book):
        if all(each in columns for each in WHERE):
            for number, cells in enumerate(rows, start=2):
                yield Line(title, number, columns, cells)


def _sheets(book: Book) -> Iterator[tuple[str, dict[str, int], Sequence[Sequence[object]]]]:
    """Title, header to column, and the rows below, of a sheet of grades."""
    for title, grid in book.grids.items():
        if is_grades(title):
            header, *rows = grid.rows or [()]
            yield title, {plain(each): place for place, each in enumerate(header) if isinstance(each, str)}, rows


def without_effect(book: Book, tables: Mapping[str, Table]) -> Iterator[Fault]:
    """What on the sheet of grades says nothing, as warnings: no plan changes by it, but what is drawn and told does."""
    for title, columns, _ in _sheets(book):
        missing = [each for each in WHERE if each not in columns]
        if missing:
            problem = f"without a column {' and '.join(missing)} it grades nothing"
            yield Fault(title, "", "", problem, "Name the columns in the first row.", warning=True)
    keys = {table.title: _keys(table) for table in tables.values()}
    for line in _lines(book):
        graded = line.graded()
        named = [table for table in tables.values() if graded is not None and _names(graded.sheet, table)]
        if graded is None:
            if any(cell is not None for cell in line.cells):
                absent = next(each for each in WHERE if line.cell(each) is None)
                yield line.odd(absent, f"without its {absent} the row grades nothing", "`*` stands for anything.")
        elif not named:
            yield line.odd("sheet", "the workbook has no such sheet of figures", "Name one of its sheets.")
        elif not any(_meant(graded, table, _heads(table), keys[table.title]).any() for table in named):
            yield line.odd("row", "no figures stand in this row and column", "Name a row as its key does, or `*`.")
        for name in (CELLS, LEAST, MOST):
            if line.cell(name) is not None and line.figure(name) is None:
                yield line.odd(name, "is no number", "Write a number, or nothing.")
        low, high = line.figure(LEAST), line.figure(MOST)
        if (low is None) is not (high is None) or (low is not None and high is not None and not 0.0 < low <= high):
            given = LEAST if low is not None else MOST
            problem = "is of no range from which could be drawn"
            yield line.odd(given, problem, f"Write {LEAST!r} above 0 and {MOST!r} no less, or neither.")


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
    keys = _keys(table) if graded else []
    for each in graded:
        meant = left & _meant(each, table, heads, keys)
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


def _keys(table: Table) -> list[list[str]]:
    """The parts of each row's key."""
    columns = key_columns(table)
    return [[plain(label_of(table.cell(row, index))) for index in columns] for row in table.rows]


def _meant(graded: Graded, table: Table, heads: Mapping[int, str], keys: Sequence[Sequence[str]]) -> Bools:
    """(row, column of figures): whether a row of the sheet of grades names it."""
    parts, pattern = [plain(part) for part in graded.row.split("|")], plain(graded.column)

    def named(key: Sequence[str]) -> bool:
        return len(parts) == len(key) and all(a in (ALL, b) for a, b in zip(parts, key, strict=True))

    rows = np.array([parts == [ALL] or named(key) for key in keys], dtype=bool)
    columns = np.array([fnmatchcase(name, pattern) for name in heads.values()], dtype=bool)
    in_year = np.zeros(len(rows), dtype=bool)
    if table.long:
        years = (plain(label_of(table.cell(row, table.heading))) for row in table.rows)
        in_year = np.array([fnmatchcase(year, pattern) for year in years], dtype=bool)
    found: Bools = rows[:, None] & (columns[None, :] | in_year[:, None])
    return found


def _heads(table: Table) -> dict[int, str]:
    """The columns that hold figures."""
    if table.sheet.layout is Layout.MATRIX and not table.long:
        return {index: plain(label_of(cell)) for index, cell in matrix_columns(table, ()).items()}
    named = {"value", AFTER}
    if table.sheet.layout in (Layout.TABLE, Layout.YEARLY):
        named |= {column.name for column in table.sheet.expanded if column.kind in NUMBERS}
    columns = {name: index for name, index in table.columns.items() if name in named - {WEIGHT}}
    return {index: plain(name) for name, index in (columns | table.years).items()}
