"""Strategies side by side on the same economy, and the trade-off between what they are after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Floats
from optimiser.comparison.certainty import Certainty
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault, SolverFailed
from optimiser.execution import Draws, Execution, execute_strategies
from optimiser.language.phrases import listed
from optimiser.plan.measures import Measures, measures
from optimiser.plan.plan import Plan
from optimiser.programme import formulate
from optimiser.programme.expressions import Affine
from optimiser.programme.rows import SCALAR, Kind, Rows, at_least
from optimiser.programme.variables import Variables
from optimiser.shown import Shown, brief
from optimiser.solver import SolverOptions, Status, open_session
from optimiser.strategies import Request, strategy_of
from optimiser.strategies.goals import discounted_consumption
from optimiser.strategies.solve import solve
from optimiser.strategies.years_needed import YearsNeeded, years_needed

if TYPE_CHECKING:
    from optimiser.comparison.plots import ComparisonPlots

POINTS = 9
LARGEST = 100
"""Up to so many sectors the frontier is drawn, and the years that targets need are found, without being asked for."""

KEPT = 1e-7
"""The ends of a frontier are held to all but this share, so that rounding does not make them infeasible."""

Progress = Callable[[str], None]


def _silent(_: str) -> None: ...


@dataclass(frozen=True, eq=False)
class Goal:
    """Something to have much of: a sum over the unknowns, so scaled that the base year has 1."""

    name: str
    unit: str
    of: Callable[[Economy, Variables], Affine]
    at: Callable[[Plan], float]
    """The same of a plan."""


@dataclass(frozen=True, eq=False)
class Frontier:
    """What can be had of one thing when so much of the other is asked for.  Axis: point."""

    first: str
    first_unit: str
    second: str
    second_unit: str
    first_values: Floats
    second_values: Floats
    positions: Mapping[str, tuple[float, float]]
    """Where the compared plans stand: what they have of the first and of the second."""


@dataclass(frozen=True, eq=False)
class Comparison(Shown):
    """Plans of one economy under several strategies."""

    economy: Economy
    plans: Mapping[str, Plan]
    measures: Mapping[str, Measures]
    """Of those that found a plan."""
    findings: tuple[str, ...]
    """What stands out, in sentences."""
    target_set: str = ""
    """Whose targets the measures are about; empty where there are none."""
    frontier: Frontier | None = None
    years: Mapping[str, YearsNeeded] = field(default_factory=dict)
    """The smallest number of plan years in which each target set is feasible, whatever the strategy."""
    execution: Execution | None = None
    """What came of the plans and demands when they were carried out; None where they were not."""
    certainty: Certainty | None = None
    """How sure the verdict on what came of them is; None where nobody asked."""
    not_executed: str = ""
    """Why they could not be, in a sentence."""

    @property
    def plot(self) -> ComparisonPlots:
        """Plots of it, with matplotlib: `compared.plot.consumption()`."""
        from optimiser.comparison.plots import ComparisonPlots

        return ComparisonPlots(self)

    def __repr__(self) -> str:
        plans = ", ".join(f"{name} {plan.status.value}" for name, plan in self.plans.items())
        return f"<Comparison of {brief(self.economy.title)}, {self.economy.years}: {plans}>"


def consumption_goal(economy: Economy) -> Goal:
    """Average living standard: `sum_t (1+r)^-t sum_h C[h,t] / (H sum_t (1+r)^-t)`, t = 1..N; index, base year = 1.

    Raises:
        InputFault: no households.
    """
    if not len(economy.households.axis):
        raise InputFault.of("Households", "there are no households whose consumption could be traded off", "Add some")
    count = len(economy.households.axis)

    def weights(years: int) -> Floats:
        return np.asarray((1.0 + economy.settings.discount_rate) ** -np.arange(1.0, years + 1.0))

    def of(economy: Economy, v: Variables) -> Affine:
        size = count * weights(economy.years.last).sum()
        return discounted_consumption(economy, v).times(np.array(1.0 / size))

    def at(plan: Plan) -> float:
        weight = weights(plan.economy.years.last)
        return float((plan.quantities.consumption[:, 1:] @ weight).sum() / (count * weight.sum()))

    return Goal("consumption", "average index of all households and years, discounted, base year = 1", of, at)


def heavy_goal(economy: Economy) -> Goal:
    """The mean of `x[j,T] / x[j,0]` over the sectors that are heavy industry; base year = 1.

    Raises:
        InputFault: no sector of that group with a base-year output.
    """
    group, heavy = economy.settings.heavy_industry, economy.heavy_industry
    chosen = np.flatnonzero(heavy & (economy.sectors.base_output > 0.0))
    if not len(chosen):
        problem = f"no sector of the group {group!r} has a base-year output"
        raise InputFault.of("Sectors", problem, "Name some in the column group")
    share = np.zeros(len(heavy))
    share[chosen] = 1.0 / (economy.sectors.base_output[chosen] * len(chosen))

    def of(economy: Economy, v: Variables) -> Affine:
        indices = np.flatnonzero(share[economy.techniques.sector])
        weights = share[economy.techniques.sector[indices]]
        year = np.array([economy.years.plan])
        return v.output.over(year).pick(indices).times(weights[:, None]).affine().total()

    def at(plan: Plan) -> float:
        return float(share @ plan.output_by_sector()[:, plan.economy.years.plan])

    return Goal("heavy industry", f"average index of {group} in the last plan year, base year = 1", of, at)


GOALS: Mapping[str, Callable[[Economy], Goal]] = {"consumption": consumption_goal, "heavy industry": heavy_goal}
"""What a frontier can be drawn between."""


def goal(economy: Economy, name: str) -> Goal:
    """A goal by its name.

    Raises:
        InputFault: no such goal, or the economy has not what it is about.
    """
    if name not in GOALS:
        raise InputFault.of("Frontier", f"there is no goal {name!r}", f"Choose one of: {', '.join(GOALS)}")
    return GOALS[name](economy)


def frontier(
    economy: Economy,
    first: str = "consumption",
    second: str = "heavy industry",
    points: int = POINTS,
    *,
    plans: Mapping[str, Plan] | None = None,
    options: SolverOptions | None = None,
    progress: Progress = _silent,
) -> Frontier:
    """The most of `second` that can be had with each amount of `first`, from none asked for to the most there can be.

        maximise b'v   subject to   every rule,  a'v >= s

    s goes in equal steps from the most of `first` that goes with the greatest b'v to the greatest a'v.  One
    programme is kept in the solver; from point to point only s changes.  `plans` are marked on it.

    Raises:
        InputFault: no such goal, or the economy has not what it is about.
        SolverMissing: the solver is not installed.
    """
    one, other = goal(economy, first), goal(economy, second)
    bare, v = formulate(economy)
    asked, gain = one.of(economy, v), other.of(economy, v)
    # two rows that say nothing until a solve sets their lower side
    programme = bare.with_rows(
        Rows.of(at_least(SCALAR, SCALAR, asked, 0.0, scale=1.0), name="first_asked", kind=Kind.TARGET, meaning=first),
        Rows.of(at_least(SCALAR, SCALAR, gain, 0.0, scale=1.0), name="second_asked", kind=Kind.TARGET, meaning=second),
    )
    session = open_session(programme, options or SolverOptions())
    rows = {name: np.array([programme.row_range[name].start]) for name in ("first_asked", "second_asked")}

    def ask(name: str, amount: float) -> None:
        session.set_rows(rows[name], np.array([amount]), np.array([np.inf]))

    progress(f"frontier: the most {first}")
    a, b = asked.vector(programme.columns), gain.vector(programme.columns)
    for name in rows:
        ask(name, -np.inf)
    session.set_goal(a)
    most = session.solve()
    where = {name: (one.at(plan), other.at(plan)) for name, plan in (plans or {}).items() if plan.solution.optimal}
    if not most.optimal:
        return Frontier(first, one.unit, second, other.unit, np.empty(0), np.empty(0), where)
    session.set_goal(b)
    found: list[tuple[float, float]] = []
    free = session.solve()
    if free.optimal:
        # of all plans with the most of the second, the one with the most of the first
        ask("second_asked", free.objective * (1.0 - KEPT))
        session.set_goal(a)
        corner = session.solve()
        least = corner.objective if corner.optimal else float(a @ free.values)
        ask("second_asked", -np.inf)
        session.set_goal(b)
        amounts = np.linspace(least, most.objective, max(points, 2)) * (1.0 - KEPT)
        for number, amount in enumerate(amounts):
            progress(f"frontier: point {number + 1} of {len(amounts)}")
            ask("first_asked", float(amount))
            solution = session.solve()
            if solution.optimal:
                found.append((float(a @ solution.values), solution.objective))
    values = np.array(found).reshape(-1, 2)
    return Frontier(first, one.unit, second, other.unit, values[:, 0], values[:, 1], where)


def compare(
    economy: Economy,
    strategies: Sequence[str] = ("balanced", "maximum"),
    *,
    target_set: str = "",
    options: SolverOptions | None = None,
    progress: Progress = _silent,
    points: int | None = None,
    draws: Draws | None = None,
    replanning: int = 0,
    circumstances: bool = False,
) -> Comparison:
    """Each strategy's plan for the same economy, its measures, and the frontier between consumption and industry.

    A strategy that is infeasible, or that the economy has not the data for, is a finding and not a failure.
    `points` of the frontier: by default 9 for economies of up to 100 sectors, and 0, none, for larger ones.
    With `draws` the plans and demands are carried out, too; in `replanning` of the repetitions plans are made anew
    every year; with `circumstances` the curve of ambition is made for changed ones, too, which takes several times as
    long as all the rest but plans made anew.

    Raises:
        InputFault: no such strategy, or no strategy at all can be tried.
        SolverMissing: the solver is not installed.
        VerificationFailed: a plan found does not add up.
    """
    names = tuple(dict.fromkeys(strategies))
    for name in names:
        strategy_of(name)
    plans: dict[str, Plan] = {}
    refused: dict[str, InputFault] = {}
    for name in names:
        progress(f"strategy {name}")

        def say(words: str, name: str = name) -> None:
            progress(f"{name}: {words}")

        try:
            plans[name] = solve(economy, name, target_set=target_set, options=options, progress=say)
        except InputFault as fault:
            refused[name] = fault
    if not plans:
        raise InputFault(fault for each in refused.values() for fault in each.faults)
    own = [plan.target_set for plan in plans.values() if plan.target_set]
    chosen = target_set or economy.settings.target_set or next(iter(own), "")
    found = {name: measures(plan, chosen) for name, plan in plans.items() if plan.solution.optimal}
    wanted = points if points is not None else (POINTS if len(economy.sectors.axis) <= LARGEST else 0)
    drawn: Frontier | None = None
    if wanted and found:
        try:
            drawn = frontier(economy, points=wanted, plans=plans, options=options, progress=progress)
        except InputFault:
            drawn = None
    sets = dict.fromkeys(economy.targets.set) if len(economy.sectors.axis) <= LARGEST else ()
    request = Request(economy, options=options or SolverOptions(), progress=progress)
    years = {name: years_needed(replace(request, target_set=name)) for name in sets}
    findings = _who_gets_what(economy, found) + _unanswered(plans)
    if years:
        take = listed([f"{name!r} take {each}" for name, each in years.items()], len(years))
        findings.append(f"The plan has {economy.years.plan} years; the targets {take}.")
    findings += [f"{name.capitalize()}: not tried. {each}" for name, each in refused.items()]
    made = Comparison(economy, plans, found, tuple(findings), chosen, drawn, years)
    if draws is None:
        return made
    return _carried_out(made, replace(request, target_set=target_set), draws, replanning, circumstances=circumstances)


def _carried_out(
    comparison: Comparison, request: Request, draws: Draws, replanning: int, *, circumstances: bool
) -> Comparison:
    """With what came of the plans and demands; why not, where they cannot be carried out."""
    plans = comparison.plans
    try:
        found = execute_strategies(
            request, tuple(plans), draws, plans=plans, replanning=replanning, circumstances=circumstances
        )
        return replace(comparison, execution=found)
    except (InputFault, SolverFailed) as fault:
        return replace(comparison, not_executed=f"Not carried out. {fault}")


def _unanswered(plans: Mapping[str, Plan]) -> list[str]:
    words = {
        Status.INFEASIBLE: "no plan keeps all the rules and reaches what it demands",
        Status.UNBOUNDED: "nothing limits what it seeks",
        Status.LIMIT: "the solver reached its time limit",
        Status.UNDECIDED: "the solver came to no verdict that could be proved",
    }
    return [
        f"{name.capitalize()}: {plan.status.value}; {words[plan.status]}."
        + (f" Of the increments asked for {plan.share:.1%} can be had in common." if plan.share is not None else "")
        for name, plan in plans.items()
        if not plan.solution.optimal
    ]


def _who_gets_what(economy: Economy, found: Mapping[str, Measures]) -> list[str]:
    """Who is best off where, and by how much."""
    if len(found) < 2:
        return []
    sentences = []
    last = next(iter(found.values())).years[-1]
    for index, household in enumerate(economy.households.names):
        ends = {name: float(m.consumption[index, -1]) for name, m in found.items()}
        lows = {name: float(m.consumption[index, 1:].min()) for name, m in found.items()}
        who = household if household.lower().startswith("the ") else f"the {household}"
        sentences.append(_ranked(f"Consumption of {who} in {last}, as planned", ends, "times the base year's"))
        if min(lows.values()) < 1.0 - 1e-6:
            sentences.append(_leanest(who, lows))
    for title, values in (
        ("Industrial output", {n: m.industrial_index for n, m in found.items()}),
        ("Unfinished construction", {n: m.unfinished_value for n, m in found.items()}),
    ):
        ends = {name: float(v[-1]) for name, v in values.items() if v is not None}
        if len(ends) > 1 and any(ends.values()):
            unit = "times the base year's" if title.startswith("Ind") else economy.money_unit
            sentences.append(_ranked(f"{title} in {last}, as planned", ends, unit))
    ends = {name: m.capital_index for name, m in found.items() if m.capital_index is not None}
    if len(ends) > 1:
        sentences.append(_ranked(f"Capacity at the start of {last}, as planned", ends, "times the base year's"))
    return sentences


def _leanest(who: str, lows: Mapping[str, float]) -> str:
    """Under which strategy a household has the leanest year; all of those that show the same figure, or differ by less
    than a solver's tolerance."""
    least = min(lows.values())
    worst = [name for name, low in lows.items() if f"{low:.3g}" == f"{least:.3g}" or low - least < 1e-6]
    if len(worst) == len(lows) > 1:
        return f"The leanest year planned for {who} is the same under all: {least:.3g} times the base year's."
    names = " and ".join([", ".join(worst[:-1]), worst[-1]]) if len(worst) > 1 else worst[0]
    return f"The leanest year planned for {who} is under {names}: {least:.3g} times the base year's."


def _ranked(what: str, values: Mapping[str, float], unit: str) -> str:
    """`Consumption of the town in 1932: 1.37 under balanced, 0.95 under maximum (times the base year's).`"""
    order = sorted(values.items(), key=lambda item: -item[1])
    return f"{what}: " + ", ".join(f"{value:.3g} under {name}" for name, value in order) + f" ({unit})."
