"""Proof sheets: the sums in fractions from the programme alone, and again by a spreadsheet program."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from test_known import NETLIB
from test_planted import economy_of, foreign_exchange, gestation, harvest, labour, programme, resource, target

from optimiser.diagnosis import Diagnosis, diagnose, explain
from optimiser.diagnosis.proof import Proof
from optimiser.diagnosis.propagation import steps_to_contradiction
from optimiser.programme.programme import LinearProgramme
from optimiser.report.pages.diagnosis import diagnosis_report
from optimiser.report.reports import write_diagnosis, write_pages
from optimiser.solver.model_files import read_programme
from optimiser.strategies import Request
from optimiser.workbook import read_workbook

INPUTS = Path(__file__).parents[2] / "inputs"
MODELS = Path(__file__).parent / "models"
SOFFICE = shutil.which("soffice")


def assert_adds_up(asked: LinearProgramme, proof: Proof) -> None:
    """From the programme's own matrix: the lines are rows and bounds of it, every unknown cancels, the sums differ."""
    matrix, arrays = asked.matrix, asked.arrays
    left: dict[int, Fraction] = {}
    demanded = there = Fraction(0)
    for line in proof.lines:
        assert line.weight > 0
        sign = 1 if line.demand else -1
        if line.row >= 0:
            side = arrays.row_lower[line.row] if line.demand else arrays.row_upper[line.row]
            assert line.side == side
            row = matrix[[line.row]].tocoo()
            for column, value in zip(row.coords[1].tolist(), row.data.tolist(), strict=True):
                left[column] = left.get(column, Fraction(0)) + sign * line.weight * Fraction(value)
        if line.demand:
            demanded += line.weight * Fraction(line.side)
        else:
            there += line.weight * Fraction(line.side)
    # what the rows leave of an unknown, its bound takes away
    bounds = sorted((line for line in proof.lines if line.row < 0), key=lambda line: line.sentence)
    taken = sorted(-weight if weight < 0 else weight for weight in left.values() if weight)
    assert taken == sorted(line.weight for line in bounds)
    for column, weight in left.items():
        if weight:
            # what is left of it pushes against a side that is there
            assert np.isfinite(arrays.lower[column] if weight < 0 else arrays.upper[column])
    assert not any(proof.left_over)
    assert demanded > there
    assert (demanded, there) == (proof.demanded, proof.there)


def proofs_of(found: Diagnosis) -> list[Proof]:
    return [each.proof for each in found.conflicts if each.proof is not None]


@pytest.mark.parametrize(
    "plant", [labour, target, foreign_exchange, harvest, gestation, resource], ids=lambda each: each.__name__
)
def test_planted_conflicts_add_up(plant: object) -> None:
    made, _ = plant(economy_of(10), 2)  # type: ignore[operator]
    asked = programme(made)
    found = explain(asked, economy=made)
    assert found.conflicts
    assert len(proofs_of(found)) == len(found.conflicts)
    for conflict, proof in zip(found.conflicts, proofs_of(found), strict=True):
        assert proof.exact
        assert_adds_up(asked, proof)
        named = {(line.sentence, line.cell) for line in proof.lines if line.row >= 0}
        # the rows of the conflict are all among its lines
        assert {cell for _, cell in named} >= set(conflict.cells)


def test_the_largest_share_adds_up() -> None:
    economy = read_workbook(INPUTS / "two_sectors.xlsx").economy
    found = diagnose(Request(economy, "ambitious"))
    proof = found.share_proof
    assert proof is not None
    assert proof.exact
    assert found.share is not None
    assert float(proof.there - proof.demanded) == pytest.approx(found.share, abs=1e-9)
    # of the one unknown that is the goal a whole is left, of all others nothing
    assert sorted(each for each in proof.left_over if each) in ([Fraction(1)], [Fraction(-1)])


def test_steps_force_one_another() -> None:
    """Every step follows from a line of the proof, and the last one contradicts it."""
    asked = read_programme(MODELS / "osemosys.mps")
    (proof,) = proofs_of(explain(asked))
    steps = steps_to_contradiction(proof)
    assert [each.because.split("[")[0] for each in steps] == [
        "EnergyBalanceEachYear",
        "TotalAnnualMaxCapacity",
        "CapacityAdequacy",
    ]
    assert steps[-1].follows == "this comes to at least 21.16, and has to be at most 0: it cannot"
    # without the limit of capacity nothing is forced any more
    fewer = replace(proof, lines=tuple(line for line in proof.lines if "MaxCapacity" not in line.sentence))
    assert steps_to_contradiction(fewer) == ()


@pytest.mark.skipif(not NETLIB.is_dir(), reason="the infeasible problems of Netlib are not beside the repository")
@pytest.mark.parametrize("name", ["bgdbg1", "cplex2", "ex72a", "galenet", "itest2", "itest6", "klein1", "klein3"])
def test_netlib_adds_up(name: str) -> None:
    """`cplex2` is infeasible by less than what solvers take for nothing; in fractions it is so all the same."""
    asked = read_programme(NETLIB / f"{name}.mps")
    found = explain(asked, time_limit=15.0)
    assert found.status == "infeasible"
    assert found.conflicts
    assert all(each.verified for each in found.conflicts)
    for proof in proofs_of(found):
        assert proof.exact
        assert_adds_up(asked, proof)
    assert len(proofs_of(found)) == len(found.conflicts)


def recalculated(path: Path) -> openpyxl.Workbook:
    """The workbook as LibreOffice works it out, from formulas without the figures that were written beside them."""
    book = openpyxl.load_workbook(path)
    bare = path.with_name("bare.xlsx")
    book.save(bare)
    folder = path.parent / "recalculated"
    command = [str(SOFFICE), f"-env:UserInstallation=file://{path.parent}/profile", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(folder / "bare.xlsx", data_only=True)


def sums(book: openpyxl.Workbook, name: str) -> tuple[float, float, float, float]:
    """What is demanded, what there is, the third line, and the greatest that is left of an unknown."""
    cells: dict[str, Any] = {str(row[0].value): row[2].value for row in book[name].iter_rows() if row[0].value}
    third = next(value for words, value in cells.items() if words.startswith(("demanded beyond", "the goal")))
    return cells["what is demanded"], cells["what there is"], third, cells["the greatest that is left over"]


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_a_spreadsheet_program_finds_the_same(tmp_path: Path) -> None:
    """Every proof sheet, worked out anew: the contradiction stands."""
    made, _ = labour(economy_of(10), 2)
    conflicts = explain(programme(made), economy=made)
    share = diagnose(Request(read_workbook(INPUTS / "two_sectors.xlsx").economy, "ambitious"))
    elsewhere = explain(read_programme(MODELS / "gams.mps"))
    for number, found in enumerate((conflicts, share, elsewhere)):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_diagnosis(found, folder / "why.xlsx")
        book = recalculated(folder / "why.xlsx")
        sheets = [name for name in book.sheetnames if name.startswith("Proof")]
        proofs = [*proofs_of(found), *([found.share_proof] if found.share_proof is not None else [])]
        assert len(sheets) == len(proofs)
        for name, proof in zip(sheets, proofs, strict=True):
            demanded, there, third, left = sums(book, name)
            assert demanded == pytest.approx(float(proof.demanded), rel=1e-9, abs=1e-9)
            assert there == pytest.approx(float(proof.there), rel=1e-9, abs=1e-9)
            if proof.goal:
                assert third == pytest.approx(found.share, abs=1e-9)
                assert left == pytest.approx(1.0, abs=1e-9)
            else:
                assert third > 0.0
                assert left < 1e-9 * max(abs(demanded), abs(there), 1.0)


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_a_spreadsheet_program_notices_another_target(tmp_path: Path) -> None:
    """The sums are live: with a demand of nothing there is no contradiction."""
    found = explain(read_programme(MODELS / "gams.mps"))
    path = tmp_path / "why.xlsx"
    write_pages(diagnosis_report(found), path)
    book = openpyxl.load_workbook(path)
    sheet = book["Proof"]
    (row,) = [cell.row for cell in sheet["A"] if str(cell.value).startswith("demand(chicago)")]
    sheet.cell(row, 4).value = 0.0
    book.save(path)
    assert sums(recalculated(path), "Proof")[2] < 0.0
