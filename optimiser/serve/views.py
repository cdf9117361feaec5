"""A sheet as the page shows it, and the changes with the sliders that move them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from optimiser.serve.edits import Changed, addressable, as_sent, column_at, columns_of, shown
from optimiser.serve.opened import Opened
from optimiser.workbook.changes import NUMBERS, Change
from optimiser.workbook.columns import Bounds, Column, Kind, Layout
from optimiser.workbook.faults import address, plain
from optimiser.workbook.headers import Table
from optimiser.workbook.scenarios import Definition, Line
from optimiser.workbook.write.workbook import note_on

MOST_CELLS = 4_000
"""Of a sheet, at a time; the rest is found by a word."""
STEPS = 100.0
"""Of a slider, at least."""
HALF = 0.5
"""How far a slider goes about what the workbook says, where the workbook gives no range."""
ROUND = (1.0, 2.0, 5.0)
UNSHOWN = ("Scenarios", "Variants")


def titles(opened: Opened) -> list[dict[str, str]]:
    """The sheets that can be changed."""
    return [
        {"title": table.title, "meaning": table.sheet.meaning}
        for table in opened.tables.values()
        if table.sheet.name not in UNSHOWN
    ]


def sheet_shown(made: Changed, title: str, find: str = "") -> dict[str, object]:
    """The rows of a sheet in which a word stands, as far as there is room; `more` counts the others."""
    table = next((each for each in made.tables.values() if each.title == title), None)
    if table is None or table.sheet.name in UNSHOWN:
        return {"title": title, "columns": [], "rows": [], "more": 0}
    columns = columns_of(table)
    touched = {place for places in made.places for place in places}
    wanted = [row for row in table.rows if _found(table, row, columns, find)]
    room = max(MOST_CELLS // max(len(columns), 1), 1)
    return {
        "title": title,
        "columns": [_heading(table, index, name) for index, name in columns.items()],
        "rows": [
            {"row": row, "cells": [_cell(table, row, column, touched) for column in columns]} for row in wanted[:room]
        ],
        "more": max(len(wanted) - room, 0),
    }


def _found(table: Table, row: int, columns: dict[int, str], find: str) -> bool:
    if not find.strip():
        return True
    words = plain(" ".join(shown(table.cell(row, column)) for column in columns))
    return plain(find) in words


def _heading(table: Table, column: int, name: str) -> dict[str, str]:
    by_row = table.sheet.layout in (Layout.KEYS, Layout.ITEMS)
    meant = None if by_row or not table.rows else column_at(table, next(iter(table.rows)), column)
    own = meant is not None and plain(meant.name) == plain(name)
    return {"name": name, "note": note_on(meant) if meant is not None and own else ""}


def _cell(table: Table, row: int, column: int, touched: set[tuple[str, int, int]]) -> dict[str, object]:
    cell = table.cell(row, column)
    found: dict[str, object] = {"text": shown(cell), "place": address(row, column), "column": column}
    if (table.title, row, column) in touched:
        found["changed"] = True
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        found["number"] = True
    if addressable(table, row, column):
        meant = column_at(table, row, column)
        found["open"] = True
        found["choices"] = _choices(meant)
        if table.sheet.layout in (Layout.KEYS, Layout.ITEMS) and meant is not None:
            found["note"] = note_on(meant)
    return found


def _choices(meant: Column | None) -> list[str]:
    if meant is None:
        return []
    return ["yes", "no"] if meant.kind is Kind.YESNO else list(meant.choices)


def changes_shown(opened: Opened, changes: Sequence[Change], made: Changed) -> list[dict[str, object]]:
    """Each change with its unit and what the workbook says; with the ends and the step of a slider where it is a
    number."""
    return [
        as_sent(change) | _slider(opened, change, places, made)
        for change, places in zip(changes, made.places, strict=True)
    ]


def _slider(opened: Opened, change: Change, places: Sequence[tuple[str, int, int]], made: Changed) -> dict[str, object]:
    base, bounds, whole = 1.0 if change.operation == "multiply" else 0.0, Bounds(), False
    number, unit, said = True, "", ""
    if places:
        title, row, column = places[0]
        table = next(each for each in made.tables.values() if each.title == title)
        meant = column_at(table, row, column)
        before = opened.tables.get(table.sheet.name)
        cell = before.cell(row, column) if before and row in before.rows else None
        said = _brief(cell) if len(places) == 1 else ""
        if change.operation == "set":
            base = float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else 0.0
            bounds = meant.bounds if meant else bounds
            number = meant is None or meant.kind in NUMBERS
            whole = meant is not None and meant.kind is Kind.INTEGER
        unit = _unit(table, row, meant)
    found: dict[str, object] = {"unit": unit, "said": said, "cells": len(places)}
    if not isinstance(change.value, float) or not number:
        return found
    line = line_of(opened, change)
    ends = line and (line.span or _ends(line))
    least, most = ends or _about(base, change.value, bounds)
    least, most = min(least, change.value), max(most, change.value)
    return found | {"least": least, "most": most, "step": max(_step(most - least), 1.0 if whole else 0.0)}


def _brief(cell: object) -> str:
    """A cell as it is spoken of."""
    return f"{cell:.6g}" if isinstance(cell, float) else shown(cell)


def _unit(table: Table, row: int, meant: Column | None) -> str:
    """The unit of a cell: the row's own, or the column's."""
    if "unit" in table.columns and table.sheet.layout is not Layout.TABLE:
        return shown(table.cell(row, table.columns["unit"]))
    return meant.unit if meant else ""


def line_of(opened: Opened, change: Change) -> Line | None:
    """The line of a scenario that gives a change a list or a range."""
    for definition in opened.scenarios.values():
        for line in definition.lines:
            same = (line.change.sheet, line.change.row, line.change.column, line.change.operation) == (
                change.sheet,
                change.row,
                change.column,
                change.operation,
            )
            if same and (line.choices or line.span):
                return line
    return None


def _ends(line: Line) -> tuple[float, float] | None:
    numbers = [each for each in line.choices if isinstance(each, float)]
    return (min(numbers), max(numbers)) if numbers else None


def _about(base: float, value: float, bounds: Bounds) -> tuple[float, float]:
    """From half of what stands there to as much again; where nothing does, about what is put there."""
    middle = base or value or 1.0
    least, most = sorted((middle * (1.0 - HALF), middle * (1.0 + HALF)))
    if not base:
        least, most = min(least, 0.0), max(most, 0.0)
    return max(least, bounds.least), min(most, bounds.most)


def _step(width: float) -> float:
    """A round figure, by which a slider has `STEPS` steps or more."""
    if width <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(width / STEPS))
    return max(each * power for each in ROUND if each * power <= width / STEPS * (1.0 + 1e-9))


def scenario_sent(definition: Definition) -> list[dict[str, object]]:
    """The changes of a scenario; of a list or a range the middle."""
    return [as_sent(line.change) | {"value": _middle(line)} for line in definition.lines]


def _middle(line: Line) -> object:
    if line.span:
        return sum(line.span) / 2.0
    if line.choices:
        return line.choices[len(line.choices) // 2]
    value = line.change.value
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else shown(value)
