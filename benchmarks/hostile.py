"""Hostile files: what reading each costs, in a process of its own.

python benchmarks/hostile.py            prints the table of docs/hostile_files.md
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

MOST_SECONDS, MOST_MEGABYTES = 30.0, 700.0

Change = Callable[[bytes], bytes]


def patched(path: Path, part: str, change: Change, name: str) -> Path:
    copy = path.with_name(name)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            raw = source.read(info)
            target.writestr(info.filename, change(raw) if info.filename == part else raw)
    return copy


def rows(first: int, last: int, row: bytes) -> bytes:
    numbers = range(first, last + 1)
    return b"".join(row.replace(b"#", str(number).encode()) for number in numbers)


def noise(size: int) -> bytes:
    """Bytes that do not pack to nothing, and are fit for XML."""
    import random

    return random.Random(1).randbytes(size // 2).hex().encode()


def hostile(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every hostile file, with what it is."""
    from optimiser.workbook import write_tables
    from optimiser.workbook.examples import EXAMPLES

    base = folder / "base.xlsx"
    write_tables(EXAMPLES["two_sectors"](), base)
    with zipfile.ZipFile(base) as archive:
        sheet = max(name for name in archive.namelist() if "/worksheets/sheet" in name)
    end = b"</sheetData>"

    def more(name: str, text: bytes, part: str = sheet, before: bytes = end) -> Path:
        return patched(base, part, lambda raw: raw.replace(before, text + before), f"{name}.xlsx")

    def put(name: str, raw: bytes) -> Path:
        (folder / name).write_bytes(raw)
        return folder / name

    def zipped(name: str, parts: dict[str, bytes]) -> Path:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, raw in parts.items():
                archive.writestr(part, raw)
        return put(name, held.getvalue())

    yield "the workbook itself, for comparison", base
    yield "unpacks to 1,000 MB", more("bomb", b" " * 1_000_000_000)
    yield "unpacks to 150 MB of noise", more("noise", b"<!--" + noise(150_000_000) + b"-->")
    yield "two million cells", more("cells", rows(50, 20_000, b'<row r="#">' + b"<c><v>0.1</v></c>" * 99 + b"</row>"))
    yield "300,000 rows, dimension A1:A1", more("rows", rows(50, 300_000, b'<row r="#"><c r="B#"><v>1</v></c></row>'))
    yield "a cell at XFD1048576", more("far", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield (
        "300,000 formatted blanks in column XFD",
        more("wide", rows(50, 300_000, b'<row r="#"><c r="XFD#" s="1"/></row>')),
    )
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(98, 107)
    )
    yield (
        "an entity bomb",
        patched(
            base,
            sheet,
            lambda raw: (
                entity + b"]>" + raw[raw.index(b"?>") + 2 :] if raw.startswith(b"<?xml") else entity + b"]>" + raw
            ),
            "entities.xlsx",
        ),
    )
    outside = b'<!DOCTYPE a SYSTEM "file:///etc/hostname">'
    yield "an external entity", patched(base, sheet, lambda raw: outside + raw, "external.xlsx")
    yield "300,000 formats", more("formats", b"<xf/>" * 320_000, "xl/styles.xml", b"</styleSheet>")
    yield "texts that make patterns slow", more("patterns", b"<!-- hidden= " + b"<row mergeCell " * 300_000 + b"-->")
    yield "nested 500,000 deep", more("nested", b"<a>" * 500_000)
    yield "a zip that is no workbook", zipped("zip.xlsx", {"readme.txt": b"hello"})
    yield "a truncated workbook", put("cut.xlsx", base.read_bytes()[:9_000])
    yield "an .xls", put("old.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100_000))
    yield "an .ods", zipped("other.xlsx", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    yield "a .csv", put("text.xlsx", b"code;name;unit\n" * 1_000_000)


def read(path: Path) -> str:
    from optimiser.workbook import validate_workbook

    found = validate_workbook(path)
    return f"refused: {found.faults[0].problem}" if found.faults else "read"


def measured(path: Path) -> tuple[float, float, str]:
    run = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, text=True, check=True, timeout=120)
    taken, megabytes, *words = run.stdout.split(maxsplit=2)
    return float(taken), float(megabytes), words[0].strip()


def highest() -> float:
    """Megabytes that this process has held at most; a parent's do not count, as they would in `getrusage`."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def main() -> int:
    kept = True
    with tempfile.TemporaryDirectory() as name:
        print("| file | size, MB | seconds | peak, MB | what is said |")
        print("|---|---:|---:|---:|---|")
        for what, path in hostile(Path(name)):
            taken, megabytes, words = measured(path)
            kept = kept and taken < MOST_SECONDS and megabytes < MOST_MEGABYTES
            print(f"| {what} | {path.stat().st_size / 1e6:.2f} | {taken:.2f} | {megabytes:.0f} | {words[:110]} |")
            path.unlink() if path.name != "base.xlsx" else None
    print(f"\nless than {MOST_SECONDS:.0f} s and {MOST_MEGABYTES:.0f} MB: {'PASS' if kept else 'FAIL'}")
    return 0 if kept else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        began = time.perf_counter()
        words = read(Path(sys.argv[1]))
        taken = time.perf_counter() - began
        print(f"{taken:.3f} {highest():.0f} {words}")
    else:
        sys.exit(main())
