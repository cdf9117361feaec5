"""Whether targets fit together: what is planted is named, and nothing is where nothing was planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from optimiser import Economy, economy_from_tables
from optimiser.diagnosis import diagnose
from optimiser.diagnosis.fit import Fit, fit_of_targets, sentence_of_fit
from optimiser.diagnosis.question import question
from optimiser.economy.random import synthetic_economy
from optimiser.strategies import Request
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
