"""What every strategy asks for last, when its own goal is settled: the same two stages for all of them.

A goal leaves much open: among plans that reach it a linear programme picks any corner.  Each stage keeps what those
before it found, and keeps it exactly: every row and every bound that has a price is held where it is, which by
complementary slackness leaves all plans that are best, and no others.

First, the living standards that are left.  The least living standard a head of any household is raised in all years,
those of the tail too, and of plans equal in that the mean decides:

        maximise  sum_t (1+r)^-t ( u[t] + MEAN mean_h c[h,t] ),     u[t]  <=  c[h,t]  =  C[h,t] / mouths[h,t]

Where mouths move with those who work, a head is counted by the moves of the plan that reached the goal.
What is built for the years of the tail is capital and work in progress at the end of the plan.  Where there is no tail,
the terminal condition alone says what is left at the end.

Then, no move without need.  Least movement, each against its base-year size: people who move, imports, exports, stocks,
projects begun; far behind it the least unevenness of output; and behind that the least of everything:

        minimise  sum |transfers|/size + m/size + e/size + s/size + y/size
                  + SMOOTH sum |x[t+1] - 2 x[t] + x[t-1]|/size  +  TIE sum weight v/size

The weights of the last sum differ by code and year, and not by the order of rows, so that of plans that move and bend
as little one is left, whatever the order of the sectors.

Shadow prices stay those of the strategy's own goal.  They belong to every plan that is best for it, and so to the one
shown: the programme of a plan is that of its goal, and its duality gap is measured there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.economy.economy import Economy
from optimiser.economy.flows import mouths_there
from optimiser.economy.quantities import Guarantee
from optimiser.plan.plan import Plan
from optimiser.programme.expressions import Affine, incidence
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.programme.rows import SCALAR, Kind, Rows, at_least
from optimiser.programme.variables import Variables, year_axis
from optimiser.solver import Session, Solution, open_session
from optimiser.strategies.counted_consumption import counted_of
from optimiser.strategies.request import Request
from optimiser.strategies.stages import unfinished

MEAN = 0.01
"""What the mean of all households' living standards counts beside the least."""

SMOOTH = 1e-2
"""What unevenness counts beside movement: output may bend by a hundred times as much before anything more is moved."""

TIE = 1e-4
"""What everything else counts beside movement."""

NOTICED = 1e-8
"""A price is one above this, at base-year sizes and for a goal whose greatest coefficient is 1; solvers are exact to
a tenth of it."""

CLOSE = 1e-7
"""How near to its side, at base-year sizes, a row has to be that is held there."""

KEPT = 1e-9
"""By what share the goal may be missed where it hangs on prices too small to be noticed."""

MISSED = 1e-8
"""A plan that misses the goal by a greater share is none of those that are best, and is not taken."""

LAST = "The plan with the fewest needless moves"
"""What the last stage looks for."""

GOLDEN, ROOT = (5.0**0.5 - 1.0) / 2.0, 2.0**0.5 - 1.0
"""Multiples of these, less their whole parts, never come back: no two weights are alike."""


def closed(plan: Plan, request: Request) -> Plan:
    """Of all plans that are as good for the strategy's goal, the one that the last stages choose.

    A plan that is not optimal comes back as it is; one whose stage the solver could not decide, as it was before.
    """
    if not plan.solution.optimal:
        return plan
    programme, v, economy = plan.programme, plan.variables, plan.economy
    extended, least, bend = _extended(programme, economy, v, plan)
    session = open_session(extended, request.options)
    _hold(session, plan.solution, _size(programme.objective, programme.arrays.column_scale))
    if least is not None:
        request.progress("living standards that are left")
        living = _living(economy, v, least, _mouths(plan)).vector(extended.columns)
        session.set_goal(living)
        found = session.solve_known()
        if not found.optimal:
            return unfinished(plan, "What is left for living standards")
        _hold(session, found, _size(living, extended.arrays.column_scale))
    request.progress("no move without need")
    session.set_goal(-_needless(extended, v, bend))
    last = session.solve_known()
    if not last.optimal:
        return unfinished(plan, LAST)
    values = last.values[: programme.columns]
    if programme.objective @ values < plan.objective - MISSED * max(1.0, abs(plan.objective)):
        return unfinished(plan, LAST)
    promised = tuple(_as_charged(each, programme, values) for each in plan.guarantees)
    return replace(plan, solution=replace(plan.solution, values=values), guarantees=promised)


def _as_charged(promised: Guarantee, programme: LinearProgramme, values: Floats) -> Guarantee:
    """The promise as it is on this plan: what is charged and counted in all may lie in other years."""
    if promised.variable == "evenness":
        charged = programme.variable["unevenness"]
        value = -float(values[charged.columns[promised.index, promised.year - charged.first]])
    elif promised.variable == "counted":
        value = counted_of(programme, values, promised.index, promised.year)
    else:
        return promised
    return replace(promised, value=value)


def _size(goal: Floats, column_scale: Floats) -> float:
    """The greatest coefficient of a goal at base-year sizes."""
    return float(np.abs(goal * column_scale).max(initial=0.0)) or 1.0


def _hold(session: Session, solution: Solution, size: float) -> None:
    """Hold every row and bound with a price where it is; the solution may be of the session's first rows and columns.

    What is left are the plans that are best for the goal of the solution: `y (A x - side) = 0` and
    `d (x - bound) = 0` for all of them, with its shadow prices y and reduced costs d.
    """
    there = session.polyhedron()
    rows, columns = len(solution.shadow_prices), len(solution.values)
    matrix = there.matrix[:rows, :columns]
    _hold_at(
        session.set_rows,
        np.asarray(matrix @ solution.values),
        (there.row_lower[:rows], there.row_upper[:rows]),
        solution.shadow_prices / size,
        there.row_scale[:rows],
    )
    _hold_at(
        session.set_columns,
        solution.values,
        (there.lower[:columns], there.upper[:columns]),
        solution.reduced_costs / size,
        there.column_scale[:columns],
    )


def _hold_at(
    set_sides: Callable[[Ints, Floats, Floats], None],
    values: Floats,
    sides: tuple[Floats, Floats],
    prices: Floats,
    scale: Floats,
) -> None:
    """Both sides of what has a price become the one at which it stands."""
    noticed = np.abs(prices) * scale > NOTICED
    far = [np.abs(values - side) / scale for side in sides]
    nearest = np.where(far[0] <= far[1], *sides)
    held = np.flatnonzero(noticed & (np.minimum(*far) <= CLOSE))
    set_sides(held, nearest[held], nearest[held])


def _extended(
    programme: LinearProgramme, economy: Economy, v: Variables, plan: Plan
) -> tuple[LinearProgramme, Variable | None, Variable | None]:
    """The strategy's programme with its goal kept, and what the two stages need; its own columns come first."""
    size = _size(programme.objective, programme.arrays.column_scale)
    reached = plan.solution.objective
    bound = np.array([[reached - KEPT * max(size, abs(reached))]])
    kept = at_least(SCALAR, SCALAR, programme.goal, bound, scale=size)
    extended = programme.with_rows(
        Rows.of(kept, name="goal_kept", kind=Kind.TARGET, meaning="the goal one unit higher")
    )
    least: Variable | None = None
    if len(economy.households.axis):
        years = year_axis(economy, 1, economy.years.last)
        extended = extended.with_variable(
            "least_living_standard", SCALAR, years, first=1, lower=-np.inf, meaning="least living standard a head"
        )
        least = extended.variables[-1]
        extended = extended.with_rows(_fairness(v, least, _mouths(plan)))
    bend: Variable | None = None
    if economy.years.last > 1:
        years = year_axis(economy, 1, economy.years.last - 1)
        extended = extended.with_variable(
            "bend", economy.sectors.axis, years, first=1, scale=v.scales.sector, meaning="unevenness of output"
        )
        bend = extended.variables[-1]
        extended = extended.with_rows(*_evenness(economy, v, bend))
    return extended, least, bend


def _mouths(plan: Plan) -> Floats:
    """(household, 1..N): people relative to the base year, with those who move in the plan."""
    return mouths_there(plan.economy, plan.quantities.transfers)[:, 1:]


def _fairness(v: Variables, least: Variable, mouths: Floats) -> Rows:
    """`c[h,t] - u[t] >= 0`."""
    count, last = mouths.shape
    years = np.arange(1, last + 1)
    heads = v.consumption.over(years).times(1.0 / mouths).affine()
    common = incidence(np.zeros(count, np.int64), 1).T.tocsr() @ least.over(years)
    sides = at_least(v.consumption.entity, v.consumption.times, heads - common, 0.0, scale=1.0)
    words = "the living standard one index point higher"
    return Rows.of(sides, name="living_standard_shared", kind=Kind.IDENTITY, meaning=words)


def _living(economy: Economy, v: Variables, least: Variable, mouths: Floats) -> Affine:
    last = economy.years.last
    years, count = np.arange(1, last + 1), len(economy.households.axis)
    discount = (1.0 + economy.settings.discount_rate) ** -years.astype(float)
    heads = v.consumption.over(years).times(MEAN / count * discount / mouths)
    return least.over(years).times(discount).affine().total() + heads.affine().total()


def _evenness(economy: Economy, v: Variables, bend: Variable) -> tuple[Rows, Rows]:
    """`bend[j,t] >= |x[j,t+1] - 2 x[j,t] + x[j,t-1]|`, t = 1..N-1, with the base year's output."""
    years = np.arange(1, economy.years.last)
    by_sector = incidence(economy.techniques.sector, len(economy.sectors.axis))
    before, now, after = (by_sector @ v.output.over(years, lag=lag) for lag in (-1, 0, 1))
    second = after - now.times(np.array(2.0)) + before
    known = np.zeros(second.shape)
    known[:, 0] = economy.sectors.base_output
    bent = bend.over(years).affine()

    def side(name: str, body: Affine, bound: Floats) -> Rows:
        axis = year_axis(economy, 1, economy.years.last - 1)
        words = "one more unit of unevenness"
        sides = at_least(economy.sectors.axis, axis, body, bound, scale=v.scales.sector)
        return Rows.of(sides, name=name, kind=Kind.IDENTITY, meaning=words)

    return side("output_bends_up", bent - second, known), side("output_bends_down", bent + second, -known)


def _needless(extended: LinearProgramme, v: Variables, bend: Variable | None) -> Floats:
    """(column): what a unit of each unknown counts in the last stage."""
    moves = {each.name for each in (v.transfers, v.imports, v.exports, v.stocks, v.starts)}
    cost = np.zeros(extended.columns)
    for block in v.blocks:
        weight = TIE * _weights(block) + (1.0 if block.name in moves else 0.0)
        cost[block.columns] = weight / block.scale[:, None]
    if bend is not None:
        cost[bend.columns] = SMOOTH / bend.scale[:, None]
    return cost


def _weights(block: Variable) -> Floats:
    """(n, T): between 1 and 3, by the place of a code among all codes in their order, and by the year."""
    place = np.argsort(np.argsort(np.array(block.entity.labels, dtype=object))) + 1.0 if len(block.entity) else _NONE
    year = np.arange(block.first, block.first + len(block.times)) + 1.0
    return np.asarray((1.0 + place * GOLDEN % 1.0)[:, None] * (1.0 + 0.5 * (year * ROOT % 1.0))[None, :])


_NONE: Floats = np.empty(0)
