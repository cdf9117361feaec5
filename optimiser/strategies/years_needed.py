"""How many years a target set would really take."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Bools
from optimiser.economy.economy import Economy
from optimiser.economy.flows import greatest_quantities
from optimiser.programme import formulate
from optimiser.programme.programme import LinearProgramme
from optimiser.solver import Solution, SolverOptions, Status, open_session
from optimiser.strategies.goals import Goals, elastic_target, target_goals
from optimiser.strategies.request import Progress, Request, request_of
from optimiser.strategies.targets import share_session

LONGEST = 15
"""Plan years beyond which the search stops, unless told otherwise."""

WHOLE = 1.0 - 1e-9
"""A share of this much is all of it."""


@dataclass(frozen=True)
class YearsNeeded:
    """The smallest number of plan years in which targets can be reached."""

    together: int | None
    """All of the set; None: not within the years tried."""
    alone: Mapping[str, int | None]
    """Each target by itself, by its label; empty where not asked for."""
    tried: int
    """The longest plan that was tried."""
    finished: bool = True
    """Whether the scan came to its end; otherwise a time limit stopped it after the years tried."""

    def __str__(self) -> str:
        if self.together is None:
            return f"more than {self.tried} years"
        return f"{self.together} year{'s' if self.together != 1 else ''}"


def years_needed(
    economy: Economy | Request,
    target_set: str = "",
    *,
    longest: int = LONGEST,
    each: bool = False,
    options: SolverOptions | None = None,
    progress: Progress | None = None,
) -> YearsNeeded:
    """Scan plans of 1, 2, ... years for the first in which the target set is feasible.

    The targets of the last plan year move with the end of the plan; yearly data go on as the workbook says.
    A target of a year that a shorter plan does not come to is not reached by it.  A scan and no bisection: a
    longer plan need not be easier, for floors rise and stocks run out.  `each` also finds the years for every
    target alone.  What cannot be kept even without targets counts as not feasible; a solve that a time limit
    cut short counts for nothing and ends the scan.

    Raises:
        InputFault: no target set, or no such set.
    """
    request = request_of(economy, target_set, options, progress)
    economy = request.economy
    longest = min(longest, economy.years.reach - economy.years.tail - 1)
    together: int | None = None
    alone: dict[str, int | None] = {}
    for years in range(1, longest + 1):
        request.progress(f"can the targets be reached in {years} years?")
        waiting = [name for name, found in alone.items() if found is None] if alone else None
        answer = _reached(request, economy.with_plan_years(years), waiting if each else ())
        if answer is None:
            return YearsNeeded(together, alone, years - 1, finished=False)
        whole, reached = answer
        if whole and together is None:
            together = years
        for name, possible in reached.items() if each else ():
            alone.setdefault(name, None)
            if possible and alone[name] is None:
                alone[name] = years
        if together is not None and all(found is not None for found in alone.values()):
            break
    return YearsNeeded(together, alone, longest)


def _reached(request: Request, economy: Economy, wanted: Collection[str] | None) -> tuple[bool, dict[str, bool]] | None:
    """Whether the whole set is reached, and each of the wanted targets alone (None: all of them).

    By the largest common share up to one, which is there whenever the economy can be carried through at all: a target
    that is out of reach is a small share, and no contradiction that would have to be proved.  One beyond what its own
    capacity can grow to needs no solve.  None where a solve was cut short.
    """
    targets = economy.targets
    mine = np.array([name == request.needed_set for name in targets.set], bool)
    hard = np.flatnonzero(mine & ~targets.elastic & (targets.value > 0.0))
    here = hard[targets.year[hard] <= economy.years.last]
    labels = tuple(targets.axis.labels[each] for each in here)
    variable, value = tuple(targets.variable[each] for each in here), targets.value[here]
    beyond = value > greatest_quantities(economy, variable, targets.index[here], targets.year[here]) * (1.0 + 1e-9)
    asked = ~beyond & np.array([wanted is None or label in wanted for label in labels], bool)
    nobody = dict.fromkeys(labels, False)
    possible = len(here) == len(hard) and not beyond.any()
    if not possible and not asked.any():
        return False, nobody
    bare, v = formulate(economy)
    goals = target_goals(economy, v, request.needed_set, elastic=False)
    if possible:
        solution = share_session(request, bare, goals, most=1.0).solve()
        if solution.status in (Status.LIMIT, Status.UNDECIDED):
            return None
        if not solution.optimal:
            return False, nobody
        if solution.objective >= WHOLE:
            return True, dict.fromkeys(labels, True)
    if not asked.any():
        return False, nobody
    met = _met_alone(request, bare, goals, asked)
    return None if met is None else (False, dict(zip(labels, met.tolist(), strict=True)))


def _met_alone(request: Request, bare: LinearProgramme, goals: Goals, asked: Bools) -> Bools | None:
    """(goal): which of those asked for are reached in some plan, each for itself; None where a solve was cut short.

    First by the plan that falls short of all of them by the least, which reaches most of them at once, then one by one,

        minimise shortfall_i / increment_i   subject to   quantity_i + shortfall_i  >=  value_i

    with the others free to fall short.
    """
    programme = bare.with_variable("shortfall", goals.axis, scale=goals.increment, meaning="by how much it is missed")
    shortfall = programme.variables[-1]
    session = open_session(programme.with_rows(elastic_target(goals, shortfall)), request.options)

    def least_missed(which: Bools) -> Solution:
        goal = np.zeros(programme.columns)
        goal[shortfall.columns[which, 0]] = -1.0 / goals.increment[which]
        session.set_goal(goal)
        return session.solve()

    met = np.zeros(len(asked), bool)
    solution = least_missed(asked)
    session.start_here()
    waiting = iter(np.flatnonzero(asked).tolist())
    while solution.optimal:
        # whatever else this plan reaches can be reached as well
        met |= goals.reached_by(solution.values)
        index = next((each for each in waiting if not met[each]), None)
        if index is None:
            break
        solution = least_missed(np.arange(len(asked)) == index)
        met[index] |= solution.optimal and -solution.objective <= 1.0 - WHOLE
    return None if solution.status in (Status.LIMIT, Status.UNDECIDED) else met
