"""The chain along which the first shortage spread: what was lacking, whom that held up, and what was lacking then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats
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


def chain(setting: Setting, samples: Mapping[str, Floats]) -> tuple[Link, ...]:
    """From the costliest shortage of the first year that has one, from sector to sector and from year to year.

    A link follows another where what is lacking is what the sector held up before makes, in the same year or a
    later one; of several the costliest.  `samples`: arrays (repetition, ..., year) by name.
    """
    economy = setting.economy
    things = scarce_things(economy)
    price, materials = setting.coefficients.unit_value, setting.coefficients.building_value
    price = price if price.any() else np.ones_like(price)
    materials = materials if materials.any() else np.ones_like(materials)
    asked = np.asarray(setting.demanded.output[:, 1 : economy.years.plan + 1])
    lost = (1.0 - samples["had"] ** setting.behaviour.substitution) * (price[:, None] * asked)[None]
    undone = np.maximum(samples["work_asked"] - samples["work_done"], 0.0) * materials[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        done = np.where(samples["work_asked"] > 0.0, samples["work_done"] / samples["work_asked"], 1.0)
    links: list[Link] = []
    size = NOTICED * float(price @ economy.sectors.base_output[economy.techniques.sector])
    for year in range(1, economy.years.plan + 1):
        for building, value, had, which, sector in (
            (False, lost, samples["had"], samples["scarcest"], economy.techniques.sector),
            (True, undone, done, samples["work_scarcest"], np.arange(len(economy.sectors.axis))),
        ):
            for thing, name in enumerate(things):
                here = which[:, :, year - 1] == thing
                held = np.where(here, value[:, :, year - 1], 0.0).mean(axis=0)
                for place in np.flatnonzero((held > size) & (here.mean(axis=0) >= USUAL)):
                    mine = here[:, place]
                    share = float(had[mine, place, year - 1].mean())
                    label = economy.sectors.axis.labels[sector[place]]
                    links.append(Link(year, name, label, building, share, float(mine.mean()), float(held[place])))
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
