"""Which input moves which result most, from runs that differ in all inputs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Bools, Floats
from optimiser.batch.survey import Group

LEAST_RUNS = 8
"""Fewer runs than this, or than two more than there are inputs, say nothing."""
PART = 0.2
"""The lowest and the highest part of an input that are compared."""


@dataclass(frozen=True)
class Sensitivity:
    """How a result depends on an input, over the runs that have a result."""

    result: str
    input: str
    runs: int
    rank: float
    """Spearman's rank correlation: 1 always up together, -1 always one up and the other down, 0 neither."""
    coefficient: float
    """Standardised regression coefficient on all inputs together: standard deviations of the result for one of the
    input, the other inputs held where they are."""
    low: float
    """Mean result where the input is in its lowest fifth, in the result's unit."""
    high: float
    """Mean result where the input is in its highest fifth."""

    @property
    def swing(self) -> float:
        """high - low."""
        return self.high - self.low


def sensitivities(group: Group, result: str) -> list[Sensitivity]:
    """For every input that varies, those first that move the result most by rank."""
    values = group.column(result)
    names = [name for name in group.inputs if len(group.inputs[name]) == len(values)]
    there = np.isfinite(values)
    for name in names:
        there &= np.isfinite(group.column(name))
    names = [name for name in names if _varies(group.column(name)[there])]
    y = values[there]
    if not names or len(y) < max(LEAST_RUNS, len(names) + 2) or not _varies(y):
        return []
    from scipy.stats import spearmanr

    x = np.stack([group.column(name)[there] for name in names])
    coefficients = _standardised_regression(x, y)
    found = [
        Sensitivity(
            result,
            name,
            len(y),
            float(spearmanr(x[place], y).statistic),
            float(coefficients[place]),
            *_ends(x[place], y),
        )
        for place, name in enumerate(names)
    ]
    return sorted(found, key=lambda each: -abs(each.rank))


def _varies(values: Floats) -> bool:
    return len(values) > 1 and float(np.ptp(values)) > 1e-12 * max(1.0, float(np.abs(values).max()))


def _standardised_regression(x: Floats, y: Floats) -> Floats:
    standard = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    found, *_ = np.linalg.lstsq(standard.T, (y - y.mean()) / y.std(), rcond=None)
    return np.asarray(found)


def _ends(x: Floats, y: Floats) -> tuple[float, float]:
    low: Bools = x <= np.quantile(x, PART)
    high: Bools = x >= np.quantile(x, 1.0 - PART)
    return float(y[low].mean()), float(y[high].mean())
