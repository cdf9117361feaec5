"""What a page changes: as it is sent, as changes to the workbook, and in which cells it is seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from optimiser.errors import Fault, InputFault
from optimiser.serve.opened import Opened
from optimiser.workbook import changes as changing
from optimiser.workbook import parsing as values
from optimiser.workbook.changes import Change, Said, key_columns
from optimiser.workbook.columns import Column, Kind, Layout
from optimiser.workbook.faults import Collector, Place, address, plain
from optimiser.workbook.headers import Table, label_of, matrix_columns
from optimiser.workbook.scenarios import CHANGE, typed
from optimiser.workbook.schema import OPERATIONS

MOST = 500
"""Changes at a time."""
LONGEST = 2_000
"""Signs in any part of a change."""
LIST = "What-if"
"""Where a fault stands that is of a change and of no single cell; its cell is the number of the change."""


@dataclass(frozen=True, eq=False)
class Changed:
    """The tables of a workbook after changes."""

    tables: Mapping[str, Table]
    places: tuple[tuple[Place, ...], ...]
    """For each change, the cells that it changes."""


def changes_of(sent: object) -> tuple[Change, ...]:
    """Changes as a page sends them.

    Raises:
        InputFault: it is nothing that the page sends.
    """
    refusal = InputFault.of(LIST, "these are no changes", "Load the page again.")
    if not isinstance(sent, list) or len(sent) > MOST:
        raise refusal
    found = []
    for each in sent:
        if not isinstance(each, dict):
            raise refusal
        parts = [each.get(part) for part in CHANGE]
        texts, value = parts[:-1], parts[-1]
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            value = float(value)
        elif not isinstance(value, str):
            raise refusal
        if not all(isinstance(text, str) for text in texts):
            raise refusal
        sheet, row, column, operation = map(str, texts)
        if operation not in OPERATIONS or any(len(str(part)) > LONGEST for part in parts):
            raise refusal
        found.append(Change(sheet, row, column, operation, value))
    return tuple(found)


def as_sent(change: Change) -> dict[str, object]:
    """A change as a page keeps it."""
    return {part: getattr(change, part) for part in CHANGE}


def changed(opened: Opened, changes: Sequence[Change]) -> Changed:
    """The tables after changes; one that names what is not there changes nothing."""
    tables = {
        name: replace(table, columns=dict(table.columns), years=dict(table.years), rows=dict(table.rows))
        for name, table in opened.tables.items()
    }
    places = []
    for change in changes:
        collector = Collector()
        changing.apply([change], tables, collector)
        # a heading that is added for a change is no cell of it
        headers = {table.title: table.header for table in tables.values()}
        places.append(tuple(each for each in collector.changed if each[1] != headers[each[0]]))
    return Changed(tables, tuple(places))


def said(changes: Sequence[Change], made: Changed) -> tuple[Change, ...]:
    """The changes, each asked for in the cell that it changes, so that what is wrong with it is said there."""
    return tuple(
        replace(change, said=_said(place, number))
        for number, (change, place) in enumerate(zip(changes, made.places, strict=True), start=1)
    )


def _said(places: Sequence[Place], number: int) -> Said:
    title, row, column = places[0] if len(places) == 1 else (LIST, number, 0)
    return Said(title, row, dict.fromkeys(CHANGE, column))


def edited(opened: Opened, changes: tuple[Change, ...], title: str, row: int, column: int, text: str) -> list[Change]:
    """The changes after something is typed into a cell.

    What is typed in place of an earlier text of the same cell takes its place; what the workbook says anyway is no
    change.

    Raises:
        InputFault: a scenario cannot say it.
    """
    tables = changed(opened, changes).tables
    table = next((each for each in tables.values() if each.title == title), None)
    if table is None or row not in table.rows or not addressable(table, row, column):
        raise InputFault.of(title, "this cell cannot be changed here", "Change it in the workbook.")
    value = _value(table, row, column, text)
    change = Change(title, row_key(table, row), column_name(table, row, column), "set", value)
    rest = [each for each in changes if not (each.operation == "set" and _same_cell(each, change))]
    before = changed(opened, rest).tables.get(table.sheet.name)
    if before and row in before.rows and _says(before.cell(row, column), value, table):
        return rest
    made = list(changes) if len(rest) == len(changes) else rest
    if changed(opened, [*made, change]).places[-1] != ((title, row, column),):
        problem = "the row or the column is not the only one of its name"
        raise _wrong(table, row, column, text, problem, "Name them apart in the workbook.")
    return [*made, change]


def _same_cell(first: Change, second: Change) -> bool:
    return all(plain(getattr(first, part)) == plain(getattr(second, part)) for part in ("sheet", "row", "column"))


def _says(cell: object, value: object, table: Table) -> bool:
    """Whether a cell says a value already."""
    if values.blank(cell):
        return value is None or (value == 0.0 and table.sheet.layout is Layout.MATRIX)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return isinstance(value, float) and float(cell) == value
    return shown(cell) == value


def _value(table: Table, row: int, column: int, text: str) -> object:
    """What is typed, as a scenario may say it; None where the cell is blank and stays so."""
    value = typed(text[:LONGEST])
    if value is None and values.blank(table.cell(row, column)):
        return None
    if value is None and table.sheet.layout is Layout.MATRIX:
        return 0.0
    if value is None:
        meant = column_at(table, row, column)
        remedy = "Write what is meant" + (f"; where blank: {meant.default_text}." if meant else ".")
        raise _wrong(table, row, column, text, "a scenario cannot empty a cell", remedy)
    if isinstance(value, str) and (";" in value or ".." in value):
        problem = "is a list or a range, which stands for many runs in a scenario"
        raise _wrong(table, row, column, text, problem, "Change it in the workbook.")
    return value


def _wrong(table: Table, row: int, column: int, value: str, problem: str, remedy: str) -> InputFault:
    return InputFault([Fault(table.title, address(row, column), value[:60], problem, remedy)])


def shown(cell: object) -> str:
    """A cell as it is shown and typed."""
    if values.blank(cell):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def row_key(table: Table, row: int) -> str:
    """The key of a row, its parts joined by `|`."""
    return "|".join(label_of(table.cell(row, index)) for index in key_columns(table))


def column_name(table: Table, row: int, column: int) -> str:
    """What a change calls a column: its header, its year, the code across."""
    if table.long and column == table.columns["value"]:
        return label_of(table.cell(row, table.heading))
    return columns_of(table).get(column, "")


def columns_of(table: Table) -> dict[int, str]:
    """The columns that are read, by their place."""
    if table.sheet.layout is Layout.MATRIX:
        across = {index: label_of(cell) for index, cell in matrix_columns(table, ()).items()}
        if table.long:
            across = {table.heading: table.sheet.across, table.columns["value"]: "value"}
        return {table.columns["label"]: table.sheet.rows} | across
    return dict(sorted({index: name for name, index in (table.columns | table.years).items()}.items()))


def addressable(table: Table, row: int, column: int) -> bool:
    """Whether a change can be to this cell: not what names its row, nor a unit."""
    named = {
        *key_columns(table),
        *(table.columns[name] for name in ("unit", "name", "year", "across") if name in table.columns),
    }
    fixed = {Kind.NEW, Kind.CODE} if table.sheet.layout is Layout.TABLE else set()
    meant = column_at(table, row, column)
    if column in named or column not in columns_of(table) or (meant is not None and meant.kind in fixed):
        return False
    return all(row_key(table, row).split("|"))


def column_at(table: Table, row: int, column: int) -> Column | None:
    """What may stand in a cell; None where the format does not say."""
    sheet, name = table.sheet, columns_of(table).get(column, "")
    if sheet.layout is Layout.MATRIX:
        return sheet.cells
    if sheet.layout in (Layout.KEYS, Layout.ITEMS):
        name = label_of(table.cell(row, table.columns["key" if sheet.layout is Layout.KEYS else "item"]))
    found = next((each for each in sheet.expanded if plain(each.name) == plain(name)), None)
    return found or sheet.cells


def places_at_fault(faults: Iterable[Fault]) -> list[dict[str, object]]:
    """Faults as the page shows them: `change` is the number of a change, from 0, where a fault is of no cell."""
    return [
        each.as_dict()
        | {
            "problem": each.problem.removeprefix(f"with this change {each.sheet}!{each.cell} is at fault: "),
            "change": int(each.cell[1:]) - 1 if each.sheet == LIST and each.cell else None,
        }
        for each in faults
    ]
