"""The least violation of a programme's rows: its multipliers prove that there is no answer, where there is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Sparse


def least_violation(
    matrix: Sparse, row_lower: Floats, row_upper: Floats, lower: Floats, upper: Floats, *, seconds: float
) -> Floats | None:
    """Multipliers (row) of `minimise sum |violation|` of scaled rows; None where HiGHS has no answer in time.

        minimise sum(p + q)   subject to   row_lower <= A x + p - q <= row_upper,   lower <= x <= upper,   p, q >= 0

    Positive at the least sum they are the multipliers of Farkas.  Every programme has such an answer, so that no
    solver can call this one infeasible.
    """
    import highspy

    api: Any = highspy
    highs = api._Highs()
    rows, columns = matrix.shape
    identity = sp.eye_array(rows, format="csr")
    whole = sp.csr_array(sp.hstack([matrix, identity, -identity], format="csr"))
    zeros, ones, endless = np.zeros(columns), np.ones(2 * rows), np.full(2 * rows, np.inf)
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("small_matrix_value", 1e-12)
    if np.isfinite(seconds):
        highs.setOptionValue("time_limit", max(seconds, 0.0))
    highs.passModel(
        columns + 2 * rows,
        rows,
        whole.nnz,
        int(api.MatrixFormat.kRowwise),
        int(api.ObjSense.kMinimize),
        0.0,
        np.concatenate([zeros, ones]),
        np.concatenate([lower, np.zeros(2 * rows)]),
        np.concatenate([upper, endless]),
        row_lower,
        row_upper,
        whole.indptr,
        whole.indices,
        whole.data,
        np.zeros(columns + 2 * rows, np.int32),
    )
    if highs.run() == api.HighsStatus.kError:
        # another library in this process has begun HiGHS with other threads: then with those
        highs.setOptionValue("threads", 0)
        highs.run()
    if highs.getModelStatus() != api.HighsModelStatus.kOptimal:
        return None
    return np.array(highs.getSolution().row_dual)
