"""The money balance: gaps known by hand, two sides that add up to the same, and nothing where nothing is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from economy_tables import everything
from known import known
from reports import plan as solved
from seldom import seldom
from tables import Tables, matrix
from tables import plan as plan_sheet

from optimiser import Plan, Status, economy_from_tables, solve
from optimiser.economy.money import BUILDING, EVERY, MONEY_ITEMS, PRODUCT_ITEMS, SECTOR_ITEMS, SHARES, Money, Wages
from optimiser.economy.payments import Payments
from optimiser.economy.random import synthetic_economy
from optimiser.plan.accounts.money_balance import CREDIT, ENTERPRISES, TRIBUTE, MoneyBalance
from optimiser.plan.measures import measures
from optimiser.plan.money_sentences import gap_in_words, gap_of_year, how_known
from optimiser.report.pages.money_balance import money_balance
from optimiser.report.reports import plan_json

EXACT = 1e-9
"""Of all that is paid: how far sums of the same things may be apart."""


def corn(**sheets: object) -> Tables:
    """20 of corn, worth 1 each, made by 10 people and eaten by all."""
    tables: Tables = {
        "Plan": plan_sheet(default_strategy="consumption"),
        "Sectors": [["code", "unit", "base output", "price"], ["corn", "t", 20, 1]],
        "Inputs": matrix("product", ["corn"], ["corn"], [[0]]),
        "Capacity": [["sector", "capacity"], ["corn", 20]],
        "Labour": [["pool", "persons"], ["farmers", 12]],
        "Labour inputs": matrix("pool", ["farmers"], ["corn"], [[0.5]]),
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["corn"], ["all"], [[20]]),
    }
    return {**tables, **{name: rows for name, rows in sheets.items() if isinstance(rows, list)}}


def balance(tables: Tables) -> MoneyBalance:
    return known(solve(economy_from_tables(tables)).accounts.money)


def add_up(found: MoneyBalance) -> None:
    """What is built is paid for by all sources, the gap among them; incomes are outgo and gap in every household."""
    whole = sum(found.sources.values())
    size = max(np.nanmax(np.abs(each)) for each in (*found.sources.values(), found.paid.incomes, found.paid.outgo))
    assert np.isfinite(found.gap[1:]).all()
    assert np.nanmax(np.abs(whole - found.investment)) <= EXACT * size
    frame = found.frame()
    side, of = (frame.index.get_level_values(level) for level in ("side", "of"))
    for home in found.households.labels:
        incomes, outgo, gap = (
            frame[(side == each) & (of == home)].to_numpy().sum(axis=0) for each in ("incomes", "outgo", "gap")
        )
        assert np.nanmax(np.abs(incomes - outgo - gap)) <= EXACT * size


def test_wages_exceed_goods_by_a_gap_known_by_hand() -> None:
    """10 people earn 3 each, there are 20 of goods: 10 find nothing, half of the goods, a third of the incomes."""
    wages = [["pool", "sector", 2001], ["farmers", None, 3]]
    found = balance(corn(Wages=wages))
    for series, value in ((found.gap, 10.0), (found.price_rise, 0.5), (found.of_incomes, 1 / 3)):
        assert series.tolist() == pytest.approx([value, value])
    assert found.sources[ENTERPRISES, "surplus of enterprises"].tolist() == pytest.approx([-10.0, -10.0])
    add_up(found)
    said = gap_in_words(economy_from_tables(corn(Wages=wages)), found)
    assert said[0].startswith("There is an inflationary gap of 10 money in 2001: people receive 30 money,")
    assert said[1] == (
        "It would be closed by consumer prices higher by 50.0%, or taxes, loans or savings higher by as much, "
        "33.3% of incomes."
    )


@pytest.mark.parametrize(
    ("payments", "gap"),
    [
        ([["tax", "all", 10]], 0.0),
        ([["tax rate", None, 0.2], ["loan rate", "all", 0.1], ["saving", "all", 1]], 0.0),
        ([["turnover tax", "corn", 0.5]], 0.0),
        ([["other income", "all", 4], ["saving rate", "all", 0.5]], -3.0),
        ([["free share", "corn", 0.25]], 15.0),
        ([["free share", "corn", 0.25], ["turnover tax", None, 0.4]], 9.0),
        ([["profit tax", "corn", 0.5], ["subsidy", "corn", 7]], 10.0),
        ([["tax", None, 2], ["tax", "all", 3]], 7.0),
    ],
)
def test_every_payment_moves_the_gap_by_as_much_as_it_takes_or_gives(payments: list[list[object]], gap: float) -> None:
    wages = [["pool", "sector", 2001], ["farmers", "corn", 3]]
    found = balance(corn(Wages=wages, Money=[["item", "code", 2001], *payments]))
    assert found.gap.tolist() == pytest.approx([gap, gap], abs=1e-12)
    add_up(found)


def grain_and_cloth(money: list[list[object]]) -> Plan:
    """A village that makes 100 of grain, uses 10 and keeps 30; a town that makes 40 of cloth and eats 60 of grain.

    The village gives 10 for nothing, and may give 2 of grain for one of cloth; in town 40 people earn 2 each.
    """
    codes = ["grain", "cloth"]
    tables: Tables = {
        "Plan": plan_sheet(default_strategy="consumption"),
        "Sectors": [["code", "unit", "base output", "price"], ["grain", "t", 100, 1], ["cloth", "m", 40, 1]],
        "Inputs": matrix("product", codes, codes, [[0.1, 0], [0, 0]]),
        "Capacity": [["sector", "capacity"], ["grain", 100], ["cloth", 40]],
        "Labour": [["pool", "persons"], ["weavers", 40]],
        "Labour inputs": matrix("pool", ["weavers"], codes, [[0, 1]]),
        "Households": [["household"], ["town"], ["village"]],
        "Baskets": matrix("product", codes, ["town", "village"], [[60, 0], [0, 40]]),
        "Town and country": [
            ["item", "value"],
            ["farm product", "grain"],
            ["household", "village"],
            ["terms of trade", 2],
            ["tax", 10],
            ["subsistence", 30],
        ],
        "Wages": [["pool", "household", 2001], ["weavers", "town", 2]],
    }
    return solve(economy_from_tables({**tables, "Money": money} if money else tables))


def test_town_and_village_and_the_tribute_by_hand() -> None:
    """50 of grain are sold at a half, the price over the terms of trade: 25 of tribute beside the 10 taken for nothing.

    Village: 25 received, 40 of cloth bought.  Town: 80 earned, 60 of grain bought.  Nothing is built: enterprises lose
    40 of the 80 that they pay, the tribute brings 35, and 5 are new money.  60 leave the village for 40.
    """
    found = known(grain_and_cloth([]).accounts.money)
    assert found.paid.gap[:, 1].tolist() == pytest.approx([20.0, -15.0])
    assert found.paid.farm_receipts[:, 1].tolist() == pytest.approx([0.0, 25.0])
    assert found.sources[TRIBUTE, "taken for nothing"][1] == pytest.approx(10.0)
    assert found.sources[TRIBUTE, "unequal exchange"][1] == pytest.approx(25.0)
    assert found.sources[CREDIT, "credit and new money: the gap"][1] == pytest.approx(5.0)
    assert found.investment[1] == pytest.approx(0.0)
    assert found.farm_surplus[1] == pytest.approx(20.0)
    add_up(found)


def test_a_procurement_price_goes_before_the_terms_of_trade() -> None:
    """At 0.8 the village receives 40, just what its cloth costs; enterprises and the budget lose what it gains."""
    found = known(grain_and_cloth([["item", "code", 2001], ["procurement price", "grain", 0.8]]).accounts.money)
    assert found.paid.gap[:, 1].tolist() == pytest.approx([20.0, 0.0])
    assert found.sources[TRIBUTE, "unequal exchange"][1] == pytest.approx(10.0)
    add_up(found)


def test_whoever_makes_what_is_procured_is_a_farm_and_buys_what_it_uses() -> None:
    """Corn is procured: its makers are paid 1.5 for 20 and pay wages of 30 out of it to themselves."""
    money = [["item", "code", 2001], ["procurement price", "corn", 1.5]]
    found = balance(corn(Wages=[["pool", 2001], ["farmers", 3]], Money=money))
    assert found.paid.farm_receipts[0, 1] == pytest.approx(0.0), "they eat all of it themselves"
    assert (found.paid.for_farms[0, 1], found.gap[1]) == pytest.approx((30.0, 0.0))
    add_up(found)


def test_everything_that_a_workbook_can_say_adds_up() -> None:
    tables = everything()
    for row in tables["Households"][1:]:
        row[tables["Households"][0].index("floor")] = 0.0
    for row in tables["Town and country"]:
        if row[0] in ("subsistence", "own food", "slack limit"):
            row[2:5] = [1.0, None, None]
    found = balance_of(solve(economy_from_tables(tables), "consumption"))
    add_up(found)
    assert all(np.abs(getattr(found.paid, name)).max() > 0.0 for name in Payments.__dataclass_fields__)


def balance_of(plan: Plan) -> MoneyBalance:
    assert plan.status is Status.OPTIMAL
    return known(plan.accounts.money)


@pytest.mark.parametrize("seed", seldom(range(200), always=4))
def test_economies_made_at_random_with_payments_at_random_add_up(seed: int) -> None:
    economy = synthetic_economy(4 + seed % 5, 3, tail=seed % 2, density=0.7, seed=seed)
    random, reach = np.random.default_rng(seed), economy.years.reach + 1
    sectors, pools, homes = len(economy.sectors.axis), len(economy.pools.axis), len(economy.households.axis)
    places = [EVERY, BUILDING, int(random.integers(sectors))]
    wages = Wages(
        np.repeat(np.arange(pools), len(places)),
        np.tile(places, pools),
        random.integers(homes, size=pools * len(places)),
        random.random((pools * len(places), reach)),
    )
    sizes = {**dict.fromkeys(PRODUCT_ITEMS, len(economy.products.axis)), **dict.fromkeys(SECTOR_ITEMS, sectors)}
    index = [int(random.integers(sizes.get(item, homes))) for item in MONEY_ITEMS]
    chosen = [item for item in MONEY_ITEMS if item != "procurement price" or seed % 2]
    figure = (
        random.random((len(chosen), reach)) * np.array([0.3 if item in SHARES else 2.0 for item in chosen])[:, None]
    )
    money = Money(tuple(chosen), np.array([index[MONEY_ITEMS.index(item)] for item in chosen]), figure)
    add_up(balance_of(solve(replace(economy, wages=wages, money=money), "consumption" if seed % 4 else "balanced")))


def test_the_five_year_plan_adds_up_and_opens_a_gap() -> None:
    found = known(solved("five", "balanced").accounts.money)
    add_up(found)
    assert abs(found.gap[0]) < 0.05 * found.paid.incomes[:, 0].sum(), (
        "its payments are set so that the base year is even"
    )
    assert found.price_rise[-1] > 0.1
    assert "of their figures 100% assumed" in how_known(solved("five", "balanced").economy)


def test_no_payments_no_balance_no_page_and_no_key() -> None:
    for plan in (solved("two", "balanced"), solve(economy_from_tables(corn()))):
        assert plan.accounts.money is None
        assert money_balance(plan, measures(plan)) == []
        accounts = plan_json(plan, None)["accounts"]
        assert isinstance(accounts, dict)
        assert not {"money", "power_and_fuel"} & accounts.keys()


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (float("nan"), "Whether there is an inflationary gap in 1930 is not known."),
        (
            0.05,
            "There is no inflationary gap in 1930: what people receive, 100 r, is what there is for it to be spent on.",
        ),
        (
            -8.0,
            "There is no inflationary gap in 1930: what people receive, 100 r, is 8 r less than what there is for it",
        ),
        (8.0, "There is an inflationary gap of 8 r in 1930: people receive 100 r, and so much of it finds nothing"),
    ],
)
def test_the_answer_stands_first(gap: float, words: str) -> None:
    assert gap_of_year(gap, 100.0, gap / 90.0, gap / 100.0, "r", "1930")[0].startswith(words)
