"""Whether a plan is the best there is: the duality gap, from the unscaled data.

Independent of what the solver says of itself, and of the scales in which it worked: a goal whose coefficients drown
beside a greater one is "optimal" to the solver's tolerance, and far from it in the planner's units.
"""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import VerificationFailed
from optimiser.programme.programme import LinearProgramme
from optimiser.solver import Solution
from optimiser.solver.certificate import Polyhedron

GAP = 1e-6
"""Greatest relative duality gap of a plan that is believed."""


def relative_gap(programme: LinearProgramme, solution: Solution) -> float:
    """By how much, at most, another plan could be better, as a share of the goal.

        gap  =  sum_i max(y_i row_lower_i, y_i row_upper_i) + sum_j max(d_j lower_j, d_j upper_j) - c'x,    d = c - A'y

    with the shadow prices y of the solution, over the size of the goal.  An infinite side that a multiplier or a
    reduced cost pushes against (dual infeasibility) counts with ten times what the plan or the base year has there.
    """
    arrays = programme.arrays
    polyhedron = Polyhedron(
        programme.matrix,
        arrays.row_lower,
        arrays.row_upper,
        arrays.lower,
        arrays.upper,
        arrays.row_scale,
        arrays.column_scale,
    )
    goal = programme.objective
    reached = float(goal @ solution.values)
    bound = polyhedron.bound_near(solution.shadow_prices, goal, solution.values)
    size = max(abs(reached), abs(bound), _usual(np.abs(goal) * arrays.column_scale))
    return max(bound - reached, 0.0) / size if size > 0.0 else 0.0


def _usual(coefficients: Floats) -> float:
    """The middle one of a goal's coefficients at base-year sizes: what the goal is measured by where it is zero."""
    there = coefficients[coefficients > 0.0]
    return float(np.median(there)) if there.size else 0.0


def confirmed_gap(programme: LinearProgramme, solution: Solution) -> float:
    """The relative gap of a plan that is the best.

    Raises:
        VerificationFailed: it is not proved to be.
    """
    gap = relative_gap(programme, solution)
    if not gap <= GAP:
        raise VerificationFailed(
            f"The plan is not shown to be the best: another might be better by {gap:.2g} of the goal, more than "
            f"{GAP:g}. Nothing was written. Try another solver, or goals nearer to each other in weight"
        )
    return gap
