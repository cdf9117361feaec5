"""The same seed gives the same result, whatever is carried out beside it, in which pieces and in which order."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimiser import read_workbook
from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.economy.economy import Economy
from optimiser.execution import Draws, Outcome, demands, execute
from optimiser.execution.statistics import Estimate
from optimiser.strategies import Request

INPUTS = Path(__file__).parent.parent.parent / "inputs"
LIVELY = Behaviour(
    effort=0.3, strain=0.1, hunger=0.5, quality_loss=0.1, wear=0.5, margin_growth=0.5, exaggeration=0.1, ratchet=0.5,
    terms_of_trade_sd=0.1, commissioning_delay=0.2,
)  # fmt: skip


@pytest.fixture(scope="module")
def economy() -> Economy:
    return read_workbook(INPUTS / "two_sectors.xlsx").economy


def figures(outcome: Outcome) -> dict[str, Any]:
    """Every estimate of an outcome, as bytes."""
    found: dict[str, Any] = {}
    for name, value in vars(outcome).items():
        if isinstance(value, Estimate):
            found |= {f"{name}.{part}": getattr(value, part).tobytes() for part in ("mean", "low", "high")}
    return found | {"chain": outcome.chain}


def carried_out(path: Path, name: str, chunk: int) -> dict[str, Any]:
    """In a process of its own."""
    economy = read_workbook(path).economy
    return figures(execute(economy, demands(Request(economy), [name])[name], LIVELY, Draws(7, 40), chunk=chunk))


def test_chunks_do_not_matter(economy: Economy) -> None:
    told = demands(Request(economy), ["maximum"])["maximum"]
    whole = figures(execute(economy, told, LIVELY, Draws(7, 40)))
    assert len(whole) > 60
    for chunk in (1, 7, 39, 40, 100):
        assert figures(execute(economy, told, LIVELY, Draws(7, 40), chunk=chunk)) == whole


def test_processes_and_order_do_not_matter(economy: Economy) -> None:
    path = INPUTS / "two_sectors.xlsx"
    here = {name: carried_out(path, name, 0) for name in ("balanced", "maximum")}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        asked = [(name, pool.submit(carried_out, path, name, 13)) for name in ("maximum", "balanced")]
        for name, answer in asked:
            assert answer.result() == here[name]


def test_another_seed_is_another_world(economy: Economy) -> None:
    told = demands(Request(economy), ["maximum"])["maximum"]
    assert figures(execute(economy, told, LIVELY, Draws(7, 40))) != figures(
        execute(economy, told, LIVELY, Draws(8, 40))
    )


def test_more_repetitions_and_longer_plans_leave_what_was_drawn(economy: Economy) -> None:
    few, many = Draws(3, 5).luck(economy, 0, 5), Draws(3, 50).luck(economy, 0, 50)
    longer = Draws(3, 5).luck(economy.with_plan_years(economy.years.plan + 2), 0, 5)
    for name in ("harvest", "terms_of_trade", "delay"):
        first = getattr(few, name)
        np.testing.assert_array_equal(getattr(many, name)[..., :5], first)
        np.testing.assert_array_equal(getattr(longer, name)[: len(first)], first)


def test_harvests_are_neither_good_nor_bad_on_average() -> None:
    """Mean 1, standard deviation of the logarithm as stated."""
    economy = read_workbook(INPUTS / "first_five_year_plan.xlsx").economy
    drawn = Draws(1, 4000).luck(economy, 0, 4000).harvest
    harvest = np.exp(0.1 * drawn - 0.005)
    assert harvest.mean() == pytest.approx(1.0, abs=3 * 0.1 / np.sqrt(drawn.size))
    assert np.log(harvest).std() == pytest.approx(0.1, rel=0.03)


@pytest.mark.parametrize("rationing", Rationing)
def test_all_strategies_have_the_same_harvests(economy: Economy, rationing: Rationing) -> None:
    """Common random numbers: a better harvest is better for every strategy in the same repetition."""
    economy = read_workbook(INPUTS / "first_five_year_plan.xlsx").economy
    from optimiser.execution import courses

    behaviour = replace(Behaviour(), rationing=rationing)
    told = demands(Request(economy), ["balanced", "maximum"])
    (one,) = courses(economy, told["balanced"], behaviour, Draws(2, 20))
    (other,) = courses(economy, told["maximum"], behaviour, Draws(2, 20))
    for first, second in zip(one.years, other.years, strict=True):
        np.testing.assert_array_equal(first.harvest, second.harvest)
    assert one.years[0].harvest.std() > 0.0
