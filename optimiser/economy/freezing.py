"""Arrays that nobody changes: every array in a tree of dataclasses, made read-only."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, cast

import numpy as np
import scipy.sparse as sp


def in_order(part: Any) -> Any:
    """The same part of an economy, its sparse matrices put in order: once frozen they could not be."""
    if not dataclasses.is_dataclass(part):
        return part
    ordered: dict[str, Any] = {}
    for each in dataclasses.fields(part):
        matrix = getattr(part, each.name)
        if isinstance(matrix, sp.csr_array) and not matrix.has_canonical_format:
            ordered[each.name] = matrix.copy()
            ordered[each.name].sum_duplicates()
    return dataclasses.replace(cast("Any", part), **ordered) if ordered else part


def freeze(value: Any) -> None:
    """Make every array in a tree of dataclasses read-only, sparse or dense."""
    for array in _arrays(value):
        sparse = isinstance(array, sp.csr_array)
        for part in (array.data, array.indices, array.indptr) if sparse else (array,):
            part.flags.writeable = False


def _arrays(value: Any) -> Iterator[Any]:
    for each in dataclasses.fields(value):
        item = getattr(value, each.name)
        if isinstance(item, np.ndarray | sp.csr_array):
            yield item
        elif dataclasses.is_dataclass(item):
            yield from _arrays(item)
