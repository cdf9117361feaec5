"""The way to a figure: what a sector that sees only its own target makes and begins from year to year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.flows import effective_yields, inherited_capacity

Points: TypeAlias = Mapping[int, float]
"""Figures to be reached, by year."""

NOTHING = 1e-12
"""A gap below this part of the sector's need is none."""


def path(base: float, points: Points, last: int) -> Floats:
    """(0..last): from the base year through every point by equal yearly growth; after the last point it stays.

    `x[t] = x[a] (x[b] / x[a])^((t - a) / (b - a))` between points a < b; in equal steps where one of them is zero.
    """
    made = np.full(last + 1, float(base))
    before, value = 0, float(base)
    for year in sorted(points):
        figure, part = float(points[year]), np.arange(1, year - before + 1) / (year - before)
        rising = value * (figure / value) ** part if value > 0.0 and figure > 0.0 else value + (figure - value) * part
        made[before + 1 : year + 1] = rising[: max(last - before, 0)]
        made[year + 1 :] = figure
        before, value = year, figure
    return made


def spread_over_techniques(wanted: Floats, as_in: Floats) -> Floats:
    """(technique, 0..T+1): a sector's output divided among its techniques as another demand has it, year by year.

    In equal parts where that has none of them at work.
    """
    total = as_in.sum(axis=0)
    share = np.divide(as_in, total, out=np.full_like(as_in, 1.0 / len(as_in)), where=total > 0.0)
    return np.asarray(share * wanted)


def at_capacity(economy: Economy, output: Floats, starts: Floats) -> Floats:
    """(technique, 0..T+1): output raised, sector by sector, to all that its capacity allows when so much is begun.

    `output` (technique, 0..T+1), `starts` (project, 0..T).  Sectors without a capacity, or that make nothing, stay.
    """
    years, assets, projects, techniques = economy.years.plan, economy.assets, economy.projects, economy.techniques
    inherited, yields = inherited_capacity(economy, years + 1), effective_yields(economy)
    raised, standing = np.array(output), np.array(assets.capacity)
    for year in range(1, years + 2):
        standing = (standing if year == 1 else (1.0 - assets.depreciation) * standing) + inherited[:, year - 1]
        begun = year - projects.gestation
        there = (begun >= 1) & (begun <= years)
        np.add.at(standing, projects.asset[there], starts[np.flatnonzero(there), begun[there]])
        use = np.zeros(len(economy.sectors.axis))
        np.add.at(use, techniques.sector, techniques.capacity_use * output[:, year])
        supported = assets.supported(standing)
        allowed = np.where(np.isfinite(supported), yields[:, year] * supported, use)
        factor = np.divide(allowed, use, out=np.ones_like(use), where=use > 0.0)
        raised[:, year] *= np.maximum(factor, 1.0)[techniques.sector]
    return raised


def own_starts(economy: Economy, asset: int, output: Floats, least: Floats) -> Floats:
    """(project of the asset, 0..T): what a sector begins so that the asset is there when its target needs it.

    Year by year what is missing is begun as early as it must be, the cheapest projects first, within their limits.
    After the plan the last year's capacity is kept up.  `output` (technique of the sector, 0..T+1) is what the
    target demands, `least` (0..T+1) capacity demanded outright, units of the asset.
    """
    years, projects = economy.years.plan, economy.projects
    own, sector = np.flatnonzero(projects.asset == asset), int(economy.assets.sector[asset])
    starts = np.zeros((len(own), years + 1))
    longest = int(projects.gestation[own].max(initial=0))
    end = min(years + max(longest, 1), economy.years.reach)
    yields = effective_yields(economy)[sector]
    use = economy.techniques.capacity_use[economy.techniques.sector == sector] @ output
    use = economy.assets.use[asset] * use
    need = np.maximum(np.divide(use, yields[: years + 2], out=np.zeros_like(use), where=yields[: years + 2] > 0), least)
    need = np.concatenate([need[: years + 1], np.full(max(end - years, 0), need[years])])
    inherited = inherited_capacity(economy, end)[asset]
    finished = np.zeros(end + 1)
    left = np.array(projects.total_limit[own])
    idle, repairs = float(economy.assets.idle[asset]), projects.repairs[own] > 0.0
    order = np.lexsort((-projects.gestation[own], projects.cost_factor[own]))
    standing = float(economy.assets.capacity[asset])
    for year in range(1, end + 1):
        kept = standing if year == 1 else (1.0 - economy.assets.depreciation[asset]) * standing
        standing = kept + inherited[year - 1]
        for place in order:
            begun = year - int(projects.gestation[own[place]])
            gap = need[year] - standing - finished[year]
            if gap > NOTHING * need[year] and 1 <= begun <= years:
                room = min(projects.year_limit[own[place]] - starts[place, begun], left[place])
                room = min(room, idle) if repairs[place] else room
                amount = max(min(gap, room), 0.0)
                starts[place, begun] += amount
                left[place] -= amount
                idle -= amount if repairs[place] else 0.0
                finished[year] += amount
        standing += finished[year]
    return starts
