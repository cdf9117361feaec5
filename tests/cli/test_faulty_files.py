"""Workbooks and outputs at fault: messages of one line, every fault at once, nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from ran import Command, digest, files

INPUTS = Path(__file__).parents[2] / "inputs"
FIVE, TWO = (INPUTS / f"{name}.xlsx" for name in ("first_five_year_plan", "two_sectors"))


def text_as_workbook(folder: Path) -> Path:
    path = folder / "text.xlsx"
    path.write_text("not a workbook")
    return path


def csv(folder: Path) -> Path:
    path = folder / "table.csv"
    path.write_text("code,unit\nCOA,Mt\n")
    return path


def xls(folder: Path) -> Path:
    path = folder / "old.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.xlsx"
    path.touch()
    return path


def a_folder(folder: Path) -> Path:
    path = folder / "folder.xlsx"
    path.mkdir()
    return path


def lock(folder: Path) -> Path:
    path = folder / "~$mine.xlsx"
    path.write_bytes(bytes(165))
    return path


def cut_short(folder: Path) -> Path:
    path = folder / "cut.xlsx"
    path.write_bytes(TWO.read_bytes()[:9000])
    return path


def missing(folder: Path) -> Path:
    return folder / "nothing.xlsx"


def without_sheet(folder: Path) -> Path:
    path = folder / "without.xlsx"
    workbook = load_workbook(TWO)
    del workbook["Sectors"]
    workbook.save(path)
    return path


def blank(folder: Path) -> Path:
    path = folder / "blank.xlsx"
    Workbook().save(path)
    return path


BROKEN = (text_as_workbook, csv, xls, empty, a_folder, lock, cut_short, missing)


@pytest.mark.parametrize("command", ["solve", "compare", "diagnose"])
@pytest.mark.parametrize("make", BROKEN)
def test_what_is_no_workbook_is_one_line(
    run: Command, tmp_path: Path, command: str, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    before = files(tmp_path)
    ran = run(command, path)
    assert ran.code == 3
    assert ran.out == ""
    assert ran.err.startswith(str(path))
    assert ran.err.count("\n") == 1
    assert files(tmp_path) == before


@pytest.mark.parametrize("make", BROKEN)
def test_validate_says_the_same(run: Command, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    ran = run("validate", path)
    assert ran.code == 3
    assert run("solve", path).err.strip() in ran.out
    assert ran.out.strip().endswith("1 fault, 0 warnings")


@pytest.mark.parametrize(("make", "sheets"), [(without_sheet, ["Sectors"]), (blank, ["Plan", "Sectors", "Inputs"])])
def test_required_sheets(run: Command, tmp_path: Path, make: Callable[[Path], Path], sheets: list[str]) -> None:
    path = make(tmp_path)
    ran = run("solve", path)
    assert ran.code == 3
    for sheet in sheets:
        assert sheet in ran.err
    assert "Traceback" not in ran.err
    assert files(tmp_path) == [path.name]
    faults = run("solve", path, "--json").json["faults"]
    assert faults
    assert set(faults[0]) == {"sheet", "cell", "value", "problem", "remedy", "warning"}


def test_all_faults_come_at_once_and_the_same_from_every_command(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "faulty.xlsx"
    workbook = load_workbook(TWO)
    workbook["Capacity"]["B2"] = "plenty"
    workbook["Inputs"]["B2"] = -0.2
    workbook["Targets"]["C4"] = "STEEL"
    workbook.save(path)
    ran = run("solve", path)
    assert ran.code == 3
    lines = ran.err.splitlines()
    assert [line.split(" ")[0].rstrip(":") for line in lines[:-1]] == ["Inputs!B2", "Capacity!B2", "Targets!C4"]
    assert lines[-1] == "3 faults"
    found = run("solve", path, "--json").json["faults"]
    for command in ("compare", "diagnose"):
        assert run(command, path, "--json").json["faults"] == found
    checked = run("validate", path, "--json")
    assert checked.code == 3
    assert checked.json["faults"] == found
    assert run("validate", path).out.splitlines()[-1] == f"{path}: 3 faults, 0 warnings"


def test_a_validated_workbook_without_faults(run: Command) -> None:
    ran = run("validate", TWO, "--quiet")
    assert ran.code == 0
    assert ran.out.startswith(f"{TWO}: 0 faults, 0 warnings")
    found = run("validate", FIVE, "--json").json
    assert found["faults"] == []
    assert found["warnings"][0]["cell"] == "E2"


def test_annotate_marks_the_cell(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "faulty.xlsx"
    workbook = load_workbook(TWO)
    workbook["Capacity"]["B2"] = "plenty"
    workbook.save(path)
    before = digest(path)
    assert run("validate", path, "--annotate", "marked.xlsx").code == 3
    marked = load_workbook("marked.xlsx")
    assert marked["Capacity"]["B2"].comment is not None
    assert "Errors" in marked.sheetnames
    assert digest(path) == before
    assert run("validate", path, "--annotate", "marked.xlsx").code == 3
    assert "exists already" in run("validate", path, "--annotate", "marked.xlsx").err


@pytest.mark.parametrize("command", ["solve", "compare", "diagnose"])
def test_an_output_that_cannot_be_written(run: Command, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("in the way")
    before = files(tmp_path)
    for path, words in (("file/report.xlsx", "is not a folder"), (tmp_path, "is a folder")):
        ran = run(command, TWO, "-o", path)
        assert ran.code == 3
        assert words in ran.err
        assert ran.err.count("\n") == 1
    assert files(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(run: Command, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    ran = run("solve", TWO, "-o", shut / "report.xlsx")
    assert ran.code == 3
    assert "may not be written to" in ran.err


def test_a_report_that_is_open_elsewhere(run: Command, tmp_path: Path) -> None:
    (tmp_path / "~$report.xlsx").touch()
    ran = run("solve", TWO, "-o", "report.xlsx", "--force")
    assert ran.code == 3
    assert "is open in another program" in ran.err
