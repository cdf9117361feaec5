"""Data that differ from year to year, on economies small enough to be solved in the head."""

from __future__ import annotations

import pytest
from carried_out import course, greatest_departure
from tables import Tables, matrix, plan

from optimiser import InputFault, economy_from_tables, solve
from optimiser.economy.behaviour import FAITHFUL
from optimiser.economy.economy import Terminal
from optimiser.execution.demand import of_plan
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


def power(years: int = 3) -> Tables:
    """Cloth of 10 a year, whose looms are driven by a growing part of the power of 8."""
    return {
        "Plan": plan(plan_years=years, default_strategy="consumption", discount_rate=0),
        "Sectors": [["code", "unit", "base output"], ["cloth", "m", 10], ["power", "kWh", 8]],
        "Inputs": matrix("product", ["cloth", "power"], ["cloth", "power"], [[0, 0], [0, 0.25]]),
        "Capacity": [["sector", "capacity"], ["cloth", 10], ["power", 8]],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["cloth"], ["all"], [[10]]),
        "Inputs by year": [["product", "technique", 2001, 2002, "growth after"], ["power", "cloth", 0, 0.8, 0.25]],
    }


def test_a_technique_that_takes_more_power_from_year_to_year() -> None:
    """Of the 8 a quarter is the power station's own: 6 are left, for 0, .8 and 1 a unit of cloth."""
    economy = economy_from_tables(power())
    found = solve(economy)
    assert found.values("output")[0] == pytest.approx([10, 6 / 0.8, 6])
    assert greatest_departure(found, FAITHFUL) < 1e-9
    used = [year.ledger.inputs[1, 0] for year in course(economy, of_plan(found), FAITHFUL).years[1:]]
    assert used == pytest.approx([6 + 2, 6 + 2])
    assert economy_from_tables(tables_of(economy)) == economy


def test_the_farms_own_use_may_change_from_year_to_year() -> None:
    """Seed of a fifth and then of a tenth, of 10 of corn; the village keeps 3 and sells the rest for nothing."""
    tables = corn()
    tables["Plan"] = plan(plan_years=2, default_strategy="weighted")
    tables["Inputs by year"] = [["product", "technique", 2001, 2002], ["corn", "corn", 0.2, 0.1]]
    tables["Town and country"] = [
        ["item", "value"],
        ["farm product", "corn"],
        ["household", "all"],
        ["tax", 10],
        ["subsistence", 3],
    ]
    tables["Trade"] = [["product", "export price"], ["corn", 1]]
    tables["Sectors"][0].append("price")
    tables["Sectors"][1].append(1)
    tables["Objective"] = [["set", "variable", "code", "year", "weight"], ["sold", "exports", "corn", "*", 1]]
    economy = economy_from_tables(tables)
    found = solve(economy)
    assert found.values("exports")[0] == pytest.approx([10 - 2 - 3, 10 - 1 - 3])
    assert greatest_departure(found, FAITHFUL) < 1e-9
    sown = [year.ledger.inputs[0, 0] for year in course(economy, of_plan(found), FAITHFUL).years]
    assert sown == pytest.approx([2, 1])


def test_a_static_end_takes_the_inputs_of_its_year() -> None:
    """x - .6 x = 8 in the year after the plan, so that x is 20."""
    tables = corn(years=1, terminal_condition=str(Terminal.STATIC))
    tables["Inputs by year"] = [["product", "technique", 2001, 2002], ["corn", "corn", 0.2, 0.6]]
    tables["Capacity"][1][1] = 19.9
    assert not solve(economy_from_tables(tables)).solution.optimal
    tables["Capacity"][1][1] = 20.1
    assert solve(economy_from_tables(tables)).solution.optimal


def test_the_base_year_has_the_coefficients_of_inputs() -> None:
    tables = power()
    tables["Inputs by year"][0].insert(2, 2000)
    tables["Inputs by year"][1].insert(2, 0.5)
    with pytest.raises(InputFault) as raised:
        economy_from_tables(tables)
    (fault,) = raised.value.faults
    assert (fault.sheet, fault.cell) == ("Inputs by year", "A2")
