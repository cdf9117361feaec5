"""Scenarios of a workbook as causes: what each adds, from runs made one by one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from optimiser import InputFault, read_workbook
from optimiser.comparison.causes import MEASURES, Ladder, Question, ladder, ladder_in_words
from optimiser.comparison.named_causes import NAMED_CAUSES
from optimiser.economy.behaviour import Behaviour
from optimiser.economy.economy import Economy
from optimiser.economy.money import EVERY, Wages
from optimiser.execution import Demanded, Draws, demands, execute
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
PLAN = Path(__file__).parent.parent.parent / "inputs" / "first_five_year_plan.xlsx"


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
        (["nobody's"], Question("capacity"), "no cause of this name"),
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
    """Of an economy that says what people are paid, without which there is no gap between incomes and goods."""
    economy = read_workbook(workbook).economy
    with pytest.raises(InputFault, match="has no inflationary gap"):
        Question("inflationary gap", "balanced", draws=Draws(1, 2)).value(economy, _demanded(economy), lambda _: None)
    everybody, years = np.zeros(1, np.int64), economy.years.reach + 1
    economy = replace(economy, wages=Wages(everybody, everybody + EVERY, everybody, np.ones((1, years))))
    for name in MEASURES:
        question = Question(name, "balanced", draws=Draws(1, 2))
        told = question.demanded(economy, lambda _: None)
        assert isinstance(question.value(economy, told, lambda _: None), float)


def _demanded(economy: Economy) -> Demanded | None:
    return Question("fulfilment", "balanced", draws=Draws(1, 2)).demanded(economy, lambda _: None)


@pytest.mark.slow
def test_named_causes_need_no_sheet_and_are_absent_in_the_reference() -> None:
    """The calibrated example has no sheet Execution and no scenario of these names; the shares add up to the bit."""
    made = ladder(PLAN, ["ambition", "soft budgets", "harvest"], Question("industry", draws=Draws(2, 5)))
    found = made.decomposition
    assert found.runs == 8
    assert sum(found.shares.values()) == pytest.approx(found.full - found.reference, abs=1e-12)
    calm = replace(read_workbook(PLAN).economy.behaviour, hoarding=0.1, harvest_sd=0.0)
    economy = read_workbook(PLAN).economy
    told = demands(Request(economy), ["balanced", "maximum"])

    def industry(name: str, behaviour: Behaviour) -> float:
        outcome = execute(economy, told[name], behaviour, Draws(2, 5))
        assert outcome.industry is not None
        return float(outcome.industry.mean[-1])

    assert made.values[frozenset()] == pytest.approx(industry("balanced", calm))
    assert made.values[frozenset(["ambition"])] == pytest.approx(industry("maximum", calm))
    worse = replace(calm, overordering=0.1, harvest_sd=0.1)
    assert made.values[frozenset(made.causes)] == pytest.approx(industry("maximum", worse))
    assert abs(found.shares["ambition"]) > 0.1
    assert set(made.meanings) == set(made.causes)
    assert any("maxima" in each for each in ladder_in_words(made))


@pytest.mark.parametrize("name", NAMED_CAUSES)
def test_every_named_cause_changes_what_it_says(name: str) -> None:
    cause = NAMED_CAUSES[name]
    absent = read_workbook(PLAN, changes=cause.absent).economy
    at_work = read_workbook(PLAN, changes=[*cause.absent, *cause.at_work]).economy
    assert absent != at_work
    assert all(each.at_work for each in NAMED_CAUSES.values())


def test_a_scenario_goes_before_a_named_cause(tmp_path: Path) -> None:
    tables = two_sectors.tables()
    tables["Scenarios"].append(["harvest", "Plan", "discount rate", "value", "set", 0.5, None])
    write_tables(tables, tmp_path / "two.xlsx")
    made = ladder(tmp_path / "two.xlsx", ["harvest"], Question("capacity", "balanced", draws=Draws(1, 2)))
    assert made.meanings == {}
    assert made.economy.behaviour.harvest_sd == 0.1
    assert ladder_in_words(made)[1:] == ["'harvest' adds nothing."]


def test_a_cause_whose_sheet_is_not_there_is_a_fault_with_a_remedy(workbook: Path) -> None:
    with pytest.raises(InputFault, match="the cause 'coercion': no sheet of this name") as raised:
        ladder(workbook, ["harvest", "coercion"], Question("capacity", "balanced", draws=DRAWS))
    (fault,) = raised.value.faults
    assert "Town and country" in fault.remedy
    assert "--set" not in str(fault)


@pytest.mark.parametrize("cause", ["ambition", "all at once"])
def test_a_cause_that_is_the_strategy_is_none_under_a_given_one(workbook: Path, cause: str) -> None:
    with pytest.raises(InputFault, match=f"the cause '{cause}' is that another strategy is chosen"):
        ladder(workbook, ["less steel", cause], Question("capacity", "balanced", draws=DRAWS))
