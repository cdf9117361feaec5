"""Power and fuel in one unit: by hand, and adding up in the example."""

from __future__ import annotations

import numpy as np
import pytest
from known import known
from reports import plan as solved
from tables import Tables, matrix
from tables import plan as plan_sheet

from optimiser import economy_from_tables, solve
from optimiser.plan.accounts.power_and_fuel import TRANSFORMED
from optimiser.plan.accounts.sources_and_uses import SOURCES, USES
from optimiser.plan.measures import measures
from optimiser.report.page import Table
from optimiser.report.pages.balances import balances
from optimiser.report.reports import plan_json


def coal_and_current() -> Tables:
    """10 of coal, half of which makes 20 of current; 8 of current make 4 of cloth, and the rest is burnt and lit."""
    codes = ["coal", "current", "cloth"]
    return {
        "Plan": plan_sheet(default_strategy="consumption", fuel_unit="Mtce"),
        "Sectors": [
            ["code", "unit", "group", "base output", "fuel value"],
            ["coal", "Mt", "mines", 10, 0.9],
            ["current", "TWh", "power", 20, 0.123],
            ["cloth", "m", "mills", 4, None],
        ],
        "Inputs": matrix("product", codes, codes, [[0, 0.25, 0], [0, 0, 2], [0, 0, 0]]),
        "Capacity": [["sector", "capacity"], ["coal", 10], ["current", 20], ["cloth", 4]],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", codes, ["all"], [[5], [12], [4]]),
    }


def test_coal_and_current_by_hand() -> None:
    """Sources 10 x 0.9 + 20 x 0.123; 5 of the coal, 4.5 in the common unit, is burnt for current."""
    plan = solve(economy_from_tables(coal_and_current()))
    found = known(plan.accounts.power_and_fuel)
    assert found.unit == "Mtce"
    assert found.carriers.labels == ("coal", "current")
    assert (found.fuel_value @ found.sides(SOURCES)).tolist() == pytest.approx([11.46, 11.46])
    assert found.in_common(USES, TRANSFORMED)[:, 1].tolist() == pytest.approx([4.5, 0.0])
    assert found.in_common(USES, "inputs: mills")[:, 1].tolist() == pytest.approx([0.0, 8 * 0.123])
    assert found.in_common(USES, "consumption: all")[:, 1].tolist() == pytest.approx([4.5, 12 * 0.123])
    assert found.net[1] == pytest.approx(11.46 - 4.5)
    for common, burnt, made in ((False, 5.0, 20.0), (True, 4.5, 2.46)):
        frame = found.frame(common=common)
        rows = dict(zip(frame.index.tolist(), frame.to_numpy().tolist(), strict=True))
        assert rows[USES, TRANSFORMED, "coal"] == pytest.approx([burnt, burnt])
        assert rows[SOURCES, "output", "current"] == pytest.approx([made, made])
    accounts = plan_json(plan, None)["accounts"]
    assert isinstance(accounts, dict)
    assert accounts["power_and_fuel"]["net"]["2001"] == pytest.approx(6.96)


def test_sources_are_uses_for_every_carrier_of_the_five_year_plan() -> None:
    plan = solved("five", "balanced")
    found = known(plan.accounts.power_and_fuel)
    assert found.carriers.labels == ("COA", "OIL", "ELE")
    sources, uses = found.sides(SOURCES), found.sides(USES)
    assert np.abs(sources - uses).max() <= 1e-9 * sources.max()
    (page,) = balances(plan, measures(plan))
    table = page.blocks[2]
    assert isinstance(table, Table)
    totals = [row for row, role in zip(table.kept, table.roles, strict=True) if role == "total"]
    assert totals[0][3:] == pytest.approx(totals[1][3:])
    parts = np.array(
        [row[3:] for row, role in zip(table.kept, table.roles, strict=True) if not role and row[0] == "uses"]
    )
    assert parts.astype(float).sum(axis=0) == pytest.approx(np.array(totals[1][3:], float), rel=1e-6)
    assert found.fuel_value @ found.lines[SOURCES, "output"][:, 0] == pytest.approx(35.4 + 1.43 * 11.6 + 0.123 * 5.0)
