"""Consumption over the plan against capital at its end: what every outcome is worth, and where the ranking turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimiser.execution.execute import Execution
from optimiser.execution.outcome_names import capital
from optimiser.execution.sentences import Figure, interval, over, reference_of
from optimiser.language.phrases import listed


@dataclass(frozen=True)
class Standing:
    """Where an outcome stands between consumption and capital."""

    name: str
    consumption: Figure
    """Consumption equivalent, mean, low and high: the constant part of the reference's consumption in every year that
    has the same discounted sum."""
    capital: Figure
    """Capacity after the plan, base year = 1: mean, low and high."""


@dataclass(frozen=True)
class Turn:
    """Which outcome is best from which price of capital on."""

    price: float
    """What 0.01 more capacity (base year = 1) at the end is worth, in shares of the reference's consumption in every
    year."""
    best: str


def standings(execution: Execution) -> tuple[Standing, ...]:
    """Every outcome's consumption equivalent and capital; none without households.

        lambda = sum_t (1+r)^-t sum_h C[h,t] / sum_t (1+r)^-t sum_h C_ref[h,t]

    C is an index per household, base year = 1; C_ref the mean of the reference (balanced growth, or the first).
    """
    reference = reference_of(execution)
    if reference is None:
        return ()
    size = float(reference.discounted_consumption.mean)
    if np.isnan(size) or size <= 0.0:
        return ()

    def equivalent(figure: Figure) -> Figure:
        mean, low, high = (each / size for each in figure)
        return mean, low, high

    return tuple(
        Standing(name, equivalent(each.discounted_consumption.at(())), each.capital_index.at(()))
        for name, each in execution.outcomes.items()
    )


def turns(found: Sequence[Standing]) -> tuple[Turn, ...]:
    """The outcomes that are best for some price of capital, from the price from which each is.

        best(p) = argmax_s  lambda_s + 100 p K_s,   p >= 0

    the upper envelope of one line for every outcome; the price of the first is 0.
    """
    if not found:
        return ()
    now = max(found, key=lambda each: (each.consumption[0], each.capital[0]))
    result = [Turn(0.0, now.name)]
    while richer := [each for each in found if each.capital[0] > now.capital[0] + 1e-9]:

        def price(each: Standing, than: Standing = now) -> float:
            return (than.consumption[0] - each.consumption[0]) / (100.0 * (each.capital[0] - than.capital[0]))

        best = min(richer, key=lambda each: (price(each), -each.capital[0]))
        result.append(Turn(price(best), best.name))
        now = best
    return tuple(result)


def never_best(found: Sequence[Standing]) -> tuple[str, ...]:
    """Outcomes that are best at no price of capital: some other, or a mixture of two, has more of both."""
    best = {each.best for each in turns(found)}
    return tuple(each.name for each in found if each.name not in best)


def worth_in_words(execution: Execution) -> Iterator[str]:
    """The consumption equivalents, and where the ranking turns over."""
    found, reference = standings(execution), reference_of(execution)
    if len(found) < 2 or reference is None:
        return
    ranked = sorted(found, key=lambda each: -each.consumption[0])
    words = ", ".join(f"{each.name} {interval(each.consumption)}" for each in ranked)
    yield f"Consumption of all years, that under {over(reference)} being 1: {words}."
    ranked = sorted(found, key=lambda each: -each.capital[0])
    words = ", ".join(f"{each.name} {interval(each.capital)}" for each in ranked)
    yield f"Capacity after the plan, times the base year's: {words}."
    first, *later = turns(found)
    if not later:
        yield f"{capital(first.best)} has the most of both, whatever capacity is thought to be worth."
    for before, turn in zip([first, *later], later, strict=False):
        yield (
            f"{capital(before.best)} is better than {turn.best} until 0.01 more capacity after the plan is thought "
            f"worth {turn.price:.2%} of consumption in every year; from there on {turn.best} is."
        )
    if never := never_best(found):
        be = "is" if len(never) == 1 else "are"
        yield f"Whatever capacity is thought to be worth, {listed(never)} {be} never the best."
