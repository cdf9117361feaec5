"""The effects of behaviour: one small function each, in two lists.

`OPENING` effects set the conditions under which a year begins, `CLOSING` effects change what it hands on.  With a
parameter of zero each leaves everything as it is.  Substitution, rationing, overordering, hoarding, losses, the
order on building sites and shocks are parts of the year itself (`optimiser.execution.year`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.behaviour import Behaviour
from optimiser.economy.economy import Economy
from optimiser.execution.state import Conditions, Happened, State


def calm(tautness: Floats) -> Conditions:
    """Conditions that change nothing."""
    ones = np.ones_like(tautness)
    return Conditions(tautness, ones, ones, ones, np.ones(tautness.shape[1]))


def effort(behaviour: Behaviour, state: State, conditions: Conditions) -> Conditions:
    """Ambition raises output beyond capacity, as long as people are not worn out.

    `gain = 1 + effort tautness (1 - fatigue)`
    """
    gain = 1.0 + behaviour.effort * conditions.tautness * (1.0 - state.fatigue)
    return replace(conditions, gain=conditions.gain * gain)


def hunger(behaviour: Behaviour, state: State, conditions: Conditions) -> Conditions:
    """Who was hungry last year works less.   `work = 1 - hunger (1 - consumption)`"""
    return replace(conditions, work=conditions.work * np.clip(1.0 - behaviour.hunger * (1.0 - state.fed), 0.0, 1.0))


def quality(behaviour: Behaviour, _: State, conditions: Conditions) -> Conditions:
    """Haste makes scrap.   `quality = 1 - loss tautness`"""
    return replace(conditions, quality=conditions.quality * (1.0 - behaviour.quality_loss * conditions.tautness))


def wear(behaviour: Behaviour, _: State, conditions: Conditions) -> Conditions:
    """Machines that are driven wear faster.   `depreciation (1 + wear tautness)`"""
    return replace(conditions, wear=conditions.wear * (1.0 + behaviour.wear * conditions.tautness))


OPENING: tuple[Callable[[Behaviour, State, Conditions], Conditions], ...] = (effort, hunger, quality, wear)


@dataclass(frozen=True, eq=False)
class Closing:
    """What a closing effect looks at."""

    economy: Economy
    year: int
    conditions: Conditions
    happened: Happened
    scarcity: Floats
    """(technique, repetition): 1 - R."""
    mouths: Floats
    """(household): people relative to the base year, with those who moved as told."""


def strain(behaviour: Behaviour, state: State, closing: Closing) -> State:
    """Effort cannot be kept up.   `fatigue := min(1, fatigue + strain tautness)`"""
    return replace(state, fatigue=np.minimum(state.fatigue + behaviour.strain * closing.conditions.tautness, 1.0))


def growing_margins(behaviour: Behaviour, state: State, closing: Closing) -> State:
    """Who came short asks for more.   `margin := margin + growth (1 - R)`"""
    return replace(state, margin=state.margin + behaviour.margin_growth * closing.scarcity)


def ratchet(behaviour: Behaviour, state: State, closing: Closing) -> State:
    """What is reported beyond a target raises all that follow.   `raised := raised (1 + ratchet (reported/target - 1))`

    Projects that are begun later are raised with the targets they serve.
    """
    happened = closing.happened
    with np.errstate(divide="ignore", invalid="ignore"):
        over = np.where(happened.target > 0.0, happened.reported / happened.target - 1.0, 0.0)
    factor = 1.0 + behaviour.ratchet * np.maximum(over, 0.0)
    return replace(state, raised=state.raised * factor)


def livestock(behaviour: Behaviour, state: State, closing: Closing) -> State:
    """Coercion costs draught animals: the farm's capacity falls after the year.   `k := k (1 - loss kappa)`"""
    village = closing.economy.town_and_country
    if village.farm_sector < 0:
        return state
    capacity = np.array(state.capacity)
    capacity[closing.economy.assets.sector == village.farm_sector] *= (
        1.0 - behaviour.livestock_loss * village.coerced_share[closing.year]
    )
    return replace(state, capacity=capacity)


def hunger_remembered(_: Behaviour, state: State, closing: Closing) -> State:
    """How the worst-off household lived: its consumption per head, at most the base year's."""
    households = closing.economy.households
    if not len(households.axis):
        return state
    per_head = closing.happened.consumption / closing.mouths[:, None]
    return replace(state, fed=np.minimum(per_head.min(axis=0), 1.0))


CLOSING: tuple[Callable[[Behaviour, State, Closing], State], ...] = (
    strain,
    growing_margins,
    ratchet,
    livestock,
    hunger_remembered,
)
