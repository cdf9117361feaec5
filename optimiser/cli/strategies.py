"""The command `optimiser strategies`: what strategies there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from optimiser.cli.help import Command
from optimiser.cli.options import print_json, talking

if TYPE_CHECKING:
    from optimiser.strategies import Strategy

WIDTH = 100
NO_DEMAND = "It demands no more than the economy itself does."


@click.command(cls=Command, examples=["optimiser strategies", "optimiser strategies --json"])
@talking
def strategies(as_json: bool, quiet: bool) -> int:
    """The strategies there are: what each asks, what its goal is counted in, what it demands that may not be had."""
    from optimiser.strategies import STRATEGIES

    found = [said_of(each) for each in STRATEGIES.values()]
    if as_json:
        print_json({"strategies": found})
        return 0
    for each in found:
        lines = [f"{each['asks']}"]
        if not quiet:
            lines.append(f"Counted in: {each['unit']}.")
            lines.append(f"Its demand can be infeasible: {each['refused']}" if each["refused"] else NO_DEMAND)
        click.secho(f"{each['name']}", bold=True)
        for line in lines:
            click.echo(click.wrap_text(line, width=WIDTH, initial_indent="  ", subsequent_indent="  "))
    return 0


def said_of(strategy: Strategy) -> dict[str, str | None]:
    """A strategy for JSON; `refused` is null where it demands no more than the economy itself does."""
    from optimiser.workbook.schema import BY_NAME

    kept = BY_NAME["Plan"].column("growth kept").default
    demand = strategy.demand
    return {
        "name": strategy.name,
        "asks": strategy.criterion.asks.format(kept=kept),
        "unit": strategy.criterion.unit,
        "goal": strategy.criterion.goal,
        "refused": demand.refused.format(named="", horizon="") if demand else None,
        "leaves_open": strategy.leaves_open,
    }
