"""The strategy `balanced` on growing economies, against an earlier version of this program.

    git worktree add /tmp/before d97c7fc
    python benchmarks/balanced.py --before /tmp/before

Each plan is made in a process of its own, both versions by turns, from synthetic economies of density .6.  CPU seconds
of `solve`, without imports and without making the economy, and how often a solver was run; growth and the first share
are compared.  An earlier version that takes longer than `--patience` is stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
SIZES = ((10, 5), (56, 5), (56, 15), (100, 5), (200, 5))
LARGEST = (400, 5)
GROWTH_EQUAL, SHARE_EQUAL = 1e-9, 1e-8


def measure(sectors: int, years: int) -> dict[str, float]:
    """One plan, by whatever version stands first on the path."""
    from optimiser.economy.random import synthetic_economy
    from optimiser.solver import HighsSession
    from optimiser.strategies.solve import solve

    runs: list[HighsSession] = []
    real = HighsSession._run

    def counted(session: HighsSession, *given: bool, **named: bool) -> object:
        runs.append(session)
        return real(session, *given, **named)

    HighsSession._run = counted  # type: ignore[method-assign,assignment]
    economy = synthetic_economy(sectors, years, density=0.6)
    began = time.process_time()
    plan = solve(economy, "balanced")
    spent = time.process_time() - began
    if plan.growth_rate is None or plan.share is None:
        raise SystemExit(f"no plan: {plan.status}")
    return {"seconds": spent, "runs": len(runs), "growth": plan.growth_rate, "share": plan.share}


def in_process(tree: Path, sectors: int, years: int, patience: float) -> dict[str, float] | None:
    """A measurement in a process of its own; None where patience ran out."""
    settings = {**os.environ, "PYTHONPATH": str(tree), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--one", str(sectors), str(years)]
    try:
        done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True, timeout=patience)
    except subprocess.TimeoutExpired:
        return None
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def compared(before: Path | None, sectors: int, years: int, repeat: int, patience: float) -> str:
    """A line of the table: the middle of the runs of both versions, and whether they find the same."""
    now, then = [], []
    for _ in range(repeat):
        if (found := in_process(HERE, sectors, years, patience)) is not None:
            now.append(found)
        if before is not None and (found := in_process(before, sectors, years, patience)) is not None:
            then.append(found)
        elif before is not None:
            before = None
    cells = [f"{sectors}x{years}"]
    for runs in (then, now):
        spent = statistics.median(each["seconds"] for each in runs) if runs else float("nan")
        cells.append(f"{spent:.2f} ({runs[0]['runs']:.0f})" if runs else "-")
    if then and now:
        growth = abs(now[0]["growth"] - then[0]["growth"])
        share = abs(now[0]["share"] - then[0]["share"])
        seconds = [statistics.median(each["seconds"] for each in runs) for runs in (then, now)]
        cells += [f"{seconds[0] / seconds[1]:.1f}", f"{growth:.0e}", f"{share:.0e}"]
        if growth > GROWTH_EQUAL or share > SHARE_EQUAL:
            cells[-1] += " !"
    else:
        cells += ["-", "-", "-"]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, help="a worktree of the version to compare with")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--largest", action="store_true", help="400 sectors as well")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds for a plan")
    parser.add_argument("--one", type=int, nargs=2, metavar=("SECTORS", "YEARS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(*given.one)))
        return
    print("| sectors x years | before, CPU s (solves) | now, CPU s (solves) | times | growth differs | share differs |")
    print("|---|---|---|---|---|---|")
    for size in (*SIZES, LARGEST) if given.largest else SIZES:
        print(compared(given.before, *size, given.repeat, given.patience), flush=True)


if __name__ == "__main__":
    main()
