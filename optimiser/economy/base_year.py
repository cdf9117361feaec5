"""The base year of an economy: where every product came from and where it went, and what was used for it.

For each product, in product units a year (G outputs, A inputs, K composition of building, c baskets at index 1):

    G x[0] + m[0]  =  A x[0] + K Z[0] + c + F[0] + d[0] + e[0] + lambda s[0] + residual

Nothing is solved: an economy's data state the base year, or leave parts of it open.  What they leave open is reckoned
from the rest, and every line says on which of the two it rests (`Basis`):

    imports m     of `Trade`, `base imports`; where not given and imports are possible, what is short, up to their limit
    exports e     of `Trade`, `base exports`; where not given, none
    building Z    what is finished when the plan begins (inherited work due in year 1) and what wears out in the year;
                  where nothing is due, what is left of the goods that building takes
    kept F        farm produce that the village does not sell: the farm's surplus, its own use and building taken off,
                  less what others take, which is no more than what the village gives for the goods that reach it
    stocks        do not change: what is lost of the opening stock in a year, lambda s[0], is made good
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Floats, times
from optimiser.economy.economy import Economy
from optimiser.economy.flows import by_products, export_earnings

if TYPE_CHECKING:
    import pandas as pd

BASE_YEAR_TOLERANCE = 0.02
"""Share of a product's supply by which its base year may be off before it is spoken of."""


class Side(StrEnum):
    """Where products come from, and where they go."""

    SOURCES = "sources"
    USES = "uses"


class Basis(StrEnum):
    """What a line of the balance rests on."""

    GIVEN = "given"
    """The data state it."""
    RECKONED = "reckoned"
    """The data leave it open: it follows from the other lines, see the module."""


@dataclass(frozen=True, eq=False)
class Line:
    """One line of every product's balance."""

    side: Side
    item: str
    amounts: Floats
    """(product), product units a year."""
    basis: Basis = Basis.GIVEN


@dataclass(frozen=True, eq=False)
class BaseYear:
    """An economy's base year, made by `base_year`."""

    year: str
    products: Axis
    lines: tuple[Line, ...]
    """Sources, then uses."""
    labour_in_production: Floats
    """`l x[0]`: (pool), pool units."""
    labour_in_building: Floats
    """(pool), pool units; NaN where building is reckoned and not known by bundle."""
    labour_there: Floats
    """(pool), pool units; infinity where the pool does not limit."""
    capacity_used: Floats
    """`kappa x[0] / (yield[0] k[0])`: (sector), a share; NaN where capacity does not limit or is zero."""
    marketed: float
    """Farm produce that leaves the village, units of the farm product; 0 where the village is not set apart."""
    foreign_account: tuple[tuple[str, float], ...]
    """Items, foreign money a year: what is earned is positive, what is paid negative; empty without an account."""
    income_by_origin: Floats
    """`p'G x - p'A x - p'K delta k`: (sector), money units a year; what nobody has priced counts for nothing."""
    income_by_use: tuple[tuple[str, float], ...]
    """The same income by use, money units a year; the last item is what has no use, and so is not explained."""

    @property
    def supply(self) -> Floats:
        """(product): all sources, product units a year."""
        return self._sum(Side.SOURCES)

    @property
    def uses(self) -> Floats:
        """(product): all uses, product units a year."""
        return self._sum(Side.USES)

    @property
    def residual(self) -> Floats:
        """(product): sources less uses, product units a year; what has no use is positive, what is short negative."""
        return self.supply - self.uses

    @property
    def share(self) -> Floats:
        """(product): the residual as a share of the supply; minus infinity where something is used that is not there,
        0 where there is neither."""
        supply, residual = self.supply, self.residual
        nothing = np.where(residual < 0.0, -np.inf, 0.0)
        return np.asarray(np.divide(residual, supply, out=nothing, where=supply > 0.0))

    @property
    def labour_use(self) -> Floats:
        """(pool): share at work, in building too where that is known; NaN where the pool does not limit."""
        at_work = self.labour_in_production + np.nan_to_num(self.labour_in_building)
        known = np.isfinite(self.labour_there) & (self.labour_there > 0.0)
        return np.asarray(np.divide(at_work, self.labour_there, out=np.full(at_work.shape, np.nan), where=known))

    @property
    def income(self) -> float:
        """National income (net product), money units a year."""
        return float(self.income_by_origin.sum())

    def off(self, share: float = BASE_YEAR_TOLERANCE) -> list[int]:
        """Places on the product axis of the products whose residual is more than a share of their supply."""
        return [int(each) for each in np.flatnonzero(np.abs(self.share) > share)]

    def amounts(self, item: str) -> Floats:
        """(product): the lines of an item, product units a year; zeros where there is none."""
        found = [line.amounts for line in self.lines if line.item == item]
        return np.asarray(sum(found, np.zeros(len(self.products))))

    def frame(self) -> pd.DataFrame:
        """The balance as a table: a row a product (with its unit), a column a line, then supply, uses and residual."""
        import pandas as pd

        columns = {(line.side.value, line.item): line.amounts for line in self.lines}
        totals = {"supply": self.supply, "uses": self.uses, "residual": self.residual, "share": self.share}
        columns |= {("balance", name): values for name, values in totals.items()}
        index = pd.MultiIndex.from_arrays([self.products.labels, self.products.units], names=["product", "unit"])
        return pd.DataFrame(columns, index=index)

    def _sum(self, side: Side) -> Floats:
        found = (line.amounts for line in self.lines if line.side is side)
        return np.asarray(sum(found, np.zeros(len(self.products))))


def base_year(economy: Economy) -> BaseYear:
    """The base year as the economy's data have it; see the module for the equation and for what is left open.

    Source: Popov, balance of the national economy of 1923/24; Leontief, The Structure of American Economy.
    """
    output, started = base_output(economy), started_in_base_year(economy)
    techniques, n = economy.techniques, len(economy.products.axis)
    households, construction = economy.households, economy.construction
    made, inputs = times(techniques.outputs, output), times(techniques.inputs, started)
    uses = [Line(Side.USES, "inputs of production", inputs)]
    for number, item in enumerate(consumption_items(economy)):
        uses.append(Line(Side.USES, item, households.baskets[:, [number]].toarray().ravel()))
    named = economy.demand.axis.columns.get("use", ())
    for use in dict.fromkeys(named):
        chosen = [each == use for each in named]
        given = np.bincount(economy.demand.product[chosen], economy.demand.quantity[chosen, 0], n)
        uses.append(Line(Side.USES, f"given use: {use}", np.asarray(given, float)))
    exports = economy.trade.base_exports
    uses.append(Line(Side.USES, "exports", np.nan_to_num(exports)))
    spoilt = np.where(economy.products.storable, economy.products.stock_loss * economy.products.opening_stock, 0.0)
    if spoilt.any():
        uses.append(Line(Side.USES, "lost from stocks", spoilt))
    work = finished_work(economy)
    if work is not None:
        uses.append(Line(Side.USES, "building", times(construction.composition, work)))
    marketed = 0.0
    left = made - np.asarray(sum((line.amounts for line in uses), np.zeros(n)))
    bought, told = _imports(economy, left)
    left = left + bought
    sources = [Line(Side.SOURCES, "output", made), Line(Side.SOURCES, "imports", bought, told)]
    if economy.town_and_country.farm_product >= 0:
        own = (techniques.sector == economy.town_and_country.farm_sector) * started
        own_work = finished_work(economy, only=economy.town_and_country.farm_sector)
        taken = times(techniques.inputs, own)
        if own_work is not None:
            taken = taken + times(construction.composition, own_work)
        kept = _kept(economy, left, made, made - taken)
        marketed = float((made - taken - kept)[economy.town_and_country.farm_product])
        uses.append(Line(Side.USES, "kept in the village", kept, Basis.RECKONED))
        left = left - kept
    if work is None and construction.composition.nnz:
        built_of = np.asarray(construction.composition.sum(axis=1)) > 0.0
        uses.append(Line(Side.USES, "building", np.where(built_of, np.maximum(left, 0.0), 0.0), Basis.RECKONED))
    lines = (*sources, *uses)
    people = np.full(len(economy.pools.axis), np.nan if construction.labour.nnz else 0.0)
    return BaseYear(
        year=economy.years.label(0),
        products=economy.products.axis,
        lines=lines,
        labour_in_production=times(techniques.labour, started),
        labour_in_building=people if work is None else times(construction.labour, work),
        labour_there=np.array(economy.pools.natural[:, 0]),
        capacity_used=_capacity_used(economy, output),
        marketed=marketed,
        foreign_account=_foreign_account(economy, bought, output),
        income_by_origin=_income_by_origin(economy, output, started),
        income_by_use=_income_by_use(economy, lines),
    )


def consumption_items(economy: Economy) -> list[str]:
    """What the consumption of each household is called; with its code where several have one name."""
    households = economy.households
    return [
        f"consumption: {name}" if households.names.count(name) == 1 else f"consumption: {name} ({code})"
        for name, code in zip(households.names, households.axis.labels, strict=True)
    ]


def base_output(economy: Economy) -> Floats:
    """(technique): x[0], units a year; a sector's output is of its own, first, technique."""
    output = np.zeros(len(economy.techniques.axis))
    owners, first = np.unique(economy.techniques.sector, return_index=True)
    output[first] = economy.sectors.base_output[owners]
    return output


def wear(economy: Economy) -> Floats:
    """`delta k[0]`: (sector), capacity that wears out in the base year; sectors whose capacity limits."""
    sectors = economy.sectors
    return np.asarray(np.where(np.isfinite(sectors.capacity), sectors.capacity, 0.0) * sectors.depreciation)


def finished_work(economy: Economy, only: int | None = None) -> Floats | None:
    """`Z[0] = capital (delta k[0] + finished)`: (bundle), bundle units; None where no work is due in year 1.

    Capacity that is finished when the plan begins is the growth of the base year, and is built in it.  With `only`, the
    work on that sector alone.
    """
    inherited = economy.inherited
    due = inherited.due == 1
    if not due.any():
        return None
    finished = np.bincount(inherited.sector[due], inherited.capacity[due], len(economy.sectors.axis))
    built = wear(economy) + finished
    if only is not None:
        built = np.where(np.arange(len(built)) == only, built, 0.0)
    return times(economy.construction.capital, built)


def started_in_base_year(economy: Economy) -> Floats:
    """(technique): output whose inputs are spent in the base year; with an input lag, what is in hand for year 1."""
    lagged = economy.techniques.lag == 1
    in_hand = np.zeros(len(lagged))
    owners, first = np.unique(economy.techniques.sector, return_index=True)
    in_hand[first] = economy.sectors.output_in_hand[owners]
    return np.where(lagged, in_hand, base_output(economy))


def _imports(economy: Economy, left: Floats) -> tuple[Floats, Basis]:
    """Imports as given; where they are not, and are possible, what is short of a product."""
    trade = economy.trade
    open_ = np.isnan(trade.base_imports)
    short = np.minimum(np.maximum(-left, 0.0), trade.import_limit[:, 0])
    guessed = np.where(open_ & ~np.isnan(trade.import_price[:, 0]), short, 0.0)
    return np.where(open_, guessed, trade.base_imports), Basis.RECKONED if guessed.any() else Basis.GIVEN


def _kept(economy: Economy, left: Floats, made: Floats, surplus: Floats) -> Floats:
    """(product): F[0], the farm's surplus less what others take, which is at most what the village gives.

    `M[0] <= tax + (omega sum_i p_i c_i - by-products) / p + kappa q harvest`; what is kept is at least what is needed
    to live, and what is eaten.
    """
    village, farm = economy.town_and_country, economy.town_and_country.farm_product
    price, kept = economy.products.price, np.zeros(len(left))
    goods = price * economy.households.baskets[:, [village.household]].toarray().ravel()
    goods[farm] = 0.0
    given = float(village.tax[0] + village.coerced_share[0] * village.quota[0] * made[farm])
    if price[farm] > 0.0:
        beside = float(by_products(economy) @ base_output(economy))
        given = max(given + (float(village.terms_of_trade[0] * goods.sum()) - beside) / price[farm], 0.0)
    others = surplus[farm] - left[farm]
    kept[farm] = max(float(surplus[farm]) - min(given, others), float(village.subsistence[0]), village.own_food)
    return kept


def _capacity_used(economy: Economy, output: Floats) -> Floats:
    sectors, techniques = economy.sectors, economy.techniques
    used = np.bincount(techniques.sector, techniques.capacity_use * output, len(sectors.axis))
    standing = np.where(np.isfinite(sectors.capacity), sectors.capacity, 0.0) * sectors.yields[:, 0]
    return np.asarray(np.divide(used, standing, out=np.full(used.shape, np.nan), where=standing > 0.0))


def _foreign_account(economy: Economy, bought: Floats, output: Floats) -> tuple[tuple[str, float], ...]:
    trade = economy.trade
    sold = export_earnings(economy, np.nan_to_num(trade.base_exports)[:, None])
    items = (
        ("exports", float(sold[0])),
        ("other receipts less other payments", float(trade.receipts[0])),
        ("imports", -float(np.nan_to_num(trade.import_price[:, 0]) @ bought)),
        ("imports that have no home product", -float(economy.techniques.import_need @ output)),
        ("interest on the opening debt", -float(trade.interest[0] * trade.opening_debt)),
    )
    if not any(amount for _, amount in items):
        return ()
    return (*items, ("left, or if negative borrowed", sum(amount for _, amount in items)))


def _income_by_origin(economy: Economy, output: Floats, started: Floats) -> Floats:
    price, techniques = economy.products.price, economy.techniques
    earned = times(techniques.outputs.T.tocsr(), price) * output - times(techniques.inputs.T.tocsr(), price) * started
    by_sector = np.bincount(techniques.sector, earned, len(economy.sectors.axis))
    return np.asarray(by_sector - cost_of_capacity(economy) * wear(economy))


def cost_of_capacity(economy: Economy) -> Floats:
    """`p'K`: (sector), money units per unit of new capacity."""
    construction = economy.construction
    return times(construction.capital.T.tocsr(), times(construction.composition.T.tocsr(), economy.products.price))


def _income_by_use(economy: Economy, lines: tuple[Line, ...]) -> tuple[tuple[str, float], ...]:
    """Final uses less imports at home prices and less wear; it adds up to the income by origin."""
    price = economy.products.price
    value = {line.item: float(price @ line.amounts) for line in lines}
    worn = float(cost_of_capacity(economy) @ wear(economy))
    trade = value.pop("exports") - value.pop("imports")
    residual = value.pop("output") - value.pop("inputs of production") - trade
    building = value.pop("building", 0.0)
    residual -= building + sum(value.values())
    final = {**value, "building less wear": building - worn, "exports less imports": trade}
    return (*final.items(), ("without a use", residual))
