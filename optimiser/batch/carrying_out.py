"""What came of the plan or the demand of a run when it was carried out, as measures of the run."""

from __future__ import annotations

import math
from collections.abc import Iterator

from optimiser.batch.run import Figure, Options
from optimiser.comparison.causes import MEASURES, Executed
from optimiser.execution import Draws, demands, execute
from optimiser.execution.remaining import Feedback
from optimiser.execution.replanning import FEW, replan
from optimiser.plan.plan import Plan
from optimiser.strategies import Request


def carried_out(plan: Plan, request: Request, options: Options) -> dict[str, Figure]:
    """Name of the measure, its unit in brackets, to its mean over repetitions; nothing where there is no demand.

    Raises:
        InputFault: a demand lacks what balanced growth would give it, and that has no plan.
        SolverFailed: a year does not come to rest.
        VerificationFailed: a plan made anew does not add up.
    """
    return {name: value for name, value in _figures(plan, request, options) if math.isfinite(value)}


def _figures(plan: Plan, request: Request, options: Options) -> Iterator[tuple[str, float]]:
    economy, behaviour, name = request.economy, request.economy.behaviour, plan.strategy
    draws = Draws.chosen(behaviour, options.repetitions, None, options.repetitions)
    demanded = demands(request, [name], plans={name: plan}).get(name)
    if demanded is None:
        return
    outcome = execute(economy, demanded, behaviour, draws)
    for measure, how in MEASURES.items():
        value = how.of(outcome) if isinstance(how, Executed) else None
        if value is not None and isinstance(how, Executed):
            yield f"carried out, {measure} ({how.unit})", value
    if options.replan and plan.solution.optimal:
        few = Draws(draws.seed, min(draws.repetitions, FEW))
        for gain in replan(plan, behaviour, few, options=request.options, second=False).gains:
            more = float(gain.of_planning[Feedback.TRUTH].mean)
            yield f"planned anew from what is there, {gain.measure} more by ({gain.unit})", more
            yield f"correct feedback, {gain.measure} more by ({gain.unit})", float(gain.of_truth.mean)
