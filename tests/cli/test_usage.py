"""JSON of errors, help, mistakes of usage, interruptions and what nobody expected."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ran import Command, Ran, files

from optimiser.errors import SolverFailed

TWO = Path(__file__).parents[2] / "inputs" / "two_sectors.xlsx"


def as_program(folder: Path, *arguments: object, before: str = "") -> Ran:
    """The same in a process of its own, after some lines of Python."""
    given = ["optimiser", *map(str, arguments)]
    code = f"import sys\n{before}\nsys.argv = {given!r}\nfrom optimiser.cli.main import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (["solve", "nothing.xlsx"], 3, "fault"),
        (["compare", "nothing.xlsx"], 3, "fault"),
        (["diagnose", "nothing.xlsx"], 3, "fault"),
        (["solve"], 2, "usage"),
        (["solve", "nothing.xlsx", "--nonsense"], 2, "usage"),
        (["solve", TWO, "--solver", "abacus"], 2, "usage"),
        (["template", "new.xlsx", "--example", "nonsense"], 2, "usage"),
    ],
)
def test_json_also_tells_errors(run: Command, arguments: list[object], code: int, status: str) -> None:
    ran = run(*arguments, "--json")
    assert ran.code == code
    assert ran.json["status"] == status
    assert ran.json["message"]


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], ["solve", "--help"]])
def test_help_and_version(run: Command, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 0
    assert ran.out
    assert ran.err == ""


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["solve"], ["solve", "a.xlsx", "b.xlsx"], ["solve", "a.xlsx", "--time-limit", "0"]]
)
def test_usage(run: Command, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err


FAILING = "import optimiser.strategies.solve\ndef solve(*_, **__): raise {}\noptimiser.strategies.solve.solve = solve"


def test_an_interrupted_command_leaves_nothing_behind(tmp_path: Path) -> None:
    ran = as_program(tmp_path, "solve", TWO, before=FAILING.format("KeyboardInterrupt"))
    assert ran.code == 130
    assert ran.out == ""
    assert ran.err.strip() == "interrupted: nothing is half-written"
    assert files(tmp_path) == []


def test_an_unexpected_error_is_shown_in_full(tmp_path: Path) -> None:
    ran = as_program(tmp_path, "solve", TWO, before=FAILING.format("RuntimeError('a mistake of ours')"))
    assert ran.code == 1
    assert "RuntimeError: a mistake of ours" in ran.err
    assert ran.out == ""
    told = as_program(tmp_path, "solve", TWO, "--json", before=FAILING.format("RuntimeError('a mistake of ours')"))
    assert told.code == 1
    assert told.json["status"] == "error"


def test_a_solver_that_gives_up_is_a_message(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object, **__: object) -> None:
        raise SolverFailed("HiGHS gave up: unknown")

    monkeypatch.setattr("optimiser.strategies.solve.solve", give_up)
    ran = run("solve", TWO)
    assert (ran.code, ran.err) == (1, "HiGHS gave up: unknown\n")
