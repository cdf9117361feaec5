"""The bottleneck ladder: goals raised together until some block, then the others, and so on (leximin)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.errors import SolverFailed
from optimiser.plan.plan import Table
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.solver import Session, Solution, Status
from optimiser.strategies.goals import Goals, target_kept, target_share, with_share
from optimiser.strategies.request import Request

NOBODY: Ints = np.empty(0, np.int64)

BETTER = 1e-6
"""A goal is blocked when its share cannot be raised by more than this (ten times as much where rounding wants it)."""


def with_ladder(programme: LinearProgramme, goals: Goals) -> tuple[LinearProgramme, Variable]:
    """The programme with a common share and, for each goal, a row that shares it and a row that can fix it."""
    programme, share = with_share(programme)
    return programme.with_rows(target_share(goals, share), target_kept(goals)), share


@dataclass(frozen=True)
class LeximinStep:
    """A step of the bottleneck ladder: the share at which goals block, and which."""

    share: float
    blocked: tuple[int, ...]


def leximin(
    session: Session, goals: Goals, share: Variable, *, most: float, request: Request
) -> tuple[list[LeximinStep], Floats, Solution]:
    """Fulfil all goals in one share; when some can rise no further, fix them and raise the rest.

    A goal counts as blocked only when a solve of its own shows that it cannot rise above the share while
    all others keep theirs.  Returns the rungs, the share at which each goal was fixed, and the last solution.
    `most` is the share beyond which nothing is asked.  The session's programme comes from `with_ladder`.
    """
    programme = session.programme
    open_rows = np.arange(programme.row_range["target_share"].start, programme.row_range["target_share"].stop)
    fixed_rows = np.arange(programme.row_range["target_kept"].start, programme.row_range["target_kept"].stop)
    count = len(goals.axis)
    reached = np.full(count, np.nan)
    steps: list[LeximinStep] = []
    column = np.array([share.offset])
    goal = np.zeros(programme.columns)
    goal[share.offset] = 1.0
    while True:
        session.set_columns(column, np.array([-np.inf]), np.array([most]))
        session.set_goal(goal)
        # after the first step the plan before this one keeps everything, so that there is an answer
        solution = session.solve_known() if steps else session.solve()
        if not solution.optimal:
            return steps, reached, solution
        level = solution.objective
        # by so much of their increments goals already reached may be missed while others are raised
        exact = session.precision * max(1.0, abs(level))
        still = np.flatnonzero(np.isnan(reached))
        request.progress(f"{count - len(still)} of {count} goals settled, share {level:.3f}")
        if level >= most - BETTER:
            blocked = still
        else:
            # what has no shadow price is not held back here; what has one must still be proved to be
            prices = np.abs(solution.shadow_prices[open_rows[still]]) * goals.increment[still]
            session.set_columns(column, np.array([level - exact]), np.array([level]))
            blocked = NOBODY
            # on a programme that is solved only to a looser tolerance, the proof is as loose
            for suspects, better in ((still[prices > BETTER], BETTER), (still, BETTER), (still, 10 * BETTER)):
                blocked = _proved_blocked(session, goals, suspects, level, better)
                if session.cut_short:
                    return steps, reached, replace(solution, status=Status.LIMIT)
                if len(blocked):
                    break
            else:
                raise SolverFailed("No goal is blocked, and yet the common share cannot rise")
        steps.append(LeximinStep(level, tuple(int(each) for each in blocked)))
        reached[blocked] = level
        kept = goals.base[blocked] + level * goals.increment[blocked]
        infinite = np.full(len(blocked), np.inf)
        session.set_rows(fixed_rows[blocked], kept - exact * goals.increment[blocked], infinite)
        session.free_rows(open_rows[blocked])
        if not np.isnan(reached).any():
            session.set_columns(column, np.array([-np.inf]), np.array([np.inf]))
            return steps, reached, solution


def _proved_blocked(session: Session, goals: Goals, suspects: Ints, level: float, better: float) -> Ints:
    """Those that a solve of their own cannot raise above the level; none where the time ran out."""
    noticed = level + max(better, 100 * session.precision) * max(1.0, abs(level))
    blocked = []
    can_rise = np.zeros(len(goals.axis), bool)
    for index in suspects:
        if can_rise[index]:
            continue
        session.set_goal(goals.one(int(index)).vector(session.programme.columns))
        solution = session.solve_known()
        if session.cut_short:
            return NOBODY
        if solution.optimal:
            # whoever stands above the level on a plan that keeps all the others at it can rise
            can_rise |= goals.shares(solution.values) > noticed
            if not can_rise[index]:
                blocked.append(index)
    return np.array(blocked, np.int64)


def ladder_table(goals: Goals, steps: list[LeximinStep]) -> Table:
    """The bottleneck ladder: in which order goals block, at which share."""
    rows = [
        (
            number,
            goals.axis.columns["code"][index],
            goals.axis.columns["variable"][index],
            goals.axis.columns["year"][index],
            step.share,
            float(goals.base[index]),
            float(goals.base[index] + step.share * goals.increment[index]),
            float(goals.value[index]),
            goals.axis.units[index],
        )
        for number, step in enumerate(steps, 1)
        for index in step.blocked
    ]
    return Table(
        "Ladder",
        "In which order the goals can rise no further. Each step lists goals that block together, at the share of "
        "their increments reached; the others go on.",
        ("step", "code", "variable", "year", "share", "base year", "reached", "asked for", "unit"),
        tuple(rows),
    )
