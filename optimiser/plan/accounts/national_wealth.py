"""National wealth at the end of each year: capacity at what it costs to replace, works not finished, and stocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.economy.base_year import cost_of_capacity
from optimiser.economy.flows import inherited_capacity
from optimiser.plan.measures import unfinished_construction
from optimiser.plan.plan import Plan


@dataclass(frozen=True, eq=False)
class NationalWealth:
    """Wealth at the end of the year, money units; the last axis of every array is that of the years 0..T."""

    years: tuple[str, ...]
    unit: str
    sectors: Axis
    capital: Floats
    """`p'K k`: (sector, year), capacity that stands ready for the next year, at the cost of new capacity."""
    unfinished: Floats
    """(sector, year): what has been spent on works that are not finished."""
    stocks: Floats
    """`p's`: (year), products in stock."""
    above_cost: Floats
    """`sum_p (1 - f_p) p'K y`: (year), by how much what is finished in the year costs less than it is valued at."""

    @property
    def total(self) -> Floats:
        """(year): all three together."""
        return np.asarray(self.capital.sum(axis=0) + self.unfinished.sum(axis=0) + self.stocks)


def national_wealth(plan: Plan) -> NationalWealth:
    """The wealth that a plan leaves at the end of each year.

        wealth[t] - wealth[t-1]  =  building less wear + increase of stocks + what is finished below the cost of new

    Repairs cost less than new capacity, extensions more; both are valued as new.  Land and what lies in it, and the
    belongings of households, are not in it.
    Source: Strumilin; Goldsmith, The National Wealth of the United States.
    """
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    sectors, projects = economy.sectors, economy.projects
    limited, cost = np.isfinite(sectors.capacity), cost_of_capacity(economy)
    finished = _finished(plan)
    standing = inherited_capacity(economy, T + 1)
    standing[limited, 0] += sectors.capacity[limited]
    kept = (1.0 - sectors.depreciation[limited])[:, None] * q.capacity[limited, 1 : T + 1]
    standing[limited, 1:] += kept
    np.add.at(standing, projects.sector, np.where(projects.gestation[:, None] > 0, finished, 0.0))
    cheaper = ((1.0 - projects.cost_factor) * cost[projects.sector]) @ finished
    return NationalWealth(
        years=tuple(economy.years.label(year) for year in range(T + 1)),
        unit=economy.money_unit,
        sectors=sectors.axis,
        capital=cost[:, None] * np.where(limited[:, None], standing, 0.0),
        unfinished=cost[:, None] * unfinished_construction(plan),
        stocks=np.asarray(economy.products.price @ q.stocks[:, : T + 1]),
        above_cost=cheaper,
    )


def _finished(plan: Plan) -> Floats:
    """(project, 0..T): capacity of the plan's own that is finished by the end of the year, or at once."""
    projects, T = plan.economy.projects, plan.economy.years.plan
    finished = np.zeros((len(projects.axis), T + 1))
    for project, gestation in enumerate(projects.gestation.tolist()):
        ready = max(gestation, 1)
        begun = plan.quantities.starts[project, 1 : T + 2 - ready]
        finished[project, ready : ready + len(begun)] = begun
    return finished
