"""Every fault with its cell, its remedy, and no more faults than there are."""

from __future__ import annotations

import datetime

import pytest
from economy_tables import altered, everything, faults_of, only_fault, small

from optimiser.errors import InputFault
from optimiser.workbook import Change, economy_from_tables
from optimiser.workbook.parsing import as_read


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234", 1234.0),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("0,125", 0.125),
        ("12%", 0.12),
        ("12,5 %", 0.125),
        ("-3,5", -3.5),
        ("1e3", 1000.0),
        ("7", 7.0),
        ("1'000", 1000.0),
    ],
)
def test_figures_in_text_are_named_but_not_taken(words: str, figure: str) -> None:
    assert as_read(words) == pytest.approx(figure)
    fault = only_fault(altered(small(), "Sectors", "D2", words))
    assert (fault.sheet, fault.cell, fault.value) == ("Sectors", "D2", " ".join(words.split()))
    assert f"It would be read as {figure:.15g}" in fault.remedy


def test_a_number_stored_as_text_is_called_so() -> None:
    assert "a number stored as text" in only_fault(altered(small(), "Inputs", "B2", "0.1")).problem


@pytest.mark.parametrize("words", ["many", "1-2", "--3", "%", "1 tonne", "NA", "."])
def test_other_text_is_not_guessed_at(words: str) -> None:
    assert as_read(words) is None
    assert only_fault(altered(small(), "Inputs", "C3", words)).cell == "C3"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (datetime.datetime(1929, 1, 2), "is a date or a time"),
        (datetime.date(1929, 1, 2), "is a date or a time"),
        (datetime.time(3), "is a date or a time"),
        (True, "is TRUE or FALSE where a number belongs"),
        ("#REF!", "is an error value"),
        ("#n/a", "is an error value"),
        (float("nan"), "is not a finite number"),
        (float("inf"), "is not a finite number"),
        (-0.5, "is out of bounds: at least 0 is asked for"),
        (1e16, "is larger than 1e+15"),
        (10**400, "is larger than 1e+15"),
        (5e-324, "is closer to 0 than 1e-12"),
        (1e-300, "is closer to 0 than 1e-12"),
        (9.9e-13, "is closer to 0 than 1e-12"),
    ],
)
@pytest.mark.parametrize(("sheet", "cell"), [("Inputs", "C2"), ("Sectors", "D3")])
def test_what_is_no_figure(value: object, problem: str, sheet: str, cell: str) -> None:
    fault = only_fault(altered(small(), sheet, cell, value))
    assert (fault.sheet, fault.cell, fault.problem) == (sheet, cell, problem)


@pytest.mark.parametrize("value", [0.0, -0.0, 1e-12, 1e15])
@pytest.mark.parametrize(("sheet", "cell"), [("Labour inputs", "C2"), ("Sectors", "D3")])
def test_what_is_a_figure(value: object, sheet: str, cell: str) -> None:
    faults = faults_of(altered(everything(), sheet, cell, value))
    assert not [fault for fault in faults if (fault.sheet, fault.cell) == (sheet, cell)]


@pytest.mark.parametrize("value", [1e-300, 1e-13])
def test_a_change_to_a_figure_that_is_none(value: object) -> None:
    for change in (
        Change("Sectors", "STL", "base output", "set", value),
        Change("Sectors", "STL", "base output", "multiply", value),
        Change("Inputs", "COA", "STL", "multiply", value),
    ):
        with pytest.raises(InputFault, match="is closer to 0 than 1e-12"):
            economy_from_tables(small(), changes=[change])


def test_a_blank_that_has_no_default() -> None:
    fault = only_fault(altered(small(), "Sectors", "D2", None))
    assert (fault.cell, fault.problem) == ("D2", "the base output is missing")
    assert only_fault(altered(small(), "Plan", "B5", " ")).cell == "B5"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "meant"),
    [
        ("Sectors", "D1", "base ouput", "base output"),
        ("Plan", "A5", "plan year", "plan years"),
        ("Capacity", "A2", "CAO", "COA"),
        ("Inputs", "C1", "STEL", "STL"),
        ("Inputs", "A2", "KOA", "COA"),
        ("Demand", "A2", "SLT", "STL"),
        ("Targets", "B2", "outputs", "output"),
        ("Targets", "C3", "twon", "town"),
        ("Objective", "B3", "start", "starts"),
        ("Objective", "C3", "COA|ne", "COA|new"),
        ("Targets", "D2", "1930", "1930/31"),
        ("Demand", "D1", "1928", "1928/29"),
        ("Trade by year", "B2", "export prize", "export price"),
        ("Town and country", "C4", "vilage", "village"),
        ("Foreign exchange", "A3", "reciepts", "receipts"),
        ("Plan", "B10", "tails", "tail"),
    ],
)
def test_did_you_mean(sheet: str, cell: str, value: object, meant: str) -> None:
    tables = small() if sheet in ("Sectors", "Plan") and cell[0] != "B" else everything()
    faults = faults_of(altered(tables, sheet, cell, value))
    fault = next(fault for fault in faults if (fault.sheet, fault.cell) == (sheet, cell))
    assert fault.remedy == f"Did you mean {meant!r}?"


def test_a_misspelt_sheet() -> None:
    tables = small()
    tables["Input"] = tables.pop("Inputs")
    fault = only_fault(tables)
    assert (fault.sheet, fault.remedy) == ("Input", "Did you mean 'Inputs'?")


@pytest.mark.parametrize("missing", ["Plan", "Sectors", "Inputs"])
def test_a_missing_sheet(missing: str) -> None:
    tables = small()
    del tables[missing]
    assert missing in [fault.sheet for fault in faults_of(tables)]


@pytest.mark.parametrize(
    ("sheet", "row", "cell", "first"),
    [
        ("Sectors", ["coa", "coal", "Mt", 1.0], "A4", "A2"),
        ("Inputs", ["STL ", 0.5, 0.5], "A4", "A3"),
        ("Plan", ["title", "again", None, None], "A7", "A2"),
    ],
)
def test_duplicates_name_both_cells(sheet: str, row: list[object], cell: str, first: str) -> None:
    tables = small()
    tables[sheet].append(row)
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == (sheet, cell)
    assert first in fault.problem


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Capacity", ["COA", 1.0, 0.0, 0.0, None]),
        ("Projects", ["COA", "New", 1, None, None, None, 1.0, None, None, "no"]),
        ("Demand", ["STL", "Army", 1.0, 1.0, 1.0, 0.0]),
        ("Transfers", ["rural", "urban", 2.0, 0.0, 0]),
        ("Targets", ["optimal", "output", "stl", "1930/31", 9.0, 5.0, "no", 1.0]),
        ("Objective", ["growth", "output", "STL", "*", 2.0]),
        ("Trade by year", ["GRN", "export price", 1.0, 1.0, 0.0]),
        ("Foreign exchange", ["interest", None, 0.1, None, None, None, None]),
    ],
)
def test_a_key_stands_once(sheet: str, row: list[object]) -> None:
    tables = everything()
    tables[sheet].append(row)
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell[1:]) == (sheet, str(len(tables[sheet])))


def test_the_same_project_may_be_under_construction_twice() -> None:
    tables = everything()
    tables["Under construction"].append(["COA", 2.0, "1929/30", 0.0])
    assert economy_from_tables(tables).inherited.capacity.tolist() == [3.0, 1.0, 2.0]


def test_a_repeated_year_of_a_long_table() -> None:
    tables = everything()
    tables["Yields"] = [["sector", "year", "value"], ["AGR", "1928/29", 1.0], ["agr", "1928/29", 1.1]]
    fault = only_fault(tables)
    assert (fault.cell, "B2" in fault.problem) == ("B3", True)


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["sector", "1928/29", "1929/30", "1930/31"], ["AGR", 1.0, None, 1.0]], "C2"),
        ([["sector", "1928/29"], ["AGR", None]], "B2"),
        ([["sector", "1929/30"], ["AGR", 1.0]], ""),
        ([["sector", "1928/29", "1930/31"], ["AGR", 1.0, 1.0]], ""),
        ([["sector", "1928/29", "1999/00"], ["AGR", 1.0, 1.0]], "C1"),
        ([["sector", "year", "value"], ["AGR", "1928/29", 1.0], ["AGR", "1930/31", 1.0]], "B2"),
        ([["sector", "year", "value"], ["AGR", "1928/29", 1.0], ["AGR", None, 1.0]], "B3"),
        ([["sector", "year", "value"], ["AGR", "1928/29", 1.0], ["AGR", "1929/30", None]], "C3"),
        ([["sector", "year", "value", "1928/29"], ["AGR", "1928/29", 1.0, 1.0]], ""),
        ([["sector", "year"], ["AGR", "1928/29"]], ""),
        ([["sector", "growth after"], ["AGR", 0.1]], ""),
        (
            [["sector", "year", "value", "growth after"], ["AGR", "1928/29", 1.0, 0.1], ["AGR", "1929/30", 1.0, 0.2]],
            "D3",
        ),
    ],
)
def test_years_without_gaps(rows: list[list[object]], cell: str) -> None:
    tables = everything()
    tables["Yields"] = rows
    del tables["Scenarios"]
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Yields", cell)


def test_a_blank_after_the_last_year_continues() -> None:
    tables = everything()
    tables["Yields"] = [["sector", "1928/29", "1929/30", "1930/31"], ["AGR", 1.0, 1.1, None], ["COA", 1.0, 1.0, 0.9]]
    assert economy_from_tables(tables).sectors.yields[2, 1:5].tolist() == [1.0, 1.1, 1.1, 1.1]


def test_items_have_a_value_or_years() -> None:
    fault = only_fault(altered(everything(), "Foreign exchange", "D3", -10.0))
    assert (fault.sheet, fault.cell) == ("Foreign exchange", "D3")
    fault = only_fault(altered(everything(), "Town and country", "E2", "GRN"))
    assert (fault.sheet, fault.cell) == ("Town and country", "E2")
    assert only_fault(altered(everything(), "Foreign exchange", "D2", None)).cell == "D2"


def test_one_wrong_code_is_one_fault_however_often_it_is_used() -> None:
    tables = everything()
    tables["Sectors"][2][0] = "STLL"
    tables["Products"][2][0] = "STLL"
    tables["Techniques"][1][1] = "STLL"
    faults = faults_of(tables)
    assert len(faults) <= 5, [str(fault) for fault in faults]
    assert any("also used at" in fault.problem for fault in faults)
    tables = everything()
    tables["Sectors"][2][0] = None
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Sectors", "A3"), "what else uses the code is not at fault"


def test_a_wrong_calendar_does_not_make_every_year_wrong() -> None:
    fault = only_fault(altered(everything(), "Plan", "B6", "the year before"))
    assert (fault.sheet, fault.cell) == ("Plan", "B6")
    faults = faults_of(altered(altered(everything(), "Plan", "B6", None), "Demand", "D2", "few"))
    assert [fault.cell for fault in faults] == ["B6", "D2"], "figures under years are looked at all the same"


def test_all_faults_at_once_in_reading_order() -> None:
    tables = everything()
    damage = [
        ("Plan", "B7", "five"),
        ("Sectors", "E3", -1.0),
        ("Sectors", "H2", 1.5),
        ("Products", "D4", "12%"),
        ("Inputs", "D2", "x"),
        ("Inputs", "B3", True),
        ("Projects", "C4", 2.5),
        ("Labour", "F2", "some"),
        ("Households", "C3", -1.0),
        ("Demand", "D2", "#N/A"),
        ("Targets", "E3", None),
        ("Trade", "B2", -4.0),
    ]
    for sheet, cell, value in damage:
        tables = altered(tables, sheet, cell, value)
    found = [(fault.sheet, fault.cell) for fault in faults_of(tables)]
    assert sorted(found) == sorted((sheet, cell) for sheet, cell, _ in damage)
    order = [list(tables).index(sheet) for sheet, _ in found]
    assert order == sorted(order)
    assert found.index(("Inputs", "D2")) < found.index(("Inputs", "B3")), "row by row"


def test_labels_that_cannot_be_told_apart() -> None:
    tables = small()
    tables["Sectors"] += [["A", "a", "t", 1.0], ["A B", "b", "t", 1.0]]
    tables["Inputs"] = [["", "COA", "STL", "A", "A B"], ["COA", 0.1, 0.1, 0.1, 0.1]]
    tables["Projects"] = [["sector", "type", "gestation"], ["A", "B C", 1], ["A B", "C", 1]]
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Projects", "A3")


@pytest.mark.parametrize("code", ["A|B", "all*", "*"])
def test_signs_that_keys_need_are_not_for_codes(code: str) -> None:
    faults = faults_of(altered(small(), "Sectors", "A2", code))
    assert ("Sectors", "A2") in [(fault.sheet, fault.cell) for fault in faults]


def test_text_beside_a_table_is_not_overlooked() -> None:
    fault = only_fault(altered(small(), "Sectors", "G2", 5.0))
    assert (fault.cell, fault.problem) == ("G2", "stands in a column without a header")
    fault = only_fault(altered(small(), "Inputs", "E3", 5.0))
    assert fault.cell == "E3"
    assert not faults_of(altered(altered(small(), "Sectors", "G2", "see Popov"), "Sectors", "G1", "Source"))


def test_two_headers_are_ambiguous() -> None:
    tables = small()
    tables["Sectors"].append(["code", "name", "unit", "base output"])
    assert "rows 1 and 4" in only_fault(tables).problem


def test_empty_sheets() -> None:
    assert only_fault({**small(), "Capacity": []}).problem == "the sheet is empty"
    assert only_fault({**small(), "Sectors": [["code", "unit", "base output"]]}).problem == "has no rows"
    assert economy_from_tables({**small(), "Targets": everything()["Targets"][:1]}).targets.value.size == 0


def test_a_matrix_full_of_faults_is_cut_short() -> None:
    codes = [f"S{place}" for place in range(40)]
    tables = small()
    tables["Sectors"] = [["code", "unit", "base output"], *([code, "t", 1.0] for code in codes)]
    tables["Inputs"] = [["", *codes], *list[list[object]]([code, *["x"] * 40] for code in codes)]
    faults = faults_of(tables)
    assert len(faults) == 1001
    assert faults[-1].problem == "600 more faults in this sheet"


def test_the_message_has_every_fault() -> None:
    with pytest.raises(InputFault) as caught:
        economy_from_tables(altered(altered(small(), "Inputs", "B2", "x"), "Inputs", "C2", "y"))
    assert str(caught.value).splitlines() == [
        "Inputs!B2 ('x'): is text where a number belongs. Put a number there.",
        "Inputs!C2 ('y'): is text where a number belongs. Put a number there.",
    ]
