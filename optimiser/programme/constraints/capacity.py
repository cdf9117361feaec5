"""Capacity: what it allows, how it comes about, and how fast it may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import scipy.sparse as sp

from optimiser.economy.begun import capacity_before
from optimiser.economy.economy import Economy
from optimiser.economy.flows import building_work, effective_yields, inherited_capacity, inherited_work
from optimiser.language.numbers import quantity
from optimiser.programme.constraints.rule import UNSPOKEN, Input, rule
from optimiser.programme.derived import absorbed_after_the_plan, completions
from optimiser.programme.expressions import incidence
from optimiser.programme.references import RowReference, year_numbers
from optimiser.programme.rows import Kind, Sides, at_least, at_most, equal
from optimiser.programme.variables import Variables, last_output_year, year_axis
from optimiser.readdition import capacities, people, products


def starting_capacity(economy: Economy, rows: Sequence[RowReference]) -> str:
    """The capacity that the plan starts with."""
    index = economy.sectors.axis.position[rows[0].what]
    return f" ({quantity(float(economy.sectors.capacity[index]), rows[0].unit, 3)} at the start)"


def capacity_and_harvest(economy: Economy, rows: Sequence[RowReference]) -> str:
    """The capacity that the plan starts with, and the worst yield where one is not normal."""
    yields = effective_yields(economy)[economy.sectors.axis.position[rows[0].what]]
    unusual = [year for year in year_numbers(economy, rows) if abs(yields[year] - 1.0) > 1e-9]
    said = starting_capacity(economy, rows)
    if unusual:
        worst = min(unusual, key=lambda year: yields[year])
        said += f", and {economy.years.label(worst)} yields {yields[worst]:.0%} of a normal year"
    return said


def absorptive_share(economy: Economy, rows: Sequence[RowReference]) -> str:
    """By how much capacity can grow a year."""
    return f"{100 * economy.sectors.absorptive_limit[economy.sectors.axis.position[rows[0].what]]:.4g}%"


def fall_share(economy: Economy, rows: Sequence[RowReference]) -> str:
    """By how much output may fall a year."""
    return f"{100 * economy.sectors.fall_limit[economy.sectors.axis.position[rows[0].what]]:.4g}%"


def unusual_yield(economy: Economy, row: RowReference) -> Iterator[Input]:
    """The harvest, where it is not that of a normal year."""
    sector = economy.sectors.axis.position[row.what]
    for year in year_numbers(economy, [row]):
        if economy.sectors.yields[sector, year] != 1.0:
            yield Input("Yields", "{sector}|{year}", "value")
            yield Input("Yields", "{sector}", "{year}")
            yield Input("Yields", "{sector}", "growth after")


@rule(
    Kind.TECHNOLOGY,
    family="capacity",
    says="output of {what} {when} keeps within its capacity{given}",
    gives="output of {what} {when}: {amount} more than capacity allows{given}",
    many="output keeps within capacity",
    change="a tenth more {what} from the same capacity",
    binds="the capacity of {name} is fully used in {year}: a further {unit} of capacity",
    meaning="one more unit of capacity in the year",
    price_sign=1,
    explains=True,
    cells=(unusual_yield, Input("Capacity", "{sector}", "capacity")),
    readded=(capacities.capacity_limit,),
    given=capacity_and_harvest,
)
def capacity_limit(economy: Economy, v: Variables) -> Sides:
    """Output is limited by capacity and, in farming, by the harvest.

        sum_{k of j} kappa_k x[k,t]  <=  yield[j,t] k[j,t]

    The farm's yield is less by the share that coercion loses: `yield (1 - lambda kappa)`.
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
        v.capacity.entity, v.capacity.times, use @ v.output.over(years) - standing, 0.0, scale=v.scales.sector[indices]
    )


@rule(
    Kind.IDENTITY,
    family="capacity",
    says="capacity for {what} {when} is what was there{given} and what has been finished",
    gives="capacity for {what} {when}: {amount} more than was there and is finished",
    many="capacity is what was there and what has been finished",
    change="a tenth more capacity for {what}, ready in the first year",
    binds=UNSPOKEN,
    meaning="one more unit of capacity from the year on",
    price_sign=1,
    explains=True,
    cells=(Input("Capacity", "{sector}", "capacity"),),
    readded=(capacities.capacity_accumulation,),
    given=starting_capacity,
)
def capacity_accumulation(economy: Economy, v: Variables) -> Sides:
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
        v.capacity.entity,
        v.capacity.times,
        body - completions(economy, v, years),
        value,
        scale=v.scales.sector[indices],
    )


@rule(
    Kind.IDENTITY,
    family="capacity",
    says="building for {what} takes its materials {when}",
    gives="building for {what} {when}: {amount} without its materials",
    many="projects take materials while they are built",
    change="a tenth less building for {what} left over from before the plan",
    binds=UNSPOKEN,
    meaning="one more unit of building work to be done",
    price_sign=1,
    explains=False,
    cells=(Input("Under construction", "{bundle}|*", "cost to come"), Input("Construction", "", "")),
    readded=(products.material_balance, people.labour),
)
def construction_work(economy: Economy, v: Variables) -> Sides:
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
    for age, work in building_work(economy):
        body -= work @ v.starts.over(years, lag=-age)
    return equal(
        v.construction.entity, v.construction.times, body, inherited_work(economy, last), scale=v.scales.bundle
    )


@rule(
    Kind.RESOURCE,
    family="speed of building",
    says="at most {most} a year of {type} capacity for {sector} can be begun {when}",
    gives="{type} capacity for {sector} begun {when}: {amount} more than the {most} allowed",
    many="only so much can be begun in a year",
    change="a tenth more {type} capacity begun each year for {sector}",
    binds="no more projects of {name} can be begun in {year}: a further {unit} of them",
    meaning="one more unit allowed to begin",
    price_sign=1,
    explains=False,
    cells=(Input("Projects", "{sector}|{type}", "year limit"), Input("Projects", "{sector}|{type}", "type")),
    readded=(capacities.project_year_limit,),
    thing="{sector} ({type})",
)
def project_year_limit(economy: Economy, v: Variables) -> Sides:
    """No more of a project type is begun in a year than can be prepared.

        y[p,t]  <=  year limit_p

    Axes: (project, year 1..N); sector units a year.  Shadow price: what a unit more allowed in the year adds.
    Source: the site lists of the plan; standard modelling.
    """
    years = np.arange(1, economy.years.last + 1)
    return at_most(
        v.starts.entity,
        v.starts.times,
        v.starts.over(years).affine(),
        economy.projects.year_limit[:, None],
        scale=v.starts.scale,
        amount=economy.projects.year_limit,
        active=v.starts.upper > 0,
    )


@rule(
    Kind.RESOURCE,
    family="speed of building",
    says="at most {most} of {type} capacity for {sector} can be begun in all",
    gives="{type} capacity for {sector}: {amount} more than the {most} there is occasion for",
    many="only so much can be begun in all",
    change="a tenth more {type} capacity begun in all for {sector}",
    binds="no more projects of {name} can be begun at all: a further {unit} of them",
    meaning="one more unit that could be begun",
    price_sign=1,
    explains=False,
    cells=(
        Input("Projects", "{sector}|{type}", "total limit"),
        Input("Capacity", "{sector}", "idle"),
        Input("Projects", "{sector}|{type}", "type"),
    ),
    readded=(capacities.project_total_limit,),
    thing="{sector} ({type})",
    whole_plan=True,
)
def project_total_limit(economy: Economy, v: Variables) -> Sides:
    """No more of a project type is begun in all than there is occasion for: repair ends when nothing stands idle.

        sum_t y[p,t]  <=  total limit_p

    Axes: (project); sector units a year.  Shadow price: what one more unit standing idle adds.
    Source: Bazarov, on the fading growth of the period of reconstruction.
    """
    years = np.arange(1, economy.years.last + 1)
    span = year_axis(economy, economy.years.last, economy.years.last)
    return at_most(
        v.starts.entity,
        span,
        v.starts.over(years).affine().summed_over_time(),
        economy.projects.total_limit[:, None],
        scale=v.starts.scale,
        amount=economy.projects.total_limit,
        active=np.asarray((v.starts.upper > 0).any(axis=1))[:, None],
    )


@rule(
    Kind.RESOURCE,
    family="speed of building",
    says="at most the {most} that stand idle for {what} can be repaired",
    gives="capacity for {what}: {amount} more repaired than the {most} that stand idle",
    many="no more can be repaired than stands idle",
    change="a tenth more capacity for {what} standing idle",
    binds="nothing of {name} stands idle any more: a further {unit} that could be repaired",
    meaning="one more unit standing idle",
    price_sign=1,
    explains=False,
    cells=(Input("Capacity", "{sector}", "idle"),),
    readded=(capacities.idle_capacity,),
    whole_plan=True,
)
def idle_capacity(economy: Economy, v: Variables) -> Sides:
    """Several ways to repair share what stands idle.

        sum_{p of j, repairs} sum_t y[p,t]  <=  idle_j          where more than one project of j repairs

    Axes: (sector with a capacity); sector units a year.  Shadow price: what one more unit standing idle adds.
    Source: Bazarov, on the fading growth of the period of reconstruction.
    """
    projects, indices = economy.projects, v.indices.limited
    years = np.arange(1, economy.years.last + 1)
    by_sector = incidence(projects.sector, len(economy.sectors.axis))[indices]
    repairing = sp.csr_array(by_sector * projects.repairs)
    idle = economy.sectors.idle[indices]
    return at_most(
        v.capacity.entity,
        year_axis(economy, economy.years.last, economy.years.last),
        (repairing @ v.starts.over(years)).summed_over_time(),
        idle[:, None],
        scale=v.scales.sector[indices],
        amount=idle,
        active=np.asarray(by_sector @ projects.repairs > 1.0)[:, None],
    )


@rule(
    Kind.POLICY,
    family="speed of building",
    says="capacity for {what} can grow by at most {given} a year {when}",
    gives="capacity for {what} {when}: {amount} more than it can grow in a year",
    many="capacity can grow only so fast",
    change="capacity for {what} growing each year by a tenth of its base-year size more",
    binds="the capacity of {name} can grow no faster in {year}: a further {unit} of it",
    meaning="one more unit of capacity absorbed",
    price_sign=1,
    explains=False,
    cells=(Input("Capacity", "{sector}", "absorptive limit"),),
    readded=(capacities.absorptive_limit,),
    given=absorptive_share,
)
def absorptive_limit(economy: Economy, v: Variables) -> Sides:
    """Capacity cannot grow faster than people learn to build and run it.

        k[j,t]  <=  (1 + gamma_j) k[j,t-1]                                 k[j,0] the base year's
        k[j,t]  =  (1 - delta_j) k[j,t-1] + sum_p y[p, t-L_p] + inherited[j,t]     for t > X

    Works that the plan leaves to be finished after it are under the same limit.  What is inherited comes even where it
    is more: for the first year, and for those after the plan.
    Axes: (sector with a capacity, year 1..X, and on while the plan's works are finished); sector units a year.
    Shadow price: what a unit more absorbed adds.  Source: Eckaus and Parikh, Planning for Growth (1968).
    """
    last, indices = last_output_year(economy), v.indices.limited
    years = np.arange(1, last + 1)
    limit, base = economy.sectors.absorptive_limit[indices], capacity_before(economy)[indices]
    begun = economy.sectors.capacity[indices] + inherited_capacity(economy, 1)[indices, 0]
    finite = np.isfinite(limit)
    factor = np.where(finite, 1.0 + limit, 1.0)
    allowed = v.capacity.over(years, lag=-1).times(factor[:, None]).affine()
    bound = np.zeros((len(indices), last))
    bound[:, 0] = np.maximum(factor * base, begun)
    body, bounds, there = v.capacity.over(years).affine() - allowed, [bound], [np.ones(bound.shape, bool)]
    for excess, most, finished in absorbed_after_the_plan(economy, v):
        body = body.followed_by(excess)
        bounds.append(most)
        there.append(finished)
    return at_most(
        v.capacity.entity,
        year_axis(economy, 1, body.shape[1]),
        body,
        np.concatenate(bounds, axis=1),
        scale=v.scales.sector[indices],
        active=np.concatenate(there, axis=1) & finite[:, None],
    )


@rule(
    Kind.POLICY,
    family="steadiness of output",
    says="output of {what} may fall by at most {given} a year {when}",
    gives="output of {what} {when}: {amount} below the least allowed",
    many="output may not fall faster than allowed",
    change="output of {what} falling each year by a tenth of its base-year size more",
    binds="the output of {name} may fall no faster in {year}: a further {unit} that must be made",
    meaning="one more unit that must be made",
    price_sign=1,
    explains=False,
    cells=(Input("Sectors", "{sector}", "fall limit"),),
    readded=(capacities.output_fall_limit,),
    given=fall_share,
)
def output_fall_limit(economy: Economy, v: Variables) -> Sides:
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
        economy.sectors.axis,
        year_axis(economy, 1, last),
        by_sector @ v.output.over(years) - before,
        bound,
        scale=v.scales.sector,
        active=np.broadcast_to(kept > 0.0, bound.shape),
    )
