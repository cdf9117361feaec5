"""The calendar of a plan: the base year, the years planned, the tail, and the data beyond them."""

from __future__ import annotations

from dataclasses import dataclass

SPARE_YEARS = 20
"""Years of data kept beyond the tail, so that a plan can be tried over a longer horizon."""


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

    def __str__(self) -> str:
        return self.label(1) + (f" to {self.label(self.plan)}" if self.plan > 1 else "")

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
