"""The command `optimiser validate`: every fault of a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.options import changes_of, force_option, input_workbook, print_json, reading_options, talking


@click.command()
@input_workbook
@click.option(
    "--annotate",
    type=click.Path(path_type=Path),
    default=None,
    metavar="OUT.xlsx",
    help="Also write a copy with the faulty cells marked.",
)
@reading_options
@force_option
@talking
def validate(
    workbook: Path,
    annotate: Path | None,
    scenario: str | None,
    changes: tuple[str, ...],
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Every fault of a workbook, with its cell.  Ends in 0 when there is none, else in 3."""
    from optimiser.files import NOTHING, Mark, Output, check_outputs
    from optimiser.workbook import annotate_workbook, validate_workbook

    if annotate is not None:
        replaced = Mark.ECONOMY.kin if force else NOTHING
        check_outputs([Output(annotate, Mark.ECONOMY, replaces=replaced)], [workbook])
    found = validate_workbook(workbook, scenario=scenario, changes=changes_of(changes))
    if annotate is not None:
        annotate_workbook(workbook, found, annotate, force=force)
    if as_json:
        print_json(found.as_dict())
    else:
        for line in found.lines(quiet=quiet):
            click.echo(line)
    return 3 if found.faults else 0
