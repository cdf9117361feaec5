"""Tables as plain data: columns, rows, and references to their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["", "total", "check"]
"""The look of a row: as all others, a sum, or what shows that sums agree."""

HEADER = -1
"""The row of a table's column names, where cells are referred to."""


class Format(Enum):
    """How the numbers of a column are shown."""

    MAGNITUDE = "three or four significant figures, as many decimals as the greatest of those shown alike needs"
    SHARE = "per cent, one decimal"
    COEFFICIENT = "two decimals"
    INDEX = "three decimals"
    YEARS = "one decimal, none where all are whole"
    COUNT = "whole"
    INPUT = "no number: a cell of the input workbook, `Sheet!A1`"


class Scale(Enum):
    """Colours behind the figures of a column: from the least to the most."""

    USE = (0.5, 1.0, "FFFFFF", "F4B183")
    REACHED = (0.0, 1.0, "F8CBAD", "C6E0B4")


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    unit: str = ""
    """Of all its figures; a table whose rows have units of their own names them in a column."""
    format: Format = Format.MAGNITUDE
    meaning: str = ""
    width: float | None = None
    """Characters; None: as wide as what stands in it."""
    scale: Scale | None = None
    signed: bool = False
    """A plus sign stands before what is more than zero."""
    largest: float | None = None
    """The greatest figure in it, where rows are not kept: by which its decimals are chosen."""

    def __post_init__(self) -> None:
        needs(self.name or self.width, "a column needs a name, or a width where it only sets others apart")

    @property
    def heading(self) -> str:
        """The name with the unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


@dataclass(frozen=True)
class Operand:
    """Cells of one column that a formula refers to."""

    column: int
    first: int
    last: int
    """The same as `first` where a single cell is meant."""
    table: str = ""
    """The name of a table on the same page; empty: the formula's own."""


@dataclass(frozen=True)
class Formula:
    """A figure that a workbook works out for itself; everywhere else the figure stands."""

    value: float
    expression: str
    """In the language of spreadsheets, without `=`; `{0}`, `{1}` ... are the operands.  No words of the user's."""
    operands: tuple[Operand, ...]

    def __post_init__(self) -> None:
        needs(self.expression, "a formula needs an expression")


@dataclass(frozen=True, eq=False)
class Stream:
    """Rows that are too many to keep: made anew each time they are asked for."""

    make: Callable[[], Iterator[Sequence[object]]]

    def __iter__(self) -> Iterator[Sequence[object]]:
        return self.make()


@dataclass(frozen=True, eq=False)
class Table:
    """Columns and rows.  Where the rows are a `Stream`, every column has a width."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[object]] | Stream
    roles: tuple[Role, ...] = ()
    """One for each row; empty: none has a look of its own."""
    alike: Literal["row", "column", "cell"] = "row"
    """Numbers that share a format."""
    labels: int = 1
    """Columns on the left that say what a row is about."""
    filters: bool = False
    name: str = ""
    """By which formulas on the same page find it."""

    def __post_init__(self) -> None:
        needs(self.columns, "a table needs columns")
        if isinstance(self.rows, Stream):
            needs(all(each.width for each in self.columns), "a table of rows that are not kept needs widths")
        wide = {len(row) for row in self.kept} - {len(self.columns)}
        needs(not wide, f"a table of {len(self.columns)} columns has rows of {wide} cells")
        needs(len(self.roles) in (0, len(self.kept)), "a table needs a role for each of its rows, or none")

    @property
    def kept(self) -> Sequence[Sequence[object]]:
        """The rows, where they are kept."""
        return () if isinstance(self.rows, Stream) else self.rows


@dataclass(frozen=True)
class Cells:
    """Part of a row or of a column of a table; places count from 0, `HEADER` is the row of names."""

    table: Table
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    def along(cls, table: Table, row: int, first: int, last: int | None = None) -> Cells:
        """Part of a row, to its end."""
        return cls(table, row, first, row, len(table.columns) - 1 if last is None else last)

    @classmethod
    def down(cls, table: Table, column: int, first: int = 0, last: int | None = None) -> Cells:
        """Part of a column, to its end."""
        return cls(table, first, column, len(table.kept) - 1 if last is None else last, column)

    @property
    def values(self) -> list[object]:
        """What stands there."""
        names = [column.name for column in self.table.columns]
        rows = [names] if self.first_row == HEADER else islice(self.table.rows, self.first_row, self.last_row + 1)
        return [value for row in rows for value in row[self.first_column : self.last_column + 1]]

    @property
    def numbers(self) -> list[float]:
        """The numbers among what stands there."""
        return [float(each) for each in self.values if isinstance(each, int | float)]


def needs(part: object, words: str) -> None:
    """Raise where a part is missing.

    Raises:
        ValueError: it is.
    """
    if not part:
        raise ValueError(words)
