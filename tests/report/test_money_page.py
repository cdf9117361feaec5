"""The page of the money balance, and the gap as a measure of batches."""

from __future__ import annotations

import json

import numpy as np
import pytest
from known import known
from reports import plan as solved
from test_national_accounts import tables_of

from optimiser import economy_from_tables, solve
from optimiser.batch import Options
from optimiser.batch.carrying_out import carried_out
from optimiser.batch.measuring import GAP, flat
from optimiser.batch.run import BASE
from optimiser.batch.sentences import which_opens_the_gap
from optimiser.batch.survey import Group, GroupKey, Survey
from optimiser.plan.measures import measures
from optimiser.report.page import Sentence
from optimiser.report.pages.money_balance import money_balance
from optimiser.report.reports import plan_json
from optimiser.strategies import Request
from optimiser.workbook.examples import EXAMPLES


def test_the_page_answers_first_and_its_rows_add_up_to_the_sums_below_them() -> None:
    plan = solved("five", "balanced")
    found, (page,) = known(plan.accounts.money), money_balance(plan, measures(plan))
    first, banner = (
        page.blocks[0],
        [each for each in page.blocks if isinstance(each, Sentence) and each.tone == "banner"],
    )
    assert isinstance(first, Sentence)
    assert (first.tone, len(banner)) == ("big", 1)
    assert first.words.startswith("There is an inflationary gap of ")
    shown = tables_of(page)
    rows = {row[0]: np.array(row[2:], float) for row in shown["Incomes and what they can buy"].kept}
    names = list(rows)
    incomes, outgo = names.index("incomes"), names.index("outgo")
    assert sum(rows[name] for name in names[:incomes]) == pytest.approx(rows["incomes"])
    assert sum(rows[name] for name in names[incomes + 1 : outgo]) == pytest.approx(rows["outgo"])
    assert rows["gap: incomes less outgo"] == pytest.approx(found.gap)
    assert rows["incomes"] - rows["outgo"] == pytest.approx(found.gap)
    wages = {row[0]: np.array(row[2:], float) for row in shown["Wages by branch and skill"].kept}
    assert wages["all wages"] == pytest.approx(rows["wages"])
    assert wages["of all: urban"] + wages["of all: skilled"] == pytest.approx(rows["wages"])
    shares = np.array([row[2:] for row in shown["Investment by source"].kept], float)
    assert shares.sum(axis=0) == pytest.approx(1.0), "the last table under the heading: who pays, shares of investment"


def test_the_json_object_has_the_same() -> None:
    plan = solved("five", "balanced")
    said = json.loads(json.dumps(plan_json(plan, None), allow_nan=False))["accounts"]["money"]
    found = known(plan.accounts.money)
    assert said["gap"]["1932/33"] == pytest.approx(found.gap[-1])
    assert said["price_rise"]["1932/33"] == pytest.approx(found.price_rise[-1])
    assert sum(one["1930/31"] for one in said["investment_by_source"].values()) == pytest.approx(
        said["investment"]["1930/31"]
    )
    assert said["incomes"]["wages"]["urban"]["1928/29"] == pytest.approx(found.paid.wages[0, 1])


def test_the_gap_is_a_measure_of_runs_planned_and_carried_out() -> None:
    """Steel and corn with a wage of 1: 90 of corn is worth 20, and 30 people earn 30 in the base year."""
    economy = economy_from_tables({**EXAMPLES["two_sectors"](), "Wages": [["pool", 1], ["workers", 1.0]]})
    plan = solve(economy, "balanced")
    found = known(plan.accounts.money)
    assert found.price_rise[0] == pytest.approx(0.5)
    measured = flat(plan)
    assert measured[GAP] == pytest.approx(found.price_rise[1:].max())
    assert measured["inflationary gap, last year (million working years)"] == pytest.approx(found.gap[-1])
    done = carried_out(plan, Request(economy), Options(repetitions=1))
    assert len([name for name in done if name.startswith("carried out, inflationary gap (")]) == 1


def test_a_batch_says_which_strategy_opens_the_gap_most() -> None:
    gaps = {"balanced": 0.12, "maximum": 0.4, "war": 0.31}
    groups = {}
    for strategy, gap in gaps.items():
        groups[GroupKey("plan.xlsx", BASE, strategy, "")] = Group(status={"optimal": 1})
        for name, column in groups[GroupKey("plan.xlsx", BASE, strategy, "")].values.items():
            column.append(gap if name == GAP else 1.0)
    assert which_opens_the_gap(Survey(groups=groups)) == [
        "The inflationary gap opens most under maximum, 40.0% of the goods that people buy where it is widest, and "
        "least under balanced, 12.0%."
    ]
    assert which_opens_the_gap(Survey(groups=dict(list(groups.items())[:1]))) == []


def test_without_payments_a_run_has_no_gap() -> None:
    plan = solved("two", "balanced")
    assert not [name for name in flat(plan) if "gap" in name or "surplus" in name]
