"""Baskets that change from year to year: by hand, added up again, carried out, planned anew, read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from carried_out import greatest_departure
from tables import Tables, matrix, plan

from optimiser import InputFault, economy_from_tables, read_economy, solve, write_economy
from optimiser.economy.behaviour import FAITHFUL
from optimiser.execution import Draws
from optimiser.execution.demand import of_plan
from optimiser.execution.rationing import CONSUMPTION
from optimiser.execution.remaining import Feedback
from optimiser.execution.replanning import Rolling
from optimiser.execution.requests import requests
from optimiser.execution.setting import Setting
from optimiser.plan.accounts.sources_and_uses import sources_and_uses
from optimiser.plan.measures import measures, worth
from optimiser.readdition.products import material_balance


def bread_and_meat() -> Tables:
    """Thirty workers, one for a unit of either; ten of both are eaten, but of meat fifteen, then twenty."""
    goods = ["bread", "meat"]
    return {
        "Plan": plan(plan_years=2, default_strategy="consumption", discount_rate=0),
        "Sectors": [
            ["code", "unit", "base output", "storable", "price"],
            *([each, "t", 10, False, 1] for each in goods),
        ],
        "Inputs": matrix("product", goods, goods, [[0.0, 0.0], [0.0, 0.0]]),
        "Labour": [["pool", "unit", "persons"], ["workers", "persons", 30]],
        "Labour inputs": matrix("pool", ["workers"], goods, [[1.0, 1.0]]),
        "Households": [["household"], ["people"]],
        "Baskets": matrix("product", goods, ["people"], [[10.0], [10.0]]),
        "Baskets by year": [["product", "household", 2001, 2002], ["meat", "people", 15, 20]],
    }


def test_a_basket_that_grows_by_hand() -> None:
    """30 workers feed 30/25 baskets of 10 and 15, and 30/30 of 10 and 20; one worker more feeds a 25th, a 30th."""
    found = solve(economy_from_tables(bread_and_meat()))
    assert found.quantities.consumption[0] == pytest.approx([1.0, 1.2, 1.0], abs=1e-9)
    assert found.quantities.output[:, 1:3] == pytest.approx(np.array([[12.0, 10.0], [18.0, 20.0]]), abs=1e-9)
    assert worth(found, "labour")[0, :2] == pytest.approx([1.0 / 25.0, 1.0 / 30.0], abs=1e-9)
    (eaten,) = (each.amounts for each in sources_and_uses(found) if each.item.startswith("consumption"))
    assert eaten == pytest.approx(np.array([[10.0, 12.0, 10.0], [10.0, 18.0, 20.0]]), abs=1e-9)
    received = found.accounts.receivers.received[0]
    assert received == pytest.approx([20.0, 30.0, 30.0], abs=1e-9)
    uses = measures(found).final_uses
    assert uses is None or uses == pytest.approx(received)
    assert greatest_departure(found, FAITHFUL) < 1e-9
    setting = Setting.of(found.economy, of_plan(found), FAITHFUL)
    asked = requests(setting, setting.opening(1), Draws(1, 1).luck(found.economy, 0, 1), 2).asked[CONSUMPTION]
    assert asked[:, 0] == pytest.approx([10.0, 20.0], abs=1e-9)


def test_the_re_addition_has_the_basket_of_the_year() -> None:
    found = solve(economy_from_tables(bread_and_meat()))
    found.quantities.consumption[0, 1:] += 0.1
    ((_, over, _),) = material_balance(found.economy, found.quantities)
    assert over == pytest.approx(np.array([[1.0, 1.0], [1.5, 2.0]]), abs=1e-9)


def test_planned_anew_it_is_the_basket_of_that_year() -> None:
    found = solve(economy_from_tables(bread_and_meat()))
    rolled = Rolling(found, FAITHFUL, Feedback.TRUTH).course(Draws(1, 1), 0)
    assert rolled.kept == 0
    assert rolled.course.setting.demanded.consumption[0, 2] == pytest.approx(1.0, abs=1e-6)


def test_it_is_written_and_read_back(tmp_path: Path) -> None:
    economy = economy_from_tables(bread_and_meat())
    write_economy(economy, tmp_path / "meat.xlsx")
    again = read_economy(tmp_path / "meat.xlsx")
    assert again == economy
    assert again.basket_paths.quantity[0, :3].tolist() == [10.0, 15.0, 20.0]


def test_the_base_year_is_that_of_baskets() -> None:
    tables = bread_and_meat()
    tables["Baskets by year"] = [["product", "household", 2000, 2001], ["meat", "people", 9, 15]]
    with pytest.raises(InputFault, match="whose quantities are those of Baskets") as caught:
        economy_from_tables(tables)
    assert caught.value.faults[0].cell == "A2"


def test_a_household_that_sells_for_goods_keeps_its_basket() -> None:
    tables = bread_and_meat()
    tables["Town and country"] = [["item", "value"], ["farm product", "bread"], ["household", "people"]]
    with pytest.raises(InputFault, match="counted by one basket for all years") as caught:
        economy_from_tables(tables)
    assert caught.value.faults[0].cell == "B2"
