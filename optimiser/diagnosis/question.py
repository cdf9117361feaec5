"""What is asked of a diagnosis, and how long it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from optimiser.diagnosis.deadline import Clock
from optimiser.diagnosis.findings import Diagnosis
from optimiser.errors import SolverFailed
from optimiser.programme import formulate
from optimiser.programme.expressions import Affine
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.variables import Variables
from optimiser.solver import SolverOptions
from optimiser.strategies import Request, strategy_of
from optimiser.strategies.goals import Goals, target
from optimiser.strategies.strategy import Demand


@dataclass(frozen=True, eq=False)
class Question:
    """A programme that may be infeasible, and what it consists of."""

    programme: LinearProgramme
    bare: LinearProgramme
    """Without the targets."""
    variables: Variables
    goals: Goals | None
    demand: Demand | None
    """None: no more than the economy itself asks."""


INTERIOR_BEYOND = 30_000
"""Up to so many rows and columns the simplex method finds shares and least relaxations faster than the interior-point
method."""

Step = tuple[Diagnosis, bool]
"""What is found after a step, and whether the step came to its end."""


@dataclass(frozen=True, eq=False)
class Work:
    """What every step of a diagnosis has at hand."""

    options: SolverOptions
    clock: Clock
    progress: Callable[[str], None]

    @classmethod
    def of(cls, options: SolverOptions, time_limit: float, progress: Callable[[str], None]) -> Work:
        """Work that begins now and may take so many seconds."""
        return cls(replace(options, interior_beyond=INTERIOR_BEYOND), Clock.of(time_limit), progress)

    def timed(self, share: float = 1.0) -> tuple[Clock, SolverOptions]:
        """A part of the time that is left, and options that keep to it."""
        clock = self.clock.part(share)
        return clock, clock.options(self.options)

    def step(self, found: Diagnosis, name: str, work: Callable[[Diagnosis], Step], said: str = "") -> Diagnosis:
        """What is found when a step is done; where it did not come to its end, it is said not to be finished."""
        if not self.clock.over:
            self.progress(name)
            try:
                found, done = work(found)
            except SolverFailed:
                done = False
            if done:
                return found
        return unfinished(found, said or name)


def unfinished(found: Diagnosis, what: str) -> Diagnosis:
    """The same findings, with one more thing that is not finished."""
    return replace(found, unfinished=(*found.unfinished, what))


def question(request: Request, strategy_name: str) -> Question:
    """What a strategy demands, as rows.

    A strategy without a demand of its own demands only what the economy itself does.

    Raises:
        InputFault: no such strategy or target set.
    """
    demand = strategy_of(strategy_name).demand
    bare, v = formulate(request.economy)
    bare = bare.maximising(Affine.zero((1, 1)))
    goals = demand.goals(request, bare, v) if demand is not None else None
    if goals is not None and not len(goals.axis):
        goals = None
    programme = bare if goals is None else bare.with_rows(target(goals))
    return Question(programme, bare, v, goals, demand)
