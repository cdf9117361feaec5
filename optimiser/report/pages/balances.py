"""The balance of every product: where it comes from and where it goes, year by year, adding up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.plan.accounts.sources_and_uses import SOURCES, USES, sources_and_uses
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.page import Column, Heading, Page, Role, Sentence, Table
from optimiser.report.pages.power_and_fuel import power_and_fuel
from optimiser.report.pages.yearly import NOISE, year_columns


def rows_of(plan: Plan) -> Iterator[tuple[Role, tuple[object, ...]]]:
    """The look and the cells of each line: product by product, sources, uses, and the check."""
    economy, T = plan.economy, plan.economy.years.plan
    found = sources_and_uses(plan)
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
    energy = power_and_fuel(plan, m)
    heading = [Heading("Every product")] if energy else []
    return [Page("Balances", meaning, (*energy, *heading, Sentence(words, "note"), table))]
