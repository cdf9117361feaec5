"""Exchange added up again: of town and country, and with the world abroad."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Quantities
from optimiser.readdition.check import LEAST, Check, base_year_output, begun, inputs_of, yearly_turnover


def _harvest(economy: Economy, q: Quantities) -> Floats:
    """(1..N): farm produce made, reserve and all."""
    farm = economy.town_and_country.farm_product
    years = range(1, economy.years.last + 1)
    return np.array([float(times(economy.techniques.outputs, q.output[:, year])[farm]) for year in years])


def _own_building(economy: Economy, q: Quantities, year: int) -> float:
    """Farm produce (livestock) that the farm's own building takes, of the plan's projects and begun before."""
    village, projects = economy.town_and_country, economy.projects
    row = (economy.construction.composition[[village.farm_product]] @ economy.construction.capital).toarray().ravel()
    total = 0.0
    farms = economy.assets.sector == village.farm_sector
    for project in np.flatnonzero(farms[projects.asset]):
        for age, share in enumerate(projects.spending[project]):
            if year - age >= 1:
                total += (
                    row[projects.asset[project]] * projects.cost_factor[project] * share * q.starts[project, year - age]
                )
    for entry in np.flatnonzero(farms[economy.inherited.asset]):
        total += (
            row[economy.inherited.asset[entry]]
            * economy.inherited.capacity[entry]
            * economy.inherited.cost_to_come[entry, year]
        )
    return float(total)


def marketed_produce(economy: Economy, q: Quantities) -> Iterator[Check]:
    """What the village sends to town is what it makes and neither uses nor keeps."""
    village, techniques = economy.town_and_country, economy.techniques
    if village.farm_product < 0:
        return
    harvest = _harvest(economy, q)
    on_farm = techniques.sector == village.farm_sector
    off = np.zeros(len(harvest))
    for year in range(1, len(harvest) + 1):
        left = (1.0 - economy.products.reserve[village.farm_product, year]) * harvest[year - 1]
        use = inputs_of(economy, year)[[village.farm_product]].toarray().ravel()[on_farm]
        left -= use @ begun(economy, q, year)[on_farm] + _own_building(economy, q, year) + q.farm_kept[year]
        off[year - 1] = abs(q.marketed[year] - left)
    yield "produce of the village", off, np.full(len(off), max(float(harvest.max(initial=0.0)), LEAST))


def _exchange(economy: Economy, q: Quantities) -> tuple[Floats, Floats, Floats]:
    """(1..N) each, money units: what the village gives, by-products and all; what goods draw; what is taken."""
    village, price = economy.town_and_country, economy.products.price
    basket = np.array(economy.households.baskets[:, [village.household]].toarray().ravel())
    basket[village.farm_product] = 0.0
    value = price[village.farm_product]
    sold, bought, taken = np.zeros((3, economy.years.last))
    for year, harvest in enumerate(_harvest(economy, q), 1):
        sold[year - 1] = value * q.marketed[year] + _by_products(economy, q, year)
        bought[year - 1] = village.terms_of_trade[year] * float(price @ basket) * q.consumption[village.household, year]
        coerced = village.coerced_share[year] * village.quota[year] * harvest
        taken[year - 1] = value * (village.tax[year] + coerced)
    return sold, bought, taken


def _by_products(economy: Economy, q: Quantities, year: int) -> float:
    """What the farm makes beside its product, as far as that counts as given, money units."""
    products, village = economy.products, economy.town_and_country
    output = np.where(economy.techniques.sector == village.farm_sector, q.output[:, year], 0.0)
    worth = products.price * products.marketed_share * times(economy.techniques.outputs, output)
    return float(worth.sum() - worth[village.farm_product])


def town_country_exchange(economy: Economy, q: Quantities) -> Iterator[Check]:
    """The village sells no more than it can buy for, at the terms of trade, beside the tax and what is taken."""
    if economy.town_and_country.farm_product >= 0:
        sold, bought, taken = _exchange(economy, q)
        size = np.full_like(sold, (sold + bought).max(initial=0.0))
        yield "exchange of town and country", sold - taken - bought, size


def exchange_slack(economy: Economy, q: Quantities) -> Iterator[Check]:
    """The village keeps back no more than its part of what goods, tax and coercion draw."""
    if economy.town_and_country.farm_product >= 0:
        sold, bought, taken = _exchange(economy, q)
        must = (1.0 - economy.town_and_country.slack_limit[1 : economy.years.last + 1]) * (bought + taken)
        yield "exchange held to", must - sold, np.full_like(sold, max(float((sold + must).max(initial=0.0)), LEAST))


def village_subsistence(economy: Economy, q: Quantities) -> Iterator[Check]:
    """The village keeps what it lives on."""
    village, years = economy.town_and_country, economy.years.last
    if village.farm_product >= 0:
        short = village.subsistence[1 : years + 1] - q.farm_kept[1 : years + 1]
        yield "subsistence", short, np.maximum(_harvest(economy, q), LEAST)


def village_own_food(economy: Economy, q: Quantities) -> Iterator[Check]:
    """The village keeps what it eats of its own produce at its living standard."""
    village, years = economy.town_and_country, slice(1, economy.years.last + 1)
    if village.farm_product >= 0:
        eaten = village.own_food * q.consumption[village.household, years]
        yield "own food of the village", eaten - q.farm_kept[years], np.maximum(_harvest(economy, q), LEAST)


def _account(economy: Economy, q: Quantities) -> tuple[Floats, Floats]:
    """(1..N) each: by how much what is paid abroad exceeds what comes in and is borrowed; and the turnover."""
    trade, years = economy.trade, economy.years.last
    excess, size = np.zeros(years), np.zeros(years)
    for year in range(1, years + 1):
        paid = float(np.nansum(np.nan_to_num(trade.import_price[:, year]) * q.imports[:, year]))
        paid += float(economy.techniques.import_need @ q.output[:, year])
        for project, need in enumerate(economy.projects.import_need.tolist()):
            for age, share in enumerate(economy.projects.spending[project].tolist() if need else ()):
                if year - age >= 1:
                    paid += need * share * float(q.starts[project, year - age])
        before = trade.opening_debt if year == 1 else q.debt[year - 1]
        service = (1.0 + trade.interest[year]) * before
        price = np.nan_to_num(trade.export_price[:, year])
        earned = float((price * q.exports[:, year]).sum())
        steps, full = trade.export_steps, np.ones(len(price))
        for step, product in enumerate(steps.product.tolist()):
            less = full[product] - steps.price_factor[step]
            earned -= float(price[product] * less * q.sold_cheaper[step, year])
            full[product] = steps.price_factor[step]
        earned = trade.terms_of_trade[year] * earned + trade.receipts[year]
        excess[year - 1] = paid + service - earned - q.debt[year]
        size[year - 1] = paid + service + abs(earned) + q.debt[year]
    return excess, np.full(years, max(float(size.max(initial=0.0)), _foreign_size(economy)))


def _foreign_size(economy: Economy) -> float:
    """The size of the foreign account in the base year: the greatest good that could be traded, debts and receipts."""
    trade = economy.trade
    made = base_year_output(economy)
    prices = np.fmax(np.nan_to_num(trade.import_price[:, 1]), np.nan_to_num(trade.export_price[:, 1]))
    return max(float((prices * made).max(initial=0.0)), trade.opening_debt, float(np.abs(trade.receipts).max()), LEAST)


def foreign_exchange(economy: Economy, q: Quantities) -> Iterator[Check]:
    """What is paid abroad has been earned, received or borrowed."""
    if np.isfinite(economy.trade.debt_limit).any():
        yield "foreign exchange", *_account(economy, q)


def debt_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more is owed than anybody lends."""
    limit = economy.trade.debt_limit[1 : economy.years.last + 1]
    finite = np.isfinite(limit)
    if finite.any():
        yield "foreign debt", (q.debt[1:] - limit)[finite], _account(economy, q)[1][finite]


def _limit(economy: Economy, name: str, amount: Floats, limit: Floats, price: Floats) -> Check:
    years = economy.years.last
    allowed = np.where(np.isfinite(price[:, 1 : years + 1]), limit[:, 1 : years + 1], 0.0)
    over = np.where(np.isfinite(allowed), amount[:, 1:] - allowed, 0.0)
    # where next to nothing is traded, what rounding leaves of it is measured by what is made of the good
    return name, over, np.maximum(yearly_turnover(amount[:, 1:]), np.maximum(base_year_output(economy), LEAST)[:, None])


def import_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more is imported than is offered, and nothing that has no price."""
    trade = economy.trade
    yield _limit(economy, "imports", q.imports, trade.import_limit, trade.import_price)


def export_limit(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No more is exported than finds a buyer, and nothing that has no price."""
    trade = economy.trade
    yield _limit(economy, "exports", q.exports, trade.export_limit, trade.export_price)


def export_step(economy: Economy, q: Quantities) -> Iterator[Check]:
    """What is exported beyond a step is counted as such."""
    steps = economy.trade.export_steps
    sold = q.exports[steps.product, 1:]
    size = np.maximum(yearly_turnover(sold), np.maximum(steps.beyond, LEAST)[:, None])
    yield "exports beyond a step", sold - q.sold_cheaper[:, 1:] - steps.beyond[:, None], size
