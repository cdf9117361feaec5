"""A verdict of infeasible is proved from the multipliers, or it is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.optimize import linprog

from optimiser.economy.random import synthetic_economy
from optimiser.programme import LinearProgramme, formulate
from optimiser.solver import HighsSession, SolverOptions, Status, open_session
from optimiser.solver.certificate import Polyhedron
from optimiser.solver.violation import least_violation
from optimiser.strategies.goals import discounted_consumption, target, target_goals

pytestmark = pytest.mark.quick


def box(rows: list[list[float]], low: list[float], high: list[float], upper: float = np.inf) -> Polyhedron:
    matrix = sp.csr_array(np.array(rows, float))
    count = matrix.shape[1]
    ones = np.ones(len(rows)), np.ones(count)
    sides = np.array(low, float), np.array(high, float)
    return Polyhedron(matrix, *sides, np.zeros(count), np.full(count, upper), *ones)


def test_multipliers_that_add_up_to_a_contradiction_prove_it_in_either_sign() -> None:
    contradiction = box([[1.0], [1.0]], [5.0, -np.inf], [np.inf, 3.0])
    assert contradiction.proves_infeasible(np.array([1.0, -1.0]))
    assert contradiction.proves_infeasible(np.array([-1.0, 1.0]))


def test_other_multipliers_prove_nothing() -> None:
    contradiction = box([[1.0], [1.0]], [5.0, -np.inf], [np.inf, 3.0])
    for multipliers in ([1.0, 1.0], [0.0, 0.0], [1.0, 0.0], [1.0, -0.5], [np.nan, 1.0]):
        assert not contradiction.proves_infeasible(np.array(multipliers))
    assert not box([[1.0], [1.0]], [5.0, -np.inf], [np.inf, 5.0]).proves_infeasible(np.array([1.0, -1.0]))


def test_a_bound_of_an_unknown_is_part_of_the_proof() -> None:
    assert box([[1.0, 1.0]], [5.0], [np.inf], upper=2.0).proves_infeasible(np.array([1.0]))
    assert not box([[1.0, 1.0]], [5.0], [np.inf], upper=2.5).proves_infeasible(np.array([1.0]))
    assert not box([[1.0, 1.0]], [5.0], [np.inf]).proves_infeasible(np.array([1.0]))


@pytest.mark.parametrize("seed", range(40))
def test_the_least_violation_decides_as_scipy_does(seed: int) -> None:
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(8, 5)) * (random.random((8, 5)) < 0.7)
    lower, upper = np.full(8, -np.inf), random.uniform(-1.0, 2.0, 8)
    equal = random.random(8) < 0.2
    lower[equal] = upper[equal]
    bounds = np.zeros(5), np.full(5, 3.0)
    sides = [(matrix[~equal], upper[~equal]), (matrix[equal], upper[equal])]
    theirs = linprog(  # type: ignore[call-overload]
        np.zeros(5), *sides[0], *(sides[1] if equal.any() else (None, None)), bounds=np.column_stack(bounds)
    )
    sparse = sp.csr_array(matrix)
    multipliers = least_violation(sparse, lower, upper, *bounds, seconds=np.inf)
    assert multipliers is not None
    polyhedron = Polyhedron(sparse, lower, upper, *bounds, np.ones(8), np.ones(5))
    assert polyhedron.proves_infeasible(multipliers) == (theirs.status == 2)


def asked_too_much(growth: float) -> LinearProgramme:
    economy = synthetic_economy(8, 4, seed=3, target_growth=growth)
    programme, v = formulate(economy)
    goals = target_goals(economy, v, "growth")
    return programme.with_rows(target(goals)).maximising(discounted_consumption(economy, v))


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_a_programme_that_is_infeasible_is_proved_to_be(solver: str) -> None:
    assert open_session(asked_too_much(0.5), SolverOptions(solver)).solve().status is Status.INFEASIBLE
    assert open_session(asked_too_much(0.01), SolverOptions(solver)).solve().optimal


class Mistaken(HighsSession):
    """A solver that calls everything infeasible."""

    def _attempt(self, *given: Any, **named: Any) -> Any:
        super()._attempt(*given, **named)
        return self._api.HighsModelStatus.kInfeasible


def test_a_false_verdict_is_none() -> None:
    assert Mistaken(asked_too_much(0.01), SolverOptions()).solve().status is Status.UNDECIDED
    assert Mistaken(asked_too_much(0.5), SolverOptions()).solve().status is Status.INFEASIBLE


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_one_attempt_proves_nothing(solver: str) -> None:
    assert open_session(asked_too_much(0.5), SolverOptions(solver)).solve_once().status is Status.UNDECIDED
    assert open_session(asked_too_much(0.01), SolverOptions(solver)).solve_once().optimal


def test_what_is_known_to_be_feasible_is_never_called_infeasible() -> None:
    assert Mistaken(asked_too_much(0.5), SolverOptions()).solve_known().status is Status.UNDECIDED


def test_the_whole_matrix_has_what_the_solver_is_not_shown() -> None:
    programme = LinearProgramme.of_arrays(
        sp.csr_array([[1.0, 1e-14]]),
        np.array([-np.inf]),
        np.array([1.0]),
        np.zeros(2),
        np.array([1.0, 1e13]),
        np.array([1.0, 0.0]),
        rows=["row"],
        columns=["x", "y"],
    )
    assert programme.arrays.scaled.nnz == 1
    assert programme.matrix.toarray() == pytest.approx(np.array([[1.0, 1e-14]]))
    economy_programme, _ = formulate(synthetic_economy(4, 3, seed=1))
    assert abs(economy_programme.matrix - economy_programme.arrays.matrix).max() < 1e-9


def test_a_direction_proves_that_a_goal_has_no_end_only_where_nothing_is_in_its_way() -> None:
    """x - y <= 3, x <= inf, y <= inf (or 5): along (1, 1) the goal x grows for ever unless y has an end."""
    matrix = sp.csr_array(np.array([[1.0, -1.0]]))
    one, two, endless = np.ones(1), np.ones(2), np.full(2, np.inf)
    goal, along = np.array([1.0, 0.0]), np.array([1.0, 1.0])
    open_set = Polyhedron(matrix, -np.inf * one, 3.0 * one, 0.0 * two, endless, one, two)
    assert open_set.proves_unbounded(along, goal)
    assert not open_set.proves_unbounded(np.array([1.0, 0.5]), goal), "the row is in the way"
    assert not open_set.proves_unbounded(np.array([-1.0, 1.0]), goal), "x has an end at 0, and the goal falls"
    assert not open_set.proves_unbounded(np.zeros(2), goal)
    assert not open_set.proves_unbounded(along, np.array([1.0, -1.0])), "the goal stays as it is"
    closed = Polyhedron(matrix, -np.inf * one, 3.0 * one, 0.0 * two, np.array([np.inf, 5.0]), one, two)
    assert not closed.proves_unbounded(along, goal), "y has an end"
