"""How far limits may plausibly give way."""

from __future__ import annotations

from optimiser.economy.relaxation import PlausibleRelaxation
from optimiser.workbook.sheets.keys import given_keys, keys_sheet
from optimiser.workbook.sheets.part import Part

PARTS = (
    Part(
        "relaxation",
        lambda source, _: PlausibleRelaxation(**given_keys(source, "Relaxation")),
        {"Relaxation": lambda economy: keys_sheet("Relaxation", economy.relaxation)},
    ),
)
