"""The command `optimiser validate`: every fault of a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.dash import DASH, STDIN, workbook_at
from optimiser.cli.help import Command
from optimiser.cli.options import (
    NOT_WATCHED,
    changes_of,
    force_option,
    input_workbook,
    print_json,
    reading_options,
    talking,
    watch_option,
)
from optimiser.cli.watch import watching


@click.command(
    cls=Command,
    examples=["optimiser validate two_sectors.xlsx", "optimiser validate two_sectors.xlsx --annotate marked.xlsx"],
)
@input_workbook
@click.option(
    "--annotate",
    type=click.Path(path_type=Path),
    default=None,
    metavar="OUT.xlsx",
    help="Also write a copy with the faulty cells marked.",
)
@click.option("--defaults", is_flag=True, help="Also list the defaults that stand for what is blank, and notices.")
@reading_options
@watch_option
@force_option
@talking
def validate(
    workbook: Path,
    annotate: Path | None,
    defaults: bool,
    scenario: str | None,
    changes: tuple[str, ...],
    watch: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Every fault of a workbook, with its cell.  Ends in 0 when there is none, else in 3."""
    from optimiser.files import NOTHING, Mark, Output, check_outputs
    from optimiser.workbook import annotate_workbook, validate_workbook

    def examined(path: Path, again: bool = False) -> int:
        if annotate is not None:
            replaced = Mark.ECONOMY.kin if force or again else NOTHING
            check_outputs([Output(annotate, Mark.ECONOMY, replaces=replaced)], [path])
        found = validate_workbook(path, scenario=scenario, changes=changes_of(changes))
        if path != workbook:
            found = found.called(STDIN)
        if annotate is not None:
            annotate_workbook(path, found, annotate, force=force or again)
        if as_json:
            print_json(found.as_dict())
        else:
            for line in found.lines(defaults=defaults, quiet=quiet):
                click.echo(line)
        return 3 if found.faults else 0

    if not watch:
        with workbook_at(workbook) as (path, _):
            return examined(path)
    if workbook == DASH or as_json:
        raise click.UsageError(NOT_WATCHED)
    return watching(workbook, lambda again: examined(workbook, again), quiet)
