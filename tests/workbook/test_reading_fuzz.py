"""Anything at all in any cells: an economy or an InputFault, and never anything else."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from economy_tables import Tables, everything, small, straightforward
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimiser.economy import Economy
from optimiser.economy.differences import differences
from optimiser.errors import Fault, InputFault
from optimiser.workbook import Change, economy_from_tables, parse_change, tables_of, validate_workbook, write_tables
from optimiser.workbook.parsing import as_read
from optimiser.workbook.schema import SHEETS

BASES = [small, everything, straightforward]
WORDS = [
    "COA",
    "STL",
    "AGR",
    "GRN",
    "rural",
    "town",
    "*",
    "|",
    "unlimited",
    "1929/30",
    "1930/31",
    "yes",
    "#N/A",
    "=A1",
    "output",
    "set",
    "value",
    "year",
    "growth after",
    "",
    " ",
    "new",
    "STL|army",
]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.text(max_size=8),
    st.floats(),
    st.floats(0, 3),
    st.integers(-5, 2000),
    st.integers(),
    st.booleans(),
    st.dates(datetime.date(1900, 1, 1)),
)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def economy_or_faults(tables: Tables, **how: Any) -> None:
    """An economy that can be written and read back, or faults that all say something."""
    faults: tuple[Fault, ...] = ()
    try:
        economy = economy_from_tables(tables, **how)
    except InputFault as found:
        faults = found.faults
    if faults:
        assert all(fault.sheet and fault.problem and fault.remedy and "\n" not in str(fault) for fault in faults)
        return
    assert isinstance(economy, Economy)
    assert differences(economy, economy_from_tables(tables_of(economy)), 1e-9) == []


@pytest.mark.slow
@QUICK
@given(st.data(), st.sampled_from(BASES))
def test_cells(data: st.DataObject, base: Callable[[], Tables]) -> None:
    tables = base()
    for _ in range(data.draw(st.integers(1, 6))):
        rows = tables[data.draw(st.sampled_from(sorted(tables)))]
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELLS)
    economy_or_faults(tables)


@QUICK
@given(st.data())
def test_whole_sheets(data: st.DataObject) -> None:
    tables = small()
    names = st.sampled_from([sheet.name for sheet in SHEETS])
    sheet = st.lists(st.lists(CELLS, max_size=5), max_size=5)
    for name in data.draw(st.lists(names, max_size=3, unique=True)):
        tables[name] = data.draw(sheet)
    economy_or_faults(tables)


@pytest.mark.slow
@QUICK
@given(st.data(), st.sampled_from(BASES))
def test_rows_and_columns_shuffled(data: st.DataObject, base: Callable[[], Tables]) -> None:
    """The order of columns means nothing."""
    tables = base()
    name = data.draw(st.sampled_from(sorted(set(tables) - {"Inputs", "Outputs", "Flows"})))
    matrix = next(sheet for sheet in SHEETS if sheet.name == name).layout == "matrix"
    order = data.draw(st.permutations(range(1 if matrix else 0, len(tables[name][0]))))
    order = [0, *order] if matrix else order
    tables[name] = [[row[place] for place in order] for row in tables[name]]
    assert differences(economy_from_tables(tables), economy_from_tables(base())) == []


@QUICK
@given(
    st.sampled_from([sheet.name for sheet in SHEETS]),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(["set", "multiply", "add"]),
    CELLS,
)
def test_changes(sheet: str, row: str, column: str, operation: str, value: Any) -> None:
    economy_or_faults(everything(), changes=[Change(sheet, row, column, operation, value)])


@given(st.text(max_size=30))
def test_changes_on_the_command_line(text: str) -> None:
    try:
        change = parse_change(text)
    except InputFault:
        return
    assert change.sheet
    assert change.row
    assert change.column


@given(st.floats(-1e12, 1e12), st.booleans())
def test_figures_read_in_either_style(figure: str, continental: bool) -> None:
    shown = f"{figure:,.2f}"
    if continental:
        shown = shown.replace(",", " ").replace(".", ",")
    read = as_read(shown)
    assert read is not None
    assert read == pytest.approx(float(f"{figure:.2f}"))


@given(st.text())
def test_any_text_is_a_figure_or_none(text: str) -> None:
    read = as_read(text)
    assert read is None or isinstance(read, float)


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.data())
def test_the_raw_text_of_a_workbook(tmp_path: Path, data: st.DataObject) -> None:
    """Pieces of any part cut out, doubled, or put elsewhere: an economy or faults, and never anything else."""
    path = tmp_path / "whole.xlsx"
    if not path.exists():
        write_tables(everything(), path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(parts)))
        raw = parts[name]
        start, end, to = sorted(data.draw(st.tuples(*[st.integers(0, len(raw))] * 3)))
        piece = data.draw(st.sampled_from([b"", raw[start:end] * 2, raw[end:to], b"<c/>", b"&#0;", b'r="A0"', b"-1"]))
        parts[name] = raw[:start] + piece + raw[end:]
    with zipfile.ZipFile(tmp_path / "damaged.xlsx", "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    found = validate_workbook(tmp_path / "damaged.xlsx")
    assert all(fault.sheet and fault.problem and fault.remedy for fault in found.faults)


def test_a_series_that_falls_to_nothing_or_soars_is_written_as_it_is() -> None:
    """Growth of -1, or beyond what a workbook may say, is written year by year."""
    tables = everything()
    tables["Demand"] = [
        ["product", "use", "1928/29", "1929/30", "1930/31"],
        ["STL", "army", 5.0, 0.0, 0.0],
        ["COA", "x", 1e-300, 1e14, 1.0],
    ]
    del tables["Scenarios"]
    economy_or_faults(tables)
