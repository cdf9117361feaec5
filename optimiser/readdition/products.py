"""Products added up again: sources and uses, and stocks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Quantities
from optimiser.readdition.check import LEAST, Check, baskets_of, begun, building, inputs_of, made, yearly_turnover


def sources_of(economy: Economy, q: Quantities) -> Floats:
    """(product, 1..N): what there is: output less the reserve, imports, and what is left of the last year's stocks."""
    goods, years = economy.products, economy.years.last
    sources = np.zeros((len(goods.axis), years))
    for year in range(1, years + 1):
        opening = np.where(goods.storable, goods.opening_stock, 0.0) if year == 1 else q.stocks[:, year - 1]
        output = (1.0 - goods.reserve[:, year]) * times(economy.techniques.outputs, q.output[:, year])
        sources[:, year - 1] = output + opening - goods.stock_loss * opening + q.imports[:, year]
    return sources


def uses_of(economy: Economy, q: Quantities) -> Floats:
    """(product, 1..N): all uses, the stock at the end of the year among them."""
    n, years = len(economy.products.axis), economy.years.last
    uses = np.zeros((n, years))
    farm, held = economy.town_and_country.farm_product, economy.assortments
    for year in range(1, years + 1):
        uses[:, year - 1] = (
            inputs_of(economy, year) @ begun(economy, q, year)
            + economy.construction.composition @ building(economy, q, year)
            + baskets_of(economy, year) @ q.consumption[:, year]
            + economy.transfers.goods @ q.transfers[:, year]
            + np.bincount(economy.demand.product, economy.demand.quantity[:, year], n)
            + q.exports[:, year]
            + q.stocks[:, year]
        )
        for assortment, product, amount in zip(held.assortment, held.product, held.amount[:, year], strict=True):
            uses[product, year - 1] += amount * q.assortments[assortment, year]
        if farm >= 0:
            uses[farm, year - 1] += q.farm_kept[year]
    return uses


def material_balance(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more of a product is used than there is."""
    sources, uses = sources_of(economy, q), uses_of(economy, q)
    yield "material balance", uses - sources, yearly_turnover(sources + uses)


def unused_output(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more of a product is left without a use than its share of the year's output."""
    sources, uses = sources_of(economy, q), uses_of(economy, q)
    limit = economy.products.unused_limit[:, None]
    output = economy.techniques.outputs @ q.output[:, 1 : economy.years.last + 1]
    over = np.where(np.isfinite(limit), sources - uses - np.where(np.isfinite(limit), limit, 0.0) * output, 0.0)
    yield "unused output", over, yearly_turnover(sources + uses)


def output_in_hand(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Output of the first year whose inputs were spent before the plan is no more than was begun then."""
    lagged = economy.techniques.lag == 1
    first = np.bincount(economy.techniques.sector[lagged], q.output[lagged, 1], len(economy.sectors.axis))
    yield "output in hand", first - economy.sectors.output_in_hand, np.maximum(made(economy, q).max(axis=1), LEAST)


def working_stock_norm(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Stocks are not under their share of the year's output."""
    goods, years = economy.products, economy.years.last
    norm = goods.stock_norm[:, None] * (economy.techniques.outputs @ q.output[:, 1 : years + 1])
    short = np.where(goods.storable[:, None], norm - q.stocks[:, 1:], 0.0)
    yield "stock norm", short, yearly_turnover(sources_of(economy, q))


def greatest_stock(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more is in stock than there is room for."""
    room = economy.products.greatest_stock[:, None]
    over = np.where(np.isfinite(room), q.stocks[:, 1:] - np.where(np.isfinite(room), room, 0.0), 0.0)
    yield "greatest stock", over, yearly_turnover(sources_of(economy, q))


def closing_stock(economy: Economy, q: Quantities) -> Iterator[Check]:
    """What is left in stock at the end is not under what is asked for."""
    asked = np.where(economy.products.storable, economy.products.closing_stock, 0.0)
    yield ("closing stock", asked - q.stocks[:, economy.years.last], yearly_turnover(sources_of(economy, q))[:, -1])
