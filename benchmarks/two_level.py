"""Two-level planning after Kornai and Liptak against one programme: regions that lend each other foreign exchange.

    python benchmarks/two_level.py [--regions 3] [--sectors 56] [--years 5]

Each region is a synthetic economy with its own plan of greatest discounted consumption; what it has of foreign exchange
in a year is its own and what the others let it have, u_r[t]:

    maximise  sum_r f_r(u_r)   subject to   sum_r u_r[t] = 0,   |u_r[t]| <= a quarter of the region's debt limit

f_r, a region's best plan for what it is given, is concave and made of planes, and the shadow prices of its exchange
rows are the slope of one of them.  The centre keeps all the planes it has been told of and divides anew where their sum
is greatest (cutting planes): an upper bound, as what the regions answer is a lower one.  Regions live in processes of
their own, each in an executor with one worker, and go on from their last basis.  One programme of all regions with the
same rows is solved beside it.  CPU seconds without imports and without making the economies.

Ends in 1 where the two do not find the same to 1e-6.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Ints
from optimiser.economy.random import synthetic_economy
from optimiser.programme import formulate
from optimiser.solver import HighsSession, SolverOptions
from optimiser.strategies.goals import discounted_consumption

SAME, NEAR, ROUNDS, DENSITY = 1e-6, 1e-9, 300, 0.6
AT_HAND: dict[str, Region] = {}
"""The region of a worker's process."""


@dataclass(frozen=True, eq=False)
class Region:
    session: HighsSession
    rows: Ints
    """(t): the rows of foreign exchange."""
    most: Floats
    """(t): what it may be lent or may lend."""

    @classmethod
    def of(cls, seed: int, sectors: int, years: int) -> Region:
        economy = synthetic_economy(sectors, years, density=DENSITY, seed=seed)
        programme, v = formulate(economy)
        programme = programme.maximising(discounted_consumption(economy, v))
        session = HighsSession(programme, SolverOptions(rescale=False))
        span = programme.row_range["foreign_exchange"]
        return cls(session, np.arange(span.start, span.stop), economy.trade.debt_limit[1 : years + 1] / 4.0)

    def answer(self, given: Floats) -> tuple[float, Floats]:
        """f_r(u_r), and its slope."""
        self.session.set_rows(self.rows, np.full(len(given), -np.inf), given)
        solution = self.session.solve()
        if not solution.optimal:
            raise SystemExit(f"a region has no plan: {solution.status}")
        return solution.objective, solution.shadow_prices[self.rows]


def begin(seed: int, sectors: int, years: int) -> Floats:
    AT_HAND["here"] = Region.of(seed, sectors, years)
    return AT_HAND["here"].most


def answered(given: Floats) -> tuple[float, Floats, float]:
    """What the region of this process answers, and the CPU seconds of it."""
    began = time.process_time()
    value, slope = AT_HAND["here"].answer(given)
    return value, slope, time.process_time() - began


def highs_of(matrix: Any, cost: Floats, lower: Floats, upper: Floats, sides: tuple[Floats, Floats], ipx: bool) -> Any:
    """An instance of HiGHS with `maximise cost v`, sides on the rows and bounds on the columns."""
    import highspy

    highs = highspy._core._Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solver", "ipx" if ipx else "simplex")
    rows, columns = matrix.shape
    layout, sense = int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMaximize)
    arrays = (cost, lower, upper, *sides, matrix.indptr, matrix.indices, matrix.data)
    highs.passModel(columns, rows, matrix.nnz, layout, sense, 0.0, *arrays, np.zeros(columns, np.int32))
    return highs


def together(regions: list[Region]) -> tuple[float, float]:
    """The goal of one programme of all regions, and its CPU seconds: the sides of exchange rows become unknowns."""
    began = time.process_time()
    years = len(regions[0].rows)
    blocks = [each.session.matrix for each in regions]
    given = [
        sp.csr_array((-1.0 / each.session.row_scale[each.rows], (each.rows, np.arange(years))), (block.shape[0], years))
        for each, block in zip(regions, blocks, strict=True)
    ]
    linking = sp.hstack(
        [sp.csr_array((years, sum(each.shape[1] for each in blocks))), *[sp.eye_array(years)] * len(given)]
    )
    matrix = sp.csr_array(sp.vstack([sp.hstack([sp.block_diag(blocks), sp.block_diag(given)]), linking]))
    sessions = [each.session for each in regions]
    nothing = np.zeros(years)
    cost = np.concatenate([each.cost * each.goal_scale for each in sessions] + [nothing] * len(given))
    most = [each.most for each in regions]
    lower = np.concatenate([each.lower for each in sessions] + [-each for each in most])
    upper = np.concatenate([each.upper for each in sessions] + most)
    sides = [
        np.concatenate([getattr(each, name) for each in sessions] + [nothing]) for name in ("row_lower", "row_upper")
    ]
    highs = highs_of(matrix, cost, lower, upper, (sides[0], sides[1]), ipx=True)
    highs.run()
    return float(highs.getInfo().objective_function_value), time.process_time() - began


class Centre:
    """The planes that regions have told of, and the division that is best by them."""

    def __init__(self, most: list[Floats]) -> None:
        self.count, self.years = len(most), len(most[0])
        self.most = np.concatenate(most)
        self.planes: list[Floats] = []
        self.sides: list[float] = []

    def told(self, region: int, given: Floats, value: float, slope: Floats) -> None:
        """theta_r - slope u_r <= value - slope given."""
        row = np.zeros(self.count + self.count * self.years)
        row[region] = 1.0
        first = self.count + region * self.years
        row[first : first + self.years] = -slope
        self.planes.append(row)
        self.sides.append(value - float(slope @ given))

    def divided(self) -> tuple[Floats, float]:
        """(r, t) the division, and the upper bound."""
        shared = np.hstack([np.zeros((self.years, self.count)), np.tile(np.eye(self.years), self.count)])
        matrix = sp.csr_array(np.vstack([*self.planes, shared]))
        endless, nothing = np.full(len(self.planes), -np.inf), np.zeros(self.years)
        cost = np.concatenate([np.ones(self.count), np.zeros(len(self.most))])
        free = np.full(self.count, np.inf)
        sides = (np.concatenate([endless, nothing]), np.concatenate([self.sides, nothing]))
        bounds = (np.concatenate([-free, -self.most]), np.concatenate([free, self.most]))
        highs = highs_of(matrix, cost, *bounds, sides, ipx=False)
        highs.run()
        found = np.array(highs.getSolution().col_value)[self.count :]
        return found.reshape(self.count, self.years), float(highs.getInfo().objective_function_value)


def apart(workers: list[Executor], most: list[Floats]) -> dict[str, float]:
    """Rounds of division until both bounds meet."""
    centre = Centre(most)
    given = np.zeros((len(most), len(most[0])))
    found: dict[str, float] = {"lower": -np.inf, "upper": np.inf, "rounds": 0, "regions": 0.0, "longest": 0.0}
    began = time.process_time()
    for found["rounds"] in range(1, ROUNDS + 1):
        asked = [worker.submit(answered, each) for worker, each in zip(workers, given, strict=True)]
        answers = [each.result() for each in asked]
        for region, (value, slope, _) in enumerate(answers):
            centre.told(region, given[region], value, slope)
        found.setdefault("alone", sum(value for value, _, _ in answers))
        found["lower"] = max(found["lower"], sum(value for value, _, _ in answers))
        spent = [seconds for _, _, seconds in answers]
        found["regions"] += sum(spent)
        found["longest"] += max(spent)
        given, found["upper"] = centre.divided()
        if found["upper"] - found["lower"] <= NEAR * abs(found["lower"]):
            break
    return found | {"centre": time.process_time() - began}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--regions", type=int, default=3)
    parser.add_argument("--sectors", type=int, default=56)
    parser.add_argument("--years", type=int, default=5)
    given = parser.parse_args()
    size = (given.sectors, given.years)
    goal, spent = together([Region.of(seed, *size) for seed in range(given.regions)])
    print(f"{given.regions} regions of {size[0]} sectors x {size[1]} years, {size[1]} rows that link them")
    print(f"one programme      {goal:.9f}  {spent:6.2f} s")
    with ExitStack() as open_:
        pools = [ProcessPoolExecutor(1, mp_context=get_context("spawn")) for _ in range(given.regions)]
        workers: list[Executor] = [open_.enter_context(pool) for pool in pools]
        begun = [worker.submit(begin, seed, *size) for seed, worker in enumerate(workers)]
        found = apart(workers, [each.result() for each in begun])
    all_of_it = found["regions"] + found["centre"]
    print(f"two levels         {found['lower']:.9f}  {all_of_it:6.2f} s, of which the centre {found['centre']:.2f}")
    print(f"  {found['rounds']:.0f} rounds; a processor for each region {found['longest'] + found['centre']:.2f} s")
    print(f"  each region for itself {found['alone']:.9f}; upper bound {found['upper']:.9f}")
    off = abs(found["lower"] - goal) / abs(goal)
    good = off <= SAME
    verdict, times = "PASS" if good else "FAIL", all_of_it / spent
    print(f"{verdict}  they differ by {off:.1e} (wanted: {SAME:.0e}); {times:.1f} times the CPU")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
