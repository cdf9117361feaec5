"""A programme kept in a solver: what goes in and comes out, whatever the solver."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from optimiser.arrays import Floats, Ints, Sparse
from optimiser.programme.expressions import Affine
from optimiser.programme.programme import LinearProgramme
from optimiser.solver.certificate import Polyhedron
from optimiser.solver.exact import refuted
from optimiser.solver.violation import least_violation

TOLERANCE = 1e-9
"""How far a scaled row or reduced cost may be off in the solver."""

EXACT_SECONDS = 5.0
"""How long fractions may take where the rounding of floating-point numbers hides whether there is an answer."""


class Status(StrEnum):
    """What became of a solve."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    LIMIT = "limit"
    UNDECIDED = "undecided"
    """The solver came to no verdict, or to one that its own multipliers do not prove."""


class Bases:
    """Where the first solve of a session may start: the basis of an earlier programme of the same structure.

    Filled while `learning`; then closed, so that what is solved later does not depend on the order of solves.
    """

    def __init__(self) -> None:
        self.learning = True
        self._known: dict[object, Any] = {}

    def close(self) -> None:
        """Learn no more."""
        self.learning = False

    def get(self, structure: object) -> Any:
        """The basis to start from, or None."""
        return self._known.get(structure)

    def offer(self, structure: object, basis: Any) -> None:
        """Keep a basis, if it is the first of its structure."""
        if self.learning:
            self._known.setdefault(structure, basis)


@dataclass(frozen=True)
class SolverOptions:
    """Which solver, how many threads, how long a solve may take, and where it may start from."""

    name: str = "highs"
    time_limit: float = float("inf")
    """Seconds for a single solve."""
    deadline: float = float("inf")
    """The time (`time.monotonic`) by which all solves are to end; one begun later is stopped by its limit at once."""
    threads: int = 1
    presolve: bool = True
    """Whether the first solve may simplify the programme; where every row may give way there is little to simplify."""
    rescale: bool = True
    """Whether the solver may scale the programme once more; of use to a first answer, less so to many after it."""
    interior_beyond: int = 3_000
    """Rows and columns together beyond which the interior-point method goes first where nothing is known: it is the
    faster for most goals, the simplex method for what targets demand together."""
    bases: Bases | None = field(default=None, compare=False)

    @property
    def seconds(self) -> float:
        """How long a solve that begins now may take; not above zero when the deadline has passed."""
        return min(self.time_limit, self.deadline - time.monotonic())


@dataclass(frozen=True, eq=False)
class Solution:
    """One answer; the arrays are empty unless the status is optimal."""

    status: Status
    objective: float
    values: Floats
    """(column): the unknowns."""
    shadow_prices: Floats
    """(row): what one more unit of the right-hand side adds to the goal."""
    reduced_costs: Floats
    """(column): what one more unit of a binding bound adds to the goal."""

    @property
    def optimal(self) -> bool:
        """Whether there is an answer to use."""
        return self.status is Status.OPTIMAL


def no_solution(status: Status) -> Solution:
    """What became of a solve that gave no answer to use."""
    empty = np.empty(0)
    return Solution(status, float("nan"), empty, empty, empty)


class Session(ABC):
    """A programme kept in a solver: change, solve, change, solve."""

    precision = TOLERANCE
    """How exactly scaled values come back."""
    margin = 0.0
    """By how much, in the scale of the goal, what an earlier stage found may be missed in a later one: nothing where
    the later starts from the earlier one's basis, at which all of it is kept."""

    def __init__(self, programme: LinearProgramme, options: SolverOptions) -> None:
        arrays = programme.arrays
        self.programme, self.options = programme, options
        self.matrix: Sparse = arrays.scaled
        self.row_scale, self.column_scale = arrays.row_scale, arrays.column_scale
        self.row_lower, self.row_upper = arrays.row_lower / self.row_scale, arrays.row_upper / self.row_scale
        self.lower, self.upper = arrays.lower / self.column_scale, arrays.upper / self.column_scale
        self.cost, self.goal_scale = self._scaled_goal(programme.objective)
        self.solves = 0
        self.cut_short = False
        """Whether the last solve was stopped by a time limit."""
        self.refutation: Floats | None = None
        """(row): the multipliers that prove the last programme solved to have no answer; None where it has one."""

    def _scaled_goal(self, objective: Floats) -> tuple[Floats, float]:
        cost = objective * self.column_scale
        scale = float(np.abs(cost).max(initial=0.0)) or 1.0
        return cost / scale, scale

    def set_rows(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """New two sides for some rows."""
        scale = self.row_scale[rows]
        sides = lower / scale, upper / scale
        other = (sides[0] != self.row_lower[rows]) | (sides[1] != self.row_upper[rows])
        self.row_lower[rows], self.row_upper[rows] = sides
        if other.any():
            self._rows_changed(rows[other])

    def set_columns(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """New bounds for some unknowns."""
        scale = self.column_scale[columns]
        bounds = lower / scale, upper / scale
        other = (bounds[0] != self.lower[columns]) | (bounds[1] != self.upper[columns])
        self.lower[columns], self.upper[columns] = bounds
        if other.any():
            self._columns_changed(columns[other])

    def set_goal(self, objective: Floats) -> None:
        """Another goal, a coefficient to each column."""
        before = self.cost
        self.cost, self.goal_scale = self._scaled_goal(objective)
        other = np.flatnonzero(self.cost != before)
        if other.size:
            self._goal_changed(other)

    def as_it_stands(self) -> LinearProgramme:
        """The programme with the sides, bounds and goal it has now."""
        objective = self.cost * self.goal_scale / self.column_scale
        there = np.flatnonzero(objective)
        sides = (self.row_lower * self.row_scale, self.row_upper * self.row_scale)
        bounds = (self.lower * self.column_scale, self.upper * self.column_scale)
        goal = Affine.of((1, 1), np.zeros_like(there), there, objective[there])
        return self.programme.with_sides(*sides, *bounds).maximising(goal)

    def free_rows(self, rows: Ints) -> None:
        """Rows that ask for nothing any more."""
        nothing = np.full(len(rows), np.inf)
        self.set_rows(rows, -nothing, nothing)

    def restore_rows(self, rows: Ints) -> None:
        """The two sides that the programme gave some rows."""
        arrays = self.programme.arrays
        self.set_rows(rows, arrays.row_lower[rows], arrays.row_upper[rows])

    def ranges(self) -> tuple[Floats, Floats] | None:
        """(row): the least and greatest right-hand side for which the last shadow prices hold; None if unknown.

        NaN for a row that does not bind, and where a degenerate solution does not tell.
        """
        return None

    @abstractmethod
    def _rows_changed(self, rows: Ints) -> None: ...

    @abstractmethod
    def _columns_changed(self, columns: Ints) -> None: ...

    @abstractmethod
    def _goal_changed(self, columns: Ints) -> None: ...

    @abstractmethod
    def exchange_rows(self, freed: Ints, kept: Ints, column: int) -> None:
        """Rows just freed, the rows that now hold what those held, and a column just given a lower bound where it is.

        The next solve can then start from the very point of the last.  A hint, which a solver that keeps nothing
        between solves has no use for.
        """

    @abstractmethod
    def start_here(self) -> None:
        """Until `start_anew` every solve starts at the last answer, with one thing changed.  A hint, likewise."""

    @abstractmethod
    def start_anew(self) -> None:
        """What is asked next is far from the last answer.  A hint, likewise."""

    def polyhedron(self) -> Polyhedron:
        """The rows and bounds as they stand, in the user's units."""
        return Polyhedron(
            self.programme.matrix,
            self.row_lower * self.row_scale,
            self.row_upper * self.row_scale,
            self.lower * self.column_scale,
            self.upper * self.column_scale,
            self.row_scale,
            self.column_scale,
        )

    def _proved_infeasible(self, multipliers: Floats | None) -> bool:
        """Whether scaled multipliers (row), or else those of the least violation, prove that there is no answer.

        Where rounding might be larger than what they show, they are made exact.
        """
        polyhedron = self.polyhedron()
        if multipliers is not None and polyhedron.proves_infeasible(multipliers / self.row_scale):
            self.refutation = multipliers / self.row_scale
            return True
        found = least_violation(
            self.matrix, self.row_lower, self.row_upper, self.lower, self.upper, seconds=self.options.seconds
        )
        if found is None:
            return False
        unscaled = found / self.row_scale
        deadline = time.monotonic() + min(EXACT_SECONDS, self.options.seconds)
        if polyhedron.proves_infeasible(unscaled) or refuted(polyhedron, unscaled, deadline=deadline) is not None:
            self.refutation = unscaled
            return True
        return False

    def _proved_unbounded(self, ray: Floats | None) -> bool:
        """Whether a scaled direction (column) shows that the goal has no greatest value."""
        return ray is not None and self.polyhedron().proves_unbounded(
            ray * self.column_scale, self.cost * self.goal_scale / self.column_scale
        )

    @abstractmethod
    def _run(self, *, known: bool = False, once: bool = False) -> tuple[Status, Floats, Floats, Floats]:
        """Status, scaled values, scaled row duals, scaled reduced costs.

        `known`: an earlier answer shows that there is one; `once`: what the first attempt does not answer is not
        decided.
        """

    def solve(self) -> Solution:
        """Solve as things stand.  What is called infeasible is proved to be.

        Raises:
            SolverFailed: the solver gave up without an answer.
        """
        return self._solve()

    def solve_known(self) -> Solution:
        """As `solve`, of a programme that an earlier answer shows to be feasible: it is never called infeasible."""
        return self._solve(known=True)

    def solve_once(self) -> Solution:
        """As `solve`, by one attempt and without a proof: where that gives no answer, nothing is decided."""
        return self._solve(once=True)

    def _solve(self, *, known: bool = False, once: bool = False) -> Solution:
        self.solves += 1
        self.refutation = None
        self.cut_short = self.options.seconds <= 0.0
        if self.cut_short:
            return no_solution(Status.LIMIT)
        status, values, duals, reduced = self._run(known=known, once=once)
        self.cut_short = status is Status.LIMIT
        if status is not Status.OPTIMAL:
            return no_solution(status)
        # a solver keeps bounds only to its tolerance; the plan keeps them, and is re-added as it is then
        values = np.clip(values, self.lower, self.upper)
        unscaled = values * self.column_scale
        objective = float(self.cost @ values) * self.goal_scale
        prices = duals * self.goal_scale / self.row_scale
        return Solution(status, objective, unscaled, prices, reduced * self.goal_scale / self.column_scale)
