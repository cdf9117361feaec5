"""The report on what came of plans and demands."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from reports import plan
from test_excel import check_charts

from optimiser.economy.economy import Economy
from optimiser.execution import Draws, Execution, demand, execute_strategies
from optimiser.plan.plan import Plan
from optimiser.report.pages.execution import execution_report
from optimiser.report.reports import execution_json, write_execution
from optimiser.report.writers.text import printed
from optimiser.solver import SolverOptions, Status
from optimiser.strategies import Request
from optimiser.strategies.solve import solve


@pytest.fixture(scope="module")
def carried_out() -> Execution:
    request = Request(plan("two", "balanced").economy, "", SolverOptions(), lambda _: None)
    return execute_strategies(request, ("balanced", "maximum"), Draws(1, 4), circumstances=True)


def test_every_page_is_there_and_its_figures_are_the_outcomes(carried_out: Execution, tmp_path: Path) -> None:
    write_execution(carried_out, tmp_path / "execution.xlsx")
    book: Any = openpyxl.load_workbook(tmp_path / "execution.xlsx")
    assert {"Execution", "Industry", "Ambition", "Output", "Consumption", "Fulfilment", "About"} <= set(book.sheetnames)
    rows = [row for row in book["Output"].iter_rows(values_only=True) if row[0] == "STL"]
    for name, each in carried_out.outcomes.items():
        found = {row[3]: row[5:] for row in rows if row[2] == name}
        assert found["demanded"] == pytest.approx(tuple(each.told[0]))
        assert found["real, mean"] == pytest.approx(tuple(each.real.mean[0]))
        assert found["reported, mean"] == pytest.approx(tuple(each.reported.mean[0]))
    curve = [row for row in book["Ambition"].iter_rows(values_only=True) if isinstance(row[0], int | float)]
    assert [row[0] for row in curve] == [point.share for point in carried_out.curve]
    assert [row[1] for row in curve] == pytest.approx([float(p.outcome.industry.mean[-1]) for p in carried_out.curve])  # type: ignore[union-attr]
    assert check_charts(tmp_path / "execution.xlsx") >= 4


def test_the_terminal_and_json_say_the_same(carried_out: Execution) -> None:
    report = execution_report(carried_out)
    made = json.loads(json.dumps(execution_json(carried_out, "e.xlsx", report), allow_nan=False))
    said = list(printed(report))[1:]
    assert made["sentences"] == said
    assert any("assumed, not estimated" in each for each in said)
    assert made["report"] == "e.xlsx"
    assert set(made["outcomes"]) == set(carried_out.outcomes)
    for name, each in carried_out.outcomes.items():
        shown = made["outcomes"][name]["executed"]["mean"]["STL"]
        assert list(shown.values()) == pytest.approx(list(each.real.mean[0]))


def test_things_are_called_by_their_names(carried_out: Execution) -> None:
    said = "\n".join(printed(execution_report(carried_out)))
    assert "steel is short and holds up building in steel" in said
    assert "STL" not in said
    assert "mean consumption of the people" in said
    assert "the the" not in said
    best = [each for each in said.splitlines() if "0% gives the greatest mean consumption of the people" in each]
    assert len(best) == 1
    assert "at 0%" not in best[0]


def test_best_points_are_those_of_the_curves(carried_out: Execution, tmp_path: Path) -> None:
    """Each is the greatest of its curve; as assumed the curve is the report's own."""
    write_execution(carried_out, tmp_path / "execution.xlsx")
    book: Any = openpyxl.load_workbook(tmp_path / "execution.xlsx")
    rows = {row[0]: row for row in book["Best ambition"].iter_rows(values_only=True)}
    header = rows["circumstances"]
    place = next(place for place, name in enumerate(header) if str(name).startswith("best ambition, capacity"))
    assert len(carried_out.moved) >= 7
    for each in carried_out.moved:
        capacity = {point.share: float(point.outcome.capital_index.mean) for point in each.curve}
        share, value = rows[each.circumstance][place : place + 2]
        assert value == pytest.approx(max(capacity.values()))
        assert capacity[share] == pytest.approx(value)

    def fulfilled(curve: Any) -> dict[float, float]:
        return {point.share: float(point.outcome.fulfilment.mean) for point in curve}

    usual, again = fulfilled(carried_out.curve), fulfilled(carried_out.moved[0].curve)
    assert again == {share: usual[share] for share in again}
    (hard,) = (each for each in carried_out.moved if "harder" in each.circumstance)
    assert fulfilled(hard.curve) != again, "circumstances are at work"
    assert len(execution_json(carried_out, None)["best_ambition"]) == len(carried_out.moved)


def test_no_best_point_with_a_reserve_without_balanced_growth_under_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that stops at its limit finds none."""
    economy = plan("two", "balanced").economy
    usual = float(economy.products.reserve.max())

    def stopped(given: Economy, name: str, **asked: Any) -> Plan:
        made = solve(given, name, **asked)
        if name == "balanced" and float(given.products.reserve.max()) > usual:
            return replace(made, solution=replace(made.solution, status=Status.LIMIT))
        return made

    monkeypatch.setattr(demand, "solve", stopped)
    made = execute_strategies(Request(economy), ("balanced", "maximum"), Draws(1, 1), circumstances=True)
    assert made.moved
    assert not any("reserve" in each.circumstance for each in made.moved)
