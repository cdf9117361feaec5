"""Writing files: all or nothing, never over what is not ours, and never with text that becomes a formula.

A file that this program writes carries a mark, which says what it is.  Only a file with its mark is ever
replaced.  A workbook carries it as the comment of its archive, a table as its heading, any other text in its
first line: a spreadsheet program that saves the file leaves the mark out, and from then on the file is the user's.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from optimiser.errors import OutputFault


class Mark(StrEnum):
    """What a file of ours is."""

    ECONOMY = "economy"
    """A workbook that is there to be changed and read."""
    REPORT = "report"
    BATCH = "batch"
    """The comparison of a batch, and its results as a table."""
    PROGRAMME = "programme"
    """A linear programme."""

    @property
    def text(self) -> str:
        """How it stands in the file."""
        return f"Written by plan optimiser: {self.value}"

    @property
    def kin(self) -> frozenset[Mark]:
        """What it may replace when the user says so: an economy an economy, a result any result."""
        return frozenset({Mark.ECONOMY} if self is Mark.ECONOMY else set(Mark) - {Mark.ECONOMY})


NOTHING: frozenset[Mark] = frozenset()

BATCH_LABELS = ("run", "workbook", "scenario", "group", "strategy", "target set", "status")
"""The first columns of the results of a batch."""
HEADING = ",".join(f'"{name}"' for name in BATCH_LABELS)
"""The mark of a CSV file, which has no place for another: its heading in quotation marks, which no spreadsheet
program puts there."""

WORKBOOK = (".xlsx",)
_ARCHIVE, _END_OF_ARCHIVE, _SIZE_OF_END = b"PK\x03\x04", b"PK\x05\x06", 22
_HEAD = 1000
"""Bytes of a text among which its mark is found."""
_MOST_FOOTER = 20_000_000
_LONGEST_NAME = 255
"""Bytes of a name that disks take."""
_REPEATED = 40
"""Signs of a name that a temporary name repeats: 160 bytes at most."""


@dataclass(frozen=True)
class Output:
    """A file that a run is to write."""

    path: Path
    mark: Mark = Mark.REPORT
    suffixes: tuple[str, ...] = WORKBOOK
    """What its name may end in."""
    replaces: Collection[Mark] = NOTHING
    """What gives way to it."""
    kept: bool = False
    """Whether what is there is opened and gone on with, as a store is, and not replaced."""


def check_outputs(outputs: Sequence[Output], inputs: Sequence[str | Path]) -> None:
    """Refuse, before anything is done, what a run must not write.

    Raises:
        OutputFault: as `check_writable`; an output is one of the inputs, or two outputs have one name; a name has
            another ending than what is written.
    """
    names: dict[str, Path] = {}
    for output in outputs:
        path = output.path
        check_place(path, inputs)
        if path.suffix.lower() not in output.suffixes:
            endings = " or ".join(output.suffixes)
            raise OutputFault(f"{path}: what is written there is named {endings}; choose a name that ends so")
        same = names.setdefault(_name(path), path)
        if same is not path:
            raise OutputFault(f"{path}: two files would be written there ({same}); choose another name for one of them")
        if not output.kept:
            _check_replaced(path, output.mark, output.replaces)


def _name(path: Path) -> str:
    """The same for two names that some disk takes for one: links followed, capitals and accents in one way."""
    return unicodedata.normalize("NFC", os.path.realpath(path)).casefold()


def check_writable(
    path: str | Path, *, force: bool = False, never: str | Path | None = None, mark: Mark = Mark.REPORT
) -> None:
    """Refuse early what could not be written later; `force` lets a file with the mark of such a one be replaced.

    `never` is the file that was read: it is not written over, not even by force.

    Raises:
        OutputFault: `path` exists and may not be replaced, is `never`, is anything but a regular file, lies in a
            folder that cannot be made or written to, or is open in another program.
    """
    check_place(Path(path), () if never is None else (never,))
    _check_replaced(Path(path), mark, mark.kin if force else NOTHING)


def check_place(target: Path, never: Sequence[str | Path] = ()) -> None:
    """Refuse what is no place for a file of ours, whether one is there or not.

    Raises:
        OutputFault: it is one of the files `never`, or anything but a regular file, or nothing can be written there.
    """
    for each in never:
        if _same(target, Path(each)):
            what = "workbook" if Path(each).suffix.lower().startswith(".xls") else "file"
            raise OutputFault(f"{target}: is the {what} that was read; choose another name")
    long = next((part for part in target.parts if len(part.encode("utf-8", "surrogatepass")) > _LONGEST_NAME), None)
    if long is not None:
        raise OutputFault(f"{_short(target)}: has a name of {len(long)} signs, which is too long; choose another name")
    found = _looked_up(target)
    if found is not None and stat.S_ISDIR(found.st_mode):
        raise OutputFault(f"{target}: is a folder; give the name of a file")
    if found is not None and stat.S_ISLNK(found.st_mode):
        raise OutputFault(f"{target}: is a link to another file; give the name of the file itself")
    if found is not None and not stat.S_ISREG(found.st_mode):
        raise OutputFault(f"{target}: is a device or a pipe; give the name of a file")
    folder = next(each for each in target.absolute().parents if os.path.lexists(each))
    if not folder.is_dir():
        raise OutputFault(f"{target}: {folder} is not a folder")
    if not os.access(folder, os.W_OK):
        raise OutputFault(f"{target}: the folder {folder} may not be written to; choose another")
    if os.path.lexists(target.with_name(f"~${target.name}")):
        raise OutputFault(f"{target}: is open in another program; close it there, or choose another name")


def _check_replaced(target: Path, mark: Mark, replaces: Collection[Mark]) -> None:
    if _looked_up(target) is None:
        return
    found = mark_of(target)
    if found in replaces:
        return
    if found is None:
        raise OutputFault(
            f"{target}: exists already, and was made or saved by another program, so that it is never written over; "
            "choose another name, or delete it yourself"
        )
    if found not in mark.kin:
        raise OutputFault(f"{target}: exists already, and is another kind of file ({found}); choose another name")
    raise OutputFault(f"{target}: exists already; choose another name, or write over it with --force")


def _looked_up(path: Path) -> os.stat_result | None:
    """What is at a path, links not followed; None where nothing is."""
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputFault(f"{_short(path)}: cannot be written ({reason}); choose another name") from None


def _short(path: Path) -> str:
    words = str(path)
    return words if len(words) <= 200 else f"{words[:80]} ... {words[-80:]}"


def _same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except (OSError, ValueError):
        return first.absolute() == second.absolute()


def mark_of(path: Path) -> Mark | None:
    """What a file of ours is; None for one that is not, or that another program has saved since."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if head.startswith(_ARCHIVE):
                file.seek(max(0, size - _SIZE_OF_END - 100))
                return _archive_mark(file.read())
            if head.startswith(b"PAR1"):
                file.seek(max(0, size - 8))
                footer = min(int.from_bytes(file.read(4), "little"), size - 8, _MOST_FOOTER)
                file.seek(size - 8 - footer)
                head = file.read(footer)
    except OSError:
        return None
    if head.removeprefix(b"\xef\xbb\xbf").startswith(HEADING.encode()):
        return Mark.BATCH
    return next((mark for mark in Mark if mark.text.encode() in head), None)


def _archive_mark(end: bytes) -> Mark | None:
    for mark in Mark:
        text = mark.text.encode()
        if end.endswith(len(text).to_bytes(2, "little") + text):
            place = len(end) - len(text) - _SIZE_OF_END
            return mark if end[place : place + 4] == _END_OF_ARCHIVE else None
    return None


def put_mark(workbook: Path, mark: Mark) -> None:
    """Mark a workbook that has been written; it does not matter by what library."""
    import zipfile

    with zipfile.ZipFile(workbook, "a") as archive:
        archive.comment = mark.text.encode()


@contextmanager
def atomic(
    path: str | Path, *, force: bool = False, never: str | Path | None = None, mark: Mark = Mark.REPORT
) -> Iterator[Path]:
    """A path to write to in place of `path`; it is renamed at the end, so that a killed run leaves no half file.

    `force` lets a file with the mark of such a one be replaced.  A workbook is marked here; whatever else is
    written has to have the mark's text near its beginning, or it can never be replaced.

    Raises:
        OutputFault: as `check_writable`, or the disk will not have it.
    """
    target = Path(path)
    check_place(target, () if never is None else (never,))
    _check_replaced(target, mark, mark.kin if force else NOTHING)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFault(f"{target.parent}: the folder cannot be made ({error.strerror})") from None
    temporary = target.with_name(f".{target.stem[:_REPEATED]}.{secrets.token_hex(4)}{target.suffix}")
    try:
        with _explained(target):
            temporary.touch(exist_ok=False)
            yield temporary
            _finish(target, temporary, mark)
            os.replace(temporary, target)  # noqa: PTH105
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _finish(target: Path, temporary: Path, mark: Mark) -> None:
    """Mark it, and have it on the disk before it takes the place of another."""
    with temporary.open("rb") as file:
        workbook = file.read(4) == _ARCHIVE
    if workbook:
        if target.suffix.lower() not in WORKBOOK:
            raise OutputFault(f"{target}: a workbook is named .xlsx; choose a name that ends so")
        put_mark(temporary, mark)
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OutputFault:
        raise
    except Exception as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        _let_go(error)
        if isinstance(refusal, PermissionError):
            reason = "may not be written; close it in other programs, or choose another name"
        else:
            reason = f"cannot be written ({refusal.strerror}); nothing is half-written"
        raise OutputFault(f"{target}: {reason}") from None


def _refusal(error: BaseException | None) -> OSError | None:
    """What the disk said, though a library may have put it in words of its own."""
    if isinstance(error, OSError) and error.errno is not None:
        return error
    while error is not None:
        if isinstance(error, OSError) and error.errno in DISK:
            return error
        # lxml, with which openpyxl writes where it is installed, has only the name of what the disk said: IO_ENOSPC
        said = getattr(errno, str(error).removeprefix("IO_"), None) if str(error).startswith("IO_E") else None
        if said in DISK:
            return OSError(said, os.strerror(said))
        error = error.__cause__ or error.__context__
    return None


def _let_go(error: BaseException) -> None:
    """Close the archives that a writer has left open; they would try to write once more, and complain of that."""
    import traceback
    import zipfile

    for frame, _ in traceback.walk_tb(error.__traceback__):
        for value in frame.f_locals.values():
            if isinstance(value, zipfile.ZipFile):
                with suppress(OSError):
                    value.close()


DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM})
"""What a disk refuses."""

FORMULA = ("=", "+", "-", "@")
UNSEEN = ("Cc", "Cf", "Mn", "Zs", "Zl", "Zp")
"""Categories of signs that nobody sees at the beginning of a text."""
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by their category, and blank."""


def like_formula(text: str) -> bool:
    """Whether a spreadsheet program may take a text for a formula, full-width signs and unseen ones before it too."""
    if text[:1].isascii() and text[:1].isalnum():
        return False
    seen = (sign for sign in text if unicodedata.category(sign) not in UNSEEN and sign not in FILLERS)
    return unicodedata.normalize("NFKC", next(seen, "")).startswith(FORMULA)


def set_text(cell: Any, value: str) -> None:
    """Put text into a cell of an openpyxl workbook as text, even where it begins with = + - or @.

    Signs that a workbook cannot hold are left out.
    """
    cell.value = "".join(sign for sign in value if sign >= " " or sign in "\t\n")
    cell.data_type = "s"
    if like_formula(value):
        cell.quotePrefix = True
