"""Figures over repetitions, and how plan and result agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats

INTERVAL = (0.05, 0.95)
"""Ninety per cent of the repetitions lie between the low and the high figure."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """A quantity over repetitions: its mean, and the interval in which 90 per cent of the repetitions lie."""

    mean: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, values: Floats) -> Estimate:
        """`values`: (repetition, ...).  Repetitions in which it has no value (NaN) do not count; NaN where none has."""
        there = ~np.isnan(values)
        if there.all() and len(values):
            low, high = np.quantile(values, INTERVAL, axis=0)
            return cls(np.asarray(values.mean(axis=0)), np.asarray(low), np.asarray(high))
        flat = values.reshape(len(values), -1)
        columns = [column[~np.isnan(column)] for column in flat.T]
        found = [
            (column.mean(), *np.quantile(column, INTERVAL)) if len(column) else (np.nan,) * 3 for column in columns
        ]
        mean, low, high = np.array(found).reshape(-1, 3).T.reshape(3, *values.shape[1:])
        return cls(mean, low, high)

    def at(self, place: int | tuple[int, ...]) -> tuple[float, float, float]:
        """Mean, low and high of one figure."""
        return float(self.mean[place]), float(self.low[place]), float(self.high[place])


@dataclass(frozen=True, eq=False)
class Agreement:
    """How well a forecast of growth agrees with what came: correlation, and root mean square error."""

    correlation: Estimate
    """NaN where the forecast is the same for all, or nothing varies."""
    error: Estimate
    """Root mean square error, in shares of base-year output a year."""


def agreement(forecast: Floats, result: Floats) -> Agreement:
    """Both (repetition, figure): growth forecast and growth that came."""
    return Agreement(Estimate.of(correlations(forecast, result)), Estimate.of(_root_mean_square(forecast - result)))


def correlations(first: Floats, second: Floats) -> Floats:
    """(repetition): Pearson's correlation over the figures of each repetition; NaN where either does not vary."""
    if first.shape[1] < 2:
        return np.full(len(first), np.nan)
    a, b = first - first.mean(axis=1, keepdims=True), second - second.mean(axis=1, keepdims=True)
    size = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    least = 1e-12 * np.maximum((first * first).sum(axis=1), (second * second).sum(axis=1))
    return np.asarray(np.divide((a * b).sum(axis=1), size, out=np.full(len(first), np.nan), where=size > least))


def _root_mean_square(values: Floats) -> Floats:
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    return np.asarray(np.sqrt((values * values).mean(axis=1)))


@dataclass(frozen=True, eq=False)
class Forecasts:
    """How the plan, and two forecasts that need no plan, agree with the growth that came."""

    plan: Agreement
    as_before: Agreement
    """The growth of the year before goes on (over the whole plan: that of the first year)."""
    unchanged: Agreement
    """Nothing changes."""


def yearly(base: Floats, told: Floats, made: Floats) -> Forecasts:
    """Year by year from the second year on, all sectors together.

    `base` (sector); `told`, `made` (repetition, sector, year 1..T).  Growth is counted in shares of base-year output.
    """
    growth, planned = (_increments(base, each) for each in (made, told))
    count = len(made)
    later, before = growth[:, :, 1:].reshape(count, -1), growth[:, :, :-1].reshape(count, -1)
    return _forecasts(planned[:, :, 1:].reshape(count, -1), before, later)


def whole(base: Floats, told: Floats, made: Floats) -> Forecasts:
    """Over the whole plan, a mean year's growth in shares of base-year output; arguments as in `yearly`."""
    years = made.shape[2]

    def mean(each: Floats) -> Floats:
        return np.asarray((each[:, :, -1] / base - 1.0) / years)

    return _forecasts(mean(told), _increments(base, made)[:, :, 0], mean(made))


def _increments(base: Floats, each: Floats) -> Floats:
    start = np.broadcast_to(base[None, :, None], (*each.shape[:2], 1))
    return np.asarray(np.diff(np.concatenate([start, each], axis=2), axis=2) / base[:, None])


def _forecasts(planned: Floats, before: Floats, came: Floats) -> Forecasts:

    return Forecasts(agreement(planned, came), agreement(before, came), agreement(np.zeros_like(came), came))
