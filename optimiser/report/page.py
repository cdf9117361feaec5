"""Reports as plain data: pages of headings, sentences, tables, charts and links.  No file format is known here.

Report  title, source, pages
  Page  name, title, meaning, key, sheet; blocks:
    Heading | Sentence | Link | Table (columns, rows) | Chart (axes, series, which refer to cells of tables)
    | Flows | Schedule | Graph (rows of a table as a picture, where a format can draw one; elsewhere the table stands)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from optimiser.report.pictures import Chart, Flows, Graph, Scaling, Schedule, Series
from optimiser.report.tabular import HEADER, Cells, Column, Format, Formula, Operand, Role, Scale, Stream, Table, needs

__all__ = [
    "HEADER",
    "Block",
    "Cells",
    "Chart",
    "Column",
    "Flows",
    "Format",
    "Formula",
    "Graph",
    "Heading",
    "Link",
    "Operand",
    "Page",
    "Report",
    "Role",
    "Scale",
    "Scaling",
    "Schedule",
    "Sentence",
    "Series",
    "Stream",
    "Table",
    "Tone",
    "bound",
]

Tone: TypeAlias = Literal["plain", "note", "big", "banner", "alarm", "chain"]
"""How a sentence is said."""

SMALL_HEIGHT = 7.0
"""Of charts that stand beside each other on the first page, in centimetres."""


@dataclass(frozen=True)
class Heading:
    """Over what follows."""

    words: str
    new_page: bool = False
    """What follows is printed on a page of its own."""

    def __post_init__(self) -> None:
        needs(self.words, "a heading needs words")


@dataclass(frozen=True)
class Sentence:
    """Words across the page."""

    words: str
    tone: Tone = "plain"
    brief: bool = False
    """Also printed on the terminal."""

    def __post_init__(self) -> None:
        needs(self.words, "a sentence needs words")


@dataclass(frozen=True)
class Link:
    """The way to another page, and what is there."""

    page: str
    meaning: str

    def __post_init__(self) -> None:
        needs(self.page, "a link needs a page to lead to")


Block: TypeAlias = Heading | Sentence | Link | Table | Chart | Flows | Schedule | Graph


@dataclass(frozen=True, eq=False)
class Page:
    """A sheet of a workbook or a part of one, a section of a web page."""

    name: str
    """By which links find it."""
    meaning: str
    """What it holds, in one sentence."""
    blocks: tuple[Block, ...]
    title: str = ""
    """Over the page; empty: its name."""
    key: str = ""
    """Under which the rows of its tables stand in the JSON object; empty: they do not."""
    facts: Mapping[str, object] | None = None
    """What stands there instead of the rows."""
    headlines: tuple[Chart, ...] = ()
    """Charts that are drawn at the end of the first page, of this page's tables."""
    sheet: str = ""
    """Of a workbook, on which it stands with the other pages that name it; empty: on one of its own."""

    def __post_init__(self) -> None:
        needs(self.name.strip(), "a page needs a name")
        needs(self.meaning, f"the page {self.name!r} needs a meaning: one sentence that says what it holds")
        needs(self.blocks, f"the page {self.name!r} needs something on it")
        names = {table.name for table in self.tables}
        for table in self.tables:
            for each in (cell for row in table.kept for cell in row if isinstance(cell, Formula)):
                lost = {operand.table for operand in each.operands} - names - {""}
                needs(not lost, f"a formula on the page {self.name!r} refers to {lost}, which is not there")

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
        needs(self.title, "a report needs a title")
        needs(self.pages, "a report needs pages")
        names = {page.name.casefold() for page in self.pages}
        needs(len(names) == len(self.pages), "two pages of a report have one name")
        tables = {table for page in self.pages for table in page.tables}
        for page in self.pages:
            for each in page.blocks:
                if isinstance(each, Link):
                    needs(each.page.casefold() in names, f"{page.name!r} leads to {each.page!r}, which is not there")
                if isinstance(each, Chart | Flows | Schedule | Graph):
                    shown = each.tables if isinstance(each, Chart) else (each.table,)
                    needs(tables.issuperset(shown), f"the table of the picture {each.title!r} is on no page")


def bound(
    title: str, first: Page, others: Iterable[Page], source: str = "", *, further: Iterable[Block] = ()
) -> Report:
    """A report whose first page is short: its blocks, the first and the last headline, and links to the other pages.

    What else it has to say, `further` and the headlines that are left, is printed after that.  Pages of one name are
    told apart.
    """
    taken = {first.name.casefold()}
    apart = []
    for page in others:
        name, number = page.name, 2
        while name.casefold() in taken:
            name, number = f"{page.name} {number}", number + 1
        taken.add(name.casefold())
        apart.append(replace(page, name=name, title=page.title or page.name))
    charts = [chart for page in (first, *apart) for chart in page.headlines]
    beside = [*charts[:1], *charts[1:][-1:]]
    drawn: list[Block] = [replace(chart, small=True, height=SMALL_HEIGHT) for chart in beside]
    links: list[Block] = [Heading("Where to look"), *(Link(page.name, page.meaning) for page in apart)] if apart else []
    rest = list(further)
    if rest and isinstance(rest[0], Heading):
        rest[0] = replace(rest[0], new_page=True)
    if charts[2:]:
        rest += [Heading("Further pictures", new_page=not rest), *charts[1:-1]]
    return Report(title, (replace(first, blocks=(*first.blocks, *drawn, *links, *rest)), *apart), source)
