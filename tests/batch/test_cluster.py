"""A real Dask scheduler with real workers, as processes of their own on this machine."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from batches import GRID, HEAD, STEEL, TOO_MUCH, same, small_runs

from optimiser.batch import Store, run_batch
from optimiser.batch.executors import on_cluster

pytest.importorskip("distributed", reason="Dask is an extra: pip install distributed")
pytestmark = [pytest.mark.quick, pytest.mark.filterwarnings("default")]

RUNS = small_runs(GRID, STEEL, TOO_MUCH, strategies=("balanced", "proportional"))


def _dask(*words: str) -> subprocess.Popen[bytes]:
    here = str(Path(__file__).parent)
    paths = os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        env=os.environ | {"PYTHONPATH": paths},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, its process, and those of the workers (without nannies, so that they stay dead)."""
    note = folder / "scheduler.json"
    processes = [
        _dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(note))
    ]
    try:
        until = time.monotonic() + 60.0
        while time.monotonic() < until and not (note.exists() and note.read_text().strip()):
            time.sleep(0.1)
        address = json.loads(note.read_text())["address"]
        started = [
            _dask(
                "worker",
                address,
                "--host",
                "127.0.0.1",
                "--nthreads",
                "1",
                "--no-nanny",
                "--no-dashboard",
                "--local-directory",
                str(folder),
            )
            for _ in range(workers)
        ]
        processes += started
        yield address, processes
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.mark.slow
def test_dask_and_serial_agree_and_a_worker_may_be_killed_in_the_middle(tmp_path: Path) -> None:
    with cluster(tmp_path, 2) as (address, (_, *workers)):
        executor, client = on_cluster(address)
        try:
            client.wait_for_workers(2, timeout=60)
            together = run_batch(RUNS, executor)
            killed = run_batch(_killing(workers[0]), executor)
            assert workers[0].poll() is not None
        finally:
            client.close()
    alone = run_batch(RUNS)
    same(alone, together)
    same(alone, killed)


def _killing(worker: subprocess.Popen[bytes]) -> Iterator[Any]:
    """The same runs; on the way one worker is killed."""
    for place, run in enumerate(RUNS):
        if place == 10:
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=10)
        yield run


def test_a_scheduler_that_is_not_there_is_an_error_in_words() -> None:
    from optimiser.errors import InputFault

    with pytest.raises(InputFault, match="no Dask scheduler answers"):
        on_cluster("tcp://127.0.0.1:1", patience=1.0)


@pytest.mark.slow
def test_a_scheduler_that_dies_ends_the_batch_in_one_line_and_loses_nothing(tmp_path: Path) -> None:
    from optimiser.workbook import write_tables
    from optimiser.workbook.examples import EXAMPLES

    write_tables(EXAMPLES["two_sectors"](), tmp_path / "steel.xlsx")
    many = ["many", "Labour", "workers", "persons", "multiply", "0.97 .. 1.1", "workers", 2000, 7]
    with (tmp_path / "scenarios.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEAD, many])
    asked = ["batch", "steel.xlsx", "--scenarios", "scenarios.csv", "-o", "out.xlsx", "--no-findings", "--quiet"]
    with cluster(tmp_path, 2) as (address, (scheduler, *_)):
        command = [sys.executable, "-c", "from optimiser.cli.main import main; main()", *asked, "--scheduler", address]
        batch = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 90.0
        while time.monotonic() < until and batch.poll() is None and _stored(tmp_path / "out.sqlite") < 5:
            time.sleep(0.1)
        scheduler.send_signal(signal.SIGKILL)
        _, said = batch.communicate(timeout=120)
    stored = _stored(tmp_path / "out.sqlite")
    assert batch.returncode == 3, said
    assert len(said.strip().splitlines()) == 1, said
    assert "its scheduler is gone" in said
    assert "go on with --resume" in said
    assert 5 <= stored < 2000
    with Store(tmp_path / "out.sqlite") as store:
        assert store.sound()


def _stored(path: Path) -> int:
    if not path.exists():
        return 0
    with Store(path) as store:
        return store._count()
