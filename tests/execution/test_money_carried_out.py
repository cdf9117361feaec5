"""The inflationary gap of what came: by hand, as planned where all goes as planned, and as a measure of batches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from carried_out import LEONTIEF, Harvest, base_year_demand, static
from economy_tables import everything
from known import known
from reports import plan as solved

from optimiser import economy_from_tables, solve
from optimiser.arrays import Axis
from optimiser.economy.behaviour import FAITHFUL
from optimiser.economy.economy import Economy, Pools
from optimiser.economy.money import EVERY, Money, Wages
from optimiser.execution import Draws, Outcome, execute
from optimiser.execution.demand import of_plan
from optimiser.execution.execute import Execution
from optimiser.report.facts.execution import execution_facts
from optimiser.report.page import Sentence
from optimiser.report.pages.money_carried_out import money_carried_out, widest_gap


def paid(rate: float = 0.0) -> Economy:
    """10 of corn by 10 people, who earn 2 each and pay a part of it as tax; a unit of corn is worth 1."""
    import scipy.sparse as sp

    economy = static(["corn"], [[0.0]], [10.0], {})
    years = economy.years.reach + 1
    pools = Pools(
        axis=Axis("pool", ("farmers",), ("persons",)),
        names=("farmers",),
        natural=np.full((1, years), 10.0),
        growth=np.zeros(1),
        in_training=np.zeros((1, years)),
        region=("",),
    )
    return replace(
        economy,
        products=replace(economy.products, price=np.ones(1)),
        pools=pools,
        techniques=replace(economy.techniques, labour=sp.csr_array([[1.0]])),
        construction=replace(economy.construction, labour=sp.csr_array((1, len(economy.construction.bundles)))),
        wages=Wages(np.zeros(1, int), np.full(1, EVERY), np.zeros(1, int), np.full((1, years), 2.0)),
        money=Money(("tax rate",), np.full(1, EVERY), np.full((1, years), rate)),
    )


def carried_out(economy: Economy, share: float) -> Outcome:
    behaviour = replace(LEONTIEF, harvest_sd=1.0)
    return execute(economy, base_year_demand(economy), behaviour, Harvest(share))


@pytest.mark.parametrize(
    ("share", "rate", "gap", "rise"), [(1.0, 0.0, 10.0, 1.0), (0.8, 0.0, 12.0, 1.5), (0.8, 0.25, 7.0, 0.875)]
)
def test_after_a_bad_harvest_the_same_wages_meet_fewer_goods(
    share: float, rate: float, gap: float, rise: float
) -> None:
    """All have worked and are paid 20; 8 of corn come instead of 10, and taxes of 5 take a part of the gap."""
    found = carried_out(paid(rate), share)
    for estimate, value in ((found.incomes, 20.0), (found.inflationary_gap, gap), (found.price_rise, rise)):
        assert known(estimate).mean.tolist() == pytest.approx([value])


def test_nobody_is_paid_for_work_that_is_not_done() -> None:
    """Half of the capacity is gone: half of the people work."""
    economy = paid()
    economy = replace(economy, assets=replace(economy.assets, capacity=np.array([5.0])))
    found = execute(economy, base_year_demand(economy), LEONTIEF, Draws(1, 1))
    assert known(found.incomes).mean.tolist() == pytest.approx([10.0])
    assert known(found.inflationary_gap).mean.tolist() == pytest.approx([5.0])


@pytest.mark.parametrize("strategy", ["balanced", "war"])
def test_what_goes_as_planned_has_the_gap_of_the_plan(strategy: str) -> None:
    """The five-year plan: village, procurement, purchases of farms, wages by branch, all taxes; two codes, one gap."""
    plan = solved("five", strategy)
    found = execute(plan.economy, of_plan(plan), FAITHFUL, Draws(1, 1))
    money = known(plan.accounts.money)
    assert known(found.incomes).mean == pytest.approx(money.paid.incomes.sum(axis=0)[1:], rel=1e-6)
    assert known(found.outgo).mean == pytest.approx(money.paid.outgo.sum(axis=0)[1:], rel=1e-6)
    assert known(found.price_rise).mean == pytest.approx(money.price_rise[1:], abs=1e-6)


def test_who_builds_is_paid_for_it() -> None:
    """An economy with every sheet: wages of building, of work a year ahead and of other techniques, as planned."""
    tables = everything()
    for row in tables["Households"][1:]:
        row[tables["Households"][0].index("floor")] = 0.0
    for row in tables["Town and country"]:
        if row[0] in ("subsistence", "own food", "slack limit"):
            row[2:5] = [1.0, None, None]
    plan = solve(economy_from_tables(tables), "balanced")
    found = execute(plan.economy, of_plan(plan), FAITHFUL, Draws(1, 1))
    money = known(plan.accounts.money)
    assert money.wages[1, -1, 1] > 1.0
    assert known(found.incomes).mean == pytest.approx(money.paid.incomes.sum(axis=0)[1:], rel=1e-6)


def test_the_page_and_the_json_say_which_gap_is_widest() -> None:
    economy = paid()
    outcomes = {name: carried_out(economy, share) for name, share in (("balanced", 1.0), ("maximum", 0.8))}
    done = Execution(economy, outcomes, (), (), Draws(1, 1))
    (page,) = money_carried_out(done)
    first = page.blocks[0]
    assert isinstance(first, Sentence)
    assert first.words.startswith("In 2001 the inflationary gap of maximum is 150.0% of the goods that people buy, ")
    assert "that of balanced 100.0%" in first.words
    shares, money = page.tables
    assert [row[:2] for row in shares.kept] == [(name, part) for name in outcomes for part in ("mean", "low", "high")]
    assert [row[3] for row in shares.kept] == pytest.approx([1.0] * 3 + [1.5] * 3)
    assert {row[1]: row[3] for row in money.kept if row[0] == "maximum"}["gap, mean"] == pytest.approx(12.0)
    said = execution_facts(done)["outcomes"]
    assert isinstance(said, dict)
    assert said["maximum"]["money"]["price_rise"]["mean"] == pytest.approx({"2001": 1.5})


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ((0.5, 0.6), "There is no inflationary gap in 2001, whichever is carried out: all money finds goods."),
        (
            (0.5, 0.0),
            "In 2001 the inflationary gap of b is 100.0% of the goods that people buy: prices would have to rise",
        ),
        ((0.25, 0.25), "that of a 50.0%: by as much prices would have to rise to close it."),
    ],
)
def test_what_is_said_of_gaps_that_are_closed(rates: tuple[float, float], words: str) -> None:
    """Taxes of a half of the incomes of 20 leave just what the 10 of corn cost."""
    outcomes = {name: carried_out(paid(rate), 1.0) for name, rate in zip("ab", rates, strict=True)}
    assert words in widest_gap(Execution(paid(), outcomes, (), (), Draws(1, 1)))[0]


def test_without_payments_there_is_neither() -> None:
    economy = replace(paid(), wages=Wages(), money=Money())
    outcomes = {"balanced": carried_out(economy, 1.0)}
    done = Execution(economy, outcomes, (), (), Draws(1, 1))
    assert outcomes["balanced"].inflationary_gap is None
    assert money_carried_out(done) == []
    said = execution_facts(done)["outcomes"]
    assert isinstance(said, dict)
    assert "money" not in said["balanced"]


def test_repetitions_are_the_same_however_many_stand_beside_them() -> None:
    plan = solved("five", "balanced")
    economy, demanded = plan.economy, of_plan(plan)
    one, other = (execute(economy, demanded, economy.behaviour, Draws(3, 6), chunk=size) for size in (1, 6))
    assert np.array_equal(known(one.inflationary_gap).mean, known(other.inflationary_gap).mean)
    assert np.array_equal(known(one.price_rise).high, known(other.price_rise).high)
