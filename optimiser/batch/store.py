"""The store: one SQLite file with every finished run under its content hash, never a half one.

Several batches, and several processes, may write into one store.  The file is in write-ahead mode, so it
belongs on a disk of the machine and not on a network share.
"""

from __future__ import annotations

import json
import sqlite3
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from optimiser import __version__
from optimiser.batch.run import FAILED, Figure, Outcome, Run
from optimiser.errors import OutputFault
from optimiser.files import check_place

APPLICATION = 0x506C4F70
"""Tells our files from other people's."""
FORMAT = 1
OPENING = 5.0
"""Seconds that are waited for whoever holds the file when it is opened."""
WRITING = 30.0
"""Seconds that a writer waits for another; each is done in a moment."""
MEMORY = ":memory:"

_TABLES = """
CREATE TABLE IF NOT EXISTS results (
    key TEXT PRIMARY KEY, status TEXT NOT NULL, measures TEXT NOT NULL, finding TEXT NOT NULL,
    seconds REAL NOT NULL, version TEXT NOT NULL, finished TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
    batch TEXT NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL, workbook TEXT NOT NULL, scenario TEXT NOT NULL,
    grouping TEXT NOT NULL, strategy TEXT NOT NULL, target_set TEXT NOT NULL, inputs TEXT NOT NULL,
    PRIMARY KEY (batch, place)
) WITHOUT ROWID;
"""

_COLUMNS = {
    "results": ("key", "status", "measures", "finding", "seconds", "version", "finished"),
    "runs": ("batch", "place", "key", "workbook", "scenario", "grouping", "strategy", "target_set", "inputs"),
}

_DAMAGED = "the store is damaged: choose another name for it, or delete it yourself"
_OTHERWISE = "is no store that can be used; choose another name"
_REASONS = {
    "SQLITE_BUSY": "another program holds the store; wait until it has ended, and go on with --resume",
    "SQLITE_LOCKED": "another program holds the store; wait until it has ended, and go on with --resume",
    "SQLITE_FULL": "the disk is full: what was stored before is whole; make room, and go on with --resume",
    "SQLITE_IOERR": "the disk does not take it: what was stored before is whole; make room, and go on with --resume",
    "SQLITE_READONLY": "may not be written to; choose another name",
    "SQLITE_CANTOPEN": "may not be opened; choose another name",
    "SQLITE_CORRUPT": _DAMAGED,
}
"""What SQLite's errors mean, by how their names begin."""


@dataclass(frozen=True)
class Row:
    """A run of a batch with what came out of it."""

    place: int
    workbook: str
    scenario: str
    group: str
    strategy: str
    target_set: str
    inputs: Mapping[str, Figure]
    outcome: Outcome


class Store:
    """An open store."""

    def __init__(self, path: str | Path = MEMORY) -> None:
        """Open a store, or make one.

        Raises:
            OutputFault: the file is something else, is damaged, or cannot be written.
        """
        self.path = str(path)
        if self.path != MEMORY:
            check_place(Path(path))
            try:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputFault(f"{Path(path).parent}: the folder cannot be made ({error.strerror})") from None
        with self._explained():
            # who forgets to close a store loses nothing; it is closed when it is cleared away, in whatever thread
            self._connection = sqlite3.connect(
                self.path, timeout=OPENING, isolation_level=None, check_same_thread=False
            )
            weakref.finalize(self, self._connection.close)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What SQLite cannot do, in words; what this program did wrong stays as it is."""
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.Error as error:
            # without a name: a text that is none any more
            name = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT")
            words = next((words for part, words in _REASONS.items() if name.startswith(part)), _OTHERWISE)
            raise OutputFault(f"{self.path}: {words} ({error})") from None

    def _prepare(self) -> None:
        run = self._connection.execute
        # as of one moment: who makes a store writes all of it at once
        run("BEGIN")
        tables = run("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application, version = (run(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
        run("COMMIT")
        if (tables or application or version) and application != APPLICATION:
            raise OutputFault(f"{self.path}: is an SQLite file of something else; choose another name")
        if version > FORMAT:
            raise OutputFault(f"{self.path}: was written by a newer version; use that, or choose another name")
        if tables:
            self._check_tables()
        self._write_ahead()
        run("PRAGMA synchronous = FULL")
        run(f"PRAGMA busy_timeout = {1000 * WRITING:.0f}")
        if tables:
            return
        with self._transaction():
            run(f"PRAGMA application_id = {APPLICATION}")
            run(f"PRAGMA user_version = {FORMAT}")
            for statement in _TABLES.split(";"):
                run(statement)

    def _check_tables(self) -> None:
        """The tables are as they were made, and nothing acts behind our back when a row is written."""
        found = dict(self._connection.execute("SELECT name, type FROM sqlite_master"))
        columns = {
            name: tuple(row[1] for row in self._connection.execute(f"PRAGMA table_info({name})")) for name in _COLUMNS
        }
        if "trigger" in found.values() or columns != _COLUMNS or any(found.get(name) != "table" for name in _COLUMNS):
            raise OutputFault(
                f"{self.path}: another program has changed what the store consists of (its tables, or a trigger); "
                "undo that, or choose another name"
            )

    def _write_ahead(self) -> None:
        """Write-ahead mode; SQLite does not wait by itself where another process is about to set it too."""
        until = time.monotonic() + OPENING
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # a full disk has ended it already
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def status(self, key: str) -> str | None:
        """The status of a finished run; None where there is none."""
        with self._explained():
            found = self._connection.execute("SELECT status FROM results WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def add(self, finished: Sequence[tuple[str, Outcome]], planned: Sequence[tuple[str, int, str, Run]] = ()) -> None:
        """Finished runs by their key, and runs that a batch consists of (batch, place, key, run): all or nothing.

        An outcome takes the place of one that failed, and a failed one of none but these.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        results = [
            (key, each.status, json.dumps(dict(each.measures)), each.finding, each.seconds, __version__, now)
            for key, each in finished
        ]
        rows = [
            (
                batch,
                place,
                key,
                run.source.name,
                run.scenario,
                run.group,
                run.strategy,
                run.target_set,
                json.dumps(dict(run.inputs)),
            )
            for batch, place, key, run in planned
        ]
        with self._transaction():
            self._connection.executemany(
                "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
                "status = excluded.status, measures = excluded.measures, finding = excluded.finding, "
                "seconds = excluded.seconds, version = excluded.version, finished = excluded.finished "
                f"WHERE results.status = '{FAILED}'",
                results,
            )
            self._connection.executemany("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def end(self, batch: str, runs: int) -> None:
        """A batch consists of so many runs: forget what stood behind them from an earlier time."""
        with self._transaction():
            self._connection.execute("DELETE FROM runs WHERE batch = ? AND place >= ?", (batch, runs))

    def clear(self) -> None:
        """Forget everything, to begin anew."""
        with self._transaction():
            self._connection.execute("DELETE FROM runs")
            self._connection.execute("DELETE FROM results")

    def gather(self, other: Path) -> int:
        """Take the finished runs of another store that are not here; how many there were.

        Raises:
            OutputFault: it is no store.
        """
        with Store(other) as shard:
            before = self._count()
            with shard._explained():
                for rows in _parts(shard._connection.execute("SELECT * FROM results WHERE status <> ?", (FAILED,))):
                    with self._transaction():
                        self._connection.executemany("INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        return self._count() - before

    def _count(self) -> int:
        with self._explained():
            return int(self._connection.execute("SELECT count(*) FROM results").fetchone()[0])

    def counts(self, batch: str) -> dict[str, int]:
        """Finished runs of a batch by status."""
        with self._explained():
            found = self._connection.execute(
                "SELECT status, count(*) FROM runs JOIN results USING (key) WHERE batch = ? GROUP BY status", (batch,)
            )
            return {str(status): int(number) for status, number in found}

    def rows(self, batch: str, *, status: str | None = None) -> Iterator[Row]:
        """Finished runs of a batch in their order, one by one."""
        where = " AND status = ?" if status else ""
        with self._explained():
            found = self._connection.execute(
                "SELECT place, workbook, scenario, grouping, strategy, target_set, inputs, status, measures, finding, "
                f"seconds FROM runs JOIN results USING (key) WHERE batch = ?{where} ORDER BY place",
                (batch, status) if status else (batch,),
            )
            for place, workbook, scenario, group, strategy, target_set, inputs, state, measures, reason, took in found:
                outcome = Outcome(state, self._figures(measures), reason, took)
                chosen = self._figures(inputs)
                yield Row(place, workbook, scenario, group, strategy, target_set, chosen, outcome)

    def _figures(self, text: str) -> dict[str, Figure]:
        try:
            return dict(json.loads(text))
        except ValueError:
            raise OutputFault(f"{self.path}: {_DAMAGED} (a row of it cannot be read)") from None

    def batches(self) -> tuple[str, ...]:
        """Names of the batches in the store."""
        with self._explained():
            return tuple(str(name) for (name,) in self._connection.execute("SELECT DISTINCT batch FROM runs"))

    def sound(self) -> bool:
        """Whether SQLite finds the file whole."""
        return bool(self._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def _parts(cursor: Iterable[tuple[object, ...]], size: int = 1000) -> Iterator[list[tuple[object, ...]]]:
    part: list[tuple[object, ...]] = []
    for row in cursor:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
