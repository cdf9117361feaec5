"""Strategies of several stages: no later stage is called infeasible, and what fails leaves the stage before."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from paths import economy_with_paths
from scipy.optimize import linprog

from optimiser import Economy, Plan, SolverOptions, Status, economy_from_tables, read_economy, solve
from optimiser.economy.economy import Terminal
from optimiser.economy.random import synthetic_economy
from optimiser.programme import LinearProgramme, formulate
from optimiser.solver import HighsSession, Solution, no_solution
from optimiser.strategies.closing import LAST
from optimiser.strategies.goals import Goals, target_goals
from optimiser.workbook.examples import EXAMPLES

DATA = Path(os.environ.get("PLAN_OPTIMISER_DATA", "no such folder"))


EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10, "presolve": False}


def found_and_shown_to_be_the_best(plan: Plan) -> None:
    assert plan.status is Status.OPTIMAL
    assert plan.sentences == () or plan.strategy != "balanced"
    assert plan.verification is not None
    assert plan.verification.gap <= 1e-8


@pytest.mark.parametrize(
    ("sectors", "years", "tail", "growth_kept", "growth", "seed"),
    [
        (7, 5, 3, 1.0, 0.05, 1),
        (10, 6, 0, 0.8, 0.12, 10),
        (9, 6, 0, 1.0, 0.12, 28),
        (8, 5, 0, 1.0, 0.05, 40),
        (9, 6, 3, 1.0, 0.12, 41),
        (3, 5, 3, 1.0, 0.05, 47),
        (12, 6, 0, 1.0, 0.12, 66),
    ],
)
def test_a_ladder_of_many_near_rungs_is_climbed(
    sectors: int, years: int, tail: int, growth_kept: float, growth: float, seed: int
) -> None:
    """Earlier stages held a hair loosely made the later ones infeasible, or no goal blocked."""
    economy = economy_with_paths(sectors, years, tail=tail, seed=seed, growth_kept=growth_kept, growth=growth)
    found_and_shown_to_be_the_best(solve(economy, "balanced", target_set="path"))


@pytest.mark.parametrize("name", ["false_infeasible_path.xlsx", "highs_unknown.xlsx"])
def test_books_that_were_called_infeasible(name: str) -> None:
    path = DATA / "trials" / name
    if not path.exists():
        pytest.skip(f"{name} is not there: set PLAN_OPTIMISER_DATA to a folder with trials/{name}")
    plan = solve(read_economy(path), "balanced")
    # on such a book the stage after the last may be left out, and that is said
    assert all(LAST in sentence for sentence in plan.sentences)
    found_and_shown_to_be_the_best(replace(plan, sentences=()))


@pytest.mark.parametrize(("sectors", "seed", "density"), [(2, 8, 1.0), (3, 13, 0.3), (3, 43, 1.0)])
def test_noise_is_not_measured_by_noise(sectors: int, seed: int, density: float) -> None:
    """In a year almost nothing is traded; what rounding leaves of it was all of that year's turnover."""
    found_and_shown_to_be_the_best(solve(synthetic_economy(sectors, 4, seed=seed, density=density), "balanced"))


@pytest.mark.parametrize("seed", range(12))
def test_every_strategy_finds_the_best_plan_or_proves_that_there_is_none(seed: int) -> None:
    random = np.random.default_rng(seed)
    size = {"sectors": int(random.integers(2, 9)), "plan_years": int(random.integers(2, 6))}
    economy = synthetic_economy(**size, tail=int(random.choice([0, 3])), seed=seed, density=0.6, target_growth=0.02)
    for name in ("balanced", "maximum", "ratchet", "targets", "proportional", "superindustrial", "war", "consumption"):
        plan = solve(economy, name, target_set="growth")
        assert plan.status is Status.OPTIMAL or (name, plan.status) == ("targets", Status.INFEASIBLE)
        if plan.status is Status.OPTIMAL:
            assert plan.verification is not None
            assert plan.verification.gap <= 1e-8
        else:
            assert plan.share is not None
            assert plan.share < 1.0


def leximin_by_scipy(programme: LinearProgramme, goals: Goals, consumption: dict[int, float]) -> np.ndarray:
    """Shares, each goal proved to be blocked by a programme of its own."""
    arrays, matrix = programme.arrays, programme.arrays.matrix
    count, columns = len(goals.axis), programme.columns
    rows, sides = [], []
    for sign, side in ((1.0, arrays.row_upper), (-1.0, -arrays.row_lower)):
        finite = np.flatnonzero(np.isfinite(side))
        rows.append(sign * matrix[finite].toarray())
        sides.append(side[finite])
    common, least = np.vstack(rows), np.concatenate(sides)
    lower = arrays.lower.copy()
    for column, value in consumption.items():
        lower[column] = max(lower[column], value)
    body = np.array([goals.one(index).vector(columns) for index in range(count)])
    bounds = [*np.column_stack([lower, arrays.upper]), (None, 1.0)]
    common = np.column_stack([common, np.zeros(len(common))])

    def best(goal: np.ndarray, reached: np.ndarray, open_: np.ndarray) -> float:
        of_share = np.where(open_, goals.increment, 0.0)
        held = goals.base + np.where(open_, 0.0, np.nan_to_num(reached) * goals.increment)
        table = np.vstack([common, np.column_stack([-body, of_share])])
        answer = linprog(  # type: ignore[call-overload]
            -goal, table, np.concatenate([least, -held]), bounds=bounds, method="highs", options=EXACT
        )
        assert answer.status == 0
        return -float(answer.fun)

    reached = np.full(count, np.nan)
    share = np.append(np.zeros(columns), 1.0)
    while np.isnan(reached).any():
        open_ = np.isnan(reached)
        level = best(share, reached - 1e-10, open_)
        floor = np.where(open_, level, reached) - 1e-10
        for index in np.flatnonzero(open_):
            alone = best(np.append(body[index], 0.0), floor, np.zeros(count, bool))
            if level > 1.0 - 1e-9 or (alone - goals.base[index]) / goals.increment[index] < level + 1e-6:
                reached[index] = level
    return reached


@pytest.mark.parametrize("seed", range(10))
def test_the_ladder_is_that_of_another_programme(seed: int) -> None:
    economy = economy_with_paths(4, 3, tail=0, seed=seed, growth_kept=0.8, growth=0.12)
    plan = solve(economy, "balanced", target_set="path")
    assert plan.kept_growth is not None
    assert len(set(shares_of(plan).values())) > 2
    bare, v = formulate(economy)
    goals = target_goals(economy, v, "path")
    consumption = {int(v.consumption.columns[0, year]): (1 + plan.kept_growth) ** (year + 1) for year in range(3)}
    names = zip(goals.axis.columns["code"], goals.axis.columns["year"], strict=True)
    theirs = dict(zip(names, leximin_by_scipy(bare, goals, consumption), strict=True))
    ours = shares_of(plan)
    assert ours == pytest.approx(theirs, abs=1e-6)


def shares_of(plan: Plan) -> dict[tuple[object, object], float]:
    ladder = next(table for table in plan.tables if table.name == "Ladder")
    code, year, share = (ladder.columns.index(name) for name in ("code", "year", "share"))
    return {(row[code], row[year]): float(str(row[share])) for row in ladder.rows}


class Failing:
    """Makes the solves of what is known to be feasible fail from a given one on."""

    def __init__(self, after: int) -> None:
        self.after, self.made = after, 0

    def __call__(self, session: HighsSession) -> Solution:
        self.made += 1
        return session._solve(known=True) if self.made <= self.after else no_solution(Status.UNDECIDED)


def failing(monkeypatch: pytest.MonkeyPatch, economy: Economy, name: str, target_set: str, after: int) -> Plan:
    fails = Failing(after)
    monkeypatch.setattr(HighsSession, "solve_known", lambda session: fails(session))
    return solve(economy, name, target_set=target_set)


def test_where_a_later_stage_fails_the_one_before_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    economy = economy_with_paths(4, 3, tail=0, seed=1, growth_kept=0.8, growth=0.12)
    whole = Failing(100)
    monkeypatch.setattr(HighsSession, "solve_known", lambda session: whole(session))
    complete = solve(economy, "balanced", target_set="path")
    rungs = len({row[4] for row in complete.tables[0].rows})
    assert rungs > 1
    stages = []
    for after in range(whole.made):
        plan = failing(monkeypatch, economy, "balanced", "path", after)
        if plan.status is Status.UNDECIDED:
            # the growth rate itself was not found
            assert after < whole.made - rungs - 2
            continue
        assert plan.verification is not None
        assert plan.growth_rate == pytest.approx(complete.growth_rate, abs=1e-9)
        assert plan.share == pytest.approx(complete.share, abs=1e-8)
        stages.append(plan.sentences[0].split(" could not")[0])
        settled = shares_of(plan)
        assert all(
            settled[code] == pytest.approx(share, abs=1e-8)
            for code, share in shares_of(complete).items()
            if code in settled
        )
    assert stages == ["The shares of the targets that do not block first"] * (rungs - 1) + [
        "The smoothest consumption among the plans that do as well",
        "What is left for living standards",
        "The plan with the fewest needless moves",
    ]


@pytest.mark.parametrize(("name", "stage"), [("maximum", "common share"), ("ratchet", "last round")])
def test_where_the_last_stage_fails_the_common_share_stands(
    monkeypatch: pytest.MonkeyPatch, name: str, stage: str
) -> None:
    economy = synthetic_economy(4, 3, seed=3, density=0.6)
    complete = solve(economy, name, target_set="growth")
    known = 0 if name == "ratchet" else 4 * 4
    plan = failing(monkeypatch, economy, name, "growth", known)
    assert plan.status is Status.OPTIMAL
    assert plan.verification is not None
    assert plan.share == pytest.approx(complete.share)
    assert [each for each in plan.sentences if stage in each and "could not be decided" in each]


@pytest.mark.parametrize(("growth", "status"), [(0.001, Status.OPTIMAL), (0.5, Status.INFEASIBLE)])
def test_the_largest_share_decides_on_targets_where_the_solver_does_not(
    monkeypatch: pytest.MonkeyPatch, growth: float, status: Status
) -> None:
    economy = synthetic_economy(5, 3, seed=2, target_growth=growth)
    real, calls = HighsSession.solve, []

    def first_fails(session: HighsSession) -> Solution:
        calls.append(session)
        return no_solution(Status.UNDECIDED) if len(calls) == 1 else real(session)

    monkeypatch.setattr(HighsSession, "solve", first_fails)
    plan = solve(economy, "targets", target_set="growth")
    assert plan.status is status
    if status is Status.OPTIMAL:
        assert plan.verification is not None
        assert "could not be decided" in plan.sentences[0]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["maximum", "ratchet", "balanced"])
def test_a_solver_of_fewer_digits_is_asked_for_no_more(name: str, seed: int) -> None:
    economy = synthetic_economy(3, 3, seed=seed, density=0.7)
    exact = solve(economy, name, target_set="growth")
    printed = solve(economy, name, target_set="growth", options=SolverOptions("cbc"))
    found_and_shown_to_be_the_best(printed)
    assert printed.share == pytest.approx(exact.share, abs=1e-7)


def test_the_ratchet_of_the_five_year_plan_with_cbc() -> None:
    """With the share at its maximum a row has a multiplier of 8,000: that CBC is 1e-12 off there shows as 1e-8."""
    economy = economy_from_tables(EXAMPLES["first_five_year_plan"]())
    exact = solve(economy, "ratchet", target_set="optimal")
    found_and_shown_to_be_the_best(exact)
    printed = solve(economy, "ratchet", target_set="optimal", options=SolverOptions("cbc"))
    assert printed.status is Status.OPTIMAL
    assert printed.verification is not None
    off = max(float(np.abs(printed.solution.shadow_prices).max()) * 1e-12, 1e-9)
    assert printed.verification.gap <= 10 * off
    assert printed.share == pytest.approx(exact.share, rel=1e-9)


def test_nothing_can_be_made_of_what_households_live_on() -> None:
    """No capacity for what is consumed: growth is -100 per cent a year, and that is an answer."""
    economy = synthetic_economy(4, 3, seed=1)
    capacity = economy.sectors.capacity.copy()
    capacity[2] = 0.0
    sectors = replace(economy.sectors, capacity=capacity)
    none = np.full_like(economy.trade.import_limit, 0.0)
    projects = replace(economy.projects, year_limit=np.zeros_like(economy.projects.year_limit))
    inherited = replace(economy.inherited, capacity=np.zeros_like(economy.inherited.capacity))
    stocks = replace(
        economy.products,
        opening_stock=np.zeros_like(economy.products.opening_stock),
        closing_stock=np.zeros_like(economy.products.closing_stock),
    )
    bare: dict[str, Any] = {
        "sectors": replace(sectors, fall_limit=np.ones(4)),
        "trade": replace(economy.trade, import_limit=none),
        "projects": projects,
        "inherited": inherited,
        "products": stocks,
        "demand": replace(economy.demand, quantity=np.zeros_like(economy.demand.quantity)),
        "households": replace(economy.households, floor=np.zeros_like(economy.households.floor)),
    }
    plan = solve(replace(economy, **bare), "balanced")
    assert plan.status is Status.OPTIMAL
    assert plan.growth_rate == pytest.approx(-1.0, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_a_shrinking_ray_is_a_plan(seed: int) -> None:
    """On the ray with falling yields all shrinks together, the end with the rest: no more is asked of it than that."""
    economy = synthetic_economy(3, 3, seed=seed, density=0.7)
    yields = np.array(economy.sectors.yields)
    yields[:, 1:] *= 0.7 ** np.arange(1, yields.shape[1])
    shrinking = replace(
        economy,
        terminal=Terminal.RAY,
        sectors=replace(economy.sectors, yields=yields, fall_limit=np.ones(3)),
        households=replace(economy.households, floor=np.zeros_like(economy.households.floor)),
        demand=replace(economy.demand, quantity=np.zeros_like(economy.demand.quantity)),
    )
    plan = solve(shrinking, "balanced")
    found_and_shown_to_be_the_best(plan)
    assert plan.growth_rate is not None
    assert plan.growth_rate < 0.0
