"""The command as a user would run it: exit codes, JSON, resuming, shards, and a parent that is killed."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import batches
import pytest
from batches import FAULTY, GRID, HEAD, STEEL, TOO_MUCH
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from optimiser.batch import Store
from optimiser.cli.batch import batch as command
from optimiser.workbook import write_tables
from optimiser.workbook.examples import EXAMPLES

START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from optimiser.cli.batch import batch; sys.exit(batch.main(standalone_mode=False))"
)
"""A shell that runs the tests in the background has its children ignore interruptions."""
ROUNDS = int(os.environ.get("KILL_ROUNDS", "5"))


@pytest.fixture
def steel(tmp_path: Path) -> Path:
    path = tmp_path / "steel.xlsx"
    write_tables(EXAMPLES["two_sectors"](), path)
    return path


def scenarios(folder: Path, *rows: Sequence[object]) -> Path:
    path = folder / "scenarios.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, list(map(str, arguments)), standalone_mode=False)


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path).worksheets}


def test_a_batch_writes_everything_and_says_so(steel: Path, tmp_path: Path) -> None:
    file = scenarios(tmp_path, GRID, STEEL)
    out = tmp_path / "out.xlsx"
    result = run(steel, "--scenarios", file, "--strategy", "balanced", "--jobs", 2, "-o", out, "--json")
    assert result.return_value == 0, result.output
    assert json.loads(result.stdout) == {
        "runs": 13,
        "optimal": 13,
        "infeasible": 0,
        "unbounded": 0,
        "limit": 0,
        "failed": 0,
        "results": str(out),
    }
    assert {each.name for each in tmp_path.glob("out*")} == {"out.xlsx", "out.csv", "out.sqlite"}
    assert cells(out)["First page"][0][0] == "Comparison of 13 runs"


def test_exit_code_and_counts_with_infeasible_failed_and_deadly_runs(
    steel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimiser.batch.engine.work", batches.deadly_work)
    file = scenarios(tmp_path, GRID, TOO_MUCH, FAULTY, batches.DEADLY_ROW)
    out = tmp_path / "out.xlsx"
    asked = [steel, "--scenarios", file, "--jobs", 2, "-o", out]
    result = run(*asked)
    assert result.return_value == 1, result.output
    assert "11 runs: 5 optimal, 4 infeasible, 2 failed." in result.stdout
    assert "--retry-failed" in result.stderr
    assert len(cells(out)["Failed"]) == 5 + 2
    monkeypatch.undo()
    again = run(*asked, "--retry-failed", "--json")
    assert again.return_value == 1
    assert json.loads(again.stdout)["failed"] == 1


def test_an_infeasible_run_is_a_result(steel: Path, tmp_path: Path) -> None:
    result = run(steel, "--strategy", "targets", "--targets", "ambitious", "-o", tmp_path / "out.xlsx", "--json")
    assert result.return_value == 0
    assert json.loads(result.stdout)["infeasible"] == 4


def test_results_are_not_written_over_unasked(steel: Path, tmp_path: Path) -> None:
    from optimiser.errors import OutputFault

    asked = [steel, "-o", tmp_path / "out.xlsx", "--jobs", 1]
    assert run(*asked).return_value == 0
    before = (tmp_path / "out.sqlite").stat().st_mtime_ns
    assert isinstance(run(*asked).exception, OutputFault)
    (tmp_path / "out.xlsx").unlink()
    (tmp_path / "out.csv").unlink()
    refused = run(*asked)
    assert isinstance(refused.exception, OutputFault)
    assert "--resume" in str(refused.exception)
    assert (tmp_path / "out.sqlite").stat().st_mtime_ns == before
    assert run(*asked, "--resume").return_value == 0
    assert run(*asked, "--force").return_value == 0
    assert isinstance(run(steel, "-o", steel, "--force").exception, OutputFault)


def test_a_dry_run_runs_nothing(steel: Path, tmp_path: Path) -> None:
    result = run(steel, "--scenarios", scenarios(tmp_path, GRID, STEEL), "-o", tmp_path / "out.xlsx", "--dry-run")
    assert result.return_value == 0
    assert "13 runs, 12 of them different; 0 are in the store, 12 would be run." in result.stdout
    assert not list(tmp_path.glob("out*"))


@pytest.mark.slow
def test_shards_are_gathered(steel: Path, tmp_path: Path) -> None:
    file = scenarios(tmp_path, GRID, STEEL)
    asked = [steel, "--scenarios", file, "--jobs", 1, "-o", tmp_path / "out.xlsx", "--quiet"]
    for part in (1, 2, 3):
        assert run(*asked, "--shard", f"{part}/3").return_value == 0
    result = run(*asked[:-1], "--resume")
    assert result.return_value == 0, result.output
    assert "13 runs: 13 optimal." in result.stdout
    with Store(tmp_path / "out.sqlite") as store:
        assert sum(store.status(key) == "optimal" for key in _keys(store)) == 12
    assert len(cells(tmp_path / "out.xlsx")["Runs"]) == 5 + 13


def _keys(store: Store) -> list[str]:
    return [row[0] for row in store._connection.execute("SELECT key FROM results")]


@pytest.mark.parametrize("wrong", ["0/3", "4/3", "1", "a/b"])
def test_a_shard_that_is_none_is_a_usage_error(steel: Path, wrong: str) -> None:
    assert "write it as 3/8" in str(run(steel, "--shard", wrong).exception)


def test_faults_of_scenarios_come_before_anything_is_run(steel: Path, tmp_path: Path) -> None:
    from optimiser.errors import InputFault

    file = scenarios(tmp_path, ["x", "Labor", "workers", "persons", "set", 1])
    result = run(steel, "--scenarios", file, "-o", tmp_path / "out.xlsx")
    assert isinstance(result.exception, InputFault)
    assert [fault.cell for fault in result.exception.faults] == ["B2"]
    assert not list(tmp_path.glob("out*"))


def _started(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    command_line = [sys.executable, "-c", START, *map(str, arguments)]
    return subprocess.Popen(command_line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interruption_says_what_is_stored_and_how_to_go_on(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    write_tables(EXAMPLES["first_five_year_plan"](), plan)
    file = scenarios(tmp_path, _many(200))
    asked = [plan, "--scenarios", file, "--jobs", 2, "-o", tmp_path / "out.xlsx"]
    process = _started(*asked, start_new_session=True)
    _wait_for_results(tmp_path / "out.sqlite", 3, process)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "are stored in" in said
    assert "--resume" in said
    assert "Traceback" not in said
    with Store(tmp_path / "out.sqlite") as store:
        assert store.sound()
    assert not (tmp_path / "out.xlsx").exists()


def _many(runs: int) -> list[object]:
    return ["many", "Yields", "AGR", "*", "multiply", "0.95 .. 1.05", "harvest", runs, 3, ""]


def _results(path: Path) -> int:
    if not path.exists():
        return 0
    with Store(path) as store:
        return len(_keys(store))


def _wait_for_results(path: Path, least: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 90.0
    while process.poll() is None and time.monotonic() < until and _results(path) < least:
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.slow
def test_a_parent_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """kill -9 at random moments, again and again; then the same workbook as from an undisturbed run."""
    plan = tmp_path / "plan.xlsx"
    write_tables(EXAMPLES["first_five_year_plan"](), plan)
    runs = 40 * ROUNDS
    file = scenarios(tmp_path, _many(runs))
    asked = [plan, "--scenarios", file, "--strategy", "proportional", "--jobs", 2]
    chance = random.Random(17)
    disturbed = tmp_path / "disturbed.xlsx"
    stored: list[int] = []
    killed = 0
    for _ in range(ROUNDS):
        process = _started(*asked, "-o", disturbed, "--resume")
        more = chance.choice((0, 1, chance.randrange(40)))
        _wait_for_results(disturbed.with_suffix(".sqlite"), (stored[-1] if stored else 0) + more, process)
        time.sleep(chance.uniform(0.0, 0.2 if more else 1.5))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate(timeout=60)
        stored.append(_results(disturbed.with_suffix(".sqlite")))
    assert killed >= 0.6 * ROUNDS
    assert stored == sorted(stored)
    process = _started(*asked, "-o", disturbed, "--resume")
    out, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    assert f"{runs + 1} runs: {runs + 1} optimal." in out
    with Store(disturbed.with_suffix(".sqlite")) as store:
        assert store.sound()
        (name,) = store.batches()
        assert [row.place for row in store.rows(name)] == list(range(runs + 1))
        assert len(_keys(store)) == runs + 1
    undisturbed = tmp_path / "undisturbed.xlsx"
    process = _started(*asked, "-o", undisturbed)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    assert cells(disturbed) == cells(undisturbed)
    assert disturbed.with_suffix(".csv").read_bytes() == undisturbed.with_suffix(".csv").read_bytes()
    _no_worker_left(tmp_path)


def _no_worker_left(folder: Path) -> None:
    """Workers do not outlive a parent that is killed."""
    proc = Path("/proc")
    if not proc.is_dir():
        return
    until = time.monotonic() + 10.0
    while time.monotonic() < until:
        left = [each for each in proc.iterdir() if each.name.isdigit() and _is_ours(each, folder)]
        if not left:
            return
        time.sleep(0.2)
    raise AssertionError(f"processes are left: {left}")


def _is_ours(process: Path, folder: Path) -> bool:
    try:
        words = (process / "cmdline").read_bytes()
        where = (process / "cwd").resolve()
    except OSError:
        return False
    return b"spawn_main" in words and where == Path.cwd() and _parent(process) == 1


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0
