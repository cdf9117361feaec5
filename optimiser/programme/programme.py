"""The linear programme as a value: named blocks of sparse rows over named axes.

    maximise c'v   subject to   row_lower <= A v <= row_upper,   lower <= v <= upper

Every block of unknowns or of rows runs over two axes, what it is about (product, sector, pool ...) and
when (years).  Matrices are kept as triplets until the programme is compiled, so that a rule costs a few
array operations whatever the size of the economy.  Nothing is mutated: `with_rows`, `with_variable` and
`maximising` give a new programme that shares the arrays of the old.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Floats, Ints, Sparse
from optimiser.programme.expressions import Affine, Selection
from optimiser.programme.rows import SCALAR, Kind, Rows, axis_key

NEGLIGIBLE = 1e-12
"""Scaled coefficients below this are left out of what the solver sees (HiGHS cannot hold smaller ones);
the re-addition of the plan uses them all the same."""


@dataclass(frozen=True)
class Variable:
    """A block of unknowns over (entity, year): columns `offset .. offset + n*T` of the programme."""

    name: str
    entity: Axis
    times: Axis
    first: int
    """The year of the first index on the time axis."""
    offset: int
    lower: Floats
    upper: Floats
    scale: Floats
    """(n): what is solved for is the unknown divided by this, its size in the base year."""
    meaning: str

    @property
    def shape(self) -> tuple[int, int]:
        """(n, T)."""
        return len(self.entity), len(self.times)

    @property
    def size(self) -> int:
        """n T."""
        return len(self.entity) * len(self.times)

    @cached_property
    def columns(self) -> Ints:
        """(n, T): the column of each unknown."""
        return self.offset + np.arange(self.size, dtype=np.int64).reshape(self.shape)

    def over(self, years: Ints, lag: Ints | int = 0) -> Selection:
        """The unknowns in the given years, `lag` later (negative: earlier); none outside the block's years.

        `lag` is a number or one a index of the first axis.
        """
        index = years[None, :] - self.first + np.broadcast_to(lag, len(self.entity))[:, None]
        there = (index >= 0) & (index < len(self.times))
        rows = np.arange(len(self.entity))[:, None]
        if not self.size:
            return Selection(np.full(index.shape, -1), np.ones(index.shape))
        columns = np.where(there, self.columns[rows, np.where(there, index, 0)], -1)
        return Selection(columns, np.ones(columns.shape))

    def spread(self, coefficients: Floats) -> Affine:
        """A single unknown in many expressions, `coefficients` (n, T) times each."""
        n, years = coefficients.shape
        rows = np.flatnonzero(coefficients)
        return Affine.of((n, years), rows, np.full(len(rows), self.offset), coefficients.ravel()[rows])


@dataclass(frozen=True)
class Arrays:
    """A compiled programme: scaled for the solver, its sides and bounds in the user's units."""

    scaled: Sparse
    """Rows divided by their scale, columns multiplied by theirs: everything near one."""
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    row_scale: Floats
    row_amount: Floats
    """What the base year has of what each row is about."""
    column_scale: Floats

    @cached_property
    def matrix(self) -> Sparse:
        """The coefficients in the user's units."""
        entries = self.scaled.tocoo()
        values = entries.data * self.row_scale[entries.row] / self.column_scale[entries.col]
        return sp.csr_array((values, self.scaled.indices, self.scaled.indptr), self.scaled.shape)


@dataclass(frozen=True)
class LinearProgramme:
    """Blocks of unknowns and rows, and what is to be as great as possible."""

    variables: tuple[Variable, ...] = ()
    blocks: tuple[Rows, ...] = ()
    goal: Affine = field(default_factory=lambda: Affine.zero((1, 1)))

    def __repr__(self) -> str:
        return f"<LinearProgramme: {self.columns:,} unknowns, {self.rows:,} rows>"

    @property
    def columns(self) -> int:
        """How many unknowns."""
        return self.variables[-1].offset + self.variables[-1].size if self.variables else 0

    @property
    def rows(self) -> int:
        """How many rows."""
        return sum(block.count for block in self.blocks)

    @cached_property
    def variable(self) -> Mapping[str, Variable]:
        """Blocks of unknowns by name."""
        return {each.name: each for each in self.variables}

    @cached_property
    def block(self) -> Mapping[str, Rows]:
        """Blocks of rows by name."""
        return {each.name: each for each in self.blocks}

    @cached_property
    def row_range(self) -> Mapping[str, slice]:
        """The rows of each block in the compiled programme."""
        ends = np.cumsum([0] + [block.count for block in self.blocks])
        return {block.name: slice(int(a), int(b)) for block, a, b in zip(self.blocks, ends, ends[1:], strict=False)}

    def with_variable(
        self,
        name: str,
        entity: Axis = SCALAR,
        times: Axis = SCALAR,
        *,
        first: int = 0,
        lower: Floats | float = 0.0,
        upper: Floats | float = np.inf,
        scale: Floats | float = 1.0,
        meaning: str = "",
    ) -> LinearProgramme:
        """One block of unknowns more, its columns after all the others."""
        shape = (len(entity), len(times))
        bounds = [np.broadcast_to(np.asarray(each, float), shape) for each in (lower, upper)]
        scales = np.broadcast_to(np.asarray(scale, float), len(entity))
        added = Variable(name, entity, times, first, self.columns, bounds[0], bounds[1], scales, meaning)
        return replace(self, variables=(*self.variables, added))

    def with_rows(self, *blocks: Rows) -> LinearProgramme:
        """More blocks of rows."""
        return replace(self, blocks=(*self.blocks, *blocks))

    def without(self, *names: str) -> LinearProgramme:
        """The programme with some blocks of rows left out."""
        return replace(self, blocks=tuple(block for block in self.blocks if block.name not in names))

    def maximising(self, goal: Affine) -> LinearProgramme:
        """The same rows with another goal (the sum of `goal` over both its axes)."""
        return replace(self, goal=goal)

    def with_sides(self, row_lower: Floats, row_upper: Floats, lower: Floats, upper: Floats) -> LinearProgramme:
        """The programme with other two sides of its rows and bounds of its unknowns, in its own order."""
        blocks = []
        for block in self.blocks:
            span = self.row_range[block.name]
            sides = [np.array(block.lower), np.array(block.upper)]
            sides[0][block.active], sides[1][block.active] = row_lower[span], row_upper[span]
            blocks.append(replace(block, lower=sides[0], upper=sides[1]))
        variables = tuple(
            replace(each, lower=lower[each.columns], upper=upper[each.columns]) for each in self.variables
        )
        return replace(self, variables=variables, blocks=tuple(blocks))

    @cached_property
    def objective(self) -> Floats:
        """c, in the user's units."""
        return self.goal.vector(self.columns)

    @cached_property
    def matrix(self) -> Sparse:
        """A, in the user's units: what the solver is not shown, because it is too small beside the rest, is here."""
        rows, columns, values = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
        for block in self.blocks:
            start = self.row_range[block.name].start
            index = np.where(block.active.ravel(), start - 1 + np.cumsum(block.active.ravel()), -1)
            for row, column, value in block.body.parts:
                there = index[row] >= 0
                rows.append(index[row][there])
                columns.append(column[there])
                values.append(value[there])
        entries = np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))
        return sp.csr_array(entries, shape=(self.rows, self.columns))

    @cached_property
    def arrays(self) -> Arrays:
        """The compiled programme."""

        def flat(parts: list[Floats]) -> Floats:
            return np.concatenate(parts) if parts else np.empty(0)

        row_scale, row_amount = (
            flat([getattr(block, name)[block.indices[0]] for block in self.blocks]) for name in ("scale", "amount")
        )
        column_scale = flat([np.repeat(each.scale, len(each.times)) for each in self.variables])
        size = sum(len(values) for block in self.blocks for _, _, values in block.body.parts)
        row, column, value = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size)
        start = filled = 0
        for block in self.blocks:
            active = block.active.ravel()
            index = np.where(active, np.cumsum(active, dtype=np.int32) + np.int32(start - 1), np.int32(-1))
            for rows, columns, values in block.body.parts:
                span = slice(filled, filled + len(values))
                row[span], column[span], value[span] = index[rows], columns, values
                filled += len(values)
            start += block.count
        if (row < 0).any():
            there = row >= 0
            row, column, value = row[there], column[there], value[there]
        value *= column_scale[column]
        value /= row_scale[row]
        scaled = sp.csr_array((value, (row, column)), (start, self.columns))
        if (np.abs(scaled.data) < NEGLIGIBLE).any():
            scaled.data[np.abs(scaled.data) < NEGLIGIBLE] = 0.0
            scaled.eliminate_zeros()
        return Arrays(
            scaled,
            flat([block.lower[block.active] for block in self.blocks]),
            flat([block.upper[block.active] for block in self.blocks]),
            flat([each.lower.ravel() for each in self.variables]),
            flat([each.upper.ravel() for each in self.variables]),
            row_scale,
            row_amount,
            column_scale,
        )

    def column_key(self, column: int) -> dict[str, str]:
        """What an unknown is: its block, and its index on each axis."""
        for each in self.variables:
            if each.offset <= column < each.offset + each.size:
                entity, time = divmod(column - each.offset, len(each.times))
                return {"variable": each.name} | axis_key(each.entity, entity) | axis_key(each.times, time)
        raise IndexError(f"the programme has no column {column}")

    def row_key(self, row: int) -> dict[str, str]:
        """What a row is: its rule, and its index on each axis."""
        for block in self.blocks:
            span = self.row_range[block.name]
            if span.start <= row < span.stop:
                entity, time = (int(each[row - span.start]) for each in block.indices)
                return {"rule": block.name} | block.key(entity, time)
        raise IndexError(f"the programme has no row {row}")

    @classmethod
    def of_arrays(
        cls,
        matrix: Sparse,
        row_lower: Floats,
        row_upper: Floats,
        lower: Floats,
        upper: Floats,
        objective: Floats,
        *,
        rows: Iterable[str],
        columns: Iterable[str],
        kind: Kind = Kind.RESOURCE,
        families: Sequence[str] = (),
    ) -> LinearProgramme:
        """A programme from elsewhere: one block of named unknowns, one of named rows for each family; maximise.

        `families` has one name for each row, and its rows come together; without them all rows are of one, `row`.
        """
        names, column_axis = tuple(rows), Axis("column", tuple(columns))
        programme = cls().with_variable("unknown", column_axis, lower=lower[:, None], upper=upper[:, None])
        by_family: dict[str, list[int]] = {}
        for number, family in enumerate(families or ["row"] * len(names)):
            by_family.setdefault(family, []).append(number)
        blocks = []
        for family, members in by_family.items():
            axis, own = Axis("row", tuple(names[each] for each in members)), np.array(members)
            entries = matrix[own].tocoo()
            row, column = entries.row.astype(np.int64), entries.col.astype(np.int64)
            blocks.append(
                Rows(
                    name=family,
                    kind=kind,
                    meaning="one more unit of the right-hand side",
                    entity=axis,
                    times=SCALAR,
                    body=Affine.of((len(own), 1), row, column, entries.data),
                    lower=row_lower[own, None],
                    upper=row_upper[own, None],
                    active=np.ones((len(own), 1), bool),
                    scale=np.ones(len(own)),
                    amount=np.ones(len(own)),
                    unit=axis.units,
                )
            )
        there = np.flatnonzero(objective)
        goal = Affine.of((1, 1), np.zeros_like(there), there, objective[there])
        return programme.with_rows(*blocks).maximising(goal)
