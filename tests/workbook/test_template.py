"""What we write keeps to the limits of spreadsheet programs, and guides who fills it in."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from economy_tables import Tables, altered, everything, small
from known import known
from openpyxl import load_workbook

from optimiser.economy.random import synthetic_economy
from optimiser.workbook import annotate_workbook, read_workbook, validate_workbook, write_economy, write_tables
from optimiser.workbook.columns import Layout
from optimiser.workbook.examples import EXAMPLES
from optimiser.workbook.schema import BY_NAME, FORMAT_VERSION

pytestmark = pytest.mark.quick

LONGEST_LIST = 255
LONGEST_MESSAGE, LONGEST_TITLE, LONGEST_SHEET = 255, 32, 31
MOST_RULES = 65_534
LONGEST_CELL = 32_767


def within_limits(path: Path) -> None:
    """What Excel asks of a workbook, as far as it goes wrong with a prompt to repair."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        parts = {name: archive.read(name) for name in names if name.endswith((".xml", ".rels", ".vml"))}
    for raw in parts.values():
        fromstring(raw)
    assert not any(re.search(rb"<f[ >/]", raw) for name, raw in parts.items() if "/worksheets/" in name)
    book = load_workbook(path)
    titles = [sheet.title.casefold() for sheet in book.worksheets]
    assert len(titles) == len(set(titles))
    for sheet in book.worksheets:
        assert 0 < len(sheet.title) <= LONGEST_SHEET
        assert not set(sheet.title) & set("[]:*?/\\")
        rules = sheet.data_validations.dataValidation
        assert len(rules) <= MOST_RULES
        for rule in rules:
            assert rule.type in ("list", "decimal", "whole")
            assert len(rule.formula1 or "") <= LONGEST_LIST
            assert len(rule.error or "") <= LONGEST_MESSAGE
            assert len(rule.errorTitle or "") <= LONGEST_TITLE
            assert rule.type == "list" or float(rule.formula1) <= float(rule.formula2)
        covered = [str(area) for rule in rules for area in rule.sqref.ranges]
        assert len(covered) == len(set(covered))
        for row in sheet.iter_rows():
            for cell in row:
                assert len(str(cell.value or "")) <= LONGEST_CELL
                if cell.comment:
                    assert 0 < len(cell.comment.text) < LONGEST_CELL
                    assert 20 <= cell.comment.height <= 1000
    assert book.active is not None


@pytest.mark.parametrize("example", list(EXAMPLES))
def test_templates_are_within_limits_and_of_the_present_version(tmp_path: Path, example: str) -> None:
    path = tmp_path / "template.xlsx"
    write_tables(EXAMPLES[example](), path)
    within_limits(path)
    plan = {row[0]: row[1] for row in load_workbook(path)["Plan"].iter_rows(values_only=True)}
    assert plan["format version"] == FORMAT_VERSION


@pytest.mark.parametrize("tables", [everything(), EXAMPLES["first_five_year_plan"]()], ids=["everything", "plan"])
def test_notes_lists_and_bounds_are_there(tmp_path: Path, tables: Tables) -> None:
    path = tmp_path / "template.xlsx"
    write_tables(tables, path)
    book = load_workbook(path)
    for name in set(tables) & set(BY_NAME):
        sheet, schema = book[name], BY_NAME[name]
        if schema.layout is Layout.MATRIX:
            assert schema.meaning in sheet["A1"].comment.text
            assert [rule.type for rule in sheet.data_validations.dataValidation] == ["decimal"]
        elif schema.layout in (Layout.KEYS, Layout.ITEMS):
            assert all(cell.comment for cell in sheet["A"][1:] if cell.value)
        elif schema.layout in (Layout.TABLE, Layout.YEARLY):
            known = {column.name for column in schema.expanded}
            lacking = [cell.value for cell in sheet[1] if cell.value in known and not cell.comment]
            assert not lacking, (name, lacking)
    lists = {rule.formula1 for sheet in book.worksheets for rule in sheet.data_validations.dataValidation}
    assert '"yes,no"' in lists
    assert any(str(formula).startswith("'Sectors'!$A$2") for formula in lists)
    assert '"none,maintain,ray,tail,static"' in lists


@pytest.mark.parametrize("size", [3, 56])
def test_economies_made_in_code_are_within_limits(tmp_path: Path, size: int) -> None:
    path = tmp_path / "economy.xlsx"
    write_economy(synthetic_economy(size, 5, tail=2, density=0.6), path)
    within_limits(path)
    # what is left over for trade in their base year is not said to be traded
    warnings = read_workbook(path).warnings
    assert not [fault for fault in warnings if not fault.problem.startswith("base-year balance: ")]


def test_a_marked_copy_is_within_limits_and_holds_values(tmp_path: Path) -> None:
    path, copy = tmp_path / "economy.xlsx", tmp_path / "marked.xlsx"
    tables = everything()
    for cell, value in (("B3", "=1+1"), ("C2", "x" * 5000), ("D3", True)):
        tables = altered(tables, "Inputs", cell, value)
    write_tables(tables, path)
    book = load_workbook(path)
    book["Inputs"]["E2"] = "=0.2+0.2"
    book["Sectors"].merge_cells("E3:F3")
    book["Sectors"]["E3"] = None
    book.save(path)
    found = validate_workbook(path)
    annotate_workbook(path, found, copy)
    within_limits(copy)
    marked = load_workbook(copy)
    assert marked["Inputs"]["E2"].value == "=0.2+0.2"
    assert marked["Inputs"]["E2"].data_type == "s"
    for fault in found.faults:
        assert marked[fault.sheet][fault.cell].comment.text
    listed = [tuple(row)[:2] for row in marked["Errors"].iter_rows(min_row=2, values_only=True)]
    assert listed == [(fault.sheet, fault.cell) for fault in found.faults]
    for number, fault in enumerate(found.faults, start=2):
        assert known(marked["Errors"].cell(number, 2).hyperlink).location == f"'{fault.sheet}'!{fault.cell}"
    assert not [fault for fault in validate_workbook(copy).faults if fault.sheet == "Errors"]
    annotate_workbook(copy, validate_workbook(copy), tmp_path / "again.xlsx")
    assert load_workbook(tmp_path / "again.xlsx").sheetnames.count("Errors") == 1


def test_a_sheet_errors_of_the_users_own_is_kept(tmp_path: Path) -> None:
    path, copy = tmp_path / "economy.xlsx", tmp_path / "marked.xlsx"
    write_tables({**small(), "Errors": [["my own list"]]}, path)
    annotate_workbook(path, validate_workbook(path), copy)
    book = load_workbook(copy)
    assert book["Errors"]["A1"].value == "my own list"
    assert book.sheetnames[0] == "Notes on errors"
