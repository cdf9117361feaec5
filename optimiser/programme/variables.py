"""The unknowns of the programme, each with its axes and unit.

Those that the data rule out (stocks of current, imports of what has no price, projects that would end
after the programme does) are not made or have the upper bound zero.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from optimiser.arrays import Axis, Ints
from optimiser.economy.economy import Economy, Terminal
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.programme.scaling import Scales, scales


@dataclass(frozen=True)
class Indices:
    """Which products, sectors and projects the shorter axes of some unknowns stand for."""

    storable: Ints
    imported: Ints
    exported: Ints
    limited: Ints
    """Sectors whose capacity is limited."""
    limited_of_sector: Ints
    """(sector): its place among the limited ones, -1 where capacity is no limit."""
    moving: Ints
    """Pools that people leave or enter."""


@dataclass(frozen=True)
class Variables:
    """The blocks of unknowns, by the name the rules use; see `unknowns` for axes and units."""

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


def variables(economy: Economy) -> tuple[LinearProgramme, Variables]:
    """A programme that has the unknowns and no rows yet.

        output x         (technique, 1..X)   sector's unit a year; X is one past the end where the end is compared
        stocks s         (storable product, 1..N)   at the end of the year
        imports m        (importable product, 1..N)
        exports e        (exportable product, 1..N)
        consumption C    (household, 1..N)   index, base year = 1
        starts y         (project, 1..N)   units of capacity begun in the year
        capacity k       (sector with a capacity, 1..X)   at the start of the year
        construction Z   (bundle, 1..N)   building work done in the year
        transfers        (transfer, 1..N)   persons who leave in the year
        moved            (pool, 1..N)   persons in the pool beyond its natural size; may be negative
        farm_kept F      (1, 1..N)   farm produce kept in the village
        marketed M       (1, 1..N)   farm produce that reaches the town
        debt D           (1, 1..N)   foreign debt at the end of the year

    N = T + H.  All are >= 0 but `moved`.
    """
    size = scales(economy)
    last, beyond = economy.years.last, last_output_year(economy)
    years, long = year_axis(economy, 1, last), year_axis(economy, 1, beyond)
    products, sectors, techniques, projects = economy.products, economy.sectors, economy.techniques, economy.projects
    limited = np.flatnonzero(np.isfinite(sectors.capacity))
    limited_of_sector = np.full(len(sectors.axis), -1)
    limited_of_sector[limited] = np.arange(len(limited))
    indices = Indices(
        np.flatnonzero(products.storable),
        np.flatnonzero(np.isfinite(economy.trade.import_price[:, 1 : last + 1]).any(axis=1)),
        np.flatnonzero(np.isfinite(economy.trade.export_price[:, 1 : last + 1]).any(axis=1)),
        limited,
        limited_of_sector,
        np.unique(np.concatenate([economy.transfers.source, economy.transfers.target])),
    )

    output_upper = np.full((len(techniques.axis), beyond), np.inf)
    if beyond > last and economy.terminal is not Terminal.STATIC:
        output_upper[techniques.lag == 0, -1] = 0.0
    start_year = np.arange(1, last + 1)
    finished = start_year[None, :] + projects.gestation[:, None] <= last_commissioning_year(economy)
    limits = limited_of_sector[projects.sector] >= 0
    start_upper = np.where(finished & limits[:, None], np.inf, 0.0)

    def part(axis: Axis, chosen: Ints) -> Axis:
        return Axis(
            axis.name,
            tuple(axis.labels[index] for index in chosen),
            tuple(axis.units[index] for index in chosen),
            {name: tuple(labels[index] for index in chosen) for name, labels in axis.columns.items()},
        )

    farm = economy.town_and_country.farm_product
    village = part(products.axis, np.array([farm] if farm >= 0 else [], np.int64))
    farm_scale = size.product[[farm]] if farm >= 0 else np.empty(0)
    account = bool(np.isfinite(economy.trade.debt_limit).any())
    foreign = Axis("account", ("foreign exchange",), (economy.trade.unit,)) if account else Axis("account", ())

    lp = LinearProgramme()
    made: dict[str, Variable] = {}

    def add(name: str, entity: Axis, times: Axis, scale: object, meaning: str, **bounds: object) -> None:
        nonlocal lp
        lp = lp.with_variable(name, entity, times, first=1, scale=scale, meaning=meaning, **bounds)  # type: ignore[arg-type]
        made[name] = lp.variables[-1]

    add("output", techniques.axis, long, size.technique, "output in the year", upper=output_upper)
    add("stocks", part(products.axis, indices.storable), years, size.product[indices.storable], "stock at the end")
    for name, price, chosen in (
        ("imports", economy.trade.import_price, indices.imported),
        ("exports", economy.trade.export_price, indices.exported),
    ):
        allowed = np.where(np.isfinite(price[chosen, 1 : last + 1]), np.inf, 0.0)
        add(name, part(products.axis, chosen), years, size.product[chosen], f"{name} in the year", upper=allowed)
    add("consumption", economy.households.axis, years, 1.0, "consumption, base year = 1")
    add("starts", projects.axis, years, size.sector[projects.sector], "capacity begun in the year", upper=start_upper)
    add("capacity", part(sectors.axis, limited), long, size.sector[limited], "capacity at the start of the year")
    add("construction", economy.construction.bundles, years, size.bundle, "building work done in the year")
    moving = economy.transfers.source
    add("transfers", economy.transfers.axis, years, size.pool[moving], "persons who leave in the year")
    pools = part(economy.pools.axis, indices.moving)
    add("moved", pools, years, size.pool[indices.moving], "persons beyond the natural size", lower=-np.inf)
    add("farm_kept", village, years, farm_scale, "farm produce kept in the village")
    add("marketed", village, years, farm_scale, "farm produce that reaches the town")
    add("debt", foreign, years, size.foreign_money, "foreign debt at the end of the year")
    return lp, Variables(**made, indices=indices, scales=size)
