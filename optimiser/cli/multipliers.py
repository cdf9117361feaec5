"""The command `optimiser multipliers`: multipliers and linkages of a workbook's base year, or of a national table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimiser.cli.help import Command
from optimiser.cli.options import (
    default_output,
    force_option,
    html_option,
    print_json,
    report_file,
    reports_at,
    talking,
    warn,
    write_reports,
)

if TYPE_CHECKING:
    from optimiser.economy.multipliers import Flows
    from optimiser.errors import Fault


@click.command(
    cls=Command, examples=["optimiser multipliers two_sectors.xlsx", "optimiser multipliers table.csv --as plain"]
)
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path))
@report_file
@click.option("--as", "kind", default="", metavar="KIND", help="Of a national table, as `optimiser import` has it.")
@click.option("--country", default="", metavar="NAME", help="Of several in one source.")
@click.option("--aggregate", default="", metavar="FILE", help="A concordance: from, to, and if wanted a name.")
@html_option
@force_option
@talking
def multipliers(
    source: Path,
    output: Path | None,
    kind: str,
    country: str,
    aggregate: str,
    as_html: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Output, employment, value-added and import multipliers, linkages, and the Leontief inverse on demand.

    SOURCE is a plan workbook, whose base year is taken, or a national table as `optimiser import` reads it.
    """
    from optimiser.economy.multipliers import multipliers as found_of
    from optimiser.files import check_outputs
    from optimiser.report.facts.multipliers import multipliers_facts
    from optimiser.report.pages.multipliers import multipliers_report
    from optimiser.report.writers.json import json_object
    from optimiser.report.writers.text import printed

    places = reports_at(output, default_output(source, "multipliers", country or None), force, as_html)
    check_outputs(places, [source, *([aggregate] if aggregate else [])])
    flows, findings = _flows(source, kind, country, aggregate)
    found = found_of(flows)
    report = multipliers_report(found)
    write_reports(report, places)
    if as_json:
        print_json(json_object(multipliers_facts(found), report, places[0].path))
        return 0
    for sentence in printed(report):
        click.echo(sentence)
    click.echo(f"Report: {places[0].path}")
    for finding in findings:
        warn(str(finding), quiet)
    return 0


def _flows(source: Path, kind: str, country: str, aggregate: str) -> tuple[Flows, tuple[Fault, ...]]:
    """A plan workbook has a sheet Plan; all else is a national table."""
    from optimiser.economy.multipliers import flows_of
    from optimiser.iotables import Options, flows_of_table, is_plan_workbook, read_table
    from optimiser.workbook import read_workbook

    if not kind and is_plan_workbook(source):
        reading = read_workbook(source)
        return flows_of(reading.economy), reading.warnings
    table = read_table(source, kind, Options(country=country, aggregate=aggregate))
    return flows_of_table(table), table.findings
