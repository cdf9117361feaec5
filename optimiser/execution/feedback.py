"""What planning anew is worth, and correct feedback, in sentences that name their figures."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from optimiser.execution.execute import Execution
from optimiser.execution.outcome_names import capital
from optimiser.execution.remaining import Feedback
from optimiser.execution.replanning import Gain, Replanned, Second
from optimiser.execution.statistics import Estimate
from optimiser.language.phrases import listed

SLIGHT = 0.0005
"""Differences of indices below this are none: they show as 0.000."""


def feedback_in_words(execution: Execution) -> Iterator[str]:
    """For every plan that is made anew: what that changes, and what knowing what is there adds to it."""
    for one in execution.replanned:
        name = capital(one.strategy)
        times = next(each.repetitions for each in one.outcomes.values())
        from_truth = [(gain, gain.of_planning[Feedback.TRUTH]) for gain in one.gains]
        yield (
            f"{name}, made anew every year from what is there, over the first plan ({times} repetitions, indices, base "
            f"year = 1): {_differences(from_truth)}."
        )
        yield f"{name}, what correct feedback is worth, made anew from what is there over reports: {_worth(one.gains)}."
        if one.second is not None:
            yield from _second(one.second, name)
        yield from _kept(one, name)


def _second(second: Second, name: str) -> Iterator[str]:
    """What a second plan is worth, and where there is none, how often and why."""
    if second.not_sought:
        yield f"{name}: no second plan for the years after was sought, since {second.not_sought}."
    if second.gains:
        part = f" in {second.compared} of {second.repetitions} repetitions" if any(second.without.values()) else ""
        yield (
            f"{name}, a second plan for the years after, made from what is there over one made from reports, both "
            f"carried out in what is there{part}: {_worth(second.gains)}."
        )
    told = [
        f"from {feedback} in {times} of {second.repetitions} repetitions ({why})"
        for feedback, reasons in second.without.items()
        for why, times in reasons.items()
    ]
    if told:
        yield f"{name}: no second plan for the years after was found {listed(told)}."


def _differences(found: list[tuple[Gain, Estimate]]) -> str:
    """`consumption +0.012 [0.001, 0.030]`, or that nothing changes."""
    told = [f"{gain.measure} {signed(figure)}" for gain, figure in found if _shows(figure)]
    return listed(told) if told else "nothing changes"


def _worth(gains: tuple[Gain, ...]) -> str:
    found = []
    for gain in gains:
        if _shows(gain.of_truth):
            found.append(f"{gain.measure} {signed(gain.of_truth)}{_error(gain)}")
    return listed(found) if found else "nothing, reports and what is there lead to the same"


def _error(gain: Gain) -> str:
    """`(standard error 0.01)`; empty where there is one repetition only, which has none."""
    if not isfinite(gain.error):
        return ""
    sure = "" if abs(float(gain.of_truth.mean)) > 2.0 * gain.error else ", not to be told from chance"
    return f" (standard error {gain.error:.2g}{sure})"


def _shows(figure: Estimate) -> bool:
    return max(abs(each) for each in figure.at(())) >= SLIGHT


def signed(figure: Estimate) -> str:
    """`+0.012 [+0.001, +0.030]`."""
    mean, low, high = (f"{each:+.3f}" for each in figure.at(()))
    return f"{mean} [{low}, {high}]"


def _kept(one: Replanned, name: str) -> Iterator[str]:
    """On how many occasions there was no plan for what was left."""
    told = [f"from {feedback} on {part:.0%} of the occasions" for feedback, part in one.kept.items() if part > 0.0]
    if told:
        yield f"{name}: no new plan was found {listed(told)}, and the one before stayed in force."
