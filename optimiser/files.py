"""Writing files: all or nothing, never over the user's own, and never with text that becomes a formula."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from optimiser.errors import OutputFault


@contextmanager
def atomic(path: str | Path, *, force: bool = False, never: str | Path | None = None) -> Iterator[Path]:
    """A path to write to in place of `path`; it is renamed at the end, so that a killed run leaves no half file.

    Raises:
        OutputFault: as `check_writable`, or the disk will not have it.
    """
    target = Path(path)
    check_writable(target, force=force, never=never)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFault(f"{target.parent}: the folder cannot be made ({error.strerror})") from None
    temporary = target.with_name(f".{target.stem[:100]}.{secrets.token_hex(4)}{target.suffix}")
    try:
        with _explained(target):
            temporary.touch(exist_ok=False)
        yield temporary
        with _explained(target):
            os.replace(temporary, target)  # noqa: PTH105
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError:
        raise OutputFault(f"{target}: may not be written; close it in other programs, or choose another name") from None
    except OSError as error:
        raise OutputFault(f"{target}: cannot be written ({error.strerror})") from None


def check_writable(path: str | Path, *, force: bool = False, never: str | Path | None = None) -> None:
    """Refuse early what could not be written later.

    `never` is the file that was read: it is not written over, not even by force.

    Raises:
        OutputFault: `path` exists and `force` is not given, is `never`, is a folder, lies in a folder that
            cannot be made or written to, or is open in another program.
    """
    target = Path(path)
    if target.is_dir():
        raise OutputFault(f"{target}: is a folder; give the name of a file")
    folder = next(each for each in target.absolute().parents if each.exists())
    if not folder.is_dir():
        raise OutputFault(f"{target}: {folder} is not a folder")
    if not os.access(folder, os.W_OK):
        raise OutputFault(f"{target}: the folder {folder} may not be written to; choose another")
    if never is not None and _same(target, Path(never)):
        raise OutputFault(f"{target}: is the workbook that was read; choose another name")
    if target.exists() and not force:
        raise OutputFault(f"{target}: exists already; choose another name, or write over it with --force")
    if target.with_name(f"~${target.name}").exists():
        raise OutputFault(f"{target}: is open in another program; close it there, or choose another name")


def _same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:
        return first.absolute() == second.absolute()


def set_text(cell: Any, value: str) -> None:
    """Put text into a cell of an openpyxl workbook as text, even where it begins with = + - or @.

    Signs that a workbook cannot hold are left out.
    """
    cell.value = "".join(sign for sign in value if sign >= " " or sign in "\t\n")
    cell.data_type = "s"
    if value[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
