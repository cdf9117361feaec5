"""Economies in which every branch has a target for every year: a ladder with many rungs, near to each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimiser import Economy
from optimiser.arrays import Axis
from optimiser.economy.random import synthetic_economy


def economy_with_paths(
    sectors: int, years: int, *, tail: int, seed: int, growth_kept: float, growth: float = 0.05
) -> Economy:
    """Targets of output for every sector and year, set `path`; each sector's growth is its own, about `growth`."""
    economy = synthetic_economy(sectors, years, tail=tail, seed=seed, density=0.6)
    codes, count = economy.sectors.axis.labels, sectors * years
    index, year = np.repeat(np.arange(sectors), years), np.tile(np.arange(1, years + 1), sectors)
    base = economy.sectors.base_output[index]
    rate = growth * np.random.default_rng(sectors).uniform(0.5, 1.5, sectors)[index]
    code, when = tuple(codes[each] for each in index), tuple(economy.years.label(int(each)) for each in year)
    names = {"set": ("path",) * count, "variable": ("output",) * count, "code": code, "year": when}
    labels = tuple(f"path: output {one} {another}" for one, another in zip(code, when, strict=True))
    targets = replace(
        economy.targets,
        axis=Axis("target", labels, ("bn",) * count, names),
        set=names["set"],
        variable=names["variable"],
        index=index,
        year=year,
        value=base * (1.0 + rate) ** year,
        base=base,
        elastic=np.zeros(count, bool),
        weight=np.ones(count),
    )
    return replace(economy, targets=targets, settings=replace(economy.settings, growth_kept=growth_kept))
