"""The store: whole, its own, and fit for several writers."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from batches import GRID, STEEL, small_runs, table

from optimiser.batch import Outcome, Store, run_batch
from optimiser.errors import OutputFault

pytestmark = pytest.mark.quick


def _fill(path: str, name: str) -> None:
    with Store(path) as store:
        run_batch(small_runs(GRID, STEEL), store=store, name=name)


@pytest.mark.slow
def test_several_batches_may_write_into_one_store(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_fill, args=(str(path), f"batch {number}")) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
        assert writer.exitcode == 0
    with Store(path) as store:
        assert store.sound()
        assert store.batches() == ("batch 0", "batch 1", "batch 2")
        rows = [[row.outcome.measures for row in store.rows(name)] for name in store.batches()]
    assert rows[0] == rows[1] == rows[2]
    assert len(rows[0]) == 13


def test_a_store_may_be_begun_by_several_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(6)

    def begin(path: Path, number: int) -> None:
        together.wait(timeout=30)
        with Store(path) as store:
            store.add([(str(number), Outcome("optimal"))])

    with ThreadPoolExecutor(6) as threads:
        for attempt in range(15):
            path = tmp_path / f"{attempt}.sqlite"
            for each in [threads.submit(begin, path, number) for number in range(6)]:
                each.result()
            with Store(path) as store:
                assert store.sound()
                assert all(store.status(str(number)) == "optimal" for number in range(6))


def test_many_small_writes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    stores = [Store(path) for _ in range(4)]
    for number in range(200):
        stores[number % 4].add([(f"key {number % 120}", Outcome("optimal", {"x": float(number)}))])
    assert stores[0].sound()
    assert stores[3].status("key 7") == "optimal"
    for store in stores:
        store.close()


def test_a_result_replaces_only_one_that_failed() -> None:
    store = Store()
    store.add([("a", Outcome("failed", finding="no")), ("b", Outcome("optimal", {"x": 1.0}))])
    store.add([("a", Outcome("optimal", {"x": 2.0})), ("b", Outcome("failed"))])
    assert (store.status("a"), store.status("b")) == ("optimal", "optimal")


def test_a_write_is_whole_or_not_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    with pytest.raises(sqlite3.Error):
        store.add([("a", Outcome("optimal")), ("b", Outcome(None))])  # type: ignore[arg-type]
    assert store.status("a") is None
    store.close()


def test_other_files_are_refused(tmp_path: Path) -> None:
    text, other = tmp_path / "text.sqlite", tmp_path / "other.sqlite"
    text.write_text("this is no database, but it is long enough to be taken for one" * 20)
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    before = text.read_bytes(), other.read_bytes()
    with pytest.raises(OutputFault, match="no store"):
        Store(text)
    with pytest.raises(OutputFault, match="something else"):
        Store(other)
    assert (text.read_bytes(), other.read_bytes()) == before


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    Store(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(OutputFault, match="newer"):
        Store(path)


def test_a_shorter_batch_of_the_same_name_forgets_the_rest() -> None:
    store = Store()
    run_batch(small_runs(GRID, STEEL), store=store)
    assert len(table(run_batch(small_runs(GRID), store=store))) == 5
