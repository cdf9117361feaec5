"""Files that are not what they seem: a clear fault in no time, never a hang, a crash or a silent change."""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from economy_tables import everything, small
from openpyxl import Workbook, load_workbook

from optimiser.economy.differences import differences
from optimiser.errors import InputFault
from optimiser.workbook import (
    annotate_workbook,
    economy_from_tables,
    read_economy,
    read_workbook,
    validate_workbook,
    write_economy,
    write_tables,
)
from optimiser.workbook import cells as grids


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "small.xlsx"
    write_tables(small(), path)
    return path


def patched(path: Path, part: str, change: Callable[[bytes], bytes], name: str = "patched.xlsx") -> Path:
    """A copy of a workbook with the text of a part changed."""
    copy = path.with_name(name)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            raw = source.read(info)
            target.writestr(info.filename, change(raw) if info.filename == part else raw)
    return copy


def fault_of(path: Path) -> str:
    with pytest.raises(InputFault) as caught:
        read_workbook(path)
    assert len(caught.value.faults) == 1
    return str(caught.value)


def inputs_sheet(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return max(name for name in archive.namelist() if "/worksheets/sheet" in name)


def rows(*texts: str) -> bytes:
    return "".join(texts).encode()


def test_the_workbook_itself_is_sound(workbook: Path) -> None:
    assert not differences(read_economy(workbook), economy_from_tables(small()))


def test_missing_folder_and_empty(tmp_path: Path) -> None:
    assert "there is no such file" in fault_of(tmp_path / "none.xlsx")
    assert "is a folder" in fault_of(tmp_path)
    (tmp_path / "empty.xlsx").touch()
    assert "the file is empty" in fault_of(tmp_path / "empty.xlsx")


def test_a_lock_file(tmp_path: Path) -> None:
    (tmp_path / "~$plan.xlsx").write_bytes(b"someone")
    assert "Give the workbook itself, plan.xlsx" in fault_of(tmp_path / "~$plan.xlsx")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_not_to_be_read(workbook: Path) -> None:
    workbook.chmod(0)
    assert "may not be read" in fault_of(workbook)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old Excel format (.xls)"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "the workbook is encrypted"),
        (b"code;name;unit\nCOA;coal;Mt\n", "is a text file"),
        (b"<html><table></table></html>", "is a web page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not a workbook"),
        (b"PK\x03\x04 and nothing else", "cut short or damaged"),
    ],
)
def test_other_kinds_of_file(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    assert problem in fault_of(path)


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, "OpenDocument"),
        ({"[Content_Types].xml": "<a/>", "xl/workbook.bin": "x"}, "binary workbook"),
        ({"readme.txt": "hello"}, "but not a workbook"),
        ({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}, "but not a workbook"),
        ({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}, "damaged"),
        ({}, "but not a workbook"),
    ],
)
def test_other_kinds_of_archive(tmp_path: Path, parts: Mapping[str, bytes], problem: str) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    assert problem in fault_of(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.98])
def test_cut_short(workbook: Path, share: float) -> None:
    raw = workbook.read_bytes()
    workbook.write_bytes(raw[: int(len(raw) * share)])
    assert "cut short or damaged" in fault_of(workbook)


def test_bytes_overwritten(workbook: Path) -> None:
    raw = bytearray(workbook.read_bytes())
    whole = differences(read_economy(workbook), economy_from_tables(small()))
    for place in range(40, len(raw), 97):
        damaged = bytearray(raw)
        damaged[place] ^= 0xFF
        workbook.write_bytes(damaged)
        with contextlib.suppress(InputFault):
            assert differences(read_economy(workbook), economy_from_tables(small())) == whole


def test_a_part_that_is_no_xml(workbook: Path) -> None:
    assert "damaged" in fault_of(patched(workbook, inputs_sheet(workbook), lambda raw: raw[:-60]))
    assert "damaged" in fault_of(patched(workbook, "xl/workbook.xml", lambda raw: b"\x00\x01"))


def test_a_bomb_is_refused_by_its_sizes(workbook: Path) -> None:
    bomb = patched(workbook, inputs_sheet(workbook), lambda raw: raw + b" " * 30_000_000)
    assert "would unpack to" in fault_of(bomb)


def test_many_megabytes_are_refused(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimiser.workbook.archive.MOST_UNPACKED", 3000)
    assert "would unpack to" in fault_of(workbook)


def test_too_many_tags_are_refused(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimiser.workbook.archive.MOST_TAGS", 100)
    assert "too many entries" in fault_of(patched(workbook, inputs_sheet(workbook), lambda raw: raw * 10))


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/none.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["sheet", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_entities_are_refused(workbook: Path, declaration: bytes, part: str) -> None:
    name = inputs_sheet(workbook) if part == "sheet" else part
    path = patched(
        workbook,
        name,
        lambda raw: (
            b'<?xml version="1.0"?>' + declaration + raw[raw.index(b"?>") + 2 :]
            if raw.startswith(b"<?xml")
            else declaration + raw
        ),
    )
    assert "declares entities" in fault_of(path)


def test_entities_in_another_encoding_are_refused(workbook: Path) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
    assert "damaged" in fault_of(patched(workbook, inputs_sheet(workbook), lambda raw: text.encode("utf-16")))


def test_a_stale_dimension_does_not_hide_rows(workbook: Path) -> None:
    part = inputs_sheet(workbook)
    path = patched(workbook, part, lambda raw: raw.replace(b'ref="A1:C3"', b'ref="A1:A1"'))
    with zipfile.ZipFile(path) as archive:
        assert b'ref="A1:A1"' in archive.read(part)
    assert not differences(read_economy(path), economy_from_tables(small()))
    huge = patched(workbook, part, lambda raw: raw.replace(b'ref="A1:C3"', b'ref="A1:XFD1048576"'))
    assert not differences(read_economy(huge), economy_from_tables(small()))


@pytest.mark.parametrize("cell", ["XFD1048576", "A100001", "BZZ2"])
def test_a_cell_far_away_is_named(workbook: Path, cell: str) -> None:
    book = load_workbook(workbook)
    book["Inputs"][cell] = 1.0
    book.save(workbook)
    assert f"the cell {cell} lies beyond" in fault_of(workbook)


def test_formats_far_away_do_no_harm(workbook: Path) -> None:
    from openpyxl.styles import Font

    book = load_workbook(workbook)
    book["Inputs"]["XFD30000"].font = Font(bold=True)
    book.save(workbook)
    assert not differences(read_economy(workbook), economy_from_tables(small()))


def test_rows_and_columns_out_of_this_world(workbook: Path) -> None:
    part = inputs_sheet(workbook)
    far = patched(workbook, part, lambda raw: raw.replace(b'<row r="3"', b'<row r="999999999999"'))
    with pytest.raises(InputFault):
        read_workbook(far)
    nowhere = patched(workbook, part, lambda raw: raw.replace(b'r="C3"', b'r="ZZZZZZ3"'))
    with pytest.raises(InputFault):
        read_workbook(nowhere)


def test_too_many_cells(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MOST_CELLS", 20)
    monkeypatch.setattr(grids.Budget, "__init__", lambda self, cells=20: setattr(self, "cells", cells))
    assert "more than 20 cells" in fault_of(workbook)


def test_external_links_are_not_followed(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in small().items():
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append(row)
    book["Inputs"]["B2"] = "=[1]Other!A1"
    path = tmp_path / "linked.xlsx"
    book.save(path)
    with pytest.raises(InputFault) as caught:
        read_workbook(path)
    assert [(fault.sheet, fault.cell) for fault in caught.value.faults] == [("Inputs", "B2")]


def formulas(path: Path) -> None:
    """The small workbook, one coefficient being a formula without a value."""
    book = load_workbook(path)
    book["Inputs"]["C3"] = "=0.1+0.1"
    book["Inputs"]["E9"] = "=1/0"
    book.save(path)


def test_formulas_that_were_never_calculated(workbook: Path) -> None:
    formulas(workbook)
    with pytest.raises(InputFault) as caught:
        read_workbook(workbook)
    found = {(fault.cell, fault.value, fault.problem.split(",")[0]) for fault in caught.value.faults}
    assert ("C3", "=0.1+0.1", "is a formula without a value") in found
    assert {cell for cell, _, _ in found} == {"C3", "E9"}


def test_formulas_with_values_are_read(workbook: Path) -> None:
    part = inputs_sheet(workbook)
    cell = b'<c r="C3" s="1"><v>0.2</v></c>'
    path = patched(
        workbook, part, lambda raw: raw.replace(b"<v>0.2</v>", b"<f>0.1+0.1</f><v>0.2</v>"), "calculated.xlsx"
    )
    assert cell or path
    with zipfile.ZipFile(path) as archive:
        assert b"<f>0.1+0.1</f>" in archive.read(part)
    assert not differences(read_economy(path), economy_from_tables(small()))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_another_program_calculates_and_saves(workbook: Path, tmp_path: Path) -> None:
    book = load_workbook(workbook)
    book["Inputs"]["C3"] = "=0.1+0.1"
    book["Sectors"]["D2"] = "=SUM(20,20)"
    book.save(workbook)
    out = tmp_path / "out"
    for kind, filter_name in (("xlsx", "xlsx:Calc MS Excel 2007 XML"), ("ods", "ods"), ("xls", "xls")):
        profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
        command = ["soffice", profile, "--headless", "--convert-to", filter_name, "--outdir", str(out), str(workbook)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        if kind == "xlsx":
            assert not differences(read_economy(out / "small.xlsx"), economy_from_tables(small()), 1e-12)
        else:
            assert "save it as an Excel workbook (.xlsx)" in fault_of(out / f"small.{kind}")


def test_error_values_and_dates_of_a_real_file(workbook: Path) -> None:
    import datetime

    book = load_workbook(workbook)
    book["Inputs"]["B2"] = "#REF!"
    book["Inputs"]["C2"] = datetime.date(1928, 1, 5)
    book["Inputs"]["B3"] = True
    book["Inputs"]["C3"].value = "0.2"
    book["Sectors"]["D2"] = "1 234,5"
    book.save(workbook)
    with pytest.raises(InputFault) as caught:
        read_workbook(workbook)
    assert [(fault.sheet, fault.cell) for fault in caught.value.faults] == [
        ("Sectors", "D2"),
        ("Inputs", "B2"),
        ("Inputs", "C2"),
        ("Inputs", "B3"),
        ("Inputs", "C3"),
    ]


def test_merged_and_hidden_are_read_and_said(workbook: Path) -> None:
    book = load_workbook(workbook)
    book["Sectors"].merge_cells("B5:C6")
    book["Inputs"].row_dimensions[3].hidden = True
    book["Inputs"].column_dimensions["C"].hidden = True
    book["Sectors"].sheet_state = "hidden"
    book.save(workbook)
    reading = read_workbook(workbook)
    assert not differences(reading.economy, economy_from_tables(small()))
    assert [notice.split(" (")[0] for notice in reading.notices] == [
        "The sheet Sectors has merged cells",
        "The sheet Sectors is hidden; it was read.",
        "The sheet Inputs has hidden rows",
    ]


def test_a_file_saved_by_other_means(tmp_path: Path) -> None:
    """No cell references, no dimension, text in place instead of shared."""
    path = tmp_path / "plain.xlsx"
    write_tables(small(), path)

    def bare(raw: bytes) -> bytes:
        import re

        raw = re.sub(rb"<dimension[^>]*/>", b"", raw)
        raw = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", raw)
        return re.sub(rb'<row r="\d+"[^>]*>', b"<row>", raw)

    assert not differences(read_economy(patched(path, inputs_sheet(path), bare)), economy_from_tables(small()))


def test_everything_survives_a_file(tmp_path: Path) -> None:
    path = tmp_path / "everything.xlsx"
    write_tables(everything(), path)
    assert not differences(read_economy(path), economy_from_tables(everything()))


def test_reading_does_not_keep_the_file_open(workbook: Path) -> None:
    read_workbook(workbook)
    workbook.rename(workbook.with_name("moved.xlsx"))
    buffer = io.BytesIO(workbook.with_name("moved.xlsx").read_bytes())
    assert zipfile.is_zipfile(buffer)


def test_three_hundred_thousand_rows(workbook: Path) -> None:
    """A sheet that claims one row and has 300,000 is refused by its rows, and not read as one."""

    def long(raw: bytes) -> bytes:
        more = b"".join(b'<row r="%d"><c r="B%d"><v>1</v></c></row>' % (row, row) for row in range(4, 300_001))
        return raw.replace(b'ref="A1:C3"', b'ref="A1:A1"').replace(b"</sheetData>", more + b"</sheetData>")

    assert "the cell B100001 lies beyond 100,000 rows" in fault_of(patched(workbook, inputs_sheet(workbook), long))


@pytest.mark.slow
def test_formatted_blanks_without_end(workbook: Path) -> None:
    """300,000 rows with nothing but a formatted cell in the last column."""

    def wide(raw: bytes) -> bytes:
        more = b"".join(b'<row r="%d"><c r="XFD%d" s="1"/></row>' % (row, row) for row in range(4, 300_001))
        return raw.replace(b"</sheetData>", more + b"</sheetData>")

    assert "formatted blank cells reach" in fault_of(patched(workbook, inputs_sheet(workbook), wide))


@pytest.mark.parametrize(
    "text",
    [b"mergeCell " * 300_000, b"<row " * 600_000, b"<row hidden " * 250_000, b"<f" * 500_000, b"<x:col " * 400_000],
)
def test_text_that_makes_patterns_slow(workbook: Path, text: bytes) -> None:
    with contextlib.suppress(InputFault):
        read_workbook(patched(workbook, inputs_sheet(workbook), lambda raw: raw + b"<!-- hidden= mergeCell" + text))


@pytest.mark.parametrize("text", ["1" * 32_000 + "x", "1 " * 16_000, "," * 32_000, "x" * 32_000, "=" * 32_000])
def test_long_texts_are_faulted_in_few_words(workbook: Path, text: str) -> None:
    book = load_workbook(workbook)
    for cell in ("A2", "B1", "B2", "C3"):
        book["Inputs"][cell].value = text
        book["Inputs"][cell].data_type = "s"
    for cell in ("A2", "B2", "D3"):
        book["Sectors"][cell].value = text
        book["Sectors"][cell].data_type = "s"
    book.save(workbook)
    with pytest.raises(InputFault) as caught:
        read_workbook(workbook)
    assert all(len(str(fault)) < 1000 for fault in caught.value.faults)


def test_many_codes_that_are_not_known() -> None:
    codes = [f"S{place:04d}" for place in range(800)]
    tables = small()
    tables["Sectors"] = [["code", "unit", "base output"], *([code, "t", 1.0] for code in codes)]
    tables["Inputs"] = [["", *(f"T{code}" for code in codes)], *([f"U{code}", 0.1] for code in codes * 8)]
    with pytest.raises(InputFault) as caught:
        economy_from_tables(tables)
    assert "Did you mean" in caught.value.faults[0].remedy


@pytest.mark.parametrize(
    ("part", "entry", "number"), [("xl/styles.xml", b"<xf/>", 400_000), ("xl/workbook.xml", b"<definedName/>", 320_000)]
)
def test_entries_without_number(workbook: Path, part: str, entry: bytes, number: int) -> None:
    end = b"</styleSheet>" if "styles" in part else b"</workbook>"
    path = patched(workbook, part, lambda raw: raw.replace(end, entry * number + end))
    assert "too many entries" in fault_of(path)


@pytest.mark.parametrize("part", ["sheet", "xl/styles.xml"])
@pytest.mark.parametrize(("opening", "end"), [(b"<!--", b"-->"), (b"<?x ", b"?>"), (b'<a b="', b'"/>'), (b"", b"")])
def test_a_comment_or_a_text_without_end(workbook: Path, part: str, opening: bytes, end: bytes) -> None:
    """A parser that is given it piece by piece looks at it again from its beginning, each time."""
    text = opening + random.Random(1).randbytes(2_000_000).hex().encode() + end
    name = inputs_sheet(workbook) if part == "sheet" else part
    before = b"</sheetData>" if part == "sheet" else b"</styleSheet>"
    assert "without end" in fault_of(patched(workbook, name, lambda raw: raw.replace(before, text + before)))


def test_a_part_nested_without_end(workbook: Path) -> None:
    path = patched(workbook, inputs_sheet(workbook), lambda raw: raw.replace(b"</sheetData>", b"<a>" * 200_000))
    assert "damaged" in fault_of(path)


def test_sizes_that_lie(workbook: Path) -> None:
    """The table of contents says a part is small; what unpacks to more is cut there, and is damaged."""
    bomb = patched(workbook, inputs_sheet(workbook), lambda raw: raw + b" " * 4_000_000)
    raw, part = bytearray(bomb.read_bytes()), inputs_sheet(workbook).encode()
    entry = raw.rindex(part) - 46
    assert raw[entry : entry + 4] == b"PK\x01\x02"
    raw[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    bomb.write_bytes(raw)
    assert "damaged" in fault_of(bomb)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "=cmd|' /C calc'!A0", '=HYPERLINK("http://a","b")'])
def test_names_never_become_formulas(tmp_path: Path, sign: str) -> None:
    """In codes, names, units and titles, through everything that is written from an economy."""
    tables = small()
    tables["Sectors"][1][1] = f"{sign}SUM(A1)".replace("|", "")
    tables["Plan"][1][1] = f"{sign}1+1".replace("|", "")
    write_tables(tables, tmp_path / "in.xlsx")
    economy = read_economy(tmp_path / "in.xlsx")
    write_economy(economy, tmp_path / "out.xlsx")
    found = validate_workbook(tmp_path / "in.xlsx")
    annotate_workbook(tmp_path / "in.xlsx", found, tmp_path / "marked.xlsx")
    for name in ("in.xlsx", "out.xlsx", "marked.xlsx"):
        book = load_workbook(tmp_path / name)
        kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds, name
        with zipfile.ZipFile(tmp_path / name) as archive:
            sheets = [archive.read(part) for part in archive.namelist() if "/worksheets/sheet" in part]
        assert not any(b"<f>" in raw for raw in sheets)
    assert read_economy(tmp_path / "out.xlsx").sectors.names[0] == economy.sectors.names[0]
