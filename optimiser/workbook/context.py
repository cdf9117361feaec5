"""What the builder reads from: tables with their header found, the calendar, and the codes made known so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from optimiser.economy.years import Years
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.columns import OPTIONAL, Column, Derived, Kind, Sheet
from optimiser.workbook.faults import Collector, WrongValue, address, did_you_mean, plain
from optimiser.workbook.headers import Table
from optimiser.workbook.schema import BY_NAME

PLACEHOLDER: dict[Kind, object] = {
    Kind.NUMBER: float("nan"),
    Kind.LIMIT: float("nan"),
    Kind.INTEGER: 0,
    Kind.YESNO: False,
    Kind.CODE: -1,
    Kind.YEAR: -1,
    Kind.PLAN_YEAR: -1,
}
"""What stands for a value that could not be read; no economy is made of it."""


MOST_SUGGESTIONS = 100
"""Unknown codes of an axis for which a known one is looked for: it takes long where there are many of both."""

NAMELESS = "\0"
"""Begins the label of a row whose code is at fault, so that axes and rows stay of one length."""


@dataclass(frozen=True)
class Codes:
    """The codes of an axis, and where each stands."""

    what: str
    labels: tuple[str, ...]
    trusted: bool = True
    """False where the sheet that makes them known is at fault: other codes may be right then."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {plain(label): index for index, label in enumerate(self.labels)})
        object.__setattr__(self, "_near", {})

    def __len__(self) -> int:
        return len(self.labels)

    def find(self, label: str) -> int:
        """The place of a code, or -1."""
        places: dict[str, int] = self.__dict__["_places"]
        return places.get(plain(label), -1)

    def index(self, cell: object) -> int:
        """The place of the code in a cell; -1 where the axis cannot be trusted.

        Raises:
            WrongValue: it is not known.
        """
        label = values.code(cell)
        index = self.find(label)
        if index >= 0 or not self.trusted:
            return index
        near: dict[str, str] = self.__dict__["_near"]
        if plain(label) not in near and len(near) < MOST_SUGGESTIONS:
            near[plain(label)] = self._remedy(label)
        remedy = near.get(plain(label), "Mend the codes named first, and read it again.")
        raise WrongValue(f"no {self.what} has this code", remedy, unknown=self.what)

    def _remedy(self, label: str) -> str:
        if plain(label) in values.SUMS:
            return values.NO_SUMS
        named = [each for each in self.labels if not each.startswith(NAMELESS)]
        near = did_you_mean(label, named)
        return f"Did you mean {near!r}?" if near else f"The codes are: {first_few(named) or 'none'}."

    def and_those_of(self, other: Codes) -> Codes:
        """Both, this first."""
        return Codes(f"{self.what} or {other.what}", self.labels + other.labels, self.trusted and other.trusted)


@dataclass
class Frame:
    """The rows of a table, each column read; a blank whose default another cell gives is None."""

    sheet: Sheet
    title: str
    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    wrong: set[tuple[int, str]] = field(default_factory=set)
    """Place of the row and column of values that could not be read."""

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> list[Any]:
        return self.columns[name]

    def right(self, index: int, *names: str) -> bool:
        """Whether all these values of a row could be read."""
        return not any((index, name) in self.wrong for name in names)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row: of those of the format which may be left out, the ones that are there."""
        named = self.sheet.key
        return tuple(name for name in named if name in self.letters or self.sheet.column(name).default != "")

    def filled(self, name: str, default: Sequence[Any]) -> list[Any]:
        """A column, its blanks filled row by row."""
        return [fill if value is None else value for value, fill in zip(self.columns[name], default, strict=True)]


@dataclass
class Source:
    """A workbook being read."""

    tables: dict[str, Table]
    collector: Collector
    years: Years
    dated: bool
    """False where the calendar is at fault: years are then not compared with it."""
    codes: dict[str, Codes] = field(default_factory=dict)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    """Sheet to row key to row number, as `Origin` has it."""
    columns: dict[str, dict[str, int]] = field(default_factory=dict)
    """Sheet to header or code across to column."""
    frames: dict[str, Frame] = field(default_factory=dict)
    """Sheet to its rows, as they were read."""
    plan: dict[str, Any] = field(default_factory=dict)
    """What the keys of the sheet Plan say."""

    def year(self, cell: object, first: int = 0, last: int | None = None) -> int:
        """The place of a year in the calendar, -1 where the calendar cannot be trusted.

        Raises:
            WrongValue: it is before the year `first`, or after `last` (by default, beyond what data reach).
        """
        label = values.year_text(cell)
        if not self.dated:
            return -1
        last = self.years.reach if last is None else last
        labels = [self.years.label(index) for index in range(first, last + 1)]
        if label in labels:
            return first + labels.index(label)
        near = [each for each in labels if "/" in each and label in (each.split("/")[0], each.replace("/", ""))]
        remedy = f"Did you mean {near[0]!r}?" if near else f"The years go from {labels[0]} to {labels[-1]}."
        raise WrongValue("is not a year of the plan", remedy, unknown=f"year {first} {last}")

    def frame(self, name: str, without: Iterable[str] = ()) -> Frame:
        """The rows of a table; none where the sheet is absent.  Columns `without` are left unread."""
        sheet = BY_NAME[name]
        table = self.tables.get(name)
        if table is None:
            self.frames[name] = Frame(sheet, name, [], {column.name: [] for column in sheet.expanded})
            return self.frames[name]
        frame = Frame(sheet, table.title, list(table.rows), {}, table.columns)
        for column in sheet.expanded:
            if column.name not in without:
                self._read_column(frame, table, column)
        self.columns[name] = {**table.columns, **table.years}
        if not table.long:
            self.check_unique(frame, frame.key)
        self.rows[name] = dict(reversed([*zip(self.keys(frame), frame.rows, strict=True)]))
        self.frames[name] = frame
        return frame

    def _read_column(self, frame: Frame, table: Table, column: Column) -> None:
        index = table.columns.get(column.name)
        derived = isinstance(column.default, Derived)
        default = None if derived else column.default
        if index is None:
            if column.required:
                frame.wrong.update((number, column.name) for number in range(len(frame)))
                frame.columns[column.name] = [PLACEHOLDER.get(column.kind, "")] * len(frame)
                return
            if len(frame) and column.default is not OPTIONAL:
                self.collector.assume(table.title, f"column {column.name!r}", column.default_text, len(frame))
            frame.columns[column.name] = [default] * len(frame)
            return
        read: list[Any] = []
        for number, row in enumerate(frame.rows):
            cell = table.cell(row, index)
            if values.blank(cell):
                if not column.required:
                    if column.default is not OPTIONAL:
                        self.collector.assume(table.title, address(row, index), column.default_text)
                    read.append(default)
                    continue
                self.collector.wrong(
                    table.title, row, index, None, f"the {column.name} is missing", "Fill it in; there is no default."
                )
            else:
                try:
                    read.append(self.value(cell, column))
                    continue
                except WrongValue as wrong:
                    self.collector.refuse(table.title, row, index, cell, wrong)
            frame.wrong.add((number, column.name))
            read.append(PLACEHOLDER.get(column.kind, ""))
        frame.columns[column.name] = read

    def value(self, cell: object, column: Column) -> object:
        """A value of any kind; codes and years become places.

        Raises:
            WrongValue: it cannot be read, or is not known.
        """
        if column.kind is Kind.CODE and column.axis in self.codes:
            return self.codes[column.axis].index(cell)
        if column.kind is Kind.CODE:
            return values.code(cell)
        if column.kind in (Kind.YEAR, Kind.PLAN_YEAR):
            return self.year(cell, 1, self.years.plan if column.kind is Kind.PLAN_YEAR else self.years.reach)
        return values.simple(cell, column)

    def wrong(self, frame: Frame, index: int, column: str, problem: str, remedy: str) -> None:
        """Record what is wrong with a value of a frame; with its row, where the column is not there."""
        table = self.tables[frame.sheet.name]
        at = frame.letters.get(column, frame.letters.get(frame.sheet.key[0], 0))
        self.collector.wrong(frame.title, frame.rows[index], at, table.cell(frame.rows[index], at), problem, remedy)

    def check_unique(self, frame: Frame, key: Sequence[str]) -> None:
        """No two rows of a table have the same key."""
        if not frame.sheet.unique or any(name not in frame.letters for name in key):
            return
        seen: dict[tuple[Any, ...], int] = {}
        for number, row in enumerate(frame.rows):
            if not frame.right(number, *key):
                continue
            parts = tuple(plain(str(frame[name][number])) for name in key)
            if "-1" in parts and any(frame[name][number] == -1 for name in key):
                continue
            index = frame.letters[key[-1]]
            if parts in seen:
                cell = self.tables[frame.sheet.name].cell(row, index)
                first = address(seen[parts], index)
                self.collector.wrong(
                    frame.title, row, index, cell, f"the same {' and '.join(key)} stands at {first}", "Delete one row."
                )
                frame.wrong.add((number, key[-1]))
            else:
                seen[parts] = row

    def distinct(self, frame: Frame, labels: Sequence[str]) -> tuple[str, ...]:
        """Labels made of several codes; two rows that read the same are a fault."""
        first: dict[str, int] = {}
        for index, label in enumerate(labels):
            if label in first and frame.right(index, *frame.sheet.key):
                row = frame.rows[first[label]]
                self.wrong(frame, index, frame.sheet.key[0], f"reads as row {row} does: {label}", "Change a code.")
            first.setdefault(label, index)
        return tuple(label if first[label] == index else f"{label} {index}" for index, label in enumerate(labels))

    def keys(self, frame: Frame) -> list[str]:
        """The rows' keys, their parts joined by `|`."""
        by_name = {column.name: column for column in frame.sheet.columns}

        def part(name: str, number: int) -> str:
            value = frame[name][number]
            axis = self.codes.get(by_name[name].axis)
            if axis and isinstance(value, int):
                return axis.labels[value] if 0 <= value < len(axis) else ""
            if by_name[name].kind in (Kind.YEAR, Kind.PLAN_YEAR):
                return self.years.label(value)
            return str(value)

        return ["|".join(part(name, number) for name in frame.key) for number in range(len(frame))]

    def name_rows(self, frame: Frame, keys: Iterable[tuple[str, ...]]) -> None:
        """Say by which keys the rows of a table are to be found, where those are not what stands in its cells."""
        named = ["|".join(key) for key in keys]
        if frame.sheet.name in self.rows:
            self.rows[frame.sheet.name] = dict(reversed([*zip(named, frame.rows, strict=False)]))

    def make_known(self, frame: Frame, name: str, axis: str) -> Codes:
        """The codes that a table makes known."""
        right = [frame.right(index, name) for index in range(len(frame))]
        rows = zip(frame[name], right, frame.rows, strict=True)
        labels = [label if sound else f"{NAMELESS}{axis} {row}" for label, sound, row in rows]
        self.codes[axis] = Codes(axis, tuple(labels), all(right))
        return self.codes[axis]
