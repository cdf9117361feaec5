"""What a plan of an economy comes to, on the economy's own axes: all that its re-addition is told."""

from __future__ import annotations

from dataclasses import dataclass

from optimiser.arrays import Floats


@dataclass(frozen=True)
class Guarantee:
    """Something a strategy promised beyond the rules: a quantity of the plan is at least a value."""

    variable: str
    """`output` (index: a sector), `capacity` (index: an asset), `consumption`, `evenness` or `counted` (index: a
    household); `counted` is the consumption that a goal counts."""
    index: int
    year: int
    value: float


@dataclass(frozen=True)
class Quantities:
    """A plan's quantities on the economy's full axes, index 0 of every yearly array being the base year."""

    output: Floats
    """(technique, 0..X)"""
    stocks: Floats
    imports: Floats
    exports: Floats
    """(product, 0..N)"""
    consumption: Floats
    """(household, 0..N)"""
    starts: Floats
    """(project, 0..N)"""
    capacity: Floats
    """(asset, 0..X); infinity where it does not limit"""
    transfers: Floats
    """(transfer, 0..N)"""
    farm_kept: Floats
    marketed: Floats
    debt: Floats
    """(0..N)"""
    sold_cheaper: Floats
    """(export step, 0..N): exports that are counted as beyond a step"""
    assortments: Floats
    """(assortment, 0..N): complete assortments delivered"""
    growth: float = 0.0
    """g: the growth a year that the strategy asks for, by which the end is measured under `ray`."""
    guarantees: tuple[Guarantee, ...] = ()
    """What the strategy promised."""
