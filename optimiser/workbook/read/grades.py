"""How well the figures of a workbook are known: the sheet `Notes on grades`, whose ranges draws can be made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optimiser.errors import InputFault
from optimiser.workbook.cells import open_book
from optimiser.workbook.changes import Change
from optimiser.workbook.faults import plain
from optimiser.workbook.read.economy import read_workbook

SHEET = "Notes on grades"
HEADER = ("sheet", "row", "column", "times at least", "times at most")


@dataclass(frozen=True)
class Range:
    """Figures that are known up to a factor."""

    sheet: str
    row: str
    column: str
    low: float
    high: float

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
    book = open_book(Path(path), lambda title: plain(title) == plain(SHEET))
    found: list[Range] = []
    for grid in book.grids.values():
        rows = [list(row) for row in grid.rows]
        names = [str(each).strip().lower() for each in rows[0]] if rows else []
        if any(each not in names for each in HEADER):
            continue
        places = [names.index(each) for each in HEADER]
        for row in rows[1:]:
            cells = [row[place] if place < len(row) else None for place in places]
            *where, low, high = cells
            if isinstance(low, int | float) and isinstance(high, int | float) and 0.0 < low <= high:
                sheet, name, column = (str(each) for each in where)
                found.append(Range(sheet, name, column, float(low), float(high)))
    if not found:
        raise InputFault.of(
            SHEET,
            "no ranges of the figures are stated, from which draws could be made",
            f"Add a sheet with the columns {', '.join(HEADER)}",
        )
    return tuple(found)


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
    """The ranges that leave all their cells legal, and those that cannot be drawn from: whole numbers, bounds.

    Raises:
        InputFault: the workbook has faults of its own.
    """
    kept = list(ranges)
    for part in (0.0, 1.0, 0.3):
        while True:
            changes = [each.at(part) for each in kept]
            faults = _faults(path, changes)
            wrong = [any(str(change) in words for words in faults) for change in changes]
            if not any(wrong):
                break
            kept = [each for each, at_fault in zip(kept, wrong, strict=True) if not at_fault]
    return tuple(kept), tuple(each for each in ranges if each not in kept)


def _faults(path: str | Path, changes: list[Change]) -> list[str]:
    try:
        read_workbook(path, changes=changes)
    except InputFault as fault:
        return [str(each) for each in fault.faults]
    return []
