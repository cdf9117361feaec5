"""Tables: where the header of a sheet stands, what its columns mean, which rows have data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from optimiser.errors import InputFault
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.archive import THE_INPUT
from optimiser.workbook.cells import Book, Grid, Row
from optimiser.workbook.columns import Layout, Sheet
from optimiser.workbook.faults import Collector, WrongValue, address, did_you_mean, plain, suggestion
from optimiser.workbook.schema import ASIDE, BY_NAME, READING_AIDS, SEARCHED, SHEETS

SKIPPED = ("notes", "#")
ERRORS = "Errors"
"""The sheet of a marked copy that lists the faults; it is skipped too."""
ABOUT = "About"
"""The last sheet of a report."""
LONG = ("year", "value")


@dataclass
class Table:
    """A sheet with its header found.  Rows count from 1 as in the workbook, columns from 0."""

    sheet: Sheet
    title: str
    """The sheet's name as the workbook spells it."""
    header: int
    columns: dict[str, int]
    """Known columns (`key`, `base output`, `spend 0`); of a matrix `label`, the column of row codes, and of a long one
    `across`, that of column codes, and `value`."""
    years: dict[str, int]
    """Columns headed by a year."""
    across: dict[int, object]
    """Of a matrix: what heads each column."""
    rows: dict[int, Row]
    """Rows with data."""
    mended: set[str] = field(default_factory=set)
    """What misspelt headers and keys were probably meant to be; not empty where there are any."""

    @property
    def long(self) -> bool:
        """Whether a yearly table has the columns `year` and `value`, or a matrix a row for every figure."""
        yearly = self.sheet.layout is Layout.YEARLY and self.columns.keys() >= set(LONG)
        return yearly or (self.sheet.layout is Layout.MATRIX and "across" in self.columns)

    @property
    def heading(self) -> int:
        """Of a long table: the column that says what would head the figure's column if the table were wide."""
        return self.columns["across" if self.sheet.layout is Layout.MATRIX else "year"]

    def cell(self, row: int, column: int) -> object:
        """What stands in a cell."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


def recognised(title: str) -> Sheet | None:
    """The sheet of the format that a name means."""
    return _BY_PLAIN_NAME.get(plain(title))


def skipped(title: str) -> bool:
    """Whether a sheet is there for its readers alone."""
    return plain(title).startswith(SKIPPED) or plain(title) == plain(ERRORS)


def locate_all(book: Book, collector: Collector) -> dict[str, Table]:
    """Every sheet of the format with its header found."""
    _check_no_report(book)
    tables: dict[str, Table] = {}
    for title in book.titles:
        sheet = recognised(book.meaning(title))
        if skipped(title):
            collector.notices.append(f"The sheet {title} is no part of the economy, as its name asks.")
        elif sheet is None:
            names = [each.name for each in SHEETS]
            otherwise = f"A sheet for notes begins with `Notes` or `#`; the others are: {first_few(names, 40)}."
            collector.wrong_sheet(title, "no sheet of this name is known", suggestion(title, names, otherwise))
        elif sheet.layout is Layout.OTHER:
            collector.notices.append(f"The sheet {title} is not part of the economy; `execute` reads it.")
        elif sheet.name in tables:
            collector.wrong_sheet(title, f"stands for the same as {tables[sheet.name].title}", "Delete one of them.")
        else:
            table = locate(sheet, book.grids[title], collector)
            if table:
                tables[sheet.name] = table
    _missing_sheets(book, collector)
    return tables


def _check_no_report(book: Book) -> None:
    """A report that another program has saved bears no mark; it is known by its last sheet.

    Raises:
        InputFault: it is one.
    """
    names = {plain(book.meaning(title)) for title in book.titles}
    if plain(ABOUT) in names and "sectors" not in names:
        raise InputFault.of(book.path, "is a report of this program, as it seems, and no economy", THE_INPUT)


def _missing_sheets(book: Book, collector: Collector) -> None:
    names = [book.meaning(title) for title in book.titles]
    present = {sheet.name for sheet in map(recognised, names) if sheet}
    unknown = [title for title in names if not recognised(title) and not skipped(title)]
    meant = {did_you_mean(title, BY_NAME) for title in unknown}
    for name in ("Plan", "Sectors"):
        if name not in present | meant:
            collector.wrong_sheet(name, "this sheet is missing", "Add it; `optimiser template` writes one.")
    if not (present | meant) & {"Inputs", "Flows"}:
        collector.wrong_sheet("Inputs", "this sheet is missing", "Add Inputs, or Flows of the base year.")
    if {"Inputs", "Flows"} <= present:
        collector.wrong_sheet("Flows", "there is a sheet Inputs too", "Keep one of the two.")
    if {"Outputs", "Make"} <= present:
        collector.wrong_sheet("Make", "there is a sheet Outputs too", "Keep one of the two.")
    if {"Flows", "Techniques"} <= present:
        collector.wrong_sheet("Flows", "cannot say what further techniques take", "Give Inputs instead.")
    for sheet in SHEETS:
        if sheet.absent and sheet.name not in present and sheet.name not in ("Inputs", "Flows", "Make"):
            collector.assume(sheet.name, "the sheet is absent", sheet.absent)


def locate(sheet: Sheet, grid: Grid, collector: Collector) -> Table | None:
    """A sheet with its header found; None where that is not possible, which is then on record."""
    if not any(grid.rows):
        collector.wrong_sheet(grid.title, "the sheet is empty", "Fill it in, or delete it.")
        return None
    if sheet.layout is Layout.MATRIX:
        return _locate_matrix(sheet, grid, collector)
    return _locate_table(sheet, grid, collector)


def label_of(cell: object) -> str:
    """A header as text; empty where it is blank."""
    if values.blank(cell):
        return ""
    try:
        return " ".join(values.text(cell).split())
    except WrongValue:
        return str(cell)


def long_headings(sheet: Sheet) -> dict[str, str]:
    """What heads the three columns of a matrix that is given with a row for every figure."""
    return {"label": sheet.rows, "across": sheet.across, "value": "value"}


def _locate_long_matrix(sheet: Sheet, grid: Grid, collector: Collector) -> Table | None:
    """The matrix, if three columns are headed as those of a long one are, and no other but remarks."""
    wanted = {plain(heading): name for name, heading in long_headings(sheet).items()}
    for header, row in enumerate(grid.rows[:SEARCHED]):
        labels = {index: plain(label_of(cell)) for index, cell in enumerate(row) if not values.blank(cell)}
        named = [label for label in labels.values() if label not in ASIDE]
        if sorted(named) == sorted(wanted):
            columns = {wanted[label]: index for index, label in labels.items() if label in wanted}
            rows = _data_rows(grid, header, {*columns.values()}, collector, _aside(row, ASIDE))
            return Table(sheet, grid.title, header + 1, columns, {}, {}, rows)
    return None


def _locate_matrix(sheet: Sheet, grid: Grid, collector: Collector) -> Table | None:
    if long := _locate_long_matrix(sheet, grid, collector):
        return long
    found = _matrix_header(grid)
    if found is None:
        collector.wrong_sheet(grid.title, "no codes stand across the top", "Put the codes into the first row.")
        return None
    header, first = found
    # a corner that names the row codes says where they stand, though they are blank
    named = [index for index, cell in enumerate(grid.rows[header][:first]) if plain(label_of(cell)) == sheet.rows]
    first = min(named, default=first)
    across: dict[int, object] = {}
    for index, cell in enumerate(grid.rows[header]):
        if index > first and not values.blank(cell):
            across[index] = cell
    rows = _data_rows(grid, header, {first, *across}, collector)
    return Table(sheet, grid.title, header + 1, {"label": first}, {}, across, rows)


def _matrix_header(grid: Grid) -> tuple[int, int] | None:
    """The header's row and the column of row codes.

    The row codes stand where the rows below the header begin; the header is the first row that is about as
    wide right of them as the widest: titles above a matrix are shorter.
    """
    starts = [_start(row) for row in grid.rows]
    for header in range(min(SEARCHED, len(starts))):
        below = [
            start for start, row in zip(starts[header + 1 :], grid.rows[header + 1 :], strict=True) if start < len(row)
        ]
        first = min(below, default=starts[header])
        widths = [_filled(row, first + 1) for row in grid.rows[header : SEARCHED + 1]]
        if 2 * widths[0] >= max(widths) > 0:
            return header, first
    return None


def _filled(row: Row, first: int) -> int:
    return sum(not values.blank(cell) for cell in row[first:])


def _start(row: Row) -> int:
    return next((index for index, cell in enumerate(row) if not values.blank(cell)), len(row))


def _locate_table(sheet: Sheet, grid: Grid, collector: Collector) -> Table | None:
    known = _known_headers(sheet)
    needed = {plain(name) for name in sheet.required}
    labels = [[plain(cell) for cell in row if isinstance(cell, str)] for row in grid.rows[:SEARCHED]]
    whole = [number for number, row in enumerate(labels) if needed <= set(row)]
    if len(whole) > 1:
        collector.wrong_sheet(
            grid.title, f"the rows {whole[0] + 1} and {whole[1] + 1} could both be the header", "Keep one of them."
        )
        return None
    header = whole[0] if whole else _nearest(labels, known)
    table = Table(sheet, grid.title, header + 1, {}, {}, {}, {})
    _read_header(table, grid.rows[header], known, collector)
    if not whole:
        for name in sheet.required:
            if name not in table.columns and name not in table.mended:
                collector.wrong_sheet(
                    grid.title, f"the column {name!r} is missing", f"Put its header into row {header + 1}."
                )
    _check_years(table, collector)
    used = {*table.columns.values(), *table.years.values()}
    table.rows = _data_rows(grid, header, used, collector, _aside(grid.rows[header], ASIDE))
    return table


def _nearest(labels: Sequence[Sequence[str]], known: Mapping[str, str]) -> int:
    """The row with most known headers, or else the first that is not blank."""
    counts = [sum(label in known for label in row) for row in labels]
    if any(counts):
        return counts.index(max(counts))
    return next((number for number, row in enumerate(labels) if any(row)), 0)


def _known_headers(sheet: Sheet) -> dict[str, str]:
    if sheet.layout is Layout.KEYS:
        names: Iterable[str] = ("key", "value", "unit")
    elif sheet.layout is Layout.ITEMS:
        names = ("item", "unit", "value", "growth after")
    else:
        names = [column.name for column in sheet.expanded]
        if sheet.layout is Layout.YEARLY and sheet.name != "Labour":
            names = [*names, *LONG]
    return {plain(name): name for name in names}


def _read_header(table: Table, header: Row, known: Mapping[str, str], collector: Collector) -> None:
    yearly = table.sheet.layout in (Layout.YEARLY, Layout.ITEMS)
    seen: dict[str, int] = {}
    for index, cell in enumerate(header):
        label = label_of(cell)
        if not label or (plain(label) in ASIDE and plain(label) not in known):
            continue
        here = (table.title, table.header, index, cell)
        if plain(label) in seen:
            first = address(table.header, seen[plain(label)])
            collector.wrong(*here, f"stands at {first} already", "Delete one of the two columns.")
            continue
        seen[plain(label)] = index
        if plain(label) in known:
            table.columns[known[plain(label)]] = index
        elif yearly and values.YEAR.fullmatch(label):
            table.years[label] = index
        else:
            missing = [name for name in known.values() if plain(name) not in map(plain, map(label_of, header))]
            near = did_you_mean(label, missing)
            table.mended.add(near)
            columns = first_few(list(known.values()), 30)
            otherwise = f"The columns are: {columns}; a column for remarks is headed `note`."
            remedy = f"Did you mean {near!r}?" if near else otherwise
            collector.wrong(*here, "no column of this name is known", remedy)


def _check_years(table: Table, collector: Collector) -> None:
    """A yearly table is either wide or long."""
    if table.sheet.layout is not Layout.YEARLY or table.sheet.name == "Labour":
        return
    long = [name for name in LONG if name in table.columns]
    if long and table.years:
        collector.wrong_sheet(
            table.title, f"has both years across and the column {long[0]!r}", "Give the years one way only."
        )
    elif len(long) == 1:
        other = LONG[1 - LONG.index(long[0])]
        collector.wrong_sheet(table.title, f"the column {other!r} is missing", "Long tables have year and value.")
    elif not long and not table.years and not table.mended:
        collector.wrong_sheet(table.title, "no years are given", "Put the years across, or the columns year and value.")


def _aside(header: Row, names: Sequence[str]) -> set[int]:
    return {index for index, cell in enumerate(header) if plain(label_of(cell)) in names}


def _data_rows(
    grid: Grid, header: int, used: set[int], collector: Collector, aside: Iterable[int] = ()
) -> dict[int, Row]:
    """The rows below the header in which a column of the table has a value; values elsewhere are faults."""
    rows = {}
    width = max(used, default=-1) + 1
    known = used | set(aside)
    gaps = [index for index in range(width) if index not in known and values.blank(_get(grid.rows[header], index))]
    strays: set[int] = set()
    for number in range(header + 1, len(grid.rows)):
        row = grid.rows[number]
        if any(not values.blank(row[index]) for index in used if index < len(row)):
            rows[number + 1] = row
        for index in [*gaps, *range(width, len(row))] if len(row) > width or gaps else ():
            outside = index not in known and values.blank(_get(grid.rows[header], index))
            if outside and index not in strays and not values.blank(_get(row, index)):
                strays.add(index)
                collector.wrong(
                    grid.title,
                    number + 1,
                    index,
                    row[index],
                    "stands in a column without a header",
                    "Head the column `note` if it is a remark, or else delete it.",
                )
    return rows


def _get(row: Row, index: int) -> object:
    return row[index] if index < len(row) else None


def matrix_columns(table: Table, known: Iterable[str]) -> dict[int, object]:
    """The columns of a matrix that hold figures: all but remarks and reading aids, unless a code is called so."""
    codes = set(known)
    aids = {*ASIDE, *READING_AIDS} - codes
    return {index: cell for index, cell in table.across.items() if plain(label_of(cell)) not in aids}


_BY_PLAIN_NAME = {plain(sheet.name): sheet for sheet in SHEETS}
