"""What commands have in common: options, reading the workbook, progress, and what is printed."""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from optimiser.errors import InputFault, OptimiserError
from optimiser.files import NOTHING, WORKBOOK, Mark, Output

if TYPE_CHECKING:
    from optimiser.report.page import Report
    from optimiser.solver import SolverOptions
    from optimiser.workbook import Change, Reading

EXIT = {"optimal": 0, "infeasible": 4, "unbounded": 5, "limit": 6, "undecided": 6}
"""Exit codes of what became of a solve."""

ERASE = "\r\x1b[K"
"""Clears the line of a terminal."""

MOST_WARNINGS = 3
"""On the terminal, after what was asked for; all of them stand in the report."""

NOT_WATCHED = "--watch goes on until it is interrupted: not with `-`, nor with --json"

LONGEST_NAME = 200
"""Bytes of the name of a report that nobody has named."""

F = TypeVar("F", bound=Callable[..., Any])


def all_of(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one."""

    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


class Seconds(click.FloatRange):
    """A time above 0."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The figure; `nan` is none."""
        seconds = float(super().convert(value, param, ctx))
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a number of seconds", param, ctx)
        return seconds


SECONDS = Seconds(min=0, min_open=True)

input_workbook = click.argument("workbook", metavar="IN.xlsx", type=click.Path(path_type=Path))
output_report = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The report (default: in outputs/); - is stdout."
)
report_file = click.option("-o", "--output", type=click.Path(path_type=Path), help="The report (default: in outputs/).")
html_option = click.option(
    "--html", "as_html", is_flag=True, help="Also write the report as a web page, beside the workbook."
)
watch_option = click.option("--watch", is_flag=True, help="Again whenever the workbook is saved; Ctrl-C ends it.")
force_option = click.option(
    "--force", is_flag=True, help="Replace a file that this program has written; no other ever is."
)
talking = all_of(
    click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, nothing else there."),
    click.option("--quiet", is_flag=True, help="No messages."),
)
reading_options = all_of(
    click.option("--scenario", default=None, metavar="NAME", help="A scenario of the workbook."),
    click.option("--set", "changes", multiple=True, metavar="'Sheet!row!column=value'", help="Change a cell."),
)
solving_options = all_of(
    click.option("--targets", "target_set", default="", metavar="SET", help="A target set of the workbook."),
    click.option(
        "--solver",
        default="highs",
        show_default=True,
        metavar="NAME",
        help="highs, cbc, glpk, gurobi, cplex, xpress, mosek, copt, scip or highs-pulp.",
    ),
    click.option("--time-limit", type=SECONDS, default=None, metavar="SECONDS", help="For each solve."),
)


def changes_of(texts: tuple[str, ...]) -> list[Change]:
    """What `--set` asks for."""
    from optimiser.workbook import parse_change

    return [parse_change(each) for each in texts]


def solver_options(name: str, time_limit: float | None) -> SolverOptions:
    """The solver asked for.

    Raises:
        click.UsageError: there is no such solver.
    """
    from optimiser.solver import SOLVERS, SolverOptions

    if name not in SOLVERS:
        raise click.UsageError(f"no solver {name!r}: choose one of {', '.join(SOLVERS)}")
    return SolverOptions(name, float("inf") if time_limit is None else time_limit)


@dataclass
class Progress:
    """A line on a terminal that says what is being done, after the first second; elsewhere nothing."""

    quiet: bool
    began: float = field(default_factory=time.monotonic)
    shown: float = 0.0
    on_line: bool = False

    def __call__(self, words: str) -> None:
        """Say it, if it is time."""
        now = time.monotonic()
        if self.quiet or now - self.began < 1.0 or now - self.shown < 0.2 or not sys.stderr.isatty():
            return
        self.shown, self.on_line = now, True
        width = shutil.get_terminal_size().columns - 1
        click.echo(f"{ERASE}{now - self.began:4.0f} s  {words}"[: width + len(ERASE)], err=True, nl=False)

    def close(self) -> None:
        """Leave the line to what is said next."""
        if self.on_line:
            self.on_line = False
            click.echo(ERASE, err=True, nl=False)


def say(words: str, quiet: bool) -> None:
    """A message on stderr."""
    if not quiet:
        click.echo(words, err=True)


def colour() -> bool | None:
    """False where the user wants none (https://no-color.org); None: as the stream can show it."""
    return False if os.environ.get("NO_COLOR") else None


def warn(words: str, quiet: bool) -> None:
    """A warning on stderr."""
    say(f"{click.style('warning:', fg='yellow', bold=True)} {words}", quiet)


def complain(error: OptimiserError) -> None:
    """An error on stderr: every fault, and how many there are."""
    lines = [str(each) for each in error.faults] if isinstance(error, InputFault) else [str(error)]
    for line in lines:
        place, colon, rest = line.partition(": ")
        click.echo(
            f"{click.style(place, fg='red', bold=True)}{colon}{rest}" if colon else line, err=True, color=colour()
        )
    if len(lines) > 1:
        click.echo(f"{len(lines)} faults", err=True)


def default_output(workbook: Path, *parts: str | None) -> Path:
    """`outputs/WORKBOOK-PART-PART.xlsx`."""
    plain = ("".join(c if c.isalnum() or c in "-_." else "_" for c in part) for part in parts if part)
    return Path("outputs") / f"{_short('-'.join([workbook.stem, *plain]))}.xlsx"


def _short(name: str) -> str:
    """A name that is too long is cut, with something that tells it from others that begin in the same way."""
    whole = name.encode("utf-8", "surrogateescape")
    if len(whole) <= LONGEST_NAME:
        return name
    import hashlib

    return f"{whole[: LONGEST_NAME - 9].decode(errors='ignore')}-{hashlib.sha256(whole).hexdigest()[:8]}"


def reports_at(output: Path | None, default: Path, force: bool, as_html: bool) -> list[Output]:
    """Where a report goes, and the web page beside it where one is wanted.

    It goes where the user says, or else by default, where an earlier report gives way unasked.
    """
    replaces = Mark.REPORT.kin if force else NOTHING if output else frozenset({Mark.REPORT})
    path = output or default
    paths = [path, path.with_suffix(".html")] if as_html and path.suffix != ".html" else [path]
    return [Output(each, suffixes=(*WORKBOOK, ".html"), replaces=replaces) for each in paths]


def write_reports(report: Report, places: list[Output]) -> None:
    """Write a report to each of its places."""
    from optimiser.report.reports import write_pages

    for each in places:
        write_pages(report, each.path, force=bool(each.replaces))


def print_json(value: dict[str, Any]) -> None:
    """The one object on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))


def finish(sentences: Iterable[str], path: Path | None, reading: Reading, quiet: bool) -> None:
    """Sentences and the report's path on stdout, the input's warnings on stderr.

    Without a path the report itself is on stdout, and the sentences go to stderr.
    """
    for sentence in sentences:
        click.echo(sentence, err=path is None)
    if path is not None:
        click.echo(f"Report: {path}")
    for warning in reading.warnings[:MOST_WARNINGS]:
        warn(str(warning), quiet)
    more = len(reading.warnings) - MOST_WARNINGS
    if more > 0:
        say(f"{more} further warnings: `optimiser validate` lists them.", quiet)
