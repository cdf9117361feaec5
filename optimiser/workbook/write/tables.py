"""From an economy back to tables: what is read from them is the same economy."""

from __future__ import annotations

from optimiser.economy.economy import Economy
from optimiser.economy.shipments import without_shipments
from optimiser.workbook.columns import Layout
from optimiser.workbook.schema import SHEETS
from optimiser.workbook.sheets import PARTS
from optimiser.workbook.sheets.plan import plan_sheet
from optimiser.workbook.write.yearly import Rows


def tables_of(economy: Economy) -> dict[str, Rows]:
    """The sheets that say what the economy says: in the order of the schema, what is assumed unless said last.

    Raises:
        ValueError: it says what no workbook can, such as a sector without a technique of its own.
    """
    economy = without_shipments(economy)
    sectors, techniques = economy.sectors.axis.labels, economy.techniques
    first = len(sectors)
    if techniques.axis.labels[:first] != sectors or any(techniques.capacity_use[:first] != 1.0):
        raise ValueError("the first techniques are not the sectors' own")
    written = {"Plan": plan_sheet(economy)}
    for part in PARTS:
        written |= {name: rows(economy) for name, rows in part.write.items()}
    ordered = sorted(SHEETS, key=lambda sheet: sheet.layout is Layout.KEYS and sheet.absent != "")
    return {sheet.name: written[sheet.name] for sheet in ordered if written.get(sheet.name)}
