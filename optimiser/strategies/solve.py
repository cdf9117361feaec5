"""From an economy to a checked plan, in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from optimiser.economy.economy import Economy
from optimiser.errors import VerificationFailed
from optimiser.plan.plan import Plan
from optimiser.solver import SolverOptions
from optimiser.strategies import request_of, strategy_of
from optimiser.strategies.closing import LAST, closed
from optimiser.strategies.stages import unfinished


def solve(
    economy: Economy,
    strategy_name: str = "",
    *,
    target_set: str = "",
    options: SolverOptions | None = None,
    progress: Callable[[str], None] | None = None,
) -> Plan:
    """The plan that a strategy finds, every balance re-added.

    `strategy_name` and `target_set` are the workbook's own where they are empty.  A plan that is infeasible,
    unbounded or stopped by the time limit comes back with that status and no quantities.

    Raises:
        InputFault: no such strategy or target set, or data the strategy needs are absent.
        SolverMissing: the solver is not installed.
        SolverFailed: the solver gave up without an answer.
        VerificationFailed: the plan found does not add up.
    """
    request = request_of(economy, target_set, options, progress)
    found = strategy_of(strategy_name or request.economy.settings.strategy)(request)
    plan = closed(found, request)
    if not plan.solution.optimal:
        return plan
    try:
        return replace(plan, verification=plan.verified())
    except VerificationFailed:
        # on an economy that a solver keeps only to looser tolerances the last stages may lose what the goal had
        plan = unfinished(found, LAST)
        return replace(plan, verification=plan.verified())
