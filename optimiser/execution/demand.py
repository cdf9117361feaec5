"""What is carried out: a plan, or a demand for which there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.economy.economy import Economy, Floats
from optimiser.plan.plan import Plan


@dataclass(frozen=True, eq=False)
class Demanded:
    """What everybody is told to do.  Index 0 of every yearly array is the base year and of no account."""

    name: str
    output: Floats
    """x*: (technique, 0..T+1), units of its sector; year T+1 is what inputs are ordered for where they have a lag."""
    starts: Floats
    """y*: (project, 0..T), units of capacity begun."""
    consumption: Floats
    """C*: (household, 0..T), index, base year = 1."""
    imports: Floats
    """m*: (product, 0..T), product units."""
    exports: Floats
    """e*: (product, 0..T), product units."""
    transfers: Floats
    """(transfer, 0..T), persons who leave in the year."""
    given: Floats
    """d: (product, 0..T), given uses, product units."""
    feasible: bool
    """Whether it is a plan that keeps all the rules."""


def given_uses(economy: Economy, last: int) -> Floats:
    """d: (product, 0..last), all given uses of each product together, product units a year."""
    total = np.zeros((len(economy.products.axis), last + 1))
    np.add.at(total, economy.demand.product, economy.demand.quantity[:, : last + 1])
    return total


def of_plan(plan: Plan) -> Demanded:
    """A plan, to be carried out to the letter."""
    found, last = plan.quantities, plan.economy.years.plan
    output = np.zeros((found.output.shape[0], last + 2))
    reach = min(found.output.shape[1], last + 2)
    output[:, :reach] = found.output[:, :reach]

    def years(values: Floats) -> Floats:
        return np.maximum(values[:, : last + 1], 0.0)

    return Demanded(
        name=plan.strategy,
        output=np.maximum(output, 0.0),
        starts=years(found.starts),
        consumption=years(found.consumption),
        imports=years(found.imports),
        exports=years(found.exports),
        transfers=years(found.transfers),
        given=given_uses(plan.economy, last),
        feasible=True,
    )
