"""The measures of a run as one flat row: name, with the unit in brackets, to figure."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from optimiser.arrays import Floats
from optimiser.batch.run import Figure
from optimiser.plan.measures import Measures, measures
from optimiser.plan.plan import Plan

GROWTH = "growth (share a year)"
SHARE = "targets together (share of the increments)"
CONSUMPTION = "consumption a head, last year (base year = 1)"
YEARS = "years needed (plan years)"
GAP = "inflationary gap, widest (share of the goods)"
HEADLINES = (GROWTH, SHARE, CONSUMPTION, YEARS, GAP)
"""What sensitivities and the comparison of strategies are about."""

BINDS = "holds the plan back most"


def flat(plan: Plan) -> dict[str, Figure]:
    """The measures of a plan, those of most interest first; what a plan does not have is left out."""
    found = measures(plan)
    rows = {name: value for name, value in _figures(plan, found) if value is not None and math.isfinite(value)}
    result: dict[str, Figure] = dict(rows)
    if found.binding:
        first = found.binding[0]
        result[BINDS] = " ".join([first.rule.replace("_", " "), *first.key.values()])
    return result


def _figures(plan: Plan, found: Measures) -> Iterator[tuple[str, float | None]]:
    economy = plan.economy
    money = economy.money_unit
    yield GROWTH, found.growth_rate
    yield SHARE, found.share
    heads = found.consumption_per_head
    if len(heads):
        yield CONSUMPTION, float(heads[:, -1] @ _weights(plan))
        for code, line in zip(economy.households.axis.labels, heads, strict=True):
            yield f"consumption a head, {code}, last year (base year = 1)", float(line[-1])
            yield f"consumption a head, {code}, least (base year = 1)", float(line[1:].min())
    money_balance = plan.accounts.money
    if money_balance is not None:
        rises = money_balance.price_rise[1:]
        yield GAP, float(np.nanmax(rises)) if np.isfinite(rises).any() else None
        yield f"inflationary gap, last year ({money})", float(money_balance.gap[-1])
        yield "farm surplus, last year (share of industrial investment)", float(money_balance.farm_share[-1])
    yield "industrial output, last year (base year = 1)", _last(found.industrial_index)
    yield "capacity, last year (base year = 1)", found.capital_index
    if found.investment_share is not None:
        shares = found.investment_share[1:]
        shares = shares[np.isfinite(shares)]
        yield "investment, mean of the plan years (share of final uses)", float(shares.mean()) if len(shares) else None
    yield f"unfinished construction, last year ({money})", _last(found.unfinished_value)
    yield f"foreign debt, last year ({economy.trade.unit})", _last(found.debt)
    if found.value_of_output is not None:
        for group, line in zip(found.groups, found.value_of_output, strict=True):
            yield f"output of {group}, last year ({money} a year)", float(line[-1])
    for code, line in zip(economy.pools.axis.labels, found.labour_use, strict=True):
        yield f"{code} at work, last year (share of the pool)", float(line[-1])
    for target in found.targets:
        yield f"target {target.variable} {target.code} {target.year} reached (share of the increment)", target.share
    for code, unit, line in zip(economy.sectors.axis.labels, economy.sectors.axis.units, found.output, strict=True):
        yield f"output {code}, last year ({unit} a year)", float(line[-1])
    for code, line in zip(economy.assets.axis.labels, found.utilisation, strict=True):
        yield f"capacity used, {code}, last year (share)", float(line[-1])
    yield f"goal ({plan.criterion.unit})", plan.objective
    if plan.verification is not None:
        yield "worst violation (share of the turnover)", plan.verification.worst_violation


def _last(line: Floats | None) -> float | None:
    return None if line is None else float(line[-1])


def _weights(plan: Plan) -> Floats:
    """What households consume in the base year, at prices, as shares; equal where nothing has a price."""
    economy = plan.economy
    worth = np.asarray(economy.products.price @ economy.households.baskets)
    if not worth.any():
        worth = np.ones(len(worth))
    return np.asarray(worth / worth.sum())
