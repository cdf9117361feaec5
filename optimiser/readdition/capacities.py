"""Capacity added up again: used, built, absorbed; projects within their limits; no sudden falls."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.arrays import Bools, Floats
from optimiser.economy.begun import capacity_before
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Quantities
from optimiser.readdition.check import Check, made, yearly_turnover


def _limited(economy: Economy) -> Bools:
    return np.isfinite(economy.sectors.capacity)


def _standing(economy: Economy, q: Quantities) -> Floats:
    """(sector, 0..X): capacity, zero where it does not limit."""
    return np.where(_limited(economy)[:, None], q.capacity, 0.0)


def _size(economy: Economy, q: Quantities) -> Floats:
    return yearly_turnover(np.where(_limited(economy)[:, None], q.capacity[:, 1:], 1.0))


def _arriving(economy: Economy, year: int) -> Floats:
    """(sector): capacity begun before the plan that is first used in a year."""
    inherited = economy.inherited
    new = np.zeros(len(economy.sectors.axis))
    np.add.at(new, inherited.sector, np.where(inherited.due == year, inherited.capacity, 0.0))
    return new


def capacity_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Output takes no more than capacity yields in the year."""
    sectors, techniques, village = economy.sectors, economy.techniques, economy.town_and_country
    standing = _standing(economy, q)
    excess = np.zeros((len(sectors.axis), q.output.shape[1] - 1))
    for year in range(1, q.output.shape[1]):
        use = np.zeros(len(sectors.axis))
        np.add.at(use, techniques.sector, techniques.capacity_use * q.output[:, year])
        share = np.array(sectors.yields[:, year])
        if village.farm_sector >= 0:
            share[village.farm_sector] *= 1.0 - village.yield_loss[year] * village.coerced_share[year]
        excess[:, year - 1] = use - share * standing[:, year]
    limited = _limited(economy)
    yield "capacity limit", excess[limited], _size(economy, q)[limited]


def capacity_accumulation(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Capacity is what was left of last year's, what was inherited, and the plan's own finished projects."""
    sectors, projects = economy.sectors, economy.projects
    capacity = _standing(economy, q)
    off = np.zeros((len(sectors.axis), q.output.shape[1] - 1))
    for year in range(1, q.output.shape[1]):
        there = capacity[:, 0] if year == 1 else (1.0 - sectors.depreciation) * capacity[:, year - 1]
        there = there + _arriving(economy, year)
        for project, sector in enumerate(projects.sector):
            start = year - projects.gestation[project]
            if 1 <= start <= economy.years.last:
                there[sector] += q.starts[project, start]
        off[:, year - 1] = np.abs(there - capacity[:, year])
    limited = _limited(economy)
    yield "capacity accumulation", off[limited], _size(economy, q)[limited]


def absorptive_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Capacity grows by no more than its share a year, but for what was begun before and is due in the first.

    What the plan has begun is under the limit until it is finished, after the last year with output too.
    """
    sectors = economy.sectors
    capacity = _standing(economy, q)
    bound = np.isfinite(sectors.absorptive_limit)
    share = np.where(bound, sectors.absorptive_limit, 0.0)
    excess = np.zeros((len(sectors.axis), q.output.shape[1] - 1))
    for year in range(1, q.output.shape[1]):
        allowed = (1.0 + share) * capacity[:, year - 1]
        if year == 1:
            before = np.where(_limited(economy), capacity_before(economy), 0.0)
            allowed = np.maximum((1.0 + share) * before, capacity[:, 0] + _arriving(economy, 1))
        excess[:, year - 1] = np.where(bound, capacity[:, year] - allowed, 0.0)
    limited = _limited(economy)
    yield "absorptive limit", excess[limited], _size(economy, q)[limited]
    yield from _absorbed_after_the_plan(economy, q)


def _absorbed_after_the_plan(economy: Economy, q: Quantities) -> Iterator[Check]:
    """The capacity that stands in each year after the plan, and what would stand without the plan's own works."""
    sectors, projects, last = economy.sectors, economy.projects, q.output.shape[1] - 1
    limited, bound = _limited(economy), np.isfinite(sectors.absorptive_limit)
    share = np.where(bound, sectors.absorptive_limit, 0.0)
    longest = int(projects.gestation.max(initial=0))
    afterwards = np.zeros((len(sectors.axis), max(economy.years.last + longest - last, 0)))
    standing, without = _standing(economy, q)[:, last], np.where(limited, sectors.capacity, 0.0) + _arriving(economy, 1)
    for year in range(2, last + 1):
        without = (1.0 - sectors.depreciation) * without + _arriving(economy, year)
    for year in range(last + 1, last + 1 + afterwards.shape[1]):
        before, without_before = standing, without
        standing = (1.0 - sectors.depreciation) * before + _arriving(economy, year)
        without = (1.0 - sectors.depreciation) * without_before + _arriving(economy, year)
        for project, sector in enumerate(projects.sector):
            start = year - projects.gestation[project]
            if 1 <= start <= economy.years.last:
                standing[sector] += q.starts[project, start]
        allowed = (1.0 + share) * before + np.maximum(without - (1.0 + share) * without_before, 0.0)
        afterwards[:, year - last - 1] = np.where(bound, standing - allowed, 0.0)
    size = np.broadcast_to(_size(economy, q)[:, :1], afterwards.shape)
    yield "absorptive limit of works finished after the plan", afterwards[limited], size[limited]


def project_year_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more is begun in a year than can be prepared."""
    projects, starts = economy.projects, q.starts[:, 1:]
    size = np.where(_limited(economy), economy.sectors.capacity, 1.0)[projects.sector][:, None]
    over = np.where(np.isfinite(projects.year_limit)[:, None], starts - projects.year_limit[:, None], 0.0)
    yield "project limit", over, np.maximum(size, starts)


def project_total_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more is begun in all than there is occasion for."""
    projects, in_all = economy.projects, q.starts[:, 1:].sum(axis=1)
    size = np.where(_limited(economy), economy.sectors.capacity, 1.0)[projects.sector]
    over = np.where(np.isfinite(projects.total_limit), in_all - projects.total_limit, 0.0)
    yield "project limit in all", over, np.maximum(size, in_all)


def idle_capacity(economy: Economy, q: Quantities) -> Iterator[Check]:
    """All that is repaired in a sector stood idle."""
    repaired = np.zeros(len(economy.sectors.axis))
    for project, sector in enumerate(economy.projects.sector.tolist()):
        repaired[sector] += economy.projects.repairs[project] * q.starts[project, 1:].sum()
    size = np.where(_limited(economy), economy.sectors.capacity, 1.0)
    yield "repairs of what stands idle", repaired - economy.sectors.idle, np.maximum(size, repaired)


def output_fall_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Output falls by no more than its share a year."""
    output = made(economy, q)
    falls = (1.0 - economy.sectors.fall_limit)[:, None] * output[:, :-1] - output[:, 1:]
    yield "fall limit", falls, yearly_turnover(output)[:, 1:]
