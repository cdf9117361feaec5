"""What everybody asks for at the start of a year: fixed for the year, whatever comes of it.

If requests that turn out to be useless were given back within the year, more scarcity could mean more supply, and
production would have no greatest fixed point.  Arrays end with the axis of repetitions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Bools, Floats, Ints, times
from optimiser.economy.flows import baskets_in
from optimiser.execution.behaviour import OPENING, calm
from optimiser.execution.building import Asked
from optimiser.execution.draws import Luck
from optimiser.execution.rationing import (
    BUILDING,
    BUILDING_REST,
    CONSUMPTION,
    CURRENT,
    CURRENT_REST,
    EXACT,
    GIVEN,
    KINDS,
    share_had,
)
from optimiser.execution.setting import Setting
from optimiser.execution.state import Conditions, State
from optimiser.execution.sums import added, weighted


@dataclass(frozen=True, eq=False)
class Requests:
    """A year's targets and requests."""

    setting: Setting
    state: State
    luck: Luck
    year: int
    conditions: Conditions
    lagged: Bools
    """(technique, 1): whether this year's inputs make next year's output."""
    harvest: Floats
    """(sector): realised over planned yield."""
    sector_target: Floats
    """(sector), output demanded."""
    target: Floats
    """(technique): output demanded; where inputs have a lag, the output in hand."""
    need: Floats
    """(sector): capacity that the target takes."""
    ask: Floats
    """(technique): output whose inputs are to be spent this year, as far as capacity allows."""
    output_asked: Floats
    """(technique): output of this year, as far as capacity allows."""
    input_need: Floats
    """(input entry): inputs that `ask` takes."""
    input_asked: Floats
    """(input entry): inputs asked for, margin and hoard considered."""
    kind: Ints
    """(input entry): the kind of request."""
    own_asked: Floats
    """Farm produce that the farm's own production takes."""
    building: Asked
    basket: Floats
    """(product): what households are told they will have."""
    asked: Floats
    """(kind, product): all requests."""
    labour_per_unit: Floats
    """(labour entry, 1): persons per unit of output in this year."""
    labour_had: Floats
    """(pool): people there over people asked for by production, at most 1."""
    labour: Floats
    """(technique): the least of these."""
    building_labour: Floats
    """(pool): people there beyond production over people asked for by building, at most 1."""
    people_asked: Floats
    """(pool), by production and building."""
    people_there: Floats
    """(pool)."""
    resource: Floats
    """(technique): what there is of the scarcest resource over what is asked, at most 1."""
    import_bill: float
    """What the imports demanded cost, foreign money."""


def standing(setting: Setting, capacity: Floats, year: int) -> Floats:
    """(sector): what capacity (asset) gives in a year as the plan counts on it; infinity where it is no limit."""
    there = setting.economy.assets.supported(capacity)
    yields = np.broadcast_to(setting.coefficients.yields[:, [year]], there.shape)
    return np.multiply(yields, there, out=np.full_like(there, np.inf), where=np.isfinite(there))


def ready_at_once(setting: Setting, state: State, year: int, part: Floats) -> Floats:
    """(asset): capacity from projects begun in the year that are ready in it, when so much of each cohort is done."""
    cohorts = setting.cohorts
    gained = np.zeros_like(state.capacity)
    at_once = np.flatnonzero((cohorts.begun == year) & (cohorts.due == year))
    if len(at_once):
        share = cohorts.finished(part, setting.behaviour.sites)[at_once]
        np.add.at(gained, cohorts.asset[at_once], share * state.amount[at_once])
    return gained


def part_of_target(setting: Setting, there: Floats, need: Floats) -> Floats:
    """(technique): the part of the year's target that what stands there (sector) allows, harvest apart."""
    return share_had(there, need, EXACT * there)[setting.economy.techniques.sector]


def requests(setting: Setting, state: State, luck: Luck, year: int) -> Requests:
    """Everybody's requests at the start of a year."""
    economy, coefficients = setting.economy, setting.coefficients
    demanded, behaviour, cohorts = setting.demanded, setting.behaviour, setting.cohorts
    sector = economy.techniques.sector
    lagged = (economy.techniques.lag == 1)[:, None]
    harvest, sd = np.ones_like(state.fatigue), behaviour.harvest_sd
    harvest[coefficients.shocked] = np.exp(sd * luck.harvest[year - 1] - sd * sd / 2.0)
    raised = state.raised[sector]
    told, later = demanded.output[:, [year]] * raised, demanded.output[:, [year + 1]] * raised
    target = np.where(lagged, state.in_hand, told)
    need = times(coefficients.by_sector, economy.techniques.capacity_use[:, None] * target)
    # capacity that can be ready in the year is counted on
    there = standing(setting, state.capacity + ready_at_once(setting, state, year, np.ones_like(state.done)), year)
    conditions = calm(_tautness(need, there))
    for effect in OPENING:
        conditions = effect(behaviour, state, conditions)
    allowed = part_of_target(setting, there * conditions.gain, need)
    ask = np.where(lagged, later, allowed * target)
    ordered = ask + behaviour.overordering * (np.where(lagged, later, target) - ask)

    entries = coefficients.inputs
    coefficient = coefficients.inputs_in(year)
    margin = np.where(economy.products.storable[entries.row][:, None], 1.0 + state.margin[entries.column], 1.0)
    input_asked = np.maximum(coefficient * ordered[entries.column] * margin - state.hoards, 0.0)
    first = setting.first[sector[entries.column]][:, None]
    building = Asked.of(cohorts, cohorts.asked(year, state.done), state.amount, coefficients, setting.first_to_build)
    basket = times(baskets_in(economy, year), demanded.consumption[:, year])
    asked = np.zeros((KINDS, len(economy.products.axis), len(state.debt)))
    asked[GIVEN] = (demanded.given + demanded.exports)[:, [year]]
    asked[CURRENT] = entries.added_up(first * input_asked)
    asked[CURRENT_REST] = entries.added_up((1.0 - first) * input_asked)
    asked[BUILDING], asked[BUILDING_REST] = added(building.materials).transpose(1, 0, 2)
    asked[CONSUMPTION] = basket[:, None]

    # labour goes to production before building
    growth = economy.sectors.productivity_growth[sector]
    labour = coefficients.labour
    per_unit = (labour.value / (1.0 + growth[labour.column]) ** year)[:, None]
    people = np.repeat(setting.people[:, [year]], ask.shape[1], axis=1)
    working = people * conditions.work
    wanted = labour.added_up(per_unit * ask[labour.column])
    labour_had = share_had(working, wanted, EXACT * wanted)
    left = np.subtract(working, wanted, out=np.full_like(working, np.inf), where=np.isfinite(working))
    output_asked = np.where(lagged, allowed * target, ask)
    resources = coefficients.resources
    use = resources.added_up(resources.value[:, None] * output_asked[resources.column])
    resource_had = share_had(economy.resources.ceiling[:, [year]], use, EXACT * use)
    bill = np.nan_to_num(economy.trade.import_price[:, year]) @ demanded.imports[:, year]
    return Requests(
        setting=setting,
        state=state,
        luck=luck,
        year=year,
        conditions=conditions,
        lagged=lagged,
        harvest=harvest,
        sector_target=times(coefficients.by_sector, told),
        target=target,
        need=need,
        ask=ask,
        output_asked=output_asked,
        input_need=coefficient * ask[entries.column],
        input_asked=input_asked,
        kind=np.where(first[:, 0] > 0.0, CURRENT, CURRENT_REST),
        own_asked=weighted(coefficients.own_inputs[:, year], ask),
        building=building,
        basket=basket,
        asked=asked,
        labour_per_unit=per_unit,
        labour_had=labour_had,
        labour=labour.least(labour_had[labour.row]),
        building_labour=share_had(np.maximum(left, 0.0), building.labour, EXACT * (wanted + building.labour)),
        people_asked=wanted + building.labour,
        people_there=people,
        resource=resources.least(resource_had[resources.row]),
        import_bill=float(bill),
    )


def _tautness(need: Floats, there: Floats) -> Floats:
    """`clip(target / capacity - 1, 0, 1)`; 0 where capacity is no limit."""
    finite = np.isfinite(there)
    beyond = np.where(need > 0.0, 1.0, 0.0)
    np.divide(need - np.where(finite, there, 0.0), there, out=beyond, where=finite & (there > 0.0))
    return np.where(finite, np.clip(beyond, 0.0, 1.0), 0.0)
