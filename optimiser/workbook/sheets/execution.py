"""The behaviour with which plans are carried out."""

from __future__ import annotations

from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.language.phrases import first_few
from optimiser.workbook.context import Source
from optimiser.workbook.faults import plain, suggestion
from optimiser.workbook.sheets.keys import given_keys, keys_sheet
from optimiser.workbook.sheets.part import Part


def behaviour_of(source: Source, groups: tuple[str, ...]) -> Behaviour:
    """How plans are carried out; the assumed behaviour where the sheet or a key is absent."""
    said = given_keys(source, "Execution")
    said["rationing"] = Rationing(said.get("rationing", Behaviour().rationing))
    behaviour = Behaviour(**said)
    known = list(dict.fromkeys(groups))
    if "priority_group" in said and plain(behaviour.priority_group) not in map(plain, known):
        table, row = source.tables["Execution"], source.rows["Execution"]["priority group"]
        index = table.columns["value"]
        remedy = suggestion(behaviour.priority_group, known, f"The groups are: {first_few(known)}.")
        problem = "no sector is of this group"
        source.collector.wrong(table.title, row, index, table.cell(row, index), problem, remedy)
    return behaviour


PARTS = (
    Part(
        "behaviour",
        lambda source, made: behaviour_of(source, made["sectors"].group),
        {"Execution": lambda economy: keys_sheet("Execution", economy.behaviour)},
    ),
)
