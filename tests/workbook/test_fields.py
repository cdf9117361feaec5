"""Columns and fields of one name: no column is read and forgotten, and a new one costs the schema and the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from economy_tables import altered, by_region, faults_of

from optimiser.arrays import Axis, Floats, Ints
from optimiser.workbook import economy_from_tables, headers
from optimiser.workbook.cells import book_of
from optimiser.workbook.columns import Column, Kind, Layout, Sheet
from optimiser.workbook.context import Source
from optimiser.workbook.faults import Collector, address
from optimiser.workbook.fields import ints, scattered, stated
from optimiser.workbook.headers import locate_all
from optimiser.workbook.schema import AFTER, BY_NAME, SHEETS
from optimiser.workbook.schema.makers import limit, new, number, whole
from optimiser.workbook.sheets.plan import UNDATED
from optimiser.workbook.write import yearly as writing

COUNTED = (Kind.NUMBER, Kind.LIMIT, Kind.INTEGER)
ASKED_ONLY = {("Plan", "format version"), ("Plan", "reserve")}
"""The one is checked; for the other every product has its own here."""


def figures() -> Iterator[tuple[str, Column, str, float]]:
    """Each column and key of numbers in a workbook with every sheet: its first cell with one, and the number."""
    for sheet, rows in by_region().items():
        schema = BY_NAME[sheet]
        keyed = schema.layout in (Layout.KEYS, Layout.ITEMS)
        for column in schema.expanded:
            across = range(len(rows[0])) if keyed else [at for at, name in enumerate(rows[0]) if name == column.name]
            down = [row for row, line in enumerate(rows) if row and (not keyed or line[0] == column.name)]
            numbers = [(row, at) for row in down for at in across if isinstance(rows[row][at], int | float)]
            if column.kind in COUNTED and numbers:
                row, at = numbers[0]
                yield sheet, column, address(row + 1, at), float(str(rows[row][at]))


@pytest.mark.parametrize(
    ("sheet", "column", "cell", "value"),
    [each for each in figures() if (each[0], each[1].name) not in ASKED_ONLY],
    ids=lambda each: each.name if isinstance(each, Column) else str(each),
)
def test_no_figure_is_read_and_forgotten(sheet: str, column: Column, cell: str, value: float) -> None:
    tables = by_region()
    other: float = value + 1.0 if column.kind is Kind.INTEGER else value * 0.8 + 0.013
    if not column.bounds.allow(other):
        other = value - 1.0 if column.kind is Kind.INTEGER else value * 0.9
    changed = altered(tables, sheet, cell, other)
    if not faults_of(changed):
        assert economy_from_tables(changed) != economy_from_tables(tables), f"{sheet}!{cell} changes nothing"


def test_every_column_of_numbers_is_tried() -> None:
    tried = {(sheet, column.name) for sheet, column, _, _ in figures()}
    numbers = {
        (sheet.name, column.name)
        for sheet in SHEETS
        for column in sheet.columns
        if column.kind in COUNTED and not column.times and sheet.name in by_region() and sheet.name != "Scenarios"
    }
    elsewhere = {("Sectors", column.name) for column in BY_NAME["Products"].columns}
    assert numbers - tried - elsewhere == {each for each in numbers - tried if each[1] == AFTER}


@dataclass(frozen=True, eq=False)
class Mills:
    """A part of an economy that nobody has."""

    axis: Axis
    wheels: Ints
    water_limit: Floats
    head: Floats


MILLS = Sheet(
    "Mills",
    Layout.TABLE,
    "Mills on rivers.",
    "there are none",
    (
        new("code", "The mill."),
        whole("wheels", "Its wheels.", "wheels", 1, 0, 10),
        limit("water limit", "Water it may take.", "m3"),
        number("head", "Height from which the water falls.", "m"),
    ),
    ("code",),
)


def test_a_new_sheet_of_columns_is_read_and_written_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BY_NAME, "Mills", MILLS)
    monkeypatch.setitem(headers._BY_PLAIN_NAME, "mills", MILLS)
    rows: list[list[object]] = [
        ["code", "wheels", "water limit", "head"],
        ["upper", 2, 7.5, 3.0],
        ["lower", 1, "unlimited", 1.5],
    ]
    tables = {**by_region(), "Mills": rows}
    collector = Collector({})
    source = Source(locate_all(book_of(tables), collector), collector, UNDATED, True)
    frame = source.frame("Mills")
    mills = Mills(axis=Axis("mill", tuple(frame["code"])), **stated(frame, Mills))
    collector.stop_if_wrong()
    assert mills.wheels.tolist() == [2, 1]
    assert mills.water_limit.tolist() == [7.5, np.inf]
    assert writing.table("Mills", {"code": mills.axis.labels, **writing.columns_of("Mills", mills)}) == rows
    spread = scattered(frame, Mills, ints([2, -1]), 3)
    assert spread["head"].tolist() == [0.0, 0.0, 3.0]
    assert spread["water_limit"].tolist() == [np.inf, np.inf, 7.5]
    with pytest.raises(TypeError, match="wheels"):
        Mills(axis=mills.axis, **stated(frame, Mills, but=("wheels",)))
