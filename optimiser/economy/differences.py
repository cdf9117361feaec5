"""In what two economies differ."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis
from optimiser.economy.economy import Economy
from optimiser.economy.origin import Origin


def differences(first: Economy, second: Economy, relative: float = 0.0) -> list[str]:
    """The dotted names of the fields in which two economies differ; where they stood does not count.

    Numbers may differ by the share `relative`.
    """
    return _differences(first, second, relative, "")


def _differences(first: Any, second: Any, relative: float, path: str) -> list[str]:
    found: list[str] = []
    for each in dataclasses.fields(first):
        a, b = getattr(first, each.name), getattr(second, each.name)
        name = f"{path}.{each.name}" if path else each.name
        if isinstance(a, Origin):
            continue
        if isinstance(a, sp.csr_array):
            same = a.shape == b.shape and bool(np.all(abs(a - b).toarray() <= relative * abs(a).toarray()))
        elif isinstance(a, np.ndarray) and a.dtype.kind == "f":
            same = a.shape == b.shape and np.allclose(a, b, rtol=relative, atol=0.0, equal_nan=True)
        elif isinstance(a, np.ndarray):
            same = np.array_equal(a, b)
        elif isinstance(a, Axis):
            same = a == b
        elif dataclasses.is_dataclass(a) and type(a) is type(b):
            found.extend(_differences(a, b, relative, name))
            continue
        else:
            same = a == b
        if not same:
            found.append(name)
    return found
