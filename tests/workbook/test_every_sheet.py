"""The template with every sheet: nothing is left out, everything is explained, and nothing in it changes the plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from test_template import within_limits

from optimiser.strategies import Request, strategy_of
from optimiser.workbook import economy_from_tables, read_tables, read_workbook, write_tables
from optimiser.workbook.columns import Layout, Sheet
from optimiser.workbook.every_sheet import EXPLAINED, OTHERWISE, every_sheet
from optimiser.workbook.examples import EXAMPLES
from optimiser.workbook.schema import PRODUCT_COLUMNS, SHEETS

SHOWN = [sheet for sheet in SHEETS if sheet.name not in OTHERWISE]


def test_every_sheet_is_there_and_explained() -> None:
    tables = every_sheet()
    assert list(tables) == [EXPLAINED, *(sheet.name for sheet in SHOWN)]
    explained = {row[0]: row[1:] for row in tables[EXPLAINED] if row and row[0]}
    for sheet in SHEETS:
        assert explained[sheet.name][0] == sheet.meaning
        assert explained[sheet.name][1]


@pytest.mark.parametrize("sheet", SHOWN, ids=lambda sheet: sheet.name)
def test_every_column_key_and_item_is_there(sheet: Sheet) -> None:
    rows = every_sheet()[sheet.name]
    assert len(rows) > 1
    if sheet.layout in (Layout.KEYS, Layout.ITEMS):
        assert [row[0] for row in rows[1:]] == [column.name for column in sheet.columns]
        return
    moved = {column.name for column in PRODUCT_COLUMNS} if sheet.name == "Sectors" else set()
    lacking = {column.name for column in sheet.expanded} - set(map(str, rows[0])) - moved
    assert all(name.startswith("spend ") for name in lacking), lacking


def test_nothing_in_it_is_wrong_or_odd(tmp_path: Path) -> None:
    reading = read_tables(every_sheet())
    assert reading.warnings == ()
    assert reading.notices == (f"The sheet {EXPLAINED} is no part of the economy, as its name asks.",)
    assert not [
        each for each in reading.defaults if each.place == "the sheet is absent" and each.sheet not in OTHERWISE
    ]
    path = tmp_path / "every.xlsx"
    write_tables(every_sheet(), path)
    within_limits(path)
    assert read_workbook(path).warnings == ()
    assert load_workbook(path).sheetnames[0] == EXPLAINED


@pytest.mark.parametrize("name", ["balanced", "superindustrial"])
def test_it_is_steel_and_corn_and_its_rows_change_nothing(name: str) -> None:
    plain, whole = (economy_from_tables(each) for each in (EXAMPLES["two_sectors"](), every_sheet()))
    strategy = strategy_of(name)
    found, same = (strategy(Request(economy, target_set="ambitious")) for economy in (plain, whole))
    assert same.objective == pytest.approx(found.objective, rel=1e-9)
    assert same.growth_rate == found.growth_rate or same.growth_rate == pytest.approx(found.growth_rate, rel=1e-9)
