"""The command `optimiser execute`: what becomes of plans and demands when they are carried out."""

from __future__ import annotations

import click

from optimiser.cli.asked import Asked, asking, chance_options, replan_option, strategies_option
from optimiser.cli.help import Command
from optimiser.cli.options import input_workbook, output_report

REPETITIONS = 1000
"""How often plans are carried out where nobody says."""


@click.command(cls=Command, examples=["optimiser execute two_sectors.xlsx --repetitions 200 --seed 7"])
@input_workbook
@output_report
@strategies_option
@chance_options(1, "1000")
@click.option(
    "--form",
    type=click.Choice(["smooth", "union"]),
    default="smooth",
    show_default=True,
    help="How maximum is demanded: on a smooth path to each maximum, or by each sector's own plan.",
)
@replan_option
@asking()
def execute(
    asked: Asked, strategies: tuple[str, ...], repetitions: int | None, seed: int | None, form: str, replan: str | None
) -> int:
    """What becomes of plans and demands when they are carried out.

    Enterprises see only their own target. How they behave is the sheet Execution; nothing of it is estimated.
    """
    from optimiser.execution import Draws, execute_strategies
    from optimiser.execution.replanning import FEW
    from optimiser.report.pages.execution import execution_report
    from optimiser.report.reports import execution_json
    from optimiser.strategies import Request

    options = asked.options
    reading = asked.reading()
    places = asked.places("execution")
    found = execute_strategies(
        Request(reading.economy, asked.target_set, options, asked.progress),
        strategies or ("balanced", "maximum"),
        Draws.chosen(reading.economy.behaviour, repetitions, seed, REPETITIONS),
        form=form,
        circumstances=True,
        replanning=FEW if replan else 0,
    )
    asked.deliver(execution_report(found), places, reading, execution_json, found)
    return 0 if found.outcomes else 4
