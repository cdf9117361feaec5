"""Small batches for tests, and work that goes wrong; a module of its own, so that workers can import it."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from optimiser.batch import Batch, Definition, Opened, Options, Outcome, Run, Runs, plan_runs, source_of_tables
from optimiser.batch.definitions import definitions_in
from optimiser.batch.snapshot import tables_of_source
from optimiser.batch.worker import work
from optimiser.workbook.cells import book_of
from optimiser.workbook.examples import EXAMPLES

HEAD = ["scenario", "sheet", "row", "column", "operation", "value", "input", "runs", "seed", "extends", "grades"]
QUICK = Options(findings=False)

GRID = ["grid", "Labour", "workers", "persons", "multiply", "0.98; 1; 1.02; 1.1", "workers"]
STEEL = ["grid", "Construction", "STL", "*", "multiply", "0.9; 1; 1.2", "building"]
SAMPLE = ["sample", "Labour", "workers", "persons", "multiply", "0.97 .. 1.1", "workers", 12, 7]
SAMPLED = ["sample", "Construction", "STL", "*", "multiply", "0.8 .. 1.2", "building"]
TOO_MUCH = ["rich", "Households", "people", "floor", "set", "3; 4; 5; 6", "floor"]
FAULTY = ["faulty", "Inputs", "STL", "STL", "set", 2.0]
DEADLY = "deadly"
DEADLY_ROW = [DEADLY, "Labour", "workers", "persons", "multiply", 1.05]


def workbook(name: str = "steel and corn", **sheets: Any) -> Opened:
    tables = dict(EXAMPLES["two_sectors"]())
    tables.update({key.replace("_", " "): value for key, value in sheets.items()})
    return source_of_tables(name, tables)


def defined(opened: Opened, *rows: Sequence[object]) -> dict[str, Definition]:
    grid = book_of({"Scenarios": [HEAD, *rows]}).grids["Scenarios"]
    return definitions_in(grid, tables_of_source(opened.source), opened.scenarios)


def small_runs(*rows: Sequence[object], strategies: Sequence[str] = ("balanced",), **options: Any) -> Runs:
    opened = workbook()
    known = [defined(opened, *rows)] if rows else None
    return plan_runs([opened], scenarios=known, strategies=strategies, options=QUICK, **options)


def table(batch: Batch) -> list[tuple[object, ...]]:
    """Everything that the results say, but how long it took."""
    return [
        (
            row.place,
            row.workbook,
            row.scenario,
            row.group,
            row.strategy,
            row.target_set,
            dict(row.inputs),
            row.outcome.status,
            dict(row.outcome.measures),
            row.outcome.finding,
        )
        for row in batch.store.rows(batch.name)
    ]


def same(first: Batch, second: Batch, tolerance: float = 1e-9) -> None:
    """The same rows in the same order, figures to the tolerance."""
    mine, others = table(first), table(second)
    assert [row[:8] + row[9:] for row in mine] == [row[:8] + row[9:] for row in others]
    for a, b in zip(mine, others, strict=True):
        left, right = a[8], b[8]
        assert isinstance(left, Mapping)
        assert isinstance(right, Mapping)
        assert left.keys() == right.keys()
        for name, value in left.items():
            other = right[name]
            if isinstance(value, str):
                assert value == other
            else:
                assert abs(value - other) <= tolerance * max(1.0, abs(value)), (a[2], name)


def deadly_work(runs: Sequence[Run]) -> list[Outcome]:
    """Like `work`, but the worker dies at the scenario `deadly`."""
    for run in runs:
        if run.scenario == DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)
    return work(runs)


def once_deadly_work(runs: Sequence[Run]) -> list[Outcome]:
    """Like `deadly_work`, but only the first time: afterwards a file says that it has happened."""
    mark = Path(os.environ["ONCE_DEADLY"])
    if any(run.scenario == DEADLY for run in runs) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work(runs)


def raising_work(runs: Sequence[Run]) -> list[Outcome]:
    """A worker whose answer cannot be had."""
    if any(run.scenario == DEADLY for run in runs):
        raise RuntimeError("the answer was lost")
    return work(runs)
