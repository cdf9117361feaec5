"""Files are written all or nothing, and only what carries our mark is ever replaced."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from optimiser.errors import OutputFault
from optimiser.files import HEADING, Mark, Output, atomic, check_outputs, check_place, like_formula, mark_of, set_text


def made(path: Path, mark: Mark = Mark.REPORT, *, force: bool = False, text: str = "x") -> Path:
    book = Workbook()
    book.active["A1"] = text  # type: ignore[index]
    with atomic(path, mark=mark, force=force) as temporary:
        book.save(temporary)
    return path


@pytest.mark.parametrize("mark", list(Mark))
def test_a_workbook_carries_its_mark(tmp_path: Path, mark: Mark) -> None:
    path = made(tmp_path / "out.xlsx", mark)
    assert mark_of(path) is mark
    assert load_workbook(path).active["A1"].value == "x"  # type: ignore[index]
    shutil.copy(path, tmp_path / "copy.xlsx")
    assert mark_of(tmp_path / "copy.xlsx") is mark


def test_a_workbook_of_another_library_is_marked_too(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with atomic(tmp_path / "out.xlsx") as temporary:
        book = xlsxwriter.Workbook(temporary)
        book.add_worksheet().write(0, 0, "x")
        book.close()
    assert mark_of(tmp_path / "out.xlsx") is Mark.REPORT
    assert load_workbook(tmp_path / "out.xlsx").active["A1"].value == "x"  # type: ignore[index]


def test_who_saves_a_file_makes_it_his_own(tmp_path: Path) -> None:
    path = made(tmp_path / "out.xlsx", Mark.ECONOMY)
    load_workbook(path).save(path)
    before = path.read_bytes()
    assert mark_of(path) is None
    with pytest.raises(OutputFault, match="made or saved by another program"):
        made(path, Mark.ECONOMY, force=True)
    assert path.read_bytes() == before


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_a_marked_workbook_and_saves_it_without_the_mark(tmp_path: Path) -> None:
    path = made(tmp_path / "out.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    assert load_workbook(tmp_path / "saved" / "out.xlsx").active["A1"].value == "x"  # type: ignore[index]
    assert mark_of(tmp_path / "saved" / "out.xlsx") is None


def test_texts_and_tables_carry_it_in_the_first_line(tmp_path: Path) -> None:
    text, table, other = tmp_path / "a.lp", tmp_path / "b.csv", tmp_path / "c.csv"
    text.write_text(f"\\* {Mark.PROGRAMME.text} *\\\nMaximize")
    table.write_text(f"{HEADING},more\r\n1,2", encoding="utf-8-sig")
    other.write_text(f"{HEADING},more\r\n1,2".replace('"', ""), encoding="utf-8-sig")
    assert [mark_of(each) for each in (text, table, other)] == [Mark.PROGRAMME, Mark.BATCH, None]


def test_what_only_speaks_of_a_mark_has_none(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", Mark.REPORT.text * 100)
    assert mark_of(path) is None
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = f"see: {Mark.REPORT.text}".encode()
    assert mark_of(path) is None
    (tmp_path / "late.txt").write_text(" " * 2000 + Mark.REPORT.text)
    assert mark_of(tmp_path / "late.txt") is None


KINDS = ("report", "batch", "economy", "the user's")


@pytest.mark.parametrize("there", KINDS)
@pytest.mark.parametrize("new", [Mark.REPORT, Mark.BATCH, Mark.ECONOMY])
def test_force_replaces_results_by_results_and_economies_by_economies(tmp_path: Path, there: str, new: Mark) -> None:
    path = tmp_path / "out.xlsx"
    if there == "the user's":
        Workbook().save(path)
    else:
        made(path, Mark(there))
    before = path.read_bytes()
    allowed = there != "the user's" and (there == "economy") == (new is Mark.ECONOMY)
    with pytest.raises(OutputFault, match="exists already"):
        made(path, new, text="new")
    assert path.read_bytes() == before
    if allowed:
        made(path, new, force=True, text="new")
        assert mark_of(path) is new
    else:
        with pytest.raises(OutputFault, match="exists already"):
            made(path, new, force=True, text="new")
        assert path.read_bytes() == before


def test_nothing_but_a_regular_file_is_replaced(tmp_path: Path) -> None:
    pipe, link, door = tmp_path / "pipe.xlsx", tmp_path / "link.xlsx", tmp_path / "door.xlsx"
    os.mkfifo(pipe)
    link.symlink_to(made(tmp_path / "out.xlsx"))
    dangling = tmp_path / "dangling.xlsx"
    dangling.symlink_to(tmp_path / "none")
    with socket.socket(socket.AF_UNIX) as open_door:
        open_door.bind(str(door))
        for path, words in (
            (pipe, "a device or a pipe"),
            (door, "a device or a pipe"),
            (link, "a link"),
            (dangling, "a link"),
            (Path("/dev/null"), "a device or a pipe"),
            (tmp_path, "a folder"),
        ):
            with pytest.raises(OutputFault, match=words):
                made(path, force=True)
    assert Path("/dev/null").is_char_device()
    assert pipe.is_fifo()
    assert link.is_symlink()


def test_inputs_are_never_outputs_by_whatever_name(tmp_path: Path) -> None:
    mine = made(tmp_path / "mine.xlsx")
    second = made(tmp_path / "second.xlsx")
    (tmp_path / "hard.xlsx").hardlink_to(mine)
    (tmp_path / "symbolic.xlsx").symlink_to(mine)
    (tmp_path / "folder").symlink_to(tmp_path)
    everything = frozenset(Mark)
    for name in ("mine.xlsx", "hard.xlsx", "symbolic.xlsx", "folder/mine.xlsx", f"../{tmp_path.name}/mine.xlsx"):
        with pytest.raises(OutputFault, match="is the workbook that was read"):
            check_outputs([Output(tmp_path / name, replaces=everything)], [second, mine])
    check_outputs([Output(mine, replaces=everything)], [second])


@pytest.mark.parametrize(
    "pair",
    [
        ("out.xlsx", "out.xlsx"),
        ("out.xlsx", "OUT.XLSX"),
        ("a/../out.xlsx", "out.xlsx"),
        ("\u00e4.xlsx", "a\u0308.xlsx"),
    ],
)
def test_two_outputs_are_never_one_file(tmp_path: Path, pair: tuple[str, str]) -> None:
    (tmp_path / "a").mkdir()
    outputs = [Output(tmp_path / name) for name in pair]
    with pytest.raises(OutputFault, match="two files would be written there"):
        check_outputs(outputs, [])
    check_outputs([outputs[0], Output(tmp_path / "other.xlsx")], [])


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a.csv", "a", "a.xlsx.txt", ".xlsx"])
def test_an_ending_that_does_not_fit_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputFault, match=r"named \.xlsx"):
        check_outputs([Output(tmp_path / name)], [])
    with pytest.raises(OutputFault, match=r"named \.xlsx"):
        made(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 300 + ".xlsx", "ä" * 130 + ".xlsx", "new/" + "x" * 300 + ".xlsx"])
def test_a_name_that_is_too_long(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputFault, match="too long"):
        check_place(tmp_path / name)
    with pytest.raises(OutputFault, match="too long"):
        made(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_name_of_the_greatest_length_is_written(tmp_path: Path) -> None:
    name = "ä" * 125 + ".xlsx"
    assert len(name.encode()) == 255
    assert mark_of(made(tmp_path / name)) is Mark.REPORT
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO])
def test_a_disk_that_takes_no_more_is_said_in_words(tmp_path: Path, number: int) -> None:
    path = made(tmp_path / "out.xlsx")
    before = path.read_bytes()

    def fill() -> None:
        with atomic(path, force=True) as temporary:
            temporary.write_text("half")
            raise OSError(number, os.strerror(number))

    with pytest.raises(OutputFault, match="nothing is half-written") as caught:
        fill()
    assert os.strerror(number) in str(caught.value)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["out.xlsx"]


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@A1",
    " =1",
    "\t=1",
    "\u200b=1",
    "\ufeff=1",
    "\u2060+1",
    "\u00ad-1",
    "\u00a0@x",
    "\u3000=1",
    "\u034f=1",
    "\u3164=1",
    "\u115f=1",
    "\u2028=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "\u200b\uff1d1",
    "\ufe661",
    "\r\n=1",
    "\U000e0020=1",
]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_a_text_that_may_be_taken_for_a_formula(text: str) -> None:
    assert like_formula(text)
    cell = Workbook().active["A1"]  # type: ignore[index]
    set_text(cell, text)
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("text", ["", " ", "\u200b", "steel", "a=b", "1-2", "\u00e9clair", "\u200bsteel", "'=1"])
def test_a_text_that_is_one(text: str) -> None:
    assert not like_formula(text)
