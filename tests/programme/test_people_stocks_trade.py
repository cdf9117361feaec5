"""People in training, the cost of moving, stocks that spoil, foreign machines, falling prices: solved in the head."""

from __future__ import annotations

import numpy as np
import pytest
from tables import Tables, matrix, plan

from optimiser import Plan, economy_from_tables, solve
from optimiser.economy.flows import mouths_there
from optimiser.execution.coefficients import people_there
from optimiser.execution.demand import of_plan
from optimiser.plan.measures import measures


def corn(years: int = 2, **keys: object) -> Tables:
    """Ten of corn a year from capacity alone, eaten by all."""
    return {
        "Plan": plan(plan_years=years, default_strategy="consumption", discount_rate=0, **keys),
        "Sectors": [["code", "unit", "base output"], ["corn", "t", 10]],
        "Inputs": matrix("product", ["corn"], ["corn"], [[0]]),
        "Capacity": [["sector", "capacity"], ["corn", 10]],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["corn"], ["all"], [[10]]),
    }


def solved(tables: Tables) -> Plan:
    return solve(economy_from_tables(tables))


def schooled(growth: float) -> Tables:
    """A person for each ton: eight are there, one comes out of training in each year, and no one is trained anew."""
    return corn() | {
        "Labour": [["pool", "unit", "persons", "growth"], ["skilled", "persons", 8, growth]],
        "Labour inputs": matrix("pool", ["skilled"], ["corn"], [[1]]),
        "In training": [["pool", "year due", "persons"], ["skilled", 2001, 1], ["skilled", 2002, 1]],
    }


def test_people_in_training_join_their_pool_when_they_are_due() -> None:
    found = solved(schooled(0.0))
    assert found.objective == pytest.approx(0.9 + 1.0)
    assert found.values("moved").tolist() == [pytest.approx([1.0, 2.0])]
    without = schooled(0.0)
    del without["In training"]
    assert solved(without).objective == pytest.approx(0.8 + 0.8)


def test_those_who_came_from_training_are_lost_at_the_rate_of_their_pool() -> None:
    """8 (.9) + 1, and 8 (.9)^2 + .9 + 1."""
    found = solved(schooled(-0.1))
    assert found.objective == pytest.approx(0.82 + 0.838)
    there = people_there(found.economy, np.zeros((0, 3)))
    assert there.tolist() == [pytest.approx([8.0, 8.2, 8.38])]


ALONE: list[list[object]] = [["from", "to", "limit"], ["rural", "urban", 5]]


def weavers(**sheets: list[list[object]]) -> Tables:
    """Cloth takes a weaver each; one is there, and villagers, who have corn without work, may become more."""
    return {
        "Plan": plan(plan_years=1, default_strategy="weighted", objective="cloth"),
        "Sectors": [["code", "unit", "base output"], ["corn", "t", 21], ["cloth", "m", 1]],
        "Inputs": matrix("product", ["corn", "cloth"], ["corn", "cloth"], [[0, 0], [0, 0]]),
        "Capacity": [["sector", "capacity"], ["corn", 21]],
        "Labour": [["pool", "unit", "persons"], ["rural", "persons", 50], ["urban", "persons", 1]],
        "Labour inputs": matrix("pool", ["urban"], ["corn", "cloth"], [[0, 1]]),
        "Households": [["household", "floor", "people"], ["town", 1, 10], ["village", 1, 20]],
        "Baskets": matrix("product", ["corn"], ["town", "village"], [[10, 10]]),
        "Objective": [["set", "variable", "code", "year", "weight"], ["cloth", "output", "cloth", "*", 1]],
        "Transfers": [
            ["from", "to", "limit", "mouths", "from household", "to household"],
            ["rural", "urban", 5, 2, "village", "town"],
        ],
        **sheets,
    }


def test_mouths_that_move_are_fed_where_they_come() -> None:
    """Two mouths a weaver: 2 t more in town, 1 t less in the village; 1 t of the 21 t is not eaten by the floors."""
    assert solved(weavers()).objective == pytest.approx(1 + 1)
    assert solved(weavers(Transfers=ALONE)).objective == pytest.approx(1 + 5)


def test_who_moves_takes_goods_in_the_year_he_leaves() -> None:
    """1 t of corn is left, and a quarter of a ton moves a weaver."""
    costs: list[list[object]] = [["from", "to", "product", "quantity"], ["rural", "urban", "corn", 0.25]]
    found = solved(weavers(Transfers=ALONE, **{"Transfer costs": costs}))
    assert found.objective == pytest.approx(1 + 4)
    assert of_plan(found).given[:, 1].tolist() == pytest.approx([1.0, 0.0])


def test_mouths_that_moved_grow_in_number_with_those_they_joined() -> None:
    growing: list[list[object]] = [
        ["household", "floor", "mouths growth", "people"],
        ["town", 1, 0.1, 10],
        ["village", 1, 0, 20],
    ]
    economy = economy_from_tables(weavers(Plan=plan(plan_years=2, objective="cloth"), Households=growing))
    town, village = mouths_there(economy, np.array([[9.0, 1.0, 0.0]]))
    assert town == pytest.approx([1.0, 1.3, 1.43])
    assert village == pytest.approx([1.0, 0.9, 0.9])


def test_a_living_standard_is_a_head_of_those_who_are_there() -> None:
    """Floors of 1 a head: 12 t for the town of 12, 9 t for the village of 18."""
    found = solved(weavers())
    assert found.quantities.consumption[:, 1].tolist() == pytest.approx([1.2, 0.9])
    assert measures(found).consumption_per_head[:, 1].tolist() == pytest.approx([1.0, 1.0])
