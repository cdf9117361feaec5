"""Numbers as a person writes them, with their units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def number(value: float, figures: int = 4) -> str:
    """With a few figures; thousands in full and set apart."""
    if not np.isfinite(value):
        return "unlimited"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}".replace(",", "\u00a0")
    return f"{value:.{figures}g}" if size >= 1e-4 or size == 0 else f"{value:.2g}"


def quantity(value: float, unit: str, figures: int = 4) -> str:
    """A number with its unit; an index as a share of the base year's."""
    if unit.startswith("index"):
        return f"{100.0 * value:.3g}% of the base year's"
    return f"{number(value, figures)} {unit}".strip()


def spanned(values: Sequence[float], unit: str) -> str:
    """`40 Mt`, or where the values differ `40 to 45 Mt`."""
    low, high = min(values), max(values)
    if number(low) == number(high):
        return quantity(low, unit)
    return f"{quantity(low, unit if unit.startswith('index') else '')} to {quantity(high, unit)}"
