"""Conflicts: irreducible sets of rows that cannot all be kept.

Rows of some kinds are members; all other rows, and the bounds of the unknowns, are the background that is
taken for granted.  A conflict is a set of members that cannot be kept together, although without any one of
them the rest can.  Members are thrown out family by family (a rule), then sector by sector, then row by
row, so that what remains can be named at every level.  Works on any `LinearProgramme`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from optimiser.diagnosis.elastic import NOTHING, Elastic, elastic
from optimiser.economy.economy import Bools, Ints
from optimiser.plan.solver import Session, SolverOptions, Status, open_session
from optimiser.programme.lp import Affine, Kind, LinearProgramme

EASIEST_FIRST = (Kind.IDENTITY, Kind.TECHNOLOGY, Kind.POLICY, Kind.RESOURCE, Kind.TARGET)
"""The order in which families are thrown out: what is left over explains most when it is targets and resources."""

NO_ROWS: Ints = np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Conflict:
    """Rows that cannot all be kept."""

    rows: Ints
    """Their numbers in the programme."""
    irreducible: bool
    """Whether every member was shown to be needed; otherwise the time ran out."""
    verified: bool
    """Whether fresh solves confirmed it: all together infeasible, without any one of them feasible."""


def find_conflicts(
    programme: LinearProgramme,
    members: Bools,
    options: SolverOptions,
    *,
    seeds: Ints = NO_ROWS,
    most: int = 3,
    deadline: float = float("inf"),
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Conflict, ...]:
    """Up to `most` conflicts, each with its proof.

    `seeds` are targets that may each be out of reach by themselves: for each a conflict without any other
    target is looked for first, since the shortest explanation is the best.  Conflicts have no target in
    common; those without targets no member at all.  Empty where the members can all be kept, or where even
    without any of them the background cannot.
    """
    soft = elastic(programme, members)
    session = open_session(soft.programme, options)
    active = np.ones(len(soft.rows), bool)
    groups = _groups(programme, soft.rows)
    targets = np.array([kind is Kind.TARGET for kind in _kinds(programme)], bool)[soft.rows]
    found: list[Conflict] = []

    def look(among: Bools) -> bool:
        core, irreducible = _reduce(soft, session, among, groups, deadline, progress)
        if core is None:
            return False
        rows = soft.rows[core]
        progress(f"proving a conflict of {len(rows)} rows")
        found.append(_proved(programme, members, rows, irreducible, options, deadline))
        active[core & targets if (core & targets).any() else core] = False
        return True

    for seed in seeds:
        if len(found) < most and time.monotonic() < deadline:
            look(active & (~targets | (soft.rows == seed)))
    while len(found) < most and time.monotonic() < deadline and look(active):
        pass
    return tuple(found)


def _kinds(programme: LinearProgramme) -> list[Kind]:
    return [block.kind for block in programme.blocks for _ in range(block.count)]


def _groups(programme: LinearProgramme, rows: Ints) -> list[Ints]:
    """For every level, the group that each row is in: its rule; its rule and sector; itself."""
    family, sector = np.empty(programme.rows, np.int64), np.empty(programme.rows, np.int64)
    order = sorted(programme.blocks, key=lambda block: EASIEST_FIRST.index(block.kind))
    for number, block in enumerate(order):
        span = programme.row_range[block.name]
        family[span] = number
        sector[span] = number * 1_000_000 + block.places[0]
    return [family[rows], sector[rows], np.arange(len(rows))]


def _reduce(
    soft: Elastic,
    session: Session,
    active: Bools,
    groups: Sequence[Ints],
    deadline: float,
    progress: Callable[[str], None],
) -> tuple[Bools | None, bool]:
    """Throw out group after group while the rest cannot be kept; None where it can from the start.

    Infeasible is: the least total by which active rows give way is not nothing.  Whenever it is so, rows
    without a shadow price are thrown out as well: the prices alone prove the rest infeasible.
    """
    core = _core(soft, session, active)
    if core is None:
        return None, True
    for level in groups:
        names = np.unique(level[core])
        for number, name in enumerate(names):
            inside = core & (level == name)
            if not inside.any():
                continue
            if time.monotonic() > deadline:
                return core, False
            progress(f"conflict: {int(core.sum())} rows left, group {number + 1} of {len(names)}")
            smaller = _core(soft, session, core & ~inside)
            if smaller is not None:
                core = smaller
    return core, True


def _core(soft: Elastic, session: Session, active: Bools) -> Bools | None:
    """Of the active rows, those whose shadow prices prove that not all of them can be kept; None if all can."""
    if not active.any():
        return None
    session.set_goal(soft.cost(active))
    solution = session.solve()
    if not solution.optimal or -solution.objective <= NOTHING:
        return None
    prices = np.abs(solution.shadow_prices[soft.rows]) * soft.size
    core: Bools = active & (prices > 1e-9)
    return core if core.any() else active


def _proved(
    programme: LinearProgramme, members: Bools, rows: Ints, irreducible: bool, options: SolverOptions, deadline: float
) -> Conflict:
    session = open_session(programme.maximising(Affine.zero((1, 1))), options)
    others = np.flatnonzero(members & ~np.isin(np.arange(len(members)), rows))
    session.free_rows(others)
    good = session.solve().status is Status.INFEASIBLE
    for row in rows:
        if not good or time.monotonic() > deadline:
            return Conflict(rows, irreducible, False)
        session.free_rows(np.array([row]))
        good = session.solve().status is Status.OPTIMAL
        session.restore_rows(np.array([row]))
    return Conflict(rows, irreducible and good, good)


def background_holds(programme: LinearProgramme, members: Bools, options: SolverOptions) -> bool:
    """Whether the rows that are not members can be kept by themselves."""
    session = open_session(programme.maximising(Affine.zero((1, 1))), options)
    session.free_rows(np.flatnonzero(members))
    return session.solve().status is Status.OPTIMAL


