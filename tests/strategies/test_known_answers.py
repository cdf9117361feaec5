"""Answers that nobody here made up, through the public API.

The numbers are those of the literature named at each test.
"""

from __future__ import annotations

import numpy as np
import pytest
from tables import growing, leontief, matrix, plan

import optimiser
from optimiser import economy_from_tables, solve
from optimiser.workbook.examples import williams

A45 = [[0.0, 0.5], [0.5, 0.0]]


def output(result: optimiser.Plan) -> np.ndarray:
    return result.values("output")[:, 0]


def test_1_leontief():
    economy = economy_from_tables(leontief(["a", "b"], [[0.2, 0.3], [0.4, 0.1]], [10, 20]))
    assert output(solve(economy)) == pytest.approx([25, 100 / 3], rel=1e-9)


def test_2_miller_and_blair():
    """Miller and Blair, Input-Output Analysis (2009), section 2.3."""
    tables = leontief(["agriculture", "manufacturing"], [[0, 0], [0, 0]], [600, 1500])
    del tables["Inputs"]
    tables["Sectors"] = [
        ["code", "unit", "base output"],
        ["agriculture", "unit", 1000],
        ["manufacturing", "unit", 2000],
    ]
    tables["Flows"] = matrix(
        "product", ["agriculture", "manufacturing"], ["agriculture", "manufacturing"], [[150, 500], [200, 100]]
    )
    assert output(solve(economy_from_tables(tables))) == pytest.approx([1247.52, 1841.58], abs=0.005)


def test_3_dorfman_samuelson_solow():
    """Dorfman, Samuelson and Solow, Linear Programming and Economic Analysis (1958), chapter 9."""
    codes = ["farm", "factory"]
    tables = leontief(codes, [[0, 0], [0, 0]], [50, 60])
    del tables["Inputs"]
    tables["Sectors"] = [["code", "unit", "base output"], ["farm", "unit", 250], ["factory", "unit", 120]]
    tables["Flows"] = matrix("product", codes, codes, [[25, 175], [40, 20]])
    tables["Labour"] = [["pool", "persons"], ["labour", "unlimited"]]
    tables["Labour inputs"] = matrix("pool", ["labour"], codes, [[10 / 250, 40 / 120]])
    tables["Objective"][1] = ["least labour", "employment", "labour", 2001, -1]
    found = solve(economy_from_tables(tables))
    assert -found.objective == pytest.approx(50, rel=1e-9)
    assert -found.shadow_prices("material_balance")[:, 0] == pytest.approx([0.16774194, 0.69354839], abs=5e-9)


def test_4_growth_on_the_ray():
    """g = 1 / rho((I-A)^-1 B)."""
    economy = economy_from_tables(growing(["a", "b"], A45, [[1, 1], [1, 1]], 8, growth=0.25))
    assert solve(economy).growth_rate == pytest.approx(0.25, abs=1e-8)


def test_4_growth_is_approached_from_a_long_horizon():
    """Twice the capacity that the first output needs, and nothing asked of the end: less and less of a head start."""
    rates = []
    for years in (10, 20, 40):
        tables = growing(["a", "b"], A45, [[1, 1], [1, 1]], years, terminal="none")
        tables["Capacity"] = [["sector", "capacity"], ["a", 2], ["b", 2]]
        rates.append(solve(economy_from_tables(tables)).growth_rate or 0.0)
    head_start = [rate - 0.25 for rate in rates]
    assert head_start[0] > head_start[1] > head_start[2] > 0
    assert head_start[1] / head_start[2] == pytest.approx(2, rel=0.15)  # it is spread over the years


@pytest.mark.parametrize(("gestation", "factor"), [(1, 1.25), (2, 1.224745), (3, 1.205071), (4, 1.189207)])
def test_5_gestation_on_the_ray(gestation: int, factor: float):
    """(1 + L (1-a)/b)^(1/L), with even spending over L years."""
    tables = growing(["a"], [[0.5]], [[2.0]], 4 * gestation, gestation=gestation, growth=factor - 1)
    assert solve(economy_from_tables(tables)).growth_rate == pytest.approx(factor - 1, abs=1e-6)


def test_6_feldman():
    """Domar, Essays in the Theory of Economic Growth (1957), on Feldman: six years of building, v = 2, K = 100."""
    economy = economy_from_tables(
        {
            "Plan": plan(plan_years=7, default_strategy="weighted"),
            "Sectors": [["code", "unit", "base output"], ["capital goods", "unit", 50], ["consumer goods", "unit", 0]],
            "Inputs": matrix("product", ["capital goods"], ["capital goods", "consumer goods"], [[0, 0]]),
            "Techniques": [["code", "sector", "capacity use"], ["unused", "consumer goods", 1]],
            "Capacity": [["sector", "capacity"], ["capital goods", 50], ["consumer goods", 0]],
            "Projects": [["sector", "type", "gestation"], ["capital goods", "new", 1], ["consumer goods", "new", 1]],
            "Construction": matrix("product", ["capital goods"], ["capital goods", "consumer goods"], [[2, 2]]),
            "Objective": [["set", "variable", "code", "year", "weight"], ["K2", "capacity", "consumer goods", 2007, 2]],
        }
        | {"Inputs": matrix("product", ["capital goods"], ["capital goods", "consumer goods", "unused"], [[0, 0, 0]])}
    )
    assert solve(economy).objective == pytest.approx(506.25, rel=1e-9)


def kantorovich() -> optimiser.Economy:
    """Milling machines, turrets and an automatic: parts a and b, wanted in pairs."""
    machines, per_day = ["mill", "turret", "automatic"], [(10, 20), (20, 30), (30, 80)]
    codes = [f"{machine} {part}" for machine in machines for part in "ab"]
    rates = [rate for pair in per_day for rate in pair]
    return economy_from_tables(
        {
            "Plan": plan(default_strategy="consumption", discount_rate=0),
            "Products": [["code", "unit"], ["a", "pieces"], ["b", "pieces"]],
            "Sectors": [["code", "unit", "base output"], *([machine, "days", 0] for machine in machines)],
            "Techniques": [["code", "sector"], *([code, code.split()[0]] for code in codes)],
            "Inputs": matrix("product", ["a", "b"], [*machines, *codes], [[0] * 9, [0] * 9]),
            "Outputs": matrix(
                "product",
                ["a", "b"],
                [*machines, *codes],
                [
                    [0] * 3 + [rate if code[-1] == part else 0 for code, rate in zip(codes, rates, strict=True)]
                    for part in "ab"
                ],
            ),
            "Capacity": [["sector", "capacity"], ["mill", 3], ["turret", 3], ["automatic", 1]],
            "Households": [["household"], ["assembly"]],
            "Baskets": matrix("product", ["a", "b"], ["assembly"], [[1], [1]]),
        }
    )


def test_7_kantorovich_1939():
    """Kantorovich, Mathematical Methods of Organizing and Planning Production (1939), first example."""
    found = solve(kantorovich())
    assert found.objective == pytest.approx(86.6667, abs=1e-4)
    prices = -found.shadow_prices("material_balance")[:, 0]
    assert prices / prices.sum() == pytest.approx([2 / 3, 1 / 3], rel=1e-7)


def von_neumann(
    inputs: list[list[float]], outputs: list[list[float]], activity: list[float], growth: float
) -> float | None:
    """Greatest growth of an economy of processes with joint products: inputs of this year, outputs of the next."""
    goods = [f"good {number}" for number in range(1, len(inputs) + 1)]
    processes = [f"process {number}" for number in range(1, len(inputs[0]) + 1)]
    economy = economy_from_tables(
        {
            "Plan": plan(plan_years=6, terminal_condition="ray"),
            "Products": [["code", "unit"], *([good, "unit"] for good in goods)],
            "Sectors": [
                ["code", "unit", "base output", "input lag", "output in hand"],
                *([code, "unit", size, 1, size * (1 + growth)] for code, size in zip(processes, activity, strict=True)),
            ],
            "Inputs": matrix("product", goods, processes, inputs),
            "Outputs": matrix("product", goods, processes, outputs),
        }
    )
    return solve(economy).growth_rate


def test_8_von_neumann():
    """Three goods, each made from the last, the third process doubling: growth factor 2^(1/3)."""
    growth = 2 ** (1 / 3) - 1
    activity = [1.0, 1 / (1 + growth), 1 / (1 + growth) ** 2]
    found = von_neumann([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 0, 2], [1, 0, 0], [0, 1, 0]], activity, growth)
    assert found == pytest.approx(growth, abs=1e-8)


def test_8_von_neumann_with_a_joint_product():
    """The same with an idle process and a by-product that nobody needs: growth stays 2^(1/3)."""
    growth = 2 ** (1 / 3) - 1
    activity = [1.0, 1 / (1 + growth), 1 / (1 + growth) ** 2, 0.0]
    inputs = [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0]]
    outputs = [[0, 0, 2, 1], [1, 0, 0, 0], [0, 1, 0, 1], [0, 3, 0, 0]]
    assert von_neumann(inputs, outputs, activity, growth) == pytest.approx(growth, abs=1e-8)


def two_goods(target: float = 15.0) -> optimiser.Economy:
    return economy_from_tables(
        {
            "Plan": plan(default_strategy="targets"),
            "Sectors": [["code", "unit", "base output"], ["cloth", "unit", 5], ["iron", "unit", 5]],
            "Inputs": matrix("product", ["cloth"], ["cloth", "iron"], [[0, 0]]),
            "Labour": [["pool", "unit", "persons"], ["workers", "workers", 30]],
            "Labour inputs": matrix("pool", ["workers"], ["cloth", "iron"], [[1, 2]]),
            "Targets": [
                ["set", "variable", "code", "year", "value"],
                ["both", "output", "cloth", 2001, target],
                ["both", "output", "iron", 2001, target],
            ],
        }
    )


def test_9_uniform_share():
    found = solve(two_goods(), "proportional", target_set="both")
    assert found.share == pytest.approx(0.5, rel=1e-9)
    refused = solve(two_goods(), "targets", target_set="both")
    assert refused.status is optimiser.Status.INFEASIBLE
    assert refused.share == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize(("goods", "marketed"), [(4.0, 5.9), (0.0, 0.9)])
def test_10_smychka(goods: float, marketed: float):
    """M <= tax + omega goods: .9 + 1.25 * 4 = 5.9; without goods the tax alone."""
    economy = economy_from_tables(
        {
            "Plan": plan(default_strategy="weighted"),
            "Sectors": [
                ["code", "unit", "base output", "price"],
                ["grain", "bn r", 100, 1],
                ["cloth", "bn r", goods, 1],
            ],
            "Inputs": matrix("product", ["grain"], ["grain", "cloth"], [[0, 0]]),
            "Capacity": [["sector", "capacity"], ["grain", 100], ["cloth", goods]],
            "Households": [["household"], ["village"]],
            "Baskets": matrix("product", ["cloth"], ["village"], [[4.0]]),
            "Trade": [["product", "export price"], ["grain", 1.0]],
            "Town and country": [
                ["item", "value"],
                ["farm product", "grain"],
                ["household", "village"],
                ["terms of trade", 1.25],
                ["tax", 0.9],
            ],
            "Objective": [["set", "variable", "code", "year", "weight"], ["sold", "exports", "grain", 2001, 1]],
        }
    )
    found = solve(economy)
    assert found.objective == pytest.approx(marketed, rel=1e-9)
    assert found.values("marketed")[0, 0] == pytest.approx(marketed, rel=1e-9)


@pytest.mark.parametrize(
    ("scenario", "expected"), [("capacity", 2141.875197), ("output", 2618.579115), ("employment", 2450.026623)]
)
def test_13_williams(scenario: str, expected: float):
    """Williams, Model Building in Mathematical Programming, "Economic planning"."""
    found = solve(economy_from_tables(williams.tables(), scenario=scenario))
    assert found.objective == pytest.approx(expected, rel=1e-6)


def test_13_williams_static_output():
    found = solve(economy_from_tables(williams.tables(), scenario="capacity"))
    asked = found.rows("static_output")["least"]
    assert list(asked) == pytest.approx([166.3967611336, 105.6680161943, 92.3076923077], rel=1e-9)


def test_14_lindo_leontief():
    """LINDO's static Leontief model: exports priced, costs of production, labour, capacity."""
    codes = ["S", "A", "E", "P"]
    inputs = [[0.0, 0.8, 0.01, 0.2], [0.02, 0.0, 0.01, 0.03], [0.0, 0.15, 0.0, 0.05], [0.01, 0.11, 0.05, 0.0]]
    economy = economy_from_tables(
        {
            "Plan": plan(default_strategy="weighted"),
            "Sectors": [["code", "unit", "base output"], *([code, "unit", 0] for code in codes)],
            "Inputs": matrix("product", codes, codes, inputs),
            "Capacity": [["sector", "capacity"], ["A", 650000], ["P", 60000]],
            "Labour": [["pool", "persons"], ["labour", 830000]],
            "Labour inputs": matrix("pool", ["labour"], codes, [[0.5, 1, 0.5, 2]]),
            "Trade": [["product", "export price"], *([code, 1] for code in codes)],
            "Objective": [
                ["set", "variable", "code", "year", "weight"],
                *(
                    ["profit", "exports", code, 2001, price]
                    for code, price in zip(codes, [500, 1500, 300, 1200], strict=True)
                ),
                *(
                    ["profit", "output", code, 2001, -cost]
                    for code, cost in zip(codes, [250, 300, 50, 300], strict=True)
                ),
            ],
        }
    )
    found = solve(economy)
    assert found.objective == pytest.approx(435431250, rel=1e-9)
    assert output(found) == pytest.approx([393958.3333, 475833.3333, 74375, 60000], rel=1e-9)


def test_15_bukharin_building_materials():
    """Bukharin, Notes of an Economist (1928): the building materials of the 1928/29 programme."""
    materials = {
        "cement": (15100, 13460, "thousand barrels"),
        "brick": (2677, 2445, "million pieces"),
        "timber": (10368, 10191, "thousand m3"),
        "glass": (184.8, 158.2, "thousand t"),
        "beams": (208.8, 147.0, "thousand t"),
        "wire rod": (157.3, 122.0, "thousand t"),
        "sections": (1246.6, 958.0, "thousand t"),
    }
    codes, given = list(materials), materials.items()
    found = solve(
        economy_from_tables(
            {
                "Plan": plan(default_strategy="consumption", discount_rate=0),
                "Sectors": [["code", "unit", "base output"], *([code, unit, made] for code, (_, made, unit) in given)],
                "Inputs": matrix("product", ["cement"], codes, [[0] * len(codes)]),
                "Capacity": [["sector", "capacity"], *([code, made] for code, (_, made, _) in materials.items())],
                "Households": [["household"], ["building programme"]],
                "Baskets": [
                    ["product", "building programme"],
                    *([code, wanted] for code, (wanted, _, _) in materials.items()),
                ],
            }
        )
    )
    assert found.objective == pytest.approx(147.0 / 208.8, rel=1e-9)
    prices = found.shadow_prices("capacity_limit")[:, 0]
    assert [code for code, price in zip(codes, prices, strict=True) if price > 1e-9] == ["beams"]


def test_16_fourer_steel():
    """Fourer, Gay and Kernighan, AMPL, steelT: four weeks of bands and coils."""
    weeks = [1, 2, 3, 4]
    found = solve(
        economy_from_tables(
            {
                "Plan": plan(base_year=0, plan_years=4, default_strategy="weighted"),
                "Sectors": [
                    ["code", "unit", "base output", "storable", "opening stock", "closing stock"],
                    ["bands", "tons", 0, "yes", 10, 0],
                    ["coils", "tons", 0, "yes", 0, 0],
                ],
                "Inputs": matrix("product", ["bands"], ["bands", "coils"], [[0, 0]]),
                "Resources": [["resource", "unit", *weeks], ["time", "hours", 40, 40, 32, 40]],
                "Resource inputs": matrix("resource", ["time"], ["bands", "coils"], [[1 / 200, 1 / 140]]),
                "Trade": [["product", "export price"], ["bands", 1], ["coils", 1]],
                "Trade by year": [
                    ["product", "item", *weeks],
                    ["bands", "export limit", 6000, 6000, 4000, 6500],
                    ["coils", "export limit", 4000, 2500, 3500, 4200],
                ],
                "Objective": [
                    ["set", "variable", "code", "year", "weight"],
                    ["profit", "output", "bands", "*", -10],
                    ["profit", "output", "coils", "*", -11],
                    ["profit", "stocks", "bands", "*", -2.5],
                    ["profit", "stocks", "coils", "*", -3],
                    *(
                        ["profit", "exports", "bands", week, price]
                        for week, price in zip(weeks, [25, 26, 27, 27], strict=True)
                    ),
                    *(
                        ["profit", "exports", "coils", week, price]
                        for week, price in zip(weeks, [30, 35, 37, 39], strict=True)
                    ),
                ],
            }
        )
    )
    # to the dollar, as the book prints it
    assert found.objective == pytest.approx(515033, abs=0.5)
    assert found.shadow_prices("resource_ceiling")[0] == pytest.approx([2660, 3080, 3400, 3400], rel=1e-9)
