"""`--watch`: a command again, whenever its workbook is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from optimiser.cli.options import complain, say
from optimiser.errors import InputFault, OptimiserError

EVERY = 0.5
"""Seconds between two looks at the file."""

State = tuple[int, int] | None
"""When a file was changed and its size; None where there is none, as between the two halves of a save."""


def state_of(path: Path) -> State:
    """What tells that a file has been saved since."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def saved(path: Path, every: float = EVERY) -> Iterator[None]:
    """Yields at once, and then whenever the file has been saved and has stayed as it is for one look."""
    known = state_of(path)
    yield
    while True:
        time.sleep(every)
        now = state_of(path)
        if now == known:
            continue
        time.sleep(every)
        while state_of(path) != now:
            now = state_of(path)
            time.sleep(every)
        if now is not None:
            known = now
            yield


def watching(path: Path, run: Callable[[bool], object], quiet: bool) -> int:
    """Run whenever the workbook is saved, until somebody interrupts; what is wrong with it is said, and no more.

    `run(again)` is told whether it has already come to its end once, and may replace what it has written.

    Raises:
        OptimiserError: at the first time, where saving the workbook again would not mend it.
    """
    again = False
    for _ in saved(path):
        try:
            run(again)
            again = True
        except OptimiserError as error:
            if not again and not (isinstance(error, InputFault) and path.exists()):
                raise
            complain(error)
        say(f"Watching {path}; Ctrl-C ends it.", quiet)
    return 0
