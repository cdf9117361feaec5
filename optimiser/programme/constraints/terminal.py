"""The end of the plan: what it leaves behind.

`none` and `tail` leave no rows here: with `tail` the years after the plan are planned too, and not reported.
"""

from __future__ import annotations

import numpy as np

from optimiser.economy.begun import start_of
from optimiser.economy.economy import Economy, Terminal
from optimiser.economy.flows import inherited_capacity, stationary_output
from optimiser.programme.constraints.rule import Input, rule
from optimiser.programme.expressions import Affine, incidence
from optimiser.programme.rows import Kind, Sides, at_least
from optimiser.programme.variables import Variables, last_output_year, year_axis
from optimiser.readdition import ending

COMPARED = (Terminal.MAINTAIN, Terminal.RAY)


def _growth_exponent(economy: Economy) -> int | None:
    return start_of(economy).years.plan if economy.terminal is Terminal.RAY else None


@rule(
    Kind.POLICY,
    family="the end of the plan",
    says="{least} of capacity for {what} must be left behind {when}",
    gives="capacity for {what} left behind {when}: {amount} less than asked for",
    many="capacity must be left behind",
    change="a tenth less capacity for {what} left behind",
    binds="the end asks for the capacity of {name}: a further {unit} left behind",
    meaning="one more unit of capacity left behind",
    price_sign=1,
    explains=False,
    cells=(Input("Plan", "terminal condition", "value"),),
    readded=(ending.terminal_capacity,),
)
def terminal_capacity(economy: Economy, v: Variables) -> Sides:
    """Capacity, with what is finished within r years after the end, is not below the start's.

        k[q,N+1] + sum of projects finished in N+2..N+1+r + inherited[q,N+2..N+1+r]
            >=  (1+g)^T (k[q,0] + inherited[q,1..1+r])          r = 0, 1, ...

    g is the growth sought where the terminal condition is `ray`, else 0.  Only for r at which something
    inherited is finished, for otherwise the row before says as much.
    Axes: (asset that limits, r); units of the asset.  Shadow price: what one more unit asked for costs.
    Source: Eckaus and Parikh; von Neumann's ray.
    """
    indices, end, start = v.indices.limited, last_output_year(economy), start_of(economy)
    latest = max(int(each.inherited.due.max(initial=1)) for each in (economy, start)) - 1
    reach = max(int(economy.projects.gestation.max(initial=0)), latest) + 1
    axis = year_axis(economy, end, end + reach - 1)
    finished = inherited_capacity(economy, end + reach)[indices]
    inherited = inherited_capacity(start, reach)[indices]
    bound = start.assets.capacity[indices][:, None] + inherited.cumsum(axis=1)
    late = np.zeros((len(indices), reach))
    late[:, 1:] = finished[:, end : end + reach - 1].cumsum(axis=1)
    says = inherited > 0.0
    says[:, 0] = True
    body = Affine.zero((len(indices), reach))
    if economy.terminal in COMPARED:
        rows = np.arange(len(indices))[:, None] * reach
        columns = v.capacity.columns[:, [-1]]
        rows, columns = np.broadcast_arrays(rows + np.arange(reach), columns)
        body = Affine.of(body.shape, rows.ravel(), columns.ravel(), np.ones(rows.size))
        projects = economy.projects
        of_project = v.indices.limited_of_asset[projects.asset]
        for years_after in range(1, reach):
            # a project that is finished in N+1+r counts in the rows r, r+1, ...
            begun = end + years_after - projects.gestation
            there = np.flatnonzero((begun >= 1) & (begun <= economy.years.last) & (of_project >= 0))
            columns = v.starts.columns[there, begun[there] - 1]
            for later in range(years_after, reach):
                body += Affine.of(body.shape, of_project[there] * reach + later, columns, np.ones(len(there)))
    return at_least(
        v.capacity.entity,
        axis,
        body,
        bound,
        scale=v.scales.asset[indices],
        growth_exponent=_growth_exponent(economy),
        active=says & (economy.terminal in COMPARED),
        there=late,
    )


@rule(
    Kind.POLICY,
    family="the end of the plan",
    says="output of {what} after the plan must be at least {least}",
    gives="output of {what} after the plan: {amount} short of {least}",
    many="output must go on after the plan",
    change="a tenth less output of {what} after the plan",
    binds="the end asks for the output of {name}: a further {unit} left in hand",
    meaning="one more unit left in hand",
    price_sign=1,
    explains=False,
    cells=(Input("Plan", "terminal condition", "value"),),
    readded=(ending.terminal_output,),
)
def terminal_output(economy: Economy, v: Variables) -> Sides:
    """Output after the plan, from inputs spent in its last year, is not below what the plan found in hand.

        sum_{k of j, lag 1} x[k,N+1]  >=  (1+g)^T in hand[j]

    Axes: (sector with an input lag, year N+1); sector units a year.
    Shadow price: what one more unit asked for costs.  Source: von Neumann's ray; Williams.
    """
    end = last_output_year(economy)
    lagged = np.flatnonzero(economy.techniques.lag == 1)
    by_sector = incidence(economy.techniques.sector[lagged], len(economy.sectors.axis))
    bound = np.zeros((len(economy.sectors.axis), 1))
    waiting = economy.techniques.sector[lagged]
    bound[waiting, 0] = start_of(economy).sectors.output_in_hand[waiting]
    return at_least(
        economy.sectors.axis,
        year_axis(economy, end, end),
        by_sector @ v.output.over(np.array([end])).pick(lagged),
        bound,
        scale=v.scales.sector,
        amount=start_of(economy).sectors.output_in_hand,
        growth_exponent=_growth_exponent(economy),
        active=(bound > 0.0) & (economy.terminal in COMPARED),
    )


@rule(
    Kind.POLICY,
    family="the end of the plan",
    says="{least} of {what} must be in stock at the end",
    gives="stock of {what} at the end: {amount} less than the {least} asked for",
    many="stocks must be left behind",
    change="a tenth less {what} left in stock at the end",
    binds="the end asks for the stock of {name}: a further {unit} left over",
    meaning="one more unit of stock left behind",
    price_sign=1,
    explains=False,
    cells=(Input("Plan", "terminal condition", "value"),),
    readded=(ending.terminal_stocks,),
)
def terminal_stocks(economy: Economy, v: Variables) -> Sides:
    """Stocks at the end have grown like all the rest.

        s[i,N]  >=  (1+g)^T s[i,0]

    Of the terminal condition `ray` alone.
    Axes: (storable product, year N); product units.  Shadow price: what one more unit left over costs.
    Source: von Neumann's ray.
    """
    last, indices = economy.years.last, v.indices.storable
    bound = start_of(economy).products.opening_stock[indices][:, None]
    return at_least(
        v.stocks.entity,
        year_axis(economy, last, last),
        v.stocks.over(np.array([last])).affine(),
        bound,
        scale=v.scales.product[indices],
        amount=bound[:, 0],
        growth_exponent=_growth_exponent(economy),
        active=(bound > 0.0) & (economy.terminal is Terminal.RAY),
    )


@rule(
    Kind.POLICY,
    family="the end of the plan",
    says="output of {what} after the plan must be at least {least}, to go on for ever",
    gives="output of {what} after the plan: {amount} short of {least}",
    many="output after the plan must go on for ever",
    change="a tenth less output of {what} asked for after the plan",
    binds="the year after the plan asks for {name}: a further {unit}",
    meaning="one more unit asked of the year after the plan",
    price_sign=1,
    explains=False,
    cells=(Input("Plan", "terminal condition", "value"),),
    readded=(ending.static_output,),
)
def static_output(economy: Economy, v: Variables) -> Sides:
    """Output after the plan can go on for ever.

        x[k,N+1]  >=  (((1 - eps[N+1]) G - A[N+1])^-1 d)[k]

    Axes: (technique, year N+1); sector units a year.  Shadow price: what one more unit asked for costs.
    Source: Williams, Model Building in Mathematical Programming, "Economic planning".
    """
    end = last_output_year(economy)
    static = economy.terminal is Terminal.STATIC
    bound = stationary_output(economy, end) if static else np.zeros(len(economy.techniques.axis))
    return at_least(
        economy.techniques.axis,
        year_axis(economy, end, end),
        v.output.over(np.array([end])).affine(),
        bound[:, None],
        scale=v.scales.technique,
        active=bound[:, None] > 0.0,
    )
