"""The input cell behind a row is the one that holds the figure, whatever sheets and columns the workbook has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from economy_tables import altered, everything, straightforward
from tables import Tables

from optimiser import Economy, economy_from_tables, formulate
from optimiser.economy.economy import Terminal
from optimiser.language.naming import called
from optimiser.programme.constraints import RULES
from optimiser.programme.references import input_cell, row_references
from optimiser.strategies.goals import target, target_goals


def cells(economy: Economy, rule: str) -> dict[tuple[str, ...], str]:
    """What each row of a rule is about, and its input cell."""
    programme, _ = formulate(economy)
    found = row_references(programme)
    return {tuple(each.key.values()): input_cell(economy, each) for each in found if each.rule == rule}


def all_of_them() -> Economy:
    return economy_from_tables(everything())


def two_ways_to_repair() -> Economy:
    tables = everything()
    header, *rows = tables["Projects"]
    repair = next(row for row in rows if row[1] == "repair")
    return economy_from_tables(tables | {"Projects": [header, *rows, [repair[0], "quick repair", *repair[2:]]]})


def on_the_ray() -> Economy:
    return replace(all_of_them(), terminal=Terminal.RAY)


EXPECTED: dict[str, tuple[Callable[[], Economy], dict[tuple[str, ...], str]]] = {
    "material_balance": (
        all_of_them,
        {
            ("STL", "1929/30"): "Demand!E2",
            ("STL", "1930/31"): "Demand!F2",
            ("COA", "1928/29"): "Demand!D3",
            ("GRN", "1928/29"): "Products!A4",
        },
    ),
    "output_in_hand": (all_of_them, {("AGR", "1928/29"): "Sectors!G4"}),
    "working_stock_norm": (all_of_them, {("COA", "1928/29"): "Products!H2", ("GRN", "1930/31"): "Products!H4"}),
    "unused_output": (all_of_them, {("COA", "1928/29"): "Products!J2"}),
    "closing_stock": (all_of_them, {("COA", "1932/33"): "Products!G2"}),
    "capacity_limit": (all_of_them, {("COA", "1928/29"): "Capacity!B2", ("STL", "1929/30"): "Capacity!B3"}),
    "capacity_accumulation": (all_of_them, {("STL", "1928/29"): "Capacity!B3"}),
    "construction_work": (all_of_them, {("mill", "1928/29"): "Under construction"}),
    "project_year_limit": (all_of_them, {("COA", "repair", "1928/29"): "Projects!H3"}),
    "project_total_limit": (all_of_them, {("STL", "giant"): "Projects!I4"}),
    "idle_capacity": (two_ways_to_repair, {("COA",): "Capacity!D2"}),
    "absorptive_limit": (all_of_them, {("STL", "1928/29"): "Capacity!E3"}),
    "output_fall_limit": (all_of_them, {("COA", "1930/31"): "Sectors!H2"}),
    "labour": (
        all_of_them,
        {("urban", "1928/29"): "Labour!D2", ("urban", "1929/30"): "Labour!F2", ("rural", "1929/30"): "Labour!D3"},
    ),
    "labour_movement": (
        all_of_them,
        {("rural", "1928/29"): "Labour!E3", ("urban", "1929/30"): "In training!C3", ("urban", "1930/31"): "Labour!E2"},
    ),
    "transfer_limit": (all_of_them, {("rural", "urban", "1928/29"): "Transfers!C2"}),
    "living_standard_floor": (all_of_them, {("village", "1928/29"): "Households!C3"}),
    "foreign_exchange": (all_of_them, {("foreign exchange", "1928/29"): "Foreign exchange!C3"}),
    "debt_limit": (all_of_them, {("foreign exchange", "1929/30"): "Foreign exchange!C5"}),
    "import_limit": (all_of_them, {("GRN", "1928/29"): "Trade!D3"}),
    "export_limit": (all_of_them, {("STL", "1928/29"): "Trade!E2"}),
    "marketed_produce": (all_of_them, {("GRN", "1928/29"): "Town and country!C2"}),
    "town_country_exchange": (all_of_them, {("GRN", "1928/29"): "Town and country!C5"}),
    "exchange_slack": (all_of_them, {("GRN", "1928/29"): "Town and country!D11"}),
    "village_subsistence": (all_of_them, {("GRN", "1928/29"): "Town and country!C10"}),
    "resource_ceiling": (all_of_them, {("land", "1929/30"): "Resources!D2", ("land", "1932/33"): "Resources!E2"}),
    "terminal_capacity": (on_the_ray, {("COA", "1933/34"): "Plan!B10"}),
    "terminal_output": (on_the_ray, {("AGR", "1933/34"): "Plan!B10"}),
    "terminal_stocks": (on_the_ray, {("GRN", "1932/33"): "Plan!B10"}),
}


@pytest.mark.parametrize("rule", [each.name for each in RULES if each.name != "static_output"])
def test_every_rule_points_to_its_input(rule: str) -> None:
    economy, wanted = EXPECTED[rule]
    found = cells(economy(), rule)
    assert wanted
    assert {key: found[key] for key in wanted} == wanted


def with_static_end() -> Tables:
    tables = straightforward()
    return altered(tables, "Plan", "B10", "static")


def test_the_stationary_end_points_to_the_terminal_condition() -> None:
    economy = economy_from_tables(with_static_end())
    assert set(cells(economy, "static_output").values()) == {"Plan!B10"}


def test_without_a_sheet_products_stocks_are_those_of_sectors() -> None:
    economy = economy_from_tables(straightforward())
    assert cells(economy, "closing_stock")["COA", "1932/33"] == "Sectors!O2"
    assert cells(economy, "working_stock_norm")["COA", "1928/29"] == "Sectors!P2"


def test_a_closing_stock_that_is_not_given_is_the_opening_stock() -> None:
    tables = altered(everything(), "Products", "G2", None)
    assert cells(economy_from_tables(tables), "closing_stock")["COA", "1932/33"] == "Products!F2"


def test_a_repair_without_a_limit_of_its_own_ends_with_what_stands_idle() -> None:
    tables = altered(everything(), "Projects", "I3", None)
    assert cells(economy_from_tables(tables), "project_total_limit")["COA", "repair"] == "Capacity!D2"


def test_persons_that_are_blank_are_passed_over_for_the_year_that_holds_the_figure() -> None:
    tables = everything()
    tables["Labour"] = [
        ["pool", "name", "unit", "persons", "growth", "1928/29", "1929/30"],
        ["urban", "towns", "million persons", None, 0.02, 11.0, 11.5],
        ["rural", "villages", "million persons", 70.0, 0.01, None, None],
    ]
    found = cells(economy_from_tables(tables), "labour")
    assert [found["urban", "1928/29"], found["urban", "1929/30"]] == ["Labour!F2", "Labour!G2"]
    assert found["rural", "1929/30"] == "Labour!D3"


def test_series_by_year_are_read_where_they_stand() -> None:
    tables = everything()
    tables["Foreign exchange"][2] = ["receipts", "million dollars", None, 5.0, 6.0, 0.0, None]
    tables["Trade by year"].append(["STL", "import limit", 1.0, 0.5, 0.0])
    economy = economy_from_tables(tables)
    assert cells(economy, "foreign_exchange")["foreign exchange", "1929/30"] == "Foreign exchange!E3"
    assert cells(economy, "import_limit")["STL", "1929/30"] == "Trade by year!D3"
    assert cells(economy, "import_limit")["GRN", "1929/30"] == "Trade!D3"


def test_long_tables_are_read_where_they_stand() -> None:
    tables = everything()
    tables["Demand"] = [
        ["product", "use", "year", "value"],
        ["STL", "army", "1928/29", 0.25],
        ["STL", "army", "1929/30", 0.3],
    ]
    found = cells(economy_from_tables(tables), "material_balance")
    assert [found["STL", "1928/29"], found["STL", "1929/30"]] == ["Demand!D2", "Demand!D3"]


def test_a_harvest_that_is_not_normal_is_the_input_and_a_normal_one_is_not() -> None:
    tables = everything()
    tables["Capacity"].append(["AGR", 80.0, 0.0, 0.0, None])
    tables["Yields"][1][2] = 1.0
    found = cells(economy_from_tables(tables), "capacity_limit")
    assert [found["AGR", "1928/29"], found["AGR", "1929/30"]] == ["Yields!B2", "Capacity!B4"]


def test_targets_point_to_their_own_set() -> None:
    tables = everything()
    tables["Targets"].insert(1, ["start", "output", "STL", "1930/31", 5.2, 5.0, "no", 1.0])
    economy = economy_from_tables(tables)
    programme, v = formulate(economy)
    for target_set, cell in (("start", "Targets!E2"), ("optimal", "Targets!E3")):
        goals = target_goals(economy, v, target_set)
        found = [each for each in row_references(programme.with_rows(target(goals))) if each.rule == "target"]
        assert cell in [input_cell(economy, each) for each in found if each.what == "STL"]


def test_in_memory_the_sheet_alone_is_known() -> None:
    economy = replace(all_of_them(), origin=type(all_of_them().origin)())
    assert set(cells(economy, "labour").values()) == {"Labour"}


def test_things_are_called_by_name() -> None:
    economy = all_of_them()
    assert called(economy, "product", "GRN") == "grain"
    assert called(economy, "code", "town", "consumption") == "workers"
    assert called(economy, "code", "AGR", "output") == "farms"
    assert called(None, "product", "GRN") == "GRN"
