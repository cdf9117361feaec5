"""A point that is to show that a conflict needs a row keeps all the others, to a millionth."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from optimiser.diagnosis.conflict import _holds
from optimiser.programme import LinearProgramme

NONE_FREE = np.zeros(2, bool)


def programme() -> LinearProgramme:
    """x >= 5 and y >= 1000, with x and y from 0 to 2000."""
    return LinearProgramme.of_arrays(
        sp.csr_array(np.eye(2)),
        np.array([5.0, 1000.0]),
        np.array([np.inf, np.inf]),
        np.zeros(2),
        np.full(2, 2000.0),
        np.zeros(2),
        rows=("x", "y"),
        columns=("x", "y"),
    )


@pytest.mark.parametrize(("missed", "kept"), [(0.0, True), (0.5e-6, True), (2e-6, False), (1e-3, False)])
def test_a_witness_misses_a_row_by_a_millionth_of_its_size_at_most(missed: float, kept: bool) -> None:
    point = np.array([5.0 * (1.0 - missed), 1000.0])
    assert _holds(programme(), point, NONE_FREE, without=1) is kept
    point = np.array([5.0, 1000.0 * (1.0 - missed)])
    assert _holds(programme(), point, NONE_FREE, without=0) is kept


@pytest.mark.parametrize(("missed", "kept"), [(0.5e-6, True), (2e-6, False)])
def test_a_witness_keeps_to_its_bounds(missed: float, kept: bool) -> None:
    assert _holds(programme(), np.array([2000.0 + missed, 1000.0]), NONE_FREE, without=0) is kept
    assert _holds(programme(), np.array([5.0, 2000.0 + missed]), NONE_FREE, without=1) is kept


def test_the_row_in_question_and_free_rows_may_be_missed() -> None:
    assert _holds(programme(), np.array([0.0, 1000.0]), NONE_FREE, without=0)
    assert _holds(programme(), np.array([0.0, 0.0]), np.array([False, True]), without=0)
    assert not _holds(programme(), np.array([0.0, 0.0]), NONE_FREE, without=0)
