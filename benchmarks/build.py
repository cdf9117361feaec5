"""Building a programme and loading it into HiGHS: this project against PuLP's `lpSum(a * x)`.

    python benchmarks/build.py

The same synthetic economy is written twice: by this project's rules, and by hand in PuLP as a modeller would, one
constraint at a time, zeros left out; once straight from the economy's numpy arrays, once with these made into plain
lists beforehand (not counted), which PuLP multiplies faster.  All have the same unknowns, rows and nonzeros, and
(checked on the smaller size) the same optimum.  Every run is a process of its own; the seconds are CPU seconds of the
process until HiGHS holds the programme, without imports and without making the economy.  The ways take turns; the
middle run of each counts.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from written.rule_by_rule import InPulp, data_of, rule_by_rule

YEARS = 5
SIZES = (56, 400)
RUNS = 3
SOLVED_TOO = 56
"""The size at which both are solved as well, to see that they are the same programme."""
RATIO_WANTED, MIB_WANTED = 40.0, 200.0


def ours(economy: Any) -> dict[str, Any]:
    import highspy  # noqa: F401

    from optimiser.programme import formulate
    from optimiser.solver import SolverOptions, open_session
    from optimiser.strategies.goals import discounted_consumption

    began = time.process_time()
    programme, v = formulate(economy)
    programme = programme.maximising(discounted_consumption(economy, v))
    built = time.process_time()
    session = open_session(programme, SolverOptions())
    loaded = time.process_time()
    memory = _peak()
    size = (programme.rows, programme.columns, session.matrix.nnz)
    objective = session.solve().objective if len(economy.sectors.axis) <= SOLVED_TOO else None
    return _told(built - began, loaded - built, memory, size, objective)


def theirs(economy: Any, *, lists: bool = False) -> dict[str, Any]:
    import highspy  # noqa: F401
    import pulp

    data = data_of(economy, lists=lists)
    began = time.process_time()
    problem = rule_by_rule(data, InPulp())
    built = time.process_time()
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    loaded = time.process_time()
    memory = _peak()
    rows = problem.constraints
    size = (len(rows), len(problem.variables()), sum(len(row) for row in rows.values()))
    objective = None
    if len(economy.sectors.axis) <= SOLVED_TOO:
        problem.solve(pulp.HiGHS(msg=False))
        objective = pulp.value(problem.objective)
    return _told(built - began, loaded - built, memory, size, objective)


def _told(
    build: float, load: float, memory: float, size: tuple[int, int, int], objective: float | None
) -> dict[str, Any]:
    return {"build": build, "load": load, "memory": memory, "size": size, "objective": objective}


def _peak() -> float:
    """MiB, of this process since it began."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


OURS, ARRAYS, LISTS = "this project", "PuLP lpSum", "PuLP, lists"
WAYS: dict[str, Callable[..., Any]] = {OURS: ours, ARRAYS: theirs, LISTS: partial(theirs, lists=True)}


def _same_size(sizes: set[tuple[int, ...]]) -> bool:
    """As many rows and unknowns; nonzeros alike but for those under 1e-12, which are left out of what is solved."""
    rows, columns, nonzeros = zip(*sizes, strict=True)
    return len(set(rows)) == len(set(columns)) == 1 and max(nonzeros) - min(nonzeros) <= 1e-4 * max(nonzeros)


def one(way: str, sectors: int, density: float) -> None:
    """A single run, in a process of its own."""
    from optimiser.economy.random import synthetic_economy

    warnings.simplefilter("ignore")
    print(json.dumps(WAYS[way](synthetic_economy(sectors, YEARS, density=density))))


def _wake_memory() -> None:
    """Touch memory and give it back: a virtual machine that was idle takes long over the first use of each page."""
    _ = bytearray(b"x") * (1 << 28)


def run(way: str, sectors: int, density: float) -> dict[str, Any]:
    _wake_memory()
    command = [sys.executable, __file__, "--one", way, "--sizes", str(sectors), "--density", str(density)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--density", type=float, default=0.6, help="share of the input matrix that is filled")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.one, given.sizes[0], given.density)
        return 0

    print(
        f"{'sectors x years':16} {'way':13} {'rows':>7} {'columns':>8} {'nonzeros':>9} "
        f"{'build s':>8} {'load s':>7} {'sum s':>7} {'ratio':>6} {'MiB':>5}"
    )
    failed = False
    for sectors in given.sizes:
        runs = [{way: run(way, sectors, given.density) for way in WAYS} for _ in range(given.runs)]
        total = {way: statistics.median(each[way]["build"] + each[way]["load"] for each in runs) for way in WAYS}
        ratio = {way: total[way] / total[OURS] for way in WAYS}
        memory = {way: max(each[way]["memory"] for each in runs) for way in WAYS}
        for way in WAYS:
            build, load = (statistics.median(each[way][part] for each in runs) for part in ("build", "load"))
            rows, columns, nonzeros = runs[0][way]["size"]
            print(
                f"{f'{sectors} x {YEARS}':16} {way:13} {rows:7,} {columns:8,} {nonzeros:9,} "
                f"{build:8.3f} {load:7.3f} {total[way]:7.3f} {ratio[way]:6.1f} {memory[way]:5.0f}"
            )
        sizes = {tuple(runs[0][way]["size"]) for way in WAYS}
        checks = [(_same_size(sizes), f"the same programme: (rows, columns, nonzeros) {sorted(sizes)}")]
        ends = [runs[0][way]["objective"] for way in WAYS]
        if None not in ends:
            same = max(ends) - min(ends) <= 1e-6 * abs(ends[0])
            checks.append((same, f"the same optimum: {', '.join(f'{end:.9g}' for end in ends)}"))
        if sectors >= max(SIZES):
            checks += [
                (
                    ratio[ARRAYS] >= RATIO_WANTED,
                    f"{ratio[ARRAYS]:.1f} times less CPU than PuLP's lpSum (wanted: {RATIO_WANTED:.0f})",
                ),
                (
                    memory[OURS] < MIB_WANTED,
                    f"the process takes {memory[OURS]:.0f} MiB at most (wanted: under {MIB_WANTED:.0f})",
                ),
            ]
        for good, words in checks:
            print(f"{'PASS' if good else 'FAIL'}  {sectors} x {YEARS}: {words}")
            failed |= not good
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
