"""A given use below zero is a source: in the plan, in its re-addition, in the base year and when it is carried out."""

from __future__ import annotations

import numpy as np
import pytest
from carried_out import course, greatest_departure
from known import known
from plain_tables import CODES, good, written

from optimiser import economy_from_tables, solve
from optimiser.economy.behaviour import FAITHFUL, Behaviour
from optimiser.economy.economy import Economy
from optimiser.execution.conservation import conservation
from optimiser.execution.demand import of_plan
from optimiser.iotables import import_table

ORE = CODES.index("ORE")


@pytest.fixture
def economy(tmp_path_factory: pytest.TempPathFactory) -> Economy:
    """The plain table with 30 of ore taken out of stock in the base year, and going on to be."""
    rows = good()
    rows[2][10] = -30
    rows[9][2] = float(str(rows[9][2])) - 32
    rows[8][2] = float(str(rows[8][2])) - 32
    return economy_from_tables(import_table(written(tmp_path_factory.mktemp("t") / "t 1990.csv", rows)).tables)


def test_a_source_is_used_once(economy: Economy) -> None:
    """One product, made by labour alone: 10 workers make 10, 5 come from outside, 15 are eaten."""
    tables: dict[str, list[list[object]]] = {
        "Plan": [
            ["key", "value"],
            ["title", "t"],
            ["format version", 1],
            ["base year", 0],
            ["plan years", 2],
            ["terminal condition", "none"],
        ],
        "Sectors": [["code", "unit", "base output"], ["CORN", "t", 10.0]],
        "Inputs": [["product", "CORN"], ["CORN", 0.0]],
        "Labour": [["pool", "unit", "persons"], ["all", "persons", 10.0]],
        "Labour inputs": [["pool", "CORN"], ["all", 1.0]],
        "Households": [["household"], ["all"]],
        "Baskets": [["product", "all"], ["CORN", 1.0]],
        "Demand": [["product", "use", 0, 1, 2], ["CORN", "stock drawn down", -5.0, -5.0, 0.0]],
    }
    plan = solve(economy_from_tables(tables), "consumption")
    assert plan.values("consumption")[0].tolist() == pytest.approx([15.0, 10.0])
    assert known(plan.verification).worst_violation < 1e-12


def test_what_comes_from_outside_is_carried_out(economy: Economy) -> None:
    demanded = of_plan(solve(economy, "balanced"))
    assert (demanded.outside[ORE, 1:] > 0.0).all()
    assert demanded.given[ORE].tolist() == [0.0] * demanded.given.shape[1]
    assert greatest_departure(solve(economy, "balanced"), FAITHFUL) < 1e-9


def test_it_is_accounted_for_whatever_people_do(economy: Economy) -> None:
    for behaviour in (FAITHFUL, Behaviour()):
        found = conservation(course(economy, of_plan(solve(economy, "balanced")), behaviour))
        assert found.worst < 1e-9, found
    twice = of_plan(solve(economy, "balanced"))
    assert np.array_equal(twice.blended(twice, 0.5).outside, twice.outside)
