"""The command line: the commands there are, and how every error becomes a message and an exit code."""

from __future__ import annotations

import gc
import os
import sys

import click

from optimiser import __version__
from optimiser.cli.batch import batch
from optimiser.cli.compare import compare
from optimiser.cli.convert import convert
from optimiser.cli.decompose import decompose
from optimiser.cli.diagnose import diagnose
from optimiser.cli.execute import execute
from optimiser.cli.explain import explain
from optimiser.cli.help import Commands
from optimiser.cli.import_ import import_
from optimiser.cli.multipliers import multipliers
from optimiser.cli.open import open_
from optimiser.cli.options import colour, complain, print_json
from optimiser.cli.serve import serve
from optimiser.cli.solve import solve
from optimiser.cli.strategies import strategies
from optimiser.cli.template import template
from optimiser.cli.turnpike import turnpike
from optimiser.cli.validate import validate
from optimiser.errors import InputFault, OptimiserError
from optimiser.streams import keep_stdout

INTERRUPTED = 130


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples=["optimiser template mine.xlsx", "optimiser solve mine.xlsx --html", "optimiser open"],
)
@click.version_option(__version__, prog_name="optimiser")
def cli() -> None:
    """Can this plan be carried out, and what would a better one look like?

    Reads an economy from a workbook, finds plans for it, and writes workbooks that explain them.

    Exit codes: 0 done; 1 unexpected error; 2 usage; 3 input or output at fault; 4 infeasible (the report
    is still written); 5 unbounded; 6 limit reached; 7 solver missing; 130 interrupted.
    """


for _command in (
    solve,
    compare,
    execute,
    decompose,
    diagnose,
    explain,
    turnpike,
    import_,
    multipliers,
    validate,
    template,
    convert,
    batch,
    strategies,
    open_,
    serve,
):
    cli.add_command(_command)


SELDOM = 100_000
"""Objects made between two searches for those that nobody needs; with 700 they are a tenth of what `solve` takes."""


def main() -> None:
    """Run a command; every error becomes a message and an exit code."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        _carried_out()
    finally:
        gc.set_threshold(*before)


def _carried_out() -> None:
    keep_stdout()
    as_json = "--json" in sys.argv
    try:
        code = cli.main(prog_name="optimiser", standalone_mode=False, color=colour())
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
            print_json({"status": "usage", "message": error.format_message(), "faults": []})
    except OptimiserError as error:
        code = error.exit_code
        if as_json:
            faults = [each.as_dict() for each in error.faults] if isinstance(error, InputFault) else []
            print_json({"status": "fault", "message": str(error), "faults": faults})
        else:
            complain(error)
    except Exception as error:
        if as_json:
            print_json({"status": "error", "message": f"{type(error).__name__}: {error}", "faults": []})
        raise
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
