"""What is asked of a diagnosis, and how long it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from optimiser.diagnosis.deadline import Clock
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


@dataclass(frozen=True, eq=False)
class Work:
    """What every step of a diagnosis has at hand."""

    options: SolverOptions
    clock: Clock
    progress: Callable[[str], None]
    unfinished: list[str] = field(default_factory=list)

    def timed(self, share: float = 1.0) -> tuple[Clock, SolverOptions]:
        """A part of the time that is left, and options that keep to it."""
        clock = self.clock.part(share)
        return clock, clock.options(self.options)

    def step(self, name: str, work: Callable[[], bool], said: str = "") -> None:
        """Do a step of which it is said, where it did not come to its end, that it is not finished."""
        if not self.clock.over:
            self.progress(name)
            try:
                if work():
                    return
            except SolverFailed:
                pass
        self.unfinished.append(said or name)


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
