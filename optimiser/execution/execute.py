"""Carrying out: what comes of plans and demands, and of demands of more and more ambition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.execution.course import courses
from optimiser.execution.demand import COORDINATED, Demanded, ambition_demand, demands, plans_of
from optimiser.execution.draws import Draws
from optimiser.execution.outcome import Outcome, outcome
from optimiser.execution.replanning import Replanned, replan
from optimiser.plan.plan import Plan
from optimiser.shown import Shown, brief
from optimiser.solver import SolverOptions
from optimiser.strategies import Progress, Request, request_of, strategy_of
from optimiser.strategies.balanced import balanced
from optimiser.strategies.strategy import Told

if TYPE_CHECKING:
    from optimiser.execution.plots import ExecutionPlots

USUAL = 200
"""Repetitions where nobody says how many."""

AMBITIONS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5)
"""Shares of the way from balanced growth to all maxima at once."""


def execute(economy: Economy, demanded: Demanded, behaviour: Behaviour, draws: Draws, *, chunk: int = 0) -> Outcome:
    """What comes of a plan or a demand when it is carried out by enterprises that see only their own target.

    Repetitions are carried out `chunk` at a time (0: as many as fit a working set of fixed size); neither that nor
    what else is carried out changes the result.

    Raises:
        SolverFailed: a year does not come to rest.
    """
    return outcome(courses(economy, demanded, behaviour, draws, chunk=chunk), draws.repetitions, draws.seed)


@dataclass(frozen=True, eq=False)
class Ambition:
    """A point of the curve of ambition."""

    share: float
    """Of the way from balanced growth (0) to all maxima at once (1)."""
    outcome: Outcome


def ambition_curve(
    economy: Economy,
    balanced: Demanded,
    maximum: Demanded,
    behaviour: Behaviour,
    draws: Draws,
    *,
    shares: Sequence[float] = AMBITIONS,
    progress: Callable[[str], None] | None = None,
) -> tuple[Ambition, ...]:
    """Demands of more and more ambition, carried out with the same luck."""
    points = []
    for share in shares:
        if progress is not None:
            progress(f"ambition {share:g}")
        demanded = ambition_demand(balanced, maximum, share)
        points.append(Ambition(share, execute(economy, demanded, behaviour, draws)))
    return tuple(points)


@dataclass(frozen=True, eq=False)
class BestPoint:
    """Which ambition gives the most of what, under changed circumstances."""

    circumstance: str
    curve: tuple[Ambition, ...]


@dataclass(frozen=True, eq=False)
class Execution(Shown):
    """What came of several strategies, with the same luck."""

    economy: Economy
    outcomes: Mapping[str, Outcome]
    """By strategy; `maximum` has a second line for its coordinated plan."""
    curve: tuple[Ambition, ...]
    """Empty where balanced growth and maximum are not both carried out."""
    without_plan: tuple[str, ...]
    """Strategies that found no plan and demand no figures of their own."""
    draws: Draws
    moved: tuple[BestPoint, ...] = ()
    """How the best point moves with behaviour; empty where there is no curve."""
    replanned: tuple[Replanned, ...] = ()
    """Plans that are made anew every year; empty where that was not asked for."""

    def __repr__(self) -> str:
        times = f"{self.draws.repetitions:,} repetitions"
        of = f"{brief(self.economy.title)}, {self.economy.years}"
        return f"<Execution of {of}: {', '.join(self.outcomes) or 'nothing'}, {times}>"

    @property
    def plot(self) -> ExecutionPlots:
        """Plots of it, with matplotlib: `done.plot.industry()`."""
        from optimiser.execution.plots import ExecutionPlots

        return ExecutionPlots(self)

    @property
    def rows(self) -> dict[str, Outcome]:
        """All outcomes by name, those of plans made anew after the others."""
        anew = (each for one in self.replanned for each in one.outcomes.values())
        return {**self.outcomes, **{each.name: each for each in anew}}


FEW = 50
"""Repetitions of the curves that show how the best point moves."""

COARSE = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.25)
"""Shares of ambition of those curves."""


def changed_circumstances(economy: Economy) -> dict[str, Economy]:
    """The economy as it is, and with one thing of how plans are carried out changed at a time.

    Effort: half of the gap to targets beyond capacity is made good by it; with strain, half of the tautness is added to
    fatigue a year.  Coercion: the coerced share is 0.2 above what is stated, and a year in which it were 1 costs a
    fifth of the farm's capacity.  Plans and demands stay what they are.  All of it is assumed.  A planned reserve is
    part of plans, and not among these (`with_reserve`).
    """
    behaviour, village = economy.behaviour, economy.town_and_country
    heavy = economy.settings.heavy_industry
    behaviours = {
        "as assumed": behaviour,
        "effort 0.5, strain 0": replace(behaviour, effort=0.5, strain=0.0),
        "effort 0.5, strain 0.5": replace(behaviour, effort=0.5, strain=0.5),
        f"{heavy} first": replace(behaviour, rationing=Rationing.PRIORITY, priority_group=heavy),
        "all served alike": replace(behaviour, rationing=Rationing.PROPORTIONAL),
        "substitution harder (1)": replace(behaviour, substitution=1.0),
        "substitution easier (0.25)": replace(behaviour, substitution=0.25),
    }
    made = {name: replace(economy, behaviour=each) for name, each in behaviours.items()}
    if village.farm_sector >= 0:
        made["coercion 0.2 more"] = replace(
            economy,
            behaviour=replace(behaviour, livestock_loss=0.2),
            town_and_country=replace(village, coerced_share=np.minimum(village.coerced_share + 0.2, 1.0)),
        )
    return made


RESERVE = 0.02
"""Share of every output that plans with a reserve hold back more; what is held back is given out when it is made."""


def with_reserve(economy: Economy) -> Economy:
    """The economy in which plans hold back a further part of every output."""
    products = economy.products
    return replace(economy, products=replace(products, reserve=np.minimum(products.reserve + RESERVE, 1.0)))


def best_points(request: Request, least: Demanded, most: Demanded, maxima: str, draws: Draws) -> tuple[BestPoint, ...]:
    """The curve of ambition under changed circumstances, with the same luck.

    Demands are the same, but for those with a reserve, where they are made anew; there is no such line where balanced
    growth then has no plan.  `maxima` is the name of the strategy that demands them.
    """
    cases = [(name, each, least, most) for name, each in changed_circumstances(request.economy).items()]
    held = with_reserve(request.economy)
    with suppress(InputFault):
        told = demands(request.over(held), [balanced.name, maxima])
        low, high = told.get(balanced.name), told.get(maxima)
        if low is not None and high is not None and low.feasible:
            cases.append((f"reserve {RESERVE:.0%} of output more", held, low, high))
    return tuple(
        BestPoint(
            name, ambition_curve(economy, low, high, economy.behaviour, draws, shares=COARSE, progress=request.progress)
        )
        for name, economy, low, high in cases
    )


def execute_strategies(
    economy: Economy | Request,
    names: Sequence[str] = ("balanced", "maximum"),
    draws: Draws | None = None,
    *,
    target_set: str = "",
    options: SolverOptions | None = None,
    progress: Progress | None = None,
    form: str = "smooth",
    plans: Mapping[str, Plan] | None = None,
    circumstances: bool = False,
    replanning: int = 0,
) -> Execution:
    """Each strategy's plan or demand carried out, with the behaviour that the economy states.

    `draws` are those of the sheet Execution, or else 200 repetitions from seed 1, where they are not given.
    `plans` that have been found already are not sought again.  With `circumstances` the curve of ambition is made
    for changed ones, too.  `replanning`: in so many of the repetitions plans are also made anew every year.

    Raises:
        InputFault: no such strategy or form, or data that it needs are absent.
        SolverFailed: a year does not come to rest.
    """
    request = request_of(economy, target_set, options, progress)
    economy, behaviour = request.economy, request.economy.behaviour
    draws = draws or Draws.chosen(behaviour, None, None, USUAL)
    known = plans_of(request, names, plans)
    told = demands(request, names, form=form, plans=known)
    outcomes = {}
    for name, demanded in told.items():
        request.progress(f"carrying out {name}")
        outcomes[name] = execute(economy, demanded, behaviour, draws)
    curve: tuple[Ambition, ...] = ()
    moved: tuple[BestPoint, ...] = ()
    maxima = next((each for each in names if strategy_of(each).told is Told.MAXIMA), None)
    if balanced.name in told and maxima is not None:
        least, most = told[balanced.name], told[maxima]
        curve = ambition_curve(economy, least, most, behaviour, draws, progress=request.progress)
        if circumstances:
            few = Draws(draws.seed, min(draws.repetitions, FEW))
            moved = best_points(request, least, most, maxima, few)
    anew: tuple[Replanned, ...] = ()
    if replanning:
        few = Draws(draws.seed, min(draws.repetitions, replanning))
        anew = tuple(
            replan(each, behaviour, few, name=name, options=request.options, progress=request.progress)
            for name, each in _first_plans(names, known)
        )
    without = tuple(name for name in dict.fromkeys(names) if name not in told)
    return Execution(economy, outcomes, curve, without, draws, moved, anew)


def _first_plans(names: Sequence[str], plans: Mapping[str, Plan]) -> Iterator[tuple[str, Plan]]:
    """The plans of the strategies that have one, by the names of their outcomes."""
    for name in dict.fromkeys(names):
        told = strategy_of(name).told
        if told is not Told.ROUNDS and plans[name].solution.optimal:
            yield COORDINATED if told is Told.MAXIMA else name, plans[name]
