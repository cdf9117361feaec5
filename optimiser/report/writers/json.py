"""Results as one JSON object: plain values only, nothing that JSON cannot hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from optimiser.report.page import Formula, Page, Report


def json_object(facts: Mapping[str, object], report: Report | None, path: str | Path | None) -> dict[str, Any]:
    """The facts of a result, what the pages that have a key say, and where the report is.

    Numbers that are none or have no limit become null, zero has no sign.
    """
    keyed = [page for page in report.pages if page.key] if report is not None else []
    pages = {page.key: records(page) if page.facts is None else page.facts for page in keyed}
    return {str(key): value(each) for key, each in {**facts, **pages}.items()} | {
        "report": str(path) if path is not None else None
    }


def records(page: Page) -> list[dict[str, object]]:
    """The rows of a page's tables, each with its columns by name."""
    return [
        {column.name: cell for column, cell in zip(table.columns, row, strict=True)}
        for table in page.tables
        for row in table.rows
    ]


def value(of: object) -> Any:
    """A value as JSON has it."""
    match of:
        case None | bool() | str():
            return of
        case Formula():
            return value(float(of.value))
        case Enum():
            return value(of.value)
        case float():
            return of + 0.0 if math.isfinite(of) else None
        case int():
            return int(of)
        case Mapping():
            return {str(key): value(each) for key, each in of.items()}
        case list() | tuple():
            return [value(each) for each in of]
        case _:
            return str(of)
