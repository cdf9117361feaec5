"""Faults and applied defaults, collected while a workbook is read, so that all are reported together."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from optimiser.errors import Fault, InputFault
from optimiser.language.phrases import first_few

MOST_FAULTS = 1000
"""Faults that are listed of one sheet; a summary counts the rest."""
LONGEST_VALUE = 60


class WrongValue(Exception):
    """A cell that cannot be read: what is wrong and how to mend it.  Never leaves this package."""

    def __init__(self, problem: str, remedy: str, unknown: str = "") -> None:
        """`unknown` is what sort of code or year is not known, where that is what is wrong."""
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.unknown = unknown


@dataclass(frozen=True)
class AppliedDefault:
    """A default that was applied because nothing was given."""

    sheet: str
    place: str
    """`B4`, or the column, the key or the sheet that is absent."""
    value: str
    count: int = 1
    """How many values it stands for."""

    def __str__(self) -> str:
        times = f" ({self.count} values)" if self.count > 1 else ""
        return f"{self.sheet}, {self.place}: {self.value}{times}" if self.place else f"{self.sheet}: {self.value}"


def letters(column: int) -> str:
    """A column's letters; 0 is A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """`B4`; rows count from 1 as in the workbook, columns from 0."""
    return f"{letters(column)}{row}"


def text_of(value: object) -> str:
    """A cell's value as a fault shows it: short, one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word nearest to one that is not known; empty when none is near."""
    if len(word) > 2 * LONGEST_VALUE:
        return ""
    options = {plain(each): each for each in known}
    near = difflib.get_close_matches(plain(word), options, n=1, cutoff=0.6)
    return options[near[0]] if near else ""


def suggestion(word: str, known: Sequence[str], otherwise: str) -> str:
    """A remedy for a word that is not known."""
    near = did_you_mean(word, known)
    return f"Did you mean {near!r}?" if near else otherwise


def plain(text: str) -> str:
    """A code or header without what is forgiven: letter case and spaces too many."""
    return " ".join(text.split()).casefold()


Place = tuple[str, int, int]
"""Sheet, row (from 1), column (from 0); a row of 0 is the whole sheet."""


@dataclass
class Collector:
    """What is found wrong, and what was assumed, while one workbook is read."""

    order: Mapping[str, int] = field(default_factory=dict)
    """Places of the sheets in the workbook."""
    changed: dict[Place, Place | str] = field(default_factory=dict)
    """Cells that a scenario or an option has changed, with where that was asked for."""
    defaults: list[AppliedDefault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _faults: dict[Place, Fault] = field(default_factory=dict)
    _unknown: dict[tuple[str, str], list[tuple[Place, Fault]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._faults) + sum(map(len, self._unknown.values()))

    def __bool__(self) -> bool:
        return bool(self._faults or self._unknown)

    def wrong(self, sheet: str, row: int, column: int, value: object, problem: str, remedy: str) -> None:
        """Record what is wrong with a cell; the first thing said of a cell stands."""
        place = (sheet, row, column)
        if place not in self._faults:
            self._faults[place] = self._fault(place, value, problem, remedy)

    def wrong_sheet(self, sheet: str, problem: str, remedy: str) -> None:
        """Record what is wrong with a whole sheet; several things can be."""
        column = -1 - sum(1 for place in self._faults if place[0] == sheet and place[1] == 0)
        self._faults[sheet, 0, column] = Fault(sheet, "", "", problem, remedy)

    def refuse(self, sheet: str, row: int, column: int, value: object, wrong: WrongValue) -> None:
        """Record a cell that cannot be read; one fault for each unknown code, however often it is used."""
        place = (sheet, row, column)
        if not wrong.unknown or place in self.changed:
            self.wrong(sheet, row, column, value, wrong.problem, wrong.remedy)
        else:
            fault = self._fault(place, value, wrong.problem, wrong.remedy)
            self._unknown.setdefault((wrong.unknown, plain(str(value))), []).append((place, fault))

    def assume(self, sheet: str, place: str, value: str, count: int = 1) -> None:
        """Record a default."""
        self.defaults.append(AppliedDefault(sheet, place, value, count))

    def ordered_defaults(self) -> tuple[AppliedDefault, ...]:
        """The defaults, by sheet."""
        last = len(self.order)
        return tuple(sorted(self.defaults, key=lambda default: self.order.get(default.sheet, last)))

    def faults(self) -> list[Fault]:
        """Everything found, by sheet and in reading order."""
        found = dict(self._faults)
        for uses in self._unknown.values():
            uses.sort(key=lambda use: self._rank(use[0]))
            place, fault = uses[0]
            if len(uses) > 1:
                others = [f"{other[0]}!{address(other[1], other[2])}" for other, _ in uses[1:]]
                problem = f"{fault.problem} (also used at {first_few(others, 3)})"
                fault = Fault(fault.sheet, fault.cell, fault.value, problem, fault.remedy)
            found.setdefault(place, fault)
        ranked = [found[place] for place in sorted(found, key=self._rank)]
        return _shortened(ranked)

    def stop_if_wrong(self) -> None:
        """Raise everything found so far, if anything.

        Raises:
            InputFault: something was found.
        """
        if self:
            raise InputFault(self.faults())

    def _rank(self, place: Place) -> tuple[int, str, int, int]:
        return (self.order.get(place[0], len(self.order)), *place)

    def _fault(self, place: Place, value: object, problem: str, remedy: str) -> Fault:
        sheet, row, column = place
        cell = address(row, column)
        if place not in self.changed:
            return Fault(sheet, cell, text_of(value), problem, remedy)
        said = self.changed[place]
        after = f"with this change {sheet}!{cell} is at fault: {problem}"
        if isinstance(said, str):
            return Fault(said, "", text_of(value), after, remedy)
        return Fault(said[0], address(said[1], said[2]), text_of(value), after, remedy)


def _shortened(faults: list[Fault]) -> list[Fault]:
    """No more than `MOST_FAULTS` a sheet, and how many there were."""
    count: dict[str, int] = {}
    kept: list[Fault] = []
    for fault in faults:
        count[fault.sheet] = count.get(fault.sheet, 0) + 1
        if count[fault.sheet] <= MOST_FAULTS:
            kept.append(fault)
    for sheet, number in count.items():
        if number > MOST_FAULTS:
            more = f"{number - MOST_FAULTS} more faults in this sheet"
            kept.append(Fault(sheet, "", "", more, "Mend those listed and read it again."))
    return kept
