"""What is there at the start of a year, under which conditions the year begins, and what happened in it.

Every array ends with the axis of repetitions.
"""

from __future__ import annotations

from dataclasses import dataclass

from optimiser.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class State:
    """What one year hands on to the next."""

    capacity: Floats
    """(asset), units of the asset, at the start of the year."""
    stocks: Floats
    """(product), product units."""
    hoards: Floats
    """(input entry), product units, held by the technique that takes the input."""
    amount: Floats
    """(cohort), units of the asset."""
    done: Floats
    """(cohort), part of its cost spent in the plan."""
    came: Floats
    """(cohort), part of its capacity that has come into use."""
    in_hand: Floats
    """(technique): output of this year whose inputs were spent the year before; 0 without a lag."""
    debt: Floats
    """Foreign money."""
    margin: Floats
    """(technique): share by which requests go beyond the need."""
    raised: Floats
    """(sector): by how much targets have been ratcheted, a factor."""
    fatigue: Floats
    """(sector): part of the effort that is lost."""
    fed: Floats
    """Least consumption per head of any household the year before, relative to the base year, at most 1."""


@dataclass(frozen=True, eq=False)
class Conditions:
    """Under which the year begins."""

    tautness: Floats
    """(sector): `clip(target / capacity - 1, 0, 1)`."""
    gain: Floats
    """(sector): factor on what capacity allows."""
    quality: Floats
    """(sector): part of output that is of use."""
    wear: Floats
    """(sector): factor on depreciation."""
    work: Floats
    """Part of the people's work that is done."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Where products came from and where they went in a year: (product, repetition), product units."""

    opening_stocks: Floats
    opening_hoards: Floats
    made: Floats
    """Of use; scrap is not among it."""
    imported: Floats
    outside: Floats
    """From a source outside the plan: given uses that are negative."""
    inputs: Floats
    building: Floats
    consumed: Floats
    given: Floats
    exported: Floats
    kept: Floats
    """Farm produce kept in the village."""
    lost: Floats
    closing_stocks: Floats
    closing_hoards: Floats


@dataclass(frozen=True, eq=False)
class Happened:
    """What happened in a year."""

    target: Floats
    """(sector), output demanded, sector units."""
    output: Floats
    """(technique), units of its sector."""
    activity: Floats
    """(technique): output whose inputs are spent this year, before the harvest is known."""
    inputs: Floats
    """(input entry): what of each input went into production, product units; without the farm's own produce."""
    made: Floats
    """(sector), output as counted."""
    capacity: Floats
    """(asset): capacity in the year, units of the asset; infinity where it is no limit."""
    possible: Floats
    """(sector): the most that capacity, effort and harvest allowed."""
    harvest: Floats
    """(sector): realised over planned yield."""
    quality: Floats
    """(sector): part of output that is of use."""
    reported: Floats
    """(sector)."""
    had: Floats
    """(technique): R, what was had of the scarcest thing needed, over the need."""
    scarcest: Ints
    """(technique): what was scarcest, by its place in `scarce_things`; -1 where nothing was."""
    work_asked: Floats
    """(asset): building work asked for, in units of new capacity that the same inputs would make."""
    work_done: Floats
    """(asset)."""
    work_scarcest: Ints
    """(asset): what building lacked most, by its place in `scarce_things`; -1 where nothing was short."""
    ratio: Floats
    """(kind, product): delivered over asked, by kind of request."""
    consumption: Floats
    """(household), index, base year = 1."""
    marketed: Floats
    """Farm product units that reached the town."""
    people_asked: Floats
    """(pool), pool units, for production and building."""
    people_there: Floats
    """(pool)."""
    people_used: Floats
    """(pool): those whose work went into something."""
    people_building: Floats
    """(pool): those among them who build, pool units."""
    unfinished: Floats
    """(asset): inputs spent on what gives no capacity at the start of the next year, in units of new capacity that
    the same inputs would make."""
    ledger: Ledger
