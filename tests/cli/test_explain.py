"""The command `explain`: models that other programs write, and files that are none."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest
from ran import Command

from optimiser.solver import model_files

MODELS = Path(__file__).parents[1] / "diagnosis" / "models"


CONFLICTS = {
    "gams.mps": {"supply(seattle)", "demand(chicago)"},
    "ranges.mps": {"MIX", "NEED"},
    "osemosys.mps": {
        "EnergyBalanceEachYear[SIMPLICITY,ELEC,2030]",
        "CapacityAdequacy[SIMPLICITY,GAS_PLANT,2030]",
        "TotalAnnualMaxCapacity[SIMPLICITY,GAS_PLANT,2030]",
    },
    "glpk.mps": {"R0000001", "R0000002", "R0000003"},
    "bounds.mps": {"SUM"},
    "pypsa.lp": {"c0", "c1", "c2"},
    "pyomo.lp": {"c_u_energy(limit)_", "c_l_energy(need)_"},
    "pulp.lp": {"_C1", "protein", "fat"},
    "cplex.lp": {"blend", "grow", "pay"},
    "crossed.lp": {"lower bound of x", "upper bound of x"},
}
"""What conflicts in each model, worked out by hand."""


@pytest.mark.parametrize("name", CONFLICTS)
def test_models_of_other_programs(run: Command, name: str) -> None:
    ran = run("explain", MODELS / name, "--json", "-o", "why.xlsx")
    assert ran.code == 4
    found = ran.json
    assert found["status"] == "infeasible"
    assert found["exact"] is True
    conflict = found["conflicts"][0]
    assert {each["name"] for each in conflict["rows"]} == CONFLICTS[name]
    assert conflict["proved"] is True
    assert conflict["irreducible"] is True
    assert conflict["proof"]["demanded"] > conflict["proof"]["there"]
    assert found["relaxation"]
    assert Path(found["report"]).exists()


def test_the_sides_are_those_of_the_file(run: Command) -> None:
    """A range of an equality goes to the side of its sign, and the goal's constant is no row."""
    rows = {each["name"]: each for each in run("explain", MODELS / "ranges.mps", "--json").json["conflicts"][0]["rows"]}
    assert (rows["MIX"]["least"], rows["MIX"]["most"]) == (3.5, 6.0)
    assert (rows["NEED"]["least"], rows["NEED"]["most"]) == (9.0, 14.0)


def test_bounds_that_the_conflict_needs_are_named(run: Command) -> None:
    said = run("explain", MODELS / "bounds.mps").out
    assert "SUM is at least 20; A is at most 6; C is at most 4; B is at most 2.5." in said


def test_families_are_found_by_name_or_as_asked(run: Command) -> None:
    path = MODELS / "gams.mps"
    rows = run("explain", path, "--json").json["conflicts"][0]["rows"]
    assert {each["family"] for each in rows} == {"supply", "demand"}
    rows = run("explain", path, "--json", "--group", r"\((.)").json["conflicts"][0]["rows"]
    # seattle and sandiego have a family; one row alone has none
    assert {each["name"]: each["family"] for each in rows} == {"supply(seattle)": "s", "demand(chicago)": "row"}
    ran = run("explain", path, "--group", "(")
    assert ran.code == 2
    assert "no regular expression" in ran.err


def test_a_packed_model_and_one_that_has_an_answer(run: Command) -> None:
    Path("packed.mps.gz").write_bytes(gzip.compress((MODELS / "gams.mps").read_bytes()))
    assert run("explain", "packed.mps.gz").code == 4
    assert Path("outputs/packed-explained.xlsx").exists()
    text = (MODELS / "pulp.lp").read_text().replace(">= 30", ">= 20")
    Path("fine.lp").write_text(text)
    ran = run("explain", "fine.lp", "--json")
    assert ran.code == 0
    assert ran.json["status"] == "feasible"


def text_of(name: str) -> str:
    return (MODELS / name).read_text()


BAD = {
    "workbook.xlsx": (b"PK\x03\x04", "not named as a linear programme"),
    "words.mps": (b"Dear planner,\nhere is the model.\n", "no linear programme"),
    "words.lp": (b"Dear planner,\nhere is the model.\n", "no linear programme"),
    "noise.lp": (bytes(range(256)) * 20, "no linear programme"),
    "empty.mps": (b"", "is empty"),
    "empty.lp": (b"\n", "is empty"),
    "broken.mps.gz": (gzip.compress(b"NAME\n" * 500)[:40], "not a whole .gz file"),
    "words.lp.gz": (b"no archive", "not a whole .gz file"),
    "cut.mps": (text_of("gams.mps")[:700].encode(), "no linear programme"),
    "whole.lp": (text_of("pulp.lp").replace("End", "General\n beef\nEnd").encode(), "integer"),
    "square.lp": (text_of("pulp.lp").replace("0.3 bread", "[ bread ^2 ] / 2").encode(), "quadratic"),
    "some.mps": (text_of("bounds.mps").replace(" MI BND       A", " SC BND       A    9").encode(), "semi-continuous"),
    "never.mps": (
        text_of("glpk.mps").replace("R0000001             10", "R0000001           1e40").encode(),
        "no linear programme",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_model_is_refused_in_one_line(run: Command, name: str) -> None:
    content, problem = BAD[name]
    Path(name).write_bytes(content)
    ran = run("explain", name)
    assert ran.code == 3
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert problem in ran.err
    assert not Path("outputs").exists()


def test_what_is_no_file_is_refused(run: Command) -> None:
    os.mkfifo("pipe.mps")
    Path("folder.mps").mkdir()
    Path("zero.mps").symlink_to("/dev/zero")
    for name, problem in (
        ("pipe.mps", "pipe"),
        ("zero.mps", "device"),
        ("folder.mps", ""),
        ("missing.mps", "No such file"),
    ):
        ran = run("explain", name)
        assert ran.code == 3
        assert ran.err.count("\n") == 1
        assert problem in ran.err


def test_size_is_limited_before_anything_is_unpacked(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 200 MB, and an archive that would become one, are refused; neither is copied in whole."""
    with Path("huge.mps").open("wb") as file:
        file.truncate(200_000_000)
    with gzip.open("bomb.mps.gz", "wb", compresslevel=1) as packed:
        for _ in range(200):
            packed.write(bytes(1_000_000))
    assert Path("bomb.mps.gz").stat().st_size < 2_000_000
    copied: list[int] = []
    monkeypatch.setattr(model_files, "_apart", lambda _path, copy: copied.append(copy.stat().st_size))
    for name in ("huge.mps", "bomb.mps.gz"):
        ran = run("explain", name)
        assert ran.code == 3
        assert "more than 100 MB" in ran.err
        assert ran.err.count("\n") == 1
    assert not copied


def crash(_path: str) -> str:
    os.abort()


def sleep(_path: str) -> str:
    import time

    time.sleep(60)
    return ""


@pytest.mark.slow
def test_a_reader_that_crashes_or_hangs_is_a_fault_of_the_file(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(MODELS / "gams.mps", "model.mps")
    for broken, problem, seconds in ((crash, "crash", 60.0), (sleep, "within 2 seconds", 2.0)):
        monkeypatch.setattr(model_files, "READING", seconds)
        monkeypatch.setattr(model_files, "_parsed", broken)
        ran = run("explain", "model.mps")
        assert ran.code == 3
        assert problem in ran.err
        assert ran.err.count("\n") == 1


def test_nothing_of_the_users_is_written_over(run: Command) -> None:
    shutil.copy(MODELS / "gams.mps", "model.mps")
    before = Path("model.mps").read_bytes()
    assert run("explain", "model.mps", "-o", "model.mps", "--force").code == 3
    assert Path("model.mps").read_bytes() == before
