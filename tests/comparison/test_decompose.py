"""What each cause adds to a difference, on cases whose answers are known."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from optimiser import InputFault, read_workbook
from optimiser.comparison.decompose import MOST_CAUSES, Decomposition, decompose
from optimiser.economy.behaviour import FAITHFUL
from optimiser.execution import Draws, demands, execute
from optimiser.strategies import Request


def test_causes_that_do_not_meet_add_their_own() -> None:
    worth = {"a": 1.0, "b": -2.0, "c": 0.5}
    found = decompose(list(worth), lambda chosen: 10.0 + sum(worth[each] for each in chosen))
    assert found.shares == pytest.approx(worth)
    assert found.least == pytest.approx(worth)
    assert found.most == pytest.approx(worth)
    assert (found.reference, found.full, found.runs) == (10.0, 9.5, 8)


def test_the_glove_game() -> None:
    """Two left gloves and a right one; a pair is worth 1: 1/6, 1/6 and 4/6 (Shapley)."""
    found = decompose(["l1", "l2", "r"], lambda chosen: float("r" in chosen and bool({"l1", "l2"} & chosen)))
    assert found.shares == pytest.approx({"l1": 1 / 6, "l2": 1 / 6, "r": 4 / 6})
    assert (found.least["r"], found.most["r"]) == (0.0, 1.0)


def test_allens_ladder() -> None:
    """GDP of 1939 from 240.6: more building +49.7, then soft budgets +58.0, to 348.3 (Farm to Factory).

    Where soft budgets alone are given a value, each cause has the mean of what it adds before and after the other.
    """
    alone = 280.0
    of = {(): 240.6, ("building",): 290.3, ("soft budgets",): alone, ("building", "soft budgets"): 348.3}
    found = decompose(["building", "soft budgets"], lambda chosen: of[tuple(sorted(chosen))])
    assert found.shares["building"] == pytest.approx(((290.3 - 240.6) + (348.3 - alone)) / 2)
    assert found.shares["soft budgets"] == pytest.approx(((alone - 240.6) + (348.3 - 290.3)) / 2)
    assert sum(found.shares.values()) == pytest.approx(348.3 - 240.6)


@pytest.mark.parametrize("seed", range(5))
def test_shares_are_the_mean_over_all_orders(seed: int) -> None:
    random = np.random.default_rng(seed)
    causes = ["a", "b", "c", "d"]
    worth: dict[frozenset[str], float] = {}

    def outcome_of(chosen: frozenset[str]) -> float:
        return worth.setdefault(chosen, float(random.normal()))

    found: Decomposition = decompose(causes, outcome_of)
    mean = dict.fromkeys(causes, 0.0)
    orders = list(permutations(causes))
    for order in orders:
        for place, cause in enumerate(order):
            before = frozenset(order[:place])
            mean[cause] += (worth[before | {cause}] - worth[before]) / len(orders)
    assert found.shares == pytest.approx(mean)
    assert sum(found.shares.values()) == pytest.approx(found.full - found.reference)
    assert len(worth) == found.runs == 16


def test_causes_of_what_is_made_of_the_maxima() -> None:
    """Ambition and hoarding, taken apart on the stylised plan; the shares add up to all that is lost."""
    economy = read_workbook(Path(__file__).parent.parent.parent / "inputs" / "first_five_year_plan.xlsx").economy
    told = demands(Request(economy), ["balanced", "maximum"])

    def industry(chosen: frozenset[str]) -> float:
        demanded = told["maximum" if "ambition" in chosen else "balanced"]
        behaviour = replace(FAITHFUL, hoarding=0.3 if "hoarding" in chosen else 0.0)
        made = execute(economy, demanded, behaviour, Draws(1, 1)).industry
        assert made is not None
        return made.at(-1)[0]

    found = decompose(["ambition", "hoarding"], industry)
    assert sum(found.shares.values()) == pytest.approx(found.full - found.reference)
    assert found.shares["ambition"] < 0.0


def test_faults_are_named() -> None:
    for causes in ([], ["a", "a"], [str(each) for each in range(MOST_CAUSES + 1)]):
        with pytest.raises(InputFault, match="causes"):
            decompose(causes, lambda chosen: 0.0)
