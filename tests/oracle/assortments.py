"""Costs of techniques, assortments, and baskets by year, for economies made at random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimiser.arrays import Axis
from optimiser.economy.assortments import Assortments
from optimiser.economy.basket_paths import BasketPaths
from optimiser.economy.economy import Economy, Objectives


def assorted(economy: Economy, random: np.random.Generator) -> Economy:
    """Weights on techniques, and half the time on an assortment that changes from year to year."""
    n, years = len(economy.products.axis), economy.years
    planned = range(1, years.plan + 1)
    techniques = economy.techniques.axis.labels
    rows = [("activity", str(random.choice(techniques)), year, -float(random.uniform(0, 1))) for year in planned]
    if random.random() < 0.5:
        amount = random.uniform(0.01, 0.1, (n, years.reach + 1)) * economy.sectors.base_output[:, None]
        held = Assortments(Axis("assortment", ("ration",)), np.zeros(n, np.int64), np.arange(n), amount)
        economy = replace(economy, assortments=held)
        rows += [("assortments", "ration", year, float(random.uniform(1, 9))) for year in planned]
    economy = _baskets(economy, random)
    known = economy.objectives
    variables, codes, year, weight = zip(*rows, strict=True)
    more = Objectives(
        set=known.set + ("mixed",) * len(rows),
        variable=known.variable + variables,
        code=known.code + codes,
        year=np.append(known.year, np.array(year, np.int64)),
        weight=np.append(known.weight, np.array(weight)),
    )
    return replace(economy, objectives=more)


def _baskets(economy: Economy, random: np.random.Generator) -> Economy:
    """Half the time another basket every year, of a household that does not sell for goods."""
    homes, years = economy.households, economy.years.reach + 1
    free = [h for h in range(len(homes.axis)) if h != economy.town_and_country.household]
    if not free or random.random() < 0.5:
        return economy
    household = int(random.choice(free))
    basket = homes.baskets[:, [household]].toarray().ravel()
    product = np.flatnonzero(basket > 0.0)
    quantity = basket[product][:, None] * random.uniform(0.8, 1.1, (len(product), years))
    quantity[:, 0] = basket[product]
    return replace(economy, basket_paths=BasketPaths(product, np.full(len(product), household), quantity))
