"""Batches: many economies and strategies, on any `concurrent.futures.Executor`, losing nothing.

    from optimiser.batch import plan_runs, run_batch, source_of_workbook

    runs = plan_runs([source_of_workbook("inputs/first_five_year_plan.xlsx")], strategies=["balanced"])
    batch = run_batch(runs, store="outputs/batch.sqlite")
    print(batch.counts)

A run is a workbook's cells, changes to them, a strategy, a target set and options.  What comes out of it
depends on nothing else: not on the order of the runs, nor on how many workers there are, nor on what each of
them did before.

The names below are loaded when first used, so that the command line costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimiser.batch.definitions import read_definitions as read_definitions
    from optimiser.batch.engine import Batch as Batch
    from optimiser.batch.engine import Counts as Counts
    from optimiser.batch.engine import run_batch as run_batch
    from optimiser.batch.executors import SerialExecutor as SerialExecutor
    from optimiser.batch.executors import process_pool as process_pool
    from optimiser.batch.expand import Variant as Variant
    from optimiser.batch.progress import Progress as Progress
    from optimiser.batch.run import Options as Options
    from optimiser.batch.run import Outcome as Outcome
    from optimiser.batch.run import Run as Run
    from optimiser.batch.runs import Runs as Runs
    from optimiser.batch.runs import plan_runs as plan_runs
    from optimiser.batch.snapshot import Opened as Opened
    from optimiser.batch.snapshot import Source as Source
    from optimiser.batch.snapshot import source_of_tables as source_of_tables
    from optimiser.batch.snapshot import source_of_workbook as source_of_workbook
    from optimiser.batch.store import Store as Store
    from optimiser.batch.tidy import write_csv as write_csv
    from optimiser.batch.tidy import write_parquet as write_parquet
    from optimiser.workbook.scenarios import Definition as Definition

_HOME = {
    "Definition": "optimiser.workbook.scenarios",
    "Batch": "optimiser.batch.engine",
    "Counts": "optimiser.batch.engine",
    "Opened": "optimiser.batch.snapshot",
    "Options": "optimiser.batch.run",
    "Outcome": "optimiser.batch.run",
    "Progress": "optimiser.batch.progress",
    "Run": "optimiser.batch.run",
    "Runs": "optimiser.batch.runs",
    "SerialExecutor": "optimiser.batch.executors",
    "Source": "optimiser.batch.snapshot",
    "Store": "optimiser.batch.store",
    "Variant": "optimiser.batch.expand",
    "plan_runs": "optimiser.batch.runs",
    "process_pool": "optimiser.batch.executors",
    "read_definitions": "optimiser.batch.definitions",
    "run_batch": "optimiser.batch.engine",
    "source_of_tables": "optimiser.batch.snapshot",
    "source_of_workbook": "optimiser.batch.snapshot",
    "write_csv": "optimiser.batch.tidy",
    "write_parquet": "optimiser.batch.tidy",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'optimiser.batch' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
