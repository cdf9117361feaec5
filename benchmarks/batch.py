"""Speed of batches: 64 scenarios of 56 sectors over five years, as ratios measured side by side in one run.

    python benchmarks/batch.py

Prints: how much less CPU the same 64 plans take when each starts from the kept basis of the economy as it is
than as 64 separate solves in one process (and the same for whole runs, from cells or a workbook to measures);
how much faster two worker processes are than one; and what a run costs beside its own work, in ms.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from optimiser.batch import Options, Runs, Store, plan_runs, process_pool, run_batch, source_of_tables
from optimiser.batch.definitions import definitions_in
from optimiser.batch.run import key_of
from optimiser.batch.snapshot import economy_of, tables_of_source
from optimiser.batch.survey import survey
from optimiser.batch.tidy import write_csv
from optimiser.batch.worker import work
from optimiser.economy.random import synthetic_economy
from optimiser.plan.measures import measures
from optimiser.report.reports import write_batch
from optimiser.solver import Bases, SolverOptions
from optimiser.strategies.solve import solve
from optimiser.workbook import read_workbook, tables_of, write_tables
from optimiser.workbook.cells import book_of

SECTORS, YEARS, SCENARIOS, ROUNDS = 56, 5, 64, 3
PIECE = 16
STRATEGY = sys.argv[1] if __name__ == "__main__" and len(sys.argv) > 1 else "proportional"
HEAD = ["scenario", "sheet", "row", "column", "operation", "value", "input", "runs", "seed"]
SAMPLE: list[list[object]] = [
    ["sample", "Labour", "*", "*", "multiply", "0.97 .. 1.05", "people", SCENARIOS, 1],
    ["sample", "Construction", "*", "*", "multiply", "0.9 .. 1.1", "capital costs"],
    ["sample", "Capacity", "*", "absorptive limit", "multiply", "0.8 .. 1.2", "absorptive limits"],
    ["sample", "Demand", "*", "*", "multiply", "0.9 .. 1.1", "given uses"],
]


def sample(runs: int = SCENARIOS) -> Runs:
    opened = source_of_tables("synthetic", tables_of(synthetic_economy(SECTORS, YEARS)))
    rows: list[list[object]] = [[*HEAD], [*SAMPLE[0][:7], runs, 1], *SAMPLE[1:]]
    known = definitions_in(book_of({"Scenarios": rows}).grids["Scenarios"], tables_of_source(opened.source))
    return plan_runs([opened], scenarios=[known], strategies=[STRATEGY], options=Options(findings=False))


def timed(clock: Callable[[], float], job: Callable[[], object]) -> float:
    began = clock()
    job()
    return clock() - began


def less_cpu() -> None:
    runs = list(sample())[1:]
    base = economy_of(runs[0].source, ())
    economies = [economy_of(run.source, run.changes) for run in runs]
    folder = Path(tempfile.mkdtemp())
    write_tables(tables_of(base), folder / "synthetic.xlsx")

    def separate() -> None:
        for economy in economies:
            solve(economy, STRATEGY)

    def kept() -> None:
        bases = Bases()
        options = SolverOptions(bases=bases)
        solve(base, STRATEGY, options=options)
        bases.close()
        for economy in economies:
            solve(economy, STRATEGY, options=options)

    def separate_whole() -> None:
        for run in runs:
            measures(solve(read_workbook(folder / "synthetic.xlsx", changes=run.changes).economy, STRATEGY))

    def kept_whole() -> None:
        run_batch(runs, store=Store())

    solves, whole = [], []
    for _ in range(ROUNDS):
        apart, together = timed(time.process_time, separate), timed(time.process_time, kept)
        solves.append((apart / together, apart / SCENARIOS, together / SCENARIOS))
        _forget()
        apart, together = timed(time.process_time, separate_whole), timed(time.process_time, kept_whole)
        whole.append((apart / together, apart / SCENARIOS, together / SCENARIOS))
    for name, found in (("solves alone", solves), ("whole runs, workbook to measures", whole)):
        ratio, apart, together = (statistics.median(each) for each in zip(*found, strict=True))
        print(f"{name}: {ratio:.1f} times less CPU ({1e3 * apart:.0f} ms apart, {1e3 * together:.0f} ms in a batch)")


def _forget() -> None:
    """As in a new process."""
    from optimiser.batch import worker

    worker._BASES._known.clear()


def two_workers() -> None:
    """Beside it the machine's own limit: how much faster two processes add up numbers than one, just then."""
    runs = sample(4 * SCENARIOS)
    ratios, limits = [], []
    for _ in range(ROUNDS):
        taken, spun = [], []
        for jobs in (1, 2):
            with process_pool(jobs) as pool:
                warm = [pool.submit(work, [next(iter(runs))]) for _ in range(4 * jobs)]
                for each in warm:
                    each.result()
                taken.append(timed(time.perf_counter, partial(run_batch, runs, pool)))
                spun.append(timed(time.perf_counter, partial(_spin, pool)))
        ratios.append(taken[0] / taken[1])
        limits.append(spun[0] / spun[1])
    found, limit = statistics.median(ratios), statistics.median(limits)
    print(
        f"two workers: {found:.2f} times faster than one ({', '.join(f'{each:.2f}' for each in ratios)}); "
        f"mere adding up at the same time: {limit:.2f} times"
    )


def _spin(pool: Executor) -> None:
    for each in [pool.submit(sum, range(40_000_000)) for _ in range(8)]:
        each.result()


def overhead() -> None:
    runs = list(sample())
    outcome = work(runs[:1])[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys: list[str] = []
        hashing = timed(time.process_time, lambda: keys.extend(map(key_of, runs))) / len(runs)
        with Store(folder / "store.sqlite") as store:

            def keep() -> None:
                # in pieces, as they come from the workers
                for start in range(0, len(runs), PIECE):
                    part = range(start, min(start + PIECE, len(runs)))
                    planned = [("batch", place, keys[place], runs[place]) for place in part]
                    store.add([(keys[place], outcome) for place in part], planned)

            storing = timed(time.perf_counter, keep) / len(runs)

            def report() -> None:
                found = survey(store.rows("batch"))
                write_batch(store, "batch", found, folder / "comparison.xlsx")
                write_csv(store, "batch", found, folder / "results.csv")

            report()
            (folder / "comparison.xlsx").unlink()
            (folder / "results.csv").unlink()
            reporting = timed(time.process_time, report) / len(runs)
    total = hashing + storing + reporting
    print(
        f"overhead of a run: {1e3 * total:.1f} ms (hash {1e3 * hashing:.1f}, store {1e3 * storing:.1f}, "
        f"report {1e3 * reporting:.1f}; {len(outcome.measures)} measures)"
    )


if __name__ == "__main__":
    less_cpu()
    two_workers()
    overhead()
