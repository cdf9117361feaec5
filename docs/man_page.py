"""The manual page `docs/optimiser.1`, in the words of the commands' own help (see man-pages(7) and groff_man(7))."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from optimiser import __version__
from optimiser.cli.help import Command, commands_of, strategy_lines
from optimiser.cli.main import cli


def man_page() -> str:
    """All of it; nothing in it changes from day to day."""
    about, _, exits = inspect.cleandoc(cli.help or "").rpartition("\n\n")
    question, _, rest = about.partition("\n\n")
    lines = [f'.TH OPTIMISER 1 "" "plan-optimiser {__version__}"', ".SH NAME", f"optimiser \\- {_text(question)}"]
    lines += [".SH SYNOPSIS", r".B optimiser", r".I COMMAND", r"[\fIOPTIONS\fR] [\fIARGUMENTS\fR]"]
    lines += [".SH DESCRIPTION", _text(rest), ".SH COMMANDS"]
    for name, command in commands_of(cli).items():
        lines += _command(name, command)
    lines.append(".SH STRATEGIES")
    for name, said in strategy_lines().items():
        lines += [".TP", rf"\fB{_text(name)}\fR", _text(said)]
    lines.append(".SH EXIT STATUS")
    for code, meaning in re.findall(r"(\d+) ([^;.]+)", " ".join(exits.split()).removeprefix("Exit codes: ")):
        lines += [".TP", rf"\fB{code}\fR", _text(meaning)]
    lines += [".SH ENVIRONMENT", ".TP", r"\fBNO_COLOR\fR", "No colours, where it is set to anything."]
    lines += [".SH FILES", ".TP", r"\fIoutputs/\fR", _text("Where reports go unless -o says otherwise.")]
    return "\n".join(lines) + "\n"


def _command(name: str, command: Command) -> Iterator[str]:
    arguments = [each.metavar or "" for each in command.params if isinstance(each, click.Argument)]
    yield f'.SS "{_text(" ".join(["optimiser", name, "[OPTIONS]", *arguments]))}"'
    for number, paragraph in enumerate(inspect.cleandoc(command.help or "").split("\n\n")):
        yield from [".PP"] * (number > 0)
        yield _text(paragraph)
    for option in command.params:
        if isinstance(option, click.Option):
            names = ", ".join(rf"\fB{_text(each)}\fR" for each in (*option.opts, *option.secondary_opts))
            value = "" if option.is_flag else rf" \fI{_text(option.make_metavar(click.Context(command)))}\fR"
            yield from (".TP", names + value, _text(option.help or ""))
    yield from (".PP", "Examples:", ".PP", ".nf", ".RS")
    yield from map(_text, command.examples)
    yield from (".RE", ".fi")


def _text(words: str) -> str:
    """Text that groff takes as it stands: no line is a request, no hyphen is turned into a dash."""
    escaped = " ".join(words.split()).replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
