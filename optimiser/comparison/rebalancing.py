"""The base year of an economy whose figures have been drawn, closed again.

A draw over the ranges of figures that were made to add up does not add up.  It is closed the way such figures are made:

    outputs are as drawn; capacity, what stands idle, what is under construction and project limits keep to them
    people at work are as many as they were, or all there are: labour coefficients are scaled
    foreign money earned is the part of what is spent that it was: the terms of trade abroad are scaled
    uses of each product leave the part of its supply that was left: they are moved as little as their ranges allow,

        minimise  sum_j (x_j - d_j)^2 / (s_j d_j)^2     subject to  sum_j x_j = supply (1 - part left)

    d the uses as drawn, s the standard deviation of the logarithm of their range:

        x_j = d_j (1 + s_j^2 d_j lambda),     lambda = (asked - sum d) / sum (s d)^2

    what the village gives for goods is the part of what is asked of it that it was: its terms of trade are scaled

Source: generalised least squares of Stone, Champernowne and Meade, The precision of national income estimates (1942).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Sparse, times
from optimiser.economy.base_year import base_output, base_year, finished_work
from optimiser.economy.economy import Economy

LEAST, MOST = 0.3, 3.0
"""A use that would have to be less or more than this part of what was drawn contradicts the rest of the draw."""

UNKNOWN = 0.1
"""The deviation of uses whose sheet states no range, where those of no other sheet can give way."""

Deviations = Mapping[str, float]
"""Sheet (Inputs, Construction, Baskets, Demand) to the standard deviation of the logarithm of its figures."""


def rebalanced(known: Economy, drawn: Economy, deviations: Deviations) -> Economy | None:
    """The drawn economy with its base year closed as that of the known one; None where that would take too much.

    Both have the same axes.
    """
    economy = _with_people(known, _with_capacity(known, drawn))
    economy = _with_foreign_money(known, economy)
    closed = _with_uses(known, economy, deviations)
    return None if closed is None else _with_exchange(known, closed)


def _ratio(after: Floats, before: Floats) -> Floats:
    """After over before; 1 where there was nothing, or no limit."""
    sensible = np.isfinite(before) & np.isfinite(after) & (before > 0.0) & (after > 0.0)
    return np.divide(after, before, out=np.ones_like(before), where=sensible)


def _with_capacity(known: Economy, drawn: Economy) -> Economy:
    """Capacity, idle capacity, construction and project limits keep to outputs as drawn."""
    grown = _ratio(drawn.sectors.base_output, known.sectors.base_output)
    assets, projects, inherited = drawn.assets, drawn.projects, drawn.inherited
    of_asset = grown[assets.sector]
    of_project = of_asset[projects.asset]
    return replace(
        drawn,
        assets=replace(assets, capacity=assets.capacity * of_asset, idle=assets.idle * of_asset),
        projects=replace(
            projects, year_limit=projects.year_limit * of_project, total_limit=projects.total_limit * of_project
        ),
        inherited=replace(inherited, capacity=inherited.capacity * of_asset[inherited.asset]),
    )


def _with_people(known: Economy, drawn: Economy) -> Economy:
    """As many of every pool are at work in production as in the known base year, or all that there are."""
    before, after = (times(each.techniques.labour, base_output(each)) for each in (known, drawn))
    scale = _ratio(np.minimum(before, drawn.pools.natural[:, 0]), after)
    labour = sp.csr_array(sp.diags_array(scale) @ drawn.techniques.labour)
    return replace(drawn, techniques=replace(drawn.techniques, labour=labour))


def _with_foreign_money(known: Economy, drawn: Economy) -> Economy:
    """Exports of the base year earn the same part of what is spent, less other receipts, as in the known one."""
    parts = []
    for each in (known, drawn):
        items = dict(base_year(each).foreign_account)
        if items.get("exports", 0.0) <= 0.0:
            return drawn
        spent = -sum(amount for name, amount in items.items() if name.startswith(("imports", "interest")))
        parts.append((items["exports"], spent - items["other receipts less other payments"]))
    (earned, needed), (earned_now, needed_now) = parts
    if needed <= 0.0 or needed_now <= 0.0:
        return drawn
    scale = (earned / needed) / (earned_now / needed_now)
    return replace(drawn, trade=replace(drawn.trade, terms_of_trade=drawn.trade.terms_of_trade * scale))


def _with_uses(known: Economy, drawn: Economy, deviations: Deviations) -> Economy | None:
    """Uses of every product moved so that the same part of its supply is left as in the known base year."""
    left, now = base_year(known), base_year(drawn)
    part = np.where(np.isfinite(left.share), left.share, 0.0)
    asked = (1.0 - part) * now.supply - now.uses
    techniques, households, demand, building = drawn.techniques, drawn.households, drawn.demand, drawn.construction
    work = finished_work(drawn)
    inputs = sp.csr_array(techniques.inputs * base_output(drawn)[None, :])
    built = sp.csr_array(building.composition * (np.zeros(len(building.bundles)) if work is None else work)[None, :])
    given = np.zeros((len(part), len(demand.product)))
    given[demand.product, np.arange(len(demand.product))] = demand.quantity[:, 0]
    flows = {
        "Inputs": inputs.toarray(),
        "Construction": built.toarray(),
        "Baskets": households.baskets.toarray(),
        "Demand": given,
    }
    nothing = np.zeros(len(part))
    graded = sum((np.square(deviations.get(name, 0.0) * each).sum(axis=1) for name, each in flows.items()), nothing)
    ungraded = sum((np.square(UNKNOWN * each).sum(axis=1) for each in flows.values()), nothing)
    stiff = graded <= 0.0
    total = np.where(stiff, ungraded, graded)
    pressure = np.divide(asked, total, out=np.zeros_like(asked), where=total > 0.0)
    factors = {}
    for name, each in flows.items():
        variance = np.square(np.where(stiff, UNKNOWN, deviations.get(name, 0.0)))
        factors[name] = 1.0 + (variance * pressure)[:, None] * each
        moved = factors[name][each > 0.0]
        if moved.size and not (moved.min() >= LEAST and moved.max() <= MOST):
            return None

    def scaled(matrix: Sparse, factor: Floats) -> Sparse:
        return sp.csr_array(matrix.multiply(factor))

    paths = drawn.basket_paths
    eaten = factors["Baskets"][paths.product, paths.household]
    use = factors["Demand"][demand.product, np.arange(len(demand.product))]
    return replace(
        drawn,
        techniques=replace(techniques, inputs=scaled(techniques.inputs, factors["Inputs"])),
        construction=replace(building, composition=scaled(building.composition, factors["Construction"])),
        households=replace(households, baskets=scaled(households.baskets, factors["Baskets"])),
        basket_paths=replace(paths, quantity=paths.quantity * eaten[:, None]),
        demand=replace(demand, quantity=demand.quantity * use[:, None]),
    )


def _with_exchange(known: Economy, drawn: Economy) -> Economy:
    """What the village may give for goods and as tax is the same part of what is asked of it as it was."""
    if known.town_and_country.farm_product < 0:
        return drawn
    parts = []
    for each in (known, drawn):
        village, product = each.town_and_country, each.town_and_country.farm_product
        goods = each.products.price * each.households.baskets[:, [village.household]].toarray().ravel()
        goods[product] = 0.0
        bought = village.terms_of_trade[0] * goods.sum() / each.products.price[product]
        parts.append((float(bought), float(village.tax[0]), _asked_of_the_village(each)))
    (bought, tax, asked), (bought_now, tax_now, asked_now) = parts
    wanted = asked_now * (bought + tax) / asked - tax_now if asked > 0.0 else bought_now
    if not (wanted > 0.0 and bought_now > 0.0):
        return drawn
    village = drawn.town_and_country
    terms = village.terms_of_trade * (wanted / bought_now)
    return replace(drawn, town_and_country=replace(village, terms_of_trade=terms))


def _asked_of_the_village(economy: Economy) -> float:
    """Farm produce that others take in the base year, farm product units."""
    village, year = economy.town_and_country, base_year(economy)
    product = village.farm_product
    own = (economy.techniques.sector == village.farm_sector) * base_output(economy)
    taken = times(economy.techniques.inputs, own)[product]
    work = finished_work(economy, only=village.farm_sector)
    if work is not None:
        taken += times(economy.construction.composition, work)[product]
    kept = year.amounts("kept in the village")[product]
    return float(year.uses[product] - kept - taken - year.amounts("imports")[product])
