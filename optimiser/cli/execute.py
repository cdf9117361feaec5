"""The command `optimiser execute`: what becomes of plans and demands when they are carried out."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.options import (
    Progress,
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
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help="How often each is carried out.",
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
    "--form",
    type=click.Choice(["smooth", "union"]),
    default="smooth",
    show_default=True,
    help="How maximum is demanded: on a smooth path to each maximum, or by each sector's own plan.",
)
@reading_options
@solving_options
@html_option
@force_option
@talking
def execute(
    workbook: Path,
    output: Path | None,
    strategies: tuple[str, ...],
    repetitions: int,
    seed: int,
    form: str,
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
    """What becomes of plans and demands when they are carried out.

    Enterprises see only their own target. How they behave is the sheet Execution; nothing of it is estimated.
    """
    from optimiser.execution import Draws, execute_strategies
    from optimiser.files import check_outputs
    from optimiser.report.pages.execution import execution_report
    from optimiser.report.reports import execution_json
    from optimiser.report.writers.text import printed
    from optimiser.strategies import Request

    options = solver_options(solver, time_limit)
    reading = read(workbook, scenario, changes)
    places = reports_at(output, default_output(workbook, "execution", scenario), force, as_html)
    check_outputs(places, [workbook])
    request = Request(reading.economy, target_set, options, Progress(quiet))
    names = strategies or ("balanced", "maximum")
    found = execute_strategies(request, names, Draws(seed, repetitions), form=form, circumstances=True)
    report = execution_report(found)
    write_reports(report, places)
    if as_json:
        print_json(execution_json(found, places[0].path, report))
    else:
        finish(printed(report), places[0].path, reading, quiet)
    return 0 if found.outcomes else 4
