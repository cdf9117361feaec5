"""The model of docs/model.md, written anew for scipy from that page alone, against the program's answers.

Nothing of `optimiser/programme`, `plan` or `strategies` is used on the other side: only the data of an economy.
200 random economies are compared by two strategies each.  With PLAN_OPTIMISER_ORACLE=1000 a thousand are, by all.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from oracle.documented_end import RULES, programme_of
from oracle.documented_goals import GOALS, greatest_growth, stand_alone_maxima
from oracle.scipy_programme import Answer
from oracle.varied_economies import varied_economy, what_it_has

import optimiser
from optimiser.economy.economy import Economy

ASKED = int(os.environ.get("PLAN_OPTIMISER_ORACLE", "0"))
COUNT = ASKED or 200
RELATIVE, ABSOLUTE = 1e-7, 1e-9
NAMES = (*GOALS, "balanced", "maximum")


def turn(name: str) -> range:
    """The economies that a strategy is tried on: two strategies an economy, or all of them."""
    return range(COUNT) if ASKED else range(NAMES.index(name) % 4, COUNT, 4)


def agree(ours: float, theirs: float | None, relative: float = RELATIVE) -> bool:
    return theirs is not None and abs(ours - theirs) <= ABSOLUTE + relative * abs(ours)


def compared(name: str, ours: Callable[[Economy], Answer], value: Callable[[optimiser.Plan], float | None]) -> None:
    """Every economy of the strategy's turn has one verdict and one value on both sides."""
    wrong: list[str] = []
    verdicts: Counter[str] = Counter()
    for number in turn(name):
        economy = varied_economy(number)
        expected, plan = ours(economy), optimiser.solve(economy, name)
        verdicts[expected.status] += 1
        if plan.status.value != expected.status:
            wrong.append(f"economy {number}: {plan.status.value}, by the page {expected.status}")
        elif expected.status == "optimal" and not agree(expected.value, value(plan)):
            wrong.append(f"economy {number}: {value(plan)}, by the page {expected.value}")
    assert not wrong, "\n".join(wrong)
    assert verdicts["optimal"] >= 0.4 * len(turn(name))


@pytest.mark.parametrize("name", GOALS)
def test_strategies_that_are_one_programme(name: str) -> None:
    compared(name, GOALS[name], lambda plan: plan.share if name == "proportional" else plan.objective)


def test_greatest_common_growth() -> None:
    """The first stage of `balanced`."""
    wrong: list[str] = []
    found = 0
    for number in turn("balanced"):
        economy = varied_economy(number)
        expected = greatest_growth(economy)
        plan = optimiser.solve(economy, "balanced")
        found += expected.status == "optimal"
        if plan.status.value != expected.status:
            wrong.append(f"economy {number}: {plan.status.value}, by the page {expected.status}")
        elif expected.status == "optimal" and not agree(1 + expected.value, 1 + (plan.growth_rate or 0.0)):
            wrong.append(f"economy {number}: {plan.growth_rate}, by the page {expected.value}")
    assert not wrong, "\n".join(wrong)
    assert found >= 0.4 * len(turn("balanced"))


@pytest.mark.parametrize("number", [97, 117])
def test_growth_that_works_finished_after_the_plan_would_carry_is_absorbed(number: int) -> None:
    """Two of the economies in which the limit of the years after the plan holds growth back."""
    economy = varied_economy(number)
    plan = optimiser.solve(economy, "balanced")
    assert agree(1 + (plan.growth_rate or 0.0), 1 + greatest_growth(economy).value)


def ideal_point(plan: optimiser.Plan) -> list[float]:
    """The stand-alone maxima that the plan tells; none where it has no such table."""
    tables = [table for table in plan.tables if table.name == "Ideal point"]
    return [float(str(row[table.columns.index("stand-alone maximum")])) for table in tables for row in table.rows]


def test_stand_alone_maxima() -> None:
    """The first stage of `maximum`: a programme for each sector."""
    wrong: list[str] = []
    found = 0
    for number in turn("maximum"):
        economy = varied_economy(number)
        expected, plan = stand_alone_maxima(economy), optimiser.solve(economy, "maximum")
        if {one.status for one in expected} != {"optimal"}:
            if plan.status.value not in {one.status for one in expected}:
                wrong.append(f"economy {number}: {plan.status.value}, by the page {expected[0].status}")
            continue
        found += 1
        theirs = ideal_point(plan)
        if len(theirs) != len(expected) or not all(map(agree, (one.value for one in expected), theirs)):
            wrong.append(f"economy {number}: {plan.status.value}, {theirs}, by the page {expected}")
    assert not wrong, "\n".join(wrong)
    assert found >= 0.4 * len(turn("maximum"))


def test_every_rule_of_the_page_is_written_here() -> None:
    page = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
    rules = page[page.index("## The rules") : page.index("## The strategies")]
    assert sorted(re.findall(r"^### (\w+)$", rules, re.MULTILINE)) == sorted(RULES)


def test_all_that_can_be_varied_is_met() -> None:
    met = Counter(what for number in range(200) for what, there in what_it_has(varied_economy(number)).items() if there)
    assert set(met) == set(what_it_has(varied_economy(0)))
    assert min(met.values()) >= 25, met


@pytest.mark.parametrize("name", RULES)
def test_a_rule_left_out_would_be_noticed(name: str) -> None:
    """Without the rule some economy has another answer: the comparison above depends on every one of them."""
    rest = [rule for each, rule in RULES.items() if each != name]
    random = np.random.default_rng(7)
    for number in range(120):
        economy = varied_economy(number)
        whole, part = programme_of(economy), programme_of(economy, rules=rest)
        columns = [*whole.x.columns.values(), *whole.C.columns.values(), *whole.s.columns.values()]
        goal = dict(zip(columns, random.uniform(-1, 1, len(columns)), strict=True))
        asked, free = whole.lp.compiled().greatest(goal), part.lp.compiled().greatest(goal)
        if asked.status != free.status or not agree(asked.value, free.value, 1e-5):
            return
    pytest.fail(f"{name} never mattered")
