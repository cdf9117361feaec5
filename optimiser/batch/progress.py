"""How far a batch is, on stderr: a line that is written over, or a line a minute when it is no terminal."""

from __future__ import annotations

import sys
import time
from typing import TextIO

EVERY_TERMINAL, EVERY_OTHER = 0.5, 60.0
"""Seconds between two messages."""


class Progress:
    """Counts runs and tells of them."""

    def __init__(self, total: int | None = None, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.total = total
        self.done = self.known = self.failed = 0
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._live = not quiet and self._stream.isatty()
        self._began = self._shown = time.monotonic()
        self._width = 0

    def add(self, *, done: int = 0, known: int = 0, failed: int = 0) -> None:
        """Runs carried out, of these failed; and runs that were in the store already."""
        self.done += done
        self.known += known
        self.failed += failed

    def words(self) -> str:
        """`137 of 500 runs (27 %), 12.3 a second, 0:29 left, 2 failed`."""
        passed = self.done + self.known
        elapsed = max(time.monotonic() - self._began, 1e-9)
        rate = self.done / elapsed
        parts = [f"{passed} runs"]
        if self.total:
            parts = [f"{passed} of {self.total} runs ({passed / self.total:.0%})"]
        if self.done:
            parts.append(f"{rate:.1f} a second" if rate >= 1.0 else f"{60.0 * rate:.1f} a minute")
        if self.done and self.total and passed < self.total:
            parts.append(f"{_clock((self.total - passed) / rate)} left")
        if self.failed:
            parts.append(f"{self.failed} failed")
        return ", ".join(parts)

    def tick(self) -> None:
        """Tell, if it is time."""
        now = time.monotonic()
        if self._quiet or now - self._shown < (EVERY_TERMINAL if self._live else EVERY_OTHER):
            return
        self._shown = now
        words = self.words()
        if self._live:
            self._stream.write("\r" + words.ljust(self._width))
            self._width = len(words)
        else:
            self._stream.write(words + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Leave the line."""
        if self._live and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
