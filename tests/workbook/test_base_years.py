"""The examples made of an economy that is in use add up in their base year, and answer what they ask."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from known import known

from optimiser import Economy, Plan, economy_from_tables, solve
from optimiser.workbook import read_workbook
from optimiser.workbook.examples import EXAMPLES
from optimiser.workbook.examples.germany_2015 import CONCORDANCE
from optimiser.workbook.examples.germany_2015.workbook import ELECTRIC, MOVED, flows

INPUTS = Path(__file__).parents[2] / "inputs"
IN_USE = ("goelro", "germany_2015", "reconstruction", "two_sectors")


@cache
def economy(name: str, scenario: str = "") -> Economy:
    return read_workbook(INPUTS / f"{name}.xlsx", scenario=scenario or None).economy


@cache
def made(name: str, strategy: str, scenario: str = "") -> Plan:
    plan = solve(economy(name, scenario), strategy)
    assert plan.solution.optimal
    return plan


def trade(name: str, of: Economy) -> tuple[np.ndarray, np.ndarray]:
    """(product): imports and exports of the base year, which no sheet has."""
    imports, exports = np.zeros(len(of.products.axis)), np.zeros(len(of.products.axis))
    if name == "germany_2015":
        for place, product in enumerate(of.products.axis.labels):
            bought = product not in CONCORDANCE
            imports[place] = flows()[product]["supply"] if bought else 0.0
            exports[place] = flows()[product]["exports"]
    return imports, exports


@pytest.mark.parametrize("name", IN_USE)
def test_every_product_adds_up_in_the_base_year(name: str) -> None:
    of = economy(name)
    imports, exports = trade(name, of)
    supply = of.techniques.outputs @ of.sectors.base_output + imports
    finished = np.zeros(len(of.sectors.axis))
    now = of.inherited.due == 1
    np.add.at(finished, of.inherited.asset[now], of.inherited.capacity[now])
    built = of.construction.capital @ (of.assets.depreciation * of.assets.capacity + finished)
    uses = of.techniques.inputs @ of.sectors.base_output + of.construction.composition @ built
    uses = uses + of.households.baskets @ np.ones(len(of.households.axis)) + exports
    np.add.at(uses, of.demand.product, of.demand.quantity[:, 0])
    assert (supply > 0.0).all()
    assert uses / supply == pytest.approx(np.ones(len(supply)), abs=1e-5)


@pytest.mark.parametrize("name", ["goelro", "germany_2015"])
def test_what_is_not_sourced_is_said(name: str) -> None:
    notes = {str(row[0]): str(row[1]) for row in EXAMPLES[name]()["Notes"][1:]}
    assert notes["assumed"]
    assert economy(name).stylised


def test_to_wait_for_the_stations_costs_growth_and_consumption() -> None:
    for strategy in ("consumption", "superindustrial"):
        now, three, five = (
            made("goelro", strategy, scenario).objective for scenario in ("", "wait three years", "wait five years")
        )
        assert now > three > five
    rates = [made("goelro", "balanced", scenario).growth_rate for scenario in ("", "wait three years")]
    assert known(rates[0]) > known(rates[1]) + 0.002


def test_the_stations_take_before_they_give() -> None:
    now, later = (made("goelro", "consumption", name).values("consumption")[0] for name in ("", "wait five years"))
    assert (now[:5] < later[:5]).any()
    assert (now[5:] > later[5:]).all()


def test_the_thirty_stations_can_be_built_unless_one_waits() -> None:
    assert known(made("goelro", "proportional").share) > 1.0
    assert known(solve(economy("goelro", "wait three years"), "proportional").share) < 1.0
    assert known(solve(economy("goelro", "wait five years"), "proportional").share) < 0.1


def test_nothing_comes_of_a_station_for_five_years() -> None:
    of = economy("goelro")
    place, columns = of.sectors.axis.position["STA"], of.projects.axis.columns
    (new,) = [p for p, kind in enumerate(columns["type"]) if kind == "new" and of.projects.asset[p] == place]
    assert of.projects.gestation[new] == 5
    assert of.projects.spending[new].sum() == pytest.approx(1.0)
    plan = made("goelro", "proportional")
    repaired = of.sectors.base_output[place] + 5 * 0.03
    stations = plan.output_by_sector()[place]
    assert (stations[1:6] <= repaired + 1e-9).all()
    assert stations[10] > 5.25


def test_electric_heat_and_driving_save_imported_fuel_and_cost_little() -> None:
    moved, before = (made("germany_2015", "balanced", name) for name in ("", "as before"))
    fuel = [plan.frame("imports").loc["FUI"].to_numpy().ravel() for plan in (moved, before)]
    assert fuel[1][4] - fuel[0][4] > 0.8 * MOVED * ELECTRIC[-1]
    assert known(before.growth_rate) - 0.001 < known(moved.growth_rate) < known(before.growth_rate)


def test_slow_permits_dear_fuel_and_no_builders_cost_growth() -> None:
    base = made("germany_2015", "balanced").growth_rate
    for scenario, least in (("slow permits", 0.003), ("dear fuel", 0.003), ("no new builders", 0.0005)):
        assert known(made("germany_2015", "balanced", scenario).growth_rate) < known(base) - least, scenario
    assert known(made("germany_2015", "balanced", "spend the surplus").growth_rate) > known(base)


def test_every_industry_of_germany_grows_or_nearly_so() -> None:
    plan = made("germany_2015", "balanced")
    output = plan.output_by_sector()[:, 1 : plan.economy.years.plan + 1]
    before = np.column_stack([plan.economy.sectors.base_output, output[:, :-1]])
    assert (output >= 0.98 * before - 1e-6).all()
    assert (output[:, -1] > 0.97 * plan.economy.sectors.base_output).all()


def test_the_flows_are_those_of_the_table() -> None:
    """Against the table itself, where it is at hand."""
    folder = os.environ.get("PLAN_OPTIMISER_DATA")
    path = Path(folder or "") / "oecd_2015" / "DEU2015dom.csv"
    if not folder or not path.exists():
        pytest.skip("PLAN_OPTIMISER_DATA does not name a folder with oecd_2015/DEU2015dom.csv")
    header, *body = csv.reader(path.read_text(encoding="utf-8").splitlines())
    cells = {row[0]: dict(zip(header[1:], map(float, row[1:]), strict=True)) for row in body}
    every = [part for parts in CONCORDANCE.values() for part in parts]
    assert sorted(f"D{part}" for part in every) == sorted(name for name in header if name.startswith("D"))
    rows = {code: [f"DOM_{part}" for part in parts] for code, parts in CONCORDANCE.items()}
    rows["FUI"] = [f"IMP_{part}" for part in CONCORDANCE["FUE"]]
    rows["IMP"] = [f"IMP_{part}" for part in every if part not in CONCORDANCE["FUE"]]
    columns = {code: [f"D{part}" for part in parts] for code, parts in CONCORDANCE.items()}
    columns |= {
        "households": ["HFCE", "NPISH", "CONS_ABR", "INVNT"],
        "public": ["GGFC"],
        "investment": ["GFCF"],
        "exports": ["EXPO", "CONS_NONRES"],
    }
    for product, made_of in rows.items():
        for use, parts in columns.items():
            there = sum(cells[row][part] for row in made_of for part in parts) / 1000.0
            assert flows()[product][use] == pytest.approx(there, abs=1e-4), (product, use)


def test_nothing_of_the_second_example_is_wired_to_the_first() -> None:
    """No code, household or pool is the five-year plan's."""
    first, second = economy_from_tables(EXAMPLES["first_five_year_plan"]()), economy("germany_2015")
    for axis in ("households", "pools"):
        assert not set(getattr(first, axis).axis.labels) & set(getattr(second, axis).axis.labels)
    assert second.town_and_country.farm_product < 0
