"""Products: what there is covers what is used, and stocks are kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.flows import given_uses, steady_baskets, steady_inputs
from optimiser.language.numbers import quantity, spanned
from optimiser.programme.constraints.rule import Input, rule
from optimiser.programme.expressions import Affine, Selection, incidence
from optimiser.programme.references import RowReference, year_numbers
from optimiser.programme.rows import Kind, Sides, at_least, at_most
from optimiser.programme.variables import Variables, year_axis
from optimiser.readdition import products


def uses_and_stocks(economy: Economy, rows: Sequence[RowReference]) -> str:
    """The given uses of a product, and its stock at the start where the first year is spoken of."""
    product = economy.products.axis.position[rows[0].what]
    years, unit = year_numbers(economy, rows), rows[0].unit
    demand = economy.demand.quantity[economy.demand.product == product]
    wanted = [value for year in years if (value := float(demand[:, year].sum())) > 0.0]
    said = [f"given uses of {spanned(wanted, unit)} a year"] if wanted else []
    if 1 in years and economy.products.storable[product]:
        said.append(f"{quantity(float(economy.products.opening_stock[product]), unit)} in stock at the start")
    return f" ({', '.join(said)})" if said else ""


@rule(
    Kind.TECHNOLOGY,
    family="materials",
    says="what is used of {what} {when} has to be there{given}",
    gives="{what} {when}: {amount} more used than there is{given}",
    many="what is used of each product has to be there",
    change="a tenth less {what} for given uses",
    binds="{name} is short in {year}: a further {unit} of it",
    meaning="one more unit of the product in the year",
    price_sign=-1,
    explains=False,
    cells=(
        Input("Demand", "{product}|*|{year}", "value"),
        Input("Demand", "{product}|*", "{year}"),
        Input("Demand", "{product}|*", "growth after"),
        Input("Products", "{product}", "code"),
        Input("Sectors", "{product}", "code"),
    ),
    readded=(products.material_balance,),
    given=uses_and_stocks,
    tells_apart=True,
)
def material_balance(economy: Economy, v: Variables) -> Sides:
    """Supply of each product covers its uses.

        (1 - eps[t]) G x[t] + m[t] + (1 - lambda) s[t-1]
            >=  A[t] x[t+lag] + K Z[t] + c[t] C[t] + F[t] + e[t] + s[t] + h leaving[t] + B[t] theta[t] + d[t]

    x output, eps the planned reserve, m imports, e exports, s stocks (s[0] opening), lambda what is lost of them in a
    year, A inputs, Z building work, K its composition, C consumption index, c baskets, F farm produce kept, h goods for
    each who moves or is trained, B what is in an assortment, theta how many are delivered, d given uses.  `lag` 1 where
    this year's inputs make next year's output.  What is left over is surplus.
    Axes: (product, year 1..N); product units a year.
    Shadow price: what one more unit of the product in that year adds to the goal.
    Source: Leontief, dynamic input-output; Popov, balance of the national economy of 1923/24.
    """
    body, bound = left_over(economy, v)
    return at_least(
        economy.products.axis, year_axis(economy, 1, economy.years.last), body, bound, scale=v.scales.product
    )


def left_over(economy: Economy, v: Variables) -> tuple[Affine, Floats]:
    """(product, 1..N): supply less uses that the plan decides on, and the given uses less the opening stock.

    The first less the second is what is left over.  Product units a year.
    """
    last = economy.years.last
    years, n = np.arange(1, last + 1), len(economy.products.axis)
    indices, farm = v.indices, economy.town_and_country.farm_product
    storable, imported, exported = (
        incidence(each, n) for each in (indices.storable, indices.imported, indices.exported)
    )
    kept = incidence(np.array([farm] if farm >= 0 else [], np.int64), n)
    output = economy.techniques.outputs @ v.output.over(years)
    supply = output.times(1.0 - economy.products.reserve[:, 1 : last + 1])
    keeps = 1.0 - economy.products.stock_loss
    supply += imported @ v.imports.over(years)
    supply += storable @ v.stocks.over(years, lag=-1).times(keeps[indices.storable, None])
    uses = steady_inputs(economy) @ v.output.over(years, lag=economy.techniques.lag)
    uses += incidence(economy.input_paths.product, n) @ inputs_on_paths(economy, v)
    uses += economy.construction.composition @ v.construction.over(years)
    uses += steady_baskets(economy) @ v.consumption.over(years)
    eaten = v.consumption.over(years).pick(economy.basket_paths.household)
    uses += incidence(economy.basket_paths.product, n) @ eaten.times(economy.basket_paths.quantity[:, 1 : last + 1])
    uses += kept @ v.farm_kept.over(years)
    uses += exported @ v.exports.over(years) + storable @ v.stocks.over(years)
    uses += economy.transfers.goods @ v.transfers.over(years)
    sets = v.assortments.over(years).pick(economy.assortments.assortment)
    uses += incidence(economy.assortments.product, n) @ sets.times(economy.assortments.amount[:, 1 : last + 1])
    bound = given_uses(economy, last)
    bound[:, 0] -= np.where(economy.products.storable, keeps * economy.products.opening_stock, 0.0)
    return supply - uses, bound


def inputs_on_paths(economy: Economy, v: Variables) -> Selection:
    """(entry of `input_paths`, 1..N): `a[t] x[t+lag]`, product units a year."""
    years, paths = np.arange(1, economy.years.last + 1), economy.input_paths
    output = v.output.over(years, lag=economy.techniques.lag).pick(paths.technique)
    return output.times(paths.coefficient[:, 1 : len(years) + 1])


@rule(
    Kind.POLICY,
    family="materials",
    says="no more of {what} {when} is made without a use than the limit",
    gives="{what} {when}: {amount} more without a use than the limit",
    many="no more is made without a use than the limit",
    change="a tenth of a year's output of {what} more may be left without a use",
    binds="as much {name} as may be is without a use in {year}: a further {unit} left over",
    meaning="one more unit that may be left without a use",
    price_sign=1,
    explains=False,
    cells=(Input("Products", "{product}", "unused limit"), Input("Sectors", "{product}", "unused limit")),
    readded=(products.unused_output,),
)
def unused_output(economy: Economy, v: Variables) -> Sides:
    """What is made is made for a use.

        supply[i,t] - uses[i,t]  <=  unused limit_i sum_k g_ik x[k,t]

    supply and uses are those of `material_balance`.  Axes: (product, year 1..N); product units a year.
    Shadow price: what one more unit that may be left over adds to the goal.
    Source: the plan's demand that branches, sectors and units match up (Conrad, First plan backgrounds).
    """
    last = economy.years.last
    limit = economy.products.unused_limit
    bounded = np.isfinite(limit)
    body, bound = left_over(economy, v)
    made = economy.techniques.outputs @ v.output.over(np.arange(1, last + 1))
    return at_most(
        economy.products.axis,
        year_axis(economy, 1, last),
        body - made.times(np.where(bounded, limit, 0.0)[:, None]),
        np.where(bounded[:, None], bound, np.inf),
        scale=v.scales.product,
    )


@rule(
    Kind.TECHNOLOGY,
    family="materials",
    says="output of {what} {when} is at most {most}, what was begun before the plan",
    gives="output of {what} {when}: {amount} more than was begun before the plan",
    many="output of the first year is what was begun before the plan",
    change="a tenth more {what} in hand from before the plan",
    binds="{name} has no more in hand in {year}: a further {unit} begun the year before",
    meaning="one more unit begun in the base year",
    price_sign=1,
    explains=True,
    cells=(Input("Sectors", "{sector}", "output in hand"), Input("Sectors", "{sector}", "base output")),
    readded=(products.output_in_hand,),
)
def output_in_hand(economy: Economy, v: Variables) -> Sides:
    """Output of the first year, where inputs are spent a year earlier, is what was begun before the plan.

        sum_{k of j, lag 1} x[k,1]  <=  in hand[j]

    Axes: (sector, year 1); sector units a year.  Shadow price: what one more unit begun in the base year adds.
    Source: Williams, Model Building in Mathematical Programming, "Economic planning".
    """
    lagged = np.flatnonzero(economy.techniques.lag == 1)
    by_sector = incidence(economy.techniques.sector[lagged], len(economy.sectors.axis))
    body = by_sector @ v.output.over(np.array([1])).pick(lagged)
    return at_most(
        economy.sectors.axis,
        year_axis(economy, 1, 1),
        body,
        economy.sectors.output_in_hand[:, None],
        scale=v.scales.sector,
        amount=economy.sectors.output_in_hand,
    )


@rule(
    Kind.POLICY,
    family="stocks",
    says="stocks of {what} keep to their norm {when}",
    gives="stocks of {what} {when}: {amount} below the norm",
    many="working stocks keep to their norms",
    change="stocks of {what} may be lower by a tenth of a year's output",
    binds="the stock of {name} is at its norm in {year}: a further {unit} required",
    meaning="one more unit of stock required",
    price_sign=1,
    explains=False,
    cells=(Input("Products", "{product}", "stock norm"), Input("Sectors", "{product}", "stock norm")),
    readded=(products.working_stock_norm,),
)
def working_stock_norm(economy: Economy, v: Variables) -> Sides:
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
        v.stocks.entity,
        v.stocks.times,
        stocks.affine() - made.times(norm[:, None]),
        0.0,
        scale=v.scales.product[indices],
        active=np.broadcast_to(norm[:, None] > 0, (len(indices), last)),
    )


@rule(
    Kind.RESOURCE,
    family="stocks",
    says="at most {most} of {what} can be in stock {when}",
    gives="stock of {what} {when}: {amount} more than the {most} there is room for",
    many="only so much can be kept in stock",
    change="room for a tenth more {what} in stock",
    binds="no more {name} can be kept in stock in {year}: room for a further {unit}",
    meaning="room for one more unit in stock",
    price_sign=1,
    explains=False,
    cells=(Input("Products", "{product}", "greatest stock"), Input("Sectors", "{product}", "greatest stock")),
    readded=(products.greatest_stock,),
)
def greatest_stock(economy: Economy, v: Variables) -> Sides:
    """No more is kept than there is room for.

        s[i,t]  <=  greatest_i

    Axes: (storable product, year 1..N); product units.  Shadow price: what room for one more unit adds.
    Source: standard inventory accounting.
    """
    last, indices = economy.years.last, v.indices.storable
    most = economy.products.greatest_stock[indices]
    return at_most(
        v.stocks.entity,
        v.stocks.times,
        v.stocks.over(np.arange(1, last + 1)).affine(),
        np.broadcast_to(most[:, None], (len(indices), last)),
        scale=v.scales.product[indices],
        amount=most,
    )


@rule(
    Kind.POLICY,
    family="stocks",
    says="{least} of {what} must be in stock at the end",
    gives="stock of {what} at the end: {amount} less than the {least} asked for",
    many="stocks are kept to the end",
    change="a tenth less {what} in stock at the end",
    binds="the stock of {name} at the end is at its least: a further {unit} required",
    meaning="one more unit of stock left at the end",
    price_sign=1,
    explains=False,
    cells=(
        Input("Products", "{product}", "closing stock"),
        Input("Sectors", "{product}", "closing stock"),
        Input("Products", "{product}", "opening stock"),
        Input("Sectors", "{product}", "opening stock"),
    ),
    readded=(products.closing_stock,),
)
def closing_stock(economy: Economy, v: Variables) -> Sides:
    """The plan does not live off its stocks.

        s[i,N]  >=  closing_i      (by default the opening stock)

    Axes: (storable product, last year N); product units.  Shadow price: what a unit less left over adds.
    Source: standard terminal condition on inventories.
    """
    last, indices = economy.years.last, v.indices.storable
    return at_least(
        v.stocks.entity,
        year_axis(economy, last, last),
        v.stocks.over(np.array([last])).affine(),
        economy.products.closing_stock[indices][:, None],
        scale=v.scales.product[indices],
        amount=economy.products.closing_stock[indices],
        active=economy.products.closing_stock[indices][:, None] > 0,
    )
