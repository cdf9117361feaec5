"""Sums over repetitions that are the same to the last bit however many repetitions are summed beside them.

Numpy's own sums and products choose their order of adding by the size of the arrays.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, times


def added(values: Floats) -> Floats:
    """The sum over the first axis, term by term."""
    total = np.zeros(values.shape[1:])
    for each in values:
        total = total + each
    return total


def weighted(weights: Floats, values: Floats) -> Floats:
    """(repetition): `weights @ values`, term by term.  `weights` (n), `values` (n, repetition)."""
    return times(sp.csr_array(weights[None, :]), values).reshape(values.shape[1:])
