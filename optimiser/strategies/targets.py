"""Targets: demanded outright, fulfilled in one share, or pushed up round after round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimiser.economy.quantities import Guarantee
from optimiser.plan.optimality import GAP, relative_gap
from optimiser.plan.plan import Plan, Table
from optimiser.programme import formulate
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.variables import Variables
from optimiser.solver import Session, Solution, Status, no_solution, open_session
from optimiser.strategies.elastic import with_elastic
from optimiser.strategies.goals import Goals, discounted_consumption, target, target_goals, target_share, with_share
from optimiser.strategies.request import Request
from optimiser.strategies.stages import unfinished
from optimiser.strategies.strategy import DISCOUNTED, TARGET_SET, Told, strategy

STEP = 0.15
"""How much each round of the ratchet adds to the increments of the last."""

ROUNDS = 6
"""After five raises of 15 per cent the first increments have doubled."""


def share_session(request: Request, programme: LinearProgramme, goals: Goals, *, most: float = np.inf) -> Session:
    """maximise theta subject to `quantity_i >= base_i + theta increment_i`, with all the programme's rows.

    `most` is the share beyond which nothing is asked.
    """
    programme, share = with_share(programme, upper=most)
    programme = programme.with_rows(target_share(goals, share)).maximising(share.over(np.array([0])).affine())
    return open_session(programme, request.options)


def largest_share(
    request: Request, programme: LinearProgramme, goals: Goals, *, most: float = np.inf
) -> tuple[LinearProgramme, Solution, float]:
    """The programme of `share_session`, its solution, and how exactly the share is known."""
    session = share_session(request, programme, goals, most=most)
    solution = session.solve()
    return session.programme, solution, session.precision * max(1.0, abs(solution.objective))


@strategy(
    asks="Proportional: the largest common share of all targets' increments.",
    unit="shares",
    goal="the common share of the targets' increments (1 is all of them)",
    demand=TARGET_SET,
    told=Told.PLAN,
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
    programme, solution, _ = largest_share(request, programme, goals)
    share = solution.objective if solution.optimal else None
    guarantees = goals.guarantees(share) if share is not None else ()
    return Plan(economy, proportional.criterion, request.needed_set, programme, v, solution, None, share, guarantees)


def demanded(programme: LinearProgramme, v: Variables, request: Request, goals: Goals) -> LinearProgramme:
    """The goals as rows that must be kept, and the greatest discounted consumption beside them."""
    return programme.with_rows(target(goals)).maximising(discounted_consumption(request.economy, v))


def _missed(plan: Plan, request: Request) -> tuple[Guarantee, ...]:
    """What the elastic targets promise: their value less what the plan says that it misses."""
    elastic = target_goals(request.economy, plan.variables, request.needed_set, elastic=True)
    if not len(elastic.axis) or "shortfall" not in plan.programme.variable:
        return ()
    return elastic.guarantees(1.0 - plan.values("shortfall").ravel() / elastic.increment)


@strategy(
    asks="Targets: the target set is demanded outright; among the plans that reach it, the one with the greatest "
    "discounted consumption.",
    unit="index points",
    goal=DISCOUNTED,
    demand=TARGET_SET,
    told=Told.SET,
    leaves_open="Whose consumption is great: a sum over households may have its greatest value in a corner.",
)
def targets(request: Request) -> Plan:
    """A named target set, demanded outright; among the plans that reach it, the greatest discounted consumption.

    Elastic targets may be missed: each costs its weight for its whole increment; those of a weight above 1000 are
    missed as little as can be before anything else is sought.  Where the hard ones cannot be reached the plan says
    so, with the largest common share of the increments that can.

    Raises:
        InputFault: no target set, or no such set.
    """
    economy = request.economy
    bare, v = formulate(economy)
    hard = target_goals(economy, v, request.needed_set, elastic=False)
    settled = with_elastic(demanded(bare, v, request, hard), request, v)
    plan = Plan(economy, targets.criterion, request.needed_set, settled.programme, v, no_solution(settled.status))
    if settled.status is Status.OPTIMAL:
        session = open_session(settled.programme, request.options)
        plan = replace(plan, solution=session.solve() if settled.known is None else session.solve_known())
    if plan.status is Status.UNDECIDED:
        plan = _decided(plan, request, bare, hard)
    if plan.solution.optimal:
        return replace(plan, guarantees=hard.guarantees(1.0) + settled.guarantees + _missed(plan, request))
    if len(hard.axis):
        _, best, _ = largest_share(request, bare, target_goals(economy, v, request.needed_set))
        plan = replace(plan, share=best.objective if best.optimal else None)
    return plan


def _decided(plan: Plan, request: Request, bare: LinearProgramme, hard: Goals) -> Plan:
    """The verdict of the largest share on targets that could not be decided at once.

    A share of 1 shows that they can be met, and how; a greatest share below 1, that they cannot.
    """
    if not len(hard.axis):
        return plan
    programme, best, precision = largest_share(request, bare, hard)
    if not best.optimal:
        return replace(plan, solution=best)
    if best.objective >= 1.0 - precision:
        sentence = "The greatest consumption beside the targets could not be decided: the plan shown meets them."
        return replace(plan, programme=programme, solution=best, sentences=(sentence,))
    proved = relative_gap(programme, best) <= GAP and best.objective < 1.0 - GAP
    return replace(plan, solution=no_solution(Status.INFEASIBLE)) if proved else plan


@strategy(
    asks="Ratchet: round after round every target is raised above the last. The plan is that of the last round that "
    "can be carried out.",
    unit="index points",
    goal=f"{DISCOUNTED}, with what the last round demands kept",
    demand=TARGET_SET,
    told=Told.ROUNDS,
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
    programme, best, precision = largest_share(request, bare, goals)
    if not best.optimal:
        return Plan(economy, ratchet.criterion, request.needed_set, programme, v, best)
    factors = (1.0 + STEP) ** np.arange(ROUNDS)
    feasible = factors <= best.objective + precision
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
    reached = min(float(factors[feasible][-1]) if feasible.any() else best.objective, best.objective - precision)
    final = demanded(bare, v, request, goals.scaled(reached))
    solution = open_session(final, request.options).solve_known()
    left = int(feasible.sum()) + 1
    sentence = (
        f"All {ROUNDS} rounds can be carried out."
        if feasible.all()
        else f"In round {left} the demand leaves what can be carried out; "
        f"by round {ROUNDS} it is {factors[-1]:.2f} times the first, "
        f"and {best.objective / factors[-1]:.0%} of it can be had."
    )
    plan = Plan(
        economy,
        ratchet.criterion,
        request.needed_set,
        programme,
        v,
        best,
        None,
        best.objective,
        goals.guarantees(reached),
        (table,),
        (sentence,),
    )
    if solution.status is Status.UNDECIDED:
        return unfinished(plan, "The greatest consumption beside the last round")
    return replace(plan, programme=final, solution=solution)
