"""The command `optimiser turnpike`: the balanced ray of an economy, and how far plans keep from it."""

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
@click.option("--strategy", default="balanced", show_default=True, metavar="S", help="The strategy of the plans.")
@click.option(
    "--years",
    "lengths",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="Years of a plan whose distance is measured, again for each (default: as the workbook has it).",
)
@reading_options
@solving_options
@html_option
@force_option
@talking
def turnpike(
    workbook: Path,
    output: Path | None,
    strategy: str,
    lengths: tuple[int, ...],
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
    """The balanced ray of an economy: its rate, proportions and prices, and how far plans keep from it."""
    from optimiser.files import check_outputs
    from optimiser.report.facts.turnpike import turnpike_facts
    from optimiser.report.pages.turnpike import turnpike_report
    from optimiser.report.writers.json import json_object
    from optimiser.report.writers.text import printed
    from optimiser.strategies.solve import solve
    from optimiser.strategies.turnpike import turnpike as found_of

    options = solver_options(solver, time_limit)
    reading = read(workbook, scenario, changes)
    places = reports_at(output, default_output(workbook, "turnpike", scenario), force, as_html)
    check_outputs(places, [workbook])
    found = found_of(reading.economy, options)
    progress = Progress(quiet)
    plans = {}
    for years in lengths or (reading.economy.years.plan,):
        progress(f"a plan of {years} years")
        longer = read(workbook, scenario, (*changes, f"Plan!plan years!value={years}")).economy if lengths else None
        economy = longer or reading.economy
        plans[years] = solve(economy, strategy, target_set=target_set, options=options, progress=progress)
    report = turnpike_report(found, plans)
    write_reports(report, places)
    if as_json:
        print_json(json_object(turnpike_facts(found, plans), report, places[0].path))
    else:
        finish(printed(report), places[0].path, reading, quiet)
    return 0
