"""Conflicts found by the diagnosis, against HiGHS's own irreducible sets, in one run.

An economy of 56 sectors over 5 years that can be carried out, and three faults planted in it: too few people
in a labour pool, a target out of reach, a branch without the capacity for its target.  For each, time and
size of what is found:

* the least relaxation: the first thing that is shown, how much is missing, where and when;
* the first conflict alone, with its proof;
* all of `explain`: relaxations of targets (least in total, and worst kept least) and of resources, and up to
  three conflicts, each with its proof;
* `Highs.getIis` with `iis_strategy` 6 on the same programme, and with 6 on the support of a dual ray first.

The sizes of HiGHS's sets are given as rows, with those that are demands or limits that somebody could change
in brackets; `proved` is a check by drop-one on a fresh instance, which `getIis` itself does not make.

    python benchmarks/diagnosis.py [--sectors 56] [--years 5] [--limit 60]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import highspy
import numpy as np

from optimiser.diagnosis import explain
from optimiser.diagnosis.conflict import Conflict, find_conflicts
from optimiser.diagnosis.deadline import Clock
from optimiser.diagnosis.elastic import least_total, relaxable, soften
from optimiser.diagnosis.question import question
from optimiser.diagnosis.remedies import GIVEN
from optimiser.economy.economy import Economy
from optimiser.economy.random import synthetic_economy
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import Kind
from optimiser.solver import SolverOptions
from optimiser.strategies import Request

SECTOR = 2
"""Neither machines nor building."""


def changed(economy: Economy, part: str, name: str, place: int | tuple[int, int], factor: float) -> Economy:
    whole = getattr(economy, part)
    array = np.array(getattr(whole, name))
    array[place] *= factor
    return replace(economy, **{part: replace(whole, **{name: array})})


def planted(economy: Economy) -> dict[str, Economy]:
    """The three faults."""
    last = economy.years.plan
    without = changed(economy, "sectors", "capacity", SECTOR, 0.5)
    return {
        "labour": changed(economy, "pools", "natural", (1, last), 0.7),
        "target": changed(economy, "targets", "value", SECTOR, 4.0),
        "energy": changed(without, "sectors", "absorptive_limit", SECTOR, 0.2),
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
    """As `explain` goes about it: targets, or else what is given, and what explains them."""
    targets, able = relaxable(programme, (Kind.TARGET,)), relaxable(programme, (Kind.TARGET, *GIVEN))
    flags = [np.full(block.count, block.rule is not None and block.rule.explains) for block in programme.blocks]
    support = np.concatenate(flags)
    softened = soften(programme, able | support, SolverOptions(time_limit=limit))
    total = least_total(softened, targets)[1]
    seeds = total.rows if total is not None else np.empty(0, np.int64)
    members = able if total is not None else able & ~targets
    found = find_conflicts(softened, members, support, SolverOptions(), seeds=seeds, most=1, clock=Clock.of(limit))
    return found[0] if found else None


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sectors", type=int, default=56)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each way")
    given = parser.parse_args()
    economy = synthetic_economy(given.sectors, given.years, target_growth=0.02)
    print(f"{economy.title}, {given.years} years; seconds, and rows of the set (rows that can be changed)\n")
    print(f"{'fault':8} {'way':34} {'seconds':>8}  {'rows':>14}  proved")
    for name, made in planted(economy).items():
        programme = question(Request(made, "growth"), "targets").programme
        able = relaxable(programme, (Kind.TARGET, *GIVEN))

        def relaxation(programme: LinearProgramme = programme) -> int:
            targets = relaxable(programme, (Kind.TARGET,))
            found = least_total(soften(programme, targets, SolverOptions(time_limit=given.limit)), targets)[1]
            return len(found.rows) if found is not None else 0

        seconds, count = timed(relaxation)
        print(f"{name:8} {'least relaxation of the targets':34} {seconds:8.2f}  {count:>14}  ")
        seconds, first = timed(partial(first_conflict, programme, given.limit))
        size = f"{len(first.rows)} ({int(able[first.rows].sum())})" if first else "none"
        verdict = "yes" if first and first.verified and first.irreducible else "in part"
        print(f"{name:8} {'first conflict':34} {seconds:8.2f}  {size:>14}  {verdict}")
        seconds, found = timed(partial(explain, programme, economy=made, time_limit=given.limit))
        sizes = [
            f"{len(each.rows)} ({sum(place.kind in (Kind.TARGET, *GIVEN) for place in each.rows)})"
            for each in found.conflicts
        ]
        verdict = "yes" if all(each.verified and each.irreducible for each in found.conflicts) else "in part"
        print(f"{name:8} {'relaxations and all conflicts':34} {seconds:8.2f}  {', '.join(sizes):>14}  {verdict}")
        for way, work in (("getIis, strategy 6", iis), ("dual ray, then getIis 6", ray_then_iis)):
            seconds, rows = timed(partial(work, programme, given.limit))
            size = f"{len(rows)} ({int(able[rows].sum())})" if rows else "none in time"
            print(f"{name:8} {way:34} {seconds:8.2f}  {size:>14}  {proved(programme, rows, given.limit)}")
        for each in found.conflicts[:1]:
            print(f"         {each.sentence[:150]}{'...' if len(each.sentence) > 150 else ''}\n")


if __name__ == "__main__":
    main()
