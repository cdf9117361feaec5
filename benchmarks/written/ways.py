"""One programme written, handed over and solved in each of five ways, by the same HiGHS with the same options."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import version
from typing import Any

from written.in_arrays import in_cvxpy, in_linopy
from written.rule_by_rule import InPulp, InPyomo, data_of, rule_by_rule

INTERIOR_BEYOND = 3_000
"""Rows and columns beyond which this project takes the interior-point method; the others are told to do the same."""

SIMPLEX, INTERIOR = "simplex", "ipx"


def _ours(economy: Any, _: Mapping[str, Any], algorithm: str) -> tuple[float, float]:
    from optimiser.programme import formulate
    from optimiser.solver import SolverOptions, open_session
    from optimiser.strategies.goals import discounted_consumption

    programme, v = formulate(economy)
    session = open_session(programme.maximising(discounted_consumption(economy, v)), SolverOptions())
    if (sum(session.matrix.shape) > INTERIOR_BEYOND) != (algorithm == INTERIOR):
        raise SystemExit(f"this project would not take {algorithm}")
    built = time.process_time()
    return built, session.solve().objective


def _pulp(_: Any, data: Mapping[str, Any], algorithm: str) -> tuple[float, float]:
    pulp: Any = import_module("pulp")
    problem = rule_by_rule(dict(data), InPulp())
    built = time.process_time()
    problem.solve(pulp.HiGHS(msg=False, solver=algorithm))
    return built, float(pulp.value(problem.objective))


def _pyomo(_: Any, data: Mapping[str, Any], algorithm: str) -> tuple[float, float]:
    problem = rule_by_rule(dict(data), InPyomo())
    built = time.process_time()
    solver = import_module("pyomo.contrib.appsi.solvers").Highs()
    solver.highs_options = {"solver": algorithm}
    return built, float(solver.solve(problem).best_feasible_objective)


def _cvxpy(_: Any, data: Mapping[str, Any], algorithm: str) -> tuple[float, float]:
    problem = in_cvxpy(dict(data))
    problem.get_problem_data("HIGHS")
    built = time.process_time()
    problem.solve(solver="HIGHS", highs_options={"solver": algorithm})
    return built, float(problem.value)


def _linopy(_: Any, data: Mapping[str, Any], algorithm: str) -> tuple[float, float]:
    model = in_linopy(dict(data))
    built = time.process_time()
    model.solve("highs", io_api="direct", progress=False, output_flag=False, solver=algorithm)
    return built, float(model.objective.value)


OURS = "this project"
WAYS: Mapping[str, tuple[Callable[..., tuple[float, float]], tuple[str, ...]]] = {
    OURS: (_ours, ("highspy", "optimiser.programme", "optimiser.solver", "optimiser.strategies.goals")),
    "PuLP": (_pulp, ("pulp",)),
    "linopy": (_linopy, ("linopy", "xarray")),
    "Pyomo": (_pyomo, ("pyomo.environ", "pyomo.contrib.appsi.solvers")),
    "cvxpy": (_cvxpy, ("cvxpy",)),
}


def measured(way: str, sectors: int, years: int, density: float) -> dict[str, Any]:
    """CPU seconds of building and of solving, without imports; the goal, and the peak memory of this process."""
    from optimiser.economy.random import synthetic_economy

    write, needed = WAYS[way]
    try:
        for each in ("highspy", *needed):
            import_module(each)
    except ImportError as error:
        return {"skipped": str(error)}
    economy = synthetic_economy(sectors, years, density=density)
    data = data_of(economy)
    size = _size(economy)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    algorithm = INTERIOR if sum(size) > INTERIOR_BEYOND else SIMPLEX
    began = time.process_time()
    built, goal = write(economy, data, algorithm)
    ended = time.process_time()
    package = needed[0].partition(".")[0]
    return {
        "build": built - began,
        "solve": ended - built,
        "goal": goal,
        "rows": size[0],
        "columns": size[1],
        "algorithm": algorithm,
        "before": before,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "version": version(package),
        "highspy": version("highspy"),
    }


def _size(economy: Any) -> tuple[int, int]:
    """Rows and columns, counted in this project's own writing of it, of which nothing is kept."""
    from optimiser.programme import formulate

    programme, _ = formulate(economy)
    return programme.rows, programme.columns
