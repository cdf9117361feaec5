"""How sheets print: landscape A4, as wide as the page, tables and charts not cut in two."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from optimiser.report.style import LINE_HEIGHT

PAGE_WIDTH, PAGE_HEIGHT = 770.0, 520.0
"""What a landscape page of A4 has room for between its margins, in points."""

POINTS_A_CHARACTER = 5.6

UNSURE = 0.12
"""Row heights differ a little from program to program: so much past the end of a page may be just before it."""


def set_up_pages(cells: Any, left: str, centre: str) -> None:
    """Landscape A4, one page wide, with a title, the sheet's name and page numbers at the foot."""
    from openpyxl.worksheet.properties import PageSetupProperties

    setup = cells.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
    cells.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = cells.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.4, 0.6, 0.2, 0.3
    cells.oddFooter.left.text = left.replace("&", "&&")[:80]
    cells.oddFooter.center.text = centre.replace("&", "&&")
    cells.oddFooter.right.text = "&P / &N"


def break_pages(cells: Any, width: float, blocks: Sequence[tuple[int, int]], new_pages: Collection[int]) -> None:
    """A new page before a block of rows that would be cut by the end of one and fits on the next.

    `width` is that of the sheet, in characters; `new_pages` are rows that begin a page in any case.
    """
    from openpyxl.worksheet.pagebreak import Break

    room = PAGE_HEIGHT * max(1.0, width * POINTS_A_CHARACTER / PAGE_WIDTH)
    heights: dict[int, float] = {row: each.height for row, each in cells.row_dimensions.items() if each.height}

    def tall(first: int, last: int) -> float:
        return sum(heights.get(row, LINE_HEIGHT) for row in range(first, last + 1))

    top, used = 1, 0.0
    for first, last in blocks:
        used += tall(top, first - 1)
        block = tall(first, last)
        full = used > room * 0.98 and used % room < UNSURE * room
        used = room if full else used % room
        if first in new_pages or (used + block > room and (block <= room or used > 0.7 * room)):
            cells.row_breaks.append(Break(id=first - 1))
            used = 0.0
        used, top = used + block, last + 1
