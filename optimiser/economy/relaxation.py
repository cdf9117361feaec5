"""How far limits may plausibly give way, and at what weight: what a remedy may ask for, none of it estimated.

Every default is *assumed*.  A share is of the row's own size: its right-hand side, or what the base year has of it
where that is zero.  What nobody can have at once (more people, more idle capacity) and what nobody may be denied (food
in the village) has a share of nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

WEIGHT = "_weight"
"""Ends the field that has the weight of a rule."""


@dataclass(frozen=True)
class PlausibleRelaxation:
    """The greatest plausible relaxation of each rule's rows, and its weight, as the sheet `Relaxation` states them.

    The weight is what a relaxation by the whole size of a row counts in the sum that is kept least.
    """

    subsistence: float = 0.9
    """Living standard a head below which no remedy goes, base year = 1."""
    living_standard_floor: float = 0.1
    living_standard_floor_weight: float = 4.0
    village_subsistence: float = 0.0
    village_subsistence_weight: float = 4.0
    town_country_exchange: float = 0.1
    town_country_exchange_weight: float = 3.0
    exchange_slack: float = 0.1
    exchange_slack_weight: float = 3.0
    labour: float = 0.0
    labour_weight: float = 1.0
    transfer_limit: float = 0.25
    transfer_limit_weight: float = 2.0
    project_year_limit: float = 0.25
    project_year_limit_weight: float = 1.0
    project_total_limit: float = 0.1
    project_total_limit_weight: float = 1.0
    idle_capacity: float = 0.0
    idle_capacity_weight: float = 1.0
    absorptive_limit: float = 0.1
    absorptive_limit_weight: float = 1.0
    output_fall_limit: float = 0.1
    output_fall_limit_weight: float = 1.0
    unused_output: float = 0.25
    unused_output_weight: float = 1.0
    working_stock_norm: float = 0.25
    working_stock_norm_weight: float = 1.0
    greatest_stock: float = 0.1
    greatest_stock_weight: float = 1.0
    closing_stock: float = 0.25
    closing_stock_weight: float = 1.0
    foreign_exchange: float = 0.1
    foreign_exchange_weight: float = 2.0
    debt_limit: float = 0.25
    debt_limit_weight: float = 2.0
    import_limit: float = 0.25
    import_limit_weight: float = 2.0
    export_limit: float = 0.1
    export_limit_weight: float = 3.0
    resource_ceiling: float = 0.1
    resource_ceiling_weight: float = 1.0
    terminal_capacity: float = 0.25
    terminal_capacity_weight: float = 1.0
    terminal_output: float = 0.25
    terminal_output_weight: float = 1.0
    terminal_stocks: float = 0.25
    terminal_stocks_weight: float = 1.0
    static_output: float = 0.25
    static_output_weight: float = 1.0

    def of(self, rule: str) -> tuple[float, float]:
        """The greatest plausible share and the weight of a rule's rows; nothing where it is not named."""
        return float(getattr(self, rule, 0.0)), float(getattr(self, f"{rule}{WEIGHT}", 1.0))

    @classmethod
    def rules(cls) -> Mapping[str, tuple[float, float]]:
        """Rule to its default share and weight."""
        known = {field.name: field.default for field in dataclasses.fields(cls)}
        names = [name for name in known if f"{name}{WEIGHT}" in known]
        return {name: (float(str(known[name])), float(str(known[f"{name}{WEIGHT}"]))) for name in names}
