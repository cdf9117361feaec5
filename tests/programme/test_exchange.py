"""The exchange of town and country, on economies small enough to be solved in the head."""

from __future__ import annotations

from dataclasses import replace

import pytest
from carried_out import Harvest, course, greatest_departure
from tables import Tables, matrix, plan

from optimiser import InputFault, economy_from_tables, solve
from optimiser.economy.behaviour import FAITHFUL
from optimiser.execution.demand import of_plan
from optimiser.plan.measures import measures
from optimiser.report.page import Table
from optimiser.report.pages.trade import town_and_country
from optimiser.workbook import read_tables
from optimiser.workbook.write.tables import tables_of


def grain_for_cloth(**exchange: float) -> Tables:
    """Of 100 of grain a tenth is sown and 30 are kept; an index of 1 takes 20 of cloth, each worth two of grain."""
    said = {"terms_of_trade": 2.0, "tax": 10.0, "subsistence": 30.0, **exchange}
    return {
        "Plan": plan(plan_years=1, default_strategy="consumption", discount_rate=0),
        "Sectors": [["code", "unit", "base output", "price"], ["grain", "bn r", 100, 1], ["cloth", "bn r", 100, 1]],
        "Inputs": matrix("product", ["grain", "cloth"], ["grain", "cloth"], [[0.1, 0], [0, 0]]),
        "Capacity": [["sector", "capacity"], ["grain", 100], ["cloth", 100]],
        "Households": [["household"], ["village"]],
        "Baskets": matrix("product", ["grain", "cloth"], ["village"], [[0], [20]]),
        "Town and country": [
            ["item", "value"],
            ["farm product", "grain"],
            ["household", "village"],
            *([name.replace("_", " "), value] for name, value in said.items()),
        ],
    }


@pytest.mark.parametrize(
    ("slack", "consumption"),
    [
        ({}, 100 / 20),  # all the cloth there is
        ({"slack_limit": 1}, 100 / 20),
        ({"slack_limit": 0.5}, (60 - 0.5 * 10) / (0.5 * 40)),  # half of the 10 and of 40 an index must be given
        ({"slack_limit": 0}, (60 - 10) / 40),
    ],
)
def test_a_village_that_must_give_what_goods_draw_gets_no_more_than_it_can_give_for(
    slack: dict[str, float], consumption: float
) -> None:
    found = solve(economy_from_tables(grain_for_cloth(**slack)))
    assert found.objective == pytest.approx(consumption)
    assert greatest_departure(found, FAITHFUL) < 1e-9


def test_a_slack_limit_that_is_no_share_is_a_fault() -> None:
    with pytest.raises(InputFault) as raised:
        economy_from_tables(grain_for_cloth(slack_limit=1.5))
    (fault,) = raised.value.faults
    assert (fault.sheet, fault.cell) == ("Town and country", "B7")


def with_hides(share: float, **exchange: float) -> Tables:
    """Every unit of grain leaves a tenth of hides, worth 2."""
    tables = grain_for_cloth(**exchange)
    tables["Sectors"] = [["code", "unit", "base output"], ["grain", "bn r", 100], ["cloth", "bn r", 100]]
    tables["Products"] = [
        ["code", "unit", "price", "marketed share"],
        ["grain", "bn r", 1, None],
        ["cloth", "bn r", 1, None],
        ["hides", "m", 2, share],
    ]
    tables["Outputs"] = matrix("product", ["grain", "cloth", "hides"], ["grain", "cloth"], [[1, 0], [0, 1], [0.1, 0]])
    return tables


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_by_products_that_count_pay_for_goods(share: float) -> None:
    """60 of grain at most, and hides of 20, pay for the tax of 10 and for 40 an index."""
    economy = economy_from_tables(with_hides(share, slack_limit=0))
    found = solve(economy)
    assert found.objective == pytest.approx((60 + 20 * share - 10) / 40)
    assert greatest_departure(found, FAITHFUL) < 1e-9
    assert economy_from_tables(tables_of(economy)) == economy


def test_by_products_leave_less_to_be_sold_for_the_same_goods() -> None:
    """Goods and tax draw 50, of which hides are a tenth of the harvest: M <= 50 - .1 x, and M <= .9 x - 30."""
    tables = with_hides(0.5)
    tables["Capacity"] = [["sector", "capacity"], ["grain", 100], ["cloth", 20]]
    tables["Plan"] = plan(plan_years=1, default_strategy="weighted")
    tables["Trade"] = [["product", "export price"], ["grain", 1]]
    tables["Objective"] = [["set", "variable", "code", "year", "weight"], ["sold", "exports", "grain", 2001, 1]]
    found = solve(economy_from_tables(tables))
    assert found.objective == pytest.approx(50 - 0.1 * 80)
    assert greatest_departure(found, FAITHFUL) < 1e-9


def test_the_village_sells_less_for_goods_that_by_products_pay_for_when_plans_are_carried_out() -> None:
    """Of 100 of grain goods and tax draw 10 + 40, of which hides are 10; the village has more than it must keep."""
    tables = with_hides(0.5, subsistence=10)
    tables["Capacity"] = [["sector", "capacity"], ["grain", 100], ["cloth", 20]]
    tables["Plan"] = plan(plan_years=1, default_strategy="weighted")
    weights = [["all", "output", "grain", 2001, 1], ["all", "consumption", "village", 2001, 1]]
    tables["Objective"] = [["set", "variable", "code", "year", "weight"], *weights]
    economy = economy_from_tables(tables)
    found = solve(economy)
    assert found.objective == pytest.approx(100 + 1)
    (year,) = course(economy, of_plan(found), FAITHFUL).years
    assert year.marketed[0] == pytest.approx(10 + 40 - 10)


@pytest.mark.parametrize(
    ("product", "reason"), [("grain", "it is the farm product itself"), ("cloth", "grain does not make it")]
)
def test_a_marketed_share_of_no_effect_is_a_warning(product: str, reason: str) -> None:
    tables = with_hides(0)
    row = next(row for row in tables["Products"] if row[0] == product)
    row[3] = 0.5
    (warning,) = [each for each in read_tables(tables).warnings if "marketed share" in each.problem]
    assert warning.problem == f"the marketed share of {product} has no effect: {reason}"
    assert (warning.sheet, warning.cell) == ("Products", f"D{tables['Products'].index(row) + 1}")


@pytest.mark.parametrize(("slack", "consumption"), [(1.0, 90 / 45), (0.5, (90 - 5) / (45 + 20)), (0.0, 80 / (45 + 40))])
def test_the_villages_own_food_is_part_of_its_living_standard(slack: float, consumption: float) -> None:
    """Of 90 the village eats 45 an index, and gives the part that must be given of 10 and of 40 an index."""
    economy = economy_from_tables(grain_for_cloth(slack_limit=slack, own_food=45))
    found = solve(economy)
    assert found.objective == pytest.approx(consumption)
    assert found.quantities.farm_kept[1] >= 45 * consumption * (1 - 1e-9)
    assert greatest_departure(found, FAITHFUL) < 1e-9
    assert economy_from_tables(tables_of(economy)) == economy


def test_in_a_poor_harvest_the_village_eats_less_of_its_own() -> None:
    """Nine tenths of 100, of which 10 are sown: 80 are left, of which the tax is given and 65 would be eaten."""
    economy = economy_from_tables(grain_for_cloth(slack_limit=0, own_food=65, terms_of_trade=0, subsistence=0))
    plan_of_it = solve(economy)
    assert plan_of_it.objective == pytest.approx(80 / 65)
    (year,) = course(economy, of_plan(plan_of_it), replace(FAITHFUL, harvest_sd=1.0), Harvest(0.9)).years
    cloth, told = 20.0, 80 / 65
    # seed is what the fields take before the harvest is known
    left = 0.9 * 100 - 0.1 * 100 - 10
    had = (cloth + 65 * left / (65 * told)) / (cloth + 65)
    assert year.consumption[0] == pytest.approx(told * had)


def test_the_page_of_the_exchange_shows_by_products_and_own_food() -> None:
    tables = with_hides(0.5, slack_limit=0, own_food=45)
    found = solve(economy_from_tables(tables))
    (page,) = town_and_country(found, measures(found))
    (rows,) = (block.rows for block in page.blocks if isinstance(block, Table))
    shown = {row[0]: row[-1] for row in rows}
    assert shown["by-products that count as given"] == pytest.approx(0.5 * 0.1 * 100 * 2)
    assert shown["of which the village eats at its living standard"] == pytest.approx(45 * found.objective)
