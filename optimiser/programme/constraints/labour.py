"""Labour: who works where, and who moves and learns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.programme.constraints.rule import UNSPOKEN, Input, rule
from optimiser.programme.derived import employment
from optimiser.programme.expressions import incidence
from optimiser.programme.references import RowReference
from optimiser.programme.rows import Kind, Sides, at_most, equal
from optimiser.programme.variables import Variables, year_axis
from optimiser.readdition import people


def entering(economy: Economy, rows: Sequence[RowReference]) -> str:
    """That others join the pool, where they do."""
    pool = economy.pools.axis.position[rows[0].what]
    joined = (economy.transfers.target == pool).any() or economy.pools.in_training[pool, 1:].any()
    return ", beside those who move in or are trained" if joined else ""


@rule(
    Kind.RESOURCE,
    family="labour",
    says="the {what} labour pool has only {most} {when}{given}",
    gives="{what} labour {when}: {amount} more than the {most} there are",
    many="there is only so much labour",
    change="a tenth more {what} labour in every year",
    binds="all the {name} labour is at work in {year}: a further {unit}",
    meaning="one more person in the year",
    price_sign=1,
    explains=False,
    cells=(Input("Labour", "{pool}", "{year}"), Input("Labour", "{pool}", "persons")),
    readded=(people.labour,),
    given=entering,
    tells_apart=True,
)
def labour(economy: Economy, v: Variables) -> Sides:
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
        economy.pools.axis,
        year_axis(economy, 1, last),
        employment(economy, v) - moved,
        economy.pools.natural[:, 1 : last + 1],
        scale=v.scales.pool,
    )


@rule(
    Kind.IDENTITY,
    family="labour",
    says="{what} labour {when} grows only by those who move in or have been trained",
    gives="{what} labour {when}: {amount} more than came or were trained",
    many="labour grows only by those who move in or have been trained",
    change="",
    binds=UNSPOKEN,
    meaning="one more person in the pool from the year on",
    price_sign=1,
    explains=False,
    cells=(
        Input("In training", "{pool}|{year}", "persons"),
        Input("Labour", "{pool}", "growth"),
        Input("Labour", "{pool}", "persons"),
    ),
    readded=(people.labour,),
)
def labour_movement(economy: Economy, v: Variables) -> Sides:
    """A pool has those who came and not those who left, and these grow or are lost at its own rate.

        moved[l,t] - (1 + n_l) moved[l,t-1] - sum_{into l} leaving[t-lag] + sum_{out of l} leaving[t]
            =  in training[l,t]

    In training are those whose training was begun before the plan, by the year in which they join the pool.  Of people
    nothing is asked at the end of the plan.  Axes: (pool that people leave, enter or join from training, year 1..N);
    persons.  Shadow price: what one more person from then on adds.
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
    joined = economy.pools.in_training[indices, 1 : economy.years.last + 1]
    return equal(v.moved.entity, v.moved.times, body, joined, scale=v.moved.scale)


@rule(
    Kind.RESOURCE,
    family="migration and training",
    says="at most {most} a year can go from {from} to {to} labour {when}",
    gives="going from {from} to {to} labour {when}: {amount} more than the {most} allowed",
    many="only so many people can move or be trained",
    change="a tenth more people going from {from} to {to} labour",
    binds="no more people can pass from {name} in {year}: a further {unit}",
    meaning="one more person moved or trained",
    price_sign=1,
    explains=False,
    cells=(Input("Transfers", "{from}|{to}", "limit"),),
    readded=(people.transfer_limit,),
    thing="{from} to {to}",
)
def transfer_limit(economy: Economy, v: Variables) -> Sides:
    """No more people move or are trained in a year than housing, schools and teachers allow.

        leaving[r,t]  <=  limit[r,t]

    Axes: (transfer, year 1..N); persons a year.  Shadow price: what one more person moved or trained adds.
    Source: the plan's chapters on labour and cadres; standard modelling.
    """
    last = economy.years.last
    return at_most(
        v.transfers.entity,
        v.transfers.times,
        v.transfers.over(np.arange(1, last + 1)).affine(),
        economy.transfers.limit[:, 1 : last + 1],
        scale=v.transfers.scale,
        amount=economy.transfers.limit[:, 1],
    )
