"""The command line: wiring and exit codes only."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from optimiser import __version__
from optimiser.batch.command import batch
from optimiser.errors import InputFault, OptimiserError

if TYPE_CHECKING:
    from optimiser.economy import Change, Reading
    from optimiser.plan.solver import SolverOptions

EXIT = {"optimal": 0, "infeasible": 4, "unbounded": 5, "limit": 6}
INTERRUPTED = 130

F = TypeVar("F", bound=Callable[..., Any])


def _options(*options: Callable[[F], F]) -> Callable[[F], F]:
    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_input = click.argument("workbook", metavar="IN.xlsx", type=click.Path(path_type=Path))
_output = click.option("-o", "--output", type=click.Path(path_type=Path), help="The report (default: in outputs/).")
_force = click.option("--force", is_flag=True, help="Overwrite a report that is there.")
_talk = _options(
    click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, nothing else there."),
    click.option("--quiet", is_flag=True, help="No messages."),
)
_reading = _options(
    click.option("--scenario", default=None, metavar="NAME", help="A scenario of the workbook."),
    click.option("--set", "changes", multiple=True, metavar="'Sheet!row!column=value'", help="Change a cell."),
)
_solving = _options(
    click.option("--targets", "target_set", default="", metavar="SET", help="A target set of the workbook."),
    click.option("--solver", default="highs", show_default=True, metavar="NAME",
                 help="highs, cbc, glpk, gurobi, cplex, xpress, mosek, copt, scip or highs-pulp."),
    click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), default=None, metavar="SECONDS",
                 help="For each solve."),
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="optimiser")
def cli() -> None:
    """Can this plan be carried out, and what would a better one look like?

    Reads an economy from a workbook, finds plans for it, and writes workbooks that explain them.

    Exit codes: 0 done; 1 unexpected error; 2 usage; 3 input or output at fault; 4 infeasible (the report
    is still written); 5 unbounded; 6 limit reached; 7 solver missing; 130 interrupted.
    """


def _read(workbook: Path, scenario: str | None, changes: tuple[str, ...]) -> Reading:
    from optimiser.economy import read_workbook

    return read_workbook(workbook, scenario=scenario, changes=_changes(changes))


def _changes(texts: tuple[str, ...]) -> list[Change]:
    from optimiser.economy import parse_change

    return [parse_change(each) for each in texts]


def _solver(name: str, time_limit: float | None) -> SolverOptions:
    from optimiser.plan.solver import SOLVERS, SolverOptions

    if name not in SOLVERS:
        raise click.UsageError(f"no solver {name!r}: choose one of {', '.join(SOLVERS)}")
    return SolverOptions(name, float("inf") if time_limit is None else time_limit)


def _progress(quiet: bool) -> Callable[[str], None]:
    """Words on stderr, once the work has taken two seconds, and then at most every second."""
    began = shown = time.monotonic()

    def show(words: str) -> None:
        nonlocal shown
        now = time.monotonic()
        if not quiet and now - began > 2 and now - shown > 1:
            shown = now
            click.echo(f"{now - began:4.0f} s  {words}", err=True)

    return show


def _say(words: str, quiet: bool) -> None:
    if not quiet:
        click.echo(words, err=True)


def _default_output(workbook: Path, *parts: str | None) -> Path:
    plain = ("".join(c if c.isalnum() or c in "-_." else "_" for c in part) for part in parts if part)
    return Path("outputs") / ("-".join([workbook.stem, *plain]) + ".xlsx")


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))


@cli.command()
@_input
@_output
@click.option("--strategy", "strategy_name", default="", metavar="S", help="A strategy (default: the workbook's).")
@click.option("--export", type=click.Path(path_type=Path), default=None, metavar="PATH.lp|PATH.mps",
              help="Also write the linear programme.")  # fmt: skip
@_reading
@_solving
@_force
@_talk
def solve(
    workbook: Path, output: Path | None, strategy_name: str, export: Path | None, scenario: str | None,
    changes: tuple[str, ...], target_set: str, solver: str, time_limit: float | None, force: bool,
    as_json: bool, quiet: bool,
) -> int:  # fmt: skip
    """The plan for an economy, as a workbook."""
    from optimiser.files import check_writable
    from optimiser.plan.solver import Status, export_programme
    from optimiser.planning import solve as find
    from optimiser.report.json import plan_json
    from optimiser.report.summary import plan_sentences
    from optimiser.report.workbook import write_report

    if export is not None and export.suffix not in (".lp", ".mps"):
        raise click.UsageError(f"--export {export}: a programme is exported as .lp or .mps")
    options = _solver(solver, time_limit)
    reading = _read(workbook, scenario, changes)
    chosen = strategy_name or reading.economy.settings.strategy
    path = output or _default_output(workbook, chosen, scenario)
    check_writable(path, force=force, never=workbook)
    if export is not None:
        check_writable(export, force=force, never=workbook)
    progress = _progress(quiet)
    plan = find(reading.economy, chosen, target_set=target_set, options=options, progress=progress)
    if export is not None:
        export_programme(plan.programme, export)
    if plan.status is Status.INFEASIBLE:
        from optimiser.diagnosis import diagnose_plan
        from optimiser.report.infeasibility import write_diagnosis

        found = diagnose_plan(plan, options, progress)
        write_diagnosis(found, path, force=force)
        sentences: Iterable[str] = found.sentences
    else:
        write_report(plan, path, reading=reading, force=force)
        sentences = plan_sentences(plan)
    if as_json:
        _print_json(plan_json(plan, path))
    else:
        _finish(sentences, path, reading, quiet)
    return EXIT[plan.status.value]


def _finish(sentences: Iterable[str], path: Path, reading: Reading, quiet: bool) -> None:
    """Sentences and the report's path on stdout, the input's warnings on stderr."""
    for sentence in sentences:
        click.echo(sentence)
    click.echo(f"Report: {path}")
    for warning in reading.warnings:
        _say(f"warning: {warning}", quiet)


@cli.command()
@_input
@_output
@click.option("--strategy", "strategies", multiple=True, metavar="S",
              help="A strategy, again for each (default: balanced and maximum).")  # fmt: skip
@_reading
@_solving
@_force
@_talk
def compare(
    workbook: Path, output: Path | None, strategies: tuple[str, ...], scenario: str | None, changes: tuple[str, ...],
    target_set: str, solver: str, time_limit: float | None, force: bool, as_json: bool, quiet: bool,
) -> int:  # fmt: skip
    """Strategies side by side.

    An infeasible strategy is a row with its own finding: the command ends in 0 when the comparison was made.
    """
    from optimiser.comparison import compare as set_side_by_side
    from optimiser.files import check_writable
    from optimiser.report.comparison import comparison_json, comparison_sentences, write_comparison

    options = _solver(solver, time_limit)
    reading = _read(workbook, scenario, changes)
    path = output or _default_output(workbook, "comparison", scenario)
    check_writable(path, force=force, never=workbook)
    made = set_side_by_side(
        reading.economy, strategies or ("balanced", "maximum"), target_set=target_set, options=options,
        progress=_progress(quiet),
    )  # fmt: skip
    write_comparison(made, path, force=force)
    if as_json:
        _print_json(comparison_json(made, path))
    else:
        _finish(comparison_sentences(made), path, reading, quiet)
    return 0


@cli.command()
@_input
@_output
@click.option("--strategy", "strategy_name", default="targets", show_default=True, metavar="S",
              help="Whose demands to examine.")  # fmt: skip
@click.option("--may-give", "kinds", multiple=True, default=("target",), show_default=True,
              type=click.Choice(["target", "resource", "policy", "technology", "identity"]),
              help="Which rows may give way in the least relaxation; again for each kind.")  # fmt: skip
@click.option("--limit", type=click.FloatRange(min=0, min_open=True), default=300.0, show_default=True,
              metavar="SECONDS", help="For the whole diagnosis; what was not finished is named.")  # fmt: skip
@_reading
@_solving
@_force
@_talk
def diagnose(
    workbook: Path, output: Path | None, strategy_name: str, kinds: tuple[str, ...], limit: float,
    scenario: str | None, changes: tuple[str, ...], target_set: str, solver: str, time_limit: float | None,
    force: bool, as_json: bool, quiet: bool,
) -> int:  # fmt: skip
    """Why targets cannot be met, what conflicts, what can be had, and what would help."""
    from optimiser.diagnosis import diagnose as examine
    from optimiser.files import check_writable
    from optimiser.programme import Kind
    from optimiser.report.infeasibility import write_diagnosis
    from optimiser.report.infeasibility_json import diagnosis_json
    from optimiser.strategies import Request

    options = _solver(solver, time_limit)
    reading = _read(workbook, scenario, changes)
    path = output or _default_output(workbook, strategy_name, "diagnosis", scenario)
    check_writable(path, force=force, never=workbook)
    request = Request(reading.economy, target_set, options, _progress(quiet))
    found = examine(request, strategy_name, kinds=tuple(Kind(each) for each in kinds), time_limit=limit)
    write_diagnosis(found, path, force=force)
    if as_json:
        _print_json(diagnosis_json(found, path))
    else:
        _finish(found.sentences, path, reading, quiet)
    return {"feasible": 0, "unbounded": EXIT["unbounded"]}.get(found.status, EXIT["infeasible"])


@cli.command()
@_input
@click.option("--annotate", type=click.Path(path_type=Path), default=None, metavar="OUT.xlsx",
              help="Also write a copy with the faulty cells marked.")  # fmt: skip
@_reading
@_force
@_talk
def validate(
    workbook: Path, annotate: Path | None, scenario: str | None, changes: tuple[str, ...], force: bool,
    as_json: bool, quiet: bool,
) -> int:  # fmt: skip
    """Every fault of a workbook, with its cell.  Ends in 0 when there is none, else in 3."""
    from optimiser.economy import annotate_workbook, validate_workbook
    from optimiser.files import check_writable

    if annotate is not None:
        check_writable(annotate, force=force, never=workbook)
    found = validate_workbook(workbook, scenario=scenario, changes=_changes(changes))
    if annotate is not None:
        annotate_workbook(workbook, found, annotate, force=force)
    if as_json:
        _print_json(found.as_dict())
    else:
        for line in found.lines(quiet=quiet):
            click.echo(line)
    return 3 if found.faults else 0


@cli.command()
@click.argument("output", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@click.option("--example", default="two_sectors", show_default=True, metavar="NAME",
              help="first_five_year_plan, reconstruction, two_sectors or williams.")  # fmt: skip
@_force
@_talk
def template(output: Path, example: str, force: bool, as_json: bool, quiet: bool) -> int:
    """A workbook to start from."""
    from optimiser.economy import write_tables
    from optimiser.economy.examples import EXAMPLES

    if example not in EXAMPLES:
        raise click.UsageError(f"no example {example!r}: choose one of {', '.join(EXAMPLES)}")
    write_tables(EXAMPLES[example](), output, force=force)
    if as_json:
        _print_json({"example": example, "workbook": str(output)})
    else:
        _say(f"Workbook: {output}", quiet)
    return 0


cli.add_command(batch)


def main() -> None:
    """Run a command; every error becomes a message and an exit code."""
    as_json = "--json" in sys.argv
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted: nothing is half-written", err=True)
        sys.stdout.flush()
        sys.stderr.flush()
        # a solver may still be at work in its thread, and nobody waits for it
        os._exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
        if as_json:
            _print_json({"status": "usage", "message": error.format_message(), "faults": []})
    except OptimiserError as error:
        code = error.exit_code
        if as_json:
            faults = [each.as_dict() for each in error.faults] if isinstance(error, InputFault) else []
            _print_json({"status": "fault", "message": str(error), "faults": faults})
        else:
            click.echo(str(error), err=True)
            if isinstance(error, InputFault) and len(error.faults) > 1:
                click.echo(f"{len(error.faults)} faults", err=True)
    except Exception as error:
        if as_json:
            _print_json({"status": "error", "message": f"{type(error).__name__}: {error}", "faults": []})
        raise
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
