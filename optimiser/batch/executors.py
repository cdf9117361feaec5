"""Where runs are carried out: here, in processes of this machine, or wherever an executor takes them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from optimiser.errors import InputFault, OptimiserError
from optimiser.streams import send_stdout_to_stderr

STILLBORN = """\
Worker processes end as soon as they start, so nothing was run. Each of them imports the script that starts them,
and must not come to the start again there. Keep the script in a file, and put what it does under

    if __name__ == "__main__":
"""

P = ParamSpec("P")
T = TypeVar("T")


class SerialExecutor(Executor):
    """Does the work at once, in this process."""

    _max_workers = 1

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Done when this returns."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def process_pool(jobs: int) -> ProcessPoolExecutor:
    """Processes of this machine, each with an interpreter of its own, which take no notice of an interruption."""
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_begin)
    with _deaf(), suppress(BrokenExecutor):
        for _ in range(jobs):
            pool.submit(os.getpid)
    return pool


def one_process() -> ProcessPoolExecutor:
    """A pool of one process, which is seen to have started.

    Raises:
        OptimiserError: it ended as it started.
    """
    pool = process_pool(1)
    try:
        pool.submit(os.getpid).result()
    except BrokenExecutor:
        halt(pool)
        raise OptimiserError(STILLBORN) from None
    return pool


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that are started here do not hear interruptions, from their first moment on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin() -> None:
    """A worker leaves interruptions and standard output to its parent, and does not outlive it."""
    send_stdout_to_stderr()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def slots(executor: Executor) -> int:
    """How many pieces of work an executor does at a time, as far as it says."""
    most = getattr(executor, "_max_workers", None)
    if isinstance(most, int):
        return max(1, most)
    cluster = getattr(executor, "_client", None)
    with suppress(Exception):
        return max(1, sum(cluster.ncores().values()))  # type: ignore[union-attr]
    return processors()


def halt(executor: Executor) -> None:
    """Stop at once: what is under way is given up."""
    processes: dict[int, Any] = dict(getattr(executor, "_processes", None) or {})
    with suppress(Exception):
        executor.shutdown(wait=False, cancel_futures=True)
    for process in processes.values():
        with suppress(Exception):
            process.terminate()
    for process in processes.values():
        with suppress(Exception):
            process.join(timeout=5.0)


def on_cluster(address: str, patience: float = 20.0) -> tuple[Executor, Any]:
    """The executor of a Dask cluster, and the client to be closed at the end; waits so many seconds for an answer.

    Raises:
        OptimiserError: `distributed` is not installed.
        InputFault: nobody answers.
    """
    try:
        client_of: Any = import_module("distributed").Client
    except ImportError:
        raise OptimiserError('--scheduler needs Dask: pip install "plan-optimiser[cluster]"') from None
    try:
        client = client_of(address, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        problem = f"no Dask scheduler answers there ({error})"
        raise InputFault.of(address, problem, "Start one there, or leave --scheduler out.") from None
    return client.get_executor(pure=False), client
