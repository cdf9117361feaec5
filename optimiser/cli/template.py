"""The command `optimiser template`: a workbook to start from."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.help import Command
from optimiser.cli.options import force_option, print_json, say, talking


@click.command(
    cls=Command, examples=["optimiser template mine.xlsx", "optimiser template germany.xlsx --example germany_2015"]
)
@click.argument("output", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--example",
    default="two_sectors",
    show_default=True,
    metavar="NAME",
    help="first_five_year_plan, germany_2015, goelro, reconstruction, two_sectors or williams.",
)
@force_option
@talking
def template(output: Path, example: str, force: bool, as_json: bool, quiet: bool) -> int:
    """A workbook to start from."""
    from optimiser.files import NOTHING, Mark, Output, check_outputs
    from optimiser.workbook import write_tables
    from optimiser.workbook.examples import EXAMPLES

    if example not in EXAMPLES:
        raise click.UsageError(f"no example {example!r}: choose one of {', '.join(EXAMPLES)}")
    check_outputs([Output(output, Mark.ECONOMY, replaces=Mark.ECONOMY.kin if force else NOTHING)], [])
    write_tables(EXAMPLES[example](), output, force=force)
    if as_json:
        print_json({"example": example, "workbook": str(output)})
    else:
        say(f"Workbook: {output}", quiet)
    return 0
