"""Strategies: the same rules, different goals.  `STRATEGIES` lists them, and is the one place.

A strategy is a function from a `Request` to a `Plan`; its docstring says what it asks for.
"""

from __future__ import annotations

from collections.abc import Callable

from optimiser.errors import InputFault
from optimiser.plan.plan import Plan
from optimiser.strategies.balanced import balanced
from optimiser.strategies.maximum import maximum
from optimiser.strategies.objectives import consumption, superindustrial, war, weighted
from optimiser.strategies.request import Request
from optimiser.strategies.targets import proportional, ratchet, targets

Strategy = Callable[[Request], Plan]

STRATEGIES: dict[str, Strategy] = {
    strategy.__name__: strategy
    for strategy in (balanced, maximum, ratchet, targets, proportional, superindustrial, war, consumption, weighted)
}


def strategy(name: str) -> Strategy:
    """A strategy by its name.

    Raises:
        InputFault: no such strategy.
    """
    if name not in STRATEGIES:
        raise InputFault.of("Strategy", f"there is no strategy {name!r}", f"Choose one of: {', '.join(STRATEGIES)}")
    return STRATEGIES[name]


__all__ = ["STRATEGIES", "Request", "Strategy", "strategy"]
