"""A workbook that goes to the disk row by row as it is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from optimiser.files import set_text
from optimiser.report import style


class StreamBook:
    """A workbook being written; rows are not kept."""

    def __init__(self, title: str) -> None:
        from openpyxl import Workbook

        self._book: Any = Workbook(write_only=True)
        self._book.properties.title = title
        self._book.properties.creator = "plan optimiser"
        self.title = title
        self._styles: style.Styles | None = None
        self.sheets: list[StreamSheet] = []

    def sheet(
        self, name: str, meaning: str, widths: Sequence[float], *, freeze: str = "", repeat: int = 0
    ) -> StreamSheet:
        """One sheet more; what depends on its columns has to be said before the first row."""
        made = StreamSheet(self, self._book.create_sheet(name), meaning, widths, freeze, repeat)
        self.sheets.append(made)
        return made

    def styles(self, sheet: Any) -> style.Styles:
        """The styles of the workbook."""
        if self._styles is None:
            self._styles = style.Styles(sheet)
        return self._styles

    def save(self, path: Path) -> None:
        """Write the workbook."""
        self._book.save(path)

    def __enter__(self) -> StreamBook:
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what lies on the disk for sheets that were not saved."""
        for sheet in self.sheets:
            if not sheet.cells.closed:
                with suppress(Exception):
                    sheet.cells.close()
                with suppress(Exception):
                    sheet.cells._writer.cleanup()


class StreamSheet:
    """A sheet being written from the top down."""

    def __init__(
        self, book: StreamBook, cells: Any, meaning: str, widths: Sequence[float], freeze: str, repeat: int
    ) -> None:
        self.book, self.cells, self.meaning = book, cells, meaning
        self.name: str = cells.title
        self.row = 0
        """The last row that was written."""
        self._styles = book.styles(cells)
        self._widths = list(widths)
        for place, width in enumerate(widths, start=1):
            cells.column_dimensions[letters(place)].width = width
        if freeze:
            cells.freeze_panes = freeze
        if repeat:
            cells.print_title_rows = f"{repeat}:{repeat}"
        cells.sheet_view.showGridLines = False
        setup = cells.page_setup
        setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
        cells.sheet_properties.pageSetUpPr = _fit_to_page()
        margins = cells.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom, margins.header, margins.footer = 0.4, 0.6, 0.2, 0.3
        cells.oddFooter.left.text = book.title.replace("&", "&&")[:80]
        cells.oddFooter.center.text = self.name.replace("&", "&&")
        cells.oddFooter.right.text = "&P / &N"

    def text(self, words: str, role: str = "", *, right: bool = False) -> Any:
        """A cell with words, never a formula."""
        cell = self._cell(role, "@" if right else "General")
        set_text(cell, words)
        return cell

    def number(self, value: float | int | None, pattern: str, role: str = "") -> Any:
        """A cell with a number; blank where there is none."""
        if value is None or not math.isfinite(value):
            return None
        cell = self._cell(role, pattern)
        cell.value = value
        return cell

    def link(self, words: str, sheet: str) -> Any:
        """A cell that leads to another sheet."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        cell = self.text(words, "link")
        cell.hyperlink = Hyperlink(ref="A1", location=f"'{sheet}'!A1", display=words)
        self._styles.put(cell, "link")
        return cell

    def _cell(self, role: str, pattern: str) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell: Any = WriteOnlyCell(self.cells)
        self._styles.put(cell, role, pattern)
        return cell

    def append(self, cells: Sequence[Any] = (), height: float | None = None) -> int:
        """One row; its number."""
        self.row += 1
        if height is not None:
            self.cells.row_dimensions[self.row].height = height
        self.cells.append(list(cells))
        return self.row

    def heads(self, headings: Sequence[str], numeric: int) -> int:
        """A row of headings, of which those from the place `numeric` on stand over numbers."""
        tallest = max(
            style.lines_needed(each, 0.85 * (self._widths[place] if place < len(self._widths) else style.NARROWEST))
            for place, each in enumerate(headings)
        )
        made = [self.text(each, "head number" if place >= numeric else "head") for place, each in enumerate(headings)]
        return self.append(made, style.LINE_HEIGHT * tallest + 3.0)

    def sentence(self, words: str, role: str = "sentence", *, width: float | None = None) -> None:
        """Words across the first column, over as many lines as they take."""
        lines = style.lines_needed(words, (self._widths[0] if width is None else width) * 0.95)
        self.append([self.text(words, role)], style.LINE_HEIGHT * lines + (6.0 if role == "banner" else 1.0))

    def start(self, title: str) -> None:
        """Title, meaning, and the way back."""
        self.append([self.text(title, "title")], 24.0)
        self.append([self.text(self.meaning, "")])
        self.append([self.link("← first page", self.book.sheets[0].name)])
        self.append()

    def chart(self, made: Any, anchor: str) -> None:
        """A chart at a cell."""
        self.cells.add_chart(made, anchor)

    def new_page(self) -> None:
        """What follows is printed on a page of its own."""
        from openpyxl.worksheet.pagebreak import Break

        self.cells.row_breaks.append(Break(id=self.row))

    def filters(self, first_row: int, columns: int) -> None:
        """Filters on the headings of a table that ends with the last row written."""
        self.cells.auto_filter.ref = f"A{first_row}:{letters(columns)}{max(self.row, first_row)}"


def letters(column: int) -> str:
    """A column's letters; 1 is A."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _fit_to_page() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)
