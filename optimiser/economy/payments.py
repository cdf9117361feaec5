"""What households receive and pay in a year, from what was done in it: the same sums of a plan and of what comes of it.

    incomes  =  wages + farm receipts + other incomes
    outgo    =  goods + what farms buy and pay + taxes + loans + savings
    gap      =  incomes - outgo

The gap is money that finds no goods at the prices of the workbook: the inflationary gap.  Below zero it is goods that
find no money.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Bools, Floats, times
from optimiser.economy.economy import Economy


@dataclass(frozen=True, eq=False)
class Farms:
    """Who is paid for produce, and not in wages."""

    sectors: Bools
    """(sector): the farm sector of town and country, and whoever makes a product with a procurement price."""
    products: Bools
    """(product): what these make."""
    household: int
    """Theirs; -1 where there are none."""

    @classmethod
    def of(cls, economy: Economy) -> Farms:
        """The farms of an economy."""
        techniques, village = economy.techniques, economy.town_and_country
        made = techniques.outputs.toarray() > 0.0
        named = np.zeros(made.shape[0], np.bool_)
        named[economy.money.named("procurement price")] = True
        sectors = np.zeros(len(economy.sectors.axis), np.bool_)
        sectors[techniques.sector[made[named].any(axis=0)]] = True
        if village.farm_product >= 0:
            sectors[village.farm_sector] = True
        household = village.household if village.farm_product >= 0 else 0 if sectors.any() else -1
        return cls(sectors, np.asarray(made[:, sectors[techniques.sector]].any(axis=1)), household)


@dataclass(frozen=True, eq=False)
class Dealings:
    """What was done in a year.  Arrays may end with further axes, such as that of repetitions."""

    people: Floats
    """(pool, sector and last building): at work, pool units."""
    goods: Floats
    """(product, household): of the baskets, product units."""
    made: Floats
    """(product): by farms."""
    used: Floats
    """(product): by farms, in production and in building."""
    kept: Floats
    """(product): farm produce kept in the village."""
    taken: Floats
    """(product): farm produce taken for nothing."""


@dataclass(frozen=True, eq=False)
class Payments:
    """What households receive and pay, money units a year: every array is (household), with the further axes."""

    wages: Floats
    farm_receipts: Floats
    other: Floats
    goods: Floats
    """Turnover tax and all; the village's own produce is neither sold nor bought."""
    turnover_tax: Floats
    """The part of it that is tax."""
    free: Floats
    """What they get for nothing and the budget pays; it is no part of the goods."""
    for_farms: Floats
    """What farms buy for production and building, and the wages that they pay."""
    taxes: Floats
    loans: Floats
    savings: Floats

    @property
    def incomes(self) -> Floats:
        """(household)."""
        return self.wages + self.farm_receipts + self.other

    @property
    def outgo(self) -> Floats:
        """(household)."""
        return self.goods + self.for_farms + self.taxes + self.loans + self.savings

    @property
    def gap(self) -> Floats:
        """(household): incomes less outgo."""
        return self.incomes - self.outgo

    @property
    def price_rise(self) -> Floats:
        """Gap of all households over the value of the goods that they buy, a share; NaN where they buy nothing."""
        bought, gap = summed(self.goods), summed(self.gap)
        return np.asarray(np.divide(gap, bought, out=np.full(np.shape(gap), np.nan), where=bought > 0.0))


def paid_in_money(economy: Economy) -> bool:
    """Whether anything is said of payments; without it there is no money balance."""
    return bool(len(economy.wages.pool) or economy.money.item)


def procurement_prices(economy: Economy, year: int) -> Floats:
    """(product): what farms are paid for a unit.

    The figure of the sheet Money; without one `p / omega[t]` for the farm product of town and country, and `p` for all
    else: at `p / omega` goods for the whole of what is sold are what the terms of trade say.
    """
    village, price = economy.town_and_country, np.array(economy.products.price)
    if village.farm_product >= 0 and village.terms_of_trade[year] > 0.0:
        price[village.farm_product] /= village.terms_of_trade[year]
    return economy.money.of("procurement price", economy.products.axis, year, price)


def sold_by_farms(farms: Farms, done: Dealings) -> Floats:
    """(product): what farms make and neither use, keep, eat nor give for nothing; below zero they buy it."""
    eaten = done.goods[:, farms.household]
    left = done.made - done.used - done.kept - done.taken - eaten
    return np.asarray(np.where(_along(farms.products, left), left, 0.0))


def bought_by_farms(farms: Farms, done: Dealings) -> Floats:
    """(product): what farms buy for production and building, their own produce where they have too little of it."""
    own = _along(farms.products, done.used)
    return np.asarray(np.where(own, np.maximum(-sold_by_farms(farms, done), 0.0), done.used))


def wage_bill(economy: Economy, people: Floats, year: int) -> Floats:
    """`w L`: (pool, sector and last building), money units, with the further axes of `people`."""
    wage, _ = economy.wages.paid(len(economy.pools.axis), len(economy.sectors.axis), year)
    each = np.broadcast_to(_along(wage, people), people.shape)
    return np.asarray(np.multiply(each, people, out=np.zeros(people.shape), where=each > 0.0))


def payments(economy: Economy, farms: Farms, done: Dealings, year: int) -> Payments:
    """What households receive and pay in a year.

        wages          = sum_lj w_lj L_lj
        farm receipts  = sum_i pp_i max(sold_i, 0)
        goods          = sum_i p_i (1 + turnover tax_i) (1 - free share_i) bought_i
        taxes          = tax + tax rate (incomes - what farms buy and pay), and loans and savings alike

    Source: Groman and Bazarov on the market of the first five-year plan; Keynes, How to Pay for the War (1940).
    """
    goods_axis, homes, money = economy.products.axis, economy.households.axis, economy.money
    price = economy.products.price
    _, receiver = economy.wages.paid(len(economy.pools.axis), len(economy.sectors.axis), year)
    bill = wage_bill(economy, done.people, year)
    nothing = np.zeros((len(homes), *done.goods.shape[2:]))
    wages, receipts, for_farms = nothing.copy(), nothing.copy(), nothing.copy()
    known = receiver >= 0
    np.add.at(wages, receiver[known], bill[known])
    bought = np.array(done.goods)
    if farms.household >= 0:
        bought[farms.products, farms.household] = 0.0
        sold = np.maximum(sold_by_farms(farms, done), 0.0)
        receipts[farms.household] = _valued(procurement_prices(economy, year), sold)
        on_farms = summed(bill[:, :-1][:, farms.sectors].reshape(-1, *nothing.shape[1:]))
        for_farms[farms.household] = _valued(price, bought_by_farms(farms, done)) + on_farms
    tax, free = (money.of(item, goods_axis, year) for item in ("turnover tax", "free share"))
    at_price, taxed, given_free = nothing.copy(), nothing.copy(), nothing.copy()
    for home in range(len(homes)):
        at_price[home] = _valued(price * (1.0 - free), bought[:, home])
        taxed[home] = _valued(price * (1.0 - free) * tax, bought[:, home])
        given_free[home] = _valued(price * free, bought[:, home])
    other = _along(money.of("other income", homes, year), nothing) + nothing
    income = np.maximum(wages + receipts + other - for_farms, 0.0)

    def given(item: str) -> Floats:
        rate = _along(money.of(f"{item} rate", homes, year), nothing)
        return np.asarray(_along(money.of(item, homes, year), nothing) + rate * income)

    return Payments(
        wages=wages,
        farm_receipts=receipts,
        other=other,
        goods=at_price + taxed,
        turnover_tax=taxed,
        free=given_free,
        for_farms=for_farms,
        taxes=given("tax"),
        loans=given("loan"),
        savings=given("saving"),
    )


def summed(values: Floats) -> Floats:
    """The sum over the first axis, term by term."""
    return _valued(np.ones(len(values)), values)


def _along(values: Any, shape: Floats) -> Any:
    """The values with further axes of one place each, so that they go with an array that has more."""
    return np.reshape(values, values.shape + (1,) * (shape.ndim - values.ndim))


def _valued(price: Floats, amounts: Floats) -> Floats:
    """`p'a`, over the first axis, term by term: the same to the last bit however many repetitions stand beside."""
    return times(sp.csr_array(price[None, :]), amounts.reshape(len(price), -1)).reshape(amounts.shape[1:])
