"""What came of a plan or a demand, over all repetitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.execution.chain import Link, chain
from optimiser.execution.course import Course
from optimiser.execution.demand import Demanded
from optimiser.execution.setting import Setting
from optimiser.execution.statistics import Estimate, Forecasts, whole, yearly
from optimiser.execution.sums import added, weighted
from optimiser.plan.measures import HEAVY, INDUSTRY


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a demand.  Years are 1..T; every `Estimate` is over repetitions."""

    name: str
    economy: Economy
    demanded: Demanded
    repetitions: int
    seed: int
    years: tuple[str, ...]
    told: Floats
    """(sector, year): output demanded before any ratchet, sector units."""
    target: Estimate
    """(sector, year): output demanded, ratchet and all, sector units."""
    made: Estimate
    """(sector, year): output as counted, sector units."""
    real: Estimate
    """(sector, year): the part of it that is of use, sector units."""
    reported: Estimate
    """(sector, year), sector units."""
    industry_told: Floats | None
    """(year): value of output of producer and consumer goods, base year = 1; None where nothing is priced."""
    industry: Estimate | None
    """(year): the same as made and of use."""
    industry_reported: Estimate | None
    """(year): the same as reported."""
    heavy: Estimate | None
    """(year): value of output of producer goods as made and of use, base year = 1; None where there are none."""
    consumption: Estimate
    """(household, year), index, base year = 1."""
    living_standard: Estimate
    """(household): the same, mean of all years."""
    kept: Estimate
    """(year): farm produce kept in the village, units of the farm product; 0 without a village."""
    marketed: Estimate
    """(year): farm produce that reached the town, units of the farm product."""
    fulfilment: Estimate
    """Mean over sectors and years of `min(1, made / demanded)`."""
    fulfilment_least: Estimate
    """Least of any sector in any year."""
    fulfilment_by_sector: Estimate
    """(sector), mean over years; NaN where nothing is demanded."""
    fulfilment_by_year: Estimate
    """(year), mean over sectors."""
    unfinished: Estimate
    """(sector, year): inputs spent at the end of the year on what gives no capacity at the start of the next, in
    units of new capacity that the same inputs would make."""
    unfinished_value: Estimate
    """(year): the same at prices, money units."""
    due: Estimate
    """Projects begun in the plan whose capacity is due by the year after it, at cost, money units."""
    gave_nothing: Estimate
    """Part of them, by cost, of which nothing has come into use; 0 where none is due."""
    hoards: Estimate
    """(year): value at the end of the year, money units."""
    waste: Estimate
    """(year): value of what was lost, spoilt, scrapped or left over unstored, money units."""
    jobs_open: Estimate
    """(pool, year): people asked for beyond those there, pool units."""
    idle: Estimate
    """(pool, year): people there whose work went into nothing, pool units; 0 where the pool is no limit."""
    capital: Estimate
    """(sector): capacity at the start of the year after the plan, sector units; infinity where it is no limit."""
    capital_index: Estimate
    """Mean of capacity over the base year's, weighted by the value of base-year output."""
    debt: Estimate
    """(year): foreign money at the end of the year."""
    yearly: Forecasts
    whole: Forecasts
    chain: tuple[Link, ...]
    """How the first shortage spread."""


def outcome(courses: Iterable[Course], repetitions: int, seed: int) -> Outcome:
    """What came of a demand, from the courses of all its repetitions.

    Raises:
        ValueError: no course.
    """
    parts: dict[str, list[Floats]] = {}
    setting = None
    for course in courses:
        setting = course.setting
        for name, values in _samples(course).items():
            parts.setdefault(name, []).append(values)
    if setting is None:
        raise ValueError("there is nothing to sum up")
    # in one order in memory, on which the order of adding depends
    all_of = {name: np.ascontiguousarray(np.concatenate(values)) for name, values in parts.items()}
    economy, demanded = setting.economy, setting.demanded
    years = range(1, economy.years.plan + 1)
    told = np.asarray(setting.coefficients.by_sector @ demanded.output[:, 1 : len(years) + 1])
    target, made, real = all_of["target"], all_of["made"], all_of["real"]
    with np.errstate(divide="ignore", invalid="ignore"):
        fulfilled = np.where(target > 0.0, np.minimum(made / target, 1.0), np.nan)
    counted = (economy.sectors.base_output > 0.0) & (told > 0.0).all(axis=1)
    base = economy.sectors.base_output[counted]
    industry, heavy = _index_weights(setting, INDUSTRY), _index_weights(setting, (HEAVY,))

    def estimate(name: str) -> Estimate:
        return Estimate.of(all_of[name])

    def mean(values: Floats, axis: int | tuple[int, ...]) -> Floats:
        there = ~np.isnan(values)
        total = np.where(there, values, 0.0).sum(axis=axis)
        count = there.sum(axis=axis)
        return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))

    return Outcome(
        name=demanded.name,
        economy=economy,
        demanded=demanded,
        repetitions=repetitions,
        seed=seed,
        years=tuple(economy.years.label(year) for year in years),
        told=told,
        target=Estimate.of(target),
        made=Estimate.of(made),
        real=Estimate.of(real),
        reported=estimate("reported"),
        industry_told=industry @ told if industry is not None else None,
        industry=_indexed(industry, real),
        industry_reported=_indexed(industry, all_of["reported"]),
        heavy=_indexed(heavy, real),
        consumption=estimate("consumption"),
        living_standard=Estimate.of(all_of["consumption"].mean(axis=2)),
        kept=estimate("kept"),
        marketed=estimate("marketed"),
        fulfilment=Estimate.of(mean(fulfilled, (1, 2))),
        fulfilment_least=Estimate.of(np.where(np.isnan(fulfilled), 1.0, fulfilled).min(axis=(1, 2), initial=1.0)),
        fulfilment_by_sector=Estimate.of(mean(fulfilled, 2)),
        fulfilment_by_year=Estimate.of(mean(fulfilled, 1)),
        unfinished=estimate("unfinished"),
        unfinished_value=estimate("unfinished_value"),
        due=estimate("due"),
        gave_nothing=estimate("gave_nothing"),
        hoards=estimate("hoards"),
        waste=estimate("waste"),
        jobs_open=estimate("jobs_open"),
        idle=estimate("idle"),
        capital=estimate("capital"),
        capital_index=estimate("capital_index"),
        debt=estimate("debt"),
        yearly=yearly(base, target[:, counted], made[:, counted]),
        whole=whole(base, target[:, counted], made[:, counted]),
        chain=chain(setting, all_of),
    )


def _sector_value(setting: Setting) -> Floats:
    """(sector): value of what a unit of output makes, by its dearest technique, money units."""
    value = np.zeros(len(setting.economy.sectors.axis))
    np.maximum.at(value, setting.economy.techniques.sector, setting.coefficients.unit_value)
    return value


def _index_weights(setting: Setting, groups: tuple[str, ...]) -> Floats | None:
    """(sector): value of a unit of output of some groups over the value of all theirs in the base year."""
    economy = setting.economy
    chosen = np.array([group.lower() in groups for group in economy.sectors.group])
    value = np.where(chosen, _sector_value(setting), 0.0)
    total = float(value @ economy.sectors.base_output)
    return np.asarray(value / total) if total > 0.0 else None


def _indexed(weights: Floats | None, output: Floats) -> Estimate | None:
    """(year): an index of `output` (repetition, sector, year)."""
    return None if weights is None else Estimate.of(np.einsum("j,rjt->rt", weights, output))


def _samples(course: Course) -> dict[str, Floats]:
    """What is kept of a course, each with the repetition first and the year last."""
    setting, years = course.setting, course.years
    economy, cohorts, last = setting.economy, setting.cohorts, course.states[-1]
    price, unit_cost = economy.products.price, setting.coefficients.building_value
    sector_value = _sector_value(setting)

    def series(values: Iterable[Any]) -> Floats:
        return np.moveaxis(np.stack(list(values), axis=-1), -2, 0)

    own = np.flatnonzero((cohorts.begun > 0) & (cohorts.due <= economy.years.plan + 1))
    cost = (unit_cost[cohorts.sector] * cohorts.cost)[own, None] * last.amount[own]
    due = added(cost)
    nothing = added(np.where(last.came[own] > 0.0, 0.0, cost))
    value = economy.sectors.base_output * (sector_value if sector_value.any() else 1.0)
    finite = np.isfinite(economy.sectors.capacity) & (economy.sectors.capacity > 0.0)
    weight = np.where(finite, value, 0.0)
    index = np.ones(last.debt.shape)
    if weight.sum() > 0.0:
        grown = np.where(finite[:, None], last.capacity, 0.0) / np.where(finite, economy.sectors.capacity, 1.0)[:, None]
        index = weighted(weight, grown) / weight.sum()
    return {
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
        "capital_index": index,
        "debt": series(each.debt for each in course.states[1:]),
        "had": series(each.had for each in years),
        "scarcest": series(each.scarcest for each in years),
        "work_asked": series(each.work_asked for each in years),
        "work_done": series(each.work_done for each in years),
        "work_scarcest": series(each.work_scarcest for each in years),
    }


def _beyond(first: Floats, second: Floats) -> Floats:
    """How far one exceeds the other; 0 where either is without limit."""
    both = np.isfinite(first) & np.isfinite(second)
    return np.asarray(np.maximum(np.where(both, first, 0.0) - np.where(both, second, 0.0), 0.0))
