"""People added up again: at work and there, on their way, their living standard; and what nature gives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.arrays import times
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Quantities
from optimiser.readdition.check import LEAST, Check, begun, building, yearly_turnover


def labour(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more people are at work, in production and building, than are in the pool after those who came and left."""
    techniques, pools, moves = economy.techniques, economy.pools, economy.transfers
    years = economy.years.last
    need, there = np.zeros((len(pools.axis), years)), np.zeros((len(pools.axis), years))
    moved = np.zeros(len(pools.axis))
    growth = economy.sectors.productivity_growth[techniques.sector]
    for year in range(1, years + 1):
        need[:, year - 1] = times(techniques.labour, begun(economy, q, year) / (1.0 + growth) ** year)
        need[:, year - 1] += times(economy.construction.labour, building(economy, q, year))
        moved = moved * (1.0 + pools.growth) + pools.in_training[:, year]
        for move in range(len(moves.axis)):
            moved[moves.source[move]] -= q.transfers[move, year]
            if year - moves.lag[move] >= 1:
                moved[moves.target[move]] += q.transfers[move, year - moves.lag[move]]
        there[:, year - 1] = pools.natural[:, year] + moved
    finite = np.isfinite(there)
    yield "labour", (need - there)[finite], yearly_turnover(np.where(finite, there, need))[finite]


def transfer_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more people move or are trained in a year than can be."""
    limit = economy.transfers.limit[:, 1 : economy.years.last + 1]
    over = np.where(np.isfinite(limit), q.transfers[:, 1:] - limit, 0.0)
    yield "movement of labour", over, np.maximum(q.transfers[:, 1:], np.where(np.isfinite(limit), limit, 1.0))


def living_standard_floor(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Nobody's consumption is below the floor, for those who are there after all moves."""
    households, moves = economy.households, economy.transfers
    floor = np.array(economy.households.floor[:, 1 : economy.years.last + 1])
    for move in np.flatnonzero(moves.mouths):
        for household, sign in ((moves.from_household[move], -1.0), (moves.to_household[move], 1.0)):
            if household >= 0:
                there, came = 0.0, np.zeros(floor.shape[1])
                for year in range(1, economy.years.last + 1):
                    there *= households.mouths[household, year] / households.mouths[household, year - 1]
                    there += sign * moves.mouths[move] * q.transfers[move, year]
                    came[year - 1] = there / households.people[household] / households.mouths[household, year]
                floor[household] += economy.households.floor[household, 1 : economy.years.last + 1] * came
    yield "living standard", floor - q.consumption[:, 1:], np.maximum(floor, 1.0)


def resource_ceiling(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more of a resource is used than there is."""
    years = economy.years.last
    ceiling = economy.resources.ceiling[:, 1 : years + 1]
    used = times(economy.resources.use, q.output[:, 1 : years + 1])
    yield "resources", np.where(np.isfinite(ceiling), used - ceiling, 0.0), np.maximum(yearly_turnover(used), LEAST)
