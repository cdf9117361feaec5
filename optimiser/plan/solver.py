"""The one module that knows solvers.

A `Session` holds a programme in a solver, so that bounds, right-hand sides and goals can be changed and
the next solve starts from the last answer.  HiGHS takes the arrays directly; every other solver is reached
through PuLP, from the same arrays.  Solvers see the programme scaled by the base year; everything that
goes in or comes out here is in the user's units.

Sign of shadow prices, on every path: what one more unit of the right-hand side adds to the goal, which is
maximised.  Reduced costs alike, for the bound of an unknown.
"""

from __future__ import annotations

import importlib
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from optimiser.economy.economy import Floats, Ints, Sparse
from optimiser.errors import SolverFailed, SolverMissing
from optimiser.programme.lp import Affine, LinearProgramme

LARGE = 10_000
"""Rows and columns together from which the interior-point method is the faster way to a first answer."""

DUAL, PRIMAL = 1, 4
"""HiGHS's numbers for the simplex method that goes on best after rows or bounds, or after the goal, changed."""

CHOOSE, DEVEX = -1, 1
"""HiGHS's numbers for how the dual simplex method prices its edges: as it likes, or roughly and at once."""

SLOW = 2_000
"""Rows and columns together from which a solve may take so long that somebody wants to interrupt it."""

TOLERANCE = 1e-9
"""How far a scaled row or reduced cost may be off in the solver."""


class Status(StrEnum):
    """What became of a solve."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    LIMIT = "limit"


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


def _no_solution(status: Status) -> Solution:
    empty = np.empty(0)
    return Solution(status, float("nan"), empty, empty, empty)


class Session(ABC):
    """A programme kept in a solver: change, solve, change, solve."""

    precision = TOLERANCE
    """How exactly scaled values come back."""

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

    def _scaled_goal(self, objective: Floats) -> tuple[Floats, float]:
        cost = objective * self.column_scale
        scale = float(np.abs(cost).max(initial=0.0)) or 1.0
        return cost / scale, scale

    def set_rows(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """New two sides for some rows."""
        scale = self.row_scale[rows]
        self.row_lower[rows], self.row_upper[rows] = lower / scale, upper / scale
        self._rows_changed(rows)

    def set_columns(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """New bounds for some unknowns."""
        scale = self.column_scale[columns]
        self.lower[columns], self.upper[columns] = lower / scale, upper / scale
        self._columns_changed(columns)

    def set_goal(self, objective: Floats) -> None:
        """Another goal, a coefficient to each column."""
        self.cost, self.goal_scale = self._scaled_goal(objective)
        self._goal_changed()

    def as_it_stands(self) -> LinearProgramme:
        """The programme with the sides, bounds and goal it has now."""
        objective = self.cost * self.goal_scale / self.column_scale
        there = np.flatnonzero(objective)
        sides = (self.row_lower * self.row_scale, self.row_upper * self.row_scale)
        bounds = (self.lower * self.column_scale, self.upper * self.column_scale)
        goal = Affine((1, 1), np.zeros_like(there), there, objective[there])
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
        """(row): the least and greatest right-hand side for which the last shadow prices hold; None if unknown."""
        return None

    @abstractmethod
    def _rows_changed(self, rows: Ints) -> None: ...

    @abstractmethod
    def _columns_changed(self, columns: Ints) -> None: ...

    @abstractmethod
    def _goal_changed(self) -> None: ...

    @abstractmethod
    def _run(self) -> tuple[Status, Floats, Floats, Floats]:
        """Status, scaled values, scaled row duals, scaled reduced costs."""

    def solve(self) -> Solution:
        """Solve as things stand.

        Raises:
            SolverFailed: the solver gave up without an answer.
        """
        self.solves += 1
        self.cut_short = self.options.seconds <= 0.0
        if self.cut_short:
            return _no_solution(Status.LIMIT)
        status, values, duals, reduced = self._run()
        self.cut_short = status is Status.LIMIT
        if status is not Status.OPTIMAL:
            return _no_solution(status)
        # a solver keeps bounds only to its tolerance; the plan keeps them, and is re-added as it is then
        values = np.clip(values, self.lower, self.upper)
        unscaled = values * self.column_scale
        objective = float(self.cost @ values) * self.goal_scale
        prices = duals * self.goal_scale / self.row_scale
        return Solution(status, objective, unscaled, prices, reduced * self.goal_scale / self.column_scale)


class HighsSession(Session):
    """HiGHS, from the arrays."""

    def __init__(self, programme: LinearProgramme, options: SolverOptions) -> None:
        super().__init__(programme, options)
        import highspy

        self._api = highspy
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        highs = self._highs
        settings: dict[str, Any] = {
            "output_flag": False,
            "threads": options.threads,
            "small_matrix_value": 1e-12,
            "primal_feasibility_tolerance": TOLERANCE,
            "dual_feasibility_tolerance": TOLERANCE,
        }
        for name, value in settings.items():
            self._check(highs.setOptionValue(name, value), f"set {name}")
        rows, columns = self.matrix.shape
        status = highs.passModel(
            columns, rows, self.matrix.nnz, int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMaximize), 0.0,
            self.cost, self.lower, self.upper, self.row_lower, self.row_upper,
            self.matrix.indptr, self.matrix.indices, self.matrix.data, np.zeros(columns, np.int32),
        )  # fmt: skip
        self._check(status, "take the programme")
        self._warm = False
        self._strategy = DUAL
        self._structure = (
            tuple((each.name, each.shape) for each in programme.variables),
            tuple((block.name, block.count) for block in programme.blocks),
        )
        known = options.bases.get(self._structure) if options.bases else None
        if known is not None:
            self._warm = highs.setBasis(known) == highspy.HighsStatus.kOk

    def _check(self, status: Any, what: str) -> None:
        if status != self._api.HighsStatus.kOk:
            raise SolverFailed(f"HiGHS could not {what}: {status.name.removeprefix('k').lower()}")

    def _rows_changed(self, rows: Ints) -> None:
        lower, upper = self.row_lower[rows], self.row_upper[rows]
        self._check(self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper), "change rows")
        self._strategy = DUAL

    def _columns_changed(self, columns: Ints) -> None:
        lower, upper = self.lower[columns], self.upper[columns]
        self._check(self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper), "change bounds")
        self._strategy = DUAL

    def _goal_changed(self) -> None:
        every = np.arange(len(self.cost), dtype=np.int32)
        self._check(self._highs.changeColsCost(len(every), every, self.cost), "change the goal")
        # from an optimal basis only the goal has left, the primal simplex goes on
        self._strategy = PRIMAL

    def _copied(self, basis: Any) -> Any:
        made = self._api.HighsBasis()
        made.col_status, made.row_status, made.valid = list(basis.col_status), list(basis.row_status), True
        made.alien = False
        return made

    def ranges(self) -> tuple[Floats, Floats] | None:
        """From the basis of the last solve."""
        status, found = self._highs.getRanging()
        if status != self._api.HighsStatus.kOk or not found.valid:
            return None
        low, high = (np.asarray(each.value_) for each in (found.row_bound_dn, found.row_bound_up))
        return low * self.row_scale, high * self.row_scale

    def _attempt(self, solver: str, simplex: int, presolve: str) -> Any:
        highs, limit = self._highs, self.options.seconds
        highs.setOptionValue("solver", solver)
        highs.setOptionValue("presolve", presolve)
        highs.setOptionValue("simplex_strategy", simplex)
        # a known basis is near the answer: to price its edges exactly would take longer than the few steps to it
        near = self._warm and self.solves == 1
        highs.setOptionValue("simplex_dual_edge_weight_strategy", DEVEX if near else CHOOSE)
        # HiGHS counts the time of all runs of an instance together
        highs.setOptionValue("time_limit", highs.getRunTime() + limit if np.isfinite(limit) else np.inf)
        _heard(highs.run) if sum(self.matrix.shape) > SLOW else highs.run()
        return highs.getModelStatus()

    def _run(self) -> tuple[Status, Floats, Floats, Floats]:
        kind = self._api.HighsModelStatus
        clear = (kind.kOptimal, kind.kInfeasible, kind.kUnbounded, kind.kTimeLimit, kind.kModelEmpty)
        if self._warm:
            first = ("simplex", self._strategy, "choose")
        else:
            first = ("ipx" if sum(self.matrix.shape) > LARGE else "simplex", DUAL, "choose")
        # now and then one algorithm ends without a verdict on a programme that is nearly infeasible; another knows
        for attempt in (first, ("simplex", PRIMAL, "off"), ("simplex", DUAL, "off"), ("ipx", DUAL, "off")):
            status = self._attempt(*attempt)
            if status in clear:
                break
            if status != kind.kUnboundedOrInfeasible:
                self._highs.clearSolver()
        meaning = {
            kind.kOptimal: Status.OPTIMAL,
            kind.kModelEmpty: Status.OPTIMAL,
            kind.kInfeasible: Status.INFEASIBLE,
            kind.kUnbounded: Status.UNBOUNDED,
            kind.kTimeLimit: Status.LIMIT,
        }
        if status not in meaning:
            raise SolverFailed(f"HiGHS gave up: {self._highs.modelStatusToString(status)}")
        basis = self._highs.getBasis()
        self._warm = basis.valid
        if self._warm and self.options.bases and self.options.bases.learning and self.solves == 1:
            self.options.bases.offer(self._structure, self._copied(basis))
        found = self._highs.getSolution()
        return meaning[status], np.array(found.col_value), np.array(found.row_dual), np.array(found.col_dual)


def _heard(run: Callable[[], Any]) -> None:
    """Run in a thread of its own, so that an interrupt is heard at once and not when the solver is done."""
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join()


PULP_SOLVERS = {
    "cbc": ("PULP_CBC_CMD", "COIN_CMD"),
    "glpk": ("GLPK_CMD",),
    "gurobi": ("GUROBI", "GUROBI_CMD"),
    "cplex": ("CPLEX_PY", "CPLEX_CMD"),
    "xpress": ("XPRESS_PY", "XPRESS_CMD"),
    "mosek": ("MOSEK",),
    "copt": ("COPT", "COPT_CMD"),
    "scip": ("SCIP_PY", "SCIP_CMD"),
    "highs-pulp": ("HiGHS", "HiGHS_CMD"),
}
"""Solvers that PuLP reaches: the name for `--solver`, and PuLP's own names in order of preference."""

TOLERANCES: dict[str, dict[str, Any]] = {
    "PULP_CBC_CMD": {"options": [f"primalTolerance {TOLERANCE}", f"dualTolerance {TOLERANCE}"]},
    "COIN_CMD": {"options": [f"primalTolerance {TOLERANCE}", f"dualTolerance {TOLERANCE}"]},
    "HiGHS": {"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE},
}
"""How those that are looser by default are told to be as exact."""

SOLVERS = ("highs", *PULP_SOLVERS)


class PulpSession(Session):
    """Any solver that PuLP knows.  Nothing is kept between solves but the arrays."""

    precision = 1e-7
    """Most are read from text of eight digits."""

    def __init__(self, programme: LinearProgramme, options: SolverOptions) -> None:
        super().__init__(programme, options)
        _pulp_solver(options)

    def _rows_changed(self, rows: Ints) -> None: ...

    def _columns_changed(self, columns: Ints) -> None: ...

    def _goal_changed(self) -> None: ...

    def _run(self) -> tuple[Status, Floats, Floats, Floats]:
        solver, limit = _pulp_solver(self.options), self.options.seconds
        with _pulp() as pulp:
            problem, variables, rows = _pulp_problem(
                self.matrix, self.row_lower, self.row_upper, self.lower, self.upper, -self.cost,
                [f"v{column}" for column in range(self.matrix.shape[1])],
                [f"r{row}" for row in range(self.matrix.shape[0])], pulp.LpMinimize,
            )  # fmt: skip
            began = time.monotonic()
            try:
                problem.solve(solver)
            except pulp.PulpSolverError as error:
                raise SolverFailed(f"{self.options.name} gave up: {error}") from None
        if time.monotonic() - began >= limit:
            return Status.LIMIT, np.empty(0), np.empty(0), np.empty(0)
        meaning = {
            pulp.LpStatusOptimal: Status.OPTIMAL,
            pulp.LpStatusInfeasible: Status.INFEASIBLE,
            pulp.LpStatusUnbounded: Status.UNBOUNDED,
        }
        if problem.status not in meaning:
            raise SolverFailed(f"{self.options.name} gave up: {pulp.LpStatus[problem.status]}")
        status = meaning[problem.status]
        if status is not Status.OPTIMAL:
            return status, np.empty(0), np.empty(0), np.empty(0)
        duals = np.zeros(self.matrix.shape[0])
        for row, constraint in rows:
            duals[row] -= constraint.pi or 0.0
        values = np.array([each.varValue or 0.0 for each in variables])
        return status, values, duals, -np.array([each.dj or 0.0 for each in variables])


def _pulp_solver(options: SolverOptions) -> Any:
    with _pulp() as pulp:
        limit = max(options.seconds, 1.0) if np.isfinite(options.seconds) else None
        for name in PULP_SOLVERS.get(options.name, ()):
            # a solver that is half installed says so with errors of every kind
            with suppress(Exception):
                made = getattr(pulp, name)(msg=False, timeLimit=limit, **TOLERANCES.get(name, {}))
                if made.available():
                    return made
    raise SolverMissing(
        f"The solver {options.name} is not installed. Install it, or choose another with --solver: "
        f"highs and cbc come with this program."
    )


@contextmanager
def _pulp() -> Iterator[Any]:
    """PuLP, without its announcements of version 4, in a working folder that goes away.

    Solvers that run as programs leave files where they are started.
    """
    import tempfile
    import warnings

    import pulp

    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.chdir(folder)
        try:
            yield pulp
        finally:
            os.chdir(here)


def _pulp_problem(
    matrix: Sparse, row_lower: Floats, row_upper: Floats, lower: Floats, upper: Floats, objective: Floats,
    column_names: list[str], row_names: list[str], sense: int,
) -> tuple[Any, list[Any], list[tuple[int, Any]]]:  # fmt: skip
    """A PuLP problem from arrays, its variables, and its constraints with the row each stands for."""
    import pulp

    def bound(value: float) -> float | None:
        return value if np.isfinite(value) else None

    variables = [
        pulp.LpVariable(name, bound(low), bound(high))
        for name, low, high in zip(column_names, lower.tolist(), upper.tolist(), strict=True)
    ]
    problem = pulp.LpProblem("programme", sense)
    there = np.flatnonzero(objective).tolist()
    problem += pulp.LpAffineExpression({variables[column]: float(objective[column]) for column in there})
    starts, indices, data = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.tolist()
    made: list[tuple[int, Any]] = []
    for row, (low, high) in enumerate(zip(row_lower.tolist(), row_upper.tolist(), strict=True)):
        span = slice(starts[row], starts[row + 1])
        terms = {variables[column]: value for column, value in zip(indices[span], data[span], strict=True)}
        sides = [(pulp.LpConstraintEQ, low, "")] if low == high else [
            (direction, side, ending) for direction, side, ending in
            ((pulp.LpConstraintGE, low, "_least"), (pulp.LpConstraintLE, high, "_most")) if np.isfinite(side)
        ]  # fmt: skip
        for direction, side, ending in sides:
            name = row_names[row] + (ending if len(sides) > 1 else "")
            constraint = pulp.LpConstraint(pulp.LpAffineExpression(terms), direction, name, side)
            problem.addConstraint(constraint)
            made.append((row, constraint))
    return problem, variables, made


def open_session(programme: LinearProgramme, options: SolverOptions = SolverOptions()) -> Session:
    """A programme, loaded and ready.

    Raises:
        SolverMissing: the solver is not known or not installed.
    """
    return HighsSession(programme, options) if options.name == "highs" else PulpSession(programme, options)


def readable_names(keys: Iterator[dict[str, str]]) -> list[str]:
    """Names that every file format takes: `material_balance__COA__1928_29`; made unique by a number at need."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for key in keys:
        plain = ("".join(letter if letter.isalnum() else "_" for letter in part) for part in key.values() if part)
        name = "__".join(plain).encode("ascii", "replace").decode().replace("?", "_")
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}__{seen[name]}")
    return names


def export_programme(programme: LinearProgramme, path: Path) -> None:
    """The programme in the user's units as `.lp` or `.mps`, by the path's ending, with readable names.

    The format `.mps` has no word for maximising that all readers know: there the goal stands with its sign
    turned, to be minimised.

    Raises:
        ValueError: another ending.
    """
    if path.suffix not in (".lp", ".mps"):
        raise ValueError(f"{path.name}: a programme is exported as .lp or .mps")
    arrays = programme.arrays
    columns = readable_names(programme.column_key(column) for column in range(programme.columns))
    rows = readable_names(programme.row_key(row) for row in range(programme.rows))
    target = str(path.absolute())
    with _pulp() as pulp:
        goal, sense = programme.objective, pulp.LpMaximize
        if path.suffix == ".mps":
            goal, sense = -goal, pulp.LpMinimize
        problem, _, _ = _pulp_problem(
            arrays.matrix, arrays.row_lower, arrays.row_upper, arrays.lower, arrays.upper, goal, columns, rows, sense
        )
        if path.suffix == ".lp":
            problem.writeLP(target, max_length=1_000_000)
        else:
            problem.writeMPS(target)


def versions() -> dict[str, str]:
    """The versions of the solver libraries, for the report."""
    return {name: str(importlib.import_module("importlib.metadata").version(name)) for name in ("highspy", "pulp")}
