"""The rules of the programme.  `RULES` lists them, and is the one place.

A rule is a function from the economy and its unknowns to the two sides of its rows; its docstring states its
equation, axes, units, the meaning of its shadow price, and its source.  Everything else that is ever said of it
stands above it, in `@rule(...)`.  Data that are absent are neutral, and their rows vanish.
"""

from __future__ import annotations

from optimiser.programme.constraints import balances, capacity, labour, people, terminal, trade
from optimiser.programme.constraints.rule import Rule

RULES: tuple[Rule[...], ...] = (
    balances.material_balance,
    balances.output_in_hand,
    balances.unused_output,
    balances.working_stock_norm,
    balances.closing_stock,
    capacity.capacity_limit,
    capacity.capacity_accumulation,
    capacity.construction_work,
    capacity.project_year_limit,
    capacity.project_total_limit,
    capacity.idle_capacity,
    capacity.absorptive_limit,
    capacity.output_fall_limit,
    labour.labour,
    labour.labour_movement,
    labour.transfer_limit,
    people.living_standard_floor,
    trade.foreign_exchange,
    trade.debt_limit,
    trade.import_limit,
    trade.export_limit,
    people.marketed_produce,
    people.town_country_exchange,
    people.exchange_slack,
    people.village_subsistence,
    people.resource_ceiling,
    terminal.terminal_capacity,
    terminal.terminal_output,
    terminal.terminal_stocks,
    terminal.static_output,
)

__all__ = ["RULES", "Rule"]
