"""From the sheet Execution to the behaviour with which plans are carried out."""

from __future__ import annotations

from typing import Any

from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Source
from optimiser.workbook.faults import WrongValue, address, plain, suggestion
from optimiser.workbook.yearly import keyed


def behaviour_of(source: Source, groups: tuple[str, ...]) -> Behaviour:
    """How plans are carried out; the assumed behaviour where the sheet or a key is absent."""
    table = source.tables.get("Execution")
    if table is None or "value" not in table.columns:
        return Behaviour()
    rows = keyed(table, "Execution", source.collector)
    source.rows["Execution"], source.columns["Execution"] = rows, table.columns
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
    said["rationing"] = Rationing(said.get("rationing", Behaviour().rationing))
    behaviour = Behaviour(**said)
    row, known = rows.get("priority group"), list(dict.fromkeys(groups))
    if row and "priority_group" in said and plain(behaviour.priority_group) not in map(plain, known):
        remedy = suggestion(behaviour.priority_group, known, f"The groups are: {first_few(known)}.")
        problem = "no sector is of this group"
        source.collector.wrong(table.title, row, index, table.cell(row, index), problem, remedy)
    return behaviour
