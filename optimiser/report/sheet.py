"""Sheets of a report: titles, notes and tables put one below another, then widths, links and print setup."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from optimiser.files import set_text
from optimiser.report import style
from optimiser.report.cells import Column, Place, is_numeric, letters, numbers
from optimiser.report.printing import break_pages, set_up_pages

FIRST_PAGE_WIDTH = 118.0
PAGE_ROWS = 30
"""A table with more rows than this goes over several pages."""
UNWANTED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Book:
    """A workbook being written."""

    def __init__(self, title: str) -> None:
        from openpyxl import Workbook

        self.title = title
        self._book: Any = Workbook()
        empty: Any = self._book.active
        self._book.remove(empty)
        self._book.properties.title = title
        self._book.properties.creator = "plan optimiser"
        self.sheets: list[Sheet] = []
        self._styles: style.Styles | None = None

    def sheet(self, name: str, meaning: str, title: str = "") -> Sheet:
        """One sheet more.  The name is made to fit a workbook and to be the only one of its kind."""
        taken = {each.name.casefold() for each in self.sheets}
        plain = " ".join(name.translate(UNWANTED).split())[:31] or "Sheet"
        unique, number = plain, 2
        while unique.casefold() in taken or unique.casefold() == "history":
            unique = f"{plain[: 31 - len(str(number)) - 1]} {number}"
            number += 1
        made = Sheet(self, self._book.create_sheet(unique), meaning, title or name)
        self.sheets.append(made)
        return made

    def styles(self, sheet: Any) -> style.Styles:
        """The styles of the workbook."""
        if self._styles is None:
            self._styles = style.Styles(sheet)
        return self._styles

    def save(self, path: Path) -> None:
        """Finish every sheet and write the workbook."""
        for sheet in self.sheets:
            sheet.finish()
        self._book.active = 0
        self._book.save(path)


class Sheet:
    """One sheet being written, from the top down."""

    def __init__(self, book: Book, sheet: Any, meaning: str, title: str) -> None:
        self.book, self.cells, self.meaning = book, sheet, meaning
        self.name: str = sheet.title
        self.row = 1
        self.tables = 0
        self._styles = book.styles(sheet)
        self._widths: dict[int, float] = {}
        self._notes: list[tuple[int, str, str]] = []
        self._wrapped: list[tuple[int, int, str]] = []
        self._together: list[tuple[int, int]] = []
        self._headed = 0
        self._new_pages: set[int] = set()
        self._headings: list[str] | None = []
        self._freeze: tuple[int, int] | None = None
        self._repeat = 0
        self.is_first = not book.sheets
        if title:
            self.text(1, 1, title, "title")
            sheet.row_dimensions[1].height = 24
            self.row = 2

    def text(self, row: int, column: int, words: str, role: str = "", pattern: str = "General") -> Any:
        """Words in a cell, never a formula."""
        cell = self.cells.cell(row, column)
        self._styles.put(cell, role, pattern)
        set_text(cell, words)
        return cell

    def number(self, row: int, column: int, value: float, pattern: str, role: str = "") -> Any:
        """A number in a cell; what is not finite becomes a word."""
        if not math.isfinite(value):
            return self.text(row, column, "no limit" if math.isinf(value) else "–", role, "@")
        cell = self.cells.cell(row, column)
        self._styles.put(cell, role, pattern)
        cell.value = value
        return cell

    def note(self, words: str, role: str = "note") -> None:
        """A sentence across the whole sheet, on a line of its own."""
        self._notes.append((self.row, words, role))
        self.row += 1

    def heading(self, words: str) -> None:
        """A heading over what follows, with a blank line before it."""
        self.row += 1
        self.text(self.row, 1, words, "heading")
        self._headed = self.row
        self.row += 1

    def link(self, row: int, column: int, words: str, sheet: str, cell: str = "A1") -> None:
        """Words that lead to another sheet."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        there = self.text(row, column, words, "link")
        quoted = sheet.replace("'", "''")
        there.hyperlink = Hyperlink(ref=there.coordinate, location=f"'{quoted}'!{cell}", display=words)
        self._styles.put(there, "link")

    def back(self) -> None:
        """The way back to the first page, and the meaning of the sheet."""
        if self.meaning:
            self.note(self.meaning)
        self.link(self.row, 1, "← first page", self.book.sheets[0].name)
        self.row += 1

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[object]],
        *,
        by: str = "row",
        roles: Sequence[str] = (),
        labels: int = 1,
        filters: bool = False,
    ) -> Place:
        """A table with a header; the first one's header stays in sight.

        Numbers share a format by `row`, by `column`, or each has its own (`cell`).  `roles` gives rows a look
        (`total`, `check`, `base`).  `labels` columns on the left stay in sight.
        """
        if not self._headed:
            self.row += 1
        header = self.row
        numeric = [is_numeric(rows, place) for place in range(len(columns))]
        tallest = 1
        for place, column in enumerate(columns):
            self.text(header, place + 1, column.heading, "head number" if numeric[place] else "head")
            words = max(map(len, column.heading.replace("\n", " ").split(" ")), default=0)
            fits = max(words + 2, min(len(column.heading) + 2, 14))
            self._widen(place + 1, column.width or fits)
        down = [
            style.number_format(numbers(row[place] for row in rows)) if by == "column" and numeric[place] else ""
            for place in range(len(columns))
        ]
        for number, row in enumerate(rows):
            role = roles[number] if number < len(roles) else ""
            along = style.number_format(numbers(row)) if by == "row" else ""
            for place, value in enumerate(row):
                self._put(header + 1 + number, place + 1, value, columns[place], along or down[place], role)
        for place, column in enumerate(columns):
            width = self._widths[place + 1]
            tallest = max(tallest, style.lines_needed(column.heading, width - 1.5, letter=1.05))
        self.cells.row_dimensions[header].height = style.LINE_HEIGHT * tallest + 3
        last = header + max(len(rows), 1)
        if filters and rows:
            self.cells.auto_filter.ref = f"A{header}:{letters(len(columns))}{last}"
        headings = [column.heading for column in columns[2:]]
        if not self.tables:
            self._freeze, self._headings = (header + 1, labels + 1), headings
        elif headings != self._headings:
            # a header that stayed in sight would be wrong for this table
            self._headings = None
        flows = filters or len(rows) > PAGE_ROWS
        self._repeat = header if flows else self._repeat
        self._together.append((self._headed or header, min(last, header + 6) if flows else last))
        self._headed = 0
        if not rows:
            self.text(header + 1, 1, "nothing", "note")
        self.tables += 1
        self.row = last + 1
        return Place(self.cells, header, header + 1, last, len(columns))

    def _put(self, row: int, place: int, value: object, column: Column, pattern: str, role: str) -> None:
        if value is None or value == "":
            if role:
                self._styles.put(self.cells.cell(row, place), role)
            return
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if isinstance(value, int | np.integer):
            self.number(row, place, int(value), "0" if abs(int(value)) < 10_000 else "#,##0", role)
            self._widen(place, style.shown_length(int(value), "0") + 3.0)
        elif isinstance(value, float):
            shown = style.SHARE if column.shares else pattern or style.number_format([float(value)])
            if role == "check" and value == 0.0:
                shown = "0"
            self.number(row, place, float(value), shown, role)
            self._widen(place, style.shown_length(float(value), shown) + 3.0)
        else:
            words = str(value)
            room = column.width or style.WIDEST / style.LETTER
            wraps = style.lines_needed(words, room) > 1
            self.text(row, place, words, "wrapped" if wraps and not role else role)
            if wraps:
                self._wrapped.append((row, place, words))
            if column.width is None:
                self._widen(place, min(style.shown_length(words, "") + 2.0, style.WIDEST))

    def _widen(self, column: int, width: float) -> None:
        self._widths[column] = max(self._widths.get(column, style.NARROWEST), width)

    def column_width(self, column: int, width: float) -> None:
        """A width that what stands in the column does not change."""
        self._widths[column] = width

    def place_chart(self, chart: Any, *, column: int = 1, rows: int = 17) -> None:
        """A chart below what there is."""
        self.cells.add_chart(chart, f"{letters(column)}{self.row + 2}")
        self._together.append((self.row + 1, self.row + rows))
        self.row += rows

    def beside(self, chart: Any, column: int, *, rows: int, columns: int = 5) -> None:
        """Charts in rows of two: the first (0) starts a row, the second (1) stands beside it."""
        if column == 0:
            self._together.append((self.row + 1, self.row + rows))
            self.row += rows
        self.cells.add_chart(chart, f"{letters(1 + column * columns)}{self.row - rows + 2}")

    def new_page(self) -> None:
        """What comes next is printed on a page of its own."""
        self._new_pages.add(self.row + 1)

    def keep_together(self, first: int, last: int) -> None:
        """Rows that are printed on one page where they fit on one."""
        self._together.append((first, last))

    def finish(self) -> None:
        """Widths, notes across the sheet, what stays in sight, and how it prints."""
        cells = self.cells
        across = max([*self._widths, 1])
        total = sum(self._widths.get(each, style.NARROWEST) for each in range(1, across + 1))
        if total < 80.0 and not self.is_first:
            across = across + math.ceil((80.0 - total) / 13.0)
            total += (across - max([*self._widths, 1])) * 13.0
            for each in range(1, across + 1):
                self._widths.setdefault(each, 13.0)
        for place, width in self._widths.items():
            cells.column_dimensions[letters(place)].width = round(width, 1)
        for row, words, role in self._notes:
            self.text(row, 1, words, role)
            if across > 1:
                cells.merge_cells(start_row=row, start_column=1, end_row=row, end_column=across)
            room = total * (0.85 if role in ("banner", "alarm", "big") else 0.98)
            height = style.LINE_HEIGHT * style.lines_needed(words, room)
            cells.row_dimensions[row].height = height + (9.0 if role in ("banner", "alarm") else 1.0)
        tall: dict[int, int] = {}
        for row, place, words in self._wrapped:
            tall[row] = max(tall.get(row, 1), style.lines_needed(words, self._widths[place]))
        for row, lines in tall.items():
            cells.row_dimensions[row].height = style.LINE_HEIGHT * lines
        if self._freeze and not self.is_first:
            top = self._freeze[0] if self._headings is not None else 1
            cells.freeze_panes = f"{letters(self._freeze[1])}{top}"
            if self._repeat and self.tables == 1:
                cells.print_title_rows = f"{self._repeat}:{self._repeat}"
        cells.sheet_view.showGridLines = False
        set_up_pages(cells, self.book.title, self.name)
        break_pages(cells, total, self._together, self._new_pages)


__all__ = ["FIRST_PAGE_WIDTH", "Book", "Column", "Place", "Sheet"]
