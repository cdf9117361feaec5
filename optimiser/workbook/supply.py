"""Which products are used, and which can be had: made, imported, received, taken from stocks or from outside."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Bools
from optimiser.economy.economy import Economy
from optimiser.economy.flows import greatest_inputs


def importable(economy: Economy) -> Bools:
    """Products that can be imported in some plan year."""
    trade = economy.trade
    return np.asarray((~np.isnan(trade.import_price) & (trade.import_limit > 0.0))[:, 1:].any(axis=1))


def used(economy: Economy) -> Bools:
    """Products that anybody uses; what is only sent on is of no use."""
    found = np.zeros(len(economy.products.axis), dtype=np.bool_)
    inputs = greatest_inputs(economy)[:, ~np.isin(economy.techniques.sector, economy.shipments.sector)]
    carrying = economy.routes.transport[economy.routes.transport_per_unit > 0.0]
    parts = (inputs, economy.households.baskets, economy.construction.composition)
    for matrix in parts:
        found[np.unique(matrix.nonzero()[0])] = True
    found[carrying] = True
    found[economy.demand.product[(economy.demand.quantity[:, 1:] > 0.0).any(axis=1)]] = True
    found[economy.assortments.product] = True
    found[economy.basket_paths.product[(economy.basket_paths.quantity > 0.0).any(axis=1)]] = True
    return found


def _from_outside(economy: Economy) -> Bools:
    """Products that come from a source outside the plan: a given use that is negative."""
    found = np.zeros(len(economy.products.axis), dtype=np.bool_)
    found[economy.demand.product[(economy.demand.quantity[:, 1:] < 0.0).any(axis=1)]] = True
    return found


def available(economy: Economy, made: Bools) -> Bools:
    """Products that can be had, `made` by sectors or otherwise, in their own region or in one that can send them."""
    shipments = economy.shipments
    found = made | importable(economy) | _from_outside(economy) | (economy.products.opening_stock > 0.0)
    while True:
        further = found.copy()
        further[shipments.received[found[shipments.sent]]] = True
        if np.array_equal(further, found):
            return found
        found = further
