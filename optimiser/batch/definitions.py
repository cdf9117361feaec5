"""Scenarios in a workbook or a CSV file of their own; how they are written down is the workbook's way."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from optimiser.errors import InputFault
from optimiser.language.phrases import first_few
from optimiser.workbook.archive import MOST_SHARED, check_path
from optimiser.workbook.cells import Grid, book_of, open_book
from optimiser.workbook.faults import Collector
from optimiser.workbook.headers import Table, locate, recognised
from optimiser.workbook.scenarios import Definition, definitions_of, typed
from optimiser.workbook.schema import BY_NAME

SHEET = BY_NAME["Scenarios"]


def read_definitions(
    path: str | Path, tables: Mapping[str, Table], known: Mapping[str, Definition] | None = None
) -> dict[str, Definition]:
    """The scenarios of a workbook or a CSV file of their own, for an economy's tables.

    They may extend those `known`, which are the workbook's own.

    Raises:
        InputFault: with every fault that was found.
    """
    path = Path(path)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        grid = _csv_grid(path)
    else:
        book = open_book(path, lambda title: recognised(title) is SHEET)
        if not book.grids:
            remedy = f"Its sheets are: {first_few(book.titles)}."
            raise InputFault.of(str(path), "the workbook has no sheet Scenarios", remedy)
        grid = next(iter(book.grids.values()))
        grid = Grid(f"{path.name}, {grid.title}", grid.rows)
    return definitions_in(grid, tables, known)


def _csv_grid(path: Path) -> Grid:
    check_path(path)
    try:
        if path.stat().st_size > MOST_SHARED:
            raise InputFault.of(
                str(path), f"is larger than {MOST_SHARED / 1e6:,.0f} MB", "Leave out what is not needed."
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputFault.of(str(path), "is not UTF-8 text", "Save it as CSV UTF-8.") from None
    except OSError as error:
        raise InputFault.of(str(path), f"the file cannot be read ({error.strerror})", "Check the path.") from None
    head = text.split("\n", 1)[0]
    mark = max((",", "\t", ";"), key=head.count)
    try:
        rows = [[typed(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=mark, strict=True)]
    except csv.Error as error:
        raise InputFault.of(str(path), f"is not a table ({error})", "Save it as CSV UTF-8.") from None
    return book_of({path.name: rows}).grids[path.name]


def definitions_in(
    grid: Grid, tables: Mapping[str, Table], known: Mapping[str, Definition] | None = None
) -> dict[str, Definition]:
    """The scenarios of a sheet.

    Raises:
        InputFault: with every fault that was found.
    """
    collector = Collector({grid.title: 0})
    made = definitions_of(locate(SHEET, grid, collector), tables, collector, known)
    collector.stop_if_wrong()
    return made
