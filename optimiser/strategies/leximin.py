"""The bottleneck ladder: goals raised together until some block, then the others, and so on (leximin)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.errors import SolverFailed
from optimiser.plan.plan import Table
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.solver import Session, Solution, Status
from optimiser.strategies.goals import Goals, target_kept, target_share, with_share
from optimiser.strategies.request import Request

NOBODY: Ints = np.empty(0, np.int64)

NOTICED = (1e-8, 1e-6, 1e-4)
"""A goal is blocked when its share is proved not to rise by more than the first; where the rounding of a solver that
prints few digits hides all of them, by more than the next."""


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

    At the greatest common share s the multipliers y of the goals' rows prove, for every plan in which all goals have
    at least s,

        sum_i w_i (s_i - s)  <=  gap,     w_i = |y_i| increment_i,  sum_i w_i = 1

    (weak duality, the gap from all sides and reduced costs of the unscaled data): a goal is blocked when
    `gap / w_i` is next to nothing.  Blocked goals are held where they are, and the next solve starts from the very
    basis of the last.  Returns the rungs, the share at which each goal was fixed (NaN for those that a solver's
    failure left open), and the last solution; the session is left with the programme of that solution.
    `most` is the share beyond which nothing is asked.  The session's programme comes from `with_ladder`.
    """
    programme = session.programme
    open_rows, _ = _rows(programme)
    count = len(goals.axis)
    reached = np.full(count, np.nan)
    steps: list[LeximinStep] = []
    goal = np.zeros(programme.columns)
    goal[share.offset] = 1.0
    session.set_columns(np.array([share.offset]), np.array([-np.inf]), np.array([most]))
    session.set_goal(goal)
    session.start_anew()
    solution = session.solve()
    while solution.optimal:
        level = solution.objective
        still = np.flatnonzero(np.isnan(reached))
        request.progress(f"{count - len(still)} of {count} goals settled, share {level:.3f}")
        if level >= most - session.precision * max(1.0, most):
            blocked = still
        else:
            weights = np.maximum(-solution.shadow_prices[open_rows], 0.0) * goals.increment
            gap = session.polyhedron().bound_near(solution.shadow_prices, goal, solution.values) - level
            blocked = _blocked(weights, still, max(gap, 0.0), level)
            if not len(blocked):
                raise SolverFailed(f"No goal is blocked, and yet the common share cannot rise (gap {gap:.1g})")
        steps.append(LeximinStep(level, tuple(int(each) for each in blocked)))
        reached[blocked] = level
        if not np.isnan(reached).any():
            break
        hold(session, goals, share, steps[-1], solution, most=most)
        # the plan just found keeps all this, so that there is an answer
        following = session.solve_known()
        if following.status is Status.UNDECIDED:
            release(session, share, steps, most=most)
            break
        solution = following
    return steps, reached, solution


def _rows(programme: LinearProgramme) -> tuple[Ints, Ints]:
    """The rows by which goals share, and those that hold them where they block."""
    shared, kept = programme.row_range["target_share"], programme.row_range["target_kept"]
    return np.arange(shared.start, shared.stop), np.arange(kept.start, kept.stop)


def hold(
    session: Session, goals: Goals, share: Variable, step: LeximinStep, solution: Solution, *, most: float
) -> None:
    """The goals that block at a step keep what they have; the share of the others does not fall.

    `solution` is the last, from whose basis the next solve is to start.
    """
    open_rows, fixed_rows = _rows(session.programme)
    weights = np.maximum(-solution.shadow_prices[open_rows], 0.0) * goals.increment
    # of the rows that leave the basis, that of the heaviest goal can be told from the others best
    blocked = np.array(sorted(step.blocked, key=lambda each: -weights[each]), np.int64)
    missed = session.margin * max(1.0, abs(step.share))
    kept = goals.base[blocked] + (step.share - missed) * goals.increment[blocked]
    session.set_rows(fixed_rows[blocked], kept, np.full(len(blocked), np.inf))
    session.free_rows(open_rows[blocked])
    session.set_columns(np.array([share.offset]), np.array([step.share - missed]), np.array([most]))
    session.exchange_rows(open_rows[blocked], fixed_rows[blocked], share.offset)


def release(session: Session, share: Variable, steps: list[LeximinStep], *, most: float) -> None:
    """Undo the holding of the last step."""
    open_rows, fixed_rows = _rows(session.programme)
    blocked = np.array(steps[-1].blocked, np.int64)
    session.restore_rows(open_rows[blocked])
    session.free_rows(fixed_rows[blocked])
    least = steps[-2].share - session.margin * max(1.0, abs(steps[-2].share)) if len(steps) > 1 else -np.inf
    session.set_columns(np.array([share.offset]), np.array([least]), np.array([most]))


def _blocked(weights: Floats, still: Ints, gap: float, level: float) -> Ints:
    for noticed in NOTICED:
        blocked = still[weights[still] * noticed * max(1.0, abs(level)) > 2.0 * gap]
        if len(blocked):
            return blocked
    return NOBODY


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
