"""The command `optimiser decompose`: how much each of several causes adds to a difference."""

from __future__ import annotations

import click

from optimiser.cli.asked import Asked, asking, chance_options, set_option
from optimiser.cli.help import Command, strategy_names
from optimiser.cli.options import input_workbook, output_report

REPETITIONS = 200
"""How often each run is carried out where nobody says."""


@click.command(
    cls=Command,
    examples=["optimiser decompose two_sectors.xlsx --cause 'dearer building' --cause effort --of consumption"],
)
@input_workbook
@output_report
@click.option(
    "--cause",
    "causes",
    multiple=True,
    required=True,
    metavar="CAUSE",
    help="A scenario, or one of ambition, allocation, 'soft budgets', hoarding, effort, harvest, coercion; again for "
    "each cause.",
)
@click.option(
    "--of",
    "measure",
    required=True,
    metavar="MEASURE",
    help="Carried out: industry, 'producer goods', capacity, consumption, fulfilment, unfinished or waste; of the "
    "plan: 'planned industry', 'planned capacity', 'planned consumption' or growth.",
)
@click.option(
    "--strategy",
    default="",
    metavar="S",
    shell_complete=strategy_names,
    help="The strategy of every run (default: as the workbook of each run says).",
)
@chance_options(1, "200")
@asking(set_option)
def decompose(
    asked: Asked, causes: tuple[str, ...], measure: str, strategy: str, repetitions: int | None, seed: int | None
) -> int:
    """How much each of several causes adds to a difference.

    Causes are scenarios of the workbook, or named ones that are absent in the reference and need no sheet. They are
    added in every order; what a cause adds is the mean of all orders, and the shares add up to the whole difference. A
    scenario may change the strategy: "Plan", "default strategy".
    """
    from optimiser.comparison.causes import Question, ladder
    from optimiser.execution import Draws
    from optimiser.report.pages.causes import causes_report
    from optimiser.report.reports import ladder_json

    options = asked.options
    reading = asked.reading()
    places = asked.places("causes", measure)
    draws = Draws.chosen(reading.economy.behaviour, repetitions, seed, REPETITIONS)
    question = Question(measure, strategy, asked.target_set, draws, options)
    found = ladder(asked.workbook, causes, question, changes=asked.cells, progress=asked.progress)
    asked.deliver(causes_report(found), places, reading, ladder_json, found)
    return 0
