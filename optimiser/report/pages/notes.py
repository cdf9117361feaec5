"""Pages about the report itself: a strategy's own tables, defaults, how figures are known, what all of it means."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from optimiser.economy.economy import Economy
from optimiser.economy.origin import UNGRADED
from optimiser.economy.regions import producers_of
from optimiser.plan import plan as plans_of
from optimiser.plan.plan import Plan
from optimiser.plan.sentences import rule_in_words
from optimiser.report.page import (
    Block,
    Cells,
    Chart,
    Column,
    Format,
    Heading,
    Page,
    Scale,
    Scaling,
    Sentence,
    Series,
    Table,
)
from optimiser.report.pages import plan_sheets
from optimiser.report.pages.yearly import LONG
from optimiser.solver import versions

if TYPE_CHECKING:
    from optimiser.workbook import Reading


MOST_WARNINGS = 300
TAIL = "planned so that the plan does not eat its own future, not shown"


def strategy_page(table: plans_of.Table, name: str = "", *, sheet: str = "") -> Page:
    """A table that a strategy adds, with a heat map or bars where they help."""
    matrix = table.name.startswith("Pay-off")

    def column(place: int, heading: str) -> Column:
        shares = (matrix and place > 0) or heading.lower().startswith("share")
        kind = Format.SHARE if shares else Format.MAGNITUDE
        return Column(heading, format=kind, scale=Scale.REACHED if matrix and place else None)

    columns = tuple(column(place, heading) for place, heading in enumerate(table.columns))
    shown = Table(columns, table.rows, filters=len(table.rows) > LONG)
    return Page(name or table.name, table.meaning, (shown, *_ladder(table, shown)), title=table.name, sheet=sheet)


def _ladder(table: plans_of.Table, shown: Table) -> list[Chart]:
    if table.name != "Ladder" or not 1 < len(table.rows) <= LONG or not {"code", "share"} <= set(table.columns):
        return []
    share, code = table.columns.index("share"), table.columns.index("code")
    return [
        Chart(
            "bars",
            "The ladder: how far each goal rises before it is blocked",
            (Series("share", Cells.down(shown, share)),),
            Cells.down(shown, code),
            x=Scaling("goals in the order in which they block"),
            y=Scaling("share of the increment", Format.SHARE),
        )
    ]


def defaults(reading: Reading) -> Page:
    """Defaults that were applied, notices and warnings."""
    blocks: list[Block] = [Heading(f"Warnings: {len(reading.warnings)}")]
    blocks += [Sentence(str(warning)) for warning in reading.warnings[:MOST_WARNINGS]]
    if len(reading.warnings) > MOST_WARNINGS:
        more = len(reading.warnings) - MOST_WARNINGS
        blocks.append(Sentence(f"and {more:,} more; the command validate lists them all", "note"))
    blocks.append(Heading(f"Notices: {len(reading.notices)}"))
    blocks += [Sentence(notice) for notice in reading.notices]
    rows = tuple((each.sheet, each.place, each.value, int(each.count)) for each in reading.defaults)
    where, taken = Column("where", width=44.0), Column("default taken", width=44.0)
    columns = (Column("sheet"), where, taken, Column("values it is for"))
    blocks += [Heading(f"Defaults: {len(reading.defaults)}"), Table(columns, rows, filters=bool(rows))]
    meaning = "How the workbook was read: warnings, notices, and every value that nobody gave."
    return Page("Defaults", meaning, tuple(blocks), sheet=plan_sheets.ABOUT)


def grades(economy: Economy) -> list[Page]:
    """How many figures of each sheet are sourced, derived or assumed, where the workbook says so."""
    known = economy.origin.grades
    if not known:
        return []
    shown = (*known.names, *([UNGRADED] if known.number(UNGRADED) else []))
    rows: list[tuple[object, ...]] = [
        (sheet, *(counts.get(each, 0) for each in shown)) for sheet, counts in known.counts.items()
    ]
    rows.append(("all sheets", *map(known.number, shown)))
    columns = (Column("sheet", width=24.0), *(Column(each or "no grade", "figures") for each in shown))
    shares = Table(
        (Column("grade", width=24.0), Column("figures"), Column("share of the graded", format=Format.SHARE)),
        tuple((each, known.number(each), known.share(each)) for each in known.names),
    )
    blocks: list[Block] = [*map(Sentence, _GRADES), shares, Heading("By sheet"), Table(columns, tuple(rows))]
    meaning = "How many of the figures are sourced, derived or assumed."
    return [Page("Grades", meaning, tuple(blocks), sheet=plan_sheets.ABOUT)]


def about(economy: Economy, plans: Sequence[Plan], *, alone: bool = True) -> Page:
    """Source, units, versions, the rules of the plans, and what shadow prices mean."""
    years = economy.years
    facts: list[tuple[object, ...]] = [
        ("title", economy.title),
        ("stylised", economy.stylised),
        ("source", economy.source or "not stated"),
        ("workbook", economy.origin.path.replace("\\", "/").split("/")[-1] or "none: made in memory"),
        ("base year", years.label(0)),
        ("plan years", f"{years.label(1)} to {years.label(years.plan)}"),
        ("years of the tail", f"{years.tail}: {TAIL}" if years.tail else "none"),
        ("condition on the end", economy.terminal.value),
        ("money unit", economy.money_unit),
        ("foreign money", economy.trade.unit or "none"),
        ("sectors", f"{len(producers_of(economy)):,}"),
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
    blocks: list[Block] = [
        Heading("The economy"),
        Table((Column("what", width=28.0), Column("is", width=100.0)), tuple(facts)),
    ]
    said = {block.name: block.rule for plan in plans for block in plan.programme.blocks if block.count}
    if said:
        rules = tuple((name.replace("_", " "), rule_in_words(name, rule)) for name, rule in said.items())
        blocks += [Heading("The rules"), Table((Column("rule"), Column("says", width=100.0)), rules)]
    blocks += [Heading("Units"), Sentence(_UNITS), Heading("Shadow prices"), *map(Sentence, _PRICES)]
    meaning = "Where the figures come from, in which units they are, and what shadow prices mean."
    return Page("About", meaning, tuple(blocks), sheet=plan_sheets.ABOUT)


_GRADES = (
    "A sourced figure is one that a source names; a derived one follows from others by a rule; an assumed one is a "
    "guess at a size. Which is which the sheet Notes on grades of the workbook says, with sources and ranges.",
    "Every number in the workbook counts once, in all target sets; settings of the plan, weights and scenarios do not, "
    "nor does what nobody gave. A figure that a scenario or an option has changed has no grade.",
)

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
    "To compare rows in different units, a price is multiplied by 1% of what the base year has of the thing.",
    "Where several plans are equally good, as is common, the prices are those of one of them.",
)
