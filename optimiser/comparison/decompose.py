"""The ladder of causes: how much each of several causes adds to a difference, over every order of adding them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from optimiser.errors import InputFault

MOST_CAUSES = 10
"""Every set of causes is one run, and ten causes have a thousand and twenty-four."""


@dataclass(frozen=True)
class Decomposition:
    """A difference, divided among its causes."""

    reference: float
    """With no cause at work."""
    full: float
    """With all of them."""
    shares: Mapping[str, float]
    """What each cause adds, mean of all orders (Shapley); they add up to `full - reference`."""
    least: Mapping[str, float]
    """What each cause adds where it adds least, whatever is at work already."""
    most: Mapping[str, float]
    """And where it adds most: where the two differ, causes work together."""
    runs: int


def decompose(causes: Sequence[str], outcome_of: Callable[[frozenset[str]], float]) -> Decomposition:
    """How much each cause adds to the outcome.

        share[i] = sum over S without i of |S|! (n - |S| - 1)! / n! (Y(S + i) - Y(S))

    the mean, over all orders of adding causes, of what cause i adds.  `outcome_of` is asked once for every set.
    Source: Shapley (1953); R. C. Allen, Farm to Factory (2003), for ladders of this form.

    Raises:
        InputFault: no cause, one that is named twice, or more than can be gone through.
    """
    count = len(causes)
    if not 0 < count <= MOST_CAUSES or len(set(causes)) != count:
        raise InputFault.of(
            "Scenarios",
            f"{count} causes, {len(set(causes))} of them different, cannot be taken apart",
            f"Name between one and {MOST_CAUSES} scenarios, each once",
        )
    outcome = {
        frozenset(chosen): outcome_of(frozenset(chosen))
        for size in range(count + 1)
        for chosen in combinations(causes, size)
    }
    shares, least, most = {}, {}, {}
    for cause in causes:
        added = {without: outcome[without | {cause}] - outcome[without] for without in outcome if cause not in without}
        shares[cause] = sum(each / (count * comb(count - 1, len(without))) for without, each in added.items())
        least[cause], most[cause] = min(added.values()), max(added.values())
    return Decomposition(outcome[frozenset()], outcome[frozenset(causes)], shares, least, most, len(outcome))
