"""What is paid in money: wages, taxes, loans, savings, prices of farm produce.  No plan depends on any of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from optimiser.arrays import Axis, Floats, Ints

EVERY = -1
"""Stands for each place of an axis that has no entry of its own."""

BUILDING = -2
"""Stands in place of a sector for building work."""

HOUSEHOLD_ITEMS = ("other income", "tax", "tax rate", "loan", "loan rate", "saving", "saving rate")
PRODUCT_ITEMS = ("procurement price", "turnover tax", "free share")
SECTOR_ITEMS = ("profit tax", "subsidy")
MONEY_ITEMS = (*HOUSEHOLD_ITEMS, *PRODUCT_ITEMS, *SECTOR_ITEMS)
SHARES = ("tax rate", "loan rate", "saving rate", "free share", "profit tax")
"""Items that are parts of something, and so not above 1."""


def _none() -> Ints:
    return np.zeros(0, np.int64)


def _no_years() -> Floats:
    return np.zeros((0, 1))


@dataclass(frozen=True, eq=False)
class Wages:
    """What people at work are paid.  Axis: one entry a row of the sheet Wages; none is nobody paid in money."""

    pool: Ints = field(default_factory=_none)
    sector: Ints = field(default_factory=_none)
    """On the sector axis; `BUILDING`, or `EVERY` for those that have no entry of their own."""
    household: Ints = field(default_factory=_none)
    """On the household axis: who receives it."""
    wage: Floats = field(default_factory=_no_years)
    """w: (entry, year), money units per pool unit of people at work."""

    def paid(self, pools: int, sectors: int, year: int) -> tuple[Floats, Ints]:
        """Wages of a year and who receives them: (pool, sector and last building) each, -1 nobody."""
        wage, household = np.zeros((pools, sectors + 1)), np.full((pools, sectors + 1), -1)
        for entry in np.argsort(self.sector != EVERY, kind="stable").tolist():  # what is said of all is read first
            sector = int(self.sector[entry])
            place = {EVERY: slice(None), BUILDING: slice(sectors, None)}.get(sector, slice(sector, sector + 1))
            wage[self.pool[entry], place] = self.wage[entry, year]
            household[self.pool[entry], place] = self.household[entry]
        return wage, household

    def later(self, year: int) -> Wages:
        """The same by so many years earlier."""
        return replace(self, wage=self.wage[:, year:])


@dataclass(frozen=True, eq=False)
class Money:
    """Other payments.  Axis: one entry a row of the sheet Money."""

    item: tuple[str, ...] = ()
    """One of `MONEY_ITEMS`."""
    index: Ints = field(default_factory=_none)
    """On the axis that the item is of: household, product or sector; or `EVERY`."""
    figure: Floats = field(default_factory=_no_years)
    """(entry, year), in the unit of the item."""

    def of(self, item: str, axis: Axis, year: int, neutral: Floats | float = 0.0) -> Floats:
        """(axis): an item in a year; `neutral` where nothing is said."""
        found = np.array(np.broadcast_to(np.asarray(neutral, float), (len(axis),)))
        own = [entry for entry, name in enumerate(self.item) if name == item]
        for entry in sorted(own, key=lambda entry: bool(self.index[entry] != EVERY)):
            found[slice(None) if self.index[entry] == EVERY else self.index[entry]] = self.figure[entry, year]
        return found

    def named(self, item: str) -> Ints:
        """The places that entries of an item name."""
        own = np.array([name == item for name in self.item], np.bool_)
        return np.asarray(self.index[own])

    def later(self, year: int) -> Money:
        """The same by so many years earlier."""
        return replace(self, figure=self.figure[:, year:])
