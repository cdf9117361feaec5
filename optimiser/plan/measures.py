"""What a plan comes to: a few measures by which plans are read and compared.

Everything here is computed from the plan's quantities and the economy's data, for the base year (index 0)
and the plan years 1..T; years of the tail are left out.  Values are at the prices of the sheet `Sectors`
or `Products`; where nothing is priced, a measure in money is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Floats, times
from optimiser.economy.base_year import base_year
from optimiser.economy.economy import Economy
from optimiser.economy.flows import baskets_in, effective_yields, labour_productivity, mouths_there
from optimiser.plan.plan import Plan
from optimiser.programme.rows import Kind

INDUSTRY = ("producer goods", "consumer goods")
"""The groups of sectors that make up industry."""

ZERO = 1e-9
"""A shadow price below this, in absolute terms, is none."""


@dataclass(frozen=True)
class Binding:
    """A rule that holds the plan back, with the row of it that does so most."""

    rule: str
    kind: Kind
    rows: int
    """Rows of the rule, in the plan years or after them, that have a shadow price."""
    key: Mapping[str, str]
    """What the dearest row is about: `{"product": "STL", "year": "1930/31"}`."""
    price: float
    """What one more unit adds to the goal, goal units per `unit`."""
    comparable: float
    """The same for as much as the base year has of it, goal units; always positive."""
    unit: str
    meaning: str
    """What one more unit is."""


@dataclass(frozen=True)
class Reached:
    """How far a target of the chosen set is reached."""

    variable: str
    code: str
    year: str
    unit: str
    base: float
    reached: float
    asked: float

    @property
    def share(self) -> float | None:
        """`(reached - base) / (asked - base)`; None where nothing is asked beyond the base."""
        increment = self.asked - self.base
        return (self.reached - self.base) / increment if increment else None


@dataclass(frozen=True, eq=False)
class Measures:
    """Measures of a plan.  Yearly arrays end with an axis of the years 0..T, 0 being the base year."""

    years: tuple[str, ...]
    """Labels of the years 0..T."""
    growth_rate: float | None
    """Greatest common growth a year, a share; None where the strategy does not look for it."""
    share: float | None
    """Largest common share of the targets' increments; None where the strategy does not look for it."""
    consumption: Floats
    """C: (household, year), index, base year = 1."""
    consumption_per_head: Floats
    """C / mouths: (household, year), index, base year = 1."""
    output: Floats
    """(sector, year), sector units a year."""
    capacity: Floats
    """(asset, year), units of the asset, at the start of the year; infinity where it does not limit."""
    utilisation: Floats
    """`kappa_q sum_k kappa_k x_k / (yield k_q)`: (asset, year), a share; NaN where it does not limit or is zero."""
    groups: tuple[str, ...]
    value_of_output: Floats | None
    """`sum_j sum_i p_i g_ij x_j`: (group, year), money units a year."""
    industrial_index: Floats | None
    """Value of output of producer and consumer goods: (year), base year = 1."""
    investment: Floats | None
    """`p'K Z`: (year), building work, money units; the base year is that of `base_year`."""
    final_uses: Floats | None
    """`p'K Z + p'c C + p F + p'd`: (year), final uses at home, money units."""
    unfinished: Floats
    """Inputs spent by the end of the year on projects that give no capacity at the start of the next:
    `sum_p f_p sum_{tau: tau+L > t+1} (phi_p(0) + ... + phi_p(t-tau)) y[p,tau]` and inherited ones alike: (asset,
    year), in units of new capacity that the same inputs would make."""
    unfinished_value: Floats | None
    """The same at prices, all sectors together: (year), money units."""
    debt: Floats | None
    """Foreign debt at the end of the year: (year), foreign money; None without an account."""
    at_work: Floats
    """People at work: (pool, year), pool units; the base year is that of `base_year`, where the kind of building is
    not known without those who build."""
    there: Floats
    """People in the pool: (pool, year), pool units; infinity where the pool does not limit."""
    capital_index: float | None
    """`sum_j w_j k[j,T]/k[j,0] / sum_j w_j`, w the value of base-year output: capacity at the start of the last
    plan year, base year = 1."""
    targets: tuple[Reached, ...]
    binding: tuple[Binding, ...]
    """Rules with a shadow price, the greatest comparable price first; identities and demands of the strategy last."""

    @property
    def investment_share(self) -> Floats | None:
        """The share of building work in final uses at home: (year)."""
        built, uses = self.investment, self.final_uses
        if built is None or uses is None:
            return None
        return np.asarray(np.divide(built, uses, out=np.full(len(uses), np.nan), where=uses > 0.0))

    @property
    def labour_use(self) -> Floats:
        """Share at work of the people there: (pool, year)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(np.isfinite(self.there) & (self.there > 0.0), self.at_work / self.there, np.nan)


def measures(plan: Plan, target_set: str = "") -> Measures:
    """The measures of a plan; targets are those of `target_set`, or else of the plan's or the workbook's own set.

    Raises:
        ValueError: there is no plan (its status is not optimal).
    """
    if not plan.solution.optimal:
        raise ValueError(f"a plan that is {plan.status.value} has no measures")
    economy, q = plan.economy, plan.quantities
    T = economy.years.plan
    value = value_by_group(plan)
    groups = group_names(economy)
    industry = [index for index, group in enumerate(groups) if group.lower() in INDUSTRY]
    industrial = value[industry].sum(axis=0) if value is not None and industry else None
    unfinished = unfinished_construction(plan)
    construction = economy.construction
    cost = times(construction.capital.T.tocsr(), times(construction.composition.T.tocsr(), economy.products.price))
    account = len(plan.programme.variable["debt"].entity) > 0
    debt = np.array(q.debt[: T + 1])
    debt[0] = economy.trade.opening_debt
    at_work, there = labour(plan)
    consumption = q.consumption[:, : T + 1]
    investment, final_uses = uses_at_home(plan)
    return Measures(
        years=tuple(economy.years.label(year) for year in range(T + 1)),
        growth_rate=plan.growth_rate,
        share=plan.share,
        consumption=consumption,
        consumption_per_head=consumption / mouths_there(economy, q.transfers)[:, : T + 1],
        output=plan.output_by_sector()[:, : T + 1],
        capacity=q.capacity[:, : T + 1],
        utilisation=utilisation(plan),
        groups=groups,
        value_of_output=value,
        industrial_index=industrial / industrial[0] if industrial is not None and industrial[0] > 0.0 else None,
        investment=investment,
        final_uses=final_uses,
        unfinished=unfinished,
        unfinished_value=cost @ unfinished if cost.any() else None,
        debt=debt if account else None,
        at_work=at_work,
        there=there,
        capital_index=capital_index(plan),
        targets=targets_reached(plan, target_set),
        binding=what_binds(plan),
    )


def inputs_for(plan: Plan) -> Floats:
    """`x[k, t+lag]`: (technique, 0..T), the output whose inputs are spent in the year; zero in the base year."""
    economy = plan.economy
    T, output = economy.years.plan, plan.quantities.output
    basis = np.zeros((len(output), T + 1))
    basis[:, 1:] = output[:, 1 : T + 1]
    lagged = np.flatnonzero(economy.techniques.lag == 1)
    later = output[lagged, 2 : T + 2]
    basis[lagged, 1:] = 0.0
    basis[lagged, 1 : 1 + later.shape[1]] = later
    return basis


def building_work(plan: Plan) -> Floats:
    """Z: (bundle, 0..T), building work done in the year, bundle units; zero in the base year."""
    T = plan.economy.years.plan
    work = np.zeros((len(plan.economy.construction.bundles), T + 1))
    work[:, 1:] = plan.values("construction")[:, :T]
    return work


def group_names(economy: Economy) -> tuple[str, ...]:
    """The groups of sectors, in order of appearance; `other` where none is named."""
    return tuple(dict.fromkeys(group or "other" for group in economy.sectors.group))


def value_by_group(plan: Plan) -> Floats | None:
    """`sum_j sum_i p_i g_ij x_j`: (group, year), money units a year; None where nothing is priced."""
    economy = plan.economy
    techniques, T = economy.techniques, economy.years.plan
    worth = times(techniques.outputs.T.tocsr(), economy.products.price)
    if not worth.any():
        return None
    by_sector = np.zeros((len(economy.sectors.axis), T + 1))
    np.add.at(by_sector, techniques.sector, worth[:, None] * plan.quantities.output[:, : T + 1])
    first = np.unique(techniques.sector, return_index=True)
    by_sector[first[0], 0] = worth[first[1]] * economy.sectors.base_output[first[0]]
    groups = group_names(economy)
    total = np.zeros((len(groups), T + 1))
    np.add.at(total, [groups.index(group or "other") for group in economy.sectors.group], by_sector)
    return total


def utilisation(plan: Plan) -> Floats:
    """`kappa_q sum_k kappa_k x_k / (yield k_q)`: (asset, year), a share; NaN where it means nothing."""
    economy, T = plan.economy, plan.economy.years.plan
    used = np.zeros((len(economy.sectors.axis), T + 1))
    weighted = economy.techniques.capacity_use[:, None] * plan.quantities.output[:, : T + 1]
    np.add.at(used, economy.techniques.sector, weighted)
    standing = np.where(np.isfinite(plan.quantities.capacity[:, : T + 1]), plan.quantities.capacity[:, : T + 1], 0.0)
    assets = economy.assets
    used = assets.use[:, None] * used[assets.sector]
    standing = standing * effective_yields(economy)[assets.sector, : T + 1]
    share = np.divide(used, standing, out=np.full(used.shape, np.nan), where=standing > 0.0)
    share[:, 0] = base_year(economy).capacity_used
    return np.asarray(share)


def uses_at_home(plan: Plan) -> tuple[Floats | None, Floats | None]:
    """`p'K Z` and `p'K Z + p'c C + p F + p'd`: (year), money units; None where nothing of it is priced."""
    economy, T = plan.economy, plan.economy.years.plan
    price = economy.products.price
    built = times(economy.construction.composition.T.tocsr(), price) @ building_work(plan)
    eaten = np.array([price @ (baskets_in(economy, t) @ plan.quantities.consumption[:, t]) for t in range(T + 1)])
    given = price[economy.demand.product] @ economy.demand.quantity[:, : T + 1]
    given = given + price @ economy.assortments.contents(plan.quantities.assortments[:, : T + 1], len(price))
    farm = economy.town_and_country.farm_product
    kept = price[farm] * plan.quantities.farm_kept[: T + 1] if farm >= 0 else np.zeros(T + 1)
    base = base_year(economy)
    built[0] = price @ base.amounts("building")
    kept[0] = price @ base.amounts("kept in the village")
    uses = built + eaten + given + kept
    return (built, uses) if built.any() and uses.any() else (None, None)


def unfinished_construction(plan: Plan) -> Floats:
    """(asset, year): inputs spent on what is not finished, as units of new capacity; see `Measures.unfinished`."""
    economy, T = plan.economy, plan.economy.years.plan
    projects, inherited = economy.projects, economy.inherited
    total = np.zeros((len(economy.assets.axis), T + 1))
    spent = np.cumsum(projects.spending, axis=1)
    for year in range(1, T + 1):
        for begun in range(1, year + 1):
            open_still = np.flatnonzero(begun + projects.gestation > year + 1)
            age = min(year - begun, spent.shape[1] - 1)
            amount = projects.cost_factor * spent[:, age] * plan.quantities.starts[:, begun]
            np.add.at(total[:, year], projects.asset[open_still], amount[open_still])
    for year in range(T + 1):
        open_still = np.flatnonzero(inherited.due > year + 1)
        share = 1.0 - inherited.cost_to_come[:, year + 1 :].sum(axis=1)
        np.add.at(total[:, year], inherited.asset[open_still], (share * inherited.capacity)[open_still])
    return total


def labour(plan: Plan) -> tuple[Floats, Floats]:
    """People at work and people there: two arrays (pool, year) in pool units; see `Measures.at_work`."""
    economy, T = plan.economy, plan.economy.years.plan
    at_work = times(economy.techniques.labour, inputs_for(plan) / labour_productivity(economy, T))
    at_work += times(economy.construction.labour, building_work(plan))
    base = base_year(economy)
    at_work[:, 0] = base.labour_in_production + np.nan_to_num(base.labour_in_building)
    there = np.array(economy.pools.natural[:, : T + 1])
    there[plan.variables.indices.moving, 1:] += plan.values("moved")[:, :T]
    return at_work, there


def capital_index(plan: Plan) -> float | None:
    """`sum_q w_q k[q,T]/k[q,0] / sum_q w_q`, w the value of base-year output; None where nothing is priced.

    A sector's weight is divided equally among its kinds of asset that limit it.
    """
    economy, T = plan.economy, plan.economy.years.plan
    sectors, techniques = economy.sectors, economy.techniques
    worth = times(techniques.outputs.T.tocsr(), economy.products.price)
    weight = np.zeros(len(sectors.axis))
    owners, first = np.unique(techniques.sector, return_index=True)
    weight[owners] = worth[first] * sectors.base_output[owners]
    assets = economy.assets
    counted = np.isfinite(assets.capacity) & (assets.capacity > 0.0) & (weight[assets.sector] > 0.0)
    weight = assets.shared(weight, counted)
    if not counted.any():
        return None
    grown = plan.quantities.capacity[counted, T] / assets.capacity[counted]
    return float(weight[counted] @ grown / weight[counted].sum())


def targets_reached(plan: Plan, target_set: str = "") -> tuple[Reached, ...]:
    """How far each target of a set (or of the plan's, or the workbook's) is reached within the plan years."""
    economy, T = plan.economy, plan.economy.years.plan
    chosen, targets = target_set or plan.target_set or economy.settings.target_set, economy.targets
    tables = {
        "output": plan.output_by_sector(),
        "capacity": plan.quantities.capacity,
        "consumption": plan.quantities.consumption,
    }
    return tuple(
        Reached(
            targets.variable[each],
            targets.axis.columns["code"][each],
            economy.years.label(int(targets.year[each])),
            targets.axis.units[each],
            float(targets.base[each]),
            float(tables[targets.variable[each]][targets.index[each], targets.year[each]]),
            float(targets.value[each]),
        )
        for each in range(len(targets.axis))
        if targets.set[each] == chosen and targets.year[each] <= T
    )


def worth(plan: Plan, rule: str) -> Floats:
    """What one more unit, of what the rule's `meaning` says, adds to the goal: (entity, time), goal units per unit.

    The shadow price, with its sign turned where the right-hand side is a use of the product.
    """
    prices = plan.shadow_prices(rule)
    written = plan.programme.block[rule].rule
    return prices if written is None else written.price_sign * prices


def reported(plan: Plan, times_axis: Axis) -> list[int]:
    """Places on a time axis that are reported: all but the years of the tail."""
    years = plan.economy.years
    tail = {years.label(year) for year in range(years.plan + 1, years.last + 1)}
    return [index for index, label in enumerate(times_axis.labels) if times_axis.name != "year" or label not in tail]


def what_binds(plan: Plan) -> tuple[Binding, ...]:
    """The rules with a shadow price, those that something could be done about first, by their greatest comparable."""
    found = []
    for block in plan.programme.blocks:
        columns = reported(plan, block.times)
        if not block.count or not columns:
            continue
        prices = worth(plan, block.name)[:, columns]
        comparable = np.abs(prices) * block.amount[:, None]
        rows = int((np.abs(prices) > ZERO).sum())
        if rows:
            entity, index = np.unravel_index(int(np.argmax(comparable)), comparable.shape)
            time = columns[int(index)]
            key = _key(block.entity, int(entity)) | _key(block.times, time)
            price, top = float(prices[entity, index]), float(comparable[entity, index])
            unit = block.unit[int(entity)]
            found.append(Binding(block.name, block.kind, rows, key, price, top, unit, block.meaning))
    last = (Kind.IDENTITY, Kind.TARGET)
    return tuple(sorted(found, key=lambda each: (each.kind in last, -each.comparable)))


def _key(axis: Axis, index: int) -> dict[str, str]:
    return axis.key(index) if axis.name else {}
