"""Weights on the activity of techniques: which plant makes what, worked by hand and added up again."""

from __future__ import annotations

import numpy as np
import pytest
from tables import Tables, matrix, plan

from optimiser import InputFault, economy_from_tables, solve
from optimiser.plan.measures import worth


def plants() -> Tables:
    """Three plants make steel, each up to a limit of its own; the near one takes coal, which costs 1 to dig."""
    products, techniques = ["coal", "steel"], ["coal", "steel", "far", "old"]
    return {
        "Plan": plan(plan_years=2, default_strategy="weighted"),
        "Sectors": [["code", "unit", "base output"], ["coal", "t", 0], ["steel", "t", 0]],
        "Techniques": [["code", "sector"], ["far", "steel"], ["old", "steel"]],
        "Inputs": matrix("product", products, techniques, [[0, 2, 0, 1], [0, 0, 0, 0]]),
        "Resources": [["resource", "unit", 2001, 2002], *([each, "t", most, most] for each, most in LIMITS)],
        "Resource inputs": matrix(
            "resource", ["near", "far", "old"], techniques, [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
        ),
        "Demand": [["product", "use", 2001, 2002], ["steel", "final", 10, 4]],
        "Objective": [
            ["set", "variable", "code", "year", "weight"],
            ["cost", "activity", "coal", "*", -1],
            ["cost", "activity", "steel", "*", -2],
            ["cost", "activity", "far", "*", -3],
            ["cost", "activity", "old", "*", -5],
        ],
    }


LIMITS = (("near", 3), ("far", 5), ("old", 4))


def test_the_cheapest_plants_are_chosen() -> None:
    """A tonne costs 3 far away, 2 + 2 coal near, 5 + 1 in the old plant: in that order, 5 + 3 + 2 t, then 4 t.

    15 + 6 + 10 and 8 of coal in the first year, 12 in the second: 51.  One tonne more costs 6, then 3.
    """
    found = solve(economy_from_tables(plants()))
    assert found.objective == pytest.approx(-51.0, abs=1e-9)
    activity = found.quantities.output[:, 1:3]
    expected = [[8.0, 0.0], [3.0, 0.0], [5.0, 4.0], [2.0, 0.0]]
    assert activity == pytest.approx(np.array(expected), abs=1e-9)
    added = sum(
        weight * activity[found.economy.techniques.axis.position[code], year - 1]
        for code, year, weight in zip(
            found.economy.objectives.code,
            found.economy.objectives.year.tolist(),
            found.economy.objectives.weight.tolist(),
            strict=True,
        )
    )
    assert found.objective == pytest.approx(added, abs=1e-9)
    assert worth(found, "material_balance")[1, :2] == pytest.approx([6.0, 3.0])


def test_weights_of_a_sector_and_of_its_technique_add_up() -> None:
    """Dearer by 4 wherever it is made, nothing changes but the sum, by 4 x 14."""
    tables = plants()
    tables["Objective"].append(["cost", "output", "steel", "*", -4])
    assert solve(economy_from_tables(tables)).objective == pytest.approx(-51.0 - 4.0 * 14.0, abs=1e-9)


def test_an_unknown_technique_is_a_fault_with_its_cell() -> None:
    tables = plants()
    tables["Objective"][3][2] = "fat"
    with pytest.raises(InputFault) as caught:
        economy_from_tables(tables)
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.cell) == ("Objective", "C4")
    assert "far" in fault.remedy
