"""Killed at any moment of writing: the old file or the new one is there, whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from optimiser.files import Mark

INPUT = Path(__file__).parents[2] / "inputs" / "two_sectors.xlsx"
TRIES = 12
PREPARE = f"""
import sys
from optimiser.workbook import annotate_workbook, read_economy, validate_workbook, write_economy
source, target = {str(INPUT)!r}, sys.argv[1]
economy = read_economy(source)
found = validate_workbook(source)
"""
WRITERS = {
    "economy": "def write(): write_economy(economy, target, force=True)",
    "marked copy": "def write(): annotate_workbook(source, found, target, force=True)",
    "report": "from optimiser import solve\nfrom optimiser.report.reports import write_report\n"
    "plan = solve(economy, 'balanced')\ndef write(): write_report(plan, target, force=True)",
}
LOOP = """
write()
print("written", flush=True)
while True:
    write()
"""


def whole(path: Path) -> list[str]:
    workbook = load_workbook(path)
    return [workbook.sheetnames[0], *(str(sheet.dimensions) for sheet in workbook.worksheets)]


@pytest.mark.slow
@pytest.mark.parametrize("name", list(WRITERS))
def test_killed_while_it_writes_over_an_older_file(tmp_path: Path, name: str) -> None:
    """A process that writes one file over and over is killed at random moments; each time the file is whole."""
    path = tmp_path / "out.xlsx"
    moments = random.Random(name)
    before = INPUT.read_bytes()
    shapes = set()
    for _ in range(TRIES // 3):
        with subprocess.Popen(
            [sys.executable, "-c", PREPARE + WRITERS[name] + LOOP, str(path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "written\n"
            for _ in range(3):  # looked at while it is being written, too
                time.sleep(moments.uniform(0.0, 0.04))
                shapes.add(tuple(whole(path)))
            time.sleep(moments.uniform(0.0, 0.1))
            process.kill()
        shapes.add(tuple(whole(path)))
    assert len(shapes) == 1
    assert INPUT.read_bytes() == before


@pytest.mark.parametrize("moment", ["after the temporary file", "in the middle", "before the renaming"])
def test_killed_at_a_chosen_moment_the_old_file_is_there(tmp_path: Path, moment: str) -> None:
    """No older file is lost, and without one nothing that looks like a result is there."""
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    steps = {
        "after the temporary file": f"with atomic(target, force=True) as path:\n    {kill}",
        "in the middle": f"with atomic(target, force=True) as path:\n    path.write_bytes(b'PK half')\n    {kill}",
        "before the renaming": f"with atomic(target, force=True) as path:\n    path.write_bytes(b'new')\n    {kill}",
    }
    code = f"import sys\nfrom optimiser.files import atomic\ntarget = sys.argv[1]\n{steps[moment]}"
    old, none = tmp_path / "old.xlsx", tmp_path / "none.xlsx"
    old.write_text(f"the old one\n{Mark.REPORT.text}")
    before = old.read_bytes()
    for path in (old, none):
        assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    assert old.read_bytes() == before
    assert not none.exists()
