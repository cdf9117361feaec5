"""Expressions in the unknowns that rules and goals share."""

from __future__ import annotations

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.economy.flows import labour_productivity
from optimiser.programme.expressions import Affine
from optimiser.programme.variables import Variables


def employment(economy: Economy, v: Variables) -> Affine:
    """(pool, 1..N): people at work, in production and building.

        sum_k l[l,k] / (1 + pi_j(k))^t x[k,t+lag]  +  sum_b l[l,b] Z[b,t]

    With a lag people work in the year the inputs are spent.  Pool units.
    """
    last = economy.years.last
    years, techniques = np.arange(1, last + 1), economy.techniques
    persons = 1.0 / labour_productivity(economy, last)[:, 1:]
    at_work = techniques.labour @ v.output.over(years, lag=techniques.lag).times(persons)
    return at_work + economy.construction.labour @ v.construction.over(years)
