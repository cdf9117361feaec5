"""A real Dask scheduler with real workers, as processes of their own on this machine."""

from __future__ import annotations

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
from batches import GRID, STEEL, TOO_MUCH, same, small_runs

from optimiser.batch import run_batch
from optimiser.batch.executors import on_cluster

pytest.importorskip("distributed", reason="Dask is an extra: pip install distributed")
pytestmark = [pytest.mark.quick, pytest.mark.filterwarnings("default")]

RUNS = small_runs(GRID, STEEL, TOO_MUCH, strategies=("balanced", "proportional"))


def _dask(*words: str) -> subprocess.Popen[bytes]:
    here = str(Path(__file__).parent)
    paths = os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words], env=os.environ | {"PYTHONPATH": paths}, start_new_session=True, **quiet
    )  # type: ignore[call-overload, no-any-return, unused-ignore]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and the workers (each without a nanny, so that it stays dead)."""
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
        yield address, started
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def test_dask_and_serial_agree_and_a_worker_may_be_killed_in_the_middle(tmp_path: Path) -> None:
    with cluster(tmp_path, 2) as (address, workers):
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
    from optimiser.errors import OptimiserError

    with pytest.raises(OptimiserError, match="no Dask scheduler answers"):
        on_cluster("tcp://127.0.0.1:1", patience=1.0)
