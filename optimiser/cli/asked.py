"""What every command that reads a workbook and writes a report is asked, in one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optimiser.cli.options import (
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
    write_reports,
)

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

    @property
    def options(self) -> SolverOptions:
        """The solver asked for.

        Raises:
            click.UsageError: there is no such solver.
        """
        return solver_options(self.solver, self.time_limit)

    @property
    def progress(self) -> Progress:
        """Where words go as the work goes on."""
        return Progress(self.quiet)

    @property
    def cells(self) -> list[Change]:
        """What `--set` asks for."""
        return changes_of(self.changes)

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
        if self.as_json:
            print_json(facts(found, path, report))
        else:
            finish(printed(report), path, reading, self.quiet)


def asking(reads: Command = reading_options) -> Command:
    """Gives a command the common options, which reach it as `asked`; its own come before them.

    `reads` are the options by which the workbook is changed.
    """
    after: Command = all_of(reads, solving_options, html_option, force_option, talking)
    own = {each.name for each in fields(Asked)}

    def made(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def called(**arguments: Any) -> int:
            common = {name: value for name, value in arguments.items() if name in own}
            rest = {name: value for name, value in arguments.items() if name not in own}
            return command(Asked(**common), **rest)

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
