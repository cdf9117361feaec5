"""One pass over the results of a batch: what columns there are, how many runs of each kind, and the headlines.

Of every run only its inputs and headlines are kept, a few numbers, so that ten thousand runs take a few megabytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from optimiser.arrays import Floats
from optimiser.batch.measuring import HEADLINES, YEARS
from optimiser.batch.run import BASE, Figure
from optimiser.batch.store import Row

NONE = float("nan")


def figure(value: Figure) -> float:
    """A number; `more than 15` counts as 16, and what is no number as none."""
    if isinstance(value, str):
        last = value.rsplit(" ", 1)[-1]
        return float(last) + 1.0 if value.startswith("more than ") and last.isdigit() else NONE
    return NONE if value is None else float(value)


@dataclass(frozen=True, order=True)
class GroupKey:
    """Runs that differ only in what was chosen for them."""

    workbook: str
    group: str
    strategy: str
    target_set: str


@dataclass
class Group:
    """The headlines of the runs of a group: (run) for each, NaN where there is none."""

    inputs: dict[str, array[float]] = field(default_factory=dict)
    values: dict[str, array[float]] = field(default_factory=lambda: {name: array("d") for name in HEADLINES})
    status: dict[str, int] = field(default_factory=dict)
    beyond: str = ""
    """`more than 15`, where some run would take longer than was tried."""

    @property
    def runs(self) -> int:
        """How many."""
        return sum(self.status.values())

    def column(self, name: str) -> Floats:
        """A headline or an input of every run."""
        return np.array(self.values[name] if name in self.values else self.inputs[name])

    def known(self, name: str) -> Floats:
        """A headline of the runs that have it."""
        column = self.column(name)
        return column[np.isfinite(column)]

    def is_beyond(self, name: str, value: float) -> bool:
        """Whether a figure stands for more years than were tried."""
        return bool(name == YEARS and self.beyond and value >= figure(self.beyond))

    def shown(self, name: str, value: float) -> Figure:
        """A figure, or in words that it is beyond what was tried."""
        return self.beyond if self.is_beyond(name, value) else value

    def add(self, row: Row) -> None:
        """One run more."""
        self.status[row.outcome.status] = self.status.get(row.outcome.status, 0) + 1
        for name, chosen in row.inputs.items():
            if name not in self.inputs:
                self.inputs[name] = array("d", [NONE] * (self.runs - 1))
            self.inputs[name].append(figure(chosen))
        for name, column in self.values.items():
            column.append(figure(row.outcome.measures.get(name)))
        years = row.outcome.measures.get(YEARS)
        if isinstance(years, str):
            self.beyond = years


@dataclass
class Survey:
    """What a comparison needs to know before the first row is written."""

    measures: dict[str, float] = field(default_factory=dict)
    """Names in order of appearance, to the largest absolute value."""
    inputs: dict[str, float] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    groups: dict[GroupKey, Group] = field(default_factory=dict)
    workbooks: dict[str, None] = field(default_factory=dict)

    @property
    def runs(self) -> int:
        """How many."""
        return sum(self.status.values())

    def headline(self, name: str) -> bool:
        """Whether any run has it."""
        return name in self.measures

    def base(self, key: GroupKey) -> Group | None:
        """The economy as it is, under the same strategy."""
        return self.groups.get(GroupKey(key.workbook, BASE, key.strategy, key.target_set))


def survey(rows: Iterable[Row]) -> Survey:
    """Go through the results once."""
    found = Survey()
    for row in rows:
        found.workbooks[row.workbook] = None
        found.status[row.outcome.status] = found.status.get(row.outcome.status, 0) + 1
        for columns, values in ((found.measures, row.outcome.measures), (found.inputs, row.inputs)):
            for name, value in values.items():
                size = abs(value) if isinstance(value, float | int) else 0.0
                columns[name] = max(columns.get(name, 0.0), size)
        key = GroupKey(row.workbook, row.group, row.strategy, row.target_set)
        found.groups.setdefault(key, Group()).add(row)
    ahead = [name for name in HEADLINES if name in found.measures]
    found.measures = {name: found.measures[name] for name in dict.fromkeys([*ahead, *found.measures])}
    return found
