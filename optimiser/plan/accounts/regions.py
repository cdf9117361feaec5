"""What a plan comes to in each region, and what the regions send each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Floats, Ints, times
from optimiser.economy.base_year import base_output, cost_of_capacity, wear
from optimiser.economy.flows import baskets_in, inherited_cost
from optimiser.economy.regions import producers_of, regions_of
from optimiser.plan.accounts.labour_balance import labour_balance
from optimiser.plan.accounts.national_income import national_income
from optimiser.plan.plan import Plan
from optimiser.programme.constraints.balances import material_balance

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class RegionalAccounts:
    """The last axis of every array is that of the years 0..T, 0 the base year; values are at the workbook's prices."""

    years: tuple[str, ...]
    unit: str
    regions: tuple[str, ...]
    """The last, without a name, is of what is of the whole country; it is there where anything is."""
    output: Floats
    """`p'G x`: (region, year), money units, of those who produce; what is shipped is not made again."""
    net_product: Floats
    """(region, year), money units: their part of the national income."""
    consumption: Floats
    """`p'c C`: (region, year), money units, what its households buy; not what the village eats of its own."""
    building: Floats
    """`p'K` times the work on its sectors' capacity: (region, year), money units; NaN in the base year where what is
    built is not known by sector."""
    pools: Axis
    people: Floats
    """(region, pool, year), pool units, at work in production where their sector is, else their pool."""
    shipments: Axis
    sender: Ints
    receiver: Ints
    """(shipment): index on `regions`."""
    shipped: Floats
    """(shipment, year), product units."""
    value: Floats
    """(shipment, year), money units, at the price where it is sent."""
    shadow_value: Floats
    """(shipment, year): what was shipped times what a further unit is worth there more than here, goal units; NaN in
    the base year.  Where the route is not full it is what carrying it is worth."""

    @property
    def sent(self) -> Floats:
        """(region, year), money units."""
        return _sum(self.value, self.sender, len(self.regions))

    @property
    def received(self) -> Floats:
        """(region, year), money units; at the price where it is sent, so that all that is sent is received."""
        return _sum(self.value, self.receiver, len(self.regions))

    @property
    def net(self) -> Floats:
        """(region, year): what a region gives others less what it takes, money units; the sum of all is nothing."""
        return self.sent - self.received

    @property
    def flows(self) -> Floats:
        """(region, region, year): what the first sends the second, money units."""
        number = len(self.regions)
        pair = _sum(self.value, self.sender * number + self.receiver, number * number)
        return pair.reshape(number, number, -1)

    def frame(self) -> pd.DataFrame:
        """A row for each region and item, a column a year, money units."""
        import pandas as pd

        items = {"output": self.output, "net product": self.net_product, "consumption": self.consumption}
        items |= {"building": self.building, "sent": self.sent, "received": self.received}
        rows = {
            (region, item): values[place] for place, region in enumerate(self.regions) for item, values in items.items()
        }
        index = pd.MultiIndex.from_tuples(rows, names=["region", "item"])
        return pd.DataFrame(list(rows.values()), index=index, columns=list(self.years))

    def matrix(self, year: str, good: str) -> pd.DataFrame:
        """What each region (row) sends each (column) of a good in a year, product units.

        Raises:
            LookupError: no such year, or nobody ships the good.
        """
        import pandas as pd

        if year not in self.years:
            raise LookupError(f"there is no year {year!r} in the plan. There are: {', '.join(self.years)}")
        goods = self.shipments.columns["good"]
        if good not in goods:
            raise LookupError(f"nobody ships {good!r}. What can be shipped: {', '.join(dict.fromkeys(goods))}")
        table = np.zeros((len(self.regions), len(self.regions)))
        of_good = np.flatnonzero([each == good for each in goods])
        np.add.at(table, (self.sender[of_good], self.receiver[of_good]), self.shipped[of_good, self.years.index(year)])
        return pd.DataFrame(table, index=pd.Index(self.regions, name="from"), columns=list(self.regions))


def regional_accounts(plan: Plan) -> RegionalAccounts | None:
    """What a plan comes to in each region, and what they send each other; None where there is one region.

        net[r]  =  sum of p_i x over shipments from r  -  the same over shipments to r,     sum_r net[r]  =  0

    p_i is the price where a shipment begins.  Output and building are of the region of the sector, consumption is of
    that of the household, people are where they work or, where that is not said, where they live.
    Source: the third volume of the first five-year plan, its regional section.
    """
    economy, T = plan.economy, plan.economy.years.plan
    regions = regions_of(economy)
    if not regions:
        return None
    makers, ships, price = producers_of(economy), economy.shipments, economy.products.price
    parts = (*economy.sectors.region, *economy.households.region)
    regions = (*regions, "") if "" in parts else regions
    places = {region: place for place, region in enumerate(regions)}
    of_sector = np.array([places[each] for each in economy.sectors.region], np.int64)
    of_household = np.array([places[each] for each in economy.households.region], np.int64)
    income, people = national_income(plan), labour_balance(plan)
    number = len(regions)
    goods = np.column_stack([times(baskets_in(economy, year).T.tocsr(), price) for year in range(T + 1)])
    shipped = np.column_stack([base_output(economy)[ships.sector], plan.quantities.output[ships.sector, 1 : T + 1]])
    prices = np.abs(plan.shadow_prices(material_balance.name)[:, :T])
    worth = np.full(shipped.shape, np.nan)
    worth[:, 1:] = prices[ships.received] - prices[ships.sent]
    return RegionalAccounts(
        years=income.years,
        unit=income.unit,
        regions=regions,
        output=_sum(income.output[makers], of_sector[makers], number),
        net_product=_sum(income.by_origin[makers], of_sector[makers], number),
        consumption=_sum(goods * plan.quantities.consumption[:, : T + 1], of_household, number),
        building=_sum(_building(plan), of_sector[economy.assets.sector], number),
        pools=people.pools,
        people=_people(plan, people.in_production, places),
        shipments=ships.axis,
        sender=np.array([places[each] for each in ships.axis.columns["from"]], np.int64),
        receiver=np.array([places[each] for each in ships.axis.columns["to"]], np.int64),
        shipped=shipped,
        value=price[ships.sent][:, None] * shipped,
        shadow_value=worth * shipped,
    )


def _people(plan: Plan, in_production: Floats, places: Mapping[str, int]) -> Floats:
    """(region, pool, 0..T): people at work where their sector is, or their pool where the sector names no region."""
    found = np.zeros((len(places), len(in_production), in_production.shape[2]))
    for pool, home in enumerate(plan.economy.pools.region):
        where = np.array([places[region or home] for region in plan.economy.sectors.region])
        np.add.at(found[:, pool], where, in_production[pool])
    return found


def _building(plan: Plan) -> Floats:
    """`p'K` times the work on each asset: (asset, 0..T), money units."""
    economy, T = plan.economy, plan.economy.years.plan
    projects, inherited = economy.projects, economy.inherited
    work = np.zeros((len(economy.assets.axis), T + 1))
    work[:, 1:] = inherited_cost(economy, T)
    for age in range(projects.spending.shape[1]):
        begun = plan.quantities.starts[:, 1 : T + 1 - age]
        done = (projects.cost_factor * projects.spending[:, age])[:, None] * begun
        np.add.at(work[:, 1 + age :], projects.asset, done)
    due = inherited.due == 1
    finished = np.bincount(inherited.asset[due], inherited.capacity[due], len(work))
    work[:, 0] = wear(economy) + finished if due.any() else np.nan
    return np.asarray(cost_of_capacity(economy)[:, None] * work)


def _sum(values: Floats, places: Ints, number: int) -> Floats:
    """(place, ..): the sum of the rows of each place."""
    total = np.zeros((number, *values.shape[1:]))
    np.add.at(total, places, values)
    return total
