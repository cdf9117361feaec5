"""Elastic targets: each may be missed, at the cost of its weight for its whole increment."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Bools, Floats
from optimiser.economy.quantities import Guarantee
from optimiser.programme.constraints.rule import NOBODY, UNSPOKEN, Input, rule
from optimiser.programme.expressions import Affine
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import SCALAR, Kind, Sides, at_most
from optimiser.programme.variables import Variables
from optimiser.readdition.always import promises_kept
from optimiser.solver import Solution, Status, open_session
from optimiser.strategies.goals import Goals, elastic_target, target_goals
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
    guarantees: tuple[Guarantee, ...]
    """By how much each of the heavy ones is missed at most."""
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


@rule(
    Kind.TARGET,
    family="targets",
    says="what elastic targets go before others are missed by at most {most} of their increments",
    gives="elastic targets that go before others: missed by {amount} more than {most} of their increments",
    many="elastic targets that go before others are missed as little as can be",
    change=NOBODY,
    binds=UNSPOKEN,
    meaning="a heavy elastic target missed by one increment more",
    price_sign=1,
    explains=False,
    cells=(Input("Targets", "", "weight"),),
    readded=(promises_kept,),
)
def heavy_targets(missed: Affine, most: float) -> Sides:
    """Elastic targets that go before others are missed as little as can be.

        sum_{i of the class} weight_i / heaviest  shortfall_i / increment_i  <=  least + margin

    Axes: (one row a class of weights); increments.  Shadow price: what one increment more that is missed adds.
    Source: Charnes and Cooper, goal programming.
    """
    return at_most(SCALAR, SCALAR, missed, most, scale=1.0)


def with_elastic(programme: LinearProgramme, request: Request, v: Variables) -> Settled:
    """The programme with its elastic targets.

        quantity_i + increment_i missed_i  >=  target_i,     goal less  sum_i weight_i missed_i

    A target whose weight is above a thousand, against 1 for consumption, is not weighed against it but goes before:
    its class of weights is missed as little as can be, which is then kept while the next class is settled.
    """
    economy = request.economy
    elastic = target_goals(economy, v, request.needed_set, elastic=True)
    if not len(elastic.axis):
        return Settled(programme, None, (), Status.OPTIMAL)
    programme = programme.with_variable(
        "shortfall", elastic.axis, scale=elastic.increment, meaning="by how much an elastic target is missed"
    )
    shortfall = programme.variables[-1]
    short = shortfall.over(np.array([0])).affine()
    weights = dict(zip(economy.targets.axis.labels, economy.targets.weight, strict=True))
    weight = np.array([weights[label] for label in elastic.axis.labels])
    goal = programme.goal
    programme = programme.with_rows(elastic_target(elastic, shortfall))

    def missed(by: Floats) -> Affine:
        return short.times((by / elastic.increment)[:, None]).total()

    known: Solution | None = None
    promised: tuple[Guarantee, ...] = ()
    classes = weight_classes(weight)
    for number, chosen in enumerate(classes, 1):
        relative = np.where(chosen, weight / weight[chosen].max(), 0.0)
        session = open_session(programme.maximising(Affine.zero((1, 1)) - missed(relative)), request.options)
        solution = session.solve_known() if known is not None else session.solve()
        if not solution.optimal:
            return Settled(programme.maximising(goal), known, (), solution.status)
        known = solution
        least = max(-solution.objective, 0.0)
        most = least + session.precision * max(1.0, least)
        promised += _missed_at_most(elastic, chosen, relative, most)
        held = heavy_targets(missed(relative), most)
        programme = programme.with_rows(replace(held, name=f"{held.name}_{number}"))
    light = ~np.any(classes, axis=0) if classes else np.ones(len(weight), bool)
    programme = programme.maximising(goal - missed(np.where(light, weight, 0.0)))
    return Settled(programme, known, promised, Status.OPTIMAL)


def _missed_at_most(elastic: Goals, chosen: Bools, relative: Floats, most: float) -> tuple[Guarantee, ...]:
    """What a class promises of each of its targets: that it alone is not missed by more than all together."""
    shares = 1.0 - most / np.where(chosen, relative, 1.0)
    return tuple(each for each, held in zip(elastic.guarantees(shares), chosen, strict=True) if held)
