"""A plan is believed only when everything in it has been added up again.

The re-addition of each rule stands in `optimiser.readdition`, which knows nothing of the programme.  What is added up
is what the list of rules names, whether the plan's programme has the rows or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Guarantee, Quantities
from optimiser.errors import VerificationFailed
from optimiser.programme import constraints
from optimiser.readdition.always import ALWAYS
from optimiser.readdition.check import Readdition

TOLERANCE = 1e-6
"""Greatest violation of a balance that is believed, relative to the greatest yearly turnover in it."""


@dataclass(frozen=True)
class Verification:
    """How far the worst row is off, of how many, and which it is."""

    worst_violation: float
    """Relative to the greatest yearly turnover in the row."""
    rows_checked: int
    worst_row: str
    gap: float = float("nan")
    """Relative duality gap: by how much, at most, another plan could be better, as a share of the goal."""

    def confirm(self) -> Verification:
        """Itself, if the plan holds.

        Raises:
            VerificationFailed: it does not.
        """
        if not self.worst_violation <= TOLERANCE:
            raise VerificationFailed(
                f"The plan does not add up: {self.worst_row} is off by {self.worst_violation:.2g} of its turnover, "
                f"more than {TOLERANCE:g}. Nothing was written. Try another solver, or units nearer to each other"
            )
        return self


def readditions() -> tuple[Readdition, ...]:
    """What adds up the rules, each once, and what holds of every plan."""
    named = (each for rule in constraints.RULES for each in rule.readded)
    return tuple(dict.fromkeys((*named, *ALWAYS)))


def verify(economy: Economy, quantities: Quantities, by: Iterable[Readdition] = ()) -> Verification:
    """Re-add every rule and every promise, or only what is named in `by`.

    Returns the worst violation, how many rows were added up, and which is the worst.
    """
    worst, checked, name = 0.0, 0, ""
    for added in tuple(by) or readditions():
        for label, violation, turnover in added(economy, quantities):
            checked += violation.size
            relative = violation / np.where(turnover > 0.0, turnover, 1.0)
            if relative.size and not (top := float(relative.max())) <= worst:
                where = f", {_where(relative)}" if relative.size > 1 else ""
                worst, name = top, f"{label}{where}"
    return Verification(worst, checked, name)


def _where(relative: Floats) -> str:
    index = np.unravel_index(int(np.argmax(relative)), relative.shape)
    return "place " + ", ".join(str(int(each)) for each in index)


__all__ = ["TOLERANCE", "Guarantee", "Quantities", "Verification", "readditions", "verify"]
