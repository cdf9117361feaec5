"""Small economies and what is demanded of them, for tests of the carrying out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from tables import matrix, plan

from optimiser.economy.behaviour import FAITHFUL, Behaviour
from optimiser.economy.economy import Economy
from optimiser.execution.course import Course, courses
from optimiser.execution.demand import Demanded
from optimiser.execution.draws import Draws, Luck
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
