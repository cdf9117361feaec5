"""Native charts: lines over years, bars, and points with lines between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from optimiser.report.page import Cells, Chart, Format, Scaling, Series
from optimiser.report.writers.excel_styles import LINE_HEIGHT, PALETTE, QUIET

Where: TypeAlias = Callable[[Cells], list[object]]
"""From cells of a table to the sheet's name and its first and last row and column."""

WIDE, SMALL = 24.0, 11.8
"""Widths of charts in centimetres."""
FEW_BARS = 8
"""Of a small chart, whose names fit in letters of the usual size."""
LINE_CENTIMETRES = LINE_HEIGHT / 72.0 * 2.54
PIXELS_A_CENTIMETRE = 96.0 / 2.54
THIN = {"color": "#D5DBE1", "width": 0.5}
WORD_JOINER = "\u2060"
AXES = {Format.SHARE: "0%", Format.COUNT: "0", Format.COEFFICIENT: "0.00"}


def lines_covered(chart: Chart) -> int:
    """Rows of a sheet that a chart takes, with the blank ones around it."""
    return int(chart.height / LINE_CENTIMETRES) + 2


def draw(book: Any, chart: Chart, where: Where) -> Any:
    """The chart, to be put on a sheet."""
    kinds: dict[str, dict[str, str]] = {
        "lines": {"type": "line"},
        "bars": {"type": "column"},
        "lying bars": {"type": "bar"},
        "points": {"type": "scatter", "subtype": "straight_with_markers"},
    }
    made = book.add_chart(kinds[chart.kind])
    for place, series in enumerate(chart.series):
        made.add_series(_series(chart, series, place, where))
    made.set_title({"name": _words(chart.title), "name_font": _font(12, bold=True), "overlay": False})
    labels = _axis(chart.x) | {"label_position": "low", "major_gridlines": {"visible": False}}
    values = _axis(chart.y) | {"major_gridlines": {"visible": True, "line": THIN}}
    if chart.kind == "lying bars":
        # the first on top, and the figures below the last
        made.set_x_axis(values)
        many = chart.small and chart.categories is not None and len(chart.categories.values) > FEW_BARS
        names = {"num_font": _font(7 if many else 9)}
        made.set_y_axis(labels | names | {"reverse": True, "interval_unit": 1, "crossing": "max"})
    else:
        made.set_x_axis(labels)
        made.set_y_axis(values | {"label_position": "low"})
    alone = len(chart.series) == 1
    at = {"position": "bottom" if chart.small else "right", "font": _font(9)}
    made.set_legend({"none": True} if alone and chart.kind != "lines" else at)
    made.set_chartarea({"border": THIN})
    width = SMALL if chart.small else WIDE
    made.set_size({"width": width * PIXELS_A_CENTIMETRE, "height": chart.height * PIXELS_A_CENTIMETRE})
    return made


def _series(chart: Chart, series: Series, place: int, where: Where) -> dict[str, object]:
    colour = PALETTE[(place if series.colour is None else series.colour) % len(PALETTE)]
    across = series.across or chart.categories
    made: dict[str, object] = {
        "name": _words(series.name),
        "values": where(series.values),
        "values_data": _plain(series.values),
    }
    if across is not None:
        made |= {"categories": where(across), "categories_data": _plain(across)}
    if chart.kind in ("bars", "lying bars"):
        return made | {"fill": {"color": colour}, "border": {"none": True}, "gap": 60, "invert_if_negative": False}
    line: dict[str, object] = {"color": colour, "width": 1.9}
    if series.dashed:
        line["dash_type"] = "square_dot"
    made |= {"line": {"none": True} if series.dots else line, "smooth": False}
    if chart.kind == "points":
        size, sign = (11, "diamond") if series.dots else (6, "circle")
        edge = {"color": QUIET, "width": 0.5}
        made["marker"] = {"type": sign, "size": size, "fill": {"color": colour}, "border": edge}
    return made


def _plain(cells: Cells) -> list[object]:
    return ["" if each is None else each for each in cells.values]


def _axis(scaling: Scaling) -> dict[str, object]:
    made: dict[str, object] = {"num_font": _font(9), "num_format": AXES.get(scaling.format, "General")}
    made |= {"min": scaling.least, "max": scaling.most}
    return made | ({"name": _words(scaling.title), "name_font": _font(9)} if scaling.title else {})


def _font(size: int, *, bold: bool = False) -> dict[str, object]:
    return {"size": size, "bold": bold, "color": "#303030"}


def _words(words: str) -> str:
    """Words that are never taken for a cell to be read: an unseen sign stands where its address would begin."""
    return words.replace("!", f"!{WORD_JOINER}")
