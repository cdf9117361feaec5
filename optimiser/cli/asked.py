"""What every command that reads a workbook and writes a report is asked, in one value."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optimiser.cli.dash import DASH, report_to_stdout, workbook_at
from optimiser.cli.help import strategy_names
from optimiser.cli.options import (
    NOT_WATCHED,
    F,
    Progress,
    all_of,
    changes_of,
    default_output,
    finish,
    force_option,
    html_option,
    print_json,
    reading_options,
    reports_at,
    solver_options,
    solving_options,
    talking,
    watch_option,
    write_reports,
)
from optimiser.cli.watch import watching

if TYPE_CHECKING:
    from optimiser.files import Output
    from optimiser.report.page import Report
    from optimiser.solver import SolverOptions
    from optimiser.workbook import Change, Reading

Command = Callable[[Any], Any]
"""What is made of a command's function."""

set_option = click.option(
    "--set", "changes", multiple=True, metavar="'Sheet!row!column=value'", help="Change a cell in all runs."
)
strategies_option = click.option(
    "--strategy",
    "strategies",
    multiple=True,
    metavar="S",
    shell_complete=strategy_names,
    help="A strategy, again for each (default: balanced and maximum).",
)


def replanning_option(more: str = "") -> Callable[[F], F]:
    """`--replan yearly`, and what a command does besides."""
    return click.option(
        "--replan",
        type=click.Choice(["yearly"]),
        default=None,
        help="Also make plans anew after every year, from reports and from what is there (20 repetitions)" + more + ".",
    )


replan_option = replanning_option()


@dataclass(frozen=True)
class Asked:
    """The arguments that such commands have in common."""

    workbook: Path
    output: Path | None
    changes: tuple[str, ...]
    target_set: str
    solver: str
    time_limit: float | None
    as_html: bool
    force: bool
    as_json: bool
    quiet: bool
    scenario: str | None = None
    progress: Progress = field(default_factory=lambda: Progress(quiet=True))
    """Where words go as the work goes on."""
    to_stdout: bool = False
    """Whether the report is written to stdout, once it is there, and sentences to stderr."""

    @property
    def options(self) -> SolverOptions:
        """The solver asked for.

        Raises:
            click.UsageError: there is no such solver.
        """
        return solver_options(self.solver, self.time_limit)

    @property
    def cells(self) -> list[Change]:
        """What `--set` asks for."""
        return changes_of(self.changes)

    def check(self) -> None:
        """Refuse what does not go together.

        Raises:
            click.UsageError: stdout would have two things, or a terminal a workbook.
        """
        if self.output != DASH:
            return
        if self.as_json or self.as_html:
            raise click.UsageError("-o - writes the workbook to stdout: leave out --json and --html")
        if sys.stdout.isatty():
            raise click.UsageError("-o - writes a workbook, which a terminal cannot show: send it to a file or a pipe")

    def reading(self) -> Reading:
        """The workbook, with the scenario and the changes."""
        from optimiser.workbook import read_workbook

        return read_workbook(self.workbook, scenario=self.scenario, changes=self.cells)

    def places(self, *parts: str | None, beside: list[Output] | None = None) -> list[Output]:
        """Where the report goes, by default named after the workbook and some parts; nothing of the user's is there.

        `beside` is what else is to be written.
        """
        from optimiser.files import check_outputs

        default = default_output(self.workbook, *parts, self.scenario)
        places = reports_at(self.output, default, self.force, self.as_html)
        check_outputs([*places, *(beside or [])], [self.workbook])
        return places

    def deliver(
        self, report: Report, places: list[Output], reading: Reading, facts: Callable[..., dict[str, Any]], found: Any
    ) -> None:
        """Write the report, and say on stdout what was found: `facts(found, path, report)`, or sentences."""
        write_reports(report, places)
        self.say(report, places, reading, facts, found)

    def say(
        self, report: Report, places: list[Output], reading: Reading, facts: Callable[..., dict[str, Any]], found: Any
    ) -> None:
        """Say on stdout what was found."""
        from optimiser.report.writers.text import printed

        path = places[0].path
        self.progress.close()
        if self.as_json:
            print_json(facts(found, path, report))
        elif self.to_stdout:
            report_to_stdout(path)
            finish(printed(report) if not self.quiet else [], None, reading, self.quiet)
        else:
            finish(printed(report), path, reading, self.quiet)

    def carried_out(self, command: Callable[..., int], own: dict[str, Any]) -> int:
        """Run a command once; `-` is read from stdin, or written to stdout."""
        with workbook_at(self.workbook) as (workbook, folder):
            output = self.output
            if output == DASH:
                output = folder / "report.xlsx"
            progress = Progress(self.quiet)
            asked = replace(self, workbook=workbook, output=output, progress=progress, to_stdout=self.output == DASH)
            try:
                return command(asked, **own)
            finally:
                progress.close()

    def watched(self, command: Callable[..., int], own: dict[str, Any]) -> int:
        """Run it whenever the workbook is saved; what an earlier run has written gives way to a later one."""
        if self.workbook == DASH or self.output == DASH or self.as_json:
            raise click.UsageError(NOT_WATCHED)

        def run(again: bool) -> None:
            replace(self, force=self.force or again).carried_out(command, own)

        return watching(self.workbook, run, self.quiet)


def asking(reads: Command = reading_options, *, watch: bool = False) -> Command:
    """Gives a command the common options, which reach it as `asked`; its own come before them.

    `reads` are the options by which the workbook is changed; with `watch` it can be run whenever that is saved.
    """
    last = (watch_option, force_option, talking) if watch else (force_option, talking)
    after: Command = all_of(reads, solving_options, html_option, *last)
    common = {each.name for each in fields(Asked)}

    def made(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def called(**arguments: Any) -> int:
            watched = arguments.pop("watch", False)
            asked = Asked(**{name: value for name, value in arguments.items() if name in common})
            own = {name: value for name, value in arguments.items() if name not in common}
            asked.check()
            return asked.watched(command, own) if watched else asked.carried_out(command, own)

        found: Callable[..., int] = after(called)
        return found

    return made


def chance_options(least: int, repetitions: str) -> Callable[[F], F]:
    """`--repetitions` and `--seed`; where they are not given the sheet Execution says."""
    return all_of(
        click.option(
            "--repetitions",
            type=click.IntRange(min=least),
            default=None,
            metavar="N",
            help=f"How often each is carried out (default: the sheet Execution, or else {repetitions}).",
        ),
        click.option(
            "--seed",
            type=click.IntRange(min=0),
            default=None,
            metavar="K",
            help="What chance starts from; the same for all (default: the sheet Execution, or else 1).",
        ),
    )
