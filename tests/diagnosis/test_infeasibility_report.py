"""The workbook and the JSON of a diagnosis."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from known import known
from test_words import WRONG, five_year_plan, williams_made

from optimiser import economy_from_tables, read_economy, write_economy
from optimiser.diagnosis import Diagnosis, diagnose, explain
from optimiser.diagnosis.question import question
from optimiser.economy.origin import Origin
from optimiser.errors import OutputFault
from optimiser.report.reports import diagnosis_json, write_diagnosis
from optimiser.strategies import Request
from optimiser.workbook.examples import two_sectors

FORMULA = re.compile(r"=(-|\*|\(|\)|,|:|SUM|SUMIF|MAX|MIN|\$[A-Z]+\$\d+)+")
"""Cells, and sums and products of them: no words of anybody's."""


def written(found: Diagnosis, path: Path) -> openpyxl.Workbook:
    write_diagnosis(found, path)
    return openpyxl.load_workbook(path)


def test_the_first_page_is_sentences(tmp_path: Path) -> None:
    found = five_year_plan()
    book = written(found, tmp_path / "diagnosis.xlsx")
    page = book.worksheets[0]
    said = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    for sentence in found.sentences[:-1]:
        assert sentence in said
    assert any("tylised" in text for text in said)
    assert [name for name in book.sheetnames if not name.startswith("Steps")] == [
        "Diagnosis",
        "Do the targets fit",
        "What gives way",
        "What can be had",
        "What it would take",
        "Conflicts",
        *(f"Proof {number}" for number in range(1, len(found.conflicts) + 1)),
        "Proof of the share",
        "How long",
        "Bottlenecks",
        "What would help",
        "What holds it",
        "About",
    ]
    assert len(page._charts) == 3  # type: ignore[attr-defined]


def test_formulas_only_where_something_is_proved_and_nothing_odd(tmp_path: Path) -> None:
    book = written(five_year_plan(), tmp_path / "diagnosis.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert sheet.title.startswith("Proof")
                    assert FORMULA.fullmatch(str(cell.value))
                    continue
                if isinstance(cell.value, str) and sheet.title != "About":
                    assert not re.search(r"\b(None|nan|inf)\b|[{}]|[a-z]_[a-z]", cell.value), cell.value


def test_numbers_have_units(tmp_path: Path) -> None:
    book = written(five_year_plan(), tmp_path / "diagnosis.xlsx")
    for name in ("What gives way", "What it would take", "What holds it", "How long"):
        sheet = book[name]
        headers = [row for row in sheet.iter_rows(values_only=True) if "unit" in row]
        assert headers, name


def test_input_cells_are_links_where_the_workbook_is_known(tmp_path: Path) -> None:
    source = tmp_path / "my data" / "in put.xlsx"
    write_economy(economy_from_tables(two_sectors.tables()), source)
    economy = read_economy(source)
    grown = replace(economy.targets, value=economy.targets.value * 5.0)
    found = diagnose(Request(replace(economy, targets=grown), economy.targets.set[0]))
    book = written(found, tmp_path / "out" / "diagnosis.xlsx")
    links = [
        cell
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink is not None and cell.hyperlink.target
    ]
    assert links
    for cell in links:
        assert known(cell.hyperlink).target == "../my%20data/in%20put.xlsx"
        title, _, address = str(cell.value).partition("!")
        assert known(cell.hyperlink).location == f"'{title}'!{address or 'A1'}"
    targets = {str(cell.value) for cell in links if str(cell.value).startswith("Targets!")}
    assert targets
    read = openpyxl.load_workbook(source)
    for address in targets:
        assert isinstance(read["Targets"][address.partition("!")[2]].value, int | float)


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    found = five_year_plan()
    path = tmp_path / "in.xlsx"
    path.write_bytes(b"mine")
    assert found.economy is not None
    mine = replace(found, economy=replace(found.economy, origin=Origin(str(path))))
    for force in (False, True):
        with pytest.raises(OutputFault):
            write_diagnosis(mine, path, force=force)
    assert path.read_bytes() == b"mine"


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    tables = two_sectors.tables()
    sectors = tables["Sectors"]
    at = sectors[0].index("name") if "name" in sectors[0] else None
    economy = economy_from_tables(tables)
    evil = ("=1+1", "@SUM(A1)")
    names = evil[: len(economy.sectors.names)] + economy.sectors.names[2:]
    economy = replace(
        economy,
        sectors=replace(economy.sectors, names=names),
        title="=HYPERLINK(1)",
        targets=replace(economy.targets, value=economy.targets.value * 5.0),
    )
    found = diagnose(Request(economy, economy.targets.set[0]))
    book = written(found, tmp_path / "diagnosis.xlsx")
    assert at is None or at >= 0
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(FORMULA.fullmatch(str(each)) for each in formulas)


@pytest.mark.parametrize("change", ["manpower", "stocks", "demand"])
def test_infeasible_data_are_reported(change: str, tmp_path: Path) -> None:
    book = written(diagnose(Request(williams_made(change)), "weighted"), tmp_path / "diagnosis.xlsx")
    assert "Conflicts" in book.sheetnames
    assert "What can be had" not in book.sheetnames


def test_a_programme_without_an_economy_is_reported(tmp_path: Path) -> None:
    economy = five_year_plan().economy
    assert economy is not None
    found = explain(question(Request(economy, "optimal"), "targets").programme)
    book = written(found, tmp_path / "diagnosis.xlsx")
    assert "Conflicts" in book.sheetnames
    json.dumps(diagnosis_json(found, None), allow_nan=False)


def test_json() -> None:
    found = five_year_plan("minimum")
    made = json.loads(json.dumps(diagnosis_json(found, "outputs/d.xlsx"), allow_nan=False))
    assert made["status"] == "infeasible"
    assert made["verified"] is True
    assert made["share"] == pytest.approx(found.share)
    assert made["years_needed"] == 13
    assert made["report"] == "outputs/d.xlsx"
    assert made["conflicts"][0]["sentence"]
    assert {"rule", "sector", "year", "unit", "cell"} <= made["conflicts"][0]["rows"][0].keys()
    assert {"rule", "sector", "year", "amount", "unit"} <= made["relaxation"][0].keys()
    assert all(row["amount"] > 0 and row["unit"] for row in made["relaxation"])
    assert len(made["ladder"]) == 12
    assert made["unfinished"] == []
    assert not any(WRONG.search(text) for text in made["sentences"])
