"""What would help: single changes and pairs of them, tried by solves, with what each buys in share and in years.

No change goes beyond what is plausible (`remedies`), so that what would help and what it would take agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from optimiser.arrays import Ints
from optimiser.diagnosis.bottlenecks import MATTERS, sizes
from optimiser.diagnosis.deadline import Clock
from optimiser.diagnosis.remedies import GIVEN, plausible
from optimiser.diagnosis.words import change
from optimiser.economy.economy import Economy
from optimiser.programme import formulate
from optimiser.programme.constraints.capacity import capacity_accumulation
from optimiser.programme.references import RowReference, row_references
from optimiser.solver import Session, Solution
from optimiser.strategies import Request
from optimiser.strategies.goals import target_goals
from optimiser.strategies.targets import share_session
from optimiser.strategies.years_needed import WHOLE

STEP = 0.1
"""What would help is tried with a tenth more of each."""

PAIRED = 5
"""So many of the best single changes are tried in pairs."""

EARLIER = 3
"""Years that a change may save, at most, before no more are tried."""

Thing = tuple[str, ...]
"""A rule, and what its rows are about."""


@dataclass(frozen=True)
class Help:
    """A change, or two, and what it buys."""

    change: str
    share: float
    """The common share with it."""
    gain: float
    moves: tuple[tuple[Thing, float], ...] = ()
    """The things whose rows it moves in all years, each up (1) or down (-1); none where it is no change of rows."""
    years: int | None = None
    """The years that all targets then take; None: not known, or no fewer."""


def rows_by_thing(where: Sequence[RowReference], economy: Economy) -> dict[Thing, Ints]:
    """Rows by rule and thing; of capacity only those of the first year, which say what is there to begin with."""
    found: dict[Thing, list[int]] = {}
    for row, reference in enumerate(where):
        if reference.stands_for is not capacity_accumulation or reference.year == economy.years.label(1):
            found.setdefault((reference.rule, *reference.thing), []).append(row)
    return {thing: np.array(rows) for thing, rows in found.items()}


def share_with(session: Session, moves: Sequence[tuple[Ints, float]]) -> float | None:
    """The common share when rows are moved by `STEP` of their size up or down; None where there is no answer."""
    arrays, size = session.programme.arrays, sizes(session.programme)
    for rows, way in moves:
        shift = way * STEP * size[rows]
        session.set_rows(rows, arrays.row_lower[rows] + shift, arrays.row_upper[rows] + shift)
    answer = session.solve()
    for rows, _ in moves:
        session.restore_rows(rows)
    return answer.objective if answer.optimal else None


def promising(
    session: Session, by_thing: dict[Thing, Ints], where: list[RowReference], solution: Solution, economy: Economy
) -> list[tuple[Thing, float]]:
    """Changes that have a shadow price and are plausible, the greatest promise first."""
    programme = session.programme
    size, room = sizes(programme), plausible(programme, economy)
    found = []
    for thing, rows in by_thing.items():
        first = where[int(rows[0])]
        started = first.stands_for is capacity_accumulation
        beyond = (STEP * size[rows] > room.most[rows] * (1.0 + 1e-9)).any()
        worth = solution.shadow_prices[rows] * size[rows]
        if (started or (first.kind in GIVEN and not beyond)) and np.abs(worth).max() > MATTERS:
            found.append((float(np.abs(worth).sum()), (thing, float(np.sign(worth.sum())))))
    return [each for _, each in sorted(found, key=lambda pair: -pair[0])]


def helps(
    session: Session, where: list[RowReference], solution: Solution, economy: Economy, most: int, clock: Clock
) -> tuple[tuple[Help, ...], tuple[Help, ...], bool]:
    """Changes one at a time, then the best of them in pairs; greatest gain first.

    And whether all that promised something could be tried in time.
    """
    by_thing = rows_by_thing(where, economy)
    share = solution.objective
    found: list[Help] = []
    for thing, way in promising(session, by_thing, where, solution, economy)[: 2 * most]:
        if clock.over:
            return tuple(found), (), False
        with_it = share_with(session, [(by_thing[thing], way)])
        if with_it is not None and with_it > share + MATTERS:
            text = change(economy, [where[row] for row in by_thing[thing]])
            found.append(Help(text, with_it, with_it - share, ((thing, way),)))
    found.sort(key=lambda each: -each.gain)
    pairs: list[Help] = []
    for first, second in combinations(found[:PAIRED], 2):
        if clock.over:
            return tuple(found[:most]), tuple(pairs), False
        moves = (*first.moves, *second.moves)
        both = share_with(session, [(by_thing[thing], way) for thing, way in moves])
        if both is not None and both > max(first.share, second.share) + MATTERS:
            pairs.append(Help(f"{first.change}; and {second.change}", both, both - share, moves))
    pairs.sort(key=lambda each: -each.gain)
    return tuple(found[:most]), tuple(pairs[:PAIRED]), True


def with_years(request: Request, found: Sequence[Help], together: int, clock: Clock) -> tuple[tuple[Help, ...], bool]:
    """The same changes with the years that all targets then take, where these are fewer than without any.

    From the year before on, one after another, as long as a change still does; by the largest share of a plan of so
    many years.
    """
    made = list(found)
    waiting = [place for place, each in enumerate(made) if each.moves]
    for years in range(together - 1, max(together - 1 - EARLIER, 0), -1):
        if not waiting:
            break
        economy = request.economy.with_plan_years(years)
        asked = replace(request, options=clock.options(request.options)).over(economy)
        bare, v = formulate(economy)
        goals = target_goals(economy, v, request.needed_set, elastic=False)
        session = share_session(asked, bare, goals, most=1.0)
        if not session.solve().optimal or clock.over:
            return tuple(made), False
        session.start_here()
        by_thing = rows_by_thing(row_references(session.programme), economy)
        still = []
        for place in waiting:
            moves = [(by_thing[thing], way) for thing, way in made[place].moves if thing in by_thing]
            share = share_with(session, moves)
            if clock.over:
                return tuple(made), False
            if share is not None and share >= WHOLE:
                made[place] = replace(made[place], years=years)
                still.append(place)
        waiting = still
    return tuple(made), True
