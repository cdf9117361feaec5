"""The sheet Assets, and the column `asset` of others: what is read, and what is wrong with its cell and a remedy."""

from __future__ import annotations

import math

import pytest
from economy_tables import Tables, altered, by_kind, everything, faults_of

from optimiser.economy.differences import differences
from optimiser.workbook import economy_from_tables
from optimiser.workbook.changes import Change
from optimiser.workbook.read.economy import read_tables
from optimiser.workbook.write.tables import tables_of


def test_what_is_read() -> None:
    economy = economy_from_tables(by_kind())
    assets, projects = economy.assets, economy.projects
    assert assets.axis.labels == ("COA", "STL", "AGR", "COA cutters", "STL lorries")
    assert assets.axis.units == ("Mt", "Mt", "Mt", "pieces", "Mt")
    assert assets.sector.tolist() == [0, 1, 2, 0, 1]
    assert assets.use.tolist() == [1.0, 1.0, 1.0, 0.5, 1.0]
    assert assets.capacity.tolist() == [44.0, 6.0, math.inf, 21.0, 6.5]
    assert assets.depreciation.tolist() == [0.03, 0.04, 0.0, 0.1, 0.2]
    assert assets.idle.tolist() == [4.0, 1.0, 0.0, 2.0, 0.0]
    assert assets.absorptive_limit.tolist() == [0.25, 0.3, math.inf, 0.4, math.inf]
    assert projects.asset.tolist() == [0, 0, 1, 3, 4]
    assert projects.axis.labels[3:] == ("COA cutters new", "STL lorries new")
    assert economy.inherited.asset.tolist() == [0, 1, 3]
    bundles = economy.construction.bundles.labels
    assert bundles == ("shaft", "mill", "lorries")
    capital = economy.construction.capital.toarray()
    assert capital[:, 3:].tolist() == [[0.0, 0.0], [0.3, 0.0], [0.0, 1.0]]


def test_it_comes_back_as_it_was_written() -> None:
    economy = economy_from_tables(by_kind())
    assert not differences(economy_from_tables(tables_of(economy)), economy, 1e-12)


def test_a_sheet_without_rows_leaves_every_sector_its_capacity_alone() -> None:
    without = everything()
    del without["Assets"]
    assert economy_from_tables(without) == economy_from_tables(everything())


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "problem", "remedy"),
    [
        ("Assets", "A2", "CAO", "no sector has this code", "COA"),
        ("Assets", "B2", "capacity", "is the asset of the sheet Capacity", "another name"),
        ("Assets", "B3", None, "the asset is missing", "Fill it in"),
        ("Assets", "E2", None, "the capacity is missing", "Fill it in"),
        ("Assets", "F2", 1.2, "at most 1", ""),
        ("Projects", "L5", "cuters", "COA has no asset of this name", "cutters"),
        ("Projects", "L6", "cutters", "STL has no asset of this name", "lorries"),
        ("Under construction", "E4", "lorries", "COA has no asset of this name", "cutters"),
        ("Construction", "D1", "lories", "no bundle has this code", "lorries"),
    ],
)
def test_what_is_wrong_has_its_cell_and_a_remedy(
    sheet: str, cell: str, value: object, problem: str, remedy: str
) -> None:
    found = [
        each for each in faults_of(altered(by_kind(), sheet, cell, value)) if (each.sheet, each.cell) == (sheet, cell)
    ]
    assert found
    assert problem in str(found[0])
    assert remedy in str(found[0])


def test_an_asset_that_stands_twice_is_a_fault() -> None:
    tables = by_kind()
    tables["Assets"].append(["coa", "Cutters", "pieces", 0.5, 21.0, 0.1, 2.0, 0.4, "mill", 0.3])
    (fault,) = faults_of(tables)
    assert (fault.sheet, fault.cell) == ("Assets", "B4")
    assert "the same sector and asset stands at B2" in fault.problem


def warnings(tables: Tables) -> list[str]:
    return [f"{each.sheet}!{each.cell} {each.problem}" for each in read_tables(tables).warnings]


def test_what_looks_odd_points_to_the_asset() -> None:
    """A base output beyond what its cutters allow; an asset that wears out and is never replaced."""
    scarce = altered(by_kind(), "Assets", "E2", 15.0)
    assert any(
        each.startswith("Assets!E2 COA: base output of 40 is above the capacity of 30") for each in warnings(scarce)
    )
    never = by_kind()
    del never["Projects"][4]
    assert any(each.startswith("Assets!F2 COA cutters loses capacity every year") for each in warnings(never))


def test_scenarios_and_weights_name_the_asset_and_may_leave_it_out_where_capacity_is_meant() -> None:
    tables = by_kind()

    def changed(row: str, column: str, value: float) -> list[float]:
        change = Change("Projects", row, column, "set", value)
        return list(economy_from_tables(tables, changes=[change]).projects.cost_factor)

    assert changed("COA|cutters|new", "cost factor", 3.0) == [1.0, 0.3, 1.1, 3.0, 1.0]
    assert changed("COA|new", "cost factor", 3.0) == [3.0, 0.3, 1.1, 1.0, 1.0]
    assert changed("STL|giant", "cost factor", 3.0) == [1.0, 0.3, 3.0, 1.0, 1.0]
    tables["Objective"] = [
        ["set", "variable", "code", "year", "weight"],
        ["growth", "starts", "COA|new", "1928/29", -1.0],
        ["growth", "starts", "COA|cutters|new", "1928/29", -2.0],
        ["growth", "capacity", "STL lorries", "1930/31", 1.0],
    ]
    assert economy_from_tables(tables).objectives.code == ("COA new", "COA cutters new", "STL lorries")
