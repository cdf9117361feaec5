"""Properties that hold for every economy: units do not matter, what is re-added adds up, growth obeys the formula."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.further_economies import further_economy
from tables import growing

import optimiser
from optimiser import economy_from_tables, solve
from optimiser.arrays import Axis
from optimiser.economy.random import synthetic_economy
from optimiser.plan.verification import Quantities, verify
from optimiser.workbook.examples import EXAMPLES
from optimiser.workbook.write.tables import tables_of

few = settings(max_examples=12, deadline=None, derandomize=True)

PER_UNIT_OF_COLUMN = ("Inputs", "Construction", "Labour inputs", "Resource inputs")


def in_other_units(tables: dict[str, Any], code: str, factor: float) -> dict[str, Any]:
    """The same economy with a product's unit made `factor` times smaller, throughout the workbook."""
    made = copy.deepcopy(tables)

    def scale(sheet: str, row: int, column: int, by: float) -> None:
        value = made[sheet][row][column]
        if isinstance(value, int | float) and not isinstance(value, bool):
            made[sheet][row][column] = value * by

    for sheet, rows in made.items():
        header = rows[0]
        for number, row in enumerate(rows[1:], 1):
            mine = row[0] == code
            if sheet in ("Inputs", "Construction", "Baskets", "Labour inputs", "Resource inputs"):
                for column, name in enumerate(header[1:], 1):
                    if sheet in PER_UNIT_OF_COLUMN and name in (code, f"{code}_E"):
                        scale(sheet, number, column, 1 / factor)
                    if mine:
                        scale(sheet, number, column, factor)
            elif sheet == "Sectors" and mine:
                for column, name in enumerate(header):
                    if name in ("base output", "opening stock", "closing stock", "output in hand", "greatest stock"):
                        scale(sheet, number, column, factor)
                    if name in ("price", "import need"):
                        scale(sheet, number, column, 1 / factor)
            elif sheet == "Capacity" and mine:
                for column, name in enumerate(header):
                    if name in ("capacity", "idle"):
                        scale(sheet, number, column, factor)
            elif sheet == "Projects" and mine:
                for column, name in enumerate(header):
                    if name in ("year limit", "total limit"):
                        scale(sheet, number, column, factor)
                    if name == "import need":
                        scale(sheet, number, column, 1 / factor)
            elif sheet == "Under construction" and mine:
                scale(sheet, number, header.index("capacity"), factor)
            elif sheet == "Demand" and mine:
                for column, name in enumerate(header):
                    if name not in ("product", "use", "unit", "growth after", "note", "source"):
                        scale(sheet, number, column, factor)
            elif sheet == "Trade" and mine:
                for column, name in enumerate(header):
                    if name in ("import price", "export price"):
                        scale(sheet, number, column, 1 / factor)
                    if name in ("import limit", "export limit"):
                        scale(sheet, number, column, factor)
            elif sheet == "Export steps" and mine:
                scale(sheet, number, header.index("beyond"), factor)
            elif sheet == "Trade by year" and mine:
                for column, name in enumerate(header):
                    if name not in ("product", "item", "growth after", "note", "source"):
                        scale(sheet, number, column, 1 / factor if str(row[1]).endswith("price") else factor)
            elif sheet == "Inputs by year":
                for column, name in enumerate(header):
                    if name not in ("product", "technique", "growth after"):
                        scale(sheet, number, column, (factor if mine else 1.0) / (factor if row[1] == code else 1.0))
            elif sheet == "Target paths" and row[header.index("code")] == code:
                for column, name in enumerate(header):
                    if name not in ("elastic", "weight", "growth after"):
                        scale(sheet, number, column, factor)
            elif sheet == "Targets" and row[header.index("code")] == code:
                for name in {"value", "base"} & set(map(str, header)):
                    scale(sheet, number, header.index(name), factor)
            elif sheet == "Transfer costs" and code in row:
                scale(sheet, number, header.index("quantity"), factor)
            elif sheet == "Town and country" and row[0] in ("tax", "subsistence", "own food"):
                farm = next(line for line in rows if line[0] == "farm product")
                if code in farm:
                    for column, name in enumerate(header):
                        if name not in ("item", "unit", "growth after", "note", "source"):
                            scale(sheet, number, column, factor)
    return made


def with_yearly_data(tables: dict[str, Any]) -> dict[str, Any]:
    """Reserves, inputs and a target that change from year to year, and a village that must give and eats its own."""
    years = ("1928/29", "1929/30")
    village = [row for row in tables["Town and country"] if row[0] not in ("subsistence", "slack limit")]
    (subsistence,) = (row for row in tables["Town and country"] if row[0] == "subsistence")
    return {
        **tables,
        "Reserve by year": [["product", *years, "growth after"], ["AGR", 0.0, 0.01, 0.1], ["STL", 0.01, 0.02, 0.0]],
        "Inputs by year": [
            ["product", "technique", *years, "growth after"],
            ["ELE", "MAC", 0.27, 0.28, 0.05],
            ["COA", "TRN", 0.09, 0.085, -0.05],
            ["AGR", "AGR", 0.2, 0.19, 0.0],
        ],
        "Town and country": [
            *village,
            ["own food", *subsistence[1:3], None, None],
            ["slack limit", None, 0.6, None, None],
        ],
        "Target paths": [
            ["set", "variable", "code", *years, "growth after"],
            ["minimum industry", "capacity", "ELE", 5.4, 6.0, 0.1],
        ],
    }


@few
@given(
    st.sampled_from(["AGR", "COA", "STL", "ELE", "MAC", "TRN"]),
    st.integers(-4, 4),
    st.sampled_from(["balanced", "targets"]),
    st.booleans(),
)
def test_units_do_not_matter(code: str, power: int, strategy: str, yearly: bool) -> None:
    tables = EXAMPLES["first_five_year_plan"]()
    if yearly:
        tables = with_yearly_data(tables)
    factor = 10.0**power
    kinds = {"targets": ("proportional", "minimum industry"), "balanced": ("balanced", "optimal")}[strategy]
    before = solve(economy_from_tables(tables), kinds[0], target_set=kinds[1])
    after = solve(economy_from_tables(in_other_units(tables, code, factor)), kinds[0], target_set=kinds[1])
    assert (after.growth_rate or 0) == pytest.approx(before.growth_rate or 0, rel=1e-7)
    assert after.share == pytest.approx(before.share, rel=1e-7)
    assert after.objective == pytest.approx(before.objective, rel=1e-7)
    # optima are not unique, so paths may differ; but the one plan, converted, must be a plan of the other economy
    assert verify(after.economy, converted(before, code, factor)).worst_violation < 1e-8


@pytest.mark.slow
@few
@given(st.integers(0, 99), st.integers(-4, 4))
def test_units_do_not_matter_to_further_data(seed: int, power: int) -> None:
    """Goods of those who move, room for stocks, foreign machines and steps of exports among them."""
    tables, factor = tables_of(further_economy(seed)), 10.0**power
    before = solve(economy_from_tables(tables), "consumption")
    after = solve(economy_from_tables(in_other_units(tables, "S002", factor)), "consumption")
    assert after.objective == pytest.approx(before.objective, rel=1e-7)
    assert verify(after.economy, converted(before, "S002", factor)).worst_violation < 1e-8


def converted(plan: optimiser.Plan, code: str, factor: float) -> Quantities:
    """The plan's quantities with one product's in other units."""
    economy, found = plan.economy, plan.quantities

    def scale(axis: Axis, column: str) -> np.ndarray:
        return np.where(np.array(axis.columns[column]) == code, factor, 1.0)[:, None]

    goods = {
        name: getattr(found, name) * scale(economy.products.axis, "product")
        for name in ("stocks", "imports", "exports")
    }
    made = np.array(economy.sectors.axis.labels)[economy.techniques.sector] == code
    by_technique = np.where(made, factor, 1.0)[:, None]
    farm = factor if economy.products.axis.labels[economy.town_and_country.farm_product] == code else 1.0
    return dataclasses.replace(
        found,
        **goods,
        output=found.output * by_technique,
        capacity=found.capacity * scale(economy.sectors.axis, "sector"),
        starts=found.starts * scale(economy.projects.axis, "sector"),
        sold_cheaper=found.sold_cheaper * scale(economy.trade.export_steps.axis, "product"),
        farm_kept=found.farm_kept * farm,
        marketed=found.marketed * farm,
        guarantees=(),
    )


@few
@given(st.integers(0, 10_000), st.integers(3, 12), st.sampled_from([1, 3]))
def test_every_strategy_adds_up_on_economies_made_at_random(seed: int, sectors: int, tail: int) -> None:
    economy = synthetic_economy(sectors, 4, tail=tail, seed=seed, density=0.6)
    for name in ("balanced", "consumption", "proportional", "superindustrial", "maximum"):
        plan = solve(economy, name, target_set="growth" if name == "proportional" else "")
        assert plan.status is optimiser.Status.OPTIMAL
        assert plan.verification is not None
        assert plan.verification.rows_checked > 10 * sectors


@pytest.mark.parametrize("what", ["output", "stocks", "consumption", "starts", "capacity", "exports"])
def test_the_re_addition_notices_a_plan_that_was_tampered_with(what: str) -> None:
    economy = synthetic_economy(6, 4, seed=1)
    plan = solve(economy, "consumption")
    changed = np.array(getattr(plan.quantities, what))
    changed[:, 1:] *= 1.01
    parts: dict[str, Any] = {what: changed}
    tampered = dataclasses.replace(plan.quantities, **parts)
    assert verify(economy, tampered).worst_violation > 1e-4


def test_the_re_addition_notices_a_broken_promise() -> None:
    plan = solve(synthetic_economy(6, 4, seed=1), "proportional", target_set="growth")
    guarantees = tuple(dataclasses.replace(each, value=1.001 * each.value) for each in plan.guarantees)
    assert verify(plan.economy, dataclasses.replace(plan.quantities, guarantees=guarantees)).worst_violation > 1e-4
    assert len(guarantees) == 6


@few
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_growth_of_an_economy_made_at_random_is_one_over_the_spectral_radius(seed: int, sectors: int) -> None:
    """g = 1 / rho((I-A)^-1 B), with start and end on the ray."""
    random = np.random.default_rng(seed)
    A = random.uniform(0.02, 0.6 / sectors, (sectors, sectors))
    B = random.uniform(0.3, 2.0, (sectors, sectors))
    values, vectors = np.linalg.eig(np.linalg.solve(np.eye(sectors) - A, B))
    place = int(np.argmax(values.real))
    growth, ray = 1.0 / values[place].real, np.abs(vectors[:, place].real)
    codes = [f"s{number}" for number in range(sectors)]
    tables = growing(codes, A.tolist(), B.tolist(), 6, growth=growth, output=(ray / ray.max()).tolist())
    assert solve(economy_from_tables(tables)).growth_rate == pytest.approx(growth, rel=1e-6)


@few
@given(st.floats(0.1, 0.8), st.floats(0.5, 5.0), st.integers(1, 4))
def test_growth_with_gestation(a: float, b: float, gestation: int) -> None:
    """(1 + L (1-a)/b)^(1/L), with even spending over L years and start and end on the ray."""
    growth = (1 + gestation * (1 - a) / b) ** (1 / gestation) - 1
    tables = growing(["a"], [[a]], [[b]], 3 * gestation + 2, gestation=gestation, growth=growth)
    assert solve(economy_from_tables(tables)).growth_rate == pytest.approx(growth, rel=1e-6)
