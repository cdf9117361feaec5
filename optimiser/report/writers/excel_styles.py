"""How a workbook looks: widths, colours, cell formats made once each, and how sheets print."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from textwrap import wrap
from typing import Any

from optimiser.report.patterns import Pattern

INK, ACCENT, QUIET = "#1F2933", "#1F4E79", "#6B7785"
HEAD, BAND, WARM, COLD = "#DCE6F1", "#F4F7FA", "#FFF4D6", "#E8F1E4"
LINE = "#B8C4D0"
PALETTE = (
    "#1F4E79",
    "#C0504D",
    "#4F8A3C",
    "#E08E0B",
    "#6F4E9C",
    "#1B8A8F",
    "#8C564B",
    "#D64E9B",
    "#7F7F7F",
    "#A2A61A",
    "#3C78D8",
    "#5B3A29",
)
"""Colours of lines, told apart on screen and, by their lightness, on paper."""

NARROWEST, WIDEST = 8.0, 46.0
LINE_HEIGHT = 15.75
"""Not what a workbook has by itself: so it is said, and programs without the font do not choose another."""
LETTER = 0.87
"""Width of a letter in running text, in the digits by which columns are measured."""

PAGE_WIDTH, PAGE_HEIGHT = 770.0, 520.0
"""What a landscape page of A4 has room for between its margins, in points."""
UPRIGHT_WIDTH, UPRIGHT_HEIGHT = 523.0, 767.0
"""The same of an upright one."""
POINTS_A_CHARACTER = 5.6
TITLED = 0.15
"""Of a page with no more than this on it nothing is put off: it has hardly more than a title."""
UNSURE = 0.12
"""Row heights differ a little from program to program: so much past the end of a page may be just before it."""

ROLES: Mapping[str, Mapping[str, object]] = {
    "title": {"font_size": 16, "bold": True, "font_color": ACCENT},
    "heading": {"font_size": 12, "bold": True, "font_color": ACCENT},
    "note": {"italic": True, "font_color": QUIET},
    "link": {"font_color": "#0563C1", "underline": 1},
    "head": {"bold": True, "bg_color": HEAD, "bottom": 2, "bottom_color": ACCENT},
    "head number": {"bold": True, "bg_color": HEAD, "bottom": 2, "bottom_color": ACCENT},
    "total": {"bold": True, "bg_color": BAND, "top": 1, "top_color": LINE},
    "check": {"italic": True, "font_color": QUIET, "bottom": 1, "bottom_color": LINE},
    "banner": {"bold": True, "font_size": 12, "font_color": "#7A4B00", "bg_color": WARM},
    "alarm": {"bold": True, "font_size": 12, "font_color": "#9C1C1C", "bg_color": "#FBE3E1"},
    "big": {"bold": True, "font_size": 12},
    "chain": {"bg_color": COLD},
}
WRAPPED = frozenset({"head", "head number", "plain", "note", "banner", "alarm", "wrapped", "chain"})


class Formats:
    """Cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Any] = {}

    def of(self, role: str, pattern: str = "", *, guarded: bool = False) -> Any:
        """The format of a role and a number pattern; `guarded` text is never taken for a formula."""
        key = (role, pattern, guarded)
        if key not in self._made:
            right = role == "head number" or bool(pattern)
            # a first row at the top of its cells would lose the tops of its letters to the header's fill
            upright = "bottom" if role in ("head", "head number") else "vcenter"
            look: dict[str, object] = {"font_name": "Calibri", "font_size": 11, "font_color": INK}
            look |= ROLES.get(role, {})
            look |= {"align": "right" if right else "left", "indent": int(right or role == "input")}
            look |= {"valign": upright, "text_wrap": role in WRAPPED}
            if role == "input":
                look |= ROLES["link"]
            if pattern:
                look["num_format"] = pattern
            if guarded:
                look["quote_prefix"] = True
            self._made[key] = self._book.add_format(look)
        return self._made[key]


@cache
def number_format(pattern: Pattern) -> str:
    """A pattern in the workbook's own signs."""
    if pattern.scientific:
        return "0.0E+00"
    figures = ("#,##0" if pattern.thousands else "0") + ("." + "0" * pattern.decimals if pattern.decimals else "")
    figures += "%" if pattern.percent else ""
    if pattern.signed:
        return f"+{figures};-{figures};{figures}"
    return f'{figures};-{figures};"–"' if pattern.dash else figures


def shown_length(value: object, pattern: Pattern | None) -> int:
    """How many characters wide a cell looks."""
    if isinstance(value, int | float) and pattern is not None:
        return len(pattern.shown(value)) if abs(value) < 1e15 else 22
    return max(map(len, str(value).split("\n")))


BOLD = 0.95
"""Width of a bold letter, in those of a column."""


def lines_needed(text: str, width: float, *, letter: float = LETTER) -> int:
    """Lines that a wrapped text takes in a column so wide."""
    room = max(int(width / letter), 1)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(1 if len(part) <= room else len(wrap(part, room)) for part in text.split("\n"))


READABLE = 300.0
"""Characters across a printed page; beyond, a sheet is several pages wide."""


def pages_across(width: float) -> int:
    """Pages that a sheet of so many characters takes beside each other."""
    return max(math.ceil(width / READABLE), 1)


def set_up_pages(sheet: Any, left: str, centre: str, *, upright: bool, across: int = 1) -> None:
    """A4, so many pages wide, with a title, the sheet's name and page numbers at the foot."""
    sheet.hide_gridlines(2)
    if not upright:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(across, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.4, bottom=0.6)
    title, name = left.replace("&", "&&")[:80], centre.replace("&", "&&")
    sheet.set_footer(f"&L{title}&C{name}&R&P / &N", {"margin": 0.3})


def page_breaks(
    width: float,
    heights: Mapping[int, float],
    blocks: Sequence[tuple[int, int]],
    new_pages: Collection[int],
    *,
    upright: bool = False,
) -> list[int]:
    """Rows before which a new page begins: where a block of rows would be cut by the end of one and fits on the next.

    `width` is that of the sheet, in characters; `new_pages` are rows that begin a page in any case.
    """
    wide, high = (UPRIGHT_WIDTH, UPRIGHT_HEIGHT) if upright else (PAGE_WIDTH, PAGE_HEIGHT)
    room = high * max(1.0, width * POINTS_A_CHARACTER / wide)

    def tall(first: int, last: int) -> float:
        return sum(heights.get(row, LINE_HEIGHT) for row in range(first, last + 1))

    breaks: list[int] = []
    top, used = 0, 0.0
    for first, last in blocks:
        used += tall(top, first - 1)
        block = tall(first, last)
        full = used > room * 0.98 and used % room < UNSURE * room
        used = room if full else used % room
        cut = used + block > room and (block <= room or used > 0.7 * room)
        if first in new_pages or (cut and used > TITLED * room):
            breaks.append(first)
            used = 0.0
        used, top = used + block, last + 1
    return breaks
