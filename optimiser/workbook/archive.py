"""Guards before a file is opened as a workbook: what it is by content, and how large it would become."""

from __future__ import annotations

import re
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from optimiser.errors import InputFault
from optimiser.files import Mark, mark_of

MOST_UNPACKED = 200_000_000
"""Bytes in all, unpacked."""
MOST_SHARED = 60_000_000
"""Bytes of a part that is not a sheet: texts, styles."""
MOST_RATIO = 400
"""Unpacked to packed, of a part of more than `SMALL`; spreadsheets reach about 50."""
SMALL = 5_000_000
MOST_PARTS = 5_000
MOST_TAGS = 14_000_000
"""Tags in a sheet: about six for each of two million cells."""
MOST_TEXTS = 2_000_000
"""Tags in the table of texts: about four for each of half a million."""
MOST_TEXT = 256 * 1024
"""Bytes without a tag, and bytes of a comment; a cell holds 32,767 signs."""
MOST_OTHER_TAGS = 300_000
"""Tags in any other part: a program reads all of them even where no cell needs them."""

LONGEST_SHOWN = 200
"""Signs of a path."""

RESULTS = {Mark.REPORT: "a report", Mark.BATCH: "the comparison of a batch", Mark.PROGRAMME: "a linear programme"}
THE_INPUT = "Give the workbook that it was made from."

SAVE_AS = "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx)."
CONVERT = "Or do it with `optimiser convert`."
CONVERT_FOLDER = "Of a folder of .csv files `optimiser convert` makes one."
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class SheetFacts:
    """What the raw text of a sheet says and the values do not."""

    formulas: bool
    merged: tuple[str, ...]
    hidden_rows: int
    hidden_columns: int
    tags: int
    """Opening and closing tags: a measure of its size."""


def check_path(path: Path) -> None:
    """Refuse what is no file to read; a pipe would be waited for without end.

    Raises:
        InputFault: it is missing, a directory, a device, a pipe, or another program's lock file.
    """
    if path.name.startswith("~$"):
        name = path.name.removeprefix("~$")
        raise InputFault.of(str(path), "is the lock file of an open workbook", f"Give the workbook itself, {name}.")
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise InputFault.of(str(path), "there is no such file", "Check the path.") from None
    except PermissionError:
        raise InputFault.of(str(path), "the file may not be read", "Check who may read it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputFault.of(_shown(path), f"the file cannot be read ({reason})", "Check the path.") from None
    if stat.S_ISDIR(mode):
        raise InputFault.of(str(path), "is a folder", f"Give the path of a workbook. {CONVERT_FOLDER}")
    if not stat.S_ISREG(mode):
        raise InputFault.of(str(path), "is a device or a pipe, not a file", "Give the path of a workbook.")


def check_no_report(path: Path) -> None:
    """Refuse what this program has written as a result.

    Raises:
        InputFault: it carries the mark of one.
    """
    mark = mark_of(path)
    if mark in RESULTS:
        raise InputFault.of(str(path), f"is {RESULTS[mark]} that this program has written, and no economy", THE_INPUT)


def _shown(path: Path) -> str:
    words = str(path)
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]} ..."


def check_content(path: Path, file: BinaryIO) -> None:
    """Refuse what is no workbook, by its content, and what would unpack to far too much.

    Raises:
        InputFault: with what it is instead, and what to do.
    """
    head = file.read(8)
    file.seek(0)
    if not head:
        raise InputFault.of(str(path), "the file is empty", "Give a workbook (.xlsx).")
    if head == _OLE:
        if _ENCRYPTED in file.read():
            raise InputFault.of(str(path), "the workbook is encrypted", "Remove its password and save it again.")
        raise InputFault.of(str(path), "is in the old Excel format (.xls)", f"{SAVE_AS} {CONVERT}")
    if not head.startswith(b"PK"):
        raise InputFault.of(str(path), _other_content(file), SAVE_AS)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(path, archive)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise InputFault.of(
            str(path), f"the workbook is cut short or damaged ({error})", "Fetch it again, or save it again."
        ) from None
    file.seek(0)


def _other_content(file: BinaryIO) -> str:
    beginning = file.read(4096)
    if b"\x00" in beginning:
        return "is not a workbook"
    if beginning.lstrip()[:1] == b"<":
        return "is a web page or an XML file, not a workbook"
    return "is a text file (.csv?), not a workbook"


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise InputFault.of(str(path), "is an OpenDocument file (.ods)", f"{SAVE_AS} {CONVERT}")
    if "xl/workbook.bin" in names:
        raise InputFault.of(str(path), "is a binary workbook (.xlsb)", SAVE_AS)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise InputFault.of(str(path), "is a zip archive, but not a workbook", "Give a workbook (.xlsx).")
    unpacked = sum(part.file_size for part in parts)
    absurd = any(part.file_size > max(SMALL, MOST_RATIO * part.compress_size) for part in parts)
    texts = max(part.file_size for part in parts if "/worksheets/" not in part.filename)
    if unpacked > MOST_UNPACKED or absurd or texts > MOST_SHARED or len(parts) > MOST_PARTS:
        raise InputFault.of(
            str(path),
            f"the workbook would unpack to {unpacked / 1e6:,.0f} MB in {len(parts)} parts, which is not plausible",
            "Copy its sheets into a new workbook.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise InputFault.of(str(path), "the workbook is encrypted", "Remove its password and save it again.")


def scan(path: Path, archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Look through the raw text of every part once; the facts of each sheet by the name of its part.

    Raises:
        InputFault: a document type or an entity is declared, which no workbook needs, or a sheet is too large.
    """
    facts = {}
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        raw = archive.read(part)
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            raise InputFault.of(
                str(path), f"the part {part.filename} declares entities", "Copy its sheets into a new workbook."
            )
        if not part.filename.startswith("customXml/") and _endless(raw):
            problem = f"the part {part.filename} has a comment or a text without end"
            raise InputFault.of(str(path), problem, "Copy the values of its sheets into a new workbook.")
        tags, most = raw.count(b"<"), _most_tags(part.filename)
        if tags > most:
            raise InputFault.of(
                str(path),
                f"the part {part.filename} has too many entries ({tags:,}; at most {most:,})",
                "Copy the values of its sheets into a new workbook; two million cells are the most.",
            )
        if "/worksheets/" in part.filename:
            facts[part.filename] = _facts(raw, tags)
    return facts


def _endless(raw: bytes) -> bool:
    """Whether something between two tags, or a comment, is longer than any cell; an XML parser may hang on that."""
    starts = range(0, len(raw) - MOST_TEXT, MOST_TEXT)
    if any(raw.find(b"<", start, start + MOST_TEXT) < 0 for start in starts):
        return True
    for opening, end in ((b"<!", b">"), (b"<?", b"?>")):
        index = raw.find(opening)
        while index >= 0:
            close = b"-->" if raw.startswith(b"<!--", index) else end
            after = raw.find(close, index, index + MOST_TEXT)
            if after < 0:
                return True
            index = raw.find(opening, after)
    return False


def _most_tags(name: str) -> int:
    if "/worksheets/" in name:
        return MOST_TAGS
    return MOST_TEXTS if name.endswith("sharedStrings.xml") else MOST_OTHER_TAGS


def _facts(raw: bytes, tags: int) -> SheetFacts:
    formulas = any(tag in raw for tag in (b"<f>", b"<f ", b"<f/>", b":f>", b":f "))
    merged = re.findall(rb'mergeCell [^>]{0,200}?ref="([A-Z0-9:]+)"', raw) if b"mergeCell" in raw else []
    rows = columns = 0
    if b" hidden=" in raw:
        rows = len(re.findall(rb'<(?:\w{1,20}:)?row [^>]{0,300}?hidden="(?:1|true)"', raw))
        columns = len(re.findall(rb'<(?:\w{1,20}:)?col [^>]{0,300}?hidden="(?:1|true)"', raw))
    return SheetFacts(formulas, tuple(ref.decode() for ref in merged), rows, columns, tags)
