"""People: labour pools, migration and training, households."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Floats, Ints, Sparse


@dataclass(frozen=True, eq=False)
class Pools:
    """Labour.  Axis: pool; its unit is persons in some multiple."""

    axis: Axis
    names: tuple[str, ...]
    natural: Floats
    """(pool, year): persons with nobody moved or trained; infinity where the pool does not limit."""
    growth: Floats
    """Yearly growth of those moved into the pool (negative: attrition), a share."""
    in_training: Floats
    """(pool, year): persons whose training was begun before the plan, by the year in which they join the pool."""
    region: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Transfers:
    """Migration and training.  Axis: transfer (columns from, to)."""

    axis: Axis
    source: Ints
    target: Ints
    limit: Floats
    """(transfer, year): persons leaving a year, at most."""
    lag: Ints
    """Years between leaving the source and working in the target."""
    goods: Sparse
    """(product, transfer): product units for each person who leaves, used in the year in which he leaves."""
    mouths: Floats
    """mu: mouths that change household with each who leaves, himself among them; 0 where nobody does."""
    from_household: Ints
    to_household: Ints
    """(transfer): the household that loses mouths and the one that gains them; -1 is none."""


@dataclass(frozen=True, eq=False)
class Households:
    """Axis: household; consumption is an index of baskets, base year = 1.

    A basket that changes from year to year is one of `Economy.basket_paths`.
    """

    axis: Axis
    names: tuple[str, ...]
    baskets: Sparse
    """c: (product, household), product units a year at index 1."""
    floor: Floats
    """(household, year): least total consumption index, mouths already counted; 0 is none."""
    mouths: Floats
    """(household, year): people, relative to the base year, with nobody moved; see `flows.mouths_there`."""
    people: Floats
    """Mouths in the base year, in the unit of the pools that are left; 0 where it is not said."""
    region: tuple[str, ...]

    @property
    def counted(self) -> Floats:
        """(household): the people of each, in one unit for all; 1 where it is not said."""
        return np.asarray(np.where(self.people > 0.0, self.people, 1.0))
