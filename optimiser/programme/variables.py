"""The unknowns of the programme, each with its axes and unit.

Those that the data rule out (stocks of current, imports of what has no price, projects that would end
after the programme does) are not made or have the upper bound zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields

import numpy as np

from optimiser.arrays import Axis, Floats, Ints
from optimiser.economy.economy import Economy, Terminal
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.programme.scaling import Scales, scales


@dataclass(frozen=True)
class Indices:
    """Which products, assets and projects the shorter axes of some unknowns stand for."""

    storable: Ints
    imported: Ints
    exported: Ints
    limited: Ints
    """Assets that limit."""
    limited_of_asset: Ints
    """(asset): its place among those that limit, -1 where it is no limit."""
    moving: Ints
    """Pools that people leave or enter, or join from training begun before the plan."""


@dataclass(frozen=True)
class Variables:
    """The blocks of unknowns, by the name the rules use; see `UNKNOWNS` for axes and units."""

    output: Variable
    stocks: Variable
    imports: Variable
    exports: Variable
    consumption: Variable
    starts: Variable
    capacity: Variable
    construction: Variable
    transfers: Variable
    moved: Variable
    farm_kept: Variable
    marketed: Variable
    debt: Variable
    sold_cheaper: Variable
    assortments: Variable
    indices: Indices
    scales: Scales

    @property
    def blocks(self) -> tuple[Variable, ...]:
        """All blocks in the order of their columns."""
        return tuple(value for each in fields(self) if isinstance(value := getattr(self, each.name), Variable))


def last_output_year(economy: Economy) -> int:
    """The last year that has output: one after the programme where the terminal condition asks for it."""
    beyond = economy.terminal in (Terminal.STATIC, Terminal.MAINTAIN, Terminal.RAY)
    return economy.years.last + int(beyond)


def last_commissioning_year(economy: Economy) -> int:
    """The last year in which a new project may come into use and still count.

    Only where the end is compared with the start (`maintain`, `ray`) does what is unfinished count.
    """
    beyond = economy.terminal in (Terminal.MAINTAIN, Terminal.RAY)
    longest = int(economy.projects.gestation.max(initial=0))
    return economy.years.last + max(longest, 1) * int(beyond)


def year_axis(economy: Economy, first: int, last: int) -> Axis:
    """Years `first .. last`, by their labels."""
    return Axis("year", tuple(economy.years.label(year) for year in range(first, last + 1)))


@dataclass(frozen=True)
class Basis:
    """What axes, scales and bounds of unknowns are made from."""

    economy: Economy
    indices: Indices
    size: Scales


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A block of unknowns: everything that is said of it, and all that its arrays run over."""

    name: str
    letter: str
    over: str
    """What its first axis is, in words."""
    entity: Callable[[Basis], Axis]
    scale: Callable[[Basis], Floats | float]
    meaning: str
    unit: str
    beyond: bool = False
    """Whether it has the year X, which is one past the end N where the end is compared with the start."""
    lower: float = 0.0
    upper: Callable[[Basis], Floats | float] = field(default=lambda _: np.inf)

    @property
    def axes(self) -> str:
        """`product, 1..N`."""
        return f"{self.over}, 1..{'X' if self.beyond else 'N'}"

    def added(self, programme: LinearProgramme, basis: Basis) -> LinearProgramme:
        """The programme with this block after all others."""
        economy = basis.economy
        last = last_output_year(economy) if self.beyond else economy.years.last
        return programme.with_variable(
            self.name,
            self.entity(basis),
            year_axis(economy, 1, last),
            first=1,
            lower=self.lower,
            upper=self.upper(basis),
            scale=self.scale(basis),
            meaning=self.meaning,
        )


def _products(chosen: Callable[[Basis], Ints]) -> tuple[Callable[[Basis], Axis], Callable[[Basis], Floats]]:
    """Axis and scale of some products."""
    return lambda b: b.economy.products.axis.part(chosen(b)), lambda b: b.size.product[chosen(b)]


def _farm(b: Basis) -> Ints:
    farm = b.economy.town_and_country.farm_product
    return np.array([farm] if farm >= 0 else [], np.int64)


def _account(b: Basis) -> Axis:
    trade = b.economy.trade
    if not np.isfinite(trade.debt_limit).any():
        return Axis("account", ())
    return Axis("account", ("foreign exchange",), (trade.unit,))


def _traded(price: Floats, chosen: Ints, last: int) -> Floats:
    """Without limit where there is a price, else nothing."""
    return np.where(np.isfinite(price[chosen, 1 : last + 1]), np.inf, 0.0)


def _output_allowed(b: Basis) -> Floats:
    """After the plan only what its own last year was begun for, and under `static` all, is made."""
    economy, techniques = b.economy, b.economy.techniques
    last, beyond = economy.years.last, last_output_year(economy)
    allowed = np.full((len(techniques.axis), beyond), np.inf)
    if beyond > last and economy.terminal is not Terminal.STATIC:
        allowed[techniques.lag == 0, -1] = 0.0
    return allowed


def _starts_allowed(b: Basis) -> Floats:
    """Nothing is begun that would end too late to count, or where capacity is no limit."""
    projects = b.economy.projects
    start = np.arange(1, b.economy.years.last + 1)
    finished = start[None, :] + projects.gestation[:, None] <= last_commissioning_year(b.economy)
    limits = b.indices.limited_of_asset[projects.asset] >= 0
    return np.where(finished & limits[:, None], np.inf, 0.0)


def _assortment_size(b: Basis) -> Floats:
    """(assortment): as many as take about as much of some product as there is of it."""
    found = b.economy.assortments
    most = found.amount.max(axis=1, initial=0.0)
    there = most > 0.0
    size = np.full(len(found.axis), np.inf)
    np.minimum.at(size, found.assortment[there], b.size.product[found.product[there]] / most[there])
    return np.where(np.isfinite(size), size, 1.0)


_storable, _stock_size = _products(lambda b: b.indices.storable)
_imported, _import_size = _products(lambda b: b.indices.imported)
_exported, _export_size = _products(lambda b: b.indices.exported)
_village, _village_size = _products(_farm)

UNKNOWNS: tuple[Unknown, ...] = (
    Unknown(
        name="output",
        letter="x",
        over="technique",
        beyond=True,
        entity=lambda b: b.economy.techniques.axis,
        scale=lambda b: b.size.technique,
        upper=_output_allowed,
        meaning="output in the year",
        unit="sector's unit a year",
    ),
    Unknown(
        name="stocks",
        letter="s",
        over="storable product",
        entity=_storable,
        scale=_stock_size,
        meaning="stock at the end",
        unit="product's unit",
    ),
    Unknown(
        name="imports",
        letter="m",
        over="importable product",
        entity=_imported,
        scale=_import_size,
        upper=lambda b: _traded(b.economy.trade.import_price, b.indices.imported, b.economy.years.last),
        meaning="imports in the year",
        unit="product's unit a year",
    ),
    Unknown(
        name="exports",
        letter="e",
        over="exportable product",
        entity=_exported,
        scale=_export_size,
        upper=lambda b: _traded(b.economy.trade.export_price, b.indices.exported, b.economy.years.last),
        meaning="exports in the year",
        unit="product's unit a year",
    ),
    Unknown(
        name="consumption",
        letter="C",
        over="household",
        entity=lambda b: b.economy.households.axis,
        scale=lambda _: 1.0,
        meaning="consumption, base year = 1",
        unit="index",
    ),
    Unknown(
        name="starts",
        letter="y",
        over="project",
        entity=lambda b: b.economy.projects.axis,
        scale=lambda b: b.size.asset[b.economy.projects.asset],
        upper=_starts_allowed,
        meaning="capacity begun in the year",
        unit="asset's unit a year",
    ),
    Unknown(
        name="capacity",
        letter="k",
        over="asset that limits",
        beyond=True,
        entity=lambda b: b.economy.assets.axis.part(b.indices.limited),
        scale=lambda b: b.size.asset[b.indices.limited],
        meaning="capacity at the start of the year",
        unit="asset's unit",
    ),
    Unknown(
        name="construction",
        letter="Z",
        over="bundle",
        entity=lambda b: b.economy.construction.bundles,
        scale=lambda b: b.size.bundle,
        meaning="building work done in the year",
        unit="bundle's unit a year",
    ),
    Unknown(
        name="transfers",
        letter="",
        over="transfer",
        entity=lambda b: b.economy.transfers.axis,
        scale=lambda b: b.size.pool[b.economy.transfers.source],
        meaning="persons who leave in the year",
        unit="pool's unit a year",
    ),
    Unknown(
        name="moved",
        letter="",
        over="pool that people leave or enter",
        entity=lambda b: b.economy.pools.axis.part(b.indices.moving),
        scale=lambda b: b.size.pool[b.indices.moving],
        lower=-np.inf,
        meaning="persons beyond the natural size",
        unit="pool's unit; may be negative",
    ),
    Unknown(
        name="farm_kept",
        letter="F",
        over="farm product",
        entity=_village,
        scale=_village_size,
        meaning="farm produce kept in the village",
        unit="product's unit a year",
    ),
    Unknown(
        name="marketed",
        letter="M",
        over="farm product",
        entity=_village,
        scale=_village_size,
        meaning="farm produce that reaches the town",
        unit="product's unit a year",
    ),
    Unknown(
        name="debt",
        letter="D",
        over="account",
        entity=_account,
        scale=lambda b: b.size.foreign_money,
        meaning="foreign debt at the end of the year",
        unit="foreign money",
    ),
    Unknown(
        name="sold_cheaper",
        letter="b",
        over="export step",
        entity=lambda b: b.economy.trade.export_steps.axis,
        scale=lambda b: b.size.product[b.economy.trade.export_steps.product],
        meaning="exports beyond the step",
        unit="product's unit a year",
    ),
    Unknown(
        name="assortments",
        letter="theta",
        over="assortment",
        entity=lambda b: b.economy.assortments.axis,
        scale=_assortment_size,
        meaning="complete assortments delivered in the year",
        unit="assortments a year",
    ),
)
"""Every block of unknowns, in the order of its columns: the one place that says what its arrays run over."""


def variables(economy: Economy) -> tuple[LinearProgramme, Variables]:
    """A programme that has the unknowns of `UNKNOWNS` and no rows yet.

    N = T + H; X is N, or N + 1 where the end is compared with the start, and under `static`.  All are >= 0 but `moved`.
    """
    basis = Basis(economy, indices_of(economy), scales(economy))
    programme = LinearProgramme()
    for unknown in UNKNOWNS:
        programme = unknown.added(programme, basis)
    made = {each.name: each for each in programme.variables}
    return programme, Variables(**made, indices=basis.indices, scales=basis.size)


def indices_of(economy: Economy) -> Indices:
    """Which products, assets and pools the shorter axes stand for."""
    last, trade = economy.years.last, economy.trade
    limited = np.flatnonzero(np.isfinite(economy.assets.capacity))
    limited_of_asset = np.full(len(economy.assets.axis), -1)
    limited_of_asset[limited] = np.arange(len(limited))
    joined = np.flatnonzero(economy.pools.in_training[:, 1:].any(axis=1))
    return Indices(
        storable=np.flatnonzero(economy.products.storable),
        imported=np.flatnonzero(np.isfinite(trade.import_price[:, 1 : last + 1]).any(axis=1)),
        exported=np.flatnonzero(np.isfinite(trade.export_price[:, 1 : last + 1]).any(axis=1)),
        limited=limited,
        limited_of_asset=limited_of_asset,
        moving=np.unique(np.concatenate([economy.transfers.source, economy.transfers.target, joined])),
    )
