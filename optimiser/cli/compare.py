"""The command `optimiser compare`: strategies side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import click

from optimiser.cli.asked import Asked, asking, chance_options, replanning_option, strategies_option
from optimiser.cli.help import Command
from optimiser.cli.options import input_workbook, output_report

REPETITIONS = 200
"""How often plans are carried out where nobody says."""


@click.command(
    cls=Command,
    examples=[
        "optimiser compare two_sectors.xlsx",
        "optimiser compare two_sectors.xlsx --strategy balanced --strategy targets",
        "optimiser compare first_five_year_plan.xlsx --variants",
    ],
)
@input_workbook
@output_report
@strategies_option
@chance_options(0, "200, and 0 beyond 100 sectors; 0 leaves it out")
@click.option(
    "--certainty",
    "inputs_drawn",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Draws over the ranges of the sheet `Notes on grades`: how sure the verdict is.",
)
@click.option(
    "--variants",
    is_flag=True,
    help="The variants of the sheet Variants in place of strategies: each with its targets and circumstances.",
)
@replanning_option("; and find how the best ambition moves with effort, priority, reserve, substitution and coercion")
@asking(watch=True)
def compare(
    asked: Asked,
    strategies: tuple[str, ...],
    repetitions: int | None,
    seed: int | None,
    inputs_drawn: int,
    variants: bool,
    replan: str | None,
) -> int:
    """Strategies side by side; with --variants the variants of a plan.

    Plans are compared as they are made, and as they come out when they are carried out: demanded, planned, executed
    and reported. How enterprises behave is the sheet Execution; nothing of it is estimated.

    With --variants the variants of the workbook, such as a minimum and a maximum: the largest share of each one's
    targets in the plan's years, and the years that they take in full, under its own circumstances and the others'.

    An infeasible strategy is a row with its own finding: the command ends in 0 when the comparison was made.
    """
    from optimiser.comparison.certainty import certainty
    from optimiser.comparison.compare import LARGEST
    from optimiser.comparison.compare import compare as set_side_by_side
    from optimiser.execution import Draws
    from optimiser.execution.replanning import FEW
    from optimiser.report.pages.comparison import comparison_report
    from optimiser.report.reports import comparison_json
    from optimiser.workbook.read.grades import ranges_of

    if variants:
        if len(strategies) > 1:
            raise click.UsageError("--variants plans all variants by one --strategy")
        others = {"--repetitions": repetitions, "--seed": seed, "--certainty": inputs_drawn, "--replan": replan}
        return _variants(asked, *strategies, refused=others)
    options = asked.options
    reading = asked.reading()
    economy = reading.economy
    places = asked.places("comparison")
    usual = REPETITIONS if len(economy.sectors.axis) <= LARGEST else 0
    draws = Draws.chosen(economy.behaviour, repetitions, seed, usual)
    for option, given in (("--replan", bool(replan)), ("--certainty", bool(inputs_drawn))):
        if given and not draws.repetitions:
            raise click.UsageError(f"{option} is of what is carried out: give --repetitions too")
    if inputs_drawn:
        ranges_of(asked.workbook)  # whose absence is a fault, and said before the work
    made = set_side_by_side(
        economy,
        strategies or ("balanced", "maximum"),
        target_set=asked.target_set,
        options=options,
        progress=asked.progress,
        draws=draws if draws.repetitions else None,
        replanning=FEW if replan else 0,
        circumstances=bool(replan),
    )
    if inputs_drawn and made.execution is not None:
        sure = certainty(
            asked.workbook,
            made.execution,
            inputs_drawn,
            target_set=asked.target_set,
            options=options,
            scenario=asked.scenario,
            changes=asked.cells,
            progress=asked.progress,
        )
        made = replace(made, certainty=sure)
    asked.deliver(comparison_report(made), places, reading, comparison_json, made)
    return 0


def _variants(asked: Asked, strategy: str = "", *, refused: Mapping[str, object]) -> int:
    """Variants side by side.

    Raises:
        click.UsageError: an option is given that says what the variants say, or is of what is carried out.
    """
    from optimiser.comparison.variants import compare_variants
    from optimiser.report.pages.variants import variants_report
    from optimiser.report.reports import variants_json

    refused = {"--scenario": asked.scenario, "--targets": asked.target_set, **refused}
    for option, given in refused.items():
        if given:
            raise click.UsageError(f"{option} does not go with --variants: every variant has targets and circumstances")
    reading = asked.reading()
    places = asked.places("variants")
    made = compare_variants(
        asked.workbook, strategy, changes=tuple(asked.cells), options=asked.options, progress=asked.progress
    )
    asked.deliver(variants_report(made), places, reading, variants_json, made)
    return 0
