"""Strategies: the same rules, different goals.  `STRATEGIES` lists them, and is the one place.

To add one: a function with the decorator `strategy` (see `strategy.py`), and its name in the list below.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optimiser.errors import InputFault
from optimiser.programme.constraints import Rule
from optimiser.strategies.balanced import balanced, balanced_growth, balanced_output
from optimiser.strategies.counted_consumption import consumption_in_pieces
from optimiser.strategies.elastic import heavy_targets
from optimiser.strategies.goals import elastic_target, target, target_kept, target_share, unevenness_down, unevenness_up
from optimiser.strategies.maximum import maximum
from optimiser.strategies.objectives import consumption, superindustrial, war, weighted
from optimiser.strategies.request import Progress, Request, request_of
from optimiser.strategies.strategy import Strategy
from optimiser.strategies.targets import proportional, ratchet, targets

ALL = (balanced, maximum, ratchet, targets, proportional, superindustrial, war, consumption, weighted)

STRATEGIES: Mapping[str, Strategy] = MappingProxyType({each.name: each for each in ALL})


DEMANDS: tuple[Rule[...], ...] = (
    target,
    target_share,
    target_kept,
    elastic_target,
    heavy_targets,
    balanced_growth,
    balanced_output,
    unevenness_up,
    unevenness_down,
    consumption_in_pieces,
)
"""The rows that strategies add to the rules of the economy."""


def strategy_of(name: str) -> Strategy:
    """A strategy by its name.

    Raises:
        InputFault: no such strategy.
    """
    if name not in STRATEGIES:
        raise InputFault.of("Strategy", f"there is no strategy {name!r}", f"Choose one of: {', '.join(STRATEGIES)}")
    return STRATEGIES[name]


__all__ = ["DEMANDS", "STRATEGIES", "Progress", "Request", "Strategy", "request_of", "strategy_of"]
