"""The turnpike in the report on a plan: one page with one chart, or why there is none; strategies say if it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from optimiser import read_economy, solve
from optimiser.plan.measures import measures
from optimiser.report.page import Chart, Page, Sentence
from optimiser.report.pages import balanced_ray
from optimiser.report.pages.balanced_ray import turnpike_of_plan
from optimiser.report.pages.plan import plan_report
from optimiser.report.reports import plan_json
from optimiser.strategies import STRATEGIES
from optimiser.strategies.turnpike import turnpike

TWO = Path(__file__).parents[2] / "inputs" / "two_sectors.xlsx"


def words(page: Page) -> str:
    return " ".join(each.words for each in page.blocks if isinstance(each, Sentence))


def test_the_page_has_the_ray_and_the_distance_by_year() -> None:
    """The ray of the two sectors is at 24/260, and 2/5 without people; both by hand in `test_turnpike.py`."""
    plan = solve(read_economy(TWO), "balanced")
    report = plan_report(plan)
    (page,) = (each for each in report.pages if each.name == "Turnpike")
    assert "9.23% a year" in words(page)
    assert "40.00% a year" in words(page)
    (chart,) = (each for each in page.blocks if isinstance(each, Chart))
    expected = turnpike(plan.economy).distance(plan).tolist()
    (table,) = set(chart.tables)
    assert [row[1] for row in table.kept] == pytest.approx(expected)
    said = plan_json(plan, None, report)
    assert set(plan_json(plan, None)) | {"turnpike"} == set(said)
    assert said["turnpike"]["rate"] == pytest.approx(24.0 / 260.0, abs=1e-8)
    assert list(said["turnpike"]["distance"].values()) == pytest.approx(expected)
    assert said["turnpike"]["share_near"] == 0.0
    assert turnpike_of_plan(replace(plan, criterion=STRATEGIES["consumption"].criterion), measures(plan)) == []


def test_without_a_ray_the_page_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """A twentieth of what is made: less than is used up in making it."""
    plan = solve(read_economy(TWO), "balanced")
    techniques = plan.economy.techniques
    little = replace(techniques, outputs=0.05 * techniques.outputs)
    plan = replace(plan, economy=replace(plan.economy, techniques=little))
    (page,) = turnpike_of_plan(plan, measures(plan))
    assert "No balanced ray was found: there is no balanced ray" in words(page)
    monkeypatch.setattr(balanced_ray, "MOST_TECHNIQUES", 1)
    (page,) = turnpike_of_plan(plan, measures(plan))
    assert "With 2 techniques" in words(page)
    assert "`optimiser turnpike`" in words(page)
    assert page.key == ""
