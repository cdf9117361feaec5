"""A plan as pandas tables: plan years, tidy where asked for, and names that are not known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimiser import Economy, Plan, read_economy, solve
from optimiser.economy import Terminal

INPUTS = Path(__file__).parent.parent.parent / "inputs"


@pytest.fixture(scope="module")
def economy() -> Economy:
    return read_economy(INPUTS / "two_sectors.xlsx")


@pytest.fixture(scope="module")
def plan(economy: Economy) -> Plan:
    return solve(economy)


@pytest.fixture(scope="module")
def tailed(economy: Economy) -> Plan:
    """With two years after the plan."""
    years = replace(economy.years, tail=2)
    return solve(replace(economy, years=years, terminal=Terminal.TAIL), "consumption")


def test_a_frame_has_the_plan_years_and_the_values(plan: Plan) -> None:
    wide = plan.frame("output")
    assert list(wide.columns) == ["1", "2", "3"]
    assert wide.index.names == ["technique", "unit"]
    assert np.array_equal(wide.to_numpy(), plan.values("output"))


def test_a_long_frame_has_a_row_for_each_figure(plan: Plan) -> None:
    wide, long = plan.frame("output"), plan.frame("output", long=True)
    assert list(long.columns) == ["technique", "unit", "year", "value"]
    assert len(long) == wide.size
    back = long.pivot(index=["technique", "unit"], columns="year", values="value")
    assert back.loc[wide.index].to_numpy() == pytest.approx(wide.to_numpy())


def test_years_after_the_plan_are_there_where_they_are_asked_for(tailed: Plan) -> None:
    assert list(tailed.frame("output").columns) == ["1", "2", "3"]
    assert list(tailed.frame("output", after=True).columns) == ["1", "2", "3", "4", "5"]
    assert set(tailed.frame("output", long=True, after=True)["year"]) == {"1", "2", "3", "4", "5"}
    assert set(tailed.rows("labour")["year"]) == {"1", "2", "3"}
    every = tailed.rows("labour", after=True)
    assert set(every["year"]) == {"1", "2", "3", "4", "5"}
    assert len(every) == len(tailed.programme.block["labour"].indices[0])


def test_a_rule_about_nothing_but_the_end_keeps_its_rows(economy: Economy) -> None:
    plan = solve(replace(economy, terminal=Terminal.STATIC), "consumption")
    rows = plan.rows("static_output")
    assert rows["technique"].tolist() == ["CRN"]
    assert set(rows["year"]) == {"4"}
    assert list(plan.frame("output").columns) == ["1", "2", "3"]
    assert list(plan.frame("output", after=True).columns) == ["1", "2", "3", "4"]


def test_the_activity_of_rows_is_what_their_slack_is_counted_from(plan: Plan) -> None:
    rows = plan.rows("material_balance")
    assert (rows["activity"] - rows["least"]).to_numpy() == pytest.approx(rows["slack"].to_numpy())
    keys = zip(rows["product"], rows["year"].astype(int) - 1, strict=True)
    slack, place = plan.slack("material_balance"), plan.economy.products.axis.position
    assert rows["slack"].tolist() == pytest.approx([slack[place[product], year] for product, year in keys])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("outptu", "Did you mean 'output'?"),
        ("labour", r"is a rule: see plan\.rows\('labour'\)"),
        ("nothing like it", "There are: output, stocks, imports, .*debt"),
    ],
)
def test_a_frame_of_no_block_says_what_there_is(plan: Plan, name: str, said: str) -> None:
    with pytest.raises(LookupError, match=said):
        plan.frame(name)
    with pytest.raises(LookupError, match="there is no block of unknowns"):
        plan.values(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("labor", "Did you mean 'labour'?"),
        ("output", r"is a block of unknowns: see plan\.frame\('output'\)"),
        ("nothing like it", "There are: material_balance, .*labour"),
    ],
)
def test_rows_of_no_rule_say_what_there_is(plan: Plan, name: str, said: str) -> None:
    with pytest.raises(LookupError, match=said):
        plan.rows(name)
