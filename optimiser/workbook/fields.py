"""Columns that bear the name of a field of the economy: what they say is read into it and written from it.

`fall limit` of the sheet Sectors is `Sectors.fall_limit`.  Reader and writer both go by the name, so that such a
column is said twice and no more: in the schema, and as the field.  A field that no column and no reader gives is an
error as soon as a workbook is read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from optimiser.arrays import Bools, Floats, Ints
from optimiser.workbook.columns import Column, Derived, Kind, Sheet
from optimiser.workbook.context import Frame
from optimiser.workbook.schema import BY_NAME


def floats(column: list[Any]) -> Floats:
    """A column of numbers."""
    return np.array(column, dtype=np.float64)


def ints(column: list[Any]) -> Ints:
    """A column of whole numbers or places."""
    return np.array(column, dtype=np.int64)


def bools(column: list[Any]) -> Bools:
    """A column of yes and no."""
    return np.array(column, dtype=np.bool_)


MADE: Mapping[Kind, Callable[[list[Any]], Any]] = {
    Kind.NUMBER: floats,
    Kind.LIMIT: floats,
    Kind.INTEGER: ints,
    Kind.YESNO: bools,
    Kind.TEXT: tuple,
}
"""The kinds of column of which a field is made as they stand; codes and years are places on some axis."""


def _fields(part: object) -> set[str]:
    assert dataclasses.is_dataclass(part)
    return {field.name for field in dataclasses.fields(part)}


def _plain(sheet: Sheet, part: type) -> list[Column]:
    """The columns of a sheet that are fields of a part, and whose blanks no other cell fills."""
    known = _fields(part)
    named = [column for column in sheet.columns if column.field in known and column.kind in MADE]
    return [column for column in named if column.required or not isinstance(column.default, Derived)]


def stated(frame: Frame, part: type, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of `part` that columns of the frame give, one value a row; those `but` are made otherwise."""
    return {
        column.field: MADE[column.kind](frame[column.name])
        for column in _plain(frame.sheet, part)
        if column.name not in but
    }


def scattered(frame: Frame, part: type, index: Ints, length: int) -> dict[str, Any]:
    """The same for a table that names some of `length` things: row i is thing `index[i]`, -1 none.

    Things that it does not name have the column's default.
    """
    known = index >= 0
    found: dict[str, Floats] = {}
    for column in _plain(frame.sheet, part):
        array = np.full(length, column.default)
        array[index[known]] = floats(frame[column.name])[known]
        found[column.field] = array
    return found


def chosen(said: Mapping[str, Any], sheet: str, part: type, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of `part` that keys of a keyed sheet give; those `but` are made otherwise."""
    keys = [column for column in BY_NAME[sheet].columns if column.field in _fields(part) and column.name not in but]
    return {column.field: said[column.name] for column in keys}


def told(sheet: str, part: object) -> dict[str, Any]:
    """Column or key to the field of `part` that bears its name, in the order of the sheet."""
    known = _fields(part)
    return {column.name: getattr(part, column.field) for column in BY_NAME[sheet].columns if column.field in known}
