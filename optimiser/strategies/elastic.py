"""Elastic targets: each may be missed, at the cost of its weight for its whole increment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Bools, Floats
from optimiser.economy.quantities import Guarantee
from optimiser.programme.expressions import Affine
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import SCALAR, Kind, Rows, at_most
from optimiser.programme.variables import Variables
from optimiser.solver import Solution, Status, open_session
from optimiser.strategies.goals import elastic_target, target_goals
from optimiser.strategies.request import Request

TOGETHER = 1e3
"""Weights up to so many times the weight of consumption (1), or of each other, are weighed in one sum.  A solver keeps
sums to nine digits; in one of weights farther apart the lighter would drown."""


@dataclass(frozen=True, eq=False)
class Settled:
    """What came of the elastic targets that go before everything else."""

    programme: LinearProgramme
    """With the light ones in its goal and the heavy ones held."""
    known: Solution | None
    """A plan that keeps what is held; None where nothing is, and nothing is known."""
    status: Status
    """Of the last of the solves for heavy ones; optimal where there are none."""


def weight_classes(weight: Floats) -> list[Bools]:
    """Which targets go before the rest, together, the heaviest first; those of weights near to 1 are in none."""
    classes = []
    left = np.array(weight)
    while len(left) and left.max() > TOGETHER:
        chosen = left >= max(left.max() / TOGETHER, np.nextafter(TOGETHER, np.inf))
        classes.append(chosen)
        left[chosen] = 0.0
    return classes


def with_elastic(programme: LinearProgramme, request: Request, v: Variables) -> Settled:
    """The programme with its elastic targets.

        quantity_i + increment_i missed_i  >=  target_i,     goal less  sum_i weight_i missed_i

    A target whose weight is above a thousand, against 1 for consumption, is not weighed against it but goes before:
    its class of weights is missed as little as can be, which is then kept while the next class is settled.
    """
    economy = request.economy
    elastic = target_goals(economy, v, request.needed_set, elastic=True)
    if not len(elastic.axis):
        return Settled(programme, None, Status.OPTIMAL)
    programme = programme.with_variable(
        "shortfall", elastic.axis, scale=elastic.increment, meaning="by how much an elastic target is missed"
    )
    short = programme.variables[-1].over(np.array([0])).affine()
    weights = dict(zip(economy.targets.axis.labels, economy.targets.weight, strict=True))
    weight = np.array([weights[label] for label in elastic.axis.labels])
    goal = programme.goal
    programme = programme.with_rows(elastic_target(elastic, programme.variables[-1]))

    def missed(by: Floats) -> Affine:
        return short.times((by / elastic.increment)[:, None]).total()

    known: Solution | None = None
    classes = weight_classes(weight)
    for number, chosen in enumerate(classes, 1):
        relative = np.where(chosen, weight / weight[chosen].max(), 0.0)
        session = open_session(programme.maximising(Affine.zero((1, 1)) - missed(relative)), request.options)
        solution = session.solve_known() if known is not None else session.solve()
        if not solution.optimal:
            return Settled(programme.maximising(goal), known, solution.status)
        known = solution
        least = max(-solution.objective, 0.0)
        most = least + session.precision * max(1.0, least)
        held = Rows.of(
            at_most(SCALAR, SCALAR, missed(relative), most, scale=1.0),
            name=f"heavy_targets_{number}",
            kind=Kind.TARGET,
            meaning="a heavy elastic target missed by one increment more",
        )
        programme = programme.with_rows(held)
    light = ~np.any(classes, axis=0) if classes else np.ones(len(weight), bool)
    return Settled(programme.maximising(goal - missed(np.where(light, weight, 0.0))), known, Status.OPTIMAL)


def missed_promises(
    programme: LinearProgramme, request: Request, v: Variables, solution: Solution
) -> tuple[Guarantee, ...]:
    """What the elastic targets promise: their value less what the plan says that it misses."""
    elastic = target_goals(request.economy, v, request.needed_set, elastic=True)
    if not len(elastic.axis) or "shortfall" not in programme.variable:
        return ()
    missed = solution.values[programme.variable["shortfall"].columns].ravel()
    return elastic.guarantees(1.0 - missed / elastic.increment)
