"""A limit to what is made without a use."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from optimiser import Economy, Plan, Status, economy_from_tables, solve
from optimiser.programme.constraints.balances import material_balance
from optimiser.report.pages.plan import plan_report
from optimiser.workbook.examples import EXAMPLES


@cache
def economy(limit: float) -> Economy:
    found = economy_from_tables(EXAMPLES["first_five_year_plan"]())
    return replace(found, products=replace(found.products, unused_limit=np.full(len(found.products.axis), limit)))


def unused(plan: Plan) -> np.ndarray:
    years = plan.economy.years.last
    made = plan.economy.techniques.outputs @ plan.values("output")[:, :years]
    share: np.ndarray = np.asarray(plan.slack(material_balance.name)) / np.asarray(made)
    return share


@pytest.mark.parametrize("strategy", ["balanced", "superindustrial", "proportional"])
def test_no_product_has_more_than_its_limit_without_a_use(strategy: str) -> None:
    free, bound = solve(economy(np.inf), strategy), solve(economy(0.03), strategy)
    assert bound.solution.optimal
    assert unused(bound).max() <= 0.03 + 1e-9
    # what balanced makes great last is sought at another growth
    if strategy == "balanced":
        assert bound.growth_rate is not None
        assert free.growth_rate is not None
        assert bound.growth_rate <= free.growth_rate * (1.0 + 1e-9)
    else:
        assert bound.objective <= free.objective * (1.0 + 1e-9)


def test_superindustrialisation_made_steel_for_nobody() -> None:
    assert unused(solve(economy(np.inf), "superindustrial")).max() > 0.05


def test_a_limit_that_is_absent_is_no_row() -> None:
    plan = solve(economy(np.inf), "consumption")
    assert plan.programme.block["unused_output"].count == 0
    assert solve(economy(0.03), "consumption").programme.block["unused_output"].count == 14 * plan.economy.years.last


def test_what_is_unused_is_reported_by_product() -> None:
    found = solve(economy(np.inf), "superindustrial")
    page = next(each for each in plan_report(found).pages if each.name == "Output")
    table = page.tables[-1]
    shown = {str(row[0]): row for row in table.kept}
    worst = int(unused(found)[:, : found.economy.years.plan].max(axis=1).argmax())
    row = shown[found.economy.products.axis.labels[worst]]
    assert row[4:] == pytest.approx(tuple(unused(found)[worst, : found.economy.years.plan]), abs=1e-8)


def with_limit(example: str, scenario: str | None = None) -> Economy:
    """An example that leaves the limit out, with it."""
    found = economy_from_tables(EXAMPLES[example](), scenario)
    assert not np.isfinite(found.products.unused_limit).any()
    return replace(found, products=replace(found.products, unused_limit=np.full(len(found.products.axis), 0.03)))


def test_where_the_limit_is_left_out_there_is_a_reason() -> None:
    """As `docs/examples.md` gives it."""
    without = solve(economy_from_tables(EXAMPLES["goelro"]()), "proportional")
    limited = solve(with_limit("goelro"), "proportional")
    assert limited.share is not None
    assert without.share is not None
    told = " ".join((Path(__file__).parents[2] / "docs" / "examples.md").read_text(encoding="utf-8").split())
    assert (
        f"limit {limited.share:.0%}".replace("%", " %") + f" of them could be had and not {without.share:.0%}"[:-1]
        in told
    )
    assert solve(with_limit("germany_2015", "dear fuel"), "balanced").status is Status.INFEASIBLE
    assert solve(with_limit("germany_2015"), "balanced").status is Status.OPTIMAL
    steel_and_corn = solve(economy_from_tables(EXAMPLES["two_sectors"]()), "superindustrial")
    assert solve(with_limit("two_sectors"), "superindustrial").objective < 0.9 * steel_and_corn.objective


@pytest.mark.parametrize("example", ["first_five_year_plan", "reconstruction"])
def test_the_other_examples_have_it_for_every_product(example: str) -> None:
    found = economy_from_tables(EXAMPLES[example]())
    assert found.products.unused_limit == pytest.approx(0.03)
