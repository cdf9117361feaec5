"""Rows of a programme: blocks over two axes, with what they stand for as data."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Bools, Floats, Ints
from optimiser.programme.expressions import Affine

if TYPE_CHECKING:
    from optimiser.programme.constraints.rule import Rule

SCALAR = Axis("", ("",))
"""The axis of something that is one thing, not one of many."""


class Kind(StrEnum):
    """What a row stands for, hence who could make it give way."""

    IDENTITY = "identity"
    TECHNOLOGY = "technology"
    RESOURCE = "resource"
    POLICY = "policy"
    TARGET = "target"


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Rows `lower <= body <= upper` over (entity, time), before a rule says what they stand for."""

    entity: Axis
    times: Axis
    body: Affine
    lower: Floats
    upper: Floats
    active: Bools
    """(n, T): rows that say something; the others are not in the programme."""
    scale: Floats
    """(n): the size of the row's terms in the base year."""
    amount: Floats
    """(n): what the base year has of what the row is about, of which a per cent is meant."""
    unit: tuple[str, ...]
    """(n): the unit of each row's two sides."""
    growth_exponent: int | Ints | None = None
    """Where given, the lower side is multiplied by `(1+g)` to this power when growth `g` is sought."""
    there: Floats | float = 0.0
    """(n, T): what `lower` has been lessened by because it is there anyway; it does not grow."""

    def grown(self, growth: float) -> Floats:
        """(n, T): the lower side when growth is sought, `(lower + there) (1+g)^power - there`."""
        if self.growth_exponent is None:
            return self.lower
        return np.asarray(self.asked * (1.0 + growth) ** self.growth_exponent - self.there)

    @property
    def asked(self) -> Floats:
        """(n, T): what is asked at no growth, and grows."""
        return np.asarray(self.lower + self.there)

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


@dataclass(frozen=True, kw_only=True)
class Rows(Sides):
    """A block of rows, with what it stands for as data."""

    name: str
    kind: Kind
    meaning: str
    """What one more unit of the right-hand side is."""
    rule: Rule[...] | None = None
    """The rule that the rows come from; None for those of a programme from elsewhere."""

    def __post_init__(self) -> None:
        shape = (len(self.entity), len(self.times))
        if self.body.shape != shape or self.lower.shape != shape or self.active.shape != shape:
            raise ValueError(f"{self.name}: shapes {self.body.shape} and {shape} do not agree")

    @classmethod
    def of(cls, sides: Sides, *, name: str, kind: Kind, meaning: str, rule: Rule[...] | None = None) -> Rows:
        """Two sides, and what they stand for."""
        own = {each.name: getattr(sides, each.name) for each in fields(Sides)}
        return cls(name=name, kind=kind, meaning=meaning, rule=rule, **own)


def between(
    entity: Axis,
    times: Axis,
    body: Affine,
    lower: Floats | float,
    upper: Floats | float,
    *,
    scale: Floats | float,
    amount: Floats | float | None = None,
    unit: str | None = None,
    active: Bools | None = None,
    growth_exponent: int | Ints | None = None,
) -> Sides:
    """`lower <= body <= upper`.  Rows without a bound vanish, and `0 >= 0`, and those that are not `active`.

    Each row has the unit of its entity, or else `unit`; the base year has the `amount` of it, or as much as the scale
    where that is not stated, is no limit, or is nothing.
    """
    least, most = (np.broadcast_to(np.asarray(each, float), body.shape) for each in (lower, upper))
    says = (np.isfinite(least) | np.isfinite(most)) & (body.filled() | (least > 0.0) | (most < 0.0))
    size = np.broadcast_to(np.asarray(scale, float), len(entity))
    stated = size if amount is None else np.broadcast_to(np.asarray(amount, float), len(entity))
    return Sides(
        entity=entity,
        times=times,
        body=body,
        lower=least,
        upper=most,
        active=says if active is None else says & active,
        scale=size,
        amount=np.where(np.isfinite(stated) & (stated > 0.0), stated, size),
        unit=entity.units if unit is None else (unit,) * len(entity),
        growth_exponent=growth_exponent,
    )


def at_least(
    entity: Axis,
    times: Axis,
    body: Affine,
    bound: Floats | float,
    *,
    scale: Floats | float,
    amount: Floats | float | None = None,
    active: Bools | None = None,
    growth_exponent: int | Ints | None = None,
    there: Floats | float = 0.0,
) -> Sides:
    """`body + there >= bound`; with a `growth_exponent` the bound is multiplied by `(1+g)` to it when `g` is sought."""
    sides = between(
        entity,
        times,
        body,
        np.asarray(bound, float) - there,
        np.inf,
        scale=scale,
        amount=amount,
        active=active,
        growth_exponent=growth_exponent,
    )
    return replace(sides, there=there)


def at_most(
    entity: Axis,
    times: Axis,
    body: Affine,
    bound: Floats | float,
    *,
    scale: Floats | float,
    amount: Floats | float | None = None,
    unit: str | None = None,
    active: Bools | None = None,
) -> Sides:
    """`body <= bound`."""
    return between(entity, times, body, -np.inf, bound, scale=scale, amount=amount, unit=unit, active=active)


def equal(entity: Axis, times: Axis, body: Affine, value: Floats | float, *, scale: Floats | float) -> Sides:
    """`body = value`."""
    return between(entity, times, body, value, value, scale=scale)


def axis_key(axis: Axis, index: int) -> dict[str, str]:
    """What stands at an index of an axis, column by column; nothing where the axis is one thing."""
    return axis.key(index) if axis.name else {}
