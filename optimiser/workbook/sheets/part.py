"""A part of the economy: what it is read from, and how it is written back, said in one place."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from optimiser.economy.economy import Economy
from optimiser.workbook.columns import Layout
from optimiser.workbook.context import Source
from optimiser.workbook.schema import SHEETS
from optimiser.workbook.write.yearly import Rows

Made: TypeAlias = Mapping[str, Any]
"""Field of the economy to what was read for it before."""

OF_PLAN = frozenset({"title", "stylised", "source", "money_unit", "years", "terminal", "settings"})
"""Fields of the economy that the keys of the sheet Plan give, which `plan.py` reads: its calendar is needed before
everything else, and its settings name sets of targets and weights, which are known after."""

NOT_SAID = frozenset({"begun", "origin", "shipments"})
"""Fields of the economy that no sheet says: what came before its first year, where in a workbook it stood, and what is
made of its routes."""

OTHERWISE = frozenset({"Plan", "Scenarios", "Variants"})
"""Sheets that are of no part: Plan, Scenarios, which changes the others before they are read, and Variants, which names
scenarios."""


@dataclass(frozen=True)
class Part:
    """A part of the economy as sheets say it."""

    field: str
    """Of `Economy`."""
    read: Callable[[Source, Made], object]
    """The field, from the workbook and what was read before it."""
    write: Mapping[str, Callable[[Economy], Rows]]
    """Sheet to its rows; none where there is nothing to say."""
    instead: tuple[str, ...] = ()
    """Sheets that may say the same and are only read: Flows says what is written as Inputs."""


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """All parts, in the order in which they are read; every field and every sheet is of one of them.

    Raises:
        ValueError: a field of `Economy` or a sheet of the schema has no part, or two, or a part has one that is not
            known, or no sheet.
    """
    found = tuple(parts)
    for part in found:
        if not part.write:
            raise ValueError(f"the part {part.field} is written to no sheet")
    fields = {field.name for field in dataclasses.fields(Economy)} - NOT_SAID - OF_PLAN
    sheets = {sheet.name for sheet in SHEETS if sheet.layout is not Layout.OTHER} - OTHERWISE
    _in_one("field of Economy", fields, Counter(part.field for part in found))
    _in_one("sheet", sheets, Counter(name for part in found for name in (*part.write, *part.instead)))
    return found


def _in_one(what: str, known: set[str], parts: Counter[str]) -> None:
    wrong = {
        "no part has": sorted(known - parts.keys()),
        "more than one part has": sorted(name for name, number in parts.items() if number > 1),
        "a part has what is not known:": sorted(parts.keys() - known),
    }
    for problem, names in wrong.items():
        if names:
            raise ValueError(f"{problem} the {what} {', '.join(names)}")
