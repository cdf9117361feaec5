"""What only a workbook has: charts that point to their cells, colours behind figures, rows that are streamed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

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
)
from optimiser.report.pages.side import colour
from optimiser.report.reports import write_comparison, write_pages, write_report
from optimiser.report.writers.excel_styles import PALETTE
from optimiser.strategies import STRATEGIES


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
