"""What each strategy of docs/model.md asks of the rules, for those that are one programme."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

import numpy as np
from oracle.documented_end import programme_of
from oracle.documented_rules import Documented, Term, columns_of
from oracle.scipy_programme import INFINITY, Answer
from scipy.optimize import brentq

from optimiser.economy.economy import Economy, Terminal

LEAST_GROWTH, MOST_GROWTH = -0.999, 8.0


def _goal(terms: Iterable[Term]) -> dict[int, float]:
    goal: dict[int, float] = {}
    for weight, column in terms:
        if column is not None:
            goal[column] = goal.get(column, 0.0) + weight
    return goal


def _discounted_consumption(d: Documented) -> dict[int, float]:
    rate = d.economy.settings.discount_rate
    return _goal(((1 + rate) ** -t, d.C.at(h, t)) for h in d.households for t in d.years)


def consumption(economy: Economy) -> Answer:
    """Utility as the least of its tangents, instead of in pieces: w <= mouths a_k + slope_k C for every k."""
    d, utility, households = programme_of(economy), economy.settings.utility, economy.households
    terms: list[Term] = []
    for h in d.households:
        weight = households.counted[h] / households.counted.mean()
        for t in d.years:
            worth, intercept = d.lp.column(floor=-INFINITY), 0.0
            for k, slope in enumerate(utility.slopes):
                if k:
                    intercept += (utility.slopes[k - 1] - slope) * utility.breakpoints[k - 1]
                d.lp.row([(slope, d.C.at(h, t)), (-1.0, worth)], least=-intercept * float(households.mouths[h, t]))
            terms.append((weight * (1 + economy.settings.discount_rate) ** -t, worth))
    return d.lp.compiled().greatest(_goal(terms))


def superindustrial(economy: Economy) -> Answer:
    d = programme_of(economy)
    base, last = economy.sectors.base_output, economy.years.plan
    heavy = [j for j in d.sectors if economy.sectors.group[j] == economy.settings.heavy_industry]
    path = [(one / base[j], column) for j in heavy for t in range(1, last + 1) for one, column in d.output(j, t)]
    kinds = [q for q in d.limited if d.owner[q] in heavy]
    kinds_of = {j: sum(d.owner[q] == j for q in kinds) for j in heavy}
    use = economy.assets.use
    capital = [(1 / (kinds_of[d.owner[q]] * use[q] * base[d.owner[q]]), d.k.at(q, last + 1)) for q in kinds]
    return d.lp.compiled().greatest(_goal([*path, *capital]))


def war(economy: Economy) -> Answer:
    """No tail, no terminal condition, no stock asked for, and branches may be stopped."""
    none = np.zeros(len(economy.products.axis))
    products = dataclasses.replace(economy.products, closing_stock=none, stock_norm=none, unused_limit=none + np.inf)
    sectors = dataclasses.replace(economy.sectors, fall_limit=np.ones(len(economy.sectors.axis)))
    years = dataclasses.replace(economy.years, tail=0)
    stripped = dataclasses.replace(economy, terminal=Terminal.NONE, products=products, sectors=sectors, years=years)
    d = programme_of(stripped, demand_scale=True)
    assert d.scale is not None
    return d.lp.compiled().greatest({d.scale: 1.0})


def weighted(economy: Economy) -> Answer:
    d, sums = programme_of(economy), economy.objectives
    axes = {
        "output": economy.sectors.axis, "capacity": economy.assets.axis, "stocks": economy.products.axis,
        "imports": economy.products.axis, "exports": economy.products.axis, "consumption": economy.households.axis,
        "employment": economy.pools.axis, "starts": economy.projects.axis,
        "activity": economy.techniques.axis, "assortments": economy.assortments.axis,
    }  # fmt: skip
    terms: list[Term] = []
    for number, chosen in enumerate(sums.set):
        if chosen != economy.settings.objective_set:
            continue
        variable, year, weight = sums.variable[number], int(sums.year[number]), float(sums.weight[number])
        place = axes[variable].position[sums.code[number]] if variable in axes else 0
        if variable == "output":
            found = d.output(place, year)
        elif variable == "employment":
            found = d.employment(place, year)
        else:
            found = iter([(1.0, columns_of(d, variable).at(place, year))])
        terms.extend((weight * one, column) for one, column in found)
    return d.lp.compiled().greatest(_goal(terms))


def _aimed_at(d: Documented, target: int) -> list[Term]:
    aims = d.economy.targets
    place, year = int(aims.index[target]), int(aims.year[target])
    if aims.variable[target] == "output":
        return list(d.output(place, year))
    return [(1.0, (d.k if aims.variable[target] == "capacity" else d.C).at(place, year))]


def _chosen(economy: Economy) -> list[int]:
    return [number for number, name in enumerate(economy.targets.set) if name == economy.settings.target_set]


def targets(economy: Economy) -> Answer:
    d = programme_of(economy)
    for target in _chosen(economy):
        d.lp.row(_aimed_at(d, target), least=float(economy.targets.value[target]))
    return d.lp.compiled().greatest(_discounted_consumption(d))


def proportional(economy: Economy) -> Answer:
    d = programme_of(economy)
    share = d.lp.column(floor=-INFINITY)
    for target in _chosen(economy):
        value, base = float(economy.targets.value[target]), float(economy.targets.base[target])
        if value <= base:  # nothing is to be added: its share is counted from nothing
            base = 0.0
        increment = value - base
        d.lp.row([*_aimed_at(d, target), (-increment, share)], least=base)
    return d.lp.compiled().greatest({share: 1.0})


def greatest_growth(economy: Economy) -> Answer:
    """The first stage of `balanced`: growth at which nothing is missing and nothing to spare."""
    d = programme_of(economy)
    for h in d.households:
        for t in d.years:
            d.lp.row([(1.0, d.C.at(h, t))], least=1.0, power=t)
    room = d.lp.column(floor=-INFINITY)
    for row in d.lp.power:  # all that grows, with room to spare or missing in its own size
        d.lp.rows[row][room] = -d.lp.sides[row][0]
    compiled = d.lp.compiled()
    start = compiled.greatest({room: 1.0}, LEAST_GROWTH)
    if start.status != "optimal" or start.value < 0:
        return Answer("infeasible")
    found = brentq(lambda growth: compiled.greatest({room: 1.0}, growth).value, LEAST_GROWTH, MOST_GROWTH, xtol=1e-10)
    return Answer("optimal", float(found))


def stand_alone_maxima(economy: Economy) -> list[Answer]:
    """The first stage of `maximum`: each sector's greatest output in the last plan year."""
    d = programme_of(economy)
    compiled = d.lp.compiled()
    return [compiled.greatest(_goal(d.output(j, economy.years.plan))) for j in d.sectors]


GOALS: dict[str, Callable[[Economy], Answer]] = {
    each.__name__: each for each in (consumption, superindustrial, war, weighted, targets, proportional)
}
