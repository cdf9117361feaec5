"""Labels are what is written, whatever number they look like; figures are off by what they are rounded to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from plain_tables import CODES, FLOWS, Rows, good, written

from optimiser.errors import Fault, InputFault
from optimiser.iotables import Options, import_table, read_table
from optimiser.iotables.readers import bea
from optimiser.iotables.table import half_unit

NAMES = ("1e3", "1000", "10.10", "10.1", "1E5", "0101")
"""Codes that are numbers, two of which are the same number."""


def renamed(rows: Rows) -> Rows:
    names: dict[object, object] = dict(zip(CODES, NAMES, strict=True))
    return [[names.get(cell, cell) for cell in row] for row in rows]


def test_codes_that_look_like_numbers_stay_what_is_written(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "table 1990.csv", renamed(good())))
    assert table.products.labels == NAMES
    assert table.use.tolist() == np.array(FLOWS, float).tolist()
    groups = tmp_path / "groups.csv"
    groups.write_text("from,to\n" + "".join(f"{name},{'1e9' if name == '1e3' else '2.0'}\n" for name in NAMES))
    merged = read_table(tmp_path / "table 1990.csv", options=Options(aggregate=str(groups)))
    assert merged.products.labels == ("1e9", "2.0")


def test_figures_in_any_notation_are_figures(tmp_path: Path) -> None:
    rows: Rows = [[f"{cell}.00" if isinstance(cell, int) else cell for cell in row] for row in good()]
    rows[1][1] = "4e1"
    assert read_table(written(tmp_path / "table 1990.csv", rows)).use.tolist() == np.array(FLOWS, float).tolist()


def test_own_figures_of_such_codes_find_their_row(tmp_path: Path) -> None:
    path = written(tmp_path / "table 1990.csv", renamed(good()))
    mine = tmp_path / "Capacity.csv"
    mine.write_text("capacity,sector\n1.5e3,1e3\n900.50,10.10\n")
    rows = import_table(path, options=Options(extra=str(mine))).tables["Capacity"]
    place = rows[0].index("capacity")
    found = {row[0]: row[place] for row in rows[1:]}
    assert list(found) == list(NAMES)
    assert (found["1e3"], found["10.10"]) == (1500.0, 900.5)
    assert {type(found["1e3"]), type(found["10.10"])} == {float}
    # a sheet that the draft does not have
    new = tmp_path / "Reserve by year.csv"
    new.write_text("product,1991\n1e3,0.150\n10.10,2.5e-2\n")
    rows = import_table(path, options=Options(extra=str(new))).tables["Reserve by year"]
    assert rows == [["product", 1991], ["1e3", 0.15], ["10.10", 0.025]]
    assert type(rows[1][1]) is float


def scaled(rows: Rows, factor: float) -> Rows:
    return [[round(cell * factor, 6) if isinstance(cell, int) else cell for cell in row] for row in rows]


def faults(path: Path) -> list[Fault]:
    try:
        return list(read_table(path).findings)
    except InputFault as fault:
        return list(fault.faults)


@pytest.mark.parametrize("factor", [1.0, 0.1, 0.001])
def test_what_does_not_add_up_is_found_in_every_unit(tmp_path: Path, factor: float) -> None:
    path = tmp_path / "table 1990.csv"
    assert all("negative" in each.problem for each in faults(written(path, scaled(good(), factor))))
    rows = scaled(good(), factor)
    rows[1][7] = round(260 * factor, 6)  # households' food, 210 before
    said = [each.problem for each in faults(written(path, rows))]
    assert any(each.startswith("FARM: ") and "is supplied" in each for each in said)
    rows = scaled(good(), factor)
    rows[8][2] = round(3 * factor, 6)  # the surplus of ore, 23 before
    said = [each.problem for each in faults(written(path, rows))]
    assert any(each.startswith("ORE: output is") for each in said)


def test_the_unit_of_rounding() -> None:
    assert half_unit(np.array([[1.0, 20.0]]), np.array([1e7])) == 0.5
    assert half_unit(np.array([3.0, 0.1 + 0.2, 1.1 * 3.0])) == pytest.approx(0.05)
    assert half_unit(np.array([0.25, 1e6])) == pytest.approx(0.005)
    assert half_unit(np.array([1e6, -0.125])) == pytest.approx(0.0005)
    assert 0.0 < half_unit(np.array([1.0 / 3.0, 1.0])) < 1e-11
    assert half_unit(np.array([]), np.array([np.nan, 0.0])) == 0.5


def test_a_part_that_is_rescaled_is_rounded_as_its_source(tmp_path: Path) -> None:
    rows: Rows = [list(row) for row in good()]
    for row in rows[1:7]:
        row[7:12] = [10 * cell + 1 if isinstance(cell, int) else cell for cell in row[7:12]]
    table = read_table(written(tmp_path / "table 1990.csv", rows), options=Options(repairs=("rescale",)))
    assert [step.name for step in table.steps if step.asked] == ["rescale"]
    assert half_unit(table.final) == pytest.approx(0.05)
    assert table.half_unit == 0.5


def make_and_use(folder: Path, factor: float, total: float) -> Path:
    """Two industries at basic prices, the first total of the make table as given."""
    rows: Rows = [["", "Farms", "Mines", "Total Output"], ["Farms", 10, 0, total / factor], ["Mines", 0, 8, 8]]
    used: Rows = [
        ["", "A", "B", "T001", "F010", "F02E"],
        ["Farms", 1, 2, 3, 5, 2],
        ["Mines", 2, 1, 3, 3, 2],
        ["Compensation of employees", 7, 5, 12],
    ]
    for name, table in (("make", rows), ("use", used)):
        lines = [[f"{c * factor:.10g}" if isinstance(c, int | float) else c for c in row] for row in table]
        written(folder / f"{name}_2017.csv", lines)
    return folder / "use_2017.csv"


@pytest.mark.parametrize("factor", [1.0, 0.01])
def test_totals_that_stand_beside_a_make_table(tmp_path: Path, factor: float) -> None:
    right = bea.read(make_and_use(tmp_path, factor, 10.0 * factor), Options())
    assert not right.findings
    off = bea.read(make_and_use(tmp_path, factor, 12.0 * factor), Options())
    assert ["off its total" in each.problem for each in off.findings] == [True]


def test_figures_that_are_computed_are_rounded_as_their_source(tmp_path: Path) -> None:
    make_and_use(tmp_path, 1.0, 10.0)
    path = tmp_path / "use_2017.csv"
    path.write_text(path.read_text().replace("Farms,1,2,3,5,2", "Farms,1,2,3,6,2"))
    table = bea.read(path, Options())
    assert [step.name for step in table.steps] == ["basic prices"]
    assert table.half_unit == 0.5
    assert half_unit(table.use) < 0.5
