"""The command `optimiser serve`: a local page on which cells are changed and plans found anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from optimiser.cli.asked import strategies_option
from optimiser.cli.help import Command
from optimiser.cli.options import input_workbook, say, solver_options, solving_options
from optimiser.errors import OptimiserError

MISSING = 'serve needs Starlette and uvicorn: pip install "plan-optimiser[app]"'
OUTPUTS = Path("outputs")


@click.command(
    cls=Command,
    examples=["optimiser serve two_sectors.xlsx", "optimiser serve two_sectors.xlsx --strategy targets --no-open"],
)
@input_workbook
@strategies_option
@solving_options
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port (default: one that is free)."
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option("--quiet", is_flag=True, help="No messages but the address.")
def serve(
    workbook: Path,
    strategies: tuple[str, ...],
    target_set: str,
    solver: str,
    time_limit: float | None,
    port: int,
    no_open: bool,
    quiet: bool,
) -> int:
    """What if: a page on this machine on which cells are changed and plans found anew.

    The page is for the browser of who begins it alone; nothing leaves the machine. What is changed can be kept as a
    scenario, in a new workbook in outputs/. Ctrl-C ends it, with exit code 0.
    """
    options = solver_options(solver, time_limit)
    try:
        from optimiser.serve.server import serve as run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("starlette", "uvicorn", "anyio"):
            raise OptimiserError(MISSING) from None
        raise
    from optimiser.strategies import strategy_of

    for name in strategies:
        strategy_of(name)

    def began(address: str) -> None:
        click.echo(address)
        say("Ctrl-C ends it.", quiet)
        sys.stdout.flush()
        if not no_open:
            import threading
            import webbrowser

            # a browser in the terminal comes back when it is closed, and would wait for the page until then
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    run(workbook, folder=OUTPUTS, strategies=strategies, target_set=target_set, options=options, port=port, began=began)
    say("ended", quiet)
    sys.stdout.flush()
    sys.stderr.flush()
    # a solver may still be at work in its thread, and nobody waits for it
    os._exit(0)
