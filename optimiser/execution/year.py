"""One year of carrying out: requests, what can be had of them, what is made of it, and what is left.

Sectors know their own target and nothing else.  Requests are made once, at the start of the year; what can be had
of them is the greatest fixed point of production and rationing, reached from the top.  Every array ends with the
axis of repetitions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.economy.economy import Economy, Floats, Ints
from optimiser.errors import SolverFailed
from optimiser.execution.behaviour import CLOSING, OPENING, Closing, calm
from optimiser.execution.building import Asked, Cohorts, progress
from optimiser.execution.coefficients import Coefficients, people_there
from optimiser.execution.demand import Demanded
from optimiser.execution.draws import Luck
from optimiser.execution.rationing import (
    BUILDING,
    BUILDING_REST,
    CLASSES,
    CONSUMPTION,
    CURRENT,
    CURRENT_REST,
    EXACT,
    GIVEN,
    KINDS,
    Rations,
    ration,
    share_had,
)
from optimiser.execution.state import Happened, Ledger, State

AT_REST = 1e-11
"""The year is settled when a further step would change nothing by more than this part of it."""

STEPS = 100_000
"""Proportional rationing without substitution comes down slowly: by the factor of the shortage a step."""


@dataclass(frozen=True, eq=False)
class Setting:
    """What stays the same in all years and repetitions."""

    economy: Economy
    demanded: Demanded
    behaviour: Behaviour
    made: Coefficients
    cohorts: Cohorts
    people: Floats
    """(pool, 0..T), pool units."""
    first: Floats
    """(sector): 1 for sectors of the priority group, and for all where there is none; else 0."""

    @classmethod
    def of(cls, economy: Economy, demanded: Demanded, behaviour: Behaviour) -> Setting:
        """The setting in which a demand is carried out."""
        chosen = [group.lower() == behaviour.priority_group.lower() for group in economy.sectors.group]
        if behaviour.rationing is not Rationing.PRIORITY:
            chosen = [True] * len(chosen)
        return cls(
            economy, demanded, behaviour, Coefficients.of(economy), Cohorts.of(economy, demanded.starts),
            people_there(economy, demanded.transfers), np.array(chosen, float),
        )  # fmt: skip

    def opening(self, repetitions: int) -> State:
        """The state at the start of the plan: the base year's, and what is inherited for the first year."""
        economy, cohorts = self.economy, self.cohorts
        sectors, techniques = economy.sectors, economy.techniques

        def each(values: Floats) -> Floats:
            return np.repeat(np.asarray(values, float)[:, None], repetitions, axis=1)

        nothing = np.zeros((len(cohorts.sector), repetitions))
        inherited = np.flatnonzero((cohorts.due == 1) & (cohorts.begun == 0))
        capacity = np.array(sectors.capacity)
        np.add.at(capacity, cohorts.sector[inherited], cohorts.amount[inherited])
        came = nothing.copy()
        came[inherited] = 1.0
        # of a sector with an input lag, the first year's demand is met as far as there is output in hand
        lagged = np.where(techniques.lag == 1, self.demanded.output[:, 1], 0.0)
        wanted = self.made.by_sector @ lagged
        part = share_had(sectors.output_in_hand[:, None], wanted[:, None])[:, 0]
        products = economy.products
        return State(
            capacity=each(capacity),
            stocks=each(np.where(products.storable, products.opening_stock, 0.0)),
            hoards=np.zeros((len(self.made.inputs.row), repetitions)),
            amount=each(cohorts.amount),
            done=nothing,
            came=came,
            in_hand=each(lagged * part[techniques.sector]),
            debt=np.full(repetitions, economy.trade.opening_debt),
            margin=np.full((len(techniques.axis), repetitions), self.behaviour.hoarding),
            raised=np.ones((len(sectors.axis), repetitions)),
            fatigue=np.zeros((len(sectors.axis), repetitions)),
            fed=np.ones(repetitions),
        )


class Flows(NamedTuple):
    """What a step of the fixed point starts from."""

    activity: Floats
    """(technique): output whose inputs are spent this year, before the harvest is known."""
    output: Floats
    """(technique): output of the year."""
    imported: Floats
    """Part of the imports asked for."""
    goods: Floats
    """Value of the goods that reach the village, money units."""


class Supply(NamedTuple):
    """What there is to give out, and how the village divided its produce."""

    all: Floats
    """(product)."""
    made: Floats
    """(product), of use, before the village keeps anything."""
    marketed: Floats
    own_building: Floats
    """Part of the farm's own building materials that the village gives."""


class Year:
    """The requests of a year, and the step of its fixed point."""

    def __init__(self, setting: Setting, state: State, luck: Luck, year: int) -> None:
        self.setting, self.state, self.year, self.luck = setting, state, year, luck
        economy, made, demanded, behaviour = setting.economy, setting.made, setting.demanded, setting.behaviour
        sector = economy.techniques.sector
        self.lagged = (economy.techniques.lag == 1)[:, None]
        self.harvest = np.ones_like(state.capacity)
        sd = behaviour.harvest_sd
        self.harvest[made.shocked] = np.exp(sd * luck.harvest[year - 1] - sd * sd / 2.0)
        raised = state.raised[sector]
        self.target = np.where(self.lagged, state.in_hand, demanded.output[:, [year]] * raised)
        self.sector_target = made.by_sector @ (demanded.output[:, [year]] * raised)
        self.capacity = state.capacity + self.ready_at_once(np.ones_like(state.done))
        use = economy.techniques.capacity_use[:, None]
        self.need = made.by_sector @ (use * self.target)
        standing = self.standing(self.capacity)
        with np.errstate(divide="ignore", invalid="ignore"):
            tautness = np.where(standing > 0.0, self.need / standing - 1.0, np.where(self.need > 0.0, 1.0, 0.0))
        tautness = np.clip(np.where(np.isinf(standing), 0.0, tautness), 0.0, 1.0)
        conditions = calm(tautness)
        for effect in OPENING:
            conditions = effect(behaviour, state, conditions)
        self.conditions = conditions
        self.allowed = self.part_of_target(self.capacity)
        later = demanded.output[:, [year + 1]] * raised
        self.ask = np.where(self.lagged, later, self.allowed * self.target)
        wanted = np.where(self.lagged, later, self.target)
        self.quality = conditions.quality[sector]
        self._requests(self.ask + behaviour.overordering * (wanted - self.ask))
        self._people_and_resources()
        self._livestock()

    def part_of_target(self, capacity: Floats) -> Floats:
        """(technique): the part of the year's target that a capacity allows, harvest apart."""
        standing = self.standing(capacity) * self.conditions.gain
        return share_had(standing, self.need, EXACT * standing)[self.setting.economy.techniques.sector]

    def standing(self, capacity: Floats) -> Floats:
        """(sector): what a capacity gives in a year as the plan counts on it; infinity where it is no limit."""
        yields = np.broadcast_to(self.setting.made.yields[:, [self.year]], capacity.shape)
        return np.multiply(yields, capacity, out=np.full_like(capacity, np.inf), where=np.isfinite(capacity))

    def ready_at_once(self, part: Floats) -> Floats:
        """(sector): capacity that comes from projects begun this year that are ready in it, when so much is done."""
        cohorts, state = self.setting.cohorts, self.state
        gained = np.zeros_like(state.capacity)
        at_once = np.flatnonzero((cohorts.begun == self.year) & (cohorts.due == self.year))
        if len(at_once):
            share = cohorts.finished(part, self.setting.behaviour.sites)[at_once]
            np.add.at(gained, cohorts.sector[at_once], share * state.amount[at_once])
        return gained

    def _requests(self, ordered: Floats) -> None:
        """Everybody's requests, fixed for the year.  `ordered`: (technique), output for which inputs are ordered."""
        setting, state, year = self.setting, self.state, self.year
        economy, made, demanded = setting.economy, setting.made, setting.demanded
        farm = economy.town_and_country
        repetitions = state.debt.shape[0]
        entries = made.inputs
        storable = economy.products.storable[entries.row][:, None]
        margin = np.where(storable, 1.0 + state.margin[entries.column], 1.0)
        coefficient = entries.value[:, None]
        self.input_need = coefficient * self.ask[entries.column]
        self.input_asked = np.maximum(coefficient * ordered[entries.column] * margin - state.hoards, 0.0)
        self.own_asked = made.own_inputs @ self.ask
        part = setting.cohorts.asked(year, state.done)
        self.building = Asked.of(
            setting.cohorts, part, state.amount, made, setting.first, farm.farm_sector if farm.farm_product >= 0 else -1
        )
        asked = np.zeros((KINDS, len(economy.products.axis), repetitions))
        asked[GIVEN] = (demanded.given + demanded.exports)[:, [year]]
        first = setting.first[economy.techniques.sector[entries.column]][:, None]
        asked[CURRENT] = entries.added_up(first * self.input_asked)
        asked[CURRENT_REST] = entries.added_up((1.0 - first) * self.input_asked)
        asked[BUILDING], asked[BUILDING_REST] = self.building.materials.sum(axis=0).transpose(1, 0, 2)
        self.basket = economy.households.baskets @ demanded.consumption[:, year]
        asked[CONSUMPTION] = self.basket[:, None]
        self.asked = asked
        self.kind = np.where(first[:, 0] > 0.0, CURRENT, CURRENT_REST)

    def _livestock(self) -> None:
        """The village sets aside no more of its own produce for building than other materials and workers allow.

        Counted at the top, where there is most of everything, so that it does not depend on the fixed point.
        """
        farm = self.setting.economy.town_and_country
        if farm.farm_product >= 0:
            supply = self.supply(self.top())
            rations = ration(supply.all, self.asked, CLASSES[self.setting.behaviour.rationing])
            free = supply._replace(own_building=np.ones_like(supply.own_building))
            work = self.building.work[1:, farm.farm_sector] * self.building_done(rations, free)[1:, farm.farm_sector]
            self.building = replace(self.building, own=self.setting.made.own_materials * work.sum(axis=0))

    def _people_and_resources(self) -> None:
        """Labour goes to production before building; neither is given back when inputs turn out to be missing."""
        setting, year, made = self.setting, self.year, self.setting.made
        economy = setting.economy
        growth = economy.sectors.productivity_growth[economy.techniques.sector]
        self.labour_per_unit = made.labour.value / (1.0 + growth[made.labour.column]) ** year
        self.people_there = np.repeat(setting.people[:, [year]], self.ask.shape[1], axis=1)
        working = self.people_there * self.conditions.work
        asked = made.labour.added_up(self.labour_per_unit[:, None] * self.ask[made.labour.column])
        self.labour_had = share_had(working, asked, EXACT * asked)
        self.labour = made.labour.least(self.labour_had[made.labour.row])
        with np.errstate(invalid="ignore"):
            left = np.where(np.isinf(working), np.inf, working - np.minimum(working, asked))
        self.building_labour = share_had(left, self.building.labour, EXACT * (asked + self.building.labour))
        self.people_asked = asked + self.building.labour
        ceiling = economy.resources.ceiling[:, [year]]
        self.output_asked = np.where(self.lagged, self.allowed * self.target, self.ask)
        use = made.resources.added_up(made.resources.value[:, None] * self.output_asked[made.resources.column])
        self.resource = made.resources.least(share_had(ceiling, use, EXACT * use)[made.resources.row])

    def top(self) -> Flows:
        """The start of the fixed point, above which nothing can be: all asked for is had."""
        farm, demanded = self.setting.economy.town_and_country, self.setting.demanded
        imported = np.ones_like(self.state.debt)
        goods = np.zeros_like(imported)
        if farm.farm_product >= 0:
            goods = goods + self.value_to_village(np.ones_like(self.asked[CONSUMPTION]))
        self.import_bill = (
            np.nan_to_num(self.setting.economy.trade.import_price[:, self.year]) @ demanded.imports[:, self.year]
        )
        harvest = self.harvest[self.setting.economy.techniques.sector]
        return Flows(self.ask, harvest * self.output_asked, imported, goods)

    def value_to_village(self, ratio: Floats) -> Floats:
        """Value of the goods in the village's basket that reach it, its own produce apart, money units."""
        economy, farm = self.setting.economy, self.setting.economy.town_and_country
        basket = np.array(economy.households.baskets[:, [farm.household]].toarray().ravel())
        basket[farm.farm_product] = 0.0
        told = self.setting.demanded.consumption[farm.household, self.year]
        return np.asarray((economy.products.price * basket * told) @ ratio)

    def supply(self, flows: Flows) -> Supply:
        """What there is to give out: output, stocks, imports paid for, and of farm produce what the village delivers.

            taken    = min(available, tax + kappa q harvest)
            marketed = max(taken, min(tax + kappa q harvest + omega goods / p, available - subsistence))

        available: the harvest less the farm's own inputs and own building, which are served first.
        """
        setting, year = self.setting, self.year
        economy, farm = setting.economy, setting.economy.town_and_country
        made = np.asarray(setting.made.outputs @ (self.quality * flows.output))
        total = made + self.state.stocks + flows.imported * setting.demanded.imports[:, [year]]
        nothing = np.zeros_like(self.state.debt)
        if farm.farm_product < 0:
            return Supply(total, made, nothing, nothing + 1.0)
        harvest = made[farm.farm_product]
        own_building = share_had(harvest - self.own_asked, self.building.own, EXACT * harvest)
        available = np.maximum(harvest - self.own_asked - own_building * self.building.own, 0.0)
        owed = farm.tax[year] + farm.coerced_share[year] * farm.quota[year] * harvest
        bought = farm.terms_of_trade[year] * flows.goods / economy.products.price[farm.farm_product]
        willing = np.minimum(owed + bought, available - farm.subsistence[year])
        marketed = np.maximum(np.minimum(available, owed), willing)
        total[farm.farm_product] += marketed - harvest
        return Supply(total, made, marketed, own_building)

    def currency(self, ratio: Floats) -> Floats:
        """Foreign money that can be spent on imports in the year, after debt service."""
        trade, year, sd = self.setting.economy.trade, self.year, self.setting.behaviour.terms_of_trade_sd
        price = np.nan_to_num(trade.export_price[:, year]) * self.setting.demanded.exports[:, year]
        terms = trade.terms_of_trade[year] * np.exp(sd * self.luck.terms_of_trade[year - 1] - sd * sd / 2.0)
        earned = terms * (price @ ratio[GIVEN]) + trade.receipts[year]
        return np.asarray(earned - (1.0 + trade.interest[year]) * self.state.debt)

    def imports_had(self, ratio: Floats) -> tuple[Floats, Floats]:
        """What foreign money there is goes to needs without a home product first, then to imports: part had of each."""
        trade, economy = self.setting.economy.trade, self.setting.economy
        there = self.currency(ratio) + trade.debt_limit[self.year]
        needs = economy.techniques.import_need @ self.output_asked
        slack = EXACT * (np.abs(needs) + self.import_bill)
        had = share_had(there, needs, slack)
        return had, share_had(there - had * needs, np.broadcast_to(self.import_bill, needs.shape), slack)

    def inputs_had(self, rations: Rations) -> Floats:
        """(input entry): what was had, delivered and from the hoard, over what was needed; at most 1."""
        entries = self.setting.made.inputs
        there = rations.ratio[self.kind, entries.row] * self.input_asked + self.state.hoards
        return share_had(there, self.input_need, EXACT * self.input_need)

    def building_done(self, rations: Rations, supply: Supply) -> Floats:
        """(age group, sector): part of the building work asked for that is done."""
        setting, farm = self.setting, self.setting.economy.town_and_country
        sector = farm.farm_sector if farm.farm_product >= 0 else -1
        ratio = rations.ratio[[BUILDING, BUILDING_REST]]
        return progress(
            self.building, ratio, self.building_labour, supply.own_building, setting.made, setting.behaviour,
            setting.first, sector,
        )  # fmt: skip

    def step(self, flows: Flows) -> Flows:
        """Production from what can be had when production is as given; never more than that.

        activity = asked R^sigma,    output = harvest min(capacity, activity)
        """
        setting, cohorts = self.setting, self.setting.cohorts
        supply = self.supply(flows)
        rations = ration(supply.all, self.asked, CLASSES[setting.behaviour.rationing])
        needs, imported = self.imports_had(rations.ratio)
        had = np.minimum(setting.made.inputs.least(self.inputs_had(rations)), self.labour)
        foreign = np.where(setting.economy.techniques.import_need[:, None] > 0.0, needs, 1.0)
        sigma = setting.behaviour.substitution
        worked = np.where(self.lagged, had, np.minimum(had, foreign)) ** sigma
        activity = self.ask * np.where(self.lagged, worked, np.minimum(worked, self.resource))
        in_hand = self.output_asked * np.minimum(foreign**sigma, self.resource)
        output = np.where(self.lagged, in_hand, activity)
        if np.any((cohorts.begun == self.year) & (cohorts.due == self.year)):
            done = self.building_done(rations, supply)[cohorts.begun, cohorts.sector]
            allowed = self.part_of_target(self.state.capacity + self.ready_at_once(done * self.building.part))
            output = np.minimum(output, allowed * self.target)
            activity = np.where(self.lagged, activity, output)
        output = self.harvest[setting.economy.techniques.sector] * output
        farm = setting.economy.town_and_country
        goods = self.value_to_village(rations.ratio[CONSUMPTION]) if farm.farm_product >= 0 else flows.goods
        return Flows(
            *(np.minimum(new, old) for new, old in zip((activity, output, imported, goods), flows, strict=True))
        )

    def settled(self) -> Flows:
        """The greatest fixed point, reached from the top.

        Raises:
            SolverFailed: it does not come to rest.
        """
        flows = self.top()
        size = [np.abs(each).max(axis=-1, keepdims=True, initial=1e-300) for each in flows]
        for _ in range(STEPS):
            after = self.step(flows)
            moved = max(
                float(((old - new) / scale).max(initial=0.0))
                for old, new, scale in zip(flows, after, size, strict=True)
            )  # fmt: skip
            flows = after
            if moved <= AT_REST:
                return flows
        raise SolverFailed("The year's production does not come to rest: ration by `current-first`, or substitute more")


def carry_out(setting: Setting, state: State, luck: Luck, year: int) -> tuple[State, Happened]:
    """A year: what happened in it, and what it hands on."""
    economy, made, behaviour, cohorts = setting.economy, setting.made, setting.behaviour, setting.cohorts
    asking = Year(setting, state, luck, year)
    flows = asking.settled()
    supply = asking.supply(flows)
    rations = ration(supply.all, asking.asked, CLASSES[behaviour.rationing])
    products, entries, farm = economy.products, made.inputs, economy.town_and_country
    storable = products.storable[:, None]
    kept_part = 1.0 - behaviour.hoard_loss

    # inputs
    delivered = rations.ratio[asking.kind, entries.row] * asking.input_asked
    used = np.minimum(entries.value[:, None] * flows.activity[entries.column], delivered + state.hoards)
    rest = delivered + state.hoards - used
    hoards = np.where(storable[entries.row], kept_part * rest, 0.0)
    inputs, lost = entries.added_up(used), entries.added_up(rest - hoards)

    # building
    done_part = asking.building_done(rations, supply)
    work = asking.building.work * done_part
    building = np.asarray(made.inherited_materials @ work[0] + made.materials @ work[1:].sum(axis=0))
    ratio = rations.ratio[[BUILDING, BUILDING_REST]]
    idle = np.maximum((ratio.transpose(1, 0, 2) * asking.building.materials.sum(axis=0)).sum(axis=1) - building, 0.0)
    back = np.where(storable, kept_part * idle, 0.0)
    lost = lost + idle - back

    # consumption and what is left
    ratio = rations.ratio[CONSUMPTION]
    told = setting.demanded.consumption[:, [year]]
    consumption = told * _weighted(economy, ratio)
    consumed = ratio * asking.basket[:, None]
    stocks = np.where(storable, rations.left + back, 0.0)
    lost = lost + rations.left + back - stocks
    kept = np.zeros_like(state.stocks)
    if farm.farm_product >= 0:
        # what the farm asked for and could not use after all stays in the village
        own_inputs = np.minimum(made.own_inputs @ flows.activity, supply.made[farm.farm_product])
        own_building = made.own_materials * work[1:, farm.farm_sector].sum(axis=0)
        inputs[farm.farm_product] += own_inputs
        building[farm.farm_product] += own_building
        at_home = supply.made[farm.farm_product] - own_inputs - own_building - supply.marketed
        kept[farm.farm_product] = np.maximum(at_home, 0.0)
    given = setting.demanded.given[:, [year]] * rations.ratio[GIVEN]
    exported = setting.demanded.exports[:, [year]] * rations.ratio[GIVEN]
    imported = flows.imported * setting.demanded.imports[:, [year]]
    ledger = Ledger(
        state.stocks, entries.added_up(state.hoards), supply.made, imported, inputs, building, consumed, given,
        exported, kept, lost, stocks, entries.added_up(hoards),
    )  # fmt: skip

    # money abroad
    spent = flows.imported * asking.import_bill + economy.techniques.import_need @ flows.output
    account = bool(np.isfinite(economy.trade.debt_limit).any())
    debt = np.maximum(spent - asking.currency(rations.ratio), 0.0) if account else state.debt

    # sites and capacity
    done = state.done + asking.building.part * done_part[cohorts.begun, cohorts.sector]
    came = np.array(state.came)
    at_once = (cohorts.begun == year) & (cohorts.due == year)
    came[at_once] = cohorts.finished(done, behaviour.sites)[at_once]
    here = state.capacity + asking.ready_at_once(done)
    ready = np.where((cohorts.due <= year + 1)[:, None], cohorts.finished(done, behaviour.sites), 0.0)
    late = luck.delay[year][cohorts.project] < behaviour.commissioning_delay
    ready = np.maximum(np.where(late, came, ready), came)
    depreciation = np.minimum(economy.sectors.depreciation[:, None] * asking.conditions.wear, 1.0)
    capacity = np.where(np.isinf(here), np.inf, (1.0 - depreciation) * np.where(np.isinf(here), 0.0, here))
    np.add.at(capacity, cohorts.sector, (ready - came) * state.amount)
    sunk = np.maximum(cohorts.spent_before[:, None] + done - ready, 0.0) * cohorts.cost[:, None] * state.amount
    unfinished = np.zeros_like(capacity)
    begun = np.flatnonzero(cohorts.begun <= year)
    np.add.at(unfinished, cohorts.sector[begun], sunk[begun])

    had, scarcest = _scarcest(asking, rations)
    counted = made.by_sector @ flows.output
    sector = economy.techniques.sector
    happened = Happened(
        target=asking.sector_target,
        output=flows.output,
        made=counted,
        possible=asking.harvest * asking.standing(here) * asking.conditions.gain,
        harvest=asking.harvest,
        quality=asking.conditions.quality,
        reported=(1.0 + behaviour.exaggeration) * counted,
        had=had,
        scarcest=scarcest,
        work_asked=asking.building.work.sum(axis=0),
        work_done=work.sum(axis=0),
        work_scarcest=_work_scarcest(asking, rations, work),
        ratio=rations.ratio,
        consumption=consumption,
        marketed=supply.marketed,
        people_asked=asking.people_asked,
        people_there=asking.people_there,
        people_used=_people_used(asking, flows),
        unfinished=unfinished,
        ledger=ledger,
    )
    following = replace(
        state, capacity=capacity, stocks=stocks, hoards=hoards, done=done, came=ready, debt=debt,
        in_hand=np.where(asking.lagged, flows.activity, 0.0),
    )  # fmt: skip
    closing = Closing(economy, year, asking.conditions, happened, 1.0 - had)
    for effect in CLOSING:
        following = effect(behaviour, following, closing)
    later = (cohorts.begun > year)[:, None]
    factor = following.raised[cohorts.sector] / state.raised[cohorts.sector]
    return replace(following, amount=np.where(later, state.amount * factor, state.amount)), happened


def _weighted(economy: Economy, ratio: Floats) -> Floats:
    """(household, repetition): value-weighted mean of what was delivered of each basket; by amounts where unpriced.

    Not the least: with a strict basket a household would have nothing wherever a single product is used up.
    """
    baskets = economy.households.baskets.toarray()
    value = economy.products.price[:, None] * baskets
    weight = np.where(value.sum(axis=0) > 0.0, value, baskets)
    total = weight.sum(axis=0)
    mean = weight.T @ ratio / np.where(total > 0.0, total, 1.0)[:, None]
    return np.where((total > 0.0)[:, None], mean, 1.0)


def _people_used(asking: Year, flows: Flows) -> Floats:
    labour = asking.setting.made.labour
    working = labour.added_up(asking.labour_per_unit[:, None] * flows.activity[labour.column])
    building = np.minimum(asking.building_labour, 1.0) * asking.building.labour
    return np.minimum(working + building, asking.people_there)


def scarce_things(economy: Economy) -> tuple[str, ...]:
    """What can be scarce, by its label: products, pools of people, foreign money, resources taken together."""
    return (*economy.products.axis.labels, *economy.pools.axis.labels, "foreign money", "resources")


def _scarcest(asking: Year, rations: Rations) -> tuple[Floats, Ints]:
    """(technique, repetition): R, and what was scarcest of the `scarce_things`."""
    made, economy = asking.setting.made, asking.setting.economy
    products, pools = len(economy.products.axis), len(economy.pools.axis)
    per_entry = asking.inputs_had(rations)
    needs, _ = asking.imports_had(rations.ratio)
    foreign = np.where(economy.techniques.import_need[:, None] > 0.0, needs, 1.0)
    had = np.stack([made.inputs.least(per_entry), asking.labour, foreign, asking.resource])
    least, worst = had.min(axis=0), had.argmin(axis=0)
    which = np.stack([
        made.inputs.scarcest(per_entry),
        products + made.labour.scarcest(asking.labour_had[made.labour.row]),
        np.full(worst.shape, products + pools),
        np.full(worst.shape, products + pools + 1),
    ])  # fmt: skip
    chosen = np.take_along_axis(which, worst[None], axis=0)[0]
    return least, np.where(least < 1.0 - EXACT, chosen, -1)


def _work_scarcest(asking: Year, rations: Rations, work: Floats) -> Ints:
    """(sector, repetition): the material or the pool of which the sector's building had least of what it asked for."""
    made, first = asking.setting.made, asking.setting.first
    entries, people = made.inherited_entries, made.building_labour_entries
    kind = np.where(first[entries.column] > 0.0, BUILDING, BUILDING_REST)
    materials, labour = rations.ratio[kind, entries.row], asking.building_labour[people.row]
    fewest = people.least(labour) < entries.least(materials)
    which = np.where(fewest, len(rations.left) + people.scarcest(labour), entries.scarcest(materials))
    short = work.sum(axis=0) < (1.0 - EXACT) * asking.building.work.sum(axis=0)
    return np.where(short, which, -1)
