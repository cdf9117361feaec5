"""Expressions in the unknowns that rules and goals share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.arrays import Bools, Floats, Ints
from optimiser.economy.economy import Economy
from optimiser.economy.flows import inherited_capacity, labour_productivity
from optimiser.programme.expressions import Affine, incidence
from optimiser.programme.variables import Variables, last_commissioning_year, last_output_year


def employment(economy: Economy, v: Variables) -> Affine:
    """(pool, 1..N): people at work, in production and building.

        sum_k l[l,k] / (1 + pi_j(k))^t x[k,t+lag]  +  sum_b l[l,b] Z[b,t]

    With a lag people work in the year the inputs are spent.  Pool units.
    """
    last = economy.years.last
    years, techniques = np.arange(1, last + 1), economy.techniques
    persons = 1.0 / labour_productivity(economy, last)[:, 1:]
    at_work = techniques.labour @ v.output.over(years, lag=techniques.lag).times(persons)
    return at_work + economy.construction.labour @ v.construction.over(years)


def completions(economy: Economy, v: Variables, years: Ints) -> Affine:
    """(sector with a capacity, year): `sum_p y[p, t-L_p]`, new capacity from the plan's own projects."""
    projects = economy.projects
    indices = v.indices.limited_of_sector[projects.sector]
    there = np.flatnonzero(indices >= 0)
    by_sector = incidence(indices[there], len(v.indices.limited))
    return by_sector @ v.starts.over(years, lag=-projects.gestation).pick(there)


def absorbed_after_the_plan(economy: Economy, v: Variables) -> Iterator[tuple[Affine, Floats, Bools]]:
    """Capacity that is finished after X, year by year until the plan's works are: how much may be.

        sum_p y[p, t-L_p] - (gamma + delta) k[t-1]  <=  max(0, inherited[t] - (gamma + delta) k'[t-1]) - inherited[t]

    k[t-1] is what is left of k[X] and of what is finished since; k' the same without the plan's works, so that to
    build nothing is always possible.  Each year: what is unknown on the left, the right with what is known of k, and
    where works of the plan can be finished at all, all of shape (sector with a capacity, 1).  Sector units a year.
    """
    sectors, indices = economy.sectors, v.indices.limited
    last, end = last_output_year(economy), last_commissioning_year(economy)
    worn = sectors.depreciation[indices][:, None]
    limit = sectors.absorptive_limit[indices][:, None]
    absorbed, kept = worn + np.where(np.isfinite(limit), limit, 0.0), 1.0 - worn
    inherited = inherited_capacity(economy, end)[indices]
    without = sectors.capacity[indices][:, None] + inherited[:, :1]
    for year in range(2, last + 1):
        without = kept * without + inherited[:, year - 1 : year]
    standing, known = v.capacity.over(np.array([last])).affine(), np.zeros(without.shape)
    for year in range(last + 1, end + 1):
        new, due = completions(economy, v, np.array([year])), inherited[:, year - 1 : year]
        most = absorbed * known - due + np.maximum(due - absorbed * without, 0.0)
        yield new - standing.times(absorbed), most, new.filled()
        standing, known, without = standing.times(kept) + new, kept * known + due, kept * without + due
