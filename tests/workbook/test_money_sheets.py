"""The sheets Wages and Money: who is paid, and what is wrong with them."""

from __future__ import annotations

import numpy as np
import pytest
from economy_tables import altered, everything, only_fault, place

from optimiser.economy.payments import Farms, procurement_prices
from optimiser.workbook import economy_from_tables, tables_of

TABLES = everything()


def cell(sheet: str, row: int, column: str) -> str:
    """The cell of a column, by its header."""
    return f"{'ABCDEFGH'[TABLES[sheet][0].index(column)]}{row}"


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "problem", "remedy"),
    [
        ("Wages", 3, "sector", "STEEL", "no sector has this code", "Did you mean 'STL'?"),
        ("Wages", 2, "pool", "urbane", "no pool has this code", "Did you mean 'urban'?"),
        (
            "Wages",
            2,
            "household",
            None,
            "it is not said which household receives it",
            "The households are: town, village",
        ),
        ("Wages", 2, "1928/29", -1.0, "out of bounds: at least 0", "within these bounds"),
        ("Wages", 3, "sector", None, "the same pool and sector stands at B2", "Delete one row."),
        ("Money", 3, "item", "taxes", "is none of the words allowed here", "tax"),
        ("Money", 3, "code", "vilage", "no household has this code", "Did you mean 'village'?"),
        ("Money", 10, "code", "COAL", "no product has this code", "COA"),
        ("Money", 13, "code", "town", "no sector has this code", "The codes are: COA, STL, AGR"),
        ("Money", 10, "code", None, "the product is missing", "Give the code of what farms sell."),
        ("Money", 4, "1928/29", 1.2, "the tax rate is a share, and comes to 1.2 in 1927/28", "Give at most 1"),
        ("Money", 13, "growth after", 2.0, "the profit tax is a share, and comes to", "less growth"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell_and_a_remedy(
    sheet: str, row: int, column: str, value: object, problem: str, remedy: str
) -> None:
    fault = only_fault(altered(TABLES, sheet, cell(sheet, row, column), value))
    assert fault.sheet == sheet
    assert place(fault.cell)[0] + 1 == row
    assert problem in fault.problem
    assert remedy in fault.remedy
    if column != "pool" or value:
        assert fault.cell == cell(sheet, row, column)


def test_farms_need_a_household() -> None:
    """Without a village two households could be the farms'."""
    tables = {name: rows for name, rows in TABLES.items() if name != "Town and country"}
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Money", "A10")
    assert "which household the farms are" in fault.problem


def test_what_is_said_of_one_place_goes_over_what_is_said_of_all() -> None:
    economy = economy_from_tables(TABLES)
    wage, receiver = economy.wages.paid(2, 3, 1)
    assert wage.tolist() == [[800.0, 1000.0, 800.0, 800.0], [0.0, 0.0, 10.0, 300.0]]
    assert receiver.tolist() == [[0, 0, 0, 0], [-1, -1, 1, 1]]
    assert economy.money.of("tax rate", economy.households.axis, 2).tolist() == [0.06, 0.12]
    assert economy.money.of("saving rate", economy.households.axis, 1).tolist() == [0.01, 0.01]
    assert economy.money.of("subsidy", economy.sectors.axis, 2).tolist() == [11.0, 0.0, 0.0]
    assert procurement_prices(economy, 2).tolist() == [10.0, 100.0, 52.0, 1.0]
    farms = Farms.of(economy)
    assert (farms.sectors.tolist(), farms.household) == ([False, False, True], 1)
    assert farms.products.tolist() == [False, False, True, True], "gas comes from the farm too"


def test_where_there_is_one_household_it_receives_all() -> None:
    tables = dict(TABLES)
    for name in ("Town and country", "Transfers", "Transfer costs", "Targets", "Target paths", "Variants"):
        del tables[name]
    tables["Plan"] = [row for row in tables["Plan"] if row[0] != "target set"]
    tables["Households"] = tables["Households"][:2]
    tables["Baskets"] = [row[:2] for row in tables["Baskets"]]
    tables["Wages"] = [["pool", "1928/29"], ["urban", 800.0]]
    tables["Money"] = [row for row in tables["Money"] if row[1] != "village"]
    economy = economy_from_tables(tables)
    assert economy.wages.household.tolist() == [0]
    assert np.array_equal(procurement_prices(economy, 1), [10.0, 100.0, 50.0, 1.0])


def test_the_same_years_later() -> None:
    economy = economy_from_tables(TABLES)
    assert economy.wages.later(1).wage[:, 1].tolist() == economy.wages.wage[:, 2].tolist()
    assert economy.money.later(1).figure[:, 0].tolist() == economy.money.figure[:, 1].tolist()


def test_they_are_written_as_they_were_read() -> None:
    written = tables_of(economy_from_tables(TABLES))
    for sheet in ("Wages", "Money"):
        keys = [row[:2] for row in TABLES[sheet]]
        assert [row[:2] for row in written[sheet]] == keys
