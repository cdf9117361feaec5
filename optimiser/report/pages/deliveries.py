"""The page of flows: what of every product goes to whom, year by year, at prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.flows import inputs_in
from optimiser.plan.accounts.sources_and_uses import USES, sources_and_uses
from optimiser.plan.measures import Measures, inputs_for
from optimiser.plan.plan import Plan
from optimiser.report.page import Column, Flows, Page, Sentence, Table
from optimiser.report.pages.yearly import NOISE

MOST_FLOWS = 70
"""Flows that are told apart; the smaller ones of a product are added up."""

NO_USE = frozenset({"inputs of production", "lost from stocks", "planned reserve", "stock at the end", "surplus"})
"""Lines of the balances that are told apart by branch, or are no use."""

OTHER = "all other uses"


def flows(plan: Plan, m: Measures) -> list[Page]:
    """What goes from whom to whom: `p_i a_ik[t] x_k[t]` by branch, and `p_i` times every final use, money units a year.

    None where nothing is priced.
    """
    economy = plan.economy
    price = economy.products.price
    every = [(product, user, value) for product, user, value in _uses(plan) if value.max() > _nothing(plan, product)]
    if not price.any() or not every:
        return []
    names = told_apart(economy.products.names, economy.products.axis.labels)
    dearest = sorted(range(len(every)), key=lambda place: -float(every[place][2].max()))[:MOST_FLOWS]
    unit = f"{economy.money_unit} a year"
    rows = [
        (names[product], user, unit, *map(float, value))
        for product, user, value in map(every.__getitem__, sorted(dearest))
    ]
    rest = sorted(set(range(len(every))) - set(dearest))
    for product in dict.fromkeys(every[place][0] for place in rest):
        together = np.sum([every[place][2] for place in rest if every[place][0] == product], axis=0)
        rows.append((names[product], OTHER, unit, *map(float, together)))
    columns = (
        Column("product"),
        Column("goes to"),
        Column("unit"),
        *(Column(year, width=11.0) for year in m.years[1:]),
    )
    table = Table(columns, tuple(rows), alike="column", labels=3, filters=True)
    words = "At the prices of the workbook, imports with home output; without stocks, reserves and what has no use."
    if rest:
        words += (
            f" The {len(dearest)} greatest of {len(every)} flows are told apart; the others are added up by product."
        )
    picture = Flows("What goes from whom to whom", table, unit, first=3)
    meaning = "What of every product goes to which branch, to households, to building and abroad, year by year."
    return [Page("Flows", meaning, (Sentence(words, "note"), picture, table))]


def told_apart(names: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Names, with the code where several have the same."""
    return [
        f"{name} ({code})" if list(names).count(name) > 1 else name for name, code in zip(names, codes, strict=True)
    ]


def _uses(plan: Plan) -> Iterator[tuple[int, str, Floats]]:
    """A product's place, who uses it, and the value of that by plan year: products in their order."""
    economy, T = plan.economy, plan.economy.years.plan
    price, made = economy.products.price, inputs_for(plan)
    sectors, owner = economy.sectors.axis.labels, economy.techniques.sector
    branches = told_apart(economy.sectors.names, sectors)
    ends = economy.shipments.axis.columns["to"]
    for sector, end in zip(economy.shipments.sector.tolist(), ends, strict=True):
        branches[sector] = f"sent to {end}"
    users = list(dict.fromkeys(branches))
    owner = np.array([users.index(name) for name in branches], np.int64)[owner]
    used = np.zeros((len(price), len(users), T))
    for year in range(1, T + 1):
        entries = inputs_in(economy, year).tocoo()
        np.add.at(used[:, :, year - 1], (entries.row, owner[entries.col]), entries.data * made[entries.col, year])
    final = [each for each in sources_and_uses(plan) if each.side == USES and each.item not in NO_USE]
    for product, worth in enumerate(price):
        for place, name in enumerate(users):
            yield product, name, worth * used[product, place]
        for each in final:
            yield product, each.item, worth * np.maximum(each.amounts[product, 1:], 0.0)


def _nothing(plan: Plan, product: int) -> float:
    return float(NOISE * plan.variables.scales.product[product] * plan.economy.products.price[product])
