"""How a report looks: number formats by magnitude, widths, colours, and cell styles made once each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from copy import copy
from textwrap import wrap
from typing import Any

INK, ACCENT, QUIET = "1F2933", "1F4E79", "6B7785"
HEAD, BAND, WARM, COLD = "DCE6F1", "F4F7FA", "FFF4D6", "E8F1E4"
LINE = "B8C4D0"
PALETTE = (
    "1F4E79",
    "C0504D",
    "4F8A3C",
    "E08E0B",
    "6F4E9C",
    "1B8A8F",
    "8C564B",
    "D64E9B",
    "7F7F7F",
    "A2A61A",
    "3C78D8",
    "5B3A29",
)
"""Colours of lines, told apart on screen and, by their lightness, on paper."""

SHARE = "0.0%"
DASH = '"–"'
NARROWEST, WIDEST = 8, 46
LINE_HEIGHT = 15.0
LETTER = 0.87
"""Width of a letter in running text, in the digits by which columns are measured."""


def number_format(values: Iterable[float | None]) -> str:
    """A format that shows the greatest of some numbers with three or four significant figures, and zero as a dash."""
    largest = max((abs(each) for each in values if each is not None and math.isfinite(each)), default=0.0)
    if largest == 0.0:
        return DASH
    for least, pattern in (
        (1000.0, "#,##0"),
        (100.0, "0.0"),
        (1.0, "0.00"),
        (0.1, "0.000"),
        (0.01, "0.0000"),
        (0.0005, "0.00000"),
    ):
        if largest >= least:
            return f"{pattern};-{pattern};{DASH}"
    return "0.0E+00"


def in_words(value: float) -> str:
    """A number in a sentence: three significant figures, thousands set apart."""
    if not math.isfinite(value):
        return "no limit"
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def shown_length(value: object, pattern: str) -> int:
    """How many characters wide a cell will look."""
    if isinstance(value, bool) or value is None:
        return 3
    if isinstance(value, int | float):
        pattern = pattern.split(";")[0]
        if pattern.endswith("%"):
            return 7
        if "E" in pattern:
            return 8
        whole = len(f"{abs(value):,.0f}") if abs(value) < 1e15 else 16
        decimals = len(pattern.split(".")[1]) + 1 if "." in pattern else 0
        return whole + decimals + (1 if value < 0 else 0)
    return max(map(len, str(value).split("\n")))


def lines_needed(text: str, width: float, *, letter: float = LETTER) -> int:
    """Lines that a wrapped text takes in a column so wide."""
    room = max(int(width / letter), 1)
    return sum(max(1, len(wrap(part, room))) for part in text.split("\n"))


class Styles:
    """Cell styles of one workbook, each made once and handed out as openpyxl's own small array."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._made: dict[tuple[str, str], Any] = {}

    def put(self, cell: Any, role: str, pattern: str = "General") -> None:
        """Give a cell the look of a role."""
        key = (role, pattern)
        if key not in self._made:
            self._made[key] = self._make(role, pattern)
        cell._style = copy(self._made[key])

    def _make(self, role: str, pattern: str) -> Any:
        from openpyxl.cell.cell import Cell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell: Any = Cell(self._sheet, row=1, column=1)
        fonts: dict[str, dict[str, Any]] = {
            "title": {"size": 16, "bold": True, "color": ACCENT},
            "heading": {"size": 12, "bold": True, "color": ACCENT},
            "note": {"italic": True, "color": QUIET},
            "link": {"color": "0563C1", "underline": "single"},
            "head": {"bold": True, "color": INK},
            "head number": {"bold": True, "color": INK},
            "total": {"bold": True, "color": INK},
            "check": {"italic": True, "color": QUIET},
            "base": {"color": QUIET},
            "banner": {"bold": True, "size": 12, "color": "7A4B00"},
            "alarm": {"bold": True, "size": 12, "color": "9C1C1C"},
            "big": {"size": 12, "bold": True, "color": INK},
        }
        fills = {"head": HEAD, "head number": HEAD, "total": BAND, "banner": WARM, "alarm": "FBE3E1", "first": COLD}
        look: dict[str, Any] = {"size": 11, "color": INK} | fonts.get(role, {})
        cell.font = Font(name="Calibri", **look)
        if role in fills:
            cell.fill = PatternFill("solid", fgColor=fills[role])
        line = Side(style="thin", color=LINE)
        if role in ("head", "head number"):
            cell.border = Border(bottom=Side(style="medium", color=ACCENT))
        elif role == "check":
            cell.border = Border(bottom=line)
        elif role == "total":
            cell.border = Border(top=line)
        numeric = pattern != "General"
        across = "right" if role == "head number" or numeric else "left"
        upright = "bottom" if role in ("head", "head number") else "center" if role in ("banner", "alarm") else "top"
        wraps = role in ("head", "head number", "sentence", "note", "banner", "alarm", "wrapped", "first")
        indent = 1 if across == "right" else 0
        cell.alignment = Alignment(horizontal=across, vertical=upright, wrap_text=wraps, indent=indent)
        cell.number_format = pattern
        return cell._style
