"""The last stages of every strategy: its goal is kept exactly, nothing moves without need, and one plan is left."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from optimiser import Economy, Plan, Request, SolverOptions, economy_from_tables, solve
from optimiser.plan.optimality import relative_gap
from optimiser.strategies import strategy_of
from optimiser.strategies.closing import closed
from optimiser.workbook.examples import EXAMPLES

NAMES = ("balanced", "proportional", "superindustrial", "consumption", "war", "maximum")
CODES = ("COA", "STL", "CLO", "COR")


def degenerate(order: tuple[str, ...] = CODES) -> dict[str, list[list[object]]]:
    """Four sectors with more of everything than is needed: idle labour, idle capacity, open borders, free storage."""
    sectors = {
        "COA": ["COA", "coal", "Mt", "producer goods", 40.0, True, 5.0],
        "STL": ["STL", "steel", "Mt", "producer goods", 10.0, True, 2.0],
        "CLO": ["CLO", "cloth", "Mm", "consumer goods", 30.0, True, 0.0],
        "COR": ["COR", "corn", "Mt", "agriculture", 50.0, True, 4.0],
    }
    inputs = {"COA": {"STL": 1.0, "CLO": 0.3}, "STL": {"COA": 0.02, "CLO": 0.01}, "COR": {"COR": 0.1}}
    return {
        "Plan": [
            ["key", "value"],
            ["title", "more than enough"],
            ["format version", 1],
            ["base year", 0],
            ["plan years", 4],
            ["tail years", 2],
            ["target set", "up"],
        ],
        "Sectors": [
            ["code", "name", "unit", "group", "base output", "storable", "opening stock"],
            *(sectors[code] for code in order),
        ],
        "Inputs": [
            ["product", *order],
            *list[list[object]]([row, *(inputs.get(row, {}).get(c) for c in order)] for row in order),
        ],
        "Capacity": [
            ["sector", "capacity", "depreciation", "absorptive limit"],
            *([code, 1.6 * float(str(sectors[code][4])), 0.03, 0.1] for code in order),
        ],
        "Projects": [["sector", "type", "gestation"], *([code, kind, n] for code in order for kind, n in KINDS)],
        "Construction": [["product", *order], ["STL", *(0.05 for _ in order)]],
        "Labour": [["pool", "persons", "growth"], ["town", 30.0, 0.01], ["land", 60.0, 0.01]],
        "Labour inputs": [
            ["pool", *order],
            ["town", *({"COA": 0.2, "STL": 0.5, "CLO": 0.2}.get(code) for code in order)],
            ["land", *({"COR": 0.6}.get(code) for code in order)],
        ],
        "Transfers": [["from", "to", "limit"], ["land", "town", 4.0], ["town", "land", 4.0]],
        "Households": [["household", "floor"], ["workers", 0.5], ["peasants", 0.5]],
        "Baskets": [["product", "workers", "peasants"], ["CLO", 14.0, 14.0], ["COR", 20.0, 22.0]],
        "Demand": [["product", "use", 1], ["STL", "army", 2.0]],
        "Trade": [["product", "import price", "export price"], ["CLO", 1.0, 1.0], ["COR", 1.0, 1.0], ["COA", 1.0, 1.0]],
        "Foreign exchange": [["item", "value"], ["receipts", 1.0], ["debt limit", 5.0]],
        "Targets": [
            ["set", "variable", "code", "year", "value"],
            ["up", "output", "COA", 4, 50.0],
            ["up", "output", "COR", 4, 60.0],
        ],
    }


KINDS = (("new", 2), ("extension", 1))


@cache
def economy(name: str) -> Economy:
    return economy_from_tables(degenerate() if name == "degenerate" else EXAMPLES[name]())


def request_of(name: str) -> Request:
    return Request(economy(name))


@cache
def made(name: str, strategy: str) -> tuple[Plan, Plan]:
    """The plan of the goal alone, and the plan that the last stages leave."""
    before = strategy_of(strategy)(request_of(name))
    return before, closed(before, request_of(name))


def moves(plan: Plan) -> float:
    v = plan.variables
    blocks = (v.transfers, v.imports, v.exports, v.stocks, v.starts)
    return float(sum((plan.values(each.name) / each.scale[:, None]).sum() for each in blocks))


@pytest.mark.parametrize("strategy", NAMES)
@pytest.mark.parametrize("name", ["degenerate", "first_five_year_plan"])
def test_the_goal_is_kept_and_so_are_its_prices(name: str, strategy: str) -> None:
    before, after = made(name, strategy)
    goal = after.programme.objective
    size = max(abs(before.objective), 1.0)
    assert goal @ after.solution.values == pytest.approx(goal @ before.solution.values, abs=2e-9 * size)
    assert after.solution.shadow_prices is before.solution.shadow_prices
    assert after.programme is before.programme
    assert relative_gap(after.programme, after.solution) <= 1e-8
    after.verified()


@pytest.mark.parametrize("strategy", NAMES)
def test_less_moves_and_nobody_lives_worse(strategy: str) -> None:
    before, after = made("degenerate", strategy)
    years = np.arange(1, before.economy.years.last + 1)
    discount = (1.0 + before.economy.settings.discount_rate) ** -years.astype(float)

    def least(plan: Plan) -> float:
        heads = plan.values("consumption") / plan.economy.households.mouths[:, 1 : len(years) + 1]
        return float(heads.min(axis=0) @ discount)

    assert least(after) >= least(before) - 0.02 * abs(least(before))
    if least(after) < least(before) + 1e-6:
        assert moves(after) <= moves(before) + 1e-6


@pytest.mark.parametrize("strategy", NAMES)
def test_nobody_moves_where_labour_is_idle_at_home(strategy: str) -> None:
    _, plan = made("degenerate", strategy)
    transfers = plan.values("transfers")
    both = transfers[0] * transfers[1]
    assert both == pytest.approx(np.zeros_like(both), abs=1e-9), "nobody passes anybody on the way"
    last, moving = plan.economy.years.last, plan.economy.transfers
    employed = np.asarray(plan.economy.techniques.labour @ plan.values("output")[:, :last])
    natural = plan.economy.pools.natural[:, 1 : last + 1]
    for transfer, (source, target) in enumerate(zip(moving.source, moving.target, strict=True)):
        # growth of a hundredth a year of those who moved is left to them
        others = sum(
            np.cumsum(transfers[each]) * (int(moving.target[each] == target) - int(moving.source[each] == target))
            for each in range(len(transfers))
            if each != transfer
        )
        idle_without = (natural[target] + 1.05 * np.asarray(others) - employed[target] >= -1e-7).all()
        assert not (transfers[transfer].sum() > 1e-6 and idle_without), (source, target)


@pytest.mark.parametrize("strategy", NAMES)
def test_one_plan_is_left_whatever_the_order_of_sectors(strategy: str) -> None:
    _, plan = made("degenerate", strategy)
    turned = economy_from_tables(degenerate(("COR", "STL", "COA", "CLO")))
    other = solve(turned, strategy)
    for block in ("output", "stocks", "imports", "exports", "starts", "transfers", "consumption", "capacity"):
        ours, theirs = plan.frame(block), other.frame(block)
        there = theirs.reindex(ours.index)
        scale = dict(
            zip(plan.programme.variable[block].entity.labels, plan.programme.variable[block].scale, strict=True)
        )
        sizes = np.array(list(scale.values()))[:, None]
        assert there.to_numpy() / sizes == pytest.approx(ours.to_numpy() / sizes, abs=1e-6), block


@pytest.mark.parametrize("strategy", NAMES)
def test_one_plan_is_left_whatever_the_solver(strategy: str) -> None:
    _, plan = made("degenerate", strategy)
    other = solve(economy("degenerate"), strategy, options=SolverOptions("cbc"))
    for block in plan.variables.blocks:
        ours, theirs = plan.values(block.name), other.values(block.name)
        assert theirs / block.scale[:, None] == pytest.approx(ours / block.scale[:, None], abs=1e-6), block.name


def test_what_is_not_found_is_not_closed() -> None:
    impossible = copy.deepcopy(degenerate())
    impossible["Targets"][1][4] = 5000.0
    plan = solve(economy_from_tables(impossible), "targets")
    assert plan.status.value == "infeasible"
    assert plan.sentences == ()


def test_last_stages_that_do_not_add_up_leave_the_plan_of_the_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    economy = economy_from_tables(EXAMPLES["two_sectors"]())

    def spoilt(plan: Plan, request: Request) -> Plan:
        last = closed(plan, request)
        return replace(last, solution=replace(last.solution, values=2.0 * last.solution.values))

    monkeypatch.setattr("optimiser.strategies.solve.closed", spoilt)
    found = solve(economy, "balanced")
    assert found.verification is not None
    assert any("fewest needless moves could not be decided" in each for each in found.sentences)
    alone = strategy_of("balanced")(Request(economy))
    assert found.solution.values == pytest.approx(alone.solution.values)
