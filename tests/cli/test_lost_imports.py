"""An import writes over nothing that it reads, and over nothing that is the user's, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_tables import CODES, good, written
from ran import Command

from optimiser.files import Mark, atomic, mark_of
from optimiser.workbook import write_tables
from optimiser.workbook.cells import open_book

IMPORT = ("import", "big.csv", "--year", 2020)


@pytest.fixture
def user(tmp_path: Path) -> dict[str, Path]:
    """A table, the user's own figures and a concordance as workbooks with our mark, and a file named as a recipe."""
    written(tmp_path / "big.csv", good())
    write_tables({"Capacity": [["sector", "capacity"], ["STEEL", 400]]}, tmp_path / "mine.xlsx")
    write_tables({"Groups": [["from", "to"], *([code, code[0]] for code in CODES)]}, tmp_path / "groups.xlsx")
    (tmp_path / "out.import.toml").write_text("mine = true\n")
    assert mark_of(tmp_path / "mine.xlsx") is Mark.ECONOMY
    return {path.name: path for path in tmp_path.iterdir()}


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("force", [(), ("--force",)], ids=" ".join)
@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (("-o", "mine.xlsx", "--with", "mine.xlsx"), "mine.xlsx"),
        (("-o", "groups.xlsx", "--aggregate", "groups.xlsx"), "groups.xlsx"),
        (("-o", "./groups.xlsx", "--with", "mine.xlsx", "--aggregate", "groups.xlsx"), "groups.xlsx"),
        (("-o", "out.xlsx"), "out.import.toml"),
        (("-o", "new.csv"), "new.csv"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else each,
)
def test_no_import_destroys_a_file(
    run: Command, user: dict[str, Path], tmp_path: Path, asked: tuple[str, ...], named: str, force: tuple[str, ...]
) -> None:
    before = state(tmp_path)
    ran = run(*IMPORT, *asked, *force)
    assert ran.code == 3
    assert named in ran.err
    assert "Traceback" not in ran.err
    assert state(tmp_path) == before
    assert set(before) == set(user)


def test_what_a_recipe_reads_is_not_written_over(run: Command, user: dict[str, Path], tmp_path: Path) -> None:
    for option, name in (("--with", "mine.xlsx"), ("--aggregate", "groups.xlsx")):
        assert run(*IMPORT, "-o", "first.xlsx", option, name, "--force").code == 0
        before = state(tmp_path)
        ran = run("import", "first.import.toml", "-o", name, "--force")
        assert ran.code == 3
        assert name in ran.err
        assert state(tmp_path) == before


def test_a_report_does_not_replace_the_concordance_that_it_reads(
    run: Command, user: dict[str, Path], tmp_path: Path
) -> None:
    with atomic(tmp_path / "codes.xlsx") as path:  # marked as a report of ours
        path.write_bytes(user["groups.xlsx"].read_bytes())
    assert mark_of(tmp_path / "codes.xlsx") is Mark.REPORT
    before = state(tmp_path)
    ran = run("multipliers", "big.csv", "--aggregate", "codes.xlsx", "-o", "codes.xlsx", "--force")
    assert ran.code == 3
    assert "codes.xlsx" in ran.err
    assert state(tmp_path) == before


def test_a_recipe_makes_its_own_workbook_again_and_stays(run: Command, user: dict[str, Path], tmp_path: Path) -> None:
    assert run(*IMPORT, "-o", "first.xlsx", "--with", "mine.xlsx").code == 0
    before = state(tmp_path)
    assert run("import", "first.import.toml", "-o", "first.xlsx").code == 3
    assert state(tmp_path) == before
    assert run("import", "first.import.toml", "-o", "first.xlsx", "--force").code == 0
    assert user.keys() | {"first.xlsx", "first.import.toml"} == state(tmp_path).keys()
    assert (tmp_path / "first.import.toml").read_bytes() == before["first.import.toml"]
    # with other options it would not make its workbook any more
    kept = state(tmp_path)
    ran = run("import", "first.import.toml", "-o", "first.xlsx", "--year", 2021, "--force")
    assert ran.code == 3
    assert "first.import.toml" in ran.err
    assert state(tmp_path) == kept
    assert run("import", "first.import.toml", "-o", "second.xlsx", "--year", 2021).code == 0
    plan = open_book(tmp_path / "second.xlsx", lambda title: title == "Plan").grids["Plan"].rows
    assert any("2021" in map(str, row) for row in plan)
    assert 'year = "2021"' in (tmp_path / "second.import.toml").read_text()
