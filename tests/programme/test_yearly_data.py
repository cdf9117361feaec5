"""Data that differ from year to year, on economies small enough to be solved in the head."""

from __future__ import annotations

import pytest
from carried_out import greatest_departure
from tables import Tables, matrix, plan

from optimiser import economy_from_tables, solve
from optimiser.economy.behaviour import FAITHFUL
from optimiser.economy.economy import Terminal
from optimiser.workbook.write.tables import tables_of


def corn(years: int = 3, **keys: object) -> Tables:
    """Corn of 10 a year from capacity, a fifth of it sown, eaten by all in equal parts."""
    return {
        "Plan": plan(plan_years=years, default_strategy="consumption", discount_rate=0, **keys),
        "Sectors": [["code", "unit", "base output"], ["corn", "t", 10]],
        "Inputs": matrix("product", ["corn"], ["corn"], [[0.2]]),
        "Capacity": [["sector", "capacity"], ["corn", 10]],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["corn"], ["all"], [[8]]),
    }


def test_a_reserve_is_built_up_from_year_to_year() -> None:
    tables = corn(reserve=0.3) | {"Reserve by year": [["product", 2001, 2002, "growth after"], ["corn", 0, 0.04, 0.5]]}
    economy = economy_from_tables(tables)
    found = solve(economy)
    eaten = [10 * (1 - reserve) - 2 for reserve in (0, 0.04, 0.06)]
    assert found.values("consumption")[0] == pytest.approx([each / 8 for each in eaten])
    assert greatest_departure(found, FAITHFUL) < 1e-9
    assert economy_from_tables(tables_of(economy)) == economy
    assert "Reserve by year" not in tables_of(economy_from_tables(corn(reserve=0.3)))


def test_a_static_end_asks_for_the_reserve_of_its_year() -> None:
    """(1 - .25) x - .2 x = 8 after two years, so that x is more than the capacity of 14."""
    tables = corn(years=1, terminal_condition=str(Terminal.STATIC))
    tables["Capacity"][1][1] = 14
    assert solve(economy_from_tables(tables)).solution.optimal
    tables["Reserve by year"] = [["product", 2001, 2002], ["corn", 0, 0.25]]
    assert not solve(economy_from_tables(tables)).solution.optimal
    tables["Capacity"][1][1] = 14.6
    assert solve(economy_from_tables(tables)).solution.optimal
