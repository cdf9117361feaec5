"""The command `optimiser template`: a workbook to start from."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.help import Command
from optimiser.cli.options import force_option, print_json, say, talking


@click.command(
    cls=Command,
    examples=[
        "optimiser template mine.xlsx",
        "optimiser template germany.xlsx --example germany_2015",
        "optimiser template whole.xlsx --all",
    ],
)
@click.argument("output", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--example",
    default="two_sectors",
    show_default=True,
    metavar="NAME",
    help="first_five_year_plan, five_regions, germany_2015, goelro, reconstruction, two_sectors or williams.",
)
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="Every sheet and column instead, with a sheet that explains them, to be cut down.",
)
@force_option
@talking
@click.pass_context
def template(
    ctx: click.Context, output: Path, example: str, whole: bool, force: bool, as_json: bool, quiet: bool
) -> int:
    """A workbook to start from."""
    from optimiser.files import NOTHING, Mark, Output, check_outputs
    from optimiser.workbook import write_tables
    from optimiser.workbook.every_sheet import every_sheet
    from optimiser.workbook.examples import EXAMPLES

    if whole and ctx.get_parameter_source("example") is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--all is a workbook of its own: leave out --example")
    if example not in EXAMPLES:
        raise click.UsageError(f"no example {example!r}: choose one of {', '.join(EXAMPLES)}")
    check_outputs([Output(output, Mark.ECONOMY, replaces=Mark.ECONOMY.kin if force else NOTHING)], [])
    write_tables(every_sheet() if whole else EXAMPLES[example](), output, force=force)
    if as_json:
        print_json({"example": None if whole else example, "workbook": str(output)})
    else:
        say(f"Workbook: {output}", quiet)
    return 0
