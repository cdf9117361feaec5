"""Multipliers made exact: every sum is taken again here, in fractions, from the data alone."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.sparse as sp

from optimiser.arrays import Floats
from optimiser.solver.certificate import Polyhedron
from optimiser.solver.exact import ExactProof, added_up, exact_proof, refuted
from optimiser.solver.violation import least_violation

INF = np.inf


def polyhedron(
    rows: list[list[float]], low: list[float], high: list[float], lower: list[float], upper: list[float]
) -> Polyhedron:
    table = np.array(rows, float)
    row_scale, column_scale = np.ones(table.shape[0]), np.ones(table.shape[1])
    a, b, c, d = (np.array(each, float) for each in (low, high, lower, upper))
    return Polyhedron(sp.csr_array(table), a, b, c, d, row_scale, column_scale)


def multipliers_of(made: Polyhedron) -> Floats:
    found = least_violation(made.matrix, made.row_lower, made.row_upper, made.lower, made.upper, seconds=30.0)
    assert found is not None
    return found


def assert_proves(made: Polyhedron, found: ExactProof, goal: Floats | None = None) -> Fraction:
    """Weak duality, from nothing but the dense table: what the proof says of the goal, or of nothing at all."""
    table = made.matrix.toarray()
    bound = Fraction(0)
    for row, weight in found.multipliers.items():
        bound += weight * Fraction(float(made.row_upper[row] if weight > 0 else made.row_lower[row]))
    for column in range(table.shape[1]):
        wanted = Fraction(float(goal[column])) if goal is not None else Fraction(0)
        left = wanted - sum(w * Fraction(float(table[row, column])) for row, w in found.multipliers.items())
        if left:
            # raises where the side is open: a Fraction cannot be infinite
            bound += left * Fraction(float(made.upper[column] if left > 0 else made.lower[column]))
    assert bound == found.bound
    return bound


def test_a_contradiction_that_floats_only_nearly_show() -> None:
    """x/3 + y/3 >= 1 and 0.1 x + 0.1 y <= 0.2: no multiplier is a float, and x and y have no upper bound."""
    made = polyhedron([[1 / 3, 1 / 3], [0.1, 0.1]], [1, -INF], [INF, 0.2], [-INF, -INF], [INF, INF])
    found = refuted(made, np.array([-1.0, 3.3333333]))
    assert found is not None
    assert assert_proves(made, found) < 0
    # exactly in proportion, which no two floats are
    ratio = found.multipliers[1] / found.multipliers[0]
    assert ratio == -Fraction(1 / 3) / Fraction(0.1)
    assert Fraction(float(ratio)) != ratio


def test_what_can_be_kept_is_never_refuted() -> None:
    made = polyhedron([[1, 1], [1, -1]], [1, -INF], [INF, 2], [0, 0], [INF, INF])
    for multipliers in (np.array([-1.0, 1.0]), np.array([1.0, 1.0]), np.array([-1.0, 0.0])):
        assert refuted(made, multipliers) is None


def test_multipliers_that_prove_nothing_are_no_proof() -> None:
    made = polyhedron([[1, 0], [1, 0], [0, 1]], [2, -INF, -INF], [INF, 1, 5], [0, 0], [INF, INF])
    assert refuted(made, np.array([0.0, 0.0, 1.0])) is None
    assert refuted(made, np.zeros(3)) is None
    found = refuted(made, np.array([-1.0, 1.0, 0.0]))
    assert found is not None
    assert assert_proves(made, found) == -1


def test_a_bound_with_an_open_side_is_no_sum() -> None:
    made = polyhedron([[1.0]], [1], [INF], [-INF], [INF])
    assert added_up(made, {0: Fraction(-1)}, np.zeros(1)) is None
    assert added_up(made, {0: Fraction(1)}, np.zeros(1)) is None


def test_a_contradiction_smaller_than_any_tolerance() -> None:
    """It is there by a billionth of a billionth, and no solver would see it."""
    made = polyhedron([[1.0], [1.0]], [1.0 + 2**-52, -INF], [INF, 1.0], [-INF], [INF])
    found = refuted(made, np.array([-1.0, 1.0]))
    assert found is not None
    assert assert_proves(made, found) == -Fraction(1, 2**52)


def test_a_goal_is_bounded_exactly() -> None:
    """Maximise x + y below 0.1 x + 0.3 y <= 1 and 0.7 x + 0.2 y <= 1: at the corner, in fractions of the floats."""
    made = polyhedron([[0.1, 0.3], [0.7, 0.2]], [-INF, -INF], [1, 1], [0, 0], [INF, INF])
    goal = np.ones(2)
    found = exact_proof(made, np.array([5 / 1.9, 2 / 1.9]) + 1e-12, goal)
    assert found is not None
    most = assert_proves(made, found, goal)
    a, b, c, d = (Fraction(each) for each in (0.1, 0.3, 0.7, 0.2))
    x, y = (d - b) / (a * d - b * c), (a - c) / (a * d - b * c)
    assert most == x + y


@pytest.mark.parametrize("seed", range(40))
def test_random_contradictions(seed: int) -> None:
    """Rows that hold at a point, and one more that goes against a combination of them; free unknowns among others.

    All figures are eighths, so that the combination is one in fractions too.
    """
    random = np.random.default_rng(seed)
    rows, columns = int(random.integers(3, 25)), int(random.integers(2, 20))
    table = np.round(random.normal(size=(rows, columns)) * 8) / 8 * (random.random((rows, columns)) < 0.5)
    point = np.round(random.random(columns) * 40) / 8
    low = table @ point - np.round(random.random(rows) * 8) / 8
    weights = np.round(random.random(rows) * 8) / 8 * (random.random(rows) < 0.6)
    weights[0] = 1.0
    last, most = weights @ table, float(weights @ low) - 0.125
    lower = np.where(random.random(columns) < 0.5, -INF, 0.0)
    made = polyhedron(
        [*table.tolist(), last.tolist()],
        [*low.tolist(), -INF],
        [*np.full(rows, INF).tolist(), most],
        lower.tolist(),
        np.full(columns, INF).tolist(),
    )
    found = refuted(made, multipliers_of(made))
    assert found is not None
    assert assert_proves(made, found) < 0


def test_time_is_kept() -> None:
    made = polyhedron([[1 / 3, 1 / 3], [0.1, 0.1]], [1, -INF], [INF, 0.2], [-INF, -INF], [INF, INF])
    assert refuted(made, np.array([-1.0, 3.3333333]), deadline=0.0) is None
