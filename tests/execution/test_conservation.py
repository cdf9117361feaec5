"""Material is conserved, whatever is demanded and however enterprises behave."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from carried_out import Harvest, course
from oracle.further_economies import further_economy
from seldom import seldom

from optimiser import read_workbook, solve
from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.economy.economy import Economy
from optimiser.economy.random import synthetic_economy
from optimiser.execution.conservation import conservation
from optimiser.execution.course import Course
from optimiser.execution.demand import of_plan
from optimiser.execution.draws import Draws
from optimiser.execution.state import Ledger

INPUTS = sorted((Path(__file__).parent.parent.parent / "inputs").glob("*.xlsx"))

ROUNDING = 1e-10


def any_behaviour(random: np.random.Generator) -> Behaviour:
    """Every parameter at random: all effects at work together."""
    part = random.random
    return Behaviour(
        substitution=part(),
        rationing=list(Rationing)[random.integers(3)],
        hoarding=0.5 * part(),
        margin_growth=part(),
        overordering=part(),
        hoard_loss=part(),
        first_come=part(),
        sites=int(random.integers(0, 11)),
        exaggeration=0.3 * part(),
        ratchet=part(),
        effort=part(),
        strain=0.3 * part(),
        hunger=part(),
        quality_loss=0.3 * part(),
        wear=2.0 * part(),
        livestock_loss=0.3 * part(),
        harvest_sd=0.3 * part(),
        terms_of_trade_sd=0.3 * part(),
        commissioning_delay=0.3 * part(),
    )


def strained_course(economy: Economy, seed: int) -> Course:
    """A plan several times what can be had, carried out by people who do what they like."""
    random = np.random.default_rng(seed)
    plan = solve(economy, "consumption")
    demanded = of_plan(plan)
    factor = random.uniform(0.5, 4.0)
    demanded = replace(
        demanded, output=factor * demanded.output, starts=random.uniform(0.5, 4.0) * demanded.starts,
        imports=factor * demanded.imports, exports=factor * demanded.exports,
    )  # fmt: skip
    return course(plan.economy, demanded, any_behaviour(random), Draws(seed, 15))


@pytest.mark.parametrize("seed", seldom(range(8), always=3))
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_every_product_of_the_examples_is_accounted_for(path: Path, seed: int) -> None:
    found = conservation(strained_course(read_workbook(path).economy, seed))
    assert found.worst < ROUNDING, found.where
    assert found.sums > 1000


@pytest.mark.parametrize("seed", range(12))
def test_every_product_of_random_economies_is_accounted_for(seed: int) -> None:
    economy = synthetic_economy(3 + seed % 6, 4, tail=2 * (seed % 2), seed=seed, density=0.5)
    assert conservation(strained_course(economy, seed)).worst < ROUNDING


@pytest.mark.parametrize("seed", range(12))
def test_what_is_lost_from_stocks_and_taken_by_movers_is_accounted_for(seed: int) -> None:
    found = conservation(strained_course(further_economy(seed), seed))
    assert found.worst < ROUNDING, found.where


def test_coercion_is_accounted_for() -> None:
    """Requisitions take their share first, cost harvest in the year and livestock after."""
    economy = read_workbook(INPUTS[0]).economy
    demanded = of_plan(solve(economy, "consumption"))
    village = replace(economy.town_and_country, coerced_share=np.full_like(economy.town_and_country.quota, 0.8))
    economy = replace(economy, town_and_country=village)
    kept = course(economy, demanded, Behaviour(livestock_loss=0.0))
    lost = course(economy, demanded, Behaviour(livestock_loss=0.3))
    assert conservation(lost).worst < ROUNDING
    farm = village.farm_sector
    assert lost.states[1].capacity[farm] == pytest.approx((1.0 - 0.3 * 0.8) * kept.states[1].capacity[farm])
    assert lost.years[-1].marketed.mean() < kept.years[-1].marketed.mean()


@pytest.mark.parametrize("part", [each.name for each in fields(Ledger)])
def test_a_false_entry_is_noticed(part: str) -> None:
    taken = strained_course(read_workbook(INPUTS[0]).economy, 3)
    book = taken.years[1].ledger
    false = np.array(getattr(book, part))
    place = np.unravel_index(int(np.argmax(np.abs(false))), false.shape)
    false[place] += 1e-6 * max(float(false[place]), float(book.made[place[0]].max()), 1.0)
    year = replace(taken.years[1], ledger=replace(book, **{part: false}))
    tampered = replace(taken, years=(taken.years[0], year, *taken.years[2:]))
    assert conservation(tampered).worst > 1e-8


def test_output_beyond_capacity_is_noticed() -> None:
    taken = strained_course(read_workbook(INPUTS[0]).economy, 3)
    year = replace(taken.years[0], possible=0.99 * taken.years[0].made)
    assert conservation(replace(taken, years=(year, *taken.years[1:]))).worst > 1e-3


@pytest.mark.parametrize("share", [0.1, 0.25, 0.3])
def test_after_a_failed_harvest_the_farm_does_not_build_with_livestock_it_has_not(share: float) -> None:
    """A quarter of the harvest is seed and fodder: below that nothing is left for the farm's own building."""
    economy = read_workbook(INPUTS[0]).economy
    demanded = of_plan(solve(economy, "balanced"))
    taken = course(economy, demanded, Behaviour(harvest_sd=1.0), Harvest(share))
    assert conservation(taken).worst < ROUNDING
    farm = economy.town_and_country.farm_sector
    first = taken.years[0]
    assert first.work_asked[farm].min() > 0.0
    if share <= 0.25:
        assert first.work_done[farm].max() < 1e-9
