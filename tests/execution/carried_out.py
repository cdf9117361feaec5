"""Small economies and what is demanded of them, for tests of the carrying out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from tables import matrix, plan

from optimiser.economy.behaviour import FAITHFUL, Behaviour
from optimiser.economy.economy import Economy
from optimiser.execution.course import Course, courses
from optimiser.execution.demand import Demanded, of_plan
from optimiser.execution.draws import Draws, Luck
from optimiser.plan.plan import Plan
from optimiser.workbook import economy_from_tables

LEONTIEF = replace(FAITHFUL, substitution=1.0, first_come=0.0, sites=1)
"""No substitution, no hoarding, all fronts at once, a project gives nothing before it is finished."""


class Harvest(Draws):
    """Draws in which every harvest is a given share of what the plan counts on, with a standard deviation of 1."""

    def __init__(self, share: float) -> None:
        super().__init__(1, 1)
        object.__setattr__(self, "share", share)

    def luck(self, economy: Economy, first: int, last: int) -> Luck:
        drawn = super().luck(economy, first, last)
        return replace(drawn, harvest=np.full_like(drawn.harvest, np.log(self.share) + 0.5))  # type: ignore[attr-defined]


def static(
    codes: Sequence[str], inputs: Sequence[Sequence[float]], eaten: Sequence[float], capacity: Mapping[str, float]
) -> Economy:
    """One year; households eat what is left of the base-year output; no stocks.  The first sector is a farm."""
    output = np.linalg.solve(np.eye(len(codes)) - np.array(inputs), np.array(eaten))
    return economy_from_tables({
        "Plan": plan(),
        "Sectors": [
            ["code", "unit", "group", "base output", "storable"],
            *([code, "unit", "agriculture" if not place else "industry", float(size), False]
              for place, (code, size) in enumerate(zip(codes, output, strict=True))),
        ],
        "Inputs": matrix("product", codes, codes, inputs),
        "Capacity": [
            ["sector", "capacity"],
            *([code, capacity.get(code, 1.0) * float(size)] for code, size in zip(codes, output, strict=True)),
        ],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", codes, ["all"], [[each] for each in eaten]),
    })  # fmt: skip


def base_year_demand(economy: Economy, **changes: object) -> Demanded:
    """The base year's output and consumption demanded in every year, nothing begun, nothing traded."""
    years, products = economy.years.plan, len(economy.products.axis)
    output = economy.sectors.base_output[economy.techniques.sector]
    nothing = np.zeros((products, years + 1))
    made = Demanded(
        name="base year",
        output=np.repeat(output[:, None], years + 2, axis=1),
        starts=np.zeros((len(economy.projects.axis), years + 1)),
        consumption=np.ones((len(economy.households.axis), years + 1)),
        imports=nothing,
        exports=nothing,
        transfers=np.zeros((len(economy.transfers.axis), years + 1)),
        given=nothing,
        outside=nothing,
        feasible=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def course(economy: Economy, demanded: Demanded, behaviour: Behaviour, draws: Draws | None = None) -> Course:
    """The course that a demand takes, all repetitions together."""
    (only,) = courses(economy, demanded, behaviour, draws or Draws(1, 1), chunk=10_000)
    return only


def greatest_departure(plan: Plan, behaviour: Behaviour) -> float:
    """From the plan's output, consumption and capacity, relative to base-year output (or the index of 1)."""
    economy, demanded = plan.economy, of_plan(plan)
    taken = course(economy, demanded, behaviour)
    told = plan.output_by_sector()
    base = np.where(economy.sectors.base_output > 0.0, economy.sectors.base_output, told.max(axis=1))
    base = np.where(base > 0.0, base, 1.0)[:, None]
    at_once = economy.projects.gestation == 0
    worst = 0.0
    for year, happened in enumerate(taken.years, 1):
        gaps = [np.abs(happened.made - told[:, [year]]) / base]
        gaps.append(np.abs(happened.consumption - demanded.consumption[:, [year]]))
        if year + 1 < plan.quantities.starts.shape[1]:
            # what is begun and ready in the same year is not there at its start
            later = np.array(plan.quantities.capacity[:, year + 1])
            np.add.at(later, economy.projects.asset[at_once], -plan.quantities.starts[at_once, year + 1])
            finite = np.isfinite(later)
            size = base[economy.assets.sector] * np.maximum(economy.assets.use, 1.0)[:, None]
            gaps.append(np.abs(taken.states[year].capacity[finite] - later[finite, None]) / size[finite])
        worst = max(worst, *(float(gap.max(initial=0.0)) for gap in gaps))
    return worst
