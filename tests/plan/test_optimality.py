"""The duality gap: none at the best plan, and as large as the loss at any other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from optimiser import SolverOptions, economy_from_tables, solve
from optimiser.economy.random import synthetic_economy
from optimiser.errors import VerificationFailed
from optimiser.plan.optimality import GAP, confirmed_gap, relative_gap
from optimiser.programme import LinearProgramme
from optimiser.programme.expressions import Affine
from optimiser.solver import Solution, open_session
from optimiser.strategies.goals import elastic_target, target_goals
from optimiser.workbook.examples import EXAMPLES

pytestmark = pytest.mark.quick

STRATEGIES = ("balanced", "maximum", "ratchet", "targets", "proportional", "superindustrial", "war", "consumption")


@pytest.mark.parametrize("solver", ["highs", "cbc"])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_shows_that_its_plan_is_the_best(strategy: str, solver: str) -> None:
    economy = synthetic_economy(5, 3, seed=4, density=0.7, target_growth=0.01)
    plan = solve(economy, strategy, target_set="growth", options=SolverOptions(solver))
    assert plan.solution.optimal
    assert plan.verification is not None
    assert 0.0 <= plan.verification.gap <= 1e-9


def two_goods(goal: tuple[float, float]) -> LinearProgramme:
    """maximise a'x subject to x1 + x2 <= 10, x1 <= 4."""
    return LinearProgramme.of_arrays(
        sp.csr_array([[1.0, 1.0], [1.0, 0.0]]),
        np.full(2, -np.inf),
        np.array([10.0, 4.0]),
        np.zeros(2),
        np.full(2, np.inf),
        np.array(goal),
        rows=["both", "first"],
        columns=["x", "y"],
    )


def at(programme: LinearProgramme, values: tuple[float, float], prices: tuple[float, float]) -> Solution:
    best = open_session(programme).solve()
    assert best.optimal
    return replace(best, values=np.array(values), shadow_prices=np.array(prices))


def test_the_gap_is_what_is_lost() -> None:
    programme = two_goods((2.0, 1.0))
    assert relative_gap(programme, at(programme, (4.0, 6.0), (1.0, 1.0))) == pytest.approx(0.0, abs=1e-15)
    # 12 instead of 14
    assert relative_gap(programme, at(programme, (4.0, 4.0), (1.0, 1.0))) == pytest.approx(2 / 14)
    # the plan is the best, but these prices do not show it
    assert relative_gap(programme, at(programme, (4.0, 6.0), (2.0, 0.0))) == pytest.approx(6 / 20)


def test_prices_of_the_wrong_sign_show_nothing() -> None:
    programme = two_goods((2.0, 1.0))
    assert relative_gap(programme, at(programme, (4.0, 6.0), (-1.0, 3.0))) > 0.9
    assert relative_gap(programme, at(programme, (4.0, 6.0), (0.5, 1.5))) > 0.1


def test_a_plan_that_is_not_shown_to_be_the_best_is_an_error() -> None:
    programme = two_goods((2.0, 1.0))
    assert confirmed_gap(programme, at(programme, (4.0, 6.0 * (1 - GAP / 10)), (1.0, 1.0))) < GAP
    with pytest.raises(VerificationFailed, match="not shown to be the best"):
        confirmed_gap(programme, at(programme, (4.0, 6.0 * (1 - 10 * GAP)), (1.0, 1.0)))


def test_a_goal_that_drowns_beside_a_greater_one_is_noticed() -> None:
    """Consumption with a coefficient of 1 beside a target missed at a cost of 1e13: any consumption is the best."""
    made = economy_from_tables(EXAMPLES["two_sectors"]())
    plan = solve(made, "consumption")
    goals = target_goals(made, plan.variables, "modest")
    missed = plan.programme.with_variable("missed", goals.axis, scale=goals.scale)
    short = missed.variables[-1].over(np.array([0])).affine()
    cost = short.times(np.full((len(goals.axis), 1), 1e13)).total()
    drowned = missed.with_rows(elastic_target(replace(goals, value=goals.base), missed.variables[-1]))
    drowned = drowned.maximising(plan.programme.goal - cost)
    found = open_session(drowned).solve()
    assert found.optimal
    assert found.objective < 0.99 * plan.objective
    assert relative_gap(drowned, found) > 1e-2


def test_the_goal_zero_has_no_gap() -> None:
    programme = two_goods((0.0, 0.0)).maximising(Affine.zero((1, 1)))
    assert relative_gap(programme, open_session(programme).solve()) == 0.0
