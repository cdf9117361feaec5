"""What `--help` of a command says besides its options: examples, the strategies there are, where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

LINES = Path(__file__).with_name("strategies.txt")
"""A line for each strategy, written by `python docs/generate.py`: strategies themselves take long to import."""

DOCUMENTS = "docs/commands.md"


def _epilog(formatter: click.HelpFormatter, examples: Sequence[str], *, strategies: bool, more: str) -> None:
    if strategies:
        with formatter.section("Strategies"):
            formatter.write_dl(list(strategy_lines().items()))
    if examples:
        with formatter.section("Examples"):
            for each in examples:
                formatter.write(f"{'':{formatter.current_indent}}{each}\n")
    formatter.write_paragraph()
    formatter.write_text(more)


class Command(click.Command):
    """A command whose help ends with examples; where a strategy can be chosen, with what there is to choose from."""

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what follows the options."""
        chosen = any("--strategy" in option.opts for option in self.params)
        more = f"More: {DOCUMENTS}#{ctx.info_name}, or `man optimiser`."
        _epilog(formatter, self.examples, strategies=chosen, more=more)


class Commands(click.Group):
    """All commands; their help ends with examples and the strategies."""

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.examples = tuple(examples)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Take up a command.

        Raises:
            TypeError: It has no examples, so that its help and the documents would leave it out.
        """
        if not isinstance(cmd, Command) or not cmd.examples:
            raise TypeError(f"the command {cmd.name} has no examples")
        super().add_command(cmd, name)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what follows the list of commands."""
        more = f"More: `{ctx.command_path} COMMAND --help`, {DOCUMENTS}, or `man optimiser`."
        _epilog(formatter, self.examples, strategies=True, more=more)


def commands_of(group: click.Group) -> dict[str, Command]:
    """The commands of a group by name."""
    return {name: command for name, command in group.commands.items() if isinstance(command, Command)}


def strategy_lines() -> dict[str, str]:
    """Name of a strategy to a line on it."""
    parts = (line.partition("  ") for line in LINES.read_text(encoding="utf-8").splitlines())
    return {name: said.strip() for name, _, said in parts}


def strategy_names(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
    """What a shell may complete the name of a strategy to."""
    return [name for name in strategy_lines() if name.startswith(begun)]
