"""Linear expressions over named axes: the little algebra that rules are written in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Bools, Floats, Ints, Sparse

Triplets: TypeAlias = tuple[Ints, Ints, Floats]
"""Row, column and value of each coefficient."""


@dataclass(frozen=True)
class Affine:
    """Linear expressions over two axes, shape (n, T): entry `row` of the flattened shape gets
    `value * unknown[column]`, triplet by triplet; repeated triplets add up."""

    shape: tuple[int, int]
    parts: tuple[Triplets, ...]
    """What was added up; kept apart, since adding would copy all of it again and again."""

    @classmethod
    def of(cls, shape: tuple[int, int], rows: Ints, columns: Ints, values: Floats) -> Affine:
        """An expression from triplets."""
        return cls(shape, ((rows, columns, values),))

    @classmethod
    def zero(cls, shape: tuple[int, int]) -> Affine:
        """The expression that is nowhere anything."""
        return cls(shape, ())

    @property
    def triplets(self) -> Triplets:
        """All parts as one: rows, columns, values."""
        if not self.parts:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
        rows, columns, values = zip(*self.parts, strict=True)
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)

    def __add__(self, other: Affine) -> Affine:
        if self.shape != other.shape:
            raise ValueError(f"shapes {self.shape} and {other.shape} cannot be added")
        return Affine(self.shape, self.parts + other.parts)

    def __neg__(self) -> Affine:
        return Affine(self.shape, tuple((rows, columns, -values) for rows, columns, values in self.parts))

    def __sub__(self, other: Affine) -> Affine:
        return self + -other

    def times(self, factor: Floats) -> Affine:
        """Each expression multiplied by its factor; `factor` broadcasts to the shape."""
        spread = np.broadcast_to(factor, self.shape).ravel()
        return Affine(self.shape, tuple((rows, columns, values * spread[rows]) for rows, columns, values in self.parts))

    def followed_by(self, other: Affine) -> Affine:
        """These expressions and, later on the second axis, others of as many things: shape (n, T + T')."""
        if self.shape[0] != other.shape[0]:
            raise ValueError(f"shapes {self.shape} and {other.shape} cannot follow each other")
        before, after = self.shape[1], other.shape[1]
        years = before + after
        parts = [((rows // before) * years + rows % before, columns, values) for rows, columns, values in self.parts]
        parts += [
            ((rows // after) * years + before + rows % after, columns, values) for rows, columns, values in other.parts
        ]
        return Affine((self.shape[0], years), tuple(parts))

    def total(self) -> Affine:
        """The sum over both axes, shape (1, 1)."""
        return Affine((1, 1), tuple((np.zeros_like(rows), columns, values) for rows, columns, values in self.parts))

    def summed_over_time(self) -> Affine:
        """The sum over the second axis, shape (n, 1)."""
        years = max(self.shape[1], 1)
        parts = tuple((rows // years, columns, values) for rows, columns, values in self.parts)
        return Affine((self.shape[0], 1), parts)

    def row(self, row: int) -> Affine:
        """One of the expressions, shape (1, 1)."""
        rows, columns, values = self.triplets
        there = rows == row
        return Affine.of((1, 1), np.zeros(int(there.sum()), np.int64), columns[there], values[there])

    def at(self, values: Floats) -> Floats:
        """What the flattened expressions come to for an answer."""
        rows, columns, factors = self.triplets
        return np.bincount(rows, factors * values[columns], self.shape[0] * self.shape[1]).astype(float)

    def filled(self) -> Bools:
        """(n, T): where there is anything."""
        found = np.zeros(self.shape, bool)
        for rows, _, _ in self.parts:
            found.ravel()[rows] = True
        return found

    def vector(self, columns: int) -> Floats:
        """The coefficients of the sum over both axes, as one dense vector."""
        _, indices, values = self.triplets
        return np.bincount(indices, values, columns).astype(float)


@dataclass(frozen=True)
class Selection:
    """Unknowns picked from a block, shape (n, T), each with a weight; column -1 is no unknown (zero)."""

    columns: Ints
    weights: Floats

    def times(self, factor: Floats | float) -> Selection:
        """The same unknowns, weighted; `factor` broadcasts to (n, T)."""
        return replace(self, weights=self.weights * factor)

    def pick(self, indices: Ints) -> Selection:
        """The unknowns at some places of the first axis."""
        return Selection(self.columns[indices], self.weights[indices])

    def affine(self) -> Affine:
        """Each unknown for itself."""
        n, years = self.columns.shape
        there = self.columns.ravel() >= 0
        return Affine.of((n, years), np.flatnonzero(there), self.columns.ravel()[there], self.weights.ravel()[there])

    def __rmatmul__(self, matrix: Sparse) -> Affine:
        """`matrix @ unknowns` in every year: shape (m, T) from a matrix (m, n)."""
        entries = matrix.tocoo()
        years = self.columns.shape[1]
        rows = (entries.row.astype(np.int64)[:, None] * years + np.arange(years)).ravel()
        columns = self.columns[entries.col].ravel()
        values = (entries.data[:, None] * self.weights[entries.col]).ravel()
        there = (columns >= 0) & (values != 0.0)
        shape = (matrix.shape[0], years)
        if not there.all():
            rows, columns, values = rows[there], columns[there], values[there]
        return Affine.of(shape, rows, columns, values)


def incidence(indices: Ints, size: int) -> Sparse:
    """(size, len(places)): puts entry `e` at place `places[e]` of a longer axis."""
    count = len(indices)
    return sp.csr_array((np.ones(count), (indices, np.arange(count))), (size, count))
