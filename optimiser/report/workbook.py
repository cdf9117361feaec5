"""The report on a plan: a workbook whose first sheet says in sentences what came out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from optimiser.files import atomic
from optimiser.plan.measures import ZERO, measures
from optimiser.plan.plan import Plan
from optimiser.report import balances, building, exchange, front, notes, prices, series
from optimiser.report.sheet import Book
from optimiser.report.words import priced_rows, stylised_title

if TYPE_CHECKING:
    from optimiser.workbook import Reading


def write_report(plan: Plan, path: str | Path, *, reading: Reading | None = None, force: bool = False) -> None:
    """Write the report on a plan, or on why there is none.

    Values, never formulas; text never becomes one.  The tail is not reported.  The file appears whole or not
    at all, and never in place of the workbook that was read.

    Raises:
        OutputFault: the file is there already and `force` is not given, or cannot be written.
    """
    with atomic(path, force=force, never=plan.economy.origin.path or None) as temporary:
        book_of(plan, reading).save(temporary)


def book_of(plan: Plan, reading: Reading | None = None) -> Book:
    """The report as a workbook in memory."""
    book = Book(stylised_title(plan.economy))
    page = book.sheet("Plan", "", book.title)
    m = measures(plan) if plan.solution.optimal else None
    rows = priced_rows(plan, ZERO) if m is not None else []
    front.write_sentences(page, plan, m, rows, reading)
    charts: list[object] = []
    bars: object = None
    if m is not None:
        first_year = m.years[0]
        titles = {"sectors": "Output by sector", "households": "Consumption of households"}
        drawn = series.output(book, plan, m) + series.consumption(book, plan, m)
        for name, place, chosen in drawn:
            charts.append(series.chart_of(place, titles[name], f"index, {first_year} = 1", chosen))
        building.capacity(book, plan, m)
        series.labour(book, plan, m)
        exchange.trade(book, plan, m)
        exchange.stocks(book, plan, m)
        series.town_and_country(book, plan, m)
        series.targets(book, plan, m)
        balances.balances(book, plan, m)
        place = prices.what_binds(book, plan, rows)
        if prices.dearest(rows):
            bars = prices.price_bars(place, plan)
            charts.append(bars)
    for table in plan.tables:
        notes.strategy_table(book, table)
    if reading is not None:
        notes.defaults(book, reading)
    notes.about(book, plan.economy, [plan])
    front.write_links(page, book.sheets[1:])
    page.new_page()
    for chart in charts:
        page.place_chart(chart, rows=17 if chart is not bars else 21)
    return book
