"""The command `optimiser diagnose`: why targets cannot be met."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.options import (
    EXIT,
    SECONDS,
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
    "--strategy", "strategy_name", default="targets", show_default=True, metavar="S", help="Whose demands to examine."
)
@click.option(
    "--may-give",
    "kinds",
    multiple=True,
    default=("target",),
    show_default=True,
    type=click.Choice(["target", "resource", "policy", "technology", "identity"]),
    help="Which rows may give way in the least relaxation; again for each kind.",
)
@click.option(
    "--limit",
    type=SECONDS,
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="For the whole diagnosis; what was not finished is named.",
)
@reading_options
@solving_options
@html_option
@force_option
@talking
def diagnose(
    workbook: Path,
    output: Path | None,
    strategy_name: str,
    kinds: tuple[str, ...],
    limit: float,
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
    """Why targets cannot be met, what conflicts, what can be had, and what would help."""
    from optimiser.diagnosis import diagnose as examine
    from optimiser.files import check_outputs
    from optimiser.programme import Kind
    from optimiser.report.pages.diagnosis import diagnosis_report
    from optimiser.report.reports import diagnosis_json
    from optimiser.report.writers.text import printed
    from optimiser.strategies import Request

    options = solver_options(solver, time_limit)
    reading = read(workbook, scenario, changes)
    places = reports_at(output, default_output(workbook, strategy_name, "diagnosis", scenario), force, as_html)
    check_outputs(places, [workbook])
    request = Request(reading.economy, target_set, options, Progress(quiet))
    found = examine(request, strategy_name, kinds=tuple(Kind(each) for each in kinds), time_limit=limit)
    report = diagnosis_report(found)
    write_reports(report, places)
    if as_json:
        print_json(diagnosis_json(found, places[0].path, report))
    else:
        finish(printed(report), places[0].path, reading, quiet)
    return {"feasible": 0, "unbounded": EXIT["unbounded"], "limit": EXIT["limit"]}.get(found.status, EXIT["infeasible"])
