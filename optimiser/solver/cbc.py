"""CBC's answers with all their digits: it prints eight, and writes sixteen to a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np


def saving(path: Path) -> list[str]:
    """Options for CBC to solve and then to save the solution; none where the path has blanks, which PuLP splits."""
    return [] if " " in str(path) else ["initialSolve", f"saveSolution {path}"]


def restore_digits(path: Path, variables: list[Any], constraints: list[Any]) -> bool:
    """The saved solution put in place of what PuLP read from text; whether there was one that fits.

    The file has the numbers of rows and columns, the objective, then activities and multipliers of the rows, values
    and reduced costs of the columns, in the order of the file that CBC was given.
    """
    if not path.exists():
        return False
    content = path.read_bytes()
    rows, columns = np.frombuffer(content[:8], np.int32)
    numbers = np.frombuffer(content[8:], np.float64)
    if (rows, columns) != (len(constraints), len(variables)) or len(numbers) != 1 + 2 * (rows + columns):
        return False
    _, multipliers, values, reduced = np.split(numbers[1:], np.cumsum([rows, rows, columns]))
    for constraint, multiplier in zip(constraints, multipliers.tolist(), strict=True):
        constraint.pi = multiplier
    for variable, value, cost in zip(variables, values.tolist(), reduced.tolist(), strict=True):
        variable.varValue, variable.dj = value, cost
    return True
