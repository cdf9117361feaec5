"""What tables are made of: columns, and where a table stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading with its unit, and how its numbers are shown."""

    heading: str
    shares: bool = False
    """Numbers are shares, shown in per cent."""
    width: float | None = None
    """Characters; None: as wide as what stands in it."""


@dataclass(frozen=True)
class Place:
    """Where a table stands: rows and columns of its figures, counted from 1, without the header."""

    sheet: Any
    header: int
    first: int
    last: int
    columns: int

    @property
    def rows(self) -> range:
        """Numbers of its rows."""
        return range(self.first, self.last + 1)


def letters(column: int) -> str:
    """A column's letters; 1 is A."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def numbers(values: Iterable[object]) -> list[float]:
    """The numbers among some values that are not counts."""
    return [float(each) for each in values if isinstance(each, float)]


def is_numeric(rows: Sequence[Sequence[object]], place: int) -> bool:
    """Whether the first thing said in a column is a number."""
    for row in rows:
        value = row[place] if place < len(row) else None
        if value is not None and value != "":
            return isinstance(value, int | float) and not isinstance(value, bool)
    return False
