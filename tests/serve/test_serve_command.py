"""The command: it begins, says where it is, and ends when it is interrupted, with nothing left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `app` is not installed")

from served import example

from optimiser.errors import OptimiserError
from optimiser.serve.server import ADDRESS, listen

BEGUN = 60.0
ENDED = 20.0


class Command:
    """The command as a process of its own."""

    def __init__(self, folder: Path, *arguments: object) -> None:
        (folder / "temporary").mkdir()
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "optimiser", "serve", *map(str, arguments), "--no-open"],
            cwd=folder,
            env={**os.environ, "TMPDIR": str(folder / "temporary")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def interrupt(self) -> tuple[int, str]:
        """Its exit code, and what it said on standard error."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(ENDED), self.process.communicate(timeout=ENDED)[1]


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    made = Command(tmp_path, example(tmp_path, "two_sectors"))
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.communicate()


@pytest.mark.quick
def test_an_interrupt_ends_it_and_leaves_nothing(command: Command) -> None:
    assert command.address.startswith(f"http://{ADDRESS}:")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(command.address, timeout=BEGUN) as page:
        assert b"<title>What if?</title>" in page.read()
    assert [*(command.folder / "temporary").iterdir()]
    code, said = command.interrupt()
    assert (code, said) == (0, "Ctrl-C ends it.\nended\n")
    assert not [*(command.folder / "temporary").iterdir()]


@pytest.mark.slow
def test_an_interrupt_does_not_wait_for_a_solver(tmp_path: Path) -> None:
    """An answer that takes minutes is under way."""
    slow = tmp_path / "sitecustomize.py"
    slow.write_text("import optimiser.serve.opened as o, time\no.Opened.examined = lambda *_: time.sleep(300)\n")
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"), str(Path(__file__).parents[2]))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path)
        made = Command(tmp_path, example(tmp_path, "two_sectors"))
    try:
        origin, _, token = made.address.partition("/?token=")
        port = int(origin.rpartition(":")[2])
        body = b'{"changes": [], "sheet": "Labour", "find": ""}'
        with socket.create_connection((ADDRESS, port)) as asking:
            head = f"POST /view HTTP/1.1\r\nHost: {ADDRESS}:{port}\r\nOrigin: {origin}\r\n"
            head += f"Cookie: plan-optimiser-{port}={token}\r\nContent-Type: application/json\r\n"
            asking.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            asking.settimeout(2.0)
            with pytest.raises(TimeoutError):
                asking.recv(1)
            began = time.monotonic()
            code, said = made.interrupt()
            assert time.monotonic() - began < 10.0
        assert code == 0
        assert "Traceback" not in said
        assert not [*(tmp_path / "temporary").iterdir()]
    finally:
        made.process.kill()
        made.process.communicate()


def test_it_listens_on_this_machine_alone() -> None:
    with listen(0) as listening:
        address, port = listening.getsockname()
        assert address == "127.0.0.1"
        listening.listen()
        with pytest.raises(OptimiserError, match=f"--port {port}"):
            listen(port)


def test_a_workbook_that_is_none_is_said_and_nothing_begun(tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    path.write_text("nothing")
    done = subprocess.run(
        [sys.executable, "-m", "optimiser", "serve", str(path), "--no-open"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(str(path))
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_without_the_extra_one_line_says_what_to_do(missing: str, tmp_path: Path) -> None:
    code = f"""
import sys
sys.modules[{missing!r}] = None
sys.argv = ["optimiser", "serve", "x.xlsx"]
import optimiser.cli.main
optimiser.cli.main.main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == 'serve needs Starlette and uvicorn: pip install "plan-optimiser[app]"\n'
