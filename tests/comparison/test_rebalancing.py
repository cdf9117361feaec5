"""Draws over figures that were made to add up are made to add up again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimiser import read_workbook, solve
from optimiser.arrays import times
from optimiser.comparison.rebalancing import rebalanced
from optimiser.economy.base_year import base_output, base_year
from optimiser.economy.economy import Economy
from optimiser.workbook.read.grades import deviations, draw, legal, ranges_of

PLAN = Path(__file__).parent.parent.parent / "inputs" / "first_five_year_plan.xlsx"


@pytest.fixture(scope="module")
def known() -> Economy:
    return read_workbook(PLAN).economy


@pytest.fixture(scope="module")
def draws(known: Economy) -> list[tuple[Economy, Economy | None]]:
    """A dozen draws, as they are and closed again."""
    ranges, _ = legal(PLAN, ranges_of(PLAN))
    drawn = [read_workbook(PLAN, changes=draw(ranges, 1, number)).economy for number in range(12)]
    return [(each, rebalanced(known, each, deviations(ranges))) for each in drawn]


def test_nothing_is_drawn_and_nothing_is_moved(known: Economy) -> None:
    same = rebalanced(known, known, {"Inputs": 0.2, "Baskets": 0.1})
    assert same is not None
    assert same.techniques.inputs.toarray() == pytest.approx(known.techniques.inputs.toarray(), abs=1e-12)
    assert same.assets.capacity == pytest.approx(known.assets.capacity)
    assert same.trade.terms_of_trade == pytest.approx(known.trade.terms_of_trade)
    assert same.town_and_country.terms_of_trade == pytest.approx(known.town_and_country.terms_of_trade)


@pytest.mark.slow
def test_the_base_year_of_a_draw_is_closed_again(known: Economy, draws: list[tuple[Economy, Economy | None]]) -> None:
    farm = known.town_and_country.farm_product
    others = np.arange(len(known.products.axis)) != farm
    assert np.median([np.abs(base_year(drawn).share[others]).max() for drawn, _ in draws]) > 0.05, "as drawn it is open"
    left = base_year(known).share[others]
    for _, closed in draws:
        if closed is not None:
            assert base_year(closed).share[others] == pytest.approx(left, abs=1e-12)
    assert max(abs(base_year(closed).share[farm]) for _, closed in draws if closed is not None) < 0.01


@pytest.mark.slow
def test_draws_without_a_plan_become_rare(draws: list[tuple[Economy, Economy | None]]) -> None:
    planned = [solve(drawn, "balanced").solution.optimal for drawn, _ in draws]
    again = [closed is not None and solve(closed, "balanced").solution.optimal for _, closed in draws]
    assert sum(again) >= 11
    assert sum(planned) <= sum(again) - 3


def test_who_is_at_work_stands_idle_and_builds_keeps_to_outputs(
    known: Economy, draws: list[tuple[Economy, Economy | None]]
) -> None:
    for drawn, closed in draws:
        if closed is None:
            continue
        grown = drawn.sectors.base_output / known.sectors.base_output
        assert closed.assets.capacity == pytest.approx(drawn.assets.capacity * grown)
        assert closed.inherited.capacity == pytest.approx(drawn.inherited.capacity * grown[drawn.inherited.asset])
        at_work = times(closed.techniques.labour, base_output(closed))
        as_known = times(known.techniques.labour, base_output(known))
        assert at_work == pytest.approx(np.minimum(as_known, drawn.pools.natural[:, 0]))


def test_uses_that_are_known_well_move_least(known: Economy) -> None:
    """A tenth more coal: what is short goes where the range is wide, by variance, and not where there is none."""
    coal = known.products.axis.position["COA"]
    output = np.array(known.sectors.base_output)
    output[known.sectors.axis.position["COA"]] *= 1.1
    drawn = replace(known, sectors=replace(known.sectors, base_output=output))
    closed = rebalanced(known, drawn, {"Inputs": 0.2, "Baskets": 0.0})
    assert closed is not None
    assert closed.households.baskets.toarray()[coal] == pytest.approx(known.households.baskets.toarray()[coal])
    flows = known.techniques.inputs.toarray()[coal] * base_output(drawn)
    moved = closed.techniques.inputs.toarray()[coal] * base_output(drawn) - flows
    used = flows > 0.0
    assert moved[used] / flows[used] ** 2 == pytest.approx(moved[used][0] / flows[used][0] ** 2)
    assert moved.sum() > 0.0


def test_what_contradicts_the_rest_is_no_draw(known: Economy) -> None:
    output = np.array(known.sectors.base_output)
    output[known.sectors.axis.position["STL"]] *= 20.0
    drawn = replace(known, sectors=replace(known.sectors, base_output=output))
    assert rebalanced(known, drawn, {"Inputs": 0.2}) is None
