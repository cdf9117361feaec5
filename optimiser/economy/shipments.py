"""Routes become sectors that ship, and those are taken out again to be written as routes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Ints, Sparse
from optimiser.economy.assets import CAPACITY
from optimiser.economy.economy import Economy, Resources
from optimiser.economy.origin import Origin
from optimiser.economy.regions import SHIPMENTS, Shipments, no_shipments

T = TypeVar("T")


class Haul(NamedTuple):
    """One good on one route."""

    route: int
    good: str
    sent: int
    received: int


class Limit(NamedTuple):
    """What a route carries in the base year, at most."""

    label: str
    unit: str
    route: int
    most: float
    use: dict[int, float]
    """Shipment to what a unit of it takes of the limit."""


def hauls_of(economy: Economy) -> list[Haul]:
    """What goes on which route: the good it names, or every good that both regions have and that has no own route."""
    products, routes = economy.products, economy.routes
    place = {pair: index for index, pair in enumerate(zip(products.region, products.good, strict=True))}
    leave, join, named = (routes.axis.columns[name] for name in ("from", "to", "good"))
    own = set(zip(leave, join, named, strict=True))
    found = []
    for route, (start, end, good) in enumerate(zip(leave, join, named, strict=True)):
        carrier = int(routes.transport[route])
        carries = products.good[carrier] if carrier >= 0 else ""
        goods = (
            [good]
            if good
            else [
                each
                for (region, each), index in place.items()
                if region == start
                and products.freight[index] > 0.0
                and (end, each) in place
                and each != carries
                and (start, end, each) not in own
            ]
        )
        found += [Haul(route, each, place[start, each], place[end, each]) for each in goods]
    return found


def limits_of(economy: Economy, hauls: list[Haul]) -> list[Limit]:
    """The limits of single goods, and the capacities of routes, which all goods between two regions share."""
    routes, freight = economy.routes, economy.products.freight
    leave, join = (routes.axis.columns[name] for name in ("from", "to"))
    found = []
    for number, haul in enumerate(hauls):
        most = float(routes.limit[haul.route])
        if np.isfinite(most):
            label = f"{haul.good}, {leave[haul.route]} to {join[haul.route]}"
            unit = economy.products.axis.units[haul.sent]
            found.append(Limit(label, unit, haul.route, most, {number: 1.0}))
    for route in np.flatnonzero(np.isfinite(routes.capacity)).tolist():
        way = (leave[route], join[route])
        use = {
            number: float(freight[haul.sent])
            for number, haul in enumerate(hauls)
            if (leave[haul.route], join[haul.route]) == way
        }
        found.append(
            Limit(f"the route {way[0]} to {way[1]}", "freight units", route, float(routes.capacity[route]), use)
        )
    return found


def with_shipments(economy: Economy) -> Economy:
    """The same economy with a sector, and its technique, for every good on every route.

        takes  1 of the good here, and of what carries  freight of the good times transport per unit
        gives  1 of the good there

    They take no labour and no capacity.  Limits and capacities of routes are resources, `limit (1 + growth)^t`.  They
    stand after the sectors that produce, before the further techniques and kinds of asset.
    """
    if not len(economy.routes.axis):
        return economy
    hauls, at = hauls_of(economy), len(economy.sectors.axis)
    limits, count = limits_of(economy, hauls), len(hauls)
    paths, moved = economy.input_paths, _moved(len(economy.assets.axis), at, count)
    shipped = _shipments(economy, hauls, len(limits))
    return replace(
        economy,
        sectors=_inserted(economy.sectors, at, _new_sectors(economy, hauls, shipped.axis)),
        assets=_inserted(economy.assets, at, _new_assets(economy, shipped.axis, shipped.sector)),
        techniques=_inserted(economy.techniques, at, _new_techniques(economy, hauls, shipped)),
        input_paths=replace(paths, technique=_moved(len(economy.techniques.axis), at, count)[paths.technique]),
        construction=replace(economy.construction, capital=_wider(economy.construction.capital, at, count)),
        projects=replace(economy.projects, asset=moved[economy.projects.asset]),
        inherited=replace(economy.inherited, asset=moved[economy.inherited.asset]),
        resources=_with_limits(economy, limits, at, count),
        targets=replace(economy.targets, index=_of_targets(economy, moved)),
        shipments=shipped,
        origin=_named(economy, limits),
    )


def without_shipments(economy: Economy) -> Economy:
    """The economy before `with_shipments`."""
    shipped, count = economy.shipments, len(economy.shipments.axis)
    if not len(economy.routes.axis):
        return economy
    at = len(economy.sectors.axis) - count
    assets, techniques = (_others(len(each.axis), at, count) for each in (economy.assets, economy.techniques))
    moved = np.cumsum(np.isin(np.arange(len(economy.assets.axis)), assets)) - 1
    paths, resources = economy.input_paths, economy.resources
    left = np.arange(len(resources.axis) - shipped.resources)
    return replace(
        economy,
        sectors=_picked(economy.sectors, np.arange(at)),
        assets=_picked(economy.assets, assets),
        techniques=_picked(economy.techniques, techniques),
        input_paths=replace(paths, technique=paths.technique - count * (paths.technique >= at)),
        construction=replace(economy.construction, capital=sp.csr_array(economy.construction.capital[:, assets])),
        projects=replace(economy.projects, asset=moved[economy.projects.asset]),
        inherited=replace(economy.inherited, asset=moved[economy.inherited.asset]),
        resources=Resources(
            resources.axis.part(left), sp.csr_array(resources.use[left][:, techniques]), resources.ceiling[left]
        ),
        targets=replace(economy.targets, index=_of_targets(economy, moved)),
        shipments=no_shipments(),
    )


def _shipments(economy: Economy, hauls: list[Haul], resources: int) -> Shipments:
    routes, units = economy.routes.axis.columns, economy.products.axis.units
    columns = {name: tuple(routes[name][haul.route] for haul in hauls) for name in ("from", "to")}
    columns["good"] = tuple(haul.good for haul in hauls)
    labels = tuple(f"{good}: {start} > {end}" for start, end, good in zip(*columns.values(), strict=True))
    return Shipments(
        axis=Axis("shipment", labels, tuple(units[haul.sent] for haul in hauls), columns),
        sector=np.arange(len(hauls)) + len(economy.sectors.axis),
        sent=np.array([haul.sent for haul in hauls], np.int64),
        received=np.array([haul.received for haul in hauls], np.int64),
        resources=resources,
    )


def _new_sectors(economy: Economy, hauls: list[Haul], shipments: Axis) -> dict[str, Any]:
    count, starts, ends = len(hauls), shipments.columns["from"], shipments.columns["to"]
    goods = shipments.columns["good"]
    return {
        "axis": shipments,
        "names": tuple(f"{good}, {start} to {end}" for start, end, good in zip(starts, ends, goods, strict=True)),
        "group": (SHIPMENTS,) * count,
        "region": starts,
        "base_output": economy.routes.base_shipment[[haul.route for haul in hauls]],
        "output_in_hand": np.zeros(count),
        "fall_limit": np.ones(count),
        "productivity_growth": np.zeros(count),
        "yields": np.ones((count, economy.years.reach + 1)),
    }


def _new_assets(economy: Economy, shipments: Axis, sector: Ints) -> dict[str, Any]:
    """Capacity that is no limit."""
    count = len(sector)
    kinds = economy.assets.axis.columns
    columns = {name: shipments.labels if name == "sector" else (CAPACITY,) * count for name in kinds}
    return {
        "axis": Axis("asset", shipments.labels, shipments.units, columns),
        "sector": sector,
        "use": np.ones(count),
        "capacity": np.full(count, np.inf),
        "depreciation": np.zeros(count),
        "idle": np.zeros(count),
        "absorptive_limit": np.full(count, np.inf),
    }


def _new_techniques(economy: Economy, hauls: list[Haul], shipments: Shipments) -> dict[str, Any]:
    routes, count, every = economy.routes, len(hauls), np.arange(len(hauls))
    route = np.array([haul.route for haul in hauls], np.int64)
    carrier = routes.transport[route]
    carried = np.where(carrier >= 0, routes.transport_per_unit[route] * economy.products.freight[shipments.sent], 0.0)
    shape = (len(economy.products.axis), count)
    taken = np.concatenate([np.ones(count), carried])
    places = (np.append(shipments.sent, np.maximum(carrier, 0)), np.append(every, every))
    return {
        "axis": shipments.axis,
        "sector": shipments.sector,
        "capacity_use": np.ones(count),
        "lag": np.zeros(count, np.int64),
        "import_need": np.zeros(count),
        "inputs": _without_zeros(sp.csr_array((taken, places), shape=shape)),
        "outputs": sp.csr_array((np.ones(count), (shipments.received, every)), shape=shape),
        "labour": sp.csr_array((len(economy.pools.axis), count)),
    }


def _with_limits(economy: Economy, limits: list[Limit], at: int, count: int) -> Resources:
    """The resources, and after them the limits of routes, of which only shipments take."""
    before, wide = economy.resources, _wider(economy.resources.use, at, count)
    years = np.arange(economy.years.reach + 1)
    entries = [(line, at + haul, use) for line, each in enumerate(limits) for haul, use in each.use.items()]
    line, column, use = (np.array(each) for each in zip(*entries, strict=True)) if entries else (np.empty(0, int),) * 3
    taken = sp.csr_array((use.astype(float), (line, column)), shape=(len(limits), wide.shape[1]))
    growth = economy.routes.growth[[each.route for each in limits]]
    most = np.array([each.most for each in limits])[:, None] * (1.0 + growth[:, None]) ** years
    axis = Axis(
        "resource",
        (*before.axis.labels, *(each.label for each in limits)),
        (*before.axis.units, *(each.unit for each in limits)),
    )
    return Resources(axis, sp.csr_array(sp.vstack([wide, taken])), np.concatenate([before.ceiling, most]))


def _named(economy: Economy, limits: list[Limit]) -> Origin:
    """Where things stand, the limits by what they are called."""
    routes, rows = economy.routes.axis, dict(economy.origin.rows.get("Routes", {}))
    keys = {each.label: "|".join(routes.key(each.route).values()) for each in limits}
    rows |= {label: rows[key] for label, key in keys.items() if key in rows}
    return replace(economy.origin, rows={**economy.origin.rows, "Routes": rows})


def _of_targets(economy: Economy, moved: Ints) -> Ints:
    """(target): the same things by their new places; of targets only capacity counts assets."""
    index = np.array(economy.targets.index)
    of_assets = np.array([each == "capacity" for each in economy.targets.variable], np.bool_)
    index[of_assets] = moved[index[of_assets]]
    return index


def _moved(length: int, at: int, count: int) -> Ints:
    """(place): where a place is once `count` others stand before `at`."""
    return np.arange(length) + count * (np.arange(length) >= at)


def _others(length: int, at: int, count: int) -> Ints:
    """The places of all but `count` from `at` on."""
    return np.concatenate([np.arange(at), np.arange(at + count, length)])


def _wider(matrix: Sparse, at: int, count: int) -> Sparse:
    """The matrix with `count` empty columns before the column `at`."""
    entries = matrix.tocoo()
    columns = _moved(matrix.shape[1], at, count)[entries.col]
    return sp.csr_array((entries.data, (entries.row, columns)), shape=(matrix.shape[0], matrix.shape[1] + count))


def _without_zeros(matrix: Sparse) -> Sparse:
    matrix.eliminate_zeros()
    return matrix


def _inserted(part: T, at: int, new: Mapping[str, Any]) -> T:
    """A part whose arrays run over a first axis, its matrices across, with new places before the place `at`."""
    found: dict[str, Any] = {}
    for each in dataclasses.fields(part):  # type: ignore[arg-type]
        old, more = getattr(part, each.name), new[each.name]
        if isinstance(old, Axis):
            columns = {
                name: (*labels[:at], *(more.labels if name == old.name else more.columns[name]), *labels[at:])
                for name, labels in old.columns.items()
            }
            labels, units = ((*a[:at], *b, *a[at:]) for a, b in ((old.labels, more.labels), (old.units, more.units)))
            found[each.name] = Axis(old.name, labels, units, columns)
        elif isinstance(old, sp.csr_array):
            found[each.name] = sp.csr_array(sp.hstack([old[:, :at], more, old[:, at:]]))
        elif isinstance(old, tuple):
            found[each.name] = (*old[:at], *more, *old[at:])
        else:
            found[each.name] = np.concatenate([old[:at], more, old[at:]])
    return replace(part, **found)  # type: ignore[type-var]


def _picked(part: T, places: Ints) -> T:
    """Some places of such a part."""
    found: dict[str, Any] = {}
    for each in dataclasses.fields(part):  # type: ignore[arg-type]
        old = getattr(part, each.name)
        if isinstance(old, Axis):
            found[each.name] = old.part(places)
        elif isinstance(old, sp.csr_array):
            found[each.name] = sp.csr_array(old[:, places])
        elif isinstance(old, tuple):
            found[each.name] = tuple(old[place] for place in places)
        else:
            found[each.name] = old[places]
    return replace(part, **found)  # type: ignore[type-var]
