"""Pages into files, one file a format; nothing of economies is known here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from optimiser.errors import OutputFault
from optimiser.report.page import Report
from optimiser.report.writers import excel, html

WRITERS: dict[str, Callable[[Report, Path], None]] = {".xlsx": excel.write, ".html": html.write}
"""Suffix of a file: what writes it."""


def write(report: Report, path: Path, suffix: str) -> None:
    """Write a report in the format that a suffix names.

    Raises:
        OutputFault: no format has the suffix.
    """
    if suffix not in WRITERS:
        raise OutputFault(f"{path.name}: a report is written as {' or '.join(WRITERS)}")
    WRITERS[suffix](report, path)
