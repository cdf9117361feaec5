"""Scenarios as they are written down: changes, what they extend, and the lists and ranges that stand for many runs.

A value `0.9; 1; 1.1` is a list: the scenario is a grid of runs.  A value `0.8 .. 1.2` is a range: the scenario is
a sample of as many runs as the column `runs` says.  A command that plans one economy takes scenarios without
either; the batch takes all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from optimiser.errors import InputFault
from optimiser.language.phrases import first_few
from optimiser.workbook import changes as changing
from optimiser.workbook import parsing as values
from optimiser.workbook.changes import Change, Said
from optimiser.workbook.columns import Kind
from optimiser.workbook.faults import Collector, WrongValue, plain, suggestion
from optimiser.workbook.headers import Table
from optimiser.workbook.schema import EVERY_GRADE, GRADES, MOST_RUNS

Choice: TypeAlias = float | str

CHANGE = ("sheet", "row", "column", "operation", "value")
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"\s*({NUMBER})\s*\.\.\s*({NUMBER})\s*")


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
    grades: tuple[str, ...] = ()
    """Grades whose figures are drawn within their ranges."""

    @property
    def many(self) -> bool:
        """Whether it is a grid or a sample, and so stands for many runs."""
        return bool(self.grades) or any(line.choices or line.span for line in self.lines)


@dataclass
class _Draft:
    name: str
    said: Said
    extends: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    runs: int | None = None
    seed: int | None = None
    grades: tuple[str, ...] = ()


def typed(text: str) -> object:
    """A number, where it is written like one, or else the text; None where it is blank."""
    if re.fullmatch(rf"\s*{NUMBER}\s*", text):
        return float(text)
    return text.strip() or None


def definitions_of(
    table: Table | None,
    tables: Mapping[str, Table],
    collector: Collector,
    known: Mapping[str, Definition] | None = None,
) -> dict[str, Definition]:
    """The scenarios of a sheet, which may extend those `known`; what is wrong with them is put on record."""
    if table is None or any(name not in table.columns for name in table.sheet.required):
        return {}
    drafts: dict[str, _Draft] = {}
    before = len(collector)
    for row in table.rows:
        _read_row(table, row, drafts, collector)
    whole = len(collector) == before
    for draft in drafts.values():
        changing.check(_every_value(draft.lines), dict(tables), collector)
    return _resolved(drafts, known or {}, collector, whole=whole)


def chosen(definitions: Mapping[str, Definition], name: str | None) -> list[Change]:
    """The changes of the scenario that is asked for.

    Raises:
        InputFault: there is none of that name, or it stands for many runs.
    """
    if name is None:
        return []
    for each in definitions.values():
        if plain(each.name) != plain(name):
            continue
        if each.many:
            problem = "the scenario is a grid or a sample, and stands for many runs"
            raise InputFault.of("Scenarios", problem, "Plan all of them with `optimiser batch`.", name)
        return [line.change for line in each.lines]
    known = [each.name for each in definitions.values()]
    otherwise = f"The scenarios are: {first_few(known)}." if known else "The workbook has no scenarios."
    raise InputFault.of("Scenarios", "no scenario of this name", suggestion(name, known, otherwise), name)


def _every_value(lines: Iterable[Line]) -> Iterable[Change]:
    for line in lines:
        for value in line.choices or (line.span or (line.change.value,)):
            yield replace(line.change, value=value)


def _read_row(table: Table, row: int, drafts: dict[str, _Draft], collector: Collector) -> None:
    said: dict[str, object] = {}
    faults = len(collector)

    def wrong(column: str, problem: str, remedy: str) -> None:
        index = table.columns[column]
        collector.wrong(table.title, row, index, table.cell(row, index), problem, remedy)

    for column in table.sheet.columns:
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
    if "grades" in said:
        try:
            draft.grades += _grades(str(said["grades"]))
        except WrongValue as fault:
            wrong("grades", fault.problem, fault.remedy)
    for setting in ("runs", "seed"):
        before = getattr(draft, setting)
        if setting in said and before is not None and before != said[setting]:
            wrong(setting, f"the scenario has {before} {setting} on another row", "Say it once.")
        elif setting in said:
            setattr(draft, setting, said[setting])
    missing = [part for part in CHANGE if part not in said]
    if len(missing) == len(CHANGE) and ({"extends", "grades", "runs", "seed"} & set(said)):
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


def _grades(words: str) -> tuple[str, ...]:
    asked = [plain(each) for each in words.split(";")]
    if asked == [EVERY_GRADE]:
        return GRADES
    for each in asked:
        if each not in GRADES:
            known = f"Write {EVERY_GRADE}, or some of {', '.join(GRADES)}, separated by a semicolon."
            raise WrongValue(f"{each!r} is no grade", suggestion(each, GRADES, known))
    return tuple(asked)


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
    figure = typed(text)
    if isinstance(figure, float):
        return figure
    if operation != "set":
        problem = f"is a list of which {text!r} is not a number"
        raise WrongValue(problem, "Write a list as 0.9; 1; 1.1, the numbers with a decimal point.")
    return text


def _resolved(
    drafts: Mapping[str, _Draft], known: Mapping[str, Definition], collector: Collector, *, whole: bool
) -> dict[str, Definition]:
    """With what they extend worked in; the changes of a scenario come after those of what it extends.

    `whole`: every row could be read, so that what is missing is missing.
    """
    elsewhere = {plain(name): each for name, each in known.items()}
    names = [draft.name for draft in drafts.values()] + [each.name for each in known.values()]
    finished: dict[str, Definition] = {}

    def wrong(draft: _Draft, column: str, value: object, problem: str, remedy: str) -> None:
        index = draft.said.columns.get(column, draft.said.columns["scenario"])
        collector.wrong(draft.said.title, draft.said.row, index, value, problem, remedy)

    def resolve(name: str, above: Sequence[str]) -> Definition | None:
        if name in finished or name not in drafts:
            return finished.get(name, elsewhere.get(name))
        draft = drafts[name]
        lines: tuple[Line, ...] = ()
        grades: tuple[str, ...] = ()
        runs, seed = None, None
        for each in draft.extends:
            if plain(each) in (*above, name):
                wrong(draft, "extends", each, "the scenarios extend one another in a circle", "Break the circle.")
                return None
            if plain(each) not in drafts and plain(each) not in elsewhere:
                remedy = suggestion(each, names, f"The scenarios are: {first_few(names)}.")
                wrong(draft, "extends", each, "no scenario of this name", remedy)
                continue
            found = resolve(plain(each), (*above, name))
            if found is not None:
                lines += found.lines
                grades += found.grades
                runs, seed = found.runs or runs, found.seed if found.runs else seed
        lines += draft.lines
        grades = tuple(dict.fromkeys([*grades, *draft.grades]))
        runs, seed = draft.runs or runs, draft.seed if draft.seed is not None else seed
        if whole:
            _check_together(draft, lines, grades, runs, wrong)
        finished[name] = Definition(draft.name, lines, runs, 1 if seed is None else seed, grades)
        return finished[name]

    for name in drafts:
        resolve(name, ())
    return {each.name: each for each in finished.values()}


Say: TypeAlias = Callable[[_Draft, str, object, str, str], None]


def _check_together(
    draft: _Draft, lines: tuple[Line, ...], grades: tuple[str, ...], runs: int | None, say: Say
) -> None:
    ranges = [line for line in lines if line.span]
    if (ranges or grades) and runs is None:
        said = f"ranges ({ranges[0].name}, from {ranges[0].change.value})" if ranges else "grades to be drawn"
        say(
            draft,
            "runs",
            "",
            f"the scenario has {said} and no number of runs",
            "Say in the column `runs` how many runs are to be drawn.",
        )
    if runs is not None and not (ranges or grades):
        say(
            draft,
            "runs",
            runs,
            "the scenario has no range from which runs could be drawn",
            "Write a range as 0.8 .. 1.2, or leave `runs` blank.",
        )
    first: dict[str, Line] = {}
    size = runs or 1
    for line in lines:
        same = first.setdefault(line.name, line)
        varied = line.choices or line.span
        if same is line:
            size *= len(line.choices) or 1
        elif varied and (same.choices, same.span) != (line.choices, line.span):
            say(
                draft,
                "input",
                line.name,
                "rows of one input have different lists or ranges",
                "Give them the same, or different names.",
            )
    if size > MOST_RUNS:
        say(
            draft,
            "scenario",
            draft.name,
            f"the scenario stands for {size:,} runs, more than {MOST_RUNS:,}",
            "Shorten the lists, or draw a sample.",
        )
