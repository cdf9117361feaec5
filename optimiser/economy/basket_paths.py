"""What households eat at an index of 1 where it changes from year to year: rations, substitutes, customs."""

from __future__ import annotations

from dataclasses import dataclass

from optimiser.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class BasketPaths:
    """Axis: one entry a product and household whose quantity is not the same in every year."""

    product: Ints
    household: Ints
    quantity: Floats
    """c[t]: (entry, year), product units a year at index 1; in the base year that of `Households.baskets`."""
