"""Maximised everything: every sector's target is the most it could reach if all others served it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.economy.economy import Economy
from optimiser.plan.plan import Plan, Table
from optimiser.programme import formulate
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.variables import Variables
from optimiser.solver import Solution, Status, open_session
from optimiser.strategies.goals import SMALLEST, Goals, sector_goals, target_kept
from optimiser.strategies.request import Request
from optimiser.strategies.stages import unfinished
from optimiser.strategies.strategy import DISCOUNTED, Demand, Told, strategy
from optimiser.strategies.targets import demanded, largest_share

FULL_TABLE = 16
"""Up to so many sectors the best that each other can have is sought too: one solve for each pair."""

KEPT = 1e-7
"""When a sector stands at its maximum it keeps all but this share of it, so that rounding does not bind."""


def stand_alone_maxima(
    request: Request, programme: LinearProgramme, goals: Goals, *, pairs: bool
) -> tuple[Floats, Floats, Floats, Solution]:
    """One solve a sector, on a kept instance; another a pair, where asked for.

    Returns the maxima (n); found (n, n), what sector i has on the plan found when sector j stands at its
    maximum; best (n, n), the most that i can then have (NaN where not sought); and the last solution, which
    is not optimal when there is no maximum.
    """
    count = len(goals.axis)
    maxima, found, best = np.full(count, np.nan), np.full((count, count), np.nan), np.full((count, count), np.nan)
    programme = programme.with_rows(target_kept(goals))
    # quantities are in base-year sizes already: scaled once more by a solver, goals take it four times the steps
    session = open_session(programme, replace(request.options, rescale=False))
    rows = np.arange(programme.row_range["target_kept"].start, programme.row_range["target_kept"].stop)
    nothing = np.full(count, np.inf)
    session.set_rows(rows, -nothing, nothing)
    objectives = [goals.one(index).vector(programme.columns) for index in range(count)]
    solution = session.solve()
    for index in range(count):
        request.progress(f"stand-alone maximum {index + 1} of {count}: {goals.axis.columns['code'][index]}")
        session.set_goal(objectives[index])
        solution = session.solve()
        if not solution.optimal:
            return maxima, found, best, solution
        maxima[index] = solution.objective
        found[index] = goals.base + goals.shares(solution.values) * goals.increment
    if pairs:
        for index in range(count):
            session.set_rows(rows[[index]], maxima[[index]] * (1.0 - max(KEPT, 10.0 * session.precision)), nothing[:1])
            for other in range(count):
                session.set_goal(objectives[other])
                best[index, other] = session.solve_known().objective
            session.set_rows(rows[[index]], -nothing[:1], nothing[:1])
    return maxima, found, best, solution


def served_sectors(economy: Economy) -> Ints:
    """Sectors that make something: those with output in the base year, or all where none has; none that ships."""
    made = np.bincount(economy.techniques.sector, minlength=len(economy.sectors.axis)) > 0
    made[economy.shipments.sector] = False
    chosen = np.flatnonzero(made & (economy.sectors.base_output > 0.0))
    return chosen if len(chosen) else np.flatnonzero(made)


def _each_alone(economy: Economy, v: Variables) -> Goals:
    """Every sector's output in the last plan year; the value asked for is of no account yet."""
    chosen = served_sectors(economy)
    base = economy.sectors.base_output[chosen]
    return sector_goals(economy, v, "output", chosen, base + np.where(base > 0.0, base, 1.0))


def _ideal(economy: Economy, v: Variables, goals: Goals, maxima: Floats) -> Goals:
    """Each sector that can have any output reaches its maximum, counted from where `_starts` says."""
    able = maxima > SMALLEST * goals.scale
    chosen = sector_goals(economy, v, "output", goals.index[able], maxima[able])
    return replace(chosen, base=_starts(goals, maxima)[able])


def _starts(goals: Goals, maxima: Floats) -> Floats:
    """From where a sector's increment is counted: the base year, or 0 where its maximum is not above that."""
    return np.where(maxima - goals.base > SMALLEST * goals.base, goals.base, 0.0)


def ideal_goals(request: Request, bare: LinearProgramme, v: Variables) -> Goals:
    """All stand-alone maxima as goals: the ideal point."""
    goals = _each_alone(request.economy, v)
    maxima, _, _, _ = stand_alone_maxima(request, bare, goals, pairs=False)
    return _ideal(request.economy, v, goals, maxima)


IDEAL_POINT = Demand(
    goals=ideal_goals,
    of_target_set=False,
    refused="Not every sector can reach{horizon} the most that it could reach if all others served it.",
)
"""All stand-alone maxima at once."""


@strategy(
    asks="Maximised everything: each sector's target is the most it could reach if all others served it, and all of "
    "them are demanded at once. The plan is the largest common share of that which can be carried out.",
    unit="index points",
    goal=f"{DISCOUNTED}, with the common share found before kept",
    demand=IDEAL_POINT,
    told=Told.MAXIMA,
    leaves_open="Sectors that could rise above the common share; discounted consumption decides.",
    share_of="the stand-alone maxima",
)
def maximum(request: Request) -> Plan:
    """Maximised everything: each sector's stand-alone maximum, all of them demanded at once.

    The joint demand is the ideal point; it can usually not be carried out.  The plan is that of the largest
    common share of its increments, and among such plans the one of greatest discounted consumption.  The increment of
    a sector that cannot rise above the base year is counted from 0.

    Raises:
        SolverFailed: a solver gave up.
    """
    economy = request.economy
    bare, v = formulate(economy)
    goals = _each_alone(economy, v)
    maxima, found, best, solution = stand_alone_maxima(request, bare, goals, pairs=len(goals.axis) <= FULL_TABLE)
    if not solution.optimal:
        return Plan(economy, maximum.criterion, "", bare, v, solution)
    ideal = _ideal(economy, v, goals, maxima)
    request.progress("largest common share of the ideal point")
    programme, shared, precision = largest_share(request, bare, ideal, most=1.0)
    if not shared.optimal:
        return Plan(economy, maximum.criterion, "", programme, v, shared)
    reached = min(shared.objective, 1.0) - precision
    final = demanded(bare, v, request, ideal.scaled(reached))
    solution = open_session(final, request.options).solve_known()
    feasible = shared.objective >= 1.0 - precision
    sentence = (
        "All stand-alone maxima can be had at once."
        if feasible
        else f"All {len(ideal.axis)} stand-alone maxima at once cannot be carried out: "
        f"{shared.objective:.1%} of their increments is the most that can be had in common. "
        "The plan shown is the demand scaled down to that."
    )
    plan = Plan(
        economy,
        maximum.criterion,
        "",
        programme,
        v,
        shared,
        None,
        shared.objective,
        ideal.guarantees(reached),
        _tables(goals, maxima, found, best, shared.objective),
        (sentence,),
    )
    if solution.status is Status.UNDECIDED:
        return unfinished(plan, "The greatest consumption at the common share")
    return replace(plan, programme=final, solution=solution)


def _tables(goals: Goals, maxima: Floats, found: Floats, best: Floats, share: float) -> tuple[Table, ...]:
    codes = goals.axis.columns["code"]
    ideal = Table(
        "Ideal point",
        "The most each sector could reach if all others served it, and what the common share leaves of it, counted "
        "from the base year, or from 0 where the sector cannot rise above that.",
        ("sector", "base year", "stand-alone maximum", "at the common share", "unit"),
        tuple(
            (code, float(base), float(top), float(start + min(share, 1.0) * (top - start)), unit)
            for code, base, top, start, unit in zip(
                codes, goals.base, maxima, _starts(goals, maxima), goals.axis.units, strict=True
            )
        ),
    )
    tables = [ideal]
    for name, values, meaning in (
        ("Pay-off", best, "the best that the others can then have"),
        ("Pay-off on the plan", found, "what the others have on the plan found"),
    ):
        if np.isnan(values).all():
            continue
        rows = tuple(
            (code, *(float(value) for value in row / np.where(maxima > 0, maxima, 1.0)))
            for code, row in zip(codes, values, strict=True)
        )
        tables.append(
            Table(
                name,
                f"When the sector of the line stands at its maximum: {meaning}, as a share of their own maxima.",
                ("sector at its maximum", *codes),
                rows,
            )
        )
    return tuple(tables)
