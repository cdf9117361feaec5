"""Labour: who works where, and who moves and learns."""

from __future__ import annotations

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.programme.expressions import Affine, incidence
from optimiser.programme.rows import Kind, Rows, at_most, equal
from optimiser.programme.variables import Variables, year_axis


def employment(economy: Economy, v: Variables) -> Affine:
    """(pool, 1..N): people at work, in production and building.

        sum_k l[l,k] / (1 + pi_j(k))^t x[k,t+lag]  +  sum_b l[l,b] Z[b,t]

    With a lag people work in the year the inputs are spent.  Pool units.
    """
    years = np.arange(1, economy.years.last + 1)
    techniques = economy.techniques
    growth = economy.sectors.productivity_growth[techniques.sector]
    productivity = (1.0 + growth)[:, None] ** years
    at_work = techniques.labour @ v.output.over(years, lag=techniques.lag).times(1.0 / productivity)
    return at_work + economy.construction.labour @ v.construction.over(years)


def labour(economy: Economy, v: Variables) -> Rows:
    """No more people are at work than there are.

        sum_k l[l,k] / (1 + pi)^t x[k,t+lag]  +  building labour[l,t]  <=  natural[l,t] + moved[l,t]

    Those in training have left their pool and not yet come to the next, so they work in neither.
    Axes: (pool, year 1..N); persons in the pool's unit.  Shadow price: what one more person in the pool adds.
    Source: Strumilin's labour balance in the five-year plan; Leontief.
    """
    last = economy.years.last
    years = np.arange(1, last + 1)
    moved = incidence(v.indices.moving, len(economy.pools.axis)) @ v.moved.over(years)
    return at_most(
        "labour",
        Kind.RESOURCE,
        economy.pools.axis,
        year_axis(economy, 1, last),
        employment(economy, v) - moved,
        economy.pools.natural[:, 1 : last + 1],
        scale=v.scales.pool,
        meaning="one more person in the year",
    )


def labour_movement(economy: Economy, v: Variables) -> Rows:
    """A pool has those who came and not those who left, and these grow or are lost at its own rate.

        moved[l,t] - (1 + n_l) moved[l,t-1] - sum_{into l} leaving[t-lag] + sum_{out of l} leaving[t]  =  0

    Axes: (pool that people leave or enter, year 1..N); persons.  Shadow price: what one more person from then on adds.
    Source: standard stock-flow accounting of migration and training.
    """
    transfers, indices = economy.transfers, v.indices.moving
    years = np.arange(1, economy.years.last + 1)
    position = {int(pool): index for index, pool in enumerate(indices)}
    entered = incidence(np.array([position[int(pool)] for pool in transfers.target], np.int64), len(indices))
    left = incidence(np.array([position[int(pool)] for pool in transfers.source], np.int64), len(indices))
    growth = (1.0 + economy.pools.growth[indices])[:, None]
    body = v.moved.over(years).affine() - v.moved.over(years, lag=-1).times(growth).affine()
    body += left @ v.transfers.over(years) - entered @ v.transfers.over(years, lag=-transfers.lag)
    return equal(
        "labour_movement",
        Kind.IDENTITY,
        v.moved.entity,
        v.moved.times,
        body,
        0.0,
        scale=v.moved.scale,
        meaning="one more person in the pool from the year on",
    )


def transfer_limit(economy: Economy, v: Variables) -> Rows:
    """No more people move or are trained in a year than housing, schools and teachers allow.

        leaving[r,t]  <=  limit[r,t]

    Axes: (transfer, year 1..N); persons a year.  Shadow price: what one more person moved or trained adds.
    Source: the plan's chapters on labour and cadres; standard modelling.
    """
    last = economy.years.last
    return at_most(
        "transfer_limit",
        Kind.RESOURCE,
        v.transfers.entity,
        v.transfers.times,
        v.transfers.over(np.arange(1, last + 1)).affine(),
        economy.transfers.limit[:, 1 : last + 1],
        scale=v.transfers.scale,
        meaning="one more person moved or trained",
    )
