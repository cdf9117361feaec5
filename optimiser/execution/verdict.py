"""Who was right about what, by how much: what ambition gains first, then what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optimiser.execution.demand import COORDINATED
from optimiser.execution.execute import Execution
from optimiser.execution.outcome import Outcome
from optimiser.execution.outcome_names import capital
from optimiser.execution.sentences import WORTH_SAYING, Figure, gains_and_costs, interval, measured, over, reference_of
from optimiser.language.naming import year_named
from optimiser.strategies.maximum import maximum


@dataclass(frozen=True)
class Claim:
    """That an outcome has more or less of something than the reference; a verdict is made of such claims."""

    outcome: str
    measure: str
    better: bool
    """Whether the difference is for the better."""
    more: bool
    """Whether it has more of it."""
    reference: str

    @property
    def words(self) -> str:
        """The claim as a sentence."""
        return f"{capital(self.outcome)} has {'more' if self.more else 'less'} than {self.reference}: {self.measure}."


def verdict(execution: Execution) -> tuple[str, ...]:
    """The verdict in sentences that name their figures."""
    reference = reference_of(execution)
    if reference is None:
        return ()
    others = [each for each in execution.outcomes.values() if each is not reference]
    return (
        *_delivered(execution),
        *(words for each in others for words in gains_and_costs(reference, each)),
        *_coordination(execution),
    )


def claims(execution: Execution) -> tuple[Claim, ...]:
    """All differences between outcomes and the reference that are worth saying."""
    reference = reference_of(execution)
    if reference is None:
        return ()
    found = []
    for name, each in execution.outcomes.items():
        for what in measured(reference) if each is not reference else ():
            before, after = what.of(reference), what.of(each)
            if before is not None and after is not None and differ(before, after):
                more = after[0] > before[0]
                found.append(Claim(name, what.name, more is what.good, more, over(reference)))
    return tuple(found)


def differ(before: Figure, after: Figure) -> bool:
    """Whether the means of two figures differ by as much as is worth saying."""
    return abs(after[0] - before[0]) > WORTH_SAYING * max(abs(before[0]), abs(after[0]), 1e-12)


def delivered(outcome: Outcome) -> Figure | None:
    """Industry's real growth to the last year over what was demanded; None where no growth was."""
    if outcome.industry is None or outcome.industry_told is None or outcome.industry_told[-1] <= 1.0 + WORTH_SAYING:
        return None
    asked = float(outcome.industry_told[-1]) - 1.0
    mean, low, high = ((each - 1.0) / asked for each in outcome.industry.at(-1))
    return mean, low, high


def _delivered(execution: Execution) -> Iterator[str]:
    found = {name: (delivered(each), each) for name, each in execution.outcomes.items()}
    parts = [
        f"{name} {_percent(part)} (demanded {each.industry_told[-1]:.3g}, made {interval(each.industry.at(-1))})"
        for name, (part, each) in found.items()
        if part is not None and each.industry_told is not None and each.industry is not None
    ]
    if parts:
        end = year_named(next(iter(execution.outcomes.values())).years[-1])
        yield (
            f"Of the industrial growth demanded by {end} this much comes, output in the base year being 1: "
            f"{'; '.join(parts)}."
        )


def _coordination(execution: Execution) -> Iterator[str]:
    """What is lost because nobody scales the demand down to what can be had in common."""
    demanded, coordinated = execution.outcomes.get(maximum.name), execution.outcomes.get(COORDINATED)
    if demanded is None or coordinated is None or demanded.industry is None or coordinated.industry is None:
        return
    apart, together = demanded.industry.at(-1), coordinated.industry.at(-1)
    if differ(apart, together):
        word = "more" if together[0] > apart[0] else "less"
        yield (
            f"Scaled down to what can be had in common, maximum makes {word} of industry's output in "
            f"{year_named(demanded.years[-1])} than demanded as it stands: {interval(together)} against "
            f"{interval(apart)} times the base year's. "
            "The difference is due to coordination, since what is wanted is the same."
        )


def _percent(figure: Figure) -> str:
    mean, low, high = (f"{each:.0%}" for each in figure)
    return mean if low == high == mean else f"{mean} [{low}, {high}]"
