"""Files as LibreOffice, Excel, Google Sheets and pandas write them are read alike."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from economy_tables import Tables, everything, small
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from test_hostile import patched

from optimiser.economy.differences import differences
from optimiser.errors import InputFault
from optimiser.workbook import economy_from_tables, read_economy, read_workbook, write_tables
from optimiser.workbook.examples import EXAMPLES


def plain_book(tables: Tables) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def read_alike(path: Path, tables: Tables) -> None:
    assert differences(read_economy(path), economy_from_tables(tables)) == []


def test_the_way_of_excel(tmp_path: Path) -> None:
    """Number formats, booleans, a table, a filter, frozen panes, defined names, columns of text that are numbers."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "excel.xlsx"
    with xlsxwriter.Workbook(path) as book:
        money, share, words = (book.add_format({"num_format": each}) for each in ('#,##0.00 "r"', "0.0%", "@"))
        for title, rows in everything().items():
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 1)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    form = words if isinstance(value, str) else (share if number % 2 else money)
                    sheet.write(number, place, value, form)
            sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
        book.define_name("Coefficients", "=Inputs!$B$2:$E$4")
    read_alike(path, everything())


@pytest.mark.parametrize("mode", [{"strings_to_numbers": True}, {"in_memory": True}, {"constant_memory": True}])
def test_the_ways_of_a_writer(tmp_path: Path, mode: dict[str, bool]) -> None:
    """With `constant_memory` texts stand in the cells (inline strings), else in the shared table."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "written.xlsx", mode) as book:
        for title, rows in everything().items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    read_alike(tmp_path / "written.xlsx", everything())


def test_booleans_and_calculated_formulas(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    tables = everything()
    with xlsxwriter.Workbook(tmp_path / "formulas.xlsx") as book:
        for title, rows in tables.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, str) and value in ("yes", "no"):
                        sheet.write_boolean(number, place, value == "yes")
                    elif isinstance(value, float) and title != "Scenarios":
                        sheet.write_formula(number, place, f"={value}*1", None, value)
                    else:
                        sheet.write(number, place, value)
    read_alike(tmp_path / "formulas.xlsx", tables)


def test_rich_and_spaced_texts_of_a_shared_table(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "shared.xlsx") as book:
        for title, rows in small().items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    def dressed(raw: bytes) -> bytes:
        rich = b"<si><r><rPr><b/></rPr><t>CO</t></r><r><t>A</t></r></si>"
        spaced = b'<si><t xml:space="preserve"> STL </t><phoneticPr fontId="1"/></si>'
        changed = raw.replace(b"<si><t>COA</t></si>", rich).replace(b"<si><t>STL</t></si>", spaced)
        assert changed.count(b"<r>") == 2
        assert b" STL " in changed
        return changed

    read_alike(patched(tmp_path / "shared.xlsx", "xl/sharedStrings.xml", dressed), small())


def test_the_way_of_google_sheets(tmp_path: Path) -> None:
    """No dimension, a thousand formatted blank rows, 26 columns, numbers with a decimal point."""
    book = plain_book(small())
    for sheet in book.worksheets:
        for row in range(1, 1001, 7):
            for column in range(1, 27):
                sheet.cell(row, column).font = Font(name="Arial", size=10)
        sheet.cell(1000, 26).fill = PatternFill("solid", fgColor="FFFFFF")
    path = tmp_path / "google.xlsx"
    book.save(path)

    def bare(raw: bytes) -> bytes:
        return re.sub(rb"<v>(\d+)</v>", rb"<v>\1.0</v>", re.sub(rb"<dimension[^>]*/>", b"", raw))

    for part in ("sheet1", "sheet2", "sheet3"):
        patched(path, f"xl/worksheets/{part}.xml", bare).replace(path)
    read_alike(path, small())


@pytest.mark.parametrize("index", [False, True])
def test_the_way_of_pandas(tmp_path: Path, index: bool) -> None:
    """Bold headers with borders; matrices with their index column as it comes, and merged above when asked for."""
    path = tmp_path / "pandas.xlsx"
    with pd.ExcelWriter(path) as writer:
        for title, (header, *rows) in everything().items():
            frame = pd.DataFrame(rows, columns=header)
            if index and title in ("Inputs", "Outputs", "Baskets", "Sectors"):
                frame.set_index(header[0]).to_excel(writer, sheet_name=title)
            else:
                frame.to_excel(writer, sheet_name=title, index=False)
    read_alike(path, everything())


def test_a_nameless_index_column_of_pandas_is_a_fault_that_says_what_to_do(tmp_path: Path) -> None:
    """`to_excel` of a table without `index=False`: 0, 1, 2 in a column without a header."""
    path = tmp_path / "pandas.xlsx"
    with pd.ExcelWriter(path) as writer:
        for title, (header, *rows) in small().items():
            pd.DataFrame(rows, columns=header).to_excel(writer, sheet_name=title, index=title == "Sectors")
    with pytest.raises(InputFault, match="stands in a column without a header") as caught:
        read_workbook(path)
    assert [(fault.sheet, fault.cell) for fault in caught.value.faults] == [("Sectors", "A2")]


def test_merged_cells_of_a_title_are_read_and_said(tmp_path: Path) -> None:
    tables: Tables = {name: [["a title"], [], *rows] for name, rows in small().items()}
    book = plain_book(tables)
    for sheet in book.worksheets:
        sheet.merge_cells("A1:D1")
    book.save(tmp_path / "merged.xlsx")
    read_alike(tmp_path / "merged.xlsx", small())
    assert len(read_workbook(tmp_path / "merged.xlsx").notices) == 3


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("example", ["two_sectors", "first_five_year_plan"])
def test_libreoffice_saves_our_template_alike(tmp_path: Path, example: str) -> None:
    path, out = tmp_path / "template.xlsx", tmp_path / "out"
    write_tables(EXAMPLES[example](), path)
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    saved = load_workbook(out / "template.xlsx")
    assert saved["Sectors"]["A1"].comment is not None
    assert saved["Plan"].data_validations.dataValidation
    assert differences(read_economy(out / "template.xlsx"), read_economy(path), 1e-12) == []
