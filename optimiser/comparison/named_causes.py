"""Causes that every workbook has without saying so: each is absent in the reference, and at work when it is named.

What is at work is assumed, not estimated.  A scenario of the workbook goes before a cause of the same name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from optimiser.economy.behaviour import Rationing
from optimiser.strategies.balanced import balanced
from optimiser.strategies.maximum import maximum
from optimiser.workbook.changes import Change


@dataclass(frozen=True)
class NamedCause:
    """What is changed in all runs, so that the cause is absent, and what where it is at work."""

    name: str
    meaning: str
    absent: tuple[Change, ...]
    at_work: tuple[Change, ...]


def _set(sheet: str, **values: object) -> tuple[Change, ...]:
    """Keys of a sheet, and what each is set to; `_` stands for a blank."""
    return tuple(Change(sheet, key.replace("_", " "), "value", "set", value) for key, value in values.items())


def _every() -> Iterator[NamedCause]:
    yield NamedCause(
        "ambition",
        "all maxima at once are demanded, and not balanced growth",
        _set("Plan", default_strategy=balanced.name),
        _set("Plan", default_strategy=maximum.name),
    )
    yield NamedCause(
        "allocation",
        "the priority group is served first, inputs and building",
        _set("Execution", rationing=str(Rationing.CURRENT_FIRST)),
        _set("Execution", rationing=str(Rationing.PRIORITY)),
    )
    yield NamedCause(
        "soft budgets",
        "inputs are ordered for a tenth of what is demanded beyond capacity, too, whatever they cost",
        _set("Execution", overordering=0.0),
        _set("Execution", overordering=0.1),
    )
    yield NamedCause(
        "hoarding",
        "requests for what can be stored go a tenth beyond the need, and more after every shortage",
        _set("Execution", hoarding=0.0, margin_growth=0.0),
        _set("Execution", hoarding=0.1, margin_growth=0.5),
    )
    yield NamedCause(
        "effort",
        "half of what is demanded beyond capacity is made good by effort, which tires",
        _set("Execution", effort=0.0, strain=0.0),
        _set("Execution", effort=0.5, strain=0.5),
    )
    yield NamedCause(
        "harvest",
        "harvests vary, with a standard deviation of a tenth",
        _set("Execution", harvest_sd=0.0),
        _set("Execution", harvest_sd=0.1),
    )
    yield NamedCause(
        "coercion",
        "a tenth of the quota is taken by force, as the plan knows; each year of it costs 2 per cent of the herds",
        (*_set("Town and country", coerced_share=0.0), *_set("Execution", livestock_loss=0.0)),
        (*_set("Town and country", coerced_share=0.1), *_set("Execution", livestock_loss=0.2)),
    )


NAMED_CAUSES: Mapping[str, NamedCause] = {each.name: each for each in _every()}
"""By name."""
