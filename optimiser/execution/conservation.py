"""Material is conserved: every product of every year and repetition, added up again.

Written from the economy and from what happened, and shares nothing with the code that carries plans out but the
records: what was made is computed again from outputs, what was used is checked against what the outputs and the
work on building sites need.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.flows import inputs_in
from optimiser.execution.course import Course


@dataclass(frozen=True)
class Conservation:
    """How far the worst sum is off, relative to the product's turnover in the year, and which it is."""

    worst: float
    sums: int
    where: str


def conservation(course: Course) -> Conservation:
    """Every sum of a course, added up again.

        opening stocks + opening hoards + made + imported + outside  =
            inputs + building + consumed + given + exported + kept + lost + closing stocks + closing hoards

    and nothing negative; output within what capacity and harvest allow; stocks handed on as they were left; stocks
    and hoards only of what can be stored; no more given out than was asked for.
    """
    economy, demanded = course.setting.economy, course.setting.demanded
    sector = economy.techniques.sector
    storable = economy.products.storable
    sums: list[tuple[float, int, str]] = [(0.0, 0, "")]

    def look(name: str, year: int, off: Floats, size: Floats) -> None:
        relative = np.abs(off) / np.where(size > 0.0, size, 1.0)
        if relative.size:
            place = np.unravel_index(int(np.argmax(relative)), relative.shape)
            who = f"{name}, year {year}, place {place[0]}, repetition {course.first + int(place[-1])}"
            sums.append((float(relative.max()), relative.size, who))

    for year, happened in enumerate(course.years, 1):
        book = happened.ledger
        sources = book.opening_stocks + book.opening_hoards + book.made + book.imported + book.outside
        uses = book.inputs + book.building + book.consumed + book.given + book.exported + book.kept
        uses = uses + book.lost + book.closing_stocks + book.closing_hoards
        size = np.maximum(sources, uses)
        look("sources less uses", year, sources - uses, size)
        for each in fields(book):
            look(f"negative {each.name}", year, np.minimum(getattr(book, each.name), 0.0), size)
        of_use = happened.output * happened.quality[sector]
        look("made", year, economy.techniques.outputs @ of_use - book.made, size)
        allowed = np.where(np.isfinite(happened.possible), happened.possible, np.inf)
        use = np.zeros_like(happened.made)
        np.add.at(use, sector, economy.techniques.capacity_use[:, None] * happened.output)
        look("output beyond capacity", year, np.maximum(use - allowed, 0.0), np.where(allowed < np.inf, use, 1.0))
        lag = economy.techniques.lag == 1
        if not lag.any():
            # without a lag, what is used is no more than the recipe takes of a normal harvest
            normal = happened.output / happened.harvest[sector]
            most = inputs_in(economy, year) @ normal
            look("inputs beyond the recipe", year, np.maximum(book.inputs - most, 0.0), size)
        for name, limit, used in (
            ("given", demanded.given, book.given),
            ("exports", demanded.exports, book.exported),
            ("imports", demanded.imports, book.imported),
        ):
            look(f"{name} beyond what was asked", year, np.maximum(used - limit[:, [year]], 0.0), size)
        look("stored what cannot be", year, (book.closing_stocks + book.closing_hoards)[~storable], size[~storable])
        room = np.broadcast_to(economy.products.greatest_stock[:, None], size.shape)
        beyond = np.where(np.isfinite(room), book.closing_stocks - np.where(np.isfinite(room), room, 0.0), 0.0)
        look("stock beyond the greatest", year, np.maximum(beyond, 0.0), size)
        least = economy.products.stock_loss[:, None] * book.opening_stocks
        look("stocks that do not spoil", year, np.maximum(least - book.lost, 0.0), size)
        following = course.states[year]
        look("stocks handed on", year, following.stocks - book.closing_stocks, size)
        hoards = np.zeros_like(book.closing_hoards)
        np.add.at(hoards, course.setting.coefficients.inputs.row, following.hoards)
        look("hoards handed on", year, hoards - book.closing_hoards, size)
    worst, _, where = max(sums, key=lambda each: each[0] if each[0] == each[0] else np.inf)
    return Conservation(worst, sum(count for _, count, _ in sums), where)
