"""Rationing: what everybody gets of what he asked for when there is less than all asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.behaviour import Rationing
from optimiser.execution.sums import added

EXACT = 1e-7
"""What is missing by less than this part of the supply is not missing: solvers keep balances only so far, and without
substitution proportional rationing would make nothing out of the least shortage."""

GIVEN, CURRENT, CURRENT_REST, BUILDING, BUILDING_REST, CONSUMPTION = range(6)
"""Kinds of request.  The two `REST` kinds are of those who stand outside the priority group."""

KINDS = 6

CLASSES: dict[Rationing, tuple[tuple[int, ...], ...]] = {
    Rationing.CURRENT_FIRST: ((GIVEN,), (CURRENT, CURRENT_REST), (BUILDING, BUILDING_REST), (CONSUMPTION,)),
    Rationing.PRIORITY: ((GIVEN,), (CURRENT,), (CURRENT_REST,), (BUILDING,), (BUILDING_REST,), (CONSUMPTION,)),
    Rationing.PROPORTIONAL: (tuple(range(KINDS)),),
}
"""Which kinds are served together, in which order.  Current inputs of all come before building of some: with all of
the priority group's requests first, building materials go where nothing runs, and output comes to a stop."""


def share_had(there: Floats, wanted: Floats, slack: Floats | float = 0.0) -> Floats:
    """`min(1, there / wanted)`; 1 where nothing is wanted, or where no more than the slack is missing."""
    enough = wanted - there <= slack
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(enough | (wanted <= 0.0), 1.0, np.maximum(there, 0.0) / wanted)
    return np.minimum(found, 1.0)


@dataclass(frozen=True, eq=False)
class Rations:
    """What was had of each kind of request."""

    ratio: Floats
    """(kind, product, repetition): delivered over asked."""
    left: Floats
    """(product, repetition): supply that nobody asked for, product units."""


def ration(supply: Floats, asked: Floats, classes: Sequence[Sequence[int]]) -> Rations:
    """Class after class gets what there is, and within a class all get the same share.

        r = min(1, left / asked),    left := left - r asked

    `supply` (product, repetition), `asked` (kind, product, repetition), product units a year.
    """
    ratio = np.ones_like(asked)
    left, slack = np.maximum(supply, 0.0), EXACT * np.maximum(supply, 0.0)
    for kinds in classes:
        wanted = added(asked[list(kinds)])
        had = share_had(left, wanted, slack)
        ratio[list(kinds)] = had
        left = np.maximum(left - had * wanted, 0.0)
    return Rations(ratio, left)
