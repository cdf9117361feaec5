"""What each sheet says of the economy, read and written, a file a subject."""

from __future__ import annotations

from optimiser.workbook.sheets import (
    assets,
    assortments,
    baskets_by_year,
    construction,
    execution,
    money,
    people,
    production,
    regions,
    relaxation,
    targets,
    trade,
)
from optimiser.workbook.sheets.part import Part as Part
from optimiser.workbook.sheets.part import joined

PARTS = joined(
    (
        *people.PARTS,
        *production.PARTS,
        *assets.PARTS,
        *construction.PARTS,
        *trade.PARTS,
        *baskets_by_year.PARTS,
        *assortments.PARTS,
        *money.PARTS,
        *targets.PARTS,
        *execution.PARTS,
        *relaxation.PARTS,
        *regions.PARTS,
    )
)
"""In the order in which they are read, so that codes are known before they are used, and parts before what needs them.

The codes of sectors, products and techniques are known before any of them (`production.read_frames`).
"""
