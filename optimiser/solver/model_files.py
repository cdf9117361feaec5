"""Linear programmes that other programs have written: `.mps` (free or fixed) and `.lp`, plain or packed (`.gz`).

A file may come from anywhere.  It has to be a regular file of at most `LARGEST` bytes, unpacked; it is copied to a
folder of our own and read by HiGHS in a process of its own, which has so many seconds, so that a reader that crashes or
does not come to an end takes nobody with it.
"""

from __future__ import annotations

import gzip
import multiprocessing
import os
import re
import stat
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.errors import InputFault
from optimiser.programme.programme import LinearProgramme

SUFFIXES = (".mps", ".lp")
LARGEST = 100_000_000
"""Bytes of a file, unpacked."""

READING = 120.0
"""Seconds that reading may take."""

FAMILY = r"[^\W\d_]+"
"""What a row's family is, by its name: the letters with which it begins.  `balance(coal,1932)` is a `balance`."""

ALONE = "row"
"""The family of rows that have no other like them."""

_PIECE = 1 << 20
_REMEDY = "Give a linear programme as .mps or .lp, or either packed as .gz."
_STRANGE = "is no linear programme that HiGHS can read"
_UNREAD = "Check it with the program that wrote it; a .lp with rows of two sides is read only as .mps."


def read_programme(path: Path, group: str = FAMILY) -> LinearProgramme:
    """A linear programme from a file, its rows in families by their names.

    `group` is a regular expression that is looked for in each name: the family is its first group, or all that it
    finds; rows in whose names it finds nothing, and families of one row, are the family `row`.  Where an unknown's
    bounds contradict each other they become two rows, so that they can be named.

    Raises:
        InputFault: the file is none to read, is too large, no linear programme, empty, or has integer unknowns.
    """
    ending = _ending(path)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / f"model{ending}"
        _copied(path, copy)
        model = _apart(path, copy)
    if isinstance(model, str):
        raise _fault(path, model, _UNREAD if model == _STRANGE else _REMEDY)
    return _programme(model, group)


def _fault(path: Path, problem: str, remedy: str = _REMEDY) -> InputFault:
    return InputFault.of(str(path), problem, remedy)


def _ending(path: Path) -> str:
    suffixes = [each.lower() for each in path.suffixes]
    ending = suffixes[-2] if len(suffixes) > 1 and suffixes[-1] == ".gz" else suffixes[-1] if suffixes else ""
    if ending not in SUFFIXES:
        raise _fault(path, "is not named as a linear programme")
    return ending


def _copied(path: Path, copy: Path) -> None:
    """The unpacked bytes of a regular file; refused before more than `LARGEST` of them are written."""
    try:
        # a pipe without a writer would be waited for
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file, copy.open("wb") as made:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _fault(path, "is a folder, a device or a pipe, and no file")
            source = gzip.GzipFile(fileobj=file) if path.suffix.lower() == ".gz" else file
            size = 0
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > LARGEST:
                    raise _fault(path, f"has more than {LARGEST / 1e6:,.0f} MB, unpacked", "Give a smaller model.")
                made.write(piece)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise _fault(path, f"is not a whole .gz file ({error})") from error
    except OSError as error:
        raise _fault(path, f"cannot be read: {error.strerror or error}") from error
    if not size:
        raise _fault(path, "is empty")


Model = tuple[Any, ...]
"""Matrix, sides, bounds, names of rows and of unknowns: what comes back from the process that reads."""


def _apart(path: Path, copy: Path) -> Model | str:
    """The model, read in a process of its own; words where it is none."""
    return in_another_process(path, _parsed, str(copy))


def in_another_process(path: Path, read: Callable[[str], Model | str], copy: str) -> Model | str:
    """What a function makes of a file, in a process that may crash and has to end in time."""
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    try:
        return pool.submit(read, copy).result(READING)
    except BrokenProcessPool as error:
        raise _fault(path, "made HiGHS's reader crash") from error
    except TimeoutError as error:
        for process in list(pool._processes.values()):
            process.kill()
        raise _fault(path, f"could not be read within {READING:.0f} seconds") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _parsed(path: str) -> Model | str:
    """A model as HiGHS reads it."""
    import highspy

    api: Any = highspy
    highs = api._Highs()
    highs.setOptionValue("output_flag", False)
    if highs.readModel(path) == api.HighsStatus.kError:
        return _STRANGE
    lp = highs.getLp()
    if highs.getModel().hessian_.dim_:
        return "has a quadratic goal: only linear programmes are explained"
    whole = sum(each != api.HighsVarType.kContinuous for each in lp.integrality_)
    if whole:
        return f"has integer or semi-continuous unknowns ({whole:,}): only linear programmes are explained"
    if not lp.num_row_ and not lp.num_col_:
        return "is empty: there is neither a row nor an unknown"
    matrix = lp.a_matrix_
    start, index, value = np.array(matrix.start_), np.array(matrix.index_), np.array(matrix.value_)
    if not np.isfinite(value).all():
        return "has a coefficient that is no finite number"
    shape = (lp.num_row_, lp.num_col_)
    kind = sp.csr_array if matrix.format_ == api.MatrixFormat.kRowwise else sp.csc_array
    coefficients = kind((value, index, start), shape=shape).tocsr()
    sides = [np.array(each, float) for each in (lp.row_lower_, lp.row_upper_, lp.col_lower_, lp.col_upper_)]
    return (coefficients, *sides, _names(lp.row_names_, shape[0], "R"), _names(lp.col_names_, shape[1], "C"))


def _names(given: Sequence[str], count: int, letter: str) -> list[str]:
    """The names in the file; numbers where they are none, or not every one is a name of its own."""
    names = list(given)
    good = len(names) == count and all(names) and len(set(names)) == count
    return names if good else [f"{letter}{number}" for number in range(1, count + 1)]


def _programme(model: Model, group: str) -> LinearProgramme:
    matrix, row_lower, row_upper, lower, upper, rows, columns = model
    against = np.flatnonzero(lower > upper)
    if len(against):
        width = len(against)
        single = sp.csr_array((np.ones(width), (np.arange(width), against)), shape=(width, matrix.shape[1]))
        endless = np.full(width, np.inf)
        matrix = sp.csr_array(sp.vstack([matrix, single, single], format="csr"))
        row_lower = np.concatenate([row_lower, lower[against], -endless])
        row_upper = np.concatenate([row_upper, endless, upper[against]])
        taken = set(rows)
        for side in ("lower", "upper"):
            rows = [*rows, *(_free(f"{side} bound of {columns[each]}", taken) for each in against)]
        lower, upper = lower.copy(), upper.copy()
        lower[against], upper[against] = -np.inf, np.inf
    families = _families(rows, group)
    goal = np.zeros(matrix.shape[1])
    return LinearProgramme.of_arrays(
        matrix, row_lower, row_upper, lower, upper, goal, rows=rows, columns=columns, families=families
    )


def _free(name: str, taken: set[str]) -> str:
    return name if name not in taken else f"{name} (of the file)"


def _families(rows: Sequence[str], group: str) -> list[str]:
    pattern = re.compile(group)
    found = []
    for name in rows:
        match = pattern.search(name)
        found.append((match.group(1) if pattern.groups else match.group()) or ALONE if match else ALONE)
    count = Counter(found)
    return [name if count[name] > 1 else ALONE for name in found]
