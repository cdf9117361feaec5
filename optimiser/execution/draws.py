"""Chance in the carrying out of a plan: the same for every strategy, whatever the chunks, processes or their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.behaviour import Behaviour
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
    after: int = 0
    """Years that are over when the economy's plan begins; their luck has been drawn before."""

    @classmethod
    def chosen(cls, behaviour: Behaviour, repetitions: int | None, seed: int | None, usual: int) -> Draws:
        """What is asked for, or else what the economy's behaviour says, or else `usual`."""
        times = (behaviour.repetitions or usual) if repetitions is None else repetitions
        return cls(behaviour.seed if seed is None else seed, times)

    def luck(self, economy: Economy, first: int, last: int) -> Luck:
        """The luck of the repetitions `first .. last - 1`.

        Each repetition and each kind of shock has a stream of its own, `SeedSequence(seed, (kind, repetition))`, and
        years are drawn in order, so that neither more repetitions nor a longer plan change what was drawn before.
        """
        years, gone = economy.years.plan, self.after
        ways = len(economy.projects.axis) + len(economy.inherited.asset)

        def stream(kind: int, repetition: int) -> np.random.Generator:
            return np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=(kind, repetition))))

        each = range(first, last)
        return Luck(
            np.stack([stream(0, r).standard_normal(gone + years)[gone:] for r in each], axis=-1),
            np.stack([stream(1, r).standard_normal(gone + years)[gone:] for r in each], axis=-1),
            np.stack([stream(2, r).random((gone + years + 1, ways))[gone:] for r in each], axis=-1),
        )
