"""How numbers are shown, the same in every kind of file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from optimiser.language.figures import unsigned_zero
from optimiser.report.page import Column, Format, Formula, Stream, Table


@dataclass(frozen=True)
class Pattern:
    """Decimals, and what stands around the figures."""

    decimals: int
    percent: bool = False
    thousands: bool = False
    scientific: bool = False
    dash: bool = False
    """Nothing is shown as a dash."""
    signed: bool = False

    def shown(self, value: float) -> str:
        """A number in this pattern, as a workbook shows it."""
        if math.isinf(value):
            return "no limit"
        if math.isnan(value) or (value == 0.0 and self.dash):
            return "–"
        kind = "%" if self.percent else "E" if self.scientific else "f"
        words = f"{value:{'+' if self.signed else ''}{',' if self.thousands else ''}.{self.decimals}{kind}}"
        return unsigned_zero(words)

    @property
    def smallest(self) -> float:
        """What is less than this looks like nothing."""
        return 0.0 if self.scientific else 0.5 * 10.0 ** -(self.decimals + 2 * self.percent)


SHARE, COEFFICIENT, INDEX = Pattern(1, percent=True), Pattern(2), Pattern(3)
COUNT, GREAT_COUNT, ZERO = Pattern(0), Pattern(0, thousands=True), Pattern(0, dash=True)
OWN = {Format.SHARE: SHARE, Format.COEFFICIENT: COEFFICIENT, Format.INDEX: INDEX, Format.COUNT: GREAT_COUNT}


@cache
def _of_size(place: int) -> Pattern:
    return (
        Pattern(0, thousands=True, dash=True),
        Pattern(1, dash=True),
        Pattern(2, dash=True),
        Pattern(3, dash=True),
        Pattern(4, dash=True),
        Pattern(5, dash=True),
        Pattern(1, scientific=True),
    )[place]


def by_magnitude(values: Iterable[object]) -> Pattern:
    """A pattern that shows the greatest of some numbers with three or four significant figures; counts aside."""
    largest = max((abs(each) for each in values if isinstance(each, float) and math.isfinite(each)), default=0.0)
    if largest == 0.0:
        return ZERO
    bounds = (1000.0, 100.0, 1.0, 0.1, 0.01, 0.0005)
    return _of_size(next((place for place, least in enumerate(bounds) if largest >= least), len(bounds)))


Line: TypeAlias = tuple[Sequence[object], Sequence["Pattern | None"]]
"""A row of a table: its cells as the files know them, and the pattern of each that is a number."""


class Patterns:
    """The pattern of every number of a table."""

    def __init__(self, table: Table) -> None:
        self._table, self._columns, self._alike = table, table.columns, table.alike
        self._down: list[Pattern | None] = [None] * len(table.columns)
        rows = [[plain(each) for each in row] for row in table.kept]
        if table.alike == "column":
            self._down = [
                by_magnitude([column.largest] if column.largest is not None else (row[place] for row in rows))
                for place, column in enumerate(table.columns)
            ]
        roles = table.roles or ("",) * len(rows)
        self.kept: Sequence[Line] = [(row, self.along(row, role)) for row, role in zip(rows, roles, strict=True)]
        """The rows that are kept."""

    def lines(self) -> Iterator[Line]:
        """All rows; those of a stream are made as they are asked for."""
        if not isinstance(self._table.rows, Stream):
            yield from self.kept
            return
        for row in self._table.rows:
            cells = [plain(each) for each in row]
            yield cells, self.along(cells)

    def along(self, row: Sequence[object], role: str = "") -> list[Pattern | None]:
        """For each cell of a row its pattern; None where no number stands."""
        shared = None
        if self._alike == "row":
            mixed = zip(row, self._columns, strict=True)
            shared = by_magnitude(value for value, column in mixed if column.format is Format.MAGNITUDE)
        return [
            self._of(value, column, role, shared or down)
            for value, column, down in zip(row, self._columns, self._down, strict=True)
        ]

    def _of(self, value: object, column: Column, role: str, shared: Pattern | None) -> Pattern | None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        if role == "check" and value == 0:
            return COUNT
        pattern = _pattern(value, column.format, shared)
        if -pattern.smallest < value < 0.0:
            # it would be shown as a minus sign before nothing
            pattern = by_magnitude([float(value)])
        return _signed(pattern) if column.signed else pattern


@cache
def _signed(pattern: Pattern) -> Pattern:
    return Pattern(pattern.decimals, pattern.percent, signed=True)


def _pattern(value: float, kind: Format, shared: Pattern | None) -> Pattern:
    if kind is Format.YEARS:
        return COUNT if float(value).is_integer() else Pattern(1)
    if kind in OWN:
        return OWN[kind]
    if isinstance(value, int):
        return COUNT if abs(value) < 10_000 else GREAT_COUNT
    return shared or by_magnitude([value])


def plain(value: object) -> object:
    """A cell as the files know it: words, a whole number, a number without a signed zero; None where nothing stands.

    A formula is the figure that it gives.
    """
    if type(value) is str:
        return value or None
    if type(value) is float:
        return value + 0.0
    if isinstance(value, Formula):
        return float(value.value) + 0.0
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) + 0.0
    return int(value) if hasattr(value, "__index__") else str(value)
