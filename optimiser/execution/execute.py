"""Carrying out: what comes of plans and demands, and of demands of more and more ambition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from optimiser.economy.behaviour import Behaviour
from optimiser.economy.economy import Economy
from optimiser.execution.course import courses
from optimiser.execution.demand import Demanded, ambition_demand, demands
from optimiser.execution.draws import Draws
from optimiser.execution.outcome import Outcome, outcome
from optimiser.plan.plan import Plan
from optimiser.strategies import Request

AMBITIONS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5)
"""Shares of the way from balanced growth to all maxima at once."""


def execute(economy: Economy, demanded: Demanded, behaviour: Behaviour, draws: Draws, *, chunk: int = 0) -> Outcome:
    """What comes of a plan or a demand when it is carried out by enterprises that see only their own target.

    Repetitions are carried out `chunk` at a time (0: as many as fit a working set of fixed size); neither that nor
    what else is carried out changes the result.

    Raises:
        SolverFailed: a year does not come to rest.
    """
    return outcome(courses(economy, demanded, behaviour, draws, chunk=chunk), draws.repetitions, draws.seed)


@dataclass(frozen=True, eq=False)
class Ambition:
    """A point of the curve of ambition."""

    share: float
    """Of the way from balanced growth (0) to all maxima at once (1)."""
    outcome: Outcome


def ambition_curve(
    economy: Economy,
    balanced: Demanded,
    maximum: Demanded,
    behaviour: Behaviour,
    draws: Draws,
    *,
    shares: Sequence[float] = AMBITIONS,
    progress: Callable[[str], None] | None = None,
) -> tuple[Ambition, ...]:
    """Demands of more and more ambition, carried out with the same luck."""
    points = []
    for share in shares:
        if progress is not None:
            progress(f"ambition {share:g}")
        demanded = ambition_demand(balanced, maximum, share)
        points.append(Ambition(share, execute(economy, demanded, behaviour, draws)))
    return tuple(points)


@dataclass(frozen=True, eq=False)
class Execution:
    """What came of several strategies, with the same luck."""

    economy: Economy
    outcomes: Mapping[str, Outcome]
    """By strategy; `maximum` has a second line for its coordinated plan."""
    curve: tuple[Ambition, ...]
    """Empty where balanced growth and maximum are not both carried out."""
    without_plan: tuple[str, ...]
    """Strategies that found no plan and demand no figures of their own."""
    draws: Draws


def execute_strategies(
    request: Request,
    names: Sequence[str],
    draws: Draws,
    *,
    form: str = "smooth",
    plans: Mapping[str, Plan] | None = None,
) -> Execution:
    """Each strategy's plan or demand carried out, with the behaviour that the economy states.

    `plans` that have been found already are not sought again.

    Raises:
        InputFault: no such strategy or form, or data that it needs are absent.
        SolverFailed: a year does not come to rest.
    """
    economy, behaviour = request.economy, request.economy.behaviour
    told = demands(request, names, form=form, plans=plans)
    outcomes = {}
    for name, demanded in told.items():
        request.progress(f"carrying out {name}")
        outcomes[name] = execute(economy, demanded, behaviour, draws)
    curve: tuple[Ambition, ...] = ()
    if "balanced" in told and "maximum" in told:
        curve = ambition_curve(economy, told["balanced"], told["maximum"], behaviour, draws, progress=request.progress)
    without = tuple(name for name in dict.fromkeys(names) if name not in told)
    return Execution(economy, outcomes, curve, without, draws)
