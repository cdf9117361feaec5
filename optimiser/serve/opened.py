"""The workbook that the page is about: read once, and copied, so that what becomes of the file does not matter."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.workbook.archive import check_path
from optimiser.workbook.cells import Book, open_book
from optimiser.workbook.changes import Change
from optimiser.workbook.faults import Collector
from optimiser.workbook.headers import Table, locate_all
from optimiser.workbook.read.economy import Findings, Reading, examine, wanted
from optimiser.workbook.scenarios import Definition, definitions_of
from optimiser.workbook.versions import migrated


@dataclass(frozen=True, eq=False)
class Opened:
    """A workbook as it was when the page was begun."""

    path: Path
    copy: Path
    """Of the file, as it was then."""
    book: Book
    tables: Mapping[str, Table]
    """As they stand there; not to be changed."""
    scenarios: Mapping[str, Definition]
    findings: Findings
    """Without changes."""

    @property
    def economy(self) -> Economy | None:
        """Without changes; None where the workbook is at fault."""
        return self.findings.economy

    def examined(self, changes: tuple[Change, ...]) -> Findings:
        """All that is found with changes; nothing is raised for what is wrong."""
        return examine(self.book, changes=changes)

    def reading(self, found: Findings) -> Reading:
        """The economy that was found, and what there is to say about how it was read.

        Raises:
            InputFault: it is at fault.
        """
        if found.economy is None:
            raise InputFault(found.faults)
        return Reading(found.economy, found.defaults, found.notices, found.warnings, found.scenarios)


def opened(path: Path, folder: Path) -> Opened:
    """Open a workbook, with a copy of the file in a folder of our own; its cells may be at fault.

    Raises:
        InputFault: it cannot be read, or is no workbook.
    """
    check_path(path)
    copy = folder / "workbook.xlsx"
    try:
        shutil.copyfile(path, copy)
        book = open_book(copy, wanted)
    except OSError as error:
        raise InputFault.of(str(path), f"the file cannot be read ({error.strerror})", "Check the path.") from None
    except InputFault as fault:
        raise InputFault(
            replace(each, sheet=str(path)) if each.sheet == str(copy) else each for each in fault.faults
        ) from None
    book = migrated(replace(book, path=str(path)))
    collector = Collector()
    tables = locate_all(book, collector)
    scenarios = definitions_of(tables.get("Scenarios"), tables, collector)
    return Opened(path, copy, book, tables, scenarios, examine(book))
