"""A plan that keeps all the rules is carried out to the letter where nothing is hoarded and no shock is drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from carried_out import greatest_departure
from oracle.further_economies import further_economy
from seldom import seldom

from optimiser import InputFault, read_workbook, solve
from optimiser.economy.behaviour import FAITHFUL, Rationing
from optimiser.economy.economy import Economy
from optimiser.economy.random import synthetic_economy
from optimiser.plan.plan import Plan
from optimiser.strategies import STRATEGIES

INPUTS = sorted((Path(__file__).parent.parent.parent / "inputs").glob("*.xlsx"))
SETS = {"first_five_year_plan": "minimum industry", "two_sectors": ""}

VARIANTS = [
    replace(FAITHFUL, rationing=rationing, substitution=substitution, sites=sites, first_come=first_come)
    for rationing in Rationing
    for substitution, sites, first_come in ((0.5, 10, 0.5), (1.0, 1, 0.0), (0.0, 0, 1.0))
]


def plan_of(economy: Economy, name: str, target_set: str) -> Plan:
    try:
        plan = solve(economy, name, target_set=target_set)
    except InputFault as fault:
        pytest.skip(f"{name} has not the data: {fault}")
    if not plan.solution.optimal:
        pytest.skip(f"{name} has no plan: {plan.status.value}")
    return plan


@pytest.mark.parametrize("name", seldom([*STRATEGIES], always=4))
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_plans_of_the_examples_are_carried_out_to_the_letter(path: Path, name: str) -> None:
    needs_a_set = name in ("targets", "ratchet", "proportional")
    plan = plan_of(read_workbook(path).economy, name, SETS.get(path.stem, "") if needs_a_set else "")
    for behaviour in VARIANTS:
        assert greatest_departure(plan, behaviour) < 1e-9


@pytest.mark.parametrize("seed", seldom(range(200), always=66))
def test_plans_of_random_economies_are_carried_out_to_the_letter(seed: int) -> None:
    names = ("balanced", "consumption", "proportional", "superindustrial", "maximum", "targets", "ratchet", "war")
    economy = synthetic_economy(3 + seed % 10, 4, tail=(0, 3)[seed % 2], seed=seed, density=0.6, target_growth=0.02)
    name = names[seed % len(names)]
    plan = plan_of(economy, name, "growth" if name in ("proportional", "targets", "ratchet") else "")
    for behaviour in VARIANTS[seed % 3 :: 3]:
        assert greatest_departure(plan, behaviour) < 1e-9


@pytest.mark.parametrize("seeds", seldom([range(first, first + 20) for first in range(0, 100, 20)], always=2), ids=str)
def test_plans_of_economies_with_all_further_data_are_carried_out_to_the_letter(seeds: range) -> None:
    """People in training, goods of those who move, stocks that are lost, foreign machines, falling export prices."""
    for seed in seeds:
        plan = solve(further_economy(seed), ("consumption", "balanced", "superindustrial")[seed % 3])
        assert plan.solution.optimal
        for behaviour in VARIANTS[seed % 3 :: 3]:
            assert greatest_departure(plan, behaviour) < 1e-9, seed


def test_hoarding_and_poor_harvests_are_noticed() -> None:
    """The invariant is not one that holds whatever is done."""
    assert greatest_departure(solve(synthetic_economy(6, 4, seed=1), "maximum"), replace(FAITHFUL, hoarding=0.3)) > 1e-3
    plan = solve(read_workbook(INPUTS[0]).economy, "proportional", target_set="minimum industry")
    assert greatest_departure(plan, replace(FAITHFUL, harvest_sd=0.1)) > 1e-3
