"""Pages into files, one file a format; nothing of economies is known here.

A file of this folder that names a `SUFFIX` writes reports, by its `write(report, path)`; no list repeats which do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from optimiser.errors import OutputFault
from optimiser.report.page import Report

Write = Callable[[Report, Path], None]


def writers_in(folders: Iterable[str]) -> dict[str, Write]:
    """Suffix of a file: what writes it.

    Raises:
        AttributeError: a file names a suffix and writes nothing.
        ValueError: two files name one suffix.
    """
    found: dict[str, Write] = {}
    for each in iter_modules(folders):
        module = import_module(f"{__name__}.{each.name}")
        if hasattr(module, "SUFFIX"):
            if module.SUFFIX in found:
                raise ValueError(f"two formats have the suffix {module.SUFFIX}")
            found[module.SUFFIX] = module.write
    return found


WRITERS = writers_in(__path__)


def write(report: Report, path: Path, suffix: str) -> None:
    """Write a report in the format that a suffix names.

    Raises:
        OutputFault: no format has the suffix.
    """
    if suffix not in WRITERS:
        raise OutputFault(f"{path.name}: a report is written as {' or '.join(WRITERS)}")
    WRITERS[suffix](report, path)
