"""A plan is believed when it adds up to a millionth of its turnover, and no further."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from optimiser import Plan, solve
from optimiser.economy.random import synthetic_economy
from optimiser.errors import VerificationFailed
from optimiser.plan.verification import readditions, verify
from optimiser.programme.constraints import RULES
from optimiser.readdition import always, capacities, ending, people, products, trade
from optimiser.readdition.check import Readdition
from optimiser.strategies import DEMANDS


@cache
def plan() -> Plan:
    return solve(synthetic_economy(5, 3, seed=2), "consumption")


@pytest.mark.parametrize(("missed", "believed"), [(0.0, True), (5e-7, True), (2e-6, False), (1e-4, False)])
def test_a_millionth_of_the_turnover_is_believed(missed: float, believed: bool) -> None:
    """Capacity of a sector less than what was there and is finished, by a share of the greatest year's."""
    found = plan()
    capacity = np.array(found.quantities.capacity)
    capacity[0, -1] -= missed * capacity[0, 1:].max()
    result = verify(found.economy, replace(found.quantities, capacity=capacity), (capacities.capacity_accumulation,))
    if believed:
        assert result.confirm().worst_violation == pytest.approx(missed, rel=0.01, abs=1e-9)
    else:
        assert result.worst_violation == pytest.approx(missed, rel=0.01)
        with pytest.raises(VerificationFailed, match="capacity accumulation"):
            result.confirm()


def test_every_re_addition_is_some_rules() -> None:
    """What is written a second time is used: by a rule, by a demand, or of every plan."""
    written: set[Readdition] = {
        value
        for module in (always, capacities, ending, people, products, trade)
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    } - {products.sources_of, products.uses_of}
    used = {each for rule in (*RULES, *DEMANDS) for each in rule.readded} | set(always.ALWAYS)
    assert written == used
    assert set(readditions()) == used


def test_each_re_addition_has_one_rule_unless_it_says_so() -> None:
    """Identities that only define an unknown are added up with what that unknown is for."""
    shared = {rule.name for rule in RULES if rule.readded[0].__name__ != rule.name}
    assert shared == {"construction_work", "labour_movement"}


@pytest.mark.parametrize("quantity", ["output", "stocks", "consumption", "starts", "exports", "imports", "debt"])
def test_less_than_nothing_is_noticed(quantity: str) -> None:
    found = plan()
    values = np.array(getattr(found.quantities, quantity))
    values[..., 1] = -1.0
    parts: dict[str, Any] = {quantity: values}
    with pytest.raises(VerificationFailed):
        verify(found.economy, replace(found.quantities, **parts), always.ALWAYS).confirm()
