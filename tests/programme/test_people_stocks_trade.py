"""People in training, the cost of moving, stocks that spoil, foreign machines, falling prices: solved in the head."""

from __future__ import annotations

import numpy as np
import pytest
from tables import Tables, matrix, plan

from optimiser import Plan, economy_from_tables, solve
from optimiser.execution.coefficients import people_there


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
