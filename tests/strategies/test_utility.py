"""Consumption counts people and has diminishing returns; heavy industry counts in all years and in what it leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known import known
from scipy.optimize import linprog
from tables import Tables, matrix, plan

from optimiser import Economy, InputFault, economy_from_tables, solve
from optimiser.economy.utility import Utility
from optimiser.programme import formulate
from optimiser.strategies.goals import discounted_consumption
from optimiser.workbook.examples import EXAMPLES

few = settings(max_examples=15, deadline=None, derandomize=True)


def bread(people: tuple[float, float] = (1.0, 1.0), **keys: Any) -> Tables:
    """Twelve loaves for one year; a point of living standard takes the town 4 of them and the village 3."""
    return {
        "Plan": plan(plan_years=1, terminal_condition="none", discount_rate=0, **keys),
        "Sectors": [["code", "unit", "base output"], ["bread", "loaves", 12]],
        "Inputs": matrix("product", ["bread"], ["bread"], [[0]]),
        "Capacity": [["sector", "capacity"], ["bread", 12]],
        "Households": [["household", "floor", "people"], ["town", 0.5, people[0]], ["village", 0.5, people[1]]],
        "Baskets": matrix("product", ["bread"], ["town", "village"], [[4, 3]]),
    }


PIECES: dict[str, Any] = {"utility_breakpoints": "1; 1.5", "utility_slopes": "3; 2; 0.5"}


def standards(tables: Tables) -> list[float]:
    found = solve(economy_from_tables(tables), "consumption")
    return [float(each) for each in found.values("consumption").ravel()]


def test_a_sum_of_indices_has_its_greatest_value_in_a_corner() -> None:
    """The village's point is cheaper: the town stays at its floor of .5, and (12 - 2) / 3 is left for the village."""
    assert standards(bread()) == pytest.approx([0.5, 10.0 / 3.0])


def test_with_diminishing_returns_neither_is_left_behind() -> None:
    """A loaf is worth 3/3, 2/3, .5/3 to the village on its pieces, and 3/4, 2/4, .5/4 to the town.

    First the village comes to 1 (3 loaves), the town to 1 (4), the village to 1.5 (1.5), the town to 1.5 (2); the
    village's .5/3 is more than the town's .5/4 for the 1.5 that are left.
    """
    assert standards(bread(**PIECES)) == pytest.approx([1.5, 2.0])


def test_people_count() -> None:
    """Three in the town to one in the village: 9/4, 6/4 and 1.5/4 a loaf against 1, 2/3, .5/3; the rest: the town."""
    assert standards(bread((3.0, 1.0), **PIECES)) == pytest.approx([1.875, 1.5])


@few
@given(st.floats(1e-3, 1e6))
def test_the_unit_of_people_is_of_no_account(unit: float) -> None:
    assert standards(bread((2.0 * unit, 5.0 * unit), **PIECES)) == pytest.approx(standards(bread((2.0, 5.0), **PIECES)))


@few
@given(st.floats(0.01, 100.0))
def test_slopes_twice_as_steep_are_twice_the_goal_and_the_same_plan(factor: float) -> None:
    steep = "; ".join(str(factor * each) for each in (3.0, 2.0, 0.5))
    tables = bread((2.0, 5.0), utility_breakpoints="1; 1.5", utility_slopes=steep)
    once = solve(economy_from_tables(bread((2.0, 5.0), **PIECES)), "consumption")
    twice = solve(economy_from_tables(tables), "consumption")
    assert twice.objective == pytest.approx(factor * once.objective, rel=1e-8)
    assert twice.values("consumption") == pytest.approx(once.values("consumption"), abs=1e-7)


def five_years(**settings_: Any) -> Economy:
    economy = economy_from_tables(EXAMPLES["first_five_year_plan"]())
    return replace(economy, settings=replace(economy.settings, **settings_))


def tangents(utility: Utility) -> list[tuple[float, float]]:
    """Intercept and slope of each piece, prolonged."""
    found, intercept = [(0.0, utility.slopes[0])], 0.0
    for breakpoint_, before, after in zip(utility.breakpoints, utility.slopes, utility.slopes[1:], strict=False):
        intercept += (before - after) * breakpoint_
        found.append((intercept, after))
    return found


@pytest.mark.parametrize("utility", [None, Utility(), Utility((1.05, 1.2), (2.0, 1.0, 0.1))])
def test_the_goal_is_that_of_another_programme(utility: Utility | None) -> None:
    """The rules of the example, with utility as the least of its tangents, by scipy."""
    economy = five_years(**({} if utility is None else {"utility": utility}))
    utility, households, last = economy.settings.utility, economy.households, economy.years.last
    bare, v = formulate(economy)
    arrays, columns, count = bare.arrays, bare.columns, len(households.axis) * last
    matrix_ = arrays.matrix.toarray()
    rows = [np.hstack([sign * matrix_[there], np.zeros((there.sum(), count))]) for sign, there in sides(arrays)]
    bounds = [sign * (arrays.row_upper if sign > 0 else arrays.row_lower)[there] for sign, there in sides(arrays)]
    goal, place = np.zeros(columns + count), columns
    for h in range(len(households.axis)):
        for t in range(1, last + 1):
            for intercept, slope in tangents(utility):
                row = np.zeros(columns + count)
                row[place], row[v.consumption.columns[h, t - 1]] = 1.0, -slope
                rows.append(row[None, :])
                bounds.append(np.array([intercept * households.mouths[h, t]]))
            weight = households.counted[h] / households.counted.mean()
            goal[place] = -weight * (1.0 + economy.settings.discount_rate) ** -t
            place += 1
    free = [*np.column_stack([arrays.lower, arrays.upper]), *([(None, None)] * count)]
    answer = linprog(goal, np.vstack(rows), np.concatenate(bounds), bounds=free, method="highs")
    assert answer.status == 0
    assert solve(economy, "consumption").objective == pytest.approx(-float(known(answer.fun)), rel=1e-7)


def sides(arrays: Any) -> list[tuple[float, Any]]:
    return [(1.0, np.isfinite(arrays.row_upper)), (-1.0, np.isfinite(arrays.row_lower))]


def test_one_slope_and_people_alike_are_the_sum_of_indices() -> None:
    economy = five_years(utility=Utility())
    economy = replace(economy, households=replace(economy.households, people=np.ones(2)))
    plan_ = solve(economy, "consumption")
    neutral = discounted_consumption(economy, plan_.variables).vector(plan_.programme.columns)
    assert neutral @ plan_.solution.values == pytest.approx(plan_.objective, rel=1e-9)


def test_utility_is_concave_and_reckoned_in_pieces() -> None:
    utility = Utility((1.0, 1.5), (3.0, 2.0, 0.5))
    assert utility.of(np.array([0.5, 1.0, 1.25, 1.5, 3.5])) == pytest.approx([1.5, 3.0, 3.5, 4.0, 5.0])


@pytest.mark.parametrize(
    ("breakpoints", "slopes", "problem"),
    [
        ("1; 1.5", "1; 0.5", "2 breakpoints divide into 3 pieces, and there are 2 slopes"),
        ("1.5; 1", "3; 2; 1", "the breakpoints do not rise"),
        ("0; 1", "3; 2; 1", "the breakpoints do not rise"),
        ("1", "1; 2", "the slopes do not fall"),
        ("1", "1; -1", "the slopes do not fall, or fall below 0"),
        ("1", "0; 0", "all slopes are 0"),
        ("1 and 2", "1; 0.5", "is not a list of numbers"),
    ],
)
def test_a_utility_that_is_none_is_refused_with_its_cell(breakpoints: str, slopes: str, problem: str) -> None:
    with pytest.raises(InputFault, match=problem) as refused:
        economy_from_tables(bread(utility_breakpoints=breakpoints, utility_slopes=slopes))
    assert [fault.sheet for fault in refused.value.faults] == ["Plan"]
    assert all(fault.cell.startswith("B") for fault in refused.value.faults)


def test_superindustrial_counts_every_year_and_the_capacity_after_them() -> None:
    economy = five_years()
    plan_ = solve(economy, "superindustrial")
    heavy = np.array([group == "producer goods" for group in economy.sectors.group])
    size = economy.sectors.base_output
    path = plan_.output_by_sector()[:, 1 : economy.years.plan + 1]
    capital = plan_.quantities.capacity[:, economy.years.plan + 1]
    expected = (path[heavy] / size[heavy, None]).sum() + (capital[heavy] / size[heavy]).sum()
    assert plan_.objective == pytest.approx(float(expected), rel=1e-8)


def test_which_industry_is_heavy_is_said_in_the_workbook() -> None:
    economy = five_years(heavy_industry="consumer goods")
    light = np.array([group == "consumer goods" for group in economy.sectors.group])
    paths = [solve(each, "superindustrial").output_by_sector()[light, 1:6].sum() for each in (economy, five_years())]
    assert paths[0] > 1.1 * paths[1]
    with pytest.raises(InputFault, match="no sector is of the group 'space'"):
        solve(five_years(heavy_industry="space"), "superindustrial")
