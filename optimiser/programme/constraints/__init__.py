"""The rules of the programme.  `CONSTRAINTS` lists them, and is the one place.

A rule is a function from the economy and its unknowns to a block of rows; its docstring states its
equation, axes, units, the meaning of its shadow price, and its source.  Data that are absent are neutral,
and their rows vanish.
"""

from __future__ import annotations

from collections.abc import Callable

from optimiser.economy.economy import Economy
from optimiser.programme.constraints.balances import closing_stock, material_balance, output_in_hand, working_stock_norm
from optimiser.programme.constraints.capacity import (
    absorptive_limit,
    capacity_accumulation,
    capacity_limit,
    construction_work,
    output_fall_limit,
    project_total_limit,
    project_year_limit,
)
from optimiser.programme.constraints.labour import labour, labour_movement, transfer_limit
from optimiser.programme.constraints.people import (
    living_standard_floor,
    marketed_produce,
    resource_ceiling,
    town_country_exchange,
    village_subsistence,
)
from optimiser.programme.constraints.terminal import static_output, terminal_capacity, terminal_output, terminal_stocks
from optimiser.programme.constraints.trade import debt_limit, export_limit, foreign_exchange, import_limit
from optimiser.programme.rows import Rows
from optimiser.programme.variables import Variables

Rule = Callable[[Economy, Variables], Rows]

CONSTRAINTS: tuple[Rule, ...] = (
    material_balance,
    output_in_hand,
    working_stock_norm,
    closing_stock,
    capacity_limit,
    capacity_accumulation,
    construction_work,
    project_year_limit,
    project_total_limit,
    absorptive_limit,
    output_fall_limit,
    labour,
    labour_movement,
    transfer_limit,
    living_standard_floor,
    foreign_exchange,
    debt_limit,
    import_limit,
    export_limit,
    marketed_produce,
    town_country_exchange,
    village_subsistence,
    resource_ceiling,
    terminal_capacity,
    terminal_output,
    terminal_stocks,
    static_output,
)

__all__ = ["CONSTRAINTS", "Rule"]
