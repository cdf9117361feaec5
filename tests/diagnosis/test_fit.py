"""Whether targets fit together: what is planted is named, nothing is where nothing was planted, and nothing false."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from optimiser import Economy, economy_from_tables
from optimiser.arrays import Axis
from optimiser.diagnosis import diagnose
from optimiser.diagnosis.fit import Fit, fit_of_targets, sentence_of_fit
from optimiser.diagnosis.question import question
from optimiser.economy.random import synthetic_economy
from optimiser.solver import Status
from optimiser.strategies import Request
from optimiser.strategies.solve import solve
from optimiser.workbook.examples import two_sectors

YEARS = 3


def economy_of(seed: int) -> Economy:
    return synthetic_economy(6 + seed % 5, YEARS, target_growth=0.01, seed=seed)


def fit_of(economy: Economy, target_set: str = "growth") -> tuple[Fit, ...]:
    goals = question(Request(economy, target_set), "targets").goals
    assert goals is not None
    return fit_of_targets(economy, goals)


def balance(economy: Economy, product: int) -> tuple[float, float]:
    """Used and supplied in the last plan year when every sector makes its target; written without the module."""
    output = np.zeros(len(economy.sectors.axis))
    output[economy.targets.index] = economy.targets.value
    used = float((economy.techniques.inputs.toarray() @ output[economy.techniques.sector])[product])
    used += float(economy.demand.quantity[economy.demand.product == product, YEARS].sum())
    living = economy.households.floor[:, YEARS]
    used += float((economy.households.baskets.toarray() @ living)[product])
    made = economy.techniques.outputs.toarray() @ output[economy.techniques.sector]
    limit = economy.trade.import_limit[product, YEARS] if np.isfinite(economy.trade.import_price[product, YEARS]) else 0
    return used, float(((1 - economy.products.reserve[:, YEARS]) * made)[product] + limit)


def hungrier(economy: Economy, product: int, factor: float) -> Economy:
    """Everybody uses more of a product, each by its own coefficient."""
    rows = np.ones(len(economy.products.axis))
    rows[product] = factor
    inputs = sp.csr_array(sp.diags_array(rows) @ economy.techniques.inputs)
    return replace(economy, techniques=replace(economy.techniques, inputs=inputs))


@pytest.mark.parametrize("seed", range(100))
def test_what_is_planted_is_named(seed: int) -> None:
    economy = economy_of(seed)
    assert not [each for each in fit_of(economy) if each.short], "it fits before"
    if seed % 4 == 3:
        pool = seed % len(economy.pools.axis)
        natural = np.array(economy.pools.natural)
        natural[pool, YEARS] *= 0.3
        made = replace(economy, pools=replace(economy.pools, natural=natural))
        (found,) = [each for each in fit_of(made) if each.short]
        assert found.people
        assert found.name == (economy.pools.names[pool] or economy.pools.axis.labels[pool])
        return
    # of the products that anybody uses, one is used so much that its target is a tenth short
    uses = economy.techniques.inputs.toarray().sum(axis=1)
    product = int(np.flatnonzero(uses > 0.0)[seed % np.count_nonzero(uses > 0.0)])
    used, there = balance(economy, product)
    production = used - balance(hungrier(economy, product, 0.0), product)[0]
    made = hungrier(economy, product, (1.1 * there - (used - production)) / production)
    (found,) = [each for each in fit_of(made) if each.short and not each.people]
    used, there = balance(made, product)
    assert found.name == (economy.products.names[product] or economy.products.axis.labels[product])
    assert found.short == pytest.approx(used - there, rel=1e-9)
    assert used == pytest.approx(1.1 * there)
    assert found.name in sentence_of_fit([found])


def test_a_sector_without_a_target_makes_what_is_used() -> None:
    """Steel has no target: it is no misfit, and the labour that it takes counts all the same."""
    tables = dict(two_sectors.tables())
    header, *rows = tables["Targets"]
    tables["Targets"] = [header, *(row for row in rows if row[header.index("code")] != "STL")]
    economy = economy_from_tables(tables)
    found = {each.name: each for each in fit_of(economy, "ambitious")}
    assert not found["steel"].targeted
    assert found["steel"].short == 0.0
    output = np.linalg.solve(
        np.eye(2) - economy.techniques.inputs.toarray() * [[1, 1], [0, 0]], [0.0, float(economy.targets.value[-1])]
    )
    needed = float((economy.techniques.labour.toarray() @ output).sum())
    assert found["workers"].by_production == pytest.approx(needed, rel=1e-6)


def test_the_report_says_it_before_anything_else() -> None:
    economy = economy_from_tables(two_sectors.tables())
    found = diagnose(Request(economy, "ambitious"))
    assert (
        "The targets do not fit together: in year 3 the targets need at least 40 million persons" in found.sentences[1]
    )


def with_tables(**sheets: list[list[object]]) -> Economy:
    return economy_from_tables({**two_sectors.tables(), **sheets})


def by_name(economy: Economy, target_set: str = "ambitious") -> dict[str, Fit]:
    return {each.name: each for each in fit_of(economy, target_set)}


def test_those_in_training_are_there_when_they_join() -> None:
    """The targets need 40 million of the 37.044 that there are in year 3."""
    header: list[object] = ["pool", "year due", "persons"]
    economy = with_tables(**{"In training": [header, ["workers", 1, 1.0], ["workers", 3, 3.0], ["workers", 4, 9.0]]})
    grown = (1.0 + float(economy.pools.growth[0])) ** 2
    workers = by_name(economy)["workers"]
    assert workers.supplied == pytest.approx(float(economy.pools.natural[0, 3]) + 3.0 + grown)
    assert workers.short == 0.0


def lagged(economy: Economy) -> Economy:
    """Steel is made of what was spent the year before, by those who worked then."""
    return replace(economy, techniques=replace(economy.techniques, lag=np.array([1, 0])))


def test_what_is_spent_the_year_before_is_not_used_in_the_year() -> None:
    economy = economy_from_tables(two_sectors.tables())
    before, after = by_name(economy), by_name(lagged(economy))
    assert before["steel"].by_production == pytest.approx(0.2 * 37.0)
    assert after["steel"].by_production == 0.0
    assert after["corn"].by_production == before["corn"].by_production
    assert after["workers"].by_production == pytest.approx(before["workers"].by_production - 0.4 * 37.0)


def storable(economy: Economy, *, loss: float = 0.0, opening: float = 0.0, most: float = np.inf) -> Economy:
    """Both products can be stored."""
    stock_loss, opening_stock, greatest_stock = (np.full(2, each) for each in (loss, opening, most))
    kept = replace(economy.products, stock_loss=stock_loss, opening_stock=opening_stock, greatest_stock=greatest_stock)
    return replace(economy, products=replace(kept, storable=np.ones(2, bool)))


def in_year(economy: Economy, year: int) -> Economy:
    return replace(economy, targets=replace(economy.targets, year=np.full_like(economy.targets.year, year)))


def test_what_can_be_in_stock_is_there() -> None:
    hungry = hungrier(economy_from_tables(two_sectors.tables()), 1, 4.0)
    lacking = by_name(hungry)["corn"]
    assert lacking.short
    assert lacking.sentence.endswith("so that more of it than they ask for would have to be made")
    kept = storable(hungry, loss=0.1, opening=20.0, most=10.0)
    first, later = (by_name(in_year(kept, year))["corn"] for year in (1, 3))
    assert first.stock == pytest.approx(18.0)
    assert "18 Mt from stock" in first.sentence
    assert later.stock == pytest.approx(9.0)
    assert later.short == pytest.approx(lacking.short - 9.0)
    enough = by_name(storable(hungry, most=1000.0))["corn"]
    assert enough.short == 0.0
    unknown = by_name(storable(hungry))["corn"]
    assert unknown.short == pytest.approx(lacking.short)
    assert unknown.sentence.endswith("would have to be made or be taken from stock")
    assert sentence_of_fit([unknown]).startswith("The targets do not fit together as they stand: in year 3 ")


def test_what_can_come_from_stock_need_not_be_made() -> None:
    """Steel has no target; while it can be stored nobody has to make it in the year."""
    tables = dict(two_sectors.tables())
    header, *rows = tables["Targets"]
    tables["Targets"] = [header, *(row for row in rows if row[header.index("code")] != "STL")]
    economy = hungrier(economy_from_tables(tables), 0, 1.0)
    inputs = economy.techniques.inputs.toarray()
    inputs[0, 1] = 0.1
    economy = replace(economy, techniques=replace(economy.techniques, inputs=sp.csr_array(inputs)))
    corn = 0.2 * float(economy.targets.value[-1])
    assert by_name(economy)["workers"].by_production > corn * 1.1
    assert by_name(storable(economy))["workers"].by_production == pytest.approx(corn)


def test_floors_are_those_of_the_people_who_are_left() -> None:
    economy = moved(economy_from_tables(two_sectors.tables()), 1.0)
    stay = by_name(economy_from_tables(two_sectors.tables()))["corn"].by_others
    assert by_name(economy)["corn"].by_others == pytest.approx(stay * (1.0 - 3.0 / 50.0))


def moved(economy: Economy, limit: float) -> Economy:
    """People of the one household, 50 million, may go for good, `limit` million a year."""
    own = replace(economy.households, people=np.array([50.0]))
    reach = economy.years.reach + 1
    gone = replace(
        economy.transfers,
        axis=Axis("transfer", ("abroad",), ("million persons",), {"from": ("workers",), "to": ("workers",)}),
        source=np.array([0]),
        target=np.array([0]),
        limit=np.full((1, reach), limit),
        lag=np.array([0]),
        goods=sp.csr_array((2, 1)),
        mouths=np.ones(1),
        from_household=np.array([0]),
        to_household=np.array([-1]),
    )
    return replace(economy, households=own, transfers=gone)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_false_is_said_of_a_plan_that_keeps_the_targets(seed: int) -> None:
    """Of a product that is short a plan makes more than its target or takes some from stock; no pool is short."""
    economy = economy_of(seed)
    outputs = np.flatnonzero(economy.techniques.inputs.toarray().sum(axis=1) > 0.0)
    product = int(outputs[seed % len(outputs)])
    used, there = balance(economy, product)
    production = used - balance(hungrier(economy, product, 0.0), product)[0]
    made = hungrier(economy, product, (1.02 * there - (used - production)) / production)
    (found,) = [each for each in fit_of(made) if each.short]
    plan = solve(made, "targets", target_set="growth")
    assert plan.status is Status.OPTIMAL
    taken = plan.quantities.stocks[product, YEARS - 1]
    asked = made.targets.value[made.targets.index == product].max()
    output = plan.quantities.output[made.techniques.sector == product, YEARS].sum()
    assert max(output - asked, taken) > 1e-6 * asked
    assert not found.people
