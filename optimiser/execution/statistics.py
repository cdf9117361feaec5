"""Figures over repetitions, and how plan and result agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats, Ints

INTERVAL = (0.05, 0.95)
"""Ninety per cent of the repetitions lie between the low and the high figure."""

KEPT = 2000
"""Repetitions from which intervals are taken, the first of all; means are of all repetitions."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """A quantity over repetitions: its mean, and the interval in which 90 per cent of the repetitions lie."""

    mean: Floats
    low: Floats
    high: Floats

    def at(self, place: int | tuple[int, ...]) -> tuple[float, float, float]:
        """Mean, low and high of one figure."""
        return float(self.mean[place]), float(self.low[place]), float(self.high[place])


@dataclass(frozen=True, eq=False)
class Sample:
    """A quantity as the repetitions come in: what its mean and interval need, and no more."""

    total: Floats
    count: Ints
    """Repetitions in which it has a value (is not NaN)."""
    kept: Floats
    """(repetition, ...): its values in the first repetitions."""

    @classmethod
    def of(cls, values: Floats) -> Sample:
        """`values`: (repetition, ...)."""
        shape = values.shape[1:]
        return cls(np.zeros(shape), np.zeros(shape, np.int64), np.empty((0, *shape))).joined(values)

    def joined(self, values: Floats) -> Sample:
        """With further repetitions.  They are added up one by one, so that the pieces they come in do not matter."""
        there = ~np.isnan(values)
        terms = np.concatenate([self.total[None], np.where(there, values, 0.0)])
        total = np.add.accumulate(terms, axis=0)[-1]
        kept = self.kept if len(self.kept) == KEPT else np.concatenate([self.kept, values])[:KEPT]
        return Sample(total, self.count + there.sum(axis=0), kept)

    def estimate(self) -> Estimate:
        """Mean and interval; NaN where no repetition has a value."""
        mean = np.divide(self.total, self.count, out=np.full(self.total.shape, np.nan), where=self.count > 0)
        if np.isnan(self.kept).any():
            columns = [column[~np.isnan(column)] for column in self.kept.reshape(len(self.kept), -1).T]
            found = [np.quantile(column, INTERVAL) if len(column) else (np.nan, np.nan) for column in columns]
            low, high = np.array(found).T.reshape(2, *self.total.shape)
        else:
            # what has no limit in every repetition has none in the interval, of which no differences are taken
            unlimited = np.isinf(self.kept).all(axis=0)
            low, high = np.quantile(np.where(unlimited, 0.0, self.kept), INTERVAL, axis=0)
            low, high = (np.where(unlimited, self.kept.max(axis=0, initial=-np.inf), each) for each in (low, high))
        return Estimate(np.asarray(mean), np.asarray(low), np.asarray(high))


@dataclass(frozen=True, eq=False)
class Agreement:
    """How well a forecast of growth agrees with what came: correlation, and root mean square error."""

    correlation: Estimate
    """NaN where the forecast is the same for all, or nothing varies."""
    error: Estimate
    """Root mean square error, in shares of base-year output a year."""


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

    @classmethod
    def of(cls, estimates: Mapping[str, Estimate], span: str) -> Forecasts:
        """From estimates by `span.forecast.what`."""

        def one(forecast: str) -> Agreement:
            return Agreement(estimates[f"{span}.{forecast}.correlation"], estimates[f"{span}.{forecast}.error"])

        return cls(one("plan"), one("as_before"), one("unchanged"))


def agreements(base: Floats, told: Floats, made: Floats) -> dict[str, Floats]:
    """(repetition): correlation and error of each forecast, by `span.forecast.what`.

    `base` (sector); `told`, `made` (repetition, sector, year 1..T).  Growth is counted in shares of base-year output.
    `yearly`: year by year from the second year on, all sectors together.  `whole`: a mean year of the whole plan;
    as before is then the growth of the first year.
    """
    count, years = made.shape[0], made.shape[2]
    growth, planned = _increments(base, made), _increments(base, told)

    def flat(each: Floats) -> Floats:
        return np.ascontiguousarray(each).reshape(count, -1)

    def mean(each: Floats) -> Floats:
        return flat((each[:, :, -1] / base - 1.0) / years)

    spans = {
        "yearly": (flat(growth[:, :, 1:]), flat(planned[:, :, 1:]), flat(growth[:, :, :-1])),
        "whole": (mean(made), mean(told), flat(growth[:, :, 0])),
    }
    found = {}
    for span, (came, plan, before) in spans.items():
        for forecast, each in (("plan", plan), ("as_before", before), ("unchanged", np.zeros_like(came))):
            found[f"{span}.{forecast}.correlation"] = correlations(each, came)
            found[f"{span}.{forecast}.error"] = _root_mean_square(each - came)
    return found


def _increments(base: Floats, each: Floats) -> Floats:
    start = np.broadcast_to(base[None, :, None], (*each.shape[:2], 1))
    return np.asarray(np.diff(np.concatenate([start, each], axis=2), axis=2) / base[:, None])
