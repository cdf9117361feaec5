"""The ladder of causes: scenarios of a workbook as causes, added in every order, and what each adds to a measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from optimiser.comparison.decompose import Decomposition, decompose
from optimiser.comparison.named_causes import NAMED_CAUSES, NamedCause
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.execution import Demanded, Draws, Outcome, demands, execute
from optimiser.execution.statistics import Estimate
from optimiser.language.phrases import first_few
from optimiser.plan.measures import Measures, measures
from optimiser.plan.plan import Plan
from optimiser.shown import Shown, brief
from optimiser.solver import SolverOptions
from optimiser.strategies import Request, strategy_of
from optimiser.strategies.solve import solve
from optimiser.workbook import Change, read_workbook, scenario_changes
from optimiser.workbook.faults import plain, suggestion

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Executed:
    """A measure of what came of a plan or a demand."""

    unit: str
    of: Callable[[Outcome], float | None]


@dataclass(frozen=True)
class Planned:
    """A measure of a plan."""

    unit: str
    of: Callable[[Measures], float | None]


def _end(name: str) -> Callable[[Outcome], float | None]:
    def of(outcome: Outcome) -> float | None:
        estimate: Estimate | None = getattr(outcome, name)
        return None if estimate is None else float(estimate.mean[-1])

    return of


STRATEGY = ("plan", "default strategy")
"""The sheet and the key of the strategy."""

EXECUTION = "execution"
"""The sheet on which no plan depends."""

INDEX = "base year = 1"
MEASURES: Mapping[str, Executed | Planned] = {
    "industry": Executed(f"output of industry in the last year, {INDEX}", _end("industry")),
    "producer goods": Executed(f"output of heavy industry in the last year, {INDEX}", _end("heavy")),
    "capacity": Executed(f"capacity after the plan, {INDEX}", lambda each: float(each.capital_index.mean)),
    "consumption": Executed(
        f"consumption of all households and years, discounted, {INDEX}",
        lambda each: float(each.discounted_consumption.mean),
    ),
    "fulfilment": Executed("share of what is demanded", lambda each: float(each.fulfilment.mean)),
    "unfinished": Executed("unfinished construction after the last year, money units", _end("unfinished_value")),
    "waste": Executed("what is lost, mean of the years, money units", lambda each: float(each.waste_a_year.mean)),
    "inflationary gap": Executed(
        "rise of consumer prices that would close it in the year in which it is widest, share of the goods",
        lambda each: None if each.price_rise is None else float(each.price_rise.mean.max()),
    ),
    "planned industry": Planned(
        f"output of industry in the last year, {INDEX}",
        lambda each: None if each.industrial_index is None else float(each.industrial_index[-1]),
    ),
    "planned capacity": Planned(f"capacity at the start of the last year, {INDEX}", lambda each: each.capital_index),
    "planned consumption": Planned(
        f"consumption of all households and years, {INDEX}", lambda each: float(each.consumption[:, 1:].mean())
    ),
    "growth": Planned("greatest common growth, share a year", lambda each: each.growth_rate),
}
"""What can be taken apart: outcomes when carried out, means of all repetitions, and plans."""


@dataclass(frozen=True, eq=False)
class Ladder(Shown):
    """What each cause adds to a measure."""

    economy: Economy
    """With no cause at work."""
    measure: str
    unit: str
    causes: tuple[str, ...]
    decomposition: Decomposition
    values: Mapping[frozenset[str], float]
    """The measure under every set of causes."""
    strategy: str
    """Empty: each run's own, as its workbook says."""
    draws: Draws | None
    """None for measures of plans."""
    meanings: Mapping[str, str]
    """What is at work under the causes that are no scenarios of the workbook."""

    def __repr__(self) -> str:
        found = self.decomposition
        of = f"{self.measure} of {brief(self.economy.title)}, {self.economy.years}"
        return f"<Ladder of {of}: {found.reference:.4g} to {found.full:.4g}, by {', '.join(map(brief, self.causes))}>"


@dataclass(frozen=True)
class Question:
    """What is taken apart, and how each run is made."""

    measure: str
    strategy: str = ""
    target_set: str = ""
    draws: Draws = field(default_factory=lambda: Draws(1, 200))
    options: SolverOptions = field(default_factory=SolverOptions)

    def demanded(self, economy: Economy, progress: Progress) -> Demanded | None:
        """What is carried out in an economy; None where there is nothing."""
        name = self.strategy or economy.settings.strategy
        return demands(Request(economy, self.target_set, self.options, progress), [name]).get(name)

    def value(self, economy: Economy, demanded: Demanded | None, progress: Progress) -> float:
        """The measure in an economy, of what is carried out or of its plan.

        Raises:
            InputFault: there is no plan, or it does not have the measure.
        """
        name = self.strategy or economy.settings.strategy
        measure = measure_of(self.measure)
        found: float | None
        if isinstance(measure, Executed):
            if demanded is None:
                raise _no_plan(name)
            found = measure.of(execute(economy, demanded, economy.behaviour, self.draws))
        else:
            plan: Plan = solve(economy, name, target_set=self.target_set, options=self.options, progress=progress)
            if not plan.solution.optimal:
                raise _no_plan(name)
            found = measure.of(measures(plan))
        if found is None or not np.isfinite(found):
            raise InputFault.of("Plan", f"the outcome of {name} has no {self.measure}", "Choose another measure")
        return found


def _no_plan(strategy: str) -> InputFault:
    remedy = "Choose another strategy, or leave out a cause with which there is no plan"
    return InputFault.of("Plan", f"there is no plan under {strategy}", remedy)


def measure_of(name: str) -> Executed | Planned:
    """A measure by its name.

    Raises:
        InputFault: there is none of that name.
    """
    if name not in MEASURES:
        raise InputFault.of("Measure", f"there is no measure {name!r}", f"Choose one of: {', '.join(MEASURES)}")
    return MEASURES[name]


def ladder(
    path: str | Path,
    causes: Sequence[str],
    question: Question | str,
    *,
    changes: Sequence[Change] = (),
    progress: Progress = lambda _: None,
) -> Ladder:
    """What each cause, a scenario of the workbook or a named one, adds to a measure; with `changes` made in all runs.

    A measure by its name alone (`"consumption"`) is asked of each run's own strategy, carried out 200 times.
    Causes that change the same cell do so in the order in which they are named.  Named causes (`NAMED_CAUSES`) are
    absent in the reference; runs that differ in nothing but the sheet Execution have the same plans and demands.

    Raises:
        InputFault: no such cause, measure or strategy; causes named twice or too many; a run without a plan.
        SolverFailed: a year does not come to rest.
    """
    question = Question(question) if isinstance(question, str) else question
    measure = measure_of(question.measure)
    if question.strategy:
        strategy_of(question.strategy)
    asked, named = _changes_of(path, causes)
    if question.strategy:
        _no_cause_is_the_strategy(asked, named, question.strategy)
    always = [*(change for each in named.values() for change in each.absent), *changes]
    _all_can_be_absent(path, named, always)
    values: dict[frozenset[str], float] = {}
    told: dict[tuple[Change, ...], Demanded | None] = {}

    def outcome_of(chosen: frozenset[str]) -> float:
        words = " + ".join(cause for cause in causes if cause in chosen) or "no cause"
        progress(words)
        made = [change for cause in causes if cause in chosen for change in asked[cause]]
        economy = read_workbook(path, changes=[*always, *made]).economy
        planned = tuple(each for each in made if plain(each.sheet) != EXECUTION)
        try:
            if isinstance(measure, Executed) and planned not in told:
                told[planned] = question.demanded(economy, progress)
            values[chosen] = question.value(economy, told.get(planned), progress)
        except InputFault as fault:
            first = fault.faults[0]
            raise InputFault.of("Scenarios", f"with {words}: {first.problem}", first.remedy) from fault
        return values[chosen]

    found = decompose(causes, outcome_of)
    economy = read_workbook(path, changes=always).economy
    draws = question.draws if isinstance(measure, Executed) else None
    return Ladder(
        economy=economy,
        measure=question.measure,
        unit=measure.unit,
        causes=tuple(causes),
        decomposition=found,
        values=values,
        strategy=question.strategy,
        draws=draws,
        meanings={name: each.meaning for name, each in named.items()},
    )


def _changes_of(path: str | Path, causes: Sequence[str]) -> tuple[dict[str, tuple[Change, ...]], dict[str, NamedCause]]:
    """The changes of every cause, and those that are no scenarios.

    Raises:
        InputFault: a cause is neither.
    """
    scenarios = set(map(plain, read_workbook(path).scenarios))
    named = {each: NAMED_CAUSES[each] for each in causes if each in NAMED_CAUSES and plain(each) not in scenarios}
    unknown = [each for each in causes if each not in named and plain(each) not in scenarios]
    if unknown:
        known = [*read_workbook(path).scenarios, *NAMED_CAUSES]
        remedy = suggestion(unknown[0], known, f"The causes are: {first_few(known, len(known))}.")
        raise InputFault.of("Scenarios", "no cause of this name", remedy, unknown[0])
    asked = scenario_changes(path, [each for each in causes if each not in named])
    return {each: named[each].at_work if each in named else asked[each] for each in causes}, named


def _no_cause_is_the_strategy(
    asked: Mapping[str, Sequence[Change]], named: Mapping[str, NamedCause], strategy: str
) -> None:
    """Under a strategy that all runs have in common, a cause that chooses another is none.

    Raises:
        InputFault: a named cause chooses the strategy, or a scenario does nothing else.
    """
    for cause, changes in asked.items():
        chosen = [(plain(each.sheet), plain(each.row)) == STRATEGY for each in changes]
        if any(chosen) if cause in named else chosen and all(chosen):
            raise InputFault.of(
                "Scenarios",
                f"the cause {cause!r} is that another strategy is chosen, and {strategy} is that of all runs",
                f"Leave out --strategy, or the cause {cause!r}",
            )


def _all_can_be_absent(path: str | Path, named: Mapping[str, NamedCause], always: Sequence[Change]) -> None:
    """What a named cause changes is in the workbook.

    Raises:
        InputFault: it is not, of which cause and why; or something else is wrong with the workbook.
    """
    try:
        read_workbook(path, changes=always)
    except InputFault:
        for name, each in named.items():
            try:
                read_workbook(path, changes=each.absent)
            except InputFault as fault:
                first, sheets = fault.faults[0], ", ".join(dict.fromkeys(change.sheet for change in each.absent))
                remedy = f"Leave out --cause {name!r}, or give the workbook what it changes ({sheets})"
                raise InputFault.of("Causes", f"the cause {name!r}: {first.problem}", remedy, first.value) from fault
        raise


def ladder_in_words(ladder: Ladder) -> list[str]:
    """The whole difference, and what each cause adds, the most first."""
    found = ladder.decomposition
    whole = found.full - found.reference
    kind = "when carried out" if ladder.draws is not None else "as planned"
    words = [
        f"{ladder.measure.capitalize()} {kind} ({ladder.unit}) is {found.reference:.4g} with no cause at work and "
        f"{found.full:.4g} with all of them: a difference of {whole:+.4g}."
    ]
    nothing = 1e-6 * max(abs(found.full), abs(found.reference))
    one_way = abs(whole) > nothing and all(each * whole >= 0.0 for each in found.shares.values())
    for cause, share in sorted(found.shares.items(), key=lambda pair: -abs(pair[1])):
        least, most = found.least[cause], found.most[cause]
        if max(abs(least), abs(most)) <= nothing:
            words.append(f"'{cause}' adds nothing.")
            continue
        part = f", {share / whole:.0%} of the difference" if one_way else ""
        between = (
            f"; between {least:+.3g} and {most:+.3g}, depending on what is at work already"
            if abs(most - least) > 1e-6 * max(abs(most), abs(least), 1e-12)
            else ""
        )
        words.append(f"'{cause}' adds {share:+.3g}, mean of all orders{part}{between}.")
    words += [f"'{cause}': {meaning} (assumed)." for cause, meaning in ladder.meanings.items()]
    return words
