"""The tribute of primitive accumulation: terms of trade, tax and coerced share, swept.

They are given data and never unknowns (as unknowns they would be bilinear), so what they do is seen by
solving one programme for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.solver import Bases, SolverOptions
from optimiser.strategies.balanced import balanced
from optimiser.strategies.request import Progress, Request, request_of
from optimiser.strategies.targets import proportional


@dataclass(frozen=True)
class Tribute:
    """One setting, and what it allows."""

    terms: float
    """The workbook's terms of trade times this: below 1 the village gives less for its goods."""
    tax: float
    """The workbook's tax times this."""
    coerced: float
    """Share of the quota taken by force, 0 to 1."""
    growth_rate: float | None
    """Greatest common growth a year; None where there is none."""
    share: float | None
    """Largest common share of the targets' increments; None where there is no plan at all."""


def with_tribute(economy: Economy, terms: float, tax: float, coerced: float) -> Economy:
    """The economy with the village's terms of trade and tax multiplied, and a coerced share."""
    village = economy.town_and_country
    return replace(
        economy,
        town_and_country=replace(
            village,
            terms_of_trade=village.terms_of_trade * terms,
            tax=village.tax * tax,
            coerced_share=np.full_like(village.coerced_share, coerced),
        ),
    )


def tribute_sweep(
    economy: Economy | Request,
    target_set: str = "",
    *,
    terms: Sequence[float] = (0.9, 1.0, 1.1),
    tax: Sequence[float] = (0.0, 1.0, 2.0, 3.0),
    coerced: Sequence[float] = (0.0, 0.5, 1.0),
    options: SolverOptions | None = None,
    progress: Progress | None = None,
) -> tuple[Tribute, ...]:
    """Growth and share for every combination of terms, tax and coerced share.

    Raises:
        InputFault: the economy has no exchange of town and country, or no target set is chosen.
    """
    request = request_of(economy, target_set, options, progress)
    economy = request.economy
    if economy.town_and_country.farm_product < 0:
        raise InputFault.of("Town and country", "there is no exchange of town and country to sweep", "Add the sheet")
    # the growth is that of stage one, whatever the targets
    request = replace(request, options=replace(request.options, bases=Bases()))
    found = []
    for setting in product(terms, tax, coerced):
        request.progress("terms of trade x {}, tax x {}, coerced share {}".format(*setting))
        asked = request.over(with_tribute(economy, *setting))
        growth = balanced(asked)
        share = proportional(asked)
        found.append(Tribute(*setting, growth.growth_rate if growth.solution.optimal else None, share.share))
    return tuple(found)
