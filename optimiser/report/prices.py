"""What binds: the rows with a shadow price."""

from __future__ import annotations

from optimiser.language.naming import name_of
from optimiser.plan.plan import Plan
from optimiser.programme.references import input_cell
from optimiser.programme.rows import Kind
from optimiser.report.charts import Line, Span, bar_chart
from optimiser.report.sheet import Book, Column, Place
from optimiser.report.words import Row

MOST_ROWS = 5000
"""Rows that are listed; economies of hundreds of sectors have more than anybody reads."""

BARS = 12


def label(plan: Plan, row: Row) -> str:
    """A row in a few words: `steel 1930/31: capacity limit`."""
    name, year, rule = name_of(plan.economy, row.key), row.key.get("year", ""), row.rule.replace("_", " ")
    words = " ".join(part for part in (name, year) if part)
    return f"{words}: {rule}" if name and name != rule else f"{rule} {year}"


def per_unit(goal: str, unit: str) -> str:
    """The unit of a shadow price."""
    return f"{goal} per {'index point' if unit.startswith('index') else unit or 'unit'}"


def dearest(rows: list[Row], most: int = BARS) -> list[Row]:
    """The greatest row of each rule and thing, of the rules that something could be done about."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        about = " ".join(code for column, code in row.key.items() if column != "year")
        if row.kind not in (Kind.IDENTITY, Kind.TARGET):
            found.setdefault((row.rule, about), row)
    return list(found.values())[:most]


def what_binds(book: Book, plan: Plan, rows: list[Row]) -> Place:
    """The sheet of rows with a shadow price, the greatest first.  Returns the summary, for the first page's bars."""
    goal = plan.criterion
    sheet = book.sheet(
        "What binds", "Every rule that holds the plan back: where, when, and what one more unit would add to the goal."
    )
    sheet.back()
    sheet.note(
        f"Shadow prices are in {goal.unit} per unit: {goal.goal}. They hold for small changes, one at a time. "
        "To compare rows, one column has what 1 % of the base-year amount would add."
    )

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

    columns = [
        Column("what"),
        Column("rule"),
        Column("year"),
        Column("one more unit is"),
        Column("shadow price", width=11.0),
        Column("unit of the price"),
        Column(f"1 % of the base year, {goal.unit}", width=13.0),
        Column("kind"),
        Column("input cell"),
    ]
    sheet.heading("The greatest of each rule and thing, without identities and targets")
    top = [cells(row, label(plan, row)) for row in dearest(rows)]
    place = sheet.table(columns, top, by="cell")
    sheet.heading("Every row")
    if len(rows) > MOST_ROWS:
        sheet.note(f"The {MOST_ROWS:,} greatest of {len(rows):,} rows.")
    sheet.note("First the rules that something could be done about, then identities and targets; the greatest on top.")
    every = [cells(row, name_of(plan.economy, row.key, codes=True)) for row in rows[:MOST_ROWS]]
    sheet.table(columns, every, by="cell", filters=True)
    return place


def price_bars(place: Place, plan: Plan) -> object:
    """The greatest comparable prices as bars."""
    goal = plan.criterion
    values = Span.down(place.sheet, 7, place.first, place.last)
    return bar_chart(
        "What holds the plan back: the greatest shadow prices",
        f"what 1 % of the base-year amount adds, {goal.unit}",
        Span.down(place.sheet, 1, place.first, place.last),
        [Line(Span.along(place.sheet, place.header, 7, 7), values)],
        lying=True,
        size=(24.0, 10.0),
    )
