"""Older versions of the format: what was called otherwise in them, read as what it is called now.

A version is one entry in `RENAMED`, so that an old workbook is read by today's rules, at its own cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from optimiser.errors import Fault, InputFault
from optimiser.workbook.cells import Book, Grid, Row
from optimiser.workbook.faults import address, plain, text_of
from optimiser.workbook.schema import FORMAT_VERSION, SEARCHED


class Part(StrEnum):
    """What was renamed."""

    SHEET = "sheet"
    COLUMN = "column"
    KEY = "key"


@dataclass(frozen=True)
class Renamed:
    """A sheet, or a column or key of the sheet `sheet`, by its old and its new name."""

    part: Part
    old: str
    new: str
    sheet: str = ""

    def __str__(self) -> str:
        of = f" of {self.sheet}" if self.sheet else ""
        return f"the {self.part} {self.old}{of} as {self.new}"


RENAMED: Mapping[int, tuple[Renamed, ...]] = {
    0: (
        Renamed(Part.SHEET, "Coefficients", "Inputs"),
        Renamed(Part.COLUMN, "output", "base output", "Sectors"),
        Renamed(Part.KEY, "horizon", "plan years", "Plan"),
    )
}
"""What the version after each calls otherwise."""

OLD_SHEETS = {plain(each.old): each.new for every in RENAMED.values() for each in every if each.part is Part.SHEET}


@dataclass(frozen=True)
class Stated:
    """The version that a workbook states, and its cell: row from 1, column from 0."""

    title: str
    row: int
    column: int
    version: int


def migrated(book: Book) -> Book:
    """The book as one of the present version; itself where it is.

    Raises:
        InputFault: it is of a newer version.
    """
    stated = _stated(book)
    if stated is None or stated.version == FORMAT_VERSION:
        return book
    if stated.version > FORMAT_VERSION:
        problem = f"the workbook is of format version {stated.version}, and this program reads up to {FORMAT_VERSION}"
        remedy = "Update the program, or have the workbook made for the older version."
        cell = address(stated.row, stated.column)
        raise InputFault([Fault(stated.title, cell, text_of(stated.version), problem, remedy)])
    if stated.version not in RENAMED:
        return book
    done: list[str] = []
    for version in range(stated.version, FORMAT_VERSION):
        for each in RENAMED[version]:
            book, found = _rename(book, each)
            done += [str(each)] * found
    grid = book.grids[stated.title]
    rows = _with(grid.rows, stated.row - 1, stated.column, FORMAT_VERSION)
    book = replace(book, grids={**book.grids, grid.title: Grid(grid.title, rows)})
    said = f"The workbook is of format version {stated.version} and was read as version {FORMAT_VERSION}"
    notice = f"{said}: {', '.join(done)}." if done else f"{said}."
    return replace(book, notices=(notice, *book.notices))


def _stated(book: Book) -> Stated | None:
    title = next((each for each in book.grids if plain(each) == "plan"), "")
    header: dict[str, int] = {}
    for number, row in enumerate(book.grids[title].rows if title else (), start=1):
        labels = {plain(cell): index for index, cell in enumerate(row) if isinstance(cell, str)}
        if not header and {"key", "value"} <= labels.keys():
            header = labels
        elif header and labels.get("format version") == header["key"]:
            value = row[header["value"]] if header["value"] < len(row) else None
            if isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1:
                return Stated(title, number, header["value"], int(value))
            return None
    return None


def _rename(book: Book, renamed: Renamed) -> tuple[Book, bool]:
    """The book with one thing under its new name, and whether it was there."""
    if renamed.part is Part.SHEET:
        titles = [each for each in book.titles if plain(each) == plain(renamed.old)]
        return replace(book, meanings={**book.meanings, **dict.fromkeys(titles, renamed.new)}), bool(titles)
    title = next((each for each in book.grids if plain(book.meaning(each)) == plain(renamed.sheet)), "")
    rows = book.grids[title].rows if title else ()
    for number, row in enumerate(rows if renamed.part is Part.KEY else rows[:SEARCHED]):
        for index, cell in enumerate(row):
            if isinstance(cell, str) and plain(cell) == plain(renamed.old):
                grid = Grid(title, _with(rows, number, index, renamed.new))
                return replace(book, grids={**book.grids, title: grid}), True
    return book, False


def _with(rows: Sequence[Row], number: int, index: int, value: object) -> list[Row]:
    changed = list(rows)
    changed[number] = (*rows[number][:index], value, *rows[number][index + 1 :])
    return changed
