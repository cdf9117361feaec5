"""The command `optimiser import`: a plan workbook from a national table."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.help import Command
from optimiser.cli.options import force_option, print_json, say, talking, warn

MOST_SHOWN = 12
"""Warnings that are shown; all stand on the workbook."""


@click.command(
    name="import",
    cls=Command,
    examples=[
        "optimiser import table.csv --year 2015 --unit 'million euros' -o mine.xlsx",
        "optimiser import mine.import.toml -o mine.xlsx --force",
    ],
)
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT.xlsx", help="The workbook."
)
@click.option(
    "--as",
    "kind",
    default="",
    metavar="KIND",
    help="bea, bea-detail, wiod, oecd, pymrio, sdmx, unlabelled or plain (default: as it looks).",
)
@click.option("--country", default="", metavar="NAME", help="Of several in one source.")
@click.option("--region", multiple=True, metavar="NAME", help="One of several regions of one economy; all: every one.")
@click.option("--year", default="", metavar="YEAR", help="Where neither the file nor its name says.")
@click.option("--unit", default="", metavar="UNIT", help="Of the flows: 'million dollars'.")
@click.option("--title", default="", metavar="TEXT", help="What the economy is called.")
@click.option(
    "--final-use",
    multiple=True,
    metavar="NAME[=ROLE]",
    help="A column of final use; ROLE is consumption, other-consumption, government, investment, inventories or "
    "exports.",
)
@click.option("--imports", multiple=True, metavar="NAME", help="The column, or the row, of imports.")
@click.option("--value-added", multiple=True, metavar="NAME", help="A row of value added.")
@click.option("--aggregate", default="", metavar="FILE", help="A concordance: from, to, and if wanted a name.")
@click.option("--with", "extra", default="", metavar="FILE", help="Your own figures: a workbook, or Capacity.csv.")
@click.option(
    "--repair",
    "repairs",
    multiple=True,
    metavar="NAME",
    help="transpose, leave-out-totals, add-duplicates, text-as-zero, leave-out-unmatched, remainders, rescale or "
    "difference.",
)
@force_option
@talking
def import_(
    source: Path,
    output: Path,
    kind: str,
    country: str,
    region: tuple[str, ...],
    year: str,
    unit: str,
    title: str,
    final_use: tuple[str, ...],
    imports: tuple[str, ...],
    value_added: tuple[str, ...],
    aggregate: str,
    extra: str,
    repairs: tuple[str, ...],
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """A plan workbook from a national table; what the table does not hold is assumed, and graded so.

    SOURCE is a file or a folder, or the recipe OUT.import.toml that an earlier import has left beside its workbook;
    options that are given win over those of the recipe.  Nothing is mended unless a repair is asked for.
    """
    from optimiser.iotables import Options, check_import, import_table, write_import
    from optimiser.workbook import read_tables

    options = Options(
        title=title,
        year=year,
        unit=unit,
        country=country,
        region=region,
        final_use=final_use,
        imports=imports,
        value_added=value_added,
        repairs=repairs,
        aggregate=aggregate,
        extra=extra,
    )
    check_import(source, output, kind, options, force=force)
    found = import_table(source, kind, options)
    reading = read_tables(found.tables)
    recipe = write_import(found, source, output, force=force)
    table, checks = found.table, (*found.checks, *reading.warnings)
    if as_json:
        print_json(
            {
                "checks": [each.as_dict() for each in checks],
                "steps": [
                    {"name": s.name, "where": s.where, "amount": s.amount, "meaning": s.meaning, "asked": s.asked}
                    for s in table.steps
                ],
                "kind": table.kind,
                "products": len(table.products),
                "sectors": len(table.sectors),
                "assumed": found.draft.assumed,
                "workbook": str(output),
                "recipe": str(recipe),
            }
        )
        return 0
    click.echo(
        f"{table.title} {table.year}: {len(table.products)} products, {len(table.sectors)} industries"
        f" (kind {table.kind}); {found.draft.assumed} cells are assumed."
    )
    click.echo(f"Workbook: {output}")
    for step in table.steps:
        say(f"{'repair' if step.asked else 'rule'} {step.name}: {step.meaning} ({step.where})", quiet)
    for warning in checks[:MOST_SHOWN]:
        warn(str(warning), quiet)
    if len(checks) > MOST_SHOWN:
        say(f"and {len(checks) - MOST_SHOWN} more warnings, on the sheet Notes on the import", quiet)
    return 0
