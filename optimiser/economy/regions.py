"""Regions and the routes between them: goods that are products in several regions, and what goes from one to another.

A good in a region is a product of its own, and a branch in a region a sector of its own.  A shipment is a technique: it
takes a unit of the good here and what carries it, and gives a unit of the good there.  So no rule knows of regions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Floats, Ints

if TYPE_CHECKING:
    from optimiser.economy.economy import Economy

SHIPMENTS = "shipments"
"""The group of the sectors that ship."""


@dataclass(frozen=True, eq=False)
class Routes:
    """Ways on which goods go from region to region.  Axis: route (columns from, to, good).

    A route without a good is one of every good that both regions have, that has freight, and that has no route of its
    own between them; the good that carries it is none of them.
    """

    axis: Axis
    transport: Ints
    """(route): index of the product that carries, in whatever region it is; -1: nothing has to be carried."""
    transport_per_unit: Floats
    """Units of that product for each unit of freight."""
    limit: Floats
    """Units of each good of the route a year, in the base year; infinity is no limit."""
    capacity: Floats
    """Units of freight a year, in the base year, of all goods between the two regions together; infinity: no limit."""
    growth: Floats
    """Yearly growth of limit and capacity, a share."""
    base_shipment: Floats
    """Units of the good in the base year."""


@dataclass(frozen=True, eq=False)
class Shipments:
    """What is made of the routes: a sector for each good on each route.  Axis: shipment (columns from, to, good)."""

    axis: Axis
    sector: Ints
    """(shipment): index of the sector that ships, whose only technique it is."""
    sent: Ints
    """(shipment): index of the product that it takes."""
    received: Ints
    """(shipment): index of the product that it gives."""
    resources: int = 0
    """How many of the resources, the last, are limits of routes and no others."""


def no_routes() -> Routes:
    """An economy whose regions exchange nothing, or that has one region."""
    nothing = np.empty(0)
    axis = Axis("route", (), (), {"from": (), "to": (), "good": ()})
    return Routes(axis, np.empty(0, np.int64), nothing, nothing, nothing, nothing, nothing)


def no_shipments() -> Shipments:
    """An economy in which nothing is shipped."""
    nowhere = np.empty(0, np.int64)
    return Shipments(Axis("shipment", (), (), {"from": (), "to": (), "good": ()}), nowhere, nowhere, nowhere)


def regions_of(economy: Economy) -> tuple[str, ...]:
    """The regions, in the order in which sectors, products, pools and households name them; empty where there is one.

    What names none is of the whole country, which is no region.
    """
    parts = (economy.sectors, economy.products, economy.pools, economy.households)
    named = dict.fromkeys(region for part in parts for region in part.region if region)
    return tuple(named) if len(named) > 1 else ()


def producers_of(economy: Economy) -> Ints:
    """Places on the sector axis of the sectors that make something: all but those that ship."""
    return np.setdiff1d(np.arange(len(economy.sectors.axis)), economy.shipments.sector)
