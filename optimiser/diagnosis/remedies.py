"""Remedies within reason: what would do for the targets if every limit gave way no further than is plausible.

How far each rule's rows may give way, and at what weight, is `Economy.relaxation`; living standards never go below
subsistence.  The least weighted total first, then the fairest (leximin, each row by its plausible most).  Where all
of that together does not do, this is the finding, with the nearest miss: what would still be missing of the targets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Bools, Floats
from optimiser.diagnosis.deadline import Clock
from optimiser.diagnosis.elastic import (
    NOTHING,
    Relaxation,
    Softened,
    elastic,
    least_total,
    least_worst,
    relaxable,
    relaxation_of,
    sides,
)
from optimiser.economy.economy import Economy
from optimiser.economy.flows import least_left
from optimiser.programme.constraints.labour import transfer_limit
from optimiser.programme.constraints.people import living_standard_floor
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import Kind
from optimiser.solver import SolverOptions, Status

GIVEN = (Kind.RESOURCE, Kind.POLICY)
"""Kinds of rows that somebody could change."""


@dataclass(frozen=True, eq=False)
class Plausible:
    """How far the rows of a programme may plausibly give way."""

    most: Floats
    """(row): in the row's own unit; nothing where it may not."""
    weight: Floats
    """(row)"""

    @property
    def able(self) -> Bools:
        """(row): whether it may give way at all."""
        return self.most > 0.0


def plausible(programme: LinearProgramme, economy: Economy) -> Plausible:
    """How far each row may give way, as the sheet `Relaxation` says.

    most_i  =  greatest share of its rule * size_i,     and of a living standard at most

               ( floor[h,t] - subsistence mouths[h,t] ) left[h,t]

    since a floor counts all mouths and subsistence is a head's; `left` is the part of them that is there at least when
    as many leave as may, the limits of movement giving way as well, so that nobody is ever below it (`least_left`).
    """
    arrays = programme.arrays
    asked = sides(arrays.row_lower, arrays.row_upper)
    size = np.where(asked > 1e-9 * arrays.row_scale, asked, arrays.row_scale)
    most, weight = np.zeros(programme.rows), np.ones(programme.rows)
    for block in programme.blocks:
        if block.kind in GIVEN:
            span = programme.row_range[block.name]
            share, weight[span] = economy.relaxation.of(block.name)
            most[span] = share * size[span]
    for block in programme.blocks:
        if block.rule is living_standard_floor:
            span = programme.row_range[block.name]
            most[span] = np.minimum(most[span], _above_subsistence(programme, economy, most)[block.active])
    return Plausible(most, weight)


def _above_subsistence(programme: LinearProgramme, economy: Economy, most: Floats) -> Floats:
    """(household, 1..N): how far a floor may give way with nobody below subsistence, when limits give way by `most`."""
    last, households = economy.years.last, economy.households
    limit = np.array(economy.transfers.limit[:, : last + 1])
    for block in programme.blocks:
        if block.rule is transfer_limit:
            limit[:, 1:][block.active] += most[programme.row_range[block.name]]
    above = households.floor - economy.relaxation.subsistence * households.mouths
    return np.asarray(np.maximum(above[:, 1 : last + 1], 0.0) * least_left(economy, limit)[:, 1:])


@dataclass(frozen=True, eq=False)
class Remedies:
    """What would do, or how near to it one comes."""

    least: Relaxation | None = None
    """Least weighted total."""
    evenly: Relaxation | None = None
    """The worst share of what is plausible kept least, then the next."""
    miss: Relaxation | None = None
    """Where nothing plausible does: what is missing of targets even so, and what gives way for it."""
    finished: bool = True


def remedies(softened: Softened, room: Plausible, options: SolverOptions, clock: Clock) -> Remedies:
    """What would do for the targets within reason.

    First the least by which targets are still missed when everything plausible gives way: it is always there, and
    shows whether that would do.
    """
    programme, soft = softened.programme, softened.soft
    able = room.able & relaxable(programme, GIVEN)
    targets = relaxable(programme, (Kind.TARGET,))
    wanted, free = targets[soft.rows], able[soft.rows]
    most = np.where(wanted, np.inf, room.most[soft.rows])
    soft.ask(softened.session, wanted, free, most)
    first = softened.session.solve()
    if not first.optimal:
        return Remedies(finished=first.status is Status.INFEASIBLE)
    if -first.objective <= NOTHING:
        solution, needed = least_total(softened, able, room.most, room.weight)
        if needed is not None:
            return _within_reason(programme, needed, able, room, options, clock)
        if solution.status is not Status.INFEASIBLE:
            return Remedies(finished=False)
    # no more than this of the targets is missed, and as little as possible gives way for it
    missed = np.abs(soft.amounts(first.values)) + 0.5 * NOTHING * soft.size
    soft.ask(softened.session, free, wanted, np.where(wanted, missed, room.most[soft.rows]), room.weight[soft.rows])
    second = softened.session.solve()
    answer = second if second.optimal else first
    return Remedies(miss=relaxation_of(soft, answer, finished=second.optimal), finished=second.optimal)


def _within_reason(
    programme: LinearProgramme, least: Relaxation, able: Bools, room: Plausible, options: SolverOptions, clock: Clock
) -> Remedies:
    """The least that would do, and the fairest."""
    part = elastic(programme, able)
    even = least_worst(replace(part, size=room.most[part.rows]), clock.options(options), clock)
    if even is not None:
        size = np.zeros(programme.rows)
        size[part.rows] = part.size
        even = replace(even, shares=even.amounts / size[even.rows])
    return Remedies(least, even, finished=even is not None and even.finished)
