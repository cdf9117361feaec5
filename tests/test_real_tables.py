"""Real national tables: optional, for the tables are not part of the project.

They are looked for in the folder that the environment variable PLAN_OPTIMISER_DATA names.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from known import known

import optimiser
from optimiser import Status, economy_from_tables, solve

DATA = Path(os.environ.get("PLAN_OPTIMISER_DATA", "no such folder"))


def number(text: str) -> float:
    return 0.0 if text.strip() in ("", "---") else float(text)


def table(name: str) -> list[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not there: set PLAN_OPTIMISER_DATA to a folder that has it")
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def united_states_2014() -> dict[str, Sequence[Sequence[object]]]:
    """WIOD 2016 release: 56 industries, domestic flows; investment of one composition for all of them."""
    flows, accounts = table("wiod_usa_2014/usa_niot_2014.csv"), table("wiod_usa_2014/usa_sea_2014.csv")
    codes = [row["Code"] for row in flows]
    output = {row["Code"]: number(row["GO"]) for row in flows}
    made = [code for code in codes if output[code] > 0]
    invested = {row["Code"]: max(number(row["GFCF"]), 0.0) for row in flows}
    capital = {row["code"]: number(row["K"]) / max(number(row["GO"]), 1.0) for row in accounts}
    people = {row["code"]: number(row["EMP"]) / max(number(row["GO"]), 1.0) for row in accounts}
    uses = ("CONS_np", "CONS_g", "EXP")
    given = {row["Code"]: 0.97 * sum(max(number(row[use]), 0.0) for use in uses) for row in flows}
    # where the table's negative entries (scrap, drawn-down stocks) were left out, households get what is left
    left = {
        row["Code"]: output[row["Code"]]
        - invested[row["Code"]]
        - given[row["Code"]]
        - sum(max(number(row[code]), 0.0) for code in codes)
        for row in flows
    }
    eaten = {row["Code"]: max(min(number(row["CONS_h"]), left[row["Code"]]), 0.0) for row in flows}
    total = sum(invested.values())
    # what the base year's investment keeps up and adds
    building = sum(min(max(capital.get(code, 0.0), 0.1), 5.0) * output[code] for code in made)
    growth = 0.02
    cost = total / (building * (growth + 0.05))
    return {
        "Plan": [
            ["key", "value"],
            ["title", "United States 2014"],
            ["format version", 1],
            ["base year", 2014],
            ["plan years", 5],
            ["tail years", 2],
            ["money unit", "$m"],
            ["terminal condition", "tail"],
        ],
        "Sectors": [["code", "unit", "base output"], *([code, "$m", output[code]] for code in codes)],
        "Flows": [
            ["product", *codes],
            *([row["Code"], *(max(number(row[code]), 0.0) for code in codes)] for row in flows),
        ],
        "Capacity": [
            ["sector", "capacity", "depreciation", "absorptive limit"],
            *([code, output[code] / 0.97, 0.05, 0.25] for code in made),
        ],
        "Projects": [["sector", "type", "gestation"], *([code, "new", 2] for code in made)],
        "Construction": [["product", "investment"], *([code, invested[code] / total] for code in codes)],
        "Capital": [
            ["bundle", *made],
            ["investment", *(cost * min(max(capital.get(code, 0.0), 0.1), 5.0) for code in made)],
        ],
        "Under construction": [
            ["sector", "capacity", "year due", "cost to come"],
            *([code, 0.07 * output[code], year, 0.5 * (year - 2015)] for code in made for year in (2015, 2016)),
        ],
        "Labour": [
            ["pool", "unit", "persons", "growth"],
            ["all", "thousand persons", 1.05 * sum(people.get(code, 0) * output[code] for code in made), 0.01],
        ],
        "Labour inputs": [["pool", *codes], ["all", *(people.get(code, 0.0) for code in codes)]],
        "Households": [["household", "floor"], ["all", 0.9]],
        "Baskets": [["product", "all"], *eaten.items()],
        "Demand": [["product", "use", 2015, "growth after"], *([code, "given", given[code], 0.01] for code in codes)],
    }


def test_united_states_2014_has_a_plan() -> None:
    economy = economy_from_tables(united_states_2014())
    assert economy.sectors.base_output[economy.sectors.axis.position["U"]] == 0.0
    assert len(economy.construction.bundles) == 1
    plan = solve(economy, "balanced")
    assert plan.status is Status.OPTIMAL
    assert -0.05 < known(plan.growth_rate) < 0.1
    assert known(plan.verification).worst_violation < 1e-6


def united_states_supply_use() -> dict[str, Sequence[Sequence[object]]]:
    """BEA, 15 sectors: make and use kept apart; 17 commodities; consumption is what inputs leave."""
    make, use = table("bea/make_15.csv"), table("bea/use_15.csv")
    sectors = [name for name in use[0] if name != "Name"][:15]
    goods = [row["Name"] for row in use[:17]]
    by_good = {row["Name"]: row for row in make}
    made = {good: [max(number(by_good[good][sector]), 0.0) for sector in sectors] for good in goods if good in by_good}
    output = [sum(row[place] for row in made.values()) for place in range(len(sectors))]
    used = {row["Name"]: [max(number(row[sector]), 0.0) for sector in sectors] for row in use[:17]}
    left = {good: max(sum(made[good]) - sum(used[good]), 0.0) for good in made}
    return {
        "Plan": [
            ["key", "value"],
            ["title", "United States 2021, supply and use"],
            ["format version", 1],
            ["base year", 2021],
            ["plan years", 3],
            ["money unit", "$m"],
            ["terminal condition", "none"],
        ],
        "Products": [["code", "unit"], *([good, "$m"] for good in made)],
        "Sectors": [
            ["code", "unit", "base output"],
            *([sector, "$m", size] for sector, size in zip(sectors, output, strict=True)),
        ],
        "Flows": [["product", *sectors], *([good, *used[good]] for good in made)],
        "Make": [["product", *sectors], *([good, *made[good]] for good in made)],
        "Capacity": [
            ["sector", "capacity"],
            *([sector, 1.1 * size] for sector, size in zip(sectors, output, strict=True)),
        ],
        "Trade": [["product", "import price"], *([good, 1] for good in made)],
        "Foreign exchange": [["item", "value"], ["receipts", 3e6]],
        "Households": [["household"], ["all"]],
        "Baskets": [["product", "all"], *([good, left[good]] for good in made)],
    }


def test_a_supply_use_table_needs_no_square_table() -> None:
    economy = economy_from_tables(united_states_supply_use())
    assert len(economy.products.axis) != len(economy.sectors.axis)
    assert economy.techniques.outputs.nnz > len(economy.sectors.axis)
    plan = solve(economy, "consumption")
    assert plan.status is Status.OPTIMAL
    assert known(plan.verification).worst_violation < 1e-6
    assert plan.values("consumption").min() > 0.5
    assert isinstance(plan, optimiser.Plan)
