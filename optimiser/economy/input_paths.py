"""Input coefficients that change from year to year: electrified techniques, savings of fuel, substitutes."""

from __future__ import annotations

from dataclasses import dataclass

from optimiser.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class InputPaths:
    """Axis: one entry a product and technique whose coefficient is not the same in every year."""

    product: Ints
    technique: Ints
    coefficient: Floats
    """a[t]: (entry, year), product units per unit of output; in the base year that of `Techniques.inputs`."""
