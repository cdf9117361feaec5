"""What a sheet of the workbook can be: layouts, columns, kinds of value, bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum


class Layout(StrEnum):
    """How a sheet is laid out."""

    KEYS = "keys"
    """Columns key, value, unit, note; a row per setting."""
    TABLE = "table"
    """A header row and a row per thing."""
    MATRIX = "matrix"
    """Row codes down the first column, column codes across; a blank cell is 0."""
    YEARLY = "yearly"
    """Key columns, then the years across (wide) or the columns `year` and `value` (long)."""
    ITEMS = "items"
    """Columns item, unit, value; a row per quantity; `value` for all years, or the years across."""
    OTHER = "other"
    """Accepted and not read."""


class Kind(StrEnum):
    """What may stand in a cell."""

    NUMBER = "number"
    INTEGER = "whole number"
    LIMIT = "limit"
    TEXT = "text"
    CHOICE = "choice"
    YESNO = "yes or no"
    NEW = "new code"
    """The code is made known here."""
    CODE = "code"
    YEAR = "year"
    """Any year after the base year that the data reach."""
    PLAN_YEAR = "plan year"
    FREE = "anything"
    """A key or a value whose meaning depends on the row."""


@dataclass(frozen=True)
class Bounds:
    """The numbers that are allowed."""

    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    """True where `least` itself is not allowed."""
    below: bool = False
    """True where `most` itself is not allowed."""

    def allow(self, number: float) -> bool:
        """Whether a number is within bounds."""
        low = number > self.least if self.above else number >= self.least
        high = number < self.most if self.below else number <= self.most
        return low and high

    def __str__(self) -> str:
        parts = []
        if self.least == self.most:
            return f"{self.least:g}"
        if self.least > -math.inf:
            parts.append(f"{'above' if self.above else 'at least'} {self.least:g}")
        if self.most < math.inf:
            parts.append(f"{'below' if self.below else 'at most'} {self.most:g}")
        return " and ".join(parts)


ANY = Bounds()
NONNEGATIVE = Bounds(0.0)
SHARE = Bounds(0.0, 1.0)
PART = Bounds(0.0, 1.0, below=True)
GROWTH = Bounds(-1.0, 10.0, above=True)


@dataclass(frozen=True)
class Derived:
    """A default that another cell gives."""

    text: str

    def __str__(self) -> str:
        return self.text


REQUIRED = Derived("required")
OPTIONAL = Derived("nothing")


@dataclass(frozen=True)
class Column:
    """A column of a table, or a key of a keyed sheet."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    default: object = REQUIRED
    bounds: Bounds = ANY
    choices: tuple[str, ...] = ()
    axis: str = ""
    """What a code belongs to: product, sector, technique, pool, household, bundle or resource."""
    single: bool = False
    """On a sheet of items: one value, and no years."""
    times: int = 0
    """Stands for the columns `name 0`, `name 1` ... of this number."""

    @property
    def field(self) -> str:
        """The field of the economy that says the same, where it bears the name of the column."""
        return self.name.replace(" ", "_")

    @property
    def required(self) -> bool:
        """Whether a blank is a fault."""
        return self.default is REQUIRED

    @property
    def default_text(self) -> str:
        """The default, in words."""
        if isinstance(self.default, Derived):
            return str(self.default)
        return shown(self.default)


def shown(value: object) -> str:
    """A value as a planner would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "unlimited" if math.isinf(value) else f"{value:g}"
    return str(value) if value != "" else "nothing"


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook."""

    name: str
    layout: Layout
    meaning: str
    absent: str
    """What it means that the sheet is absent; empty where it is required."""
    columns: tuple[Column, ...] = ()
    """Columns of a table; keys or items of a keyed sheet."""
    key: tuple[str, ...] = ()
    """Columns that name a row; joined by `|` they are the row's key."""
    unique: bool = True
    """Whether two rows may not have the same key."""
    cells: Column | None = None
    """What stands in a matrix, or under a year."""
    rows: str = ""
    across: str = ""
    """Axes of a matrix."""
    complete: bool = False
    """Whether every code must have a column in the matrix."""

    @property
    def expanded(self) -> tuple[Column, ...]:
        """The columns one by one, `spend 0`, `spend 1` ... too."""
        return tuple(each for column in self.columns for each in _expand(column))

    def column(self, name: str) -> Column:
        """A column or key by its name."""
        return next(each for each in self.expanded if each.name == name)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that a header must have."""
        if self.layout is Layout.KEYS:
            return ("key", "value")
        if self.layout is Layout.ITEMS:
            return ("item",)
        return tuple(column.name for column in self.columns if column.required)


def _expand(column: Column) -> list[Column]:
    if not column.times:
        return [column]
    return [
        replace(column, name=f"{column.name} {number}", default=OPTIONAL, times=0) for number in range(column.times)
    ]
