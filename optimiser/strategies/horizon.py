"""How many years a target set would really take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.plan.solver import Status, open_session
from optimiser.programme import formulate
from optimiser.programme.lp import Affine
from optimiser.strategies.goals import Goals, target_goals
from optimiser.strategies.request import Request

LONGEST = 15
"""Plan years beyond which the search stops, unless told otherwise."""


@dataclass(frozen=True)
class YearsNeeded:
    """The smallest number of plan years in which targets can be reached."""

    together: int | None
    """All of the set; None: not within the years tried."""
    alone: dict[str, int | None]
    """Each target by itself, by its label; empty where not asked for."""
    tried: int
    """The longest plan that was tried."""

    def __str__(self) -> str:
        return f"{self.together} years" if self.together else f"more than {self.tried} years"


def years_needed(request: Request, *, longest: int = LONGEST, each: bool = False) -> YearsNeeded:
    """Scan plans of 1, 2, ... years for the first in which the target set is feasible.

    The targets of the last plan year move with the end of the plan; yearly data go on as the workbook says.
    A scan and no bisection: a longer plan need not be easier, for floors rise and stocks run out.
    `each` also finds the years for every target alone.  What cannot be kept even without targets counts as
    not feasible.

    Raises:
        InputFault: no target set, or no such set.
    """
    economy = request.economy
    longest = min(longest, economy.years.reach - economy.years.tail - 1)
    together: int | None = None
    alone: dict[str, int | None] = {}
    for years in range(1, longest + 1):
        request.progress(f"can the targets be reached in {years} years?")
        found, names = _feasible(request, economy.with_plan_years(years), each=each)
        alone = {name: alone.get(name) for name in names} if each else {}
        for name, possible in names.items() if each else ():
            if possible and alone[name] is None:
                alone[name] = years
        if found and together is None:
            together = years
        if together is not None and all(value is not None for value in alone.values()):
            break
    return YearsNeeded(together, alone, longest)


def _feasible(request: Request, economy: Economy, *, each: bool) -> tuple[bool, dict[str, bool]]:
    """Whether the set can be reached, and, if asked, whether each target can by itself."""
    bare, v = formulate(economy)
    goals: Goals = target_goals(economy, v, request.needed_set, elastic=False)
    programme = bare.with_rows(goals.rows("target", goals.value)).maximising(Affine.zero((1, 1)))
    session = open_session(programme, request.options)
    together = session.solve().status is Status.OPTIMAL
    names = {f"{code} {variable}": together for code, variable in
             zip(goals.axis.columns["code"], goals.axis.columns["variable"], strict=True)}  # fmt: skip
    if each and not together:
        span = programme.row_range["target"]
        rows = np.arange(span.start, span.stop)
        for place, name in enumerate(names):
            session.free_rows(rows)
            session.restore_rows(rows[[place]])
            names[name] = session.solve().status is Status.OPTIMAL
    return together, names
