"""The economy in which the rest of a plan is made anew: what is there at the end of a year, as the planner believes.

year t of the plan            ->  the base year
capacity k[t+1], stocks s[t]  ->  those of the start
what is begun and not ready   ->  construction begun before the plan
people, debt, everything yearly, by t years earlier
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, times
from optimiser.economy.begun import Begun
from optimiser.economy.economy import Economy, Inherited, Objectives, Targets, Trade
from optimiser.economy.flows import baskets_in, inputs_in, mouths_there
from optimiser.execution.building import SITE
from optimiser.execution.coefficients import people_there
from optimiser.execution.rationing import EXACT
from optimiser.execution.setting import Setting
from optimiser.execution.state import Happened, State

NOTHING = 1e-12
"""What is still to be built, or paid, below this part of a project is nothing."""


class Feedback(StrEnum):
    """From what the planner knows where the economy stands.

    REPORTS: output, capacity, stocks and work done are all greater by the share of exaggeration than they are, and
    what enterprises hoard is not reported.  TRUTH: what is there, hoards among the stocks.
    """

    REPORTS = "reports"
    TRUTH = "what is there"


@dataclass(frozen=True, eq=False)
class Believed:
    """What the planner takes to be there at the end of a year."""

    capacity: Floats
    """(asset), at the start of the next year, units of the asset; infinity where it is no limit."""
    stocks: Floats
    """(product), product units."""
    made: Floats
    """(sector), output of the year, sector units."""
    in_hand: Floats
    """(sector), output of the next year whose inputs have been spent, sector units."""
    done: Floats
    """(cohort), part of its cost spent in the plan."""

    @classmethod
    def of(cls, setting: Setting, state: State, happened: Happened, feedback: Feedback) -> Believed:
        """From the only repetition of a state and of what happened in the year before it.

        A stock of less than the part `EXACT` of the year's supply is none: balances add up only so far, and a plan that
        had to leave such a stock could not be shown to do so.
        """
        only, book = 0, happened.ledger
        supply = book.opening_stocks + book.opening_hoards + book.made + book.imported + book.outside
        hoards = setting.coefficients.inputs.added_up(state.hoards)[:, only]
        in_hand = times(setting.coefficients.by_sector, state.in_hand)[:, only]
        capacity, stocks, done = state.capacity[:, only], state.stocks[:, only], state.done[:, only]
        stocks = stocks + hoards if feedback is Feedback.TRUTH else stocks
        stocks = np.where(stocks > EXACT * supply[:, only], stocks, 0.0)
        if feedback is Feedback.TRUTH:
            made = happened.quality[:, only] * happened.made[:, only]
            return cls(capacity, stocks, made, in_hand, done)
        more = 1.0 + setting.behaviour.exaggeration
        whole = setting.cohorts.schedule[:, -1]
        return cls(
            more * capacity, more * stocks, happened.reported[:, only], more * in_hand, np.minimum(more * done, whole)
        )


def remaining(
    setting: Setting, state: State, happened: Happened, year: int, feedback: Feedback, promised: float = np.inf
) -> Economy:
    """The economy of the years after `year`, as the planner believes it to be; state of a single repetition.

    `promised` is the growth a year that the plan has promised.  The end is still compared with the start of the whole
    plan, and growth counted from its base year.

    Raises:
        ValueError: no year of the plan is over, or none is left.
    """
    if not 1 <= year < setting.economy.years.plan:
        raise ValueError(f"after year {year} of {setting.economy.years.plan} there is no rest to be planned")
    return _at_the_end(setting, state, happened, year, feedback, promised)


def too_few_for_a_second(economy: Economy) -> str:
    """Why the data cannot bear a second plan; empty where they can."""
    years = economy.years
    if 2 * years.plan + years.tail < years.reach:
        return ""
    return f"the data reach {years.reach} years, too few for a second plan of {years.plan}"


def following(setting: Setting, state: State, happened: Happened, feedback: Feedback) -> Economy:
    """The economy of a second plan of as many years, as the planner believes it to be; state of a single repetition.

    Growth and living standards are counted from the last year of the first plan (an index of 1 is what was consumed
    then), the end is compared with the start of the second.  Targets of the first are over, and nothing limits how fast
    output may fall: the last year of a plan may leave what cannot go on as it is.

    Raises:
        ValueError: the data do not reach so far.
    """
    economy, years = setting.economy, setting.economy.years
    if too_few := too_few_for_a_second(economy):
        raise ValueError(too_few)
    longer = replace(setting, economy=replace(economy, years=replace(years, plan=2 * years.plan)))
    rest = _at_the_end(longer, state, happened, years.plan, feedback, np.inf)
    level, households, paths = happened.consumption[:, 0], rest.households, rest.basket_paths
    level = np.where(level > 0.0, level, 1.0)
    village = rest.town_and_country
    eats = level[village.household] if village.farm_product >= 0 else 1.0
    return replace(
        rest,
        begun=None,
        settings=replace(rest.settings, target_set=""),
        sectors=replace(rest.sectors, fall_limit=np.ones_like(rest.sectors.fall_limit)),
        town_and_country=replace(village, own_food=village.own_food * float(eats)),
        basket_paths=replace(paths, quantity=paths.quantity * level[paths.household][:, None]),
        households=replace(
            households,
            baskets=sp.csr_array(households.baskets @ sp.diags_array(level)),
            floor=households.floor / level[:, None],
            mouths=households.mouths / level[:, None],
            people=households.people * level,
        ),
    )


def _at_the_end(
    setting: Setting, state: State, happened: Happened, year: int, feedback: Feedback, promised: float
) -> Economy:
    economy, cohorts = setting.economy, setting.cohorts
    believed = Believed.of(setting, state, happened, feedback)
    years, sectors, assets, projects = economy.years, economy.sectors, economy.assets, economy.projects
    own = np.flatnonzero((cohorts.begun >= 1) & (cohorts.begun <= year))
    begun = np.zeros(len(projects.axis))
    np.add.at(begun, cohorts.project[own], state.amount[own, 0])
    repaired = np.bincount(projects.asset, projects.repairs * begun, len(assets.axis))
    techniques, gained = economy.techniques, (1.0 + sectors.productivity_growth) ** -float(year)
    inherited, counted, owed = _under_construction(setting, state, believed, year)
    trade = _trade(economy.trade, year)
    moved = np.zeros((len(economy.transfers.axis), years.reach + 1))
    moved[:, 1 : year + 1] = setting.demanded.transfers[:, 1 : year + 1]
    mouths = mouths_there(economy, moved)
    return replace(
        _later(economy, year),
        begun=Begun(economy, happened.consumption[:, 0], happened.capacity[:, 0], promised),
        products=replace(
            economy.products,
            opening_stock=np.where(economy.products.storable, believed.stocks, 0.0),
            reserve=economy.products.reserve[:, year:],
        ),
        sectors=replace(
            sectors, base_output=believed.made, output_in_hand=believed.in_hand, yields=sectors.yields[:, year:]
        ),
        assets=replace(
            assets, capacity=np.maximum(believed.capacity - counted, 0.0), idle=np.maximum(assets.idle - repaired, 0.0)
        ),
        techniques=replace(
            techniques,
            inputs=inputs_in(economy, year),
            labour=sp.csr_array(techniques.labour @ sp.diags_array(gained[techniques.sector])),
        ),
        projects=replace(projects, total_limit=np.maximum(projects.total_limit - begun, 0.0)),
        inherited=inherited,
        pools=replace(
            economy.pools,
            natural=people_there(economy, moved)[:, year:],
            in_training=np.zeros_like(economy.pools.in_training[:, year:]),
        ),
        households=replace(
            economy.households,
            baskets=baskets_in(economy, year),
            floor=(economy.households.floor * mouths / economy.households.mouths)[:, year:],
            mouths=mouths[:, year:],
        ),
        trade=replace(trade, receipts=trade.receipts - owed, opening_debt=float(state.debt[0])),
    )


def _under_construction(
    setting: Setting, state: State, believed: Believed, year: int
) -> tuple[Inherited, Floats, Floats]:
    """What is begun and not ready, with what it still costs; capacity (asset) that is ready and not yet paid; and
    foreign money (0..T') that machines for it still cost, of which what is inherited bears none.

    Work goes on as sites ask for it (`Cohorts.asked`): what is behind its schedule is ready as soon as the greatest
    yearly part of its cost allows, what is on schedule when it is due.
    """
    cohorts, assets = setting.cohorts, setting.economy.assets
    reach = setting.economy.years.reach - year
    begun = np.flatnonzero(cohorts.begun <= year)
    done = np.repeat(believed.done[:, None], 1, axis=1)
    ready = np.where(done[:, 0] >= cohorts.before_due - SITE, 0, reach)
    spent, owed = np.zeros((len(cohorts.asset), reach + 1)), np.zeros(reach + 1)
    machines = np.where(cohorts.begun <= year, cohorts.import_need * state.amount[:, 0], 0.0)
    for later in range(1, reach + 1):
        part = cohorts.asked(year + later, done)
        spent[:, later], done = part[:, 0], done + part
        owed[later] = machines @ part[:, 0]
        ready = np.where((done[:, 0] >= cohorts.before_due - SITE) & (ready == reach), later, ready)
    to_come = 1.0 - state.came[:, 0]
    came = to_come <= NOTHING
    # what should be there by now and is not comes in a year's time at the earliest
    due = np.maximum(np.where(cohorts.due <= year + 1, 2, cohorts.due - year), ready + 1)
    due = np.where(came, 1, due)
    share = np.where(came, 1.0, to_come)
    unpaid = spent.sum(axis=1) > NOTHING
    kept = begun[(~came | unpaid)[begun] & (state.amount[begun, 0] > 0.0)]
    counted = np.zeros(len(assets.axis))
    paid_late = kept[came[kept]]
    np.add.at(counted, cohorts.asset[paid_late], state.amount[paid_late, 0])
    return (
        Inherited(
            asset=cohorts.asset[kept],
            capacity=share[kept] * state.amount[kept, 0],
            due=due[kept],
            cost_to_come=(cohorts.cost / share)[kept, None] * spent[kept],
        ),
        counted,
        owed,
    )


def _later(economy: Economy, year: int) -> Economy:
    """The same data, by so many years earlier; of targets and weights those that are still to come, and no target set
    is chosen that has none."""
    years, village, targets = economy.years, economy.town_and_country, _targets(economy.targets, year)
    chosen = economy.settings.target_set
    return replace(
        economy,
        settings=replace(economy.settings, target_set=chosen if chosen in targets.set else ""),
        years=replace(years, base=years.label(year), plan=years.plan - year, reach=years.reach - year),
        transfers=replace(economy.transfers, limit=economy.transfers.limit[:, year:]),
        input_paths=replace(economy.input_paths, coefficient=economy.input_paths.coefficient[:, year:]),
        demand=replace(economy.demand, quantity=economy.demand.quantity[:, year:]),
        basket_paths=replace(economy.basket_paths, quantity=economy.basket_paths.quantity[:, year:]),
        assortments=replace(economy.assortments, amount=economy.assortments.amount[:, year:]),
        town_and_country=replace(
            village,
            terms_of_trade=village.terms_of_trade[year:],
            tax=village.tax[year:],
            coerced_share=village.coerced_share[year:],
            quota=village.quota[year:],
            yield_loss=village.yield_loss[year:],
            subsistence=village.subsistence[year:],
            slack_limit=village.slack_limit[year:],
        ),
        resources=replace(economy.resources, ceiling=economy.resources.ceiling[:, year:]),
        wages=economy.wages.later(year),
        money=economy.money.later(year),
        targets=targets,
        objectives=_objectives(economy.objectives, year),
    )


def _trade(trade: Trade, year: int) -> Trade:
    return replace(
        trade,
        import_price=trade.import_price[:, year:],
        export_price=trade.export_price[:, year:],
        import_limit=trade.import_limit[:, year:],
        export_limit=trade.export_limit[:, year:],
        terms_of_trade=trade.terms_of_trade[year:],
        receipts=trade.receipts[year:],
        debt_limit=trade.debt_limit[year:],
        interest=trade.interest[year:],
        base_imports=np.full_like(trade.base_imports, np.nan),
        base_exports=np.full_like(trade.base_exports, np.nan),
    )


def _targets(targets: Targets, year: int) -> Targets:
    still = np.flatnonzero(targets.year > year)
    return replace(
        targets,
        axis=targets.axis.part(still),
        set=tuple(targets.set[each] for each in still),
        variable=tuple(targets.variable[each] for each in still),
        index=targets.index[still],
        year=targets.year[still] - year,
        value=targets.value[still],
        base=targets.base[still],
        elastic=targets.elastic[still],
        weight=targets.weight[still],
    )


def _objectives(objectives: Objectives, year: int) -> Objectives:
    still = np.flatnonzero(objectives.year > year)
    return replace(
        objectives,
        set=tuple(objectives.set[each] for each in still),
        variable=tuple(objectives.variable[each] for each in still),
        code=tuple(objectives.code[each] for each in still),
        year=objectives.year[still] - year,
        weight=objectives.weight[still],
    )
