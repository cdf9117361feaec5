"""No command destroys a file that is not its own, waits for ever, or answers a full disk with a traceback."""

from __future__ import annotations

import csv
import errno
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from ran import Command
from seldom import seldom

from optimiser.batch import Store
from optimiser.files import Mark, mark_of
from optimiser.report.writers import WRITERS
from optimiser.workbook import write_tables
from optimiser.workbook.examples import EXAMPLES

INPUTS = Path(__file__).parents[2] / "inputs"
TWO = INPUTS / "two_sectors.xlsx"
HEAD = ["scenario", "sheet", "row", "column", "operation", "value", "input", "runs", "seed", "extends"]
GRID = ["grid", "Labour", "workers", "persons", "multiply", "0.98; 1; 1.02; 1.1", "workers", "", "", ""]
PROGRAM = "import sys; from optimiser.cli.main import main; main()"


@pytest.fixture
def user(tmp_path: Path) -> dict[str, Path]:
    """Files of a user: two economies, scenarios as a table and as a workbook, notes."""
    for name in ("economy", "another"):
        write_tables(EXAMPLES["two_sectors"](), tmp_path / f"{name}.xlsx")
    table = tmp_path / "scenarios.csv"
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([HEAD, GRID])
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Scenarios")
    for row in (HEAD, GRID):
        sheet.append(row)
    book.save(tmp_path / "scenarios.xlsx")
    book.save(tmp_path / "notes.xlsx")
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    connection = sqlite3.connect(tmp_path / "notes.sqlite")
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    return {path.name: path for path in tmp_path.iterdir()}


def state(paths: dict[str, Path]) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in paths.items()}


@pytest.mark.parametrize("force", [(), ("--force",), ("--resume",), ("--force", "--resume")], ids=" ".join)
@pytest.mark.parametrize(
    "asked",
    [
        ("--scenarios", "scenarios.csv", "-o", "scenarios.xlsx"),
        ("--scenarios", "scenarios.xlsx", "-o", "scenarios.xlsx"),
        ("-o", "economy.xlsx"),
        ("-o", "another.xlsx"),
        ("-o", "notes.xlsx"),
        ("-o", "notes.csv"),
        ("-o", "notes.sqlite"),
        ("-o", "new.sqlite"),
        ("-o", "new.csv"),
        ("-o", "new.xls"),
        ("-o", "new.xlsx", "--store", "new.xlsx"),
        ("-o", "new.xlsx", "--store", "economy.xlsx"),
        ("-o", "new.xlsx", "--store", "scenarios.csv"),
        ("-o", "new.xlsx", "--store", "notes.sqlite"),
        ("-o", "/dev/null"),
        ("-o", "."),
        ("-o", "new.xlsx", "--store", "/dev/null"),
    ],
    ids=" ".join,
)
def test_no_batch_destroys_a_file(
    run: Command, user: dict[str, Path], tmp_path: Path, asked: tuple[str, ...], force: tuple[str, ...]
) -> None:
    before = state(user)
    ran = run("batch", "economy.xlsx", *asked, "--jobs", 1, "--quiet", *force)
    assert ran.code == 3
    assert ran.err
    assert "Traceback" not in ran.err
    assert state(user) == before
    assert {path.name for path in tmp_path.iterdir()} == set(user)


@pytest.mark.parametrize("command", ["solve", "compare", "diagnose"])
@pytest.mark.parametrize("name", ["another.xlsx", "notes.xlsx", "scenarios.xlsx", "new.xls", "new.csv", "/dev/null"])
def test_no_report_destroys_a_file(
    run: Command, user: dict[str, Path], tmp_path: Path, command: str, name: str
) -> None:
    before = state(user)
    ran = run(command, "economy.xlsx", "-o", name, "--force")
    assert ran.code == 3
    assert name in ran.err
    assert state(user) == before
    assert {path.name for path in tmp_path.iterdir()} == set(user)


@pytest.mark.parametrize(
    "asked",
    [
        ("validate", "economy.xlsx", "--annotate", "notes.xlsx"),
        ("validate", "economy.xlsx", "--annotate", "copy.xls"),
        ("validate", "economy.xlsx", "--annotate", "/dev/null"),
        ("template", "notes.xlsx"),
        ("template", "notes.csv"),
        ("template", "/dev/null"),
        ("solve", "economy.xlsx", "-o", "new.xlsx", "--export", "notes.lp"),
        ("solve", "economy.xlsx", "-o", "new.xlsx", "--export", "pipe.mps"),
    ],
    ids=" ".join,
)
def test_no_other_output_destroys_a_file(
    run: Command, user: dict[str, Path], tmp_path: Path, asked: tuple[str, ...]
) -> None:
    (tmp_path / "notes.lp").write_text("mine")
    os.mkfifo(tmp_path / "pipe.mps")
    before = state(user)
    assert run(*asked, "--force").code == 3
    assert state(user) == before
    assert (tmp_path / "notes.lp").read_text() == "mine"
    assert (tmp_path / "pipe.mps").is_fifo()
    assert {path.name for path in tmp_path.iterdir()} == {*user, "notes.lp", "pipe.mps"}


def test_a_template_that_has_become_an_economy_is_not_replaced(run: Command, tmp_path: Path) -> None:
    assert run("template", "mine.xlsx").code == 0
    assert run("template", "mine.xlsx", "--force").code == 0
    book = load_workbook(tmp_path / "mine.xlsx")
    book["Sectors"]["E2"] = 26
    book.save(tmp_path / "mine.xlsx")
    assert run("template", "mine.xlsx", "--force").code == 3
    assert load_workbook(tmp_path / "mine.xlsx")["Sectors"]["E2"].value == 26


@pytest.mark.parametrize("command", ["solve", "compare", "diagnose"])
def test_the_same_command_may_be_given_twice(run: Command, tmp_path: Path, command: str) -> None:
    """A report that nobody has named replaces the one from before, and nothing else that lies there."""
    asked = (command, TWO, *(["--targets", "modest"] if command == "diagnose" else []))
    assert run(*asked).code == 0
    (report,) = (tmp_path / "outputs").iterdir()
    first = report.stat().st_ino, report.stat().st_mtime_ns
    assert run(*asked).code == 0
    assert [each.name for each in (tmp_path / "outputs").iterdir()] == [report.name]
    assert (report.stat().st_ino, report.stat().st_mtime_ns) != first
    load_workbook(report).save(report)
    noted = report.read_bytes()
    for more in ((), ("--force",)):
        ran = run(*asked, *more)
        assert ran.code == 3
        assert "made or saved by another program" in ran.err
        assert report.read_bytes() == noted


def test_a_batch_may_be_given_twice(run: Command, tmp_path: Path) -> None:
    asked = ("batch", TWO, "--jobs", 1, "--no-findings")
    assert run(*asked).code == 0
    with Store(tmp_path / "outputs" / "two_sectors-batch.sqlite") as store:
        (name,) = store.batches()
        before = [row.outcome.seconds for row in store.rows(name)]
    assert run(*asked).code == 0
    with Store(tmp_path / "outputs" / "two_sectors-batch.sqlite") as store:
        assert [row.outcome.seconds for row in store.rows(name)] == before, "nothing is run again"
    table = tmp_path / "outputs" / "two_sectors-batch.csv"
    table.write_text(table.read_text().replace('"', ""))
    mine = table.read_bytes()
    assert run(*asked, "--force").code == 3
    assert table.read_bytes() == mine


def test_going_on_replaces_the_comparison_of_its_own_store_only(run: Command, tmp_path: Path) -> None:
    asked = ("batch", TWO, "--jobs", 1, "--no-findings")
    assert run("solve", TWO, "-o", "plan.xlsx").code == 0
    plan = (tmp_path / "plan.xlsx").read_bytes()
    assert run(*asked, "-o", "plan.xlsx", "--resume").code == 3
    assert (tmp_path / "plan.xlsx").read_bytes() == plan
    assert run(*asked, "-o", "one.xlsx").code == 0
    shutil.copy("one.sqlite", "plan.sqlite")
    assert run(*asked, "-o", "plan.xlsx", "--resume").code == 3, "it is no comparison of a batch"
    assert (tmp_path / "plan.xlsx").read_bytes() == plan
    assert run(*asked, "-o", "one.xlsx", "--store", "plan.sqlite", "--resume").code == 3
    assert run(*asked, "-o", "one.xlsx", "--resume").code == 0
    assert run(*asked, "-o", "plan.xlsx", "--force").code == 0
    assert mark_of(tmp_path / "plan.xlsx") is Mark.BATCH


def test_parquet_carries_the_mark(run: Command, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    asked = ("batch", TWO, "--jobs", 1, "--no-findings", "--parquet", "-o", "out.xlsx")
    assert run(*asked).code == 0
    assert mark_of(tmp_path / "out.parquet") is Mark.BATCH
    assert run(*asked, "--resume").code == 0
    (tmp_path / "out.parquet").write_bytes(b"PAR1 mine PAR1")
    assert run(*asked, "--resume").code == 3
    assert (tmp_path / "out.parquet").read_bytes() == b"PAR1 mine PAR1"


@pytest.mark.parametrize("ending", ["lp", "mps"])
def test_an_exported_programme_is_marked_and_its_folder_made(run: Command, tmp_path: Path, ending: str) -> None:
    import highspy

    path = tmp_path / "new" / f"x.{ending}"
    asked = ("solve", TWO, "--strategy", "maximum", "--export", path)
    assert run(*asked).code == 0
    assert mark_of(path) is Mark.PROGRAMME
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    assert solver.getNumCol() > 10
    assert run(*asked).code == 3
    assert run(*asked, "--force").code == 0


# what would be waited for without end


@pytest.fixture
def at_once() -> Iterator[None]:
    """Ends the test if it hangs."""

    def hang(*_: object) -> None:
        raise TimeoutError("it hangs")

    before = signal.signal(signal.SIGALRM, hang)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    "asked",
    [
        ("solve", "pipe.xlsx"),
        ("compare", "pipe.xlsx"),
        ("diagnose", "pipe.xlsx"),
        ("validate", "pipe.xlsx"),
        ("validate", "pipe.xlsx", "--annotate", "copy.xlsx"),
        ("batch", "pipe.xlsx"),
        ("batch", "economy.xlsx", "--scenarios", "pipe.csv"),
        ("batch", "economy.xlsx", "--scenarios", "pipe.xlsx"),
        ("solve", "/dev/zero"),
        ("batch", "economy.xlsx", "--scenarios", "zero.csv"),
    ],
    ids=" ".join,
)
def test_a_pipe_or_a_device_is_no_input(
    run: Command, user: dict[str, Path], tmp_path: Path, asked: tuple[str, ...]
) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    ran = run(*asked)
    assert ran.code == 3
    assert "is a device or a pipe" in ran.out + ran.err


@pytest.mark.parametrize(
    "asked",
    [
        ("solve", "x" * 300),
        ("validate", "x" * 300),
        ("batch", "x" * 300),
        ("batch", TWO, "--scenarios", "x" * 300 + ".csv"),
        ("solve", TWO, "-o", "x" * 300 + ".xlsx"),
        ("solve", TWO, "--export", "x" * 300 + ".lp"),
        ("validate", TWO, "--annotate", "x" * 300 + ".xlsx"),
        ("template", "x" * 300 + ".xlsx"),
        ("batch", TWO, "--store", "x" * 300 + ".sqlite"),
        ("batch", TWO, "-o", "x" * 300 + ".xlsx"),
    ],
    ids=lambda asked: " ".join(str(each)[:12] for each in asked),
)
def test_a_name_that_is_too_long_is_a_fault_in_words(run: Command, tmp_path: Path, asked: tuple[object, ...]) -> None:
    ran = run(*asked)
    assert ran.code == 3
    assert "too long" in ran.out + ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_long_name_of_a_scenario_does_not_make_the_report_impossible(run: Command, tmp_path: Path) -> None:
    tables = dict(EXAMPLES["two_sectors"]())
    names = ["ä" * 300 + "1", "ä" * 300 + "2"]
    tables["Scenarios"] = [[*HEAD[:6]], *([name, "Labour", "workers", "persons", "multiply", 1.1] for name in names)]
    write_tables(tables, tmp_path / "long.xlsx")
    for name in names:
        assert run("solve", "long.xlsx", "--scenario", name).code == 0
    assert len(list((tmp_path / "outputs").iterdir())) == 2


# a disk that is full


def _with_little_room(bytes_left: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """`optimiser ...` in a process that may write no file larger than this."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left))

    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("command", ["template", *seldom(["solve", "compare", "diagnose", "validate"])])
def test_a_full_disk_is_one_line_and_leaves_what_was_there(run: Command, tmp_path: Path, command: str) -> None:
    path = tmp_path / "out.xlsx"
    asked = {"template": (path,), "validate": (TWO, "--annotate", path)}.get(command, (TWO, "-o", path))
    assert run(command, *asked).code == 0
    before = path.read_bytes()
    full = _with_little_room(3000, command, *asked, "--force", "--quiet")
    assert full.returncode == 3, full.stderr
    assert full.stderr.strip().splitlines() == [f"{path}: cannot be written (File too large); nothing is half-written"]
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["out.xlsx"]


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_does_not_take_the_plan_with_the_exported_programme(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimiser.solver.export_programme", _full)
    ran = run("solve", TWO, "-o", "plan.xlsx", "--export", "programme.lp")
    assert ran.code == 3
    assert "programme.lp: cannot be written (No space left on device)" in ran.err
    assert mark_of(tmp_path / "plan.xlsx") is Mark.REPORT
    assert [each.name for each in tmp_path.iterdir()] == ["plan.xlsx"]


BATCH = ("batch", "economy.xlsx", "--scenarios", "scenarios.csv", "--jobs", 1, "--no-findings", "-o", "out.xlsx")


@pytest.mark.slow
@pytest.mark.parametrize("room", [2_000, 20_000])
def test_a_batch_on_a_full_disk_goes_on_when_there_is_room(
    run: Command, user: dict[str, Path], tmp_path: Path, room: int
) -> None:
    full = _with_little_room(room, *BATCH, "--resume", "--quiet")
    assert full.returncode == 3, (full.stdout, full.stderr)
    assert "make room, and go on with --resume" in full.stderr
    assert len(full.stderr.strip().splitlines()) == 1, full.stderr
    assert not (tmp_path / "out.xlsx").exists()
    assert "5 runs: 5 optimal." in run(*BATCH, "--resume").out


def test_a_comparison_that_the_disk_does_not_take_is_written_later(
    run: Command, user: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(WRITERS, ".xlsx", _full)
        ran = run(*BATCH)
        assert ran.code == 3
        assert "all runs are stored in out.sqlite: the same with --resume writes the results" in ran.err
        assert "No space left" in ran.err
        assert not (tmp_path / "out.xlsx").exists()
    monkeypatch.setattr("optimiser.cli.batch._executor", _no_workers)
    assert run(*BATCH, "--resume").code == 0
    assert mark_of(tmp_path / "out.xlsx") is Mark.BATCH


def _no_workers(*_: object) -> Executor:
    """An executor that takes no work."""
    return Executor()


# the store


def _store(folder: Path) -> Path:
    path = folder / "out.sqlite"
    Store(path).close()
    return path


@pytest.mark.slow
def test_a_store_that_another_holds_is_waited_for_a_few_seconds(run: Command, tmp_path: Path) -> None:
    path = _store(tmp_path)
    with sqlite3.connect(path, isolation_level=None) as holder:
        holder.execute("PRAGMA journal_mode = DELETE")
        holder.execute("BEGIN EXCLUSIVE")
        ran = run("batch", TWO, "--jobs", 1, "-o", "out.xlsx", "--resume", "--quiet")
        holder.execute("ROLLBACK")
    holder.close()
    assert ran.code == 3
    assert "another program holds the store" in ran.err
    assert not (tmp_path / "out.xlsx").exists()


def _trigger(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TRIGGER gone AFTER INSERT ON results BEGIN DELETE FROM results; END")


def _view(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE results")
    connection.execute("CREATE VIEW results AS SELECT 1 AS key, 2 AS status")


def _fewer(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE runs DROP COLUMN inputs")


def _foreign(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA application_id = 7")


def _newer(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_trigger, "another program has changed"),
        (_view, "another program has changed"),
        (_fewer, "another program has changed"),
        (_foreign, "something else"),
        (_newer, "a newer version"),
    ],
)
@pytest.mark.parametrize("more", [("--resume",), ("--force",), ("--dry-run",)], ids=" ".join)
def test_a_store_that_is_not_as_it_was_made(
    run: Command, tmp_path: Path, change: Callable[[sqlite3.Connection], None], words: str, more: tuple[str, ...]
) -> None:
    path = _store(tmp_path)
    with sqlite3.connect(path) as connection:
        change(connection)
    connection.close()
    before = path.read_bytes()
    ran = run("batch", TWO, "--jobs", 1, "-o", "out.xlsx", *more)
    assert ran.code == 3
    assert words in ran.err
    assert path.read_bytes() == before
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("place", [4096, 8192, 12_288])
def test_a_damaged_store_is_said_in_words(run: Command, tmp_path: Path, place: int) -> None:
    asked = ("batch", TWO, "--jobs", 1, "--no-findings", "-o", "out.xlsx")
    assert run(*asked).code == 0
    path = tmp_path / "out.sqlite"
    whole = path.read_bytes()
    if place >= len(whole):
        pytest.skip("the store is smaller")
    report = (tmp_path / "out.xlsx").read_bytes()
    path.write_bytes(whole[:place] + b"\xff" * 4096 + whole[place + 4096 :])
    ran = run(*asked, "--resume")
    assert ran.code == 3, ran.out
    assert "damaged" in ran.err
    assert (tmp_path / "out.xlsx").read_bytes() == report


@pytest.mark.slow
def test_to_begin_anew_does_not_take_the_store_from_under_another_batch(run: Command, tmp_path: Path) -> None:
    asked = ("batch", TWO, "--jobs", 1, "--no-findings", "-o", "out.xlsx")
    assert run(*asked).code == 0
    with Store(tmp_path / "out.sqlite") as other:
        assert run(*asked, "--force").code == 0
        assert other.sound()
        assert len(other.batches()) == 1


# figures that are none


@pytest.mark.parametrize("option", ["--time-limit", "--limit"])
@pytest.mark.parametrize("value", ["nan", "NaN", "-1", "0", "x"])
def test_no_time_is_a_usage_error(run: Command, option: str, value: str) -> None:
    command = "diagnose" if option == "--limit" else "solve"
    assert run(command, TWO, option, value).code == 2
    if option == "--time-limit":
        assert run("batch", TWO, option, value, "--dry-run").code == 2


def test_a_diagnosis_that_finds_nothing_in_its_time_has_reached_a_limit(run: Command) -> None:
    ran = run("diagnose", INPUTS / "first_five_year_plan.xlsx", "--targets", "optimal", "--limit", "1e-6")
    assert ran.code == 6, ran.out


@pytest.mark.slow
def test_a_batch_reads_workbooks_of_the_older_format(run: Command, tmp_path: Path) -> None:
    tables = {name: [list(row) for row in rows] for name, rows in EXAMPLES["two_sectors"]().items()}
    write_tables(tables, tmp_path / "new.xlsx")
    for row in tables["Plan"]:
        row[1] = 0 if row[0] == "format version" else row[1]
        row[0] = "horizon" if row[0] == "plan years" else row[0]
    head = tables["Sectors"][0]
    head[head.index("base output")] = "output"
    tables = {"Coefficients" if name == "Inputs" else name: rows for name, rows in tables.items()}
    for row in tables["Scenarios"]:
        row[1] = "Coefficients" if row[1] == "Inputs" else row[1]
    write_tables(tables, tmp_path / "old.xlsx")
    assert run("solve", "old.xlsx").code == 0
    growth = {}
    for name in ("old", "new"):
        ran = run("batch", f"{name}.xlsx", "--jobs", 1, "--no-findings", "-o", f"{name}-batch.xlsx")
        assert ran.code == 0, ran.err
        with Store(tmp_path / f"{name}-batch.sqlite") as store:
            (batch,) = store.batches()
            growth[name] = {row.scenario: dict(row.outcome.measures) for row in store.rows(batch)}
    assert growth["old"] == growth["new"]
    assert len(growth["old"]) > 1
