"""The exchange of town and country, on economies small enough to be solved in the head."""

from __future__ import annotations

import pytest
from carried_out import greatest_departure
from tables import Tables, matrix, plan

from optimiser import InputFault, economy_from_tables, solve
from optimiser.economy.behaviour import FAITHFUL
from optimiser.workbook import read_tables
from optimiser.workbook.write.tables import tables_of


def grain_for_cloth(**exchange: float) -> Tables:
    """Of 100 of grain a tenth is sown and 30 are kept; an index of 1 takes 20 of cloth, each worth two of grain."""
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
            ["terms of trade", 2],
            ["tax", 10],
            ["subsistence", 30],
            *([name.replace("_", " "), value] for name, value in exchange.items()),
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
