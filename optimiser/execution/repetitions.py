"""From what happened in some repetitions to the figures of which an outcome is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.economy import Economy
from optimiser.execution.course import Course
from optimiser.execution.money import gap_figures
from optimiser.execution.setting import Setting
from optimiser.execution.statistics import agreements
from optimiser.execution.sums import added, weighted
from optimiser.plan.measures import INDUSTRY


def _sector_value(setting: Setting) -> Floats:
    """(sector): value of what a unit of output makes, by its dearest technique, money units."""
    value = np.zeros(len(setting.economy.sectors.axis))
    np.maximum.at(value, setting.economy.techniques.sector, setting.coefficients.unit_value)
    return value


def index_weights(setting: Setting, groups: tuple[str, ...]) -> Floats | None:
    """(sector): value of a unit of output of some groups over the value of all theirs in the base year."""
    economy = setting.economy
    chosen = np.array([group.lower() in groups for group in economy.sectors.group])
    value = np.where(chosen, _sector_value(setting), 0.0)
    total = float(value @ economy.sectors.base_output)
    return np.asarray(value / total) if total > 0.0 else None


def capital_index(setting: Setting, capacity: Floats) -> Floats:
    """(repetition): capacity (asset, repetition) over that of the base year, mean by the value of base-year output.

    Sectors without a limit are left out, the weight of one with several kinds of asset is divided equally among them;
    1 where all are left out.
    """
    assets, value = setting.economy.assets, _sector_value(setting)
    finite = np.isfinite(assets.capacity) & (assets.capacity > 0.0)
    weight = assets.shared(setting.economy.sectors.base_output * (value if value.any() else 1.0), finite)
    if weight.sum() <= 0.0:
        return np.ones(capacity.shape[1])
    grown = np.where(finite[:, None], capacity, 0.0) / np.where(finite, assets.capacity, 1.0)[:, None]
    return np.asarray(weighted(weight, grown) / weight.sum())


def figures_of(course: Course) -> dict[str, Floats]:
    """What the outcome is made of: figures by name, each with the repetition first and the year last."""
    setting, years = course.setting, course.years
    economy, cohorts, last = setting.economy, setting.cohorts, course.states[-1]
    price, unit_cost = economy.products.price, setting.coefficients.building_value
    sector_value = _sector_value(setting)

    def series(values: Iterable[Any]) -> Floats:
        return np.ascontiguousarray(np.moveaxis(np.stack(list(values), axis=-1), -2, 0))

    own = np.flatnonzero((cohorts.begun > 0) & (cohorts.due <= economy.years.plan + 1))
    cost = (unit_cost[cohorts.asset] * cohorts.cost)[own, None] * last.amount[own]
    due = added(cost)
    nothing = added(np.where(last.came[own] > 0.0, 0.0, cost))
    found = {
        "target": series(each.target for each in years),
        "made": series(each.made for each in years),
        "real": series(each.quality * each.made for each in years),
        "reported": series(each.reported for each in years),
        "consumption": series(each.consumption for each in years),
        "kept": series(added(each.ledger.kept) for each in years),
        "marketed": series(each.marketed for each in years),
        "unfinished": series(each.unfinished for each in years),
        "unfinished_value": series(weighted(unit_cost, each.unfinished) for each in years),
        "due": due,
        "gave_nothing": np.divide(nothing, due, out=np.zeros_like(due), where=due > 0.0),
        "hoards": series(weighted(price, each.ledger.closing_hoards) for each in years),
        "waste": series(
            weighted(price, each.ledger.lost) + weighted(sector_value, (1.0 - each.quality) * each.made)
            for each in years
        ),
        "jobs_open": series(_beyond(each.people_asked, each.people_there) for each in years),
        "idle": series(_beyond(each.people_there, each.people_used) for each in years),
        "capital": last.capacity.T,
        "capital_index": capital_index(setting, last.capacity),
        "debt": series(each.debt for each in course.states[1:]),
    }
    for name, groups in (("industry", INDUSTRY), ("heavy", (economy.settings.heavy_industry.lower(),))):
        weights = index_weights(setting, groups)
        if weights is not None:
            found[name] = series(weighted(weights, each.quality * each.made) for each in years)
            found[f"{name}_reported"] = series(weighted(weights, each.reported) for each in years)
    found |= gap_figures(setting, years)
    found["waste_a_year"] = found["waste"].mean(axis=1)
    found["living_standard"] = np.ascontiguousarray(found["consumption"]).mean(axis=2)
    found["discounted_consumption"] = _discounted(economy, found["consumption"])
    return found | _fulfilment(found["target"], found["made"]) | _agreement(setting, found)


def _discounted(economy: Economy, consumption: Floats) -> Floats:
    """(repetition): `sum_t (1+r)^-t sum_h C[h,t] / (H sum_t (1+r)^-t)`, index; NaN without households."""
    count, households, years = consumption.shape
    if not households:
        return np.full(count, np.nan)
    weight = (1.0 + economy.settings.discount_rate) ** -np.arange(1.0, years + 1.0)
    every = np.tile(weight / (households * weight.sum()), households)
    return weighted(every, consumption.reshape(count, -1).T)


def _fulfilment(target: Floats, made: Floats) -> dict[str, Floats]:
    """`min(1, made / demanded)`, summed up in several ways; NaN where nothing is demanded."""
    part = np.full(target.shape, np.nan)
    np.divide(made, target, out=part, where=target > 0.0)
    part = np.minimum(part, 1.0)

    def mean(axes: tuple[int, ...]) -> Floats:
        there = ~np.isnan(part)
        total, count = np.where(there, part, 0.0).sum(axis=axes), there.sum(axis=axes)
        return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))

    return {
        "fulfilment": mean((1, 2)),
        "fulfilment_by_sector": mean((2,)),
        "fulfilment_by_year": mean((1,)),
        "fulfilment_least": np.where(np.isnan(part), 1.0, part).min(axis=(1, 2), initial=1.0),
    }


def _agreement(setting: Setting, found: Mapping[str, Floats]) -> dict[str, Floats]:
    """Of the sectors that made something in the base year and are told to make something in every year."""
    base, told = setting.economy.sectors.base_output, told_by_sector(setting)
    counted = (base > 0.0) & (told > 0.0).all(axis=1)
    return agreements(base[counted], found["target"][:, counted], found["made"][:, counted])


def told_by_sector(setting: Setting) -> Floats:
    """(sector, year 1..T): output demanded before any ratchet, sector units."""
    return times(setting.coefficients.by_sector, setting.demanded.output[:, 1 : setting.economy.years.plan + 1])


def _beyond(first: Floats, second: Floats) -> Floats:
    """How far one exceeds the other; 0 where either is without limit."""
    both = np.isfinite(first) & np.isfinite(second)
    return np.asarray(np.maximum(np.where(both, first, 0.0) - np.where(both, second, 0.0), 0.0))
