"""Building a programme and loading it into HiGHS: this project against PuLP's `lpSum(a * x)`.

    python benchmarks/build.py

The same synthetic economy is written twice: by this project's rules, and by hand in PuLP as a modeller would, one
constraint at a time, zeros left out.  Both have the same unknowns, rows and nonzeros, and (checked on the smaller
size) the same optimum.  Every run is a process of its own; the seconds are CPU seconds of the process, without
imports and without making the economy, until HiGHS holds the programme.  Runs of both ways take turns; the middle
one of each counts.
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
from pathlib import Path
from typing import Any

YEARS = 5
SIZES = (56, 400)
RUNS = 3
SOLVED_TOO = 56
"""The size at which both are solved as well, to see that they are the same programme."""
RATIO_WANTED, MIB_WANTED = 40.0, 200.0


def ours(economy: Any) -> dict[str, Any]:
    import highspy  # noqa: F401

    from optimiser.plan.solver import SolverOptions, open_session
    from optimiser.programme import formulate
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


def theirs(economy: Any) -> dict[str, Any]:
    import highspy  # noqa: F401
    import pulp

    data = _as_lists(economy)
    began = time.process_time()
    problem = _written_in_pulp(data, pulp)
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


def _as_lists(economy: Any) -> dict[str, Any]:
    """The economy as lists and dicts, as a modeller who writes PuLP has it.  Not counted."""
    import numpy as np

    def dense(matrix: Any) -> list[list[float]]:
        return matrix.toarray().tolist()  # type: ignore[no-any-return]

    e, last = economy, economy.years.last
    given = np.zeros((len(e.products.axis), e.years.reach + 1))
    np.add.at(given, e.demand.product, e.demand.quantity)
    inherited = np.zeros_like(given)
    work = np.zeros_like(given)
    for sector, capacity, due, cost in zip(
        e.inherited.sector, e.inherited.capacity, e.inherited.due, e.inherited.cost_to_come, strict=True
    ):
        inherited[sector, due] += capacity
        work[sector] += capacity * cost
    return {
        "T": last,
        "n": len(e.products.axis),
        "A": dense(e.techniques.inputs),
        "K": dense(e.construction.composition),
        "labour": dense(e.techniques.labour),
        "productivity": e.sectors.productivity_growth.tolist(),
        "basket": e.households.baskets.toarray()[:, 0].tolist(),
        "floor": e.households.floor[0].tolist(),
        "given": given.tolist(),
        "opening": e.products.opening_stock.tolist(),
        "closing": e.products.closing_stock.tolist(),
        "capacity": e.sectors.capacity.tolist(),
        "kept": (1 - e.sectors.depreciation).tolist(),
        "absorbed": e.sectors.absorptive_limit.tolist(),
        "fall": e.sectors.fall_limit.tolist(),
        "base": e.sectors.base_output.tolist(),
        "inherited": inherited.tolist(),
        "work": work.tolist(),
        "sector": e.projects.sector.tolist(),
        "gestation": e.projects.gestation.tolist(),
        "spending": e.projects.spending.tolist(),
        "cost": e.projects.cost_factor.tolist(),
        "year_limit": e.projects.year_limit.tolist(),
        "natural": e.pools.natural.tolist(),
        "pool_growth": e.pools.growth.tolist(),
        "transfers": list(zip(e.transfers.source.tolist(), e.transfers.target.tolist(), e.transfers.lag.tolist(),
                              e.transfers.limit.tolist(), strict=True)),
        "import_price": e.trade.import_price.tolist(),
        "export_price": e.trade.export_price.tolist(),
        "import_limit": e.trade.import_limit.tolist(),
        "export_limit": e.trade.export_limit.tolist(),
        "tot": e.trade.terms_of_trade.tolist(),
        "receipts": e.trade.receipts.tolist(),
        "debt_limit": e.trade.debt_limit.tolist(),
        "interest": e.trade.interest.tolist(),
        "traded": np.flatnonzero(np.isfinite(e.trade.import_price[:, 1])).tolist(),
        "discount": e.settings.discount_rate,
    }  # fmt: skip


def _written_in_pulp(data: dict[str, Any], pulp: Any) -> Any:
    """The programme, rule by rule, as one would write it."""
    lp_sum, variable = pulp.lpSum, pulp.LpVariable.dicts
    T, n = data["T"], data["n"]
    A, K = data["A"], data["K"]
    years, products, traded = range(1, T + 1), range(n), data["traded"]
    projects, pools = range(len(data["sector"])), range(len(data["natural"]))
    sector, gestation, transfers = data["sector"], data["gestation"], range(len(data["transfers"]))
    moving = sorted({pool for source, target, _, _ in data["transfers"] for pool in (source, target)})

    problem = pulp.LpProblem("economy", pulp.LpMaximize)
    x = variable("x", (products, years), 0)
    s = variable("s", (products, years), 0)
    m = variable("m", (traded, years), 0)
    e = variable("e", (traded, years), 0)
    C = variable("C", years, 0)
    y = variable("y", (projects, years), 0)
    k = variable("k", (products, years), 0)
    Z = variable("Z", (products, years), 0)
    leaving = variable("leaving", (transfers, years), 0)
    moved = variable("moved", (moving, years))
    debt = variable("debt", years, 0)
    for p in projects:
        for t in years:
            if t + gestation[p] > T:
                y[p][t].upBound = 0

    problem += lp_sum((1 + data["discount"]) ** -t * C[t] for t in years)
    for i in products:
        for t in years:
            supply = x[i][t] + (s[i][t - 1] if t > 1 else data["opening"][i])
            uses = lp_sum(A[i][j] * x[j][t] for j in products if A[i][j])
            uses += lp_sum(K[i][b] * Z[b][t] for b in products if K[i][b])
            uses += data["basket"][i] * C[t] + s[i][t] + data["given"][i][t]
            if i in m:
                supply += m[i][t]
                uses += e[i][t]
            problem += supply >= uses
        problem += s[i][T] >= data["closing"][i]
    for j in products:
        for t in years:
            problem += x[j][t] <= k[j][t]
            finished = lp_sum(y[p][t - gestation[p]] for p in (2 * j, 2 * j + 1) if t > gestation[p])
            if t > 1:
                problem += k[j][t] == data["kept"][j] * k[j][t - 1] + finished + data["inherited"][j][t]
                problem += k[j][t] <= (1 + data["absorbed"][j]) * k[j][t - 1]
                problem += x[j][t] >= (1 - data["fall"][j]) * x[j][t - 1]
            else:
                problem += k[j][t] == data["capacity"][j] + finished + data["inherited"][j][t]
                first = max((1 + data["absorbed"][j]) * data["capacity"][j],
                            data["capacity"][j] + data["inherited"][j][1])  # fmt: skip
                problem += k[j][t] <= first
                problem += x[j][t] >= (1 - data["fall"][j]) * data["base"][j]
            problem += Z[j][t] == data["work"][j][t] + lp_sum(
                data["cost"][p] * data["spending"][p][age] * y[p][t - age]
                for p in (2 * j, 2 * j + 1) for age in (0, 1) if data["spending"][p][age] and t > age
            )  # fmt: skip
    for p in projects:
        for t in years:
            if data["year_limit"][p] < float("inf") and t + gestation[p] <= T:
                problem += y[p][t] <= data["year_limit"][p]
    for pool in pools:
        for t in years:
            at_work = lp_sum(
                data["labour"][pool][j] / (1 + data["productivity"][j]) ** t * x[j][t] for j in products
            )
            there = data["natural"][pool][t] + (moved[pool][t] if pool in moved else 0)
            problem += at_work <= there
    for pool in moving:
        for t in years:
            before = (1 + data["pool_growth"][pool]) * moved[pool][t - 1] if t > 1 else 0
            came = lp_sum(
                leaving[r][t - lag] for r, (_, target, lag, _) in enumerate(data["transfers"])
                if target == pool and t > lag
            )  # fmt: skip
            left = lp_sum(leaving[r][t] for r, (source, *_) in enumerate(data["transfers"]) if source == pool)
            problem += moved[pool][t] == before + came - left
    for r, (_, _, _, limit) in enumerate(data["transfers"]):
        for t in years:
            problem += leaving[r][t] <= limit[t]
    for t in years:
        problem += C[t] >= data["floor"][t]
        service = (1 + data["interest"][t]) * debt[t - 1] if t > 1 else 0
        problem += (
            lp_sum(data["import_price"][i][t] * m[i][t] for i in traded) + service
            <= lp_sum(data["tot"][t] * data["export_price"][i][t] * e[i][t] for i in traded)
            + data["receipts"][t] + debt[t]
        )  # fmt: skip
        problem += debt[t] <= data["debt_limit"][t]
        for i in traded:
            problem += m[i][t] <= data["import_limit"][i][t]
            problem += e[i][t] <= data["export_limit"][i][t]
    return problem


WAYS = {"this project": ours, "PuLP lpSum": theirs}


def one(way: str, sectors: int, density: float) -> None:
    """A single run, in a process of its own."""
    from optimiser.economy.synthetic import synthetic_economy

    warnings.simplefilter("ignore")
    print(json.dumps(WAYS[way](synthetic_economy(sectors, YEARS, density=density))))


def run(way: str, sectors: int, density: float) -> dict[str, Any]:
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

    print(f"{'sectors x years':16} {'way':13} {'rows':>7} {'columns':>8} {'nonzeros':>9} "
          f"{'build s':>8} {'load s':>7} {'sum s':>7} {'ratio':>6} {'MiB':>5}")  # fmt: skip
    failed = False
    for sectors in given.sizes:
        runs = [{way: run(way, sectors, given.density) for way in WAYS} for _ in range(given.runs)]
        total = {way: statistics.median(each[way]["build"] + each[way]["load"] for each in runs) for way in WAYS}
        ratio = total["PuLP lpSum"] / total["this project"]
        first = runs[0]
        for way in WAYS:
            build, load = (statistics.median(each[way][part] for each in runs) for part in ("build", "load"))
            memory = max(each[way]["memory"] for each in runs)
            rows, columns, nonzeros = first[way]["size"]
            print(f"{f'{sectors} x {YEARS}':16} {way:13} {rows:7,} {columns:8,} {nonzeros:9,} "
                  f"{build:8.3f} {load:7.3f} {total[way]:7.3f} "
                  f"{ratio if way == 'PuLP lpSum' else 1:6.1f} {memory:5.0f}")  # fmt: skip
        sizes = [first[way]["size"] for way in WAYS]
        if sizes[0] != sizes[1]:
            print(f"FAIL  not the same programme: (rows, columns, nonzeros) {sizes[0]} and {sizes[1]}")
            failed = True
        ends = [first[way]["objective"] for way in WAYS]
        if None not in ends:
            same = abs(ends[0] - ends[1]) <= 1e-6 * abs(ends[0])
            print(f"{'PASS' if same else 'FAIL'}  the same optimum: {ends[0]:.9g} and {ends[1]:.9g}")
            failed |= not same
        if sectors >= max(SIZES):
            memory = max(each["this project"]["memory"] for each in runs)
            for good, words in (
                (ratio >= RATIO_WANTED, f"{ratio:.1f} times less CPU (wanted: {RATIO_WANTED:.0f})"),
                (memory < MIB_WANTED, f"the process takes {memory:.0f} MiB (wanted: under {MIB_WANTED:.0f})"),
            ):
                print(f"{'PASS' if good else 'FAIL'}  {sectors} x {YEARS}: {words}")
                failed |= not good
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
