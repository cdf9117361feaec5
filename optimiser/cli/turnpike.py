"""The command `optimiser turnpike`: the balanced ray of an economy, and how far plans keep from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optimiser.cli.asked import Asked, asking
from optimiser.cli.help import Command, strategy_names
from optimiser.cli.options import EXIT, input_workbook, output_report

if TYPE_CHECKING:
    from optimiser.report.page import Report


@click.command(cls=Command, examples=["optimiser turnpike two_sectors.xlsx --years 3 --years 6"])
@input_workbook
@output_report
@click.option(
    "--strategy",
    default="balanced",
    show_default=True,
    metavar="S",
    shell_complete=strategy_names,
    help="The strategy of the plans.",
)
@click.option(
    "--years",
    "lengths",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="Years of a plan whose distance is measured, again for each (default: as the workbook has it).",
)
@asking()
def turnpike(asked: Asked, strategy: str, lengths: tuple[int, ...]) -> int:
    """The balanced ray of an economy: its rate, proportions and prices, and how far plans keep from it."""
    from optimiser.report.facts.turnpike import turnpike_facts
    from optimiser.report.pages.balanced_ray import turnpike_in_words
    from optimiser.report.pages.turnpike import turnpike_report
    from optimiser.report.writers.json import json_object
    from optimiser.strategies.solve import solve
    from optimiser.strategies.turnpike import turnpike as found_of

    reading = asked.reading()
    places = asked.places("turnpike")
    found = found_of(reading.economy, asked.options)
    plans = {}
    for years in lengths or (reading.economy.years.plan,):
        asked.progress(f"a plan of {years} years")
        longer = replace(asked, changes=(*asked.changes, f"Plan!plan years!value={years}")) if lengths else None
        economy = longer.reading().economy if longer else reading.economy
        plans[years] = solve(
            economy, strategy, target_set=asked.target_set, options=asked.options, progress=asked.progress
        )

    def facts(_: object, path: Path, report: Report) -> dict[str, Any]:
        return json_object(turnpike_facts(found, plans, turnpike_in_words(found, plans)), report, path)

    asked.deliver(turnpike_report(found, plans), places, reading, facts, found)
    return max(EXIT[plan.status.value] for plan in plans.values())
