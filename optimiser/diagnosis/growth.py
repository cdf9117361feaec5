"""Single targets beyond what their own capacity can grow to, whatever everybody else does for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimiser.economy.economy import Economy
from optimiser.economy.flows import greatest_quantities
from optimiser.language.naming import called
from optimiser.language.numbers import quantity
from optimiser.language.phrases import listed
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.references import RowReference, input_cell, row_references
from optimiser.strategies.goals import Goals, target

OWN = frozenset(
    {"capacity_limit", "capacity_accumulation", "absorptive_limit", "project_year_limit", "project_total_limit"}
    | {"idle_capacity", "target"}
)
"""Rules of how a sector's own capacity grows."""


@dataclass(frozen=True)
class BeyondGrowth:
    """A target, and the most that its own capacity can grow to by then."""

    name: str
    asked: float
    most: float
    unit: str
    year: str
    cell: str


def beyond_growth(economy: Economy, goals: Goals) -> tuple[BeyondGrowth, ...]:
    """Targets of output or capacity above what capacity can grow to, the farthest beyond first."""
    most = greatest_quantities(economy, goals.variable, goals.index, goals.year)
    where = row_references(LinearProgramme(blocks=(target(goals),)))
    found = []
    for place, (kind, year) in enumerate(zip(goals.variable, goals.year.tolist(), strict=True)):
        limit = float(most[place])
        asked = float(goals.value[place])
        if asked > limit * (1.0 + 1e-9):
            code = goals.axis.columns["code"][place]
            name = ("capacity for " if kind == "capacity" else "") + called(economy, "code", code, kind)
            label = economy.years.label(year)
            cell = input_cell(economy, where[place])
            found.append(BeyondGrowth(name, asked, limit, goals.axis.units[place], label, cell))
    return tuple(sorted(found, key=lambda each: each.most / each.asked))


def of_own_growth(rows: Sequence[RowReference]) -> bool:
    """Whether a conflict is a single target's against the growth of its own capacity."""
    things = {each.key.get("sector") or each.what for each in rows}
    return len(things) == 1 and {each.rule for each in rows} <= OWN


def sentence_of_growth(found: Sequence[BeyondGrowth]) -> str:
    """All of them in one line."""
    each = [f"{one.name} ({quantity(one.asked, one.unit)}, at most {quantity(one.most, one.unit)})" for one in found]
    return f"Beyond what {'its' if len(found) == 1 else 'their'} own capacity can grow to: {listed(each, 12)}."
