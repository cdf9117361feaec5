"""What only a workbook has: charts that point to their cells, colours behind figures, rows that are streamed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from reports import plan, reading

from optimiser.comparison.compare import compare
from optimiser.report.page import (
    Cells,
    Chart,
    Column,
    Format,
    Heading,
    Page,
    Report,
    Scale,
    Sentence,
    Series,
    Stream,
    Table,
    bound,
)
from optimiser.report.pages.side import colour
from optimiser.report.reports import write_comparison, write_pages, write_report
from optimiser.report.writers.excel_styles import (
    PALETTE,
    POINTS_A_CHARACTER,
    UPRIGHT_HEIGHT,
    UPRIGHT_WIDTH,
    page_breaks,
)
from optimiser.strategies import STRATEGIES

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FILLS = ("noFill", "solidFill", "gradFill", "pattFill")


def cells(book: Any, reference: str) -> list[object]:
    """What stands where a chart points to."""
    name, _, where = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(where)
    sheet = book[name.strip("'").replace("''", "'")]
    return [cell.value for row in sheet.iter_rows(top, bottom, left, right) for cell in row]


def cached(source: Any) -> list[object]:
    """What a chart shows until the workbook is calculated."""
    points = {point.idx: point.v for point in (source.numCache if hasattr(source, "numCache") else source.strCache).pt}
    return [points.get(place) for place in range(max(points) + 1)]


def check_charts(path: Path) -> int:
    book: Any = openpyxl.load_workbook(path)
    count = 0
    for sheet in book.worksheets:
        for chart in sheet._charts:
            for series in chart.series:
                values = (series.val or series.yVal).numRef
                shown = cells(book, values.f)
                for there, drawn in zip(shown, cached(values), strict=False):
                    assert drawn is None or float(str(drawn)) == pytest.approx(there), (sheet.title, values.f)
                labels = series.cat or series.xVal
                labels = labels.strRef or labels.numRef
                words = [str(each) for each in cells(book, labels.f)]
                assert len(words) == len(shown)
                for there, drawn in zip(words, cached(labels), strict=False):
                    if re.match(r"^-?[\d.]+(e-?\d+)?$", there):
                        assert float(str(drawn)) == pytest.approx(float(there))
                    else:
                        assert there == drawn
                count += 1
    return count


def test_charts_point_to_what_they_show(tmp_path: Path) -> None:
    write_report(plan("five", "balanced"), tmp_path / "plan.xlsx", reading=reading("five"))
    assert check_charts(tmp_path / "plan.xlsx") >= 20
    economy = plan("two", "balanced").economy
    write_comparison(compare(economy, ("balanced", "maximum")), tmp_path / "comparison.xlsx")
    assert check_charts(tmp_path / "comparison.xlsx") >= 10


def test_lines_of_charts_have_one_fill(tmp_path: Path) -> None:
    """A line has one fill (ECMA-376, 20.1.2.2.24); Excel repairs a chart in which one has two by dropping it."""
    economy = plan("two", "balanced").economy
    write_report(plan("five", "balanced"), tmp_path / "plan.xlsx", reading=reading("five"))
    write_comparison(compare(economy, ("balanced", "maximum")), tmp_path / "comparison.xlsx")
    lines = 0
    for path in tmp_path.glob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.startswith("xl/charts/chart"):
                    for line in ElementTree.fromstring(archive.read(name)).iter(f"{DRAWING}ln"):
                        fills = [each.tag for each in line if each.tag.removeprefix(DRAWING) in FILLS]
                        assert len(fills) == 1, (path.name, name, fills)
                        lines += 1
    assert lines > 50


def test_the_first_page_is_one_printed_page(tmp_path: Path) -> None:
    """A table, five sentences, two charts and links: what comes after them begins on a page of its own."""
    write_report(plan("five", "balanced"), tmp_path / "plan.xlsx", reading=reading("five"))
    sheet: Any = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Plan"]
    (end, *_) = [each.id for each in sheet.row_breaks.brk]
    words = [row[0].value for row in sheet.iter_rows(max_row=end) if isinstance(row[0].value, str)]
    assert words[-1] == "About", "the last link"
    assert sheet.cell(end + 1, 1).value == "What was asked"
    points = sum(sheet.row_dimensions[row].height for row in range(1, end + 1))
    width = sum(sheet.column_dimensions[each].width for each in "ABCDEFGHI") * POINTS_A_CHARACTER
    assert points * min(1.0, UPRIGHT_WIDTH / width) < UPRIGHT_HEIGHT
    *told, binding = words[words.index("foreign debt, end of year") + 1 :][:5]
    begin = ("All households", "Consumption of the town", "Consumption of the village", "Industrial output")
    assert [[each for each in words if each.startswith(start) and each.endswith(".")] for start in begin] == [
        [each] for each in told
    ]
    assert "1% of the base-year amount would add" in binding
    assert sum(chart.anchor._from.row < end for chart in sheet._charts) == 2


@pytest.mark.parametrize("drawn", [False, True])
def test_a_header_is_repeated_on_pages_of_its_table_alone(drawn: bool, tmp_path: Path) -> None:
    """Above a chart it would take the room that the chart needs, which would then break."""
    table = Table((Column("what"), Column("amount")), tuple((f"t{each}", float(each)) for each in range(40)))
    chart = Chart("bars", "C", (Series("amount", Cells.down(table, 1)),), Cells.down(table, 0))
    pages = (Page("F", "A page.", (Sentence("First."),)), Page("P", "A page.", (table, chart) if drawn else (table,)))
    write_pages(Report("R", pages), tmp_path / "r.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "r.xlsx")["P"]
    assert bool(sheet.print_title_rows) is not drawn


@pytest.mark.parametrize(("columns", "across"), [(8, 1), (30, 3)])
def test_a_wide_table_goes_over_several_pages(columns: int, across: int, tmp_path: Path) -> None:
    heads = [Column("scenario"), *(Column(f"measure {each}", width=20.0) for each in range(columns))]
    table = Table(tuple(heads), (("as it is", *map(float, range(columns))),))
    first = Page("First", "What it is.", (Sentence("A line."),))
    write_pages(bound("Wide", first, [Page("Runs", "All of them.", (table,))]), tmp_path / "wide.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "wide.xlsx")["Runs"]
    assert (sheet.page_setup.fitToWidth or 1) == across
    assert sheet.print_title_cols == ("$A:$A" if across > 1 else None)


def test_nothing_is_put_off_by_a_title_alone() -> None:
    heights = {0: 24.0, 1: 16.0}
    assert page_breaks(80.0, heights, [(3, 33)], set()) == [], "the table would stand alone on the next page"
    assert page_breaks(80.0, heights, [(3, 12), (14, 40)], set()) == [14]


def test_a_strategy_has_one_colour(tmp_path: Path) -> None:
    economy = plan("two", "balanced").economy
    write_comparison(compare(economy, ("maximum", "balanced")), tmp_path / "comparison.xlsx")
    found: dict[str, set[str]] = {}
    with zipfile.ZipFile(tmp_path / "comparison.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/charts/chart"):
                for series in re.findall(r"<c:ser>.*?</c:ser>", archive.read(name).decode(), re.DOTALL):
                    (said,) = re.findall(r"<c:tx><c:v>(.*?)</c:v>", series)
                    strategy = said.split(", ")[-1]
                    if strategy in STRATEGIES:
                        found.setdefault(strategy, set()).update(
                            re.findall(r'<c:spPr>.*?srgbClr val="(\w+)"', series)[:1]
                        )
    assert set(found) == {"balanced", "maximum"}
    for strategy, colours in found.items():
        assert colours == {PALETTE[colour(strategy)].removeprefix("#")}


def test_colours_lie_behind_their_figures(tmp_path: Path) -> None:
    shares = Column("share", format=Format.SHARE, scale=Scale.REACHED)
    blocks = (Heading("H"), Table((Column("what"), shares), (("a", 0.25), ("b", 0.5))), Sentence("After."))
    write_pages(Report("R", (Page("P", "A page.", blocks),)), tmp_path / "r.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "r.xlsx")["P"]
    (ranged,) = sheet.conditional_formatting
    assert [cell.value for row in sheet[str(ranged.sqref)] for cell in row] == [0.25, 0.5]


def test_rows_that_are_streamed_stand_as_others_do(tmp_path: Path) -> None:
    columns = (Column("what", width=12.0), Column("amount", width=12.0, largest=1234.5))
    rows = [(f"=name {each}", each + 0.5) for each in range(50)]
    books = []
    for name, given in (("kept", tuple(rows)), ("streamed", Stream(lambda: iter(rows)))):
        table = Table(columns, given, alike="column", filters=True)
        chart = Chart("bars", "C", (Series("amount", Cells.down(table, 1, 0, 9)),), Cells.down(table, 0, 0, 9))
        write_pages(Report("R", (Page("P", "A page.", (table, chart)),)), tmp_path / f"{name}.xlsx")
        assert check_charts(tmp_path / f"{name}.xlsx") == 1
        sheet: Any = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")["P"]
        books.append([[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()])
        assert all(cell.quotePrefix for cell in sheet["A"] if str(cell.value).startswith("="))
        assert sheet.auto_filter.ref == f"A{sheet.max_row - 50}:B{sheet.max_row}"
    assert books[0] == books[1]


def test_no_cell_holds_a_signed_nothing(tmp_path: Path) -> None:
    table = Table((Column("what"), Column("amount")), (("a", -0.0), ("b", -1e-15), ("c", 12.0)), alike="column")
    write_pages(Report("R", (Page("P", "A page.", (table,)),)), tmp_path / "r.xlsx")
    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>-0" not in sheet
    small: Any = openpyxl.load_workbook(tmp_path / "r.xlsx")["P"]
    (cell,) = [cell for row in small.iter_rows() for cell in row if cell.value == -1e-15]
    assert cell.number_format == "0.0E+00", "as 0.00 it would be -0.00"
