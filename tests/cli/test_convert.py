"""What other programs have written becomes a workbook, every value at its cell; nothing wrong becomes a blank."""

from __future__ import annotations

import csv
import io
import zipfile
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import load_workbook
from ran import Command

from optimiser.errors import InputFault
from optimiser.workbook import read_workbook
from optimiser.workbook.cells import LAST_ROW, MOST_COLUMNS
from optimiser.workbook.examples import EXAMPLES
from optimiser.workbook.opendocument import read_opendocument
from optimiser.workbook.other_formats import read_other

OLD_EXCEL = Path(__file__).parents[1] / "workbook" / "old_excel.xls"
HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)


def opendocument(path: Path, sheets: dict[str, str], before: str = "") -> Path:
    """A spreadsheet of raw rows."""
    tables = "".join(f'<table:table table:name="{title}">{rows}</table:table>' for title, rows in sheets.items())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        content = f"{before}{HEAD}{tables}</office:spreadsheet></office:body></office:document-content>"
        archive.writestr("content.xml", content)
    return path


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(value: object, more: str = "") -> str:
    if value is None:
        return f"<table:table-cell {more}/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value!r}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {more}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def blanks(number: int) -> str:
    return cell(None, f'table:number-columns-repeated="{number}"')


def same_economy(path: Path) -> bool:
    return read_workbook(path).economy.title == "Steel and corn" and not read_workbook(path).warnings


def test_an_opendocument_spreadsheet(run: Command, tmp_path: Path) -> None:
    sheets = {
        title: "".join(row(*map(cell, each), blanks(16000)) for each in rows) + row(blanks(16000), times=1_048_000)
        for title, rows in EXAMPLES["two_sectors"]().items()
    }
    opendocument(tmp_path / "mine.ods", sheets)
    found = run("convert", "mine.ods", "mine.xlsx", "--json").json
    assert found == {"source": "mine.ods", "workbook": "mine.xlsx", "sheets": list(EXAMPLES["two_sectors"]())}
    assert run("validate", "mine.xlsx").code == 0
    assert same_economy(tmp_path / "mine.xlsx")


def test_cells_of_an_opendocument_spreadsheet(tmp_path: Path) -> None:
    annotated = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>a remark</text:p></office:annotation>'
        '<text:p>two<text:s text:c="2"/><text:span>words</text:span></text:p></table:table-cell>'
    )
    rows = [
        row(cell("a"), blanks(2), cell(1.5), blanks(9)),
        row(blanks(9), times=2),
        row(cell("#N/A", 'table:formula="of:=NA()"'), cell(None, 'table:formula="of:=1+1"'), annotated),
        row(cell(3, 'table:number-columns-repeated="2"'), "<table:covered-table-cell/>", cell(True), times=2),
    ]
    path = opendocument(tmp_path / "mine.ods", {"Plan": "".join(rows), "Empty": row(blanks(5))})
    assert read_other(path) == {
        "Plan": [
            ("a", None, None, 1.5),
            (None,),
            (None,),
            ("#N/A", "of:=1+1", "two  words"),
            (3, 3, None, True),
            (3, 3, None, True),
        ]
    }


def test_an_error_value_becomes_a_fault_of_its_cell(run: Command, tmp_path: Path) -> None:
    tables = EXAMPLES["two_sectors"]()
    tables["Inputs"][1][1] = "#N/A"
    sheets = {title: "".join(row(*map(cell, each)) for each in rows) for title, rows in tables.items()}
    opendocument(tmp_path / "mine.ods", sheets)
    assert run("convert", "mine.ods", "mine.xlsx").code == 0
    ran = run("solve", "mine.xlsx")
    assert ran.code == 3
    assert ran.err.startswith("Inputs!B2 ('#N/A')")


def folder_of_tables(folder: Path, delimiter: str = ",", *, comma: bool = False) -> Path:
    folder.mkdir()
    for title, rows in EXAMPLES["two_sectors"]().items():
        with (folder / f"{title}.csv").open("w", newline="", encoding="utf-8-sig") as file:
            said = [["" if each is None else str(each) for each in line] for line in rows]
            if comma:
                said = [[each.replace(".", ",") if each[:1].isdigit() else each for each in line] for line in said]
            csv.writer(file, delimiter=delimiter).writerows(said)
    return folder


@pytest.mark.parametrize(("delimiter", "comma"), [(",", False), (";", False), (";", True), ("\t", False)])
def test_a_folder_of_csv(run: Command, tmp_path: Path, delimiter: str, comma: bool) -> None:
    folder_of_tables(tmp_path / "tables", delimiter, comma=comma)
    assert run("convert", "tables", "mine.xlsx").code == 0
    assert run("validate", "mine.xlsx").code == 0
    assert load_workbook("mine.xlsx")["Inputs"]["C3"].value == 0.1
    assert load_workbook("mine.xlsx").sheetnames == list(EXAMPLES["two_sectors"]())


def test_csv_keeps_codes_that_are_no_numbers(tmp_path: Path) -> None:
    (tmp_path / "Sectors.csv").write_text("code,name\n007,=1+1\n1e3,-\n12,\n", encoding="utf-8")
    assert read_other(tmp_path)["Sectors"] == [("code", "name"), ("007", "=1+1"), (1000, "-"), (12,)]


def test_a_comma_is_a_decimal_sign_only_where_nothing_speaks_against_it(tmp_path: Path) -> None:
    for name, text in (
        ("Capacity", 'a,"1,5"\nb,"x;"\n'),
        ("Demand", "a;1,000\nb;2.5\n"),
        ("Labour", "a;1,5\nb;-0,25\n"),
    ):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    found = read_other(tmp_path)
    assert found["Capacity"] == [("a", "1,5"), ("b", "x;")]
    assert found["Demand"] == [("a", "1,000"), ("b", 2.5)]
    assert found["Labour"] == [("a", 1.5), ("b", -0.25)]


@pytest.mark.skipif(find_spec("xlrd") is None, reason="xlrd, the extra `xls`, is not installed")
def test_an_old_excel_file() -> None:
    rows = read_other(OLD_EXCEL)["Plan"]
    assert rows[2] == ("a", 1, 1.5)
    assert rows[4][3:7] == ("#DIV/0!", "#N/A", 2, True)
    assert str(rows[4][7]) == "1928-10-01 00:00:00"
    assert rows[6][9] == 0.1


def test_old_excel_without_what_reads_it(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlrd", None)
    ran = run("convert", OLD_EXCEL, "mine.xlsx")
    assert ran.code == 3
    assert 'pip install "plan-optimiser[xls]"' in ran.err


def test_what_cannot_be_converted(run: Command, tmp_path: Path) -> None:
    (tmp_path / "text.ods").write_text("no archive")
    (tmp_path / "Plan.csv").write_text("key,value")
    (tmp_path / "none").mkdir()
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / "Plan.csv").write_bytes("schlüssel".encode("cp1252"))
    for name, words in (
        ("text.ods", "is damaged"),
        ("Plan.csv", "is none of the formats"),
        ("none", "has no .csv file"),
        ("latin", "is not in UTF-8"),
        ("nothing.ods", "there is no such file"),
    ):
        ran = run("convert", name, "mine.xlsx")
        assert ran.code == 3, name
        assert words in ran.err
        assert ran.err.count("\n") == 1
    assert not Path("mine.xlsx").exists()
    Path("mine.xlsx").write_text("mine")
    assert "never written over" in run("convert", folder_of_tables(tmp_path / "t"), "mine.xlsx", "--force").err


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (row(cell("x"), times=1_000_000_000), "lies beyond"),
        (row(cell("x", 'table:number-columns-repeated="1000000000"')), "lies beyond"),
        (row(blanks(10**12), cell("x")), "lies beyond"),
        (row(cell("x", 'table:number-columns-repeated="1990"'), times=19_990), "more than"),
    ],
)
def test_hostile_repetitions_are_refused(tmp_path: Path, rows: str, words: str) -> None:
    with pytest.raises(InputFault, match=words):
        read_other(opendocument(tmp_path / "mine.ods", {"Plan": rows}))


def test_many_repetitions_are_cut_while_they_are_read() -> None:
    wide = row(*[cell("x", 'table:number-columns-repeated="1000000"')] * 50)
    content = f'{HEAD}<table:table table:name="Plan">{wide}{row(cell("x"), times=10**9) * 5}</table:table>'
    content += "</office:spreadsheet></office:body></office:document-content>"
    ((title, rows),) = read_opendocument(io.BytesIO(content.encode()))
    assert title == "Plan"
    assert len(rows[0]) <= 2 * (MOST_COLUMNS + 1)
    assert len(rows) <= 2 * (LAST_ROW + 1)


def test_entities_are_refused(tmp_path: Path) -> None:
    before = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(InputFault, match="is damaged"):
        read_other(opendocument(tmp_path / "mine.ods", {"Plan": row(cell("x"))}, before))
