"""The kinds of national tables that are read, one file each; `KINDS` has them in the order in which they are tried."""

from __future__ import annotations

from optimiser.iotables.readers import bea, bea_detail, oecd, plain, sdmx, system, unlabelled, wiod
from optimiser.iotables.readers.kind import Kind

KINDS: tuple[Kind, ...] = (
    bea_detail.KIND,
    unlabelled.KIND,
    bea.KIND,
    wiod.KIND,
    oecd.KIND,
    sdmx.KIND,
    system.KIND,
    plain.KIND,
)

BY_NAME = {each.name: each for each in KINDS}

__all__ = ["BY_NAME", "KINDS", "Kind"]
