"""The elastic programme: which rows would have to give way, and by how much.

A reduction from programme to programme: rows of the kinds that may give way get an unknown `give`, in the
row's own unit, by which they are missed.  Works on any `LinearProgramme`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimiser.arrays import Axis, Bools, Floats, Ints
from optimiser.diagnosis.deadline import Clock
from optimiser.programme.expressions import Affine
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.references import RowReference, row_references
from optimiser.programme.rows import SCALAR, Kind, Rows, at_most
from optimiser.solver import Session, Solution, SolverOptions, Status, open_session

NOTHING = 1e-7
"""A share of a row's size below which it counts as kept."""


READDED = 1e-8
"""A point that misses nothing by more than this share of its size keeps everything."""

PRICED = 1e-6
"""The prices of the caps of a leximin step add up to one; a smaller one than this counts for none."""


@dataclass(frozen=True, eq=False)
class Elastic:
    """A programme in which some rows may give way.

    Axis of the arrays: row that may give way, in the order of the programme's rows.
    """

    programme: LinearProgramme
    """The original's rows, in its order, with the unknowns `give` after its own; maximises `-sum give/size`."""
    rows: Ints
    """Their number in the programme."""
    size: Floats
    """What their amounts are measured by: the right-hand side, or the row's base-year size where it is zero."""
    less: Ints
    """The unknown by which the lower side is missed, -1 where there is none."""
    more: Ints
    """The unknown by which the upper side is passed, -1 where there is none."""
    columns: int
    """How many unknowns the original has."""

    def amounts(self, values: Floats) -> Floats:
        """By how much each row gives way, in its own unit; negative: the upper side is passed."""
        padded = np.append(values, 0.0)
        return np.asarray(padded[self.less] - padded[self.more])

    def ask(
        self, session: Session, active: Bools, free: Bools, most: Floats | float = np.inf, weight: Floats | float = 1.0
    ) -> None:
        """Let active rows give way at a cost and free ones at none, each by so much at most; all others are kept."""
        limit = np.broadcast_to(np.asarray(most, float), len(self.rows))
        for column in (self.less, self.more):
            there = np.flatnonzero(column >= 0)
            upper = np.where((active | free)[there], limit[there], 0.0)
            session.set_columns(column[there], np.zeros(len(there)), upper)
        session.set_goal(self.cost(active, weight))

    def cost(self, active: Bools, weight: Floats | float = 1.0) -> Floats:
        """The goal in which only the active rows' giving way counts, each with its weight."""
        goal = np.zeros(self.programme.columns)
        price = np.where(active, -np.asarray(weight, float) / self.size, 0.0)
        for column in (self.less, self.more):
            there = column >= 0
            goal[column[there]] = price[there]
        return goal


def relaxable(programme: LinearProgramme, kinds: Collection[Kind]) -> Bools:
    """(row): whether it is of one of the kinds and asks for anything."""
    flags = [np.full(block.count, block.kind in kinds) for block in programme.blocks]
    arrays = programme.arrays
    asks = np.isfinite(arrays.row_lower) | np.isfinite(arrays.row_upper)
    return (np.concatenate(flags) if flags else np.empty(0, bool)) & asks


def elastic(programme: LinearProgramme, may_give: Bools) -> Elastic:
    """The programme with `give` unknowns on some rows: one for each side that a row has."""
    arrays = programme.arrays
    asked = sides(arrays.row_lower, arrays.row_upper)
    size = np.where(asked > 1e-9 * arrays.row_scale, asked, arrays.row_scale)
    less, more = np.full(programme.rows, -1), np.full(programme.rows, -1)
    soft = replace(programme, goal=Affine.zero((1, 1)))
    blocks: list[Rows] = []
    for block in programme.blocks:
        span = programme.row_range[block.name]
        body = block.body
        for sign, side, index in ((1.0, block.lower, less), (-1.0, block.upper, more)):
            gives = np.zeros(block.active.shape, bool)
            gives[block.active] = may_give[span] & np.isfinite(side[block.active])
            if not gives.any():
                continue
            soft = soft.with_variable(
                f"give {block.name} {'less' if sign > 0 else 'more'}",
                block.entity,
                block.times,
                upper=np.where(gives, np.inf, 0.0),
                scale=block.scale,
                meaning="by how much a row gives way",
            )
            columns = soft.variables[-1].columns
            flat = np.flatnonzero(gives)
            body = body + Affine.of(body.shape, flat, columns.ravel()[flat], np.full(len(flat), sign))
            index[span] = np.where(gives[block.active], columns[block.active], -1)
        blocks.append(replace(block, body=body))
    rows = np.flatnonzero(may_give)
    made = Elastic(replace(soft, blocks=tuple(blocks)), rows, size[rows], less[rows], more[rows], programme.columns)
    goal = made.cost(np.ones(len(rows), bool))
    there = np.flatnonzero(goal)
    maximised = Affine.of((1, 1), np.zeros_like(there), there, goal[there])
    return replace(made, programme=made.programme.maximising(maximised))


@dataclass(frozen=True, eq=False)
class Softened:
    """A programme, its elastic programme, and that in a solver, to be asked one question after another."""

    programme: LinearProgramme
    soft: Elastic
    session: Session

    @cached_property
    def where(self) -> list[RowReference]:
        """(row of the programme): what each is, in words."""
        return row_references(self.programme)


def soften(programme: LinearProgramme, may_give: Bools, options: SolverOptions) -> Softened:
    """A programme ready to be asked which of some rows would have to give way."""
    soft = elastic(programme, may_give)
    return Softened(programme, soft, open_session(soft.programme, replace(options, rescale=False)))


@dataclass(frozen=True, eq=False)
class Relaxation:
    """Who gives way by how much."""

    rows: Ints
    """Rows of the programme that give way."""
    amounts: Floats
    """In each row's unit; negative where the upper side is passed."""
    shares: Floats
    """Relative to the row's size."""
    finished: bool
    """Whether this is proved to be the least; otherwise the time ran out."""
    point: Floats
    """(column of the programme): an answer of the programme relaxed by these amounts."""
    verified: bool = False
    """Whether that answer was added up again, or the relaxed programme solved again: it is feasible."""


def least_total(
    softened: Softened, may_give: Bools, most: Floats | None = None, weight: Floats | None = None, *, once: bool = False
) -> tuple[Solution, Relaxation | None]:
    """The least weighted sum of relative amounts by which some rows of the programme give way, each by so much at most.

    No relaxation where even that does not help, or the time ran out: see the solution's status.  `once`: that it does
    not help is not proved, and the status is UNDECIDED.
    """
    soft, session = softened.soft, softened.session
    limit: Floats | float = np.inf if most is None else most[soft.rows]
    weights: Floats | float = 1.0 if weight is None else weight[soft.rows]
    soft.ask(session, may_give[soft.rows], np.zeros(len(soft.rows), bool), limit, weights)
    solution = session.solve_once() if once else session.solve()
    return solution, relaxation_of(soft, solution, finished=True) if solution.optimal else None


def least_worst(soft: Elastic, options: SolverOptions, clock: Clock) -> Relaxation | None:
    """Leximin: the least worst relative amount, then the next worst, and so on.

        minimise w   subject to   give_i <= w size_i   for every row not yet settled

    A row is settled at w when its cap has a shadow price: it then reaches w in every answer that is as good.
    None where even giving way does not help.
    """
    programme = soft.programme.with_variable("worst", meaning="worst relative amount")
    worst = programme.variables[-1].offset
    count = len(soft.rows)
    columns = np.stack([soft.less, soft.more])
    there = columns >= 0
    entries = np.flatnonzero(there.ravel())
    column, row = columns.ravel()[entries], np.tile(np.arange(count), 2)[entries]
    programme = _capped(programme, soft, column, row, worst)
    session = open_session(programme, replace(options, presolve=False))
    caps = np.arange(programme.row_range["cap"].start, programme.row_range["cap"].stop)
    goal = np.zeros(programme.columns)
    goal[worst] = -1.0
    settled = np.zeros(count, bool)
    index = np.array([worst])
    solution: Solution | None = None
    finished = True
    while not settled.all():
        session.set_columns(index, np.zeros(1), np.array([np.inf]))
        session.set_goal(goal)
        found = session.solve()
        if not found.optimal:
            if solution is None:
                return None
            finished = False
            break
        solution = found
        level = -found.objective
        if level <= NOTHING:
            break
        prices = np.zeros(count)
        np.maximum.at(prices, row, np.abs(found.shadow_prices[caps]) * soft.size[row])
        # a cap with a price is reached in every answer that is as good: its row cannot give way less
        held = np.flatnonzero(~settled & (prices > PRICED))
        if not len(held):
            finished = False
            break
        settled[held] = True
        mine = np.isin(row, held)
        session.free_rows(caps[mine])
        # a hair more than the level, or its rounding, which grows with it, makes the next step infeasible
        bound = (level + 0.5 * NOTHING * max(1.0, level)) * soft.size[row[mine]]
        session.set_columns(column[mine], np.zeros(int(mine.sum())), bound)
        if clock.over:
            finished = False
            break
    # the last answer may leave slack where nothing was pressing: take the least total at these caps
    session.set_columns(index, np.zeros(1), np.array([_a_hair_above(-solution.objective) if solution else np.inf]))
    session.set_goal(np.append(soft.cost(np.ones(count, bool)), np.zeros(programme.columns - soft.programme.columns)))
    last = session.solve()
    if last.optimal:
        return relaxation_of(soft, last, finished=finished)
    return relaxation_of(soft, solution, finished=False) if solution is not None else None


def _a_hair_above(level: float) -> float:
    return max(level, 0.0) + NOTHING * max(1.0, level)


def _capped(programme: LinearProgramme, soft: Elastic, column: Ints, row: Ints, worst: int) -> LinearProgramme:
    n = len(column)
    axis = Axis("cap", tuple(str(number) for number in range(n)))
    body = Affine.of(
        (n, 1),
        np.tile(np.arange(n), 2),
        np.concatenate([column, np.full(n, worst)]),
        np.concatenate([np.ones(n), -soft.size[row]]),
    )
    caps = at_most(axis, SCALAR, body, 0.0, scale=soft.size[row])
    return programme.with_rows(Rows.of(caps, name="cap", kind=Kind.IDENTITY, meaning="the worst amount one more"))


def relaxation_of(soft: Elastic, solution: Solution, *, finished: bool) -> Relaxation:
    """Who gives way by how much in an answer of the elastic programme."""
    amounts = soft.amounts(solution.values)
    shares = amounts / soft.size
    gives = np.abs(shares) > NOTHING
    return Relaxation(soft.rows[gives], amounts[gives], shares[gives], finished, solution.values[: soft.columns])


def confirm(programme: LinearProgramme, relaxation: Relaxation, options: SolverOptions) -> Relaxation:
    """The relaxation with its proof: the original programme, its rows moved by the amounts, is feasible.

    The rows are moved a hair further (1e-7 of their size, or of the amount where that is greater) than the amounts,
    which are rounded.  The relaxation's own point is added up; where that misses more than rounding, it is a solve.
    """
    arrays = programme.arrays
    rows = relaxation.rows
    size = np.abs(relaxation.amounts / np.where(relaxation.shares == 0, 1.0, relaxation.shares))
    hair = 10 * NOTHING * np.maximum(size, np.abs(relaxation.amounts))
    lower = arrays.row_lower[rows] - np.maximum(relaxation.amounts, 0.0) - hair
    upper = arrays.row_upper[rows] + np.maximum(-relaxation.amounts, 0.0) + hair
    row_lower, row_upper = arrays.row_lower.copy(), arrays.row_upper.copy()
    row_lower[rows], row_upper[rows] = lower, upper
    if furthest_off(programme, relaxation.point, row_lower, row_upper) <= READDED:
        return replace(relaxation, verified=True)
    session = open_session(programme.maximising(Affine.zero((1, 1))), options)
    session.set_rows(rows, lower, upper)
    return replace(relaxation, verified=session.solve().status is Status.OPTIMAL)


def furthest_off(programme: LinearProgramme, point: Floats, row_lower: Floats, row_upper: Floats) -> float:
    """The most by which a point misses a side or a bound, as a share of its size, added up in the user's units."""
    arrays = programme.arrays
    activity = np.asarray(arrays.matrix @ point)
    size = np.maximum(arrays.row_scale, sides(arrays.row_lower, arrays.row_upper))
    off = np.maximum(np.maximum(row_lower - activity, activity - row_upper), 0.0) / size
    outside = np.maximum(np.maximum(arrays.lower - point, point - arrays.upper), 0.0) / arrays.column_scale
    return max(float(off.max(initial=0.0)), float(outside.max(initial=0.0)))


def sides(row_lower: Floats, row_upper: Floats) -> Floats:
    """(row): the greater of the sides that it has, without its sign."""
    return np.maximum(*(np.where(np.isfinite(each), np.abs(each), 0.0) for each in (row_lower, row_upper)))
