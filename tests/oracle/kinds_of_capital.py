"""A variation of random economies: machines and vehicles beside the capacity of some sectors."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis
from optimiser.economy.assets import Assets, asset_axis
from optimiser.economy.economy import Economy, Inherited, Projects

Random = np.random.Generator


def by_kind(economy: Economy, random: Random) -> Economy:
    """One or two further kinds of asset in some sectors: scarcer than capacity or less scarce, worn out at rates of
    their own, built of other things in other times, repaired, absorbed within limits, begun before the plan."""
    base, reach = economy.sectors.base_output, economy.years.reach + 1
    pairs = [
        (sector, kind)
        for sector in range(len(base))
        for kind, share in (("machines", 0.7), ("vehicles", 0.3))
        if random.random() < share
    ]
    if not pairs:
        return economy
    sector = np.array([each for each, _ in pairs])
    kinds, n = [kind for _, kind in pairs], len(pairs)
    use = random.uniform(0.3, 2.0, n)
    there = use * base[sector] * random.uniform(1.02, 1.2, n)
    idle = np.where(random.random(n) < 0.3, 0.1 * there, 0.0)
    absorbed = np.where(random.random(n) < 0.4, random.uniform(0.05, 0.2, n), np.inf)
    worn = random.uniform(0.02, 0.15, n)
    axis = asset_axis(economy.sectors.axis, sector.tolist(), kinds, ["pieces"] * n)
    first = len(base)
    assets = _joined(economy.assets, Assets(axis, sector, use, there, worn, idle, absorbed), axis=axis)
    return replace(
        economy,
        assets=assets,
        construction=_construction(economy, kinds, random),
        projects=_projects(economy, axis, first, idle, random),
        inherited=_joined(
            economy.inherited,
            Inherited(
                first + np.arange(n),
                random.uniform(0.0, 0.1, n) * there,
                random.integers(1, 3, n),
                np.zeros((n, reach)),
            ),
        ),
    )


def _joined(part: Any, more: Any, **instead: object) -> Any:
    """A part of the economy with more rows."""
    named = (each.name for each in fields(part) if each.name not in instead)
    arrays = {name: np.concatenate([getattr(part, name), getattr(more, name)]) for name in named}
    return type(part)(**arrays, **instead)


def _construction(economy: Economy, kinds: list[str], random: Random) -> Any:
    """A bundle a kind, of two products and some work."""
    construction, n = economy.construction, len(economy.products.axis)
    names = sorted(set(kinds))
    made = random.uniform(0.0, 0.4, (n, len(names))) * (np.arange(n) < 2)[:, None]
    work = random.uniform(0.0, 0.002, (len(economy.pools.axis), len(names)))
    bundles = construction.bundles
    own = construction.capital
    further = np.zeros((len(names), len(kinds)))
    further[[names.index(kind) for kind in kinds], np.arange(len(kinds))] = random.uniform(0.5, 1.5, len(kinds))
    return replace(
        construction,
        bundles=Axis("bundle", (*bundles.labels, *names), (*bundles.units, *["pieces"] * len(names))),
        composition=sp.csr_array(sp.hstack([construction.composition, sp.csr_array(made)])),
        labour=sp.csr_array(sp.hstack([construction.labour, sp.csr_array(work)])),
        capital=sp.csr_array(sp.block_diag([own, sp.csr_array(further)])),
    )


def _projects(economy: Economy, axis: Axis, first: int, idle: np.ndarray, random: Random) -> Projects:
    """New ones of no year or of two for each asset, and repairs where something stands idle."""
    projects, further = economy.projects, np.arange(first, len(axis))
    repairing = further[idle > 0.0]
    asset = np.concatenate([further, repairing])
    kinds = ["new"] * len(further) + ["repair"] * len(repairing)
    repairs = np.array([kind == "repair" for kind in kinds], float)
    gestation = np.where(repairs > 0, 1, random.integers(0, 3, len(asset)))
    spending = np.zeros((len(asset), projects.spending.shape[1]))
    spending[:, 0] = 1.0
    longer = (gestation == 2) & (spending.shape[1] > 1)
    spending[longer, :2] = [0.3, 0.7]
    asset_of = np.concatenate([projects.asset, asset])
    columns = {name: tuple(codes[each] for each in asset_of) for name, codes in axis.columns.items()}
    types = (*projects.axis.columns["type"], *kinds)
    labels = tuple(f"{axis.labels[each]} {kind}" for each, kind in zip(asset_of, types, strict=True))
    joined: Projects = _joined(
        projects,
        Projects(
            axis=projects.axis,
            asset=asset,
            gestation=gestation,
            spending=spending,
            cost_factor=np.where(repairs > 0, 0.25, 1.0),
            year_limit=np.full(len(asset), np.inf),
            total_limit=np.where(repairs > 0, np.concatenate([idle, idle[idle > 0.0]]), np.inf),
            repairs=repairs,
            import_need=np.zeros(len(asset)),
        ),
        axis=Axis("project", labels, tuple(axis.units[each] for each in asset_of), {**columns, "type": types}),
    )
    return joined
