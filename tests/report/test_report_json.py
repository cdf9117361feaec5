"""A plan as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from reports import plan

from optimiser.report.reports import plan_json

pytestmark = pytest.mark.quick

CASES = [
    ("five", "balanced"),
    ("five", "maximum"),
    ("five", "war"),
    ("five", "targets"),
    ("two", "proportional"),
    ("williams", "balanced"),
    ("williams", "superindustrial"),
]


def said(name: str, strategy: str, target_set: str = "") -> dict[str, Any]:
    text = json.dumps(plan_json(plan(name, strategy, target_set), "outputs/x.xlsx"), allow_nan=False)
    return dict(json.loads(text))


@pytest.mark.parametrize(("name", "strategy"), CASES)
def test_every_plan_can_be_said_in_json(name: str, strategy: str) -> None:
    found = said(name, strategy)
    assert {
        "status",
        "strategy",
        "objective",
        "growth_rate",
        "share",
        "years",
        "output",
        "consumption",
        "shadow_prices",
        "verification",
        "report",
    } <= found.keys()
    assert found["status"] == plan(name, strategy).status.value
    assert found["strategy"] == strategy
    assert found["report"] == "outputs/x.xlsx"


def test_figures_are_those_of_the_plan() -> None:
    found, of = said("five", "balanced"), plan("five", "balanced")
    assert found["years"] == ["1928/29", "1929/30", "1930/31", "1931/32", "1932/33"]
    assert found["growth_rate"] == of.growth_rate
    assert found["output"]["COA"]["1932/33"] == pytest.approx(
        of.output_by_sector()[of.economy.sectors.axis.position["COA"], 5]
    )
    assert found["consumption"]["urban"]["1928/29"] == pytest.approx(of.quantities.consumption[0, 1])
    assert found["verification"]["rows_checked"] == of.verification.rows_checked  # type: ignore[union-attr]
    assert all(abs(each["value"]) > 1e-9 for each in found["shadow_prices"])
    with_tail = said("reconstruction", "consumption")["shadow_prices"]
    assert with_tail
    assert not {"1929", "1930", "1931"} & {each.get("year") for each in with_tail}


def test_shadow_prices_have_their_keys_and_units() -> None:
    prices = said("two", "proportional", "ambitious")["shadow_prices"]
    (labour,) = [each for each in prices if each["rule"] == "labour"]
    assert labour == {
        "rule": "labour",
        "pool": "workers",
        "year": "3",
        "value": pytest.approx(0.1),
        "unit": "shares per million persons",
    }


def test_what_does_not_apply_is_null() -> None:
    found = said("five", "targets")
    assert found["status"] == "infeasible"
    assert 0 < found["share"] < 1
    for key in ("objective", "growth_rate", "output", "consumption", "shadow_prices", "verification"):
        assert found[key] is None
    assert plan_json(plan("two", "balanced"), None)["report"] is None
