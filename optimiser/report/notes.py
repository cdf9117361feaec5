"""Sheets about the report itself: a strategy's own tables, defaults that were applied, and what all of it means."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from optimiser.economy.economy import Economy
from optimiser.plan.plan import Plan, Table
from optimiser.report.charts import Line, Span, bar_chart
from optimiser.report.series import LONG, colour_scale
from optimiser.report.sheet import Book, Column, Place, Sheet
from optimiser.report.words import rule_in_words
from optimiser.solver import versions

if TYPE_CHECKING:
    from optimiser.workbook import Reading


MOST_WARNINGS = 300


def is_matrix(table: Table) -> bool:
    """Whether a table is a matrix of shares, to be shown in colours."""
    return table.name.startswith("Pay-off")


def strategy_table(book: Book, table: Table, name: str = "") -> Place:
    """A table that a strategy adds."""
    sheet = book.sheet(name or table.name, table.meaning, table.name)
    sheet.back()
    return put_table(sheet, table)


def put_table(sheet: Sheet, table: Table) -> Place:
    """A strategy's table on a sheet, with a heat map or bars where they help."""
    matrix = is_matrix(table)
    columns = [
        Column(heading, shares=(matrix and place > 0) or heading.lower().startswith("share"))
        for place, heading in enumerate(table.columns)
    ]
    rows = [tuple(_plain(value) for value in row) for row in table.rows]
    place = sheet.table(columns, rows, labels=1, filters=len(rows) > LONG)
    if matrix:
        colour_scale(place, 2, low="F8CBAD", high="A9D18E", least=0.0, most=1.0)
    if table.name == "Ladder" and 1 < len(rows) <= LONG and {"code", "share"} <= set(table.columns):
        share, code = table.columns.index("share") + 1, table.columns.index("code") + 1
        bars = Line(
            Span.along(place.sheet, place.header, share, share), Span.down(place.sheet, share, place.first, place.last)
        )
        labels = Span.down(place.sheet, code, place.first, place.last)
        chart = bar_chart(
            "The ladder: how far each goal rises before it is blocked",
            "share of the increment",
            labels,
            [bars],
            pattern="0%",
            x_title="goals in the order in which they block",
        )
        sheet.place_chart(chart)
    return place


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | float | str) else str(value)


def defaults(book: Book, reading: Reading) -> None:
    """Defaults that were applied, notices and warnings."""
    sheet = book.sheet("Defaults", "How the workbook was read: warnings, notices, and every value that nobody gave.")
    sheet.back()
    sheet.heading(f"Warnings: {len(reading.warnings)}")
    for warning in reading.warnings[:MOST_WARNINGS]:
        sheet.note(str(warning), "sentence")
    if len(reading.warnings) > MOST_WARNINGS:
        sheet.note(f"and {len(reading.warnings) - MOST_WARNINGS:,} more; the command validate lists them all")
    sheet.heading(f"Notices: {len(reading.notices)}")
    for notice in reading.notices:
        sheet.note(notice, "sentence")
    sheet.heading(f"Defaults: {len(reading.defaults)}")
    rows = [(each.sheet, each.place, each.value, int(each.count)) for each in reading.defaults]
    sheet.table(
        [Column("sheet"), Column("where", width=44.0), Column("default taken", width=44.0), Column("values it is for")],
        rows,
        filters=bool(rows),
    )


def about(book: Book, economy: Economy, plans: Sequence[Plan], *, alone: bool = True) -> None:
    """Source, units, versions, the rules of the plans, and what shadow prices mean."""
    sheet = book.sheet("About", "Where the figures come from, in which units they are, and what shadow prices mean.")
    sheet.back()
    years = economy.years
    sheet.heading("The economy")
    facts: list[tuple[object, ...]] = [
        ("title", economy.title),
        ("stylised", economy.stylised),
        ("source", economy.source or "not stated"),
        ("workbook", economy.origin.path.replace("\\", "/").split("/")[-1] or "none: made in memory"),
        ("base year", years.label(0)),
        ("plan years", f"{years.label(1)} to {years.label(years.plan)}"),
        ("years of the tail", f"{years.tail}: planned so that the plan does not eat its own future, not shown"),
        ("condition on the end", economy.terminal.value),
        ("money unit", economy.money_unit),
        ("foreign money", economy.trade.unit or "none"),
        ("sectors", f"{len(economy.sectors.axis):,}"),
        ("products", f"{len(economy.products.axis):,}"),
    ]
    for plan in plans if alone else ():
        facts += [
            ("strategy", plan.strategy),
            ("target set", plan.target_set or "none"),
            ("the goal is", plan.criterion.goal),
            ("counted in", plan.criterion.unit),
            ("rows of the programme", f"{plan.programme.rows:,}"),
            ("unknowns", f"{plan.programme.columns:,}"),
        ]
    from optimiser import __version__

    made = {"plan optimiser": __version__} | versions() | {"python": sys.version.split()[0]}
    facts += [(f"version of {name}", number) for name, number in made.items()]
    sheet.table([Column("what", width=28.0), Column("is", width=100.0)], facts)
    said = {block.name: block.rule for plan in plans for block in plan.programme.blocks if block.count}
    if said:
        sheet.heading("The rules")
        rows = [(name.replace("_", " "), rule_in_words(name, rule)) for name, rule in said.items()]
        sheet.table([Column("rule"), Column("says", width=100.0)], rows)
    sheet.heading("Units")
    sheet.note(_UNITS, "sentence")
    sheet.heading("Shadow prices")
    for words in _PRICES:
        sheet.note(words, "sentence")


_UNITS = (
    "Every product, sector, pool and resource has the unit the workbook gives it; each line of a table names its unit. "
    "Quantities are for a whole year, capacity is that at the start of the year, stocks and debt are those at its end. "
    "Consumption is an index over a fixed basket, 1 in the base year. Values are at the prices of the workbook; what "
    "has no price is not in them."
)

_PRICES = (
    "A shadow price is what one more unit of something would add to the strategy's goal if the plan were drawn up "
    "again: one more tonne of steel in a year, one more unit of capacity, one more person. Where a strategy goes in "
    "stages, the goal is that of the last, with what the others found kept. The price is zero where there is enough. "
    "A negative price is what a demand costs: one more unit asked for takes so much from the goal.",
    "It holds for a small change of one thing with all else left as it is, in units of the goal, and only under this "
    "strategy. Prices of different strategies are in different units and cannot be compared.",
    "To compare rows in different units, a price is multiplied by 1 % of what the base year has of the thing.",
    "Where several plans are equally good, as is common, the prices are those of one of them.",
)
