"""The command `optimiser open`: the newest report, shown by the program that the system has for such files."""

from __future__ import annotations

from pathlib import Path

import click

from optimiser.cli.help import Command
from optimiser.cli.options import print_json, say, talking
from optimiser.errors import InputFault, OptimiserError
from optimiser.files import Mark, mark_of

REPORTS = (Mark.REPORT, Mark.BATCH)
ENDINGS = (".html", ".xlsx")
"""Of two that were written together the first is shown."""


@click.command(
    name="open",
    cls=Command,
    examples=["optimiser open", "optimiser open outputs/two_sectors-balanced.html", "optimiser open --print"],
)
@click.argument("place", metavar="[PATH]", default="outputs", type=click.Path(path_type=Path))
@click.option("--print", "only_print", is_flag=True, help="Only say where it is.")
@talking
def open_(place: Path, only_print: bool, as_json: bool, quiet: bool) -> int:
    """The newest report, in the browser or the spreadsheet program; a web page before a workbook.

    PATH is a report or a folder of reports (default: outputs).  With --json, too, it is only said where it is.
    """
    path = newest_report(place) if place.is_dir() else place
    if mark_of(path) not in REPORTS:
        raise InputFault.of(str(path), "there is no report of this program", "Solve something first.")
    if as_json:
        print_json({"report": str(path)})
        return 0
    click.echo(str(path))
    if not only_print:
        say("Opening it ...", quiet)
        if click.launch(str(path)) != 0:
            raise OptimiserError(f"{path}: the system has no program that shows it; open it by hand")
    return 0


def newest_report(folder: Path) -> Path:
    """The report in a folder that was written last; the folder itself where there is none.

    Of a workbook and its web page the page is written second, and so is the newer.
    """
    files = [path for path in folder.iterdir() if path.suffix in ENDINGS and path.is_file()]
    by_age = sorted(files, key=lambda path: (path.stat().st_mtime_ns, -ENDINGS.index(path.suffix)), reverse=True)
    return next((path for path in by_age if mark_of(path) in REPORTS), folder)
