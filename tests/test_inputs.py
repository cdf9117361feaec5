"""The workbooks of `inputs/` are what the examples make, and read without faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from optimiser.cli.main import cli
from optimiser.economy.differences import differences
from optimiser.workbook import economy_from_tables, read_workbook
from optimiser.workbook.examples import EXAMPLES

pytestmark = pytest.mark.quick

INPUTS = Path(__file__).parent.parent / "inputs"


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    workbook = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook}


def test_every_example_has_its_workbook_and_no_other_is_there() -> None:
    assert sorted(path.stem for path in INPUTS.glob("*.xlsx")) == sorted(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_workbook_is_what_the_template_makes(name: str, tmp_path: Path) -> None:
    made = tmp_path / f"{name}.xlsx"
    result = CliRunner().invoke(cli, ["template", str(made), "--example", name], standalone_mode=False)
    assert result.exception is None
    there, new = cells(INPUTS / f"{name}.xlsx"), cells(made)
    assert list(there) == list(new), f"delete it, and: optimiser template inputs/{name}.xlsx --example {name}"
    for sheet in new:
        assert there[sheet] == new[sheet], sheet


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_workbook_reads_without_faults_in_every_scenario(name: str) -> None:
    path = INPUTS / f"{name}.xlsx"
    reading = read_workbook(path)
    for scenario in reading.scenarios:
        read_workbook(path, scenario=scenario)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_workbook_and_the_tables_are_the_same_economy(name: str) -> None:
    read = read_workbook(INPUTS / f"{name}.xlsx").economy
    # a workbook holds 16 digits of a number
    assert differences(read, economy_from_tables(EXAMPLES[name]()), relative=1e-15) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_workbook_says_where_its_figures_come_from(name: str) -> None:
    economy = read_workbook(INPUTS / f"{name}.xlsx").economy
    assert economy.title
    assert economy.source


def test_what_is_invented_is_called_stylised() -> None:
    stylised = {name: read_workbook(INPUTS / f"{name}.xlsx").economy.stylised for name in EXAMPLES}
    assert stylised == {name: name != "williams" for name in EXAMPLES}
