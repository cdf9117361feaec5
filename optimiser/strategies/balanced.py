"""Balanced growth, in Bukharin's sense: branches, town and country expand together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Guarantee
from optimiser.errors import SolverFailed
from optimiser.plan.plan import Plan
from optimiser.programme import formulate
from optimiser.programme.constraints.rule import NOBODY, Input, rule
from optimiser.programme.expressions import incidence
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.programme.rows import Kind, Rows, Sides, at_least
from optimiser.programme.variables import Variables, year_axis
from optimiser.readdition.always import promises_kept
from optimiser.solver import Session, Solution, Status, open_session
from optimiser.strategies.goals import (
    discounted_consumption,
    sector_goals,
    target_goals,
    unevenness_down,
    unevenness_up,
)
from optimiser.strategies.leximin import LeximinStep, ladder_table, leximin, with_ladder
from optimiser.strategies.request import Request
from optimiser.strategies.strategy import CHOSEN_SET, DISCOUNTED, strategy

EXACT = 1e-10
"""A growth rate is found when a further step would change it by less than this."""

STEPS = 60
"""More steps than Newton's method has ever needed here; reaching it is an error."""

FASTEST = 1e3
"""Growth beyond this (a thousandfold a year) is growth without limit."""


@rule(
    Kind.POLICY,
    family="living standards",
    says="{what} reaches {least} {when}",
    gives="{what} {when}: {amount} short of {least}",
    many="everything grows together",
    change=NOBODY,
    binds="the consumption of {the} keeps step with all the rest in {year}: a standard higher by 1",
    meaning="the living standard one index point higher",
    price_sign=1,
    explains=False,
    cells=(Input("Households", "{household}", "household"),),
    readded=(promises_kept,),
)
def balanced_growth(economy: Economy, v: Variables) -> Sides:
    """Every household's consumption grows at the common rate.

        C[h,t]  >=  (1+g)^t

    Axes: (household, year 1..N); index, base year = 1.  Shadow price: what one index point more asked for costs.
    Source: Bukharin, Notes of an Economist (1928); von Neumann.
    """
    years = np.arange(1, economy.years.last + 1)
    standard = v.consumption.over(years).affine()
    times = year_axis(economy, 1, economy.years.last)
    return at_least(economy.households.axis, times, standard, 1.0, scale=1.0, growth_exponent=years)


@rule(
    Kind.POLICY,
    family="growth of output",
    says="{what} reaches {least} {when}",
    gives="{what} {when}: {amount} short of {least}",
    many="everything grows together",
    change=NOBODY,
    binds="the output of {name} keeps step with all the rest in {year}: a further {unit} asked for",
    meaning="one more unit of output asked for",
    price_sign=1,
    explains=False,
    cells=(Input("Sectors", "{sector}", "base output"),),
    readded=(promises_kept,),
)
def balanced_output(economy: Economy, v: Variables) -> Sides:
    """Every sector's output grows at the common rate, where there are no households.

        sum_{k of j} x[k,t]  >=  (1+g)^t x[j,0]

    Axes: (sector, year 1..N); sector units a year.  Shadow price: what one more unit asked for costs.
    Source: von Neumann; Bukharin, Notes of an Economist (1928).
    """
    last = economy.years.last
    years = np.arange(1, last + 1)
    base = np.repeat(economy.sectors.base_output[:, None], last, axis=1)
    return at_least(
        economy.sectors.axis,
        year_axis(economy, 1, last),
        incidence(economy.techniques.sector, len(base)) @ v.output.over(years),
        base,
        scale=v.scales.sector,
        active=base > 0.0,
        growth_exponent=years,
    )


def growing_together(economy: Economy, v: Variables) -> Rows:
    """What is to grow at the common rate: households' consumption, or output where there are none."""
    return (balanced_growth if len(economy.households.axis) else balanced_output)(economy, v)


@dataclass(frozen=True, eq=False)
class GrowingRows:
    """The rows whose lower side is `base (1+g)^power`, by their number in the programme."""

    rows: Ints
    base: Floats
    power: Floats

    @classmethod
    def of(cls, programme: LinearProgramme) -> GrowingRows:
        """The growing rows of a programme."""
        rows, base, power = [], [], []
        for block in programme.blocks:
            if block.growth_exponent is not None:
                span = programme.row_range[block.name]
                rows.append(np.arange(span.start, span.stop))
                base.append(block.lower[block.active])
                power.append(np.broadcast_to(block.growth_exponent, block.active.shape)[block.active].astype(float))
        return cls(np.concatenate(rows), np.concatenate(base), np.concatenate(power))

    def set_growth(self, session: Session, growth: float) -> None:
        """Ask for a growth rate."""
        lower = self.base * (1.0 + growth) ** self.power
        session.set_rows(self.rows, lower, np.full(len(lower), np.inf))

    def steepness(self, solution: Solution, growth: float) -> float:
        """d margin / d growth, from the shadow prices of the growing rows."""
        change = self.base * self.power * (1.0 + growth) ** (self.power - 1.0)
        return float(solution.shadow_prices[self.rows] @ change)


def with_margin(programme: LinearProgramme) -> tuple[LinearProgramme, Variable]:
    """An unknown `margin` by which, relative to the base year, every growing row is kept or missed."""
    programme = programme.with_variable("margin", lower=-np.inf, meaning="margin over the growth asked for")
    margin = programme.variables[-1]
    blocks = []
    for block in programme.blocks:
        if block.growth_exponent is not None:
            spread = margin.spread(np.where(block.active, block.lower, 0.0))
            blocks.append(replace(block, body=block.body - spread))
        else:
            blocks.append(block)
    return LinearProgramme(programme.variables, tuple(blocks), margin.over(np.array([0])).affine()), margin


def greatest_growth(session: Session, growing: GrowingRows) -> tuple[float, Solution]:
    """The greatest g for which every growing row can be kept.

    The best margin u(g) is concave and falling in g, so Newton's method comes down to its root from the
    right, one warm solve a step, and each shadow price of the growing rows gives the slope.
    The session's goal is the margin.  Returns g and the last solution; its status is not optimal where
    the programme is infeasible at any growth, or growth has no limit (unbounded).

    Raises:
        SolverFailed: no convergence.
    """
    growth = 0.0
    for _ in range(STEPS):
        growing.set_growth(session, growth)
        solution = session.solve()
        if not solution.optimal:
            return growth, solution
        slope = growing.steepness(solution, growth)
        if slope >= 0.0:
            # no growing row binds: whatever holds the margin does not depend on growth
            return growth, replace(solution, status=Status.UNBOUNDED)
        step = -solution.objective / slope
        growth = max(growth + step, (growth - 1.0) / 2.0)
        if growth > FASTEST:
            return growth, replace(solution, status=Status.UNBOUNDED)
        if abs(step) < EXACT:
            return growth, solution
    raise SolverFailed("The greatest growth rate did not converge")


@strategy(
    asks="Balanced growth: first the greatest rate at which all households' consumption can grow together. Then, with "
    "{kept:.0%} of that rate kept, the targets rise together as far as they go; and among the plans that do as well, "
    "the one with the greatest and smoothest consumption.",
    unit="index points",
    goal=f"{DISCOUNTED}, less its unevenness, with the growth and the shares of the targets found before kept",
    demand=CHOSEN_SET,
    leaves_open="Paths that do as well in discounted consumption and its unevenness.",
)
def balanced(request: Request) -> Plan:
    """Balanced growth, lexicographically.

    (1) the greatest common growth g of every household's consumption, through the tail; (2) with the stated
    part of g kept, the increments of the targets (of the chosen set, or of capacities where there is none) in
    one share, leximin; (3) among all plans that do as well, discounted consumption less its unevenness.

    Raises:
        InputFault: no such target set.
        SolverFailed: a solver gave up.
    """
    economy = request.economy
    programme, v = formulate(economy)
    programme, margin = with_margin(programme.with_rows(growing_together(economy, v)))
    limited = v.indices.limited
    if request.chosen_set:
        goals, most = target_goals(economy, v, request.chosen_set), 1.0
    else:
        base = economy.sectors.capacity
        chosen = limited[base[limited] > 0.0]
        goals, most = sector_goals(economy, v, "capacity", chosen, 2.0 * base[chosen]), np.inf
    programme, share = with_ladder(programme, goals)
    bend = None
    if len(economy.households.axis) and economy.years.last > 1 and economy.settings.smoothness > 0:
        programme = programme.with_variable(
            "unevenness",
            economy.households.axis,
            year_axis(economy, 1, economy.years.last - 1),
            first=1,
            meaning="how jerky consumption is",
        )
        bend = programme.variables[-1]
        programme = programme.with_rows(unevenness_up(economy, v, bend), unevenness_down(economy, v, bend))
    session = open_session(programme, request.options)
    open_rows = np.arange(programme.row_range["target_share"].start, programme.row_range["target_share"].stop)
    session.free_rows(open_rows)
    session.free_rows(np.arange(programme.row_range["target_kept"].start, programme.row_range["target_kept"].stop))
    session.set_columns(np.array([share.offset]), np.zeros(1), np.zeros(1))

    request.progress("greatest common growth")
    growing = GrowingRows.of(programme)
    growth, solution = greatest_growth(session, growing)
    if not solution.optimal:
        return Plan(economy, balanced.criterion, request.chosen_set, session.as_it_stands(), v, solution)

    kept = growth * economy.settings.growth_kept if growth > 0.0 else growth
    growing.set_growth(session, kept - EXACT)
    zero = np.zeros(1)
    session.set_columns(np.array([margin.offset]), zero, zero)
    session.restore_rows(open_rows)
    steps: list[LeximinStep] = []
    shares = np.empty(0)
    if len(goals.axis):
        steps, shares, solution = leximin(session, goals, share, most=most, request=request)
        if not solution.optimal:
            return Plan(economy, balanced.criterion, request.chosen_set, session.as_it_stands(), v, solution, growth)

    request.progress("smoothest of the plans that do as well")
    goal = discounted_consumption(economy, v).vector(programme.columns)
    if bend is not None:
        goal[bend.columns.ravel()] = -economy.settings.smoothness
    session.set_goal(goal)
    solution = session.solve_known()
    promised = _growth_guarantees(economy, kept) + goals.guarantees(shares if len(shares) else 0.0)
    return Plan(
        economy,
        balanced.criterion,
        request.chosen_set,
        session.as_it_stands(),
        v,
        solution,
        growth,
        steps[0].share if steps else None,
        promised + (_evenness_guarantees(bend, solution) if bend is not None else ()),
        (ladder_table(goals, steps),) if steps else (),
        kept_growth=kept if growth > 0.0 else None,
        growth_asked=kept,
    )


def _evenness_guarantees(unevenness: Variable, solution: Solution) -> tuple[Guarantee, ...]:
    """Consumption is no more jerky than the goal has been charged for."""
    charged = solution.values[unevenness.columns] if solution.optimal else np.empty((0, 0))
    return tuple(
        Guarantee("evenness", household, year + unevenness.first, -float(value))
        for (household, year), value in np.ndenumerate(charged)
    )


def _growth_guarantees(economy: Economy, growth: float) -> tuple[Guarantee, ...]:
    indices = range(len(economy.households.axis))
    years = range(1, economy.years.last + 1)
    if len(indices):
        return tuple(Guarantee("consumption", h, t, (1.0 + growth) ** t) for h in indices for t in years)
    base = economy.sectors.base_output
    return tuple(
        Guarantee("output", int(j), t, float(base[j]) * (1.0 + growth) ** t)
        for j in np.flatnonzero(base)
        for t in years
    )
