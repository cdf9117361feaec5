"""Pages into a workbook, row by row, so that tables of any length fit into memory."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from optimiser.files import like_formula
from optimiser.report.page import (
    Block,
    Cells,
    Chart,
    Column,
    Flows,
    Format,
    Formula,
    Graph,
    Heading,
    Link,
    Page,
    Report,
    Schedule,
    Sentence,
    Stream,
    Table,
)
from optimiser.report.patterns import Pattern, Patterns
from optimiser.report.writers import excel_charts, excel_styles
from optimiser.report.writers.excel_names import seen_from, sheets_of
from optimiser.report.writers.excel_styles import LINE_HEIGHT, NARROWEST, Formats, lines_needed, number_format
from optimiser.report.writers.excel_widths import column_widths, is_numeric, wraps

SUFFIX = ".xlsx"
LINK_WIDTH, FIRST_PAGE_WIDTH = 24.0, 124.0
PAGE_ROWS = 30
"""A table with more rows than this goes over several pages."""
LONGEST_TEXT = 32_767
LONGEST_ADDRESS = 2_000
Places: TypeAlias = Mapping[str, tuple[str, int]]
"""From the name of a page to its sheet and the row of its title."""
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}


def write(report: Report, path: Path) -> None:
    """Write a workbook: values, and formulas where a page has them; text never becomes one.

    Pages that name one sheet stand on it one below the other, each from its title on.
    Where rows are streamed none of them is kept.  Words then stand in the sheets themselves, which is as valid; but
    Excel moves them to a list of its own when it saves, so it is not done without need.
    """
    from xlsxwriter import Workbook

    source = seen_from(report.source, path.parent)
    streamed = any(isinstance(table.rows, Stream) for page in report.pages for table in page.tables)
    # a link to the middle of a sheet is written once it is known where that is: too late where no row is kept
    together = sheets_of(report.pages, apart=streamed)
    with (
        TemporaryDirectory() as folder,
        Workbook(str(path), OPTIONS | {"constant_memory": streamed, "tmpdir": folder}) as book,
    ):
        book.set_properties({"title": report.title[:255], "author": "plan optimiser"})
        formats, placed = Formats(book), dict[Table, tuple[str, int]]()
        # all sheets are there before the first is filled: they lead to one another
        tops = {page.name: (name, 0) for name, (page, *_) in together.items()}
        sheets = [
            _Sheet(book.add_worksheet(name), pages, tops, source, formats, first=not number)
            for number, (name, pages) in enumerate(together.items())
        ]
        places = dict(tops)
        for each in sheets:
            placed |= each.fill()
            places |= each.tops
            each.finish(report.title)

        def where(cells: Cells) -> list[object]:
            name, header = placed[cells.table]
            first, last = (header + 1 + row for row in (cells.first_row, cells.last_row))
            return [name, first, cells.first_column, last, cells.last_column]

        for each in sheets:
            each.work_out(places)
            for row, shift, chart in each.charts:
                place = {"x_offset": shift * excel_charts.PIXELS_A_CENTIMETRE, "description": chart.title}
                each.cells.insert_chart(row, 0, excel_charts.draw(book, chart, where), place)


class _Sheet:
    """Pages being written, from the top down: widths first, since heights of rows depend on them."""

    def __init__(
        self, cells: Any, pages: Sequence[Page], tops: Places, source: str, formats: Formats, *, first: bool
    ) -> None:
        self.cells, self.pages, self.first = cells, pages, first
        self.tops: dict[str, tuple[str, int]] = {}
        self.charts: list[tuple[int, float, Chart]] = []
        self._formulas: list[tuple[int, int, int, str, Formula, Any]] = []
        self._links: list[tuple[int, int, str, str]] = []
        self._known, self._source, self._formats = tops, source, formats
        self._row = 0
        self._heights: dict[int, float] = {}
        self._together: list[tuple[int, int]] = []
        self._new_pages: set[int] = set()
        self._headed: int | None = None
        self._beside = False
        self._page = pages[0]
        self._headers: list[tuple[int, Table]] = []
        self._named: dict[tuple[str, str], int] = {}
        self._patterns = {table: Patterns(table) for page in pages for table in page.tables}
        self._widths = self._widths_of()
        self._across = len(self._widths)

    def _widths_of(self) -> list[float]:
        links = [len(each.page) + 2.0 for page in self.pages for each in page.blocks if isinstance(each, Link)]
        wide: dict[int, float] = {0: max([LINK_WIDTH, *links])} if self.first else {}
        for table, patterns in self._patterns.items():
            for place, width in enumerate(column_widths(table, patterns)):
                wide[place] = max(wide.get(place, NARROWEST), width)
        widths = [wide[place] for place in sorted(wide)] or [NARROWEST]
        missing = (FIRST_PAGE_WIDTH if self.first else 80.0) - sum(widths)
        return widths + [13.0] * (math.ceil(missing / 13.0) if missing > 0.0 else 0)

    def fill(self) -> dict[Table, tuple[str, int]]:
        """Write the pages; where each table stands: the sheet's name, and the row of its header."""
        for page in self.pages:
            self._page = page
            self._begin()
            self._blocks()
        return {table: (self.cells.name, header) for header, table in self._headers}

    def _begin(self) -> None:
        """The title of a page, what it holds, and the ways from it; a page below another is printed by itself."""
        page = self._page
        if self._row:
            self._blank()
            self._new_pages.add(self._row)
            self._together.append((self._row, self._row))
        self.tops[page.name] = (self.cells.name, self._row)
        self._headed, self._beside = None, False
        self._text(self._row, 0, page.title or page.name, "title", 24.0)
        self._row += 1
        if self.first:
            return
        self._sentence(Sentence(page.meaning, "note"))
        self._link(self._row, 0, "← first page", next(iter(self._known)))
        if page is self.pages[0]:
            for below in self.pages[1:]:
                self._blank()
                self._link(self._row, 0, f"↓ {below.name}", below.name)
        self._blank()

    def _blocks(self) -> None:
        before: Block | None = None
        for block in self._page.blocks:
            if isinstance(before, Table) and isinstance(block, Sentence):
                self._blank()
            before = block
            match block:
                case Heading():
                    self._heading(block)
                case Sentence():
                    self._sentence(block)
                case Link():
                    self._way(block)
                case Table():
                    self._table(block)
                case Chart():
                    self._chart(block)
                case Flows() | Schedule() | Graph():
                    """Its table stands on a page; a workbook has no such picture."""
            self._beside = self._beside and isinstance(block, Chart)

    def _blank(self) -> None:
        self._height(self._row, LINE_HEIGHT)
        self._row += 1

    def _height(self, row: int, height: float) -> None:
        self._heights[row] = height
        self.cells.set_row(row, height)

    def _text(self, row: int, column: int, words: str, role: str, height: float | None = None) -> None:
        """Words in a cell, never a formula; signs that a workbook cannot hold are left out."""
        if height is not None:
            self._height(row, height)
        seen = words if words.isprintable() else "".join(sign for sign in words if sign >= " " or sign in "\t\n")
        fits = seen[:LONGEST_TEXT]
        if not fits:
            self.cells.write_blank(row, column, None, self._formats.of(role))
            return
        self.cells.write_string(row, column, fits, self._formats.of(role, guarded=like_formula(fits)))

    def _heading(self, heading: Heading) -> None:
        self._blank()
        self._text(self._row, 0, heading.words, "heading", LINE_HEIGHT)
        self._headed = self._row
        if heading.new_page:
            self._new_pages.add(self._row)
            self._together.append((self._row, self._row))
        self._row += 1

    def _sentence(self, sentence: Sentence) -> None:
        role = sentence.tone
        loud = role in ("banner", "alarm")
        room = sum(self._widths) * (0.85 if loud or role == "big" else 0.98)
        height = LINE_HEIGHT * lines_needed(sentence.words, room) + (9.0 if loud else 1.0)
        self._height(self._row, height)
        if self._across > 1:
            self.cells.merge_range(self._row, 0, self._row, self._across - 1, "", self._formats.of(role))
        self._text(self._row, 0, sentence.words, role)
        self._row += 1

    def _link(self, row: int, column: int, words: str, page: str) -> None:
        """A way to a page; one that stands below another is not known yet where every page was filled."""
        if page not in self._known:
            self._links.append((row, column, words, page))
            return
        name, top = self._known[page]
        quoted = name.replace("'", "''")
        self.cells.write_url(row, column, f"internal:'{quoted}'!A{top + 1}", self._formats.of("link"), words)

    def _way(self, link: Link) -> None:
        self._height(self._row, LINE_HEIGHT * lines_needed(link.meaning, sum(self._widths[1:])))
        self._link(self._row, 0, link.page, link.page)
        if self._across > 2:
            self.cells.merge_range(self._row, 1, self._row, self._across - 1, "", self._formats.of("wrapped"))
        self._text(self._row, 1, link.meaning, "wrapped")
        self._row += 1

    def _chart(self, chart: Chart) -> None:
        rows = excel_charts.lines_covered(chart)
        if chart.small and self._beside:
            self.charts.append((self._row - rows + 1, excel_charts.SMALL + 0.4, chart))
            self._beside = False
            return
        self.charts.append((self._row + 1, 0.0, chart))
        first = self._row if self._headed is None else self._headed
        self._together.append((first, self._row + rows - 1))
        self._headed = None
        for _ in range(rows):
            self._blank()
        self._beside = chart.small

    def _table(self, table: Table) -> None:
        if self._headed is None:
            self._blank()
        header = self._row
        numeric = [is_numeric(table, self._patterns[table], place) for place in range(len(table.columns))]
        tall = (
            lines_needed(column.heading, width - 1.0, letter=excel_styles.BOLD)
            for column, width in zip(table.columns, self._widths, strict=False)
        )
        self._height(header, LINE_HEIGHT * max(tall) + 3.0)
        for place, column in enumerate(table.columns):
            self._text(header, place, column.heading, "head number" if numeric[place] else "head")
        kept, roles = not isinstance(table.rows, Stream), iter(table.roles)
        row = header
        for row, (cells, patterns) in enumerate(self._patterns[table].lines(), start=header + 1):
            self._line(row, table.columns, cells, patterns, next(roles, ""), keep=kept)
        self._remember_formulas(table, header + 1)
        if row == header:
            row += 1
            self._text(row, 0, "nothing", "note")
        elif table.filters:
            self.cells.autofilter(header, 0, row, len(table.columns) - 1)
        self._shade(table, header + 1, row)
        long = table.filters or row - header > PAGE_ROWS
        first = header if self._headed is None else self._headed
        self._together.append((first, min(row, header + 6) if long else row))
        self._headers.append((header, table))
        self._named[self._page.name, table.name] = header + 1
        self._headed = None
        self._row = row + 1

    def _remember_formulas(self, table: Table, first: int) -> None:
        for place, (found, (_, patterns)) in enumerate(zip(table.kept, self._patterns[table].kept, strict=True)):
            for column, value in enumerate(found):
                if isinstance(value, Formula):
                    pattern = patterns[column]
                    role = table.roles[place] if table.roles else ""
                    shown = self._formats.of(role, number_format(pattern) if pattern else "")
                    self._formulas.append((first + place, column, first, self._page.name, value, shown))

    def _line(
        self,
        row: int,
        columns: Sequence[Column],
        cells: Sequence[object],
        patterns: Sequence[Pattern | None],
        role: str,
        *,
        keep: bool,
    ) -> None:
        """Write a row; `keep` its height too, which takes memory."""
        tallest = 1
        for place, value in enumerate(cells):
            if isinstance(value, str) and len(value) > self._widths[place]:
                tallest = max(tallest, lines_needed(value, self._widths[place]) if wraps(value, columns[place]) else 1)
        if tallest > 1 or keep:
            self._height(row, LINE_HEIGHT * tallest)
        last: Pattern | None = None
        for place, (value, column, pattern) in enumerate(zip(cells, columns, patterns, strict=True)):
            if value is None:
                if role:
                    self.cells.write_blank(row, place, None, self._formats.of(role))
            elif pattern is not None and isinstance(value, int | float):
                if pattern is not last:
                    last, shown = pattern, self._formats.of(role, number_format(pattern))
                if math.isfinite(value):
                    self.cells.write_number(row, place, value, shown)
                else:
                    self.cells.write_string(row, place, pattern.shown(value), self._formats.of(role, "@"))
            elif column.format is Format.INPUT:
                self._input(row, place, str(value))
            elif column.format is not Format.MAGNITUDE:
                # a word where there is no number
                self.cells.write_string(row, place, str(value), self._formats.of(role, "@"))
            else:
                words = str(value)
                self._text(row, place, words, "wrapped" if not role and wraps(words, column) else role)

    def _input(self, row: int, column: int, cell: str) -> None:
        """A cell of the input workbook; plain text where that is not known."""
        name, _, address = cell.partition("!")
        quoted = name.replace("'", "''")
        if not self._source or len(self._source) > LONGEST_ADDRESS:
            self._text(row, column, cell, "")
            return
        from xlsxwriter.url import Url

        link = Url(f"external:{self._source}#'{quoted}'!{address or 'A1'}")
        link.text = cell
        # the library turns strokes about, as only one system has them
        link._relationship_link = self._source
        self.cells.write_url(row, column, link, self._formats.of("input"))

    def _shade(self, table: Table, first: int, last: int) -> None:
        for place, column in enumerate(table.columns):
            if column.scale is not None:
                least, most, low, high = column.scale.value
                colours: dict[str, object] = {"type": "2_color_scale", "min_type": "num", "max_type": "num"}
                colours |= {"min_value": least, "max_value": most, "min_color": f"#{low}", "max_color": f"#{high}"}
                self.cells.conditional_format(first, place, last, place, colours)

    def work_out(self, places: Places) -> None:
        """Put the formulas in the place of their figures, and the links, once it is known where all things stand."""
        from xlsxwriter.utility import xl_range_abs

        self._known, links, self._links = places, self._links, []
        for row, column, words, page in links:
            self._link(row, column, words, page)
        for row, column, top, page, formula, shown in self._formulas:
            cells = []
            for each in formula.operands:
                first = self._named[page, each.table] if each.table else top
                cells.append(xl_range_abs(first + each.first, each.column, first + each.last, each.column))
            self.cells.write_formula(row, column, "=" + formula.expression.format(*cells), shown, formula.value)

    def finish(self, title: str) -> None:
        """Widths, what stays in sight, and how it prints."""
        for place, width in enumerate(self._widths):
            self.cells.set_column(place, place, round(width, 1))
        if self._headers and not self.first:
            header, table = self._headers[0]
            heads = {tuple(column.heading for column in each.columns[2:]) for _, each in self._headers}
            # a header that stayed in sight would be wrong for a table with other columns
            self.cells.freeze_panes(header + 1 if len(heads) == 1 else 0, table.labels)
            # above a chart it would be wrong, and take the room that the chart needs
            if len(self._headers) == 1 and (table.filters or self._row - header > PAGE_ROWS) and not self.charts:
                self.cells.repeat_rows(header)
        across = 1 if self.first else excel_styles.pages_across(sum(self._widths))
        if across > 1 and len(self._headers) == 1:
            self.cells.repeat_columns(0, self._headers[0][1].labels - 1)
        excel_styles.set_up_pages(self.cells, title, self.cells.name, upright=self.first, across=across)
        breaks = excel_styles.page_breaks(
            sum(self._widths) / across, self._heights, self._together, self._new_pages, upright=self.first
        )
        self.cells.set_h_pagebreaks(breaks)
