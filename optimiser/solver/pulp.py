"""Every other solver, through PuLP, from the same arrays; and programmes as files."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from optimiser.arrays import Floats, Ints, Sparse
from optimiser.errors import SolverFailed, SolverMissing
from optimiser.programme.programme import LinearProgramme
from optimiser.solver.cbc import restore_digits, saving
from optimiser.solver.session import TOLERANCE, Session, SolverOptions, Status

PULP_SOLVERS = {
    "cbc": ("PULP_CBC_CMD", "COIN_CMD"),
    "glpk": ("GLPK_CMD",),
    "gurobi": ("GUROBI",),
    "cplex": ("CPLEX_PY",),
    "xpress": ("XPRESS_PY", "XPRESS"),
    "mosek": ("MOSEK",),
    "copt": ("COPT", "COPT_CMD"),
    "scip": ("SCIP_PY", "SCIP_CMD"),
    "highs-pulp": ("HiGHS", "HiGHS_CMD"),
}
"""Solvers that PuLP reaches: the name for `--solver`, and PuLP's own names in order of preference.

Without the programs of Gurobi and CPLEX: they write a log where they are started, and PuLP deletes the file of that
name.  Both have Python packages.
"""

PACKAGES = {
    "GUROBI": "gurobipy",
    "CPLEX_PY": "cplex",
    "XPRESS_PY": "xpress",
    "MOSEK": "mosek",
    "COPT": "coptpy",
    "SCIP_PY": "pyscipopt",
    "HiGHS": "highspy",
}
"""The Python package behind each of PuLP's names that is not a program on the path."""

CBC_TOLERANCES = {"options": [f"primalTolerance {TOLERANCE}", f"dualTolerance {TOLERANCE}"]}

TOLERANCES: dict[str, dict[str, Any]] = {
    "PULP_CBC_CMD": CBC_TOLERANCES,
    "COIN_CMD": CBC_TOLERANCES,
    "HiGHS": {"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE},
}
"""How those that are looser by default are told to be as exact."""


class PulpSession(Session):
    """Any solver that PuLP knows.  Nothing is kept between solves but the arrays."""

    precision = 1e-7
    """Most are read from text of eight digits."""
    margin = 1e-7

    def __init__(self, programme: LinearProgramme, options: SolverOptions) -> None:
        super().__init__(programme, options)
        _pulp_solver(options)
        if options.name == "cbc":
            self.precision = self.margin = 1e-8

    def _rows_changed(self, rows: Ints) -> None: ...

    def _columns_changed(self, columns: Ints) -> None: ...

    def _goal_changed(self, columns: Ints) -> None: ...

    def exchange_rows(self, freed: Ints, kept: Ints, column: int) -> None:
        """Nothing: every solve is cold."""

    def start_here(self) -> None:
        """Nothing: every solve is cold."""

    def start_anew(self) -> None:
        """Nothing: every solve is cold."""

    def _run(self, *, known: bool = False, once: bool = False) -> tuple[Status, Floats, Floats, Floats]:
        import pulp

        limit = self.options.seconds
        problem, variables, rows = _pulp_problem(
            self.matrix,
            self.row_lower,
            self.row_upper,
            self.lower,
            self.upper,
            -self.cost,
            [f"v{column}" for column in range(self.matrix.shape[1])],
            [f"r{row}" for row in range(self.matrix.shape[0])],
            pulp.LpMinimize,
        )
        with tempfile.TemporaryDirectory() as folder:
            solver = _pulp_solver(self.options)
            # for those that are programs: where their files go, without a change of this process's folder
            solver.tmpDir = folder
            saved = Path(folder) / "solution"
            if self.options.name == "cbc":
                solver.options = [*solver.options, *saving(saved)]
            began = time.monotonic()
            try:
                problem.solve(solver)
            except Exception as error:  # a solver's own, of any kind: a licence for small programmes, no memory, ...
                raise SolverFailed(f"{self.options.name} gave up: {_said(error)}") from error
            restore_digits(saved, problem.variables(), [constraint for _, constraint in rows])
        if time.monotonic() - began >= limit:
            return Status.LIMIT, np.empty(0), np.empty(0), np.empty(0)
        meaning = {
            pulp.LpStatusOptimal: Status.OPTIMAL,
            pulp.LpStatusInfeasible: Status.INFEASIBLE,
            pulp.LpStatusUnbounded: Status.UNBOUNDED,
        }
        status = meaning.get(problem.status, Status.UNDECIDED)
        if status is Status.INFEASIBLE and (known or once or not self._proved_infeasible(None)):
            status = Status.UNDECIDED
        if status is not Status.OPTIMAL:
            return status, np.empty(0), np.empty(0), np.empty(0)
        duals = np.zeros(self.matrix.shape[0])
        for row, constraint in rows:
            duals[row] -= constraint.pi or 0.0
        values = np.array([each.varValue or 0.0 for each in variables])
        return status, values, duals, -np.array([each.dj or 0.0 for each in variables])


def _pulp_solver(options: SolverOptions) -> Any:
    """PuLP's object for the solver asked for.

    Raises:
        SolverMissing: it is not installed; or it is, and says why it cannot be used.
    """
    import pulp

    limit = max(options.seconds, 1.0) if np.isfinite(options.seconds) else None
    troubles: list[str] = []
    for name in PULP_SOLVERS.get(options.name, ()):
        package = PACKAGES.get(name)
        if package is not None and find_spec(package) is None:
            continue
        try:
            made = _made(pulp, name, {"msg": False, "timeLimit": limit, **TOLERANCES.get(name, {})})
            if made.available():
                return made
            if package is not None:
                troubles.append(_trouble(pulp, made, package))
        except Exception as error:  # one that is half installed says so with errors of every kind
            troubles.append(_said(error))
    instead = "or choose another with --solver: highs and cbc come with this program."
    if troubles:
        raise SolverMissing(
            f"The solver {options.name} is installed and cannot be used: {'; '.join(troubles)}. See to that, {instead}"
        )
    raise SolverMissing(f"The solver {options.name} is not installed. Install it, {instead}")


def _made(pulp: Any, name: str, settings: dict[str, Any]) -> Any:
    """An interface of PuLP.  CBC that comes with PuLP is reached by its path, for its own name is to go in PuLP 4."""
    if name == "PULP_CBC_CMD":
        return pulp.COIN_CMD(path=pulp.PULP_CBC_CMD.pulp_cbc_path, **settings)
    return getattr(pulp, name)(**settings)


def _trouble(pulp: Any, made: Any, package: str) -> str:
    """Why a solver whose package is there is not available: what it says when it is to solve something."""
    try:
        import_module(package)
        problem = pulp.LpProblem("one", pulp.LpMaximize)
        problem.setObjective(problem.add_variable("x", 0.0, 1.0))
        problem.solve(made)
    except Exception as error:
        # PuLP's object for Gurobi would be missing its model when it goes
        made.init_gurobi = False
        return _said(error)
    return "it does not say why"


def _said(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__


def _pulp_problem(
    matrix: Sparse,
    row_lower: Floats,
    row_upper: Floats,
    lower: Floats,
    upper: Floats,
    objective: Floats,
    column_names: list[str],
    row_names: list[str],
    sense: int,
) -> tuple[Any, list[Any], list[tuple[int, Any]]]:
    """A PuLP problem from arrays, its variables, and its constraints with the row each stands for."""
    import pulp

    def bound(value: float) -> float | None:
        return value if np.isfinite(value) else None

    problem = pulp.LpProblem("programme", sense)
    variables = [
        problem.add_variable(name, bound(low), bound(high))
        for name, low, high in zip(column_names, lower.tolist(), upper.tolist(), strict=True)
    ]
    there = np.flatnonzero(objective).tolist()
    problem += pulp.LpAffineExpression({variables[column]: float(objective[column]) for column in there})
    starts, indices, data = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.tolist()
    made: list[tuple[int, Any]] = []
    for row, (low, high) in enumerate(zip(row_lower.tolist(), row_upper.tolist(), strict=True)):
        span = slice(starts[row], starts[row + 1])
        terms = {variables[column]: value for column, value in zip(indices[span], data[span], strict=True)}
        sides = (
            [(pulp.LpConstraintEQ, low, "")]
            if low == high
            else [
                (direction, side, ending)
                for direction, side, ending in (
                    (pulp.LpConstraintGE, low, "_least"),
                    (pulp.LpConstraintLE, high, "_most"),
                )
                if np.isfinite(side)
            ]
        )
        for direction, side, ending in sides:
            name = row_names[row] + (ending if len(sides) > 1 else "")
            constraint = pulp.LpConstraint(pulp.LpAffineExpression(terms), direction, name, side)
            problem.addConstraint(constraint)
            made.append((row, constraint))
    return problem, variables, made


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
    import pulp

    goal, sense = programme.objective, pulp.LpMaximize
    if path.suffix == ".mps":
        goal, sense = -goal, pulp.LpMinimize
    problem, _, _ = _pulp_problem(
        arrays.matrix, arrays.row_lower, arrays.row_upper, arrays.lower, arrays.upper, goal, columns, rows, sense
    )
    if path.suffix == ".lp":
        problem.writeLP(str(path), max_length=1_000_000)
    else:
        problem.writeMPS(str(path))
