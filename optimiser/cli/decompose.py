"""The command `optimiser decompose`: how much each of several causes adds to a difference."""

from __future__ import annotations

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
    reports_at,
    solver_options,
    solving_options,
    talking,
    write_reports,
)


@click.command()
@input_workbook
@output_report
@click.option(
    "--cause", "causes", multiple=True, required=True, metavar="SCENARIO", help="A scenario, again for each cause."
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
    "--strategy", default="", metavar="S", help="The strategy of every run (default: as the workbook of each run says)."
)
@click.option(
    "--repetitions",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="N",
    help="How often each run is carried out.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="K",
    help="What chance starts from; the same for every run.",
)
@click.option("--set", "changes", multiple=True, metavar="'Sheet!row!column=value'", help="Change a cell in all runs.")
@solving_options
@html_option
@force_option
@talking
def decompose(
    workbook: Path,
    output: Path | None,
    causes: tuple[str, ...],
    measure: str,
    strategy: str,
    repetitions: int,
    seed: int,
    changes: tuple[str, ...],
    target_set: str,
    solver: str,
    time_limit: float | None,
    as_html: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """How much each of several causes adds to a difference.

    Causes are scenarios of the workbook. They are added to it in every order; what a cause adds is the mean of all
    orders, and the shares add up to the whole difference. A scenario may change the strategy: "Plan", "strategy".
    """
    from optimiser.comparison.causes import Question, ladder
    from optimiser.execution import Draws
    from optimiser.files import check_outputs
    from optimiser.report.pages.causes import causes_report
    from optimiser.report.reports import ladder_json
    from optimiser.report.writers.text import printed

    options = solver_options(solver, time_limit)
    reading = read(workbook, None, changes)
    places = reports_at(output, default_output(workbook, "causes", measure), force, as_html)
    check_outputs(places, [workbook])
    question = Question(measure, strategy, target_set, Draws(seed, repetitions), options)
    found = ladder(workbook, causes, question, changes=changes_of(changes), progress=Progress(quiet))
    report = causes_report(found)
    write_reports(report, places)
    if as_json:
        print_json(ladder_json(found, places[0].path, report))
    else:
        finish(printed(report), places[0].path, reading, quiet)
    return 0
