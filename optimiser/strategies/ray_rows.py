"""The rows of a balanced ray as a function of its growth; the equations stand in `turnpike.py`."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Ints, Sparse, times
from optimiser.economy.economy import Economy
from optimiser.economy.flows import building_work, inputs_in

ABSORBED = 5e-13
"""Growth beyond its limit by which capacity is still absorbed."""


class RayRows:
    """The rows of a ray as a function of `r`: `M(r) y >= 0`, unknowns and rows scaled by the base year."""

    def __init__(self, economy: Economy, *, people: bool) -> None:
        """`people`: whether people, living standards, given uses and limits abroad are among them."""
        self.economy, self.people = economy, people
        projects = economy.projects
        self.lasting = np.flatnonzero(np.isinf(projects.total_limit) & (projects.repairs == 0.0))
        self.limited = np.flatnonzero(np.isfinite(economy.assets.capacity))
        trade = economy.trade
        self.account = bool(np.isfinite(trade.debt_limit).any())
        self.imported = np.flatnonzero(~np.isnan(trade.import_price[:, 1]) & (trade.import_limit[:, 1] > 0.0))
        self.exported = np.flatnonzero(~np.isnan(trade.export_price[:, 1]) & (trade.export_limit[:, 1] > 0.0))
        if not people:  # nothing is traded; what nobody makes in the main (scrap, say) is there for nothing
            self.imported, self.exported = _byproducts(economy), self.exported[:0]
            self.account = False
        self.pools = np.flatnonzero(np.isfinite(economy.pools.natural[:, 0])) if people else np.empty(0, np.int64)
        # what is within yearly limits in proportion to the people who are carried along
        self.caps = [
            (self.imported, trade.import_limit[:, 1], "imports"),
            (self.exported, trade.export_limit[:, 1], "exports"),
            (self.lasting, projects.year_limit, "starts"),
        ]
        sizes = [
            len(economy.techniques.axis),
            len(self.lasting),
            len(self.limited),
            len(self.imported),
            len(self.exported),
            len(economy.transfers.axis) if people else 0,
            1 if people else 0,
        ]
        ends = np.cumsum([0, *sizes])
        names = ("output", "starts", "capacity", "imports", "exports", "moved", "scale")
        self.span = {name: slice(int(a), int(b)) for name, a, b in zip(names, ends, ends[1:], strict=False)}
        self.columns = int(ends[-1])
        self.column_scale = self._column_scale()
        self.row_scale = np.ones(0)
        self.row_scale = self._row_scale()

    def at(self, r: float) -> tuple[Sparse, Floats]:
        """M(r), scaled, and the least that each unknown may be (none)."""
        matrix = self._unscaled(r)
        left, right = sp.diags_array(1.0 / self.row_scale), sp.diags_array(self.column_scale)
        return sp.csr_array(left @ matrix @ right), self._open(r)

    def jumps(self) -> Floats:
        """The `r` above which some capacity is no part of the ray any more, for it can absorb no more growth."""
        limits = self.economy.assets.absorptive_limit[self.limited] if self.people else np.zeros(0)
        return np.unique(1.0 + limits[np.isfinite(limits)])

    def _open(self, r: float) -> Floats:
        """(column): the most of each unknown; 0 for the capacity of sectors that cannot absorb so much growth."""
        upper = np.full(self.columns, np.inf)
        if self.people:
            slow = self.economy.assets.absorptive_limit[self.limited] < r - 1.0 - ABSORBED
            upper[self.span["capacity"]] = np.where(slow, 0.0, np.inf)
        return upper

    def _unscaled(self, r: float) -> Sparse:
        economy = self.economy
        techniques, products, sectors = economy.techniques, economy.products, economy.sectors
        composition, labour = economy.construction.composition, economy.construction.labour
        blocks: dict[str, dict[str, Any]] = {}
        lag = r ** techniques.lag.astype(float)
        # what the data come to in the end goes on for ever
        kept = 1.0 - products.reserve[:, -1] - products.stock_norm * (1.0 - (1.0 - products.stock_loss) / r)
        inputs = inputs_in(economy, economy.years.reach)
        work = sum(
            (r ** -float(age) * each for age, each in building_work(economy)),
            sp.csr_array((len(economy.construction.bundles), len(economy.projects.axis))),
        )[:, self.lasting]
        # begun so that it is ready now: every coefficient then falls as r rises
        ready = sp.diags_array(r ** economy.projects.gestation[self.lasting].astype(float))
        work = sp.csr_array(work @ ready)
        spending = economy.projects.spending[self.lasting]
        machines = (spending * r ** -np.arange(float(spending.shape[1]))).sum(axis=1) * ready.diagonal()
        n = len(products.axis)
        blocks["products"] = {
            "output": sp.diags_array(kept) @ techniques.outputs - inputs @ sp.diags_array(lag),
            "starts": -(composition @ work),
            "imports": _picked(n, self.imported),
            "exports": -_picked(n, self.exported),
        }
        if self.people:
            lived = times(economy.households.baskets, np.ones(len(economy.households.axis)))
            given = np.bincount(economy.demand.product, economy.demand.quantity[:, 0], n)
            if economy.town_and_country.farm_product >= 0:
                lived[economy.town_and_country.farm_product] += economy.town_and_country.own_food
            blocks["products"]["scale"] = sp.csr_array(-(lived + given)[:, None])
        assets = economy.assets
        by_sector = _picked(len(sectors.axis), techniques.sector)[assets.sector[self.limited]]
        by_asset = sp.diags_array(assets.use[self.limited]) @ by_sector
        n_limited = len(self.limited)
        blocks["use of capacity"] = {
            "output": -(by_asset @ sp.diags_array(techniques.capacity_use)),
            "capacity": sp.eye_array(n_limited),
        }
        blocks["growth of capacity"] = {
            "capacity": -sp.diags_array(1.0 - (1.0 - assets.depreciation[self.limited]) / r),
            "starts": _picked(len(assets.axis), economy.projects.asset[self.lasting])[self.limited],
        }
        if len(self.pools):
            moved = _picked(len(economy.pools.axis), economy.transfers.target) - _picked(
                len(economy.pools.axis), economy.transfers.source
            )
            blocks["people"] = {
                "output": -(techniques.labour @ sp.diags_array(lag))[self.pools],
                "starts": -(labour @ work)[self.pools],
                "moved": moved[self.pools],
                "scale": sp.csr_array(economy.pools.natural[self.pools, :1]),
            }
        trade = economy.trade
        if self.account:
            earned = trade.terms_of_trade[1] * trade.export_price[self.exported, 1]
            blocks["abroad"] = {
                "output": sp.csr_array(-techniques.import_need[None, :]),
                "starts": sp.csr_array(-(machines * economy.projects.import_need[self.lasting])[None, :]),
                "imports": sp.csr_array(-trade.import_price[self.imported, 1][None, :]),
                "exports": sp.csr_array(earned[None, :]),
            }
            if self.people:
                blocks["abroad"]["scale"] = sp.csr_array([[float(trade.receipts[1])]])
        if self.people:
            for members, limits, name in self.caps:
                there = np.flatnonzero(np.isfinite(limits[members]))
                begun = r ** economy.projects.gestation[members[there]].astype(float) if name == "starts" else 1.0
                blocks[f"{name} within limits"] = {
                    name: -_picked(len(members), there).T * np.broadcast_to(begun, len(there))[:, None],
                    "scale": sp.csr_array(limits[members][there][:, None]),
                }
        heights = [next(iter(each.values())).shape[0] for each in blocks.values()]
        stacked = [
            [
                sp.csr_array(each[name]) if name in each else sp.csr_array((height, span.stop - span.start))
                for name, span in self.span.items()
            ]
            for each, height in zip(blocks.values(), heights, strict=True)
            if height
        ]
        return sp.csr_array(sp.block_array(stacked, format="csr"))

    def _column_scale(self) -> Floats:
        economy = self.economy
        scale = np.ones(self.columns)
        output = economy.sectors.base_output[economy.techniques.sector]
        made = times(economy.techniques.outputs, output)
        capacity = np.where(np.isfinite(economy.assets.capacity), economy.assets.capacity, 0.0)
        parts = {
            "output": output,
            "starts": 0.1 * capacity[economy.projects.asset[self.lasting]],
            "capacity": capacity[self.limited],
            "imports": np.maximum(np.nan_to_num(economy.trade.base_imports), 0.1 * made)[self.imported],
            "exports": np.maximum(np.nan_to_num(economy.trade.base_exports), 0.1 * made)[self.exported],
        }
        for name, sizes in parts.items():
            typical = float(np.median(sizes[sizes > 0.0])) if (sizes > 0.0).any() else 1.0
            scale[self.span[name]] = np.where(sizes > 1e-9 * typical, sizes, typical)
        return scale

    def _row_scale(self) -> Floats:
        """The greatest entry of each row, in scaled unknowns."""
        sizes = abs(self._unscaled(1.0) @ sp.diags_array(self.column_scale)).max(axis=1).toarray().ravel()
        return np.asarray(np.where(sizes > 0.0, sizes, 1.0))


def _byproducts(economy: Economy) -> Ints:
    """Products that no technique makes more of than of any other, by value where they are valued."""
    price = economy.products.price
    worth = np.where(price > 0.0, price, 1.0) if (price > 0.0).all() else np.ones_like(price)
    made = (sp.diags_array(worth) @ economy.techniques.outputs).tocsc()
    most = made.max(axis=0).toarray().ravel()
    entries = made.tocoo()
    main = np.unique(entries.coords[0][entries.data >= most[entries.coords[1]]])
    return np.setdiff1d(np.arange(len(price)), main)


def _picked(rows: int, members: Ints) -> Sparse:
    """(rows, members): 1 where a member is of a row."""
    count = len(members)
    return sp.csr_array((np.ones(count), (members, np.arange(count))), shape=(rows, count))
