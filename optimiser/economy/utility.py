"""What a living standard is worth: concave, in straight pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats


@dataclass(frozen=True)
class Utility:
    """Utility of a living standard a head c, base year = 1: concave and piecewise linear.

        u(c)  =  sum_k slope_k (min(c, b_k) - b_(k-1))  over the pieces that c reaches,     b_0 = 0, b_K infinite

    Raises:
        ValueError: breakpoints do not rise from above 0, slopes rise or are below 0, or are not one more in number.
    """

    breakpoints: tuple[float, ...] = ()
    """b_1 .. b_(K-1): standards, base year = 1, at which one piece ends and the next begins."""
    slopes: tuple[float, ...] = (1.0,)
    """What one point more is worth on each of the K pieces."""

    def __post_init__(self) -> None:
        if len(self.slopes) != len(self.breakpoints) + 1:
            raise ValueError(
                f"{len(self.breakpoints)} breakpoints divide into {len(self.breakpoints) + 1} pieces, "
                f"and there are {len(self.slopes)} slopes"
            )
        edges = np.array([0.0, *self.breakpoints])
        if not (np.isfinite(edges).all() and (np.diff(edges) > 0.0).all()):
            raise ValueError("the breakpoints do not rise, each above the one before and the first above 0")
        if not (np.isfinite(self.slopes).all() and (np.diff(self.slopes) <= 0.0).all() and self.slopes[-1] >= 0.0):
            raise ValueError("the slopes do not fall, or fall below 0: more would be worth more and more, or less")
        if self.slopes[0] == 0.0:
            raise ValueError("all slopes are 0: nothing would be worth anything")

    @property
    def widths(self) -> Floats:
        """(piece): how long each piece is in points of the living standard; the last has no end."""
        return np.diff(np.array([0.0, *self.breakpoints, np.inf]))

    def of(self, standard: Floats) -> Floats:
        """The utility of living standards a head."""
        begins = np.array([0.0, *self.breakpoints])
        reached = np.clip(np.asarray(standard, float)[..., None] - begins, 0.0, self.widths)
        return np.asarray(reached @ np.array(self.slopes))
