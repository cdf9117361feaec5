"""The end of the plan added up again: what it leaves behind, by each terminal condition.

Under `ray` everything asked for is the start's times `(1+g)^T`, g the growth that the strategy asks for; under
`maintain` it is the start's itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.economy.begun import start_of
from optimiser.economy.economy import Economy, Terminal
from optimiser.economy.quantities import Quantities
from optimiser.readdition.check import LEAST, Check, baskets_of, inputs_of


def _times(economy: Economy, q: Quantities) -> float:
    """By how much the end is to be more than the start; 0 where the two are not compared."""
    if economy.terminal is Terminal.RAY:
        return float((1.0 + q.growth) ** start_of(economy).years.plan)
    return 1.0 if economy.terminal is Terminal.MAINTAIN else 0.0


def terminal_capacity(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Capacity, with what is finished within some years after the end, is no less than the start's with as many.

    What is finished after the end is the plan's own and what was begun before it.
    """
    if not _times(economy, q):
        return
    end, projects, inherited = economy.years.last + 1, economy.projects, economy.inherited
    finite = np.isfinite(economy.assets.capacity)
    before = start_of(economy)
    left, asked = np.where(finite, q.capacity[:, end], 0.0), np.where(finite, before.assets.capacity, 0.0)
    latest = [*inherited.due.tolist(), *before.inherited.due.tolist()]
    reach = max([0, *projects.gestation.tolist(), *(due - 1 for due in latest)])
    for after in range(reach + 1):
        for entry, asset in enumerate(before.inherited.asset):
            if before.inherited.due[entry] == 1 + after:
                asked[asset] += before.inherited.capacity[entry]
        for entry, asset in enumerate(inherited.asset):
            if after and inherited.due[entry] == end + after:
                left[asset] += inherited.capacity[entry]
        for project, asset in enumerate(projects.asset):
            start = end + after - projects.gestation[project]
            if after and 1 <= start <= economy.years.last:
                left[asset] += q.starts[project, start]
        least = _times(economy, q) * asked
        yield f"capacity {after} years after the plan", (least - left)[finite], np.maximum(least, LEAST)[finite]


def terminal_output(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Output of the year after the plan, from inputs of its last, is no less than what the plan found in hand."""
    if _times(economy, q):
        lagged, sectors = economy.techniques.lag == 1, economy.sectors
        left = np.bincount(
            economy.techniques.sector[lagged], q.output[lagged, economy.years.last + 1], len(sectors.axis)
        )
        asked = np.zeros(len(sectors.axis))
        for sector in economy.techniques.sector[lagged]:
            asked[sector] = _times(economy, q) * start_of(economy).sectors.output_in_hand[sector]
        yield "output in hand after the plan", asked - left, np.maximum(np.maximum(asked, left), LEAST)


def terminal_stocks(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Stocks at the end have grown like all the rest."""
    if economy.terminal is Terminal.RAY:
        asked = np.where(economy.products.storable, _times(economy, q) * start_of(economy).products.opening_stock, 0.0)
        left = q.stocks[:, economy.years.last]
        yield "stocks after the plan", asked - left, np.maximum(np.maximum(asked, left), LEAST)


def static_output(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Output after the plan covers its own inputs, the given uses and the base year's living standard for ever.

    The living standard is a head: the baskets of the year after the plan times its mouths.
    """
    if economy.terminal is Terminal.STATIC:
        techniques, end = economy.techniques, economy.years.last + 1
        kept = (1.0 - economy.products.reserve[:, end])[:, None] * techniques.outputs.toarray()
        net = kept - inputs_of(economy, end).toarray()
        uses = np.bincount(economy.demand.product, economy.demand.quantity[:, end], len(economy.products.axis))
        eaten = baskets_of(economy, end) @ economy.households.mouths[:, end]
        village = economy.town_and_country
        if village.farm_product >= 0:
            eaten[village.farm_product] += village.own_food * economy.households.mouths[village.household, end]
        asked = np.linalg.solve(net, uses + eaten)
        yield "output after the plan", asked - q.output[:, end], np.maximum(asked, LEAST)
