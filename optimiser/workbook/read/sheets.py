"""From tables to an economy: the calendar and the codes first, then part by part."""

from __future__ import annotations

from optimiser.economy.economy import Economy
from optimiser.economy.effort import with_effort
from optimiser.economy.origin import Origin
from optimiser.economy.shipments import with_shipments
from optimiser.workbook import parsing as values
from optimiser.workbook.columns import Layout
from optimiser.workbook.context import Source
from optimiser.workbook.faults import Collector, address, letters
from optimiser.workbook.headers import Table
from optimiser.workbook.sheets import PARTS
from optimiser.workbook.sheets.effort import levels_of
from optimiser.workbook.sheets.plan import UNDATED, fields_of, read_plan, settings_of
from optimiser.workbook.sheets.production import read_frames


def build(tables: dict[str, Table], collector: Collector, path: str = "") -> Economy:
    """The economy that tables describe.

    Raises:
        InputFault: with every fault that was found.
    """
    plan, rows, years = read_plan(tables.get("Plan"), collector)
    source = Source(tables, collector, years or UNDATED, years is not None, plan=plan)
    source.rows["Plan"] = rows
    if "Plan" in tables:
        source.columns["Plan"] = tables["Plan"].columns
    read_frames(source)
    made = fields_of(source)
    for part in PARTS:
        made[part.field] = part.read(source, made)
    made["settings"] = settings_of(source, made)
    levels = levels_of(source, made)
    economy = Economy(**made, origin=_origin(source, path))
    collector.stop_if_wrong()
    return with_shipments(with_effort(economy, levels))


def _origin(source: Source, path: str) -> Origin:
    columns = {
        sheet: {name: letters(index) for name, index in places.items()} for sheet, places in source.columns.items()
    }
    blank = {
        sheet: frozenset(
            address(row, column)
            for row in source.rows.get(sheet, {}).values()
            for column in places.values()
            if values.blank(source.tables[sheet].cell(row, column))
        )
        for sheet, places in source.columns.items()
        if sheet in source.tables and source.tables[sheet].sheet.layout is not Layout.MATRIX
    }
    return Origin(path, source.rows, columns, blank)
