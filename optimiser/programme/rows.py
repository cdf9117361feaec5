"""Rows of a programme: blocks over two axes, with what they stand for as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from optimiser.arrays import Axis, Bools, Floats, Ints
from optimiser.programme.expressions import Affine

SCALAR = Axis("", ("",))
"""The axis of something that is one thing, not one of many."""


class Kind(StrEnum):
    """What a row stands for, hence who could make it give way."""

    IDENTITY = "identity"
    TECHNOLOGY = "technology"
    RESOURCE = "resource"
    POLICY = "policy"
    TARGET = "target"


@dataclass(frozen=True)
class Rows:
    """A block of rows `lower <= body <= upper` over (entity, time), with what it stands for as data."""

    name: str
    kind: Kind
    entity: Axis
    times: Axis
    body: Affine
    lower: Floats
    upper: Floats
    active: Bools
    """(n, T): rows that say something; the others are not in the programme."""
    scale: Floats
    """(n): the size of the row's terms in the base year."""
    meaning: str
    """What one more unit of the right-hand side is."""
    unit: tuple[str, ...]
    """(n): the unit of each row's two sides."""
    growth_exponent: int | Ints | None = None
    """Where given, the lower side is multiplied by `(1+g)` to this power when growth `g` is sought."""

    def __post_init__(self) -> None:
        shape = (len(self.entity), len(self.times))
        if self.body.shape != shape or self.lower.shape != shape or self.active.shape != shape:
            raise ValueError(f"{self.name}: shapes {self.body.shape} and {shape} do not agree")

    @property
    def count(self) -> int:
        """Rows in the programme."""
        return int(self.active.sum())

    @cached_property
    def indices(self) -> tuple[Ints, Ints]:
        """(entity, time) of every row in the programme, in order."""
        entity, time = np.nonzero(self.active)
        return entity, time

    def key(self, entity: int, time: int) -> dict[str, str]:
        """What a row is about, column by column of both axes: `{"product": "COA", "year": "1932/33"}`."""
        return axis_key(self.entity, entity) | axis_key(self.times, time)


def _rows(
    name: str,
    kind: Kind,
    entity: Axis,
    times: Axis,
    body: Affine,
    lower: Floats,
    upper: Floats,
    *,
    scale: Floats | float,
    meaning: str,
    unit: Iterable[str] | str | None,
    active: Bools | None,
    growth_exponent: int | Ints | None,
) -> Rows:
    says = (np.isfinite(lower) | np.isfinite(upper)) & (body.filled() | (lower > 0.0) | (upper < 0.0))
    units = entity.units if unit is None else (unit,) * len(entity) if isinstance(unit, str) else tuple(unit)
    return Rows(
        name,
        kind,
        entity,
        times,
        body,
        lower,
        upper,
        says if active is None else says & active,
        np.broadcast_to(np.asarray(scale, float), len(entity)),
        meaning,
        units,
        growth_exponent,
    )


def at_least(
    name: str,
    kind: Kind,
    entity: Axis,
    times: Axis,
    body: Affine,
    bound: Floats | float,
    *,
    scale: Floats | float,
    meaning: str,
    unit: Iterable[str] | str | None = None,
    active: Bools | None = None,
    growth_exponent: int | Ints | None = None,
) -> Rows:
    """`body >= bound`.  Rows without a bound (minus infinity) and `0 >= 0` vanish, and those not to `keep`."""
    lower = np.broadcast_to(np.asarray(bound, float), body.shape)
    upper = np.full(body.shape, np.inf)
    return _rows(
        name,
        kind,
        entity,
        times,
        body,
        lower,
        upper,
        scale=scale,
        meaning=meaning,
        unit=unit,
        active=active,
        growth_exponent=growth_exponent,
    )


def at_most(
    name: str,
    kind: Kind,
    entity: Axis,
    times: Axis,
    body: Affine,
    bound: Floats | float,
    *,
    scale: Floats | float,
    meaning: str,
    unit: Iterable[str] | str | None = None,
    active: Bools | None = None,
) -> Rows:
    """`body <= bound`.  Rows without a bound (infinity) and `0 <= 0` vanish, and those not to `keep`."""
    upper = np.broadcast_to(np.asarray(bound, float), body.shape)
    lower = np.full(body.shape, -np.inf)
    return _rows(
        name,
        kind,
        entity,
        times,
        body,
        lower,
        upper,
        scale=scale,
        meaning=meaning,
        unit=unit,
        active=active,
        growth_exponent=None,
    )


def equal(
    name: str,
    kind: Kind,
    entity: Axis,
    times: Axis,
    body: Affine,
    value: Floats | float,
    *,
    scale: Floats | float,
    meaning: str,
    unit: Iterable[str] | str | None = None,
    active: Bools | None = None,
) -> Rows:
    """`body = value`.  Rows `0 = 0` vanish, and those not to `keep`."""
    both = np.broadcast_to(np.asarray(value, float), body.shape)
    return _rows(
        name,
        kind,
        entity,
        times,
        body,
        both,
        both,
        scale=scale,
        meaning=meaning,
        unit=unit,
        active=active,
        growth_exponent=None,
    )


def axis_key(axis: Axis, index: int) -> dict[str, str]:
    """What stands at an index of an axis, column by column; nothing where the axis is one thing."""
    return axis.key(index) if axis.name else {}
