"""Time limits: for a whole diagnosis, for its parts, and for every solve in them."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from optimiser.solver import SolverOptions


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

    def options(self, options: SolverOptions) -> SolverOptions:
        """Options under which every solve, whenever it begins, ends in time."""
        return replace(options, deadline=min(options.deadline, self.deadline))
