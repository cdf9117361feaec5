"""Tables and matrices as rows; yearly data as wide tables and items, no wider than they need to be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from optimiser.arrays import Axis, Floats, Sparse
from optimiser.economy.years import Years
from optimiser.workbook.cells import MOST_COLUMNS
from optimiser.workbook.columns import Kind
from optimiser.workbook.fields import told
from optimiser.workbook.schema import AFTER, BY_NAME
from optimiser.workbook.yearly import continued

Rows = list[list[object]]
UNLIMITED = "unlimited"
CLOSE = 1e-13
"""Relative difference up to which a series counts as growing evenly."""


def limit(value: float) -> object:
    """A number, or the word for none."""
    return UNLIMITED if math.isinf(value) else float(value)


def table(name: str, columns: Mapping[str, Sequence[object]]) -> Rows:
    """A table, its columns in the order of the schema; empty where it has no rows."""
    known = {column.name: place for place, column in enumerate(BY_NAME[name].expanded)}
    names = sorted(columns, key=known.__getitem__)
    rows = list(zip(*(columns[each] for each in names), strict=True))
    return [list(names), *map(list, rows)] if rows else []


def columns_of(sheet: str, part: object) -> dict[str, Sequence[object]]:
    """The columns of a sheet that bear the name of a field of the part, one value a row."""
    limits = {column.name for column in BY_NAME[sheet].columns if column.kind is Kind.LIMIT}
    arrays = {name: np.asarray(values) for name, values in told(sheet, part).items()}
    columns = {name: array.tolist() for name, array in arrays.items() if array.ndim == 1}
    return {name: list(map(limit, column)) if name in limits else column for name, column in columns.items()}


def year_cell(years: Years, year: int) -> object:
    """The label of a year: a number where it can be one."""
    label = years.label(year)
    return label if "/" in label else int(label)


def rate(series: Floats) -> float:
    """Yearly growth of a series that grows evenly from its year 1 on; 0 where it is no more than rounding."""
    now, then = float(series[1]), float(series[2])
    growth = then / now - 1.0 if 0.0 < now < math.inf else 0.0
    return growth if abs(growth) >= CLOSE else 0.0


def yearly(keys: Sequence[str], rows: Sequence[Sequence[object]], series: Floats, years: Years) -> Rows:
    """A wide table, no wider than it needs to be."""
    if not len(rows):
        return []
    base = not np.array_equal(series[:, 0], series[:, 1])
    last, growth = _even_after(series)
    shown = [0] * base + list(range(1, last + 1))
    after = [AFTER] if any(growth) else []
    body = [
        [*row, *(limit(series[index, year]) for year in shown), *([growth[index]] if after else [])]
        for index, row in enumerate(rows)
    ]
    return [[*keys, *(year_cell(years, year) for year in shown), *after], *body]


def _even_after(series: Floats) -> tuple[int, list[float]]:
    """The first year after which every series grows evenly, and its growth."""
    reach = series.shape[1] - 1
    for last in range(1, reach):
        rates = [rate(row[last - 1 :]) for row in series]
        if not all(-1.0 < rate < 10.0 for rate in rates):  # what a workbook may say
            continue
        pairs = zip(series, rates, strict=True)
        guessed = np.array([continued({1: row[last]}, rate, reach - last + 1)[1:] for row, rate in pairs])
        if np.allclose(guessed, series[:, last:], rtol=CLOSE, atol=0.0):
            return last, rates
    return reach, [0.0] * len(series)


def items(rows: Sequence[tuple[str, str | None, object]], years: Years) -> Rows:
    """A sheet of items: one value where all years are alike, else the years across."""
    body: Rows = []
    yearly = [value for _, _, value in rows if isinstance(value, np.ndarray)]
    varied = np.array([value for value in yearly if not (value == value[0]).all()])
    shown: list[int] = []
    growth: list[float] = []
    if len(varied):
        base = not np.array_equal(varied[:, 0], varied[:, 1])
        last, growth = _even_after(varied)
        shown = [0] * base + list(range(1, last + 1))
    rates = iter(growth)
    for name, unit, value in rows:
        if not isinstance(value, np.ndarray):
            body.append([name, unit, value, *[None] * len(shown), None])
        elif (value == value[0]).all():
            body.append([name, unit, limit(value[0]), *[None] * len(shown), None])
        else:
            body.append([name, unit, None, *(limit(value[year]) for year in shown), next(rates) or None])
    return [["item", "unit", "value", *(year_cell(years, year) for year in shown), AFTER], *body]


def items_of(sheet: str, part: object, generic: str, unit: str) -> list[tuple[str, str | None, object]]:
    """Item, unit and value, where the unit that the schema calls by a generic word is this one."""
    units = {column.name: column.unit for column in BY_NAME[sheet].columns}
    return [
        (name, unit if units[name].startswith(generic) else units[name] or None, value)
        for name, value in told(sheet, part).items()
    ]


def matrix(name: str, rows: Axis, across: Axis, matrix: Sparse, full: bool = False) -> Rows:
    """A matrix sheet, long where it has more columns than a sheet may; with `full` it is there without figures, too."""
    corner, heading = BY_NAME[name].rows, BY_NAME[name].across
    if not full and matrix.nnz == 0:
        return []
    if len(across) >= MOST_COLUMNS:
        entries = matrix.tocoo()
        rows_of = zip(entries.coords[0].tolist(), entries.coords[1].tolist(), entries.data.tolist(), strict=True)
        return [[corner, heading, "value"], *([rows.labels[i], across.labels[j], value] for i, j, value in rows_of)]
    dense = matrix.toarray()
    used = [index for index in range(len(rows)) if full or dense[index].any()]
    body = [[rows.labels[index], *(value or None for value in dense[index].tolist())] for index in used]
    return [[corner, *across.labels], *body]
