"""The page of national accounts, and the same in JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from reports import plan
from tables import matrix
from tables import plan as plan_sheet

from optimiser import economy_from_tables, solve
from optimiser.plan.measures import measures
from optimiser.report.page import Heading, Page, Sentence, Table
from optimiser.report.pages.national_accounts import national_accounts
from optimiser.report.reports import plan_json


def tables_of(page: Page) -> dict[str, Table]:
    """The tables, each by the heading above it."""
    found, heading = {}, ""
    for block in page.blocks:
        if isinstance(block, Heading):
            heading = block.words
        if isinstance(block, Table):
            found[heading] = block
    return found


def total(table: Table) -> list[float]:
    """The figures of the row that stands out."""
    (row,) = (row for row, role in zip(table.kept, table.roles, strict=True) if role == "total")
    return [float(str(each)) for each in row[2:]]


@pytest.mark.parametrize(("name", "strategy"), [("two", "balanced"), ("five", "war"), ("reconstruction", "war")])
def test_the_rows_that_are_shown_add_up_to_the_sum_below_them(name: str, strategy: str) -> None:
    found = plan(name, strategy)
    (page,) = national_accounts(found, measures(found))
    shown = tables_of(page)
    origin, use = shown["National income by origin"], shown["National income by use"]
    assert total(origin) == total(use)
    for table in (origin, use):
        parts = np.array([[float(str(each)) for each in row[2:]] for row in table.kept[:-1]])
        assert parts.sum(axis=0) == pytest.approx(total(table), rel=1e-7)
    board = shown[f"Chessboard of {measures(found).years[-1]}"]
    branches = [place for place, column in enumerate(board.columns) if column.name.startswith("inputs of ")]
    used, net, _, output = board.kept[-4:]
    for place in branches:
        made = float(str(used[place])) + float(str(net[place])) + float(str(board.kept[-2][place]))
        assert made == pytest.approx(float(str(output[place])))


def test_growth_of_output_is_told_apart_in_every_row() -> None:
    found = plan("five", "war")
    (page,) = national_accounts(found, measures(found))
    rows = next(table for heading, table in tables_of(page).items() if heading.startswith("Output a head")).kept
    assert len(rows) == len(found.economy.sectors.axis)
    for row in rows:
        growth, *parts = (float(str(each)) for each in row[4:])
        assert sum(parts) == pytest.approx(growth, abs=1e-7)


def test_what_has_no_price_no_people_and_no_imports_has_no_page() -> None:
    economy = economy_from_tables(
        {
            "Plan": plan_sheet(default_strategy="consumption"),
            "Sectors": [["code", "unit", "base output"], ["corn", "t", 10]],
            "Inputs": matrix("product", ["corn"], ["corn"], [[0]]),
            "Capacity": [["sector", "capacity"], ["corn", 10]],
            "Households": [["household"], ["all"]],
            "Baskets": matrix("product", ["corn"], ["all"], [[10]]),
        }
    )
    found = solve(economy)
    assert national_accounts(found, measures(found)) == []


def test_accounts_are_in_the_json_object() -> None:
    found = plan("two", "balanced")
    said = json.loads(json.dumps(plan_json(found, None), allow_nan=False))["accounts"]
    assert said["unit"] == "million working years"
    assert said["national_income"] == pytest.approx({"0": 30.0, "1": 32.0, "2": 34.0, "3": 37.0})
    assert said["income_by_use"]["building less wear"]["2"] == pytest.approx(10.0)
    assert said["accumulation_rate"]["1"] == pytest.approx(10 / 32)
    assert said["wealth"]["all"]["3"] == pytest.approx(155.0)
    assert said["people"]["workers"]["CRN"]["0"] == pytest.approx(20.0)
    assert said["idle"]["workers"]["0"] == pytest.approx(2.0)
    assert said["received_per_head"]["people"]["0"] is None
    assert said["left_by_the_farm"] is None
    assert json.loads(json.dumps(plan_json(plan("two", "targets", "ambitious"), None)))["accounts"] is None


def test_where_there_are_many_branches_groups_are_shown_and_the_greatest_products(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if three rows were long: no chessboard, branches by group, and the three products that count most."""
    monkeypatch.setattr("optimiser.report.pages.national_accounts.LONG", 3)
    found = plan("five", "war")
    (page,) = national_accounts(found, measures(found))
    shown = tables_of(page)
    origin, displaced = shown["National income by origin"], shown["Imports that home output displaces"]
    assert [row[0] for row in origin.kept[:-1]] == list(measures(found).groups)
    assert np.sum([[float(str(each)) for each in row[2:]] for row in origin.kept[:-1]], axis=0) == pytest.approx(
        total(origin)
    )
    assert not any(heading.startswith(("Chessboard", "Output a head")) for heading in shown)
    value = np.abs(found.accounts.imports.value[:, -1])
    assert sorted(abs(float(str(row[-1]))) for row in displaced.kept) == pytest.approx(sorted(value)[-3:])
    assert any("The 3 greatest of " in block.words for block in page.blocks if isinstance(block, Sentence))
