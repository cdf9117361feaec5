"""Named axes: what an array's dimension runs over, with a unit to each label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

SPARE_YEARS = 20
"""Years of data kept beyond the tail, so that a plan can be tried over a longer horizon."""


@dataclass(frozen=True)
class Axis:
    """An ordered set of labels, each with a unit.

    `columns` names what a label consists of, when it is more than one code: the axis of projects has
    the columns `sector` and `type`.  A plain axis has one column, of its own name.
    """

    name: str
    labels: tuple[str, ...]
    units: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if len(set(self.labels)) != len(self.labels):
            raise ValueError(f"axis {self.name}: labels are not unique")
        columns = dict(self.columns) or {self.name: self.labels}
        object.__setattr__(self, "columns", MappingProxyType(columns))
        object.__setattr__(self, "units", self.units or ("",) * len(self.labels))
        if len(self.units) != len(self.labels):
            raise ValueError(f"axis {self.name}: {len(self.labels)} labels but {len(self.units)} units")

    def __len__(self) -> int:
        return len(self.labels)

    def __reduce__(self) -> tuple[type[Axis], tuple[object, ...]]:
        return Axis, (self.name, self.labels, self.units, dict(self.columns))

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Label to its place on the axis."""
        return {label: place for place, label in enumerate(self.labels)}

    def key(self, place: int) -> dict[str, str]:
        """What stands at a place, column by column: `{"sector": "COA", "type": "new"}`."""
        return {name: labels[place] for name, labels in self.columns.items()}


@dataclass(frozen=True)
class Years:
    """The calendar of a plan: base year 0, plan years 1..T, tail years T+1..T+H.

    `base` is the label of the base year: `1928`, or `1927/28` for an economic year that straddles two
    calendar years.  Yearly data has `reach + 1` entries, index 0 being the base year; it goes
    `SPARE_YEARS` beyond the tail so that the same economy can be planned over a longer horizon.
    """

    base: str
    plan: int
    tail: int
    reach: int

    @classmethod
    def of(cls, base: str, plan: int, tail: int) -> Years:
        """The calendar as a workbook states it."""
        return cls(base, plan, tail, plan + tail + SPARE_YEARS)

    def label(self, year: int) -> str:
        """The name of year `year` (0 is the base year): `1932/33` or `1932`."""
        first = int(self.base.split("/")[0]) + year
        return f"{first}/{(first + 1) % 100:02d}" if "/" in self.base else str(first)

    @property
    def last(self) -> int:
        """The last year that the programme sees, T + H."""
        return self.plan + self.tail

    @property
    def plan_labels(self) -> tuple[str, ...]:
        """Labels of the plan years 1..T."""
        return tuple(self.label(year) for year in range(1, self.plan + 1))
