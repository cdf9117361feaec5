"""What the rows and columns of a plain table are: by their labels, and by what the user says of them.

Every row and column is a product or industry, a final use, value added, imports, or a total; nothing is left out
without a word.  A total whose label does not say so is found by adding up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import Grid, number_of, words_of
from optimiser.iotables.recipe import Options
from optimiser.iotables.vocabulary import FINAL_USES, PRIMARY, Role, role_of
from optimiser.workbook.faults import did_you_mean, plain

SIDE = (Role.OUTPUT, Role.TOTAL, Role.EMPLOYMENT, Role.CAPITAL)
AS_TOTAL = 1e-6
"""Relative difference within which a row is the sum of others; figures are rounded, so units count too."""
HALF_UNIT = 0.5


@dataclass(frozen=True)
class Line:
    """A row or a column of a table."""

    label: str
    place: int
    """Its number in the grid, from 0."""
    role: Role | None
    """None for a product or an industry."""


@dataclass(frozen=True)
class Layout:
    """The rows and columns of a grid."""

    grid: Grid
    head: int
    """The row that has the labels of the columns."""
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]

    def of(self, lines: Sequence[Line], *roles: Role | None) -> list[Line]:
        """Those of some roles."""
        return [each for each in lines if each.role in roles]


def layout_of(grid: Grid, options: Options) -> Layout:
    """The layout of a grid.

    Raises:
        InputFault: no header, or the user names a row or a column that is not there.
    """
    head = next(
        (r for r, row in enumerate(grid.rows) if sum(isinstance(c, str) and bool(c.strip()) for c in row[1:]) >= 2), -1
    )
    if head < 0:  # codes that are numbers
        head = next((r for r, row in enumerate(grid.rows) if sum(c is not None for c in row) >= 3), -1)
    if head < 0:
        raise InputFault.of(grid.file, "there is no row of labels", "Put codes across, above the figures.")
    said = roles_said(options)
    columns = [Line(words_of(grid.at(head, c)), c, None) for c in range(1, grid.width)]
    rows = [Line(words_of(grid.at(r, 0)), r, None) for r in range(head + 1, len(grid.rows))]
    rows = [each for each in rows if each.label or _filled(grid, each.place)]
    columns = [each for each in columns if each.label or _filled(grid.turned(), each.place, head + 1)]
    columns = [each for each in columns if not _names_only(grid, each, rows)]
    faults = [
        grid.fault(each.place, 0, "a row of figures has no label", "Give it the code of its product.")
        for each in rows
        if not each.label
    ]
    faults += [
        grid.fault(head, each.place, "a column of figures has no label", "Give it the code of its industry.")
        for each in columns
        if not each.label
    ]
    labels = {plain(each.label) for each in (*rows, *columns)}
    for name in said:
        if plain(name) not in labels:
            near = did_you_mean(name, [each.label for each in (*rows, *columns)])
            remedy = f"Did you mean {near!r}?" if near else "Write the label as it stands in the table."
            faults.append(Fault(grid.file, "", name, "no row or column has this label", remedy))
    if faults:
        raise InputFault(faults)
    known = {plain(name): role for name, role in said.items()}
    return Layout(grid, head, _with_roles(rows, known), _with_roles(columns, known))


def roles_said(options: Options) -> dict[str, Role]:
    """Labels that the user has given a role.

    Raises:
        InputFault: there is no such role.
    """
    found: dict[str, Role] = {}
    words = {str(role): role for role in FINAL_USES} | {
        role.name.lower().replace("_", "-"): role for role in FINAL_USES
    }
    for each in options.final_use:
        name, mark, word = each.rpartition("=")
        if mark and word.strip().casefold() not in words:
            remedy = f"One of: {', '.join(role.name.lower().replace('_', '-') for role in FINAL_USES)}."
            raise InputFault.of("--final-use", f"{word.strip()!r} is no final use", remedy)
        label = name if mark else each
        guessed = role_of(label)
        otherwise = guessed if guessed in FINAL_USES else Role.CONSUMPTION
        found[label.strip()] = words[word.strip().casefold()] if mark else otherwise or Role.CONSUMPTION
    found |= dict.fromkeys(options.imports, Role.IMPORTS)
    for label in options.value_added:
        guessed = role_of(label)
        found[label] = guessed if guessed in PRIMARY and guessed is not None else Role.PROFIT
    return found


def _with_roles(lines: Iterable[Line], known: dict[str, Role]) -> tuple[Line, ...]:
    return tuple(Line(each.label, each.place, known.get(plain(each.label), role_of(each.label))) for each in lines)


def _filled(grid: Grid, row: int, start: int = 1) -> bool:
    cells = grid.rows[row][start:]
    return any(cell is not None for cell in cells)


def _names_only(grid: Grid, column: Line, rows: Sequence[Line]) -> bool:
    """Whether a column has the names of the rows: text in every cell."""
    cells = [grid.at(each.place, column.place) for each in rows]
    words = [cell for cell in cells if isinstance(cell, str) and number_of(cell) is None]
    return column.place == 1 and len(words) > len(cells) / 2


def lies_on_its_side(layout: Layout) -> bool:
    """Whether final uses stand in rows and value added in columns."""
    uses = tuple(role for role in FINAL_USES if role is not Role.IMPORTS)
    across = layout.of(layout.columns, *uses), layout.of(layout.columns, *PRIMARY)
    down = layout.of(layout.rows, *uses), layout.of(layout.rows, *PRIMARY)
    return len(down[0]) > len(across[0]) and len(across[1]) >= len(down[1])


def hidden_totals(cells: Floats) -> list[tuple[int, int, int]]:
    """Rows that are the sum of the rows first .. last next to them: (row, first, last).

    Two rows at least, and more than one figure: small tables have sums by chance.
    """
    n = len(cells)
    sums = np.vstack([np.zeros(cells.shape[1]), np.cumsum(cells, axis=0)])
    size = np.abs(cells)
    found: list[tuple[int, int, int]] = []
    for row in range(n):
        if np.count_nonzero(cells[row]) < 3:
            continue
        most = AS_TOTAL * size[row] + HALF_UNIT * float((cells == np.round(cells)).all())
        before = sums[row][None, :] - sums[: max(row - 1, 0)]
        ends = sums[row + 3 :] - sums[row + 1][None, :]
        for block, first in ((before, True), (ends, False)):
            same = (np.abs(block - cells[row]) <= most).all(axis=1)
            if same.any():
                place = int(np.flatnonzero(same)[0])
                # other rows that are zero add nothing
                span = (place, row - 1) if first else (row + 1, row + 2 + place)
                if np.count_nonzero(size[span[0] : span[1] + 1].sum(axis=1)) >= 2:
                    found.append((row, *span))
                    break
    return found
