"""Carrying out a batch: runs in pieces of about a second, on any executor, into the store as they finish."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sized
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

from optimiser.batch import executors
from optimiser.batch.executors import SerialExecutor, halt, one_process, process_pool
from optimiser.batch.progress import Progress
from optimiser.batch.run import FAILED, Options, Outcome, Run, key_of
from optimiser.batch.store import Store
from optimiser.batch.worker import work
from optimiser.errors import InputFault, OutputFault
from optimiser.shown import Shown, brief

PIECE = 1.0
"""Seconds of work that are sent to a worker at a time."""
MOST_RUNS = 500
"""In one piece."""
AHEAD = 2
"""Pieces for each worker that are under way or waiting."""
DIED = "the worker process died, and died again when this run was tried alone"


@dataclass(frozen=True)
class Counts:
    """Runs of a batch by what became of them."""

    runs: int = 0
    optimal: int = 0
    infeasible: int = 0
    unbounded: int = 0
    limit: int = 0
    failed: int = 0

    @classmethod
    def of(cls, by_status: dict[str, int]) -> Counts:
        """From the store's."""
        return cls(runs=sum(by_status.values()), **by_status)

    def __str__(self) -> str:
        named = {
            "optimal": self.optimal,
            "infeasible": self.infeasible,
            "unbounded": self.unbounded,
            "stopped by a limit": self.limit,
            "failed": self.failed,
        }
        parts = [f"{number} {name}" for name, number in named.items() if number]
        return f"{self.runs} runs" + (f": {', '.join(parts)}" if parts else "")


@dataclass(frozen=True, eq=False)
class Batch(Shown):
    """A batch that has ended, and where its results are."""

    name: str
    store: Store
    counts: Counts

    def __repr__(self) -> str:
        return f"<Batch {brief(self.name)}: {self.counts}>"


@dataclass(frozen=True)
class _Item:
    place: int
    key: str
    run: Run


@dataclass
class _Feed:
    """The runs that are still to be carried out, and what is to be noted of all."""

    runs: Iterator[Run]
    name: str
    store: Store
    progress: Progress
    retry_failed: bool
    place: int = 0
    planned: list[tuple[str, int, str, Run]] = field(default_factory=list)
    under_way: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[_Item]:
        for run in self.runs:
            item = _Item(self.place, key_of(run), run)
            self.planned.append((self.name, item.place, item.key, run))
            self.place += 1
            if len(self.planned) >= MOST_RUNS:
                self.note([])
            if item.key in self.under_way:
                self.progress.add(known=1)
                continue
            status = self.store.status(item.key)
            if status is None or (status == FAILED and self.retry_failed):
                self.under_way.add(item.key)
                yield item
            else:
                self.progress.add(known=1)
            self.progress.tick()

    def note(self, finished: list[tuple[_Item, Outcome]]) -> None:
        """Store what has finished, with the runs that were planned since the last time."""
        planned, self.planned = self.planned, []
        self.store.add([(item.key, outcome) for item, outcome in finished], planned)
        for item, outcome in finished:
            self.under_way.discard(item.key)
            self.progress.add(done=1, failed=outcome.status == FAILED)
        self.progress.tick()


@dataclass
class _Pace:
    """Seconds that runs of a kind take, learned as they finish."""

    known: dict[tuple[str, str, str, Options], float] = field(default_factory=dict)

    def learn(self, run: Run, outcome: Outcome) -> None:
        before = self.known.get(run.reference, outcome.seconds)
        self.known[run.reference] = 0.8 * before + 0.2 * outcome.seconds

    def expect(self, run: Run) -> float:
        return self.known.get(run.reference, PIECE)

    def mean(self) -> float:
        return sum(self.known.values()) / len(self.known) if self.known else PIECE


@dataclass
class _Crew:
    """The executor that is used now, and how many pieces it takes at a time."""

    executor: Executor
    own: bool = False
    asked: float = field(default=float("-inf"))
    slots: int = 1

    def room(self) -> int:
        """Pieces that may be under way; asked anew now and then, for a cluster may grow."""
        if time.monotonic() - self.asked > 15.0:
            self.asked, self.slots = time.monotonic(), executors.slots(self.executor)
        return 1 if isinstance(self.executor, SerialExecutor) else AHEAD * self.slots

    def renew(self) -> None:
        """Processes in place of those that died."""
        self.close()
        self.executor, self.own = process_pool(self.slots), True

    def close(self) -> None:
        """End what was started here."""
        if self.own:
            halt(self.executor)


def run_batch(
    runs: Iterable[Run],
    executor: Executor | None = None,
    *,
    store: Store | str | Path | None = None,
    name: str = "batch",
    retry_failed: bool = False,
    progress: Progress | None = None,
) -> Batch:
    """Carry out runs on an executor (None: here, one after another), and keep everything in a store.

    Every run is stored under its content hash as soon as the piece of work that it is part of has finished;
    one that the store has already is not carried out again, unless it failed and `retry_failed` is given.
    `name` tells apart the batches in one store.  `runs` are taken as they are needed, so they may be as many
    as you like.  The executor is not shut down.

    A run that raises is stored as failed.  When a worker dies, the runs it may have been at are tried once
    more, each alone; the one at which a worker dies again is stored as failed.

    Raises:
        OutputFault: the store cannot be used.
        InputFault: the executor takes no more work; what has finished is in the store.
        OptimiserError: worker processes cannot start (in a script, because it has no `if __name__ == "__main__":`);
            what has finished is in the store.
    """
    opened = store if isinstance(store, Store) else Store(store or ":memory:")
    progress = progress or Progress(quiet=True)
    if isinstance(runs, Sized) and progress.total is None:
        progress.total = len(runs)
    feed = _Feed(iter(runs), name, opened, progress, retry_failed)
    crew = _Crew(executor or SerialExecutor())
    under_way: UnderWay = {}
    try:
        _carry_out(feed, crew, under_way)
    except OutputFault:
        # the store takes nothing more
        raise
    except BaseException:
        ready = [future for future in under_way if not future.cancel() and future.done()]
        feed.note(_taken(under_way, ready).finished)
        raise
    finally:
        crew.close()
        progress.close()
    opened.end(name, feed.place)
    return Batch(name, opened, Counts.of(opened.counts(name)))


UnderWay = dict[Future[list[Outcome]], list[_Item]]


@dataclass
class _Ended:
    """What pieces of work came to."""

    finished: list[tuple[_Item, Outcome]] = field(default_factory=list)
    lost: list[_Item] = field(default_factory=list)
    broken: bool = False
    """Whether the executor takes no more work."""


def _taken(under_way: UnderWay, futures: Iterable[Future[list[Outcome]]]) -> _Ended:
    """Take pieces out of those under way; one that has not ended counts as lost."""
    ended = _Ended()
    for future in futures:
        items = under_way.pop(future)
        error = _error(future)
        if error is None:
            ended.finished.extend(zip(items, future.result(), strict=True))
        else:
            ended.lost.extend(items)
            ended.broken = ended.broken or isinstance(error, BrokenExecutor)
    return ended


def _error(future: Future[list[Outcome]]) -> BaseException | None:
    try:
        return future.exception(timeout=0)
    except TimeoutError as error:
        return error
    except CancelledError:
        raise _gone() from None


def _gone(reason: str = "") -> InputFault:
    said = f" ({reason})" if reason else ""
    remedy = "What has finished is stored: start it again, and go on with --resume."
    return InputFault.of("The executor", f"takes no more work{said}: its scheduler is gone", remedy)


def _carry_out(feed: _Feed, crew: _Crew, under_way: UnderWay) -> None:
    pace, items = _Pace(), iter(feed)
    while True:
        refused = _fill(items, feed, pace, crew, under_way)
        if not under_way and not refused:
            feed.note([])
            return
        done = wait(under_way, timeout=0.5, return_when=FIRST_COMPLETED).done if under_way else set()
        ended = _taken(under_way, done)
        broken = ended.broken or bool(refused)
        if broken:
            # with one process all are gone: what the others were at is lost too
            rest = _taken(under_way, wait(under_way, timeout=5.0).done | set(under_way))
            ended.finished += rest.finished
            ended.lost += rest.lost + refused
        for item, outcome in ended.finished:
            pace.learn(item.run, outcome)
        if ended.finished:
            feed.note(ended.finished)
        if ended.lost:
            _alone(ended.lost, feed, None if broken else crew.executor)
        if broken:
            crew.renew()
        feed.progress.tick()


def _fill(items: Iterator[_Item], feed: _Feed, pace: _Pace, crew: _Crew, under_way: UnderWay) -> list[_Item]:
    """Give the executor as much as it has room for; the piece that it refused, being broken."""
    while len(under_way) < crew.room():
        piece = _piece(items, pace, _budget(feed, pace, crew))
        if not piece:
            break
        try:
            under_way[crew.executor.submit(work, [item.run for item in piece])] = piece
        except BrokenExecutor:
            return piece
        except Exception as error:  # of whatever library the executor is
            raise _gone(f"{type(error).__name__}: {error}") from None
    return []


def _budget(feed: _Feed, pace: _Pace, crew: _Crew) -> float:
    """Seconds for the next piece: less towards the end, so that all workers end together."""
    progress = feed.progress
    if progress.total is None:
        return PIECE
    left = (progress.total - feed.place) * pace.mean()
    return min(PIECE, left / (AHEAD * crew.slots))


def _piece(items: Iterator[_Item], pace: _Pace, seconds: float) -> list[_Item]:
    piece: list[_Item] = []
    expected = 0.0
    while (not piece or expected < seconds) and len(piece) < MOST_RUNS:
        item = next(items, None)
        if item is None:
            break
        piece.append(item)
        expected += pace.expect(item.run)
    return piece


def _alone(items: list[_Item], feed: _Feed, executor: Executor | None) -> None:
    """Each run by itself, in a process of its own where no executor is given; what fails again is recorded."""
    used = executor or one_process()
    try:
        for item in sorted(items, key=lambda each: each.place):
            try:
                future = used.submit(work, [item.run])
                while not wait([future], timeout=0.5).done:
                    feed.progress.tick()
                error = _error(future)
                outcome = future.result()[0] if error is None else Outcome(FAILED, finding=_said(error))
            except BrokenExecutor:
                error, outcome = BrokenExecutor(), Outcome(FAILED, finding=DIED)
            feed.note([(item, outcome)])
            if isinstance(error, BrokenExecutor) and executor is None:
                halt(used)
                used = one_process()
    finally:
        if executor is None:
            halt(used)


def _said(error: BaseException) -> str:
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        return DIED
    return f"{type(error).__name__}: {error}"
