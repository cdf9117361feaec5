"""Why targets cannot be met, by how much, how long they would take, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

import numpy as np

from optimiser.diagnosis.clock import Clock
from optimiser.diagnosis.conflict import find_conflicts
from optimiser.diagnosis.elastic import (
    NOTHING,
    Relaxation,
    Softened,
    confirm,
    elastic,
    least_total,
    least_worst,
    relaxable,
    soften,
)
from optimiser.diagnosis.findings import Alone, Diagnosis, Relaxed
from optimiser.diagnosis.holds import STEP, Help, chains, helps, holding, no_help
from optimiser.diagnosis.horizon import scan
from optimiser.diagnosis.phrases import family
from optimiser.diagnosis.sentences import explained, relaxed, sentences
from optimiser.diagnosis.words import Place, called, cell, listed, places, thing
from optimiser.economy.economy import Bools, Economy, Ints
from optimiser.errors import SolverFailed
from optimiser.plan.solver import Session, Solution, SolverOptions, Status, open_session
from optimiser.programme import formulate
from optimiser.programme.lp import Affine, Kind, LinearProgramme, Variable
from optimiser.programme.unknowns import Unknowns
from optimiser.strategies import Request, strategy
from optimiser.strategies.goals import Goals, target_goals
from optimiser.strategies.ladder import ladder_table, leximin, with_ladder
from optimiser.strategies.maximum import ideal_goals
from optimiser.strategies.targets import proportional

TIME_LIMIT = 300.0
"""Seconds for a whole diagnosis, unless told otherwise."""

GIVEN = (Kind.RESOURCE, Kind.POLICY)

SUPPORT = ("capacity_limit", "capacity_accumulation", "output_in_hand")
"""Rules that nobody can change and that explain a conflict all the same when they are named."""

SEEDS = 10
"""Targets that are tried as conflicts of their own: those that give way most."""

HELPS = 12
"""Single changes that are tried and listed."""


@dataclass(frozen=True, eq=False)
class Question:
    """A programme that may be infeasible, and what it consists of."""

    programme: LinearProgramme
    bare: LinearProgramme
    """Without the targets."""
    unknowns: Unknowns
    goals: Goals | None


@dataclass(frozen=True, eq=False)
class _Work:
    """What every step of a diagnosis has at hand."""

    options: SolverOptions
    clock: Clock
    progress: Callable[[str], None]
    unfinished: list[str] = field(default_factory=list)

    def timed(self, share: float = 1.0) -> tuple[Clock, SolverOptions]:
        """A part of the time that is left, and options that keep to it."""
        clock = self.clock.part(share)
        return clock, clock.options(self.options)

    def step(self, name: str, work: Callable[[], bool]) -> None:
        """Do a step of which it is said, where it did not come to its end, that it is not finished."""
        if not self.clock.over:
            self.progress(name)
            try:
                if work():
                    return
            except SolverFailed:
                pass
        self.unfinished.append(name)


def question(request: Request, strategy_name: str) -> Question:
    """What a strategy demands, as rows.

    Strategies without targets demand only what the economy itself does; `balanced` demands the chosen
    target set, if there is one, over and above.

    Raises:
        InputFault: no such strategy or target set.
    """
    strategy(strategy_name)
    bare, v = formulate(request.economy)
    bare = bare.maximising(Affine.zero((1, 1)))
    goals: Goals | None = None
    if strategy_name == "maximum":
        goals = ideal_goals(request, bare, v)
    elif strategy_name in ("targets", "proportional", "ratchet"):
        goals = target_goals(request.economy, v, request.needed_set, elastic=False)
    elif strategy_name == "balanced" and request.chosen_set:
        goals = target_goals(request.economy, v, request.chosen_set, elastic=False)
    if goals is not None and not len(goals.axis):
        goals = None
    programme = bare if goals is None else bare.with_rows(goals.rows("target", goals.value))
    return Question(programme, bare, v, goals)


def diagnose(
    request: Request,
    strategy_name: str = "targets",
    *,
    kinds: Collection[Kind] = (Kind.TARGET,),
    time_limit: float = TIME_LIMIT,
) -> Diagnosis:
    """Why what a strategy demands cannot be met, what conflicts, what can be had, and what would help.

    `kinds` says which rows may give way in the least relaxation: targets, unless told otherwise.

    Raises:
        InputFault: no such strategy or target set.
        SolverFailed: the solver gave up before anything was found.
    """
    work = _Work(request.options, Clock.of(time_limit), request.progress)
    asked = question(replace(request, options=work.timed(0.5)[1]), strategy_name)
    found = _explain(asked.programme, work, request.economy, kinds, share=0.6)
    targets = request.needed_set if asked.goals is not None and strategy_name != "maximum" else ""
    found = replace(found, strategy=strategy_name, target_set=targets)
    if found.status == "feasible" and asked.goals is None:
        found = _unbounded(request, strategy_name, found)
    elif asked.goals is not None and found.status in ("feasible", "infeasible"):
        found = _what_can_be_had(request, asked, asked.goals, found, work, work.timed()[1])
        if found.status == "infeasible" and strategy_name != "maximum":
            found = _how_long(request, asked.goals, found, work)
    if found.status == "infeasible":
        found = _others(asked.programme, work, found, request.economy, kinds)
    return _said(found, work)


def explain(
    programme: LinearProgramme,
    options: SolverOptions | None = None,
    *,
    economy: Economy | None = None,
    kinds: Collection[Kind] = (Kind.TARGET,),
    time_limit: float = TIME_LIMIT,
    progress: Callable[[str], None] = lambda _: None,
) -> Diagnosis:
    """Relaxations and conflicts of any programme; of an economy's in its words.

    Where targets are not to blame, resources and policies are examined; where these are not either
    (or the programme comes from elsewhere and has no kinds), every row is.
    """
    work = _Work(options or SolverOptions(), Clock.of(time_limit), progress)
    found = _explain(programme, work, economy, kinds, share=0.8)
    return _said(_others(programme, work, found, economy, kinds), work)


def _said(found: Diagnosis, work: _Work) -> Diagnosis:
    found = replace(found, unfinished=tuple(work.unfinished))
    return replace(found, sentences=sentences(found))


def _explain(
    programme: LinearProgramme, work: _Work, economy: Economy | None, kinds: Collection[Kind], share: float
) -> Diagnosis:
    """Whether all can be kept; the least relaxation; and, in a share of the time left, the conflicts."""
    found = Diagnosis(economy, "", "", "limit", ())
    work.progress("least relaxation")
    where = places(programme)
    status, softened, members, solution = _to_blame(programme, work)
    found = replace(found, status=status)
    if softened is None:
        return found
    give = relaxable(programme, _may_give(status, kinds))[softened.soft.rows]
    total = softened.soft.relaxation(solution) if solution is not None and set(kinds) == {Kind.TARGET} else None
    if total is None:
        _, total = least_total(softened, give)
    if total is not None:
        said = relaxed(economy, where, confirm(programme, total, work.timed(0.5)[1]))
        found = replace(found, by_targets=said)
        work.progress(f"least relaxation: {'; '.join(each.sentence for each in said.rows[:3])}")
    else:
        work.unfinished.append("least relaxation")

    def conflicts() -> bool:
        nonlocal found
        clock = work.clock.part(share)
        seeds: Ints = np.empty(0, np.int64)
        if status == "infeasible" and total is not None:
            wanted = relaxable(programme, (Kind.TARGET,))[total.rows]
            seeds = total.rows[wanted][np.argsort(-total.shares[wanted])][:SEEDS]
        support = _support(programme) if status != "infeasible in its identities" else np.zeros(programme.rows, bool)
        made = find_conflicts(
            softened, members, support & ~members, work.options, seeds=seeds, clock=clock, progress=work.progress
        )
        found = replace(found, conflicts=tuple(explained(economy, where, each) for each in made))
        return bool(made) and all(each.irreducible and each.verified for each in made)

    work.step("the conflicts: not every row of them was proved to be needed", conflicts)
    return replace(found, status="infeasible before any target" if "identities" in status else status)
