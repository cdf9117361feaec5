"""Older versions of the format are read, with a message; newer ones are refused with one."""

from __future__ import annotations

from pathlib import Path

import pytest
from economy_tables import Tables, altered, everything, faults_of, only_fault, small

from optimiser.economy.differences import differences
from optimiser.workbook import economy_from_tables, read_tables, read_workbook, write_tables
from optimiser.workbook.schema import FORMAT_VERSION


def old() -> Tables:
    """`small`, as version 0 had it."""
    tables = altered(altered(small(), "Plan", "B3", 0), "Plan", "A5", "Horizon")
    tables = altered(tables, "Sectors", "D1", "output")
    tables["Coefficients"] = tables.pop("Inputs")
    return tables


def test_version_0_is_read_as_what_it_says() -> None:
    reading = read_tables(old())
    assert not differences(reading.economy, economy_from_tables(small()))
    assert reading.notices[0] == (
        "The workbook is of format version 0 and was read as version 1: the sheet Coefficients as Inputs, "
        "the column output of Sectors as base output, the key horizon of Plan as plan years."
    )


def test_version_0_of_a_file(tmp_path: Path) -> None:
    write_tables(old(), tmp_path / "old.xlsx")
    reading = read_workbook(tmp_path / "old.xlsx")
    assert not differences(reading.economy, economy_from_tables(small()))
    assert reading.economy.origin.cell("Sectors", "STL", "base output") == "Sectors!D3"


def test_faults_of_an_old_workbook_have_its_own_names_and_cells() -> None:
    fault = only_fault(altered(old(), "Coefficients", "C2", "many"))
    assert (fault.sheet, fault.cell) == ("Coefficients", "C2")
    tables = old()
    tables["Scenarios"] = [
        ["scenario", "sheet", "row", "column", "operation", "value"],
        ["more", "Coefficients", "COA", "STL", "multiply", 1.1],
    ]
    assert economy_from_tables(tables, scenario="more").techniques.inputs[0, 1] == pytest.approx(1.65)


def test_old_names_are_not_those_of_the_present_version() -> None:
    tables = altered(old(), "Plan", "B3", FORMAT_VERSION)
    assert {"Coefficients", "Sectors", "Plan"} <= {fault.sheet for fault in faults_of(tables)}


@pytest.mark.parametrize("version", [2, 2.0, 17])
def test_a_newer_version_is_refused_and_nothing_else_is_said(version: object) -> None:
    tables = altered(altered(everything(), "Plan", "B5", version), "Inputs", "C2", "new notation")
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Plan", "B5")
    assert fault.problem == f"the workbook is of format version {version:g}, and this program reads up to 1"


@pytest.mark.parametrize("version", ["one", None, -1, 0.5, True])
def test_a_version_that_is_none(version: object) -> None:
    fault = only_fault(altered(small(), "Plan", "B3", version))
    assert (fault.sheet, fault.cell) == ("Plan", "B3")
