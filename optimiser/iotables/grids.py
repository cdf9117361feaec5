"""Files of tables as grids of raw cells, each of which is known by its file and its cell: `use_15.csv!B4`.

Nothing is understood here, and nothing is taken for a number that is not one: `1,234`, `12%` and `n.a.` stay text.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimiser.errors import Fault, InputFault
from optimiser.workbook.faults import address, text_of

BLANK = frozenset({"", "-", "--", "---", "..", "...", ":", "..c"})
"""What statistical offices write where there is nothing."""
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")
BOOKS, TEXTS = (".xlsx", ".xlsm"), (".csv", ".tsv", ".txt")
MOST_BYTES = 400_000_000
"""Size beyond which a file of text is not read."""


class Spelt(float):
    """A number that is not written as this program would write it: `1e3` and `10.10` may be codes as well."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Spelt:
        """The number that a text is."""
        made = super().__new__(cls, text)
        made.text = text
        return made


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one table; `rows[r][c]` is None, a number, or text that is no number."""

    file: str
    """The file's name, with the sheet's where it has several."""
    rows: Sequence[Sequence[object]]

    def at(self, row: int, column: int) -> object:
        """What stands in a cell; None beyond the end of its row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def fault(self, row: int, column: int, problem: str, remedy: str, *, warning: bool = False) -> Fault:
        """Something wrong with a cell; rows and columns count from 0."""
        value = text_of(self.at(row, column)) if row < len(self.rows) else ""
        return Fault(self.file, address(row + 1, column), value, problem, remedy, warning)

    @property
    def width(self) -> int:
        """Cells of the longest row."""
        return max(map(len, self.rows), default=0)

    def turned(self) -> Grid:
        """Rows as columns."""
        width = self.width
        return Grid(self.file, [[self.at(r, c) for r in range(len(self.rows))] for c in range(width)])


def number_of(value: object) -> float | None:
    """The number in a cell; blanks are 0; None where it is something else."""
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    return 0.0 if str(value).strip() in BLANK else None


def words_of(value: object) -> str:
    """The text in a cell, without spaces too many; a code that a spreadsheet made a number of is text again."""
    if isinstance(value, Spelt):
        return value.text
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) if value is not None else ""


def is_read(path: Path) -> bool:
    """Whether a file is named as one of a format that is read."""
    name = path.name.lower()
    return name.endswith(BOOKS) or name.removesuffix(".gz").endswith(TEXTS)


def grid_of(path: Path) -> Grid:
    """The one table of a file, csv, csv.gz, tsv or the first sheet of a workbook that is not empty.

    Raises:
        InputFault: there is no such file, it is of another format, or it is empty.
    """
    grids = list(grids_of(path))
    if not grids:
        raise InputFault.of(str(path), "there is no table in the file", "Give a file with rows and columns.")
    return grids[0]


def grids_of(path: Path) -> Iterator[Grid]:
    """Every table of a file that is not empty.

    Raises:
        InputFault: as `grid_of`.
    """
    name = path.name.lower()
    if not path.is_file():
        raise InputFault.of(str(path), "there is no such file", "Check the path.")
    if name.endswith(BOOKS):
        from optimiser.workbook.cells import open_book

        book = open_book(path, lambda _: True)
        for title in book.titles:
            rows = book.grids[title].rows
            if any(any(cell is not None for cell in row) for row in rows):
                yield Grid(f"{path.name}, {title}", [list(row) for row in rows])
    elif name.removesuffix(".gz").endswith(TEXTS):
        lines = list(_text_rows(path))
        if any(any(cell is not None for cell in row) for row in lines):
            yield Grid(path.name, lines)
    else:
        problem = f"files named {path.suffix or 'without a suffix'} are not read"
        raise InputFault.of(str(path), problem, "Give .csv, .csv.gz, .tsv or .xlsx.")


def text_of_file(path: Path) -> str:
    """The text of a file, unpacked where it is packed, in UTF-8 or, where it is not that, in Latin 1.

    Raises:
        InputFault: it cannot be read, or is implausibly large.
    """
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputFault.of(str(path), f"the file cannot be read ({error})", "Check the file.") from None
    if len(content) > MOST_BYTES:
        raise InputFault.of(str(path), "the file is too large", f"At most {MOST_BYTES // 1_000_000} MB are read.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _text_rows(path: Path) -> Iterator[list[object]]:
    text = text_of_file(path)
    head = text[:20_000]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for row in reader:
            yield [_cell(each) for each in row]
    except csv.Error as error:
        problem = f"line {reader.line_num} cannot be read ({error})"
        raise InputFault.of(str(path), problem, "Check the quotation marks there.") from None


def _cell(text: str) -> object:
    """A number where the text is one as computers write it; codes such as 0101 stay text, and 1e3 can be both."""
    text = text.strip()
    if not text:
        return None
    plain = text.lstrip("+-")
    if len(plain) > 1 and plain[0] == "0" and plain[1] != ".":
        return text if set(plain) != {"0"} else 0.0
    try:
        value = float(text)
    except ValueError:
        return text
    if not math.isfinite(value) or "_" in text:
        return text
    number = int(text) if plain.isdigit() else value
    return number if words_of(number) == text else Spelt(text)
