"""Where every product comes from and where it goes, year by year: what all accounts of a plan are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.base_year import BaseYear, base_year, consumption_items
from optimiser.economy.flows import basket_of, inputs_in
from optimiser.plan.measures import building_work, inputs_for
from optimiser.plan.plan import Plan
from optimiser.programme.constraints.balances import material_balance

SOURCES, USES = "sources", "uses"
KEPT = "kept in the village"


@dataclass(frozen=True)
class Account:
    """One line of all products' balances: (product, year 0..T), product units."""

    side: str
    item: str
    amounts: Floats


def sources_and_uses(plan: Plan) -> list[Account]:
    """The lines of the balances; the surplus is the slack of the programme's own row, so the check is a real one.

    In the base year, which is no row of the programme, the surplus is the residual of `base_year`, and may be negative.
    """
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    n, techniques = len(economy.products.axis), economy.techniques
    span = slice(0, T + 1)
    opening = np.zeros((n, T + 1))
    opening[:, 1:] = q.stocks[:, :T]
    made = times(techniques.outputs, q.output[:, span])
    needed = inputs_for(plan)
    used = np.column_stack([times(inputs_in(economy, year), needed[:, year]) for year in range(T + 1)])
    found = [
        Account(SOURCES, "output", made),
        Account(SOURCES, "imports", q.imports[:, span]),
        Account(SOURCES, "stock at the start", opening),
        Account(USES, "inputs of production", used),
        Account(USES, "building", times(economy.construction.composition, building_work(plan))),
    ]
    for number, item in enumerate(consumption_items(economy)):
        found.append(Account(USES, item, basket_of(economy, number)[:, span] * q.consumption[[number], span]))
    farm = economy.town_and_country.farm_product
    if farm >= 0:
        kept = np.zeros((n, T + 1))
        kept[farm] = q.farm_kept[span]
        found.append(Account(USES, KEPT, kept))
    moving = economy.transfers.goods
    if moving.nnz:
        found.append(Account(USES, "moving and training", times(moving, q.transfers[:, span])))
    if economy.products.stock_loss.any():
        found.append(Account(USES, "lost from stocks", economy.products.stock_loss[:, None] * opening))
    uses = economy.demand.axis.columns.get("use", ())
    for use in dict.fromkeys(uses):
        given = np.zeros((n, T + 1))
        chosen = np.flatnonzero([each == use for each in uses])
        np.add.at(given, economy.demand.product[chosen], economy.demand.quantity[chosen, span])
        found.append(Account(USES, f"given use: {use}", given))
    for number, name in enumerate(economy.assortments.axis.labels):
        only = np.where(np.arange(len(q.assortments))[:, None] == number, q.assortments[:, span], 0.0)
        found.append(Account(USES, f"assortment: {name}", economy.assortments.contents(only, n)))
    found += [
        Account(USES, "exports", q.exports[:, span]),
        Account(USES, "planned reserve", economy.products.reserve[:, span] * made),
        Account(USES, "stock at the end", q.stocks[:, span]),
    ]
    base, stock = base_year(economy), q.stocks[:, 0]
    found = [
        replace(each, amounts=np.column_stack([_of_base_year(each, base, stock), each.amounts[:, 1:]]))
        for each in found
    ]
    slack = np.column_stack([base.residual, plan.slack(material_balance.name)[:, :T]])
    found.append(Account(USES, "surplus", np.where(np.isfinite(slack), slack, 0.0)))
    return found


def _of_base_year(account: Account, base: BaseYear, stock: Floats) -> Floats:
    """(product): the base year of a line, which a plan does not have; stocks do not change in it."""
    return stock if account.item in ("stock at the start", "stock at the end") else base.amounts(account.item)
