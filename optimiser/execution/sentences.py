"""What came of carrying plans out, in sentences: what ambition gains first, then what it costs.

Each sentence names its figures.  What is said is what the data say: where ambition loses nothing, nothing is said
to be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from optimiser.execution.execute import Ambition, Execution
from optimiser.execution.feedback import feedback_in_words
from optimiser.execution.outcome import Outcome
from optimiser.execution.outcome_names import capital
from optimiser.execution.scarcity import named
from optimiser.execution.statistics import Estimate
from optimiser.language.naming import the, year_named
from optimiser.language.phrases import listed
from optimiser.strategies.balanced import balanced

WORTH_SAYING = 0.005
"""Differences of less than half a per cent are none."""

Figure = tuple[float, float, float]


@dataclass(frozen=True)
class Measured:
    """Something to have more or less of."""

    name: str
    unit: str
    of: Callable[[Outcome], Figure | None]
    good: bool = True
    """Whether more of it is better."""


def sentences(execution: Execution) -> tuple[str, ...]:
    """All that there is to say, the most important first."""
    return tuple(each for _, words in sections(execution) for each in words)


def sections(execution: Execution) -> list[tuple[str, list[str]]]:
    """What there is to say by subject, each with a heading."""
    outcomes = execution.outcomes
    reference = reference_of(execution)
    others = [each for each in outcomes.values() if each is not reference]
    return [
        ("What was demanded and what came", [told_and_made(each) for each in outcomes.values() if each.industry]),
        (
            "What ambition gains, and what it costs",
            [words for each in others for words in gains_and_costs(reference, each)] if reference is not None else [],
        ),
        ("How much ambition is best", list(ambition(execution.curve)) if execution.curve else []),
        (
            "Giants that give nothing",
            [projects(each) for each in outcomes.values() if float(each.gave_nothing.mean) > WORTH_SAYING],
        ),
        ("How the first shortage spread", [spread(each) for each in outcomes.values() if each.chain]),
        (
            "Whether it was planning",
            [foretold(each) for each in outcomes.values() if not np.isnan(each.whole.plan.error.mean)],
        ),
        ("What planning anew is worth", list(feedback_in_words(execution))),
        ("How far to trust it", [*(_without(name) for name in execution.without_plan), assumed(execution)]),
    ]


def reference_of(execution: Execution) -> Outcome | None:
    """What the others are compared with: balanced growth, or the first; None where nothing is carried out."""
    outcomes = execution.outcomes
    return outcomes.get(balanced.name) or next(iter(outcomes.values()), None)


def _without(name: str) -> str:
    return f"{name.capitalize()} finds no plan and demands no figures of its own: there is nothing to carry out."


def assumed(execution: Execution) -> str:
    """That behaviour is assumed, and what the intervals are."""
    stylised = "The economy's figures are stylised, and how" if execution.economy.stylised else "How"
    return (
        f"{stylised} enterprises behave is assumed, not estimated; intervals hold 90 per cent of "
        f"{execution.draws.repetitions:,} repetitions."
    )


def interval(figure: Figure) -> str:
    """`1.22 [1.09, 1.23]`, or `1.22` where they are the same."""
    mean, low, high = (f"{each:.3g}" for each in figure)
    return mean if low == high == mean else f"{mean} [{low}, {high}]"


def told_and_made(outcome: Outcome) -> str:
    """What industry was told, made and reported in the last year."""
    assert outcome.industry is not None
    assert outcome.industry_told is not None
    assert outcome.industry_reported is not None
    made, reported = outcome.industry.at(-1), outcome.industry_reported.at(-1)
    sentence = (
        f"{capital(outcome.name)}: industry is told to make {outcome.industry_told[-1]:.3g} times the base year's "
        f"output in {year_named(outcome.years[-1])} and makes {interval(made)}"
    )
    if abs(reported[0] - made[0]) > WORTH_SAYING * made[0]:
        sentence += f"; it reports {interval(reported)}"
    return sentence + f". Targets are fulfilled by {float(outcome.fulfilment.mean):.0%}."


def measured(outcome: Outcome) -> tuple[Measured, ...]:
    """What is compared: output and capital, then consumption, then waste."""

    def last(name: str) -> Callable[[Outcome], Figure | None]:
        def of(each: Outcome) -> Figure | None:
            estimate: Estimate | None = getattr(each, name)
            return None if estimate is None else estimate.at(-1)

        return of

    def living(place: int) -> Callable[[Outcome], Figure]:
        return lambda each: each.living_standard.at(place)

    def gave_nothing(each: Outcome) -> Figure:
        mean, low, high = each.gave_nothing.at(())
        return 100.0 * mean, 100.0 * low, 100.0 * high

    end, times = year_named(outcome.years[-1]), "times the base year's"
    money = outcome.economy.money_unit
    return (
        Measured(f"output of {outcome.economy.settings.heavy_industry} in {end}", times, last("heavy")),
        Measured(f"output of industry in {end}", times, last("industry")),
        Measured("capacity after the plan", times, lambda each: each.capital_index.at(())),
        *(
            Measured(f"mean consumption of {the(name)}", times, living(place))
            for place, name in enumerate(outcome.economy.households.names)
        ),
        Measured("projects due by the end that give nothing", "% of their cost", gave_nothing, good=False),
        Measured("what is lost or spoilt", f"{money} a year", lambda o: o.waste_a_year.at(()), good=False),
    )


def gains_and_costs(reference: Outcome, outcome: Outcome) -> Iterator[str]:
    """Where an outcome is better than the reference, and where it is worse."""
    better: list[str] = []
    worse: list[str] = []
    same: list[str] = []
    for each in measured(reference):
        before, after = each.of(reference), each.of(outcome)
        if before is None or after is None:
            continue
        size = max(abs(before[0]), abs(after[0]), 1e-12)
        if abs(after[0] - before[0]) <= WORTH_SAYING * size:
            same.append(each.name)
            continue
        more = after[0] > before[0]
        apart = after[1] > before[2] if more else after[2] < before[1]
        space = "" if each.unit.startswith("%") else " "
        words = f"{each.name}, {interval(after)} against {interval(before)}{space}{each.unit}"
        words += "" if apart else " (the intervals overlap)"
        (better if more is each.good else worse).append(words)
    name = capital(outcome.name)
    yield f"{name} gains over {over(reference)}: {'; '.join(better) if better else 'nothing that is measured here'}."
    if worse:
        yield f"{name} costs: {'; '.join(worse)}."
    elif same or better:
        yield f"{name} costs nothing that is measured here."


def projects(outcome: Outcome) -> str:
    """Giants that give nothing."""
    return (
        f"{capital(outcome.name)}: of the projects whose capacity is due by the end, "
        f"{float(outcome.gave_nothing.mean):.0%} by cost have given nothing; "
        f"{interval(outcome.unfinished_value.at(-1))} {outcome.economy.money_unit} lie in unfinished construction."
    )


def spread(outcome: Outcome) -> str:
    """The chain along which the first shortage spread."""
    links = [
        f"in {year_named(outcome.years[link.year - 1])} {named(outcome.economy, link.lacking)} is short and holds up "
        f"{'building in' if link.building else 'production of'} {named(outcome.economy, link.held_up)} "
        f"({link.had:.0%} of what is to be done, in {link.repetitions:.0%} of repetitions)"
        for link in outcome.chain
    ]
    return f"{capital(outcome.name)}, the first shortage: {'; '.join(links)}."


def foretold(outcome: Outcome) -> str:
    """How far the plan foretold what came, beside the forecast that nothing changes."""
    plan, unchanged = outcome.whole.plan, outcome.whole.unchanged
    error, nothing = float(plan.error.mean), float(unchanged.error.mean)
    correlation = ""
    if not np.isnan(plan.correlation.mean):
        correlation = f"they correlate {interval(plan.correlation.at(()))} and "
    better = "foretells growth better than" if error < nothing else "foretells growth worse than"
    return (
        f"{capital(outcome.name)}, planned and real growth of the sectors over the whole plan: {correlation}"
        f"differ by {interval(plan.error.at(()))} of base-year output a year (root mean square); the forecast that "
        f"nothing changes is off by {interval(unchanged.error.at(()))}. The plan {better} that."
    )


def ambition(curve: tuple[Ambition, ...]) -> Iterator[str]:
    """Where on the way to all maxima most is really made, and most really consumed; one sentence for each share."""
    told: dict[tuple[float, str], list[str]] = {}
    for each in measured(curve[0].outcome):
        best = best_share(curve, each) if each.good else None
        if best is not None:
            share, most = best
            figures = {point.share: figure[0] for point in curve if (figure := each.of(point.outcome)) is not None}
            ends = [f"{figures[end]:.3g} at {end:.0%}" for end in (0.0, 1.0) if end in figures and end != share]
            told.setdefault((share, each.unit), []).append(f"{each.name} ({'; '.join([f'{most:.3g}', *ends])})")
    for (share, unit), greatest in told.items():
        yield (
            f"Of all shares of the way from balanced growth to the maxima, {share:.0%} gives the greatest "
            f"{listed(greatest, len(greatest))}, {unit}."
        )


def over(reference: Outcome) -> str:
    """What the others are compared with, in words."""
    return "balanced growth" if reference.name == balanced.name else reference.name


def best_share(curve: tuple[Ambition, ...], measure: Measured) -> tuple[float, float] | None:
    """The share of ambition that gives the most of something, and how much that is; None where it has no figure.

    Of several that give it the smallest.
    """
    figures = [(point.share, each) for point in curve if (each := measure.of(point.outcome)) is not None]
    if not figures:
        return None
    most = max(figure[0] for _, figure in figures)
    return next((share, figure[0]) for share, figure in figures if figure[0] >= most - 1e-9 * abs(most))
