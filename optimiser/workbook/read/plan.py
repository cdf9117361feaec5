"""The sheet Plan: settings, and the calendar that dates everything else."""

from __future__ import annotations

from typing import Any

from optimiser.economy.economy import Terminal
from optimiser.economy.years import Years
from optimiser.workbook import parsing as values
from optimiser.workbook.faults import Collector, WrongValue, address
from optimiser.workbook.headers import Table
from optimiser.workbook.schema import BY_NAME
from optimiser.workbook.yearly import keyed

UNDATED = Years.of("1", 1, 0)


def read_plan(table: Table | None, collector: Collector) -> tuple[dict[str, Any], dict[str, int], Years | None]:
    """The settings, the rows they stand in, and the calendar; None where it cannot be made out."""
    sheet = BY_NAME["Plan"]
    if table is None or "value" not in table.columns:
        return {column.name: column.default for column in sheet.columns}, {}, None
    rows = keyed(table, "Plan", collector)
    index = table.columns["value"]
    said: dict[str, Any] = {}
    for column in sheet.columns:
        row = rows.get(column.name)
        cell = table.cell(row, index) if row else None
        if not values.blank(cell) and row:
            try:
                said[column.name] = _base_year(cell) if column.name == "base year" else values.simple(cell, column)
            except WrongValue as wrong:
                collector.refuse(table.title, row, index, cell, wrong)
        elif not column.required:
            said[column.name] = column.default
            collector.assume(table.title, address(row, index) if row else f"key {column.name!r}", column.default_text)
        elif row:
            collector.wrong(table.title, row, index, None, f"the {column.name} is missing", "Fill it in.")
        elif column.name not in table.mended:
            collector.wrong_sheet(table.title, f"the key {column.name!r} is missing", "Add a row for it.")
    years = None
    if {"base year", "plan years", "tail years", "terminal condition"} <= said.keys():
        tail = said["tail years"] if said["terminal condition"] == Terminal.TAIL else 0
        years = Years.of(said["base year"], said["plan years"], tail)
    return {column.name: said.get(column.name, column.default) for column in sheet.columns}, rows, years


def _base_year(cell: object) -> str:
    label = values.year_text(cell)
    if "/" in label:
        first, second = map(int, label.split("/"))
        meant = f"{first}/{(first + 1) % 100:02d}"
        if label != meant:
            raise WrongValue(f"goes from {first} to {second:02d}", f"Did you mean {meant!r}?")
    return label
