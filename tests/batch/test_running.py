"""Carrying out batches: the same results whatever the executor and the order; what goes wrong stays where it is."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import batches
import pytest
from batches import DEADLY, DEADLY_ROW, FAULTY, GRID, STEEL, TOO_MUCH, same, small_runs, table, workbook
from seldom import seldom

from optimiser.batch import Options, Outcome, Progress, Run, Store, plan_runs, process_pool, run_batch
from optimiser.batch.engine import DIED
from optimiser.batch.measuring import GROWTH, YEARS
from optimiser.batch.run import FAILED, key_of
from optimiser.batch.snapshot import Kept, economy_of
from optimiser.strategies.solve import solve
from optimiser.workbook import economy_from_tables
from optimiser.workbook.changes import Change
from optimiser.workbook.examples import EXAMPLES

BOTH = ("balanced", "proportional")


def test_serial_and_process_pool_agree() -> None:
    runs = small_runs(GRID, STEEL, strategies=BOTH)
    alone = run_batch(runs)
    with process_pool(2) as pool:
        together = run_batch(runs, pool)
    same(alone, together)
    assert alone.counts.runs == len(runs) == len(table(alone))


def test_the_order_of_the_runs_does_not_matter() -> None:
    runs = list(small_runs(GRID, STEEL, strategies=BOTH))
    mixed = list(runs)
    random.Random(5).shuffle(mixed)
    first, other = run_batch(runs), run_batch(mixed)
    order = [(run.scenario, run.strategy) for run in runs]
    by_scenario = sorted(table(other), key=lambda row: order.index((str(row[2]), str(row[4]))))
    assert [row[1:] for row in table(first)] == [row[1:] for row in by_scenario]


def test_a_run_comes_to_the_same_as_solve() -> None:
    economy = economy_from_tables(EXAMPLES["two_sectors"](), scenario="more workers")
    plan = solve(economy, "balanced")
    batch = run_batch(small_runs())
    row = next(row for row in batch.store.rows(batch.name) if row.scenario == "more workers")
    assert row.outcome.status == "optimal"
    assert row.outcome.measures[GROWTH] == pytest.approx(plan.growth_rate, abs=1e-9)
    assert economy_of(workbook().source, ()) == economy_from_tables(EXAMPLES["two_sectors"]())


def test_any_executor_will_do() -> None:
    runs = small_runs()
    with ThreadPoolExecutor(2) as threads:
        same(run_batch(runs), run_batch(runs, threads))


def test_years_needed_is_a_measure() -> None:
    opened = workbook()
    options = Options(years_needed=True, longest=4)
    batch = run_batch(plan_runs([opened], target_sets=["modest", "ambitious"], options=options))
    found = {(row.scenario, row.target_set): row.outcome.measures[YEARS] for row in batch.store.rows("batch")}
    assert found["as it is", "modest"] == 2
    assert found["as it is", "ambitious"] == "more than 4"


def test_what_is_infeasible_says_why() -> None:
    opened = workbook()
    runs = plan_runs([opened], strategies=["targets"], target_sets=["ambitious"])
    batch = run_batch(runs)
    first = next(batch.store.rows("batch"))
    assert first.outcome.status == "infeasible"
    assert first.outcome.measures["targets together (share of the increments)"] == pytest.approx(0.7044, abs=1e-4)
    assert "70% of the targets' increments" in first.outcome.finding
    assert "cannot be met" in first.outcome.finding


def test_what_is_infeasible_says_how_long_it_would_take() -> None:
    sets = ["modest", "ambitious"]
    for findings in (True, False):
        runs = plan_runs([workbook()], strategies=["targets"], target_sets=sets, options=Options(findings=findings))
        rows = [row for row in run_batch(runs).store.rows("batch") if row.scenario == "as it is"]
        assert [row.outcome.measures.get(YEARS) for row in rows] == [None, 5 if findings else None]


def test_what_fails_is_recorded_and_does_not_stop_the_rest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A third of the scenarios infeasible, one with a fault, one at which the worker dies."""
    monkeypatch.setattr("optimiser.batch.engine.work", batches.deadly_work)
    runs = small_runs(GRID, TOO_MUCH, FAULTY, DEADLY_ROW, ["other", *DEADLY_ROW[1:5], 1.06])
    with process_pool(2) as pool:
        batch = run_batch(runs, pool, store=tmp_path / "store.sqlite")
    assert str(batch.counts) == "12 runs: 6 optimal, 4 infeasible, 2 failed"
    by_name = {row.scenario: row.outcome for row in batch.store.rows(batch.name)}
    assert by_name[DEADLY].finding == DIED
    assert by_name["faulty"].finding.startswith("Inputs!B2: STL uses up 2 of its own product")
    assert by_name["other"].status == "optimal"
    monkeypatch.undo()
    otherwise = {row.scenario: row.outcome.measures for row in run_batch(runs).store.rows("batch")}
    assert all(by_name[name].measures == otherwise[name] for name in by_name if name != DEADLY)
    batch.store.close()


def test_a_worker_that_dies_once_costs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONCE_DEADLY", str(tmp_path / "mark"))
    monkeypatch.setattr("optimiser.batch.engine.work", batches.once_deadly_work)
    runs = small_runs(GRID, DEADLY_ROW)
    with process_pool(1) as pool:
        batch = run_batch(runs, pool)
    assert batch.counts.optimal == len(runs)
    assert (tmp_path / "mark").exists()


def test_an_answer_that_is_lost_is_asked_for_again_and_then_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimiser.batch.engine.work", batches.raising_work)
    with ThreadPoolExecutor(1) as threads:
        batch = run_batch(small_runs(GRID, DEADLY_ROW), threads)
    assert (batch.counts.failed, batch.counts.optimal) == (1, 5)
    (row,) = batch.store.rows("batch", status="failed")
    assert row.outcome.finding == "RuntimeError: the answer was lost"


def test_only_what_is_missing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    run_batch(small_runs(), store=store)
    progress = Progress(quiet=True)
    batch = run_batch(small_runs(GRID, STEEL), store=store, name="more", progress=progress)
    # the economy as it is was there, and so was `more workers`; the grid has both, and the first once more
    assert (progress.done, progress.known) == (10, 3)
    assert batch.counts.runs == 13
    assert len(table(batch)) == 13
    progress = Progress(quiet=True)
    run_batch(small_runs(GRID, STEEL), store=store, name="more", progress=progress)
    assert (progress.done, progress.known) == (0, 13)


def test_failed_runs_are_run_again_only_if_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    with monkeypatch.context() as patched:
        patched.setattr("optimiser.batch.engine.work", batches.raising_work)
        assert run_batch(small_runs(DEADLY_ROW), store=store).counts.failed == 1
    assert run_batch(small_runs(DEADLY_ROW), store=store).counts.failed == 1
    assert run_batch(small_runs(DEADLY_ROW), store=store, retry_failed=True).counts.failed == 0


def test_the_content_hash_is_of_what_the_outcome_depends_on() -> None:
    base = workbook()
    run = Run(base.source, strategy="balanced")
    remarked = workbook(Inputs=[["product", "STL", "CRN", "note"], ["STL", 0.2, 0, "a remark"], ["CRN", 0, 0.1, None]])
    assert key_of(Run(remarked.source, strategy="balanced")) == key_of(run)
    changed = [
        Run(base.source, strategy="maximum"),
        Run(base.source, strategy="balanced", target_set="ambitious"),
        Run(base.source, strategy="balanced", options=Options(years_needed=True)),
        Run(base.source, strategy="balanced", changes=(Change("Labour", "workers", "persons", "set", 33.0),)),
    ]
    assert len({key_of(each) for each in [run, *changed]}) == 5
    nothing = Change("Labour", "workers", "persons", "multiply", 1.0)
    assert key_of(Run(base.source, "named", "named", "balanced", changes=(nothing,))) == key_of(run)


def test_two_names_for_one_economy_are_run_once_and_told_twice() -> None:
    progress = Progress(quiet=True)
    batch = run_batch(small_runs(["a", *DEADLY_ROW[1:]], ["b", *DEADLY_ROW[1:]]), progress=progress)
    assert (progress.done, progress.known) == (2, 1)
    rows = table(batch)
    assert [row[2] for row in rows] == ["as it is", "a", "b"]
    assert rows[1][7:] == rows[2][7:]


def test_a_run_is_small_in_another_process() -> None:
    runs = list(small_runs(GRID, STEEL))
    each = (len(pickle.dumps(runs)) - len(pickle.dumps(runs[:1]))) / (len(runs) - 1)
    assert each < 700


def test_an_interruption_keeps_what_has_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    seen = []

    def interrupted(self: Progress, **numbers: int) -> None:
        seen.append(numbers)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Progress, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run_batch(small_runs(GRID, STEEL), store=store)
    assert 1 <= store.counts("batch")["optimal"] <= 12
    assert run_batch(small_runs(GRID, STEEL), store=store).counts.optimal == 13


def test_the_parent_does_not_grow_with_the_number_of_runs() -> None:
    import tracemalloc

    lists = "; ".join(str(1.0 + step / 1000.0) for step in range(60))
    few = ["many", "Labour", "workers", "persons", "multiply", lists, "workers"]
    more = ["many", "Construction", "STL", "*", "multiply", "; ".join(f"{1 + s / 100}" for s in range(10)), "building"]
    peaks = []
    for rows in ([few], [few, more]):
        runs = small_runs(*rows, strategies=("proportional",))
        store = Store()
        run_batch(small_runs(), store=store)
        tracemalloc.start()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("optimiser.batch.engine.work", lambda these: [Outcome("optimal") for _ in these])
            assert run_batch(runs, store=store).counts.runs == len(runs)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_500_000


def test_progress_says_how_far_and_how_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("optimiser.batch.progress.time.monotonic", lambda: clock[0])
    progress = Progress(500)
    for second in range(0, 130, 10):
        clock[0] = float(second)
        progress.add(done=10)
        progress.tick()
    progress.add(failed=2)
    assert progress.words() == "130 of 500 runs (26%), 1.1 a second, 5:42 left, 2 failed"
    assert capsys.readouterr().err.splitlines() == [
        "70 of 500 runs (14%), 1.2 a second, 6:09 left",
        "130 of 500 runs (26%), 1.1 a second, 5:42 left",
    ]


def test_a_run_at_which_the_solver_gives_up_is_solved_from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    from optimiser.errors import SolverFailed
    from optimiser.plan.plan import Plan
    from optimiser.solver import SolverOptions

    def fails_when_warm(*given: object, options: SolverOptions, **more: Any) -> Plan:
        if options.bases is not None:
            raise SolverFailed("no way")
        return solve(*given, options=options, **more)  # type: ignore[arg-type]

    expected = run_batch(small_runs())
    monkeypatch.setattr("optimiser.batch.worker.solve", fails_when_warm)
    monkeypatch.setattr("optimiser.batch.worker._BASES", Kept(8))
    same(expected, run_batch(small_runs()), 1e-7)


STARTED = {
    "process_pool": "pool = process_pool(2)",
    "a pool of the caller's own": 'pool = ProcessPoolExecutor(2, get_context("spawn"))',
}


@pytest.mark.parametrize("how", seldom([*STARTED], always=1))
@pytest.mark.parametrize("guarded", [False, True])
def test_a_script_without_a_guard_is_told_what_to_write(how: str, guarded: bool, tmp_path: Path) -> None:
    lines = [STARTED[how], 'batch = run_batch(small_runs(), pool, store="runs.sqlite")', "print(batch.counts)"]
    body = ["if __name__ == '__main__':", *(f"    {line}" for line in lines)] if guarded else lines
    head = [
        "from concurrent.futures import ProcessPoolExecutor", "from multiprocessing import get_context",
        "from batches import small_runs", "from optimiser.batch import process_pool, run_batch",
    ]  # fmt: skip
    (tmp_path / "script.py").write_text("\n".join([*head, *body]), encoding="utf-8")
    paths = os.pathsep.join([str(Path(batches.__file__).parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if guarded:
        assert (done.returncode, done.stdout) == (0, "4 runs: 4 optimal\n")
        return
    assert done.returncode == 1
    assert done.stdout == ""
    assert "OptimiserError: Worker processes end as soon as they start" in done.stderr
    assert '    if __name__ == "__main__":' in done.stderr
    with Store(tmp_path / "runs.sqlite") as store:
        assert store.counts("batch").get(FAILED, 0) == 0
