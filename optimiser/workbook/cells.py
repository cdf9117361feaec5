"""Raw cells: the sheets of a workbook as rows of plain values, read once and guarded against hostile files."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from optimiser.errors import InputFault
from optimiser.language.phrases import first_few
from optimiser.workbook.archive import SheetFacts, check_content, check_no_report, check_path, scan
from optimiser.workbook.faults import address
from optimiser.workbook.parsing import Uncalculated

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 100_000
MOST_COLUMNS = 2_000
MOST_CELLS = 2_000_000
MOST_PLACES = 40_000_000
"""Cells and blanks before them, formatted blanks after them too."""
MOST_TAGS_TO_MARK = 3_000_000
"""Tags in all sheets of a workbook that is copied with its formats: about half a million cells."""
LAST_ROW = 1_048_576

Row = tuple[object, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet; row `r` of the workbook is `rows[r - 1]`.  Rows end with their last value."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook."""

    path: str
    titles: tuple[str, ...]
    """All of them, in order."""
    grids: Mapping[str, Grid]
    """Those that were asked for."""
    notices: tuple[str, ...] = field(default=())
    meanings: Mapping[str, str] = field(default_factory=dict)
    """Sheets that an older version of the format called otherwise: title to present name."""

    def meaning(self, title: str) -> str:
        """The name by which the format knows a sheet, if it does."""
        return self.meanings.get(title, title)


def book_of(tables: Mapping[str, Sequence[Sequence[object]]]) -> Book:
    """A book of tables in memory."""
    grids = {title: Grid(title, kept_rows(title, map(tuple, rows), Budget())) for title, rows in tables.items()}
    return Book("", tuple(tables), grids)


def open_book(path: Path, wanted: Callable[[str], bool]) -> Book:
    """Read the sheets that are wanted.

    Raises:
        InputFault: the file cannot be read, is no workbook, is damaged, or is implausibly large.
    """
    return _guarded(path, lambda file, facts: _sheets(path, file, wanted, facts))


def load_values(path: Path) -> Workbook:
    """The whole workbook, its formats too and values for formulas, to be changed and saved under another name.

    Raises:
        InputFault: as `open_book`, and from a lower size on, for it needs much more memory.
    """
    from openpyxl import load_workbook

    def load(file: BinaryIO, facts: Mapping[str, SheetFacts]) -> Workbook:
        tags = sum(each.tags for each in facts.values())
        if tags > MOST_TAGS_TO_MARK:
            problem = f"the workbook is too large for a marked copy ({tags:,} entries; at most {MOST_TAGS_TO_MARK:,})"
            raise InputFault.of(str(path), problem, "Use the list of faults without it, or with --json.")
        file.seek(0)
        return load_workbook(file, data_only=True, keep_links=False)

    return _guarded(path, load)


def _guarded(path: Path, use: Callable[[BinaryIO, Mapping[str, SheetFacts]], T]) -> T:
    """Use a workbook's file, once it has been looked over."""
    check_path(path)
    check_no_report(path)
    try:
        with path.open("rb") as file:
            check_content(path, file)
            return _used(path, file, use)
    except PermissionError:
        raise InputFault.of(
            str(path), "the file may not be read", "Close it in other programs, and check who may read it."
        ) from None
    except OSError as error:
        raise InputFault.of(str(path), f"the file cannot be read ({error.strerror})", "Check the path.") from None


@dataclass
class Budget:
    """What may still be read of a workbook."""

    cells: int = MOST_CELLS
    places: int = MOST_PLACES


def _used(path: Path, file: BinaryIO, use: Callable[[BinaryIO, Mapping[str, SheetFacts]], T]) -> T:
    try:
        with zipfile.ZipFile(file) as archive:
            facts = scan(path, archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return use(file, facts)
    except InputFault:
        raise
    except Exception as error:  # what a damaged part can make of a parser is without end
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputFault.of(
            str(path), f"the workbook is damaged ({reason})", "Open it in a spreadsheet program and save it again."
        ) from None


def _sheets(path: Path, file: BinaryIO, wanted: Callable[[str], bool], facts: Mapping[str, SheetFacts]) -> Book:
    workbook = _load(file, data_only=True)
    grids: dict[str, Grid] = {}
    notices: list[str] = []
    formulas = []
    budget = Budget()
    for sheet in cast("list[Any]", workbook.worksheets):
        title = sheet.title
        if not wanted(title):
            continue
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        grids[title] = Grid(title, kept_rows(title, rows, budget))
        known = facts.get(sheet._worksheet_path.lstrip("/"))
        if known:
            notices.extend(_remarks(title, known))
            if known.formulas:
                formulas.append(title)
        if sheet.sheet_state != "visible":
            notices.append(f"The sheet {title} is hidden; it was read.")
    titles = tuple(sheet.title for sheet in workbook.worksheets)
    workbook.close()
    if formulas:
        workbook = _load(file, data_only=False)
        for title in formulas:
            grids[title] = _mark_uncalculated(grids[title], workbook[title])
        workbook.close()
    return Book(str(path), titles, grids, tuple(notices))


def _load(file: BinaryIO, data_only: bool) -> Workbook:
    from openpyxl import load_workbook

    file.seek(0)
    return load_workbook(file, read_only=True, data_only=data_only, keep_links=False)


def _remarks(title: str, facts: SheetFacts) -> Iterator[str]:
    if facts.merged:
        yield f"The sheet {title} has merged cells ({first_few(facts.merged, 3)}); only their first cell has a value."
    if facts.hidden_rows or facts.hidden_columns:
        yield (
            f"The sheet {title} has hidden rows ({facts.hidden_rows}) or columns ({facts.hidden_columns} groups);"
            " they were read."
        )


def kept_rows(title: str, rows: Iterable[Row], budget: Budget) -> list[Row]:
    """The rows without blank ends, as far as the caps allow."""
    kept: list[Row] = []
    blanks = 0
    for number, row in enumerate(rows, start=1):
        width = len(row)
        budget.places -= width + 1
        if budget.places < 0:
            problem = "formatted blank cells reach implausibly far"
            raise InputFault.of(title, problem, "Copy what is needed into a new sheet.")
        while width and (row[width - 1] is None or row[width - 1] == ""):
            width -= 1
        if not width:
            blanks += 1
            if number > LAST_ROW:
                raise InputFault.of(title, f"has a row beyond {LAST_ROW:,}", "Save it again in a spreadsheet program.")
            continue
        if number > MOST_ROWS or width > MOST_COLUMNS:
            raise InputFault.of(
                title,
                f"the cell {address(number, width - 1)} lies beyond {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns",
                "Delete the rows and columns that are not needed.",
            )
        budget.cells -= width
        if budget.cells < 0:
            problem = f"the workbook has more than {MOST_CELLS:,} cells"
            raise InputFault.of(title, problem, "Leave out what is not needed.")
        kept.extend(() for _ in range(blanks))
        blanks = 0
        kept.append(row if width == len(row) else row[:width])
    return kept


def _mark_uncalculated(grid: Grid, sheet: Any) -> Grid:
    """The grid with a mark in every cell whose formula has no stored value."""
    rows = list(grid.rows)
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS)):
        marks = {
            index: Uncalculated(str(getattr(cell.value, "text", cell.value)))
            for index, cell in enumerate(cells)
            if cell.value is not None and cell.data_type == "f" and not _has(rows, number, index)
        }
        if marks:
            rows.extend(() for _ in range(number + 1 - len(rows)))
            width = max(len(rows[number]), max(marks) + 1)
            old = rows[number] + (None,) * (width - len(rows[number]))
            rows[number] = tuple(marks.get(index, value) for index, value in enumerate(old))
    return Grid(grid.title, rows)


def _has(rows: Sequence[Row], number: int, index: int) -> bool:
    return number < len(rows) and index < len(rows[number]) and rows[number][index] is not None
