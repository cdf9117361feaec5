"""Targets beyond what their own capacity can grow to: only those that are, whatever capacity a unit of output takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimiser import Economy, economy_from_tables
from optimiser.diagnosis.growth import BeyondGrowth, beyond_growth
from optimiser.diagnosis.question import question
from optimiser.economy.flows import greatest_capacity, greatest_output
from optimiser.solver import Status
from optimiser.strategies import Request
from optimiser.strategies.solve import solve
from optimiser.workbook.consistency import reach_of_targets
from optimiser.workbook.examples import two_sectors


def economy(use: float, limit: float = 0.05) -> Economy:
    """Steel and corn, whose capacity grows by a share a year at most, and a unit of steel takes so much of it."""
    made = economy_from_tables(two_sectors.tables())
    return replace(
        made,
        techniques=replace(made.techniques, capacity_use=np.array([use, 1.0])),
        assets=replace(made.assets, absorptive_limit=np.array([limit, np.inf])),
        pools=replace(made.pools, natural=np.full_like(made.pools.natural, np.inf)),
    )


def beyond(made: Economy) -> tuple[BeyondGrowth, ...]:
    goals = question(Request(made, "ambitious"), "targets").goals
    assert goals is not None
    return beyond_growth(made, goals)


@pytest.mark.parametrize("use", [0.5, 1.0, 2.0])
def test_the_bound_is_the_same_in_the_report_and_in_the_checks(use: float) -> None:
    """25 Mt of capacity, 5 % a year from the second on: 27.56 in year 3, and 37 of steel are asked for."""
    made = economy(use)
    told = [each for each in reach_of_targets(made) if "can grow to at most" in each.problem and "37" in each.problem]
    found = [each for each in beyond(made) if each.name == "steel"]
    assert bool(told) == bool(found) == (use >= 1.0)
    for each in found:
        assert each.most == pytest.approx(25.0 * 1.05**2 / use)
    most = greatest_output(made, 3)
    assert most[0] == pytest.approx(greatest_capacity(made, 3)[0] / use)


def test_what_can_be_made_is_not_beyond_growth() -> None:
    made = economy(0.5)
    assert solve(made, "targets", target_set="ambitious").status is Status.OPTIMAL
    assert not [each for each in beyond(made) if each.name == "steel"]


def test_where_no_capacity_is_taken_nothing_limits() -> None:
    assert np.isinf(greatest_output(economy(0.0), 3)[0]).all()
