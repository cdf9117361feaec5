"""A relaxation is confirmed by its own point, added up, and where that does not hold by a solve."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from optimiser import SolverOptions
from optimiser.diagnosis import elastic
from optimiser.diagnosis.elastic import Relaxation, confirm, furthest_off, least_total, soften
from optimiser.programme import LinearProgramme


def programme() -> LinearProgramme:
    """x >= 6 and x <= 4, with x from 0 to 10."""
    return LinearProgramme.of_arrays(
        sp.csr_array(np.ones((2, 1))),
        np.array([6.0, -np.inf]),
        np.array([np.inf, 4.0]),
        np.zeros(1),
        np.full(1, 10.0),
        np.zeros(1),
        rows=("demand", "limit"),
        columns=("x",),
    )


def least() -> Relaxation:
    both = np.ones(2, bool)
    found = least_total(soften(programme(), both, SolverOptions()), both)[1]
    assert found is not None
    return found


def test_the_point_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = least()
    assert not found.verified
    monkeypatch.setattr(elastic, "open_session", None)
    assert confirm(programme(), found, SolverOptions()).verified


def test_where_the_point_does_not_hold_a_solve_decides() -> None:
    elsewhere = replace(least(), point=np.array([-1.0]))
    assert confirm(programme(), elsewhere, SolverOptions()).verified


def test_amounts_that_are_not_enough_are_not_confirmed() -> None:
    found = least()
    short = replace(found, amounts=0.99 * found.amounts, shares=0.99 * found.shares)
    assert not confirm(programme(), short, SolverOptions()).verified


@pytest.mark.parametrize(("x", "off"), [(6.0, 0.5), (4.0, 1 / 3), (11.0, 7 / 4), (-1.0, 7 / 6)])
def test_how_far_a_point_is_off_is_a_share_of_the_side(x: float, off: float) -> None:
    made = programme()
    assert furthest_off(made, np.array([x]), made.arrays.row_lower, made.arrays.row_upper) == pytest.approx(off)
