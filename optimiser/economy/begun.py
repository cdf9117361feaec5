"""An economy of which only the rest of a plan is planned: where the plan began, and what it has promised.

Where a plan is made anew in the course of its years the end is still compared with its start, growth is still counted
from its base year, and what has been promised is still owed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Floats

if TYPE_CHECKING:
    from optimiser.economy.economy import Economy


@dataclass(frozen=True, eq=False)
class Begun:
    """What came before the years that are planned."""

    start: Economy
    """The economy as it was when the plan began."""
    consumption: Floats
    """(household): index of the year before, base year of the start = 1."""
    capacity: Floats
    """(asset): capacity in the year before, units of the asset; infinity where it is no limit."""
    growth: float
    """The common growth a year that the plan has promised, a share; infinity where it has promised none."""


def start_of(economy: Economy) -> Economy:
    """The economy as it was when the plan began; itself where nothing came before."""
    return economy if economy.begun is None else economy.begun.start


def years_gone(economy: Economy) -> int:
    """Years of the plan that are over."""
    return start_of(economy).years.plan - economy.years.plan


def consumed_before(economy: Economy) -> Floats:
    """(household): consumption of the year before the plan, an index; 1 in the base year of the start."""
    return np.ones(len(economy.households.axis)) if economy.begun is None else economy.begun.consumption


def capacity_before(economy: Economy) -> Floats:
    """(asset): capacity from whose size in the year before the plan its growth is limited, units of the asset."""
    return economy.assets.capacity if economy.begun is None else economy.begun.capacity


def growth_owed(economy: Economy, greatest: float) -> float:
    """The growth that is kept when so much can be had: a part of it, or what has been promised, if it can be had."""
    if economy.begun is not None:
        return min(greatest, economy.begun.growth)
    return greatest * economy.settings.growth_kept if greatest > 0.0 else greatest
