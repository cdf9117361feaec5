"""Matrices: a sheet with codes down and across, read as one block, with a slow path only where something is odd."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from operator import itemgetter
from typing import Any, cast

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Sparse
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.cells import Row
from optimiser.workbook.columns import Column
from optimiser.workbook.context import NAMELESS, Codes, Source
from optimiser.workbook.faults import WrongValue, address, plain
from optimiser.workbook.headers import Table, matrix_columns
from optimiser.workbook.schema import LARGEST, SMALLEST

PLAIN_TYPES = frozenset({int, float, type(None)})


def empty(rows: int, across: int) -> Sparse:
    """A matrix of zeros."""
    return sp.csr_array((rows, across), dtype=np.float64)


def sparse(matrix: Any) -> Sparse:
    """A sparse matrix by rows, without stored zeros and in order: once frozen it could not be put in order."""
    made: Sparse = sp.csr_array(matrix)
    made.sum_duplicates()
    made.eliminate_zeros()
    return made


def matrix(source: Source, name: str, rows: Codes, across: Codes) -> Sparse:
    """What a matrix sheet says, product by sector or whatever its axes are; zeros where the sheet is absent."""
    table = source.tables.get(name)
    if table is None:
        return empty(len(rows), len(across))
    if table.long:
        return _long(source, table, name, rows, across)
    columns = _columns(source, table, across)
    numbers = _labels(source, table, rows)
    source.rows[name] = {rows.labels[index]: number for number, index in numbers.items() if index >= 0}
    source.columns[name] = {across.labels[index]: column for column, index in columns.items() if index >= 0}
    block = _block(source, table, list(numbers), list(columns))
    places = np.array(list(numbers.values()), dtype=np.int64)
    targets = np.array(list(columns.values()), dtype=np.int64)
    row, column = np.nonzero(block)
    known = (places[row] >= 0) & (targets[column] >= 0)
    row, column = row[known], column[known]
    entries = (block[row, column], (places[row], targets[column]))
    return sparse(sp.coo_array(entries, shape=(len(rows), len(across))))


def _long(source: Source, table: Table, name: str, rows: Codes, across: Codes) -> Sparse:
    """The same of a matrix that has a row for every figure; what it does not name is zero."""
    assert table.sheet.cells is not None
    places = table.columns
    first: dict[tuple[int, int], int] = {}
    figures: list[float] = []
    for number in table.rows:
        row = _place(source, table, number, places["label"], rows)
        at = (row, _place(source, table, number, places["across"], across))
        cell, figure = table.cell(number, places["value"]), 0.0
        try:
            figure = 0.0 if values.blank(cell) else values.number(cell, table.sheet.cells.bounds)
        except WrongValue as wrong:
            source.collector.refuse(table.title, number, places["value"], cell, wrong)
        if min(at) < 0:
            continue
        if at in first:
            problem = f"{rows.labels[at[0]]} and {across.labels[at[1]]} stand in row {first[at]} already"
            label = table.cell(number, places["label"])
            source.collector.wrong(table.title, number, places["label"], label, problem, "Delete one of the two.")
            continue
        first[at] = number
        figures.append(figure)
    named = {f"{rows.labels[row]}|{across.labels[column]}": number for (row, column), number in first.items()}
    source.rows[name] = {rows.labels[row]: number for (row, _), number in reversed(first.items())} | named
    source.columns[name] = {"value": places["value"]}
    down, right = np.array([*first], dtype=np.int64).reshape(len(first), 2).T
    return sparse(sp.coo_array((np.array(figures), (down, right)), shape=(len(rows), len(across))))


def _place(source: Source, table: Table, number: int, column: int, codes: Codes) -> int:
    """The place of a code of a long matrix; -1 where it is blank or not known, which is on record."""
    cell = table.cell(number, column)
    try:
        if values.blank(cell):
            raise WrongValue("the row has a figure but no code", "Put the code there.")
        return codes.index(cell)
    except WrongValue as wrong:
        source.collector.refuse(table.title, number, column, cell, wrong)
        return -1


def _columns(source: Source, table: Table, across: Codes) -> dict[int, int]:
    """Column of the sheet to place on the axis, -1 where it is not known."""
    found = matrix_columns(table, map(plain, across.labels))
    cells = [(table.header, index, cell) for index, cell in found.items()]
    places = _codes(source, table, across, cells)
    if table.sheet.complete and across.trusted:
        _check_complete(source, table, across, [*places.values()])
    return dict(zip(found, places.values(), strict=True))


def _check_complete(source: Source, table: Table, across: Codes, places: list[int]) -> None:
    """Every code has a column; a header that is not known stands for one that is missing."""
    missing = [label for index, label in enumerate(across.labels) if index not in places]
    if len(missing) > places.count(-1):
        problem = f"no column for: {first_few(missing)}"
        source.collector.wrong_sheet(table.title, problem, "Add the column, with zeros where nothing is meant.")


def _labels(source: Source, table: Table, rows: Codes) -> dict[int, int]:
    """Row of the sheet to place on the axis, -1 where it is not known."""
    column = table.columns["label"]
    cells = [(number, column, table.cell(number, column)) for number in table.rows]
    places = _codes(source, table, rows, cells)
    absent = [label for index, label in enumerate(rows.labels) if index not in set(places.values())]
    absent = [label for label in absent if not label.startswith(NAMELESS)]
    if absent:
        source.collector.assume(table.title, f"no row for {first_few(absent)}", "0", len(absent))
    return dict(zip(table.rows, places.values(), strict=True))


def _codes(
    source: Source, table: Table, codes: Codes, cells: list[tuple[int, int, object]]
) -> Mapping[tuple[int, int], int]:
    """The places of codes down or across; unknown, blank and repeated ones are recorded, and are -1."""
    found: dict[tuple[int, int], int] = {}
    first: dict[int, str] = {}
    for number, column, cell in cells:
        index = -1
        try:
            if values.blank(cell):
                raise WrongValue("the row has figures but no code", "Put the code there.")
            index = codes.index(cell)
            if index in first:
                again = f"{codes.labels[index]} stands at {first[index]} already"
                index = -1
                raise WrongValue(again, "Delete one of the two.")
        except WrongValue as wrong:
            source.collector.refuse(table.title, number, column, cell, wrong)
        if index >= 0:
            first[index] = address(number, column)
        found[number, column] = index
    return found


def _block(source: Source, table: Table, numbers: list[int], columns: list[int]) -> Floats:
    """The figures of some rows and columns; blanks are 0, and so is what could not be read."""
    block = np.zeros((len(numbers), len(columns)))
    if not block.size:
        return block
    assert table.sheet.cells is not None
    bounds = table.sheet.cells.bounds
    width = max(columns) + 1
    together = all(second == first + 1 for first, second in pairwise(columns))
    pick = itemgetter(slice(columns[0], width)) if together else itemgetter(*columns)
    for index, number in enumerate(numbers):
        row = table.rows[number]
        cells = cast("Row", pick(row if len(row) >= width else row + (None,) * (width - len(row))))
        if PLAIN_TYPES.issuperset(map(type, cells)):
            try:
                figures = np.array(cells, dtype=np.float64)
            except OverflowError:
                figures = np.full(len(cells), np.nan)
            blanks = np.isnan(figures)
            if np.count_nonzero(blanks) == cells.count(None):
                figures[blanks] = 0.0
                sizes = np.abs(figures)
                whole = not np.any((sizes > LARGEST) | ((sizes > 0.0) & (sizes < SMALLEST)))
                if whole and figures.min() >= bounds.least:
                    block[index] = figures
                    continue
        block[index] = _one_by_one(source, table, number, columns, cells, table.sheet.cells)
    return block


def _one_by_one(
    source: Source, table: Table, number: int, columns: list[int], cells: Row, column: Column
) -> list[float]:
    figures = []
    for index, cell in zip(columns, cells, strict=True):
        figure = 0.0
        if not values.blank(cell):
            try:
                figure = values.number(cell, column.bounds)
            except WrongValue as wrong:
                source.collector.refuse(table.title, number, index, cell, wrong)
        figures.append(figure)
    return figures
