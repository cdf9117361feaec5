"""Plans of economies that have every kind of data are carried out to the letter."""

from __future__ import annotations

import pytest
from carried_out import greatest_departure
from oracle.varied_economies import varied_economy

from optimiser import solve
from optimiser.economy.behaviour import FAITHFUL


@pytest.mark.parametrize("number", range(100))
def test_plans_are_carried_out_to_the_letter(number: int) -> None:
    plan = solve(varied_economy(number), ("consumption", "proportional")[number // 2 % 2])
    if not plan.solution.optimal:
        pytest.skip(f"no plan: {plan.status.value}")
    assert greatest_departure(plan, FAITHFUL) < 1e-9
