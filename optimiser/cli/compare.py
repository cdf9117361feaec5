"""The command `optimiser compare`: strategies side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from optimiser.cli.options import (
    Progress,
    changes_of,
    default_output,
    finish,
    force_option,
    html_option,
    input_workbook,
    output_report,
    print_json,
    read,
    reading_options,
    reports_at,
    solver_options,
    solving_options,
    talking,
    write_reports,
)

REPETITIONS = 200
"""How often plans are carried out where nobody says."""


@click.command()
@input_workbook
@output_report
@click.option(
    "--strategy",
    "strategies",
    multiple=True,
    metavar="S",
    help="A strategy, again for each (default: balanced and maximum).",
)
@click.option(
    "--repetitions",
    type=click.IntRange(min=0),
    default=None,
    metavar="N",
    help="How often each is carried out; 0 leaves it out (default: 200, and 0 beyond 100 sectors).",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="K",
    help="What chance starts from; the same for every strategy.",
)
@click.option(
    "--certainty",
    "inputs_drawn",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Draws over the ranges of the sheet `Notes on grades`: how sure the verdict is.",
)
@reading_options
@solving_options
@html_option
@force_option
@talking
def compare(
    workbook: Path,
    output: Path | None,
    strategies: tuple[str, ...],
    repetitions: int | None,
    seed: int,
    inputs_drawn: int,
    scenario: str | None,
    changes: tuple[str, ...],
    target_set: str,
    solver: str,
    time_limit: float | None,
    as_html: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Strategies side by side.

    Plans are compared as they are made, and as they come out when they are carried out: demanded, planned, executed
    and reported. How enterprises behave is the sheet Execution; nothing of it is estimated.

    An infeasible strategy is a row with its own finding: the command ends in 0 when the comparison was made.
    """
    from optimiser.comparison.certainty import certainty
    from optimiser.comparison.compare import LARGEST
    from optimiser.comparison.compare import compare as set_side_by_side
    from optimiser.execution import Draws
    from optimiser.files import check_outputs
    from optimiser.report.pages.comparison import comparison_report
    from optimiser.report.reports import comparison_json
    from optimiser.report.writers.text import printed

    options = solver_options(solver, time_limit)
    reading = read(workbook, scenario, changes)
    places = reports_at(output, default_output(workbook, "comparison", scenario), force, as_html)
    check_outputs(places, [workbook])
    times = repetitions
    if times is None:
        times = REPETITIONS if len(reading.economy.sectors.axis) <= LARGEST else 0
    made = set_side_by_side(
        reading.economy,
        strategies or ("balanced", "maximum"),
        target_set=target_set,
        options=options,
        progress=Progress(quiet),
        draws=Draws(seed, times) if times else None,
    )
    if inputs_drawn and made.execution is not None:
        sure = certainty(
            workbook,
            made.execution,
            inputs_drawn,
            target_set=target_set,
            options=options,
            scenario=scenario,
            changes=changes_of(changes),
            progress=Progress(quiet),
        )
        made = replace(made, certainty=sure)
    report = comparison_report(made)
    write_reports(report, places)
    if as_json:
        print_json(comparison_json(made, places[0].path, report))
    else:
        finish(printed(report), places[0].path, reading, quiet)
    return 0
