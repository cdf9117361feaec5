"""Every cell of a workbook with all sheets, damaged in every way: a fault at that very cell, or a legal value.

What is legal follows from the schema; what depends on other cells (`REFERRED`) is left to other tests.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator

import pytest
from economy_tables import Tables, altered, everything, faults_of, place, straightforward

from optimiser.workbook.columns import Column, Kind, Layout
from optimiser.workbook.faults import address
from optimiser.workbook.schema import ASIDE, BY_NAME, READING_AIDS

DAMAGE: dict[str, object] = {
    "text": "rubbish",
    "blank": None,
    "negative": -5.0,
    "error": "#N/A",
    "huge": 1e300,
    "date": datetime.datetime(1929, 1, 5),
    "boolean": True,
    "not a number": float("nan"),
    "stored as text": "12",
    "other marks": "1 234,5",
}
ODD = (*DAMAGE.values(), "*", "|", "=1+1", 0, 1, datetime.timedelta(1), b"bytes", 10**400)
WORDS = ("text", "negative", "stored as text", "other marks")
"""Damage that is fit for a cell of text."""
REFERRED = {
    ("Plan", "target set"),
    ("Plan", "objective"),
    ("Plan", "base year"),
    ("Plan", "utility breakpoints"),
    ("Plan", "utility slopes"),
    ("Execution", "priority group"),
    ("Projects", "type"),
    ("Projects", "asset"),
    ("Under construction", "asset"),
    ("Demand", "use"),
    ("Targets", "set"),
    ("Objective", "set"),
    ("Variants", "target set"),
    ("Variants", "scenario"),
    ("Objective", "code"),
    ("Objective", "year"),
    ("Town and country", "farm sector"),
    ("Wages", "sector"),
    ("Wages", "household"),
    ("Money", "code"),
    *(("Projects", f"spend {year}") for year in range(3)),
}
"""Text that another sheet refers to, or that refers to another sheet; lists; and shares that must sum to 1."""


def column_of(sheet_name: str, rows: list[list[object]], row: int, column: int) -> Column | None:
    """What the schema says of a data cell; None where it is not one."""
    sheet = BY_NAME[sheet_name]
    header, label = rows[0][column], rows[row][0]
    if sheet.layout is Layout.MATRIX:
        return sheet.cells if column and row else None
    if sheet.layout in (Layout.KEYS, Layout.ITEMS):
        given = rows[row][column] is not None
        return sheet.column(str(label)) if row and header == "value" and given else None
    named = {each.name: each for each in sheet.expanded}
    if row == 0:
        return None
    return named.get(str(header), sheet.cells if "/" in str(header) else None)


def legal(column: Column, damage: str) -> bool:
    """Whether a value of this kind may be so."""
    if damage == "blank":
        return not column.required
    if column.kind in (Kind.TEXT, Kind.FREE):
        return damage in WORDS
    if column.kind is Kind.YESNO:
        return damage == "boolean"
    if column.kind in (Kind.NUMBER, Kind.LIMIT, Kind.INTEGER):
        return damage == "negative" and column.bounds.allow(-5.0)
    return False


def cells(tables: Tables) -> Iterator[tuple[str, str, Column]]:
    """Data cells of every column and every key, with what the schema says of them."""
    for sheet, rows in tables.items():
        keyed = BY_NAME[sheet].layout in (Layout.KEYS, Layout.ITEMS)
        for row, line in enumerate(rows if keyed else rows[:2]):
            for column in range(len(line)):
                found = column_of(sheet, rows, row, column)
                if found is not None and rows[0][column] not in (*ASIDE, *READING_AIDS):
                    yield sheet, address(row + 1, column), found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tables", "sheets"),
    [(everything(), set(BY_NAME)), (straightforward(), {"Sectors", "Flows", "Construction", "Baskets"})],
    ids=["everything", "straightforward"],
)
def test_every_value_damaged_in_every_way(tables: Tables, sheets: set[str]) -> None:
    tried: Counter[str] = Counter()
    for sheet, cell, column in cells(tables):
        if sheet not in sheets:
            continue
        if (sheet, column.name) in REFERRED or sheet == "Scenarios" or column.kind is Kind.NEW:
            continue
        for damage, value in DAMAGE.items():
            faults = faults_of(altered(tables, sheet, cell, value))
            here = [fault for fault in faults if (fault.sheet, fault.cell) == (sheet, cell)]
            told = f"{sheet}!{cell} {damage}: {[str(fault) for fault in faults]}"
            if _blank_matrix(sheet, damage) or legal(column, damage):
                assert not here, told
                tried["legal"] += 1
            elif _given(tables, sheet, cell) or damage != "blank":
                assert here, told
                tried["fault"] += 1
    assert tried["fault"] > 30 * len(sheets)
    print(f"damaged cells tried: {dict(tried)}")


def _blank_matrix(sheet: str, damage: str) -> bool:
    return damage == "blank" and BY_NAME[sheet].layout is Layout.MATRIX


def _given(tables: Tables, sheet: str, cell: str) -> bool:
    """Whether the cell has a value, and blanking it is damage: the last of a series may be left out."""
    row, column = place(cell)
    line = tables[sheet][row]
    last = BY_NAME[sheet].layout is Layout.YEARLY and "/" not in str((*tables[sheet][0], "")[column + 1])
    base = tables[sheet][0][column] == "1927/28"
    return line[column] is not None and not last and not base and BY_NAME[sheet].name != "Labour"


@pytest.mark.slow
def test_anything_anywhere_is_an_economy_or_faults() -> None:
    """Headers, keys and references too: never another error, and never a fault without a sheet."""
    tried, tables = 0, everything()
    for sheet, rows in tables.items():
        for row, line in enumerate(rows[:2]):
            for column in range(len(line)):
                for value in ODD[(row + column) % 6 :: 6]:
                    faults = faults_of(altered(tables, sheet, address(row + 1, column), value))
                    assert all(fault.sheet and fault.problem and fault.remedy for fault in faults)
                    tried += 1
    print(f"cells tried: {tried}")


@pytest.mark.parametrize("scenario", ["bad harvest", "no loans"])
def test_scenarios_damaged(scenario: str) -> None:
    tables = everything()
    for row in range(2, 5):
        for column in "ABCDEF":
            for value in DAMAGE.values():
                damaged = altered(tables, "Scenarios", f"{column}{row}", value)
                faults = faults_of(damaged, scenario=scenario)
                assert all(fault.sheet == "Scenarios" for fault in faults), list(map(str, faults))


@pytest.mark.slow
def test_rows_and_columns_left_out() -> None:
    """Without any one row or column, headers included."""
    for sheet, rows in everything().items():
        for number in range(len(rows)):
            tables = everything()
            del tables[sheet][number]
            faults_of(tables)
        for column in range(len(rows[0])):
            tables = everything()
            tables[sheet] = [row[:column] + row[column + 1 :] for row in rows]
            faults = faults_of(tables)
            required = rows[0][column] in BY_NAME[sheet].required
            assert not required or any(fault.sheet == sheet for fault in faults), (sheet, rows[0][column])


@pytest.mark.parametrize("tables", [everything(), straightforward()], ids=["everything", "straightforward"])
def test_sheets_left_out(tables: Tables) -> None:
    """Without any one sheet: an economy, or faults with their sheets, also where others need its codes."""
    for sheet in tables:
        faults = faults_of({name: rows for name, rows in tables.items() if name != sheet})
        assert all(fault.sheet and fault.problem and fault.remedy for fault in faults), sheet
        assert faults or BY_NAME[sheet].absent, sheet
