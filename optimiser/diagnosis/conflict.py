"""Conflicts: irreducible sets of rows that cannot all be kept.

Rows of some kinds are members; all other rows, and the bounds of the unknowns, are the background that is
taken for granted.  A conflict is a set of members that cannot be kept together, although without any one of
them the rest can.  Members are thrown out family by family (a rule), then thing by thing (a sector, a pool),
then row by row, so that what remains can be named at every level.  Works on any `LinearProgramme`.

Some of the background explains more when it is named, capacity above all.  Such rows are the support: once
the members of a conflict are settled, the support is thrown out in the same way, and what cannot be thrown
out joins the conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimiser.arrays import Bools, Floats, Ints
from optimiser.diagnosis.deadline import Clock
from optimiser.diagnosis.elastic import NOTHING, Softened, furthest_off
from optimiser.diagnosis.proof import polyhedron_of
from optimiser.programme.expressions import Affine
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import Kind
from optimiser.solver import SolverOptions, Status, open_session

EASIEST_FIRST = (Kind.IDENTITY, Kind.TECHNOLOGY, Kind.POLICY, Kind.RESOURCE, Kind.TARGET)
"""The order in which families are thrown out: what is left over explains most when it is targets and resources."""

LEVELS = ("rule", "thing", "row")
"""How finely a conflict is shown to need all that is in it."""

NO_ROWS: Ints = np.empty(0, np.int64)

NO_LIMIT = Clock()

KEPT = 1e-6
"""A witness may miss a row by this share of its size: solvers keep rows only to a tolerance."""

PRICED = 1e-9
"""A row with a smaller shadow price (for the whole of it) has no part in the proof."""


@dataclass(frozen=True, eq=False)
class Conflict:
    """Rows that cannot all be kept."""

    rows: Ints
    """Their numbers in the programme."""
    irreducible: bool
    """Whether every row was shown to be needed: without it, a point that keeps all others was found and re-added."""
    verified: bool
    """Whether multipliers, added up, show that the rows cannot all be kept."""
    level: str = ""
    """The finest of `LEVELS` at which every part was shown to be needed; empty where the time did not reach so far."""
    free: Bools | None = None
    """(row of the programme): those left out of the proof."""
    refutation: Floats | None = None
    """(row of the programme): multipliers that prove that the rows cannot all be kept."""


@dataclass(eq=False)
class _Search:
    """One conflict on its way: what is left, and for each row that is needed the point found without it."""

    softened: Softened
    groups: Sequence[Ints]
    clock: Clock
    progress: Callable[[str], None]
    witness: dict[int, Floats] = field(default_factory=dict)
    prices: Floats = field(default_factory=lambda: np.empty(0))
    """(row of the programme): the shadow prices that prove that what is left cannot be kept."""
    level: str = ""
    stopped: bool = False

    def core(self, active: Bools, closed: Bools) -> tuple[Bools | None, Floats]:
        """Of the active rows, those whose shadow prices prove that not all can be kept; None, and a point, if all can.

        Closed rows are kept in any case; all others ask for nothing.
        """
        soft, session = self.softened.soft, self.softened.session
        soft.ask(session, active, ~active & ~closed)
        solution = session.solve()
        if not solution.optimal:
            # with giving way at no cost for all that could refuse, only the clock ends without an answer
            self.stopped = True
            return active, np.empty(0)
        if -solution.objective <= NOTHING:
            return None, solution.values[: soft.columns]
        self.prices = solution.shadow_prices
        prices = np.abs(solution.shadow_prices[soft.rows]) * soft.size
        found: Bools = active & (prices > PRICED)
        return found if found.any() else active, np.empty(0)

    def reduce(self, core: Bools, closed: Bools, kept: Bools) -> Bools:
        """Throw out group after group while the rest cannot be kept; the rows `kept` are not tried.

        Infeasible is: the least total by which active rows give way is not nothing.  Whenever it is so, rows
        without a shadow price are thrown out as well: the prices alone prove the rest infeasible.
        """
        needed = kept.copy()
        for level, name in zip(self.groups, LEVELS, strict=True):
            for group in np.unique(level[core & ~needed]):
                inside = core & ~needed & (level == group)
                if not inside.any():
                    continue
                if self.clock.over:
                    self.stopped = True
                    return core
                self.progress(f"conflict: {int(core.sum())} rows left")
                smaller, point = self.core(core & ~inside, closed)
                if self.stopped:
                    return core
                if smaller is not None:
                    core = smaller | (core & kept)
                elif inside.sum() == 1:
                    needed |= inside
                    self.witness[int(np.flatnonzero(inside)[0])] = point
            self.level = name
        return core


def find_conflicts(
    softened: Softened,
    members: Bools,
    support: Bools,
    options: SolverOptions,
    *,
    seeds: Ints = NO_ROWS,
    most: int = 3,
    clock: Clock = NO_LIMIT,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Conflict, ...]:
    """Up to `most` conflicts of targets with each other, and up to as many of single ones, each with its proof.

    `members` and `support` are rows of the programme that `softened` lets give way.  `seeds` are targets that
    may each be out of reach by themselves: those that are have no part in the joint conflicts, and conflicts of
    their own come last.  Conflicts have no target in common; those without targets no member at all.  Empty where the
    members can all be kept, or where the time ran out at once.
    """
    programme, soft = softened.programme, softened.soft
    groups = _groups(programme, soft.rows)
    targets = np.array([kind is Kind.TARGET for kind in _kinds(programme)], bool)[soft.rows]
    member, behind = members[soft.rows], support[soft.rows]
    active = member.copy()
    found: list[Conflict] = []

    def look(among: Bools, clock: Clock) -> bool:
        # a part of the time is kept for the proof
        searching = clock.part(0.7)
        softened.session.options = searching.options(options)
        search = _Search(softened, groups, searching, progress)
        core, _ = search.core(among, behind)
        if core is None or search.stopped:
            return False
        core = search.reduce(core, behind, np.zeros_like(core))
        level, stopped = search.level, search.stopped
        rows, tried = core, member
        if behind.any() and not stopped:
            wider, _ = search.core(core | behind, np.zeros_like(core))
            if wider is not None and not search.stopped:
                wider = search.reduce(wider | core, np.zeros_like(core), core)
                if not search.stopped:
                    rows, tried = wider, member | behind
        progress(f"proving a conflict of {int(rows.sum())} rows")
        points = {int(soft.rows[index]): point for index, point in search.witness.items() if rows[index]}
        free = np.zeros(programme.rows, bool)
        free[soft.rows[tried & ~rows]] = True
        refutation, irreducible = _proved(programme, soft.rows[rows], free, search.prices, points, options, clock)
        verified = refutation is not None
        found.append(Conflict(soft.rows[rows], irreducible and not stopped, verified, level, free, refutation))
        active[core & targets if (core & targets).any() else core] = False
        return True

    # what each of the seeds cannot do even alone says nothing of how targets get into each other's way
    alone: list[int] = []
    for seed in seeds:
        if clock.over:
            break
        own = soft.rows == seed
        softened.session.options = clock.part(0.5).options(options)
        search = _Search(softened, groups, clock, progress)
        core, _ = search.core(active & (~targets | own), behind)
        if core is not None and not search.stopped:
            alone.append(int(seed))
            active &= ~own
    joint = 0
    while joint < most and not clock.over and look(active, clock.part(0.5)):
        joint += 1
    for seed in alone[:most]:
        if not clock.over:
            look(member & (~targets | (soft.rows == seed)), clock.part(0.5))
    return tuple(found)


def _kinds(programme: LinearProgramme) -> list[Kind]:
    return [block.kind for block in programme.blocks for _ in range(block.count)]


def _groups(programme: LinearProgramme, rows: Ints) -> list[Ints]:
    """For every level, the group that each row is in: its rule; its rule and thing; itself."""
    family, thing = np.empty(programme.rows, np.int64), np.empty(programme.rows, np.int64)
    order = sorted(programme.blocks, key=lambda block: EASIEST_FIRST.index(block.kind))
    for number, block in enumerate(order):
        span = programme.row_range[block.name]
        family[span] = number
        thing[span] = number * 1_000_000 + block.indices[0]
    return [family[rows], thing[rows], np.arange(len(rows))]


def _proved(
    programme: LinearProgramme,
    rows: Ints,
    free: Bools,
    prices: Floats,
    points: dict[int, Floats],
    options: SolverOptions,
    clock: Clock,
) -> tuple[Floats | None, bool]:
    """Multipliers that prove that the rows cannot all be kept, and whether without any one of them the others can.

    The first are the shadow prices of the search, added up, or where these prove nothing those of a solve of the
    programme itself; the second by adding up the rows at the point that was found without the row, or, where there is
    none or it does not hold, by a solve.
    """
    refutation: Floats | None = prices
    doubtful = [row for row in rows.tolist() if row not in points or not _holds(programme, points[row], free, row)]
    proved = polyhedron_of(programme, free).proves_infeasible(prices)
    if proved and not doubtful:
        return prices, True
    session = open_session(programme.maximising(Affine.zero((1, 1))), clock.options(options))
    session.free_rows(np.flatnonzero(free))
    if not proved:
        session.solve()
        refutation = session.refutation
    if refutation is None:
        return None, False
    for row in doubtful:
        if clock.over:
            return refutation, False
        session.free_rows(np.array([row]))
        kept = session.solve().status is Status.OPTIMAL
        session.restore_rows(np.array([row]))
        if not kept:
            return refutation, False
    return refutation, True


def _holds(programme: LinearProgramme, point: Floats, free: Bools, without: int) -> bool:
    """Whether a point keeps every row but the free ones and one more."""
    left = free.copy()
    left[without] = True
    arrays = programme.arrays
    lower, upper = np.where(left, -np.inf, arrays.row_lower), np.where(left, np.inf, arrays.row_upper)
    return furthest_off(programme, point, lower, upper) <= KEPT
