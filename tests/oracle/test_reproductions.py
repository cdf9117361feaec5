"""Small economies on which the page and the program said different things."""

from __future__ import annotations

import pytest
from tables import Tables, matrix, plan

from optimiser import InputFault, Status, economy_from_tables, solve


def one_sector(years: int, terminal: str, **columns: float) -> Tables:
    """A sector at full capacity whose output a household consumes."""
    return {
        "Plan": plan(plan_years=years, default_strategy="consumption", terminal_condition=terminal),
        "Sectors": [["code", "unit", "base output", *columns], ["a", "u", 100, *columns.values()]],
        "Inputs": matrix("product", ["a"], ["a"], [[0]]),
        "Capacity": [["sector", "capacity"], ["a", 100]],
        "Projects": [["sector", "type", "gestation"], ["a", "new", 1]],
        "Construction": matrix("product", ["a"], ["a"], [[1]]),
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["a"], ["all"], [[100]]),
    }


def test_what_is_inherited_for_nothing_makes_no_plan_worse() -> None:
    """Capacity that comes two years after the end, at no cost to come, is there at the end as at the start."""
    tables = one_sector(2, "maintain")
    without = solve(economy_from_tables(tables)).objective
    tables["Under construction"] = [["sector", "capacity", "year due", "cost to come"], ["a", 50, 2004, 0]]
    assert solve(economy_from_tables(tables)).objective == pytest.approx(without, rel=1e-9)


def test_the_base_year_living_standard_is_that_of_all_mouths() -> None:
    """`static`: a tenth more people a year, so that two years later the same standard takes 1.21 of the basket."""
    tables = one_sector(1, "static")
    tables["Capacity"][1][1] = 200
    tables["Households"] = [["household", "mouths growth"], ["all", 0.1]]
    asked = solve(economy_from_tables(tables)).rows("static_output")["least"]
    assert list(asked) == pytest.approx([121], rel=1e-12)


def test_building_begun_before_the_plan_takes_the_farms_own_produce() -> None:
    """A harvest of 100, of which the farm's inherited building takes 30 and the village keeps 20: 50 reach the town."""
    tables: Tables = {
        "Plan": plan(default_strategy="weighted"),
        "Sectors": [["code", "unit", "base output", "price"], ["grain", "u", 100, 1], ["cloth", "u", 10, 1]],
        "Inputs": matrix("product", ["grain"], ["grain", "cloth"], [[0, 0]]),
        "Capacity": [["sector", "capacity"], ["grain", 100], ["cloth", 10]],
        "Projects": [["sector", "type", "gestation"], ["grain", "new", 1]],
        "Construction": matrix("product", ["grain"], ["grain"], [[1]]),
        "Under construction": [["sector", "capacity", "year due", "cost to come"], ["grain", 30, 2002, 1]],
        "Households": [["household"], ["village"]],
        "Baskets": matrix("product", ["cloth"], ["village"], [[1]]),
        "Trade": [["product", "export price"], ["grain", 1]],
        "Town and country": [
            ["item", "value"],
            ["farm product", "grain"],
            ["household", "village"],
            ["tax", 200],
            ["subsistence", 20],
        ],
        "Objective": [["set", "variable", "code", "year", "weight"], ["sold", "exports", "grain", 2001, 1]],
    }
    found = solve(economy_from_tables(tables))
    assert found.objective == pytest.approx(50, rel=1e-9)
    assert found.values("marketed")[0, 0] == pytest.approx(50, rel=1e-9)


@pytest.mark.parametrize("depreciation", [0.0, 0.5])
def test_maximum_where_no_sector_can_rise(depreciation: float) -> None:
    """The ideal point is the base year, or below it: it can be had, and the plan is no matter without a limit."""
    tables = one_sector(2, "none")
    del tables["Projects"], tables["Construction"]
    tables["Capacity"] = [["sector", "capacity", "depreciation"], ["a", 100, depreciation]]
    found = solve(economy_from_tables(tables), "maximum")
    assert found.status is Status.OPTIMAL
    assert found.share == pytest.approx(1, rel=1e-9)


def test_output_in_hand_of_a_sector_without_input_lag_asks_for_nothing_at_the_end() -> None:
    """`sum_{k of j, lag 1} x[k,N+1] >= in hand` has no row where no technique has a lag."""
    tables = one_sector(2, "maintain", **{"input lag": 0, "output in hand": 50})
    assert solve(economy_from_tables(tables)).status is Status.OPTIMAL


def test_a_sector_that_must_fall_has_less_at_the_common_share_too() -> None:
    """Half of its capacity is worn out: a sector that can only fall is counted from 0, and never shown as its base."""
    tables = one_sector(2, "none")
    tables["Sectors"].append(["b", "u", 100])
    tables["Inputs"] = matrix("product", ["a", "b"], ["a", "b"], [[0, 0], [0, 0]])
    tables["Capacity"] = [["sector", "capacity", "depreciation"], ["a", 100, 0], ["b", 100, 0.5]]
    tables["Construction"] = matrix("product", ["a", "b"], ["a", "b"], [[1, 0], [0, 0]])
    found = solve(economy_from_tables(tables), "maximum")
    (ideal,) = (table for table in found.tables if table.name == "Ideal point")
    shown = {row[0]: row[1:4] for row in ideal.rows}
    assert found.share == pytest.approx(1, rel=1e-6)
    assert list(shown["a"]) == pytest.approx([100, 200, 200], rel=1e-6)
    assert list(shown["b"]) == pytest.approx([100, 50, 50], rel=1e-6)


def test_nothing_at_all_can_be_made() -> None:
    """The ideal point is nothing, which can be had."""
    tables = one_sector(2, "none")
    del tables["Projects"], tables["Construction"]
    tables["Capacity"][1][1] = 0
    found = solve(economy_from_tables(tables), "maximum")
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(0, abs=1e-12)


def heavy(order: str, unit: float) -> Tables:
    """Two sectors of producer goods: `a`, and `b`, which makes nothing yet and takes a half of `a` a ton."""
    group = "producer goods"
    row = {"a": ["a", "t", 100, group], "b": ["b", f"t / {unit:g}", 0, group]}
    takes = {"a": 0.0, "b": 0.5 / unit}
    return {
        "Plan": plan(default_strategy="superindustrial"),
        "Sectors": [["code", "unit", "base output", "group"], *(row[each] for each in order)],
        "Inputs": matrix("product", ["a"], list(order), [[takes[each] for each in order]]),
        "Capacity": [["sector", "capacity"], ["a", 150]],
        "Resources": [["resource", "unit", 2001], ["land", "ha", 10]],
        "Resource inputs": matrix("resource", ["land"], ["b"], [[1 / unit]]),
    }


@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.parametrize("unit", [0.001, 1, 1000])
def test_growth_of_producer_goods_has_no_unit(order: str, unit: float) -> None:
    """`x[a,T] / x[a,0]` is 1.5 whatever `b`, that has nothing in the base year to be measured by, is counted in."""
    found = solve(economy_from_tables(heavy(order, unit)))
    assert found.objective == pytest.approx(1.5, rel=1e-9)
    assert found.sentences == ("Without output or capacity in the base year, and so no part of the goal: b.",)


def test_growth_of_producer_goods_needs_some_in_the_base_year() -> None:
    tables = heavy("ab", 1)
    tables["Sectors"][1][2] = 0
    assert solve(economy_from_tables(tables)).objective == pytest.approx(1, rel=1e-9)  # all of its capacity
    del tables["Capacity"]
    with pytest.raises(InputFault, match="no sector of the group 'producer goods' has output or capacity"):
        solve(economy_from_tables(tables))
