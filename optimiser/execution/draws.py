"""Chance in the carrying out of a plan: the same for every strategy, whatever the chunks, processes or their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy


@dataclass(frozen=True, eq=False)
class Luck:
    """What chance brings to some repetitions: standard normal and uniform numbers, not yet scaled."""

    harvest: Floats
    """(year 1..T, repetition), standard normal."""
    terms_of_trade: Floats
    """(year 1..T, repetition), standard normal."""
    delay: Floats
    """(year 1..T+1, project and then inherited entry, repetition), uniform on 0..1."""


@dataclass(frozen=True)
class Draws:
    """Common random numbers: repetition `r` of a seed is the same whatever is carried out."""

    seed: int = 1
    repetitions: int = 1000

    def luck(self, economy: Economy, first: int, last: int) -> Luck:
        """The luck of the repetitions `first .. last - 1`.

        Each repetition and each kind of shock has a stream of its own, `SeedSequence(seed, (kind, repetition))`, and
        years are drawn in order, so that neither more repetitions nor a longer plan change what was drawn before.
        """
        years = economy.years.plan
        ways = len(economy.projects.axis) + len(economy.inherited.sector)

        def stream(kind: int, repetition: int) -> np.random.Generator:
            return np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=(kind, repetition))))

        each = range(first, last)
        return Luck(
            np.stack([stream(0, r).standard_normal(years) for r in each], axis=-1),
            np.stack([stream(1, r).standard_normal(years) for r in each], axis=-1),
            np.stack([stream(2, r).random((years + 1, ways)) for r in each], axis=-1),
        )
