"""Pictures of tables as plain data: charts, flows, schedules, graphs.  Each refers to what stands in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Literal

from optimiser.report.tabular import Cells, Format, Table, needs


@dataclass(frozen=True)
class Series:
    """A line, a set of bars or of points."""

    name: str
    values: Cells
    across: Cells | None = None
    """The figures on the other axis, of points."""
    dots: bool = False
    """Points without a line between them."""
    dashed: bool = False
    """So that a line that lies on another leaves it visible."""
    colour: int | None = None
    """A place in the palette, so that a strategy has the same everywhere; None: by the series' own place."""

    def __post_init__(self) -> None:
        needs(self.name, "a series needs a name")


@dataclass(frozen=True)
class Scaling:
    """An axis: what it measures, with the unit; how its figures are shown; where it begins and ends."""

    title: str = ""
    format: Format = Format.MAGNITUDE
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, eq=False)
class Chart:
    """Lines over categories, bars (lying: the first on top), or points."""

    kind: Literal["lines", "bars", "lying bars", "points"]
    title: str
    series: tuple[Series, ...]
    categories: Cells | None = None
    """The labels along the axis; not for points."""
    x: Scaling = Scaling()
    y: Scaling = Scaling()
    """Of the values; where bars lie, it runs across."""
    height: float = 7.4
    """Centimetres."""
    small: bool = False
    """Two such stand beside each other."""

    def __post_init__(self) -> None:
        needs(self.title, "a chart needs a title")
        needs(self.series, f"the chart {self.title!r} needs series")
        if self.kind == "points":
            needs(all(each.across for each in self.series), f"the points of {self.title!r} need a figure on each axis")
        else:
            needs(self.categories, f"the chart {self.title!r} needs categories")

    @property
    def tables(self) -> Iterator[Table]:
        """Those that its cells are in."""
        cells = (self.categories, *(part for each in self.series for part in (each.values, each.across)))
        return (each.table for each in cells if each is not None)


@dataclass(frozen=True, eq=False)
class Flows:
    """Amounts that go from one thing to another, a row of the table each; its columns from `first` on are times."""

    title: str
    table: Table
    unit: str
    first: int
    source: int = 0
    target: int = 1

    def __post_init__(self) -> None:
        _pictured(self.title, self.table, self.source, self.target, self.first)
        needs(self.unit, f"the flows {self.title!r} need a unit")
        amounts = [each for row in self.table.kept for each in row[self.first :]]
        fit = all(isinstance(each, float) and 0.0 <= each < inf for each in amounts)
        needs(fit, f"the flows {self.title!r} need amounts, none of them below nothing")


@dataclass(frozen=True, eq=False)
class Schedule:
    """Work that is begun, costs, and gives something once it is finished, a row of the table each.

    Columns from `first` on are times, with what is spent in each.  `begun` and `finished` are columns with the name of
    a time; nothing where it lies before the first (`begun`) or after the last.
    """

    title: str
    table: Table
    first: int
    name: int
    unit: int
    """The column with the unit of what is spent."""
    begun: int
    finished: int

    def __post_init__(self) -> None:
        _pictured(self.title, self.table, self.name, self.unit, self.begun, self.finished, self.first)
        times = {column.name for column in self.table.columns[self.first :]} | {""}
        lost = {str(row[place]) for row in self.table.kept for place in (self.begun, self.finished)} - times
        needs(not lost, f"the schedule {self.title!r} needs a column for {sorted(lost)}")


@dataclass(frozen=True, eq=False)
class Graph:
    """What leads to what, a row of the table each; `figure` is a column with a number about what is led to."""

    title: str
    table: Table
    source: int
    target: int
    figure: int

    def __post_init__(self) -> None:
        _pictured(self.title, self.table, self.source, self.target, self.figure)


def _pictured(title: str, table: Table, *columns: int) -> None:
    needs(title, "a picture needs a title")
    needs(table.kept, f"the picture {title!r} needs rows")
    needs(
        all(0 <= each < len(table.columns) for each in columns), f"the picture {title!r} needs columns that are there"
    )
