"""`compare`, `turnpike`, `diagnose`, `batch` and `template`, as a whole."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from openpyxl import load_workbook
from ran import Command

TWO = Path(__file__).parents[2] / "inputs" / "two_sectors.xlsx"


def test_compare(run: Command) -> None:
    ran = run("compare", TWO)
    assert ran.code == 0
    assert ran.out.endswith("Report: outputs/two_sectors-comparison.xlsx\n")
    found = run(
        "compare",
        TWO,
        "--strategy",
        "balanced",
        "--strategy",
        "targets",
        "--targets",
        "ambitious",
        "--json",
        "-o",
        "other.xlsx",
    )
    assert found.code == 0, "an infeasible strategy is a finding"
    strategies = found.json["strategies"]
    assert list(strategies) == ["balanced", "targets"]
    assert [each["status"] for each in strategies.values()] == ["optimal", "infeasible"]
    assert Path(found.json["report"]).exists()
    carried_out = found.json["execution"]
    assert (list(carried_out["outcomes"]), carried_out["repetitions"]) == (["balanced", "targets"], 200)
    left_out = run("compare", TWO, "--repetitions", "0", "--json", "-o", "third.xlsx")
    assert left_out.json["execution"] is None


@pytest.mark.parametrize("option", [["--replan", "yearly"], ["--certainty", "2"]])
def test_compare_refuses_what_is_of_no_use_to_plans_that_are_not_carried_out(run: Command, option: list[str]) -> None:
    ran = run("compare", TWO, "--repetitions", "0", *option)
    assert ran.code == 2
    assert f"{option[0]} is of what is carried out" in ran.err


@pytest.mark.slow
def test_compare_shows_how_the_best_ambition_moves(run: Command) -> None:
    """Where plans are made anew, beside which that costs little."""
    ran = run("compare", TWO, "--repetitions", "2", "--replan", "yearly", "--json", "-o", "anew.xlsx")
    assert ran.code == 0
    moved = {each["circumstances"] for each in ran.json["execution"]["best_ambition"]}
    assert moved > {"as assumed", "effort 0.5, strain 0", "all served alike", "substitution harder (1)"}
    assert "Best ambition" in load_workbook("anew.xlsx", read_only=True).sheetnames
    plain = run("compare", TWO, "--repetitions", "2", "--json", "-o", "plain.xlsx")
    assert plain.json["execution"]["best_ambition"] == []


def test_compare_wants_ranges_before_it_compares(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_early(*_: object, **__: object) -> None:
        raise AssertionError("compared before the ranges were looked for")

    monkeypatch.setattr(import_module("optimiser.comparison.compare"), "compare", too_early)
    ran = run("compare", TWO, "--certainty", "2")
    assert ran.code == 3
    assert "no ranges of the figures are stated" in ran.err


def test_turnpike_ends_in_the_worst_status_of_its_plans(run: Command) -> None:
    assert run("turnpike", TWO).code == 0
    ran = run("turnpike", TWO, "--strategy", "targets", "--targets", "ambitious", "-o", "other.xlsx")
    assert ran.code == 4
    assert "infeasible" in ran.out


def test_diagnose_finds_what_conflicts(run: Command) -> None:
    ran = run("diagnose", TWO, "--targets", "ambitious", "--json")
    assert ran.code == 4
    found = ran.json
    assert set(found) >= {"status", "share", "years_needed", "conflicts", "relaxation", "verified"}
    assert found["status"] == "infeasible"
    assert 0 < found["share"] < 1
    assert found["verified"] is True
    assert found["conflicts"][0]["rows"]
    assert found["conflicts"][0]["sentence"]
    assert {"rule", "year", "amount", "unit"} <= set(found["relaxation"][0])
    assert Path(found["report"]).exists()


def test_diagnose_quickly(run: Command) -> None:
    ran = run("diagnose", TWO, "--targets", "ambitious", "--quick", "--json")
    assert ran.code == 4
    found = ran.json
    assert found["share"] == pytest.approx(0.7044, abs=1e-4)
    assert found["years_needed"] == 5
    assert len(found["conflicts"]) == 1
    assert found["helps"] == found["relaxation"] == []


def test_diagnose_of_what_is_feasible(run: Command) -> None:
    ran = run("diagnose", TWO, "--targets", "modest", "--json")
    assert ran.code == 0
    assert ran.json["status"] == "feasible"


def test_solve_and_diagnose_agree(run: Command) -> None:
    solved = run("solve", TWO, "--strategy", "targets", "--targets", "ambitious", "--json").json
    diagnosed = run("diagnose", TWO, "--targets", "ambitious", "--json").json
    assert solved["share"] == pytest.approx(diagnosed["share"], rel=1e-6)


def test_batch(run: Command) -> None:
    found = run("batch", TWO, "--strategy", "consumption", "--jobs", 1, "--json")
    assert found.code == 0
    assert found.json["runs"] == found.json["optimal"] == 4
    assert Path(found.json["results"]).exists()


def test_template_makes_a_workbook_that_works(run: Command) -> None:
    made = run("template", "mine.xlsx", "--example", "two_sectors", "--json")
    assert made.json == {"example": "two_sectors", "workbook": "mine.xlsx"}
    assert run("template", "mine.xlsx").code == 3
    assert run("template", "mine.xlsx", "--force").code == 0
    assert run("validate", "mine.xlsx").code == 0
    assert run("solve", "mine.xlsx").code == 0
