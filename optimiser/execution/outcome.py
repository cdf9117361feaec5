"""What came of a plan or a demand, over all repetitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.execution.chain import Link, Shortages, chain
from optimiser.execution.course import Course
from optimiser.execution.demand import Demanded
from optimiser.execution.repetitions import figures_of, index_weights, told_by_sector
from optimiser.execution.statistics import Estimate, Forecasts, Sample
from optimiser.plan.measures import INDUSTRY


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
    industry: Estimate | None = field(default=None, kw_only=True)
    """(year): the same as made and of use."""
    industry_reported: Estimate | None = field(default=None, kw_only=True)
    """(year): the same as reported."""
    heavy: Estimate | None = field(default=None, kw_only=True)
    """(year): value of output of heavy industry as made and of use, base year = 1; None where there are none."""
    incomes: Estimate | None = field(default=None, kw_only=True)
    """(year): what all households receive in money, money units; None where nothing is said of payments."""
    outgo: Estimate | None = field(default=None, kw_only=True)
    """(year): what they can spend it on: goods that really come, taxes, loans, savings, money units."""
    inflationary_gap: Estimate | None = field(default=None, kw_only=True)
    """(year): incomes less outgo, money units."""
    price_rise: Estimate | None = field(default=None, kw_only=True)
    """(year): the gap over the value of the goods, a share."""
    consumption: Estimate
    """(household, year), index, base year = 1."""
    living_standard: Estimate
    """(household): the same, mean of all years."""
    discounted_consumption: Estimate
    """Mean of all households and years, discounted, base year = 1; NaN without households."""
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
    """(asset, year): inputs spent at the end of the year on what gives no capacity at the start of the next, in
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
    waste_a_year: Estimate
    """The same, mean of the years."""
    jobs_open: Estimate
    """(pool, year): people asked for beyond those there, pool units."""
    idle: Estimate
    """(pool, year): people there whose work went into nothing, pool units; 0 where the pool is no limit."""
    capital: Estimate
    """(asset): capacity at the start of the year after the plan, units of the asset; infinity where it is no limit."""
    capital_index: Estimate
    """Mean of capacity over the base year's, weighted by the value of base-year output."""
    debt: Estimate
    """(year): foreign money at the end of the year."""
    yearly: Forecasts
    whole: Forecasts
    chain: tuple[Link, ...]
    """How the first shortage spread."""


def outcome(courses: Iterable[Course], repetitions: int, seed: int) -> Outcome:
    """What came of a demand, from the courses of all its repetitions, which are forgotten one after the other.

    Raises:
        ValueError: no course.
    """
    samples: dict[str, Sample] = {}
    shortages, setting = None, None
    for course in courses:
        setting = course.setting
        shortages = (shortages or Shortages.none(setting)).joined(course)
        for name, values in figures_of(course).items():
            samples[name] = samples[name].joined(values) if name in samples else Sample.of(values)
    if setting is None or shortages is None:
        raise ValueError("there is nothing to sum up")
    economy, told = setting.economy, told_by_sector(setting)
    estimates = {name: sample.estimate() for name, sample in samples.items()}
    industry = index_weights(setting, INDUSTRY)
    named = {each.name for each in fields(Outcome)}
    return Outcome(
        name=setting.demanded.name,
        economy=economy,
        demanded=setting.demanded,
        repetitions=repetitions,
        seed=seed,
        years=economy.years.plan_labels,
        told=told,
        industry_told=industry @ told if industry is not None else None,
        yearly=Forecasts.of(estimates, "yearly"),
        whole=Forecasts.of(estimates, "whole"),
        chain=chain(setting, shortages, repetitions),
        **{name: estimate for name, estimate in estimates.items() if name in named},
    )
