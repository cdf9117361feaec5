"""The chain along which the first shortage spread: what was lacking, whom that held up, and what was lacking then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.execution.course import Course
from optimiser.execution.scarcity import scarce_things
from optimiser.execution.setting import Setting

NOTICED = 1e-3
"""A shortage that holds up less than this part of the value of a year's output is not followed."""

USUAL = 0.5
"""Nor one that is there in fewer repetitions than this part of them."""


@dataclass(frozen=True)
class Link:
    """In a year something was lacking, and held a sector up."""

    year: int
    lacking: str
    """A product, a pool, `foreign money` or `resources`."""
    held_up: str
    """The sector that lacked it most, by value."""
    building: bool
    """Whether it held up building and not production."""
    had: float
    """What the sector could do of what it was to do, mean of the repetitions in which it lacked this most."""
    repetitions: float
    """Share of repetitions in which it did."""
    value: float
    """Production or building held up, mean of all repetitions, money units (units, where nothing is priced)."""


@dataclass(frozen=True, eq=False)
class Shortages:
    """What was lacking where, summed over repetitions: (what, year, thing, place).

    what: 0 the value held up, 1 the number of repetitions, 2 what could be done of what was to be done.
    """

    production: Floats
    """Places are techniques."""
    building: Floats
    """Places are assets."""

    @classmethod
    def none(cls, setting: Setting) -> Shortages:
        """Before any repetition."""
        economy = setting.economy
        shape = (3, economy.years.plan, len(scarce_things(economy)))
        return cls(np.zeros((*shape, len(economy.techniques.axis))), np.zeros((*shape, len(economy.assets.axis))))

    def joined(self, course: Course) -> Shortages:
        """With the repetitions of a course, added one by one."""
        setting, price, materials = course.setting, *_values(course.setting)
        production, building = np.array(self.production), np.array(self.building)
        for year, each in enumerate(course.years, 1):
            asked = (price * setting.demanded.output[:, year])[:, None]
            lost = (1.0 - each.had**setting.behaviour.substitution) * asked
            _add(production[:, year - 1], each.scarcest, lost, each.had)
            undone = np.maximum(each.work_asked - each.work_done, 0.0) * materials[:, None]
            ones = np.ones_like(undone)
            done = np.divide(each.work_done, each.work_asked, out=ones, where=each.work_asked > 0.0)
            _add(building[:, year - 1], each.work_scarcest, undone, done)
        return Shortages(production, building)


def _values(setting: Setting) -> tuple[Floats, Floats]:
    """Values of a unit of output (technique) and of new capacity (asset); 1 where nothing is priced."""
    price, materials = setting.coefficients.unit_value, setting.coefficients.building_value
    return (price if price.any() else np.ones_like(price), materials if materials.any() else np.ones_like(materials))


def _add(into: Floats, which: Ints, value: Floats, had: Floats) -> None:
    """Add what each repetition lacked to sums of this call's own, repetition by repetition."""
    place, _ = np.indices(which.shape)
    thing, where = which.T.ravel(), place.T.ravel()
    there = thing >= 0
    for what, figures in enumerate((value, np.ones_like(value), had)):
        np.add.at(into[what], (thing[there], where[there]), figures.T.ravel()[there])


def chain(setting: Setting, shortages: Shortages, repetitions: int) -> tuple[Link, ...]:
    """From the costliest shortage of the first year that has one, from sector to sector and from year to year.

    A link follows another where what is lacking is what the sector held up before makes, in the same year or, where
    building was held up, in a later one; of several the costliest.
    """
    economy = setting.economy
    things, labels = scarce_things(economy), economy.sectors.axis.labels
    price, _ = _values(setting)
    size = NOTICED * float(price @ economy.sectors.base_output[economy.techniques.sector])
    links: list[Link] = []
    for building, sums, sector in (
        (False, shortages.production, economy.techniques.sector),
        (True, shortages.building, economy.assets.sector),
    ):
        held, part = sums[0] / repetitions, sums[1] / repetitions
        for year, thing, place in zip(*np.nonzero((held > size) & (part >= USUAL)), strict=True):
            at = (year, thing, place)
            links.append(
                Link(
                    year=int(year) + 1,
                    lacking=things[thing],
                    held_up=labels[sector[place]],
                    building=building,
                    had=float(sums[2][at] / sums[1][at]),
                    repetitions=float(part[at]),
                    value=float(held[at]),
                )
            )
    return _walk(setting, links)


def _walk(setting: Setting, links: list[Link]) -> tuple[Link, ...]:
    economy = setting.economy
    makes: dict[str, set[str]] = {}
    entries = economy.techniques.outputs.tocoo()
    for product, technique in zip(entries.row, entries.col, strict=True):
        sector = economy.sectors.axis.labels[economy.techniques.sector[technique]]
        makes.setdefault(sector, set()).add(economy.products.axis.labels[product])
    walked: list[Link] = []
    seen: set[str] = set()
    first = min((link.year for link in links), default=0)
    following = [link for link in links if link.year == first]
    while following:
        costliest = max(following, key=lambda each: each.value)
        seen.add(costliest.lacking)
        # whatever the same lack holds up at the same time may be the next to be lacking
        same = [each for each in links if each.lacking == costliest.lacking and each.year == costliest.year]
        next_year = {each.held_up: each.year + each.building for each in same}
        reached = {product: sector for sector in next_year for product in makes.get(sector, set()) - seen}
        later = [each for each in links if each.lacking in reached and each.year >= next_year[reached[each.lacking]]]
        soonest = min((each.year for each in later), default=0)
        following = [each for each in later if each.year == soonest]
        if following:
            through = reached[max(following, key=lambda each: each.value).lacking]
            costliest = max((each for each in same if each.held_up == through), key=lambda each: each.value)
        walked.append(costliest)
    return tuple(walked)
