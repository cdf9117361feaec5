"""The balance of every product: where it comes from and where it goes, year by year, adding up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.base_year import BaseYear, base_year
from optimiser.plan.measures import Measures, building_work, inputs_for
from optimiser.plan.plan import Plan
from optimiser.programme.constraints.balances import material_balance
from optimiser.report.page import Column, Page, Role, Sentence, Table
from optimiser.report.pages.yearly import NOISE, year_columns

SOURCES, USES = "sources", "uses"


@dataclass(frozen=True)
class Account:
    """One line of all products' balances: (product, year 0..T), product units."""

    side: str
    item: str
    amounts: Floats


def accounts(plan: Plan) -> list[Account]:
    """The lines of the balances; the surplus is the slack of the programme's own row, so the check is a real one.

    In the base year, which is no row of the programme, the surplus is the residual of `base_year`, and may be negative.
    """
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    n, techniques = len(economy.products.axis), economy.techniques
    span = slice(0, T + 1)
    opening = np.zeros((n, T + 1))
    opening[:, 1:] = q.stocks[:, :T]
    made = times(techniques.outputs, q.output[:, span])
    found = [
        Account(SOURCES, "output", made),
        Account(SOURCES, "imports", q.imports[:, span]),
        Account(SOURCES, "stock at the start", opening),
        Account(USES, "inputs of production", times(techniques.inputs, inputs_for(plan))),
        Account(USES, "building", times(economy.construction.composition, building_work(plan))),
    ]
    for number, name in enumerate(economy.households.names):
        basket = economy.households.baskets[:, [number]].toarray()
        found.append(Account(USES, f"consumption: {name}", basket * q.consumption[[number], span]))
    farm = economy.town_and_country.farm_product
    if farm >= 0:
        kept = np.zeros((n, T + 1))
        kept[farm] = q.farm_kept[span]
        found.append(Account(USES, "kept in the village", kept))
    moving = economy.transfers.goods
    if moving.nnz:
        found.append(Account(USES, "moving and training", times(moving, q.transfers[:, span])))
    uses = economy.demand.axis.columns.get("use", ())
    for use in dict.fromkeys(uses):
        given = np.zeros((n, T + 1))
        chosen = np.flatnonzero([each == use for each in uses])
        np.add.at(given, economy.demand.product[chosen], economy.demand.quantity[chosen, span])
        found.append(Account(USES, f"given use: {use}", given))
    found += [
        Account(USES, "exports", q.exports[:, span]),
        Account(USES, "planned reserve", economy.products.reserve[:, None] * made),
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


def rows_of(plan: Plan) -> Iterator[tuple[Role, tuple[object, ...]]]:
    """The look and the cells of each line: product by product, sources, uses, and the check."""
    economy, T = plan.economy, plan.economy.years.plan
    found = accounts(plan)
    size = plan.variables.scales.product
    for product, (code, name, unit) in enumerate(
        zip(economy.products.axis.labels, economy.products.names, economy.products.axis.units, strict=True)
    ):
        totals = {SOURCES: np.zeros(T + 1), USES: np.zeros(T + 1)}
        for side in (SOURCES, USES):
            for account in found:
                row = account.amounts[product]
                if account.side == side:
                    totals[side] = totals[side] + row
                    if (np.abs(row) > NOISE * size[product]).any():
                        shown = np.where(np.abs(row) > NOISE * size[product], row, 0.0)
                        yield "", (code, name, unit, side, account.item, *map(float, shown))
            yield "total", (code, name, unit, side, "all", *map(float, totals[side]))
        left = totals[SOURCES] - totals[USES]
        turnover = np.maximum(totals[SOURCES], size[product])
        left = np.where(np.abs(left) > 10.0 * NOISE * turnover, left, 0.0)
        yield "check", (code, name, unit, "check", "sources less uses", *map(float, left))


def balances(plan: Plan, m: Measures) -> list[Page]:
    """The page of balances."""
    found = list(rows_of(plan))
    columns = (*map(Column, ("product", "name", "unit", "side", "item")), *year_columns(m))
    rows, roles = tuple(row for _, row in found), tuple(role for role, _ in found)
    words = "Filter the first column for one product, the fifth for one use. What is zero in all years is left out."
    table = Table(columns, rows, roles, labels=5, filters=True)
    meaning = "Every product's sources and uses by year. They add up: the check, sources less uses, is zero."
    return [Page("Balances", meaning, (Sentence(words, "note"), table))]
