"""Imports run one way, one module knows the solvers, and the command line starts at once."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimiser.cli.main import cli

PACKAGE = Path(__file__).parent.parent / "optimiser"
MODULES = sorted(PACKAGE.rglob("*.py"))

ROOMS = (
    "economy",  # what an economy is, and what follows from it alone
    "language",  # how things are called, numbers and lists said
    "workbook",  # workbook -> Economy, and back
    "iotables",  # national table -> workbook
    "readdition",  # Economy and quantities -> does it add up, knowing nothing of what comes after
    "programme",  # Economy -> LinearProgramme
    "solver",  # LinearProgramme -> Solution
    "plan",  # Solution -> Plan
    "strategies",  # what is asked of a plan
    "execution",  # Plan -> what becomes of it
    "diagnosis",  # LinearProgramme -> why not
    "comparison",  # plans side by side
    "batch",  # many of all that
    "report",  # results -> pages -> files
    "serve",  # a page on which cells are changed and plans found anew
    "cli",
    "__main__",
)
"""From the ground up: each may import those before it, and itself."""

FOR_ALL = {"errors", "files", "arrays", "shown", "streams"}
"""May be imported from anywhere; so may the package itself, for its version."""

STANDING_ALONE = {"__init__": set(ROOMS), "files": {"errors"}} | {
    name: set() for name in ("errors", "arrays", "shown", "streams")
}

SOLVERS = {"highspy", "pulp"}
HEAVY = {"pandas", "openpyxl", "pulp", "highspy", "scipy", "numpy"}

LONGEST = 400

SUBJECTS = "the same subject of the economy: its rules, its re-addition, its sheets, its page"
COMMANDS = "the command, and the function that it calls"
RESULTS = "the same result: how it is found, as plain values, as pages, as a command"

TWICE: dict[str, str] = {
    **dict.fromkeys(
        ("balances", "capacity", "people", "trade", "production", "quantities", "economy", "assets", "money"), SUBJECTS
    ),
    "assortments": SUBJECTS,
    **dict.fromkeys(("solve", "compare", "decompose"), COMMANDS),
    **dict.fromkeys(
        ("plan", "batch", "comparison", "diagnosis", "execution", "diagnose", "execute", "causes", "worth"), RESULTS
    ),
    **dict.fromkeys(("proof", "remedies"), RESULTS),
    **dict.fromkeys(("multipliers", "turnpike", "money_balance", "power_and_fuel"), RESULTS),
    "behaviour": "how people act on a plan: as the workbook says it, as it is carried out",
    "effort": "levels of effort: what they make of an economy, the sheet that says them",
    "elastic": "rows that may be missed at a cost: any of a programme's, the targets of a strategy",
    "figures": "numbers for people to read: as they are written, as a source states them",
    "notes": "pages of notes on a workbook: on a report, on an example",
    "plots": "a result drawn with matplotlib",
    "regions": "regions and routes: of an economy, their sheet, what a plan comes to in each, the page of it",
    "relaxation": "how far limits may plausibly give way: as it is assumed, the sheet that says it",
    "sentences": "what a result is in sentences",
    "statistics": "means, quantiles and errors of many repetitions",
    "targets": "the target set: what it asks, the sheet that it stands in",
    "workbook": "an economy written as a workbook: any, or an example's",
    "variants": "targets with the circumstances they are meant for: as the workbook says them, and what they come to",
    "yearly": "what goes year by year: read, written, shown",
}
"""File names that stand in several rooms, and the one thing they mean in all of them."""


def room_of(path: Path) -> str:
    """`economy` for optimiser/economy/years.py, `files` for optimiser/files.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, anywhere in it."""
    package = path.parent.relative_to(PACKAGE.parent).parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            module = (base + (node.module or "")).rstrip(".")
            # `from optimiser import document` names a module, not something of the package
            parts = [alias.name for alias in node.names if module == "optimiser" and alias.name in ROOMS]
            yield from (f"{module}.{part}" for part in parts)
            if not parts:
                yield module


def names(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    if room in STANDING_ALONE:
        allowed = STANDING_ALONE[room]
    else:
        assert room in ROOMS, f"say where optimiser/{room} belongs: ROOMS in this file"
        allowed = set(ROOMS[: ROOMS.index(room) + 1])
    own = [name.split(".") for name in imported(path) if name.split(".")[0] == "optimiser"]
    above = sorted({".".join(parts) for parts in own if parts[1:] and parts[1] not in allowed | FOR_ALL})
    assert above == [], f"optimiser/{room} stands below what it imports"


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_the_package_is_no_way_around_the_order(path: Path) -> None:
    """It knows where every public name is, and gives them to anybody who asks: that is for showing results alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "optimiser"
        for alias in node.names
    }
    assert asked <= {"__version__"} | set(ROOMS) | FOR_ALL
    by_name = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "import_module"
        and "'optimiser" in ast.unparse(node)
    ]
    assert by_name == (["import_module('optimiser')"] if names(path) == "shown.py" else [])


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_only_one_place_knows_the_solvers(path: Path) -> None:
    found = {name.split(".")[0] for name in imported(path)} & SOLVERS
    assert not found or names(path).startswith("solver/")


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_modules_are_short_enough_to_read(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_what_is_found_is_returned(path: Path) -> None:
    """No function adds to what another has at hand: `nonlocal` hides where a value comes from."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node.names for node in ast.walk(tree) if isinstance(node, ast.Nonlocal)]


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_what_is_frozen_has_no_mutable_part(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef) or "frozen=True" not in "".join(map(ast.unparse, node.decorator_list)):
            continue
        mutable = [
            ast.unparse(part.target)
            for part in node.body
            if isinstance(part, ast.AnnAssign)
            and ast.unparse(part.annotation).partition("[")[0] in ("list", "dict", "set", "bytearray", "deque")
        ]
        assert not mutable, f"{node.name}: a tuple, a Mapping or a frozenset"


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or names(path) == "__main__.py"


def test_no_file_name_means_two_things() -> None:
    """What a file holds in one room it holds, of another subject, in every room."""
    rooms: dict[str, set[str]] = {}
    for path in MODULES:
        if not path.stem.startswith("__") and path.parent != PACKAGE:
            rooms.setdefault(path.stem, set()).add(names(path.parent))
    assert {name for name, found in rooms.items() if len(found) > 1} == set(TWICE)


def test_every_room_is_in_the_order() -> None:
    """A room that is no more does not stay in the list."""
    assert {room_of(path) for path in MODULES} == {*ROOMS, *STANDING_ALONE}


def test_the_imports_are_seen() -> None:
    """The tests above would notice."""
    reader = PACKAGE / "workbook" / "read" / "economy.py"
    assert "optimiser.errors" in set(imported(reader))
    assert "highspy" in set(imported(PACKAGE / "solver" / "highs.py"))
    assert "optimiser.diagnosis" in set(imported(PACKAGE / "cli" / "diagnose.py"))


def loaded_by(code: str, among: set[str] = HEAVY) -> set[str]:
    """Which heavy libraries, or other modules, a program has loaded at its end."""
    ending = f"\nimport sys; print('loaded', *({among!r} & sys.modules.keys()), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code + ending], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split()[1:])


def test_the_command_line_loads_nothing_heavy() -> None:
    assert loaded_by("import optimiser.cli.main") == set()
    assert loaded_by("import numpy") == {"numpy"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *([name, "--help"] for name in cli.commands)], ids=" ".join
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys
sys.argv = ["optimiser", *{arguments!r}]
from optimiser.cli.main import main
try:
    main()
except SystemExit as stop:
    assert stop.code == 0
"""
    assert loaded_by(code) == set()


UNUSED = {"pandas", "pulp", "matplotlib", "scipy.linalg", "optimiser.comparison", "optimiser.execution"}
"""What takes long to load, and a plan with its report has no use for."""


def test_a_plan_loads_only_what_it_needs(tmp_path: Path) -> None:
    workbook, report = PACKAGE.parent / "inputs" / "two_sectors.xlsx", tmp_path / "plan.xlsx"
    code = f"""
import sys
sys.argv = ["optimiser", "solve", {str(workbook)!r}, "-o", {str(report)!r}, "--quiet"]
from optimiser.cli.main import main
try:
    main()
except SystemExit as stop:
    assert stop.code == 0
"""
    assert loaded_by(code, UNUSED | {"highspy"}) == {"highspy"}
    assert report.exists()
