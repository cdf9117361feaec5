"""A user's own figures in place of assumed ones: `--with FILE`.

A workbook has sheets named as the plan workbook's; a csv file is the sheet that its name says (`Capacity.csv`).  Rows
are known by the key of the sheet; a cell that holds something replaces the drafted one, new rows and columns are added,
blank cells leave what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from optimiser.errors import Fault, InputFault
from optimiser.iotables.draft import Draft
from optimiser.iotables.grading import Grade, Rows
from optimiser.iotables.grids import Grid, Spelt, grids_of, words_of
from optimiser.workbook.columns import Kind, Layout
from optimiser.workbook.faults import plain, suggestion
from optimiser.workbook.schema import ASIDE, BY_NAME, SHEETS

GIVEN = "given"


def merged(made: Draft, path: Path) -> Draft:
    """The draft with a user's figures in place of its own.

    Raises:
        InputFault: a sheet is not known, a key column is missing, or a row has no key.
    """
    tables, grades = dict(made.tables), list(made.grades)
    faults: list[Fault] = []
    known = {plain(sheet.name): sheet.name for sheet in SHEETS}
    for grid in grids_of(path):
        title = grid.file.rpartition(", ")[2] if ", " in grid.file else Path(grid.file.removesuffix(".gz")).stem
        name = known.get(plain(title))
        if name is None:
            if not plain(title).startswith("notes"):
                remedy = suggestion(title, [sheet.name for sheet in SHEETS], "Name it as the workbook's sheet.")
                faults.append(Fault(grid.file, "", title, "no sheet of a plan workbook has this name", remedy))
            continue
        keys = _keys(name)
        header = [words_of(each) for each in grid.rows[0]]
        lacking = [each for each in keys if plain(each) not in map(plain, header)] if name in tables else []
        if lacking:
            faults.append(grid.fault(0, 0, f"the key column {lacking[0]!r} is missing", f"Put {lacking[0]} there."))
            continue
        cells, merged_cells = _merge(tables.get(name), grid, keys, faults)
        counted = {column: count for column, count in merged_cells.items() if _has_figures(name, column, header[0])}
        tables[name] = cells
        grades += [Grade(name, "*", column, GIVEN, count, None, None, path.name) for column, count in counted.items()]
        grades = [_less(each, name, counted) if each.known != GIVEN else each for each in grades]
    if faults:
        raise InputFault(faults)
    return replace(made, tables=tables, grades=tuple(grades))


def _keys(name: str) -> tuple[str, ...]:
    sheet = BY_NAME[name]
    if sheet.layout is Layout.MATRIX:
        return ()
    return sheet.key or {Layout.KEYS: ("key",), Layout.ITEMS: ("item",)}.get(sheet.layout, ())


def _has_figures(name: str, column: str, corner: str) -> bool:
    """Whether a column of a sheet holds figures, which alone are graded; `corner` is its first."""
    sheet = BY_NAME[name]
    known = {plain(each.name): each for each in sheet.expanded}.get(plain(column))
    if sheet.layout in (Layout.KEYS, Layout.ITEMS):
        return plain(column) == "value"
    if known is not None:
        return known.kind in (Kind.NUMBER, Kind.LIMIT, Kind.INTEGER)
    aside = column == corner or plain(column) in map(plain, ASIDE)
    return sheet.layout in (Layout.MATRIX, Layout.YEARLY) and not aside


def _merge(old: Rows | None, grid: Grid, keys: Sequence[str], faults: list[Fault]) -> tuple[Rows, dict[str, int]]:
    """The rows of a sheet with those of a grid in their place; how many cells of which column were replaced."""
    head = [words_of(each) for each in grid.rows[0]]
    if old is None:
        own = [number for number, each in enumerate(head) if plain(each) in map(plain, keys)] or [0]
        rows = [
            [_cell(cell, key=not number or column in own) for column, cell in enumerate(row)]
            for number, row in enumerate(each for each in grid.rows if any(cell is not None for cell in each))
        ]
        return rows, {name: len(rows) - 1 for name in head if name}
    made = [list(row) for row in old]
    first = [words_of(each) for each in made[0]]
    for name in head:
        if name and plain(name) not in map(plain, first):
            first.append(name)
            made = [[*made[0], name], *([*row, None] for row in made[1:])]
    place = {plain(each): number for number, each in enumerate(first)}
    own = [place[plain(each)] for each in keys] or [0]
    theirs = [next(n for n, each in enumerate(head) if plain(each) == plain(key)) for key in keys] or [0]
    rows_by_key = {tuple(plain(words_of(row[column])) for column in own): row for row in made[1:]}
    counted: dict[str, int] = {}
    for number in range(1, len(grid.rows)):
        if not any(cell is not None for cell in grid.rows[number]):
            continue
        key = tuple(plain(words_of(grid.at(number, column))) for column in theirs)
        if not all(key):
            faults.append(grid.fault(number, theirs[0], "the row has no key", "Name what it is about."))
            continue
        row = rows_by_key.get(key)
        if row is None:
            row = [None] * len(first)
            made.append(row)
            rows_by_key[key] = row
            for mine, other in zip(own, theirs, strict=True):
                row[mine] = _cell(grid.at(number, other), key=True)
        for column, name in enumerate(head):
            cell = grid.at(number, column)
            if column not in theirs and name and cell is not None:
                row[place[plain(name)]] = _cell(cell)
                counted[name] = counted.get(name, 0) + 1
    return made, counted


def _cell(cell: object, *, key: bool = False) -> object:
    """What the sheet gets: the number, or as a key what is written."""
    if not isinstance(cell, Spelt):
        return cell
    return cell.text if key else float(cell)


def _less(grade: Grade, sheet: str, counted: dict[str, int]) -> Grade:
    """A grade with fewer cells, where some of its cells have been replaced."""
    if grade.sheet != sheet:
        return grade
    replaced = sum(counted.values()) if grade.column == "*" else counted.get(grade.column, 0)
    return replace(grade, cells=max(grade.cells - replaced, 0))
