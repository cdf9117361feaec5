"""What is added up again, year by year, against figures worked out by hand from altered plans."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from optimiser import Economy, economy_from_tables, solve
from optimiser.economy.quantities import Quantities
from optimiser.readdition import capacities, trade
from optimiser.readdition.check import base_year_output
from optimiser.workbook.examples import EXAMPLES


@cache
def found() -> tuple[Economy, Quantities]:
    """An economy of town and village, and a plan for it."""
    economy = economy_from_tables(EXAMPLES["first_five_year_plan"]())
    return economy, solve(economy, "balanced").quantities


def test_coercion_takes_its_part_of_what_the_farm_can_yield() -> None:
    economy, q = found()
    columns, farm = q.capacity.shape[1], economy.town_and_country.farm_sector
    share = np.linspace(0.1, 0.5, columns)
    village = replace(economy.town_and_country, coerced_share=share, yield_loss=np.full_like(share, 0.2))
    capacity = np.where(np.isfinite(economy.sectors.capacity), economy.sectors.capacity, 1000.0)
    economy = replace(
        economy,
        town_and_country=village,
        sectors=replace(economy.sectors, capacity=capacity, yields=1.0 + 0.0 * q.capacity),
    )
    standing = np.repeat(capacity[:, None], columns, axis=1)
    output = np.zeros_like(q.output)
    own = int(np.flatnonzero(economy.techniques.sector == farm)[0])
    output[own] = capacity[farm] / economy.techniques.capacity_use[own]
    ((_, excess, _),) = capacities.capacity_limit(economy, replace(q, capacity=standing, output=output))
    assert excess[farm] == pytest.approx(capacity[farm] * 0.2 * share[1:])
    others = np.arange(len(capacity)) != farm
    assert excess[others] == pytest.approx(-standing[others, 1:])
    without = replace(economy, town_and_country=replace(village, farm_sector=-1))
    ((_, excess, _),) = capacities.capacity_limit(without, replace(q, capacity=standing, output=output))
    assert excess[farm] == pytest.approx(0.0)


@pytest.mark.parametrize(("arriving", "allowed"), [(0.0, 1.1), (0.05, 1.1), (0.4, 1.4)])
def test_what_was_begun_before_may_come_beyond_the_absorptive_limit(arriving: float, allowed: float) -> None:
    economy, q = found()
    first = economy.sectors.capacity.copy()
    limited = np.isfinite(first)
    sectors = replace(economy.sectors, absorptive_limit=np.full(len(first), 0.1))
    inherited = economy.inherited
    inherited = replace(
        inherited,
        sector=np.flatnonzero(limited),
        capacity=arriving * first[limited],
        due=np.ones(int(limited.sum()), dtype=np.int64),
        cost_to_come=np.zeros((int(limited.sum()), inherited.cost_to_come.shape[1])),
    )
    growth = np.append(1.0, 1.6 * 1.3 ** np.arange(q.capacity.shape[1] - 1))
    capacity = np.where(limited, first, 0.0)[:, None] * growth
    altered = replace(economy, sectors=sectors, inherited=inherited)
    (_, excess, _), _ = capacities.absorptive_limit(altered, replace(q, capacity=capacity))
    base = first[limited]
    assert excess[:, 0] == pytest.approx((1.6 - allowed) * base)
    assert excess[:, 1] == pytest.approx((1.6 * 1.3 - 1.6 * 1.1) * base)


@pytest.mark.parametrize("begun_before", [0.0, 0.3])
def test_what_is_finished_after_the_plan_may_not_be_more_than_is_absorbed(begun_before: float) -> None:
    """A hundred stands, a tenth may be added and a twentieth wears out: so much begun last is too much by the rest."""
    economy, q = found()
    last, end = economy.years.last, q.output.shape[1] - 1
    project = int(np.flatnonzero(np.isfinite(economy.sectors.capacity)[economy.projects.sector])[0])
    sector = int(economy.projects.sector[project])
    count = len(economy.sectors.axis)
    sectors = replace(
        economy.sectors,
        capacity=np.where(np.arange(count) == sector, 100.0, economy.sectors.capacity),
        depreciation=np.full(count, 0.05),
        absorptive_limit=np.full(count, 0.1),
    )
    projects = replace(economy.projects, gestation=np.full_like(economy.projects.gestation, end - last + 2))
    inherited = replace(
        economy.inherited,
        sector=np.array([sector]),
        capacity=np.array([100.0 * begun_before]),
        due=np.array([end + 1]),
        cost_to_come=np.zeros((1, economy.inherited.cost_to_come.shape[1])),
    )
    altered = replace(economy, sectors=sectors, projects=projects, inherited=inherited)
    capacity = np.repeat(np.where(np.isfinite(sectors.capacity), 0.0, np.inf)[:, None], end + 1, axis=1)
    capacity[sector] = 100.0
    starts = np.zeros_like(q.starts)
    starts[project, last - 1], starts[project, last] = 20.0, 40.0
    _, (_, excess, _) = capacities.absorptive_limit(altered, replace(q, capacity=capacity, starts=starts))
    row = int(np.flatnonzero(np.flatnonzero(np.isfinite(sectors.capacity)) == sector)[0])
    standing = 100.0 - 5.0 + 100.0 * begun_before + 20.0
    without = 100.0 * 0.95 ** (end - 1)
    more = max(100.0 * begun_before - 0.15 * without, 0.0)
    assert excess[row, 0] == pytest.approx(standing - 110.0 - more)
    without = 0.95 * without + 100.0 * begun_before
    assert excess[row, 1] == pytest.approx(0.95 * standing + 40.0 - 1.1 * standing - max(-0.15 * without, 0.0))


def test_the_foreign_account_is_off_in_the_year_in_which_more_is_bought() -> None:
    economy, q = found()
    before, _ = trade._account(economy, q)
    bought = q.imports.copy()
    price = economy.trade.import_price[:, 2]
    product = int(np.flatnonzero(np.isfinite(price))[0])
    bought[product, 2] += 7.0
    after, _ = trade._account(economy, replace(q, imports=bought))
    expected = np.zeros(economy.years.last)
    expected[1] = 7.0 * price[product]
    assert after - before == pytest.approx(expected)


def test_the_account_is_as_large_as_the_dearest_good_that_could_be_traded() -> None:
    economy, _ = found()
    made = base_year_output(economy)
    price = np.nan_to_num(economy.trade.import_price[:, 1])
    price = np.maximum(price, np.nan_to_num(economy.trade.export_price[:, 1]))
    largest = 1000.0 * (price * made).max()
    dear = replace(
        economy.trade,
        import_price=1000.0 * economy.trade.import_price,
        export_price=1000.0 * economy.trade.export_price,
    )
    assert trade._foreign_size(replace(economy, trade=dear)) == pytest.approx(largest)
