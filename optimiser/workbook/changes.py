"""Scenarios: changes to cells of the workbook, made before anything else is read.

A change that names what is not there is a fault, and so is one that makes a cell illegal; both are
reported where the change was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from optimiser.economy.assets import CAPACITY
from optimiser.errors import InputFault
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.columns import ANY, Kind, Layout
from optimiser.workbook.faults import Collector, Place, WrongValue, did_you_mean, plain, suggestion, text_of
from optimiser.workbook.headers import Table, label_of, matrix_columns
from optimiser.workbook.schema import AFTER, SHEETS

ALL = "*"
NUMBERS = (Kind.NUMBER, Kind.LIMIT, Kind.INTEGER)
FORM = 'Write it as "Sheet!row!column=value", for example "Labour!workers!persons=32".'


@dataclass(frozen=True)
class Said:
    """The row of the sheet Scenarios that asks for a change, and its columns."""

    title: str
    row: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class Change:
    """A change to one or several cells.

    `row` is the row's key, its parts joined by `|`, each of which may be `*`; `column` a header, a code
    across, a year, or `*` for all columns of numbers; `operation` one of set, multiply, add.
    """

    sheet: str
    row: str
    column: str
    operation: str
    value: object
    said: Said | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f'--set "{text_of(f"{self.sheet}!{self.row}!{self.column}={text_of(self.value)}")}"'


def parse_change(text: str) -> Change:
    """`Sheet!row!column=value`, as the command line has it.

    Raises:
        InputFault: it is not of that form.
    """
    left, equals, value = text.rpartition("=")
    sheet, mark, rest = left.partition("!")
    row, second, column = rest.rpartition("!")
    if not (equals and mark and second and sheet.strip() and row.strip() and column.strip()):
        raise InputFault.of("--set", "is not a change", FORM, text)
    return Change(sheet.strip(), row.strip(), column.strip(), "set", _typed(value.strip()))


def _typed(text: str) -> object:
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
        return float(text)
    return text or None


def check(changes: Iterable[Change], tables: dict[str, Table], collector: Collector) -> None:
    """Record what changes name that is not there, without making them."""
    for change in changes:
        _cells(change, tables, collector, make=False)
        if change.operation != "set":
            _number(change, collector)


def apply(changes: Iterable[Change], tables: dict[str, Table], collector: Collector) -> None:
    """Make changes, one after the other."""
    for change in changes:
        found = _cells(change, tables, collector, make=True)
        if found is None:
            continue
        table, cells = found
        several = ALL in change.column or ALL in change.row
        done = [_change_cell(change, table, row, column, several, collector) for row, column in cells]
        if not any(done):
            _fail(change, collector, "row", "changes nothing: no number stands in any of these cells", "Use set.")


def _fail(change: Change, collector: Collector, part: str, problem: str, remedy: str) -> None:
    value = getattr(change, part)
    if change.said is None:
        collector.wrong_sheet(str(change), problem, remedy)
    else:
        collector.wrong(change.said.title, change.said.row, change.said.columns[part], value, problem, remedy)


def _cells(
    change: Change, tables: dict[str, Table], collector: Collector, make: bool
) -> tuple[Table, list[tuple[int, int]]] | None:
    """The cells that a change means; with `make`, rows and columns that the format has are added."""
    named = plain(change.sheet)
    table = next((each for name, each in tables.items() if named in (plain(name), plain(each.title))), None)
    if table is None and (table := _assumed(named)) is not None and make:
        tables[table.sheet.name] = table
    if table is None or table.sheet.name == "Scenarios":
        names = [name for name in tables if name != "Scenarios"]
        otherwise = f"The sheets are: {first_few(names, 30)}."
        _fail(change, collector, "sheet", "no sheet of this name", suggestion(change.sheet, names, otherwise))
        return None
    rows = _rows(change, table, collector, make)
    columns = _columns(change, table, collector, make) if rows is not None else None
    if rows is None or columns is None:
        return None
    if table.long and change.column != ALL and plain(change.column) not in map(plain, table.columns):
        rows = [row for row in rows if plain(label_of(table.cell(row, table.heading))) == plain(change.column)]
        if not rows and table.rows:
            what = "year" if table.sheet.layout is Layout.YEARLY else "code"
            _fail(
                change, collector, "column", f"no row for this {what}", f"Name a {what} of the sheet, or add the row."
            )
            return None
    return table, [(row, column) for row in rows for column in columns]


def _assumed(named: str) -> Table | None:
    """A sheet of keys that may be left out, as it is assumed to be: no key is given, and every one has its default."""
    for sheet in SHEETS:
        if sheet.layout is Layout.KEYS and plain(sheet.name) == named and not any(c.required for c in sheet.columns):
            return Table(sheet, sheet.name, 1, {"key": 0, "value": 1}, {}, {}, {})
    return None


def _default(table: Table, row: int) -> object:
    """The default of a key whose value is blank; None where there is none."""
    key = plain(label_of(table.cell(row, table.columns["key"])))
    return next((column.default for column in table.sheet.columns if plain(column.name) == key), None)


def key_columns(table: Table) -> list[int]:
    """The columns whose cells together name a row."""
    if table.sheet.layout is Layout.MATRIX:
        return [table.columns["label"]]
    names = {Layout.KEYS: ("key",), Layout.ITEMS: ("item",)}.get(table.sheet.layout, table.sheet.key)
    return [table.columns[name] for name in names if name in table.columns]


def _rows(change: Change, table: Table, collector: Collector, make: bool) -> list[int] | None:
    places = key_columns(table)
    keys = {row: "|".join(label_of(table.cell(row, index)) for index in places) for row in table.rows}
    wanted = [plain(part) for part in change.row.split("|")]
    asset = (
        table.columns.get("asset") if "asset" in table.sheet.key and not table.sheet.column("asset").required else None
    )
    spared = places.index(asset) if asset is not None else None
    if wanted == [ALL]:
        wanted = [ALL] * len(places)

    def meant(key: str) -> bool:
        parts = [plain(part) for part in key.split("|")]
        if spared is not None and len(wanted) < len(parts) and parts[spared] in ("", CAPACITY):
            del parts[spared]  # of what adds to a sector's own capacity the asset need not be said
        return len(parts) == len(wanted) and all(a in (ALL, b) for a, b in zip(wanted, parts, strict=True))

    rows = [row for row, key in keys.items() if meant(key)]
    if rows:
        return rows
    settings = {plain(column.name): column.name for column in table.sheet.columns}
    if table.sheet.layout in (Layout.KEYS, Layout.ITEMS) and plain(change.row) in settings:
        row = max([table.header, *table.rows]) + 1
        if make:
            table.rows[row] = (None,) * places[0] + (settings[plain(change.row)],)
        return [row]
    known = [*keys.values(), *(settings.values() if table.sheet.layout in (Layout.KEYS, Layout.ITEMS) else ())]
    remedy = suggestion(change.row, known, f"The rows are: {first_few(known)}.")
    _fail(change, collector, "row", f"the sheet {table.title} has no such row", remedy)
    return None


def _columns(change: Change, table: Table, collector: Collector, make: bool) -> list[int] | None:
    name = plain(change.column)
    if table.sheet.layout is Layout.MATRIX and table.long:
        return [table.columns["value"]]
    if table.sheet.layout is Layout.MATRIX:
        across = {plain(label_of(cell)): index for index, cell in matrix_columns(table, ()).items()}
        shown = [label_of(cell) for cell in table.across.values()]
    else:
        across = {plain(key): index for key, index in (table.columns | table.years).items()}
        shown = [*table.columns, *table.years]
    if name == ALL:
        return list(across.values()) if table.sheet.layout is Layout.MATRIX else _numbers(table)
    if name in across:
        return [across[name]]
    if table.sheet.layout in (Layout.TABLE, Layout.YEARLY):
        shown = [*dict.fromkeys([*(column.name for column in table.sheet.expanded), *shown])]
    elif table.sheet.layout is Layout.ITEMS:
        shown = [*dict.fromkeys([*shown, "value", AFTER])]
    added = next((each for each in shown if plain(each) == name), None)
    yearly = table.sheet.layout in (Layout.YEARLY, Layout.ITEMS) and values.YEAR.fullmatch(change.column)
    if yearly and table.long:
        return [table.columns["value"]]
    if added or yearly:
        index = 1 + max([*table.columns.values(), *table.years.values(), *map(len, table.rows.values())])
        if make:
            (table.columns if added else table.years)[added or change.column] = index
            collector.changed[table.title, table.header, index] = _where(change, "column")
        return [index]
    otherwise = f"The columns are: {first_few(shown)}."
    near = did_you_mean(change.column, shown)
    problem = f"the sheet {table.title} has no such column"
    _fail(change, collector, "column", problem, f"Did you mean {near!r}?" if near else otherwise)
    return None


def _numbers(table: Table) -> list[int]:
    """The columns of a table that `*` means."""
    if table.sheet.layout is Layout.TABLE:
        kinds = {column.name: column.kind for column in table.sheet.expanded}
        return [index for name, index in table.columns.items() if kinds.get(name) in NUMBERS]
    named = [table.columns[name] for name in ("persons", "value") if name in table.columns]
    return [*named, *table.years.values()]


def _change_cell(change: Change, table: Table, row: int, column: int, several: bool, collector: Collector) -> bool:
    """Change one cell; whether it was changed."""
    cells = table.rows[row]
    cell = cells[column] if column < len(cells) else None
    new = change.value
    if change.operation != "set":
        figure = _number(change, collector)
        if figure is None:
            return True
        if values.blank(cell) and table.sheet.layout is Layout.MATRIX:
            cell = 0.0
        if values.blank(cell) and table.sheet.layout is Layout.KEYS:
            cell = _default(table, row)
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            if isinstance(cell, str) and plain(cell) in values.UNLIMITED:
                return True  # and it stays so
            if not several:
                problem = f"there is no number in this cell to {change.operation}"
                _fail(change, collector, "column", problem, "Use set.")
            return not several
        new = cell * figure if change.operation == "multiply" else cell + figure
    wide = cells + (None,) * (column + 1 - len(cells))
    table.rows[row] = (*wide[:column], new, *wide[column + 1 :])
    collector.changed[table.title, row, column] = _where(change, "value")
    return True


def _where(change: Change, part: str) -> Place | str:
    """Where a change was asked for."""
    said = change.said
    return (said.title, said.row, said.columns[part]) if said else str(change)


def _number(change: Change, collector: Collector) -> float | None:
    try:
        return values.number(change.value, ANY)
    except WrongValue as wrong:
        _fail(change, collector, "value", wrong.problem, wrong.remedy)
        return None
