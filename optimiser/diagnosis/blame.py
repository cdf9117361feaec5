"""What is to blame: targets; else, with targets left out, resources and policies; else any row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from optimiser.arrays import Bools
from optimiser.diagnosis.elastic import Relaxation, Softened, least_total, relaxable, soften
from optimiser.diagnosis.question import Work
from optimiser.diagnosis.remedies import GIVEN
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import Kind
from optimiser.solver import SolverOptions, Status, open_session


def _none() -> Bools:
    return np.empty(0, bool)


@dataclass(frozen=True, eq=False)
class Blame:
    """What is infeasible, ready to be asked about.  Rows are those of the softened programme's original."""

    status: str
    softened: Softened | None = None
    members: Bools = field(default_factory=_none)
    """What conflicts are made of."""
    support: Bools = field(default_factory=_none)
    give: Bools = field(default_factory=_none)
    """What may give way in the least relaxation."""
    total: Relaxation | None = None
    """The least relaxation, where it is known already."""


def to_blame(
    programme: LinearProgramme, work: Work, kinds: Collection[Kind] = (Kind.TARGET,), *, economy: bool = True
) -> Blame:
    """Which rows are to blame; `kinds` says which may give way in the least relaxation where targets are.

    That no giving way of targets helps is not proved by itself: the least relaxation of the rest proves it.
    `economy`: whether it is an economy's programme, which asks for something before any target.
    """
    targets, given = relaxable(programme, (Kind.TARGET,)), relaxable(programme, GIVEN)
    if not targets.any():
        return _before_targets(programme, work, "infeasible before any target" if economy else "infeasible")
    options = work.timed()[1]
    work.progress("least relaxation")
    may_give, support = relaxable(programme, kinds), _support(programme)
    softened = soften(programme, targets | given | support | may_give, options)

    def by_targets(*, once: bool) -> Blame | None:
        solution, total = least_total(softened, targets, once=once)
        if total is None:
            return Blame("limit") if solution.status is Status.LIMIT else None
        if not len(total.rows):
            return Blame("feasible")
        own = bool((may_give == targets).all())
        return Blame("infeasible", softened, targets | given, support, may_give, total if own else None)

    found = by_targets(once=True)
    if found is not None:
        return found
    bare = programme.without(*(block.name for block in programme.blocks if block.kind is Kind.TARGET))
    without = _before_targets(bare, work, "infeasible before any target")
    return (by_targets(once=False) if without.status == "feasible" else None) or without


def _before_targets(programme: LinearProgramme, work: Work, infeasible: str) -> Blame:
    """Resources and policies; where these are not to blame either, every row is."""
    options: SolverOptions = work.timed()[1]
    for chosen in (GIVEN, tuple(Kind)):
        members = relaxable(programme, chosen)
        if not members.any():
            continue
        support = _support(programme) & ~members
        softened = soften(programme, members | support, options)
        solution, total = least_total(softened, members)
        if total is not None and not len(total.rows):
            return Blame("feasible")
        if total is not None:
            return Blame(infeasible, softened, members, support, members, total)
        if solution.status is Status.LIMIT:
            return Blame("limit")
    # whatever gives way, it does not help: the bounds of the unknowns contradict each other, or there are no rows
    feasible = open_session(programme, options).solve().status in (Status.OPTIMAL, Status.UNBOUNDED)
    return Blame("feasible" if feasible else infeasible)


def _support(programme: LinearProgramme) -> Bools:
    """Rows that nobody can change and that explain a conflict all the same when they are named."""
    flags = [np.full(block.count, block.rule is not None and block.rule.explains) for block in programme.blocks]
    return np.concatenate(flags) if flags else _none()
