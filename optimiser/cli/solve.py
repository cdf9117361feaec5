"""The command `optimiser solve`: the plan for an economy."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.options import (
    EXIT,
    Progress,
    also_html,
    default_output,
    finish,
    force_option,
    html_option,
    input_workbook,
    output_report,
    print_json,
    read,
    reading_options,
    solver_options,
    solving_options,
    talking,
)


@click.command()
@input_workbook
@output_report
@click.option("--strategy", "strategy_name", default="", metavar="S", help="A strategy (default: the workbook's).")
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    default=None,
    metavar="PATH.lp|PATH.mps",
    help="Also write the linear programme.",
)
@reading_options
@solving_options
@html_option
@force_option
@talking
def solve(
    workbook: Path,
    output: Path | None,
    strategy_name: str,
    export: Path | None,
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
    """The plan for an economy, as a workbook."""
    from optimiser.files import check_writable
    from optimiser.report.pages.plan import plan_report
    from optimiser.report.reports import plan_json, write_pages
    from optimiser.report.writers.text import printed
    from optimiser.solver import Status, export_programme
    from optimiser.strategies.solve import solve as find

    if export is not None and export.suffix not in (".lp", ".mps"):
        raise click.UsageError(f"--export {export}: a programme is exported as .lp or .mps")
    options = solver_options(solver, time_limit)
    reading = read(workbook, scenario, changes)
    chosen = strategy_name or reading.economy.settings.strategy
    path = output or default_output(workbook, chosen, scenario)
    paths = also_html(path, as_html)
    for each in paths:
        check_writable(each, force=force, never=workbook)
    if export is not None:
        check_writable(export, force=force, never=workbook)
    progress = Progress(quiet)
    plan = find(reading.economy, chosen, target_set=target_set, options=options, progress=progress)
    if export is not None:
        export_programme(plan.programme, export)
    if plan.status is Status.INFEASIBLE:
        from optimiser.diagnosis import diagnose_plan
        from optimiser.report.pages.diagnosis import diagnosis_report

        report = diagnosis_report(diagnose_plan(plan, options, progress))
    else:
        report = plan_report(plan, reading)
    for each in paths:
        write_pages(report, each, force=force)
    if as_json:
        print_json(plan_json(plan, path, report))
    else:
        finish(printed(report), path, reading, quiet)
    return EXIT[plan.status.value]
