"""Capacity: what it allows, how it comes about, and how fast it may."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Sparse
from optimiser.economy.economy import Economy
from optimiser.programme.expressions import Affine, incidence
from optimiser.programme.rows import Kind, Rows, at_least, at_most, equal
from optimiser.programme.variables import Variables, last_output_year, year_axis


def effective_yields(economy: Economy) -> Floats:
    """(sector, year): yields, less what coercion of the village costs the harvest, `yield (1 - lambda kappa)`."""
    yields = np.array(economy.sectors.yields)
    village = economy.town_and_country
    if village.farm_sector >= 0:
        yields[village.farm_sector] *= 1.0 - village.yield_loss * village.coerced_share
    return yields


def inherited_capacity(economy: Economy, last: int) -> Floats:
    """(sector, 1..last): capacity that comes into use from construction begun before the plan."""
    due = economy.inherited.due
    total = np.zeros((len(economy.sectors.axis), last))
    there = (due >= 1) & (due <= last)
    np.add.at(total, (economy.inherited.sector[there], due[there] - 1), economy.inherited.capacity[there])
    return total


def capacity_limit(economy: Economy, v: Variables) -> Rows:
    """Output is limited by capacity and, in farming, by the harvest.

        sum_{k of j} kappa_k x[k,t]  <=  yield[j,t] k[j,t]

    Axes: (sector with a capacity, year 1..X); sector units a year.
    Shadow price: what one more unit of capacity in that year, standing ready, adds to the goal.
    Source: Leontief, dynamic input-output; Bukharin, Notes of an Economist (the harvest as a limit).
    """
    last, indices = last_output_year(economy), v.indices.limited
    years = np.arange(1, last + 1)
    techniques = economy.techniques
    use = sp.csr_array(incidence(techniques.sector, len(economy.sectors.axis))[indices] * techniques.capacity_use)
    standing = v.capacity.over(years).times(effective_yields(economy)[indices, 1 : last + 1]).affine()
    return at_most(
        "capacity_limit",
        Kind.TECHNOLOGY,
        v.capacity.entity,
        v.capacity.times,
        use @ v.output.over(years) - standing,
        0.0,
        scale=v.scales.sector[indices],
        meaning="one more unit of capacity in the year",
    )


def completions(economy: Economy, v: Variables, last: int) -> Affine:
    """(sector with a capacity, 1..last): `sum_p y[p, t-L_p]`, new capacity from the plan's own projects."""
    projects = economy.projects
    indices = v.indices.limited_of_sector[projects.sector]
    there = np.flatnonzero(indices >= 0)
    by_sector = incidence(indices[there], len(v.indices.limited))
    return by_sector @ v.starts.over(np.arange(1, last + 1), lag=-projects.gestation).pick(there)


def capacity_accumulation(economy: Economy, v: Variables) -> Rows:
    """Capacity is what was left of last year's, and what is finished.

        k[j,t] - (1 - delta_j) k[j,t-1] - sum_p y[p, t-L_p]  =  inherited[j,t]
        k[j,1] - sum_{p, L=0} y[p,1]  =  k[j,0] + inherited[j,1]

    A project begun in year t with gestation L gives capacity at the start of year t+L, and nothing before.
    Axes: (sector with a capacity, year 1..X); sector units a year.
    Shadow price: what one more unit of capacity, given from that year on, adds to the goal.
    Source: Leontief, dynamic input-output; Bukharin, Notes of an Economist (projects that "give nothing" for years).
    """
    last, indices = last_output_year(economy), v.indices.limited
    years = np.arange(1, last + 1)
    kept = (1.0 - economy.sectors.depreciation[indices])[:, None]
    body = v.capacity.over(years).affine() - v.capacity.over(years, lag=-1).times(kept).affine()
    value = inherited_capacity(economy, last)[indices]
    value[:, 0] += economy.sectors.capacity[indices]
    return equal(
        "capacity_accumulation",
        Kind.IDENTITY,
        v.capacity.entity,
        v.capacity.times,
        body - completions(economy, v, last),
        value,
        scale=v.scales.sector[indices],
        meaning="one more unit of capacity from the year on",
    )


def spending(economy: Economy) -> list[tuple[int, Sparse]]:
    """For each age tau of a project, (bundle, project): building work per unit of capacity begun tau years ago.

    `capital[b, sector of p] cost_factor_p phi_p(tau)`.
    """
    projects = economy.projects
    cost = economy.construction.capital[:, projects.sector]
    return [
        (age, sp.csr_array(cost * (projects.cost_factor * projects.spending[:, age])))
        for age in range(projects.spending.shape[1])
    ]


def inherited_work(economy: Economy, last: int) -> Floats:
    """(bundle, 1..last): building work still to be done on construction begun before the plan."""
    inherited = economy.inherited
    cost = economy.construction.capital[:, inherited.sector]
    return np.asarray(cost @ (inherited.capacity[:, None] * inherited.cost_to_come[:, 1 : last + 1]))


def construction_work(economy: Economy, v: Variables) -> Rows:
    """Building work in a year is what all projects, of the plan and inherited, take in it.

        Z[b,t] - sum_p sum_tau kappa[b,j(p)] f_p phi_p(tau) y[p,t-tau]  =  inherited work[b,t]

    Kept apart from the material balance, so that a bundle common to many sectors is multiplied by its
    composition once a year, not once a project.  Axes: (bundle, year 1..N); bundle units a year.
    Shadow price: what one more unit of inherited building work costs the goal.
    Source: Halanay and Kantorovich on spread-out investment; Bukharin, Notes of an Economist.
    """
    last = economy.years.last
    years = np.arange(1, last + 1)
    body = v.construction.over(years).affine()
    for age, work in spending(economy):
        body -= work @ v.starts.over(years, lag=-age)
    return equal(
        "construction_work",
        Kind.IDENTITY,
        v.construction.entity,
        v.construction.times,
        body,
        inherited_work(economy, last),
        scale=v.scales.bundle,
        meaning="one more unit of building work to be done",
    )


def project_year_limit(economy: Economy, v: Variables) -> Rows:
    """No more of a project type is begun in a year than can be prepared.

        y[p,t]  <=  year limit_p

    Axes: (project, year 1..N); sector units a year.  Shadow price: what a unit more allowed in the year adds.
    Source: the site lists of the plan; standard modelling.
    """
    years = np.arange(1, economy.years.last + 1)
    return at_most(
        "project_year_limit",
        Kind.RESOURCE,
        v.starts.entity,
        v.starts.times,
        v.starts.over(years).affine(),
        economy.projects.year_limit[:, None],
        scale=v.starts.scale,
        meaning="one more unit allowed to begin",
        active=v.starts.upper > 0,
    )


def project_total_limit(economy: Economy, v: Variables) -> Rows:
    """No more of a project type is begun in all than there is occasion for: repair ends when nothing stands idle.

        sum_t y[p,t]  <=  total limit_p

    Axes: (project); sector units a year.  Shadow price: what one more unit standing idle adds.
    Source: Bazarov, on the fading growth of the period of reconstruction.
    """
    years = np.arange(1, economy.years.last + 1)
    span = year_axis(economy, economy.years.last, economy.years.last)
    return at_most(
        "project_total_limit",
        Kind.RESOURCE,
        v.starts.entity,
        span,
        v.starts.over(years).affine().summed_over_time(),
        economy.projects.total_limit[:, None],
        scale=v.starts.scale,
        meaning="one more unit that could be begun",
        active=np.asarray((v.starts.upper > 0).any(axis=1))[:, None],
    )


def absorptive_limit(economy: Economy, v: Variables) -> Rows:
    """Capacity cannot grow faster than people learn to build and run it.

        k[j,t]  <=  (1 + gamma_j) k[j,t-1]          k[j,0] the base year's

    What is inherited for the first year comes even where it is more.
    Axes: (sector with a capacity, year 1..X); sector units a year.  Shadow price: what a unit more absorbed adds.
    Source: Eckaus and Parikh, Planning for Growth (1968).
    """
    last, indices = last_output_year(economy), v.indices.limited
    years = np.arange(1, last + 1)
    limit, base = economy.sectors.absorptive_limit[indices], economy.sectors.capacity[indices]
    finite = np.isfinite(limit)
    factor = np.where(finite, 1.0 + limit, 1.0)
    allowed = v.capacity.over(years, lag=-1).times(factor[:, None]).affine()
    bound = np.zeros((len(indices), last))
    bound[:, 0] = np.maximum(factor * base, base + inherited_capacity(economy, 1)[indices, 0])
    return at_most(
        "absorptive_limit",
        Kind.POLICY,
        v.capacity.entity,
        v.capacity.times,
        v.capacity.over(years).affine() - allowed,
        bound,
        scale=v.scales.sector[indices],
        meaning="one more unit of capacity absorbed",
        active=np.broadcast_to(finite[:, None], bound.shape),
    )


def output_fall_limit(economy: Economy, v: Variables) -> Rows:
    """Branches are not stopped and started at will.

        sum_{k of j} x[k,t]  >=  (1 - phi_j) sum_{k of j} x[k,t-1]          x[.,0] the base year's

    Axes: (sector, year 1..N); sector units a year.  Shadow price: what one more unit that must be made costs.
    Source: Eckaus and Parikh, Planning for Growth (1968).
    """
    last = economy.years.last
    years = np.arange(1, last + 1)
    by_sector = incidence(economy.techniques.sector, len(economy.sectors.axis))
    kept = (1.0 - economy.sectors.fall_limit)[:, None]
    before = (by_sector @ v.output.over(years, lag=-1)).times(kept)
    bound = np.zeros((len(economy.sectors.axis), last))
    bound[:, 0] = kept[:, 0] * economy.sectors.base_output
    return at_least(
        "output_fall_limit",
        Kind.POLICY,
        economy.sectors.axis,
        year_axis(economy, 1, last),
        by_sector @ v.output.over(years) - before,
        bound,
        scale=v.scales.sector,
        meaning="one more unit that must be made",
        active=np.broadcast_to(kept > 0.0, bound.shape),
    )
