"""`optimiser solve`: what it writes, says and refuses, and its scenarios, changes, exports and solvers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from ran import Command, digest, files

from optimiser.solver import PULP_SOLVERS, SolverOptions
from optimiser.solver.pulp import _pulp_solver

INPUTS = Path(__file__).parents[2] / "inputs"
FIVE, TWO, WILLIAMS = (INPUTS / f"{name}.xlsx" for name in ("first_five_year_plan", "two_sectors", "williams"))


def first_page(path: Path) -> str:
    sheet = load_workbook(path).worksheets[0]
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def test_solve_writes_the_report_and_says_what_came_out(run: Command, tmp_path: Path) -> None:
    ran = run("solve", FIVE)
    assert ran.code == 0
    report = Path("outputs/first_five_year_plan-balanced.xlsx")
    assert ran.out.endswith(f"Report: {report}\n")
    assert "2.93% a year" in ran.out
    assert "stylised" in ran.out.lower()
    assert "warning: Targets!E2" in ran.err
    assert files(tmp_path) == [str(report)]
    assert "2.93% a year" in first_page(report)


def test_solve_json(run: Command) -> None:
    found = run("solve", FIVE, "--json").json
    assert set(found) >= {
        "status",
        "strategy",
        "objective",
        "growth_rate",
        "share",
        "years",
        "output",
        "consumption",
        "shadow_prices",
        "verification",
        "report",
    }
    assert found["status"] == "optimal"
    assert found["strategy"] == "balanced"
    assert found["growth_rate"] == pytest.approx(0.02928, abs=1e-5)
    assert found["years"] == ["1928/29", "1929/30", "1930/31", "1931/32", "1932/33"]
    assert list(found["output"]["COA"]) == found["years"]
    assert set(found["consumption"]) == {"urban", "rural"}
    assert {"rule", "value", "unit", "year"} <= set(found["shadow_prices"][0])
    assert found["verification"]["worst_violation"] < 1e-6
    assert found["verification"]["rows_checked"] > 1000
    assert found["stylised"] is True
    assert Path(found["report"]).exists()


@pytest.mark.parametrize(
    ("scenario", "objective"), [("capacity", 2141.875197), ("output", 2618.579115), ("employment", 2450.026623)]
)
def test_williams(run: Command, scenario: str, objective: float) -> None:
    found = run("solve", WILLIAMS, "--scenario", scenario, "--json").json
    assert found["objective"] == pytest.approx(objective, rel=1e-6)
    assert found["report"] == f"outputs/williams-weighted-{scenario}.xlsx"
    assert found["growth_rate"] is None


def test_infeasible_targets_are_explained(run: Command) -> None:
    ran = run("solve", FIVE, "--strategy", "targets", "--targets", "optimal")
    assert ran.code == 4
    report = Path("outputs/first_five_year_plan-targets.xlsx")
    assert report.exists()
    assert "cannot all be met" in ran.out
    assert "37.7%" in ran.out
    assert "37.7%" in first_page(report)


@pytest.mark.slow
def test_infeasible_targets_in_json(run: Command) -> None:
    ran = run("solve", FIVE, "--strategy", "targets", "--targets", "optimal", "--json")
    assert ran.code == 4
    found = ran.json
    assert found["status"] == "infeasible"
    assert found["share"] == pytest.approx(0.3774, abs=1e-3)
    assert found["objective"] is None
    assert found["output"] is None
    assert Path(found["report"]).exists()


def test_an_economy_without_limits_is_unbounded(run: Command) -> None:
    limits = ("--set", "Capacity!*!capacity=unlimited", "--set", "Labour!*!persons=unlimited")
    ran = run("solve", TWO, "--strategy", "consumption", *limits)
    assert ran.code == 5
    assert "Unbounded" in ran.out
    assert Path("outputs/two_sectors-consumption.xlsx").exists()


def test_a_time_limit_that_is_reached(run: Command) -> None:
    ran = run("solve", FIVE, "--strategy", "consumption", "--time-limit", "1e-7", "--json")
    assert ran.code == 6
    assert ran.json["status"] == "limit"


def test_a_named_report_is_replaced_only_by_force(run: Command) -> None:
    report = Path("named.xlsx")
    assert run("solve", TWO, "-o", report).code == 0
    before = digest(report)
    again = run("solve", TWO, "-o", report)
    assert again.code == 3
    assert again.err == f"{report}: exists already; choose another name, or write over it with --force\n"
    assert digest(report) == before
    assert run("solve", TWO, "-o", report, "--force").code == 0


def test_the_workbook_that_is_read_is_never_written_to(run: Command, tmp_path: Path) -> None:
    mine = tmp_path / "mine.xlsx"
    shutil.copy(TWO, mine)
    before = digest(mine)
    for command in ("solve", "compare", "diagnose"):
        ran = run(command, mine, "-o", mine, "--force", *(["--targets", "ambitious"] if command == "diagnose" else []))
        assert ran.code == 3
        assert "is the workbook that was read" in ran.err
    assert run("validate", mine, "--annotate", mine, "--force").code == 3
    assert digest(mine) == before


def test_a_scenario_changes_the_plan_and_the_name_of_the_report(run: Command) -> None:
    base, other = (
        run("solve", FIVE, "--strategy", "consumption", "--json", *more).json
        for more in ((), ("--scenario", "unfavourable"))
    )
    assert other["objective"] < base["objective"]
    assert other["report"] == "outputs/first_five_year_plan-consumption-unfavourable.xlsx"


def test_an_unknown_scenario_lists_those_there_are(run: Command) -> None:
    ran = run("solve", FIVE, "--scenario", "favorable")
    assert ran.code == 3
    assert "favourable" in ran.err
    assert ran.err.count("\n") == 1


def test_set_changes_a_cell(run: Command) -> None:
    ran = run("solve", TWO, "--strategy", "proportional", "--targets", "ambitious", "--json")
    more = run(
        "solve",
        TWO,
        "--strategy",
        "proportional",
        "--targets",
        "ambitious",
        "--json",
        "--set",
        "Labour!workers!persons=36",
        "-o",
        "more.xlsx",
    )
    assert more.json["share"] > ran.json["share"] + 0.1


@pytest.mark.parametrize(
    "change",
    [
        "nonsense",
        "Labour!workers=3",
        "Labour!nobody!persons=3",
        "Labour!workers!persons=many",
        "Nowhere!a!b=1",
        "Labour!workers!persons=-1",
    ],
)
def test_a_change_that_cannot_be_made(run: Command, tmp_path: Path, change: str) -> None:
    ran = run("solve", TWO, "--set", change)
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert files(tmp_path) == []


SETS = ("minimum", "optimal", "minimum industry", "optimal industry")


def shares(run: Command, *changes: str) -> list[float]:
    """The largest common share of each target set of the five-year plan, with some cells changed."""
    more = [part for change in changes for part in ("--set", change)]
    return [
        run("solve", FIVE, "--strategy", "proportional", "--targets", name, *more, "--json", "--force").json["share"]
        for name in SETS
    ]


def test_targets_of_another_set(run: Command) -> None:
    assert shares(run) == pytest.approx([0.498, 0.377, 0.684, 0.514], abs=1e-3)
    wrong = run("solve", FIVE, "--strategy", "targets", "--targets", "maximum")
    assert wrong.code == 3
    assert "minimum industry" in wrong.err


@pytest.mark.slow
def test_shares_with_a_reserve_and_without_remaining_cost(run: Command) -> None:
    """What decision 009 asks; the figures on its page are of an earlier state of the example."""
    reserve = "Plan!reserve!value=0.03"
    assert shares(run, reserve) == pytest.approx([0.442, 0.336, 0.6595, 0.497], abs=1e-3)
    assert shares(run, reserve, "Under construction!*|*!cost to come=0") == pytest.approx(
        [0.4523, 0.3436, 0.6611, 0.4982], abs=1e-3
    )


@pytest.mark.parametrize("ending", ["lp", "mps"])
def test_export(run: Command, ending: str) -> None:
    assert run("solve", TWO, "--export", f"programme.{ending}").code == 0
    assert "material_balance__STL__1" in Path(f"programme.{ending}").read_text()


def test_export_in_another_format_is_a_mistake_of_usage(run: Command, tmp_path: Path) -> None:
    ran = run("solve", TWO, "--export", "programme.txt")
    assert ran.code == 2
    assert ".lp or .mps" in ran.err
    assert files(tmp_path) == []


def test_cbc_finds_the_same(run: Command) -> None:
    found = [run("solve", TWO, "--solver", name, "--json", "--force").json["objective"] for name in ("highs", "cbc")]
    assert found[1] == pytest.approx(found[0], rel=1e-6)


def missing_solver() -> str:
    for name in PULP_SOLVERS:
        try:
            _pulp_solver(SolverOptions(name))
        except Exception:
            return name
    pytest.skip("every solver that PuLP knows is installed")


def test_a_missing_solver(run: Command, tmp_path: Path) -> None:
    name = missing_solver()
    ran = run("solve", TWO, "--solver", name)
    assert ran.code == 7
    assert ran.err.startswith(f"The solver {name} is not installed.")
    assert ran.err.count("\n") == 1
    assert files(tmp_path) == []
    assert run("solve", TWO, "--solver", name, "--json").json["status"] == "fault"


def test_an_unknown_solver(run: Command) -> None:
    ran = run("solve", TWO, "--solver", "abacus")
    assert ran.code == 2
    assert "no solver 'abacus'" in ran.err


def test_an_unknown_strategy(run: Command, tmp_path: Path) -> None:
    ran = run("solve", TWO, "--strategy", "balance")
    assert ran.code == 3
    assert "balanced" in ran.err
    assert ran.err.count("\n") == 1
    assert files(tmp_path) == []


def test_quiet(run: Command) -> None:
    ran = run("solve", FIVE, "--strategy", "consumption", "--quiet")
    assert ran.code == 0
    assert ran.err == ""
