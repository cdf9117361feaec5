"""From an economy to a linear programme."""

from __future__ import annotations

from optimiser.economy.economy import Economy
from optimiser.programme import constraints
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.programme.rows import Kind, Rows
from optimiser.programme.variables import Variables, variables


def formulate(economy: Economy) -> tuple[LinearProgramme, Variables]:
    """Every rule of the economy as rows, with no goal yet.

    Returns the programme and its unknowns by name; a strategy adds what it asks for.
    """
    programme, named = variables(economy)
    return programme.with_rows(*(rule(economy, named) for rule in constraints.RULES)), named


__all__ = ["Kind", "LinearProgramme", "Rows", "Variable", "Variables", "formulate"]
