"""How enterprises, planners and villages behave when a plan is carried out: parameters, none of them estimated.

Every default is *assumed*.  Zero is neutral, `seed` apart: an economy whose parameters are all zero carries a feasible
plan out to the letter, and so does any other in which nothing is hoarded and no shock is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rationing(StrEnum):
    """Who is served when there is less than was asked for.

    CURRENT_FIRST: given uses and exports, then current inputs, then building, then consumption.
    PRIORITY: the same, and within inputs and building first the sectors of the priority group.
    PROPORTIONAL: everybody gets the same share of what he asked for.
    """

    CURRENT_FIRST = "current-first"
    PRIORITY = "priority"
    PROPORTIONAL = "proportional"


@dataclass(frozen=True)
class Behaviour:
    """The parameters, as the sheet `Execution` states them.  Shares unless another unit is named."""

    substitution: float = 0.5
    """sigma: output reacts to the scarcest input as `R^sigma`; 1 is Leontief, 0 means that scarcity does nothing."""
    rationing: Rationing = Rationing.CURRENT_FIRST
    priority_group: str = "producer goods"
    """The group of sectors served first under `priority`."""
    hoarding: float = 0.1
    """Margin by which requests for storable inputs go beyond the need."""
    margin_growth: float = 0.0
    """By how much the margin grows for each unit by which the scarcest input was short the year before."""
    overordering: float = 0.0
    """Part of the gap between target and capacity for which inputs are asked all the same."""
    hoard_loss: float = 0.1
    """Part of what is hoarded or lies idle on a building site that is lost in a year."""
    first_come: float = 0.5
    """Part of building materials given out to the oldest projects first; the rest goes to all in proportion."""
    sites: int = 10
    """Building sites of a project begun in a year, finished one by one; 0: any part of the work gives capacity."""
    exaggeration: float = 0.0
    """Part of output by which reports go beyond it."""
    ratchet: float = 0.0
    """Part of a reported overfulfilment that is added to all later targets."""
    effort: float = 0.0
    """Part of the gap between target and capacity that is made good by effort, up to a target of twice capacity."""
    strain: float = 0.0
    """Part of the effort that is lost a year for each unit of tautness, for good."""
    hunger: float = 0.0
    """Part of people's work that is lost for each unit by which their consumption was below the base year's."""
    quality_loss: float = 0.0
    """Part of output that is scrap at a tautness of 1."""
    wear: float = 0.0
    """Part by which capacity wears faster at a tautness of 1."""
    livestock_loss: float = 0.0
    """Part of the farm's capacity lost after a year in which the coerced share is 1."""
    harvest_sd: float = 0.1
    """Standard deviation of the harvest around what the plan counts on (logarithm)."""
    terms_of_trade_sd: float = 0.0
    """Standard deviation of export prices around what the plan counts on (logarithm)."""
    commissioning_delay: float = 0.0
    """Chance that a finished project comes into use a year late."""
    repetitions: int = 0
    """How often a plan is carried out, where nobody says otherwise; 0: as often as the command does of itself."""
    seed: int = 1
    """What chance starts from, where nobody says otherwise."""


FAITHFUL = Behaviour(hoarding=0.0, harvest_sd=0.0)
"""The assumed behaviour without hoarding and shocks: feasible plans are carried out to the letter."""
