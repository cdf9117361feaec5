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


def fish(target_set: str, strategy: str) -> Tables:
    """A fish a fisherman, of whom there are 6, 8 and 9, and were 5; paths to 9 and 10 fish."""
    return {
        "Plan": plan(plan_years=3, default_strategy=strategy, target_set=target_set),
        "Sectors": [["code", "unit", "base output"], ["fish", "t", 5]],
        "Inputs": matrix("product", ["fish"], ["fish"], [[0]]),
        "Labour": [["pool", "persons", 2001, 2002, 2003], ["all", 5, 6, 8, 9]],
        "Labour inputs": matrix("pool", ["all"], ["fish"], [[1]]),
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["fish"], ["all"], [[5]]),
        "Target paths": [
            ["set", "variable", "code", 2001, 2002, "growth after"],
            ["near", "output", "fish", 6, 8, 0.125],
            ["far", "output", "fish", 6, 8, 0.25],
        ],
    }


def test_the_common_share_of_a_path_is_that_of_its_hardest_year() -> None:
    """Increments of 1, 3 and 5, of which 1, 3 and 4 can be had."""
    assert solve(economy_from_tables(fish("near", "proportional"))).share == pytest.approx(1.0)
    assert solve(economy_from_tables(fish("far", "proportional"))).share == pytest.approx(4 / 5)
    early = fish("far", "proportional")
    early["Target paths"][2] = ["far", "output", "fish", 8, 8, 0.0]
    assert solve(economy_from_tables(early)).share == pytest.approx(1 / 3)


def test_a_path_is_demanded_in_every_year() -> None:
    economy = economy_from_tables(fish("near", "targets"))
    found = solve(economy)
    assert found.values("output")[0] == pytest.approx([6, 8, 9])
    assert greatest_departure(found, FAITHFUL) < 1e-9
    assert economy_from_tables(tables_of(economy)) == economy
    assert not solve(economy_from_tables(fish("far", "targets"))).solution.optimal
