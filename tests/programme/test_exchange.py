"""The exchange of town and country, on economies small enough to be solved in the head."""

from __future__ import annotations

import pytest
from carried_out import greatest_departure
from tables import Tables, matrix, plan

from optimiser import InputFault, economy_from_tables, solve
from optimiser.economy.behaviour import FAITHFUL


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
