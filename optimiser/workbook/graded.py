"""The sheet `Notes on grades`: which figures of a workbook are sourced, derived or assumed, and how many of each."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

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
    of_row = [0] * len(graded)
    without = 0
    for key, column, place in _figures(table):
        first = next((n for n, each in enumerate(graded) if _means(each, key, column)), None)
        if first is None or place in changed:
            without += 1
        else:
            of_row[first] += 1
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


def _figures(table: Table) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Place]]:
    """Every figure: the parts of its row's key, the names of its column, where it stands."""
    keys = key_columns(table)
    heads = _heads(table)
    for row in table.rows:
        key = tuple(plain(label_of(table.cell(row, index))) for index in keys)
        year = (plain(label_of(table.cell(row, table.columns["year"]))),) if table.long else ()
        for index, name in heads.items():
            cell = table.cell(row, index)
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                yield key, (name, *year), (table.title, row, index)


def _heads(table: Table) -> dict[int, str]:
    """The columns that hold figures."""
    if table.sheet.layout is Layout.MATRIX:
        return {index: plain(label_of(cell)) for index, cell in matrix_columns(table, ()).items()}
    named = {"value", AFTER}
    if table.sheet.layout in (Layout.TABLE, Layout.YEARLY):
        named |= {column.name for column in table.sheet.expanded if column.kind in NUMBERS}
    columns = {name: index for name, index in table.columns.items() if name in named - {WEIGHT}}
    return {index: plain(name) for name, index in (columns | table.years).items()}


def _means(graded: Graded, key: Sequence[str], column: Sequence[str]) -> bool:
    parts = [plain(part) for part in graded.row.split("|")]
    if parts != [ALL] and (len(parts) != len(key) or any(a not in (ALL, b) for a, b in zip(parts, key, strict=True))):
        return False
    return any(fnmatchcase(each, plain(graded.column)) for each in column)
