"""From a workbook, or tables in memory, to an economy; every fault at once, each with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from optimiser.economy.economy import Economy
from optimiser.errors import Fault, InputFault
from optimiser.workbook import changes as changing
from optimiser.workbook.cells import Book, book_of, open_book
from optimiser.workbook.changes import Change
from optimiser.workbook.columns import Layout
from optimiser.workbook.consistency import check_sense
from optimiser.workbook.faults import AppliedDefault, Collector, plain
from optimiser.workbook.graded import graded_in, grades_of, is_grades, without_effect
from optimiser.workbook.headers import locate_all, recognised, skipped
from optimiser.workbook.read.sheets import build
from optimiser.workbook.scenarios import Definition, chosen, definitions_of
from optimiser.workbook.variants import Variant, variants_of
from optimiser.workbook.versions import OLD_SHEETS, migrated

Tables = Mapping[str, Sequence[Sequence[object]]]
"""Sheet name to rows of plain values, the first row being the header."""


@dataclass(frozen=True)
class Reading:
    """An economy, and what there is to say about how it was read."""

    economy: Economy
    defaults: tuple[AppliedDefault, ...]
    notices: tuple[str, ...]
    warnings: tuple[Fault, ...]
    scenarios: tuple[str, ...]
    """Names of the scenarios in the workbook."""
    variants: tuple[Variant, ...] = ()
    """Of the sheet Variants: targets, each with the circumstances it is meant for."""


def read_workbook(path: str | Path, scenario: str | None = None, changes: Iterable[Change] = ()) -> Reading:
    """Read a workbook, with the changes of a scenario and further ones.

    Raises:
        InputFault: with every fault that was found.
    """
    return _read(open_book(Path(path), wanted), scenario, changes)


def read_economy(path: str | Path, scenario: str | None = None, changes: Iterable[Change] = ()) -> Economy:
    """The economy that a workbook describes; `read_workbook` also gives the warnings, and the defaults used.

    Raises:
        InputFault: with every fault that was found.
    """
    return read_workbook(path, scenario, changes).economy


def scenario_changes(path: str | Path, names: Iterable[str]) -> dict[str, tuple[Change, ...]]:
    """The changes that each of some scenarios of a workbook makes, by the name that is asked for.

    Raises:
        InputFault: the workbook has no scenario of a name, or it stands for many runs.
    """
    book = migrated(open_book(Path(path), wanted))
    collector = Collector({title: index for index, title in enumerate(book.titles)})
    tables = locate_all(book, collector)
    known = definitions_of(tables.get("Scenarios"), tables, collector)
    return {name: tuple(chosen(known, name)) for name in names}


def read_tables(tables: Tables, scenario: str | None = None, changes: Iterable[Change] = ()) -> Reading:
    """Read tables in memory as if they were the sheets of a workbook.

    Raises:
        InputFault: with every fault that was found.
    """
    return _read(book_of(tables), scenario, changes)


def economy_from_tables(tables: Tables, scenario: str | None = None, changes: Iterable[Change] = ()) -> Economy:
    """The economy that tables in memory describe; `read_tables` also gives the warnings, and the defaults used.

    Raises:
        InputFault: with every fault that was found.
    """
    return read_tables(tables, scenario, changes).economy


def wanted(title: str) -> bool:
    """Whether a sheet is read, by its name or the one it had in an older version of the format."""
    if is_grades(title):
        return True
    sheet = recognised(OLD_SHEETS.get(plain(title), title))
    return sheet is not None and sheet.layout is not Layout.OTHER and not skipped(title)


@dataclass(frozen=True)
class Findings:
    """All that is found in a book; the economy is None where there are faults."""

    economy: Economy | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    defaults: tuple[AppliedDefault, ...]
    notices: tuple[str, ...]
    scenarios: tuple[str, ...]
    variants: tuple[Variant, ...] = ()


def examine(book: Book, scenario: str | None = None, changes: Iterable[Change] = ()) -> Findings:
    """Look through a book, with the changes of a scenario and further ones; nothing is raised for what is wrong."""
    collector = Collector({title: index for index, title in enumerate(book.titles)})
    scenarios: dict[str, Definition] = {}
    variants: list[Variant] = []
    economy: Economy | None = None
    found: list[Fault] = []
    try:
        book = migrated(book)
        collector.notices.extend(book.notices)
        tables = locate_all(book, collector)
        scenarios = definitions_of(tables.get("Scenarios"), tables, collector)
        variants = variants_of(tables, scenarios, collector)
        asked, found = _asked(scenarios, scenario)
        changing.apply([*asked, *changes], tables, collector)
        grades = grades_of(graded_in(book), tables, collector.changed)
        economy = build(tables, collector, book.path)
        economy = replace(economy, origin=replace(economy.origin, grades=grades))
        found += [*check_sense(economy), *without_effect(book, tables)]
    except InputFault as fault:
        found += fault.faults
    faults = tuple(fault for fault in found if not fault.warning)
    warnings = tuple(fault for fault in found if fault.warning)
    known, notices = tuple(scenarios), tuple(collector.notices)
    if faults:
        return Findings(None, faults, warnings, (), notices, known)
    return Findings(economy, (), warnings, collector.ordered_defaults(), notices, known, tuple(variants))


def _asked(scenarios: dict[str, Definition], name: str | None) -> tuple[list[Change], list[Fault]]:
    """The changes of a scenario, or what is wrong with its name."""
    try:
        return chosen(scenarios, name), []
    except InputFault as fault:
        return [], list(fault.faults)


def _read(book: Book, scenario: str | None, changes: Iterable[Change]) -> Reading:
    found = examine(book, scenario, changes)
    if found.economy is None:
        raise InputFault(found.faults)
    return Reading(found.economy, found.defaults, found.notices, found.warnings, found.scenarios, found.variants)
