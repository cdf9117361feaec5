"""What can be had in a year: the greatest fixed point of production and rationing, reached from the top.

Production needs inputs, and inputs are what production leaves to give out.  Started from where everybody gets all,
each step can only take away, so that what it comes to rest at is the most that can be had of all at once; started
from below it would come to rest at less, or at nothing.  Arrays end with the axis of repetitions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.flows import price_drops
from optimiser.errors import SolverFailed
from optimiser.execution.building import progress
from optimiser.execution.rationing import (
    BUILDING,
    BUILDING_REST,
    CLASSES,
    CONSUMPTION,
    EXACT,
    GIVEN,
    Rations,
    ration,
    share_had,
)
from optimiser.execution.requests import Requests, part_of_target, ready_at_once, standing
from optimiser.execution.sums import added, weighted

AT_REST = 1e-11
"""The year is settled when a further step would change nothing by more than this part of it."""

STEPS = 100_000
"""Without substitution, proportional rationing comes down by the factor of the shortage a step, and that is slow."""


class Flows(NamedTuple):
    """What a step starts from and comes to."""

    activity: Floats
    """(technique): output whose inputs are spent this year, before the harvest is known."""
    output: Floats
    """(technique): output of the year."""
    imported: Floats
    """Part of the imports demanded, and of the foreign machines that building asks for."""
    goods: Floats
    """Value of the goods that reach the village, money units."""


class Supply(NamedTuple):
    """What there is to give out, and how the village divides its produce."""

    all: Floats
    """(product)."""
    made: Floats
    """(product), of use, before the village keeps anything."""
    marketed: Floats
    own_building: Floats
    """Part of the farm's own building materials that the village gives."""


def top(asking: Requests) -> Flows:
    """Where everybody gets all that he asks for."""
    techniques, one = asking.setting.economy.techniques, np.ones_like(asking.state.debt)
    goods = value_to_village(asking, np.ones_like(asking.asked[CONSUMPTION]))
    return Flows(asking.ask, asking.harvest[techniques.sector] * asking.output_asked, one, goods)


def value_to_village(asking: Requests, ratio: Floats) -> Floats:
    """Value of the goods in the village's basket that reach it, its own produce apart, money units.

    `ratio` (product): delivered over asked, for consumption.  0 where town and country are not set apart.
    """
    economy, village = asking.setting.economy, asking.setting.economy.town_and_country
    if village.farm_product < 0:
        return np.zeros(ratio.shape[1])
    basket = np.array(economy.households.baskets[:, [village.household]].toarray().ravel())
    basket[village.farm_product] = 0.0
    told = asking.setting.demanded.consumption[village.household, asking.year]
    return weighted(economy.products.price * basket * told, ratio)


def supply_of(asking: Requests, flows: Flows) -> Supply:
    """What there is to give out: output, stocks, imports paid for, and of farm produce what the village delivers.

        owed     = tax + kappa q harvest
        drawn    = owed + (omega goods - by-products) / p
        forced   = min(available, owed, drawn, max((1 - slack limit) owed, available - own food))
        marketed = max(forced, min(drawn, available - max(subsistence, own food)))

    own food is that of the consumption the village is told.  available: the harvest less the farm's own inputs and own
    building, which are served first.  By-products count as they are if everybody gets all that he asks for.  The
    reserve is given out with the rest.
    """
    setting, year = asking.setting, asking.year
    economy, village = setting.economy, setting.economy.town_and_country
    quality = asking.conditions.quality[economy.techniques.sector]
    made = times(setting.coefficients.outputs, quality * flows.output)
    kept = asking.state.stocks * (1.0 - economy.products.stock_loss)[:, None]
    total = made + kept + flows.imported * setting.demanded.imports[:, [year]]
    total = total + setting.demanded.outside[:, [year]]
    nothing = np.zeros_like(asking.state.debt)
    if village.farm_product < 0:
        return Supply(total, made, nothing, nothing + 1.0)
    harvest = made[village.farm_product]
    own_building = share_had(harvest - asking.own_asked, asking.building.own, EXACT * harvest)
    available = np.maximum(harvest - asking.own_asked - own_building * asking.building.own, 0.0)
    owed = village.tax[year] + village.coerced_share[year] * village.quota[year] * harvest
    beside = weighted(setting.coefficients.by_products, asking.harvest[economy.techniques.sector] * asking.output_asked)
    bought = village.terms_of_trade[year] * flows.goods - beside
    drawn = np.maximum(owed + bought / economy.products.price[village.farm_product], 0.0)
    eaten = village.own_food * setting.demanded.consumption[village.household, year]
    willing = np.minimum(drawn, available - max(village.subsistence[year], eaten))
    spared = np.maximum((1.0 - village.slack_limit[year]) * owed, available - eaten)
    marketed = np.maximum(np.minimum.reduce([available, owed, drawn, spared]), willing)
    total[village.farm_product] += marketed - harvest
    return Supply(total, made, marketed, own_building)


def rations_of(asking: Requests, supply: Supply) -> Rations:
    """What everybody gets of a supply."""
    return ration(supply.all, asking.asked, CLASSES[asking.setting.behaviour.rationing])


def earned(asking: Requests, ratio: Floats) -> Floats:
    """Foreign money of the year, after service of the debt.

    `tot p_e' e + receipts - (1 + i) debt`, exports as far as they were delivered; less for what goes beyond a step.
    """
    trade, year, sd = asking.setting.economy.trade, asking.year, asking.setting.behaviour.terms_of_trade_sd
    value = np.nan_to_num(trade.export_price[:, year]) * asking.setting.demanded.exports[:, year]
    terms = trade.terms_of_trade[year] * np.exp(sd * asking.luck.terms_of_trade[year - 1] - sd * sd / 2.0)
    sold, steps = weighted(value, ratio[GIVEN]), trade.export_steps
    for product, beyond, drop in zip(steps.product, steps.beyond, price_drops(asking.setting.economy), strict=True):
        delivered = ratio[GIVEN, product] * asking.setting.demanded.exports[product, year]
        sold = sold - trade.export_price[product, year] * drop * np.maximum(delivered - beyond, 0.0)
    income = terms * sold + trade.receipts[year]
    return np.asarray(income - (1.0 + trade.interest[year]) * asking.state.debt)


def imports_had(asking: Requests, ratio: Floats) -> tuple[Floats, Floats]:
    """Foreign money, with what can be borrowed, goes to production's needs without a home product first.

    What is left goes to imports and to machines for building alike.  The part had of the one, and of the other two.
    """
    economy = asking.setting.economy
    there = earned(asking, ratio) + economy.trade.debt_limit[asking.year]
    needs = weighted(economy.techniques.import_need, asking.output_asked)
    bill = asking.import_bill + added(added(asking.building.foreign))
    slack = EXACT * (needs + bill)
    had = share_had(there, needs, slack)
    return had, share_had(there - had * needs, bill, slack)


def inputs_had(asking: Requests, rations: Rations) -> Floats:
    """(input entry): what was had, delivered and from the hoard, over what was needed; at most 1."""
    row = asking.setting.coefficients.inputs.row
    there = rations.ratio[asking.kind, row] * asking.input_asked + asking.state.hoards
    return share_had(there, asking.input_need, EXACT * asking.input_need)


def building_done(asking: Requests, rations: Rations, supply: Supply, imported: Floats) -> Floats:
    """(age group, sector): part of the building work asked for that is done; `imported` of the machines is had."""
    setting = asking.setting
    return progress(
        asking.building,
        rations.ratio[[BUILDING, BUILDING_REST]],
        asking.building_labour,
        supply.own_building,
        imported,
        setting.coefficients,
        setting.behaviour.first_come,
        setting.first_to_build,
    )


def with_livestock(asking: Requests) -> Requests:
    """The village sets aside no more of its produce for its own building than other materials and workers allow.

    Counted at the top, where there is most of everything, so that it does not depend on the fixed point.
    """
    farm, supply = asking.setting.farm, supply_of(asking, top(asking))
    if farm < 0:
        return asking
    enough = supply._replace(own_building=np.ones_like(supply.own_building))
    rations = rations_of(asking, supply)
    _, imported = imports_had(asking, rations.ratio)
    done = building_done(asking, rations, enough, imported)
    own = asking.setting.coefficients.own_materials_of(added(asking.building.work * done))
    return replace(asking, building=replace(asking.building, own=own))


def step(asking: Requests, flows: Flows) -> Flows:
    """Production from what can be had when production is as given; never more than that.

        activity = ask R^sigma,     output = harvest activity

    R is what was had of the scarcest input, people or foreign money over what `ask` needs; resources (land, ore)
    cannot be replaced.  Where inputs have a lag, output is what is in hand.
    """
    setting, cohorts, year = asking.setting, asking.setting.cohorts, asking.year
    economy, sigma = setting.economy, setting.behaviour.substitution
    supply = supply_of(asking, flows)
    rations = rations_of(asking, supply)
    needs, imported = imports_had(asking, rations.ratio)
    had = np.minimum(setting.coefficients.inputs.least(inputs_had(asking, rations)), asking.labour)
    foreign = np.where(economy.techniques.import_need[:, None] > 0.0, needs, 1.0)
    at_once = asking.ask * np.minimum(np.minimum(had, foreign) ** sigma, asking.resource)
    in_hand = asking.output_asked * np.minimum(foreign**sigma, asking.resource)
    output = np.where(asking.lagged, in_hand, at_once)
    if np.any((cohorts.begun == year) & (cohorts.due == year)):
        part = building_done(asking, rations, supply, imported)[cohorts.begun, cohorts.asset] * asking.building.part
        capacity = asking.state.capacity + ready_at_once(setting, asking.state, year, part)
        there = standing(setting, capacity, year) * asking.conditions.gain
        output = np.minimum(output, part_of_target(setting, there, asking.need) * asking.target)
    activity = np.where(asking.lagged, asking.ask * had**sigma, output)
    output = asking.harvest[economy.techniques.sector] * output
    goods = value_to_village(asking, rations.ratio[CONSUMPTION])
    after = (activity, output, imported, goods)
    return Flows(*(np.minimum(new, old) for new, old in zip(after, flows, strict=True)))


def settled(asking: Requests) -> Flows:
    """The greatest fixed point.

    Raises:
        SolverFailed: it is not reached in a hundred thousand steps.
    """
    flows = top(asking)
    # each figure is measured by where it started, each repetition is left alone once it has come to rest
    least = [AT_REST * each for each in flows]
    moving = np.ones(len(asking.state.debt), bool)
    for _ in range(STEPS):
        after = step(asking, flows)
        moved = np.zeros_like(moving)
        for old, new, slight in zip(flows, after, least, strict=True):
            moved |= (old - new > slight).reshape(-1, len(moving)).any(axis=0)
        flows = Flows(*(np.where(moving, new, old) for old, new in zip(flows, after, strict=True)))
        moving &= moved
        if not moving.any():
            return flows
    raise SolverFailed("A year of the execution does not come to rest: ration by `current-first`, or substitute more")
