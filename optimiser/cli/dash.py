"""`-`: a workbook from stdin, a report to stdout."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from optimiser.errors import InputFault

DASH = Path("-")
STDIN = "stdin"
MOST_BYTES = 60_000_000
"""Of a workbook from stdin, which may have no end."""


@contextmanager
def workbook_at(path: Path) -> Iterator[tuple[Path, Path]]:
    """The path of a workbook, for `-` that of a copy of what stdin has; and a folder that is there for as long.

    Raises:
        InputFault: stdin is a terminal, or closed, or has no end.
    """
    with TemporaryDirectory(prefix="optimiser-") as name:
        folder = Path(name)
        if path != DASH:
            yield path, folder
            return
        if sys.stdin is None or sys.stdin.isatty():
            raise InputFault.of(STDIN, "there is no workbook", "Send one there, as in `optimiser solve - < IN.xlsx`.")
        copy = folder / f"{STDIN}.xlsx"
        whole = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(whole) > MOST_BYTES:
            raise InputFault.of(STDIN, f"has more than {MOST_BYTES:,} bytes", "Give the path of a file instead.")
        copy.write_bytes(whole)
        try:
            yield copy, folder
        except InputFault as fault:
            raise InputFault(
                [replace(each, sheet=STDIN) if each.sheet == str(copy) else each for each in fault.faults]
            ) from None


def report_to_stdout(path: Path) -> None:
    """The bytes of a report."""
    stdout: BinaryIO = sys.stdout.buffer
    with path.open("rb") as file:
        shutil.copyfileobj(file, stdout)
    stdout.flush()
