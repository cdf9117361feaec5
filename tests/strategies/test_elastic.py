"""Elastic targets: no weight and no increment is so great or small that it drowns something else."""

from __future__ import annotations

import numpy as np
import pytest

from optimiser import Plan, economy_from_tables, solve
from optimiser.strategies.elastic import TOGETHER, weight_classes
from optimiser.workbook.examples import EXAMPLES

pytestmark = pytest.mark.quick

STEEL = 25.0
"""Base output of steel in the example of two sectors."""


def with_target(value: float, weight: float = 1.0, *, more: tuple[tuple[str, int, float, float], ...] = ()) -> Plan:
    """The example with its target of steel elastic; with `more`, code, year, value and weight, no other but these."""
    tables = EXAMPLES["two_sectors"]()
    header, *rows = tables["Targets"]
    place = {name: number for number, name in enumerate(header)}
    chosen = [row for row in rows if row[place["set"]] == "modest" and (row[place["code"]] == "STL" or more)]
    last = chosen[0]
    made = []
    for code, year, least, heavy in (("STL", last[place["year"]], value, weight), *more):
        row = list(last)
        row[place["code"]], row[place["year"]], row[place["value"]] = code, year, least
        row[place["elastic"]], row[place["weight"]] = "yes", heavy
        made.append(row)
    tables["Targets"] = [header, *(row for row in rows if row not in chosen), *made]
    return solve(economy_from_tables(tables), "targets", target_set="modest")


@pytest.mark.parametrize("beyond", [0.0, 3.6e-15, 1e-12, 1e-9, 1e-6, 1e-5])
def test_an_increment_of_next_to_nothing_changes_next_to_nothing(beyond: float) -> None:
    whole, other = with_target(STEEL), with_target(STEEL + beyond)
    assert whole.solution.optimal
    assert other.solution.optimal
    assert other.objective == pytest.approx(whole.objective, rel=1e-6)
    assert other.verification is not None
    assert other.verification.gap <= 1e-9


def test_a_great_weight_is_not_weighed_but_goes_before() -> None:
    asked = [with_target(40.0, weight) for weight in (TOGETHER, 1.01 * TOGETHER, 1e6, 1e9)]
    missed = [float(plan.values("shortfall")[0, 0]) for plan in asked]
    assert missed == pytest.approx([missed[0]] * 4, abs=1e-6)
    assert missed[0] > 0.1
    # what is missed is no part of the goal any more, and consumption is that of the weighed sum
    consumption = [plan.values("consumption") for plan in asked]
    assert all(each == pytest.approx(consumption[0], abs=1e-6) for each in consumption[1:])
    assert all(plan.verification is not None and plan.verification.gap <= 1e-9 for plan in asked)


def test_the_heavier_class_is_settled_first() -> None:
    """Two targets that cannot both be had: whichever is the heavier is missed the less."""
    first = with_target(60.0, 1e9, more=(("CRN", 3, 200.0, 1e4),))
    second = with_target(60.0, 1e4, more=(("CRN", 3, 200.0, 1e9),))
    one, other = (plan.values("shortfall").ravel() for plan in (first, second))
    assert one[0] < other[0] - 1e-3
    assert one[1] > other[1] + 1e-3


def test_classes_of_weights() -> None:
    assert weight_classes(np.array([1.0, 1000.0])) == []
    classes = weight_classes(np.array([1.0, 2e3, 1e9, 3e6, 5e3]))
    assert [each.tolist() for each in classes] == [[False, False, True, True, False], [False, True, False, False, True]]


@pytest.mark.parametrize("beyond", [3.6e-15, 1e-12, 1e-6])
def test_a_share_is_not_one_of_an_increment_of_next_to_nothing(beyond: float) -> None:
    """A target a bit beyond the base year's is one of the whole, as that of the base year itself."""

    def share(value: float) -> float:
        tables = EXAMPLES["two_sectors"]()
        header, *rows = tables["Targets"]
        for row in rows:
            if row[:3] == ["ambitious", "output", "STL"]:
                row[header.index("value")] = value
        plan = solve(economy_from_tables(tables), "proportional", target_set="ambitious")
        assert plan.share is not None
        return plan.share

    assert share(STEEL + beyond) == pytest.approx(share(STEEL), rel=1e-6)
