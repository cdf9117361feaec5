"""The money balance of what came: which plan or demand opens an inflationary gap when it is carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from optimiser.execution import Execution, Outcome
from optimiser.execution.statistics import Estimate
from optimiser.language.figures import per_cent
from optimiser.plan.money_sentences import NO_GAP, how_known
from optimiser.report.page import HEADER, Block, Cells, Column, Format, Heading, Page, Sentence, Series, Table
from optimiser.report.pages.side import colour
from optimiser.report.pages.told_and_made import INTERVAL, INTERVALS
from optimiser.report.pages.yearly import figures, over_years

LABELS = 3
"""Columns before the years: strategy, what, unit."""

PAID: tuple[tuple[str, Callable[[Outcome], Estimate | None]], ...] = (
    ("incomes", lambda each: each.incomes),
    ("outgo", lambda each: each.outgo),
    ("gap", lambda each: each.inflationary_gap),
)


def money_carried_out(execution: Execution) -> list[Page]:
    """Which gap is widest, the rise of prices that would close each, and incomes and outgo; none without payments."""
    rises = {name: each.price_rise for name, each in execution.rows.items() if each.price_rise is not None}
    if not rises:
        return []
    economy, years = execution.economy, execution.economy.years.plan_labels
    rows: list[tuple[object, ...]] = [
        (name, part, "share of the goods", *figures(getattr(rise, part)))
        for name, rise in rises.items()
        for part in INTERVAL
    ]
    shares = Table(_columns(years, Format.SHARE), tuple(rows), labels=LABELS)
    series = tuple(
        Series(name, Cells.along(shares, place * len(INTERVAL), LABELS), colour=colour(name.split(" ")[0]))
        for place, name in enumerate(rises)
    )
    chart = over_years(
        "Rise of prices that would close the gap", "share of the goods", Cells.along(shares, HEADER, LABELS), series
    )
    money: list[tuple[object, ...]] = [
        (name, f"{what}, {part}", economy.money_unit, *figures(getattr(found, part)))
        for name, each in execution.rows.items()
        for what, take in PAID
        for part in (INTERVAL if what == "gap" else INTERVAL[:1])
        if (found := take(each)) is not None
    ]
    words = "Wages are those of people really at work, goods those really delivered, produce that really sold."
    blocks: list[Block] = [
        *(Sentence(each, "big") for each in widest_gap(execution)),
        Sentence(f"{words} {how_known(economy)} {INTERVALS}", "note"),
        Heading("By how much prices would have to rise to close the gap"),
        shares,
        replace(chart, y=replace(chart.y, format=Format.SHARE)),
        Heading("Incomes and what they can be spent on"),
        Table(_columns(years, Format.MAGNITUDE), tuple(money), labels=LABELS),
    ]
    meaning = "Incomes against the goods that really come: the inflationary gap of every plan or demand."
    return [Page("Money balance", meaning, tuple(blocks))]


def widest_gap(execution: Execution) -> list[str]:
    """Which outcome has the widest gap in the last year, and which the narrowest."""
    last = execution.economy.years.plan_labels[-1]
    rises = [
        (float(each.price_rise.mean[-1]), name)
        for name, each in execution.rows.items()
        if each.price_rise is not None and each.price_rise.mean[-1] == each.price_rise.mean[-1]
    ]
    if not rises:
        return []
    (low, narrow), (high, wide) = min(rises), max(rises)
    if high <= NO_GAP:
        return [f"There is no inflationary gap in {last}, whichever is carried out: all money finds goods."]
    said = f"In {last} the inflationary gap of {wide} is {per_cent(high)} of the goods that people buy"
    if low <= NO_GAP:
        return [f"{said}: prices would have to rise by as much to close it. With {narrow} there is none."]
    if wide == narrow:
        return [f"{said}: prices would have to rise by as much to close it."]
    return [f"{said}, that of {narrow} {per_cent(low)}: by as much prices would have to rise to close it."]


def _columns(years: tuple[str, ...], kind: Format) -> tuple[Column, ...]:
    return (*map(Column, ("strategy", "what", "unit")), *(Column(year, format=kind, width=11.0) for year in years))
