"""The command `optimiser diagnose`: why targets cannot be met."""

from __future__ import annotations

import click

from optimiser.cli.asked import Asked, asking
from optimiser.cli.help import Command, strategy_names
from optimiser.cli.options import EXIT, SECONDS, input_workbook, output_report


@click.command(cls=Command, examples=["optimiser diagnose two_sectors.xlsx --targets ambitious"])
@input_workbook
@output_report
@click.option(
    "--strategy",
    "strategy_name",
    default="targets",
    show_default=True,
    metavar="S",
    shell_complete=strategy_names,
    help="Whose demands to examine.",
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
    "--quick",
    is_flag=True,
    help="Only the light answer: the largest common share, the years all targets take, and the first conflict.",
)
@click.option(
    "--limit",
    type=SECONDS,
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="For the whole diagnosis; what was not finished is named.",
)
@asking()
def diagnose(asked: Asked, strategy_name: str, kinds: tuple[str, ...], quick: bool, limit: float) -> int:
    """Why targets cannot be met, what conflicts, what can be had, and what would help."""
    from optimiser.diagnosis import diagnose as examine
    from optimiser.diagnosis import first_answer
    from optimiser.programme import Kind
    from optimiser.report.pages.diagnosis import diagnosis_report
    from optimiser.report.reports import diagnosis_json
    from optimiser.strategies import Request

    options = asked.options
    reading = asked.reading()
    places = asked.places(strategy_name, "diagnosis")
    request = Request(reading.economy, asked.target_set, options, asked.progress)
    if quick:
        found = first_answer(request, strategy_name, time_limit=limit)
    else:
        found = examine(request, strategy_name, kinds=tuple(Kind(each) for each in kinds), time_limit=limit)
    asked.deliver(diagnosis_report(found), places, reading, diagnosis_json, found)
    return {"feasible": 0, "unbounded": EXIT["unbounded"], "limit": EXIT["limit"]}.get(found.status, EXIT["infeasible"])
