"""Standard output, seen from outside: as bytes that a process wrote, whatever solvers write to file descriptor 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from seldom import seldom

pytestmark = pytest.mark.quick

INPUTS = Path(__file__).parents[2] / "inputs"
FIVE, TWO = INPUTS / "first_five_year_plan.xlsx", INPUTS / "two_sectors.xlsx"
MODEL = Path(__file__).parents[1] / "diagnosis" / "models" / "pypsa.lp"

NOISE = "written past Python"

NOISY = f"""
import ctypes, os, threading
import highspy
class Talkative(highspy._Highs):
    "Writes to file descriptor 1 as it is made, while it runs, from threads of its own, and at the end of the process."
    def __init__(self):
        os.write(1, b"{NOISE} when made\\n")
        ctypes.CDLL(None).puts(b"{NOISE} kept back until the end")
        super().__init__()
    def run(self):
        talking = threading.Thread(target=os.write, args=(1, b"{NOISE} from a thread\\n"))
        talking.start()
        found = super().run()
        os.write(1, b"{NOISE} when run\\n")
        talking.join()
        return found
highspy._Highs = Talkative
"""
"""A solver that talks.  C keeps what is meant for a pipe back until the process ends."""


BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def process(*arguments: object, folder: Path, before: str = "") -> subprocess.CompletedProcess[bytes]:
    """`optimiser ...` in a process of its own, after some lines of Python."""
    given = ["optimiser", *map(str, arguments)]
    code = f"{before}\nimport sys\nsys.argv = {given!r}\nimport optimiser.__main__"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, env=BUFFERED, capture_output=True, check=False)


def script(code: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    path = folder / "script.py"
    path.write_text(code, encoding="utf-8")
    return subprocess.run([sys.executable, str(path)], cwd=folder, capture_output=True, check=False)


def only_object(written: bytes) -> dict[str, Any]:
    """The one JSON object that some bytes are, with the line's end and nothing else."""
    value = json.loads(written)
    assert isinstance(value, dict)
    assert written.endswith(b"}\n")
    assert written.count(b"\n") == 1
    return value


COMMANDS: dict[str, tuple[list[object], int]] = {
    "solve": (["solve", TWO], 0),
    "solve, infeasible": (["solve", TWO, "--strategy", "targets", "--targets", "ambitious"], 4),
    "solve by CBC": (["solve", TWO, "--solver", "cbc"], 0),
    "solve by HiGHS through PuLP": (["solve", TWO, "--solver", "highs-pulp"], 0),
    "compare": (["compare", TWO], 0),
    "decompose": (["decompose", TWO, "--cause", "more workers", "--of", "capacity"], 0),
    "execute": (["execute", TWO, "--repetitions", "3"], 0),
    "explain": (["explain", MODEL], 4),
    "multipliers": (["multipliers", TWO], 0),
    "turnpike": (["turnpike", TWO], 0),
    "diagnose": (["diagnose", TWO, "--targets", "ambitious", "--limit", "60"], 4),
    "batch": (["batch", TWO, "--jobs", "1"], 0),
    "batch in two workers": (["batch", FIVE, "--jobs", "2", "--no-findings"], 0),
    "batch, dry run": (["batch", TWO, "--dry-run"], 0),
    "validate": (["validate", TWO], 0),
    "template": (["template", "new.xlsx"], 0),
    "a fault": (["solve", TWO, "--scenario", "nobody's"], 3),
    "a file that is not there": (["solve", "nowhere.xlsx"], 3),
    "usage": (["solve", TWO, "--solver", "nobody's"], 2),
}
"""Every command, and the ways in which it ends: with its exit code."""

DEAR = ["compare", "decompose", "execute", "diagnose", "batch in two workers"]


@pytest.mark.parametrize("name", [*seldom(DEAR), *(each for each in COMMANDS if each not in DEAR)])
def test_json_is_all_that_reaches_standard_output(name: str, tmp_path: Path) -> None:
    arguments, code = COMMANDS[name]
    done = process(*arguments, "--json", folder=tmp_path)
    only_object(done.stdout)
    assert done.returncode == code


@pytest.mark.skipif(os.name != "posix", reason="finds the C library as POSIX does")
@pytest.mark.parametrize("name", ["solve", "compare", "diagnose"])
def test_a_solver_that_writes_when_it_likes_is_sent_to_standard_error(name: str, tmp_path: Path) -> None:
    arguments, code = COMMANDS[name]
    done = process(*arguments, "--json", folder=tmp_path, before=NOISY)
    only_object(done.stdout)
    assert done.returncode == code
    for words in ("when made", "from a thread", "when run", "kept back until the end"):
        assert f"{NOISE} {words}".encode() in done.stderr


WORKERS = f"""
import os
import optimiser
from optimiser.batch import run_batch
from optimiser.batch.executors import process_pool

def talk():
    os.write(1, b"{NOISE} in a worker\\n")
    print("{NOISE} in a worker, by Python", flush=True)

if __name__ == "__main__":
    pool = process_pool(2)
    for future in [pool.submit(talk) for _ in range(4)]:
        future.result()
    pool.shutdown()
    print("done")
"""


@pytest.mark.slow
def test_workers_leave_standard_output_to_their_parent(tmp_path: Path) -> None:
    done = script(WORKERS, tmp_path)
    assert done.stdout == b"done\n"
    assert done.stderr.count(f"{NOISE} in a worker\n".encode()) == 4


SCRIPT = f"""
import os, sys, threading
import optimiser
economy = optimiser.read_economy({str(TWO)!r})
plans = []
def solve():
    for _ in range(3):
        plans.append(optimiser.solve(economy, "balanced"))
print("before")
threads = [threading.Thread(target=solve) for _ in range(4)]
for each in threads:
    each.start()
for number in range(50):
    os.write(1, b"mine\\n")
for each in threads:
    each.join()
print("after", len(plans), flush=True)
os.write(1, b"mine\\n")
"""


def test_what_a_caller_of_the_library_prints_reaches_standard_output_and_nothing_else(tmp_path: Path) -> None:
    done = script(SCRIPT, tmp_path)
    assert done.returncode == 0
    lines = done.stdout.decode().splitlines()
    assert sorted(lines) == sorted(["before", "after 12", *["mine"] * 51])
    assert lines[-1] == "mine"


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("arguments", [["solve", TWO], ["validate", FIVE], ["--help"], ["solve", TWO, "--json"]],
                         ids=["solve", "validate", "help", "json"])  # fmt: skip
def test_a_reader_who_leaves_early_is_no_error(arguments: list[object], tmp_path: Path) -> None:
    """As `| head`: standard output, or both streams, lead to a pipe that nobody reads."""
    for both in (False, True):
        reading, writing = os.pipe()
        os.close(reading)
        code = f"import sys\nsys.argv = {['optimiser', *map(str, arguments)]!r}\n"
        code += "import optimiser.__main__"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, stdout=writing, stderr=writing if both else subprocess.PIPE,
            check=False,
        )  # fmt: skip
        os.close(writing)
        assert done.returncode == 0
        assert both or done.stderr == b""
        for report in tmp_path.glob("outputs/*"):
            assert report.stat().st_size > 0
            report.unlink()


@pytest.mark.skipif(os.name != "posix", reason="the shell of POSIX")
@pytest.mark.parametrize("closing", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_spoil_nothing(closing: str, tmp_path: Path) -> None:
    """The first file that is opened gets the number of a closed descriptor: it must not get a solver's words."""
    code = f"{NOISY}\nimport sys\nsys.argv = ['optimiser', 'solve', {str(TWO)!r}, '-o', 'plan.xlsx']\n"
    (tmp_path / "run.py").write_text(code + "import optimiser.__main__", encoding="utf-8")
    done = subprocess.run(["sh", "-c", f"exec {sys.executable} run.py {closing}"], cwd=tmp_path, check=False)
    assert done.returncode == 0
    from openpyxl import load_workbook

    assert load_workbook(tmp_path / "plan.xlsx").worksheets
    found = [path.name for path in tmp_path.iterdir() if NOISE.encode() in path.read_bytes()]
    assert found == ["run.py"]
