"""A workbook's raw cells: read once, sent to workers as they are, and changed there before anything is built.

Workers need no access to the file, and a workbook that is edited while a batch goes on changes nothing.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from optimiser.batch.definitions import definitions_in
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.workbook import changes as changing
from optimiser.workbook.cells import Book, book_of, open_book
from optimiser.workbook.changes import Change
from optimiser.workbook.consistency import check_sense
from optimiser.workbook.faults import Collector
from optimiser.workbook.headers import Table, label_of, locate_all, recognised, skipped
from optimiser.workbook.read.economy import wanted
from optimiser.workbook.read.grades import Range, ranges_in
from optimiser.workbook.read.sheets import build
from optimiser.workbook.scenarios import Definition
from optimiser.workbook.schema import ASIDE, READING_AIDS
from optimiser.workbook.versions import migrated

SCENARIOS = "Scenarios"
KEPT = 16
"""Workbooks that a worker keeps with their headers found."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The last few things that were made, by their key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """What is known by the key, made where it is not."""
        if key not in self._known:
            self._known[key] = make()
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


@dataclass(frozen=True, eq=False)
class Source:
    """The cells of a workbook, packed, without its scenarios; small enough to be sent with every piece of work."""

    name: str
    """As it is shown: the path, or what the tables were called."""
    digest: str
    """sha256 of the cells that count."""
    packed: bytes = field(repr=False)


@dataclass(frozen=True, eq=False)
class Opened:
    """A workbook in the hands of whoever plans a batch."""

    source: Source
    economy: Economy
    """As it is, no scenario applied."""
    scenarios: Mapping[str, Definition]
    """Of its sheet Scenarios."""
    ranges: tuple[Range, ...] = ()
    """Of its sheet Notes on grades."""


def source_of_workbook(path: str | Path) -> Opened:
    """Read a workbook.

    Raises:
        InputFault: with every fault that was found.
    """
    return _opened(str(path), migrated(open_book(Path(path), wanted)))


def source_of_tables(name: str, tables: Mapping[str, Sequence[Sequence[object]]]) -> Opened:
    """Take tables in memory as if they were the sheets of a workbook.

    Raises:
        InputFault: with every fault that was found.
    """
    return _opened(name, migrated(book_of(tables)))


def _opened(name: str, book: Book) -> Opened:
    titles = [title for title in book.titles if _is_scenarios(title)]
    grids = {title: grid for title, grid in book.grids.items() if title not in titles}
    left = tuple(title for title in book.titles if title not in titles)
    bare = Book(name, left, grids, meanings=book.meanings)
    packed = zlib.compress(pickle.dumps(bare, protocol=5), 1)
    collector = Collector({title: place for place, title in enumerate(book.titles)})
    tables = locate_all(bare, collector)
    economy = _built(tables, collector, name)
    source = Source(name, _digest_of(tables), packed)
    _TABLES.get(source.digest, lambda: tables)
    definitions = definitions_in(book.grids[titles[0]], tables) if titles else {}
    return Opened(source, economy, definitions, ranges_in(book))


def _is_scenarios(title: str) -> bool:
    sheet = recognised(title)
    return sheet is not None and sheet.name == SCENARIOS and not skipped(title)


_TABLES: Kept[str, dict[str, Table]] = Kept(KEPT)


def tables_of_source(source: Source) -> dict[str, Table]:
    """The tables of a workbook as they stand there; not to be changed."""

    def make() -> dict[str, Table]:
        book: Book = pickle.loads(zlib.decompress(source.packed))
        return locate_all(book, Collector())

    return _TABLES.get(source.digest, make)


def changed_tables(source: Source, changes: Iterable[Change]) -> tuple[dict[str, Table], Collector]:
    """Tables of one's own, with the changes made, and what was wrong with these."""
    base = tables_of_source(source)
    collector = Collector({name: place for place, name in enumerate(base)})
    tables = {name: _copy(table) for name, table in base.items()}
    changing.apply(changes, tables, collector)
    return tables, collector


def _copy(table: Table) -> Table:
    return replace(table, columns=dict(table.columns), years=dict(table.years), rows=dict(table.rows))


def economy_of(source: Source, changes: Iterable[Change]) -> Economy:
    """The economy with changes.

    Raises:
        InputFault: with every fault that was found.
    """
    tables, collector = changed_tables(source, changes)
    return _built(tables, collector, source.name)


def _built(tables: dict[str, Table], collector: Collector, name: str) -> Economy:
    economy = build(tables, collector, name)
    faults = [fault for fault in check_sense(economy) if not fault.warning]
    if faults:
        raise InputFault(faults)
    return economy


def content(source: Source, changes: Iterable[Change]) -> str:
    """sha256 of the cells as they are after the changes: of what the economy is built from, and of nothing else.

    Remarks, scenarios and sheets that are not read do not count.  Nothing is built, so that it takes a
    millisecond, and a run whose data are at fault has one too.
    """
    changes = tuple(changes)
    base = tables_of_source(source)
    tables, collector = changed_tables(source, changes)
    digest = _digest_of(tables, {name: table for name, table in base.items() if _same(table, tables[name])})
    if collector:
        digest = hashlib.sha256(repr((digest, changes)).encode()).hexdigest()
    return digest


def _same(first: Table, second: Table) -> bool:
    return (
        first.columns == second.columns
        and first.years == second.years
        and all(second.rows.get(number) is row for number, row in first.rows.items())
        and len(first.rows) == len(second.rows)
    )


_DIGESTS: Kept[int, tuple[Table, bytes]] = Kept(KEPT * 40)


def _digest_of(tables: Mapping[str, Table], unchanged: Mapping[str, Table] | None = None) -> str:
    whole = hashlib.sha256()
    for name in sorted(tables):
        base = (unchanged or {}).get(name)
        if base is None:
            whole.update(_table_digest(tables[name]))
        else:
            # the table is kept beside its digest, so that its identity is not given to another
            whole.update(_DIGESTS.get(id(base), partial(_kept, base))[1])
    return whole.hexdigest()


def _kept(table: Table) -> tuple[Table, bytes]:
    return table, _table_digest(table)


def _table_digest(table: Table) -> bytes:
    heads = {**table.columns, **table.years}
    heads |= {label_of(cell): place for place, cell in table.across.items() if not _remarks(table, place, cell)}
    places = sorted(heads.values())
    parts: list[object] = [table.sheet.name, sorted(heads, key=lambda head: heads[head])]
    for cells in table.rows.values():
        width = len(cells)
        parts.append([_plain(cells[place]) if place < width else None for place in places])
    return hashlib.sha256(repr(parts).encode()).digest()


def _remarks(table: Table, place: int, head: object) -> bool:
    """Whether a column of a matrix is for its readers: named so, and without a number in it."""
    return label_of(head).casefold() in (*ASIDE, *READING_AIDS) and not any(
        isinstance(cells[place], int | float) for cells in table.rows.values() if place < len(cells)
    )


def _plain(cell: object) -> object:
    """5 and 5.0 are the same number."""
    return float(cell) if type(cell) is int and abs(cell) < 1 << 53 else cell
