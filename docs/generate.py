"""Writes the pages of `docs/` that are made from the code:  python docs/generate.py [--check]

`docs/model.md` has every rule, strategy and unknown, from their docstrings; `docs/commands.md` every command and
option; `docs/workbook.md` every sheet and column.  With `--check` nothing is written: the files that are stale
are named, and the exit code is 1 when there are any.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from optimiser.cli.help import Command, commands_of
from optimiser.programme.constraints.rule import Input, Rule

DOCS = Path(__file__).resolve().parent
NOTICE = "<!-- Written by `python docs/generate.py`; do not edit. -->\n"
MARKS = ("Axes", "Shadow price", "Source")


@dataclass(frozen=True)
class Parts:
    """What a docstring says."""

    summary: str
    body: tuple[str, ...]
    """Paragraphs, and equations as fenced blocks, in order."""
    marked: dict[str, str]
    """What follows `Axes:`, `Shadow price:` and `Source:`."""

    @property
    def equations(self) -> list[str]:
        """The fenced blocks."""
        return [each for each in self.body if each.startswith("```")]


def parts_of(function: Callable[..., Any] | ModuleType) -> Parts:
    """A docstring taken apart: first line, paragraphs, equations (indented), and what is marked."""
    lines = (inspect.getdoc(function) or "").split("\n")
    raised = next((number for number, line in enumerate(lines) if line == "Raises:"), len(lines))
    blocks: list[str] = []
    for chunk in re.split(r"\n\s*\n", "\n".join(lines[:raised]).strip()):
        rows = chunk.split("\n")
        indented = [row for row in rows if row.startswith("    ")]
        if len(indented) == len(rows):
            equation = inspect.cleandoc("\n" + chunk)
            blocks.append(f"```\n{equation}\n```")
        else:
            blocks.append(" ".join(chunk.split()))
    summary, *rest = blocks or [""]
    marked: dict[str, str] = {}
    body: list[str] = []
    for block in rest:
        if block.startswith("```"):
            body.append(block)
            continue
        before, *found = re.split(rf"\b({'|'.join(MARKS)}): ", block)
        if before.strip():
            body.append(before.strip())
        marked |= {mark: text.strip() for mark, text in zip(found[::2], found[1::2], strict=True)}
    return Parts(summary, tuple(body), marked)


def filled(text: str, indent: str = "") -> str:
    """Prose in lines."""
    return textwrap.fill(text, 118, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def plain(text: str) -> str:
    """Prose for Markdown: stars outside of code are stars."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(piece if piece.startswith("`") else piece.replace("*", r"\*") for piece in pieces)


MODEL_HEAD = """\
# The model

{notice}
The plan is a linear programme: unknown quantities, rules that they must keep, and something that is to be as great as
possible. Below is everything that can be in it. Each rule is one function of the program with the name given here;
the same name stands in reports, in the JSON and in exported `.lp` and `.mps` files.

**Years.** 0 is the base year, 1 .. T the plan, T+1 .. T+H the tail, N = T + H. Output, consumption and trade happen
*in* a year, capacity stands ready at its *start*, stocks and debt are counted at its *end*. Capacity of year 1 is the
base year's and what is inherited for year 1. A project begun in year t with gestation L gives capacity at the start
of year t + L. X is N, or N + 1 where the end of the plan is compared with its start.

**Units.** Every product, sector, pool and resource has its own unit, and so has every row: a shortfall comes out in
tonnes, persons or roubles. The solver sees everything divided by its size in the base year; results are in the
workbook's units.

**Absent data** is neutral: its rows are not there. There are no switches.

**Kinds of rows.** *identity*: bookkeeping, true by definition. *technology*: what nature and technique demand.
*resource*: what there is. *policy*: what somebody has decided. *target*: what the plan is to reach. When a plan
cannot be carried out, the kind says who could make a row give way.

**Shadow prices** have one sign on every path to every solver: what one more unit of the row's right-hand side would
add to the goal. The right-hand side of a material balance is a use; reports and the JSON turn its sign, so that what
they show is always worth having where it is positive: what one more unit of the product, person or capacity adds.

**Re-addition.** After every solve all balances are added up again from the plan and the economy, by code that shares
nothing with the rules below. A plan that does not add up is an error and never a report.

**The end of the plan** is the key `terminal condition` of the sheet `Plan`.
{terminal}
"""

SUBJECTS = "optimiser.programme.constraints"


def model() -> str:
    """docs/model.md."""
    from optimiser.economy import base_year, regions
    from optimiser.economy.economy import Terminal
    from optimiser.economy.shipments import with_shipments
    from optimiser.plan.accounts import ACCOUNTS, national_income
    from optimiser.programme.constraints import RULES
    from optimiser.strategies import DEMANDS, STRATEGIES, closing

    terminal = " ".join((inspect.getdoc(Terminal) or "").split("\n\n", 1)[-1].split())
    for name in Terminal:
        terminal = re.sub(rf"\b{name.value.upper()}\b", f"`{name.value}`", terminal)
    head = MODEL_HEAD.format(notice=NOTICE, terminal=filled(terminal))
    sections = [head, _page(base_year, "The base year"), _page(regions, "Regions"), _function(with_shipments, 3, "")]
    sections += ["## The unknowns\n", *_unknowns(), "## The rules\n"]
    subject: ModuleType | None = None
    for rule in RULES:
        if inspect.getmodule(rule.build) is not subject:
            subject = inspect.getmodule(rule.build)
            sections.append(f"*{(inspect.getdoc(subject) or '').splitlines()[0]}*\n")
        sections.append(_rule(rule))
    sections.append("## The strategies\n")
    sections.append("The same rules, different goals. `optimiser solve --strategy NAME`; without it, the workbook's.\n")
    sections += [_function(strategy.solve, 3, "") for strategy in STRATEGIES.values()]
    sections += [_page(closing, "What every strategy asks for last"), *_stages()]
    sections.append("## Rows that strategies add\n")
    sections += [_rule(rule) for rule in DEMANDS]
    sections += [_page(national_income, "The accounts of a plan")]
    sections += [_function(each, 3, "") for each in ACCOUNTS]
    return "\n".join(sections)


def _page(module: ModuleType, title: str) -> str:
    """What a module says of itself."""
    parts = parts_of(module)
    body = [parts.summary, *parts.body]
    return "\n".join(
        [f"## {title}\n", *(f"{each if each.startswith('```') else filled(plain(each))}\n" for each in body)]
    )


def _stages() -> Iterator[str]:
    """A line for each strategy: its own stage, what that leaves open, and what follows."""
    from optimiser.strategies import STRATEGIES

    yield "| strategy | its own goal | what that leaves open | then |"
    yield "|---|---|---|---|"
    for each in STRATEGIES.values():
        then = "living standards that are left; no move without need"
        yield f"| `{each.name}` | {plain(each.criterion.goal)} | {plain(each.leaves_open)} | {then} |"
    yield ""


def _rule(rule: Rule[...]) -> str:
    """A rule: its docstring, and what stands above its function."""
    lines = [_function(rule.build, 3, rule.kind.value).rstrip()]
    if rule.price_sign < 0:
        lines.append("- Shown with its sign turned, since the right-hand side is a use")
    lines.append(filled(f"- One more unit: {plain(rule.meaning)}", "  "))
    if rule.binds:
        lines.append(filled(f"- Where it binds: `{rule.binds}`", "  "))
    cells = list(dict.fromkeys(_cell(each) for each in rule.cells))
    lines.append(filled(f"- Input cells: {'; '.join(cells)}", "  "))
    readded = [f"`{_short(each)}`, {(inspect.getdoc(each) or '').splitlines()[0].rstrip('.')}" for each in rule.readded]
    lines.append(filled(f"- Added up again by: {plain('; '.join(readded))}", "  "))
    return "\n".join(lines) + "\n"


def _cell(cell: Input | Callable[..., Any]) -> str:
    if not isinstance(cell, Input):
        return (inspect.getdoc(cell) or "").rstrip(".")
    return " ".join(part for part in (f"`{cell.sheet}`", cell.row and f"row `{cell.row}`", cell.column) if part)


def _short(function: Callable[..., Any]) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


def _unknowns() -> Iterator[str]:
    from optimiser.programme.variables import UNKNOWNS, variables

    yield "| block | letter | axes | meaning | unit |"
    yield "|---|---|---|---|---|"
    for each in UNKNOWNS:
        yield f"| `{each.name}` | {each.letter and f'`{each.letter}`'} | {each.axes} | {each.meaning} | {each.unit} |"
    yield ""
    yield " ".join((inspect.getdoc(variables) or "").rsplit("\n\n", 1)[-1].split()) + "\n"


def _function(function: Callable[..., Any], level: int, kind: str, name: str = "") -> str:
    parts = parts_of(function)
    lines = [f"{'#' * level} {name or function.__name__}\n", f"{filled(plain(parts.summary))}\n"]
    lines += [f"{each if each.startswith('```') else filled(plain(each))}\n" for each in parts.body]
    if kind:
        lines.append(f"- Kind: {kind}")
    lines += [filled(f"- {mark}: {plain(text)}", "  ") for mark, text in parts.marked.items()]
    return "\n".join(lines).rstrip() + "\n"


COMMANDS_HEAD = """\
# Commands

{notice}
{about}

Results go to stdout, messages and progress to stderr. Reports go to `outputs/`, named after the input and the strategy,
unless `-o` says otherwise; a file appears whole or not at all.

Nothing of the user's is written over. A file that this program writes carries a mark, and another program that saves
it leaves the mark out. A report in `outputs/` takes the place of an earlier one there; a file that `-o` names takes the
place of another only with `--force`, and only of one with the mark. What a run reads it never writes to, by whatever
name.

{exits}

A shell completes commands, options and strategies when it is told to, in `~/.bashrc` (or, with `zsh_source`, in
`~/.zshrc`) or in a file of fish:

```bash
eval "$(_OPTIMISER_COMPLETE=bash_source optimiser)"
_OPTIMISER_COMPLETE=fish_source optimiser > ~/.config/fish/completions/optimiser.fish
```

`man optimiser` shows all of this where the program is installed in an environment that is activated. Colours are for
terminals, and for none where `NO_COLOR` is set. There is no configuration file: nothing needs one.

With `--json` there is one JSON object on stdout and nothing else. Keys that do not apply are null. A fault of the
input or output is `{{"status": "fault", "message": ..., "faults": [{{"sheet", "cell", "value", "problem", "remedy",
"warning"}} ...]}}`.
"""


def commands() -> str:
    """docs/commands.md."""
    from optimiser.cli.main import cli

    about, _, exits = (inspect.cleandoc(cli.help or "")).rpartition("\n\n")
    listed = "\n".join(
        f"- `{code}` {meaning}"
        for code, meaning in re.findall(r"(\d+) ([^;.]+)", " ".join(exits.split()).removeprefix("Exit codes: "))
    )
    head = COMMANDS_HEAD.format(notice=NOTICE, about=filled(" ".join(about.split())), exits=f"Exit codes:\n\n{listed}")
    return "\n".join([head, *(_command(name, command) for name, command in commands_of(cli).items())])


def _command(name: str, command: Command) -> str:
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    given = [each.metavar or each.human_readable_name for each in arguments]
    usage = " ".join(["optimiser", name, "[OPTIONS]", *given])
    paragraphs = [" ".join(each.split()) for each in inspect.cleandoc(command.help or "").split("\n\n")]
    lines = [f"## {name}\n", f"```\n{usage}\n```\n", *(f"{filled(plain(each))}\n" for each in paragraphs)]
    if command.examples:
        shown = "\n".join(command.examples)
        lines.append(f"```bash\n{shown}\n```\n")
    lines += ["| option | default | meaning |", "|---|---|---|", *map(_option, options)]
    return "\n".join(lines) + "\n"


def _option(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or _choices(option)}"
    names = ", ".join(f"`{each}{value}`" for each in (*option.opts, *option.secondary_opts))
    default = ""
    if option.show_default and not (option.is_flag and not option.secondary_opts):
        given = option.default
        if option.secondary_opts:
            given = (option.opts if given else option.secondary_opts)[0]
        default = f"`{', '.join(map(str, given)) if isinstance(given, tuple | list) else given}`"
    said = any(words in (option.help or "") for words in ("several times", "again for"))
    again = " May be given several times." if option.multiple and not said else ""
    cells = (names, default, plain(option.help or "") + again)
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _choices(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return option.type.name.upper()


def workbook() -> str:
    """docs/workbook.md."""
    from workbook_page import document

    return document()


def manual() -> str:
    """docs/optimiser.1."""
    from man_page import man_page

    return man_page()


def strategies() -> str:
    """optimiser/cli/strategies.txt: a line for each strategy, the first sentence of what it asks, for `--help`."""
    from optimiser.strategies import STRATEGIES

    return "".join(f"{name}  {_first_sentence(each.criterion.asks)}\n" for name, each in STRATEGIES.items())


def _first_sentence(asks: str) -> str:
    """Without the name that it begins with."""
    said = asks.partition(": ")[2].partition(". ")[0].rstrip(".")
    return f"{said[0].upper()}{said[1:]}."


PAGES: dict[str, Callable[[], str]] = {
    "model.md": model,
    "commands.md": commands,
    "workbook.md": workbook,
    "../optimiser/cli/strategies.txt": strategies,
    "optimiser.1": manual,
}
"""The pages made from the code, and what makes each."""


def stale(folder: Path = DOCS) -> list[Path]:
    """The pages that are not what the code says."""
    paths = {folder / name: make() for name, make in PAGES.items()}
    return [path for path, text in paths.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` name those that are stale."""
    if arguments == ["--check"]:
        found = stale()
        for path in found:
            print(f"{path.relative_to(DOCS.parent)} is stale: python docs/generate.py", file=sys.stderr)
        return 1 if found else 0
    if arguments:
        print("python docs/generate.py [--check]", file=sys.stderr)
        return 2
    DOCS.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
