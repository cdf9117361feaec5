"""The end of the plan: what it leaves behind.

`none` and `tail` leave no rows here: with `tail` the years after the plan are planned too, and not reported.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy, Terminal
from optimiser.errors import InputFault
from optimiser.programme.constraints.balances import given_uses, net_outputs
from optimiser.programme.constraints.capacity import inherited_capacity
from optimiser.programme.expressions import Affine, incidence
from optimiser.programme.rows import Kind, Rows, at_least
from optimiser.programme.variables import Variables, last_output_year, year_axis

COMPARED = (Terminal.MAINTAIN, Terminal.RAY)


def _growth_exponent(economy: Economy) -> int | None:
    return economy.years.plan if economy.terminal is Terminal.RAY else None


def terminal_capacity(economy: Economy, v: Variables) -> Rows:
    """Capacity, with what is finished within r years after the end, is not below the start's.

        k[j,N+1] + sum of projects finished by N+1+r  >=  (1+g)^T (k[j,0] + inherited[j,1..1+r])       r = 0, 1, ...

    g is the growth sought where the terminal condition is `ray`, else 0.  Only for r at which something
    inherited is finished, for otherwise the row before says as much.
    Axes: (sector with a capacity, r); sector units a year.  Shadow price: what one more unit asked for costs.
    Source: Eckaus and Parikh; von Neumann's ray.
    """
    indices, end = v.indices.limited, last_output_year(economy)
    reach = int(max(economy.projects.gestation.max(initial=0), economy.inherited.due.max(initial=1) - 1)) + 1
    axis = year_axis(economy, end, end + reach - 1)
    inherited = inherited_capacity(economy, reach)[indices]
    bound = economy.sectors.capacity[indices][:, None] + inherited.cumsum(axis=1)
    says = inherited > 0.0
    says[:, 0] = True
    body = Affine.zero((len(indices), reach))
    if economy.terminal in COMPARED:
        rows = np.arange(len(indices))[:, None] * reach
        columns = v.capacity.columns[:, [-1]]
        rows, columns = np.broadcast_arrays(rows + np.arange(reach), columns)
        body = Affine.of(body.shape, rows.ravel(), columns.ravel(), np.ones(rows.size))
        projects = economy.projects
        of_project = v.indices.limited_of_sector[projects.sector]
        for years_after in range(1, reach):
            # a project that is finished in N+1+r counts in the rows r, r+1, ...
            start = end + years_after - projects.gestation
            there = np.flatnonzero((start >= 1) & (start <= economy.years.last) & (of_project >= 0))
            columns = v.starts.columns[there, start[there] - 1]
            for later in range(years_after, reach):
                body += Affine.of(body.shape, of_project[there] * reach + later, columns, np.ones(len(there)))
    return at_least(
        "terminal_capacity",
        Kind.POLICY,
        v.capacity.entity,
        axis,
        body,
        bound,
        scale=v.scales.sector[indices],
        meaning="one more unit of capacity left behind",
        growth_exponent=_growth_exponent(economy),
        active=says & (economy.terminal in COMPARED),
    )


def terminal_output(economy: Economy, v: Variables) -> Rows:
    """Output after the plan, from inputs spent in its last year, is not below what the plan found in hand.

        sum_{k of j, lag 1} x[k,N+1]  >=  (1+g)^T in hand[j]

    Axes: (sector, year N+1); sector units a year.  Shadow price: what one more unit asked for costs.
    Source: von Neumann's ray; Williams.
    """
    end = last_output_year(economy)
    lagged = np.flatnonzero(economy.techniques.lag == 1)
    by_sector = incidence(economy.techniques.sector[lagged], len(economy.sectors.axis))
    bound = economy.sectors.output_in_hand[:, None]
    return at_least(
        "terminal_output",
        Kind.POLICY,
        economy.sectors.axis,
        year_axis(economy, end, end),
        by_sector @ v.output.over(np.array([end])).pick(lagged),
        bound,
        scale=v.scales.sector,
        meaning="one more unit left in hand",
        growth_exponent=_growth_exponent(economy),
        active=(bound > 0.0) & (economy.terminal in COMPARED),
    )


def terminal_stocks(economy: Economy, v: Variables) -> Rows:
    """Stocks at the end have grown like all the rest.

        s[i,N]  >=  (1+g)^T s[i,0]

    Axes: (storable product, year N); product units.  Shadow price: what one more unit left over costs.
    Source: von Neumann's ray.
    """
    last, indices = economy.years.last, v.indices.storable
    bound = economy.products.opening_stock[indices][:, None]
    return at_least(
        "terminal_stocks",
        Kind.POLICY,
        v.stocks.entity,
        year_axis(economy, last, last),
        v.stocks.over(np.array([last])).affine(),
        bound,
        scale=v.scales.product[indices],
        meaning="one more unit of stock left behind",
        growth_exponent=_growth_exponent(economy),
        active=(bound > 0.0) & (economy.terminal is Terminal.RAY),
    )


def stationary_output(economy: Economy) -> Floats:
    """(technique): `(G - A)^-1 d` for the year after the plan, d given uses and the base-year living standard.

    Raises:
        InputFault: no single technique for each product, or an economy that cannot reproduce itself.
    """
    end = last_output_year(economy)
    net = sp.csc_array(net_outputs(economy) - economy.techniques.inputs)
    fault = InputFault.of(
        "Plan",
        "the terminal condition `static` needs one technique for each product, and more made than used up",
        "Choose `tail` or `maintain`, or mend the coefficients",
    )
    if net.shape[0] != net.shape[1]:
        raise fault
    uses = given_uses(economy, end)[:, -1] + economy.households.baskets @ np.ones(len(economy.households.axis))
    try:
        output = np.asarray(splu(net).solve(uses))
    except RuntimeError:
        raise fault from None
    if (output < -1e-9 * np.abs(output).max(initial=1.0)).any():
        raise fault
    return np.asarray(np.maximum(output, 0.0))


def static_output(economy: Economy, v: Variables) -> Rows:
    """Output after the plan can go on for ever.

        x[k,N+1]  >=  ((G - A)^-1 d)[k]

    Axes: (technique, year N+1); sector units a year.  Shadow price: what one more unit asked for costs.
    Source: Williams, Model Building in Mathematical Programming, "Economic planning".
    """
    end = last_output_year(economy)
    static = economy.terminal is Terminal.STATIC
    bound = stationary_output(economy) if static else np.zeros(len(economy.techniques.axis))
    return at_least(
        "static_output",
        Kind.POLICY,
        economy.techniques.axis,
        year_axis(economy, end, end),
        v.output.over(np.array([end])).affine(),
        bound[:, None],
        scale=v.scales.technique,
        meaning="one more unit asked of the year after the plan",
        active=bound[:, None] > 0.0,
    )
