"""Arrays and what they run over: the types of arrays, and axes with a label and a unit for each index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Sparse: TypeAlias = "sp.csr_array[np.float64, tuple[int, int]]"


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
        """Label to its index on the axis."""
        return {label: index for index, label in enumerate(self.labels)}

    def part(self, chosen: Ints) -> Axis:
        """The same axis with some of its labels only, by their places."""
        columns = {name: tuple(labels[each] for each in chosen) for name, labels in self.columns.items()}
        labels, units = (tuple(each[place] for place in chosen) for each in (self.labels, self.units))
        return Axis(self.name, labels, units, columns)

    def key(self, index: int) -> dict[str, str]:
        """What stands at an index, column by column: `{"sector": "COA", "type": "new"}`."""
        return {name: labels[index] for name, labels in self.columns.items()}


def times(matrix: Sparse, vector: Floats) -> Floats:
    """`matrix @ vector`, as a plain array."""
    return np.asarray(matrix @ vector)
