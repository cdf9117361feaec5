"""Programmes kept in the solver against solving each from new.

    python benchmarks/sessions.py

The strategies solve many programmes that differ in a few sides, bounds or goals.  Each of these searches runs twice
on one synthetic economy, in a process of its own each time: with the solver instance kept, as the strategies do it,
and with every programme given to a new instance.  Both find the same.  CPU seconds, without imports and without
making the economy.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

SECTORS, YEARS, RUNS = 56, 5, 3
RATIO_WANTED = 5.0
EQUAL = 1e-6

KEPT, ANEW = "kept", "anew"


def session_of(way: str) -> Any:
    """What opens a session: the kept one, or one that gives every programme to a new instance."""
    from optimiser.solver import HighsSession, open_session

    class Anew(HighsSession):
        def _run(self, *, known: bool = False, once: bool = False) -> Any:
            return HighsSession(self.as_it_stands(), self.options)._run(known=known, once=once)

    return open_session if way == KEPT else Anew


def growth(economy: Any, way: str, *, bisect: bool = False) -> tuple[float, int, float]:
    """The greatest common growth by Newton's method, or by the bisection that it saves: only sides change."""
    from optimiser.programme import formulate
    from optimiser.solver import SolverOptions
    from optimiser.strategies.balanced import GrowingRows, greatest_growth, growing_together, with_margin

    programme, v = formulate(economy)
    programme, _ = with_margin(programme.with_rows(growing_together(economy, v)))
    _ = programme.arrays
    began = time.process_time()
    session = session_of(way)(programme, SolverOptions())
    growing = GrowingRows.of(programme)
    found = bisected(session, growing) if bisect else greatest_growth(session, growing)[0]
    return time.process_time() - began, session.solves, found


def bisected(session: Any, growing: Any) -> float:
    """To the same exactness as Newton's method, from the bracket 0 to 100 per cent."""
    low, high = 0.0, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        growing.set_growth(session, middle)
        if session.solve().objective >= 0.0:
            low = middle
        else:
            high = middle
    return low


def ladder(economy: Any, way: str) -> tuple[float, int, float]:
    """The leximin ladder of all sectors' targets: sides and goals change by turns."""
    import numpy as np

    from optimiser.programme import formulate
    from optimiser.solver import SolverOptions
    from optimiser.strategies.goals import target_goals
    from optimiser.strategies.leximin import leximin, with_ladder
    from optimiser.strategies.request import Request

    bare, v = formulate(economy)
    goals = target_goals(economy, v, "growth")
    programme, share = with_ladder(bare, goals)
    _ = programme.arrays
    began = time.process_time()
    session = session_of(way)(programme, SolverOptions())
    span = programme.row_range["target_kept"]
    session.free_rows(np.arange(span.start, span.stop))
    _, shares, _ = leximin(session, goals, share, most=np.inf, request=Request(economy))
    return time.process_time() - began, session.solves, float(np.sort(shares).cumsum().mean())


def maxima(economy: Any, way: str) -> tuple[float, int, float]:
    """The greatest output of each sector by itself: only the goal changes."""
    from importlib import import_module

    from optimiser.programme import formulate
    from optimiser.strategies.request import Request

    maximum: Any = import_module("optimiser.strategies.maximum")

    bare, v = formulate(economy)
    goals = maximum._each_alone(economy, v)
    opened: list[Any] = []

    def open_session(programme: Any, options: Any) -> Any:
        opened.append(session_of(way)(programme, options))
        return opened[-1]

    maximum.open_session = open_session
    began = time.process_time()
    found, _, _, _ = maximum.stand_alone_maxima(Request(economy), bare, goals, pairs=False)
    return time.process_time() - began, opened[0].solves, float((found / goals.base).sum())


def frontier(economy: Any, way: str) -> tuple[float, int, float]:
    """The frontier between consumption and heavy industry, nine points: a side changes, and twice the goal."""
    import optimiser.comparison.compare as comparing

    opened: list[Any] = []

    def open_session(programme: Any, options: Any) -> Any:
        opened.append(session_of(way)(programme, options))
        return opened[-1]

    began = time.process_time()
    vars(comparing)["open_session"] = open_session
    found = comparing.frontier(economy)
    return time.process_time() - began, opened[0].solves, float(found.second_values.sum())


BISECTION = "growth by bisection"
"""Not what the strategies do: Newton's method takes its place."""

SEARCHES: dict[str, Callable[[Any, str], tuple[float, int, float]]] = {
    "growth by Newton": growth,
    BISECTION: partial(growth, bisect=True),
    "leximin ladder": ladder,
    "maximum of each sector": maxima,
    "frontier of nine points": frontier,
}


def one(search: str, way: str, sectors: int, years: int) -> None:
    from optimiser.economy.random import synthetic_economy

    economy = synthetic_economy(sectors, years)
    economy = replace(economy, settings=replace(economy.settings, target_set="growth"))
    print(json.dumps(SEARCHES[search](economy, way)))


def run(search: str, way: str, given: argparse.Namespace) -> tuple[float, int, float]:
    size = ["--sectors", str(given.sectors), "--years", str(given.years)]
    command = [sys.executable, __file__, "--one", search, way, *size]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent)
    seconds, solves, value = json.loads(done.stdout.splitlines()[-1])
    return seconds, solves, value


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sectors", type=int, default=SECTORS)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--one", nargs=2, metavar=("SEARCH", "WAY"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        search, way = given.one
        one(search, way, given.sectors, given.years)
        return 0

    print(f"{given.sectors} sectors x {given.years} years")
    print(f"{'search':26} {'solves':>6} {'kept s':>8} {'anew s':>8} {'ratio':>6}")
    failed = False
    sums, used = {KEPT: 0.0, ANEW: 0.0}, {KEPT: 0.0, ANEW: 0.0}
    for search in SEARCHES:
        runs = [{way: run(search, way, given) for way in (KEPT, ANEW)} for _ in range(given.runs)]
        seconds = {way: statistics.median(each[way][0] for each in runs) for way in (KEPT, ANEW)}
        ratio = seconds[ANEW] / seconds[KEPT]
        for way in sums:
            sums[way] += seconds[way]
            used[way] += seconds[way] if search != BISECTION else 0.0
        (_, solves, value), (_, solves_anew, other) = (runs[0][way] for way in (KEPT, ANEW))
        print(
            f"{search:26} {solves:6} {seconds[KEPT]:8.3f} {seconds[ANEW]:8.3f} {ratio:6.1f}"
            + ("" if solves == solves_anew else f"   ({solves_anew} solves anew)")
        )
        if abs(value - other) > EQUAL * abs(value):
            print(f"FAIL  {search}: {value!r} kept and {other!r} anew")
            failed = True
    ratio = sums[ANEW] / sums[KEPT]
    good = ratio >= RATIO_WANTED
    print(f"{'all together':26} {'':6} {sums[KEPT]:8.3f} {sums[ANEW]:8.3f} {ratio:6.1f}")
    print(f"{'without the bisection':26} {'':6} {used[KEPT]:8.3f} {used[ANEW]:8.3f} {used[ANEW] / used[KEPT]:6.1f}")
    print(f"{'PASS' if good else 'FAIL'}  {ratio:.1f} times less CPU with kept instances (wanted: {RATIO_WANTED:.0f})")
    return int(failed or not good)


if __name__ == "__main__":
    sys.exit(main())
