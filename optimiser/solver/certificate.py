"""Proofs from multipliers of the rows, added up from the unscaled data: of infeasibility, and of how good an answer is.

For every point of `row_lower <= A x <= row_upper, lower <= x <= upper` and any multipliers y,

    c'x  =  y'(A x) + (c - A'y)'x  <=  sum_i max(y_i row_lower_i, y_i row_upper_i) + sum_j max(d_j lower_j, d_j upper_j)

with `d = c - A'y`.  The right side bounds the goal (weak duality).  With c = 0 a right side below zero shows that no
such point is there at all (Farkas).  A multiplier of the wrong sign, or what rounding leaves of a reduced cost, meets
an infinite side there; each is then taken with the widest value that a plan could have, which is stated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Sparse

EPSILON = 2.0**-53
"""The rounding of one operation."""

BEYOND = 1e6
"""A proof of infeasibility is one for all plans in which nothing is a million times its base-year size."""

NEAR = 10.0
"""A proof of optimality is one for all plans in which nothing is ten times what it is in the plan or was in the base
year: what it says of plans farther off is limited by the rounding of the multipliers."""


DRIFT = 1e-9
"""A direction that leaves a side by less than this, as a share of what moves in the row, leaves it by rounding only."""


@dataclass(frozen=True, eq=False)
class Polyhedron:
    """`row_lower <= A x <= row_upper, lower <= x <= upper` in the user's units, with base-year sizes."""

    matrix: Sparse
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    row_scale: Floats
    column_scale: Floats

    def least_upper_bound(
        self, multipliers: Floats, goal: Floats, row_reach: Floats, column_reach: Floats
    ) -> tuple[float, float]:
        """The bound that multipliers (row) prove for the goal (column), and the rounding in it.

        `row_reach` and `column_reach`, both not negative, stand for infinite sides.
        """
        reduced = goal - self.matrix.T @ multipliers
        size = np.abs(goal) + sp.csr_array(abs(self.matrix)).T @ np.abs(multipliers)
        rows = _greatest(multipliers, self.row_lower, self.row_upper, row_reach)
        columns = _greatest(reduced, self.lower, self.upper, column_reach)
        widest = np.abs(_at(reduced, self.lower, self.upper, column_reach))
        rounding = 8 * EPSILON * float(np.abs(rows).sum() + np.abs(columns).sum() + size @ widest)
        return float(rows.sum() + columns.sum()), rounding

    def proves_infeasible(self, multipliers: Floats) -> bool:
        """Whether multipliers (row), or their opposites, show that there is no such point (Farkas).

        Of all plans whose quantities and rows stay within `BEYOND` times the base year's.
        """
        return any(self._bounded_below_zero(each) for each in (multipliers, -multipliers))

    def _bounded_below_zero(self, multipliers: Floats) -> bool:
        # a multiplier that pushes against an open side is nothing but noise
        closed = np.where(multipliers > 0.0, np.isfinite(self.row_upper), np.isfinite(self.row_lower))
        clean = np.where(closed, multipliers, 0.0)
        goal = np.zeros_like(self.lower)
        bound, rounding = self.least_upper_bound(clean, goal, BEYOND * self.row_scale, BEYOND * self.column_scale)
        return bool(bound < -rounding)

    def proves_unbounded(self, ray: Floats, goal: Floats) -> bool:
        """Whether a direction (column) improves the goal for ever: no row or bound with an end is ever reached on it.

        Each row and bound may move towards an end by the rounding of the solver's own figures, and no more.
        """
        along = np.asarray(self.matrix @ ray)
        span = np.asarray(sp.csr_array(abs(self.matrix)) @ np.abs(ray))
        reach = float(np.abs(ray / self.column_scale).max(initial=0.0))
        rows = _kept_open(along, self.row_lower, self.row_upper, DRIFT * span)
        columns = _kept_open(ray, self.lower, self.upper, DRIFT * reach * self.column_scale)
        return reach > 0.0 and rows and columns and float(goal @ ray) > DRIFT * float(np.abs(goal) @ np.abs(ray))

    def bound_near(self, multipliers: Floats, goal: Floats, values: Floats) -> float:
        """What multipliers prove of the goal for all plans within `NEAR` times the given one."""
        rows = np.abs(np.asarray(self.matrix @ values))
        reach = NEAR * np.fmax(rows, self.row_scale), NEAR * np.fmax(np.abs(values), self.column_scale)
        bound, _ = self.least_upper_bound(multipliers, goal, *reach)
        return bound


def _at(weight: Floats, lower: Floats, upper: Floats, reach: Floats) -> Floats:
    """The side at which `weight * side` is greatest."""
    return np.where(
        weight > 0.0, np.where(np.isfinite(upper), upper, reach), np.where(np.isfinite(lower), lower, -reach)
    )


def _kept_open(along: Floats, lower: Floats, upper: Floats, slack: Floats) -> bool:
    """Whether nothing moves towards an end that it has."""
    down, up = (along < -slack) & np.isfinite(lower), (along > slack) & np.isfinite(upper)
    return not (down | up).any()


def _greatest(weight: Floats, lower: Floats, upper: Floats, reach: Floats) -> Floats:
    """`max(weight * lower, weight * upper)`."""
    return np.where(weight == 0.0, 0.0, weight * _at(weight, lower, upper, reach))
