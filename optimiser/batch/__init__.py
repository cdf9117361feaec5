"""Batches: many economies and strategies, on any `concurrent.futures.Executor`, losing nothing.

    from optimiser.batch import plan_runs, run_batch, source_of_workbook

    runs = plan_runs([source_of_workbook("inputs/first_five_year_plan.xlsx")], strategies=["balanced"])
    batch = run_batch(runs, store="outputs/batch.sqlite")
    print(batch.counts)

A run is a workbook's cells, changes to them, a strategy, a target set and options.  What comes out of it
depends on nothing else: not on the order of the runs, nor on how many workers there are, nor on what each of
them did before.
"""

from optimiser.batch.definitions import Definition, read_definitions
from optimiser.batch.executors import SerialExecutor, process_pool
from optimiser.batch.run import Options, Outcome, Run
from optimiser.batch.running import Batch, Counts, run_batch
from optimiser.batch.runs import Runs, plan_runs
from optimiser.batch.scenarios import Variant, expand
from optimiser.batch.source import Source, source_of_tables, source_of_workbook
from optimiser.batch.store import Store

__all__ = [
    "Batch",
    "Counts",
    "Definition",
    "Options",
    "Outcome",
    "Run",
    "Runs",
    "SerialExecutor",
    "Source",
    "Store",
    "Variant",
    "expand",
    "plan_runs",
    "process_pool",
    "read_definitions",
    "run_batch",
    "source_of_tables",
    "source_of_workbook",
]
