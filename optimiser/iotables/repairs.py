"""Repairs that are made only when they are asked for, each of which is listed with what it changed.

Those of rows, columns and cells of a plain file are made while it is read (`readers/plain.py`); those of a table as a
whole are here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from optimiser.errors import InputFault
from optimiser.iotables.checks import factor_of_part
from optimiser.iotables.readers import plain, unlabelled
from optimiser.iotables.table import FinalUse, NationalTable, Step
from optimiser.iotables.vocabulary import Role

DIFFERENCE = "Statistical difference"
FIELDS = {"final uses": "final", "flows between industries": "use", "imports": "imports", "value added": "value_added"}
"""Part of a table that may be in another unit: its field."""


def rescaled(table: NationalTable) -> NationalTable:
    """The table with the part that is in another unit multiplied by the power of ten that makes it add up."""
    found = factor_of_part(table)
    if not found:
        return table
    part, power = found
    name = FIELDS[part]
    scaled = power * getattr(table, name)
    step = Step("rescale", part, float(np.abs(scaled).sum()), f"multiplied by {power:g}", asked=True)
    return replace(table, rounding=table.half_unit, **{name: scaled}).with_step(step)


def with_difference(table: NationalTable) -> NationalTable:
    """The table with a column of final use for what does not add up; negative where more is used than is supplied."""
    residual = table.residual
    if not residual.any():
        return table
    step = Step(
        "difference",
        ", ".join(table.products.labels[n] for n in np.argsort(-np.abs(residual))[:8]),
        float(np.abs(residual).sum()),
        "what is not used is a use of its own, and what is used and not there a source",
        asked=True,
    )
    return replace(
        table,
        final_uses=(*table.final_uses, FinalUse(DIFFERENCE, Role.DIFFERENCE)),
        final=np.column_stack([table.final, residual]),
    ).with_step(step)


REPAIRS: Mapping[str, tuple[Callable[[NationalTable], NationalTable] | None, str]] = MappingProxyType(
    {
        plain.TURN: (None, "rows become columns: the table lies on its side"),
        plain.TOTALS: (None, "rows and columns that are sums of others are left out"),
        plain.DUPLICATES: (None, "rows and columns of one code are added up"),
        plain.TEXT: (None, "cells that hold text are 0"),
        plain.UNMATCHED: (None, "rows without a column, and columns without a row, are left out"),
        unlabelled.REMAINDERS: (None, "what industries leave of products and of output is final use and value added"),
        "rescale": (rescaled, "a part in another unit is multiplied by a power of ten"),
        "difference": (with_difference, "what does not add up becomes a final use of its own"),
    }
)
"""Name to what is done with the table (None: while it is read) and the meaning, in the order in which they are made."""


def repaired(table: NationalTable, names: Sequence[str]) -> NationalTable:
    """The table with the repairs that were asked for.

    Raises:
        InputFault: there is no such repair.
    """
    for each in names:
        if each not in REPAIRS:
            raise InputFault.of("--repair", f"there is no repair {each!r}", f"One of: {', '.join(REPAIRS)}.")
    for name, (change, _) in REPAIRS.items():
        if change is not None and name in names:
            table = change(table)
    return table
