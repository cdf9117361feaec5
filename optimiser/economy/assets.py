"""What stands ready for production: capacity, or structures, machines and vehicles, each a stock of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Bools, Floats, Ints

CAPACITY = "capacity"
"""The kind of asset that every sector has, though it may be no limit."""


@dataclass(frozen=True, eq=False)
class Assets:
    """Stocks of capital, by sector and kind.  Axis: asset, the pairs of a sector and a kind that there are.

    Every sector has the kind `capacity`, in the order of the sector axis; further kinds (columns sector, asset) follow.
    Where there are none the axis is that of the sectors.  An asset's unit is that of its own stock.
    """

    axis: Axis
    sector: Ints
    """(asset): index of its sector on the sector axis."""
    use: Floats
    """kappa: units of the asset that stand ready for a unit of the sector's capacity in use; 1 of `capacity`."""
    capacity: Floats
    """k[0], units of the asset; infinity where it does not limit."""
    depreciation: Floats
    """delta, share a year."""
    idle: Floats
    """What stands idle and can be repaired, units of the asset."""
    absorptive_limit: Floats
    """gamma: greatest yearly growth, a share; infinity is no limit."""

    @property
    def by_kind(self) -> bool:
        """Whether there are others than the sectors' own capacity."""
        return self.axis.name == "asset"

    def supported(self, standing: Floats) -> Floats:
        """(sector, ..): the capacity that so much of every asset (asset, ..) allows, `min_q k[j,q] / kappa[j,q]`.

        Infinity where nothing limits; an asset of which nothing is used limits nothing.
        """
        of_sector = np.full((self._sectors, *standing.shape[1:]), np.inf)
        used = np.flatnonzero(self.use > 0.0)
        shape = (len(used),) + (1,) * (standing.ndim - 1)
        np.minimum.at(of_sector, self.sector[used], standing[used] / self.use[used].reshape(shape))
        return of_sector

    def scarcest(self, standing: Floats) -> Ints:
        """(sector): which asset the least of `supported` is of; the sector's own capacity where nothing limits."""
        per_use = np.divide(standing, self.use, out=np.full(len(self.use), np.inf), where=self.use > 0.0)
        return np.array([self._of(sector)[np.argmin(per_use[self._of(sector)])] for sector in range(self._sectors)])

    def shared(self, of_sector: Floats, counted: Bools) -> Floats:
        """(asset): a figure of each sector (sector), divided equally among those of its assets that are counted."""
        kinds = np.bincount(self.sector[counted], minlength=len(of_sector))
        return np.where(counted, of_sector[self.sector] / np.maximum(kinds[self.sector], 1), 0.0)

    def _of(self, sector: int) -> Ints:
        return np.flatnonzero(self.sector == sector)

    @property
    def _sectors(self) -> int:
        return int(self.sector.max(initial=-1)) + 1


def asset_axis(sectors: Axis, sector: Sequence[int], kind: Sequence[str], unit: Sequence[str]) -> Axis:
    """The sectors' own capacity, and further kinds: each with its sector, its name and its unit.

    The label of capacity is the sector's code, that of another kind `STL machines`.
    """
    if not len(sector):
        return sectors
    codes = (*sectors.labels, *(sectors.labels[each] for each in sector))
    labels = (
        *sectors.labels,
        *(asset_label(sectors.labels[each], name) for each, name in zip(sector, kind, strict=True)),
    )
    columns = {"sector": codes, "asset": (*(CAPACITY,) * len(sectors), *kind)}
    return Axis("asset", labels, (*sectors.units, *unit), columns)


def asset_label(sector: str, kind: str) -> str:
    """The label of an asset on its axis."""
    return sector if kind == CAPACITY else f"{sector} {kind}"
