"""The size of everything in the base year, by which the programme is scaled before it is solved.

Solvers drop coefficients under 1e-9 and keep to absolute tolerances, so tonnes beside milliards must not
reach them.  A scale is made only of data in the same unit: change a product's unit and its scale changes
with it, so that what the solver sees stays the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats, Sparse, times
from optimiser.economy.economy import Economy
from optimiser.economy.flows import greatest_inputs

ROUNDS = 8
"""How far scales are handed on, along inputs and outputs, to what has no size of its own."""


@dataclass(frozen=True)
class Scales:
    """One positive number for each label of each axis, in the label's own unit."""

    product: Floats
    sector: Floats
    asset: Floats
    technique: Floats
    bundle: Floats
    pool: Floats
    resource: Floats
    foreign_money: float
    money: float


def _largest(*candidates: Floats) -> Floats:
    """The greatest finite candidate of each label."""
    table = np.stack([np.where(np.isfinite(each), each, 0.0) for each in candidates])
    return np.asarray(table.max(axis=0))


def _row_max(matrix: Sparse, columns: Floats) -> Floats:
    """Greatest entry of each row of `matrix * columns`."""
    greatest = np.zeros(matrix.shape[0])
    entries = matrix.tocoo()
    np.maximum.at(greatest, entries.row, entries.data * columns[entries.col])
    return greatest


def _or(first: Floats, second: Floats) -> Floats:
    return np.where(first > 0.0, first, second)


def scales(economy: Economy) -> Scales:
    """Base-year sizes; where there is none, the size of what is nearest to it; at last 1."""
    products, sectors, techniques = economy.products, economy.sectors, economy.techniques
    assets = economy.assets
    there = _largest(assets.supported(assets.capacity))
    sector = _or(sectors.base_output, _or(there, sectors.output_in_hand))
    made = times(techniques.outputs, sector[techniques.sector])
    final = np.zeros(len(products.axis))
    np.maximum.at(final, economy.demand.product, economy.demand.quantity.max(axis=1, initial=0.0))
    final = np.maximum(final, _row_max(economy.households.baskets, np.ones(len(economy.households.axis))))
    np.maximum.at(final, economy.basket_paths.product, economy.basket_paths.quantity.max(axis=1, initial=0.0))
    product = _or(made, _or(_largest(products.opening_stock, final), _largest(economy.trade.export_limit.max(axis=1))))
    to_sector, inputs = np.zeros(len(sectors.axis)), greatest_inputs(economy)
    for _ in range(ROUNDS):
        if (product > 0).all() and (sector > 0).all():
            break
        by_output = _row_max(techniques.outputs.T.tocsr(), product)
        np.maximum.at(to_sector, techniques.sector, by_output)
        sector = _or(sector, to_sector)
        by_input = _row_max(inputs, sector[techniques.sector])
        product = _or(product, np.maximum(times(techniques.outputs, sector[techniques.sector]), by_input))
        reached = _row_max(inputs.T.tocsr(), np.where(product > 0, product, 0.0))
        np.maximum.at(to_sector, techniques.sector, reached)
    product, sector = _or(product, np.ones_like(product)), _or(sector, np.ones_like(sector))
    technique = sector[techniques.sector]
    asset = _or(assets.use * sector[assets.sector], _or(_largest(assets.capacity), np.ones(len(assets.axis))))

    bundle = _row_max(economy.construction.capital, asset)
    natural = economy.pools.natural
    pool = _or(_largest(natural[:, 0], natural[:, 1]), times(techniques.labour, technique))
    resource = _or(_largest(economy.resources.ceiling[:, 1]), times(economy.resources.use, technique))
    trade = economy.trade
    prices = np.fmax(np.nan_to_num(trade.import_price[:, 1]), np.nan_to_num(trade.export_price[:, 1]))
    foreign = max(float(trade.receipts.max()), trade.opening_debt, float((prices * product).max(initial=0.0)))
    finite_debt = trade.debt_limit[np.isfinite(trade.debt_limit)]
    foreign = max(foreign, float(finite_debt.max(initial=0.0)))
    money = float((products.price * product).max(initial=0.0))
    bundle, pool, resource = (_or(each, np.ones_like(each)) for each in (bundle, pool, resource))
    return Scales(product, sector, asset, technique, bundle, pool, resource, foreign or 1.0, money or 1.0)
