"""Scenarios as they are written down: a sheet `Scenarios`, in the workbook, in one of its own, or as CSV.

The columns scenario, sheet, row, column, operation and value are the workbook's; further ones may follow:

- `extends`: other scenarios, separated by `;`, whose changes come first
- `input`: a name for what the row changes; rows with one name share one choice
- `runs`, `seed`: how many runs a sample has, and what its random numbers start from; on any row

A value `0.9; 1; 1.1` is a list: the scenario becomes a grid of runs.  A value `0.8 .. 1.2` is a range: the
scenario becomes a sample of `runs` runs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from optimiser.economy import scenarios as changing
from optimiser.economy import values
from optimiser.economy.collector import Collector, WrongValue, listed, plain, suggestion
from optimiser.economy.grid import Book, Grid, book_of, open_book
from optimiser.economy.layout import Bounds, Column, Kind
from optimiser.economy.scenarios import Change, Said
from optimiser.economy.schema import BY_NAME
from optimiser.economy.tables import Table, locate, recognised
from optimiser.errors import InputFault

Choice: TypeAlias = float | str

MOST_RUNS = 1_000_000
"""Runs that one scenario may stand for."""

CHANGE = ("sheet", "row", "column", "operation", "value")
FURTHER = (
    Column("extends", Kind.TEXT, "Other scenarios, separated by ;, whose changes come first.", default=""),
    Column("input", Kind.TEXT, "A name for what is changed; rows of one name share one choice.", default=""),
    Column("runs", Kind.INTEGER, "Runs of a sample.", default=0, bounds=Bounds(1, MOST_RUNS)),
    Column("seed", Kind.INTEGER, "What the random numbers of a sample start from.", default=1, bounds=Bounds(0, 2**53)),
)
_WORKBOOK = BY_NAME["Scenarios"]
SHEET = replace(
    _WORKBOOK,
    columns=tuple(each for each in _WORKBOOK.columns if each.name in ("scenario", *CHANGE)) + FURTHER,
)

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*")


@dataclass(frozen=True)
class Line:
    """A change, with all that its value may be."""

    change: Change
    """With the first, or the lowest, of its values."""
    name: str
    """Of the input."""
    choices: tuple[Choice, ...] = ()
    """The list; empty where it is none."""
    span: tuple[float, float] | None = None
    """The range; None where it is none."""


@dataclass(frozen=True)
class Definition:
    """A scenario as it is written down, with what it extends worked in."""

    name: str
    lines: tuple[Line, ...] = ()
    runs: int | None = None
    seed: int = 1


@dataclass
class _Draft:
    name: str
    said: Said
    extends: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    runs: int | None = None
    seed: int | None = None


def read_definitions(
    path: str | Path, tables: Mapping[str, Table], known: Mapping[str, Definition] | None = None
) -> dict[str, Definition]:
    """The scenarios of a workbook or a CSV file of their own, for an economy's tables.

    They may extend those `known`, which are the workbook's own.

    Raises:
        InputFault: with every fault that was found.
    """
    path = Path(path)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        grid = _csv_grid(path)
    else:
        book = open_book(path, lambda title: recognised(title) is _WORKBOOK)
        if not book.grids:
            remedy = f"Its sheets are: {listed(book.titles)}."
            raise InputFault.of(str(path), "the workbook has no sheet Scenarios", remedy)
        grid = next(iter(book.grids.values()))
        grid = Grid(f"{path.name}, {grid.title}", grid.rows)
    return definitions_in(grid, tables, known)


def _csv_grid(path: Path) -> Grid:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputFault.of(str(path), "is not UTF-8 text", "Save it as CSV UTF-8.") from None
    except OSError as error:
        raise InputFault.of(str(path), f"the file cannot be read ({error.strerror})", "Check the path.") from None
    head = text.split("\n", 1)[0]
    mark = max((",", "\t", ";"), key=head.count)
    try:
        rows = [[_typed(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=mark, strict=True)]
    except csv.Error as error:
        raise InputFault.of(str(path), f"is not a table ({error})", "Save it as CSV UTF-8.") from None
    made: Book = book_of({path.name: rows})
    return made.grids[path.name]


def _typed(text: str) -> object:
    if re.fullmatch(rf"\s*{_NUMBER}\s*", text):
        return float(text)
    return text.strip() or None


def definitions_in(
    grid: Grid, tables: Mapping[str, Table], known: Mapping[str, Definition] | None = None
) -> dict[str, Definition]:
    """The scenarios of a sheet.

    Raises:
        InputFault: with every fault that was found.
    """
    collector = Collector({grid.title: 0})
    table = locate(SHEET, grid, collector)
    collector.stop_if_wrong()
    if table is None:
        return {}
    drafts: dict[str, _Draft] = {}
    for row in table.rows:
        _read_row(table, row, drafts, collector)
    collector.stop_if_wrong()
    for draft in drafts.values():
        changing.check(_every_value(draft.lines), dict(tables), collector)
    made = _resolved(drafts, known or {}, collector)
    collector.stop_if_wrong()
    return made


def _every_value(lines: Iterable[Line]) -> Iterable[Change]:
    for line in lines:
        for value in line.choices or (line.span or (line.change.value,)):
            yield replace(line.change, value=value)


def _read_row(table: Table, row: int, drafts: dict[str, _Draft], collector: Collector) -> None:
    said: dict[str, object] = {}
    faults = len(collector)

    def wrong(column: str, problem: str, remedy: str) -> None:
        place = table.columns[column]
        collector.wrong(table.title, row, place, table.cell(row, place), problem, remedy)

    for column in SHEET.columns:
        cell = table.cell(row, table.columns[column.name]) if column.name in table.columns else None
        if values.blank(cell):
            continue
        try:
            if column.kind is Kind.FREE:
                values.refuse(cell)
                said[column.name] = cell
            else:
                said[column.name] = values.simple(cell, column)
        except WrongValue as fault:
            wrong(column.name, fault.problem, fault.remedy)
    if len(collector) > faults:
        return
    if "scenario" not in said:
        wrong("scenario", "the scenario is missing", "Fill it in; there is no default.")
        return
    name = str(said["scenario"])
    draft = drafts.setdefault(plain(name), _Draft(name, Said(table.title, row, table.columns)))
    if "extends" in said:
        draft.extends += tuple(part.strip() for part in str(said["extends"]).split(";") if part.strip())
        draft.said = Said(table.title, row, table.columns)
    for setting in ("runs", "seed"):
        before = getattr(draft, setting)
        if setting in said and before is not None and before != said[setting]:
            wrong(setting, f"the scenario has {before} {setting} on another row", "Say it once.")
        elif setting in said:
            setattr(draft, setting, said[setting])
    missing = [part for part in CHANGE if part not in said]
    if len(missing) == len(CHANGE) and ({"extends", "runs", "seed"} & set(said)):
        return
    for part in missing:
        wrong(part, f"the {part} is missing", "Fill it in; there is no default.")
    if missing:
        return
    try:
        line = _line(said, Said(table.title, row, table.columns))
    except WrongValue as fault:
        wrong("value", fault.problem, fault.remedy)
        return
    draft.lines += (line,)


def _line(said: Mapping[str, object], where: Said) -> Line:
    sheet, row, column, operation = (str(said[part]) for part in CHANGE[:4])
    value = said["value"]
    name = str(said.get("input", "")) or f"{sheet}!{row}!{column}"
    change = Change(sheet, row, column, operation, value, where)
    if not isinstance(value, str):
        return Line(change, name)
    if ".." in value:
        found = _RANGE.fullmatch(value)
        if found is None:
            raise WrongValue("is no range", "Write a range as 0.8 .. 1.2, the numbers with a decimal point.")
        low, high = float(found[1]), float(found[2])
        if not low < high:
            raise WrongValue("is an empty range", "Write the lower end first.")
        return Line(replace(change, value=low), name, span=(low, high))
    if ";" in value:
        parts = [part.strip() for part in value.split(";")]
        if not all(parts):
            raise WrongValue("is a list with nothing between two of its marks", "Write a list as 0.9; 1; 1.1.")
        choices = tuple(_choice(part, operation) for part in parts)
        if len(set(choices)) < len(choices):
            raise WrongValue("is a list that says something twice", "Say it once.")
        return Line(replace(change, value=choices[0]), name, choices)
    return Line(change, name)


def _choice(text: str, operation: str) -> Choice:
    figure = _typed(text)
    if isinstance(figure, float):
        return figure
    if operation != "set":
        problem = f"is a list of which {text!r} is not a number"
        raise WrongValue(problem, "Write a list as 0.9; 1; 1.1, the numbers with a decimal point.")
    return text


def _resolved(
    drafts: Mapping[str, _Draft], known: Mapping[str, Definition], collector: Collector
) -> dict[str, Definition]:
    """With what they extend worked in; the changes of a scenario come after those of what it extends."""
    elsewhere = {plain(name): each for name, each in known.items()}
    names = [draft.name for draft in drafts.values()] + [each.name for each in known.values()]
    finished: dict[str, Definition] = {}

    def wrong(draft: _Draft, column: str, value: object, problem: str, remedy: str) -> None:
        place = draft.said.columns.get(column, draft.said.columns["scenario"])
        collector.wrong(draft.said.title, draft.said.row, place, value, problem, remedy)

    def resolve(name: str, above: Sequence[str]) -> Definition | None:
        if name in finished or name not in drafts:
            return finished.get(name, elsewhere.get(name))
        draft = drafts[name]
        lines: tuple[Line, ...] = ()
        runs, seed = None, None
        for each in draft.extends:
            if plain(each) in (*above, name):
                wrong(draft, "extends", each, "the scenarios extend one another in a circle", "Break the circle.")
                return None
            if plain(each) not in drafts and plain(each) not in elsewhere:
                remedy = suggestion(each, names, f"The scenarios are: {listed(names)}.")
                wrong(draft, "extends", each, "no scenario of this name", remedy)
                continue
            found = resolve(plain(each), (*above, name))
            if found is not None:
                lines += found.lines
                runs, seed = found.runs or runs, found.seed if found.runs else seed
        lines += draft.lines
        runs, seed = draft.runs or runs, draft.seed if draft.seed is not None else seed
        _check_together(draft, lines, runs, wrong)
        finished[name] = Definition(draft.name, lines, runs, 1 if seed is None else seed)
        return finished[name]

    for name in drafts:
        resolve(name, ())
    return {each.name: each for each in finished.values()}


Say: TypeAlias = Callable[[_Draft, str, object, str, str], None]


def _check_together(draft: _Draft, lines: tuple[Line, ...], runs: int | None, say: Say) -> None:
    ranges = [line for line in lines if line.span]
    if ranges and runs is None:
        said = ranges[0].change.value
        say(draft, "runs", "", f"the scenario has ranges ({ranges[0].name}, from {said}) and no number of runs",
            "Say in the column `runs` how many runs are to be drawn.")  # fmt: skip
    if runs is not None and not ranges:
        say(draft, "runs", runs, "the scenario has no range from which runs could be drawn",
            "Write a range as 0.8 .. 1.2, or leave `runs` blank.")  # fmt: skip
    first: dict[str, Line] = {}
    size = runs or 1
    for line in lines:
        same = first.setdefault(line.name, line)
        varied = line.choices or line.span
        if same is line:
            size *= len(line.choices) or 1
        elif varied and (same.choices, same.span) != (line.choices, line.span):
            say(draft, "input", line.name, "rows of one input have different lists or ranges",
                "Give them the same, or different names.")  # fmt: skip
    if size > MOST_RUNS:
        say(draft, "scenario", draft.name, f"the scenario stands for {size:,} runs, more than {MOST_RUNS:,}",
            "Shorten the lists, or draw a sample.")  # fmt: skip
