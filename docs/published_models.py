"""Economies of the literature as tables: each function is one published model, its figures typed in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from tables import Tables, growing, leontief, matrix, plan

from optimiser import Economy, LinearProgramme, economy_from_tables
from optimiser.arrays import Axis
from optimiser.economy.multipliers import Flows
from optimiser.workbook.examples import williams as williams_example

WEIGHTS = ["set", "variable", "code", "year", "weight"]
TARGETS = ["set", "variable", "code", "year", "value"]
Coefficients = Sequence[Sequence[float]]


def least_output(inputs: Coefficients, demand: Sequence[float]) -> Economy:
    """The least output that covers given uses: Leontief's static economy."""
    codes = [chr(ord("a") + number) for number in range(len(demand))]
    return economy_from_tables(leontief(codes, inputs, demand))


def from_flows(codes: Sequence[str], flows: Coefficients, output: Sequence[float], demand: Sequence[float]) -> Tables:
    """The same, from a table of the base year's flows."""
    tables = leontief(codes, [[0.0] * len(codes)] * len(codes), demand)
    del tables["Inputs"]
    tables["Sectors"] = [
        ["code", "unit", "base output"],
        *([code, "unit", made] for code, made in zip(codes, output, strict=True)),
    ]
    tables["Flows"] = matrix("product", codes, codes, flows)
    return tables


def miller_blair(demand: Sequence[float] = (600, 1500)) -> Economy:
    """Two sectors, flows of the base year."""
    codes = ["agriculture", "manufacturing"]
    return economy_from_tables(from_flows(codes, [[150, 500], [200, 100]], [1000, 2000], demand))


def miller_blair_flows() -> Flows:
    """The same table as flows; a unit of output pays .30 and .25 to households."""
    return Flows(
        title="Miller and Blair",
        stylised=True,
        source="Input-Output Analysis, section 2.3",
        unit="$",
        sectors=Axis("sector", ("1", "2")),
        names=("agriculture", "manufacturing"),
        make=np.diag([1000.0, 2000.0]),
        use=np.array([[150.0, 500.0], [200.0, 100.0]]),
        imports=np.zeros(2),
        import_need=np.zeros(2),
        final=np.array([[350.0], [1700.0]]),
        final_uses=("final demand",),
        employment=np.array([300.0, 500.0]),
        employment_unit="$ of pay",
    )


def miller_blair_closed(demand: Sequence[float]) -> Economy:
    """The same with households as a third sector: a table closed with respect to them."""
    return least_output([[0.15, 0.25, 0.05], [0.2, 0.05, 0.4], [0.3, 0.25, 0.05]], demand)


def dorfman_samuelson_solow() -> Economy:
    """Two sectors and labour; the goal is the least labour."""
    codes = ["farm", "factory"]
    tables = from_flows(codes, [[25, 175], [40, 20]], [250, 120], [50, 60])
    tables["Labour"] = [["pool", "persons"], ["labour", "unlimited"]]
    tables["Labour inputs"] = matrix("pool", ["labour"], codes, [[10 / 250, 40 / 120]])
    tables["Objective"][1] = ["least labour", "employment", "labour", 2001, -1]
    return economy_from_tables(tables)


def two_sectors_on_the_ray() -> Economy:
    """Growth of two sectors that need each other, without consumption."""
    return economy_from_tables(growing(["a", "b"], [[0, 0.5], [0.5, 0]], [[1, 1], [1, 1]], 8, growth=0.25))


def gestation_on_the_ray(gestation: int, growth: float) -> Economy:
    """One sector, a = .5, b = 2, building spread evenly over its gestation."""
    return economy_from_tables(growing(["a"], [[0.5]], [[2.0]], 4 * gestation, gestation=gestation, growth=growth))


def feldman() -> Economy:
    """Capital goods that make capital goods, and consumer goods; capital coefficient 2, six years of building."""
    codes = ["capital goods", "consumer goods"]
    return economy_from_tables(
        {
            "Plan": plan(plan_years=7, default_strategy="weighted"),
            "Sectors": [["code", "unit", "base output"], ["capital goods", "unit", 50], ["consumer goods", "unit", 0]],
            "Inputs": matrix("product", ["capital goods"], [*codes, "unused"], [[0, 0, 0]]),
            "Techniques": [["code", "sector", "capacity use"], ["unused", "consumer goods", 1]],
            "Capacity": [["sector", "capacity"], ["capital goods", 50], ["consumer goods", 0]],
            "Projects": [["sector", "type", "gestation"], *([code, "new", 1] for code in codes)],
            "Construction": matrix("product", ["capital goods"], codes, [[2, 2]]),
            "Objective": [WEIGHTS, ["K2", "capacity", "consumer goods", 2007, 2]],
        }
    )


def kantorovich() -> Economy:
    """Milling machines, turrets and an automatic: parts a and b, wanted in pairs."""
    machines, per_day = ["mill", "turret", "automatic"], [(10, 20), (20, 30), (30, 80)]
    codes = [f"{machine} {part}" for machine in machines for part in "ab"]
    rates = [rate for pair in per_day for rate in pair]
    made = [
        [0] * 3 + [rate if code[-1] == part else 0 for code, rate in zip(codes, rates, strict=True)] for part in "ab"
    ]
    return economy_from_tables(
        {
            "Plan": plan(default_strategy="consumption", discount_rate=0),
            "Products": [["code", "unit"], ["a", "pieces"], ["b", "pieces"]],
            "Sectors": [["code", "unit", "base output"], *([machine, "days", 0] for machine in machines)],
            "Techniques": [["code", "sector"], *([code, code.split()[0]] for code in codes)],
            "Inputs": matrix("product", ["a", "b"], [*machines, *codes], [[0] * 9, [0] * 9]),
            "Outputs": matrix("product", ["a", "b"], [*machines, *codes], made),
            "Capacity": [["sector", "capacity"], ["mill", 3], ["turret", 3], ["automatic", 1]],
            "Households": [["household"], ["assembly"]],
            "Baskets": matrix("product", ["a", "b"], ["assembly"], [[1], [1]]),
        }
    )


def processes(inputs: Coefficients, outputs: Coefficients, activity: Sequence[float], growth: float) -> Economy:
    """Processes with joint products, inputs of this year and outputs of the next, on a ray: von Neumann's economy."""
    goods = [f"good {number}" for number in range(1, len(inputs) + 1)]
    codes = [f"process {number}" for number in range(1, len(inputs[0]) + 1)]
    return economy_from_tables(
        {
            "Plan": plan(plan_years=6, terminal_condition="ray"),
            "Products": [["code", "unit"], *([good, "unit"] for good in goods)],
            "Sectors": [
                ["code", "unit", "base output", "input lag", "output in hand"],
                *([code, "unit", size, 1, size * (1 + growth)] for code, size in zip(codes, activity, strict=True)),
            ],
            "Inputs": matrix("product", goods, codes, inputs),
            "Outputs": matrix("product", goods, codes, outputs),
        }
    )


def von_neumann() -> Economy:
    """Three goods, each made from the last, the third process doubling."""
    growth = 2 ** (1 / 3)
    activity = [1.0, 1 / growth, 1 / growth**2]
    return processes([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 0, 2], [1, 0, 0], [0, 1, 0]], activity, growth - 1)


def von_neumann_joint() -> Economy:
    """The same with an idle process and a by-product that nobody needs."""
    growth = 2 ** (1 / 3)
    activity = [1.0, 1 / growth, 1 / growth**2, 0.0]
    inputs = [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0]]
    outputs = [[0, 0, 2, 1], [1, 0, 0, 0], [0, 1, 0, 1], [0, 3, 0, 0]]
    return processes(inputs, outputs, activity, growth - 1)


def two_goods() -> Economy:
    """Goods that take one and two workers, thirty workers, and a target for each that takes forty-five."""
    return economy_from_tables(
        {
            "Plan": plan(default_strategy="targets"),
            "Sectors": [["code", "unit", "base output"], ["cloth", "unit", 5], ["iron", "unit", 5]],
            "Inputs": matrix("product", ["cloth"], ["cloth", "iron"], [[0, 0]]),
            "Labour": [["pool", "unit", "persons"], ["workers", "workers", 30]],
            "Labour inputs": matrix("pool", ["workers"], ["cloth", "iron"], [[1, 2]]),
            "Targets": [TARGETS, *(["both", "output", code, 2001, 15] for code in ("cloth", "iron"))],
        }
    )


def smychka(goods: float) -> Economy:
    """Grain for cloth: a tax, and what the village sells for the goods that reach it."""
    return economy_from_tables(
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
            "Objective": [WEIGHTS, ["sold", "exports", "grain", 2001, 1]],
        }
    )


def iron_in_time() -> Economy:
    """Capacity that grows by a tenth a year at most, and a target of 1.6 times."""
    return economy_from_tables(
        {
            "Plan": plan(plan_years=3),
            "Sectors": [["code", "unit", "base output"], ["iron", "t", 100]],
            "Inputs": matrix("product", ["iron"], ["iron"], [[0]]),
            "Capacity": [["sector", "capacity", "absorptive limit"], ["iron", 100, 0.1]],
            "Projects": [["sector", "type", "gestation"], ["iron", "new", 0]],
            "Targets": [TARGETS, ["more", "output", "iron", 2003, 160]],
        }
    )


def three_rows() -> LinearProgramme:
    """x at most 3, x at least 5, y at most 1: no economy, but rows alone."""
    import scipy.sparse as sp

    from optimiser.programme.rows import Kind

    return LinearProgramme.of_arrays(
        sp.csr_array(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])),
        np.array([-np.inf, 5, -np.inf]),
        np.array([3, np.inf, 1]),
        np.zeros(2),
        np.full(2, np.inf),
        np.zeros(2),
        rows=[f"row {number}" for number in range(1, 4)],
        columns=["x", "y"],
        kind=Kind.RESOURCE,
    )


def williams(scenario: str, coal_for_coal: float = 0.0) -> Economy:
    """Coal, steel and transport over six years; `coal_for_coal` is what a unit of new coal capacity takes of coal."""
    tables = williams_example.tables()
    building = [list(row) for row in tables["Construction"]]
    building[1][1] = coal_for_coal
    return economy_from_tables(tables | {"Construction": building}, scenario=scenario)


def lindo() -> Economy:
    """Four sectors that export what is left: sales less costs, by labour and capacity."""
    codes = ["S", "A", "E", "P"]
    inputs = [[0.0, 0.8, 0.01, 0.2], [0.02, 0.0, 0.01, 0.03], [0.0, 0.15, 0.0, 0.05], [0.01, 0.11, 0.05, 0.0]]
    prices, costs = [500, 1500, 300, 1200], [250, 300, 50, 300]
    return economy_from_tables(
        {
            "Plan": plan(default_strategy="weighted"),
            "Sectors": [["code", "unit", "base output"], *([code, "unit", 0] for code in codes)],
            "Inputs": matrix("product", codes, codes, inputs),
            "Capacity": [["sector", "capacity"], ["A", 650000], ["P", 60000]],
            "Labour": [["pool", "persons"], ["labour", 830000]],
            "Labour inputs": matrix("pool", ["labour"], codes, [[0.5, 1, 0.5, 2]]),
            "Trade": [["product", "export price"], *([code, 1] for code in codes)],
            "Objective": [
                WEIGHTS,
                *(["profit", "exports", code, 2001, price] for code, price in zip(codes, prices, strict=True)),
                *(["profit", "output", code, 2001, -cost] for code, cost in zip(codes, costs, strict=True)),
            ],
        }
    )


BUILDING_MATERIALS = {
    "cement": (15100, 13460, "thousand barrels"),
    "brick": (2677, 2445, "million pieces"),
    "timber": (10368, 10191, "thousand m3"),
    "glass": (184.8, 158.2, "thousand t"),
    "beams": (208.8, 147.0, "thousand t"),
    "wire rod": (157.3, 122.0, "thousand t"),
    "sections": (1246.6, 958.0, "thousand t"),
}
"""Wanted, made, unit: the programme of 1928/29."""


def building_materials() -> Economy:
    """The largest common share of a building programme."""
    codes, given = list(BUILDING_MATERIALS), BUILDING_MATERIALS.items()
    return economy_from_tables(
        {
            "Plan": plan(default_strategy="consumption", discount_rate=0),
            "Sectors": [["code", "unit", "base output"], *([code, unit, made] for code, (_, made, unit) in given)],
            "Inputs": matrix("product", ["cement"], codes, [[0] * len(codes)]),
            "Capacity": [["sector", "capacity"], *([code, made] for code, (_, made, _) in given)],
            "Households": [["household"], ["building programme"]],
            "Baskets": [["product", "building programme"], *([code, wanted] for code, (wanted, _, _) in given)],
        }
    )


def fourer_steel() -> Economy:
    """Bands and coils over four weeks: hours, stocks and markets."""
    weeks = [1, 2, 3, 4]
    prices = {"bands": [25, 26, 27, 27], "coils": [30, 35, 37, 39]}
    return economy_from_tables(
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
                WEIGHTS,
                ["profit", "output", "bands", "*", -10],
                ["profit", "output", "coils", "*", -11],
                ["profit", "stocks", "bands", "*", -2.5],
                ["profit", "stocks", "coils", "*", -3],
                *(
                    ["profit", "exports", code, week, price]
                    for code, each in prices.items()
                    for week, price in zip(weeks, each, strict=True)
                ),
            ],
        }
    )
