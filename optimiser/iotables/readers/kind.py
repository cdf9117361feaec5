"""What a kind of national table is: how it is recognised, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimiser.arrays import Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import ERRORS, Grid, number_of
from optimiser.iotables.recipe import Options
from optimiser.iotables.regions import Regions
from optimiser.iotables.table import NationalTable


@dataclass(frozen=True)
class Kind:
    """A kind of source."""

    name: str
    """As `--as` has it."""
    meaning: str
    """One sentence: what files it is, and whose."""
    recognises: Callable[[Path], bool]
    """Whether a file or a folder is of the kind, by names and headers alone."""
    read: Callable[[Path, Options], NationalTable]
    read_regions: Callable[[Path, Options], Regions] | None = None
    """Several regions of it, told apart; None where a source of the kind has one country."""


def numbers(grid: Grid, rows: Sequence[int], columns: Sequence[int], *, zero_for_text: bool = False) -> Floats:
    """(row, column): the numbers in some cells; blanks are 0.

    Raises:
        InputFault: cells hold something else, all of which are named.
    """
    import numpy as np

    values = np.zeros((len(rows), len(columns)))
    wrong: list[Fault] = []
    for r, row in enumerate(rows):
        for c, column in enumerate(columns):
            found = number_of(grid.at(row, column))
            if found is not None:
                values[r, c] = found
            elif not zero_for_text:
                wrong.append(grid.fault(row, column, *text_fault(grid.at(row, column))))
    if wrong:
        raise InputFault(wrong)
    return values


def text_fault(value: object) -> tuple[str, str]:
    """What is wrong with text in the place of a number, and what would mend it."""
    text = str(value).strip()
    if text.upper().startswith(ERRORS):
        return "an error of a spreadsheet stands in the place of a number", "Mend the formula where it was made."
    plain = re.sub(r"[\s,'\u00a0\u202f]", "", text)
    if text.endswith("%"):
        return "a share stands in the place of a flow", "Write the flow itself."
    try:
        float(plain)
    except ValueError:
        remedy = "Write the number; or, if nothing is known, ask for --repair text-as-zero."
        return "text stands in the place of a number", remedy
    return "a number is written as text, with signs between its digits", f"Write {plain}."


def year_in(*names: str) -> str:
    """The first year that stands in some names; empty where none does."""
    for name in names:
        found = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", name)
        if found:
            return found.group()
    return ""
