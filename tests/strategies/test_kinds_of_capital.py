"""Walls and machines: output needs both, machines wear out sooner, and the answers are worked out by hand.

One sector makes 100 of the one product from 200 of walls and 50 of machines: 2 of walls and 0.5 of machines for a unit
of output, each built of one unit of the product in a year.  A fifth of the machines wears out in a year, walls last.
Where all output goes into building, and both kinds are built as they are needed,

    2 x[t+1] + 0.5 x[t+1]  =  x[t] + 2 x[t] + 0.8 * 0.5 x[t],      x[t+1] = 1.36 x[t]
"""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest
from economy_tables import Tables
from oracle.documented_goals import consumption

from optimiser import solve
from optimiser.economy.behaviour import FAITHFUL
from optimiser.economy.economy import Economy
from optimiser.execution.demand import of_plan
from optimiser.execution.draws import Draws
from optimiser.execution.execute import execute
from optimiser.plan.measures import measures
from optimiser.plan.plan import Plan
from optimiser.strategies.turnpike import turnpike
from optimiser.workbook import economy_from_tables
from optimiser.workbook.write.tables import tables_of

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "kinds_of_capital.py"
WALLS, MACHINES = 1, 2
"""Places on the axis of assets; 0 is the capacity that the sector might have beside them."""


def tables() -> Tables:
    return {
        "Plan": [
            ["key", "value"],
            ["title", "walls and machines"],
            ["stylised", "yes"],
            ["format version", 1],
            ["base year", 2000],
            ["plan years", 3],
            ["terminal condition", "none"],
            ["objective", "output"],
        ],
        "Sectors": [["code", "name", "unit", "base output"], ["G", "goods", "t", 100]],
        "Inputs": [["", "G"], ["G", 0]],
        "Assets": [
            ["sector", "asset", "unit", "use", "capacity", "depreciation"],
            ["G", "walls", "m2", 2, 200, 0],
            ["G", "machines", "pieces", 0.5, 50, 0.2],
        ],
        "Projects": [["sector", "asset", "type", "gestation"], ["G", "walls", "new", 1], ["G", "machines", "new", 1]],
        "Construction": [["", "walls", "machines"], ["G", 1, 1]],
        "Objective": [
            ["set", "variable", "code", "year", "weight"],
            ["output", "output", "G", 2001, 1],
            ["output", "output", "G", 2002, 1],
            ["output", "output", "G", 2003, 1],
        ],
    }


def planned(changed: Tables | None = None, strategy: str = "weighted") -> Plan:
    plan = solve(economy_from_tables(tables() | (changed or {})), strategy)
    assert plan.solution.optimal
    assert plan.verification is not None
    return plan


def output(plan: Plan) -> list[float]:
    return list(plan.output_by_sector()[0, 1:4].tolist())


def test_walls_and_machines_grow_together() -> None:
    plan = planned()
    assert plan.objective == pytest.approx(420.96, rel=1e-9)
    assert output(plan) == pytest.approx([100.0, 136.0, 184.96], rel=1e-9)
    assert plan.quantities.capacity[WALLS, 1:4] == pytest.approx([200.0, 272.0, 369.92], rel=1e-9)
    assert plan.quantities.capacity[MACHINES, 1:4] == pytest.approx([50.0, 68.0, 92.48], rel=1e-9)
    assert plan.quantities.starts[:, 1:3] == pytest.approx(np.array([[72.0, 97.92], [28.0, 38.08]]), rel=1e-9)


def test_machines_that_are_not_replaced_wear_out_before_the_walls() -> None:
    """Without projects for machines output falls by a fifth a year, and the walls stand partly empty."""
    plan = planned({"Projects": [["sector", "asset", "type", "gestation"], ["G", "walls", "new", 1]]})
    assert output(plan) == pytest.approx([100.0, 80.0, 64.0], rel=1e-9)
    used = measures(plan).utilisation
    assert used[MACHINES, 1:] == pytest.approx([1.0, 1.0, 1.0], rel=1e-9)
    assert used[WALLS, 1:] == pytest.approx([1.0, 0.8, 0.64], rel=1e-9)
    assert np.isnan(used[0]).all(), "capacity of its own does not limit the sector"


def test_each_kind_has_its_own_inherited_work_absorptive_limit_and_idle_stock() -> None:
    """5 machines come in the second year: 45 stand, for an output of 90, while the walls would do for 100."""
    no_machines: Tables = {"Projects": [["sector", "asset", "type", "gestation"], ["G", "walls", "new", 1]]}
    under: list[list[object]] = [
        ["sector", "asset", "capacity", "year due", "cost to come"],
        ["G", "machines", 5, 2002, 0],
    ]
    assert output(planned({**no_machines, "Under construction": under})) == pytest.approx([100, 90, 72], rel=1e-9)
    slow = tables()["Assets"]
    slow = [[*slow[0], "absorptive limit"], [*slow[1], "unlimited"], [*slow[2], 0.1]]
    assert output(planned({"Assets": slow})) == pytest.approx([100.0, 110.0, 121.0], rel=1e-9)
    idle = [[*tables()["Assets"][0], "idle"], [*tables()["Assets"][1], 0], [*tables()["Assets"][2], 15]]
    repair: list[list[object]] = [
        ["sector", "asset", "type", "gestation", "cost factor", "repairs idle"],
        ["G", "walls", "new", 1, 1, "no"],
        ["G", "machines", "repair", 1, 0.25, "yes"],
    ]
    # 40 + 15 machines in the second year; a fifth of them is gone in the third
    assert output(planned({"Assets": idle, "Projects": repair})) == pytest.approx([100.0, 110.0, 88.0], rel=1e-9)


def test_capacity_may_stand_beside_them() -> None:
    """Without projects it stays what it is, 120: in the last year the walls and machines for more would be idle."""
    assert output(planned({"Capacity": [["sector", "capacity"], ["G", 120]]}))[2] == pytest.approx(120.0, rel=1e-9)


def test_techniques_take_more_or_less_of_every_kind() -> None:
    """A second technique takes half of each kind: 2 t for every one."""
    plan = planned(
        {
            "Techniques": [["code", "sector", "capacity use"], ["better", "G", 0.5]],
            "Inputs": [["", "G", "better"], ["G", 0, 1]],
            "Projects": [["sector", "asset", "type", "gestation"]],
        }
    )
    assert output(plan) == pytest.approx([200.0, 160.0, 128.0], rel=1e-9)


def test_the_ray_needs_both() -> None:
    """`1 = 2 g + 0.5 (g + 0.2)`: g = 0.36, and 4 of walls for one of machines."""
    named: Tables = {"Households": [["household"], ["people"]], "Baskets": [["product", "people"], ["G", 10]]}
    economy = economy_from_tables(
        tables()
        | named
        | {"Labour": [["pool", "persons"], ["workers", 50]], "Labour inputs": [["", "G"], ["workers", 0.5]]}
    )
    found = turnpike(economy)
    assert found.labour_free_rate == pytest.approx(0.36, abs=1e-8)
    assert found.entity.labels == ("G", "G walls", "G machines")


@pytest.fixture(scope="module")
def economy() -> Economy:
    return economy_from_tables(tables())


def test_it_is_written_as_it_was_read(economy: Economy) -> None:
    written = tables_of(economy)
    assert written["Assets"][1][:3] == ["G", "walls", "m2"]
    assert economy_from_tables(written) == economy


def test_it_is_carried_out_as_planned() -> None:
    """Capacity beside the kinds is no limit, in the interval of what comes of the plan either."""
    economy = economy_from_tables(
        tables() | {"Households": [["household"], ["people"]], "Baskets": [["product", "people"], ["G", 60]]}
    )
    found = execute(economy, of_plan(solve(economy, "consumption")), FAITHFUL, Draws(repetitions=3, seed=1))
    assert found.fulfilment.at(()) == pytest.approx((1.0, 1.0, 1.0))
    assert np.isinf([found.capital.low[0], found.capital.high[0]]).all()
    assert np.isfinite(found.capital.mean[1:]).all()


def test_a_sector_with_capacity_alone_has_no_axis_of_assets() -> None:
    plain = tables() | {
        "Capacity": [["sector", "capacity"], ["G", 100]],
        "Projects": [["sector", "type", "gestation"], ["G", "new", 1]],
    }
    del plain["Assets"]
    plain["Construction"] = [["", "G"], ["G", 1]]
    assert economy_from_tables(plain).assets.axis.name == "sector"


@pytest.mark.slow
def test_twenty_products_by_twenty_kinds_from_long_sheets() -> None:
    """400 stocks, as benchmarks/kinds_of_capital.py has 16,129: added up again, and by scipy the goal is the same."""
    sheets = runpy.run_path(str(BENCHMARK))["sheets"]
    made = economy_from_tables(sheets(20))
    plan = solve(made, "consumption")
    assert plan.verification is not None
    assert len(plan.variables.indices.limited) == 400
    assert plan.objective == pytest.approx(consumption(made).value, rel=1e-6)
