"""What binds: the rows with a shadow price."""

from __future__ import annotations

from optimiser.language.naming import name_of
from optimiser.plan.measures import ZERO, Measures
from optimiser.plan.plan import Plan
from optimiser.plan.sentences import Row, lasts, priced_rows
from optimiser.programme.references import input_cell
from optimiser.programme.rows import Kind
from optimiser.report.page import Block, Cells, Chart, Column, Format, Heading, Page, Scaling, Sentence, Series, Table

MOST_ROWS = 5000
"""Rows that are listed; economies of hundreds of sectors have more than anybody reads."""

SHORT_LIVED = (
    "Prices that hold for next to no change, since what earlier stages found is held exactly, stand below only."
)
BARS = 12
MOST_DRAWN = 8


def label(plan: Plan, row: Row) -> str:
    """A row in a few words: `steel 1930/31: capacity limit`."""
    name, year, rule = name_of(plan.economy, row.key), row.key.get("year", ""), row.rule.replace("_", " ")
    words = " ".join(part for part in (name, year) if part)
    return f"{words}: {rule}" if name and name != rule else f"{rule} {year}"


def per_unit(goal: str, unit: str) -> str:
    """The unit of a shadow price."""
    return f"{goal} per {'index point' if unit.startswith('index') else unit or 'unit'}"


def dearest(plan: Plan, rows: list[Row], most: int = BARS) -> list[Row]:
    """The greatest row of each rule and thing whose price lasts, of the rules that something could be done about."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        about = " ".join(code for column, code in row.key.items() if column != "year")
        if row.kind not in (Kind.IDENTITY, Kind.TARGET) and lasts(plan, row):
            found.setdefault((row.rule, about), row)
    return list(found.values())[:most]


def what_binds(plan: Plan, _: Measures) -> list[Page]:
    """The page of rows with a shadow price, the greatest first."""
    rows = priced_rows(plan, ZERO)
    goal = plan.criterion

    def cells(row: Row, first: str) -> tuple[object, ...]:
        return (
            first,
            row.rule.replace("_", " "),
            row.key.get("year", ""),
            row.meaning,
            row.price,
            per_unit(goal.unit, row.unit),
            row.comparable / 100.0,
            row.kind.value,
            input_cell(plan.economy, row.reference),
        )

    left_out = not all(lasts(plan, row) for row in rows)
    columns = (
        Column("what"),
        Column("rule"),
        Column("year"),
        Column("one more unit is"),
        Column("shadow price", width=11.0),
        Column("unit of the price"),
        Column("1% of the base year", goal.unit, width=13.0),
        Column("kind"),
        Column("input cell", format=Format.INPUT),
    )
    top = Table(columns, tuple(cells(row, label(plan, row)) for row in dearest(plan, rows)), alike="cell")
    every = (cells(row, name_of(plan.economy, row.key, codes=True)) for row in rows[:MOST_ROWS])
    blocks: list[Block] = [
        Sentence(
            f"Shadow prices are in {goal.unit} per unit: {goal.goal}. They hold for small changes, one at a time. "
            "To compare rows, one column has what 1% of the base-year amount would add.",
            "note",
        )
    ]
    if top.kept:
        blocks += [Heading("The greatest of each rule and thing, without identities and targets"), top]
    if left_out:
        blocks.append(Sentence(SHORT_LIVED, "note"))
    blocks.append(Heading("Every row"))
    if len(rows) > MOST_ROWS:
        blocks.append(Sentence(f"The {MOST_ROWS:,} greatest of {len(rows):,} rows.", "note"))
    words = "First the rules that something could be done about, then identities and targets; the greatest on top."
    blocks += [Sentence(words, "note"), Table(columns, tuple(every), alike="cell", filters=True)]
    meaning = "Every rule that holds the plan back: where, when, and what one more unit would add to the goal."
    headlines = (_bars(top, goal.unit),) if top.kept else ()
    return [Page("What binds", meaning, tuple(blocks), headlines=headlines)]


def _bars(table: Table, goal: str) -> Chart:
    """The greatest comparable prices as bars."""
    last = min(len(table.kept), MOST_DRAWN) - 1
    adds = Series("1% of the base year", Cells.down(table, 6, last=last))
    return Chart(
        "lying bars",
        "What holds the plan back: the greatest shadow prices",
        (adds,),
        Cells.down(table, 0, last=last),
        y=Scaling(f"what 1% of the base-year amount adds, {goal}"),
        height=10.0,
    )
