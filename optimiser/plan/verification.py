"""Every balance re-added from the plan and the unscaled economy.

Independent of the code that builds the programme: nothing here knows of blocks of rows, scales or
solvers, and every rule is written out again, year by year, in the economy's own units.  A plan is
believed only when this confirms it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.economy import Economy, Terminal
from optimiser.errors import VerificationFailed

TOLERANCE = 1e-6
"""Greatest violation of a balance that is believed, relative to the greatest yearly turnover in it."""


@dataclass(frozen=True)
class Guarantee:
    """Something a strategy promised beyond the rules: a quantity of the plan is at least a value."""

    variable: str
    """`output` or `capacity` (code: a sector) or `consumption` (code: a household)."""
    index: int
    year: int
    value: float


@dataclass(frozen=True)
class Verification:
    """How far the worst row is off, of how many, and which it is."""

    worst_violation: float
    """Relative to the greatest yearly turnover in the row."""
    rows_checked: int
    worst_row: str
    gap: float = float("nan")
    """Relative duality gap: by how much, at most, another plan could be better, as a share of the goal."""

    def confirm(self) -> Verification:
        """Itself, if the plan holds.

        Raises:
            VerificationFailed: it does not.
        """
        if not self.worst_violation <= TOLERANCE:
            raise VerificationFailed(
                f"The plan does not add up: {self.worst_row} is off by {self.worst_violation:.2g} of its turnover, "
                f"more than {TOLERANCE:g}. Nothing was written. Try another solver, or units nearer to each other"
            )
        return self


@dataclass(frozen=True)
class Quantities:
    """A plan's quantities on the economy's full axes, index 0 of every yearly array being the base year."""

    output: Floats
    """(technique, 0..X)"""
    stocks: Floats
    imports: Floats
    exports: Floats
    """(product, 0..N)"""
    consumption: Floats
    """(household, 0..N)"""
    starts: Floats
    """(project, 0..N)"""
    capacity: Floats
    """(sector, 0..X); infinity where it does not limit"""
    transfers: Floats
    """(transfer, 0..N)"""
    farm_kept: Floats
    marketed: Floats
    debt: Floats
    """(0..N)"""


Check = tuple[str, Floats, Floats]
"""A rule's name, by how much each row is violated, and the turnover in it."""


def verify(economy: Economy, quantities: Quantities, guarantees: tuple[Guarantee, ...]) -> Verification:
    """Re-add every rule and every promise.

    Returns the worst violation, how many rows were added up, and which is the worst.
    """
    worst, checked, name = 0.0, 0, ""
    for rule in RULES:
        for label, violation, turnover in rule(economy, quantities):
            checked += violation.size
            relative = violation / np.where(turnover > 0.0, turnover, 1.0)
            if relative.size and not (top := float(relative.max())) <= worst:
                worst, name = top, f"{label}, {_where(relative)}"
    for guarantee in guarantees:
        checked += 1
        reached = _reached(economy, quantities, guarantee)
        short = (guarantee.value - reached) / max(abs(guarantee.value), 1e-300)
        if not short <= worst:
            worst, name = short, f"the promised {guarantee.variable} in {economy.years.label(guarantee.year)}"
    return Verification(worst, checked, name)


def _where(relative: Floats) -> str:
    index = np.unravel_index(int(np.argmax(relative)), relative.shape)
    return "place " + ", ".join(str(int(each)) for each in index)


def _reached(economy: Economy, q: Quantities, guarantee: Guarantee) -> float:
    if guarantee.variable == "output":
        return float(q.output[economy.techniques.sector == guarantee.index, guarantee.year].sum())
    table: Mapping[str, Floats] = {"capacity": q.capacity, "consumption": q.consumption}
    return float(table[guarantee.variable][guarantee.index, guarantee.year])


def _building(economy: Economy, q: Quantities, year: int) -> Floats:
    """(bundle): building work done in a year, added up project by project."""
    projects, inherited = economy.projects, economy.inherited
    amount = np.zeros(len(economy.sectors.axis))
    for project, sector in enumerate(projects.sector.tolist()):
        for age, share in enumerate(projects.spending[project].tolist()):
            if share and year - age >= 1 and (begun := q.starts[project, year - age]):
                amount[sector] += projects.cost_factor[project] * share * begun
    for entry, sector in enumerate(inherited.sector.tolist()):
        if to_come := inherited.cost_to_come[entry, year]:
            amount[sector] += inherited.capacity[entry] * to_come
    return times(economy.construction.capital, amount)


def _turnover(gross: Floats) -> Floats:
    """The greatest yearly turnover of each line, for all its years."""
    return np.broadcast_to(gross.max(axis=1, initial=0.0)[:, None], gross.shape)


def products(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Sources and uses of every product; stocks; the farm's own balance."""
    years, t, goods = economy.years.last, economy.techniques, economy.products
    n = len(goods.axis)
    sources, uses = np.zeros((n, years)), np.zeros((n, years))
    kept, sold = np.zeros(years), np.zeros(years)
    village = economy.town_and_country
    for year in range(1, years + 1):
        inputs = np.array(
            [q.output[k, year + lag] if year + lag < q.output.shape[1] else 0.0 for k, lag in enumerate(t.lag)]
        )
        made = (1.0 - goods.reserve) * times(t.outputs, q.output[:, year])
        opening = np.where(goods.storable, goods.opening_stock, 0.0) if year == 1 else q.stocks[:, year - 1]
        given = np.bincount(economy.demand.product, economy.demand.quantity[:, year], n)
        sources[:, year - 1] = made + opening + q.imports[:, year]
        uses[:, year - 1] = (
            t.inputs @ inputs
            + economy.construction.composition @ _building(economy, q, year)
            + economy.households.baskets @ q.consumption[:, year]
            + given
            + q.exports[:, year]
            + q.stocks[:, year]
        )
        if village.farm_product >= 0:
            farm = village.farm_product
            uses[farm, year - 1] += q.farm_kept[year]
            on_farm = t.sector == village.farm_sector
            own = t.inputs[[farm]].toarray().ravel()[on_farm] @ inputs[on_farm]
            sold[year - 1] = q.marketed[year]
            kept[year - 1] = made[farm] - own - _own_building(economy, q, year) - q.farm_kept[year]
    yield "material balance", uses - sources, _turnover(sources + uses)
    yield "produce of the village", np.abs(sold - kept), np.full(years, sources.max(initial=1.0))
    norm = goods.stock_norm[:, None] * (t.outputs @ q.output[:, 1 : years + 1])
    yield "stock norm", np.where(goods.storable[:, None], norm - q.stocks[:, 1:], 0.0), _turnover(sources)
    closing = np.where(goods.storable, goods.closing_stock, 0.0)
    yield "closing stock", closing - q.stocks[:, years], _turnover(sources)[:, -1]
    yield "stocks of what cannot be stored", np.where(goods.storable[:, None], 0.0, q.stocks[:, 1:]), _turnover(sources)


def _own_building(economy: Economy, q: Quantities, year: int) -> float:
    """Farm produce (livestock) that the farm's own projects take."""
    village, projects = economy.town_and_country, economy.projects
    row = (economy.construction.composition[[village.farm_product]] @ economy.construction.capital).toarray().ravel()
    total = 0.0
    for project in np.flatnonzero(projects.sector == village.farm_sector):
        for age, share in enumerate(projects.spending[project]):
            if year - age >= 1:
                total += projects.cost_factor[project] * share * q.starts[project, year - age]
    return float(row[village.farm_sector] * total)


def capacities(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Capacity: used, built, absorbed; projects within their limits; no sudden falls."""
    sectors, projects, inherited = economy.sectors, economy.projects, economy.inherited
    finite = np.isfinite(sectors.capacity)
    capacity = np.where(finite[:, None], q.capacity, 0.0)
    beyond, years = q.output.shape[1] - 1, economy.years.last
    village = economy.town_and_country
    use, standing, built, grown = (np.zeros((len(sectors.axis), beyond)) for _ in range(4))
    for year in range(1, beyond + 1):
        np.add.at(use[:, year - 1], economy.techniques.sector, economy.techniques.capacity_use * q.output[:, year])
        share = np.array(sectors.yields[:, year])
        if village.farm_sector >= 0:
            share[village.farm_sector] *= 1.0 - village.yield_loss[year] * village.coerced_share[year]
        standing[:, year - 1] = share * capacity[:, year]
        last = capacity[:, 0] if year == 1 else (1.0 - sectors.depreciation) * capacity[:, year - 1]
        due = np.where(inherited.due == year, inherited.capacity, 0.0)
        new = np.zeros(len(sectors.axis))
        np.add.at(new, inherited.sector, due)
        arrived = last + new if year == 1 else np.zeros_like(new)
        for project, sector in enumerate(projects.sector):
            begun = year - projects.gestation[project]
            if 1 <= begun <= years:
                new[sector] += q.starts[project, begun]
        built[:, year - 1] = last + new - capacity[:, year]
        limit = np.where(np.isfinite(sectors.absorptive_limit), sectors.absorptive_limit, 0.0)
        excess = capacity[:, year] - np.maximum((1.0 + limit) * capacity[:, year - 1], arrived)
        grown[:, year - 1] = np.where(np.isfinite(sectors.absorptive_limit), excess, 0.0)
    size = _turnover(np.where(finite[:, None], capacity[:, 1:], 1.0))
    yield "capacity limit", (use - standing)[finite], size[finite]
    yield "capacity accumulation", np.abs(built)[finite], size[finite]
    yield "absorptive limit", grown[finite], size[finite]
    begun = q.starts[:, 1:]
    sector_size = np.where(finite, capacity[:, 0], 1.0)[projects.sector][:, None]
    yearly = np.where(np.isfinite(projects.year_limit)[:, None], begun - projects.year_limit[:, None], 0.0)
    yield "project limit", yearly, np.maximum(sector_size, begun)
    in_all = np.where(np.isfinite(projects.total_limit), begun.sum(axis=1) - projects.total_limit, 0.0)
    yield "project limit in all", in_all, np.maximum(sector_size[:, 0], begun.sum(axis=1))
    made = np.zeros((len(sectors.axis), years + 1))
    made[:, 0] = sectors.base_output
    for year in range(1, years + 1):
        np.add.at(made[:, year], economy.techniques.sector, q.output[:, year])
    falls = (1.0 - sectors.fall_limit)[:, None] * made[:, :-1] - made[:, 1:]
    yield "fall limit", falls, _turnover(made)[:, 1:]
    lagged = economy.techniques.lag == 1
    first = np.bincount(economy.techniques.sector[lagged], q.output[lagged, 1], len(sectors.axis))
    yield "output in hand", first - sectors.output_in_hand, np.maximum(made.max(axis=1), 1e-300)


def people(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Labour and its movements; living standards; the exchange of town and country; resources; foreign exchange."""
    years, t, pools, moves = economy.years.last, economy.techniques, economy.pools, economy.transfers
    need, there = np.zeros((len(pools.axis), years)), np.zeros((len(pools.axis), years))
    moved = np.zeros(len(pools.axis))
    growth = economy.sectors.productivity_growth[t.sector]
    for year in range(1, years + 1):
        inputs = np.array(
            [q.output[k, year + lag] if year + lag < q.output.shape[1] else 0.0 for k, lag in enumerate(t.lag)]
        )
        need[:, year - 1] = times(t.labour, inputs / (1.0 + growth) ** year)
        need[:, year - 1] += times(economy.construction.labour, _building(economy, q, year))
        moved = moved * (1.0 + pools.growth)
        for move in range(len(moves.axis)):
            moved[moves.source[move]] -= q.transfers[move, year]
            if year - moves.lag[move] >= 1:
                moved[moves.target[move]] += q.transfers[move, year - moves.lag[move]]
        there[:, year - 1] = pools.natural[:, year] + moved
    finite = np.isfinite(there)
    yield "labour", (need - there)[finite], _turnover(np.where(finite, there, need))[finite]
    limit = moves.limit[:, 1 : years + 1]
    over = np.where(np.isfinite(limit), q.transfers[:, 1:] - limit, 0.0)
    yield "movement of labour", over, np.maximum(q.transfers[:, 1:], np.where(np.isfinite(limit), limit, 1.0))
    floor = economy.households.floor[:, 1 : years + 1]
    yield "living standard", floor - q.consumption[:, 1:], np.maximum(floor, 1.0)
    ceiling = economy.resources.ceiling[:, 1 : years + 1]
    used = times(economy.resources.use, q.output[:, 1 : years + 1])
    yield "resources", np.where(np.isfinite(ceiling), used - ceiling, 0.0), np.maximum(_turnover(used), 1e-300)


def exchange(economy: Economy, q: Quantities) -> Iterator[Check]:
    """The exchange of town and country, and foreign trade."""
    years, trade, village = economy.years.last, economy.trade, economy.town_and_country
    excess, gross = np.zeros(years), np.zeros(years)
    for year in range(1, years + 1):
        if village.farm_product >= 0:
            price = economy.products.price
            basket = np.array(economy.households.baskets[:, [village.household]].toarray().ravel())
            basket[village.farm_product] = 0.0
            goods = float(price @ basket) * q.consumption[village.household, year]
            harvest = float(times(economy.techniques.outputs, q.output[:, year])[village.farm_product])
            taken = village.tax[year] + village.coerced_share[year] * village.quota[year] * harvest
            value = price[village.farm_product]
            bought = village.terms_of_trade[year] * goods
            sold = value * q.marketed[year]
            yield "exchange of town and country", np.array([sold - value * taken - bought]), np.array([sold + bought])
            yield "subsistence", np.array([village.subsistence[year] - q.farm_kept[year]]), np.array([harvest])
        if np.isfinite(trade.debt_limit).any():
            paid = float(np.nansum(np.nan_to_num(trade.import_price[:, year]) * q.imports[:, year]))
            paid += float(economy.techniques.import_need @ q.output[:, year])
            before = trade.opening_debt if year == 1 else q.debt[year - 1]
            service = (1.0 + trade.interest[year]) * before
            earned = float((np.nan_to_num(trade.export_price[:, year]) * q.exports[:, year]).sum())
            earned = trade.terms_of_trade[year] * earned + trade.receipts[year]
            excess[year - 1] = paid + service - earned - q.debt[year]
            gross[year - 1] = paid + service + abs(earned) + q.debt[year]
    if np.isfinite(trade.debt_limit).any():
        size = np.full(years, max(float(gross.max(initial=0.0)), foreign_size(economy)))
        yield "foreign exchange", excess, size
        limits = trade.debt_limit[1 : years + 1]
        yield "foreign debt", np.where(np.isfinite(limits), q.debt[1:] - limits, 0.0), size
    for name, amount, limit, price in (
        ("imports", q.imports, trade.import_limit, trade.import_price),
        ("exports", q.exports, trade.export_limit, trade.export_price),
    ):
        allowed = np.where(np.isfinite(price[:, 1 : years + 1]), limit[:, 1 : years + 1], 0.0)
        over = np.where(np.isfinite(allowed), amount[:, 1:] - allowed, 0.0)
        yield name, over, np.maximum(_turnover(amount[:, 1:]), 1e-300)


def foreign_size(economy: Economy) -> float:
    """The size of the foreign account in the base year: the greatest good that could be traded, debts and receipts."""
    trade = economy.trade
    made = times(economy.techniques.outputs, economy.sectors.base_output[economy.techniques.sector])
    prices = np.fmax(np.nan_to_num(trade.import_price[:, 1]), np.nan_to_num(trade.export_price[:, 1]))
    return max(float((prices * made).max(initial=0.0)), trade.opening_debt, float(np.abs(trade.receipts).max()), 1e-300)


def ending(economy: Economy, q: Quantities) -> Iterator[Check]:
    """The terminal condition, without growth (what a strategy asks beyond is among its promises)."""
    if economy.terminal is Terminal.STATIC:
        t, end = economy.techniques, economy.years.last + 1
        net = ((1.0 - economy.products.reserve)[:, None] * t.outputs.toarray()) - t.inputs.toarray()
        uses = np.bincount(economy.demand.product, economy.demand.quantity[:, end], len(economy.products.axis))
        asked = np.linalg.solve(net, uses + economy.households.baskets.toarray().sum(axis=1))
        yield "output after the plan", asked - q.output[:, end], np.maximum(asked, 1e-300)
    if economy.terminal in (Terminal.MAINTAIN, Terminal.RAY):
        end, finite = economy.years.last + 1, np.isfinite(economy.sectors.capacity)
        inherited = np.bincount(
            economy.inherited.sector, np.where(economy.inherited.due == 1, economy.inherited.capacity, 0.0), len(finite)
        )
        asked = (economy.sectors.capacity + inherited)[finite]
        yield "capacity after the plan", asked - q.capacity[finite, end], asked


def nothing_negative(_: Economy, q: Quantities) -> Iterator[Check]:
    """Nothing is less than nothing."""
    for name, amount in vars(q).items():
        finite = np.where(np.isfinite(amount), amount, 0.0)
        yield f"{name} not negative", -finite, np.full(finite.shape, max(float(finite.max(initial=0.0)), 1e-300))


RULES: tuple[Callable[[Economy, Quantities], Iterator[Check]], ...] = (
    products,
    capacities,
    people,
    exchange,
    ending,
    nothing_negative,
)
