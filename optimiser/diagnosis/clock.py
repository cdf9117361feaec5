"""Time limits: for a whole diagnosis, for its parts, and for every solve in them."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields

from optimiser.errors import SolverFailed
from optimiser.plan.solver import SolverOptions

LEAST = 0.01
"""Seconds that a solve is given when the time is over, so that it ends with a limit and not with an error."""


@dataclass(frozen=True)
class Clock:
    """A point in time by which something is to be finished."""

    deadline: float = float("inf")

    @classmethod
    def of(cls, seconds: float) -> Clock:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds."""
        return max(self.deadline - time.monotonic(), 0.0)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.deadline

    def part(self, share: float) -> Clock:
        """A share of the time that is left."""
        return self if self.deadline == float("inf") else Clock.of(share * self.left)

    def options(self, options: SolverOptions, *, strict: bool = False) -> SolverOptions:
        """Options under which every solve, whenever it begins, ends in time.

        Strict: a solve that begins when the time is over fails, so that long rows of solves end as well.
        """
        given = {each.name: getattr(options, each.name) for each in fields(options)}
        made = _Until(**given)
        object.__setattr__(made, "clock", self)
        object.__setattr__(made, "strict", strict)
        return made


class _Until(SolverOptions):
    """Options whose time limit for a solve shrinks as the time runs out."""

    clock: Clock
    strict: bool

    def __getattribute__(self, name: str) -> object:
        value = object.__getattribute__(self, name)
        if name != "time_limit":
            return value
        clock: Clock = object.__getattribute__(self, "clock")
        if clock.over and object.__getattribute__(self, "strict"):
            raise SolverFailed("the time is over")
        return max(min(value, clock.left), LEAST)
