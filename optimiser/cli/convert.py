"""The command `optimiser convert`: a workbook from what another program has written."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.help import Command
from optimiser.cli.options import force_option, print_json, say, talking


@click.command(
    cls=Command,
    examples=[
        "optimiser convert mine.ods mine.xlsx",
        "optimiser convert mine.xls mine.xlsx",
        "optimiser convert tables/ mine.xlsx",
    ],
)
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("output", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@force_option
@talking
def convert(source: Path, output: Path, force: bool, as_json: bool, quiet: bool) -> int:
    """A workbook from an OpenDocument spreadsheet, an old Excel file or a folder of CSV files.

    IN is an .ods file, an .xls file (which needs the extra `xls`), or a folder of .csv files in UTF-8, each named
    after a sheet.  Values keep their cells; nothing is looked at: `optimiser validate` does that.
    """
    from optimiser.files import NOTHING, Mark, Output, check_outputs
    from optimiser.workbook import write_tables
    from optimiser.workbook.other_formats import read_other

    check_outputs([Output(output, Mark.ECONOMY, replaces=Mark.ECONOMY.kin if force else NOTHING)], [source])
    tables = read_other(source)
    write_tables(tables, output, force=force, never=source)
    if as_json:
        print_json({"source": str(source), "workbook": str(output), "sheets": list(tables)})
    else:
        click.echo(f"Workbook: {output} ({len(tables)} sheets)")
        say(f"Next: optimiser validate {output}", quiet)
    return 0
