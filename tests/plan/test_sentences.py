"""What the first page says of a plan: rates, shares and goals, in words that are true and short."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reports import plan

from optimiser.plan.sentences import growth_in_words, span


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.325, "Of the increments that the targets 'modest' ask for, 32.5% can be had in common."),
        (1.0, "The targets 'modest' can be had in full."),
        (1.764, "The targets 'modest' can be had in full, and 1.76 times their increments in common."),
    ],
)
def test_what_can_be_had_of_targets(share: float, words: str) -> None:
    assert words in growth_in_words(replace(plan("two", "balanced"), share=share))


def test_a_plan_with_neither_a_rate_nor_a_share_says_how_great_its_goal_is() -> None:
    found = plan("williams", "superindustrial")
    (words,) = growth_in_words(found)
    assert words.startswith("Heavy industry's output in all plan years")
    assert f"{found.objective:.3g} base-year outputs, the most there is." in words
    assert not [each for each in growth_in_words(plan("two", "balanced")) if "the most there is" in each]


def test_years_that_are_only_counted_are_called_so() -> None:
    assert span(plan("two", "balanced").economy.years) == "year 1 to year 3 from the base year 0"
    assert span(plan("five", "balanced").economy.years) == "1928/29 to 1932/33 from the base year 1927/28"
    assert "from year 0;" in growth_in_words(plan("two", "balanced"))[0]
