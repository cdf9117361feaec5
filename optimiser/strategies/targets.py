"""Targets: demanded outright, fulfilled in one share, or pushed up round after round."""

from __future__ import annotations

import numpy as np

from optimiser.economy.quantities import Guarantee
from optimiser.plan.plan import Plan, Table
from optimiser.programme import formulate
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.variables import Variables
from optimiser.solver import Solution, open_session
from optimiser.strategies.goals import (
    Goals,
    discounted_consumption,
    elastic_target,
    target,
    target_goals,
    target_share,
    with_share,
)
from optimiser.strategies.request import Request
from optimiser.strategies.strategy import DISCOUNTED, TARGET_SET, strategy

STEP = 0.15
"""How much each round of the ratchet adds to the increments of the last."""

ROUNDS = 6
"""After five raises of 15 per cent the first increments have doubled."""


def largest_share(request: Request, programme: LinearProgramme, goals: Goals) -> tuple[LinearProgramme, Solution]:
    """maximise theta subject to `quantity_i >= base_i + theta increment_i`, with all the programme's rows."""
    programme, share = with_share(programme)
    programme = programme.with_rows(target_share(goals, share)).maximising(share.over(np.array([0])).affine())
    return programme, open_session(programme, request.options).solve()


@strategy(
    asks="Proportional: the largest common share of all targets' increments.",
    unit="shares",
    goal="the common share of the targets' increments (1 is all of them)",
    demand=TARGET_SET,
    leaves_open="Everything that does not hold the common share back, consumption above its floor included.",
)
def proportional(request: Request) -> Plan:
    """The largest common share of the targets' increments (Kantorovich's assortment).

        maximise theta   subject to   quantity_i  >=  base_i + theta (target_i - base_i)

    Shadow prices are shares of the targets per unit.

    Raises:
        InputFault: no target set, or no such set.
    """
    economy = request.economy
    programme, v = formulate(economy)
    goals = target_goals(economy, v, request.needed_set)
    programme, solution = largest_share(request, programme, goals)
    share = solution.objective if solution.optimal else None
    guarantees = goals.guarantees(share) if share is not None else ()
    return Plan(economy, proportional.criterion, request.needed_set, programme, v, solution, None, share, guarantees)


def demanded(programme: LinearProgramme, v: Variables, request: Request, goals: Goals) -> LinearProgramme:
    """The goals as rows that must be kept, and the greatest discounted consumption beside them."""
    return programme.with_rows(target(goals)).maximising(discounted_consumption(request.economy, v))


def with_elastic(programme: LinearProgramme, request: Request, v: Variables) -> LinearProgramme:
    """Elastic targets: each may be missed, at the cost of its weight for its whole increment."""
    economy = request.economy
    elastic = target_goals(economy, v, request.needed_set, elastic=True)
    if not len(elastic.axis):
        return programme
    programme = programme.with_variable(
        "shortfall", elastic.axis, scale=elastic.scale, meaning="by how much an elastic target is missed"
    )
    shortfall = programme.variables[-1]
    short = shortfall.over(np.array([0])).affine()
    targets = economy.targets
    weight = dict(zip(targets.axis.labels, targets.weight, strict=True))
    cost = np.array([weight[label] for label in elastic.axis.labels]) / elastic.increment
    goal = programme.goal - short.times(cost[:, None]).total()
    return programme.with_rows(elastic_target(elastic, shortfall)).maximising(goal)


def _missed(programme: LinearProgramme, request: Request, v: Variables, solution: Solution) -> tuple[Guarantee, ...]:
    """What the elastic targets promise: their value less what the plan says that it misses."""
    elastic = target_goals(request.economy, v, request.needed_set, elastic=True)
    if not len(elastic.axis):
        return ()
    missed = solution.values[programme.variable["shortfall"].columns].ravel()
    return elastic.guarantees(1.0 - missed / elastic.increment)


@strategy(
    asks="Targets: the target set is demanded outright; among the plans that reach it, the one with the greatest "
    "discounted consumption.",
    unit="index points",
    goal=DISCOUNTED,
    demand=TARGET_SET,
    leaves_open="Whose consumption is great: a sum over households may have its greatest value in a corner.",
)
def targets(request: Request) -> Plan:
    """A named target set, demanded outright; among the plans that reach it, the greatest discounted consumption.

    Where it cannot be reached the plan says so, with the largest common share of the increments that can.

    Raises:
        InputFault: no target set, or no such set.
    """
    economy = request.economy
    bare, v = formulate(economy)
    hard = target_goals(economy, v, request.needed_set, elastic=False)
    programme = with_elastic(demanded(bare, v, request, hard), request, v)
    solution = open_session(programme, request.options).solve()
    share = None
    if not solution.optimal and len(hard.axis):
        _, best = largest_share(request, bare, target_goals(economy, v, request.needed_set))
        share = best.objective if best.optimal else None
    guarantees = hard.guarantees(1.0) + _missed(programme, request, v, solution) if solution.optimal else ()
    return Plan(economy, targets.criterion, request.needed_set, programme, v, solution, None, share, guarantees)


@strategy(
    asks="Ratchet: round after round every target is raised above the last. The plan is that of the last round that "
    "can be carried out.",
    unit="index points",
    goal=f"{DISCOUNTED}, with what the last round demands kept",
    demand=TARGET_SET,
    leaves_open="Whose consumption is great: a sum over households may have its greatest value in a corner.",
    share_of="the targets of the first round",
)
def ratchet(request: Request) -> Plan:
    """Round after round every target rises above the last: "one high-tension figure leapfrogged another".

    Round 1 demands the chosen target set; each further round asks 15 per cent more of every increment.  The
    plan is that of the last round that can still be carried out, or, when none can, of the share that can.

    Raises:
        InputFault: no target set, or no such set.
    """
    economy = request.economy
    bare, v = formulate(economy)
    goals = target_goals(economy, v, request.needed_set)
    programme, best = largest_share(request, bare, goals)
    if not best.optimal:
        return Plan(economy, ratchet.criterion, request.needed_set, programme, v, best)
    factors = (1.0 + STEP) ** np.arange(ROUNDS)
    feasible = factors <= best.objective + 1e-9
    rows = [
        (
            number + 1,
            goals.axis.columns["code"][index],
            float(goals.base[index]),
            float(goals.base[index] + factor * goals.increment[index]),
            goals.axis.units[index],
            best.objective / factor,
            "yes" if feasible[number] else "no",
        )
        for number, factor in enumerate(factors)
        for index in range(len(goals.axis))
    ]
    table = Table(
        "Ratchet",
        "What each round demands, and the largest common share of it that can be had.",
        ("round", "code", "base year", "demanded", "unit", "share that can be had", "can be carried out"),
        tuple(rows),
    )
    reached = float(factors[feasible][-1]) if feasible.any() else best.objective - 1e-9
    programme = demanded(bare, v, request, goals.scaled(reached))
    solution = open_session(programme, request.options).solve()
    left = int(feasible.sum()) + 1
    sentence = (
        f"All {ROUNDS} rounds can be carried out."
        if feasible.all()
        else f"In round {left} the demand leaves what can be carried out; "
        f"by round {ROUNDS} it is {factors[-1]:.2f} times the first, "
        f"and {best.objective / factors[-1]:.0%} of it can be had."
    )
    return Plan(
        economy,
        ratchet.criterion,
        request.needed_set,
        programme,
        v,
        solution,
        None,
        best.objective,
        goals.guarantees(reached),
        (table,),
        (sentence,),
    )
