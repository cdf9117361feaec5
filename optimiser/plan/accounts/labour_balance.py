"""Who works where under a plan, who is idle, and what the growth of output is owed to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Floats, times
from optimiser.economy.base_year import base_year, started_in_base_year
from optimiser.economy.flows import labour_productivity
from optimiser.plan.accounts.national_income import share
from optimiser.plan.measures import building_work, inputs_for, labour
from optimiser.plan.plan import Plan


@dataclass(frozen=True, eq=False)
class LabourBalance:
    """People by sector and pool; the last axis of every array is that of the years 0..T, 0 the base year."""

    years: tuple[str, ...]
    pools: Axis
    sectors: Axis
    in_production: Floats
    """`l x / (1+pi)^t`: (pool, sector, year), pool units."""
    in_building: Floats
    """(pool, year), pool units; NaN in the base year where the kind of building is not known."""
    there: Floats
    """(pool, year), pool units; infinity where the pool does not limit."""

    @property
    def at_work(self) -> Floats:
        """(pool, year): in production, and in building where that is known."""
        return np.asarray(self.in_production.sum(axis=1) + np.nan_to_num(self.in_building))

    @property
    def idle(self) -> Floats:
        """(pool, year): people there who are not at work; NaN where the pool does not limit."""
        return np.where(np.isfinite(self.there), self.there - self.at_work, np.nan)


@dataclass(frozen=True, eq=False)
class Productivity:
    """Output a head by sector, and what its growth comes to; the years are 0..T, 0 the base year."""

    people: Floats
    """L: (sector, year), people in production, all pools together."""
    per_head: Floats
    """x / L: (sector, year), sector units a year; NaN where nobody works."""
    growth: Floats
    """`x[T]/x[0] - 1`: (sector), a share of the base year's output; NaN where there was none."""
    more_people: Floats
    """`(L[T] - L[0]) (x/L)[0] / x[0]`: (sector), the part of the growth that more people would have given."""
    assumed: Floats
    """`L[T] (x/L)[0] ((1+pi)^T - 1) / x[0]`: (sector), the part that the workbook's growth of productivity gives."""
    technique: Floats
    """The rest: (sector), what other techniques give."""


def labour_balance(plan: Plan) -> LabourBalance:
    """People at work by sector and pool, in building, and there.

    The sums are those of the plan's measures: people at work as the rule on labour counts them, people there with those
    who came and less those who left.
    Source: Gosplan, balances of labour of the first five-year plan.
    """
    economy, T = plan.economy, plan.economy.years.plan
    techniques, pools = economy.techniques, economy.pools.axis
    started = inputs_for(plan) / labour_productivity(economy, T)
    started[:, 0] = started_in_base_year(economy)
    need = techniques.labour.tocoo()
    by_sector = np.zeros((len(pools), len(economy.sectors.axis), T + 1))
    np.add.at(by_sector, (need.row, techniques.sector[need.col]), need.data[:, None] * started[need.col])
    in_building = times(economy.construction.labour, building_work(plan))
    in_building[:, 0] = base_year(economy).labour_in_building
    years = tuple(economy.years.label(year) for year in range(T + 1))
    return LabourBalance(years, pools, economy.sectors.axis, by_sector, in_building, labour(plan)[1])


def productivity(plan: Plan) -> Productivity | None:
    """Output a head, and growth of output by what it is owed to; None where pools are counted in several units.

        x[T] - x[0]  =  (L[T] - L[0]) (x/L)[0]  +  ((x/L)[T] - (x/L)[0]) L[T]

    The second part is what the workbook assumes of output a head, and what is left: other techniques.
    Where inputs are spent a year ahead, output is that for which people work in the year.
    """
    economy, T = plan.economy, plan.economy.years.plan
    if len(set(economy.pools.axis.units)) != 1:
        return None
    people = labour_balance(plan).in_production.sum(axis=0)
    started = inputs_for(plan)
    started[:, 0] = started_in_base_year(economy)
    output = np.zeros(people.shape)
    np.add.at(output, economy.techniques.sector, started)
    per_head = share(output, people)
    before, known = per_head[:, 0], output[:, 0] > 0.0
    assumed_growth = (1.0 + economy.sectors.productivity_growth) ** T - 1.0
    base = np.where(known, output[:, 0], np.nan)
    more_people = (people[:, T] - people[:, 0]) * before / base
    assumed = people[:, T] * before * assumed_growth / base
    growth = output[:, T] / base - 1.0
    return Productivity(people, per_head, growth, more_people, assumed, growth - more_people - assumed)
