"""What is measured of this project alone: a function for each figure, run in a process of its own."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DENSITY = 0.6
TABLE = "bea_2017_detail"
"""The detailed table of the United States, of 402 industries, in the folder of PLAN_OPTIMISER_DATA."""


class Skipped(Exception):
    """A figure cannot be measured here, for the reason given."""


def _spent(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _synthetic(sectors: int, years: int) -> Any:
    """The economy; what a plan loads is loaded then, by one of a small economy."""
    from optimiser.economy.random import synthetic_economy
    from optimiser.strategies.solve import solve

    solve(synthetic_economy(4, 3), "balanced")
    return synthetic_economy(sectors, years, density=DENSITY)


def _united_states() -> Any:
    folder = os.environ.get("PLAN_OPTIMISER_DATA", "")
    source = Path(folder) / TABLE
    if not folder or not source.exists():
        raise Skipped("PLAN_OPTIMISER_DATA names no folder with the table")
    from optimiser.iotables import import_table
    from optimiser.workbook import read_tables

    return read_tables(import_table(source).tables)


def strategy(name: str, sectors: int, years: int) -> float:
    from optimiser.strategies.solve import solve

    economy = _synthetic(sectors, years)
    return _spent(partial(solve, economy, name))


def strategy_of_table(name: str) -> float:
    from optimiser.strategies.solve import solve

    economy = _united_states().economy
    return _spent(partial(solve, economy, name))


def over_one_programme(sectors: int, years: int) -> float:
    """`balanced` as a multiple of the one programme of discounted consumption of the same economy."""
    from optimiser.programme import formulate
    from optimiser.solver import SolverOptions, open_session
    from optimiser.strategies.goals import discounted_consumption
    from optimiser.strategies.solve import solve

    economy = _synthetic(sectors, years)

    def one() -> None:
        programme, v = formulate(economy)
        open_session(programme.maximising(discounted_consumption(economy, v)), SolverOptions()).solve()

    one()
    ratios = [_spent(partial(solve, economy, "balanced")) / _spent(one) for _ in range(3)]
    return statistics.median(ratios)


def comparison(sectors: int, years: int) -> float:
    from optimiser import compare

    economy = _synthetic(sectors, years)
    return _spent(partial(compare, economy))


def diagnosis(sectors: int, years: int) -> float:
    """Of targets that all sectors together cannot meet, proved."""
    from optimiser import diagnose

    economy = _synthetic(sectors, years)
    return _spent(partial(diagnose, economy))


def scenarios() -> float:
    """How many times as long 64 scenarios take, each solved apart, as in a batch."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from batch import sample

    from optimiser.batch.snapshot import economy_of
    from optimiser.solver import Bases, SolverOptions
    from optimiser.strategies.solve import solve

    runs = list(sample())[1:]
    base, name = economy_of(runs[0].source, ()), "proportional"
    economies = [economy_of(run.source, run.changes) for run in runs]
    bases = Bases()
    options = SolverOptions(bases=bases)

    def together() -> None:
        solve(base, name, options=options)
        bases.close()
        for economy in economies:
            solve(economy, name, options=options)

    kept = _spent(together)
    return _spent(lambda: [solve(economy, name) for economy in economies]) / kept


def report() -> float:
    """Pages and workbook of the plan `consumption` of the United States; solving it is not counted."""
    from optimiser import solve
    from optimiser.report.reports import write_report

    import_module("optimiser.report.pages.plan")
    import_module("xlsxwriter")
    reading = _united_states()
    plan = solve(reading.economy, "consumption")
    with tempfile.TemporaryDirectory() as folder:
        return _spent(partial(write_report, plan, Path(folder) / "report.xlsx", reading=reading))


def command() -> float:
    """`optimiser solve` of the plan of ten sectors, from the start of the process to its end; the middle of five."""
    workbook = ROOT / "inputs" / "first_five_year_plan.xlsx"
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    spent = []
    with tempfile.TemporaryDirectory() as folder:
        settings["PYTHONPYCACHEPREFIX"] = folder
        for turn in range(6):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [sys.executable, "-m", "optimiser", "solve", str(workbook), "-o", f"{folder}/{turn}.xlsx"]
            subprocess.run(command, check=True, capture_output=True, env=settings, cwd=ROOT)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(spent[1:])


@dataclass(frozen=True)
class Figure:
    """A figure that is measured, what it was in an earlier version, and what is wanted."""

    what: str
    before: str
    wanted: str
    measure: Callable[[], float]
    unit: str = "s"
    long: bool = False
    """Takes minutes: measured with `--long` only."""


FIGURES: Mapping[str, Figure] = {
    "balanced-10x5": Figure("`balanced`, 10x5", ".04", ".03", partial(strategy, "balanced", 10, 5)),
    "balanced-56x5": Figure("`balanced`, 56x5", ".84", ".25", partial(strategy, "balanced", 56, 5)),
    "balanced-56x15": Figure("`balanced`, 56x15", "24", "2.5", partial(strategy, "balanced", 56, 15)),
    "balanced-100x5": Figure("`balanced`, 100x5", "4.6", ".8", partial(strategy, "balanced", 100, 5)),
    "balanced-200x5": Figure("`balanced`, 200x5", "47", "5", partial(strategy, "balanced", 200, 5)),
    "balanced-400x5": Figure(
        "`balanced`, 400x5", "not ended in 1,500 s", "35", partial(strategy, "balanced", 400, 5), long=True
    ),
    "balanced-us": Figure(
        "`balanced`, United States 2017, 402x5", "not ended", "25", partial(strategy_of_table, "balanced"), long=True
    ),
    "ratio-56x5": Figure(
        "`balanced` over one programme, 56x5", "4.5", "3", partial(over_one_programme, 56, 5), "times"
    ),
    "ratio-100x5": Figure(
        "`balanced` over one programme, 100x5", "4.6", "3", partial(over_one_programme, 100, 5), "times"
    ),
    "ratio-56x15": Figure(
        "`balanced` over one programme, 56x15", "29.5", "3", partial(over_one_programme, 56, 15), "times"
    ),
    "maximum-200x5": Figure("`maximum`, 200x5", "36", "15", partial(strategy, "maximum", 200, 5)),
    "maximum-us": Figure(
        "`maximum`, United States 2017, 402x5",
        "not ended in an hour",
        "minutes",
        partial(strategy_of_table, "maximum"),
        long=True,
    ),
    "compare-200x5": Figure("`compare`, 200x5", "not measured", "60", partial(comparison, 200, 5)),
    "diagnose-56x5": Figure("`diagnose`, 56x5", "2.4 to 2.9", ".5", partial(diagnosis, 56, 5)),
    "diagnose-200x5": Figure("`diagnose`, 200x5", "no result", "60", partial(diagnosis, 200, 5), long=True),
    "scenarios": Figure("64 scenarios 56x5, each apart over a batch", "6.2", "10", scenarios, "times"),
    "report-us": Figure("report on the United States, 402x5", "4.3", "1", report),
    "solve": Figure("`optimiser solve` of ten sectors, process to process", "1.08", ".6", command),
}
