"""The rules of docs/model.md for the end of the plan, and the list of all rules by their names on that page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from oracle import documented_rules as rules
from oracle.documented_rules import Documented

from optimiser.economy.economy import Economy, Terminal


def _power(d: Documented) -> int | None:
    """Of (1+g) in what is asked of the end; None where the end is not compared with the start."""
    return {Terminal.MAINTAIN: 0, Terminal.RAY: d.economy.years.plan}.get(d.economy.terminal)


def terminal_capacity(d: Documented) -> None:
    """What is inherited and finished only after the plan counts at its end as it does at its start."""
    power, economy, projects = _power(d), d.economy, d.economy.projects
    if power is None:
        return
    for j in d.limited:
        for r in range(int(economy.inherited.due.max(initial=1))):
            if r and not d.inherited_capacity(j, 1 + r, 1 + r):
                continue
            to_come = [
                (1.0, d.y.at(p, t))
                for p in d.projects
                if projects.asset[p] == j
                for t in d.years
                if d.N + 1 < t + projects.gestation[p] <= d.N + 1 + r
            ]
            asked = economy.assets.capacity[j] + d.inherited_capacity(j, 1, 1 + r)
            late = d.inherited_capacity(j, d.N + 2, d.N + 1 + r)
            terms = [(1.0, d.k.at(j, d.N + 1)), *to_come]
            if late:
                terms.append((late, d.always))
            d.lp.row(terms, least=asked, power=power)


def terminal_output(d: Documented) -> None:
    power = _power(d)
    for j in d.sectors if power is not None else ():
        lagging = [k for k in d.of_sector(j) if d.lag[k] == 1]
        if lagging:
            in_hand = d.economy.sectors.output_in_hand[j]
            d.lp.row([(1.0, d.x.at(k, d.N + 1)) for k in lagging], least=in_hand, power=power or 0)


def terminal_stocks(d: Documented) -> None:
    """Of the ray alone: elsewhere `closing_stock` says what is to be left."""
    for i in d.storable if d.economy.terminal is Terminal.RAY else ():
        opening = d.economy.products.opening_stock[i]
        d.lp.row([(1.0, d.s.at(i, d.N))], least=opening, power=d.economy.years.plan)


def static_output(d: Documented) -> None:
    """What is held back is not there to be used, so that a year can be repeated for ever only with it."""
    economy, after = d.economy, d.N + 1
    if economy.terminal is not Terminal.STATIC:
        return
    given = np.zeros(len(d.products))
    np.add.at(given, economy.demand.product, economy.demand.quantity[:, after])
    mouths = economy.households.mouths[:, after]
    given += [sum(d.basket(i, h, after) * mouths[h] for h in d.households) for i in d.products]
    country = economy.town_and_country
    if country.farm_product >= 0:
        given[country.farm_product] += country.own_food * economy.households.mouths[country.household, after]
    left = (1 - economy.products.reserve[:, [after]]) * d.G - d.taken(after)
    for k, asked in enumerate(np.linalg.solve(left, given)):
        d.lp.row([(1.0, d.x.at(k, after))], least=float(asked))


Rule = Callable[[Documented], None]
RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        rules.material_balance, rules.unused_output, rules.output_in_hand, rules.working_stock_norm,
        rules.greatest_stock, rules.closing_stock,
        rules.capacity_limit, rules.capacity_accumulation, rules.construction_work, rules.project_year_limit,
        rules.project_total_limit, rules.idle_capacity, rules.absorptive_limit, rules.output_fall_limit, rules.labour,
        rules.labour_movement, rules.transfer_limit, rules.living_standard_floor, rules.foreign_exchange,
        rules.debt_limit, rules.import_limit, rules.export_limit, rules.export_step, rules.marketed_produce,
        rules.town_country_exchange, rules.exchange_slack, rules.village_subsistence, rules.village_own_food,
        rules.resource_ceiling, terminal_capacity, terminal_output, terminal_stocks, static_output,
    )
}  # fmt: skip


def programme_of(
    economy: Economy, *, demand_scale: bool = False, rules: Iterable[Rule] = tuple(RULES.values())
) -> Documented:
    """The unknowns and the rows of an economy, by all rules or some."""
    documented = Documented(economy, demand_scale)
    for rule in rules:
        rule(documented)
    return documented
