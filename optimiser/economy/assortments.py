"""Assortments: so much of each product, in one proportion, which may be another one every year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Floats, Ints


@dataclass(frozen=True, eq=False)
class Assortments:
    """Axis: assortment.  Its entries say what is in it, one for each product."""

    axis: Axis
    assortment: Ints
    """(entry)"""
    product: Ints
    """(entry)"""
    amount: Floats
    """B: (entry, year), product units in one complete assortment."""

    def contents(self, sets: Floats, products: int) -> Floats:
        """`B[t] theta[t]`: (product, 0..t), product units a year, in so many complete ones (assortment, 0..t)."""
        total = np.zeros((products, sets.shape[1]))
        np.add.at(total, self.product, self.amount[:, : sets.shape[1]] * sets[self.assortment])
        return total
