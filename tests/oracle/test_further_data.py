"""A hundred random economies that have all of `further_economies`: one answer, whatever their units and their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from oracle.documented_end import programme_of
from oracle.documented_goals import consumption
from oracle.further_economies import further_economy
from oracle.varied_economies import what_it_has

import optimiser
from optimiser.economy.economy import Economy
from optimiser.economy.random import synthetic_economy
from optimiser.workbook import economy_from_tables
from optimiser.workbook.write.tables import tables_of

HAVE = (
    "in training", "goods of movers", "mouths that move", "stocks lost", "room for stocks", "machines from abroad",
    "export steps",
)  # fmt: skip


@pytest.mark.parametrize("seeds", [range(first, first + 20) for first in range(0, 100, 20)], ids=str)
def test_plans_are_as_good_as_by_the_page_and_add_up(seeds: range) -> None:
    for seed in seeds:
        economy = further_economy(seed)
        expected, plan = consumption(economy), optimiser.solve(economy, "consumption")
        assert (plan.status.value, expected.status) == ("optimal", "optimal"), seed
        assert plan.objective == pytest.approx(expected.value, rel=1e-6), seed
        assert plan.verification is not None


def test_all_of_it_is_met_often() -> None:
    found = [what_it_has(further_economy(seed)) for seed in range(100)]
    assert min(sum(each[what] for each in found) for what in HAVE) >= 60
    assert not any(what_it_has(synthetic_economy(4, 3, seed=1))[what] for what in HAVE)


def without(economy: Economy, what: str) -> Economy:
    """The economy with one of its further data neutral."""
    goods, moves, projects, trade = economy.products, economy.transfers, economy.projects, economy.trade
    neutral: dict[str, dict[str, Any]] = {
        "in training": {"pools": replace(economy.pools, in_training=np.zeros_like(economy.pools.in_training))},
        "goods of movers": {"transfers": replace(moves, goods=0.0 * moves.goods)},
        "mouths that move": {"transfers": replace(moves, mouths=np.zeros_like(moves.mouths))},
        "stocks lost": {"products": replace(goods, stock_loss=np.zeros_like(goods.stock_loss))},
        "room for stocks": {"products": replace(goods, greatest_stock=np.full_like(goods.greatest_stock, np.inf))},
        "machines from abroad": {"projects": replace(projects, import_need=np.zeros_like(projects.import_need))},
        "export steps": {
            "trade": replace(trade, export_steps=replace(
                trade.export_steps, price_factor=np.ones_like(trade.export_steps.price_factor)
            ))
        },
    }  # fmt: skip
    return replace(economy, **neutral[what])


@pytest.mark.parametrize("what", HAVE)
def test_each_of_it_matters(what: str) -> None:
    random = np.random.default_rng(3)
    for seed in range(40):
        economy = further_economy(seed)
        whole, part = programme_of(economy), programme_of(without(economy, what))
        columns = [*whole.x.columns.values(), *whole.C.columns.values(), *whole.s.columns.values()]
        goal = dict(zip(columns, random.uniform(-1, 1, len(columns)), strict=True))
        values = [each.lp.compiled().greatest(goal).value for each in (whole, part)]
        if abs(values[0] - values[1]) > 1e-5 * abs(values[0]):
            return
    pytest.fail(f"{what} never mattered")


def turned(tables: dict[str, list[list[object]]]) -> dict[str, list[list[object]]]:
    """The same tables, the rows of each in the opposite order; those of matrices keep their columns."""
    return {sheet: rows if sheet == "Plan" else [rows[0], *reversed(rows[1:])] for sheet, rows in tables.items()}


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    economy = further_economy(seed)
    other = economy_from_tables(turned(tables_of(economy)))
    assert other.sectors.axis.labels == economy.sectors.axis.labels[::-1]
    plans = [optimiser.solve(each, "consumption") for each in (economy, other)]
    assert plans[1].objective == pytest.approx(plans[0].objective, rel=1e-8)
    first, second = (plan.frame("output").sort_index().to_numpy() for plan in plans)
    assert np.allclose(first, second, rtol=1e-5, atol=1e-6 * float(economy.sectors.base_output.max()))
