"""Accounts of a plan: production is income is use, wealth grows by what is accumulated, people and imports add up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from economy_tables import everything
from known import known
from oracle.kinds_of_capital import by_kind
from reports import plan as solved
from seldom import seldom
from tables import Tables, matrix
from tables import plan as plan_sheet

from optimiser import Change, Plan, Status, economy_from_tables, read_economy, solve
from optimiser.economy.base_year import base_year
from optimiser.economy.random import synthetic_economy
from optimiser.plan.accounts.income_by_receiver import _building_for
from optimiser.plan.accounts.national_income import BUILDING, UNUSED
from optimiser.plan.measures import measures

INPUTS = Path(__file__).parents[2] / "inputs"
EXACT = 1e-9
"""Of the year's turnover: how far sums of the same things may be apart."""

QUICK = ["two_sectors", "williams", "reconstruction", "goelro", "germany_2015"]
SHIPPED = [*QUICK, *sorted({path.stem for path in INPUTS.glob("*.xlsx")} - set(QUICK))]


@cache
def shipped(name: str) -> Plan:
    """The plan of an example, by the strategy that its workbook names."""
    return solve(read_economy(INPUTS / f"{name}.xlsx"))


def at_random(seed: int) -> Plan:
    """A plan of a random economy, now with trade in the base year, now with a reserve and stocks that spoil."""
    economy = synthetic_economy(4 + seed % 5, 3, tail=seed % 2, density=0.7, seed=seed)
    goods, trade = economy.products, economy.trade
    if seed % 3 == 0:
        part = 0.02 * np.where(np.isnan(trade.export_price[:, 0]), np.nan, economy.sectors.base_output)
        economy = replace(economy, trade=replace(trade, base_exports=part, base_imports=0.5 * part))
    if seed % 3 == 1:
        spoiling = replace(goods, stock_loss=np.full(len(goods.axis), 0.1), reserve=0.02 + 0.0 * goods.reserve)
        economy = replace(economy, products=spoiling)
    return solve(economy, "consumption" if seed % 4 else "balanced")


def adds_up(plan: Plan) -> None:
    """Production = income = use; every product's chessboard; the increase of wealth is what is accumulated."""
    income, wealth, m = plan.accounts.income, plan.accounts.wealth, measures(plan)
    turnover = np.maximum(income.output.sum(axis=0), 1e-9)
    by_use = np.sum(list(income.by_use.values()), axis=0)
    assert np.abs(by_use - income.total).max() <= EXACT * turnover.max()
    made = np.zeros(len(turnover)) if m.value_of_output is None else m.value_of_output.sum(axis=0)
    assert income.output.sum(axis=0) == pytest.approx(made, rel=EXACT, abs=EXACT)
    of_the_base_year = base_year(plan.economy)
    assert np.abs(income.by_origin[:, 0] - of_the_base_year.income_by_origin).max() <= EXACT * turnover.max()
    assert income.by_use[BUILDING][0] == pytest.approx(dict(of_the_base_year.income_by_use)[BUILDING], abs=EXACT)
    for year in (income.years[0], income.years[-1]):
        board = plan.accounts.chessboard(year)
        assert np.abs(board.sources - board.uses).max() <= EXACT * np.abs(board.sources).max()
        place = income.years.index(year)
        assert board.price @ (board.made - board.inputs) - income.wear[:, place] == pytest.approx(
            income.by_origin[:, place], rel=EXACT, abs=EXACT * turnover.max()
        )
    grown = income.accumulation[1:] + wealth.above_cost[1:]
    assert np.abs(np.diff(wealth.total) - grown).max() <= EXACT * max(np.abs(wealth.total).max(), turnover.max())
    assert plan.accounts.labour.at_work == pytest.approx(m.at_work, rel=EXACT, abs=EXACT)


@pytest.mark.parametrize("name", seldom(SHIPPED, always=5))
def test_production_is_income_is_use_in_every_example(name: str) -> None:
    plan = shipped(name)
    adds_up(plan)
    assert np.abs(plan.accounts.income.by_origin[:, 1:]).max() > 0.0


def test_production_is_income_is_use_with_everything_that_a_workbook_can_say() -> None:
    """By-products, inputs by year, a lag, losses, people in training, goods that moving takes, unequal exchange."""
    tables = everything()
    for row in tables["Households"][1:]:
        row[tables["Households"][0].index("floor")] = 0.0
    for row in tables["Town and country"]:
        if row[0] in ("subsistence", "own food", "slack limit"):
            row[2:5] = [1.0, None, None]
    adds_up(solve(economy_from_tables(tables), "consumption"))


@pytest.mark.parametrize("seed", range(4))
def test_production_is_income_is_use_with_several_kinds_of_capital(seed: int) -> None:
    plan = solve(by_kind(synthetic_economy(5, 3, density=0.7, seed=seed), np.random.default_rng(seed)), "consumption")
    assert plan.economy.assets.by_kind
    assert plan.status is Status.OPTIMAL
    adds_up(plan)


@pytest.mark.parametrize("seed", seldom(range(200), always=6))
def test_production_is_income_is_use_in_economies_made_at_random(seed: int) -> None:
    plan = at_random(seed)
    assert plan.status is Status.OPTIMAL
    adds_up(plan)


def test_steel_and_corn_by_hand() -> None:
    """Prices are .5 for steel and 2/9 for corn; a unit of either's capacity takes 2 of steel, and so costs 1.

    Base year: (25 - 5) .5 + (100 - 10) 2/9 = 30, of which 90 of corn (20) are eaten and 20 of steel (10) built with.
    Year 1: 20 of steel make 10 more of corn.  Year 3: nothing is built, and 24 of the 30 of steel have no use.
    """
    plan = shipped("two_sectors")
    income, wealth, labour = plan.accounts.income, plan.accounts.wealth, plan.accounts.labour
    assert income.total.tolist() == pytest.approx([30.0, 32.0, 34.0, 37.0])
    assert income.by_origin[:, 0].tolist() == pytest.approx([10.0, 20.0])
    assert income.by_use[BUILDING].tolist() == pytest.approx([10.0, 10.0, 10.0, 0.0])
    assert income.by_use[UNUSED].tolist() == pytest.approx([0.0, 0.0, 0.0, 12.0], abs=1e-9)
    assert income.accumulation_rate.tolist() == pytest.approx([1 / 3, 10 / 32, 10 / 34, 0.0], abs=1e-9)
    assert wealth.total.tolist() == pytest.approx([135.0, 145.0, 155.0, 155.0])
    assert labour.idle[0, :2].tolist() == pytest.approx([2.0, 1.6])
    assert labour.in_production[0, :, 0].tolist() == pytest.approx([10.0, 20.0])
    heads = known(plan.accounts.productivity)
    assert heads.per_head[:, 0].tolist() == pytest.approx([2.5, 5.0])
    assert heads.more_people.tolist() == pytest.approx(heads.growth.tolist()), "nobody makes more than before"
    assert plan.accounts.receivers.received[0].tolist() == pytest.approx([20.0, 22.0, 24.0, 25.0])
    frame = income.frame()
    side = frame.index.get_level_values("side")
    by_use, by_origin = (frame[side == each].to_numpy().sum(axis=0) for each in ("use", "origin"))
    assert by_use == pytest.approx(by_origin)
    with pytest.raises(LookupError, match="no year '1930' in the plan"):
        plan.accounts.chessboard("1930")


def test_growth_is_owed_to_people_to_what_is_assumed_and_to_other_techniques() -> None:
    """Twice as many people a unit in the base year's way; in year 1 half of the output is made in the other way.

    x: 10 to 12, L: 20 to 12 + 6 = 18 over 1.1, so that dx/x[0] = .2 is (L[1] - 20)/20, L[1]/20 .1, and the rest.
    """
    plan = two_ways_of_making_cloth()
    heads = known(plan.accounts.productivity)
    people = (6.0 * 2.0 + 6.0 * 1.0) / 1.1
    assert heads.people[0].tolist() == pytest.approx([20.0, people])
    assert heads.growth[0] == pytest.approx(0.2)
    assert heads.more_people[0] == pytest.approx((people - 20.0) / 20.0)
    assert heads.assumed[0] == pytest.approx(people / 20.0 * 0.1)
    assert heads.technique[0] == pytest.approx(0.2 - (people - 20.0) / 20.0 - people / 200.0)


def test_imports_displaced_are_counted_against_the_share_of_the_base_year() -> None:
    """8 of 18 came from abroad, now 4 of 16 do; at the old share 64/9 would: 28/9 are displaced, worth twice that."""
    found = two_ways_of_making_cloth().accounts.imports
    assert found.share[0].tolist() == pytest.approx([8 / 18, 4 / 16])
    assert found.displaced[0].tolist() == pytest.approx([0.0, 28 / 9])
    assert found.value[0].tolist() == pytest.approx([0.0, 56 / 9])


@cache
def two_ways_of_making_cloth() -> Plan:
    """Cloth: 10 by hand in the base year, 6 in either way in year 1, with 8 and then 4 from abroad; worth 2 each."""
    ways = ["cloth", "by machine"]
    tables: Tables = {
        "Plan": plan_sheet(default_strategy="consumption"),
        "Sectors": [["code", "unit", "base output", "price", "productivity growth"], ["cloth", "m", 10, 2, 0.1]],
        "Techniques": [["code", "sector"], ["by machine", "cloth"]],
        "Inputs": matrix("product", ["cloth"], ways, [[0, 0]]),
        "Capacity": [["sector", "capacity"], ["cloth", 12]],
        "Resources": [["resource", "unit", 2001], ["machines", "machines", 6]],
        "Resource inputs": matrix("resource", ["machines"], ways, [[0, 1]]),
        "Labour": [["pool", "persons"], ["weavers", 18 / 1.1]],
        "Labour inputs": matrix("pool", ["weavers"], ways, [[2, 1]]),
        "Trade": [["product", "import price", "import limit", "base imports"], ["cloth", 1, 4, 8]],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["cloth"], ["all"], [[18]]),
    }
    return solve(economy_from_tables(tables))


def grain_for_cloth() -> Tables:
    """A village that makes 100 of grain and a town that makes 100 of cloth, 20 of which are an index of 1."""
    codes = ["grain", "cloth"]
    return {
        "Plan": plan_sheet(default_strategy="consumption"),
        "Sectors": [["code", "unit", "base output", "price"], ["grain", "t", 100, 1], ["cloth", "m", 100, 1]],
        "Inputs": matrix("product", codes, codes, [[0.1, 0], [0, 0]]),
        "Capacity": [["sector", "capacity"], ["grain", 100], ["cloth", 100]],
        "Households": [["household"], ["village"]],
        "Baskets": matrix("product", codes, ["village"], [[0], [20]]),
        "Town and country": [
            ["item", "value"],
            ["farm product", "grain"],
            ["household", "village"],
            ["terms of trade", 2],
            ["tax", 10],
            ["subsistence", 30],
        ],
    }


def test_the_village_receives_cloth_and_what_it_keeps_and_the_farm_is_left_with_the_difference() -> None:
    """Nobody but the village needs grain: it grows the 30 that it keeps, and gets 100 of cloth that it has not made."""
    found = solve(economy_from_tables(grain_for_cloth())).accounts.receivers
    farm = known(found.farm)
    last = [farm.income[1], farm.own_produce[1], farm.goods[1], farm.building[1], farm.left[1]]
    assert last == pytest.approx([30.0, 30.0, 100.0, 0.0, -100.0])
    assert found.received[0, 1] == pytest.approx(130.0)
    assert np.isnan(found.per_head).all(), "nobody says how many people live there"


def test_who_receives_what_in_the_five_year_plan() -> None:
    """Households receive what the uses of income say, and what is built for the farm is built for no other sector."""
    plan = solved("five", "war")
    economy, accounts = plan.economy, plan.accounts
    use, found = accounts.income.by_use, accounts.receivers
    town, village = found.received
    assert town == pytest.approx(use["consumption: town"])
    assert village == pytest.approx(use["consumption: village"] + use["kept in the village"])
    assert found.per_head[:, 0] == pytest.approx(found.received[:, 0] / economy.households.people)
    farm = known(found.farm)
    assert farm.own_produce + farm.goods == pytest.approx(village)
    every = [_building_for(plan, sector) for sector in range(len(economy.sectors.axis))]
    net = np.sum(every, axis=0) - accounts.income.wear.sum(axis=0)
    assert net == pytest.approx(use[BUILDING], rel=EXACT, abs=EXACT)
    place = economy.town_and_country.farm_sector
    assert farm.building == pytest.approx(every[place] - accounts.income.wear[place])
    assert farm.left + village + farm.building == pytest.approx(accounts.income.by_origin[place])


def test_a_plan_that_was_not_found_has_no_accounts() -> None:
    with pytest.raises(ValueError, match="infeasible has no accounts"):
        _ = solved("two", "targets", "ambitious").accounts


def test_regions_add_up() -> None:
    """What is sent is received; output, consumption, building and people are those of the whole country."""
    plan = shipped("five_regions")
    found, income = plan.accounts.regions, plan.accounts.income
    assert found is not None
    assert found.regions == ("Centre", "Ukraine", "Urals-Siberia", "Transcaucasia", "Central Asia", "")
    assert found.net.sum(axis=0) == pytest.approx(0.0, abs=EXACT)
    assert np.abs(found.net).max() > 0.5
    makers = np.setdiff1d(np.arange(len(income.output)), plan.economy.shipments.sector)
    assert found.output.sum(axis=0) == pytest.approx(income.output[makers].sum(axis=0), rel=EXACT)
    carrying = income.by_origin[plan.economy.shipments.sector].sum(axis=0)
    assert found.net_product.sum(axis=0) + carrying == pytest.approx(income.total, rel=EXACT)
    eaten = np.sum([value for item, value in income.by_use.items() if item.startswith("consumption")], axis=0)
    assert found.consumption.sum(axis=0) == pytest.approx(eaten, rel=EXACT)
    later = [
        Change("Under construction", "*", *each) for each in (("year due", "set", 1930), ("cost to come", "set", 0.3))
    ]
    for each, first in ((plan, 0), (solve(read_economy(INPUTS / "five_regions.xlsx", changes=later)), 1)):
        building = each.accounts.income.by_use[BUILDING] + each.accounts.income.wear.sum(axis=0)
        assert known(each.accounts.regions).building.sum(axis=0)[first:] == pytest.approx(building[first:], rel=EXACT)
    assert found.people.sum(axis=0) == pytest.approx(plan.accounts.labour.in_production.sum(axis=1), rel=EXACT)
    assert found.flows.sum(axis=1) == pytest.approx(found.sent, rel=EXACT)
    coal = found.matrix("1933", "coal")
    place = list(found.shipments.labels).index("coal: Ukraine > Centre")
    assert coal.loc["Ukraine", "Centre"] == pytest.approx(found.shipped[place, -1])
    assert found.value[place] == pytest.approx(0.01 * found.shipped[place])
    with pytest.raises(LookupError, match="nobody ships 'tea'"):
        found.matrix("1933", "tea")
    assert shipped("two_sectors").accounts.regions is None
