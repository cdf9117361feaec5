"""The command `optimiser explain`: why a linear programme of any program has no answer."""

from __future__ import annotations

import re
from pathlib import Path

import click

from optimiser.cli.help import Command
from optimiser.cli.options import (
    EXIT,
    SECONDS,
    Progress,
    default_output,
    force_option,
    html_option,
    print_json,
    report_file,
    reports_at,
    talking,
    write_reports,
)


def _pattern(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A regular expression.

    Raises:
        click.BadParameter: it is none.
    """
    try:
        re.compile(value or "")
    except re.error as error:
        raise click.BadParameter(f"{value!r} is no regular expression: {error}") from error
    return value


@click.command(cls=Command, examples=["optimiser explain model.mps", "optimiser explain model.lp.gz --limit 60 --html"])
@click.argument("model", metavar="MODEL.mps|MODEL.lp[.gz]", type=click.Path(path_type=Path))
@report_file
@click.option(
    "--group",
    default=None,
    metavar="REGEX",
    callback=_pattern,
    help="Finds a row's family in its name: the first group, or all of it (default: the letters it begins with).",
)
@click.option(
    "--limit",
    type=SECONDS,
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="For the whole; what was not finished is named.",
)
@html_option
@force_option
@talking
def explain(
    model: Path,
    output: Path | None,
    group: str | None,
    limit: float,
    as_html: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Why a linear programme has no answer: conflicts of its rows, the least that would have to give way, proofs.

    The model may come from any program: .mps, free or fixed, or .lp, at most 100 MB unpacked. Integer unknowns and
    quadratic goals are refused. Rows and unknowns are called as in the file; every conflict has a sheet that adds it
    up.

    Ends in 0 when the programme has an answer, in 4 when it has none.
    """
    from optimiser.diagnosis import explain as examine
    from optimiser.files import check_outputs
    from optimiser.report.pages.diagnosis import diagnosis_report
    from optimiser.report.reports import explanation_json
    from optimiser.report.writers.text import printed
    from optimiser.solver.model_files import FAMILY, read_programme

    stem = Path(model.name.removesuffix(".gz"))
    places = reports_at(output, default_output(stem, "explained"), force, as_html)
    check_outputs(places, [model])
    programme = read_programme(model, group or FAMILY)
    progress = Progress(quiet)
    found = examine(programme, time_limit=limit, progress=progress)
    progress.close()
    report = diagnosis_report(found, model.name)
    write_reports(report, places)
    if as_json:
        print_json(explanation_json(found, places[0].path, report))
    else:
        for sentence in printed(report):
            click.echo(sentence)
        click.echo(f"Report: {places[0].path}")
    return {"feasible": 0, "limit": EXIT["limit"]}.get(found.status, EXIT["infeasible"])
