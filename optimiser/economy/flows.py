"""What follows from an economy alone: yields, given uses, what was begun before the plan, what work takes.

Every array runs over the years as its name says: `(.., year)` has the base year at index 0, `(.., 1..last)` does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Ints, Sparse, times
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault


def net_outputs(economy: Economy, year: int) -> Sparse:
    """(product, technique): `(1 - eps_i[t]) g_ik`, what a unit of output leaves after the planned reserve."""
    return sp.csr_array(sp.diags_array(1.0 - economy.products.reserve[:, year]) @ economy.techniques.outputs)


def steady_inputs(economy: Economy) -> Sparse:
    """(product, technique): the input coefficients that are the same in every year; 0 in place of the others."""
    return _steady(economy.techniques.inputs, economy.input_paths.product, economy.input_paths.technique)


def _steady(every: Sparse, row: Ints, column: Ints) -> Sparse:
    """A matrix without some of its entries."""
    if not len(row):
        return every
    entries, width = every.tocoo(), every.shape[1]
    steady = ~np.isin(entries.row.astype(np.int64) * width + entries.col, row * width + column)
    return sp.csr_array((entries.data[steady], (entries.row[steady], entries.col[steady])), shape=every.shape)


def inputs_in(economy: Economy, year: int) -> Sparse:
    """A[t]: (product, technique), the input coefficients of a year, product units per unit of output."""
    return _with_paths(economy, economy.input_paths.coefficient[:, year])


def greatest_inputs(economy: Economy) -> Sparse:
    """(product, technique): the greatest that each input coefficient is in any year."""
    return _with_paths(economy, economy.input_paths.coefficient.max(axis=1, initial=0.0))


def _with_paths(economy: Economy, coefficient: Floats) -> Sparse:
    paths, steady = economy.input_paths, steady_inputs(economy)
    if not len(paths.product):
        return steady
    return sp.csr_array(steady + sp.csr_array((coefficient, (paths.product, paths.technique)), shape=steady.shape))


def coefficients_of(economy: Economy, technique: int) -> Floats:
    """(product, year): the input coefficients of one technique."""
    paths = economy.input_paths
    own = paths.technique == technique
    column = economy.techniques.inputs[:, [technique]].toarray().repeat(economy.years.reach + 1, axis=1)
    column[paths.product[own]] = paths.coefficient[own]
    return np.asarray(column)


def steady_baskets(economy: Economy) -> Sparse:
    """(product, household): the quantities at index 1 that are the same in every year; 0 in place of the others."""
    return _steady(economy.households.baskets, economy.basket_paths.product, economy.basket_paths.household)


def baskets_in(economy: Economy, year: int) -> Sparse:
    """c[t]: (product, household), what is consumed at an index of 1 in a year, product units a year."""
    paths, steady = economy.basket_paths, steady_baskets(economy)
    places = (paths.product, paths.household)
    return sp.csr_array(steady + sp.csr_array((paths.quantity[:, year], places), shape=steady.shape))


def basket_of(economy: Economy, household: int) -> Floats:
    """(product, year): what one household consumes at an index of 1."""
    paths = economy.basket_paths
    own = paths.household == household
    column = economy.households.baskets[:, [household]].toarray().repeat(economy.years.reach + 1, axis=1)
    column[paths.product[own]] = paths.quantity[own]
    return np.asarray(column)


def given_uses(economy: Economy, last: int) -> Floats:
    """d: (product, 1..last), all given uses of each product together, product units a year."""
    total = np.zeros((len(economy.products.axis), last))
    np.add.at(total, economy.demand.product, economy.demand.quantity[:, 1 : last + 1])
    return total


def effective_yields(economy: Economy) -> Floats:
    """(sector, year): yields, less what coercion of the village costs the harvest, `yield (1 - lambda kappa)`."""
    yields = np.array(economy.sectors.yields)
    village = economy.town_and_country
    if village.farm_sector >= 0:
        yields[village.farm_sector] *= 1.0 - village.yield_loss * village.coerced_share
    return yields


def inherited_capacity(economy: Economy, last: int) -> Floats:
    """(asset, 1..last): capacity that comes into use from construction begun before the plan."""
    due = economy.inherited.due
    total = np.zeros((len(economy.assets.axis), last))
    there = (due >= 1) & (due <= last)
    np.add.at(total, (economy.inherited.asset[there], due[there] - 1), economy.inherited.capacity[there])
    return total


def inherited_work(economy: Economy, last: int) -> Floats:
    """(bundle, 1..last): building work still to be done on construction begun before the plan."""
    return np.asarray(economy.construction.capital @ inherited_cost(economy, last))


def inherited_cost(economy: Economy, last: int) -> Floats:
    """(asset, 1..last): capacity whose cost still falls in a year, of construction begun before the plan."""
    inherited = economy.inherited
    total = np.zeros((len(economy.assets.axis), last))
    np.add.at(total, inherited.asset, inherited.capacity[:, None] * inherited.cost_to_come[:, 1 : last + 1])
    return total


def farms_inherited_building(economy: Economy) -> Floats:
    """(1..N): farm produce (livestock) that the farm's own building takes which was begun before the plan."""
    village = economy.town_and_country
    takes = (economy.construction.composition[[village.farm_product]] @ economy.construction.capital).toarray()[0]
    own = economy.assets.sector == village.farm_sector
    return np.asarray(takes[own] @ inherited_cost(economy, economy.years.last)[own])


def building_work(economy: Economy) -> list[tuple[int, Sparse]]:
    """For each age tau of a project, (bundle, project): building work per unit of capacity begun tau years ago.

    `capital[b, asset of p] cost_factor_p phi_p(tau)`.
    """
    projects = economy.projects
    cost = economy.construction.capital[:, projects.asset]
    return [
        (age, sp.csr_array(cost * (projects.cost_factor * projects.spending[:, age])))
        for age in range(projects.spending.shape[1])
    ]


def labour_productivity(economy: Economy, last: int) -> Floats:
    """(technique, 0..last): `(1 + pi_j)^t`, output per worker relative to the base year."""
    growth = economy.sectors.productivity_growth[economy.techniques.sector]
    return np.asarray((1.0 + growth)[:, None] ** np.arange(last + 1))


def mouths_moved(economy: Economy) -> Sparse:
    """(household, transfer): mouths that a household gains by each who leaves, over its people of the base year.

    `mu_r / people_h` for the household that is joined, less the same for the one that is left.
    """
    moves, people = economy.transfers, economy.households.people
    gained = np.zeros((len(people), len(moves.axis)))
    for household, sign in ((moves.to_household, 1.0), (moves.from_household, -1.0)):
        there = np.flatnonzero((household >= 0) & (moves.mouths > 0.0))
        np.add.at(gained, (household[there], there), sign * moves.mouths[there] / people[household[there]])
    return sp.csr_array(gained)


def mouths_there(economy: Economy, transfers: Floats) -> Floats:
    """(household, 0..N): people of a household relative to the base year, with those who moved.

        mouths[h,t] (1 + sum_{tau=1..t} (gained - lost)[h,tau] / (people_h mouths[h,tau]))

    Those who moved grow in number like the household that they join.  It is at least a hundredth of `mouths`, so that
    there is always a head to count by.  `transfers`: (transfer, 0..N), persons who leave in the year.
    """
    mouths = economy.households.mouths[:, : transfers.shape[1]]
    moved = np.array(mouths_moved(economy) @ transfers)
    moved[:, :1] = 0.0
    return np.asarray(mouths * np.maximum(1.0 + np.cumsum(moved / mouths, axis=1), 0.01))


def least_left(economy: Economy, limit: Floats) -> Floats:
    """(household, 0..last): the part of `mouths` that is there at least, if as many leave as may and nobody joins.

        max( 0, 1 - sum_{tau=1..t} lost[h,tau] / (people_h mouths[h,tau]) )

    `limit`: (transfer, 0..last), persons who may leave in the year at most; infinity where nothing limits them.
    """
    lost = np.asarray(sp.csr_array(np.maximum(-mouths_moved(economy).toarray(), 0.0)) @ limit)
    lost[:, :1] = 0.0
    return np.asarray(np.maximum(1.0 - np.cumsum(lost / economy.households.mouths[:, : limit.shape[1]], axis=1), 0.0))


def goods_for_the_village(economy: Economy) -> float:
    """`sum_i p_i c_i`: money units a year, what the village buys at consumption 1, farm produce not counted."""
    village = economy.town_and_country
    basket = economy.households.baskets[:, [village.household]].toarray().ravel()
    basket[village.farm_product] = 0.0
    return float(economy.products.price @ basket)


def by_products(economy: Economy) -> Floats:
    """`sum_i sigma_i p_i g_ik` over all products but the farm's own, k a technique of the farm: (technique).

    Money units per unit of output, what the village gives beside the farm product; 0 of others' techniques.
    """
    village, products = economy.town_and_country, economy.products
    value = products.marketed_share * products.price
    value[village.farm_product] = 0.0
    worth = times(economy.techniques.outputs.T.tocsr(), value)
    return np.where(economy.techniques.sector == village.farm_sector, worth, 0.0)


def stationary_output(economy: Economy, year: int) -> Floats:
    """(technique): `((1 - eps[t]) G - A[t])^-1 d` for a year, d its given uses and the base-year living standard.

        d  =  given uses + sum_h c_h mouths[h]          c_h the basket of that year, mouths[h,0] = 1

    The village's own food is in its basket here, and mouths are those with nobody moved.

    Raises:
        InputFault: no single technique for each product, or an economy that cannot reproduce itself.
    """
    from scipy.sparse.linalg import splu

    net = sp.csc_array(net_outputs(economy, year) - inputs_in(economy, year))
    fault = InputFault.of(
        "Plan",
        "the terminal condition `static` needs one technique for each product, and more made than used up",
        "Choose `tail` or `maintain`, or mend the coefficients",
    )
    if net.shape[0] != net.shape[1]:
        raise fault
    uses = given_uses(economy, year)[:, -1] + baskets_in(economy, year) @ economy.households.mouths[:, year]
    village = economy.town_and_country
    if village.farm_product >= 0:
        uses[village.farm_product] += village.own_food * economy.households.mouths[village.household, year]
    try:
        output = np.asarray(splu(net).solve(uses))
    except RuntimeError:
        raise fault from None
    if (output < -1e-9 * np.abs(output).max(initial=1.0)).any():
        if (uses < 0.0).any():
            name = economy.products.names[int(np.argmin(uses))]
            problem = f"under the terminal condition `static` {name} comes from outside beyond all its uses"
            raise InputFault.of("Demand", problem, "Lower the source after the plan, or choose `tail` or `maintain`")
        raise fault
    return np.asarray(np.maximum(output, 0.0))


def foreign_account(economy: Economy) -> float:
    """Foreign money that goes through the account in the base year: the lesser of what could be earned and spent.

        min(receipts + tot pe'min(export limit, size),  n'x[0] + pm'min(import limit, size) + (1+i) D[0])

    `size` is a product's own output.  Where one of the two is nothing it is the other; 0 where both are.
    """
    trade, techniques = economy.trade, economy.techniques
    output = economy.sectors.base_output[techniques.sector]
    size = np.asarray(techniques.outputs @ output)
    sold, bought = (np.minimum(limit[:, 0], size) for limit in (trade.export_limit, trade.import_limit))
    earned = max(float(trade.receipts[0]), 0.0)
    earned += float(trade.terms_of_trade[0] * (np.nan_to_num(trade.export_price[:, 0]) @ sold))
    spent = max(float(-trade.receipts[0]), 0.0) + float(techniques.import_need @ output)
    spent += float(np.nan_to_num(trade.import_price[:, 0]) @ bought + (1.0 + trade.interest[0]) * trade.opening_debt)
    return min(earned, spent) or max(earned, spent)


def price_drops(economy: Economy) -> Floats:
    """(step): `f[k-1] - f[k]`, the part of the export price that is lost beyond a step; f is 1 before the first."""
    steps = economy.trade.export_steps
    before: dict[int, float] = {}
    drops = np.zeros(len(steps.product))
    for step, (product, factor) in enumerate(zip(steps.product.tolist(), steps.price_factor.tolist(), strict=True)):
        drops[step] = before.get(product, 1.0) - factor
        before[product] = factor
    return drops


def export_earnings(economy: Economy, exports: Floats) -> Floats:
    """(0..T): what exports bring, foreign money a year, `exports` being (product, 0..T).

    tot[t] sum_i pe[i,t] ( e[i,t] - sum_{k of i} (f[k-1] - f[k]) max(0, e[i,t] - q_k) )
    """
    trade, years = economy.trade, exports.shape[1]
    steps = trade.export_steps
    beyond = np.maximum(exports[steps.product] - steps.beyond[:, None], 0.0)
    paid = np.array(exports)
    np.add.at(paid, steps.product, -price_drops(economy)[:, None] * beyond)
    return np.asarray(trade.terms_of_trade[:years] * (np.nan_to_num(trade.export_price[:, :years]) * paid).sum(axis=0))


def village_exchange(economy: Economy) -> float:
    """`p tax[0] + omega[0] goods`: money units, farm produce that the village gives in the base year."""
    village = economy.town_and_country
    price = float(economy.products.price[village.farm_product])
    return float(price * village.tax[0] + village.terms_of_trade[0] * goods_for_the_village(economy))


def greatest_capacity(economy: Economy, last: int) -> Floats:
    """(asset, 0..last): more capacity than this a sector cannot have, whatever others do for it.

        k[t]  =  min( (1 + gamma) k[t-1],  (1 - delta) k[t-1] + inherited[t] + sum_p limit_p )

    over the projects p that can be finished by t; limit_p is the least of its year's and its total limit, and repairs
    together are no more than what stands idle.  In year 1 nothing has worn out, and what is inherited comes even where
    it is more than is absorbed.
    """
    assets, projects = economy.assets, economy.projects
    limited = np.isfinite(assets.capacity)
    capacity = np.zeros((len(assets.axis), last + 1))
    capacity[limited, 0] = assets.capacity[limited]
    bound = np.isfinite(assets.absorptive_limit)
    growth = 1.0 + np.where(bound, assets.absorptive_limit, 0.0)
    inherited = inherited_capacity(economy, last)
    limit = np.minimum(projects.year_limit, projects.total_limit)
    for year in range(1, last + 1):
        there = capacity[:, year - 1] * (1.0 - assets.depreciation * (year > 1)) + inherited[:, year - 1]
        ready = projects.gestation < year
        new, repaired = (
            np.bincount(projects.asset[these], limit[these], len(assets.axis))
            for these in (ready & (projects.repairs == 0.0), ready & (projects.repairs > 0.0))
        )
        built = new + np.minimum(repaired, assets.idle)
        absorbed = np.where(bound, capacity[:, year - 1] * growth, np.inf)
        if year == 1:
            absorbed = np.maximum(absorbed, there)
        capacity[:, year] = np.minimum(absorbed, there + built)
    capacity[~limited] = np.inf
    return capacity


def greatest_output(economy: Economy, last: int) -> Floats:
    """(sector, 0..last): more output than this a sector's own capacity cannot give.

        yield[j,t] min_{q of j} k[q,t] / kappa_q / min_{k of j} kappa_k          k as in `greatest_capacity`

    The farm's yield is less what coercion loses.  Infinity where capacity does not limit, or a technique takes none.
    """
    capacity, techniques = economy.assets.supported(greatest_capacity(economy, last)), economy.techniques
    least = np.full(len(economy.sectors.axis), np.inf)
    np.minimum.at(least, techniques.sector, techniques.capacity_use)
    limited = np.isfinite(capacity[:, 0]) & (least > 0.0)
    most = np.full(capacity.shape, np.inf)
    most[limited] = capacity[limited] * effective_yields(economy)[limited, : last + 1] / least[limited, None]
    return most


def greatest_quantities(economy: Economy, variable: Sequence[str], index: Ints, year: Ints) -> Floats:
    """(n): more than this the output or capacity of a sector cannot be in a year, whatever others do for it.

    As in `greatest_output` and `greatest_capacity`; infinity of everything else.
    """
    last = int(year.max(initial=0))
    most = {"capacity": greatest_capacity(economy, last), "output": greatest_output(economy, last)}
    of_each = zip(variable, index.tolist(), year.tolist(), strict=True)
    return np.array([float(most[name][sector, when]) if name in most else np.inf for name, sector, when in of_each])
