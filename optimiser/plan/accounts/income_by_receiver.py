"""Who receives the national income, as far as the data imply it: households, and the farm against the village.

No workbook need say who is paid what.  What it says is what households get in kind, and what the village keeps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Floats, times
from optimiser.economy.base_year import cost_of_capacity
from optimiser.economy.flows import baskets_in, mouths_there
from optimiser.plan.accounts.building_by_asset import building_by_asset
from optimiser.plan.accounts.national_income import NationalIncome
from optimiser.plan.accounts.sources_and_uses import KEPT, sources_and_uses
from optimiser.plan.plan import Plan


@dataclass(frozen=True, eq=False)
class FarmAccount:
    """The farm's net product against what the village uses, money units: every array is (year), 0..T, 0 the base year.

    What villagers earn by other work is not stated, and is in what is left.
    """

    income: Floats
    """`p'G x - p'A x - p'K delta k` of the farm's sector."""
    own_produce: Floats
    """`p F`: farm produce that is kept in the village."""
    goods: Floats
    """`p'c C`: the value of the village's basket."""
    building: Floats
    """What is built on the farm less its wear; NaN in the base year where it is not known for whom is built."""

    @property
    def left(self) -> Floats:
        """(year): what is left for others; negative where the village uses of what others make."""
        return self.income - self.own_produce - self.goods - self.building


@dataclass(frozen=True, eq=False)
class IncomeByReceiver:
    """What households receive; the last axis of every array is that of the years 0..T, 0 the base year."""

    households: Axis
    received: Floats
    """`p'c C`, for the village `p F` too: (household, year), money units."""
    people: Floats
    """(household, year): mouths, in the unit of the pools; NaN where it is not said how many they are."""
    farm: FarmAccount | None
    """None where the village is not set apart."""

    @property
    def per_head(self) -> Floats:
        """(household, year): what a household receives, over its people; NaN where these are not known."""
        return np.asarray(self.received / self.people)


def income_by_receiver(plan: Plan, income: NationalIncome) -> IncomeByReceiver:
    """What each household receives of the national income, and the farm's account.

        left  =  (p'G x - p'A x - p'K delta k)_farm  -  p F  -  p'c C  -  (p'K (work on the farm) - p'K delta k)_farm

    Source: the debate of Barsov, Millar and Ellman on the agricultural surplus of the first five-year plan.
    """
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    households, price, village = economy.households, economy.products.price, economy.town_and_country
    basket = np.column_stack([times(baskets_in(economy, year).T.tocsr(), price) for year in range(T + 1)])
    received = basket * q.consumption[:, : T + 1]
    counted = np.where(households.people > 0.0, households.people, np.nan)
    people = counted[:, None] * mouths_there(economy, q.transfers)[:, : T + 1]
    if village.farm_sector < 0:
        return IncomeByReceiver(households.axis, received, people, None)
    goods = np.array(received[village.household])
    kept = price @ next(each.amounts for each in sources_and_uses(plan) if each.item == KEPT)
    received[village.household] += kept
    built = _building_for(plan, village.farm_sector) - income.wear[village.farm_sector]
    farm = FarmAccount(income.by_origin[village.farm_sector], kept, goods, built)
    return IncomeByReceiver(households.axis, received, people, farm)


def _building_for(plan: Plan, sector: int) -> Floats:
    """`sum_q p'K_q (sum_p f_p phi_p y + inherited)`: (0..T), money units, what is spent on a sector's assets."""
    own = plan.economy.assets.sector == sector
    return np.asarray(cost_of_capacity(plan.economy)[own] @ building_by_asset(plan)[own])
