"""Native charts: lines over years, bars, and points with lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from optimiser.report.style import PALETTE, QUIET


@dataclass(frozen=True)
class Span:
    """Cells of one row or column of a sheet, rows and columns counted from 1."""

    sheet: Any
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    def along(cls, sheet: Any, row: int, first: int, last: int) -> Span:
        """Part of a row."""
        return cls(sheet, row, first, row, last)

    @classmethod
    def down(cls, sheet: Any, column: int, first: int, last: int) -> Span:
        """Part of a column."""
        return cls(sheet, first, column, last, column)

    def reference(self) -> Any:
        """As openpyxl has it."""
        from openpyxl.chart import Reference

        return Reference(
            self.sheet,
            min_col=self.first_column,
            max_col=self.last_column,
            min_row=self.first_row,
            max_row=self.last_row,
        )


@dataclass(frozen=True)
class Line:
    """A series: the cell of its name, and its figures."""

    name: Span
    values: Span
    across: Span | None = None
    """The figures on the other axis, for points."""
    dots: bool = False
    """Points without a line between them."""
    dashed: bool = False
    """So that a line that lies on another leaves it visible."""


def _series(line: Line, place: int) -> Any:
    from openpyxl.chart import Series
    from openpyxl.chart.data_source import StrRef
    from openpyxl.chart.series import SeriesLabel

    made: Any = Series(line.values.reference(), line.across.reference() if line.across else None)
    made.tx = SeriesLabel(strRef=StrRef(str(line.name.reference())))
    colour = PALETTE[place % len(PALETTE)]
    made.graphicalProperties.line.solidFill = colour
    made.graphicalProperties.line.width = 24_000
    if line.dashed:
        made.graphicalProperties.line.dashStyle = "sysDash"
    return made


def _text(size: int, *, bold: bool = False, colour: str = "404040") -> Any:
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RichTextProperties

    look = CharacterProperties(sz=size * 100, b=bold, solidFill=colour)
    return RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])


def _titled(words: str, size: int, *, bold: bool) -> Any:
    from openpyxl.chart.title import title_maker
    from openpyxl.drawing.text import CharacterProperties

    made: Any = title_maker(words)
    for paragraph in made.tx.rich.p:
        paragraph.pPr.defRPr = CharacterProperties(sz=size * 100, b=bold, solidFill="303030")
    made.overlay = False
    return made


def _dress(chart: Any, title: str, x_title: str, y_title: str, size: tuple[float, float]) -> Any:
    from openpyxl.chart.shapes import GraphicalProperties

    chart.title = _titled(title, 12, bold=True)
    chart.width, chart.height = size
    for axis, words in ((chart.x_axis, x_title), (chart.y_axis, y_title)):
        axis.delete = False
        axis.title = _titled(words, 9, bold=False) if words else None
        axis.txPr = _text(9)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_thin())
    chart.y_axis.number_format = "General"
    chart.y_axis.numFmt.sourceLinked = False
    if chart.legend is not None:
        chart.legend.txPr = _text(9)
    chart.graphical_properties = GraphicalProperties(ln=_thin())
    chart.roundedCorners = False
    return chart


def _thin() -> Any:
    from openpyxl.drawing.line import LineProperties

    return LineProperties(solidFill="D5DBE1", w=6350)


def line_chart(
    title: str,
    y_title: str,
    years: Span,
    lines: Sequence[Line],
    *,
    x_title: str = "",
    size: tuple[float, float] = (24.0, 8.2),
    least: float | None = None,
    pattern: str = "0.0",
) -> Any:
    """A line for each series over the years."""
    from openpyxl.chart import LineChart

    chart: Any = LineChart()
    for place, line in enumerate(lines):
        made = _series(line, place)
        made.smooth = False
        made.marker.symbol = "none"
        chart.series.append(made)
    chart.set_categories(years.reference())
    chart.legend.position = "r"
    _dress(chart, title, x_title, y_title, size)
    chart.y_axis.scaling.min = least
    chart.y_axis.number_format = pattern
    chart.x_axis.tickLblPos = "low"
    return chart


def bar_chart(
    title: str,
    y_title: str,
    labels: Span,
    lines: Sequence[Line],
    *,
    lying: bool = False,
    x_title: str = "",
    size: tuple[float, float] = (24.0, 8.2),
    pattern: str = "General",
    most: float | None = None,
) -> Any:
    """Bars, standing, or lying with the first on top."""
    from openpyxl.chart import BarChart

    chart: Any = BarChart()
    chart.type = "bar" if lying else "col"
    for place, line in enumerate(lines):
        made = _series(line, place)
        made.graphicalProperties.solidFill = PALETTE[place % len(PALETTE)]
        made.graphicalProperties.line.noFill = True
        made.invertIfNegative = False
        chart.series.append(made)
    chart.set_categories(labels.reference())
    chart.gapWidth = 60
    if len(lines) == 1:
        chart.legend = None
    else:
        chart.legend.position = "r"
    _dress(chart, title, x_title, y_title, size)
    chart.y_axis.scaling.min = 0.0 if most is not None else None
    chart.y_axis.scaling.max = most
    chart.y_axis.number_format = pattern
    if lying:
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
    chart.x_axis.tickLblPos = "low"
    return chart


def point_chart(
    title: str,
    x_title: str,
    y_title: str,
    lines: Sequence[Line],
    *,
    size: tuple[float, float] = (20.0, 11.0),
    pattern: str = "0.00",
) -> Any:
    """Points, with a line between those of a series unless it is made of dots."""
    from openpyxl.chart import ScatterChart
    from openpyxl.chart.marker import Marker

    chart: Any = ScatterChart()
    chart.style = 13
    chart.scatterStyle = "lineMarker"
    for place, line in enumerate(lines):
        made = _series(line, place)
        made.smooth = False
        colour = PALETTE[place % len(PALETTE)]
        made.marker = Marker(symbol="diamond" if line.dots else "circle", size=11 if line.dots else 6)
        made.marker.graphicalProperties = _filled(colour)
        if line.dots:
            made.graphicalProperties.line.noFill = True
        chart.series.append(made)
    chart.legend.position = "r"
    _dress(chart, title, x_title, y_title, size)
    for axis in (chart.x_axis, chart.y_axis):
        axis.number_format = pattern
        axis.tickLblPos = "low"
    chart.x_axis.majorGridlines = None
    return chart


def _filled(colour: str) -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=QUIET, w=6350))
