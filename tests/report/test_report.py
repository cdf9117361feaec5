"""The report as a workbook, written, read again and added up."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from reports import (
    EXAMPLES,
    check_links,
    check_no_formulas,
    headers,
    pages,
    part,
    plan,
    reading,
    renamed,
    reread,
    texts,
)

from optimiser import read_economy
from optimiser.economy.random import synthetic_economy
from optimiser.errors import OutputFault
from optimiser.plan.measures import ZERO
from optimiser.plan.plan import Plan, Table
from optimiser.plan.sentences import lasts, priced_rows
from optimiser.report.page import Sentence
from optimiser.report.pages.plan import plan_report
from optimiser.report.pages.prices import label
from optimiser.report.reports import plan_json, write_report
from optimiser.strategies.solve import solve
from optimiser.workbook import economy_from_tables
from optimiser.workbook.examples import two_sectors

pytestmark = pytest.mark.quick

CASES = [
    ("five", "balanced"),
    ("five", "maximum"),
    ("five", "war"),
    ("two", "balanced"),
    ("two", "ratchet"),
    ("williams", "superindustrial"),
]


def book(path: Path, found: Plan, **given: Any) -> Any:
    write_report(found, path / "report.xlsx", **given)
    return reread(path / "report.xlsx")


@pytest.mark.parametrize(("name", "strategy"), CASES)
def test_every_balance_on_the_sheet_adds_up(tmp_path: Path, name: str, strategy: str) -> None:
    found = plan(name, strategy)
    sheet = part(book(tmp_path, found), "Balances")
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    start = next(number for number, line in enumerate(lines) if line[0] == "product")
    years = [place for place, label in enumerate(lines[start]) if label in found.economy.years.plan_labels]
    assert len(years) == found.economy.years.plan
    sums: dict[tuple[str, str], np.ndarray[Any, Any]] = {}
    totals: dict[tuple[str, str], np.ndarray[Any, Any]] = {}
    checks = 0
    for line in lines[start + 1 :]:
        code, side, item = str(line[0]), str(line[3]), line[4]
        figures = np.array([line[place] for place in years], float)
        if side == "check":
            assert not figures.any(), line
            checks += 1
        elif item == "all":
            totals[code, side] = figures
        else:
            sums[code, side] = sums.get((code, side), 0.0) + figures
    products = found.economy.products
    assert checks == len(products.axis)
    for code in products.axis.labels:
        sources, uses = totals[code, "sources"], totals[code, "uses"]
        size = max(float(np.abs(sources).max()), found.variables.scales.product[products.axis.position[code]])
        assert sources == pytest.approx(uses, abs=1e-7 * size)
        assert sums.get((code, "sources"), 0.0 * sources) == pytest.approx(sources, abs=1e-7 * size)
        assert sums.get((code, "uses"), 0.0 * sources) == pytest.approx(uses, abs=1e-7 * size)


@pytest.mark.parametrize(("name", "strategy"), CASES)
def test_links_lead_somewhere_and_nothing_is_a_formula(tmp_path: Path, name: str, strategy: str) -> None:
    written = book(tmp_path, plan(name, strategy), reading=reading(name))
    assert check_links(written) >= 2 * len(pages(written))
    check_no_formulas(written)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        for entry in archive.namelist():
            if entry.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(entry)


def test_the_first_page_says_what_came_out(tmp_path: Path) -> None:
    found = plan("five", "balanced")
    written = book(tmp_path, found, reading=reading("five"))
    assert written.sheetnames[0] == "Plan"
    page = " ".join(texts(written["Plan"]))
    assert "Stylised" in page
    assert f"{found.growth_rate:.2%}" in page
    assert f"{found.share:.1%}" in page
    assert "Consumption of the town" in page
    assert "Consumption of the village" in page
    assert found.verification is not None
    assert f"{found.verification.rows_checked:,} rows" in page
    assert "Target set: optimal" in page
    assert f"{len(reading('five').defaults)} defaults" in page
    assert list(pages(written)) == [each.name for each in plan_report(found, reading("five")).pages[1:]]


def test_what_is_not_stylised_is_not_called_so(tmp_path: Path) -> None:
    tables = two_sectors_tables()
    tables["Plan"] = [row for row in tables["Plan"] if row[0] != "stylised"]
    written = book(tmp_path, solve(economy_from_tables(tables), "balanced"))
    assert "Stylised figures" not in " ".join(texts(written["Plan"]))


def two_sectors_tables() -> dict[str, list[list[object]]]:
    made: dict[str, list[list[object]]] = EXAMPLES["two"].tables()
    return made


def test_what_holds_the_plan_back_is_said_in_units(tmp_path: Path) -> None:
    found = plan("two", "proportional", "ambitious")
    page = texts(book(tmp_path, found)["Plan"])
    said = [words for words in page if words.startswith("All the workers labour is at work in year 3")]
    assert len(said) == 1
    assert "a further million persons would add 0.1 shares" in said[0]


def test_the_first_page_draws_no_price_that_holds_for_nothing(tmp_path: Path) -> None:
    found = plan("five", "balanced")
    rows = priced_rows(found, ZERO)
    short = {label(found, row) for row in rows if not lasts(found, row)}
    lasting = {label(found, row) for row in rows if lasts(found, row)}
    assert short
    (page,) = (each for each in plan_report(found).pages if each.name == "What binds")
    (chart,) = page.headlines
    assert chart.categories is not None
    assert set(chart.categories.values) <= lasting
    assert not set(chart.categories.values) & short
    assert any(isinstance(each, Sentence) and "next to no change" in each.words for each in page.blocks)


def test_every_table_names_its_units(tmp_path: Path) -> None:
    written = book(tmp_path, plan("five", "balanced"), reading=reading("five"))
    for name in ("Output", "Consumption", "Capacity", "Labour", "Trade", "Town and country", "Balances", "Targets"):
        found = headers(part(written, name))
        assert found, name
        assert all("unit" in header for header in found), name
    assert all("unit of the price" in header for header in headers(part(written, "What binds")))
    (tmp_path / "other").mkdir()
    stocks = part(book(tmp_path / "other", plan("williams", "superindustrial")), "Stocks")
    assert headers(stocks)
    assert all("unit" in header for header in headers(stocks))


def test_only_plan_years_are_reported(tmp_path: Path) -> None:
    found = plan("reconstruction", "consumption")
    years = found.economy.years
    tail = {years.label(year) for year in range(years.plan + 1, years.last + 1)}
    written = book(tmp_path, found)
    for sheet in written.worksheets[1:]:
        for row in sheet.iter_rows():
            assert not tail & {cell.value for cell in row if isinstance(cell.value, str)}, sheet.title
    assert f"The years {years.label(9)} to {years.label(11)} were planned as well" in " ".join(texts(written["Plan"]))


def test_the_base_year_has_a_page_and_a_column_in_every_yearly_table(tmp_path: Path) -> None:
    found = plan("two", "balanced")
    written = book(tmp_path, found)
    shown = texts(part(written, "Base year"))
    assert "Every product's uses are within 2% of its supply." in shown
    rows = list(part(written, "Base year").iter_rows(values_only=True))
    steel = next(place for place, row in enumerate(rows) if row[0] == "STL")
    sums = dict(zip(rows[steel - 1], rows[steel], strict=True))
    assert (sums["supply"], sums["uses"]) == (25.0, 25.0)
    assert (sums["residual"], sums["residual, share of supply"]) == (0.0, 0.0)
    assert rows[steel - 1][3:5] == ("output", "supply"), "what there is stands before its sum"
    of_the_plan_alone = {"Projects", "Flows"}
    for name in pages(written).keys() - of_the_plan_alone:
        for row in part(written, name).iter_rows(values_only=True):
            first, second = (found.economy.years.label(year) for year in (1, 2))
            if first in row and row[row.index(first) + 1 :][:1] == (second,):
                assert "base year" in str(row[row.index(first) - 1]), (name, row)


def test_the_document_on_the_article_names_pages_and_headings_that_are_there(tmp_path: Path) -> None:
    """`docs/article.md`: in its second column pages of the example's report, each with a heading on it or without."""
    inputs = Path(__file__).parents[2] / "inputs"
    written = book(tmp_path, plan("five", "balanced"))
    regional = book(tmp_path / "regional", solve(read_economy(inputs / "five_regions.xlsx")))
    text = (Path(__file__).parents[2] / "docs" / "article.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith('| "')]
    named = [each for row in rows for each in row[1].split("; ") if each != "not there"]
    assert len(rows) > 30
    assert all(len(row) == 3 for row in rows)
    for name, _, heading in (each.partition(": ") for each in named):
        page = name.removeprefix("`five_regions` ")
        report = written if page == name else regional
        shown = texts(report[page] if page == "Plan" else part(report, page))
        assert not heading or heading in shown, page
    assert "National accounts: National wealth" in named
    assert "`five_regions` Regions: Shipments by good" in named


def test_no_figure_of_the_base_year_is_missing_where_the_data_have_it(tmp_path: Path) -> None:
    written = book(tmp_path, plan("five", "balanced"))
    missing = []
    for name in ("Output", "Consumption", "Capacity", "Labour", "Trade", "Town and country", "Balances"):
        title, column = "", 0
        for row in part(written, name).iter_rows(values_only=True):
            heads = [place for place, cell in enumerate(row) if str(cell).endswith("base year")]
            if len([cell for cell in row if cell is not None]) == 1:
                title = str(next(cell for cell in row if cell is not None))
            column = heads[0] if heads else column
            if not heads and column and len(row) > column + 1 and isinstance(row[column + 1], int | float):
                missing += [title] if row[column] is None else []
    assert set(missing) == {
        "Capacity begun in the year, by project",
        "Finished in the year of what was begun before the plan",
        "People who leave one pool for another in the year",
    }


def test_output_is_that_of_the_plan(tmp_path: Path) -> None:
    found = plan("five", "maximum")
    sheet = part(book(tmp_path, found), "Output")
    shown = {}
    for row in sheet.iter_rows(values_only=True):
        if row[0] in found.economy.sectors.axis.labels and row[0] not in shown:
            shown[row[0]] = [float(str(each)) for each in row[3:9]]
    for code, row in zip(found.economy.sectors.axis.labels, found.output_by_sector()[:, :6], strict=True):
        assert shown[code] == pytest.approx(row)


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    names = {
        "STL": "=1+1",
        "steel": "@SUM(A1)",
        "corn": "+cmd|'/c calc'!A0",
        "people": "-2+3",
        "the people": "=A1",
        "Steel and corn": '=HYPERLINK("http://x")',
    }
    economy = economy_from_tables(renamed(two_sectors_tables(), names))
    assert "=1+1" in economy.sectors.axis.labels
    written = book(tmp_path, solve(economy, "maximum"))
    check_no_formulas(written)
    found = {cell.value for sheet in written.worksheets for row in sheet.iter_rows() for cell in row}
    assert {"=1+1", "@SUM(A1)", "+cmd|'/c calc'!A0", "-2+3", "=A1"} <= found
    check_links(written)


@pytest.mark.parametrize(
    ("name", "strategy", "words"), [("five", "targets", "Infeasible"), ("williams", "balanced", "Unbounded")]
)
def test_without_a_plan_the_report_says_so(tmp_path: Path, name: str, strategy: str, words: str) -> None:
    found = plan(name, strategy)
    assert not found.solution.optimal
    written = book(tmp_path, found, reading=reading(name))
    page = " ".join(texts(written["Plan"]))
    assert words in page
    if found.share is not None:
        assert f"{found.share:.1%}" in page
    assert "Output" not in pages(written)
    assert {"Defaults", "About"} <= pages(written).keys()
    check_links(written)


def test_tables_of_a_strategy_are_pages_with_names_of_their_own(tmp_path: Path) -> None:
    from dataclasses import replace

    odd = tuple(
        Table(name, "A table.", ("what", "share"), (("=x", 0.5), ("b", float("nan"))))
        for name in ("Plan", "output", "a/b:c[d]*?", "x" * 40, "x" * 40, "History")
    )
    written = book(tmp_path, replace(plan("two", "balanced"), tables=odd))
    assert len({name.casefold() for name in written.sheetnames}) == len(written.sheetnames)
    assert all(len(name) <= 31 for name in written.sheetnames)
    assert {"Plan 2", "output 2", "a/b:c[d]*?", "x" * 40, f"{'x' * 40} 2"} <= pages(written).keys()
    assert {pages(written)[each.name][0] for each in odd[2:]} == {"Targets"}
    check_links(written)
    check_no_formulas(written)


def test_charts_have_titles_on_both_axes_where_they_are_needed(tmp_path: Path) -> None:
    written = book(tmp_path, plan("five", "balanced"))
    charts = written["Plan"]._charts
    assert len(charts) == 4
    for chart in charts:
        assert chart.title is not None
        assert chart.y_axis.title is not None
        assert not chart.x_axis.delete
        assert not chart.y_axis.delete
    assert part(written, "Output")._charts
    assert part(written, "Consumption")._charts


def test_print_setup_and_frozen_panes(tmp_path: Path) -> None:
    written = book(tmp_path, plan("five", "balanced"), reading=reading("five"))
    for sheet in written.worksheets:
        assert sheet.page_setup.orientation == ("portrait" if sheet.title == "Plan" else "landscape")
        # one page wide is the format's default and is left out
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        for letters, dimension in sheet.column_dimensions.items():
            assert 5 <= dimension.width <= 130, (sheet.title, letters)
    for name in ("Production", "Balances", "What binds", "People"):
        assert written[name].freeze_panes, name
    assert written["Balances"].auto_filter.ref


def test_a_file_is_not_written_over_unasked(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"precious")
    with pytest.raises(OutputFault):
        write_report(plan("two", "balanced"), path)
    with pytest.raises(OutputFault):
        write_report(plan("two", "balanced"), path, force=True)
    assert path.read_bytes() == b"precious"
    path.unlink()
    write_report(plan("two", "balanced"), path)
    with pytest.raises(OutputFault):
        write_report(plan("two", "balanced"), path)
    write_report(plan("two", "balanced"), path, force=True)
    assert reread(path).sheetnames[0] == "Plan"
    assert [each.name for each in tmp_path.iterdir()] == ["report.xlsx"]


def test_a_middling_economy_is_written_with_all_its_sectors(tmp_path: Path) -> None:
    found = solve(synthetic_economy(60, 3, density=0.2), "consumption")
    written = book(tmp_path, found)
    assert len([row for row in part(written, "Output").iter_rows(values_only=True) if row[2] == "bn"]) >= 60
    assert not part(written, "Output")._charts
    assert len(written["Plan"]._charts) == 4


@pytest.mark.parametrize("terminal", ["none", "tail", "maintain"])
def test_the_smallest_economy_has_a_report(tmp_path: Path, terminal: str) -> None:
    """One year, one sector, nothing but an input coefficient and a goal."""
    tables: dict[str, list[list[object]]] = {
        "Plan": [
            ["key", "value"],
            ["title", "tiny"],
            ["format version", 1],
            ["base year", 2000],
            ["plan years", 1],
            ["terminal condition", terminal],
        ],
        "Sectors": [["code", "unit", "base output"], ["a", "t", 0]],
        "Inputs": [["product", "a"], ["a", 0.5]],
        "Demand": [["product", "use", 2001, "growth after"], ["a", "final", 1.0, 0.0]],
        "Objective": [["set", "variable", "code", "year", "weight"], ["least", "output", "a", 2001, -1]],
    }
    found = solve(economy_from_tables(tables), "weighted")
    written = book(tmp_path, found)
    assert found.output_by_sector()[0, 1] == pytest.approx(2.0)
    assert "Consumption" not in pages(written)
    assert "Labour" not in pages(written)
    assert "no limit" in texts(part(written, "Capacity"))
    check_links(written)
    assert json.dumps(plan_json(found, None), allow_nan=False)


def test_spending_that_goes_on_past_the_plan(tmp_path: Path) -> None:
    """Machines from abroad, where one project spends for eight years in a plan of three."""
    tables = dict(two_sectors.tables())
    header, *rows = tables["Projects"]
    slow = ["STL", "slow", 8, *rows[0][3:], 0.5]
    tables["Projects"] = [[*header, "import need"], *([*row, 0.5] for row in rows), slow]
    tables["Foreign exchange"] = [["item", "unit", "value"], ["receipts", "million dollars", 100.0]]
    economy = economy_from_tables(tables)
    years = economy.years.plan
    assert economy.projects.spending.shape[1] > years + 1
    found = solve(economy, "maximum")
    starts, spending = found.quantities.starts, economy.projects.spending
    machines = [
        sum(0.5 * float(spending[:, year - start] @ starts[:, start]) for start in range(1, year + 1))
        for year in range(1, years + 1)
    ]
    assert any(machines)
    sheet = part(book(tmp_path, found), "Trade")
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (line,) = [line for line in lines if "machines for new capacity that have no home product" in line]
    assert [each for each in line if isinstance(each, int | float)] == pytest.approx([0.0, *machines])
