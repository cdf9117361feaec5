"""`docs/benchmarks.md` with its chart: this project beside PuLP, linopy, Pyomo and cvxpy, and beside what is wanted.

    python benchmarks/page.py [--peers PYTHON] [--long] [--results FILE]

Every figure is measured in a process of its own.  `--peers` names a Python in which the other languages are installed
(with numpy, scipy and highspy; this project is found by its path).  `--results` keeps what was measured: a second run
with it measures only what is missing, and with `--as-it-is` nothing, so that words and chart can be made anew.  Ends in
1 where two ways of writing one programme do not find the same.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from written.figures import FIGURES, Skipped
from written.page_text import CHART, SAME, TWO_LEVELS, draw, key, page
from written.ways import OURS, WAYS, measured

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
DENSITY = 0.6
SIZES = [(10, 5), (56, 5), (100, 5), (200, 5), (400, 5), (56, 10), (56, 15)]
QUICK, RUNS = 100, 3
"""Up to so many sectors a way is measured so often, and the middle counts."""


def in_process(python: str, arguments: list[str], patience: float) -> dict[str, Any]:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [python, __file__, *arguments]
    try:
        done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        return {"skipped": f"not ended in {patience:.0f} s"}
    if done.returncode:
        return {"skipped": (done.stderr.strip().splitlines() or ["no reason given"])[-1][:120]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def of_way(way: str, size: tuple[int, int], python: str, patience: float) -> dict[str, Any]:
    """The middle of the runs by their total; the greatest peak."""
    arguments = ["--one", way, *map(str, size)]
    runs = [in_process(python, arguments, patience) for _ in range(RUNS if size[0] <= QUICK else 1)]
    if any("skipped" in run for run in runs):
        return next(run for run in runs if "skipped" in run)
    runs.sort(key=lambda run: float(run["build"] + run["solve"]))
    return {**runs[len(runs) // 2], "peak": max(run["peak"] for run in runs)}


def machine() -> dict[str, str]:
    """What is of account for speed; nothing that names this computer."""
    cores = os.cpu_count()
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    system = f"{platform.system()}, Python {platform.python_version()}"
    words = f"{next(names, platform.machine())}, {cores} cores, {system}, a machine busy with other work"
    return {"date": time.strftime("%Y-%m-%d"), "words": words}


def figure(name: str) -> dict[str, Any]:
    try:
        return {"value": FIGURES[name].measure()}
    except Skipped as reason:
        return {"skipped": str(reason)}


def two_levels() -> dict[str, Any]:
    """What the program of two-level planning prints, of two sizes."""
    said = []
    for sectors in (56, 150):
        command = [sys.executable, str(Path(__file__).with_name("two_level.py")), "--sectors", str(sectors)]
        settings = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
        said.append(done.stdout.strip())
    return {"printed": "\n".join(said)}


def same_goals(results: dict[str, Any]) -> bool:
    good = True
    for size in SIZES:
        goals = {way: found["goal"] for way in WAYS if "goal" in (found := results.get(key(way, size), {}))}
        if not goals:
            continue
        middle = statistics.median(goals.values())
        for way, goal in goals.items():
            if abs(goal - middle) > SAME * abs(middle):
                print(f"FAIL  {way} {size}: {goal!r} where the others find {middle!r}")
                good = False
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default=sys.executable, help="a Python that has the other languages")
    parser.add_argument("--long", action="store_true", help="also what takes minutes")
    parser.add_argument("--results", type=Path, help="a file of what was measured, read first and written")
    parser.add_argument("--as-it-is", action="store_true", help="measure nothing more than --results has")
    parser.add_argument("--patience", type=float, default=900.0, help="seconds for one figure")
    parser.add_argument("--figure", choices=FIGURES, help="measure a single figure and print it")
    parser.add_argument("--one", nargs=3, metavar=("WAY", "SECTORS", "YEARS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    if given.one:
        way, sectors, years = given.one
        print(json.dumps(measured(way, int(sectors), int(years), DENSITY)))
        return 0
    if given.figure:
        print(json.dumps(figure(given.figure)))
        return 0
    results: dict[str, Any] = {}
    if given.results and given.results.exists():
        results = json.loads(given.results.read_text(encoding="utf-8"))
    results.setdefault("machine", machine())
    asked: dict[str, Callable[[], dict[str, Any]]] = {}
    for size in SIZES:
        for way in WAYS:
            python = sys.executable if way == OURS else given.peers
            asked[key(way, size)] = partial(of_way, way, size, python, given.patience)
    for name, each in FIGURES.items():
        if given.long or not each.long:
            asked[f"figure {name}"] = partial(in_process, sys.executable, ["--figure", name], given.patience)
    asked[TWO_LEVELS] = two_levels
    for name, measure in asked.items():
        if name not in results and not given.as_it_is:
            results[name] = measure()
            print(name, json.dumps(results[name]), flush=True)
            if given.results:
                given.results.write_text(json.dumps(results, indent=1), encoding="utf-8")
    (DOCS / "benchmarks.md").write_text(page(results, SIZES), encoding="utf-8")
    draw(results, SIZES, DOCS / CHART)
    return int(not same_goals(results))


if __name__ == "__main__":
    sys.exit(main())
