"""Pages that stand together on one sheet of a workbook: how many sheets there are, and that each part works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reports import check_links, pages, part, plan, reread, texts

from optimiser.plan.measures import measures
from optimiser.report.page import (
    Cells,
    Chart,
    Column,
    Formula,
    Operand,
    Page,
    Report,
    Sentence,
    Series,
    Stream,
    Table,
    bound,
)
from optimiser.report.pages.plan import PAGES, plan_report
from optimiser.report.reports import write_pages, write_report
from optimiser.report.writers.excel_names import sheets_of
from optimiser.strategies.solve import solve
from optimiser.workbook import read_tables
from optimiser.workbook.examples import EXAMPLES

MOST_SHEETS = 15


@pytest.mark.slow
def test_a_plan_has_at_most_fifteen_sheets_even_with_every_page() -> None:
    """All pages of all examples in one report; a page that no example has is counted as a sheet of its own."""
    every: dict[str, Page] = {}
    silent = set(PAGES)
    for name, tables in EXAMPLES.items():
        reading = read_tables(tables())
        strategy = reading.economy.settings.strategy
        found = [solve(reading.economy, strategy)]
        if name == "two_sectors":
            found += [solve(reading.economy, each) for each in ("maximum", "ratchet", "proportional", "targets")]
        for each in found:
            report = plan_report(each, reading)
            assert len(sheets_of(report.pages)) <= MOST_SHEETS, (name, each.strategy)
            every |= {page.name: page for page in report.pages}
        if found[0].solution.optimal:
            m = measures(found[0])
            silent -= {make for make in silent if make(found[0], m)}
    assert {"Pay-off", "Ladder", "Stocks", "Trade", "Grades"} <= {name.partition(" ")[0] for name in every}
    assert len(sheets_of(tuple(every.values()))) + len(silent) <= MOST_SHEETS


def stacked(rows: Any = None) -> Report:
    """A first page, one alone, two on one sheet; each of the two has a table "t" that a formula adds up."""

    def page(name: str, figures: tuple[float, ...]) -> Page:
        rows = tuple((f"{name} {place}", each) for place, each in enumerate(figures))
        table = Table((Column("what"), Column("amount")), rows, name="t")
        total = Formula(sum(figures), "SUM({0})", (Operand(1, 0, len(figures) - 1, "t"),))
        below = Table((Column("of"), Column("sum")), ((name, total),), name="s")
        chart = Chart("bars", name, (Series("amount", Cells.down(table, 1)),), Cells.down(table, 0))
        return Page(name, f"About {name}.", (table, below, chart), sheet="Both")

    alone = Page("Alone", "A page.", (Table((Column("what", width=9.0),), rows or (("x",),)),))
    first = Page("First", "The first.", (Sentence("Here."),))
    return bound("Toy", first, [page("upper", (1.0, 2.0)), alone, page("lower", (3.0, 4.0, 5.0))])


def test_pages_of_one_sheet_stand_below_each_other_with_all_that_belongs_to_them(tmp_path: Path) -> None:
    write_pages(stacked(), tmp_path / "r.xlsx")
    book = reread(tmp_path / "r.xlsx")
    assert book.sheetnames == ["First", "Both", "Alone"]
    where = pages(book)
    lower = where["lower"][1]
    assert where["upper"] == ("Both", 1)
    assert where["Alone"] == ("Alone", 1)
    assert lower > 20, "below the chart of the upper one"
    check_links(book)
    sheet = book["Both"]
    ways = {cell.value: cell.hyperlink.location for (cell,) in sheet.iter_rows(max_col=1) if cell.hyperlink}
    assert ways == {"← first page": "'First'!A1", "↓ lower": f"'Both'!A{lower}"}
    assert [each.id for each in sheet.row_breaks.brk] == [lower - 1], "printed on a page of its own"
    for name, figures in (("upper", 2), ("lower", 3)):
        found = part(book, name)
        (at,) = [cell for row in found.iter_rows() for cell in row if cell.data_type == "f"]
        top = next(cell.row for (cell,) in found.iter_rows(max_col=1) if cell.value == f"{name} 0")
        assert at.value == f"=SUM($B${top}:$B${top + figures - 1})"
        (chart,) = found._charts
        assert chart.series[0].val.numRef.f == f"Both!$B${top}:$B${top + figures - 1}"
        assert f"About {name}." in texts(found)


def test_what_is_streamed_stands_apart(tmp_path: Path) -> None:
    write_pages(stacked(Stream(lambda: iter([("x",)]))), tmp_path / "r.xlsx")
    book = reread(tmp_path / "r.xlsx")
    assert book.sheetnames == ["First", "upper", "Alone", "lower"]
    check_links(book)


def test_a_page_alone_on_its_sheet_gives_it_its_name(tmp_path: Path) -> None:
    write_report(plan("williams", "superindustrial"), tmp_path / "r.xlsx")
    assert pages(reread(tmp_path / "r.xlsx"))["Stocks"] == ("Stocks", 1)
