"""The server: on this machine's own address alone, until it is interrupted."""

from __future__ import annotations

import contextlib
import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import uvicorn

from optimiser.errors import OptimiserError
from optimiser.serve.answers import Answers
from optimiser.serve.application import Served, application
from optimiser.serve.guard import Guard
from optimiser.serve.opened import opened
from optimiser.solver import SolverOptions

ADDRESS = "127.0.0.1"
USUAL = ("balanced", "maximum")
"""Strategies that are chosen at first, where nobody says."""
PATIENCE = 1
"""Seconds that answers under way are waited for at the end."""


def listen(port: int) -> socket.socket:
    """A port of this machine, a free one where `port` is 0.

    Raises:
        OptimiserError: another program has it.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
    except OSError as error:
        listening.close()
        raise OptimiserError(
            f"--port {port}: cannot be used ({error.strerror}); leave it out, and a free one is chosen"
        ) from None
    return listening


def serve(
    workbook: Path,
    *,
    folder: Path,
    strategies: tuple[str, ...],
    target_set: str = "",
    options: SolverOptions | None = None,
    port: int = 0,
    began: Callable[[str], None],
) -> None:
    """Serve the page of a workbook until the program is interrupted; new workbooks go to a folder.

    `began` is told the address, once questions are taken.

    Raises:
        InputFault: the workbook cannot be read.
        OptimiserError: the port is in use.
    """
    with tempfile.TemporaryDirectory(prefix="plan-optimiser-") as own, listen(port) as listening:
        book = opened(workbook, Path(own))
        answers = Answers(book, target_set, options or SolverOptions())
        port = listening.getsockname()[1]
        token = secrets.token_urlsafe(24)
        served = Served(book, answers, folder, strategies or USUAL)
        guarded = Guard(application(served), token, f"plan-optimiser-{port}")
        config = uvicorn.Config(
            guarded,
            log_level="critical",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=PATIENCE,
        )
        listening.listen()
        with contextlib.suppress(KeyboardInterrupt):
            began(f"http://{ADDRESS}:{port}/?token={token}")
            uvicorn.Server(config).run(sockets=[listening])
