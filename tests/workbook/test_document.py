"""The schema, what is written of it, and what it costs to import it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from economy_tables import by_region, everything, straightforward
from workbook_page import document

from optimiser.workbook import examples
from optimiser.workbook.columns import Kind, Layout, Sheet
from optimiser.workbook.schema import SHEETS

DOCUMENT = Path(__file__).parents[2] / "docs" / "workbook.md"


def test_the_document_is_up_to_date() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == document(), "run: python docs/generate.py"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_says_what_it_means(sheet: Sheet) -> None:
    assert sheet.meaning.endswith(".")
    assert bool(sheet.absent) == (sheet.name not in ("Plan", "Sectors"))
    assert not sheet.absent.endswith(".")
    assert (sheet.cells is not None) == (sheet.layout in (Layout.MATRIX, Layout.YEARLY))
    for column in sheet.columns:
        assert column.meaning.endswith("."), column.name
        assert column.kind is not Kind.CODE or column.axis
        assert column.kind is not Kind.CHOICE or column.choices
        if not column.required and column.kind is Kind.NUMBER and isinstance(column.default, float):
            assert column.bounds.allow(column.default)


def test_the_tables_of_these_tests_have_every_sheet_and_column() -> None:
    regional = by_region()
    used = regional | everything() | straightforward()
    missing = {sheet.name for sheet in SHEETS} - set(used)
    assert missing == {"Make"}
    for sheet in SHEETS:
        if sheet.layout is Layout.TABLE and sheet.name in used:
            named = {str(cell) for tables in (used, regional) for cell in tables[sheet.name][0]}
            named |= {"good", "freight"} if sheet.name == "Sectors" else set()  # columns of Products here
            rest = {column.name for column in sheet.expanded} - named
            assert all(name.startswith("spend ") for name in rest), (sheet.name, rest)


def test_examples_are_loaded_when_asked_for() -> None:
    assert {"two_sectors", "williams"} <= set(examples.EXAMPLES)
    assert "nothing" not in examples.EXAMPLES
    assert examples.EXAMPLES["two_sectors"]()["Plan"][1][0] == "title"


def test_heavy_libraries_are_imported_late() -> None:
    heavy = "('openpyxl', 'pandas', 'highspy', 'pulp')"
    code = f"import sys, optimiser.workbook; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
