"""Consumption equivalents against capital, where the ranking turns over, and the verdict."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from optimiser import read_workbook
from optimiser.execution import Draws, Execution, courses, execute_strategies
from optimiser.execution.sentences import measured
from optimiser.execution.verdict import claims, delivered, verdict
from optimiser.execution.worth import Standing, never_best, standings, turns, worth_in_words
from optimiser.strategies import Request

PLAN = Path(__file__).parent.parent.parent / "inputs" / "two_sectors.xlsx"


@pytest.fixture(scope="module")
def execution() -> Execution:
    economy = read_workbook(PLAN).economy
    return execute_strategies(Request(economy), ["maximum", "balanced"], Draws(3, 20))


def standing(name: str, consumption: float, capital: float) -> Standing:
    return Standing(name, (consumption,) * 3, (capital,) * 3)


def test_consumption_equivalents_from_their_definition(execution: Execution) -> None:
    """The reference's mean consumption, times its equivalent in every year, has the outcome's discounted sum."""
    economy = execution.economy
    weight = (1.0 + economy.settings.discount_rate) ** -np.arange(1.0, economy.years.plan + 1.0)
    balanced = float((execution.outcomes["balanced"].consumption.mean @ weight).sum())
    for each in standings(execution):
        outcome = execution.outcomes[each.name]
        assert each.consumption[0] * balanced == pytest.approx(float((outcome.consumption.mean @ weight).sum()))
        (course,) = courses(economy, outcome.demanded, economy.behaviour, execution.draws, chunk=100)
        sums = sum(w * year.consumption.sum(axis=0) for w, year in zip(weight, course.years, strict=True))
        assert each.consumption[1:] == pytest.approx(np.quantile(sums, (0.05, 0.95)) / balanced)
    assert {each.name: each.consumption[0] for each in standings(execution)}["balanced"] == pytest.approx(1.0)


def test_where_the_ranking_turns_over() -> None:
    """1.1 at 1.0 against 0.9 at 1.2: 0.2 of consumption for 20 hundredths of capacity, 0.01 each."""
    found = [standing("much capital", 0.9, 1.2), standing("much eaten", 1.1, 1.0), standing("neither", 0.95, 1.05)]
    first, second = turns(found)
    assert (first.best, first.price, second.best) == ("much eaten", 0.0, "much capital")
    assert second.price == pytest.approx(0.01)
    assert never_best(found) == ("neither",)


def test_one_between_two_is_best_for_a_while() -> None:
    found = [standing("a", 1.0, 1.0), standing("b", 0.99, 1.1), standing("c", 0.8, 1.2)]
    assert [each.best for each in turns(found)] == ["a", "b", "c"]
    assert [each.price for each in turns(found)] == pytest.approx([0.0, 0.001, 0.019])
    for low, high, best in ((0.0, 0.001, "a"), (0.001, 0.019, "b"), (0.019, 0.1, "c")):
        price = (low + high) / 2
        assert max(found, key=lambda each: each.consumption[0] + 100 * price * each.capital[0]).name == best


def test_what_has_most_of_both_is_always_best() -> None:
    assert [each.best for each in turns([standing("a", 1.0, 1.0), standing("b", 1.1, 1.3)])] == ["b"]
    assert turns([]) == ()


def test_the_verdict_names_what_is_gained_before_what_it_costs(execution: Execution) -> None:
    said = verdict(execution)
    gains = next(place for place, each in enumerate(said) if each.startswith("Maximum gains over balanced growth"))
    assert said[gains + 1].startswith("Maximum costs")
    part = delivered(execution.outcomes["maximum"])
    assert part is not None
    assert f"maximum {part[0]:.0%}" in said[0]
    assert all(re.search(r"\d|nothing", each) for each in said)


def test_claims_are_what_the_figures_say(execution: Execution) -> None:
    found = claims(execution)
    assert {each.outcome for each in found} <= {"maximum", "coordinated maximum"}
    assert found
    reference = execution.outcomes["balanced"]
    by_name = {each.name: each for each in measured(reference)}
    for each in found:
        what = by_name[each.measure]
        before, after = what.of(reference), what.of(execution.outcomes[each.outcome])
        assert before is not None
        assert after is not None
        assert each.more == (after[0] > before[0])
        assert each.better == (each.more == what.good)


def test_worth_in_words_names_every_outcome(execution: Execution) -> None:
    said = " ".join(worth_in_words(execution))
    assert all(name in said for name in execution.outcomes)
