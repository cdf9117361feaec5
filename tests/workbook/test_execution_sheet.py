"""The sheet Execution: how plans are carried out, with its faults, defaults and scenarios."""

from __future__ import annotations

from dataclasses import asdict, fields

import pytest
from economy_tables import Tables, everything, small

from optimiser import InputFault, economy_from_tables
from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.execution import Draws
from optimiser.workbook import read_tables
from optimiser.workbook.changes import Change
from optimiser.workbook.schema import BY_NAME
from optimiser.workbook.write.tables import tables_of


def with_key(key: str, value: object) -> Tables:
    return {**small(), "Execution": [["key", "value"], [key, value]]}


def test_every_parameter_has_a_key_with_its_own_default() -> None:
    """What the sheet says is assumed is what is assumed."""
    keys = {column.name.replace(" ", "_"): column.default for column in BY_NAME["Execution"].columns}
    assert keys == {each.name: getattr(Behaviour(), each.name) for each in fields(Behaviour)}


def test_every_key_is_read() -> None:
    given = {str(key).replace(" ", "_"): value for key, value, *_ in everything()["Execution"][1:]}
    behaviour = economy_from_tables(everything()).behaviour
    assert asdict(behaviour) == given
    assert behaviour.rationing is Rationing.PRIORITY
    assert not any(given[name] == default for name, default in asdict(Behaviour()).items())


def test_it_is_written_as_it_is_read() -> None:
    economy = economy_from_tables(everything())
    assert economy_from_tables(tables_of(economy)).behaviour == economy.behaviour
    assert "Execution" not in tables_of(economy_from_tables(small()))


def test_what_is_assumed_is_on_record() -> None:
    lines = [str(default) for default in read_tables(with_key("hoarding", 0)).defaults]
    assert "Execution, key 'substitution': 0.5" in lines
    assert not any("hoarding" in line for line in lines)
    assert "Execution, the sheet is absent: the assumed behaviour" in [
        str(each) for each in read_tables(small()).defaults
    ]
    assert economy_from_tables(with_key("hoarding", 0)).behaviour == Behaviour(hoarding=0.0)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("hoarding", -0.1, "at least 0"),
        ("substitution", 1.2, "at most 1"),
        ("first come", 1.01, "at most 1"),
        ("hoard loss", "many", "number"),
        ("sites", 2.5, "whole"),
        ("sites", -1, "at least 0"),
        ("rationing", "current first", "current-first"),
        ("rationing", "by lot", "proportional"),
        ("priority group", "producer good", "group"),
        ("commissioning delay", 2, "at most 1"),
        ("harvest sd", -0.1, "at least 0"),
    ],
)
def test_faults_name_the_cell_and_a_remedy(key: str, value: object, said: str) -> None:
    with pytest.raises(InputFault) as caught:
        economy_from_tables(with_key(key, value))
    (fault,) = caught.value.faults
    assert fault.sheet == "Execution"
    assert fault.cell == "B2"
    assert said in f"{fault.problem} {fault.remedy}"
    assert fault.remedy


def test_a_key_that_is_none_is_a_fault() -> None:
    with pytest.raises(InputFault, match="hoarding"):
        economy_from_tables(with_key("hording", 0.1))


def test_scenarios_change_it() -> None:
    tables = everything()
    changed = economy_from_tables(tables, changes=[Change("Execution", "hoarding", "value", "multiply", 2.0)])
    assert changed.behaviour.hoarding == pytest.approx(0.4)
    changed = economy_from_tables(tables, changes=[Change("Execution", "rationing", "value", "set", "proportional")])
    assert changed.behaviour.rationing is Rationing.PROPORTIONAL


@pytest.mark.parametrize(
    ("operation", "value", "expected"), [("set", 0.3, 0.3), ("multiply", 2.0, 0.2), ("add", 0.05, 0.15)]
)
def test_a_sheet_that_is_absent_is_changed_from_what_is_assumed(operation: str, value: float, expected: float) -> None:
    changed = read_tables(small(), changes=[Change("execution", "Hoarding", "value", operation, value)])
    assert changed.economy.behaviour.hoarding == pytest.approx(expected)
    assert changed.economy.behaviour == Behaviour(hoarding=changed.economy.behaviour.hoarding)
    assert "Execution, key 'substitution': 0.5" in [str(each) for each in changed.defaults]


def test_a_key_that_is_absent_is_changed_from_what_is_assumed() -> None:
    change = Change("Execution", "sites", "value", "multiply", 2.0)
    assert economy_from_tables(with_key("hoarding", 0), changes=[change]).behaviour.sites == 20


def test_a_scenario_may_touch_a_sheet_that_is_absent() -> None:
    said: list[object] = ["scenario", "sheet", "row", "column", "operation", "value"]
    calm: list[object] = ["calm", "Execution", "harvest sd", "value", "set", 0.0]
    tables: Tables = {**small(), "Scenarios": [said, calm]}
    assert economy_from_tables(tables, "calm").behaviour.harvest_sd == 0.0
    assert economy_from_tables(tables).behaviour == Behaviour()


def test_a_change_to_a_key_that_is_none_is_a_fault_with_a_remedy() -> None:
    with pytest.raises(InputFault) as caught:
        economy_from_tables(small(), changes=[Change("Execution", "hording", "value", "set", 0.1)])
    assert "hoarding" in caught.value.faults[0].remedy
    with pytest.raises(InputFault) as caught:
        economy_from_tables(small(), changes=[Change("Execution", "hoarding", "value", "set", -1.0)])
    assert "at least 0" in f"{caught.value.faults[0].problem} {caught.value.faults[0].remedy}"


def test_only_sheets_whose_keys_all_have_defaults_may_be_absent() -> None:
    with pytest.raises(InputFault, match="no sheet of this name"):
        economy_from_tables(small(), changes=[Change("Foreign exchange", "receipts", "value", "set", 0.1)])


def test_options_go_before_the_sheet_and_the_sheet_before_what_is_usual() -> None:
    said = economy_from_tables(everything()).behaviour
    assert Draws.chosen(said, None, None, 200) == Draws(7, 40)
    assert Draws.chosen(said, 0, 3, 200) == Draws(3, 0)
    assert Draws.chosen(Behaviour(), None, None, 200) == Draws(1, 200)
