"""Results as a plain table, one row a run and one column a measure: CSV, and Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from optimiser.batch.run import Figure
from optimiser.batch.store import Row, Store
from optimiser.batch.survey import Survey
from optimiser.errors import OptimiserError
from optimiser.files import BATCH_LABELS as LABELS
from optimiser.files import Mark, atomic, like_formula

PART = 2000
"""Rows that are written at a time."""


def _names(found: Survey) -> tuple[list[str], list[str]]:
    return [f"input: {name}" for name in found.inputs], list(found.measures)


def _labels(row: Row) -> list[Figure]:
    return [row.place + 1, row.workbook, row.scenario, row.group, row.strategy, row.target_set, row.outcome.status]


def _values(row: Row, found: Survey) -> list[Figure]:
    return [
        *_labels(row),
        *(row.inputs.get(name) for name in found.inputs),
        *(row.outcome.measures.get(name) for name in found.measures),
        row.outcome.finding or None,
    ]


def harmless(value: Figure) -> Figure:
    """Text that a spreadsheet program would take for a formula, with a mark before it that prevents it."""
    if isinstance(value, str) and (like_formula(value) or value[:1] in ("\t", "\r")):
        return "'" + value
    return value


def write_csv(store: Store, batch: str, found: Survey, path: Path, *, force: bool = False) -> None:
    """UTF-8 with a mark that spreadsheet programs know; numbers in full, a decimal point, blanks where there is none.

    Raises:
        OutputFault: the file is there already and `force` is not given, or cannot be written.
    """
    inputs, measures = _names(found)
    with (
        atomic(path, force=force, mark=Mark.BATCH) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        # in quotation marks: by that it is known as ours
        csv.writer(file, quoting=csv.QUOTE_ALL).writerow(map(harmless, [*LABELS, *inputs, *measures, "finding"]))
        writer = csv.writer(file)
        for row in store.rows(batch):
            writer.writerow(["" if value is None else harmless(value) for value in _values(row, found)])


def write_parquet(store: Store, batch: str, found: Survey, path: Path, *, force: bool = False) -> None:
    """The same for programs.  Columns in which text and numbers meet (`more than 15`) are text.

    Raises:
        OptimiserError: pyarrow is not installed.
        OutputFault: the file is there already and `force` is not given, or cannot be written.
    """
    arrow, parquet = _pyarrow()
    inputs, measures = _names(found)
    names = [*LABELS, *inputs, *measures, "finding"]
    numeric = _numeric(store.rows(batch), found)
    kinds = [
        arrow.int64() if name == "run" else arrow.float64() if numeric[place] else arrow.string()
        for place, name in enumerate(names)
    ]
    schema = arrow.schema(list(zip(names, kinds, strict=True)), metadata={"mark": Mark.BATCH.text})
    with atomic(path, force=force, mark=Mark.BATCH) as temporary, parquet.ParquetWriter(temporary, schema) as writer:
        for part in _parts(store.rows(batch)):
            columns = list(zip(*(_values(row, found) for row in part), strict=True))
            arrays = [
                arrow.array(column if kind != arrow.string() else _as_text(column), kind)
                for column, kind in zip(columns, kinds, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))


def check_parquet() -> None:
    """Whether Parquet can be written.

    Raises:
        OptimiserError: pyarrow is not installed.
    """
    _pyarrow()


def _pyarrow() -> tuple[Any, Any]:
    try:
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise OptimiserError('--parquet needs pyarrow: pip install "plan-optimiser[parquet]"') from None
    return pyarrow, parquet


def _numeric(rows: Iterable[Row], found: Survey) -> list[bool]:
    numeric = [False] * len(LABELS) + [True] * (len(found.inputs) + len(found.measures)) + [False]
    for row in rows:
        for place, value in enumerate(_values(row, found)):
            if isinstance(value, str):
                numeric[place] = False
    return numeric


def _as_text(column: Sequence[Figure]) -> list[str | None]:
    return [None if value is None else str(value) for value in column]


def _parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while part := list(islice(rows, PART)):
        yield part
