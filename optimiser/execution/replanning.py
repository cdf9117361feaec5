"""Rolling planning: after each year the rest of the plan is made anew, from reports or from what is there.

What the second is worth more than the first is the worth of correct feedback.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.behaviour import Behaviour
from optimiser.economy.economy import Economy
from optimiser.economy.flows import mouths_there
from optimiser.errors import InputFault, SolverFailed
from optimiser.execution.building import Cohorts
from optimiser.execution.coefficients import people_there
from optimiser.execution.course import Course, course_of, courses
from optimiser.execution.demand import Demanded, of_plan
from optimiser.execution.draws import Draws
from optimiser.execution.outcome import Outcome, outcome
from optimiser.execution.remaining import Believed, Feedback, following, remaining, too_few_for_a_second
from optimiser.execution.repetitions import capital_index, figures_of, index_weights, told_by_sector
from optimiser.execution.setting import Setting
from optimiser.execution.state import State
from optimiser.execution.statistics import Estimate, Sample
from optimiser.execution.year import carry_out
from optimiser.language.naming import year_named
from optimiser.plan.measures import INDUSTRY
from optimiser.plan.plan import Plan
from optimiser.solver import SolverOptions
from optimiser.strategies import strategy_of
from optimiser.strategies.solve import solve
from optimiser.strategies.strategy import TARGET_SET

FEW = 20
"""Repetitions that are planned anew: every one takes a plan a year and a kind of feedback."""

BELIEFS = ("stocks at the end of the year", "capacity for the next year")
"""What is shown of what the planner believes: the value of stocks, and the index of capacity."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Gain:
    """What planning anew is worth in one measure: differences between repetitions with the same luck."""

    measure: str
    unit: str
    of_truth: Estimate
    """Planned anew from what is there, less planned anew from reports."""
    error: float
    """Standard error of the mean of that."""
    of_planning: Mapping[Feedback, Estimate] = field(default_factory=dict)
    """Planned anew every year, less the first plan carried out as it was; empty for a second plan."""


@dataclass(frozen=True)
class Second:
    """A second plan, of the years after the first, from reports and from what is there; carried out in the latter."""

    gains: tuple[Gain, ...]
    """What it is worth more if it is made from what is there; empty where no repetition has both."""
    compared: int = 0
    """Repetitions in which both were found; only these count."""
    repetitions: int = 0
    """All in which it was sought."""
    without: Mapping[Feedback, Mapping[str, int]] = field(default_factory=dict)
    """Why none was found, and in how many repetitions."""
    not_sought: str = ""
    """Why none was sought at all."""


@dataclass(frozen=True)
class Belief:
    """What the planner who has only reports takes to be there at the end of each year, and what is there."""

    what: str
    unit: str
    estimates: Mapping[Feedback, Estimate]
    """Year by year, (1..T); hoards are among the stocks that are there."""


@dataclass(frozen=True, eq=False)
class Replanned:
    """A strategy whose plan is made anew every year."""

    strategy: str
    """The name of the outcome of its first plan."""
    outcomes: Mapping[Feedback, Outcome]
    gains: tuple[Gain, ...]
    kept: Mapping[Feedback, float]
    """Part of the occasions on which no plan was found for what was left, and the one before was kept."""
    second: Second | None
    """None where it was not asked for."""
    beliefs: tuple[Belief, ...]
    """While the plan is made anew from reports."""


def replanned_name(strategy: str, feedback: Feedback) -> str:
    """`balanced, planned anew from reports`."""
    return f"{strategy}, planned anew from {feedback}"


def handed_over(setting: Setting, state: State, plan: Demanded, year: int) -> tuple[Setting, State]:
    """The setting and the state with a new plan in force for the years after `year`.

    What was begun goes on as it is; what was to be begun later is what the new plan begins.  Targets that have been
    ratcheted are those of the new plan.
    """
    old = setting.demanded

    def joined(part: str) -> Floats:
        values = np.array(getattr(old, part))
        coming = getattr(plan, part)[:, 1:]
        values[:, year + 1 :] = coming[:, : values.shape[1] - year - 1]
        return values

    demanded = old.remade(joined)
    cohorts = Cohorts.of(setting.economy, demanded.starts)
    before = setting.cohorts
    place = {key: at for at, key in enumerate(zip(before.project.tolist(), before.begun.tolist(), strict=True))}
    went_on = np.flatnonzero(cohorts.begun <= year)
    was = np.array([place[int(cohorts.project[each]), int(cohorts.begun[each])] for each in went_on], np.int64)

    def kept(values: Floats, new: Floats) -> Floats:
        new[went_on] = values[was]
        return new

    count, repetitions = len(cohorts.sector), state.done.shape[1]
    following = replace(
        state,
        amount=kept(state.amount, np.repeat(cohorts.amount[:, None], repetitions, axis=1)),
        done=kept(state.done, np.zeros((count, repetitions))),
        came=kept(state.came, np.zeros((count, repetitions))),
        raised=np.ones_like(state.raised),
    )
    people, mouths = (make(setting.economy, demanded.transfers) for make in (people_there, mouths_there))
    return replace(setting, demanded=demanded, cohorts=cohorts, people=people, mouths=mouths), following


@dataclass(frozen=True, eq=False)
class Rolled:
    """A repetition in which plans were made anew."""

    course: Course
    kept: int
    """Years after which no new plan was found."""
    believed: Mapping[Feedback, Floats]
    """(measure of `BELIEFS`, year 1..T), at the end of the year."""


@dataclass(frozen=True, eq=False)
class Rolling:
    """How the plans of the years to come are made."""

    plan: Plan
    """The first."""
    behaviour: Behaviour
    feedback: Feedback
    options: SolverOptions = SolverOptions()

    def course(self, draws: Draws, repetition: int) -> Rolled:
        """What happens in a repetition.

        Raises:
            SolverFailed: a year does not come to rest.
            VerificationFailed: a new plan does not add up.
        """
        economy = self.plan.economy
        promised = np.inf if self.plan.growth_rate is None else self.plan.growth_asked
        setting = Setting.of(economy, of_plan(self.plan), self.behaviour)
        luck = draws.luck(economy, repetition, repetition + 1)
        states, years, kept = [setting.opening(1)], [], 0
        believed: dict[Feedback, list[Floats]] = {feedback: [] for feedback in Feedback}
        for year in range(1, economy.years.plan + 1):
            state, happened = carry_out(setting, states[-1], luck, year)
            for feedback, figures in believed.items():
                figures.append(_beliefs(setting, Believed.of(setting, state, happened, feedback)))
            if year < economy.years.plan:
                rest = remaining(setting, state, happened, year, self.feedback, promised)
                plan = _planned(rest, self.plan.strategy, self.plan.target_set, self.options)
                if isinstance(plan, str):
                    kept += 1
                else:
                    setting, state = handed_over(setting, state, plan, year)
            states.append(state)
            years.append(happened)
        course = Course(setting, repetition, tuple(years), tuple(states))
        return Rolled(course, kept, {feedback: np.column_stack(each) for feedback, each in believed.items()})


def _beliefs(setting: Setting, believed: Believed) -> Floats:
    """(measure of `BELIEFS`)."""
    value = float(setting.economy.products.price @ believed.stocks)
    return np.array([value, float(capital_index(setting, believed.capacity[:, None])[0])])


def replan(
    plan: Plan,
    behaviour: Behaviour,
    draws: Draws,
    *,
    name: str = "",
    options: SolverOptions | None = None,
    progress: Progress = lambda _: None,
    second: bool = True,
) -> Replanned:
    """A plan carried out with a new one for the rest after each year, from reports and from what is there.

    Enterprises are told the new plan's figures from the next year on.  Where no plan is found for what is left the one
    before stays in force.  `name` is that of the outcome, by default the strategy's.  Chance is that of `draws`, the
    same for all.  With `second` plans for the years after are made, too.

    Raises:
        ValueError: the plan is none.
        SolverFailed: a year does not come to rest.
        VerificationFailed: a new plan does not add up.
    """
    if not plan.solution.optimal:
        raise ValueError(f"there is no plan under {plan.strategy}")
    once = _joined([figures_of(each) for each in courses(plan.economy, of_plan(plan), behaviour, draws)])
    told = of_plan(plan, name)
    outcomes, kept = {}, {}
    beliefs: tuple[Belief, ...] = ()
    figures: dict[Feedback, dict[str, Floats]] = {}
    for feedback in Feedback:
        rolling = Rolling(plan, behaviour, feedback, options or SolverOptions())
        taken = []
        for repetition in range(draws.repetitions):
            progress(f"{told.name} planned anew from {feedback}, repetition {repetition + 1}")
            taken.append(rolling.course(draws, repetition))
        made = outcome([each.course for each in taken], draws.repetitions, draws.seed)
        outcomes[feedback] = _against(made, Setting.of(plan.economy, told, behaviour), feedback)
        figures[feedback] = _joined([figures_of(each.course) for each in taken])
        occasions = draws.repetitions * (plan.economy.years.plan - 1)
        kept[feedback] = sum(each.kept for each in taken) / max(occasions, 1)
        if feedback is Feedback.REPORTS:
            beliefs = _believed(plan.economy, taken)
    gains = _gains(figures, once)
    after = _second(plan, behaviour, draws, options or SolverOptions()) if second else None
    return Replanned(told.name, outcomes, gains, kept, after, beliefs)


def _believed(economy: Economy, taken: Sequence[Rolled]) -> tuple[Belief, ...]:
    found = {each: Sample.of(np.stack([one.believed[each] for one in taken])).estimate() for each in Feedback}
    units = (economy.money_unit, f"index, {year_named(economy.years.label(0))} = 1")

    def of(place: int) -> Mapping[Feedback, Estimate]:
        return {each: Estimate(every.mean[place], every.low[place], every.high[place]) for each, every in found.items()}

    return tuple(Belief(what, unit, of(place)) for place, (what, unit) in enumerate(zip(BELIEFS, units, strict=True)))


def _against(made: Outcome, first: Setting, feedback: Feedback) -> Outcome:
    """An outcome of figures that changed from year to year, set against what was demanded at first."""
    name, told, weights = (
        replanned_name(first.demanded.name, feedback),
        told_by_sector(first),
        index_weights(first, INDUSTRY),
    )
    industry = None if weights is None else weights @ told
    return replace(made, name=name, demanded=replace(first.demanded, name=name), told=told, industry_told=industry)


MEASURED = (
    ("discounted_consumption", "consumption of all households and years, discounted", "base year = 1"),
    ("industry", "output of industry in the last year", "base year = 1"),
    ("capital_index", "capacity after the plan", "base year = 1"),
)


def _gains(
    figures: Mapping[Feedback, Mapping[str, Floats]], once: Mapping[str, Floats] | None = None
) -> tuple[Gain, ...]:
    """From figures by repetition, and those of the first plan as it was; what no repetition has is left out."""
    found = []
    for name, measure, unit in MEASURED:
        if any(name not in each or np.isnan(each[name]).any() for each in figures.values()):
            continue
        after = {feedback: _last(each[name]) for feedback, each in figures.items()}
        worth = after[Feedback.TRUTH] - after[Feedback.REPORTS]
        error = float(worth.std(ddof=1) / np.sqrt(len(worth))) if len(worth) > 1 else float("nan")
        of_planning = {
            feedback: Sample.of(each - _last(once[name])).estimate() for feedback, each in after.items() if once
        }
        found.append(Gain(measure, unit, Sample.of(worth).estimate(), error, of_planning))
    return tuple(found)


def _last(values: Floats) -> Floats:
    """(repetition): the figure of the last year, where there is one a year."""
    return values[:, -1] if values.ndim > 1 else values


def _second(plan: Plan, behaviour: Behaviour, draws: Draws, options: SolverOptions) -> Second:
    """Second plans made from reports and from what is there, both carried out in what is there."""
    if too_few := too_few_for_a_second(plan.economy):
        return Second((), not_sought=too_few)
    later = replace(draws, after=plan.economy.years.plan)
    found: dict[Feedback, list[dict[str, Floats]]] = {feedback: [] for feedback in Feedback}
    without: dict[Feedback, Counter[str]] = {feedback: Counter() for feedback in Feedback}
    for repetition in range(draws.repetitions):
        setting = Setting.of(plan.economy, of_plan(plan), behaviour)
        luck = draws.luck(plan.economy, repetition, repetition + 1)
        first = course_of(setting, luck, repetition, 1)
        state, happened = first.states[-1], first.years[-1]
        plans: dict[Feedback, Demanded] = {}
        for feedback in Feedback:
            made = _planned(following(setting, state, happened, feedback), plan.strategy, "", options)
            if isinstance(made, str):
                without[feedback][made] += 1
            else:
                plans[feedback] = made
        if len(plans) < len(Feedback):
            continue
        there = following(setting, state, happened, Feedback.TRUTH)
        afterwards = later.luck(there, repetition, repetition + 1)
        for feedback, demanded in plans.items():
            carried_out = course_of(Setting.of(there, demanded, behaviour), afterwards, repetition, 1)
            found[feedback].append(figures_of(carried_out))
    compared = len(found[Feedback.TRUTH])
    gains = _gains({feedback: _joined(each) for feedback, each in found.items()}) if compared else ()
    return Second(gains, compared, draws.repetitions, without)


def _joined(figures: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    """Figures of several courses, repetition after repetition."""
    return {name: np.concatenate([each[name] for each in figures]) for name in figures[0]}


def _planned(economy: Economy, strategy: str, target_set: str, options: SolverOptions) -> Demanded | str:
    """A strategy's plan, or why there is none, or none could be found.

    A target set whose years are over asks for nothing more; a strategy that is nothing without one has no plan then.

    Raises:
        VerificationFailed: the plan does not add up, which is no finding about the economy.
    """
    still = target_set if target_set in economy.targets.set else ""
    if target_set and not still and strategy_of(strategy).demand is TARGET_SET:
        return "its targets are over"
    try:
        found = solve(economy, strategy, target_set=still, options=options)
    except InputFault as fault:
        return fault.faults[0].problem
    except SolverFailed as error:
        return str(error)
    return of_plan(found) if found.solution.optimal else found.status.value
