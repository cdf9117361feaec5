"""Measures, against figures worked out by hand or by plain loops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reports import plan

from optimiser.economy.flows import foreign_account, village_exchange
from optimiser.plan.measures import measures, worth
from optimiser.plan.sentences import holds_back, priced_rows
from optimiser.strategies.solve import solve

pytestmark = pytest.mark.quick


def test_values_and_indices_of_steel_and_corn() -> None:
    found = plan("two", "balanced")
    m = measures(found)
    assert m.years == ("0", "1", "2", "3")
    steel, corn = m.output
    value = 0.5 * steel + 2 / 9 * corn
    assert m.value_of_output is not None
    assert m.value_of_output.sum(axis=0) == pytest.approx(value)
    assert m.value_of_output[:, 0] == pytest.approx([12.5, 200 / 9])
    assert m.industrial_index == pytest.approx(value / value[0])
    assert m.capacity[:, 0] == pytest.approx([25.0, 100.0])
    grown = m.capacity[:, 3] / m.capacity[:, 0]
    assert m.capital_index == pytest.approx((12.5 * grown[0] + 200 / 9 * grown[1]) / (12.5 + 200 / 9))
    assert m.consumption[0] == pytest.approx(m.consumption_per_head[0])
    assert m.debt is None
    assert m.growth_rate == found.growth_rate


def test_investment_share_of_steel_and_corn() -> None:
    m = measures(plan("two", "balanced"))
    assert m.investment_share is not None
    starts = plan("two", "balanced").quantities.starts.sum(axis=0)
    built, eaten = 0.5 * 2.0 * starts, 2 / 9 * 90.0 * m.consumption[0]
    assert m.investment_share[0] == pytest.approx(0.5 * 20.0 / (0.5 * 20.0 + 2 / 9 * 90.0))
    assert m.investment_share[1:] == pytest.approx((built / (built + eaten))[1:4])


def test_work_that_is_finished_when_the_year_ends_is_not_unfinished() -> None:
    m = measures(plan("two", "balanced"))
    assert not m.unfinished.any()
    assert m.unfinished_value == pytest.approx(np.zeros(4))


def test_unfinished_construction_of_the_five_year_plan() -> None:
    found = plan("five", "maximum")
    economy, m = found.economy, measures(found)
    coal = economy.sectors.axis.position["COA"]
    each = (0.04 + 0.11) * 36.108
    # begun before the plan: due in year 2 with a third to come, due in year 3 with two thirds
    assert m.unfinished[coal, 0] == pytest.approx(each * (2 / 3 + 1 / 3))
    for year in range(1, 6):
        total = each * 1.0 * (2 / 3) if year == 1 else 0.0
        for project, sector in enumerate(economy.projects.asset):
            if sector != coal:
                continue
            for begun in range(1, year + 1):
                if begun + economy.projects.gestation[project] > year + 1:
                    spent = economy.projects.spending[project, : year - begun + 1].sum()
                    amount = found.quantities.starts[project, begun]
                    total += economy.projects.cost_factor[project] * spent * amount
        assert m.unfinished[coal, year] == pytest.approx(total, abs=1e-7)
    price = economy.products.price @ (economy.construction.composition @ economy.construction.capital).toarray()
    assert m.unfinished_value == pytest.approx(price @ m.unfinished)


def test_nobody_works_twice() -> None:
    for name, strategy in (("five", "balanced"), ("five", "superindustrial"), ("two", "maximum")):
        m = measures(plan(name, strategy))
        assert (m.labour_use[:, 1:] <= 1.0 + 1e-9).all()
        assert (m.labour_use[:, 0] <= 1.0 + 1e-6).all(), "the data are rounded"
    assert measures(plan("two", "balanced")).at_work[0, 0] == pytest.approx(25.0 * 0.4 + 100.0 * 0.2)
    assert measures(plan("two", "maximum")).at_work[0, 3] == pytest.approx(32.0 * 1.05**3)


def test_capacity_is_not_used_beyond_itself() -> None:
    m = measures(plan("five", "balanced"))
    assert np.nanmax(m.utilisation) <= 1.0 + 1e-8
    base = plan("five", "balanced").economy
    assert m.utilisation[:, 0] == pytest.approx(base.sectors.base_output / base.assets.capacity)


def test_what_binds_is_what_the_hand_calculation_says() -> None:
    m = measures(plan("two", "proportional", "ambitious"))
    first = {each.rule: each for each in m.binding}
    labour = first["labour"]
    assert labour.rows == 1
    assert labour.key == {"pool": "workers", "year": "3"}
    assert labour.price == pytest.approx(0.1)
    assert labour.comparable == pytest.approx(0.1 * plan("two", "proportional", "ambitious").variables.scales.pool[0])
    shares = {each.code: each.share for each in measures(plan("two", "proportional", "ambitious")).targets}
    assert shares == {"STL": pytest.approx(0.7044), "CRN": pytest.approx(0.7044)}


def test_a_product_that_is_short_is_worth_something() -> None:
    for name, strategy in (("five", "balanced"), ("two", "consumption")):
        found = plan(name, strategy)
        assert worth(found, "material_balance").max() > 0.0
        assert worth(found, "material_balance").min() > -1e-9


def test_debt_begins_with_what_is_owed() -> None:
    m = measures(plan("five", "maximum"))
    assert m.debt is not None
    assert m.debt[0] == 0.37
    assert m.debt.max() == pytest.approx(0.8)


def test_without_a_plan_there_are_no_measures() -> None:
    with pytest.raises(ValueError, match="infeasible"):
        measures(plan("five", "targets"))


def test_inputs_spent_a_year_before() -> None:
    """Williams: labour of year t is for output of t+1."""
    found = plan("williams", "superindustrial")
    m, economy = measures(found), found.economy
    need = economy.techniques.labour.toarray() @ found.quantities.output[:, 3]
    work = economy.construction.labour.toarray() @ found.values("construction")[:, 1]
    assert m.at_work[0, 2] == pytest.approx(float((need + work)[0]))
    assert m.value_of_output is None or m.value_of_output[:, 0].sum() == 0.0
    assert m.industrial_index is None


def test_a_shadow_price_is_what_one_more_unit_adds() -> None:
    """Solved again with a little more foreign money, and with a little more steel used up elsewhere."""
    found = plan("five", "consumption")
    economy, step = found.economy, 1e-4
    receipts = np.array(economy.trade.receipts)
    receipts[2] += step
    richer = solve(replace(economy, trade=replace(economy.trade, receipts=receipts)), "consumption")
    price = worth(found, "foreign_exchange")[0, 1]
    assert price > 0.0
    assert (richer.objective - found.objective) / step == pytest.approx(price, rel=1e-3)
    steel = economy.products.axis.position["STL"]
    quantity = np.array(economy.demand.quantity)
    (use,) = np.flatnonzero(economy.demand.product == steel)
    quantity[use, 5] -= step
    eased = solve(replace(economy, demand=replace(economy.demand, quantity=quantity)), "consumption")
    price = worth(found, "material_balance")[steel, 4]
    assert (eased.objective - found.objective) / step == pytest.approx(price, rel=1e-3, abs=1e-6)


def test_a_per_cent_is_of_what_the_base_year_has_of_the_row() -> None:
    """Foreign money by the account and not by the harvest; limits by themselves; the exchange by what is exchanged."""
    found = plan("five", "balanced")
    economy, trade = found.economy, found.economy.trade
    block = found.programme.block
    # exports of the base year at their limits, and receipts of .1
    assert foreign_account(economy) == pytest.approx(0.8979 + 0.1, abs=1e-4)
    assert block["foreign_exchange"].amount == pytest.approx([foreign_account(economy)])
    assert block["foreign_exchange"].amount[0] < 0.2 * found.variables.scales.foreign_money
    assert block["debt_limit"].amount == pytest.approx(trade.debt_limit[[1]])
    exported = found.variables.indices.exported
    assert block["export_limit"].amount == pytest.approx(trade.export_limit[exported, 1])
    assert block["town_country_exchange"].amount == pytest.approx([village_exchange(economy)])
    for each in measures(found).binding:
        if each.rule == "foreign_exchange":
            assert each.comparable == pytest.approx(abs(each.price) * foreign_account(economy))
            break
    else:
        pytest.fail("foreign exchange does not bind")
    rows = found.programme.arrays.row_amount[found.programme.row_range["foreign_exchange"]]
    assert rows == pytest.approx(foreign_account(economy))


def test_the_foreign_account_is_the_lesser_of_what_could_be_earned_and_spent() -> None:
    economy = plan("five", "balanced").economy
    nothing = np.zeros_like(economy.trade.export_limit)
    poor = replace(economy.trade, receipts=0.0 * economy.trade.receipts, export_limit=nothing)
    spent = foreign_account(replace(economy, trade=poor))
    assert spent > foreign_account(economy), "nothing is earned, so that all that could be bought counts"
    idle = replace(poor, import_limit=nothing, opening_debt=0.0)
    need = float(economy.techniques.import_need @ economy.sectors.base_output[economy.techniques.sector])
    assert foreign_account(replace(economy, trade=idle)) == pytest.approx(need)


def test_prices_of_what_is_held_exactly_are_not_spoken_of() -> None:
    """Under constant returns one per cent of one thing alone cannot add more than one per cent to the goal."""
    found = plan("five", "balanced")
    rows = priced_rows(found, 1e-9)
    words = holds_back(found, rows)
    assert len(words) == 3
    steep = [row for row in rows if row.comparable > abs(found.objective)]
    assert any(row.rule == "unused_output" and row.key["product"] == "SRV" for row in steep)
    for row in steep:
        alone = holds_back(found, [row], most=1)
        assert alone == [], f"{row.rule} {row.key}"
    unheld = replace(found, kept_growth=None, share=None)
    assert "without a use" in " ".join(holds_back(unheld, steep, most=99)), "where nothing is held all are believed"
