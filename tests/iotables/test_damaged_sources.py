"""Files that are damaged, cut off, without a column, or of another kind than is said: a fault, never a traceback."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from plain_tables import good, written
from test_observations import eurostat

from optimiser.errors import InputFault
from optimiser.iotables import Options, kind_of, read_table

OECD = """,D01,D02,HFCE,GFCF,IMPO,OUTPUT
DOM_01,1,2,3,4,0,10
DOM_02,2,1,3,2,0,8
IMP_01,1,0,0,0,1,0
IMP_02,0,1,0,0,1,0
VALU,6,4,0,0,0,0
"""
WIOD = """Year,Code,Description,Origin,A,B,CONS_H,GFCF,GO
2014,A,Farms,Domestic,1,2,3,4,10
2014,B,Mines,Domestic,2,1,3,2,8
2014,A,Farms,Imports,1,0,0,0,
"""
ACCOUNTS = "country,variable,code,EMP,VA\nUSA,x,A,5,6\nUSA,x,B,4,5\n"


def put(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def refused(path: Path, kind: str, words: str) -> None:
    with pytest.raises(InputFault, match=words) as caught:
        read_table(path, kind, Options(year="2015"))
    assert all("\n" not in str(each) and each.remedy for each in caught.value.faults)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("kind", ["oecd", "sdmx", "wiod", "bea", "bea-detail", "pymrio"])
def test_a_file_of_another_kind_than_is_said(tmp_path: Path, kind: str) -> None:
    for name in ("table 1990.csv", "x_niot_1990.csv"):
        refused(written(tmp_path / name, good()), kind, f"it is no table of the kind {kind}")
    refused(tmp_path, kind, f"it is no table of the kind {kind}")
    refused(tmp_path / "nothing.csv", kind, "there is no such file or folder")


def test_every_file_of_text_may_be_said_to_be_plain(tmp_path: Path) -> None:
    path = written(tmp_path / "table 1990.txt", good())
    assert read_table(path, "plain").output.sum() == read_table(path).output.sum()


def without(text: str, column: str) -> str:
    lines = [line.split(",") for line in text.splitlines()]
    place = lines[0].index(column)
    return "\n".join(",".join(cell for n, cell in enumerate(line) if n != place) for line in lines) + "\n"


def test_a_column_of_the_oecd_is_missing(tmp_path: Path) -> None:
    assert read_table(put(tmp_path / "AUT2015dom.csv", OECD)).output.tolist() == [10.0, 8.0]
    for column, what in (("OUTPUT", "output"), ("IMPO", "imports")):
        refused(put(tmp_path / f"{what}.csv", without(OECD, column)), "oecd", f"there is no column of {what}")
    rows = OECD.splitlines()
    refused(put(tmp_path / "head.csv", "\n".join([rows[1], *rows[3:]])), "", "no row begins with DOM_")


def test_a_column_of_wiod_is_missing(tmp_path: Path) -> None:
    flows = tmp_path / "usa_niot_2014.csv"
    assert read_table(put(flows, WIOD)).output.tolist() == [10.0, 8.0]
    refused(put(flows, without(WIOD, "GO")), "wiod", "there is no column of output")
    refused(put(flows, WIOD.replace("Domestic", "Home")), "wiod", "no row is of domestic origin")
    refused(put(flows, WIOD.replace("2014,A,Farms,Imports", "2014,C,Ships,Imports")), "wiod", "C has an imported row")
    put(tmp_path / "usa_sea_2014.csv", ACCOUNTS)
    assert read_table(put(flows, WIOD)).employment.tolist() == [5.0, 4.0]
    put(tmp_path / "usa_sea_2014.csv", ACCOUNTS.replace("code", "industry"))
    refused(flows, "wiod", "the accounts have no column code")


def test_tables_in_detail_without_final_uses(tmp_path: Path) -> None:
    put(tmp_path / "make_2017.csv", "row,column,value\nA,A,5\n")
    put(tmp_path / "use_2017.csv", "row,column,value\nA,A,5\n")
    refused(tmp_path, "", "there are no final uses")


def test_observations_that_are_cut_off(tmp_path: Path) -> None:
    whole = eurostat(tmp_path / "naio.csv").read_text()
    refused(
        put(tmp_path / "cut.csv", whole + "ESTAT,x,A,MIO_EUR,DOM,A01"), "sdmx", "the row ends after 6 of at least 10"
    )
    for column in ("OBS_VALUE", "ind_use", "ind_ava"):
        lines = whole.replace(column, "other", 1)
        refused(put(tmp_path / "other.csv", lines), "sdmx", "it is no table of the kind sdmx")
    figaro = "refArea,rowIi,colIi,obsValue\nDE,A01,A01,5\n"
    refused(put(tmp_path / "figaro.csv", figaro), "sdmx", "there is no column counterpartArea")


@pytest.mark.parametrize("kind", ["", "plain", "oecd", "sdmx"])
def test_a_damaged_archive(tmp_path: Path, kind: str) -> None:
    for source in (written(tmp_path / "table.csv", good()), eurostat(tmp_path / "naio.csv")):
        packed = gzip.compress(source.read_bytes())
        path = tmp_path / f"{source.name}.gz"
        for damaged in (
            packed[:10] + b"\xff" * 40 + packed[50:],
            packed[: len(packed) // 2],
            packed[:-8] + bytes(8),
            b"no archive at all",
        ):
            path.write_bytes(damaged)
            with pytest.raises(InputFault) as caught:
                read_table(path, kind)
            assert len(caught.value.faults) == 1
        path.write_bytes(packed[:10] + b"\xff" * 40 + packed[50:])
        refused(path, kind, "the file cannot be read")


@pytest.mark.parametrize("kind", ["", "plain", "sdmx"])
def test_a_cell_that_is_longer_than_any(tmp_path: Path, kind: str) -> None:
    path = eurostat(tmp_path / "naio.csv") if kind == "sdmx" else written(tmp_path / "table.csv", good())
    path.write_text(path.read_text() + f'"{"x" * 140_000}",1\n')
    refused(path, kind, "cannot be read .*field larger than field limit")


def test_a_table_in_latin_letters_is_no_observation(tmp_path: Path) -> None:
    rows = good()
    rows[7][0] = "Rémunération"
    path = written(tmp_path / "table 1990.csv", rows)
    path.write_bytes(path.read_text().encode("latin-1"))
    assert kind_of(path).name == "plain"
