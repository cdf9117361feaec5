"""Tables from other formats, to be written as a workbook: OpenDocument (.ods), old Excel (.xls), folders of .csv.

Every value keeps its cell, so that a fault of the workbook can be found in what it was made from.  An error value or a
formula without a value stays a text, which no figure can be: it becomes a fault, and never a blank.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from optimiser.errors import InputFault
from optimiser.workbook.archive import MOST_UNPACKED, check_path
from optimiser.workbook.cells import Budget, Row, kept_rows
from optimiser.workbook.faults import plain
from optimiser.workbook.opendocument import read_opendocument
from optimiser.workbook.schema import SHEETS

Tables = dict[str, list[Row]]

LONGEST_TITLE = 31
NOT_IN_TITLES = frozenset("[]:*?/\\")
MOST_BYTES = 60_000_000
"""Of a file that is read whole."""
NUMBER = re.compile(r"[+-]?(0|[1-9]\d*)?(\.\d+)?([eE][+-]?\d+)?")
DECIMAL_COMMA = re.compile(r"[+-]?(0|[1-9]\d*),\d+")
DELIMITERS = (";", "\t", ",")
"""A comma last: it may stand in the numbers of a file that another divides."""
QUOTED = re.compile(r'"[^"]*"')


def read_other(path: Path) -> Tables:
    """The sheets of a file or folder in another format, blank ones left out.

    Raises:
        InputFault: it is in none of them, cannot be read, or is implausibly large; or what reads it is not installed.
    """
    reader = _reader_of(path)
    budget = Budget()
    try:
        read = {title: kept_rows(title, rows, budget) for title, rows in reader(path)}
    except InputFault:
        raise
    except PermissionError:
        raise InputFault.of(str(path), "the file may not be read", "Check who may read it.") from None
    except Exception as error:  # what a damaged file can make of a library is without end
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputFault.of(str(path), f"is damaged ({reason})", "Save it again by the program that made it.") from None
    found = {title: [row or (None,) for row in rows] for title, rows in read.items() if rows}
    if not found:
        raise InputFault.of(str(path), "has no sheet with anything in it", "Give one that says something.")
    for title in found:
        if len(title) > LONGEST_TITLE or NOT_IN_TITLES & set(title):
            raise InputFault.of(str(path), f"no sheet of a workbook can be called {title!r}", "Call it otherwise.")
    return found


Reader = Callable[[Path], Iterable[tuple[str, Iterable[Row]]]]


def _reader_of(path: Path) -> Reader:
    if path.is_dir():
        return _folder
    check_path(path)
    if path.stat().st_size > MOST_BYTES:
        raise InputFault.of(str(path), f"has more than {MOST_BYTES:,} bytes", "Leave out what is not needed.")
    readers: dict[str, Reader] = {".ods": _opendocument, ".xls": _old_excel}
    if path.suffix.lower() in readers:
        return readers[path.suffix.lower()]
    remedy = "Give an .ods or .xls file, or a folder of .csv files, each named after a sheet."
    raise InputFault.of(str(path), "is none of the formats that are converted", remedy)


def _opendocument(path: Path) -> Iterator[tuple[str, Iterable[Row]]]:
    with zipfile.ZipFile(path) as archive:
        content = archive.getinfo("content.xml")
        if content.file_size > MOST_UNPACKED:
            raise InputFault.of(str(path), "would unpack to an implausible size", "Leave out what is not needed.")
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in _head(archive):
            raise InputFault.of(str(path), "is encrypted", "Remove its password and save it again.")
        with archive.open(content) as file:
            yield from read_opendocument(file)


def _head(archive: zipfile.ZipFile) -> bytes:
    with archive.open("META-INF/manifest.xml") as file:
        return file.read(1_000_000)


def _old_excel(path: Path) -> Iterator[tuple[str, Iterable[Row]]]:
    try:
        import xlrd
    except ImportError:
        remedy = 'Install it: pip install "plan-optimiser[xls]". Or save the file as .xlsx or .ods.'
        raise InputFault.of(str(path), "old Excel files are read by xlrd, which is not installed", remedy) from None

    with xlrd.open_workbook(str(path), logfile=io.StringIO(), on_demand=True) as book:

        def value(cell: xlrd.sheet.Cell) -> object:
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                return None
            if cell.ctype == xlrd.XL_CELL_BOOLEAN:
                return bool(cell.value)
            if cell.ctype == xlrd.XL_CELL_ERROR:
                return xlrd.error_text_from_code.get(cell.value, "#N/A")
            if cell.ctype == xlrd.XL_CELL_DATE:
                return xlrd.xldate_as_datetime(cell.value, book.datemode)
            return whole(cell.value) if cell.ctype == xlrd.XL_CELL_NUMBER else cell.value

        for sheet in book.sheets():
            yield sheet.name, (tuple(map(value, sheet.row(number))) for number in range(sheet.nrows))


def whole(number: float) -> float | int:
    """A whole number where it is one: years and codes are."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _folder(folder: Path) -> Iterator[tuple[str, Iterable[Row]]]:
    """Each `.csv` file as the sheet of its name, in the order of the format."""
    order = {plain(sheet.name): number for number, sheet in enumerate(SHEETS)}
    files = [path for path in folder.iterdir() if path.suffix.lower() == ".csv"]
    if not files:
        raise InputFault.of(str(folder), "has no .csv file", "Name each after a sheet: Plan.csv, Sectors.csv.")
    for path in sorted(files, key=lambda path: (order.get(plain(path.stem), len(order)), path.name)):
        check_path(path)
        if path.stat().st_size > MOST_BYTES:
            raise InputFault.of(str(path), f"has more than {MOST_BYTES:,} bytes", "Leave out what is not needed.")
        with path.open("rb") as file:
            yield path.stem, _csv(path, file)


def _csv(path: Path, file: BinaryIO) -> Iterator[Row]:
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputFault.of(str(path), "is not in UTF-8", "Save it as CSV in UTF-8.") from None
    delimiter = _delimiter(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    points = any("." in cell and NUMBER.fullmatch(cell.strip()) for row in rows for cell in row)
    commas = delimiter == ";" and not points
    return (tuple(_figure(cell.strip(), commas) for cell in row) for row in rows)


def _delimiter(text: str) -> str:
    """What stands most often in the first line that has something in it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=QUOTED.sub("", first).count)


def _figure(cell: str, commas: bool) -> object:
    """A number where it is one; with `commas` 1,5 is 1.5, as in a file that semicolons divide."""
    if not cell:
        return None
    if commas and DECIMAL_COMMA.fullmatch(cell):
        return float(cell.replace(",", "."))
    if NUMBER.fullmatch(cell) and any(sign.isdigit() for sign in cell):
        return whole(float(cell))
    return cell
