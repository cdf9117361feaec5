"""Households, the exchange of town and country, and resources."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.flows import (
    building_work,
    by_products,
    farms_inherited_building,
    goods_for_the_village,
    mouths_moved,
    steady_inputs,
    village_exchange,
)
from optimiser.language.numbers import spanned
from optimiser.programme.constraints.balances import inputs_on_paths
from optimiser.programme.constraints.rule import UNSPOKEN, Input, rule
from optimiser.programme.expressions import Affine, incidence
from optimiser.programme.references import RowReference, year_numbers
from optimiser.programme.rows import Kind, Sides, at_least, at_most, between, equal
from optimiser.programme.variables import Variables, year_axis
from optimiser.readdition import people, trade


def terms(economy: Economy, rows: Sequence[RowReference]) -> str:
    """The terms of trade between town and country."""
    values = [float(economy.town_and_country.terms_of_trade[year]) for year in year_numbers(economy, rows)]
    return spanned(values, "")


def movers(economy: Economy, rows: Sequence[RowReference]) -> str:
    """That mouths come and go with those who move, where they do."""
    household = economy.households.axis.position[rows[0].what]
    return ", and changes with those who move" if mouths_moved(economy)[[household]].nnz else ""


@rule(
    Kind.POLICY,
    family="living standards",
    says="consumption of the {what} household is at least {least} {when}{given}",
    gives="consumption of the {what} household {when}: {amount} below its floor of {least}",
    many="consumption keeps its floors",
    change="a floor for the {what} household lower by a tenth of itself",
    binds="the floor under the consumption of {the} holds in {year}: a floor higher by 1",
    meaning="the floor one index point higher",
    price_sign=1,
    explains=False,
    cells=(Input("Households", "{household}", "floor"),),
    readded=(people.living_standard_floor,),
    given=movers,
)
def living_standard_floor(economy: Economy, v: Variables) -> Sides:
    """Nobody's consumption falls below the floor, which rises with the number of mouths.

        C[h,t]  >=  floor[h,t] (1 + sum_{tau=1..t} gained[h,tau] / (people_h mouths[h,tau]))

    gained: the mouths that come with those who leave for this household, less those who go with them to others, mu for
    each who leaves; they grow in number like the household that they join.
    Axes: (household, year 1..N); index, base year = 1.  Shadow price: what a floor one index point higher costs.
    Source: Groman and Bazarov; Eckaus and Parikh.
    """
    last = economy.years.last
    years, moved = np.arange(1, last + 1), mouths_moved(economy)
    floor, mouths = economy.households.floor[:, 1 : last + 1], economy.households.mouths
    body = v.consumption.over(years).affine()
    for ago in range(last if moved.nnz else 0):
        before = mouths[:, np.maximum(years - ago, 1)]
        body -= (moved @ v.transfers.over(years, lag=-ago)).times(floor / before)
    return at_least(economy.households.axis, year_axis(economy, 1, last), body, floor, scale=1.0, active=floor > 0.0)


def farm_surplus(economy: Economy, v: Variables) -> Affine:
    """(1, 1..N): farm output net of the planned reserve, of farm use (seed, fodder) and of the farm's own projects.

    Units of the farm product; what building begun before the plan takes is no unknown, and not here.
    """
    village = economy.town_and_country
    years = np.arange(1, economy.years.last + 1)
    techniques, farm = economy.techniques, village.farm_product
    own = (techniques.sector == village.farm_sector).astype(float)
    made = sp.csr_array(techniques.outputs[[farm]]) @ v.output.over(years)
    surplus = made.times(1.0 - economy.products.reserve[[farm], 1 : len(years) + 1])
    surplus -= sp.csr_array(steady_inputs(economy)[[farm]] * own) @ v.output.over(years, lag=techniques.lag)
    on_path = np.flatnonzero((economy.input_paths.product == farm) & (own[economy.input_paths.technique] > 0.0))
    surplus -= incidence(np.zeros_like(on_path), 1) @ inputs_on_paths(economy, v).pick(on_path)
    farm_projects = (economy.assets.sector[economy.projects.asset] == village.farm_sector).astype(float)
    composition = economy.construction.composition[[farm]]
    for age, work in building_work(economy):
        surplus -= sp.csr_array((composition @ work) * farm_projects) @ v.starts.over(years, lag=-age)
    return surplus


@rule(
    Kind.IDENTITY,
    family="exchange of town and country",
    says="the {what} of {years} is used on the farm, kept or marketed",
    gives="{what} {when}: {amount} more than is harvested",
    many="the harvest is used on the farm, kept or marketed",
    change="",
    binds=UNSPOKEN,
    meaning="one more unit of farm produce in the village",
    price_sign=1,
    explains=False,
    cells=(Input("Town and country", "farm product", "value"),),
    readded=(trade.marketed_produce,),
)
def marketed_produce(economy: Economy, v: Variables) -> Sides:
    """What the village neither uses nor keeps reaches the town.

        M[t] + F[t]  =  farm output - farm use - farm's own building

    Farm output is what all techniques make of the farm product, less the planned reserve; use and building are
    those of the farm's own sector, with the building that was begun before the plan.
    Axes: (farm product, year 1..N); its units a year.  Shadow price: what one more unit in the village adds.
    Source: Kondratiev's grain balance; Bukharin, Notes of an Economist.
    """
    years = np.arange(1, economy.years.last + 1)
    body = v.marketed.over(years).affine() + v.farm_kept.over(years).affine()
    value = np.zeros(body.shape)
    if economy.town_and_country.farm_product >= 0:
        body -= farm_surplus(economy, v)
        value[0] = -farms_inherited_building(economy)
    return equal(v.marketed.entity, v.marketed.times, body, value, scale=v.marketed.scale)


@rule(
    Kind.POLICY,
    family="exchange of town and country",
    says="{when} the village gives {given} times the value of the goods it gets, {most} as tax, and no more",
    gives="what the village gives {when}: {amount} more than goods and tax bring",
    many="the village gives only so much for goods and as tax",
    change="the village giving more, by a tenth of a year's sales",
    binds="the village sells no more {name} for what it can buy in {year}: a further {unit} given",
    meaning="one more money unit of farm produce given",
    price_sign=1,
    explains=False,
    cells=(Input("Town and country", "terms of trade", "{year}"), Input("Town and country", "terms of trade", "value")),
    readded=(trade.town_country_exchange,),
    given=terms,
)
def town_country_exchange(economy: Economy, v: Variables) -> Sides:
    """The village sells for what it can buy; beyond that it gives only what is taken.

        p M[t] + B[t]  <=  p tax[t] + omega[t] sum_i p_i c_i C[village,t] + kappa[t] q[t] p harvest[t]
        B[t]  =  sum_i marketed share_i p_i sum_{k of the farm} g_ik x[k,t]

    p prices of the base year, so that the goods that reach the village are valued; omega terms of trade, kappa
    the coerced share of the quota q.  All four are given.  i runs over all products but the farm's own; the harvest
    and the by-products B are what is made before anything is held back; what counts of B cannot be kept.
    Axes: (farm product, year 1..N); money units a year.
    Shadow price: what one more money unit of grain given for nothing adds.
    Source: Conrad, First plan backgrounds ("with nothing to buy, peasants refused to sell"); Preobrazhensky; Bukharin.
    """
    sold, drawn, tax = _exchange(economy, v)
    return at_most(
        v.marketed.entity,
        v.marketed.times,
        sold - drawn,
        tax,
        scale=v.scales.money,
        amount=village_exchange(economy) if len(v.marketed.entity) else None,
        unit=economy.money_unit,
    )


def _exchange(economy: Economy, v: Variables) -> tuple[Affine, Affine, Floats]:
    """`p M + B`, `omega sum_i p_i c_i C[village] + kappa q p harvest`, `p tax`: (farm product, 1..N), money units."""
    village, last = economy.town_and_country, economy.years.last
    years = np.arange(1, last + 1)
    sold = v.marketed.over(years).affine()
    if village.farm_product < 0:
        return sold, sold, np.zeros(sold.shape)
    price = economy.products.price[village.farm_product]
    household = np.array([village.household])
    goods = goods_for_the_village(economy) * village.terms_of_trade[1 : last + 1]
    bought = v.consumption.over(years).pick(household).times(goods)
    harvest = sp.csr_array(economy.techniques.outputs[[village.farm_product]]) @ v.output.over(years)
    taken = harvest.times(price * (village.coerced_share * village.quota)[None, 1 : last + 1])
    tax = price * village.tax[None, 1 : last + 1]
    beside = sp.csr_array(by_products(economy)[None]) @ v.output.over(years)
    return sold.times(np.array([[price]])) + beside, bought.affine() + taken, tax


def slack(economy: Economy, rows: Sequence[RowReference]) -> str:
    """The part of what the exchange draws that the village may keep back."""
    values = [float(economy.town_and_country.slack_limit[year]) for year in year_numbers(economy, rows)]
    return spanned(values, "")


@rule(
    Kind.POLICY,
    family="exchange of town and country",
    says="{when} the village gives what goods and tax draw, of which it may keep back a part of {given} at most",
    gives="what the village gives {when}: {amount} less than goods and tax draw",
    many="the village gives what goods and tax draw",
    change="the village keeping back a tenth of a year's sales more",
    binds="the village must give {name} for all it gets in {year}: a further {unit} that must be given",
    meaning="one more money unit of farm produce that must be given",
    price_sign=1,
    explains=False,
    cells=(
        Input("Town and country", "slack limit", "{year}"),
        Input("Town and country", "slack limit", "value"),
        Input("Town and country", "tax", "{year}"),
        Input("Town and country", "tax", "value"),
    ),
    readded=(trade.exchange_slack,),
    given=slack,
)
def exchange_slack(economy: Economy, v: Variables) -> Sides:
    """The village does not keep back what the exchange draws.

        p M[t] + B[t]  >=  (1 - sigma[t]) (p tax[t] + omega[t] sum_i p_i c_i C[village,t] + kappa[t] q[t] p harvest[t])

    The right-hand side is that of `town_country_exchange`; sigma is the slack limit: at 1 the village may keep
    everything, at 0 the exchange is an equality, and a tax is paid whether the town has a use for it or not.
    Axes: (farm product, year 1..N); money units a year.  Shadow price: what one more money unit that must be given
    costs.  Source: Bukharin, Notes of an Economist; Preobrazhensky, The New Economics (the tribute is taken).
    """
    sold, drawn, tax = _exchange(economy, v)
    given = 1.0 - economy.town_and_country.slack_limit[None, 1 : economy.years.last + 1].repeat(len(tax), axis=0)
    return between(
        v.marketed.entity,
        v.marketed.times,
        sold - drawn.times(given),
        given * tax,
        np.inf,
        scale=v.scales.money,
        amount=village_exchange(economy) if len(v.marketed.entity) else None,
        unit=economy.money_unit,
        active=given > 0.0,
    )


@rule(
    Kind.POLICY,
    family="exchange of town and country",
    says="at least {least} of {what} stays in the village {when}",
    gives="{what} kept in the village {when}: {amount} less than the {least} it lives on",
    many="the village keeps what it lives on",
    change="a tenth less {what} kept in the village",
    binds="the village keeps the {name} it needs in {year}: a further {unit} kept",
    meaning="one more unit kept in the village",
    price_sign=1,
    explains=False,
    cells=(Input("Town and country", "subsistence", "{year}"), Input("Town and country", "subsistence", "value")),
    readded=(trade.village_subsistence,),
)
def village_subsistence(economy: Economy, v: Variables) -> Sides:
    """The village keeps enough to live on.

        F[t]  >=  subsistence[t]

    Axes: (farm product, year 1..N); its units a year.  Shadow price: what one more unit that must be kept costs.
    Source: Kondratiev's food balance.
    """
    last = economy.years.last
    bound = economy.town_and_country.subsistence[None, 1 : last + 1].repeat(len(v.farm_kept.entity), axis=0)
    return at_least(
        v.farm_kept.entity,
        v.farm_kept.times,
        v.farm_kept.over(np.arange(1, last + 1)).affine(),
        bound,
        scale=v.farm_kept.scale,
        amount=bound[:, 0],
        active=bound > 0.0,
    )


@rule(
    Kind.TECHNOLOGY,
    family="exchange of town and country",
    says="the village keeps the {what} that it eats at its living standard {when}",
    gives="{what} kept in the village {when}: {amount} less than it eats",
    many="the village keeps what it eats of its own produce",
    change="the village keeping a tenth less of its own {what}",
    binds="the village eats all the {name} that it keeps in {year}: a further {unit} eaten",
    meaning="one more unit eaten in the village beside what its living standard asks for",
    price_sign=1,
    explains=True,
    cells=(Input("Town and country", "own food", "value"),),
    readded=(trade.village_own_food,),
)
def village_own_food(economy: Economy, v: Variables) -> Sides:
    """The village's living standard is also what it eats of its own produce.

        F[t]  >=  o C[village,t]

    o is what it eats at a consumption of 1; it is none of the goods that reach the village, and not in its basket.
    Axes: (farm product, year 1..N); its units a year.  Shadow price: what one more unit eaten beside it costs.
    Source: Kondratiev's food balance; Chayanov, The Theory of Peasant Economy.
    """
    village, years = economy.town_and_country, np.arange(1, economy.years.last + 1)
    kept = v.farm_kept.over(years).affine()
    if village.farm_product >= 0:
        kept -= v.consumption.over(years).pick(np.array([village.household])).times(village.own_food).affine()
    return at_least(
        v.farm_kept.entity,
        v.farm_kept.times,
        kept,
        np.zeros(kept.shape),
        scale=v.farm_kept.scale,
        amount=village.own_food,
        active=np.full(kept.shape, village.own_food > 0.0),
    )


@rule(
    Kind.RESOURCE,
    family="natural resources",
    says="there is only {most} of {what} {when}",
    gives="{what} {when}: {amount} more than the {most} there is",
    many="resources are limited",
    change="a tenth more {what}",
    binds="all {name} is used in {year}: a further {unit}",
    meaning="one more unit of the resource",
    price_sign=1,
    explains=False,
    cells=(
        Input("Resources", "{resource}|{year}", "value"),
        Input("Resources", "{resource}", "{year}"),
        Input("Resources", "{resource}", "growth after"),
        Input("Routes", "{resource}", "limit"),
        Input("Routes", "{resource}", "capacity"),
    ),
    readded=(people.resource_ceiling,),
)
def resource_ceiling(economy: Economy, v: Variables) -> Sides:
    """Land, ore, hours and emissions are not exceeded.

        sum_k r[q,k] x[k,t]  <=  R[q,t]

    Axes: (resource, year 1..N); resource units a year.  Shadow price: what one more unit of the resource adds.
    Source: Kantorovich, Mathematical Methods in the Organization and Planning of Production (1939).
    """
    last = economy.years.last
    return at_most(
        economy.resources.axis,
        year_axis(economy, 1, last),
        economy.resources.use @ v.output.over(np.arange(1, last + 1)),
        economy.resources.ceiling[:, 1 : last + 1],
        scale=v.scales.resource,
    )
