"""How well the figures of a workbook are known: the sheet `Notes on grades`, whose ranges draws can be made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optimiser.errors import InputFault
from optimiser.workbook.cells import Book, open_book
from optimiser.workbook.changes import Change
from optimiser.workbook.graded import SHEET, WHERE, graded_in, is_grades
from optimiser.workbook.read.economy import read_workbook

HEADER = (*WHERE, "times at least", "times at most")


@dataclass(frozen=True)
class Range:
    """Figures that are known up to a factor."""

    sheet: str
    row: str
    column: str
    low: float
    high: float
    grade: str = ""
    """How they are known; empty where that is not stated."""

    def drawn(self, random: np.random.Generator) -> Change:
        """All of them times one factor, whose logarithm is uniform on the range."""
        return self.at(random.uniform())

    def at(self, part: float) -> Change:
        """All of them times the factor at a part of the way from the least to the greatest, on a scale of ratios."""
        factor = float(self.low * (self.high / self.low) ** part)
        return Change(self.sheet, self.row, self.column, "multiply", factor)


def ranges_of(path: str | Path) -> tuple[Range, ...]:
    """The graded figures of a workbook that have a range.

    Raises:
        InputFault: the workbook has no sheet of grades, or no range is on it.
    """
    found = ranges_in(open_book(Path(path), is_grades))
    if not found:
        raise InputFault.of(
            SHEET,
            "no ranges of the figures are stated, from which draws could be made",
            f"Add a sheet with the columns {', '.join(HEADER)}",
        )
    return found


def ranges_in(book: Book) -> tuple[Range, ...]:
    """The graded figures of a book that have a range; none where no range is stated."""
    return tuple(
        Range(each.sheet, each.row, each.column, each.low, each.high, each.grade)
        for each in graded_in(book)
        if each.low is not None and each.high is not None and 0.0 < each.low <= each.high
    )


def deviations(ranges: tuple[Range, ...]) -> dict[str, float]:
    """Sheet to the greatest standard deviation of the logarithm of its figures, uniform on their ranges."""
    found: dict[str, float] = {}
    for each in ranges:
        found[each.sheet] = max(found.get(each.sheet, 0.0), float(np.log(each.high / each.low) / np.sqrt(12.0)))
    return found


def draw(ranges: tuple[Range, ...], seed: int, number: int) -> list[Change]:
    """The changes of one draw, the same for a seed and a number whatever else is drawn."""
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(number,))))
    return [each.drawn(random) for each in ranges]


def legal(path: str | Path, ranges: tuple[Range, ...]) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """The ranges that leave all their cells legal, and those that cannot be drawn from: whole numbers, bounds."""

    def read(changes: Sequence[Change]) -> object:
        return read_workbook(path, changes=changes)

    return legal_for(read, ranges)


def legal_for(
    read: Callable[[Sequence[Change]], object], ranges: tuple[Range, ...]
) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """As `legal`, for anything that `read` makes an economy of, with changes, or raises the faults of."""
    kept = list(ranges)
    for part in (0.0, 1.0, 0.3):
        while True:
            changes = [each.at(part) for each in kept]
            faults = _faults(read, changes)
            wrong = [any(str(change) in words for words in faults) for change in changes]
            if not any(wrong):
                break
            kept = [each for each, at_fault in zip(kept, wrong, strict=True) if not at_fault]
    return tuple(kept), tuple(each for each in ranges if each not in kept)


def _faults(read: Callable[[Sequence[Change]], object], changes: Sequence[Change]) -> list[str]:
    try:
        read(changes)
    except InputFault as fault:
        return [str(each) for each in fault.faults]
    return []
