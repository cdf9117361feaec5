"""Levels of effort: sectors produced at a higher norm, as further techniques with what that gives and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Floats, Ints, Sparse
from optimiser.economy.economy import Economy
from optimiser.economy.input_paths import InputPaths


@dataclass(frozen=True)
class EffortLevel:
    """A norm at which a sector may work, beside the one of its input coefficients.  All of it is assumed or given."""

    sector: int
    """Index on the sector axis."""
    name: str
    output_per_worker: float = 1.0
    """m: as a multiple of that of the technique."""
    wear: float = 0.0
    """w: capacity that a unit of output wears out beside depreciation, units of capacity per unit."""
    turnover: float = 0.0
    """u: those who leave, move on or learn the work, a share of those at work."""
    rations: float = 0.0
    """r: extra consumption for the work, index points of a household's basket per unit of output."""
    household: int = -1
    """Whose basket that is, on the household axis; -1 where there are no rations."""


def with_effort(economy: Economy, levels: Sequence[EffortLevel]) -> Economy:
    """The economy in which each technique of a sector can also be worked at the sector's levels of effort.

        l'[p,k] = l[p,k] (1 + u) / m  +  w (labour @ capital)[p,j]
        a'[i,k] = a[i,k]  +  w (composition @ capital)[i,j]  +  r c[i,h]

    for every technique k of sector j, year by year where its coefficients are.  Output, capacity use, lag, imports and
    resources are those of k, and no rule knows of effort: the programme weighs it, and execution carries it out, as any
    technique.  Axes: technique, the new ones after all others, level by level; codes are `k level`.  Worn capacity is
    replaced in the year in which it wears out, by what new capacity takes.

    Source: docs/decisions/081-effort-as-techniques.md.
    """
    owner = economy.techniques.sector
    pairs = [(level, int(k)) for level in levels for k in np.flatnonzero(owner == level.sector)]
    if not pairs:
        return economy
    old, techniques = np.array([k for _, k in pairs], np.int64), economy.techniques
    chosen = [level for level, _ in pairs]
    more_inputs = _csr(_extra(economy, chosen, economy.construction.composition) + _rations(economy, chosen))
    kept = np.array([(1.0 + each.turnover) / each.output_per_worker for each in chosen])
    labour = techniques.labour[:, old] @ sp.diags_array(kept) + _extra(economy, chosen, economy.construction.labour)
    labels = tuple(f"{techniques.axis.labels[k]} {level.name}" for level, k in pairs)
    units = tuple(techniques.axis.units[k] for k in old)
    made = replace(
        techniques,
        axis=Axis(techniques.axis.name, techniques.axis.labels + labels, techniques.axis.units + units),
        sector=np.concatenate([owner, owner[old]]),
        capacity_use=np.concatenate([techniques.capacity_use, techniques.capacity_use[old]]),
        lag=np.concatenate([techniques.lag, techniques.lag[old]]),
        import_need=np.concatenate([techniques.import_need, techniques.import_need[old]]),
        inputs=_beside(techniques.inputs, techniques.inputs[:, old] + more_inputs),
        outputs=_beside(techniques.outputs, techniques.outputs[:, old]),
        labour=_beside(techniques.labour, labour),
    )
    use = economy.resources.use
    return replace(
        economy,
        techniques=made,
        input_paths=_paths(economy.input_paths, old, len(owner), more_inputs),
        resources=replace(economy.resources, use=_beside(use, use[:, old])),
    )


def _csr(matrix: Any) -> Sparse:
    made: Sparse = sp.csr_array(matrix)
    made.eliminate_zeros()
    return made


def _beside(first: Sparse, second: Any) -> Sparse:
    return _csr(sp.hstack([first, second]))


def _extra(economy: Economy, levels: Sequence[EffortLevel], per_bundle: Sparse) -> Sparse:
    """(row, level): `w (per_bundle @ capital)[., j]`, what replaces the capacity that wears out."""
    own = np.array([each.sector for each in levels])
    wear = sp.diags_array(np.array([each.wear for each in levels]))
    return _csr(per_bundle @ economy.construction.capital[:, own] @ wear)


def _rations(economy: Economy, levels: Sequence[EffortLevel]) -> Sparse:
    """(product, level): `r c[., h]`."""
    mine = np.array([place for place, each in enumerate(levels) if each.rations], np.int64)
    rations = np.array([levels[place].rations for place in mine])
    household = np.array([levels[place].household for place in mine], np.int64)
    eaten = sp.coo_array((rations, (household, mine)), shape=(len(economy.households.axis), len(levels)))
    return _csr(economy.households.baskets @ eaten)


def _paths(paths: InputPaths, old: Ints, first: int, more: Sparse) -> InputPaths:
    """Those of the old techniques, and for each new one those of the technique that it is a level of."""
    product, technique, coefficient = [paths.product], [paths.technique], [paths.coefficient]
    for place, k in enumerate(old):
        mine = np.flatnonzero(paths.technique == k)
        added: Floats = np.asarray(more[:, [place]].toarray())[paths.product[mine]]
        product.append(paths.product[mine])
        technique.append(np.full(len(mine), first + place, np.int64))
        coefficient.append(paths.coefficient[mine] + added)
    return InputPaths(np.concatenate(product), np.concatenate(technique), np.concatenate(coefficient))
