"""What runs of a batch come to when they are carried out: measures like any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from batches import QUICK, TOO_MUCH, defined, workbook

from optimiser.batch import Options, Runs, carrying_out, plan_runs, run_batch
from optimiser.batch.run import key_of
from optimiser.batch.store import Row
from optimiser.batch.worker import work
from optimiser.errors import SolverFailed, VerificationFailed
from optimiser.execution import Draws, demands, execute, replanning
from optimiser.strategies import Request

CARRIED = Options(findings=False, repetitions=5)
PRESSED = ["hard pressed", "Execution", "effort", "value", "set", "0.2; 0.5", "effort"]
CAPACITY = "carried out, capacity (capacity after the plan, base year = 1)"


def rows(runs: Runs) -> list[Row]:
    batch = run_batch(runs)
    return list(batch.store.rows(batch.name))


def test_the_measures_are_those_of_the_outcome() -> None:
    opened = workbook()
    (run,) = rows(plan_runs([opened], strategies=["maximum"], scenarios=[{}], options=CARRIED))
    told = demands(Request(opened.economy), ["maximum"])["maximum"]
    outcome = execute(opened.economy, told, opened.economy.behaviour, Draws(1, 5))
    found = run.outcome.measures
    assert found[CAPACITY] == pytest.approx(float(outcome.capital_index.mean))
    assert found["carried out, fulfilment (share of what is demanded)"] == pytest.approx(float(outcome.fulfilment.mean))


def test_scenarios_may_change_how_plans_are_carried_out() -> None:
    """The workbook has no sheet Execution; what is planned stays the same."""
    opened = workbook()
    runs = plan_runs([opened], strategies=["maximum"], scenarios=[defined(opened, PRESSED)], options=CARRIED)
    made = [row.outcome.measures for row in rows(runs)]
    assert len(made) == 3
    assert len({row["carried out, industry (output of industry in the last year, base year = 1)"] for row in made}) == 3
    assert len({row["industrial output, last year (base year = 1)"] for row in made}) == 1


def test_planning_anew_is_a_measure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = workbook()
    options = Options(findings=False, repetitions=3, replan=True)
    exaggerated = ["exaggerated", "Execution", "exaggeration", "value", "set", 0.3]
    runs = plan_runs([opened], strategies=["consumption"], scenarios=[defined(opened, exaggerated)], options=options)

    def wrong(*_: object) -> None:
        raise AssertionError("no measure is of second plans")

    monkeypatch.setattr(replanning, "_second", wrong)
    as_it_is, told = (outcome.measures for outcome in work(list(runs)))
    name = "correct feedback, consumption of all households and years, discounted more by (base year = 1)"
    assert abs(float(str(as_it_is[name]))) < 1e-9
    assert float(str(told[name])) > 1e-3


def test_what_cannot_be_carried_out_is_a_result_all_the_same() -> None:
    """Balanced growth, from which the demand would take what it lacks, has no plan under such floors."""
    opened = workbook()
    plain, carried = (
        rows(plan_runs([opened], strategies=["maximum"], scenarios=[defined(opened, TOO_MUCH)], options=options))
        for options in (QUICK, CARRIED)
    )
    assert {row.outcome.status for row in plain} >= {"infeasible"}
    assert [row.outcome.status for row in carried] == [row.outcome.status for row in plain]
    for row, before in zip(carried, plain, strict=True):
        if before.outcome.status == "infeasible":
            assert row.outcome.measures == before.outcome.measures
            assert row.outcome.finding.startswith(before.outcome.finding)
            assert "Not carried out: " in row.outcome.finding
            assert "balanced growth" in row.outcome.finding


@pytest.mark.parametrize("error", [SolverFailed, VerificationFailed])
def test_a_plan_outlives_what_goes_wrong_when_it_is_carried_out(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def wrong(*_: object) -> dict[str, float]:
        raise error("a year does not come to rest")

    monkeypatch.setattr(carrying_out, "carried_out", wrong)
    run = next(iter(plan_runs([workbook()], strategies=["consumption"], scenarios=[{}], options=CARRIED)))
    (outcome,) = work([run])
    assert outcome.status == "optimal"
    assert outcome.measures
    assert outcome.finding == "Not carried out: a year does not come to rest"


def test_how_often_is_part_of_what_an_outcome_depends_on() -> None:
    opened = workbook()
    keys = {
        key_of(next(iter(plan_runs([opened], scenarios=[{}], options=options))))
        for options in (Options(), CARRIED, Options(findings=False, repetitions=5, replan=True))
    }
    assert len(keys) == 3


def test_planning_anew_without_carrying_out_is_a_mistake(tmp_path: Path) -> None:
    path = Path(__file__).parent.parent.parent / "inputs" / "two_sectors.xlsx"
    command = [sys.executable, "-m", "optimiser", "batch", str(path), "--replan", "yearly"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2
    assert "--repetitions" in done.stderr
