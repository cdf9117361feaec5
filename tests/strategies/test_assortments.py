"""Assortments that change from year to year: Kantorovich's machines by hand, added up again, carried out, read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from carried_out import greatest_departure
from tables import Tables, matrix, plan

from optimiser import InputFault, economy_from_tables, read_economy, solve, write_economy
from optimiser.economy.behaviour import FAITHFUL
from optimiser.execution import Draws
from optimiser.execution.remaining import Feedback
from optimiser.execution.replanning import Rolling
from optimiser.plan.accounts.sources_and_uses import sources_and_uses
from optimiser.plan.measures import worth
from optimiser.readdition.products import material_balance
from optimiser.report.pages.plan import plan_report

MACHINES = {"milling": (3, 10, 20), "capstan": (3, 20, 30), "automatic": (1, 30, 80)}
"""Machines of each kind, and how much of the one part or of the other one of them makes in a year."""


def kantorovich() -> Tables:
    """Pairs in the first year, two of the other part to one in the second; neither can be kept."""
    parts, kinds = ["one", "other"], [*MACHINES]
    ways = [f"{kind} {part}" for kind in kinds for part in parts]
    rates = [rate for _, *both in MACHINES.values() for rate in both]
    made: list[list[float]] = [
        [0.0] * 3 + [rate * way.endswith(f" {part}") for way, rate in zip(ways, rates, strict=True)] for part in parts
    ]
    own: list[list[object]] = [[way, way.split()[0]] for way in ways]
    return {
        "Plan": plan(plan_years=2, default_strategy="weighted"),
        "Products": [["code", "unit", "storable"], *([part, "piece", False] for part in parts)],
        "Sectors": [["code", "unit", "base output"], *([kind, "machine years", 0] for kind in kinds)],
        "Techniques": [["code", "sector"], *own],
        "Inputs": matrix("product", parts, [*kinds, *ways], [[0.0] * 9] * 2),
        "Outputs": matrix("product", parts, [*kinds, *ways], made),
        "Capacity": [["sector", "capacity"], *([kind, count] for kind, (count, *_) in MACHINES.items())],
        "Assortments": [["assortment", "product", 2001, 2002], ["set", "one", 1, 1], ["set", "other", 1, 2]],
        "Objective": [["set", "variable", "code", "year", "weight"], ["sets", "assortments", "set", "*", 1]],
    }


def test_kantorovich_year_by_year() -> None:
    """His 86 2/3 pairs, parts worth 2/3 and 1/3; then 65 sets of one and two, worth 1/2 and 1/4.

    Capstan lathes make the one part, 60 a year, automatic ones the other, 80; milling machines, of which s make the
    one, balance them: 60 + 10 s = 80 + 20 (3 - s) gives s = 8/3, and 2 (60 + 10 s) = 80 + 20 (3 - s) gives s = 1/2.
    """
    found = solve(economy_from_tables(kantorovich()))
    assert found.objective == pytest.approx(260.0 / 3.0 + 65.0, abs=1e-9)
    sets = found.quantities.assortments
    assert sets[0] == pytest.approx([0.0, 260.0 / 3.0, 65.0], abs=1e-9)
    prices = worth(found, "material_balance")
    assert prices == pytest.approx(np.array([[2.0 / 3.0, 1.0 / 2.0], [1.0 / 3.0, 1.0 / 4.0]]), abs=1e-9)
    (line,) = (each for each in sources_and_uses(found) if each.item == "assortment: set")
    assert line.amounts[:, 1:] == pytest.approx(np.array([sets[0, 1:], sets[0, 1:] * [1.0, 2.0]]), abs=1e-9)
    assert greatest_departure(found, FAITHFUL) < 1e-9


def test_a_set_too_many_is_noticed_by_the_re_addition() -> None:
    found = solve(economy_from_tables(kantorovich()))
    found.quantities.assortments[0, 2] += 1.0
    ((_, over, _),) = material_balance(found.economy, found.quantities)
    assert over == pytest.approx(np.array([[0.0, 1.0], [0.0, 2.0]]), abs=1e-9)


def test_a_year_may_count_for_more() -> None:
    tables = kantorovich()
    header, row = tables["Objective"]
    tables["Objective"] = [header, [*row[:3], 2001, 1], [*row[:3], 2002, 3]]
    assert solve(economy_from_tables(tables)).objective == pytest.approx(260.0 / 3.0 + 3.0 * 65.0, abs=1e-9)


def test_planned_anew_it_is_the_assortment_of_that_year() -> None:
    found = solve(economy_from_tables(kantorovich()))
    rolled = Rolling(found, FAITHFUL, Feedback.TRUTH).course(Draws(1, 1), 0)
    assert rolled.kept == 0
    assert rolled.course.setting.demanded.given[:, 2] == pytest.approx([65.0, 130.0], abs=1e-6)


def test_the_report_has_them_by_year() -> None:
    found = solve(economy_from_tables(kantorovich()))
    (page,) = (each for each in plan_report(found).pages if each.name == "Targets")
    ((label, _, base, *sets),) = page.tables[0].rows
    assert (label, base) == ("set", None)
    assert sets == pytest.approx([260.0 / 3.0, 65.0])


def test_it_is_written_and_read_back(tmp_path: Path) -> None:
    economy = economy_from_tables(kantorovich())
    write_economy(economy, tmp_path / "sets.xlsx")
    again = read_economy(tmp_path / "sets.xlsx")
    assert again == economy
    assert again.assortments.amount[1].tolist()[1:3] == [1.0, 2.0]


def test_an_assortment_with_nothing_in_it_is_a_fault() -> None:
    tables = kantorovich()
    tables["Assortments"] = [["assortment", "product", 2001, 2002], ["set", "one", 1, 0]]
    with pytest.raises(InputFault) as caught:
        economy_from_tables(tables)
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.cell) == ("Assortments", "A2")
    assert "nothing in the assortment set in 2002" in fault.problem
