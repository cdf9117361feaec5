"""How many figures of a workbook are sourced, derived or assumed, and where that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimiser import read_workbook, solve
from optimiser.comparison.compare import compare
from optimiser.execution import Draws, execute_strategies
from optimiser.plan.sentences import how_known
from optimiser.report.page import Report
from optimiser.report.pages.comparison import comparison_report
from optimiser.report.pages.execution import execution_report
from optimiser.report.pages.plan import plan_report
from optimiser.report.reports import comparison_json, execution_json, plan_json
from optimiser.report.writers.text import printed
from optimiser.strategies import Request
from optimiser.workbook import Change, Reading, read_tables
from optimiser.workbook.cells import book_of
from optimiser.workbook.examples import EXAMPLES, first_five_year_plan, two_sectors
from optimiser.workbook.graded import graded_in, grades_of

ROOT = Path(__file__).parent.parent.parent
HEADER: list[object] = ["sheet", "row", "column", "grade", "cells", "source"]
INPUTS: list[object] = ["Inputs", "*", "*", "derived"]
OUTPUTS: list[object] = ["Sectors", "*", "base output", "assumed"]


def graded(*rows: list[object], changes: tuple[Change, ...] = ()) -> Reading:
    """Two sectors with a sheet of grades."""
    tables = two_sectors.tables() | {"Notes on grades": [HEADER, *rows]}
    return read_tables(tables, changes=changes)


def numbers(sheet: str) -> int:
    return sum(isinstance(cell, int | float) for row in two_sectors.tables()[sheet][1:] for cell in row[1:])


def test_figures_are_counted_by_sheet_and_grade() -> None:
    known = graded(INPUTS).economy.origin.grades
    assert known.counts["Inputs"] == {"derived": numbers("Inputs")}
    assert known.names == ("derived",)
    assert (known.graded, known.share("derived")) == (numbers("Inputs"), 1.0)
    assert known.number("") == sum(sum(each.values()) for name, each in known.counts.items() if name != "Inputs")
    assert "Plan" not in known.counts
    assert "Scenarios" not in known.counts


def test_the_first_row_that_names_a_figure_is_its_grade() -> None:
    header, *rows = two_sectors.tables()["Sectors"]
    assert {"base output"} <= set(header)
    steel = str(rows[0][header.index("code")])
    first: list[object] = ["Sectors", steel, "base output", "sourced"]
    known = graded(first, OUTPUTS).economy.origin.grades.counts["Sectors"]
    assert (known["sourced"], known["assumed"]) == (1, len(rows) - 1)
    known = graded(OUTPUTS, first).economy.origin.grades.counts["Sectors"]
    assert (known.get("sourced"), known["assumed"]) == (None, len(rows))


def test_a_row_that_states_a_range_alone_hides_no_grade() -> None:
    known = graded(["Inputs", "*", "*", None], INPUTS).economy.origin.grades
    assert known.counts["Inputs"] == {"derived": numbers("Inputs")}


def test_of_rows_that_name_the_same_figures_the_later_has_as_many_as_it_says() -> None:
    own: list[object] = ["Inputs", "*", "*", "given", 1]
    known = graded(INPUTS, own).economy.origin.grades
    assert known.counts["Inputs"] == {"derived": numbers("Inputs") - 1, "given": 1}
    assert known.names == ("derived", "given")
    assert graded(INPUTS, own[:4]).economy.origin.grades.counts["Inputs"] == {"derived": numbers("Inputs")}


def test_a_changed_figure_has_no_grade() -> None:
    first = str(two_sectors.tables()["Sectors"][1][0])
    change = Change("Sectors", first, "base output", "multiply", 1.0)
    before, after = graded(OUTPUTS).economy.origin.grades, graded(OUTPUTS, changes=(change,)).economy.origin.grades
    assert after.number("assumed") == before.number("assumed") - 1
    assert after.number("") == before.number("") + 1


def test_a_pattern_of_columns_and_of_parts_of_a_key_is_understood() -> None:
    book = book_of(
        {"Notes on grades": [HEADER, ["Projects", "*|new", "*", "derived"], ["Projects", "*", "cost*", "assumed"]]}
    )
    rows = graded_in(book)
    assert [(each.row, each.column, each.grade) for each in rows] == [
        ("*|new", "*", "derived"),
        ("*", "cost*", "assumed"),
    ]
    assert not grades_of(rows, {}, ())


def test_a_year_is_a_column_where_years_stand_below_one_another() -> None:
    code = str(two_sectors.tables()["Sectors"][1][0])
    first, second = (str(year) for year in read_tables(two_sectors.tables()).economy.years.plan_labels[:2])
    yields: list[list[object]] = [["sector", "year", "value"], [code, int(first), 1.0], [code, int(second), 1.0]]
    rows: list[list[object]] = [HEADER, ["Yields", code, first, "sourced"], ["Yields", "*", "value", "assumed"]]
    known = read_tables(two_sectors.tables() | {"Yields": yields, "Notes on grades": rows}).economy.origin.grades
    assert known.counts["Yields"] == {"sourced": 1, "assumed": 1}


def test_a_sheet_of_grades_that_lacks_a_column_says_nothing() -> None:
    tables = two_sectors.tables() | {"Notes on grades": [["sheet", "row"], ["Inputs", "*"]]}
    assert not read_tables(tables).economy.origin.grades
    assert not read_tables(two_sectors.tables()).economy.origin.grades
    assert not graded(["Inputs", "*", "*", None]).economy.origin.grades


def test_the_frame_has_a_row_a_sheet() -> None:
    frame = graded(INPUTS).economy.origin.grades.frame()
    assert list(frame.columns) == ["derived", "no grade"]
    assert list(frame.loc["Inputs"]) == [numbers("Inputs"), 0]
    assert frame["no grade"].sum() > 0


def test_every_figure_of_the_five_year_plan_has_a_grade() -> None:
    known = read_tables(first_five_year_plan.tables()).economy.origin.grades
    assert known.number("") == 0
    assert known.names == ("sourced", "derived", "assumed")
    assert known.counts["Targets"]["sourced"] > known.counts["Targets"]["assumed"]
    assert sum(map(known.share, known.names)) == pytest.approx(1.0)
    sourced, derived, assumed = (f"{known.share(each):.0%}".replace("%", " %") for each in known.names)
    told = f"Of its {known.graded} figures {sourced} are sourced, {derived} derived, {assumed} assumed"
    assert told in " ".join((ROOT / "docs" / "examples.md").read_text(encoding="utf-8").split())


def reports(reading: Reading) -> list[tuple[Report, dict[str, object]]]:
    """Of a plan, of a comparison and of what is carried out."""
    economy = reading.economy
    plan = solve(economy, "balanced")
    compared = compare(economy, ("balanced", "maximum"), points=0)
    carried_out = execute_strategies(Request(economy), ("balanced",), Draws(1, 2))
    return [
        (plan_report(plan, reading), plan_json(plan, None)),
        (comparison_report(compared), comparison_json(compared, None)),
        (execution_report(carried_out), execution_json(carried_out, None)),
    ]


def test_reports_say_how_figures_are_known() -> None:
    reading = graded(INPUTS, OUTPUTS)
    (words,) = how_known(reading.economy)
    known = reading.economy.origin.grades
    share = numbers("Inputs") / known.graded
    assert words.startswith(
        f"Of the {known.graded:,} graded figures that the workbook gives, {share:.0%} are derived, "
    )
    assert f"; {known.number('')} figures more have no grade" in words
    for report, facts in reports(reading):
        (page,) = (each for each in report.pages if each.name == "Grades")
        first, table = page.tables
        assert [row[:2] for row in first.rows] == [(each, known.number(each)) for each in known.names]
        assert list(table.rows)[-1] == ("all sheets", *map(known.number, known.names), known.number(""))
        assert any(words in str(block) for block in report.pages[0].blocks)
        assert facts["grades"] == {
            "figures": known.graded,
            "without": known.number(""),
            "grades": {each: {"figures": known.number(each), "share": known.share(each)} for each in known.names},
        }


def test_reports_on_what_is_not_graded_are_silent() -> None:
    reading = read_tables(two_sectors.tables())
    assert how_known(reading.economy) == []
    for report, facts in reports(reading):
        assert "Grades" not in [page.name for page in report.pages]
        assert not any("graded figures" in line for line in printed(report))
        assert facts["grades"] is None


def test_a_workbook_on_disk_has_them_too() -> None:
    path = ROOT / "inputs" / "first_five_year_plan.xlsx"
    assert read_workbook(path).economy.origin.grades == read_tables(first_five_year_plan.tables()).economy.origin.grades


RANGED: list[object] = [*HEADER[:5], "times at least", "times at most"]
ODD: dict[str, tuple[list[object], str]] = {
    "a sheet that is not there": (["Input", "*", "*", "derived"], "A2"),
    "a row that is not there": (["Inputs", "ZINC", "*", "derived"], "B2"),
    "a column that is not there": (["Inputs", "*", "ZINC", "derived"], "B2"),
    "no row": (["Inputs", None, "*", "derived"], "B2"),
    "text for a number of cells": (["Inputs", "*", "*", "derived", "all"], "E2"),
    "text for a factor": (["Inputs", "*", "*", "derived", None, "0,8", 1.2], "F2"),
    "half a range": (["Inputs", "*", "*", "derived", None, 0.8], "F2"),
    "a range upside down": (["Inputs", "*", "*", "derived", None, 1.2, 0.8], "F2"),
    "a factor of nothing": (["Inputs", "*", "*", "derived", None, 0, 2], "F2"),
}


@pytest.mark.parametrize("damage", ODD)
def test_a_row_that_says_nothing_is_a_warning_at_its_cell(damage: str) -> None:
    row, cell = ODD[damage]
    tables = two_sectors.tables() | {"Notes on grades": [RANGED, row]}
    before, found = read_tables(two_sectors.tables()).warnings, read_tables(tables).warnings
    told = [each for each in found if each not in before]
    assert {(each.sheet, each.warning) for each in told} == {("Notes on grades", True)}
    assert cell in [each.cell for each in told]


def test_a_sheet_without_a_column_is_a_warning() -> None:
    tables = two_sectors.tables() | {"Notes on grades": [["sheet", "line", "column", "grade"], INPUTS]}
    (told,) = (each for each in read_tables(tables).warnings if each.sheet == "Notes on grades")
    assert "without a column row" in told.problem


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_row_of_the_examples_says_something(name: str) -> None:
    assert not [each for each in read_tables(EXAMPLES[name]()).warnings if each.sheet == "Notes on grades"]
