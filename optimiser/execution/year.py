"""One year of carrying out: what is made of what can be had, what is left, and what the next year starts from.

Every product is accounted for.  Arrays end with the axis of repetitions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, times
from optimiser.economy.economy import Economy
from optimiser.economy.flows import baskets_in
from optimiser.execution.behaviour import CLOSING, Closing
from optimiser.execution.draws import Luck
from optimiser.execution.rationing import BUILDING, BUILDING_REST, CONSUMPTION, EXACT, GIVEN, share_had
from optimiser.execution.requests import Requests, ready_at_once, requests, standing
from optimiser.execution.scarcity import lacking_in_building, lacking_in_production
from optimiser.execution.setting import Setting
from optimiser.execution.settling import Flows, building_done, earned, rations_of, settled, supply_of, with_livestock
from optimiser.execution.state import Happened, Ledger, State
from optimiser.execution.sums import added, weighted


def carry_out(setting: Setting, state: State, luck: Luck, year: int) -> tuple[State, Happened]:
    """A year: what it hands on, and what happened in it.

    Raises:
        SolverFailed: production does not come to rest.
    """
    economy, coefficients, behaviour = setting.economy, setting.coefficients, setting.behaviour
    cohorts, entries, demanded = setting.cohorts, coefficients.inputs, setting.demanded
    asking = with_livestock(requests(setting, state, luck, year))
    flows = settled(asking)
    supply = supply_of(asking, flows)
    rations = rations_of(asking, supply)
    storable, spoilt = economy.products.storable[:, None], economy.products.stock_loss[:, None]
    kept_part = 1.0 - behaviour.hoard_loss

    delivered = rations.ratio[asking.kind, entries.row] * asking.input_asked
    used = np.minimum(coefficients.inputs_in(year) * flows.activity[entries.column], delivered + state.hoards)
    rest = delivered + state.hoards - used
    hoards = np.where(storable[entries.row], kept_part * (1.0 - spoilt[entries.row]) * rest, 0.0)
    inputs = entries.added_up(used)

    part_done = building_done(asking, rations, supply, flows.imported)
    work = asking.building.work * part_done
    building = times(coefficients.materials, added(work))
    ratio = rations.ratio[[BUILDING, BUILDING_REST]].transpose(1, 0, 2)
    idle = np.maximum((ratio * added(asking.building.materials)).sum(axis=1) - building, 0.0)
    back = np.where(storable, kept_part * idle, 0.0)
    stocks = np.where(storable, np.minimum(rations.left + back, economy.products.greatest_stock[:, None]), 0.0)
    lost = entries.added_up(rest - hoards) + (idle - back) + (rations.left + back - stocks) + spoilt * state.stocks

    kept, fed = np.zeros_like(state.stocks), np.ones_like(state.debt)
    village = economy.town_and_country
    if setting.farm >= 0:
        # what the farm set aside for itself and could not use after all stays in the village
        harvest = supply.made[village.farm_product]
        own_inputs = np.minimum(weighted(coefficients.own_inputs[:, year], flows.activity), harvest)
        own_building = coefficients.own_materials_of(added(work))
        inputs[village.farm_product] += own_inputs
        building[village.farm_product] += own_building
        kept[village.farm_product] = np.maximum(harvest - own_inputs - own_building - supply.marketed, 0.0)
        eaten = np.full_like(harvest, village.own_food * demanded.consumption[village.household, year])
        fed = share_had(kept[village.farm_product], eaten, EXACT * harvest)
    ledger = Ledger(
        opening_stocks=state.stocks,
        opening_hoards=entries.added_up(state.hoards),
        made=supply.made,
        imported=flows.imported * demanded.imports[:, [year]],
        outside=np.broadcast_to(demanded.outside[:, [year]], supply.made.shape),
        inputs=inputs,
        building=building,
        consumed=rations.ratio[CONSUMPTION] * asking.basket[:, None],
        given=rations.ratio[GIVEN] * demanded.given[:, [year]],
        exported=rations.ratio[GIVEN] * demanded.exports[:, [year]],
        kept=kept,
        lost=lost,
        closing_stocks=stocks,
        closing_hoards=entries.added_up(hoards),
    )

    spent = flows.imported * asking.import_bill + weighted(economy.techniques.import_need, flows.output)
    part = asking.building.part * part_done[cohorts.begun, cohorts.asset]
    spent = spent + added(cohorts.import_need[:, None] * part * state.amount)
    account = bool(np.isfinite(economy.trade.debt_limit).any())
    debt = np.maximum(spent - earned(asking, rations.ratio), 0.0) if account else state.debt
    done = state.done + part
    here, ready, capacity = _capacity(asking, done)
    had, scarcest = lacking_in_production(asking, rations)
    counted = times(coefficients.by_sector, flows.output)
    happened = Happened(
        target=asking.sector_target,
        output=flows.output,
        activity=flows.activity,
        inputs=used,
        made=counted,
        capacity=here,
        possible=asking.harvest * standing(setting, here, year) * asking.conditions.gain,
        harvest=asking.harvest,
        quality=asking.conditions.quality,
        reported=(1.0 + behaviour.exaggeration) * counted,
        had=had,
        scarcest=scarcest,
        work_asked=added(asking.building.work),
        work_done=added(work),
        work_scarcest=lacking_in_building(asking, rations, work),
        ratio=rations.ratio,
        consumption=demanded.consumption[:, [year]] * _part_of_basket(economy, year, rations.ratio[CONSUMPTION], fed),
        marketed=supply.marketed,
        people_asked=asking.people_asked,
        people_there=asking.people_there,
        people_used=_people_used(asking, flows),
        people_building=asking.building_labour * asking.building.labour,
        unfinished=_unfinished(asking, done, ready),
        ledger=ledger,
    )
    following = replace(
        state,
        capacity=capacity,
        stocks=stocks,
        hoards=hoards,
        done=done,
        came=ready,
        debt=debt,
        in_hand=np.where(asking.lagged, flows.activity, 0.0),
    )
    closing = Closing(economy, year, asking.conditions, happened, 1.0 - had, setting.mouths[:, year])
    for effect in CLOSING:
        following = effect(behaviour, following, closing)
    # what is begun later is raised with the targets it serves
    later = (cohorts.begun > year)[:, None]
    owner = economy.assets.sector[cohorts.asset]
    factor = following.raised[owner] / state.raised[owner]
    return replace(following, amount=np.where(later, state.amount * factor, state.amount)), happened


def _capacity(asking: Requests, done: Floats) -> tuple[Floats, Floats, Floats]:
    """Capacity in the year (asset), the part of each cohort that has come into use, capacity at the next year's start.

    k[t+1] = (1 - delta) k[t] + what comes into use
    """
    setting, state, year = asking.setting, asking.state, asking.year
    cohorts, behaviour, assets = setting.cohorts, setting.behaviour, setting.economy.assets
    finished = cohorts.finished(done, behaviour.sites)
    came = np.where(((cohorts.begun == year) & (cohorts.due == year))[:, None], finished, state.came)
    ready = np.where((cohorts.due <= year + 1)[:, None], finished, 0.0)
    late = asking.luck.delay[year][cohorts.project] < behaviour.commissioning_delay
    ready = np.maximum(np.where(late, came, ready), came)
    here = state.capacity + ready_at_once(setting, state, year, done)
    depreciation = np.minimum(assets.depreciation[:, None] * asking.conditions.wear[assets.sector], 1.0)
    finite = np.isfinite(here)
    capacity = np.multiply(1.0 - depreciation, here, out=np.full_like(here, np.inf), where=finite)
    np.add.at(capacity, cohorts.asset, (ready - came) * state.amount)
    return here, ready, capacity


def _unfinished(asking: Requests, done: Floats, ready: Floats) -> Floats:
    """(asset): inputs spent on what gives no capacity yet, in units of new capacity the same inputs would make."""
    cohorts = asking.setting.cohorts
    sunk = np.maximum(cohorts.spent_before[:, None] + done - ready, 0.0) * cohorts.cost[:, None] * asking.state.amount
    unfinished = np.zeros_like(asking.state.capacity)
    begun = np.flatnonzero(cohorts.begun <= asking.year)
    np.add.at(unfinished, cohorts.asset[begun], sunk[begun])
    return unfinished


def _part_of_basket(economy: Economy, year: int, ratio: Floats, fed: Floats) -> Floats:
    """(household): value-weighted mean of what was delivered of each basket; weighted by amounts where unpriced.

    `fed`: part of its own food that the village has; it counts as a further product.
    Not the least: with a strict basket a household would have nothing wherever a single product is used up.
    """
    village, own = economy.town_and_country, np.zeros(len(economy.households.axis))
    if village.farm_product >= 0:
        own[village.household] = village.own_food
    baskets = np.vstack([baskets_in(economy, year).toarray(), own])
    value = np.append(economy.products.price, economy.products.price[village.farm_product])[:, None] * baskets
    ratio = np.vstack([ratio, fed])
    weight = np.where(value.sum(axis=0) > 0.0, value, baskets)
    total = weight.sum(axis=0)
    mean = times(sp.csr_array(weight.T), ratio) / np.where(total > 0.0, total, 1.0)[:, None]
    return np.where((total > 0.0)[:, None], mean, 1.0)


def _people_used(asking: Requests, flows: Flows) -> Floats:
    """(pool): people whose work went into something; on idle sites it goes into nothing."""
    labour = asking.setting.coefficients.labour
    working = labour.added_up(asking.labour_per_unit * flows.activity[labour.column])
    return np.minimum(working + asking.building_labour * asking.building.labour, asking.people_there)
