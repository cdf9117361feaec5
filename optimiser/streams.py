"""Standard output belongs to the results: solvers that write there are sent elsewhere, readers may leave early.

A solver is a library in C.  It writes to file descriptor 1 whenever it likes, past Python's `sys.stdout`, and part of
it only when the process ends.  So the results of a command, and nothing else, go to a descriptor of their own, and
descriptor 1 leads to standard error for as long as the process lives.

This is for processes that are this program's own, a command or a worker.  A library does not do this to a process
that is its caller's.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any, TextIO

STDOUT, STDERR = 1, 2


class _Patient(io.FileIO):
    """A file descriptor whose reader may have gone: `| head` has what it wanted, and the work goes on."""

    def write(self, data: Any) -> int:
        """Bytes taken, or passed over where nobody reads them."""
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(memoryview(data).cast("B"))


def send_stdout_to_stderr() -> None:
    """Whatever is written to file descriptor 1 from now on goes to standard error, or nowhere where that is closed."""
    try:
        os.dup2(STDERR, STDOUT)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        if nowhere != STDOUT:
            os.dup2(nowhere, STDOUT)
            os.close(nowhere)


def keep_stdout() -> None:
    """Python's standard output stays where it leads, out of reach of all who write to file descriptor 1.

    For a process of this program's own, before a solver is made; holds until the process ends.  Nothing is done
    where standard output is a terminal, which nobody parses, or has been replaced by one who calls from Python.
    A reader who stops early is no error, on either stream.
    """
    if sys.stderr is None:
        sys.stderr = _nowhere()
    elif _leads_to(sys.stderr, STDERR):
        sys.stderr = _patient(sys.stderr, STDERR)
    if sys.stdout is None:
        # a descriptor that is closed would be given to the next file that is opened, the solver's words with it
        send_stdout_to_stderr()
        sys.stdout = _nowhere()
    elif _leads_to(sys.stdout, STDOUT):
        sys.stdout.flush()
        sys.stdout = _patient(sys.stdout, os.dup(STDOUT))
        send_stdout_to_stderr()


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


def _leads_to(stream: TextIO, descriptor: int) -> bool:
    with suppress(OSError, ValueError):
        return stream.fileno() == descriptor and not stream.isatty()
    return False


def _patient(stream: TextIO, descriptor: int) -> TextIO:
    """The same stream on a descriptor, patient with readers who leave."""
    raw = _Patient(descriptor, "w", closefd=False)
    words = io.BufferedWriter(raw)
    return io.TextIOWrapper(words, stream.encoding, stream.errors, line_buffering=descriptor == STDERR)
