"""Imports that home output displaces, against the base year's share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.plan.accounts.sources_and_uses import SOURCES, sources_and_uses
from optimiser.plan.plan import Plan


@dataclass(frozen=True, eq=False)
class ImportSubstitution:
    """Imports by product; the last axis of every array is that of the years 0..T, 0 the base year."""

    years: tuple[str, ...]
    products: Axis
    share: Floats
    """`m / (output + m)`: (product, year), imports in the supply of the year; NaN where there is none."""
    displaced: Floats
    """(product, year), product units a year; negative where imports have taken the place of home output."""
    value: Floats
    """The same at the prices of the workbook: (product, year), money units."""


def import_substitution(plan: Plan) -> ImportSubstitution:
    """Imports that would have been needed at the base year's share, less those that there are.

        (m[0]/supply[0] - m[t]/supply[t]) supply[t],    supply = output + imports

    Source: Chenery, Patterns of Industrial Growth.
    """
    economy, T = plan.economy, plan.economy.years.plan
    found = {each.item: each.amounts for each in sources_and_uses(plan) if each.side == SOURCES}
    imports, supply = found["imports"], found["output"] + found["imports"]
    part = np.divide(imports, supply, out=np.full(supply.shape, np.nan), where=supply > 0.0)
    displaced = np.nan_to_num(part[:, [0]] - part) * supply
    years = tuple(economy.years.label(year) for year in range(T + 1))
    return ImportSubstitution(
        years, economy.products.axis, part, displaced, economy.products.price[:, None] * displaced
    )
