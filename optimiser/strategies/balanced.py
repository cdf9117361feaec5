"""Balanced growth, in Bukharin's sense: branches, town and country expand together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.economy.begun import growth_owed, start_of, years_gone
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
from optimiser.strategies.leximin import LeximinStep, hold, ladder_table, leximin, with_ladder
from optimiser.strategies.request import Request
from optimiser.strategies.stages import unfinished
from optimiser.strategies.strategy import CHOSEN_SET, DISCOUNTED, Told, strategy

EXACT = 1e-10
"""A growth rate is found when a further step would change it by less than this."""

STEPS = 60
"""More steps than Newton's method has ever needed here; reaching it is an error."""

FASTEST = 1e3
"""Growth beyond this (a thousandfold a year) is growth without limit."""

NARROW = 1e-6
"""Where so little or less of the greatest growth is given up, what is kept of it is kept with a margin: the plans that
grow so fast are all but one."""

USUAL = 0.1
"""The growth up to which the margin is laid out, so that it is nearly the growth rate itself."""


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
    powers = years + years_gone(economy)
    return at_least(economy.households.axis, times, standard, 1.0, scale=1.0, growth_exponent=powers)


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
    base = np.repeat(start_of(economy).sectors.base_output[:, None], last, axis=1)
    return at_least(
        economy.sectors.axis,
        year_axis(economy, 1, last),
        incidence(economy.techniques.sector, len(base)) @ v.output.over(years),
        base,
        scale=v.scales.sector,
        active=base > 0.0,
        growth_exponent=years + years_gone(economy),
    )


def growing_together(economy: Economy, v: Variables) -> Rows:
    """What is to grow at the common rate: households' consumption, or output where there are none."""
    return (balanced_growth if len(economy.households.axis) else balanced_output)(economy, v)


@dataclass(frozen=True, eq=False)
class GrowingRows:
    """The rows whose lower side is `base (1+g)^power - there`, by their number in the programme."""

    rows: Ints
    base: Floats
    there: Floats
    power: Floats

    @classmethod
    def of(cls, programme: LinearProgramme) -> GrowingRows:
        """The growing rows of a programme."""
        rows, base, there, power = [], [], [], []
        for block in programme.blocks:
            if block.growth_exponent is not None:
                span = programme.row_range[block.name]
                rows.append(np.arange(span.start, span.stop))
                base.append(block.asked[block.active])
                there.append(np.broadcast_to(block.there, block.active.shape)[block.active])
                power.append(np.broadcast_to(block.growth_exponent, block.active.shape)[block.active].astype(float))
        return cls(*(np.concatenate(each) for each in (rows, base, there, power)))

    def set_growth(self, session: Session, growth: float) -> None:
        """Ask for a growth rate."""
        lower = self.base * (1.0 + growth) ** self.power - self.there
        session.set_rows(self.rows, lower, np.full(len(lower), np.inf))

    def root_of_bound(self, solution: Solution, growth: float) -> float:
        """The growth at which the bound on the margin that a solution's shadow prices prove falls to zero.

            u(g')  <=  u(g) + sum_k y_k base_k ((1+g')^p_k - (1+g)^p_k)      for every g', with y <= 0

        Not below -1, where nothing is asked any more; infinity where no growing row binds, so that whatever holds
        the margin does not depend on growth.
        """
        weights = np.minimum(solution.shadow_prices[self.rows] * self.base, 0.0)
        asked = float(weights @ (1.0 + growth) ** self.power)

        def bound(factor: float) -> float:
            return solution.objective + float(weights @ factor**self.power) - asked

        factor = 1.0 + max(growth, 0.0)
        while bound(factor) > 0.0:
            factor *= 2.0
            if factor > 2.0 * FASTEST:
                return np.inf
        # concave and falling: from where it is negative, Newton's steps come down to the root and do not pass it
        for _ in range(STEPS):
            slope = float((weights * self.power) @ factor ** (self.power - 1.0)) if factor > 0.0 else 0.0
            if slope == 0.0:
                break
            step = bound(factor) / slope
            factor = max(factor - step, 0.0)
            if abs(step) <= EXACT / 100:
                break
        return factor - 1.0


def with_margin(programme: LinearProgramme) -> tuple[LinearProgramme, Variable]:
    """An unknown `margin` by which every growing row is kept or missed, nearly in points of growth.

        row + there  >=  base ((1+g)^p + margin ((1+g0)^p - 1) / g0)          g0 = 10 % a year

    and where p = 0, base (1 + margin); `there` is what does not grow.

    At g = 0 this is exact for a margin of 0 and of g0, and the margin is near the greatest growth between and about.
    """
    programme = programme.with_variable("margin", lower=-np.inf, meaning="margin over the growth asked for")
    margin = programme.variables[-1]
    blocks = []
    for block in programme.blocks:
        if block.growth_exponent is not None:
            power = np.broadcast_to(np.asarray(block.growth_exponent, float), block.active.shape)
            size = np.where(power == 0.0, 1.0, ((1.0 + USUAL) ** power - 1.0) / USUAL)
            spread = margin.spread(np.where(block.active, size * block.asked, 0.0))
            blocks.append(replace(block, body=block.body - spread))
        else:
            blocks.append(block)
    return LinearProgramme(programme.variables, tuple(blocks), margin.over(np.array([0])).affine()), margin


def greatest_growth(session: Session, growing: GrowingRows) -> tuple[float, Solution]:
    """The greatest g for which every growing row can be kept.

    The best margin u(g) is concave and falling in g.  The shadow prices of the growing rows bound it from above by
    a polynomial in 1+g, whose root is never below that of u: so the steps come down to it from the right, one
    warm solve a step.  The session's goal is the margin.  Returns g and the last solution; its status is not
    optimal where the programme is infeasible at any growth, or growth has no limit (unbounded).

    Raises:
        SolverFailed: no convergence.
    """
    growth = 0.0
    for step in range(STEPS):
        growing.set_growth(session, growth)
        # the margin can always give way
        solution = session.solve_known() if step else session.solve()
        if not solution.optimal:
            return growth, solution
        found = growing.root_of_bound(solution, growth)
        if found > FASTEST:
            return found, replace(solution, status=Status.UNBOUNDED)
        if abs(found - growth) < EXACT:
            return found, solution
        growth = found
    raise SolverFailed("The greatest growth rate did not converge")


@strategy(
    asks="Balanced growth: first the greatest rate at which all households' consumption can grow together. Then, with "
    "{kept:.0%} of that rate kept, the targets rise together as far as they go; and among the plans that do as well, "
    "the one with the greatest and smoothest consumption.",
    unit="index points",
    goal=f"{DISCOUNTED}, less its unevenness, with the growth and the shares of the targets found before kept",
    demand=CHOSEN_SET,
    told=Told.PLAN,
    leaves_open="Paths that do as well in discounted consumption and its unevenness.",
    turnpike=True,
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
        base = start_of(economy).assets.capacity
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
    found = Plan(economy, balanced.criterion, request.chosen_set, session.as_it_stands(), v, solution)
    if not solution.optimal:
        return found

    kept = growth_owed(economy, growth)
    found = replace(
        found,
        growth_rate=growth,
        kept_growth=kept if growth > 0.0 else None,
        growth_asked=kept,
        guarantees=_growth_guarantees(economy, kept),
    )
    growing.set_growth(session, max(kept if growth - kept > NARROW else kept - session.precision, -1.0))
    zero = np.zeros(1)
    session.set_columns(np.array([margin.offset]), zero, zero)
    session.restore_rows(open_rows)
    steps: list[LeximinStep] = []
    if len(goals.axis):
        steps, shares, solution = leximin(session, goals, share, most=most, request=request)
        if solution.status is Status.UNDECIDED:
            return unfinished(found, "The shares of the targets' increments")
        found = replace(found, programme=session.as_it_stands(), solution=solution)
        if not solution.optimal:
            return found
        settled = np.where(np.isnan(shares), steps[-1].share, shares)
        found = replace(
            found,
            share=steps[0].share,
            guarantees=found.guarantees + goals.guarantees(settled),
            tables=(ladder_table(goals, steps),),
        )
        if np.isnan(shares).any():
            return unfinished(found, "The shares of the targets that do not block first")
        hold(session, goals, share, steps[-1], solution, most=most)

    request.progress("smoothest of the plans that do as well")
    goal = discounted_consumption(economy, v).vector(programme.columns)
    if bend is not None:
        goal[bend.columns.ravel()] = -economy.settings.smoothness
    session.set_goal(goal)
    solution = session.solve_known()
    if solution.status is Status.UNDECIDED:
        return unfinished(found, "The smoothest consumption among the plans that do as well")
    promised = found.guarantees + (_evenness_guarantees(bend, solution) if bend is not None else ())
    return replace(found, programme=session.as_it_stands(), solution=solution, guarantees=promised)


def _evenness_guarantees(unevenness: Variable, solution: Solution) -> tuple[Guarantee, ...]:
    """Consumption is no more jerky than the goal has been charged for."""
    charged = solution.values[unevenness.columns] if solution.optimal else np.empty((0, 0))
    return tuple(
        Guarantee("evenness", household, year + unevenness.first, -float(value))
        for (household, year), value in np.ndenumerate(charged)
    )


def _growth_guarantees(economy: Economy, growth: float) -> tuple[Guarantee, ...]:
    indices = range(len(economy.households.axis))
    years, gone = range(1, economy.years.last + 1), years_gone(economy)
    if len(indices):
        return tuple(Guarantee("consumption", h, t, (1.0 + growth) ** (t + gone)) for h in indices for t in years)
    base = start_of(economy).sectors.base_output
    return tuple(
        Guarantee("output", int(j), t, float(base[j]) * (1.0 + growth) ** (t + gone))
        for j in np.flatnonzero(base)
        for t in years
    )
