"""What holds of every plan, whatever its rules: bounds of its quantities, and what its strategy promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Guarantee, Quantities
from optimiser.readdition.check import LEAST, Check, Readdition, yearly_turnover
from optimiser.readdition.products import sources_of


def nothing_negative(_: Economy, q: Quantities) -> Iterator[Check]:
    """Nothing is less than nothing."""
    for each in fields(q):
        amount = getattr(q, each.name)
        if isinstance(amount, np.ndarray):
            finite = np.where(np.isfinite(amount), amount, 0.0)
            size = np.full(finite.shape, max(float(finite.max(initial=0.0)), LEAST))
            yield f"{each.name} not negative", -finite, size


def nothing_stored_that_cannot_be(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Current and transport leave no stocks."""
    stored = np.where(economy.products.storable[:, None], 0.0, q.stocks[:, 1:])
    yield "stocks of what cannot be stored", stored, yearly_turnover(sources_of(economy, q))


def promises_kept(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Every quantity reaches what the strategy promised of it."""
    for each in q.guarantees:
        short = np.array([each.value - _reached(economy, q, each)])
        size = max(abs(each.value), _base_year(economy, each))
        yield f"the promised {each.variable} in {economy.years.label(each.year)}", short, np.array([size])


def _base_year(economy: Economy, promised: Guarantee) -> float:
    """What the base year has of it: where next to nothing is promised, what rounding leaves is measured by that."""
    sectors, assets = economy.sectors, economy.assets
    if promised.variable == "output":
        return max(float(sectors.base_output[promised.index]), LEAST)
    if promised.variable == "capacity" and np.isfinite(assets.capacity[promised.index]):
        return max(float(assets.capacity[promised.index]), LEAST)
    return 1.0


def _reached(economy: Economy, q: Quantities, promised: Guarantee) -> float:
    if promised.variable == "output":
        return float(q.output[economy.techniques.sector == promised.index, promised.year].sum())
    if promised.variable == "counted":
        return float(q.consumption[promised.index, promised.year])
    if promised.variable == "evenness":
        before, now, after = q.consumption[promised.index, promised.year - 1 : promised.year + 2]
        return -abs(float(after - 2.0 * now + before))
    table: Mapping[str, Floats] = {"capacity": q.capacity, "consumption": q.consumption}
    return float(table[promised.variable][promised.index, promised.year])


ALWAYS: tuple[Readdition, ...] = (nothing_negative, nothing_stored_that_cannot_be, promises_kept)
