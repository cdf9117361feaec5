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

    data = _data(economy, lists=lists)
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


def _data(economy: Any, *, lists: bool) -> dict[str, Any]:
    """The economy's arrays by the letters of the equations; not counted."""
    import numpy as np

    e, last = economy, economy.years.last
    given = np.zeros((len(e.products.axis), e.years.reach + 1))
    np.add.at(given, e.demand.product, e.demand.quantity)
    inherited = np.zeros_like(given)
    work = np.zeros_like(given)
    for sector, capacity, due, cost in zip(
        e.inherited.asset, e.inherited.capacity, e.inherited.due, e.inherited.cost_to_come, strict=True
    ):
        inherited[sector, due] += capacity
        work[sector] += capacity * cost
    arrays = {
        "A": e.techniques.inputs.toarray(),
        "K": e.construction.composition.toarray(),
        "labour": e.techniques.labour.toarray(),
        "productivity": e.sectors.productivity_growth,
        "basket": e.households.baskets.toarray()[:, 0],
        "floor": e.households.floor[0],
        "given": given,
        "opening": e.products.opening_stock,
        "closing": e.products.closing_stock,
        "capacity": e.assets.capacity,
        "kept": 1 - e.assets.depreciation,
        "absorbed": e.assets.absorptive_limit,
        "fall": e.sectors.fall_limit,
        "base": e.sectors.base_output,
        "inherited": inherited,
        "work": work,
        "spending": e.projects.spending,
        "cost": e.projects.cost_factor,
        "year_limit": e.projects.year_limit,
        "natural": e.pools.natural,
        "pool_growth": e.pools.growth,
        "leaving": e.transfers.limit,
        "import_price": e.trade.import_price,
        "export_price": e.trade.export_price,
        "import_limit": e.trade.import_limit,
        "export_limit": e.trade.export_limit,
        "tot": e.trade.terms_of_trade,
        "receipts": e.trade.receipts,
        "debt_limit": e.trade.debt_limit,
        "interest": e.trade.interest,
    }
    if lists:
        arrays = {name: array.tolist() for name, array in arrays.items()}
    return arrays | {
        "T": last,
        "n": len(e.products.axis),
        "gestation": e.projects.gestation.tolist(),
        "transfers": list(
            zip(e.transfers.source.tolist(), e.transfers.target.tolist(), e.transfers.lag.tolist(), strict=True)
        ),
        "traded": np.flatnonzero(np.isfinite(e.trade.import_price[:, 1])).tolist(),
        "discount": e.settings.discount_rate,
    }


def _written_in_pulp(data: dict[str, Any], pulp: Any) -> Any:
    """The programme, rule by rule, as one would write it."""
    T, n = data["T"], data["n"]
    years, sectors, traded = range(1, T + 1), range(n), data["traded"]
    projects, pools, transfers = range(2 * n), range(len(data["natural"])), range(len(data["transfers"]))
    moving = sorted({pool for source, target, _ in data["transfers"] for pool in (source, target)})
    A, K, spending, gestation = (data[name] for name in ("A", "K", "spending", "gestation"))
    is_traded, inf = set(traded), float("inf")

    def unknown(name: str, *axes: Any, least: float | None = 0) -> Any:
        return pulp.LpVariable.dicts(name, [(i, t) for i in axes[0] for t in years] if axes else years, least)

    sum_of = pulp.lpSum
    problem = pulp.LpProblem("economy", pulp.LpMaximize)
    x, s, k, Z = (unknown(name, sectors) for name in ("x", "s", "k", "Z"))
    m, e, y = unknown("m", traded), unknown("e", traded), unknown("y", projects)
    leaving, moved = unknown("leaving", transfers), unknown("moved", moving, least=None)
    C, debt = unknown("C"), unknown("debt")
    for p in projects:
        for t in years:
            if t + gestation[p] > T:
                y[p, t].upBound = 0

    problem += sum_of((1 + data["discount"]) ** -t * C[t] for t in years)
    for i in sectors:
        for t in years:
            supply = x[i, t] + (s[i, t - 1] if t > 1 else data["opening"][i])
            uses = (
                sum_of(A[i][j] * x[j, t] for j in sectors if A[i][j])
                + sum_of(K[i][b] * Z[b, t] for b in sectors if K[i][b])
                + data["basket"][i] * C[t]
                + s[i, t]
                + data["given"][i][t]
            )
            if i in is_traded:
                supply, uses = supply + m[i, t], uses + e[i, t]
            problem += supply >= uses
        problem += s[i, T] >= data["closing"][i]
    for j in sectors:
        own = (2 * j, 2 * j + 1)
        for t in years:
            problem += x[j, t] <= k[j, t]
            finished = sum_of(y[p, t - gestation[p]] for p in own if t > gestation[p])
            if t > 1:
                problem += k[j, t] == data["kept"][j] * k[j, t - 1] + finished + data["inherited"][j][t]
                problem += k[j, t] <= (1 + data["absorbed"][j]) * k[j, t - 1]
            else:
                there = data["capacity"][j] + data["inherited"][j][1]
                problem += k[j, t] == finished + there
                problem += k[j, t] <= max((1 + data["absorbed"][j]) * data["capacity"][j], there)
            if data["fall"][j] < 1:
                before = x[j, t - 1] if t > 1 else data["base"][j]
                problem += x[j, t] >= (1 - data["fall"][j]) * before
            problem += Z[j, t] == data["work"][j][t] + sum_of(
                data["cost"][p] * spending[p][age] * y[p, t - age]
                for p in own
                for age in (0, 1)
                if spending[p][age] and t > age
            )
    for p in projects:
        for t in years:
            if data["year_limit"][p] < inf and t + gestation[p] <= T:
                problem += y[p, t] <= data["year_limit"][p]
    for pool in pools:
        for t in years:
            at_work = sum_of(data["labour"][pool][j] / (1 + data["productivity"][j]) ** t * x[j, t] for j in sectors)
            problem += at_work <= data["natural"][pool][t] + (moved[pool, t] if pool in moving else 0)
    for pool in moving:
        for t in years:
            before = (1 + data["pool_growth"][pool]) * moved[pool, t - 1] if t > 1 else 0
            routes = list(enumerate(data["transfers"]))
            came = sum_of(leaving[r, t - lag] for r, (_, target, lag) in routes if target == pool and t > lag)
            left = sum_of(leaving[r, t] for r, (source, _, _) in routes if source == pool)
            problem += moved[pool, t] == before + came - left
    for r in transfers:
        for t in years:
            problem += leaving[r, t] <= data["leaving"][r][t]
    for t in years:
        problem += C[t] >= data["floor"][t]
        service = (1 + data["interest"][t]) * debt[t - 1] if t > 1 else 0
        bought = sum_of(data["import_price"][i][t] * m[i, t] for i in traded)
        sold = sum_of(data["tot"][t] * data["export_price"][i][t] * e[i, t] for i in traded)
        problem += bought + service <= sold + data["receipts"][t] + debt[t]
        problem += debt[t] <= data["debt_limit"][t]
        for i in traded:
            problem += m[i, t] <= data["import_limit"][i][t]
            problem += e[i, t] <= data["export_limit"][i][t]
    return problem


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
