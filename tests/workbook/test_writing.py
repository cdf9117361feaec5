"""Workbooks that we write: read back the same, safe, dressed, and whole or not there at all."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Never

import numpy as np
import pytest
import scipy.sparse as sp
from click.testing import CliRunner
from economy_tables import Tables, altered, by_region, everything, small, straightforward
from known import known
from openpyxl import Workbook, load_workbook

from optimiser.cli.main import cli
from optimiser.economy.differences import differences
from optimiser.economy.random import synthetic_economy
from optimiser.errors import InputFault, OutputFault
from optimiser.files import Mark, atomic, check_writable, set_text
from optimiser.workbook import (
    annotate_workbook,
    economy_from_tables,
    read_economy,
    read_workbook,
    tables_of,
    validate_workbook,
    write_economy,
    write_tables,
)
from optimiser.workbook.examples import EXAMPLES

pytestmark = pytest.mark.quick

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "\t=1+1"]


def varied() -> Tables:
    """Series that do not grow evenly, a base year that differs, and odd capital."""
    tables = everything()
    tables["Demand"] = [
        ["product", "use", "1927/28", "1928/29", "1929/30", "1930/31", "growth after"],
        ["STL", "army", 0.1, 0.3, 0.2, 0.7, 0.021],
        ["GRN", "army", 0.0, 0.0, 0.0, 0.0, 0.0],
    ]
    tables["Yields"] = [["sector", "1927/28", "1928/29", "1929/30"], ["AGR", 0.8, 1.0, 1.1], ["COA", 1.0, 0.9, 1.0]]
    tables["Resources"].append(["ore", None, 5.0, "unlimited", 0.0])
    tables["Trade by year"].append(["STL", "import limit", 1.0, "unlimited", 0.0])
    tables["Trade by year"].append(["COA", "import price", 5.0, 6.0, 0.0])
    tables["Foreign exchange"][4] = ["debt limit", "million dollars", "unlimited", None, None, None, None]
    tables["Capital"].append(["harbour", None, None])
    tables["Labour"][2][3] = "unlimited"
    del tables["Scenarios"]
    return tables


def without_products() -> Tables:
    tables = small()
    tables["Capacity"] = [["sector", "capacity", "absorptive limit"], ["STL", 6.0, 0.2]]
    return tables


CASES = {
    "small": small,
    "everything": everything,
    "straightforward": straightforward,
    "by region": by_region,
    "varied": varied,
    "no construction": without_products,
    **EXAMPLES,
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_is_read_back_the_same(name: str, tmp_path: Path) -> None:
    economy = economy_from_tables(CASES[name]())
    assert differences(economy, economy_from_tables(tables_of(economy)), 1e-12) == []
    write_economy(economy, tmp_path / "economy.xlsx")
    again = read_economy(tmp_path / "economy.xlsx")
    assert differences(economy, again, 1e-12) == []
    assert list(tables_of(again)) == list(tables_of(economy))


@pytest.mark.parametrize("name", CASES)
def test_tables_survive_the_file(name: str, tmp_path: Path) -> None:
    write_tables(CASES[name](), tmp_path / "tables.xlsx")
    reading = read_workbook(tmp_path / "tables.xlsx")
    assert differences(reading.economy, economy_from_tables(CASES[name]()), 1e-15) == []
    assert reading.economy.origin.path == str(tmp_path / "tables.xlsx")


def test_written_sheets_are_no_wider_than_they_need_to_be() -> None:
    tables = tables_of(economy_from_tables(everything()))
    assert tables["Demand"][0] == ["product", "use", "1927/28", "1928/29", "1929/30", "growth after"]
    assert tables["Demand"][1][-1] == pytest.approx(0.05)
    assert (
        tables["Foreign exchange"][0] == ["item", "unit", "value", "1928/29", "1929/30", "growth after"]
        or len(tables["Foreign exchange"][0]) <= 6
    )
    assert "Outputs" not in tables_of(economy_from_tables(straightforward()))
    assert "Capital" not in tables_of(economy_from_tables(straightforward()))


def test_a_workbook_cannot_say_everything() -> None:
    from dataclasses import replace

    economy = economy_from_tables(small())
    techniques = replace(economy.techniques, capacity_use=np.array([2.0, 1.0]))
    with pytest.raises(ValueError, match="not the sectors' own"):
        tables_of(replace(economy, techniques=techniques))


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(text: str, tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    write_tables(altered(altered(small(), "Sectors", "B2", text), "Plan", "B2", text), path)
    assert not _formulas(path)
    assert read_economy(path).sectors.names[0] == text.strip()


def _formulas(path: Path) -> list[str]:
    book = load_workbook(path)
    return [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_set_text_drops_what_a_workbook_cannot_hold(tmp_path: Path) -> None:
    book = Workbook()
    set_text(known(book.active)["A1"], "a\x00\x0bb\nc")
    book.save(tmp_path / "signs.xlsx")
    assert load_workbook(tmp_path / "signs.xlsx")["Sheet"]["A1"].value == "ab\nc"


def test_headers_carry_notes_lists_and_bounds(tmp_path: Path) -> None:
    write_tables(everything(), tmp_path / "dressed.xlsx")
    book = load_workbook(tmp_path / "dressed.xlsx")
    assert "Output in the base year" in book["Sectors"]["E1"].comment.text
    assert "Where blank: 1." in book["Sectors"]["H1"].comment.text
    assert "Allowed: at least 0 and below 1" in book["Plan"]["A11"].comment.text
    assert "Blank is 0" in book["Inputs"]["A1"].comment.text
    rules = {str(rule.sqref): rule for rule in book["Projects"].data_validations.dataValidation}
    assert rules["A2:A204"].formula1 == "'Sectors'!$A$2:$A$204"
    assert rules["C2:C204"].type == "whole"
    assert (rules["D2:D204"].formula1, rules["D2:D204"].formula2) == ("0", "1")
    assert rules["J2:J204"].formula1 == '"yes,no"'
    assert book["Sectors"].freeze_panes == "B2"
    assert book["Demand"].freeze_panes == "C2"
    assert book["Sectors"]["A1"].font.bold


def fail_while_writing(path: Path) -> Never:
    with atomic(path, force=True) as temporary:
        temporary.write_text("half")
        raise RuntimeError


def test_atomic_leaves_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    with pytest.raises(RuntimeError):
        fail_while_writing(path)
    assert list(tmp_path.iterdir()) == []
    with atomic(path) as temporary:
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".txt"
        temporary.write_text(f"whole\n{Mark.REPORT.text}")
        assert not path.exists()
    whole = path.read_text()
    assert whole.startswith("whole")
    with pytest.raises(RuntimeError):
        fail_while_writing(path)
    assert [each.name for each in tmp_path.iterdir()] == ["report.txt"]
    assert path.read_text() == whole


def test_nothing_is_written_over_unasked(tmp_path: Path) -> None:
    path = tmp_path / "economy.xlsx"
    write_tables(small(), path)
    with pytest.raises(OutputFault, match="--force"):
        write_tables(small(), path)
    write_tables(small(), path, force=True)


def test_the_users_own_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "economy.xlsx"
    write_tables(small(), path)
    economy = read_economy(path)
    with pytest.raises(OutputFault, match="is the workbook that was read"):
        write_economy(economy, path, force=True)
    (tmp_path / "link.xlsx").symlink_to(path)
    with pytest.raises(OutputFault, match="is the workbook that was read"):
        write_economy(economy, tmp_path / "link.xlsx", force=True)


def test_folders_are_made(tmp_path: Path) -> None:
    write_tables(small(), tmp_path / "a" / "b" / "economy.xlsx")
    assert (tmp_path / "a" / "b" / "economy.xlsx").exists()


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputFault, match="is not a folder"):
        check_writable(tmp_path / "file" / "economy.xlsx")
    with pytest.raises(OutputFault, match="is a folder"):
        check_writable(tmp_path)
    (tmp_path / "~$open.xlsx").touch()
    with pytest.raises(OutputFault, match="is open in another program"):
        check_writable(tmp_path / "open.xlsx")
    check_writable(tmp_path / "new" / "economy.xlsx")
    assert not (tmp_path / "new").exists(), "asking leaves no trace"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputFault, match="may not be written to"):
        write_tables(small(), tmp_path / "economy.xlsx")


def test_a_full_disk_or_locked_file_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Never:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputFault, match="close it in other programs"):
        write_tables(small(), tmp_path / "economy.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_validation_lists_what_there_is_to_say(tmp_path: Path) -> None:
    path = tmp_path / "economy.xlsx"
    write_tables(altered(everything(), "Sectors", "I3", 3.0), path)
    found = validate_workbook(path)
    assert not found.faults
    assert found.scenarios == ("bad harvest", "no loans")
    off = [fault for fault in found.warnings if fault.problem.startswith("base-year balance: ")]
    assert found.lines(quiet=True)[0] == f"Sectors: {len(off) + 1} warnings"
    assert [line for line in found.lines(quiet=True) if line.startswith("  warning: Sectors!I3")]
    counts = f"0 faults, {len(off) + 1} warnings, {len(found.defaults)} defaults"
    assert found.lines(quiet=True)[-1].endswith(counts)
    assert found.lines()[-3].endswith(counts)
    assert found.lines()[-1].startswith(f"{len(found.defaults)} defaults")
    listed = found.lines(defaults=True)
    assert listed[-2].endswith(counts)
    assert len(listed) == 5 + len(off) + len(found.defaults) + len(found.notices)
    assert [each["cell"] for each in found.as_dict()["warnings"] if "base-year" not in str(each["problem"])] == ["I3"]


def test_a_marked_copy(tmp_path: Path) -> None:
    path, copy = tmp_path / "economy.xlsx", tmp_path / "marked.xlsx"
    write_tables(altered(altered(small(), "Inputs", "C2", "=many"), "Sectors", "D3", -1.0), path)
    before = path.read_bytes()
    found = validate_workbook(path)
    assert len(found.faults) == 2
    annotate_workbook(path, found, copy)
    assert path.read_bytes() == before
    book = load_workbook(copy)
    assert book["Inputs"]["C2"].comment.text.startswith("Fault: is text where a number belongs")
    assert "out of bounds" in book["Sectors"]["D3"].comment.text
    assert book["Inputs"]["C2"].fill.fgColor.rgb.endswith("F4B6B6")
    assert book.sheetnames[0] == "Errors"
    assert book["Errors"]["B2"].hyperlink.location or book["Errors"]["B2"].hyperlink.ref
    assert [fault.cell for fault in validate_workbook(copy).faults] == ["D3", "C2"]
    with pytest.raises(OutputFault):
        annotate_workbook(path, found, path, force=True)


def test_a_marked_copy_of_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "no.xlsx").write_bytes(b"text")
    found = validate_workbook(tmp_path / "no.xlsx")
    assert len(found.faults) == 1
    with pytest.raises(InputFault):
        annotate_workbook(tmp_path / "no.xlsx", found, tmp_path / "copy.xlsx")


@pytest.mark.parametrize(
    "command", [("solve", "-o"), ("compare", "-o"), ("diagnose", "-o"), ("validate", "--annotate")], ids=" ".join
)
def test_no_command_writes_to_the_users_own_file(tmp_path: Path, command: Sequence[str]) -> None:
    """Not by its own name, nor by a relative one, nor through links; not even by force."""
    path = tmp_path / "mine.xlsx"
    write_tables(small(), path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    (tmp_path / "symbolic.xlsx").symlink_to(path)
    (tmp_path / "hard.xlsx").hardlink_to(path)
    (tmp_path / "folder").symlink_to(tmp_path)
    runner = CliRunner()
    for target in (
        path,
        tmp_path / "folder" / "mine.xlsx",
        tmp_path / "symbolic.xlsx",
        tmp_path / "hard.xlsx",
        tmp_path / ".." / tmp_path.name / "mine.xlsx",
    ):
        for given in (path, tmp_path / "symbolic.xlsx"):
            name, option = command
            ran = runner.invoke(cli, [name, str(given), option, str(target), "--force"])
            assert isinstance(ran.exception, OutputFault), (target, ran.output, ran.exception)
            assert "is the workbook that was read" in str(ran.exception)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_an_economy_made_in_code_is_put_in_order_and_comes_back(tmp_path: Path) -> None:
    economy = synthetic_economy(56, 5, tail=2, density=0.6)
    assert economy.techniques.inputs.has_canonical_format
    write_economy(economy, tmp_path / "made.xlsx")
    assert differences(economy, read_economy(tmp_path / "made.xlsx"), 1e-12) == []


def test_matrices_out_of_order_are_put_in_order_on_a_copy() -> None:
    economy = synthetic_economy(4)
    shuffled = sp.csr_array((np.array([1.0, 2.0, 3.0]), np.array([2, 0, 2]), np.array([0, 3, 3, 3, 3])), shape=(4, 4))
    techniques = dataclasses.replace(economy.techniques, inputs=shuffled)
    made = dataclasses.replace(economy, techniques=techniques)
    assert made.techniques.inputs.indices.tolist() == [0, 2]
    assert made.techniques.inputs.data.tolist() == [2.0, 4.0]
    assert shuffled.indices.tolist() == [2, 0, 2]
    assert made.techniques.inputs[:, [2]].toarray()[0, 0] == 4.0
