"""Make and use tables that hold nothing but flows: what is left over is assumed only where that is asked for."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from optimiser import InputFault, economy_from_tables, solve
from optimiser.economy.base_year import base_year
from optimiser.iotables import Options, import_table

MAKE = """,01,02,03,total
01,50,0,0,50
02,0,80,n.p.,85
03,4,0,30,34
,54,80,35,169
"""
USE = """01,02,03
10,30,5
5,20,10
0,3,2
"""
ASKED = ("remainders", "text-as-zero")


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    (tmp_path / "make_3.csv").write_text(MAKE)
    (tmp_path / "use_3.csv").write_text(USE)
    return tmp_path / "use_3.csv"


def options(*repairs: str) -> Options:
    return Options(repairs=repairs, final_use=("03=investment",), year="2019", unit="million")


def test_what_is_left_over_by_hand(pair: Path) -> None:
    """50 - 45 = 5 of the first product; 80 - 35 = 45 of the second; 34 - 5 = 29 of the third, which is invested."""
    found = import_table(pair, "", options(*ASKED))
    table = found.table
    assert (table.kind, table.products.labels) == ("unlabelled", ("01", "02", "03"))
    assert table.final.tolist() == [[5.0, 0.0], [45.0, 0.0], [0.0, 29.0]]
    assert table.value_added.tolist() == [[54.0 - 15.0, 80.0 - 53.0, 30.0 - 17.0]]
    assert table.imports.tolist() == [0.0, 0.0, 0.0]
    assert table.residual.tolist() == [0.0, 0.0, 0.0]
    (gap,) = (step for step in table.steps if step.name == "text-as-zero")
    assert gap.where == "02 made by 03"
    said = [(each.cell, each.warning) for each in table.findings if "off its total" in each.problem]
    assert said == [("E3", True), ("D5", True)]


def test_more_used_than_made_is_imported(pair: Path) -> None:
    pair.write_text(USE.replace("10,30,5", "10,36,13"))
    table = import_table(pair, "", options(*ASKED)).table
    assert table.imports.tolist() == [9.0, 0.0, 0.0]
    assert table.final[0].tolist() == [0.0, 0.0]


def test_every_remainder_is_graded_assumed(pair: Path) -> None:
    found = import_table(pair, "", options(*ASKED))
    grades = {(each.sheet, each.column): each.known for each in found.draft.grades}
    assert grades["Baskets", "households"] == grades["Construction", "investment"] == "assumed"
    assert grades["Flows", "*"] == "sourced"
    header, first, *_ = found.tables["Baskets"]
    assert str(first[header.index("source")]).startswith("assumed: what the table leaves over")
    economy = economy_from_tables(found.tables)
    assert np.abs(base_year(economy).residual) == pytest.approx(np.zeros(3), abs=1e-9)


@pytest.mark.parametrize(
    ("repairs", "sheet", "cell", "remedy"),
    [
        (("text-as-zero",), "use_3.csv", "", "--repair remainders"),
        (("remainders",), "make_3.csv", "D3", "--repair text-as-zero"),
    ],
)
def test_nothing_is_assumed_that_is_not_asked_for(
    pair: Path, repairs: tuple[str, ...], sheet: str, cell: str, remedy: str
) -> None:
    with pytest.raises(InputFault) as caught:
        import_table(pair, "", options(*repairs))
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.cell) == (sheet, cell)
    assert remedy in fault.remedy


def test_rows_that_are_not_those_of_the_columns(pair: Path) -> None:
    pair.write_text(USE + "1,1,1\n")
    with pytest.raises(InputFault, match="4 rows without labels stand under 3 codes"):
        import_table(pair, "", options(*ASKED))
    pair.write_text(USE)
    pair.with_name("make_3.csv").write_text(MAKE.replace("\n03,", "\n04,"))
    with pytest.raises(InputFault, match="the rows are not those of the products"):
        import_table(pair, "", options(*ASKED))


@pytest.mark.slow
@pytest.mark.skipif(find_spec("quantecon_book_networks") is None, reason="the extra `tables` is not installed")
def test_australia_in_114_industries() -> None:
    """37 cells of the make table are not published; building is what nobody uses of the products of construction."""
    spec = find_spec("quantecon_book_networks")
    assert spec is not None
    assert spec.origin is not None
    building = tuple(f"{code}=investment" for code in ("3001", "3002", "3101", "3201"))
    source = Path(spec.origin).parent / "data" / "csv_files" / "use_114_aus.csv"
    found = import_table(source, "", Options(repairs=ASKED, final_use=building, year="2019"))
    assert (len(found.table.products), found.table.kind) == (114, "unlabelled")
    (unknown,) = (step.where for step in found.table.steps if step.name == "text-as-zero")
    assert len(unknown.split("; ")) == 37
    economy = economy_from_tables(found.tables)
    balance = base_year(economy)
    assert (np.abs(balance.residual) <= 0.5).all()
    plan = solve(economy, "balanced")
    assert plan.growth_rate == pytest.approx(0.0162, abs=5e-4)
