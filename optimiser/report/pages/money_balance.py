"""The page of the money balance: incomes against goods, what would close the gap, and who pays for what is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimiser.arrays import Floats
from optimiser.plan.accounts.money_balance import MoneyBalance
from optimiser.plan.accounts.national_income import share
from optimiser.plan.measures import Measures
from optimiser.plan.money_sentences import gap_in_words, how_known
from optimiser.plan.plan import Plan
from optimiser.plan.sentences import STYLISED
from optimiser.report.page import HEADER, Block, Cells, Column, Format, Heading, Page, Role, Sentence, Series, Table
from optimiser.report.pages.yearly import LONG, NOISE, figures, greatest, over_years, year_columns

NAMED = 2
"""Columns before the years: item, unit."""

INCOMES, OUTGO, GAP = "incomes", "outgo", "gap: incomes less outgo"
PAYMENTS = {
    "wages": "wages",
    "farm_receipts": "farms are paid for their produce",
    "other": "other incomes",
    "incomes": INCOMES,
    "goods": "goods, with the turnover tax on them",
    "for_farms": "farms buy for production and building, and pay wages",
    "taxes": "taxes",
    "loans": "loans to the state",
    "savings": "savings",
    "outgo": OUTGO,
    "gap": GAP,
}
"""Parts of the payments, in their order, as they are called."""
SUMS = ("incomes", "outgo", "gap")

WHO = {
    "budget": "budget: taxes and loans, less given uses",
    "enterprises": "surplus of enterprises",
    "tribute": "tribute of the village",
    "farms": "farms themselves",
    "savings": "savings",
    "abroad": "from abroad",
    "stocks": "stocks, losses, no use",
    "credit": "credit and new money: the gap",
}


def money_balance(plan: Plan, m: Measures) -> list[Page]:
    """The answer first, then incomes and outgo, what closes the gap, households, wages, investment by source."""
    found = plan.accounts.money
    if found is None:
        return []
    economy = plan.economy
    said = gap_in_words(economy, found)
    blocks: list[Block] = [Sentence(said[0], "big"), *map(Sentence, said[1:])]
    blocks += [Sentence(STYLISED, "banner")] if economy.stylised else []
    blocks += [Sentence(how_known(economy), "note"), *_incomes(found, m), *_closing(found, m)]
    blocks += [*_of_households(plan, found, m), *_investment(found, m), *_wages(plan, found, m)]
    meaning = "Is there an inflationary gap, how large is it, what would close it, and who pays for what is built."
    return [Page("Money balance", meaning, tuple(blocks))]


def _incomes(found: MoneyBalance, m: Measures) -> list[Block]:
    """All households together, and the chart of incomes and outgo."""
    rows = [(said, getattr(found.paid, name).sum(axis=0)) for name, said in PAYMENTS.items()]
    table = _by_year(m, rows, found.unit, totals=(INCOMES, OUTGO, GAP))
    places = {str(row[0]): place for place, row in enumerate(table.kept)}
    series = tuple(
        Series(name, Cells.along(table, places[name], NAMED), dashed=name == OUTGO) for name in (INCOMES, OUTGO)
    )
    chart = over_years("Incomes and what they are spent on", found.unit, Cells.along(table, HEADER, NAMED), series)
    words = "All households together. What the village eats of its own produce is neither sold nor bought."
    return [Heading("Incomes and what they can buy"), Sentence(words, "note"), table, chart]


def _closing(found: MoneyBalance, m: Measures) -> list[Block]:
    """The gap as a rise of prices, and as a part of incomes."""
    rows = [
        ("prices of consumer goods higher by", found.price_rise),
        ("or taxes, loans or savings higher by", found.of_incomes),
    ]
    units = ("share of goods", "share of incomes")
    columns = (Column("what closes it"), Column("unit"), *year_columns(m, Format.SHARE))
    lines = tuple((name, unit, *figures(values)) for (name, values), unit in zip(rows, units, strict=True))
    words = "Either alone closes the gap; below zero there are goods for which there is no money."
    return [Heading("What would close the gap"), Sentence(words, "note"), Table(columns, lines, labels=NAMED)]


def _of_households(plan: Plan, found: MoneyBalance, m: Measures) -> list[Block]:
    """The same payments household by household."""
    names = plan.economy.households.names
    if len(names) < 2:
        return []
    rows: list[tuple[str, Floats]] = []
    for place, name in enumerate(names):
        rows += [(f"{name}: {said}", getattr(found.paid, part)[place]) for part, said in PAYMENTS.items()]
    totals = tuple(f"{name}: {PAYMENTS[part]}" for name in names for part in SUMS)
    return [Heading("Town and village"), _by_year(m, rows, found.unit, totals=totals)]


def _investment(found: MoneyBalance, m: Measures) -> list[Block]:
    """Who pays for what is built, in money and as shares; and what of it the farm surplus comes to."""
    whole = "investment: all that is built, and the wages of building"
    rows = [(what, amounts) for (_, what), amounts in found.sources.items()]
    by_who = {
        said: np.sum([amounts for (of, _), amounts in found.sources.items() if of == who], axis=0)
        for who, said in WHO.items()
    }
    size = float(np.nanmax(np.abs(found.investment), initial=0.0))
    columns = (Column("who pays"), Column("unit"), *year_columns(m, Format.SHARE))
    shares = tuple(
        (said, "share of investment", *figures(_tidy(share(amounts, found.investment), 1.0)))
        for said, amounts in by_who.items()
        if np.nan_to_num(_tidy(amounts, size)).any()
    )
    by_share = Table(columns, shares, labels=NAMED)
    surplus = [
        ("farm surplus: what leaves farm and village, less what reaches them", found.farm_surplus),
        ("built for industry", found.industrial),
    ]
    part = Table(
        (Column("item"), Column("unit"), *year_columns(m, Format.SHARE)),
        (("farm surplus", "share of what is built for industry", *figures(found.farm_share)),),
        labels=NAMED,
    )
    words = (
        "Added up from enterprises, the budget and the balances of products, not from incomes: what nobody pays for is "
        "the same gap. Tribute: produce taken for nothing, and what farms are paid below the price."
    )
    blocks: list[Block] = [Heading("Investment by source"), Sentence(words, "note")]
    blocks += [_by_year(m, [*rows, (whole, found.investment)], found.unit, totals=(whole,)), by_share]
    if found.farm_surplus[1:].any():
        harrison = (
            "At the prices of the workbook; what villagers earn by other work is in the goods that reach them. In "
            "fact, Harrison finds, it was at most a third of industrial investment from 1929 on, a fifth from 1932."
        )
        blocks += [Heading("Farm surplus and industrial investment"), Sentence(harrison, "note")]
        blocks += [_by_year(m, surplus, found.unit), part]
    return blocks


def _wages(plan: Plan, found: MoneyBalance, m: Measures) -> list[Block]:
    """The wage bill by branch, the greatest where there are many, and by pool."""
    economy = plan.economy
    bill = found.wages.sum(axis=0)
    names = [*economy.sectors.names, "building work"]
    weights = np.nan_to_num(bill).sum(axis=1)
    places = greatest(weights, LONG) if len(names) > LONG else range(len(names))
    rows = [(names[place], bill[place]) for place in places if weights[place] > 0.0]
    if not rows:
        return []
    pools = [(f"of all: {name}", found.wages[place].sum(axis=0)) for place, name in enumerate(economy.pools.names)]
    whole = "all wages"
    table = _by_year(m, [*rows, (whole, bill.sum(axis=0)), *pools], found.unit, totals=(whole,))
    return [Heading("Wages by branch and skill"), table]


def _by_year(m: Measures, rows: Sequence[tuple[str, Floats]], unit: str, totals: tuple[str, ...] = ()) -> Table:
    """Rows that are not zero in all years, sums always; those named `totals` stand out."""
    size = max((float(np.nanmax(np.abs(values), initial=0.0)) for _, values in rows), default=0.0)
    shown = [(name, _tidy(values, size)) for name, values in rows]
    kept = [(name, values) for name, values in shown if name in totals or np.nan_to_num(values).any()]
    roles: tuple[Role, ...] = tuple("total" if name in totals else "" for name, _ in kept)
    table = Table(
        (Column("item"), Column("unit"), *year_columns(m)),
        tuple((name, unit, *figures(values)) for name, values in kept),
        roles,
        labels=NAMED,
    )
    return replace(table, alike="cell") if not totals else table


def _tidy(values: Floats, size: float) -> Floats:
    """Rounding noise becomes zero."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(np.abs(values) > NOISE * size, values, np.where(np.isnan(values), np.nan, 0.0)))
