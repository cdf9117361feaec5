"""A matrix with a row for every figure says the same as one with codes across; its faults have their cells."""

from __future__ import annotations

import numpy as np
import pytest
from economy_tables import Tables, by_kind, everything, faults_of

from optimiser.arrays import Axis
from optimiser.economy.random import synthetic_economy
from optimiser.workbook import economy_from_tables
from optimiser.workbook.changes import Change
from optimiser.workbook.columns import Layout
from optimiser.workbook.headers import long_headings
from optimiser.workbook.schema import BY_NAME, SHEETS
from optimiser.workbook.write import yearly
from optimiser.workbook.write.tables import tables_of

MATRICES = [sheet.name for sheet in SHEETS if sheet.layout is Layout.MATRIX]


def long(name: str, rows: list[list[object]]) -> list[list[object]]:
    """The same sheet, its figures one below the other."""
    header, *body = rows
    figures = [[row[0], code, cell] for row in body for code, cell in zip(header[1:], row[1:], strict=True) if cell]
    return [[*long_headings(BY_NAME[name]).values(), "note"], *([*row, "a remark"] for row in figures)]


def with_flows() -> Tables:
    """Flows and Make in place of Inputs and Outputs."""
    tables = everything()
    del tables["Inputs"], tables["Outputs"], tables["Techniques"], tables["Inputs by year"]
    tables["Labour inputs"] = [["pool", "COA", "STL", "AGR"], ["urban", 0.02, 0.05, None], ["rural", 0.01, None, 0.5]]
    tables["Resource inputs"] = [["resource", "COA", "STL", "AGR"], ["land", None, None, 1.0]]
    tables["Flows"] = [
        ["", "COA", "STL", "AGR"],
        ["COA", 2.0, 7.5, 0.7],
        ["STL", 0.4, 0.5, None],
        ["GRN", None, None, 7],
    ]
    tables["Make"] = [["", "COA", "STL", "AGR"], ["COA", 40, None, None], ["STL", None, 5, None], ["GRN", 0, 0, 70]]
    return tables


@pytest.mark.parametrize("name", MATRICES)
def test_long_is_as_wide(name: str) -> None:
    tables = with_flows() if name in ("Flows", "Make") else by_kind()
    economy = economy_from_tables({**tables, name: long(name, tables[name])})
    assert economy == economy_from_tables(tables)


def inputs(*rows: list[object]) -> Tables:
    return {**everything(), "Inputs": [["technique", "value", "product"], *rows]}


@pytest.mark.parametrize(
    ("row", "cell", "problem"),
    [
        (["COAL", 0.1, "COA"], "A3", "no technique has this code"),
        (["COA", 0.1, "IRN"], "C3", "no product has this code"),
        (["COA", "much", "STL"], "B3", "text where a number"),
        (["COA", -1, "STL"], "B3", "at least 0"),
        ([None, 0.1, "STL"], "A3", "no code"),
        (["STL", 1.4, "COA"], "C3", "stand in row 2 already"),
    ],
)
def test_what_is_wrong_has_its_cell(row: list[object], cell: str, problem: str) -> None:
    (fault,) = faults_of(inputs(["STL", 1.5, "COA"], row))
    assert (fault.sheet, fault.cell) == ("Inputs", cell)
    assert problem in fault.problem + fault.remedy
    assert fault.remedy


def test_a_change_finds_the_row_of_the_figure_and_names_what_is_not_there() -> None:
    tables = inputs(["STL", 1.5, "COA"], ["COA", 0.05, "COA"])
    changed = economy_from_tables(tables, changes=[Change("Inputs", "COA", "stl", "multiply", 2.0)])
    assert changed.techniques.inputs.toarray()[0, :2].tolist() == [0.05, 3.0]
    assert changed.origin.cell("Inputs", "COA", "STL") == "Inputs!B2"
    assert changed.origin.cell("Inputs", "COA", "COA") == "Inputs!B3"
    (fault,) = faults_of(tables, changes=[Change("Inputs", "COA", "AGR", "set", 2.0)])
    assert "no row for this code" in fault.problem


def test_a_matrix_wider_than_a_sheet_may_be_is_written_long(monkeypatch: pytest.MonkeyPatch) -> None:
    economy = synthetic_economy(4, 2, seed=1)
    wide = tables_of(economy)
    monkeypatch.setattr(yearly, "MOST_COLUMNS", 4)
    tables = tables_of(economy)
    assert wide["Inputs"][0] == ["product", *economy.techniques.axis.labels]
    assert tables["Inputs"][0] == ["product", "technique", "value"]
    assert isinstance(economy.techniques.axis, Axis)
    assert economy_from_tables(tables) == economy_from_tables(wide)
    assert np.array_equal(economy_from_tables(tables).techniques.inputs.toarray(), economy.techniques.inputs.toarray())
