"""Names of a workbook's sheets, which pages stand on them, and the address of the workbook that was read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from optimiser.report.page import Page

LONGEST_NAME = 31
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def sheets_of(pages: Sequence[Page], *, apart: bool = False) -> dict[str, list[Page]]:
    """The sheets in their order, each with its pages: those that name one sheet, where its first page would be.

    A page that is alone on a sheet gives it its own name.  `apart`: every page is.  Names are made to fit a workbook,
    no two alike.
    """
    together: dict[str, list[Page]] = {}
    for number, page in enumerate(pages):
        alone = apart or not page.sheet
        together.setdefault(f"page {number}" if alone else f"sheet {page.sheet.casefold()}", []).append(page)
    taken = {"history"}
    sheets: dict[str, list[Page]] = {}
    for stacked in together.values():
        name = stacked[0].sheet if len(stacked) > 1 else stacked[0].name
        fits = " ".join(name.translate(NOT_IN_NAMES).split())[:LONGEST_NAME].strip() or "Sheet"
        unique, number = fits, 2
        while unique.casefold() in taken:
            unique = f"{fits[: LONGEST_NAME - len(str(number)) - 1]} {number}"
            number += 1
        taken.add(unique.casefold())
        sheets[unique] = stacked
    return sheets


def seen_from(source: str, folder: Path) -> str:
    """The address of the input workbook in a report's folder; a whole one where they lie on different drives."""
    if not source:
        return ""
    there = Path(source).absolute()
    try:
        return quote(Path(os.path.relpath(there, folder.absolute())).as_posix())
    except ValueError:
        return there.as_uri()
