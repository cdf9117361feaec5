"""Every rule of docs/model.md as a row of a scipy programme, written from that page and the workbook's alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from oracle.scipy_programme import INFINITY, Block, ScipyProgramme

from optimiser.economy.economy import Economy, Terminal

Term = tuple[float, int | None]
ENDS_COMPARED = (Terminal.MAINTAIN, Terminal.RAY, Terminal.STATIC)


@dataclass
class Documented:
    """The unknowns of an economy, to which rules add rows.  `demand_scale`: given uses are scaled by an unknown."""

    economy: Economy
    demand_scale: bool = False

    def __post_init__(self) -> None:
        self._read()
        self._unknowns()

    def _read(self) -> None:
        economy = self.economy
        self.N = economy.years.plan + economy.years.tail
        self.X = self.N + 1 if economy.terminal in ENDS_COMPARED else self.N
        self.A, self.G = economy.techniques.inputs.toarray(), economy.techniques.outputs.toarray()
        self.labour_need = economy.techniques.labour.toarray()
        self.K, self.kappa = economy.construction.composition.toarray(), economy.construction.capital.toarray()
        self.goods = economy.transfers.goods.toarray()
        self.baskets = economy.households.baskets.toarray()
        self.sector_of, self.lag = economy.techniques.sector, economy.techniques.lag
        self.techniques = range(len(self.sector_of))
        self.sectors = range(len(economy.sectors.axis))
        self.products = range(len(economy.products.axis))
        self.pools = range(len(economy.pools.axis))
        self.projects = range(len(economy.projects.axis))
        self.bundles = range(len(economy.construction.bundles))
        self.households = range(len(economy.households.axis))
        self.transfers = range(len(economy.transfers.axis))
        self.assets = range(len(economy.assets.axis))
        self.owner = economy.assets.sector
        self.limited = [q for q in self.assets if np.isfinite(economy.assets.capacity[q])]
        self.storable = [i for i in self.products if economy.products.storable[i]]
        self.years = range(1, self.N + 1)

    def _unknowns(self) -> None:
        economy, lp = self.economy, ScipyProgramme()
        self.lp = lp
        trade, base = economy.trade, economy.sectors.base_output
        in_use = economy.assets.use * base[self.owner]
        made = np.zeros(len(self.techniques))
        for k in self.techniques:
            made[k] = base[self.sector_of[k]]
        product_size = np.maximum(self.G @ made, 1e-3 * (self.G @ made).max(initial=1.0))
        self.x = lp.block(self.techniques, range(1, self.X + 1), made)
        self.s = lp.block(self.storable, self.years, product_size)
        imported = [i for i in self.products if not np.isnan(trade.import_price[i]).any()]
        exported = [i for i in self.products if not np.isnan(trade.export_price[i]).any()]
        self.m = lp.block(imported, self.years, product_size)
        self.e = lp.block(exported, self.years, product_size)
        self.C = lp.block(self.households, self.years, np.ones(len(self.households)))
        self.y = Block({
            (p, t): lp.column(in_use[economy.projects.asset[p]])
            for p in self.projects
            for t in self.years
            if self.counts(t + int(economy.projects.gestation[p]))
        })  # fmt: skip
        self.k = lp.block(self.limited, range(1, self.X + 1), np.where(np.isfinite(economy.assets.capacity), in_use, 1))
        self.Z = lp.block(self.bundles, self.years, np.maximum(self.kappa @ in_use, 1e-3 * (self.kappa @ in_use).max()))
        people = economy.pools.natural[:, 0]
        people = np.where(np.isfinite(people), people, 1.0)
        self.leaving = lp.block(self.transfers, self.years, people[economy.transfers.source])
        self.joined = {one for one in self.pools if economy.pools.in_training[one, 1:].any()}
        movable = {*economy.transfers.source.tolist(), *economy.transfers.target.tolist(), *self.joined}
        self.moved = lp.block([one for one in self.pools if one in movable], self.years, people, floor=-INFINITY)
        farm = economy.town_and_country.farm_product >= 0
        farm_size = [product_size[economy.town_and_country.farm_product]]
        self.F = lp.block([0] if farm else [], self.years, farm_size)
        self.M = lp.block([0] if farm else [], self.years, farm_size)
        steps = trade.export_steps
        self.steps = range(len(steps.product))
        self.b = lp.block(self.steps, self.years, product_size[steps.product])
        self.account = bool(np.isfinite(trade.debt_limit).any())
        self.D = lp.block([0] if self.account else [], self.years, [0.1 * float(base.sum())])
        self.theta = lp.block(range(len(economy.assortments.axis)), self.years, np.ones(len(economy.assortments.axis)))
        self.scale = lp.column() if self.demand_scale else None

    def basket(self, i: int, h: int, t: int) -> float:
        paths = self.economy.basket_paths
        own = np.flatnonzero((paths.product == i) & (paths.household == h))
        return float(paths.quantity[own[0], t] if len(own) else self.baskets[i, h])

    def counts(self, year: int) -> bool:
        """Whether capacity of a year is of use, so that a project finished in it may be begun."""
        return year <= self.N or self.economy.terminal in (Terminal.MAINTAIN, Terminal.RAY)

    @cached_property
    def always(self) -> int:
        """An unknown that is 1, for what is given on the left of a row."""
        column = self.lp.column()
        self.lp.row([(1.0, column)], least=1.0, most=1.0)
        return column

    @cached_property
    def yields(self) -> np.ndarray:
        """The harvest, less what coercion loses of it."""
        yields = np.array(self.economy.sectors.yields)
        country = self.economy.town_and_country
        if country.farm_product >= 0:
            yields[country.farm_sector] *= 1 - country.yield_loss * country.coerced_share
        return yields

    def taken(self, year: int) -> np.ndarray:
        """A[t]: what a unit of output takes in a year."""
        paths, taken = self.economy.input_paths, np.array(self.A)
        for i, k, coefficient in zip(paths.product, paths.technique, paths.coefficient, strict=True):
            taken[i, k] = coefficient[year]
        return taken

    def of_sector(self, sector: int) -> list[int]:
        return [k for k in self.techniques if self.sector_of[k] == sector]

    def output(self, sector: int, year: int) -> Iterator[Term]:
        return ((1.0, self.x.at(k, year)) for k in self.of_sector(sector))

    def inputs(self, coefficients: np.ndarray, year: int, sign: float = 1.0) -> Iterator[Term]:
        """What techniques take in a year: for this year's output, or for the next's."""
        return ((sign * coefficients[k], self.x.at(k, year + int(self.lag[k]))) for k in self.techniques)

    def employment(self, pool: int, year: int) -> Iterator[Term]:
        growth = (1.0 + self.economy.sectors.productivity_growth[self.sector_of]) ** year
        yield from self.inputs(self.labour_need[pool] / growth, year)
        building = self.economy.construction.labour.toarray()
        yield from ((building[pool, b], self.Z.at(b, year)) for b in self.bundles)

    def project_work(self, project: int, year: int) -> Iterator[Term]:
        """Units of new capacity's cost that a project takes in a year."""
        projects = self.economy.projects
        for tau in range(projects.spending.shape[1]):
            yield projects.cost_factor[project] * projects.spending[project, tau], self.y.at(project, year - tau)

    def inherited_capacity(self, asset: int, first: int, last: int) -> float:
        due = self.economy.inherited
        chosen = (due.asset == asset) & (due.due >= first) & (due.due <= last)
        return float(due.capacity[chosen].sum())

    def inherited_cost(self, asset: int, year: int) -> float:
        due = self.economy.inherited
        chosen = due.asset == asset
        return float(due.capacity[chosen] @ due.cost_to_come[chosen, year])


def material_balance(d: Documented) -> None:
    for i in d.products:
        for t in d.years:
            terms, given = _left_over(d, i, t)
            d.lp.row(terms, least=given)


def unused_output(d: Documented) -> None:
    for i in d.products:
        limit = d.economy.products.unused_limit[i]
        for t in d.years if np.isfinite(limit) else ():
            terms, given = _left_over(d, i, t)
            made = [(-limit * d.G[i, k], d.x.at(k, t)) for k in d.techniques]
            d.lp.row([*terms, *made], most=given)


def _contents(economy: Economy, i: int, t: int) -> list[tuple[int, float]]:
    held = economy.assortments
    return [(int(held.assortment[e]), float(held.amount[e, t])) for e in np.flatnonzero(held.product == i)]


def _left_over(d: Documented, i: int, t: int) -> tuple[list[Term], float]:
    economy, country = d.economy, d.economy.town_and_country
    keeps = 1 - economy.products.stock_loss[i]
    terms: list[Term] = [
        *(((1 - economy.products.reserve[i, t]) * d.G[i, k], d.x.at(k, t)) for k in d.techniques),
        (1.0, d.m.at(i, t)), (keeps, d.s.at(i, t - 1)), (-1.0, d.e.at(i, t)), (-1.0, d.s.at(i, t)),
        *d.inputs(d.taken(t)[i], t, -1.0),
        *((-d.K[i, b], d.Z.at(b, t)) for b in d.bundles),
        *((-d.basket(i, h, t), d.C.at(h, t)) for h in d.households),
        *((-d.goods[i, r], d.leaving.at(r, t)) for r in d.transfers),
        *((-amount, d.theta.at(b, t)) for b, amount in _contents(economy, i, t)),
    ]  # fmt: skip
    if i == country.farm_product:
        terms.append((-1.0, d.F.at(0, t)))
    uses = economy.demand.quantity[economy.demand.product == i, t]
    given = float(uses.sum())
    if d.scale is not None:
        terms.append((-float(uses[uses > 0].sum()), d.scale))
        given = float(uses[uses < 0].sum())
    opening = economy.products.opening_stock[i] if t == 1 and economy.products.storable[i] else 0.0
    return terms, given - keeps * opening


def output_in_hand(d: Documented) -> None:
    for j in d.sectors:
        lagging = [k for k in d.of_sector(j) if d.lag[k] == 1]
        if lagging:
            d.lp.row([(1.0, d.x.at(k, 1)) for k in lagging], most=d.economy.sectors.output_in_hand[j])


def working_stock_norm(d: Documented) -> None:
    for i in d.storable:
        for t in d.years:
            made = [(-d.economy.products.stock_norm[i] * d.G[i, k], d.x.at(k, t)) for k in d.techniques]
            d.lp.row([(1.0, d.s.at(i, t)), *made], least=0.0)


def greatest_stock(d: Documented) -> None:
    for i in d.storable:
        for t in d.years:
            d.lp.row([(1.0, d.s.at(i, t))], most=d.economy.products.greatest_stock[i])


def closing_stock(d: Documented) -> None:
    for i in d.storable:
        d.lp.row([(1.0, d.s.at(i, d.N))], least=d.economy.products.closing_stock[i])


def capacity_limit(d: Documented) -> None:
    use, kind = d.economy.techniques.capacity_use, d.economy.assets.use
    for q in d.limited:
        j = d.owner[q]
        for t in range(1, d.X + 1):
            made = [(kind[q] * use[k], d.x.at(k, t)) for k in d.of_sector(j)]
            d.lp.row([*made, (-d.yields[j, t], d.k.at(q, t))], most=0.0)


def capacity_accumulation(d: Documented) -> None:
    assets, projects = d.economy.assets, d.economy.projects
    for j in d.limited:
        for t in range(1, d.X + 1):
            kept = 1.0 if t == 1 else 1 - assets.depreciation[j]
            started = assets.capacity[j] if t == 1 else 0.0
            ready = [(-1.0, d.y.at(p, t - int(projects.gestation[p]))) for p in d.projects if projects.asset[p] == j]
            side = started + d.inherited_capacity(j, t, t)
            d.lp.row([(1.0, d.k.at(j, t)), (-kept, d.k.at(j, t - 1)), *ready], least=side, most=side)


def construction_work(d: Documented) -> None:
    for b in d.bundles:
        for t in d.years:
            work = [
                (-d.kappa[b, d.economy.projects.asset[p]] * share, column)
                for p in d.projects
                for share, column in d.project_work(p, t)
            ]
            begun = sum(d.kappa[b, q] * d.inherited_cost(q, t) for q in d.assets)
            d.lp.row([(1.0, d.Z.at(b, t)), *work], least=begun, most=begun)


def project_year_limit(d: Documented) -> None:
    for p in d.projects:
        for t in d.years:
            d.lp.row([(1.0, d.y.at(p, t))], most=d.economy.projects.year_limit[p])


def project_total_limit(d: Documented) -> None:
    for p in d.projects:
        d.lp.row([(1.0, d.y.at(p, t)) for t in d.years], most=d.economy.projects.total_limit[p])


def idle_capacity(d: Documented) -> None:
    projects = d.economy.projects
    for j in d.limited:
        repairing = [p for p in d.projects if projects.asset[p] == j and projects.repairs[p]]
        if len(repairing) > 1:
            d.lp.row([(1.0, d.y.at(p, t)) for p in repairing for t in d.years], most=d.economy.assets.idle[j])


def absorptive_limit(d: Documented) -> None:
    assets = d.economy.assets
    for j in d.limited:
        factor = 1 + assets.absorptive_limit[j]
        if np.isinf(factor):
            continue
        first = max(factor * assets.capacity[j], assets.capacity[j] + d.inherited_capacity(j, 1, 1))
        d.lp.row([(1.0, d.k.at(j, 1))], most=first)
        for t in range(2, d.X + 1):
            d.lp.row([(1.0, d.k.at(j, t)), (-factor, d.k.at(j, t - 1))], most=0.0)
        _absorbed_afterwards(d, j, factor)


def _absorbed_afterwards(d: Documented, j: int, factor: float) -> None:
    """k[j,t] of the years after X is written out: the unknowns that it is made of, and what is known of it."""
    projects, kept = d.economy.projects, 1 - d.economy.assets.depreciation[j]
    own = [p for p in d.projects if projects.asset[p] == j]
    unbuilt = d.economy.assets.capacity[j] + d.inherited_capacity(j, 1, 1)
    for t in range(2, d.X + 1):
        unbuilt = kept * unbuilt + d.inherited_capacity(j, t, t)
    terms: list[Term] = [(1.0, d.k.at(j, d.X))]
    known = 0.0
    for t in range(d.X + 1, d.N + max((int(projects.gestation[p]) for p in own), default=0) + 1):
        finished = [(1.0, d.y.at(p, t - int(projects.gestation[p]))) for p in own]
        due = d.inherited_capacity(j, t, t)
        now = [*((kept * one, column) for one, column in terms), *finished]
        beyond = max(kept * unbuilt + due - factor * unbuilt, 0.0)
        if any(column is not None for _, column in finished):
            less = [(-factor * one, column) for one, column in terms]
            d.lp.row([*now, *less], most=factor * known - kept * known - due + beyond)
        terms, known, unbuilt = now, kept * known + due, kept * unbuilt + due


def output_fall_limit(d: Documented) -> None:
    sectors = d.economy.sectors
    for j in d.sectors:
        kept = 1 - sectors.fall_limit[j]
        if kept == 0:
            continue
        d.lp.row(d.output(j, 1), least=kept * sectors.base_output[j])
        for t in d.years[1:]:
            d.lp.row([*d.output(j, t), *((-kept * one, column) for one, column in d.output(j, t - 1))], least=0.0)


def labour(d: Documented) -> None:
    for one in d.pools:
        for t in d.years:
            d.lp.row([*d.employment(one, t), (-1.0, d.moved.at(one, t))], most=d.economy.pools.natural[one, t])


def labour_movement(d: Documented) -> None:
    pools, moves = d.economy.pools, d.economy.transfers
    for one in d.pools:
        for t in d.years:
            into = [(-1.0, d.leaving.at(r, t - int(moves.lag[r]))) for r in d.transfers if moves.target[r] == one]
            out = [(1.0, d.leaving.at(r, t)) for r in d.transfers if moves.source[r] == one]
            if into or out or one in d.joined:
                before = (-(1 + pools.growth[one]), d.moved.at(one, t - 1))
                joined = float(pools.in_training[one, t])
                d.lp.row([(1.0, d.moved.at(one, t)), before, *into, *out], least=joined, most=joined)


def transfer_limit(d: Documented) -> None:
    for r in d.transfers:
        for t in d.years:
            d.lp.row([(1.0, d.leaving.at(r, t))], most=d.economy.transfers.limit[r, t])


def living_standard_floor(d: Documented) -> None:
    homes, moves = d.economy.households, d.economy.transfers
    for h in d.households:
        for t in d.years:
            terms: list[Term] = [(1.0, d.C.at(h, t))]
            for r in d.transfers:
                gained = moves.mouths[r] * (int(moves.to_household[r] == h) - int(moves.from_household[r] == h))
                for tau in range(1, t + 1) if gained else ():
                    part = gained / (homes.people[h] * homes.mouths[h, tau])
                    terms.append((-homes.floor[h, t] * part, d.leaving.at(r, tau)))
            d.lp.row(terms, least=homes.floor[h, t])


def foreign_exchange(d: Documented) -> None:
    trade = d.economy.trade
    steps = trade.export_steps
    for t in d.years if d.account else ():
        earned = trade.terms_of_trade[t] * trade.export_price[:, t]
        terms: list[Term] = [
            *((trade.import_price[i, t], d.m.at(i, t)) for i in d.products),
            *((d.economy.techniques.import_need[k], d.x.at(k, t)) for k in d.techniques),
            *((-earned[i], d.e.at(i, t)) for i in d.products),
            *((earned[steps.product[k]] * _drop(d, k), d.b.at(k, t)) for k in d.steps),
            *((d.economy.projects.import_need[p] * share, d.y.at(p, t - tau))
              for p in d.projects for tau, share in enumerate(d.economy.projects.spending[p])),
            (1 + trade.interest[t], d.D.at(0, t - 1)), (-1.0, d.D.at(0, t)),
        ]  # fmt: skip
        owed = (1 + trade.interest[t]) * trade.opening_debt if t == 1 else 0.0
        d.lp.row(terms, most=trade.receipts[t] - owed)


def _drop(d: Documented, k: int) -> float:
    """f[k-1] - f[k]"""
    steps = d.economy.trade.export_steps
    first = k == 0 or steps.product[k - 1] != steps.product[k]
    return float((1.0 if first else steps.price_factor[k - 1]) - steps.price_factor[k])


def export_step(d: Documented) -> None:
    steps = d.economy.trade.export_steps
    for k in d.steps:
        for t in d.years:
            d.lp.row([(1.0, d.e.at(int(steps.product[k]), t)), (-1.0, d.b.at(k, t))], most=steps.beyond[k])


def debt_limit(d: Documented) -> None:
    for t in d.years if d.account else ():
        d.lp.row([(1.0, d.D.at(0, t))], most=d.economy.trade.debt_limit[t])


def import_limit(d: Documented) -> None:
    for i, t in d.m.columns:
        d.lp.row([(1.0, d.m.at(i, t))], most=d.economy.trade.import_limit[i, t])


def export_limit(d: Documented) -> None:
    for i, t in d.e.columns:
        d.lp.row([(1.0, d.e.at(i, t))], most=d.economy.trade.export_limit[i, t])


def _harvest(d: Documented, year: int) -> list[tuple[float, int | None]]:
    """Farm produce made in a year, before anything is held back."""
    return [(d.G[d.economy.town_and_country.farm_product, k], d.x.at(k, year)) for k in d.techniques]


def marketed_produce(d: Documented) -> None:
    """Farm output is what is left after the planned reserve; own building is also what is inherited."""
    economy, f, farm = d.economy, d.economy.town_and_country.farm_product, d.economy.town_and_country.farm_sector
    if f < 0:
        return
    built = {q: float(d.K[f] @ d.kappa[:, q]) for q in d.assets if d.owner[q] == farm}
    for t in d.years:
        made = [(-(1 - economy.products.reserve[f, t]) * one, column) for one, column in _harvest(d, t)]
        used = [(d.taken(t)[f, k], d.x.at(k, t + int(d.lag[k]))) for k in d.of_sector(farm)]
        building = [
            (built[economy.projects.asset[p]] * share, column)
            for p in d.projects
            if economy.projects.asset[p] in built
            for share, column in d.project_work(p, t)
        ]
        begun = -sum(takes * d.inherited_cost(q, t) for q, takes in built.items())
        d.lp.row([(1.0, d.M.at(0, t)), (1.0, d.F.at(0, t)), *made, *used, *building], least=begun, most=begun)


def _drawn(d: Documented, t: int) -> list[tuple[float, int | None]]:
    """What goods and coercion draw from the village in a year; the tax is no unknown."""
    country, price = d.economy.town_and_country, d.economy.products.price
    f, village = country.farm_product, country.household
    coerced = price[f] * country.coerced_share[t] * country.quota[t]
    goods = np.delete(price * d.baskets[:, village], f)  # its own produce is nothing that reaches it
    bought = country.terms_of_trade[t] * float(goods.sum())
    return [(bought, d.C.at(village, t)), *((coerced * one, column) for one, column in _harvest(d, t))]


def _given(d: Documented, t: int) -> list[tuple[float, int | None]]:
    """What the village gives in a year, by-products and all, in money."""
    products, f = d.economy.products, d.economy.town_and_country.farm_product
    beside = [i for i in d.products if i != f]
    worth = products.marketed_share[beside] * products.price[beside]
    farm = d.of_sector(d.economy.town_and_country.farm_sector)
    return [(products.price[f], d.M.at(0, t)), *((float(worth @ d.G[beside, k]), d.x.at(k, t)) for k in farm)]


def town_country_exchange(d: Documented) -> None:
    country, price = d.economy.town_and_country, d.economy.products.price
    f = country.farm_product
    for t in d.years if f >= 0 else ():
        terms = [*_given(d, t), *((-one, column) for one, column in _drawn(d, t))]
        d.lp.row(terms, most=price[f] * country.tax[t])


def exchange_slack(d: Documented) -> None:
    country, price = d.economy.town_and_country, d.economy.products.price
    f = country.farm_product
    for t in d.years if f >= 0 else ():
        must = 1 - country.slack_limit[t]
        terms = [*_given(d, t), *((-must * one, column) for one, column in _drawn(d, t))]
        d.lp.row(terms, least=must * price[f] * country.tax[t])


def village_subsistence(d: Documented) -> None:
    for t in d.years if d.economy.town_and_country.farm_product >= 0 else ():
        d.lp.row([(1.0, d.F.at(0, t))], least=d.economy.town_and_country.subsistence[t])


def village_own_food(d: Documented) -> None:
    country = d.economy.town_and_country
    for t in d.years if country.farm_product >= 0 else ():
        d.lp.row([(1.0, d.F.at(0, t)), (-country.own_food, d.C.at(country.household, t))], least=0.0)


def resource_ceiling(d: Documented) -> None:
    use = d.economy.resources.use.toarray()
    for q in range(len(d.economy.resources.axis)):
        for t in d.years:
            terms = [(use[q, k], d.x.at(k, t)) for k in d.techniques]
            d.lp.row(terms, most=d.economy.resources.ceiling[q, t])


def columns_of(d: Documented, variable: str) -> Block:
    """The block that an objective names."""
    return {
        "capacity": d.k, "stocks": d.s, "imports": d.m, "exports": d.e, "consumption": d.C, "starts": d.y, "debt": d.D,
        "activity": d.x, "assortments": d.theta,
    }[variable]  # fmt: skip
