"""Products: what there is covers what is used, and stocks are kept."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Sparse
from optimiser.economy.economy import Economy
from optimiser.programme.expressions import incidence
from optimiser.programme.rows import Kind, Rows, at_least
from optimiser.programme.variables import Variables, year_axis


def net_outputs(economy: Economy) -> Sparse:
    """(product, technique): `(1 - eps_i) g_ik`, what a unit of output leaves after the planned reserve."""
    return sp.csr_array(sp.diags_array(1.0 - economy.products.reserve) @ economy.techniques.outputs)


def given_uses(economy: Economy, last: int) -> Floats:
    """d: (product, 1..last), all given uses of each product together, product units a year."""
    total = np.zeros((len(economy.products.axis), last))
    np.add.at(total, economy.demand.product, economy.demand.quantity[:, 1 : last + 1])
    return total


def material_balance(economy: Economy, v: Variables) -> Rows:
    """Supply of each product covers its uses.

        (1 - eps) G x[t] + m[t] + s[t-1]  >=  A x[t+lag] + K Z[t] + c C[t] + F[t] + e[t] + s[t] + d[t]

    x output, m imports, e exports, s stocks (s[0] opening), Z building work, K its composition, C consumption
    index, c baskets, F farm produce kept, d given uses.  `lag` 1 where this year's inputs make next year's
    output.  What is left over is surplus.  Axes: (product, year 1..N); product units a year.
    Shadow price: what one more unit of the product in that year adds to the goal.
    Source: Leontief, dynamic input-output; Popov, balance of the national economy of 1923/24.
    """
    last = economy.years.last
    years, n = np.arange(1, last + 1), len(economy.products.axis)
    indices, farm = v.indices, economy.town_and_country.farm_product
    storable, imported, exported = (
        incidence(each, n) for each in (indices.storable, indices.imported, indices.exported)
    )
    kept = incidence(np.array([farm] if farm >= 0 else [], np.int64), n)
    supply = net_outputs(economy) @ v.output.over(years)
    supply += imported @ v.imports.over(years) + storable @ v.stocks.over(years, lag=-1)
    uses = economy.techniques.inputs @ v.output.over(years, lag=economy.techniques.lag)
    uses += economy.construction.composition @ v.construction.over(years)
    uses += economy.households.baskets @ v.consumption.over(years)
    uses += kept @ v.farm_kept.over(years)
    uses += exported @ v.exports.over(years) + storable @ v.stocks.over(years)
    bound = given_uses(economy, last)
    bound[:, 0] -= np.where(economy.products.storable, economy.products.opening_stock, 0.0)
    return at_least(
        "material_balance",
        Kind.TECHNOLOGY,
        economy.products.axis,
        year_axis(economy, 1, last),
        supply - uses,
        bound,
        scale=v.scales.product,
        meaning="one more unit of the product in the year",
    )


def output_in_hand(economy: Economy, v: Variables) -> Rows:
    """Output of the first year, where inputs are spent a year earlier, is what was begun before the plan.

        sum_{k of j, lag 1} x[k,1]  <=  in hand[j]

    Axes: (sector, year 1); sector units a year.  Shadow price: what one more unit begun in the base year adds.
    Source: Williams, Model Building in Mathematical Programming, "Economic planning".
    """
    lagged = np.flatnonzero(economy.techniques.lag == 1)
    by_sector = incidence(economy.techniques.sector[lagged], len(economy.sectors.axis))
    body = by_sector @ v.output.over(np.array([1])).pick(lagged)
    return Rows(
        "output_in_hand",
        Kind.TECHNOLOGY,
        economy.sectors.axis,
        year_axis(economy, 1, 1),
        body,
        np.full(body.shape, -np.inf),
        economy.sectors.output_in_hand[:, None],
        body.filled(),
        v.scales.sector,
        "one more unit begun in the base year",
        economy.sectors.axis.units,
    )


def working_stock_norm(economy: Economy, v: Variables) -> Rows:
    """Stocks keep pace with production.

        s[i,t]  >=  norm_i sum_k g_ik x[k,t]

    Axes: (storable product, year 1..N); product units.  Shadow price: what a unit less of required stock adds.
    Source: the supply norms of the annual plans; standard inventory accounting.
    """
    last, indices = economy.years.last, v.indices.storable
    years = np.arange(1, last + 1)
    norm = economy.products.stock_norm[indices]
    stocks = v.stocks.over(years)
    made = economy.techniques.outputs[indices] @ v.output.over(years)
    return at_least(
        "working_stock_norm",
        Kind.POLICY,
        v.stocks.entity,
        v.stocks.times,
        stocks.affine() - made.times(norm[:, None]),
        0.0,
        scale=v.scales.product[indices],
        meaning="one more unit of stock required",
        active=np.broadcast_to(norm[:, None] > 0, (len(indices), last)),
    )


def closing_stock(economy: Economy, v: Variables) -> Rows:
    """The plan does not live off its stocks.

        s[i,N]  >=  closing_i      (by default the opening stock)

    Axes: (storable product, last year N); product units.  Shadow price: what a unit less left over adds.
    Source: standard terminal condition on inventories.
    """
    last, indices = economy.years.last, v.indices.storable
    return at_least(
        "closing_stock",
        Kind.POLICY,
        v.stocks.entity,
        year_axis(economy, last, last),
        v.stocks.over(np.array([last])).affine(),
        economy.products.closing_stock[indices][:, None],
        scale=v.scales.product[indices],
        meaning="one more unit of stock left at the end",
        active=economy.products.closing_stock[indices][:, None] > 0,
    )
