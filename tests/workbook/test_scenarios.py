"""Changes to cells: what they reach, what they may not, and where a fault is reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from economy_tables import Tables, altered, everything, faults_of, only_fault, small

from optimiser import Economy
from optimiser.economy.differences import differences
from optimiser.errors import InputFault
from optimiser.workbook import Change, economy_from_tables, parse_change, read_tables


def changed(sheet: str, row: str, column: str, operation: str, value: Any, tables: Tables | None = None) -> Economy:
    return economy_from_tables(tables or everything(), changes=[Change(sheet, row, column, operation, value)])


def test_scenarios_are_named_in_order_and_do_nothing_unasked() -> None:
    reading = read_tables(everything())
    assert reading.scenarios == ("bad harvest", "no loans")
    without = everything()
    del without["Scenarios"]
    assert not differences(reading.economy, economy_from_tables(without))


def test_a_scenario_with_several_rows() -> None:
    base, bad = economy_from_tables(everything()), economy_from_tables(everything(), scenario="Bad Harvest ")
    assert differences(base, bad) == ["sectors.yields", "demand.quantity"]
    assert bad.sectors.yields[2, 1:3] == pytest.approx([0.95 * 0.8, 1.05 * 0.8])
    assert bad.demand.quantity[0, 1] == pytest.approx(0.35)
    assert economy_from_tables(everything(), scenario="no loans").trade.debt_limit[1] == 100.0


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (("Sectors", "COA", "base output", "set", 41.0), lambda e: e.sectors.base_output[0], 41.0),
        (("sectors", "coa", "Base Output", "multiply", 2), lambda e: e.sectors.base_output[0], 80.0),
        (("Sectors", "*", "base output", "add", 1.0), lambda e: e.sectors.base_output.sum(), 118.0),
        (("Inputs", "STL", "COA", "multiply", 3.0), lambda e: e.techniques.inputs[1, 0], 0.03),
        (("Inputs", "STL", "*", "multiply", 2.0), lambda e: e.techniques.inputs[[1], :].sum(), 0.43),
        (("Inputs", "*", "STL", "multiply", 2.0), lambda e: e.techniques.inputs[:, [1]].sum(), 3.2),
        (("Inputs", "GRN", "COA", "add", 0.1), lambda e: e.techniques.inputs[2, 0], 0.1),
        (("Plan", "plan years", "value", "set", 4), lambda e: e.years.plan, 4),
        (("Plan", "reserve", "value", "add", 0.01), lambda e: e.products.reserve[1], 0.03),
        (("Projects", "COA|new", "year limit", "set", "unlimited"), lambda e: e.projects.year_limit[0], np.inf),
        (("Projects", "*|giant", "cost factor", "multiply", 2.0), lambda e: e.projects.cost_factor.max(), 2.2),
        (("Demand", "*|army", "*", "multiply", 2.0), lambda e: e.demand.quantity[0, 2], 0.6),
        (("Demand", "*", "*", "multiply", 0.0), lambda e: e.demand.quantity.sum(), 0.0),
        (("Labour", "urban", "persons", "multiply", 1.1), lambda e: e.pools.natural[0, 0], 12.1),
        (("Labour", "*", "1929/30", "add", 1.0), lambda e: e.pools.natural[0, 2], 12.5),
        (("Foreign exchange", "receipts", "value", "set", 7.0), lambda e: e.trade.receipts[2], 7.0),
        (("Foreign exchange", "terms of trade", "1929/30", "set", 0.5), lambda e: e.trade.terms_of_trade[2], 0.5),
        (("Targets", "optimal|output|STL|1930/31", "value", "set", 9.5), lambda e: e.targets.value[0], 9.5),
        (("Objective", "growth|starts|COA|new|1928/29", "weight", "set", -2.0), lambda e: e.objectives.weight[3], -2.0),
        (("Under construction", "COA|*", "capacity", "multiply", 2.0), lambda e: e.inherited.capacity[0], 6.0),
        (("Products", "STL", "reserve", "set", None), lambda e: e.products.reserve[1], 0.02),
    ],
)
def test_what_a_change_reaches(change: str, field: Callable[[Economy], object], value: object) -> None:
    assert field(changed(*change)) == pytest.approx(value)


def test_a_later_change_goes_on_from_an_earlier_one() -> None:
    changes = [
        Change("Sectors", "COA", "base output", "multiply", 2.0),
        Change("Sectors", "COA", "base output", "add", 1),
    ]
    assert economy_from_tables(everything(), changes=changes).sectors.base_output[0] == 81.0


def test_changes_come_after_the_scenario() -> None:
    economy = economy_from_tables(
        everything(), "no loans", [Change("Foreign exchange", "debt limit", "value", "multiply", 2.0)]
    )
    assert economy.trade.debt_limit[1] == 200.0


def test_blanks_keys_columns_and_years_that_the_format_has_are_filled() -> None:
    tables = small()
    assert changed("Plan", "reserve", "value", "set", 0.1, tables).products.reserve[:, 0].tolist() == [0.1, 0.1]
    assert changed("Sectors", "STL", "fall limit", "set", 0.2, tables).sectors.fall_limit.tolist() == [1.0, 0.2]
    assert changed("Sectors", "STL", "name", "set", None, tables).sectors.names == ("coal", "STL")
    assert changed("Labour", "rural", "1928/29", "set", 60.0).pools.natural[1, 1] == 60.0
    assert changed("Demand", "STL|army", "1930/31", "set", 1.0).demand.quantity[0, 3] == 1.0
    rows: Tables = {**everything(), "Foreign exchange": [["item", "value"], ["receipts", 1.0]]}
    assert changed("Foreign exchange", "interest", "value", "set", 0.2, rows).trade.interest[1] == 0.2
    assert changed("Foreign exchange", "receipts", "growth after", "set", 1.0, rows).trade.receipts[2] == 2.0


def test_long_tables_are_changed_by_year() -> None:
    tables = everything()
    tables["Yields"] = [["sector", "year", "value"], ["AGR", "1928/29", 1.0], ["AGR", "1929/30", 1.0]]
    economy = changed("Yields", "AGR", "1929/30", "multiply", 0.7, tables)
    assert economy.sectors.yields[2, 1:3].tolist() == [1.0, 0.7]
    assert changed("Yields", "AGR", "*", "multiply", 0.7, tables).sectors.yields[2, 1:3].tolist() == [0.7, 0.7]
    with pytest.raises(InputFault):
        changed("Yields", "AGR", "1940/41", "set", 0.7, tables)


def test_unlimited_stays_unlimited() -> None:
    economy = changed(
        "Capacity", "COA", "absorptive limit", "multiply", 2.0, altered(everything(), "Capacity", "E2", "unlimited")
    )
    assert np.isinf(economy.assets.absorptive_limit[0])


@pytest.mark.parametrize(
    ("row", "cell", "meant"),
    [
        (["x", "Sektors", "COA", "base output", "set", 1.0], "B2", "Sectors"),
        (["x", "Sectors", "COAL", "base output", "set", 1.0], "C2", "COA"),
        (["x", "Sectors", "COA", "base outptu", "set", 1.0], "D2", "base output"),
        (["x", "Sectors", "COA", "base output", "mulitply", 1.0], "E2", "multiply"),
        (["x", "Inputs", "COA", "STLL", "set", 1.0], "D2", "STL"),
        (["x", "Plan", "plan year", "value", "set", 1.0], "C2", "plan years"),
        (["x", "Demand", "STL|amry", "1928/29", "set", 1.0], "C2", "STL|army"),
    ],
)
def test_what_is_not_there_is_a_fault_chosen_or_not(row: list[object], cell: str, meant: str) -> None:
    tables = everything()
    tables["Scenarios"] = [tables["Scenarios"][0], row]
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell, fault.remedy) == ("Scenarios", cell, f"Did you mean {meant!r}?")


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["x", "Sectors", "COA", "base output", "set", -1.0], "F2"),
        (["x", "Sectors", "COA", "base output", "add", -100.0], "F2"),
        (["x", "Sectors", "COA", "base output", "set", "12%"], "F2"),
        (["x", "Sectors", "COA", "base output", "set", None], "F2"),
        (["x", "Sectors", "COA", "name", "multiply", 2.0], "D2"),
        (["x", "Sectors", "COA", "base output", "multiply", "twice"], "F2"),
        (["x", "Capacity", "COA", "sector", "set", "CAO"], "F2"),
        (["x", "Labour", "rural", "1999/00", "set", 1.0], "D2"),
        (["x", "Scenarios", "*", "value", "set", 1.0], "B2"),
        (["x", "Plan", "base year", "value", "set", "spring"], "F2"),
    ],
)
def test_a_change_that_makes_a_cell_illegal_is_reported_where_it_was_asked_for(row: list[object], cell: str) -> None:
    tables = everything()
    tables["Scenarios"] = [tables["Scenarios"][0], row]
    faults = faults_of(tables, scenario="x")
    assert [(fault.sheet, fault.cell) for fault in faults] == [("Scenarios", cell)], list(map(str, faults))


def test_the_fault_names_the_cell_that_was_changed_too() -> None:
    tables = everything()
    tables["Scenarios"].append(["x", "Sectors", "COA", "base output", "set", -1.0])
    assert "Sectors!E2" in only_fault(tables, scenario="x").problem


def test_an_unknown_scenario() -> None:
    with pytest.raises(InputFault, match="Did you mean 'no loans'"):
        economy_from_tables(everything(), scenario="no loan")
    with pytest.raises(InputFault, match="no scenarios"):
        economy_from_tables(small(), scenario="any")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Labour!workers!persons=32", ("Labour", "workers", "persons", 32.0)),
        ("Demand!STL|army!1932/33=-1.5e-3", ("Demand", "STL|army", "1932/33", -0.0015)),
        (" Plan ! terminal condition ! value = ray ", ("Plan", "terminal condition", "value", "ray")),
        ("Inputs!*!COA=0", ("Inputs", "*", "COA", 0.0)),
        ("Capacity!COA!capacity=unlimited", ("Capacity", "COA", "capacity", "unlimited")),
        ("Sectors!COA!name=", ("Sectors", "COA", "name", None)),
        ("Sectors!A=B!name=x", ("Sectors", "A=B", "name", "x")),
    ],
)
def test_changes_on_the_command_line(text: str, parts: object) -> None:
    change = parse_change(text)
    assert (change.sheet, change.row, change.column, change.value) == parts
    assert change.operation == "set"


@pytest.mark.parametrize("text", ["", "Labour", "Labour!workers=3", "Labour!workers!persons", "!a!b=3", "a!!b=1"])
def test_what_is_no_change(text: str) -> None:
    with pytest.raises(InputFault, match="is not a change"):
        parse_change(text)


def test_a_fault_of_the_command_line_quotes_it() -> None:
    fault = only_fault(small(), changes=[parse_change("Sectors!COA!base output=-3")])
    assert fault.sheet == '--set "Sectors!COA!base output=-3"'
    fault = only_fault(small(), changes=[parse_change("Sectors!COAL!base output=3")])
    assert fault.remedy == "Did you mean 'COA'?"


def test_a_scenario_may_extend_others() -> None:
    tables = everything()
    tables["Scenarios"] = [
        ["scenario", "sheet", "row", "column", "operation", "value", "extends"],
        ["poor", "Yields", "AGR", "*", "multiply", 0.8],
        ["worse", "Yields", "AGR", "*", "multiply", 0.5, "poor"],
        ["the same", None, None, None, None, None, "worse"],
    ]
    base, worse = economy_from_tables(tables), economy_from_tables(tables, scenario="worse")
    assert worse.sectors.yields[2, 1] == pytest.approx(0.4 * base.sectors.yields[2, 1])
    assert economy_from_tables(tables, scenario="the same") == worse


def test_a_scenario_that_stands_for_many_runs_is_for_the_batch() -> None:
    tables = everything()
    tables["Scenarios"] = [
        ["scenario", "sheet", "row", "column", "operation", "value", "runs"],
        ["grid", "Yields", "AGR", "*", "multiply", "0.8; 0.9"],
        ["sample", "Yields", "AGR", "*", "multiply", "0.8 .. 0.9", 20],
    ]
    assert read_tables(tables).scenarios == ("grid", "sample")
    for name in ("grid", "sample"):
        with pytest.raises(InputFault, match="stands for many runs"):
            economy_from_tables(tables, scenario=name)
