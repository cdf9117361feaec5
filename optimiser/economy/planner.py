"""What the planner chooses, beside the data."""

from __future__ import annotations

from dataclasses import dataclass

from optimiser.economy.utility import Utility


@dataclass(frozen=True)
class Settings:
    """The planner's choices, as the workbook states them."""

    strategy: str
    target_set: str
    """Empty: none chosen."""
    objective_set: str
    growth_kept: float
    """Part of the greatest common growth that `balanced` keeps when it goes on to the targets."""
    smoothness: float
    discount_rate: float
    utility: Utility = Utility()
    """What living standards are worth to the strategy `consumption`."""
    heavy_industry: str = "producer goods"
    """The group of sectors that the strategy `superindustrial` drives."""
    fuel_unit: str = "units of fuel"
    """In which carriers of energy are added up."""
