"""Reports as plain data: pages of headings, sentences, tables, charts and links.  No file format is known here.

Report  title, source, pages
  Page  name, title, meaning, key; blocks:
    Heading | Sentence | Link | Table (columns, rows) | Chart (axes, series, which refer to cells of tables)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["", "total", "check"]
"""The look of a row: as all others, a sum, or what shows that sums agree."""

Tone: TypeAlias = Literal["plain", "note", "big", "banner", "alarm", "chain"]
"""How a sentence is said."""

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
        _needs(self.name or self.width, "a column needs a name, or a width where it only sets others apart")

    @property
    def heading(self) -> str:
        """The name with the unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


@dataclass(frozen=True)
class Heading:
    """Over what follows."""

    words: str
    new_page: bool = False
    """What follows is printed on a page of its own."""

    def __post_init__(self) -> None:
        _needs(self.words, "a heading needs words")


@dataclass(frozen=True)
class Sentence:
    """Words across the page."""

    words: str
    tone: Tone = "plain"
    brief: bool = False
    """Also printed on the terminal."""

    def __post_init__(self) -> None:
        _needs(self.words, "a sentence needs words")


@dataclass(frozen=True)
class Link:
    """The way to another page, and what is there."""

    page: str
    meaning: str

    def __post_init__(self) -> None:
        _needs(self.page, "a link needs a page to lead to")


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

    def __post_init__(self) -> None:
        _needs(self.columns, "a table needs columns")
        if isinstance(self.rows, Stream):
            _needs(all(each.width for each in self.columns), "a table of rows that are not kept needs widths")
        wide = {len(row) for row in self.kept} - {len(self.columns)}
        _needs(not wide, f"a table of {len(self.columns)} columns has rows of {wide} cells")
        _needs(len(self.roles) in (0, len(self.kept)), "a table needs a role for each of its rows, or none")

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
        _needs(self.name, "a series needs a name")


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
        _needs(self.title, "a chart needs a title")
        _needs(self.series, f"the chart {self.title!r} needs series")
        if self.kind == "points":
            _needs(all(each.across for each in self.series), f"the points of {self.title!r} need a figure on each axis")
        else:
            _needs(self.categories, f"the chart {self.title!r} needs categories")

    @property
    def tables(self) -> Iterator[Table]:
        """Those that its cells are in."""
        cells = (self.categories, *(part for each in self.series for part in (each.values, each.across)))
        return (each.table for each in cells if each is not None)


Block: TypeAlias = Heading | Sentence | Link | Table | Chart


@dataclass(frozen=True, eq=False)
class Page:
    """A sheet of a workbook, a section of a web page."""

    name: str
    """By which links find it."""
    meaning: str
    """What it holds, in one sentence."""
    blocks: tuple[Block, ...]
    title: str = ""
    """Over the page; empty: its name."""
    key: str = ""
    """Under which the rows of its tables stand in the JSON object; empty: they do not."""
    headlines: tuple[Chart, ...] = ()
    """Charts that are drawn at the end of the first page, of this page's tables."""

    def __post_init__(self) -> None:
        _needs(self.name.strip(), "a page needs a name")
        _needs(self.meaning, f"the page {self.name!r} needs a meaning: one sentence that says what it holds")
        _needs(self.blocks, f"the page {self.name!r} needs something on it")

    @property
    def tables(self) -> list[Table]:
        """Its tables, from the top."""
        return [each for each in self.blocks if isinstance(each, Table)]


@dataclass(frozen=True, eq=False)
class Report:
    """Pages that belong together; the first says what is most important and leads to the others."""

    title: str
    pages: tuple[Page, ...]
    source: str = ""
    """The workbook that was read; input cells are cells of it.  Empty: made in memory."""

    def __post_init__(self) -> None:
        _needs(self.title, "a report needs a title")
        _needs(self.pages, "a report needs pages")
        names = {page.name.casefold() for page in self.pages}
        _needs(len(names) == len(self.pages), "two pages of a report have one name")
        tables = {table for page in self.pages for table in page.tables}
        for page in self.pages:
            for each in page.blocks:
                if isinstance(each, Link):
                    _needs(each.page.casefold() in names, f"{page.name!r} leads to {each.page!r}, which is not there")
                if isinstance(each, Chart):
                    _needs(tables.issuperset(each.tables), f"the table of the chart {each.title!r} is on no page")


def bound(title: str, first: Page, others: Iterable[Page], source: str = "") -> Report:
    """A report whose first page leads to all others and ends with their headlines; pages of one name are told apart."""
    taken = {first.name.casefold()}
    apart = []
    for page in others:
        name, number = page.name, 2
        while name.casefold() in taken:
            name, number = f"{page.name} {number}", number + 1
        taken.add(name.casefold())
        apart.append(replace(page, name=name, title=page.title or page.name))
    links: list[Block] = [Heading("Where to look"), *(Link(page.name, page.meaning) for page in apart)] if apart else []
    charts = [chart for page in (first, *apart) for chart in page.headlines]
    drawn: list[Block] = [Heading("In pictures"), *charts] if charts else []
    return Report(title, (replace(first, blocks=(*first.blocks, *links, *drawn)), *apart), source)


def _needs(part: object, words: str) -> None:
    if not part:
        raise ValueError(words)
