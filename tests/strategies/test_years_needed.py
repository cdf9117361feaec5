"""How many years targets take: the scan against a feasibility test of every target in every year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from seldom import seldom

from optimiser.economy.economy import Economy
from optimiser.economy.random import synthetic_economy
from optimiser.programme import formulate
from optimiser.solver import open_session
from optimiser.strategies import Request
from optimiser.strategies.goals import target, target_goals
from optimiser.strategies.years_needed import years_needed

LONGEST = 5


def economy_of(seed: int) -> Economy:
    """Some targets within what capacity can grow to in the plan, some only later, one perhaps never."""
    made = synthetic_economy(6, 3, target_growth=0.02, seed=seed)
    value = made.targets.value * np.linspace(1.0, 1.3, 6)
    value[seed % 6] *= 1.6
    return replace(made, targets=replace(made.targets, value=value))


def possible(economy: Economy, wanted: tuple[int, ...]) -> bool:
    """Whether a plan of the economy's length keeps some targets, demanded outright."""
    bare, v = formulate(economy)
    goals = target_goals(economy, v, "growth")
    asked = bare.with_rows(target(goals))
    session = open_session(asked)
    rows = asked.row_range["target"]
    session.free_rows(np.delete(np.arange(rows.start, rows.stop), wanted))
    return session.solve().optimal


@pytest.mark.parametrize("seed", seldom(range(12), always=1))
def test_every_target_takes_the_years_that_a_feasibility_test_finds(seed: int) -> None:
    economy = economy_of(seed)
    found = years_needed(Request(economy, "growth"), longest=LONGEST, each=True)
    count = len(found.alone)
    plans = {years: economy.with_plan_years(years) for years in range(1, LONGEST + 1)}
    first = [next((years for years, plan in plans.items() if possible(plan, (i,))), None) for i in range(count)]
    assert list(found.alone.values()) == first
    together = next((years for years, plan in plans.items() if possible(plan, tuple(range(count)))), None)
    assert found.together == together
    assert years_needed(Request(economy, "growth"), longest=LONGEST).together == together
