"""How many years targets would really take, as far as the time allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.diagnosis.clock import Clock
from optimiser.economy.economy import Bools, Economy
from optimiser.plan.solver import Status, open_session
from optimiser.programme import formulate
from optimiser.programme.lp import Affine
from optimiser.strategies.goals import target_goals
from optimiser.strategies.horizon import LONGEST, YearsNeeded
from optimiser.strategies.request import Request


@dataclass(frozen=True, eq=False)
class Horizon:
    """Years needed, by the whole set and by each target; `finished` is whether the scan came to its end."""

    needed: YearsNeeded
    finished: bool


def scan(request: Request, clock: Clock, longest: int = LONGEST) -> Horizon:
    """Plans of 1, 2, ... years, until the whole set and each target alone have been reached once.

    As `years_needed`, but it stops at the time limit and says how far it came; a solve that was cut short
    counts for nothing.  A scan and no bisection: a longer plan need not be easier.
    """
    economy = request.economy
    request = Request(economy, request.target_set, clock.options(request.options), request.progress)
    longest = min(longest, economy.years.reach - economy.years.tail - 1)
    together: int | None = None
    alone: dict[str, int | None] = {}
    for years in range(1, longest + 1):
        request.progress(f"can the targets be reached in {years} years?")
        open_names = {name for name, value in alone.items() if value is None} if alone else None
        found = None if clock.over else _reached(request, economy.with_plan_years(years), open_names)
        if found is None:
            return Horizon(YearsNeeded(together, alone, years - 1), finished=False)
        all_of_them, each = found
        for name, possible in each.items():
            alone.setdefault(name, None)
            if possible and alone[name] is None:
                alone[name] = years
        if all_of_them and together is None:
            together = years
        if together is not None and all(value is not None for value in alone.values()):
            break
    return Horizon(YearsNeeded(together, alone, longest), finished=True)


def _reached(request: Request, economy: Economy, wanted: set[str] | None) -> tuple[bool, dict[str, bool]] | None:
    """Whether the whole set is reached, and each of the wanted targets alone; None where a solve was cut short."""
    bare, v = formulate(economy)
    goals = target_goals(economy, v, request.needed_set, elastic=False)
    programme = bare.with_rows(goals.rows("target", goals.value)).maximising(Affine.zero((1, 1)))
    session = open_session(programme, request.options)
    labels = goals.axis.labels
    hard = ~economy.targets.elastic & np.array([name == request.needed_set for name in economy.targets.set], bool)
    # a target of a year that a shorter plan does not come to is not reached by it
    whole = len(labels) == int((hard & (economy.targets.value > 0.0)).sum())
    solution = session.solve()
    if solution.status is Status.LIMIT:
        return None
    if solution.optimal and whole:
        return True, dict.fromkeys(labels, True)
    span = programme.row_range["target"]
    rows = np.arange(span.start, span.stop)
    met: Bools = np.zeros(len(labels), bool)
    if not solution.optimal:
        session.free_rows(rows)
        solution = session.solve()
        if solution.status is Status.LIMIT:
            return None
        if not solution.optimal:
            return False, dict.fromkeys(labels, False)
    met |= goals.shares(solution.values) >= 1.0 - 1e-9
    for place, label in enumerate(labels):
        if met[place] or (wanted is not None and label not in wanted):
            continue
        session.free_rows(rows)
        session.restore_rows(rows[[place]])
        solution = session.solve()
        if solution.status is Status.LIMIT:
            return None
        if solution.optimal:
            # whatever else this plan reaches can be reached as well
            met |= goals.shares(solution.values) >= 1.0 - 1e-9
            met[place] = True
    return False, dict(zip(labels, met.tolist(), strict=True))
