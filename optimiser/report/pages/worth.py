"""The page on consumption over the plan against capital at its end, for all that was carried out."""

from __future__ import annotations

from optimiser.execution import Execution
from optimiser.execution.worth import standings, turns, worth_in_words
from optimiser.report.page import Block, Cells, Chart, Column, Format, Heading, Page, Scaling, Sentence, Series, Table
from optimiser.report.pages.side import colour
from optimiser.report.pages.yearly import axis_start


def worth(execution: Execution) -> list[Page]:
    """Consumption equivalents, capital, and which outcome is best at which price of capital."""
    found = standings(execution)
    if len(found) < 2:
        return []
    parts = ("mean", "low", "high")
    columns = (
        Column("strategy"),
        *(Column(f"consumption equivalent, {part}", format=Format.INDEX, width=15.0) for part in parts),
        *(Column(f"capacity after the plan, {part}", format=Format.INDEX, width=15.0) for part in parts),
    )
    table = Table(columns, tuple((each.name, *each.consumption, *each.capital) for each in found), alike="column")
    turned = Table(
        (
            Column("best"),
            Column(
                "from a price of capacity of",
                format=Format.SHARE,
                width=18.0,
                meaning="Consumption in every year that 0.01 more capacity after the plan is worth.",
            ),
        ),
        tuple((each.best, each.price) for each in turns(found)),
    )
    series = tuple(
        Series(
            each.name,
            Cells.along(table, row, 4, 4),
            Cells.along(table, row, 1, 1),
            dots=True,
            colour=colour(each.name.split(" ")[0]),
        )
        for row, each in enumerate(found)
    )
    chart = Chart(
        "points",
        "Consumption over the plan against capacity after it, as carried out",
        series,
        x=Scaling("consumption equivalent", Format.COEFFICIENT, axis_start(Cells.down(table, 1).numbers)),
        y=Scaling("capacity after the plan, index", Format.COEFFICIENT, axis_start(Cells.down(table, 4).numbers)),
    )
    words = (
        "Consumption equivalent: the constant part of the first outcome's consumption in every year that has the same "
        "discounted sum. Capacity: mean of the sectors by value, base year = 1."
    )
    blocks: list[Block] = [Sentence(words, "note"), table, Heading("Where the ranking turns over"), turned]
    blocks += [Sentence(each) for each in worth_in_words(execution)]
    meaning = "What every outcome is worth in consumption and leaves in capacity, and where the ranking turns over."
    return [Page("Consumption and capital", meaning, (*blocks, chart), headlines=(chart,))]
