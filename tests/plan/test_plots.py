"""Plots of plans and comparisons: what they show is what the plan says, and nothing global is touched."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import optimiser
from optimiser.plan.accounts.sources_and_uses import sources_and_uses
from optimiser.plan.measures import measures
from optimiser.workbook.examples import two_sectors

pytest.importorskip("matplotlib", reason="matplotlib is an extra: pip install plan-optimiser[plot]")

INPUTS = Path(__file__).parent.parent.parent / "inputs"


@pytest.fixture(scope="module")
def plan() -> optimiser.Plan:
    return optimiser.solve(optimiser.read_economy(INPUTS / "two_sectors.xlsx"))


@pytest.fixture(scope="module")
def five_years() -> optimiser.Plan:
    """With trade, given uses, and construction begun before."""
    return optimiser.solve(optimiser.read_economy(INPUTS / "first_five_year_plan.xlsx"))


@pytest.fixture(scope="module")
def compared() -> optimiser.Comparison:
    return optimiser.compare(optimiser.read_economy(INPUTS / "two_sectors.xlsx"), ["balanced", "maximum"], points=3)


def test_lines_are_the_indices_of_the_plan(plan: optimiser.Plan) -> None:
    m = measures(plan)
    for ax, values in ((plan.plot.output(), m.output / m.output[:, :1]), (plan.plot.consumption(), m.consumption)):
        drawn = [np.asarray(line.get_ydata(), float) for line in ax.get_lines()]
        assert np.array(drawn[: len(values)]) == pytest.approx(values)
        assert ax.get_lines()[0].get_label() in ("steel", *plan.economy.households.names)
        assert "stylised" in ax.get_title(loc="left")
        assert ax.get_ylabel() == "index, year 0 = 1"


@pytest.mark.parametrize("year", [1, 3])
def test_flows_are_all_uses_of_the_balances(five_years: optimiser.Plan, year: int) -> None:
    """Each product's flows together, at its price."""
    economy = five_years.economy
    ax = five_years.plot.flows(year)
    (image,) = ax.get_images()
    shown = np.square(np.asarray(image.get_array(), float)).sum(axis=1)
    used = ("inputs of production", "building", "exports", "moving and training", "kept in the village")
    uses = np.zeros(len(economy.products.axis))
    for line in sources_and_uses(five_years):
        if line.item in used or line.item.startswith("consumption: "):
            uses += line.amounts[:, year]
        elif line.item.startswith("given use: "):
            uses += np.maximum(line.amounts[:, year], 0.0)
    worth = uses * economy.products.price
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == [name for name, value in zip(economy.products.names, worth, strict=True) if value > 1e-9]
    assert shown == pytest.approx(worth[worth > 1e-9], rel=1e-6)
    assert economy.years.label(year) in ax.get_title(loc="left")


def test_a_year_is_a_label_or_a_number(five_years: optimiser.Plan) -> None:
    label = five_years.economy.years.label(2)
    first, second = (five_years.plot.flows(year).get_images()[0].get_array() for year in (2, label))
    assert np.array_equal(first, second)
    for year in (0, 99, "1700"):
        with pytest.raises(ValueError, match=f"no year {year!r}; its years are"):
            five_years.plot.flows(year)


def test_flows_without_prices_are_refused(plan: optimiser.Plan) -> None:
    products = replace(plan.economy.products, price=np.zeros(2))
    unpriced = replace(plan, economy=replace(plan.economy, products=products))
    with pytest.raises(optimiser.InputFault, match="no product has a price"):
        unpriced.plot.flows(1)


def test_projects_are_bars_from_their_start(plan: optimiser.Plan) -> None:
    ax = plan.plot.gantt()
    starts = plan.values("starts")
    inherited = len(plan.economy.inherited.sector)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert len(names) == int((starts > 1e-9).sum()) + inherited
    assert sum("begun before" in name for name in names) == inherited
    project, year = np.argwhere(starts > 1e-9)[0]
    assert any(f"{starts[project, year]:.3g} Mt" in name for name in names)
    # the first bar of every row is the time that it is built
    begun = sorted(
        round(float(each.get_paths()[0].vertices[:, 0].min()), 6) for each in ax.collections[: 2 * len(names) : 2]
    )
    years = (np.argwhere(starts > 1e-9)[:, 1] + 0.5).tolist()
    assert begun == sorted([*years, *[0.5] * inherited])


def test_strategies_side_by_side(compared: optimiser.Comparison) -> None:
    ax = compared.plot.consumption()
    assert [line.get_label() for line in ax.get_lines()] == ["balanced", "maximum"]
    for line, m in zip(ax.get_lines(), compared.measures.values(), strict=True):
        assert np.asarray(line.get_ydata(), float) == pytest.approx(m.consumption[0])
    assert len(compared.plot.industry().get_lines()) == 2
    assert compared.frontier is not None
    curve = compared.plot.frontier().get_lines()[0]
    assert np.asarray(curve.get_xdata(), float) == pytest.approx(compared.frontier.first_values)
    colours = [line.get_color() for line in ax.get_lines()]
    assert colours == [line.get_color() for line in compared.plot.industry().get_lines()]


def test_what_a_comparison_does_not_have_is_said(compared: optimiser.Comparison) -> None:
    with pytest.raises(ValueError, match="no household 'nobody'"):
        compared.plot.consumption("nobody")
    with pytest.raises(optimiser.InputFault, match="has none"):
        replace(compared, frontier=None).plot.frontier()
    with pytest.raises(ValueError, match="no strategy of this comparison found a plan"):
        replace(compared, measures={}).plot.industry()


def test_axes_that_are_given_are_drawn_on(plan: optimiser.Plan) -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert plan.plot.output(ax=left) is left
    assert plan.plot.gantt(ax=right) is right
    assert left.get_lines()
    assert right.collections


def test_a_figure_shows_itself_and_is_the_same_each_time(plan: optimiser.Plan) -> None:
    first, second = (plan.plot.consumption().figure._repr_png_() for _ in range(2))
    assert first.startswith(b"\x89PNG")
    assert first == second


def test_names_are_no_mathematics() -> None:
    tables = two_sectors.tables()
    tables["Sectors"][1][1], tables["Sectors"][2][1] = "$\\frac$", "_hidden"
    plan = optimiser.solve(optimiser.economy_from_tables(tables))
    for ax in (plan.plot.output(), plan.plot.flows(1), plan.plot.gantt()):
        assert ax.figure._repr_png_()
    legend = plan.plot.output().get_legend()
    assert legend is not None
    assert [each.get_text().strip() for each in legend.get_texts()] == ["\\$\\frac\\$", "_hidden"]


def test_pyplot_is_never_loaded() -> None:
    """It chooses a backend for the whole process and keeps every figure."""
    code = f"""
import sys, optimiser
plan = optimiser.solve(optimiser.read_economy({str(INPUTS / "two_sectors.xlsx")!r}))
assert "matplotlib" not in sys.modules
plan.plot.gantt().figure._repr_png_()
print("matplotlib" in sys.modules, "matplotlib.pyplot" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
