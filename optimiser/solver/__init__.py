"""The one place that knows solvers.

A `Session` holds a programme in a solver, so that bounds, right-hand sides and goals can be changed and
the next solve starts from the last answer.  HiGHS takes the arrays directly; every other solver is reached
through PuLP, from the same arrays.  Solvers see the programme scaled by the base year; everything that
goes in or comes out here is in the user's units.

Sign of shadow prices, on every path: what one more unit of the right-hand side adds to the goal, which is
maximised.  Reduced costs alike, for the bound of an unknown.
"""

from __future__ import annotations

from importlib import metadata

from optimiser.programme.programme import LinearProgramme
from optimiser.solver.highs import HighsSession
from optimiser.solver.pulp import PULP_SOLVERS, PulpSession, export_programme
from optimiser.solver.session import Bases, Session, Solution, SolverOptions, Status, no_solution

SOLVERS = ("highs", *PULP_SOLVERS)


def open_session(programme: LinearProgramme, options: SolverOptions | None = None) -> Session:
    """A programme, loaded and ready.

    Raises:
        SolverMissing: the solver is not known or not installed.
    """
    options = options or SolverOptions()
    return HighsSession(programme, options) if options.name == "highs" else PulpSession(programme, options)


def versions() -> dict[str, str]:
    """The versions of the solver libraries, for the report."""
    return {name: metadata.version(name) for name in ("highspy", "pulp")}


__all__ = [
    "PULP_SOLVERS",
    "SOLVERS",
    "Bases",
    "HighsSession",
    "PulpSession",
    "Session",
    "Solution",
    "SolverOptions",
    "Status",
    "export_programme",
    "no_solution",
    "open_session",
    "versions",
]
