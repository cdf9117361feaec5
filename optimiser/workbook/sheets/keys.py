"""Sheets of keys and values that state parameters, each key absent or blank being what is assumed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from optimiser.workbook import parsing as values
from optimiser.workbook.context import Source
from optimiser.workbook.faults import WrongValue, address
from optimiser.workbook.fields import told
from optimiser.workbook.schema import BY_NAME
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import keyed


def given_keys(source: Source, name: str) -> dict[str, Any]:
    """Field to value of every key of a sheet that is given; each other one is noted as assumed, where there is one."""
    table = source.tables.get(name)
    if table is None or "value" not in table.columns:
        return {}
    rows = keyed(table, name, source.collector)
    source.rows[name], source.columns[name] = rows, table.columns
    index = table.columns["value"]
    said: dict[str, Any] = {}
    for column in table.sheet.columns:
        row = rows.get(column.name)
        cell = table.cell(row, index) if row else None
        if values.blank(cell) or not row:
            where = address(row, index) if row else f"key {column.name!r}"
            source.collector.assume(table.title, where, column.default_text)
            continue
        try:
            said[column.field] = values.simple(cell, column)
        except WrongValue as wrong:
            source.collector.refuse(table.title, row, index, cell, wrong)
    return said


def keys_sheet(name: str, part: object) -> Rows:
    """Every key of a sheet, as the part says it; nothing where that is what is assumed anyway."""
    if part == type(part)():
        return []
    units = {column.name: column.unit or None for column in BY_NAME[name].columns}
    said = {key: str(value) if isinstance(value, StrEnum) else value for key, value in told(name, part).items()}
    return [["key", "value", "unit", "note"], *([key, value, units[key], None] for key, value in said.items())]
