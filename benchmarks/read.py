"""Reading, paired in one run: a large input workbook, fully validated, against openpyxl's read-only iteration alone.

    python benchmarks/read.py [ROUNDS]

Then a million cells, their peak memory measured in a process of their own.  Ends in 1 where a bound is not kept.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MOST_RATIO = 1.5
MOST_MEGABYTES = 300
SECTORS = 400
MILLION = 1000


def iterate(path: Path) -> int:
    """What openpyxl's read-only mode alone takes: every value of every sheet once."""
    from openpyxl import load_workbook

    workbook = load_workbook(path, read_only=True, data_only=True)
    cells = sum(len(row) for sheet in workbook.worksheets for row in sheet.iter_rows(values_only=True))
    workbook.close()
    return cells


def validate(path: Path) -> None:
    from optimiser.workbook import validate_workbook

    found = validate_workbook(path)
    assert not found.faults, found.faults[:3]


def seconds(work: Callable[[Path], object], path: Path) -> float:
    began = time.process_time()
    work(path)
    return time.process_time() - began


def written(sectors: int, folder: Path) -> Path:
    from optimiser.economy.random import synthetic_economy
    from optimiser.workbook import write_economy

    path = folder / f"{sectors}.xlsx"
    write_economy(synthetic_economy(sectors), path)
    return path


def million(folder: Path) -> Path:
    """Three sheets, the Inputs being a matrix of 1000 x 1000; written as a stream."""
    from openpyxl import Workbook

    path = folder / "million.xlsx"
    book = Workbook(write_only=True)
    codes = [f"S{place:04d}" for place in range(MILLION)]
    sheets: dict[str, list[list[object]]] = {
        "Plan": [
            ["key", "value"],
            ["title", "a million cells"],
            ["format version", 1],
            ["base year", 2000],
            ["plan years", 1],
            ["terminal condition", "none"],
        ],
        "Sectors": [["code", "unit", "base output"], *([code, "bn", 100.0] for code in codes)],
        "Inputs": [
            ["product", *codes],
            *(
                [code, *(0.9 * ((7 * row + 3 * column) % 11) / 5e3 / 1.1 for column in range(MILLION))]
                for row, code in enumerate(codes)
            ),
        ],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def peak(path: Path) -> tuple[float, float]:
    """Megabytes at most and seconds of a process that reads and validates a workbook and does nothing else."""
    command = [sys.executable, __file__, "--only", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    megabytes, taken = run.stdout.split()
    return float(megabytes), float(taken)


def highest() -> float:
    """Megabytes that this process has held at most; a parent's do not count, as they would in `getrusage`."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        path = written(SECTORS, Path(name))
        pairs = []
        for _ in range(rounds):
            alone, ours = seconds(iterate, path), seconds(validate, path)
            pairs.append((alone, ours))
            print(f"openpyxl alone {alone:5.2f} s   read and validated {ours:5.2f} s   ratio {ours / alone:.2f}")
        ratio = statistics.median(ours / alone for alone, ours in pairs)
        size, cells = path.stat().st_size / 1e6, iterate(path)
        passed = ratio <= MOST_RATIO
        verdict = f"at most {MOST_RATIO} is allowed: {'PASS' if passed else 'FAIL'}"
        print(f"{SECTORS} x {SECTORS}, {cells:,} cells, {size:.1f} MB: median ratio {ratio:.2f}, {verdict}")
        path = million(Path(name))
        megabytes, taken = peak(path)
        within = megabytes < MOST_MEGABYTES
        verdict = f"less than {MOST_MEGABYTES} MB is allowed: {'PASS' if within else 'FAIL'}"
        size, cells = path.stat().st_size / 1e6, iterate(path)
        print(f"{MILLION} x {MILLION}, {cells:,} cells, {size:.1f} MB: {taken:.1f} s, {megabytes:.0f} MB, {verdict}")
    return 0 if passed and within else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        taken = seconds(validate, Path(sys.argv[2]))
        print(highest(), taken)
    else:
        sys.exit(main())
