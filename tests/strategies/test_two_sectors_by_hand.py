"""The answers of docs/two_sectors.md, by a programme written here for the purpose and by nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from optimiser.workbook.examples import two_sectors

pytestmark = pytest.mark.quick

AMBITIOUS = {"STL": 37.0, "CRN": 126.0}
MODEST = {"STL": 30.0, "CRN": 115.0}
STEEL, CORN, BUILD_STEEL, BUILD_CORN, GIFT = range(5)
"""The unknowns of a year: outputs, capacity begun, steel from elsewhere."""


def programme(
    years: int = 3,
    least: dict[str, float] | None = None,
    share_of: dict[str, float] | None = None,
    growth: float = 0.0,
    steel_per_capacity: float = 2.0,
    steel_in_steel: float = 0.2,
    persons: float = 32.0,
    gifts: bool = False,
) -> tuple[float, float] | None:
    """(goal, persons at work in the last year), or None where it cannot be done.

    The goal is the largest share of the way from base-year outputs to `share_of`; or, with `gifts`, the
    least steel from elsewhere; or nothing.
    """
    share = 5 * years
    rows: list[tuple[float, dict[int, float]]] = []
    for year in range(1, years + 1):
        now = 5 * (year - 1)
        building = {now + BUILD_STEEL: steel_per_capacity, now + BUILD_CORN: steel_per_capacity}
        finished = range(0, now, 5)
        rows += [
            (0.0, {now + STEEL: steel_in_steel - 1, now + GIFT: -1.0, **building}),
            (-90.0 * (1 + growth) ** year, {now + CORN: 0.1 - 1}),
            (25.0, {now + STEEL: 1.0, **{then + BUILD_STEEL: -1.0 for then in finished}}),
            (110.0, {now + CORN: 1.0, **{then + BUILD_CORN: -1.0 for then in finished}}),
            (persons * 1.05**year, {now + STEEL: 0.4, now + CORN: 0.2}),
        ]
    last = 5 * (years - 1)
    for place, code, base in ((last + STEEL, "STL", 25.0), (last + CORN, "CRN", 100.0)):
        if least:
            rows.append((-least[code], {place: -1.0}))
        if share_of:
            rows.append((-base, {place: -1.0, share: share_of[code] - base}))
    matrix = np.zeros((len(rows), share + 1))
    for row, (_, terms) in enumerate(rows):
        matrix[row, list(terms)] = list(terms.values())
    cost = np.zeros(share + 1)
    cost[share] = -1.0 if share_of else 0.0
    cost[GIFT:share:5] = 1.0
    upper = np.full(share + 1, np.inf)
    upper[GIFT:share:5] = np.inf if gifts else 0.0
    bounds = [(0.0, float(most)) for most in upper]
    found = linprog(cost, A_ub=matrix, b_ub=[limit for limit, _ in rows], bounds=bounds)
    if found.x is None or found.fun is None:
        return None
    return abs(float(found.fun)), float(0.4 * found.x[last + STEEL] + 0.2 * found.x[last + CORN])


def table(name: str) -> list[dict[str, Any]]:
    header, *rows = two_sectors.tables()[name]
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def greatest_growth(**given: Any) -> float:
    low, high = 0.0, 0.2
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if programme(growth=middle, **given) else (low, middle)
    return low


def goal(**given: Any) -> float:
    found = programme(**given)
    assert found is not None
    return found[0]


def test_the_programme_here_has_the_figures_of_the_workbook() -> None:
    sheets = two_sectors.tables()
    assert sheets["Inputs"][1:] == [["STL", 0.2, 0.0], ["CRN", 0.0, 0.1]]
    assert sheets["Construction"][1:] == [["STL", 2.0, 2.0]]
    assert sheets["Labour inputs"][1:] == [["workers", 0.4, 0.2]]
    assert sheets["Baskets"][1:] == [["CRN", 90.0]]
    assert [(row["capacity"], row["depreciation"]) for row in table("Capacity")] == [(25.0, 0.0), (100.0, 0.0)]
    assert [(row["sector"], row["capacity"], row["year due"]) for row in table("Under construction")] == [
        ("CRN", 10, 1)
    ]
    assert [(row["persons"], row["growth"]) for row in table("Labour")] == [(32.0, 0.05)]
    assert {row["code"]: row["value"] for row in table("Targets") if row["set"] == "modest"} == MODEST
    assert {row["code"]: row["value"] for row in table("Targets") if row["set"] == "ambitious"} == AMBITIOUS


def test_the_base_year_uses_what_it_makes() -> None:
    steel, corn = 25.0, 100.0
    assert steel == 0.2 * steel + 2.0 * 10.0
    assert corn == 0.1 * corn + 90.0


def test_the_greatest_common_growth() -> None:
    assert greatest_growth() == pytest.approx(1.3 ** (1 / 3) - 1, abs=1e-7)
    assert greatest_growth(steel_per_capacity=2.5) == pytest.approx(1.26 ** (1 / 3) - 1, abs=1e-7)
    assert greatest_growth(steel_in_steel=0.28) == pytest.approx(1.28 ** (1 / 3) - 1, abs=1e-7)


def test_modest_can_be_had_and_ambitious_cannot() -> None:
    assert programme(least=MODEST) is not None
    assert programme(least=AMBITIOUS) is None
    assert programme(least={"STL": 37.0, "CRN": 100.0}) is not None
    assert programme(least={"STL": 0.0, "CRN": 126.0}) is not None


def test_the_largest_share_and_what_holds_it() -> None:
    assert goal(share_of=AMBITIOUS) == pytest.approx(0.7044)
    found = programme(share_of=AMBITIOUS)
    assert found is not None
    assert found[1] == pytest.approx(37.044)
    assert goal(share_of=AMBITIOUS, persons=35.2) == pytest.approx(34 / 38)
    assert goal(share_of=MODEST) == pytest.approx(1.4088)


def test_growth_kept_leaves_less_for_the_targets() -> None:
    kept = 0.8 * (1.3 ** (1 / 3) - 1)
    steel = (37.044 - 20.0 * (1 + kept) ** 3) / 0.4
    assert goal(share_of=AMBITIOUS, growth=kept) == pytest.approx((steel - 25) / 12)
    assert (steel - 25) / 12 == pytest.approx(0.4851, abs=5e-5)
    assert goal(share_of=MODEST, growth=kept) > 1


def test_the_three_year_plan_takes_five() -> None:
    assert [programme(years=years, least=AMBITIOUS) is not None for years in (3, 4, 5)] == [False, False, True]


def test_the_steel_that_is_missing() -> None:
    assert goal(least=AMBITIOUS, persons=35.2, gifts=True) == pytest.approx(6.4)
