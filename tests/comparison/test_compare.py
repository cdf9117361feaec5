"""Strategies side by side, and the frontier between consumption and heavy industry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from optimiser.comparison.compare import Comparison, _leanest, compare, frontier, heavy_goal
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault, OutputFault
from optimiser.execution import Draws, execute_strategies
from optimiser.report.pages.comparison import comparison_report
from optimiser.report.reports import comparison_json, write_comparison
from optimiser.report.writers.text import printed
from optimiser.strategies import Request
from optimiser.strategies.solve import solve
from optimiser.workbook import economy_from_tables
from optimiser.workbook.examples import first_five_year_plan, two_sectors, williams

MANY = ("balanced", "maximum", "superindustrial", "consumption", "targets")


@pytest.fixture(scope="module")
def five() -> Economy:
    return economy_from_tables(first_five_year_plan.tables())


@pytest.fixture(scope="module")
def compared(five: Economy) -> Comparison:
    return compare(five, MANY)


def test_what_cannot_be_done_is_a_finding(compared: Comparison) -> None:
    assert tuple(compared.plans) == MANY
    assert "targets" not in compared.measures
    assert set(compared.measures) == set(MANY) - {"targets"}
    share = compared.plans["targets"].share
    (said,) = [each for each in compared.findings if each.startswith("Targets: infeasible")]
    assert share is not None
    assert f"{share:.1%}" in said


def test_each_strategy_is_best_at_what_it_seeks(compared: Comparison) -> None:
    heavy = heavy_goal(compared.economy)
    values = {name: heavy.at(compared.plans[name]) for name in compared.measures}
    assert max(values, key=lambda name: values[name]) == "superindustrial"
    assert any(each.startswith("Consumption of the town in 1932/33") for each in compared.findings)


def test_the_frontier_falls_and_nothing_lies_beyond_it(compared: Comparison) -> None:
    found = compared.frontier
    assert found is not None
    assert len(found.first_values) == 9
    assert (np.diff(found.first_values) > 0).all()
    assert (np.diff(found.second_values) < 1e-9).all()
    slopes = np.diff(found.second_values) / np.diff(found.first_values)
    assert (np.diff(slopes) < 1e-4).all(), "the frontier of a linear programme is concave"
    for name, (first, second) in found.positions.items():
        limit = np.interp(first, found.first_values, found.second_values)
        if first < found.first_values[0]:
            limit = found.second_values[0]
        # between points the frontier bulges above the straight line
        assert second <= limit * 1.02 + 1e-6, name
        assert first <= found.first_values[-1] * (1 + 1e-6)


def test_the_ends_of_the_frontier_are_near_what_the_strategies_find(compared: Comparison) -> None:
    """The frontier is of one year's heavy industry and of plain indices; the strategies seek all years, and utility."""
    found = compared.frontier
    assert found is not None
    heavy, consumed = found.positions["superindustrial"][1], found.positions["consumption"][0]
    assert 0.98 * found.second_values[0] <= heavy <= found.second_values[0] * (1 + 1e-6)
    assert 0.99 * found.first_values[-1] <= consumed <= found.first_values[-1] * (1 + 1e-6)


def test_a_frontier_needs_what_it_is_about(five: Economy) -> None:
    with pytest.raises(InputFault, match="no goal"):
        frontier(five, "glory")
    with pytest.raises(InputFault, match="households"):
        frontier(economy_from_tables(williams.tables()))


def test_an_economy_without_households_is_compared_too(tmp_path: Path) -> None:
    found = compare(economy_from_tables(williams.tables()), ("superindustrial", "maximum", "targets"))
    assert found.frontier is None
    assert any(each.startswith("Targets: not tried") for each in found.findings)
    write_comparison(found, tmp_path / "c.xlsx")


def test_the_leanest_year_names_all_strategies_that_share_it(five: Economy) -> None:
    lows = {"balanced": 1.0, "maximum": 0.95, "consumption": 0.95 + 1e-9, "ratchet": 0.9504, "war": 0.96}
    said = _leanest("the town", lows)
    told = (
        "The leanest year planned for the town is under maximum, consumption and ratchet: 0.95 times the base year's."
    )
    assert said == told
    assert _leanest("the town", dict.fromkeys(lows, 0.95)).startswith(
        "The leanest year planned for the town is the same under all"
    )
    assert "under maximum: 0.9 " in _leanest("the town", lows | {"maximum": 0.9})


def test_the_comparison_names_every_leanest_strategy(compared: Comparison, five: Economy) -> None:
    for index, household in enumerate(five.households.names):
        lows = {name: float(m.consumption[index, 1:].min()) for name, m in compared.measures.items()}
        said = [each for each in compared.findings if each.startswith(f"The leanest year planned for the {household}")]
        assert len(said) == (min(lows.values()) < 1.0 - 1e-6)
        for sentence in said:
            same = [name for name, low in lows.items() if f"{low:.3g}" == f"{min(lows.values()):.3g}"]
            assert all(name in sentence for name in same) or "the same under all" in sentence


def test_nothing_but_infeasible_strategies_is_a_comparison_too(tmp_path: Path) -> None:
    found = compare(economy_from_tables(two_sectors.tables()), ("targets",), target_set="ambitious")
    assert not found.measures
    assert found.frontier is None
    write_comparison(found, tmp_path / "c.xlsx")
    assert "infeasible" in list(printed(comparison_report(found)))[1]
    json.dumps(comparison_json(found, None), allow_nan=False)


def test_an_unknown_strategy_is_a_fault(five: Economy) -> None:
    with pytest.raises(InputFault, match="no strategy"):
        compare(five, ("balanced", "balnced"))


def test_when_nothing_can_be_tried_the_faults_are_told() -> None:
    with pytest.raises(InputFault, match="needs targets"):
        compare(economy_from_tables(williams.tables()), ("targets", "proportional"))


def test_progress_is_told() -> None:
    told: list[str] = []
    compare(economy_from_tables(two_sectors.tables()), ("consumption",), progress=told.append, points=3)
    assert told[0] == "strategy consumption"
    assert "frontier: point 3 of 3" in told


def test_the_workbook_shows_the_measures(compared: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "comparison.xlsx"
    write_comparison(compared, path)
    with pytest.raises(OutputFault):
        write_comparison(compared, path)
    book: Any = load_workbook(path)
    assert book.sheetnames[0] == "Comparison"
    assert {
        "Measures",
        "Consumption",
        "Output",
        "Paths",
        "Capacity",
        "Labour",
        "Targets",
        "Frontier",
        "What binds",
        "Ladder (balanced)",
        "Pay-off (maximum)",
    } <= set(book.sheetnames)
    page = " ".join(str(c.value) for row in book["Comparison"].iter_rows() for c in row if c.value is not None)
    assert "Stylised" in page
    assert "1.29" in page or "times the base year's" in page
    rows = list(book["Measures"].iter_rows(values_only=True))
    header = next(row for row in rows if row[0] == "measure")
    assert header[:7] == ("measure", "unit", *MANY)
    assert "maximum less balanced" in header
    (town,) = [row for row in rows if row[0] == "consumption, town, 1932/33"]
    for place, name in enumerate(MANY):
        expected = compared.measures[name].consumption[0, -1] if name in compared.measures else None
        assert town[2 + place] == (pytest.approx(expected) if expected is not None else None)
    less = header.index("maximum less balanced")
    assert town[less] == pytest.approx(town[3] - town[2])
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if cell.hyperlink is not None:
                    assert cell.hyperlink.location.rpartition("!")[0].strip("'") in book.sheetnames
    assert len(book["Paths"]._charts) == 12
    assert len(book["Frontier"]._charts) == 1
    assert len(book["Comparison"]._charts) >= 3
    assert book["Pay-off (maximum)"].conditional_formatting


def test_the_comparison_as_json(compared: Comparison) -> None:
    said = json.loads(json.dumps(comparison_json(compared, "c.xlsx"), allow_nan=False))
    assert set(said["strategies"]) == set(MANY)
    assert said["strategies"]["targets"]["measures"] is None
    assert said["strategies"]["targets"]["status"] == "infeasible"
    town = said["strategies"]["balanced"]["measures"]["consumption"]["urban"]
    assert town["1932/33"] == pytest.approx(compared.measures["balanced"].consumption[0, -1])
    assert said["report"] == "c.xlsx"
    assert len(said["frontier"]["points"]) == 9


def test_the_frontier_of_steel_and_corn_by_hand() -> None:
    economy = economy_from_tables(two_sectors.tables())
    found = frontier(economy, points=5)
    best = solve(economy, "superindustrial").output_by_sector()[0, 3] / 25.0
    assert found.second_values[0] == pytest.approx(best, rel=1e-6)
    assert found.second_values[0] == pytest.approx(1.7044)
    assert found.first_values[-1] > found.first_values[0] > 1.0


@pytest.mark.slow
def test_every_plan_is_held_against_the_same_targets(five: Economy, tmp_path: Path) -> None:
    """Also where only some strategies ask for a target set."""
    from dataclasses import replace

    free = replace(five, settings=replace(five.settings, target_set=""))
    found = compare(free, ("maximum", "balanced"), target_set="minimum", points=0)
    assert [len(m.targets) for m in found.measures.values()] == [12, 12]
    assert found.frontier is None
    write_comparison(found, tmp_path / "c.xlsx")


def test_the_years_that_each_target_set_needs_are_a_measure_and_a_finding() -> None:
    economy = economy_from_tables(two_sectors.tables())
    comparison = compare(economy, ("balanced",))
    assert {name: needed.together for name, needed in comparison.years.items()} == {"modest": 2, "ambitious": 5}
    told = "The plan has 3 years; the targets 'modest' take 2 years and 'ambitious' take 5 years."
    assert told in comparison.findings
    assert comparison_json(comparison, None)["years_needed"]["ambitious"] == 5


@pytest.fixture(scope="module")
def carried_out() -> Comparison:
    economy = economy_from_tables(two_sectors.tables())
    return compare(economy, ("balanced", "maximum"), points=0, draws=Draws(2, 6))


def test_carried_out_with_the_plans_that_are_compared(carried_out: Comparison) -> None:
    assert carried_out.execution is not None
    alone = execute_strategies(Request(carried_out.economy), ("balanced", "maximum"), Draws(2, 6))
    for name, each in alone.outcomes.items():
        assert carried_out.execution.outcomes[name].made.mean == pytest.approx(each.made.mean, rel=1e-9)
    assert carried_out.execution.outcomes["balanced"].demanded.output[:, 1] == pytest.approx(
        carried_out.plans["balanced"].quantities.output[:, 1]
    )


def test_the_first_page_says_who_was_right(carried_out: Comparison, tmp_path: Path) -> None:
    assert carried_out.execution is not None
    write_comparison(carried_out, tmp_path / "c.xlsx")
    book: Any = load_workbook(tmp_path / "c.xlsx")
    first = list(book.worksheets[0].iter_rows(values_only=True))
    words = [row[0] for row in first]
    assert words.index("Who was right about what") < words.index("Who gets what, as planned")
    for name, each in carried_out.execution.outcomes.items():
        assert each.industry is not None
        assert each.industry_told is not None
        row = next(row for row in first if row[0] == name)
        planned = each.industry_told[-1] if each.demanded.feasible else None
        assert row[1] == pytest.approx(each.industry_told[-1])
        assert row[2] == (None if planned is None else pytest.approx(planned))
        assert row[3:6] == pytest.approx(each.industry.at(-1))
    report = comparison_report(carried_out)
    made = json.loads(json.dumps(comparison_json(carried_out, None, report), allow_nan=False))
    said = list(printed(report))
    assert all(each in said for each in made["execution"]["verdict"])
    assert {"Carried out", "Ambition", "Consumption and capital", "Fulfilment"} <= set(book.sheetnames)


def test_what_cannot_be_carried_out_is_said() -> None:
    """Balanced growth, from which a demand without a plan takes its consumption, is infeasible."""
    tables = two_sectors.tables()
    header, *rows = tables["Households"]
    for row in rows:
        row[header.index("floor")] = 50.0
    found = compare(economy_from_tables(tables), ("maximum",), points=0, draws=Draws(1, 2))
    assert found.execution is None
    assert found.not_executed.startswith("Not carried out.")
    assert found.not_executed in list(printed(comparison_report(found)))


def test_nothing_is_carried_out_unasked() -> None:
    found = compare(economy_from_tables(two_sectors.tables()), ("balanced",), points=0)
    assert (found.execution, found.not_executed) == (None, "")
    assert comparison_json(found, None)["execution"] is None
