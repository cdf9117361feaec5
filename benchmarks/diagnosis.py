"""The diagnosis of infeasible targets, against HiGHS's own irreducible sets and an earlier version, in one run.

An economy of 56 sectors over 5 years that can be carried out, and three faults planted in it: too few people
in a labour pool, a target out of reach, a branch without the capacity for its target.  For each, CPU time and
size of what is found, the middle of some runs by turns:

* the first conflict alone, with its proof;
* `Highs.getIis` with `iis_strategy` 6 on the same programme, and with 6 on the support of a dual ray first;
* the light answer, `first_answer`: share, years and first conflict;
* the whole of `diagnose`, and both of them in an earlier version, where there is one.

The sizes of sets are given as rows, with those that are demands or limits that somebody could change in brackets;
`proved` is a check by drop-one on a fresh instance, which `getIis` itself does not make, and of the first conflict its
own proof.

    git worktree add /tmp/before 5fd3d1c
    python benchmarks/diagnosis.py [--sectors 56] [--years 5] [--limit 60] [--repeat 5] [--before /tmp/before]

Ends in 1 where the conflict search is slower than `getIis`, or the light answer costs more than a tenth of the earlier
version's whole diagnosis.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import highspy
import numpy as np

from optimiser.diagnosis import diagnose, first_answer
from optimiser.diagnosis import question as asking
from optimiser.diagnosis.conflict import Conflict, find_conflicts
from optimiser.diagnosis.elastic import relaxable
from optimiser.diagnosis.remedies import GIVEN
from optimiser.economy.economy import Economy
from optimiser.economy.random import synthetic_economy
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import Kind
from optimiser.solver import SolverOptions
from optimiser.strategies import Request

HERE = Path(__file__).resolve().parents[1]

SECTOR = 2
"""Neither machines nor building."""


def changed(economy: Economy, part: str, name: str, place: int | tuple[int, int], factor: float) -> Economy:
    whole = getattr(economy, part)
    array = np.array(getattr(whole, name))
    array[place] *= factor
    return replace(economy, **{part: replace(whole, **{name: array})})


def planted(economy: Economy) -> dict[str, Economy]:
    """The three faults.  In an earlier version capacity is the sector's, for want of assets."""
    last = economy.years.plan
    owner = "assets" if hasattr(economy, "assets") else "sectors"
    without = changed(economy, owner, "capacity", SECTOR, 0.5)
    return {
        "labour": changed(economy, "pools", "natural", (1, last), 0.7),
        "target": changed(economy, "targets", "value", SECTOR, 4.0),
        "energy": changed(without, owner, "absorptive_limit", SECTOR, 0.2),
    }


def highs_of(programme: LinearProgramme, limit: float) -> Any:
    """The scaled programme without a goal in a HiGHS of its own."""
    arrays = programme.arrays
    matrix, scale, width = arrays.scaled, arrays.row_scale, arrays.column_scale
    highs = highspy.Highs()
    for name, value in (("output_flag", False), ("small_matrix_value", 1e-12), ("time_limit", limit)):
        highs.setOptionValue(name, value)
    rows, columns = matrix.shape
    highs.passModel(
        columns,
        rows,
        matrix.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        np.zeros(columns),
        arrays.lower / width,
        arrays.upper / width,
        arrays.row_lower / scale,
        arrays.row_upper / scale,
        matrix.indptr,
        matrix.indices,
        matrix.data,
        np.zeros(columns, np.int32),
    )
    return highs


def iis(programme: LinearProgramme, limit: float) -> list[int]:
    """Rows of `getIis` with strategy 6; empty where it has none."""
    highs = highs_of(programme, limit)
    highs.setOptionValue("iis_strategy", 6)
    highs.setOptionValue("iis_time_limit", limit)
    _, found = highs.getIis()
    # 3: a set that HiGHS calls irreducible; its `valid_` is true even where it ran out of time
    return list(found.row_index_) if int(found.status_) == 3 else []


def ray_then_iis(programme: LinearProgramme, limit: float) -> list[int]:
    """Strategy 6 on the rows that a dual ray names."""
    highs = highs_of(programme, limit)
    highs.setOptionValue("presolve", "off")
    highs.run()
    _, there, ray = highs.getDualRay()
    if not there:
        return []
    support = np.flatnonzero(np.abs(np.asarray(ray)[: programme.rows]) > 1e-9)
    arrays = programme.arrays
    lower, upper = np.full(programme.rows, -np.inf), np.full(programme.rows, np.inf)
    lower[support], upper[support] = arrays.row_lower[support], arrays.row_upper[support]
    return iis(programme.with_sides(lower, upper, arrays.lower, arrays.upper), limit)


def proved(programme: LinearProgramme, rows: list[int], limit: float) -> str:
    """Whether the rows alone are infeasible, and feasible without any one."""
    if not rows:
        return "-"
    highs = highs_of(programme, limit)
    every = np.arange(programme.rows, dtype=np.int32)
    arrays = programme.arrays
    low, high = arrays.row_lower / arrays.row_scale, arrays.row_upper / arrays.row_scale

    def infeasible(kept: list[int]) -> bool:
        lower, upper = np.full(programme.rows, -np.inf), np.full(programme.rows, np.inf)
        lower[kept], upper[kept] = low[kept], high[kept]
        highs.changeRowsBounds(len(every), every, lower, upper)
        highs.run()
        return bool(highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible)

    whole = infeasible(rows)
    needed = all(not infeasible([each for each in rows if each != row]) for row in rows)
    return "yes" if whole and needed else "not irreducible" if whole else "no"


def first_conflict(programme: LinearProgramme, limit: float) -> Conflict | None:
    """As `diagnose` goes about it: of targets, or else of what is given alone, and what explains it."""
    from optimiser.diagnosis.blame import to_blame  # an earlier version, which has no such file, is not asked for this

    work = asking.Work.of(SolverOptions(), limit, lambda _: None)
    blame = to_blame(programme, work)
    if blame.softened is None:
        return None
    found = find_conflicts(blame.softened, blame.members, blame.support, work.options, most=1, clock=work.clock)
    return found[0] if found else None


def seconds_of(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, and what was made."""
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def answers(economy: Economy, limit: float) -> dict[str, float]:
    """CPU seconds of the light answer and of the whole diagnosis."""
    request = Request(economy, "growth")
    ways = {"light": partial(first_answer, request), "whole": partial(diagnose, request, time_limit=limit)}
    return {name: seconds_of(work)[0] for name, work in ways.items()}


def answers_of(tree: Path, fault: str, given: argparse.Namespace) -> dict[str, float]:
    """The same by the version in another tree, in a process of its own."""
    size = ["--sectors", str(given.sectors), "--years", str(given.years), "--limit", str(given.limit)]
    command = [sys.executable, __file__, "--one", fault, *size]
    settings = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def compared(fault: str, economy: Economy, given: argparse.Namespace) -> bool:
    """The lines of one fault; whether what is wanted is reached."""
    programme = asking.question(Request(economy, "growth"), "targets").programme
    able = relaxable(programme, (Kind.TARGET, *GIVEN))
    ways: dict[str, Callable[[], Any]] = {
        "first conflict": partial(first_conflict, programme, given.limit),
        "getIis, strategy 6": partial(iis, programme, given.limit),
        "dual ray, then getIis 6": partial(ray_then_iis, programme, given.limit),
    }
    spent: dict[str, list[float]] = {}
    found: dict[str, Any] = {}
    for _ in range(given.repeat):
        for name, work in ways.items():
            seconds, found[name] = seconds_of(work)
            spent.setdefault(name, []).append(seconds)
        sources = {"now": HERE, "before": given.before}
        for version, tree in sources.items():
            for name, seconds in answers_of(tree, fault, given).items() if tree is not None else ():
                spent.setdefault(f"{name}, {version}", []).append(seconds)
    middle = {name: statistics.median(each) for name, each in spent.items()}
    for name, made in found.items():
        rows = [] if made is None else list(made.rows) if isinstance(made, Conflict) else made
        size = f"{len(rows)} ({int(able[rows].sum())})" if rows else "none in time"
        own = isinstance(made, Conflict) and made.verified and made.irreducible
        verdict = "yes" if own else proved(programme, [int(each) for each in rows], given.limit)
        print(f"{fault:8} {name:26} {middle[name]:8.3f}  {size:>12}  {verdict}")
    for name in ("light", "whole"):
        before = middle.get(f"{name}, before")
        times = f"  {before / middle[f'{name}, now']:.1f} times ({before:.3f} before)" if before is not None else ""
        print(f"{fault:8} {name + ' answer':26} {middle[f'{name}, now']:8.3f}{times}")
    whole = middle.get("whole, before", float("inf"))
    light = whole / middle["light, now"]
    print(
        f"{fault:8} conflict search at {middle['first conflict'] / middle['getIis, strategy 6']:.2f} of getIis"
        + (f"; whole before / light now {light:.1f}" if given.before is not None else "")
        + "\n"
    )
    return middle["first conflict"] <= middle["getIis, strategy 6"] and light >= 10.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sectors", type=int, default=56)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each way")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--before", type=Path, help="a worktree of an earlier version")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    economy = synthetic_economy(given.sectors, given.years, target_growth=0.02)
    faults = planted(economy)
    if given.one:
        answers(synthetic_economy(4, 2, target_growth=2.0), given.limit)  # imports and the like
        print(json.dumps(answers(faults[given.one], given.limit)))
        return 0
    print(f"{economy.title}, {given.years} years; CPU seconds, and rows of the set (rows that can be changed)\n")
    print(f"{'fault':8} {'way':26} {'seconds':>8}  {'rows':>12}  proved")
    reached = [compared(fault, made, given) for fault, made in faults.items()]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
