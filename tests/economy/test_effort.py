"""Levels of effort: when a higher norm is chosen, by hand, and that execution sees the same coefficients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from carried_out import greatest_departure

from optimiser.economy.behaviour import FAITHFUL
from optimiser.economy.differences import differences
from optimiser.economy.economy import Economy
from optimiser.economy.effort import EffortLevel, with_effort
from optimiser.economy.flows import inputs_in
from optimiser.errors import InputFault
from optimiser.plan.plan import Plan
from optimiser.strategies.solve import solve
from optimiser.workbook import economy_from_tables, tables_of
from optimiser.workbook.examples import EXAMPLES

Tables = dict[str, list[list[object]]]


def corn_and_steel(wear: float = 0.0, turnover: float = 0.0, rations: float = 0.0) -> Tables:
    """Ten hands; corn and steel take a hand a unit, a unit of corn's capacity two of steel, a ration one of steel.

    At the higher norm a hand makes two of corn.  A unit of it then takes (1 + u) / 2 hands in the field, and 2 w + r of
    steel, a hand each: in all (1 + u) / 2 + 2 w + r.  As much corn as can be is 10 over that, where it is less than 1,
    and else the 10 of the old norm.
    """
    return {
        "Plan": [
            ["key", "value"],
            ["title", "Corn and steel"],
            ["format version", 1],
            ["base year", 2000],
            ["plan years", 1],
            ["terminal condition", "none"],
            ["default strategy", "weighted"],
        ],
        "Sectors": [["code", "unit", "base output"], ["COR", "t", 5], ["STL", "t", 5]],
        "Inputs": [["product", "COR", "STL"], ["COR", 0.0, 0.0], ["STL", 0.0, 0.0]],
        "Construction": [["product or pool", "COR"], ["STL", 2.0]],
        "Labour": [["pool", "unit", "persons"], ["hands", "persons", 10]],
        "Labour inputs": [["pool", "COR", "STL"], ["hands", 1.0, 1.0]],
        "Households": [["household", "name", "floor"], ["town", "town", 0.0]],
        "Baskets": [["product", "town"], ["STL", 1.0]],
        "Objective": [["set", "variable", "code", "year", "weight"], ["corn", "output", "COR", "*", 1.0]],
        "Effort": [
            ["sector", "level", "output per worker", "wear", "turnover", "rations", "household", "source"],
            ["COR", "shock", 2.0, wear, turnover, rations, "town", "assumed"],
        ],
    }


def by_technique(plan: Plan) -> dict[str, float]:
    labels = plan.economy.techniques.axis.labels
    return dict(zip(labels, np.asarray(plan.quantities.output[:, 1]), strict=True))


@pytest.mark.parametrize(
    ("wear", "turnover", "rations", "hands"),
    [
        (0.0, 0.0, 0.0, 0.5),
        (0.2, 0.0, 0.0, 0.9),
        (0.2, 0.1, 0.0, 0.95),
        (0.0, 0.0, 0.3, 0.8),
        (0.3, 0.0, 0.0, None),
        (0.2, 0.3, 0.0, None),
        (0.2, 0.0, 0.2, None),
    ],
)
def test_a_higher_norm_is_chosen_where_the_hands_it_saves_are_worth_what_it_wears_out(
    wear: float, turnover: float, rations: float, hands: float | None
) -> None:
    plan = solve(economy_from_tables(corn_and_steel(wear, turnover, rations)), "weighted")
    made = by_technique(plan)
    if hands is None:
        assert made["COR"] == pytest.approx(10.0)
        assert made["COR shock"] == pytest.approx(0.0, abs=1e-9)
    else:
        assert made["COR shock"] == pytest.approx(10.0 / hands)
        assert made["STL"] == pytest.approx((2.0 * wear + rations) * 10.0 / hands)
        assert made["COR"] == pytest.approx(0.0, abs=1e-9)
    assert greatest_departure(plan, FAITHFUL) < 1e-9, "carried out to the letter, at the same coefficients"


def test_what_is_left_out_changes_nothing() -> None:
    tables = corn_and_steel()
    del tables["Effort"]
    bare = economy_from_tables(tables)
    assert with_effort(bare, []) is bare
    tables["Effort"] = [["sector", "level"], ["COR", "as before"]]
    neutral = economy_from_tables(tables)
    techniques = neutral.techniques
    assert techniques.axis.labels == ("COR", "STL", "COR as before")
    for part in (techniques.inputs, techniques.outputs, techniques.labour):
        assert np.array_equal(part.toarray()[:, 0], part.toarray()[:, 2])
    assert solve(neutral, "weighted").objective == pytest.approx(solve(bare, "weighted").objective)


def with_many_levels() -> Economy:
    economy = economy_from_tables(EXAMPLES["first_five_year_plan"]())
    levels = [
        EffortLevel(0, "hard", 1.1, 0.01, 0.1, 0.002, 1),
        EffortLevel(6, "hard", 1.3),
        EffortLevel(6, "harder", 1.5),
    ]
    return with_effort(economy, levels)


def test_every_technique_of_the_sector_has_the_level_with_its_own_coefficients() -> None:
    tables = corn_and_steel(wear=0.1)
    tables["Techniques"] = [["code", "sector", "capacity use", "import need"], ["old", "COR", 1.5, 0.2]]
    tables["Inputs"] = [["product", "COR", "STL", "old"], ["COR", 0.0, 0.0, 0.1], ["STL", 0.0, 0.0, 0.4]]
    tables["Labour inputs"] = [["pool", "COR", "STL", "old"], ["hands", 1.0, 1.0, 3.0]]
    tables["Construction"].append(["hands", 0.5])
    tables["Inputs by year"] = [["product", "technique", 2001, "growth after"], ["STL", "old", 0.3, 0.0]]
    tables["Resources"] = [["resource", "unit", 2001], ["land", "ha", 100]]
    tables["Resource inputs"] = [["resource", "old"], ["land", 0.7]]
    economy = economy_from_tables(tables)
    techniques = economy.techniques
    assert techniques.axis.labels == ("COR", "STL", "old", "COR shock", "old shock")
    new = techniques.axis.position["old shock"]
    assert (techniques.capacity_use[new], techniques.import_need[new], techniques.sector[new]) == (1.5, 0.2, 0)
    assert techniques.labour.toarray()[0, new] == pytest.approx(3.0 / 2.0 + 0.1 * 0.5)
    assert inputs_in(economy, 0).toarray()[:, new] == pytest.approx([0.1, 0.4 + 0.1 * 2.0])
    assert inputs_in(economy, 1).toarray()[:, new] == pytest.approx([0.1, 0.3 + 0.1 * 2.0])
    assert economy.resources.use.toarray()[0] == pytest.approx([0, 0, 0.7, 0, 0.7])


def test_it_is_written_as_techniques_and_read_again() -> None:
    economy = with_many_levels()
    tables = tables_of(economy)
    assert "Effort" not in tables
    assert [row[0] for row in tables["Techniques"][1:]][-3:] == list(economy.techniques.axis.labels[-3:])
    assert differences(economy, economy_from_tables(tables)) == []


@pytest.mark.slow
def test_a_plan_of_the_example_with_effort_is_carried_out_to_the_letter() -> None:
    plan = solve(with_many_levels(), "balanced")
    assert any(each > 1e-3 for name, each in by_technique(plan).items() if name.endswith(("hard", "harder")))
    for behaviour in (FAITHFUL, replace(FAITHFUL, substitution=1.0, sites=1)):
        assert greatest_departure(plan, behaviour) < 1e-9


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (["CORN", "hard", 1.5], "A3", "Did you mean 'COR'?"),
        (["COR", "shock", 1.5], "B3", "B2"),
        (["COR", None, 1.5], "B3", "level is missing"),
        (["COR", "a|b", 1.5], "B3", ""),
        (["COR", "hard", 0.0], "C3", "above 0"),
        (["STL", "hard", 1.5, 0.1], "D3", "Construction"),
        (["STL", "hard", 1.5, -0.1], "D3", "at least 0"),
        (["STL", "hard", 1.5, 0.0, "many"], "E3", ""),
        (["STL", "hard", 1.5, 0.0, 0.0, 0.1, "village"], "G3", "household"),
    ],
)
def test_a_fault_names_its_cell(row: list[object], cell: str, words: str) -> None:
    tables = corn_and_steel()
    tables["Effort"].append([*row, *[None] * (8 - len(row))])
    with pytest.raises(InputFault) as caught:
        economy_from_tables(tables)
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.cell) == ("Effort", cell)
    assert words in str(fault)


def test_a_code_that_is_taken_and_rations_of_nobody_are_faults() -> None:
    tables = corn_and_steel()
    tables["Techniques"] = [["code", "sector"], ["COR shock", "COR"]]
    tables["Inputs"] = [["product", "COR", "STL", "COR shock"], ["COR", 0.0, 0.0, 0.0], ["STL", 0.0, 0.0, 0.1]]
    tables["Households"].append(["village", "village", 0.0])
    tables["Effort"].append(["STL", "hard", 1.5, 0.0, 0.0, 0.1, None, None])
    with pytest.raises(InputFault) as caught:
        economy_from_tables(tables)
    assert [(fault.sheet, fault.cell) for fault in caught.value.faults] == [("Effort", "B2"), ("Effort", "F3")]
