"""Yearly data: years across or down, continued after the last year that is given; and keyed quantities."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from optimiser.arrays import Floats
from optimiser.workbook import parsing as values
from optimiser.workbook.columns import Column, Derived, Layout
from optimiser.workbook.context import PLACEHOLDER, Frame, Source
from optimiser.workbook.faults import Collector, WrongValue, address, did_you_mean, plain
from optimiser.workbook.headers import Table
from optimiser.workbook.schema import AFTER, BY_NAME


def continued(given: Mapping[int, float], growth: float, reach: int, base: float | None = None) -> Floats:
    """A series of the years 0 to `reach`.

    `given` has the years 1 to some last one, and perhaps the base year 0, which else is `base`, or as year 1.
    After the last year:  v[t] = v[t-1] (1 + growth)
    """
    last = max(given)
    series = np.empty(reach + 1)
    series[1 : last + 1] = [given[year] for year in range(1, last + 1)]
    series[last:] = given[last] * (1.0 + growth) ** np.arange(reach + 1 - last)
    series[0] = given.get(0, series[1] if base is None else base)
    return series


def year_columns(source: Source, table: Table) -> dict[int, int]:
    """Year to column; headers that are no year of the plan are recorded."""
    found: dict[int, int] = {}
    for label, column in table.years.items():
        try:
            year = source.year(label)
        except WrongValue as wrong:
            source.collector.refuse(table.title, table.header, column, label, wrong)
            continue
        found[year if source.dated else len(found)] = column
    return found


def yearly(source: Source, name: str, base: float | None = None) -> tuple[Frame, Floats]:
    """The rows of a yearly sheet, and their series (row, year); `base` is the base year's where it is not given."""
    frame = source.frame(name)
    table = source.tables.get(name)
    if table is None:
        return frame, np.zeros((0, source.years.reach + 1))
    frame, cells = _down(source, table, frame) if table.long else (frame, _across(source, table, frame))
    growth = frame.filled(AFTER, [0.0] * len(frame))
    series = np.full((len(frame), source.years.reach + 1), np.nan)
    for index, given in enumerate(cells):
        read = _read_years(source, table, frame.rows[index], given)
        if read:
            series[index] = continued(read, growth[index], source.years.reach, base)
    return frame, series


Given = dict[int, tuple[int, int]]
"""Year to the cell (row, column) that gives it."""


def _across(source: Source, table: Table, frame: Frame) -> list[Given]:
    columns = year_columns(source, table)
    if columns and source.dated:
        _check_headers(source, table, columns)
    return [{year: (row, column) for year, column in columns.items()} for row in frame.rows]


def _check_headers(source: Source, table: Table, columns: Mapping[int, int]) -> None:
    """The first plan year has a column, and so has every year up to the last."""
    missing = [year for year in range(1, max(max(columns), 1) + 1) if year not in columns]
    if missing:
        label = source.years.label(missing[0])
        source.collector.wrong_sheet(
            table.title, f"no column for the year {label}", "Years are given without gaps, from the first plan year on."
        )


def _down(source: Source, table: Table, frame: Frame) -> tuple[Frame, list[Given]]:
    """A long table gathered: its first row of every key, and the years of each."""
    groups: dict[tuple[str, ...], Given] = {}
    firsts: dict[tuple[str, ...], int] = {}
    growth: dict[tuple[str, ...], Any] = {}
    keys = source.keys(frame)
    for index, row in enumerate(frame.rows):
        key = tuple(plain(str(frame[name][index])) for name in frame.sheet.key)
        group = groups.setdefault(key, {})
        firsts.setdefault(key, index)
        growth[key] = growth.get(key) if growth.get(key) is not None else frame[AFTER][index]
        _check_growth(source, frame, index, growth[key])
        year = _year_down(source, table, row)
        if year is None or not frame.right(index, *frame.sheet.key):
            continue
        if year in group and source.dated:
            here, column = group[year][0], table.columns["year"]
            problem = f"the same key and year stand at {address(here, column)}"
            source.collector.wrong(table.title, row, column, table.cell(row, column), problem, "Delete one row.")
            continue
        group[year if source.dated else len(group)] = (row, table.columns["value"])
        source.rows[frame.sheet.name][f"{keys[index]}|{source.years.label(year)}"] = row
    picked = list(firsts.values())
    columns = {name: [column[index] for index in picked] for name, column in frame.columns.items()}
    columns[AFTER] = [growth[key] for key in firsts]
    order = {index: number for number, index in enumerate(picked)}
    wrong = {(order[index], name) for index, name in frame.wrong if index in order}
    reduced = Frame(frame.sheet, frame.title, [frame.rows[index] for index in picked], columns, frame.letters, wrong)
    return reduced, list(groups.values())


def _check_growth(source: Source, frame: Frame, index: int, growth: float | None) -> None:
    here = frame[AFTER][index]
    if here is not None and here != growth and not (math.isnan(here) or math.isnan(growth or 0.0)):
        source.wrong(frame, index, AFTER, "differs from the rows above", "Give one growth.")


def _year_down(source: Source, table: Table, row: int) -> int | None:
    if "year" not in table.columns:
        return None
    column = table.columns["year"]
    cell = table.cell(row, column)
    try:
        if values.blank(cell):
            raise WrongValue("the year is missing", "Fill it in; there is no default.")
        return source.year(cell)
    except WrongValue as wrong:
        source.collector.refuse(table.title, row, column, cell, wrong)
        return None


def _read_years(source: Source, table: Table, row: int, given: Given) -> dict[int, float]:
    """The figures of a series, without gaps; empty where something is wrong, which is then on record."""
    cells = table.sheet.cells
    assert cells is not None
    read: dict[int, float] = {}
    blanks: list[int] = []
    wrong_before = len(source.collector)
    for year in sorted(given):
        number, column = given[year]
        cell = table.cell(number, column)
        if values.blank(cell):
            blanks.append(year)
            continue
        try:
            figure = source.value(cell, cells)
            assert isinstance(figure, float)
            read[year] = figure
        except WrongValue as wrong:
            source.collector.refuse(table.title, number, column, cell, wrong)
    if not source.dated or len(source.collector) > wrong_before:
        return {}
    last = max([1, *read])
    for year in blanks:
        if 1 <= year <= last or table.long:
            index = given[year]
            source.collector.wrong(
                table.title, *index, None, f"the year {source.years.label(year)} is missing", "Fill it in."
            )
        elif year > last:
            source.collector.assume(table.title, address(*given[year]), "the year before, with its growth")
    gaps = [year for year in range(1, last + 1) if year not in given]
    if gaps and table.long:
        label = source.years.label(gaps[0])
        problem = f"this series has no row for the year {label}"
        source.collector.wrong(
            table.title, row, table.columns["year"], table.cell(row, table.columns["year"]), problem, "Add it."
        )
    return read if all(year in read for year in range(1, last + 1)) else {}


def keyed(table: Table, name: str, collector: Collector) -> dict[str, int]:
    """Key to row of a sheet of keys or items; unknown and repeated ones are recorded.

    Keys that are missing only because they are misspelt go into `table.mended`.
    """
    sheet = BY_NAME[name]
    column = table.columns.get("key" if sheet.layout is Layout.KEYS else "item", -1)
    known = {plain(each.name): each.name for each in sheet.columns}
    found: dict[str, int] = {}
    for row in table.rows if column >= 0 else ():
        cell = table.cell(row, column)
        word = "" if values.blank(cell) else plain(str(cell))
        if not word:
            collector.wrong(table.title, row, column, None, "the key is missing", "Fill it in, or delete the row.")
        elif word not in known:
            missing = [each for each in known.values() if each not in found]
            near = did_you_mean(word, missing)
            table.mended.add(near)
            remedy = f"Did you mean {near!r}?" if near else f"The keys are: {', '.join(known.values())}."
            collector.wrong(table.title, row, column, cell, "is not known here", remedy)
        elif known[word] in found:
            first = address(found[known[word]], column)
            collector.wrong(table.title, row, column, cell, f"stands at {first} already", "Delete one row.")
        else:
            found[known[word]] = row
    return found


def items(source: Source, name: str) -> dict[str, Any]:
    """A sheet of items: series by name, and single values; nothing where the sheet is absent."""
    table = source.tables.get(name)
    if table is None:
        return {}
    rows = keyed(table, name, source.collector)
    source.rows[name] = rows
    source.columns[name] = {**table.columns, **table.years}
    years = year_columns(source, table)
    if years and source.dated:
        _check_headers(source, table, years)
    return {column.name: _item(source, table, column, rows.get(column.name), years) for column in table.sheet.columns}


def _item(source: Source, table: Table, column: Column, row: int | None, years: Mapping[int, int]) -> Any:
    reach = source.years.reach
    index = table.columns.get("value", -1)
    cell = table.cell(row, index) if row and index >= 0 else None
    given = {year: at for year, at in years.items() if row and not values.blank(table.cell(row, at))}
    if given and row and (column.single or not values.blank(cell)):
        at = min(given.values())
        problem = f"{column.name} is one value and no series" if column.single else f"{column.name} has a value too"
        source.collector.wrong(table.title, row, at, table.cell(row, at), problem, "Keep the one or the other.")
        return PLACEHOLDER.get(column.kind) if column.single else np.full(reach + 1, np.nan)
    if values.blank(cell) and (column.single or not given):
        return _default_item(source, table, column, row, reach)
    if column.single:
        return _read_item(source, table, column, row or 0, index)
    growth = _item_growth(source, table, row or 0)
    if not given:
        one = _read_item(source, table, column, row or 0, index)
        return _within(source, table, column, row or 0, continued({1: one}, growth, reach))
    read = {year: _read_item(source, table, column, row or 0, at) for year, at in given.items()}
    gaps = [year for year in range(1, max([1, *read]) + 1) if year not in read]
    for year in gaps:
        if year in years:
            problem = f"the year {source.years.label(year)} is missing"
            source.collector.wrong(table.title, row or 0, years[year], None, problem, "Fill it in.")
    if gaps:
        return np.full(reach + 1, np.nan)
    return _within(source, table, column, row or 0, continued(read, growth, reach))


def _within(source: Source, table: Table, column: Column, row: int, series: Floats) -> Floats:
    """A series that stays within bounds as it grows: a fault where it does not, held at them after the last year."""
    most, last = column.bounds.most, source.years.last
    beyond = [year for year in range(1, last + 1) if series[year] > most]
    if beyond and source.dated:
        problem = f"grows beyond {most:g} by {source.years.label(beyond[0])}"
        index = table.columns[AFTER]
        source.collector.wrong(table.title, row, index, table.cell(row, index), problem, "Give a lower growth.")
    return np.minimum(series, most)


def _default_item(source: Source, table: Table, column: Column, row: int | None, reach: int) -> Any:
    index = table.columns.get("value", -1)
    if column.required:
        problem = f"the {column.name} is missing"
        if row and index >= 0:
            source.collector.wrong(table.title, row, index, None, problem, "Fill it in; there is no default.")
        elif column.name not in table.mended:
            source.collector.wrong_sheet(table.title, problem, "Add a row for it; there is no default.")
        return PLACEHOLDER.get(column.kind)
    where = address(row, index) if row and index >= 0 else f"item {column.name!r}"
    source.collector.assume(table.title, where, column.default_text)
    if isinstance(column.default, Derived):
        return None
    return column.default if column.single else np.full(reach + 1, column.default)


def _item_growth(source: Source, table: Table, row: int) -> float:
    column = table.columns.get(AFTER, -1)
    cell = table.cell(row, column) if column >= 0 else None
    if values.blank(cell):
        if column >= 0:
            source.collector.assume(table.title, address(row, column), "0")
        return 0.0
    try:
        return values.number(cell, _GROWTH.bounds)
    except WrongValue as wrong:
        source.collector.refuse(table.title, row, column, cell, wrong)
        return 0.0


def _read_item(source: Source, table: Table, column: Column, row: int, index: int) -> Any:
    cell = table.cell(row, index)
    try:
        return source.value(cell, column)
    except WrongValue as wrong:
        source.collector.refuse(table.title, row, index, cell, wrong)
        return PLACEHOLDER.get(column.kind, float("nan"))


_GROWTH = BY_NAME["Demand"].column(AFTER)
