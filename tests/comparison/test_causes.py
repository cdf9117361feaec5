"""Scenarios of a workbook as causes: what each adds, from runs made one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from optimiser import InputFault, read_workbook
from optimiser.comparison.causes import MEASURES, Ladder, Question, ladder, ladder_in_words
from optimiser.economy.economy import Economy
from optimiser.execution import Draws, demands, execute
from optimiser.plan.measures import measures
from optimiser.report.pages.causes import causes_report
from optimiser.report.reports import ladder_json, write_ladder
from optimiser.report.writers.text import printed
from optimiser.strategies import Request
from optimiser.strategies.solve import solve
from optimiser.workbook import write_tables
from optimiser.workbook.examples import two_sectors

CAUSES = ("more workers", "all at once")
DRAWS = Draws(4, 8)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sectors, with ambition as one of the causes."""
    tables = two_sectors.tables()
    tables["Scenarios"].append(["all at once", "Plan", "default strategy", "value", "set", "maximum", None])
    path = tmp_path_factory.mktemp("causes") / "two.xlsx"
    write_tables(tables, path)
    return path


@pytest.fixture(scope="module")
def found(workbook: Path) -> Ladder:
    return ladder(workbook, CAUSES, Question("capacity", draws=DRAWS))


def capacity(economy: Economy) -> float:
    name = economy.settings.strategy
    told = demands(Request(economy), [name])[name]
    return float(execute(economy, told, economy.behaviour, DRAWS).capital_index.mean)


def test_shares_from_runs_made_one_by_one(workbook: Path, found: Ladder) -> None:
    base = capacity(read_workbook(workbook).economy)
    workers = capacity(read_workbook(workbook, "more workers").economy)
    ambition = capacity(read_workbook(workbook, "all at once").economy)
    both = found.decomposition.full
    assert found.decomposition.reference == pytest.approx(base)
    shares = found.decomposition.shares
    assert shares["more workers"] == pytest.approx(((workers - base) + (both - ambition)) / 2)
    assert shares["all at once"] == pytest.approx(((ambition - base) + (both - workers)) / 2)
    assert sum(shares.values()) == pytest.approx(both - base)
    assert abs(ambition - base) > 1e-3, "ambition is at work"
    assert found.decomposition.runs == len(found.values) == 4


def test_measures_of_plans(workbook: Path) -> None:
    made = ladder(workbook, ["less steel"], Question("planned industry", strategy="balanced"))
    for scenario, value in ((None, made.decomposition.reference), ("less steel", made.decomposition.full)):
        plan = solve(read_workbook(workbook, scenario).economy, "balanced")
        industry = measures(plan).industrial_index
        assert industry is not None
        assert value == pytest.approx(industry[-1])
    assert made.draws is None


@pytest.mark.parametrize(
    ("causes", "question", "said"),
    [
        (["nobody's"], Question("capacity"), "no scenario of this name"),
        (["less steel"], Question("happiness"), "no measure 'happiness'"),
        (["less steel"], Question("capacity", strategy="hope"), "no strategy 'hope'"),
        (["less steel", "less steel"], Question("capacity"), "2 causes, 1 of them different"),
        (
            ["less steel"],
            Question("growth", strategy="targets", target_set="ambitious"),
            "with no cause: there is no plan",
        ),
    ],
)
def test_what_cannot_be_taken_apart(workbook: Path, causes: list[str], question: Question, said: str) -> None:
    with pytest.raises(InputFault, match=said):
        ladder(workbook, causes, question)


def test_the_report_the_terminal_and_json_say_the_same(found: Ladder, tmp_path: Path) -> None:
    write_ladder(found, tmp_path / "causes.xlsx")
    book: Any = load_workbook(tmp_path / "causes.xlsx")
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    for cause in CAUSES:
        row = next(row for row in rows if row[0] == cause)
        assert row[1] == pytest.approx(found.decomposition.shares[cause])
    assert len([row for row in book["Runs"].iter_rows(values_only=True) if isinstance(row[2], float)]) == 4
    report = causes_report(found)
    made = json.loads(json.dumps(ladder_json(found, "c.xlsx", report), allow_nan=False))
    assert made["sentences"] == ladder_in_words(found) == list(printed(report))[1:]
    assert {"reference", "full", "shares", "runs"} <= set(made)
    assert made["full"] - made["reference"] == pytest.approx(sum(made["shares"].values()))


def test_every_measure_can_be_taken_apart(workbook: Path) -> None:
    economy = read_workbook(workbook).economy
    for name in MEASURES:
        assert isinstance(Question(name, "balanced", draws=Draws(1, 2)).value(economy, lambda _: None), float)
