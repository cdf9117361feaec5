"""The base year of a workbook: what does not add up is named, with its cells, and refused by nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from economy_tables import Tables, altered, everything, small

from optimiser import base_year
from optimiser.economy.base_year import BASE_YEAR_TOLERANCE
from optimiser.errors import Fault
from optimiser.workbook import read_tables, read_workbook, validate_workbook
from optimiser.workbook.write.workbook import write_tables


def four_sectors(fish_eaten: float = 30.0) -> Tables:
    """Coal, machines, fish and bread; of 60 kt of fish so much is eaten."""
    codes = ["COA", "MAC", "FIS", "BRE"]
    return {
        "Plan": [
            ["key", "value"],
            ["title", "four sectors"],
            ["format version", 1],
            ["base year", 1928],
            ["plan years", 3],
            ["tail years", 0],
            ["terminal condition", "none"],
        ],
        "Sectors": [
            ["code", "name", "unit", "base output", "price"],
            ["COA", "coal", "Mt", 40.0, 10.0],
            ["MAC", "machines", "th", 12.0, 50.0],
            ["FIS", "fish", "kt", 60.0, 2.0],
            ["BRE", "bread", "kt", 100.0, 1.0],
        ],
        "Inputs": [["product", *codes], ["COA", 0.1, 1.5, 0.1, 0.06], ["MAC", 0.01, 0.05, 0.02, 0.02]],
        "Capacity": [["sector", "capacity", "depreciation"], *([c, 120.0, 0.01] for c in codes)],
        "Projects": [["sector", "type", "gestation"], *([c, "new", 1] for c in codes)],
        "Construction": [["product", *codes], ["MAC", 0.5, 0.5, 0.1, 0.1]],
        "Households": [["household", "name"], ["all", "the people"]],
        "Baskets": [["product", "all"], ["FIS", fish_eaten], ["BRE", 100.0], ["COA", 6.0]],
    }


def warnings_of(tables: Tables) -> list[Fault]:
    return [fault for fault in read_tables(tables).warnings if fault.problem.startswith("base-year balance: ")]


def test_fish_that_nobody_eats_is_named_with_both_cells(tmp_path: Path) -> None:
    path = tmp_path / "four.xlsx"
    write_tables(four_sectors(), path)
    found = validate_workbook(path)
    assert not found.faults, "nothing is refused"
    (warning,) = found.warnings
    assert (warning.sheet, warning.cell, warning.value) == ("Sectors", "D4", "60")
    assert "60 of FIS are there, but 30 are used (kt): 30 (50.0%) have no use; uses: Baskets!B2" in warning.problem
    assert "the column 1928 of Demand" in warning.remedy
    book = read_workbook(path)
    assert [fault.problem for fault in book.warnings] == [warning.problem]
    assert base_year(book.economy).frame().loc[("FIS", "kt"), ("balance", "residual")] == 30.0


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_the_stated_share_is_the_limit(side: float) -> None:
    limit = 60.0 * BASE_YEAR_TOLERANCE
    assert not warnings_of(four_sectors(60.0 - side * limit * 0.99))
    assert len(warnings_of(four_sectors(60.0 - side * limit * 1.01))) == 1


def test_uses_above_supply_are_told() -> None:
    (warning,) = warnings_of(altered(four_sectors(60.0), "Baskets", "B4", 16.0))
    assert (warning.sheet, warning.cell) == ("Sectors", "D2")
    assert "50 of COA are used, but 40 are made (Mt); uses: Inputs!C2, Baskets!B4" in warning.problem


def test_what_is_imported_and_exported_is_counted() -> None:
    tables = altered(four_sectors(30.0), "Baskets", "B4", 16.0)
    header: list[object] = ["product", "import price", "export price", "base imports", "base exports"]
    tables["Trade"] = [header, ["COA", 3.0, None, None, None], ["FIS", None, 1.0, None, 30.0]]
    assert not warnings_of(tables), "coal is imported as far as it is short"
    tables["Trade"] = [header, ["COA", 3.0, None, 4.0, None], ["FIS", None, 1.0, None, 20.0]]
    coal, fish = warnings_of(tables)
    assert "50 of COA are used, but 44 are made" in coal.problem
    assert "uses: Baskets!B2, Trade!E3" in fish.problem
    assert "`base exports` of Trade" in fish.remedy


def test_a_given_use_of_the_base_year_is_one() -> None:
    tables = four_sectors()
    tables["Demand"] = [["product", "use", 1928, 1929], ["FIS", "thrown away", 30.0, 0.0]]
    assert not warnings_of(tables)


def test_building_is_no_way_out_where_the_data_state_it() -> None:
    tables = four_sectors(60.0)
    base = base_year(read_tables(tables).economy)
    left = 12.0 - (0.4 + 0.6 + 1.2 + 2.0)
    assert base.amounts("building").tolist() == pytest.approx([0.0, left, 0.0, 0.0]), "what is left of machines"
    tables["Under construction"] = [["sector", "capacity", "year due"], ["COA", 10.0, 1929]]
    (warning,) = warnings_of(tables)
    worn = 120.0 * 0.01 * (0.5 + 0.5 + 0.1 + 0.1)
    assert f"12 of MAC are there, but {4.2 + worn + 5.0:.6g} are used" in warning.problem
    assert "Construction!B2" in warning.problem


def test_an_economy_without_final_uses_is_told_only_what_is_short() -> None:
    assert not warnings_of(small())
    (warning,) = warnings_of(altered(small(), "Inputs", "B2", 0.95))
    assert "of COA are used" in warning.problem


def test_what_nobody_uses_is_named_where_it_is_made() -> None:
    gas = next(fault for fault in warnings_of(everything()) if "GAS" in fault.problem)
    assert (gas.sheet, gas.cell) == ("Sectors", "E2"), "coal mines make it"
    assert "no use is stated" in gas.problem
