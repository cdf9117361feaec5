"""Plans made anew after every year: consistent over time, and what correct feedback is worth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from carried_out import course
from oracle.further_economies import machines

from optimiser import read_workbook, solve
from optimiser.economy.behaviour import FAITHFUL, Behaviour
from optimiser.economy.economy import Economy, Terminal
from optimiser.economy.random import synthetic_economy
from optimiser.errors import VerificationFailed
from optimiser.execution import Draws, demand, execute_strategies, replanning
from optimiser.execution.conservation import conservation
from optimiser.execution.demand import of_plan
from optimiser.execution.feedback import feedback_in_words
from optimiser.execution.remaining import Feedback, following, remaining, too_few_for_a_second
from optimiser.execution.replanning import Replanned, Rolling, handed_over, replan
from optimiser.plan.plan import Plan
from optimiser.report.page import Table
from optimiser.report.pages.execution import planned_anew
from optimiser.report.reports import execution_json
from optimiser.strategies import Request

ROOT = Path(__file__).parent.parent.parent


def economy_of(name: str) -> Economy:
    return read_workbook(ROOT / "inputs" / f"{name}.xlsx").economy


def rest_of(plan: Plan, year: int, feedback: Feedback, behaviour: Behaviour = FAITHFUL) -> Economy:
    """What is left of a plan after it has been carried out to a year."""
    taken = course(plan.economy, of_plan(plan), behaviour)
    promised = np.inf if plan.growth_rate is None else plan.growth_asked
    return remaining(taken.setting, taken.states[year], taken.years[year - 1], year, feedback, promised)


CASES = [
    ("first_five_year_plan", "consumption", ""),
    ("first_five_year_plan", "balanced", "optimal"),
    ("first_five_year_plan", "proportional", "optimal"),
    ("goelro", "consumption", ""),
    ("reconstruction", "consumption", ""),
    ("two_sectors", "balanced", "modest"),
    ("germany_2015", "proportional", "power"),
    ("williams", "weighted", ""),
]


@pytest.mark.parametrize(("name", "strategy", "target_set"), CASES)
def test_the_rest_of_the_best_plan_is_best_for_the_rest(name: str, strategy: str, target_set: str) -> None:
    """Planned anew where all went as planned, the goal of the whole plan is what it was, after every year."""
    plan = solve(economy_of(name), strategy, target_set=target_set)
    discount = 1.0 / (1.0 + plan.economy.settings.discount_rate)
    for year in range(1, plan.economy.years.plan):
        anew = solve(rest_of(plan, year, Feedback.REPORTS), strategy, target_set=target_set)
        assert anew.solution.optimal
        if strategy == "consumption":
            weights, homes = discount ** np.arange(1.0, year + 1.0), plan.economy.households
            mouths = homes.mouths[:, 1 : year + 1]
            worth = mouths * plan.economy.settings.utility.of(plan.quantities.consumption[:, 1 : year + 1] / mouths)
            before = float((homes.counted / homes.counted.mean()) @ worth @ weights)
            assert before + discount**year * anew.objective == pytest.approx(plan.objective, rel=1e-7)
        elif strategy == "weighted":
            assert anew.objective == pytest.approx(plan.objective, rel=1e-7)
        else:
            assert anew.share == pytest.approx(plan.share, abs=1e-7)
        if strategy == "balanced":
            assert anew.growth_asked == pytest.approx(plan.growth_asked, abs=1e-7)
        assert anew.verification is not None


@pytest.mark.parametrize("with_machines", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_the_rest_of_random_economies(seed: int, *, with_machines: bool) -> None:
    """Machines from abroad are paid with the work, also of what was begun before the plan was made anew."""
    terminal = list(Terminal)[seed % 4]
    economy = replace(
        synthetic_economy(4 + seed, 4, tail=2 * (terminal is Terminal.TAIL), seed=seed, density=0.6), terminal=terminal
    )
    if with_machines:
        economy = machines(economy, np.random.default_rng(seed))
    plan = solve(economy, "consumption")
    assert plan.solution.optimal
    discount = 1.0 / (1.0 + economy.settings.discount_rate)
    for year in (1, 2, 3):
        anew = solve(rest_of(plan, year, Feedback.TRUTH), "consumption")
        weights = discount ** np.arange(1.0, year + 1.0)
        before = float((plan.quantities.consumption[:, 1 : year + 1] @ weights).sum())
        assert before + discount**year * anew.objective == pytest.approx(plan.objective, rel=1e-6)


@pytest.mark.parametrize(("strategy", "kept"), [("balanced", 0.0), ("consumption", 0.0), ("proportional", 0.5)])
def test_targets_whose_year_is_over_hold_no_strategy_up_that_needs_none(strategy: str, kept: float) -> None:
    """Of the two occasions the first still has targets, those of the second year."""
    economy = economy_of("two_sectors")
    chosen = replace(
        economy,
        targets=replace(economy.targets, year=np.full_like(economy.targets.year, 2)),
        settings=replace(economy.settings, target_set="modest"),
    )
    plan = solve(chosen, strategy)
    assert plan.solution.optimal
    assert not rest_of(plan, 2, Feedback.TRUTH).settings.target_set
    assert rest_of(plan, 1, Feedback.TRUTH).settings.target_set == "modest"
    found = replan(plan, FAITHFUL, Draws(1, 1))
    assert found.kept == dict.fromkeys(Feedback, kept)


def test_what_is_there_is_what_was_left() -> None:
    """The state at the end of a year, read off the plan that led to it."""
    plan = solve(economy_of("first_five_year_plan"), "balanced")
    rest, found = rest_of(plan, 2, Feedback.TRUTH), plan.quantities
    assert rest.years.plan == 3
    assert rest.years.label(0) == plan.economy.years.label(2)
    assert rest.sectors.base_output == pytest.approx(plan.output_by_sector()[:, 2])
    assert rest.assets.capacity == pytest.approx(found.capacity[:, 3])
    assert rest.products.opening_stock == pytest.approx(found.stocks[:, 2], abs=1e-9)
    assert rest.trade.opening_debt == pytest.approx(found.debt[2], abs=1e-9)
    coming = np.zeros(len(rest.sectors.axis))
    np.add.at(coming, rest.inherited.asset, rest.inherited.capacity)
    begun, gestation = plan.economy.inherited, plan.economy.projects.gestation
    still = np.zeros(len(coming))
    np.add.at(still, begun.asset[begun.due > 3], begun.capacity[begun.due > 3])
    for project, sector in enumerate(plan.economy.projects.asset):
        still[sector] += sum(found.starts[project, year] for year in (1, 2) if year + gestation[project] > 3)
    assert coming == pytest.approx(still, abs=1e-9)
    people = np.array(plan.economy.pools.natural[:, 2])
    people[plan.variables.indices.moving] += plan.values("moved")[:, 1]
    assert rest.pools.natural[:, 0] == pytest.approx(people)


def test_reports_believe_what_is_exaggerated() -> None:
    plan = solve(economy_of("first_five_year_plan"), "balanced")
    behaviour = replace(FAITHFUL, exaggeration=0.2)
    said, there = (rest_of(plan, 1, each, behaviour) for each in (Feedback.REPORTS, Feedback.TRUTH))
    assert said.assets.capacity == pytest.approx(1.2 * there.assets.capacity)
    assert said.sectors.base_output == pytest.approx(1.2 * there.sectors.base_output)
    cost = [(each.inherited.capacity[:, None] * each.inherited.cost_to_come).sum() for each in (said, there)]
    assert cost[0] < cost[1], "work that is reported as done is not planned again"


def test_hoards_are_no_part_of_reports() -> None:
    plan = solve(economy_of("williams"), "weighted")
    behaviour = replace(FAITHFUL, hoarding=0.3)
    said, there = (rest_of(plan, 1, each, behaviour).products.opening_stock for each in Feedback)
    taken = course(plan.economy, of_plan(plan), behaviour)
    hoarded = taken.years[0].ledger.closing_hoards[:, 0]
    assert hoarded.sum() > 0.1
    assert there - said == pytest.approx(hoarded)


def test_nothing_is_left_after_the_last_year() -> None:
    plan = solve(economy_of("two_sectors"), "balanced")
    with pytest.raises(ValueError, match="no rest"):
        rest_of(plan, plan.economy.years.plan, Feedback.TRUTH)


@pytest.fixture(scope="module")
def exaggerated() -> Replanned:
    plan = solve(economy_of("two_sectors"), "consumption")
    return replan(plan, replace(FAITHFUL, exaggeration=0.3), Draws(1, 2))


def test_what_is_there_is_the_better_guide(exaggerated: Replanned) -> None:
    """Exaggerated capacity is planned with as if it were there; what is asked beyond it is not made."""
    consumption = exaggerated.gains[0]
    assert float(consumption.of_truth.mean) > 1e-3
    assert abs(float(consumption.of_planning[Feedback.TRUTH].mean)) < 1e-9, "all went as planned"
    assert float(consumption.of_planning[Feedback.REPORTS].mean) < -1e-3


def test_without_exaggeration_and_hoards_reports_are_the_truth() -> None:
    plan = solve(economy_of("first_five_year_plan"), "proportional")
    found = replan(plan, replace(FAITHFUL, harvest_sd=0.1), Draws(3, 3))
    for gain in found.gains:
        assert np.abs([*gain.of_truth.at(()), gain.error]).max() < 1e-9
    assert all(outcome.told.shape == (14, 5) for outcome in found.outcomes.values())


def test_what_is_planned_anew_adds_up_and_is_the_same_again() -> None:
    plan = solve(economy_of("first_five_year_plan"), "proportional")
    behaviour = Behaviour(exaggeration=0.1)
    rolling = Rolling(plan, behaviour, Feedback.REPORTS)
    taken, again = (rolling.course(Draws(2, each), 3).course for each in (4, 9))
    assert conservation(taken).worst < 1e-9
    assert np.array_equal(taken.years[-1].made, again.years[-1].made)
    other = course(plan.economy, of_plan(plan), behaviour, Draws(2, 4))
    assert taken.years[0].made[:, 0] == pytest.approx(other.years[0].made[:, 3], rel=1e-12)
    assert not np.allclose(taken.setting.demanded.output[:, 2], other.setting.demanded.output[:, 2])


def test_a_second_plan_from_reports_is_no_better() -> None:
    """Two sectors without chance: the second plan from what is there is the best there is."""
    plan = solve(economy_of("two_sectors"), "consumption")
    found = replan(plan, replace(FAITHFUL, exaggeration=0.3), Draws(1, 1))
    assert found.second is not None
    assert found.second.gains[0].of_truth.mean > 1e-3
    same = replan(plan, FAITHFUL, Draws(1, 1))
    assert same.second is not None
    assert abs(float(same.second.gains[0].of_truth.mean)) < 1e-12
    assert (same.second.compared, same.second.repetitions) == (1, 1)


def test_a_second_plan_that_is_not_found_is_said() -> None:
    """Of the years after, williams states no objective."""
    economy = economy_of("williams")
    one = replan(solve(economy, "weighted"), FAITHFUL, Draws(1, 2))
    assert one.second is not None
    assert (one.second.gains, one.second.compared, one.second.repetitions) == ((), 0, 2)
    why = "there is no objective 'capacity'"
    assert all(dict(one.second.without[each]) == {why: 2} for each in Feedback)
    found = execute_strategies(Request(economy), ["weighted"], Draws(1, 2))
    found = replace(found, replanned=(one,))
    words = [each for each in feedback_in_words(found) if "second plan" in each]
    assert words == [
        f"Weighted: no second plan for the years after was found from reports in 2 of 2 repetitions ({why}) and from "
        f"what is there in 2 of 2 repetitions ({why})."
    ]
    (page,) = planned_anew(found)
    (table,) = (each for each in page.blocks if isinstance(each, Table) and each.columns[2].name == "why")
    assert table.rows == tuple(("weighted", str(each), why, 2, 2) for each in Feedback)
    shown = execution_json(found, None)["replanned"][0]["second_plans"]
    assert shown["without"] == {str(each): {why: 2} for each in Feedback}


def test_a_second_plan_that_is_not_sought_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    economy = economy_of("two_sectors")
    assert too_few_for_a_second(economy) == ""
    years = replace(economy.years, tail=economy.years.reach - 2 * economy.years.plan)
    assert "too few for a second plan of 3" in too_few_for_a_second(replace(economy, years=years))
    monkeypatch.setattr(replanning, "too_few_for_a_second", lambda _: "the data end")
    one = replan(solve(economy, "consumption"), FAITHFUL, Draws(1, 1))
    found = execute_strategies(Request(economy), ["consumption"], Draws(1, 1))
    words = list(feedback_in_words(replace(found, replanned=(one,))))
    assert "Consumption: no second plan for the years after was sought, since the data end." in words
    assert replan(solve(economy, "consumption"), FAITHFUL, Draws(1, 1), second=False).second is None


def test_the_second_plan_begins_where_the_first_ended() -> None:
    plan = solve(economy_of("two_sectors"), "consumption")
    taken = course(plan.economy, of_plan(plan), FAITHFUL)
    second = following(taken.setting, taken.states[-1], taken.years[-1], Feedback.TRUTH)
    assert second.years.label(0) == plan.economy.years.label(3)
    assert second.years.plan == 3
    assert second.assets.capacity == pytest.approx(taken.states[-1].capacity[:, 0])
    before = plan.economy.households.baskets.toarray() * taken.years[-1].consumption[:, 0]
    assert second.households.baskets.toarray() == pytest.approx(before)
    assert not len(second.targets.set)


def test_it_is_said_with_figures(exaggerated: Replanned) -> None:
    request = Request(economy_of("two_sectors"))
    found = execute_strategies(request, ["consumption", "maximum"], Draws(1, 30), replanning=2)
    assert [each.strategy for each in found.replanned] == ["consumption", "coordinated maximum"]
    words = " ".join(feedback_in_words(replace(found, replanned=(exaggerated,))))
    assert "correct feedback" in words
    assert f"{float(exaggerated.gains[0].of_truth.mean):+.3f}" in words
    assert "consumption, planned anew from reports" in found.rows
    assert found.rows["consumption, planned anew from what is there"].repetitions == 2


def test_all_figures_of_the_new_plan_are_in_force_after_its_year() -> None:
    """What comes from outside the plan, too."""
    plan = solve(economy_of("two_sectors"), "balanced")
    told = of_plan(plan)
    taken = course(plan.economy, told, FAITHFUL)
    other = told.remade(lambda part: getattr(told, part)[:, 1:] + 1.0)
    setting, _ = handed_over(taken.setting, taken.states[1], other, 1)
    for part in ("output", "starts", "consumption", "imports", "exports", "transfers", "given", "outside"):
        before, after = getattr(told, part), getattr(setting.demanded, part)
        np.testing.assert_array_equal(after[:, :2], before[:, :2])
        np.testing.assert_array_equal(after[:, 2:], before[:, 2:] + 1.0)


def test_what_rounding_leaves_is_no_stock() -> None:
    """No further plan could be shown to leave a stock of 1e-14 again."""
    plan = solve(economy_of("goelro"), "balanced")
    taken = course(plan.economy, of_plan(plan), FAITHFUL)
    last, storable = taken.states[-1], plan.economy.products.storable[:, None]
    dusty = replace(last, stocks=np.where(storable & (last.stocks < 1e-9), 1e-14, last.stocks))
    second = following(taken.setting, dusty, taken.years[-1], Feedback.TRUTH)
    assert not ((second.products.opening_stock > 0.0) & (second.products.opening_stock < 1e-9)).any()
    assert second.products.opening_stock.sum() == pytest.approx(last.stocks.sum(), abs=1e-6)
    assert solve(second, "balanced").solution.optimal


def test_a_plan_that_does_not_add_up_is_not_taken_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = solve(economy_of("two_sectors"), "consumption")

    def wrong(*_: object, **__: object) -> Plan:
        raise VerificationFailed("it does not add up")

    monkeypatch.setattr(replanning, "solve", wrong)
    with pytest.raises(VerificationFailed):
        replan(plan, FAITHFUL, Draws(1, 1))


def test_what_the_planner_believes_is_shown_against_what_is_there(exaggerated: Replanned) -> None:
    """With nothing but exaggeration by 0.3 both are 1.3 times what is there, in every year; without, the same."""
    for belief in exaggerated.beliefs:
        said, there = (belief.estimates[each] for each in Feedback)
        assert said.mean == pytest.approx(1.3 * there.mean)
        assert said.mean.shape == (3,)
    assert (exaggerated.beliefs[1].estimates[Feedback.TRUTH].mean > 1.0).all()
    made = exaggerated.outcomes[Feedback.REPORTS]
    assert exaggerated.beliefs[1].estimates[Feedback.TRUTH].mean[-1] == pytest.approx(float(made.capital_index.mean))
    economy = economy_of("williams")
    plan = solve(economy, "weighted")
    found = replan(plan, replace(FAITHFUL, hoarding=0.3), Draws(1, 1), second=False)
    stocks = found.beliefs[0].estimates
    taken = course(economy, of_plan(plan), replace(FAITHFUL, hoarding=0.3)).years[0].ledger
    price = economy.products.price
    assert stocks[Feedback.REPORTS].mean[0] == pytest.approx(price @ taken.closing_stocks[:, 0])
    hoarded = price @ taken.closing_hoards[:, 0]
    assert hoarded > 0.1
    assert (stocks[Feedback.TRUTH].mean - stocks[Feedback.REPORTS].mean)[0] == pytest.approx(hoarded)


def test_what_the_planner_believes_is_on_the_page_and_in_json(exaggerated: Replanned) -> None:
    found = execute_strategies(Request(economy_of("two_sectors")), ["consumption"], Draws(1, 2))
    found = replace(found, replanned=(exaggerated,))
    (page,) = planned_anew(found)
    (table,) = (
        each for each in page.blocks if isinstance(each, Table) and "side" in [column.name for column in each.columns]
    )
    assert len(list(table.rows)) == 2 * 2 * 3
    shown = execution_json(found, None)["replanned"][0]["believed"]
    for belief, told in zip(exaggerated.beliefs, shown, strict=True):
        for side, name, feedback in (
            ("believed, as reported", "believed", Feedback.REPORTS),
            ("real", "real", Feedback.TRUTH),
        ):
            for part in ("mean", "low", "high"):
                values = getattr(belief.estimates[feedback], part)
                (row,) = (each for each in table.rows if (each[1], each[3], each[4]) == (belief.what, side, part))
                assert row[5:] == pytest.approx(tuple(values))
                assert list(told[name][part].values()) == pytest.approx(list(values))


def test_one_repetition_has_no_standard_error_that_is_said(exaggerated: Replanned) -> None:
    found = execute_strategies(Request(economy_of("two_sectors")), ["consumption"], Draws(1, 1))
    assert "(standard error" in " ".join(feedback_in_words(replace(found, replanned=(exaggerated,))))
    once = replan(solve(found.economy, "consumption"), replace(FAITHFUL, exaggeration=0.3), Draws(1, 1))
    words = " ".join(feedback_in_words(replace(found, replanned=(once,))))
    assert f"{float(once.gains[0].of_truth.mean):+.3f}" in words
    assert "standard error" not in words
    assert "nan" not in words


def test_no_first_plan_is_solved_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    solved: list[tuple[str, str]] = []

    def counted(economy: Economy, name: str, **asked: Any) -> Plan:
        solved.append((name, asked.get("target_set", "")))
        return solve(economy, name, **asked)

    monkeypatch.setattr(demand, "solve", counted)
    economy = economy_of("two_sectors")
    execute_strategies(Request(economy), ("balanced", "maximum", "consumption"), Draws(1, 1), replanning=1)
    assert sorted(solved) == [("balanced", ""), ("consumption", ""), ("maximum", "")]
    solved.clear()
    execute_strategies(Request(economy, "ambitious"), ("balanced", "maximum"), Draws(1, 1))
    assert solved.count(("balanced", "")) == 1, "what demands lack does not come from a plan for other targets"
