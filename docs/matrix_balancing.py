"""RAS and its relatives on Miller and Blair's example, as in the GAMS library's IOBALANCE: with scipy alone."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, minimize

from optimiser.arrays import Floats

BASE = np.array([[0.120, 0.100, 0.049], [0.210, 0.247, 0.265], [0.026, 0.249, 0.145]])
"""a0: input coefficients of the base year."""
FLOWS = np.array([[98.0, 72.0, 75.0], [65.0, 8.0, 63.0], [88.0, 27.0, 44.0]])
"""Flows of the later year, of which only the sums of rows and columns are used."""
OUTPUT = np.array([421.0, 284.0, 283.0])
LEAST = 1e-5
"""The library's lower bound of a coefficient."""


def ras() -> Floats:
    """Flows `r a0 x s` with the sums of rows and columns given.

    Source: R. Stone (1961); Miller and Blair (2009), section 7.4.

    Raises:
        ArithmeticError: the sums are not met after a thousand rounds.
    """
    flows = BASE * OUTPUT
    for _ in range(1000):
        flows = flows * (FLOWS.sum(axis=1) / flows.sum(axis=1))[:, None]
        flows = flows * (FLOWS.sum(axis=0) / flows.sum(axis=0))
        if np.allclose(flows.sum(axis=1), FLOWS.sum(axis=1), rtol=1e-13, atol=0):
            return np.asarray(flows)
    raise ArithmeticError("RAS does not come to an end")


def information(flows: Floats) -> float:
    """`sum z ln(z / z0)`, of which RAS is the least."""
    return float((flows * np.log(flows / (BASE * OUTPUT))).sum())


def least_squares(sign: int) -> float:
    """The least `sum (a + sign a0)^2 / a0` with the sums of rows and columns given.

    Raises:
        ArithmeticError: no minimum is found.
    """
    rows = np.kron(np.eye(3), OUTPUT[None, :]) / OUTPUT.sum()
    columns = np.kron(np.ones((1, 3)), np.diag(OUTPUT)) / OUTPUT.sum()
    sums = np.vstack([rows, columns])[:5]  # the sixth follows from the others
    given = np.concatenate([FLOWS.sum(axis=1), FLOWS.sum(axis=0)])[:5] / OUTPUT.sum()
    base = BASE.ravel()

    def deviation(a: Floats) -> float:
        return float(((a + sign * base) ** 2 / base).sum())

    def slope(a: Floats) -> Floats:
        return np.asarray(2 * (a + sign * base) / base)

    found = minimize(
        deviation,
        base,
        jac=slope,
        bounds=Bounds(np.full(9, LEAST), np.full(9, np.inf)),
        constraints=LinearConstraint(sums, given, given),
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    if not found.success:
        raise ArithmeticError(found.message)
    return float(found.fun)
