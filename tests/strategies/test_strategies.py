"""Strategies: what each promises, on small economies and on the five-year plan (stylised)."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st
from known import known
from tables import Tables, matrix, plan

import optimiser
from optimiser import SolverOptions, Status, economy_from_tables, solve
from optimiser.economy.random import synthetic_economy
from optimiser.errors import InputFault
from optimiser.plan.sentences import holds_back, priced_rows
from optimiser.programme import formulate
from optimiser.solver import open_session
from optimiser.strategies import STRATEGIES, Request
from optimiser.strategies.balanced import GrowingRows, greatest_growth, growing_together, with_margin
from optimiser.strategies.goals import sector_goals, target
from optimiser.strategies.tribute import tribute_sweep
from optimiser.strategies.years_needed import years_needed
from optimiser.workbook.examples import EXAMPLES

few = settings(max_examples=8, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def five_years() -> optimiser.Economy:
    return economy_from_tables(EXAMPLES["first_five_year_plan"]())


def independent(
    programme: optimiser.LinearProgramme, objective: np.ndarray, extra: list[tuple[np.ndarray, float]]
) -> float | None:
    """The greatest value by another library (scipy), with extra rows `a v >= b`; None if infeasible."""
    arrays = programme.arrays
    matrix_ = arrays.scaled.toarray()
    lower, upper = arrays.row_lower / arrays.row_scale, arrays.row_upper / arrays.row_scale
    rows = [
        -matrix_[np.isfinite(lower)],
        matrix_[np.isfinite(upper)],
        *(-(a * arrays.column_scale)[None, :] for a, _ in extra),
    ]
    sides = [-lower[np.isfinite(lower)], upper[np.isfinite(upper)], *(np.array([-b]) for _, b in extra)]
    bounds = list(zip(arrays.lower / arrays.column_scale, arrays.upper / arrays.column_scale, strict=True))
    found = scipy.optimize.linprog(
        -(objective * arrays.column_scale), np.vstack(rows), np.concatenate(sides), bounds=bounds, method="highs-ipm"
    )
    return -known(found.fun) if found.status == 0 else None


def test_growth_found_is_feasible_and_a_little_more_is_not(five_years: optimiser.Economy) -> None:
    found = solve(five_years, "balanced").growth_rate
    programme, v = formulate(five_years)
    for growth, feasible in ((known(found) - 1e-7, True), (known(found) + 1e-6, False)):
        asked = programme.with_rows(growing_together(five_years, v))
        session = open_session(asked)
        # what is left behind at the end grows too: the terminal condition is the ray
        GrowingRows.of(asked).set_growth(session, growth)
        assert session.solve().optimal == feasible


def test_newton_and_bisection_agree(five_years: optimiser.Economy) -> None:
    programme, v = formulate(five_years)
    programme, _ = with_margin(programme.with_rows(growing_together(five_years, v)))
    session, growing = open_session(programme), GrowingRows.of(programme)
    growth, _ = greatest_growth(session, growing)
    assert session.solves < 12
    low, high = 0.0, 0.5
    while high - low > 1e-8:
        middle = (low + high) / 2
        growing.set_growth(session, middle)
        low, high = (middle, high) if session.solve().objective >= 0 else (low, middle)
    assert growth == pytest.approx(low, abs=1e-7)


def test_growth_without_a_future_is_overstated(five_years: optimiser.Economy) -> None:
    """With any part left without a use: a last year that builds nothing has no use for producer goods."""
    unlimited = np.full(len(five_years.products.axis), np.inf)
    free = dataclasses.replace(five_years, products=dataclasses.replace(five_years.products, unused_limit=unlimited))
    # and the exchange a limit only, for else the first harvest holds growth down whatever the end is
    village = dataclasses.replace(free.town_and_country, slack_limit=np.ones_like(free.town_and_country.slack_limit))
    free = dataclasses.replace(free, town_and_country=village)
    bare = dataclasses.replace(free, terminal=optimiser.economy.Terminal.NONE)
    assert known(solve(bare, "balanced").growth_rate) > known(solve(free, "balanced").growth_rate) + 0.001


def test_growth_can_be_negative() -> None:
    """Half the corn is lost each year: consumption can only shrink."""
    economy = economy_from_tables(
        {
            "Plan": plan(plan_years=3, smoothness=0),
            "Sectors": [["code", "unit", "base output", "reserve"], ["corn", "t", 10, 0.0]],
            "Inputs": matrix("product", ["corn"], ["corn"], [[0]]),
            "Capacity": [["sector", "capacity", "depreciation"], ["corn", 8, 0.5]],
            "Households": [["household"], ["all"]],
            "Baskets": matrix("product", ["corn"], ["all"], [[10]]),
        }
    )
    # capacity 8, 4, 2: (1+g)^3 <= .2 binds
    assert solve(economy).growth_rate == pytest.approx(0.2 ** (1 / 3) - 1, abs=1e-8)


@few
@given(st.integers(0, 10_000))
def test_leximin_no_goal_can_rise_without_lowering_one_fixed_before(seed: int) -> None:
    economy = synthetic_economy(6, 3, seed=seed, density=0.7)
    found = solve(economy, "balanced", target_set="growth")
    ladder = found.tables[0]
    shares = {str(row[1]): float(str(row[4])) for row in ladder.rows}
    assert (steps := [float(str(row[4])) for row in ladder.rows]) == sorted(steps)
    assert all(share <= 1 + 1e-9 for share in shares.values())
    programme, v = formulate(economy)
    kept = known(found.growth_rate) * economy.settings.growth_kept
    goals = sector_goals(economy, v, "output", np.arange(6), economy.targets.value)
    codes = goals.axis.columns["code"]
    consumption = [
        (np.eye(1, programme.columns, v.consumption.columns[0, year - 1]).ravel(), (1 + kept) ** year * (1 - 1e-9))
        for year in range(1, 4)
    ]
    for place, code in enumerate(codes):
        if shares[code] > 1 - 1e-6:
            continue
        # all that were fixed before or with it keep their shares; it alone is pushed
        others = [
            (
                goals.one(other).vector(programme.columns),
                goals.base[other] + (shares[name] - 1e-8) * goals.increment[other],
            )
            for other, name in enumerate(codes)
            if other != place and shares[name] <= shares[code] + 1e-9
        ]
        best = independent(programme, goals.one(place).vector(programme.columns), consumption + others)
        assert best is not None
        share = (best - goals.base[place]) / goals.increment[place]
        assert share == pytest.approx(shares[code], abs=2e-5)


def test_earlier_stages_are_left_untouched(five_years: optimiser.Economy) -> None:
    found = solve(five_years, "balanced")
    kept = known(found.growth_rate) * five_years.settings.growth_kept
    years = np.arange(1, five_years.years.last + 1)
    assert (found.values("consumption") >= (1 + kept) ** years - 1e-8).all()
    output = found.output_by_sector()[:, five_years.years.plan]
    for row in found.tables[0].rows:
        sector = five_years.sectors.axis.position[str(row[1])]
        assert output[sector] >= float(str(row[6])) * (1 - 1e-8)


def test_stand_alone_maxima_agree_with_another_solver(five_years: optimiser.Economy) -> None:
    found = solve(five_years, "maximum")
    ideal = next(table for table in found.tables if table.name == "Ideal point")
    programme, v = formulate(five_years)
    goals = sector_goals(five_years, v, "output", np.arange(14), 2 * five_years.sectors.base_output)
    for place, row in enumerate(ideal.rows):
        best = independent(programme, goals.one(place).vector(programme.columns), [])
        assert row[2] == pytest.approx(best, rel=1e-6)
    assert known(found.share) < 0.9
    assert "cannot be carried out" in found.sentences[0]


def test_pay_off_table_has_ones_on_its_diagonal_and_nothing_above(five_years: optimiser.Economy) -> None:
    tables = {table.name: table for table in solve(five_years, "maximum").tables}
    best = np.array([row[1:] for row in tables["Pay-off"].rows], float)
    found = np.array([row[1:] for row in tables["Pay-off on the plan"].rows], float)
    assert np.diag(best) == pytest.approx(np.ones(14), abs=1e-6)
    assert (best <= 1 + 1e-6).all()
    assert (found <= best + 1e-6).all()


def test_the_joint_demand_of_maxima_is_infeasible(five_years: optimiser.Economy) -> None:
    found = solve(five_years, "maximum")
    ideal = next(table for table in found.tables if table.name == "Ideal point")
    programme, v = formulate(five_years)
    goals = sector_goals(five_years, v, "output", np.arange(14), np.array([row[2] for row in ideal.rows]))
    assert open_session(programme.with_rows(target(goals))).solve().status is Status.INFEASIBLE
    shared = goals.scaled(known(found.share) - 1e-6)
    assert open_session(programme.with_rows(target(shared))).solve().optimal
    more = goals.scaled(known(found.share) + 1e-5)
    assert not open_session(programme.with_rows(target(more))).solve().optimal


def test_ratchet_says_in_which_round_the_plan_leaves_what_is_feasible(five_years: optimiser.Economy) -> None:
    easy = dataclasses.replace(
        five_years,
        targets=dataclasses.replace(
            five_years.targets,
            value=five_years.targets.base + 0.5 * (five_years.targets.value - five_years.targets.base),
        ),
    )
    share = solve(easy, "proportional", target_set="minimum industry").share
    found = solve(easy, "ratchet", target_set="minimum industry")
    last = max(number for number in range(6) if 1.15**number <= known(share))
    assert f"In round {last + 2} " in found.sentences[0]
    assert found.status is Status.OPTIMAL


def test_targets_within_reach_are_reached(five_years: optimiser.Economy) -> None:
    share = solve(five_years, "proportional", target_set="minimum").share
    assert solve(five_years, "targets", target_set="minimum").status is Status.INFEASIBLE
    targets = dataclasses.replace(
        five_years.targets,
        value=five_years.targets.base + 0.999 * known(share) * (five_years.targets.value - five_years.targets.base),
    )
    found = solve(dataclasses.replace(five_years, targets=targets), "targets", target_set="minimum")
    assert found.status is Status.OPTIMAL
    assert known(found.verification).worst_violation < 1e-8


def test_elastic_targets_are_missed_at_a_price() -> None:
    tables: Tables = {
        "Plan": plan(default_strategy="targets"),
        "Sectors": [["code", "unit", "base output"], ["cloth", "unit", 5], ["iron", "unit", 5]],
        "Inputs": matrix("product", ["cloth"], ["cloth", "iron"], [[0, 0]]),
        "Labour": [["pool", "persons"], ["workers", 30]],
        "Labour inputs": matrix("pool", ["workers"], ["cloth", "iron"], [[1, 2]]),
        "Targets": [
            ["set", "variable", "code", "year", "value", "elastic"],
            ["both", "output", "cloth", 2001, 15, "no"],
            ["both", "output", "iron", 2001, 15, "yes"],
        ],
    }
    found = solve(economy_from_tables(tables))
    assert found.status is Status.OPTIMAL
    # 30 workers: 15 make cloth, 15 make 7.5 of iron
    assert found.values("shortfall")[0, 0] == pytest.approx(7.5)


def test_war_supplies_more_than_any_other_strategy_could(five_years: optimiser.Economy) -> None:
    found = solve(five_years, "war")
    assert found.objective > 1
    assert (found.values("consumption") >= five_years.households.floor[:, 1:6] - 1e-9).all()


def test_superindustrial_makes_more_of_heavy_industry_than_balanced(five_years: optimiser.Economy) -> None:
    heavy = [place for place, group in enumerate(five_years.sectors.group) if group == "producer goods"]
    year = five_years.years.plan

    def index(name: str) -> float:
        output = solve(five_years, name).output_by_sector()[heavy, year]
        return float((output / five_years.sectors.base_output[heavy]).sum())

    assert index("superindustrial") > index("balanced")


def test_11_years_needed() -> None:
    """Growth of capacity by at most 10 % a year, and a target of 1.6 times: five years."""
    economy = economy_from_tables(
        {
            "Plan": plan(plan_years=3),
            "Sectors": [["code", "unit", "base output"], ["iron", "t", 100]],
            "Inputs": matrix("product", ["iron"], ["iron"], [[0]]),
            "Capacity": [["sector", "capacity", "absorptive limit"], ["iron", 100, 0.1]],
            "Projects": [["sector", "type", "gestation"], ["iron", "new", 0]],
            "Targets": [["set", "variable", "code", "year", "value"], ["more", "output", "iron", 2003, 160]],
        }
    )
    found = years_needed(Request(economy, "more"), each=True)
    assert found.together == 5
    assert list(found.alone.values()) == [5]
    assert years_needed(Request(economy, "more"), longest=4).together is None


def test_the_horizon_tells_early_from_late(five_years: optimiser.Economy) -> None:
    """The scan finds the first feasible length, and the one before it is infeasible."""
    needed = years_needed(Request(five_years, "minimum industry"))
    assert known(needed.together) > five_years.years.plan
    for years, status in ((known(needed.together), Status.OPTIMAL), (known(needed.together) - 1, Status.INFEASIBLE)):
        assert solve(five_years.with_plan_years(years), "targets", target_set="minimum industry").status is status


def test_tribute_sweep_raises_the_shares_of_industry(five_years: optimiser.Economy) -> None:
    rows = tribute_sweep(Request(five_years, "minimum industry"), tax=(1.0, 2.0), terms=(1.0,), coerced=(0.0,))
    assert [row.tax for row in rows] == [1.0, 2.0]
    assert known(rows[1].share) >= known(rows[0].share)
    unchanged = solve(five_years, "proportional", target_set="minimum industry").share
    assert rows[0].share == pytest.approx(unchanged, rel=1e-9)


def test_reconstruction_grows_fast_and_the_growth_dies_out() -> None:
    economy = economy_from_tables(EXAMPLES["reconstruction"]())
    found = solve(economy)
    output = found.output_by_sector()[:, : economy.years.plan + 1]
    growth = output[:, 1:] / output[:, :-1] - 1
    coal, machinery = (economy.sectors.axis.position[code] for code in ("COA", "MAC"))
    assert growth[coal, :3].min() > 0.4
    assert growth[machinery, :2] == pytest.approx([1, 1], abs=1e-6)  # as fast as can be absorbed
    assert growth[coal, -3:].max() < 0.05
    assert growth[machinery, -3:].max() < 0.0
    projects = economy.projects.axis
    repair = projects.labels.index("MAC repair")
    assert found.values("starts")[repair].sum() == pytest.approx(economy.assets.idle[machinery], rel=1e-9)


def test_every_strategy_is_listed_by_its_own_name() -> None:
    assert all(strategy.name == name for name, strategy in STRATEGIES.items())
    assert set(STRATEGIES) >= {
        "balanced",
        "maximum",
        "ratchet",
        "targets",
        "proportional",
        "superindustrial",
        "war",
        "consumption",
        "weighted",
    }


def test_unknown_names_are_faults(five_years: optimiser.Economy) -> None:
    with pytest.raises(optimiser.InputFault, match="no strategy 'balancd'"):
        solve(five_years, "balancd")
    with pytest.raises(optimiser.InputFault, match="no target set 'optimum'"):
        solve(five_years, "targets", target_set="optimum")


def test_solvers_give_one_answer_for_balanced() -> None:
    economy = economy_from_tables(EXAMPLES["two_sectors"]())
    first, second = solve(economy, "balanced"), solve(economy, "balanced", options=SolverOptions("cbc"))
    assert first.growth_rate == pytest.approx(1.3 ** (1 / 3) - 1, abs=1e-9)
    assert second.growth_rate == pytest.approx(first.growth_rate, rel=1e-6)


def test_war_multiplies_what_is_asked_for_and_not_what_comes_from_outside() -> None:
    """5 t of scrap a year make 10 t of steel, and the army asks for 2: five times, whatever the scrap is called."""
    tables: Tables = {
        "Plan": plan(plan_years=2, terminal_condition="none"),
        "Sectors": [["code", "unit", "base output"], ["steel", "t", 2], ["scrap", "t", 0]],
        "Inputs": matrix("product", ["steel", "scrap"], ["steel", "scrap"], [[0, 0], [0.5, 0]]),
        "Capacity": [["sector", "capacity"], ["steel", 100], ["scrap", 0]],
        "Demand": [["product", "use", 2001], ["steel", "army", 2], ["scrap", "old stocks", -5]],
    }
    found = solve(economy_from_tables(tables), "war")
    assert found.objective == pytest.approx(5.0)
    assert found.economy.demand.quantity[:, 0].tolist() == [2.0, -5.0]
    assert found.economy.demand.quantity[:, 1] == pytest.approx([10.0, -5.0])
    tables["Demand"].pop(1)
    with pytest.raises(InputFault, match="needs given uses"):
        solve(economy_from_tables(tables), "war")


def test_prices_are_spoken_of_where_a_small_share_is_all_that_can_be_had() -> None:
    """Everybody works; a target asks for 5 % more, of which a fifth can be had with the few hands that come."""
    tables: Tables = {
        "Plan": plan(plan_years=1, terminal_condition="none"),
        "Sectors": [["code", "unit", "base output"], ["corn", "t", 100]],
        "Inputs": matrix("product", ["corn"], ["corn"], [[0]]),
        "Labour": [["pool", "unit", "persons", "growth"], ["hands", "persons", 100, 0.002]],
        "Labour inputs": matrix("pool", ["hands"], ["corn"], [[1]]),
        "Targets": [["set", "variable", "code", "year", "value"], ["more", "output", "corn", 2001, 105]],
    }
    found = solve(economy_from_tables(tables), "proportional", target_set="more")
    assert found.share == pytest.approx(0.04)
    (sentence,) = holds_back(found, priced_rows(found, 1e-9))
    assert "hands" in sentence
