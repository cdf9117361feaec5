"""What makes one try again: help with examples, the newest report, `--watch`, `-`, a short word on a sound workbook."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook
from ran import Command

from optimiser.cli.help import Command as Examples
from optimiser.cli.help import Commands, commands_of, strategy_lines
from optimiser.cli.main import cli
from optimiser.cli.options import ERASE, Progress
from optimiser.cli.watch import saved
from optimiser.files import Mark, put_mark
from optimiser.strategies import STRATEGIES

TWO = Path(__file__).parents[2] / "inputs" / "two_sectors.xlsx"


# help


@pytest.mark.parametrize("name", cli.commands)
def test_every_help_has_examples_that_can_be_typed_and_says_where_to_read_on(run: Command, name: str) -> None:
    command = commands_of(cli)[name]
    shown = run(name, "--help").out
    assert command.examples
    for example in command.examples:
        assert f"  {example}\n" in shown
        program, called, *arguments = shlex.split(example)
        assert (program, called) == ("optimiser", name)
        command.make_context(name, arguments)
    assert f"docs/commands.md#{name}" in shown


@pytest.mark.parametrize("kind", [click.Command, partial(Examples, examples=[])])
def test_a_command_without_examples_is_not_taken_up(kind: Callable[..., click.Command]) -> None:
    with pytest.raises(TypeError, match="the command idle has no examples"):
        Commands().add_command(kind("idle"))


@pytest.mark.parametrize("name", ["", "solve", "compare", "diagnose", "execute", "decompose", "batch", "turnpike"])
def test_help_lists_the_strategies(run: Command, name: str) -> None:
    shown = run(*([name] if name else []), "--help").out.partition("\nStrategies:\n")[2].partition("\nExamples:")[0]
    assert [line.split()[0] for line in shown.splitlines() if line[:3].strip()] == list(STRATEGIES)


def test_each_strategy_has_a_line() -> None:
    lines = strategy_lines()
    assert list(lines) == list(STRATEGIES)
    assert lines["weighted"] == "The weighted sum of the sheet Objective, as great as possible."


def test_strategies(run: Command) -> None:
    found = {each["name"]: each for each in run("strategies", "--json").json["strategies"]}
    assert list(found) == list(STRATEGIES)
    assert found["proportional"]["unit"] == "shares"
    assert found["targets"]["refused"] == "The targets cannot all be met."
    assert found["consumption"]["refused"] is None
    assert "80%" in found["balanced"]["asks"]
    shown = run("strategies").out
    assert all(f"{name}\n" in shown for name in STRATEGIES)
    assert shown.count("It demands no more") == sum(each["refused"] is None for each in found.values())


# open


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is given to the system to be shown."""
    given: list[str] = []

    def launch(path: str) -> int:
        given.append(path)
        return 0

    monkeypatch.setattr(click, "launch", launch)
    return given


def written(path: Path, age: float, mark: str = "Written by plan optimiser: report") -> None:
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/x", "")
        if mark:
            put_mark(path, Mark.REPORT)
    else:
        path.write_text(mark, encoding="utf-8")
    os.utime(path, (time.time() - age,) * 2)


def test_open_shows_the_newest_report(run: Command, launched: list[str]) -> None:
    written(Path("outputs/old.html"), 90)
    written(Path("outputs/new.xlsx"), 60)
    written(Path("outputs/theirs.html"), 1, mark="a page of somebody else's")
    assert run("open").out == "outputs/new.xlsx\n"
    written(Path("outputs/new.html"), 60)
    os.utime("outputs/new.html", ns=(Path("outputs/new.xlsx").stat().st_mtime_ns,) * 2)
    assert run("open").code == 0
    assert run("open", "outputs/old.html").code == 0
    assert launched == ["outputs/new.xlsx", "outputs/new.html", "outputs/old.html"]


def test_open_only_says_where_it_is_when_that_is_asked(run: Command, launched: list[str]) -> None:
    written(Path("outputs/new.xlsx"), 60)
    assert run("open", "--print").out == "outputs/new.xlsx\n"
    assert run("open", "--json").json == {"report": "outputs/new.xlsx"}
    assert launched == []


def test_open_without_a_report_or_a_program_that_shows_it(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in ([], ["nowhere"], [TWO]):
        ran = run("open", *arguments)
        assert ran.code == 3
        assert "there is no report of this program" in ran.err
    written(Path("outputs/new.xlsx"), 60)
    monkeypatch.setattr(click, "launch", lambda _: 1)
    ran = run("open")
    assert (ran.code, ran.out) == (1, "outputs/new.xlsx\n")
    assert "open it by hand" in ran.err


# --watch


class Seen(Exception):
    """Ends what would go on for ever."""


def test_a_file_is_seen_to_be_saved_once_it_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "economy.xlsx"
    path.write_text("a")
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: path.write_text("half"),
        lambda: path.write_text("saved in two parts"),
        lambda: None,
        lambda: None,
        path.unlink,
        lambda: None,
        lambda: path.write_text("back again"),
        lambda: None,
    ]
    taken: list[int] = []

    def sleep(_: float) -> None:
        if len(taken) == len(steps):
            raise Seen
        steps[len(taken)]()
        taken.append(1)

    monkeypatch.setattr(time, "sleep", sleep)
    seen: list[int] = []
    with pytest.raises(Seen):
        seen.extend(len(taken) for _ in saved(path))
    assert seen == [0, 4, 9]


def test_watching_goes_on_after_a_fault(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A half-saved workbook, then the whole one; an interrupt ends it."""
    shutil.copy(TWO, "mine.xlsx")
    whole = TWO.read_bytes()

    def saves(path: Path) -> object:
        yield
        path.write_bytes(whole[:5000])
        yield
        path.write_bytes(whole)
        yield
        raise KeyboardInterrupt

    def interrupted(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr("optimiser.cli.watch.saved", saves)
    monkeypatch.setattr(os, "_exit", interrupted)
    ran = run("solve", "mine.xlsx", "--strategy", "consumption", "--watch", "-o", "plan.xlsx")
    assert ran.code == 130
    assert ran.out.count("Report: plan.xlsx") == 2
    assert ran.err.count("is cut short or damaged") == 1
    assert ran.err.count("Watching mine.xlsx") == 3
    assert Path("plan.xlsx").exists()


@pytest.mark.parametrize("command", ["solve", "compare", "validate"])
def test_watching_nothing_or_with_json_is_refused(run: Command, command: str) -> None:
    if command != "validate":
        assert run(command, "nothing.xlsx", "--watch").code == 3
    for arguments in ([TWO, "--json"], ["-"]):
        ran = run(command, *arguments, "--watch")
        assert ran.code == 2
        assert "goes on until it is interrupted" in ran.err


def test_watching_never_writes_over_what_is_not_ours(run: Command) -> None:
    Path("plan.xlsx").write_text("mine")
    ran = run("solve", TWO, "--watch", "-o", "plan.xlsx")
    assert ran.code == 3
    assert "never written over" in ran.err
    assert Path("plan.xlsx").read_text() == "mine"


# -


def piped(*arguments: str, given: bytes, folder: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "optimiser", *arguments]
    return subprocess.run(command, input=given, capture_output=True, cwd=folder, check=False)


def test_a_workbook_from_stdin_and_its_report_to_stdout(tmp_path: Path) -> None:
    ran = piped("solve", "-", "--strategy", "consumption", "-o", "-", given=TWO.read_bytes(), folder=tmp_path)
    assert ran.returncode == 0
    book = load_workbook(io.BytesIO(ran.stdout), read_only=True)
    assert book.sheetnames[0] == "Plan"
    assert b"Steel and corn" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_faults_of_stdin_bear_its_name(tmp_path: Path) -> None:
    for command in ("solve", "validate"):
        ran = piped(command, "-", given=b"no workbook", folder=tmp_path)
        assert ran.returncode == 3
        assert b"stdin: is a text file" in ran.stdout + ran.stderr
        assert b"optimiser-" not in ran.stdout + ran.stderr


def test_stdin_that_has_no_workbook_or_no_end(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for stdin in (None, Terminal()):
        monkeypatch.setattr(sys, "stdin", stdin)
        ran = run("solve", "-")
        assert ran.code == 3
        assert ran.err.startswith("stdin: there is no workbook")
    monkeypatch.setattr("optimiser.cli.dash.MOST_BYTES", 10)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(100))))
    assert run("validate", "-").err.startswith("stdin: has more than 10 bytes")


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_stdout_has_one_thing_only(run: Command, option: str) -> None:
    ran = run("solve", TWO, "-o", "-", option)
    assert ran.code == 2
    assert "leave out --json and --html" in ran.out + ran.err


# validate, and what is no economy


def test_a_sound_workbook_takes_three_lines(run: Command) -> None:
    lines = run("validate", TWO).out.splitlines()
    assert lines == [
        f"{TWO}: 0 faults, 0 warnings, 51 defaults",
        "Steel and corn (stylised): 2 sectors, 3 plan years after 0, 2 target sets, 3 scenarios.",
        "51 defaults: --defaults lists them.",
    ]
    assert run("validate", TWO, "--quiet").out.splitlines() == lines[:1]
    assert len(run("validate", TWO, "--defaults").out.splitlines()) == 1 + 51 + 2
    assert run("validate", TWO, "--json").json["summary"] == lines[1]


def test_a_report_is_no_economy(run: Command) -> None:
    run("solve", TWO, "--strategy", "consumption", "--html", "-o", "plan.xlsx")
    for name in ("plan.xlsx", "plan.html"):
        ran = run("solve", name)
        assert ran.code == 3
        assert ran.err.startswith(f"{name}: is a report that this program has written")
    load_workbook("plan.xlsx").save("resaved.xlsx")
    ran = run("solve", "resaved.xlsx")
    assert ran.code == 3
    assert ran.err.startswith("resaved.xlsx: is a report of this program, as it seems")
    assert ran.err.count("\n") == 1


def test_sums_get_a_hint(run: Command) -> None:
    book = load_workbook(TWO)
    book["Inputs"].append(["Total", 0.2, 0.1])
    book.save("matrix.xlsx")
    assert (
        "Inputs!A4 ('Total'): no sector has this code. Delete it if it is a sum" in run("validate", "matrix.xlsx").out
    )
    book["Sectors"].append(["TOTAL", "all", "Mt", None, 125])
    book.save("table.xlsx")
    assert "Sectors!A4 ('TOTAL'): is called like a row of sums. Delete it" in run("validate", "table.xlsx").out


# colours, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals_that_want_them(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in run("solve", "nothing.xlsx").err
    for wanted in ("", "1"):
        screen = Terminal()
        monkeypatch.setenv("NO_COLOR", wanted)
        monkeypatch.setattr(sys, "stderr", screen)
        run("solve", "nothing.xlsx")
        assert ("\x1b[31m" in screen.getvalue()) == (not wanted)


def test_progress_is_a_line_of_a_terminal_and_nothing_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, pipe = Terminal(), io.StringIO()
    for stream in (screen, pipe):
        monkeypatch.setattr(sys, "stderr", stream)
        progress = Progress(quiet=False, began=time.monotonic() - 5)
        progress("first")
        progress("at once after it")
        progress.close()
    assert pipe.getvalue() == ""
    assert screen.getvalue() == f"{ERASE}   5 s  first{ERASE}"


# template


def test_a_template_with_every_sheet_works(run: Command) -> None:
    assert run("template", "all.xlsx", "--all", "--json").json == {"example": None, "workbook": "all.xlsx"}
    assert load_workbook("all.xlsx", read_only=True).sheetnames[0] == "Notes on the sheets"
    assert run("validate", "all.xlsx").out.startswith("all.xlsx: 0 faults, 0 warnings, ")
    assert run("solve", "all.xlsx", "--strategy", "consumption").code == 0
    assert run("template", "both.xlsx", "--all", "--example", "williams").code == 2


# completion by the shell, the manual


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("optimiser st", ["strategies"]),
        ("optimiser solve --strategy w", ["war", "weighted"]),
        ("optimiser nothing", []),
    ],
)
def test_a_shell_completes_commands_and_strategies(
    run: Command, monkeypatch: pytest.MonkeyPatch, words: str, offered: list[str]
) -> None:
    monkeypatch.setenv("_OPTIMISER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    assert run().out.split() == [f"plain,{each}" for each in offered]


MANUAL = Path(__file__).parents[2] / "docs" / "optimiser.1"


def test_the_manual_has_every_command_option_and_strategy() -> None:
    text = MANUAL.read_text(encoding="utf-8").replace(r"\-", "-")
    for name, command in commands_of(cli).items():
        section = text.partition(f'.SS "optimiser {name} ')[2].partition("\n.SS ")[0]
        assert all(f"\n{example.replace(chr(34), chr(92) + '(dq')}\n" in section for example in command.examples)
        options = [each for each in command.params if isinstance(each, click.Option)]
        assert [each.name for each in options if rf"\fB{each.opts[0]}\fR" not in section] == []
    assert [name for name in STRATEGIES if rf"\fB{name}\fR" not in text] == []


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_has_nothing_to_say_against_the_manual() -> None:
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", MANUAL], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "optimiser diagnose" in done.stdout
