"""What a diagnosis says: sentences that an economist understands, and no names of the machinery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from independent import assert_conflict

from optimiser import Economy, economy_from_tables, solve
from optimiser.diagnosis import Diagnosis, diagnose
from optimiser.diagnosis.question import question
from optimiser.diagnosis.words import say
from optimiser.programme import formulate
from optimiser.programme.references import row_references
from optimiser.strategies import Request
from optimiser.strategies.balanced import growing_together
from optimiser.workbook.examples import first_five_year_plan, williams

WRONG = re.compile(r"\b(None|nan|inf|row \d+)\b|[{}_]|\bunit\b|  ")


@cache
def five_year_plan(target_set: str = "optimal") -> Diagnosis:
    economy = economy_from_tables(first_five_year_plan.tables())
    return diagnose(Request(economy, target_set))


def texts(found: Diagnosis) -> Iterator[str]:
    yield from found.sentences
    for conflict in found.conflicts:
        yield from (conflict.sentence, *conflict.phrases, *conflict.families)
    for relaxed in (found.by_targets, found.by_targets_evenly, found.by_resources or found.nearest_miss):
        yield from (each.sentence for each in (relaxed.rows if relaxed else ()))
    yield from (name for name, _ in found.left_out)
    yield from (each.change for each in found.helps)
    yield from found.useless
    yield from (each.name for each in found.alone)
    yield from (link.what for chain in found.chains for link in chain)


def test_every_row_of_the_plan_can_be_said() -> None:
    economy = economy_from_tables(first_five_year_plan.tables())
    programme, v = formulate(economy)
    for reference in row_references(programme.with_rows(growing_together(economy, v))):
        text = say(economy, [reference])
        assert text
        assert not WRONG.search(text), text


def test_the_five_year_plan_is_spoken_of_in_words() -> None:
    found = five_year_plan()
    sectors = [str(row[0]) for row in first_five_year_plan.tables()["Sectors"][1:]]
    codes = {*sectors, "urban household", "rural household"}
    for text in texts(found):
        assert text.strip()
        assert not WRONG.search(text), text
        assert not any(re.search(rf"\b{code}\b", text) for code in codes), text
    for relaxed in (found.by_targets, found.by_targets_evenly, found.by_resources or found.nearest_miss):
        assert relaxed is not None
        assert relaxed.verified
        assert relaxed.finished
        for each in relaxed.rows:
            assert each.reference.unit
            shown = "%" if each.reference.unit.startswith("index") else each.reference.unit
            assert shown in each.sentence
            assert "!" in each.cell, each.cell
    assert found.verified
    assert not found.unfinished


@pytest.mark.slow
def test_the_five_year_plan_ladder_and_horizon_agree() -> None:
    found = five_year_plan("minimum")
    economy = found.economy
    assert economy is not None
    assert found.ladder is not None
    assert found.years is not None
    planned = economy.years.plan
    shares = [float(str(row[found.ladder.columns.index("share")])) for row in found.ladder.rows]
    assert shares[0] == pytest.approx(found.share, rel=1e-6)
    assert shares == sorted(shares)
    assert found.share is not None
    # less than the whole can be had, so more years are needed; and then just as many as that
    assert found.share < 1
    assert found.years.together is not None
    assert found.years.together > planned
    for years, enough in ((found.years.together, True), (found.years.together - 1, False)):
        share = solve(economy.with_plan_years(years), "proportional", target_set="minimum").share
        assert share is not None
        assert (share >= 1 - 1e-7) is enough
    alone = {each.name: each.years for each in found.alone}
    assert len(alone) == 12
    assert all(years is not None and years <= found.years.together for years in alone.values())
    # a target that gives way although it is the only one takes more years than planned, alone
    for conflict in found.conflicts:
        wanted = [reference for reference in conflict.rows if reference.rule == "target"]
        if len(wanted) == 1:
            cell = conflict.cells[conflict.rows.index(wanted[0])]
            needed = next(each.years for each in found.alone if each.cell == cell)
            assert needed is not None
            assert needed > planned
    # nobody is worse off when a target is left out
    assert all(share >= found.share - 1e-7 for _, share in found.left_out)


def test_the_five_year_plan_conflicts() -> None:
    found = five_year_plan()
    programme = question(Request(found.economy, "optimal"), "targets").programme  # type: ignore[arg-type]
    assert len(found.conflicts) == 4
    for conflict in found.conflicts:
        assert_conflict(programme, conflict)
    (timber,) = [each for each in found.conflicts if "bn r of timber" in each.sentence]
    assert "the skilled labour pool has only 1.907 million persons in 1932/33" in timber.sentence
    assert "begun in 1928/29 is ready in 1930/31 (new)" in timber.sentence
    assert "Labour!J4" in timber.cells
    (food,) = [each for each in found.conflicts if "bn r of food industry" in each.sentence]
    assert "capacity for agriculture, food and feed can grow by at most 6% a year" in food.sentence
    assert "Capacity!E2" in food.cells
    assert found.sentences[-1].startswith("The figures are stylised")


@pytest.mark.slow
def test_the_minimum_variant_takes_fewer_years() -> None:
    least, most = five_year_plan("minimum"), five_year_plan("optimal")
    assert least.share is not None
    assert most.share is not None
    assert least.share > most.share
    assert least.years is not None
    assert most.years is not None
    assert least.years.together is not None
    # the whole of the optimal variant takes longer than is tried
    assert most.years.together is None
    assert least.years.together < most.years.tried
    optimal = {each.name: each.years or most.years.tried for each in most.alone}
    assert all((each.years or 0) <= optimal[each.name] for each in least.alone)


def williams_made(change: str) -> Economy:
    tables = williams.tables()
    if change == "manpower":
        tables["Labour"][1][3] = 100.0
    elif change == "stocks":
        for row in tables["Sectors"][1:]:
            row[7] = 0.0
    else:
        for row in tables["Demand"][1:]:
            row[2:9] = [2.0 * float(value) for value in row[2:9]]  # type: ignore[arg-type]
    return economy_from_tables(tables, scenario="capacity")


@pytest.mark.parametrize(
    ("change", "rules", "words"),
    [
        (
            "manpower",
            {"labour", "static_output"},
            ("manpower labour pool has only 100 £m", "output of coal after the plan"),
        ),
        (
            "stocks",
            {"material_balance", "output_in_hand"},
            ("0 £m in stock at the start", "given uses of 60 £m", "year 1"),
        ),
        (
            "demand",
            {"material_balance", "output_in_hand"},
            ("given uses of 120 £m a year", "coal", "steel", "transport"),
        ),
    ],
)
def test_williams_made_infeasible(change: str, rules: set[str], words: tuple[str, ...]) -> None:
    """Williams, "Economic planning": too few hands, no stocks, twice the uses."""
    economy = williams_made(change)
    found = diagnose(Request(economy), "weighted")
    assert found.status == "infeasible before any target"
    assert found.verified
    assert not found.unfinished
    assert "even without any target" in found.sentences[0]
    programme = question(Request(economy), "weighted").programme
    for conflict in found.conflicts:
        assert {reference.rule for reference in conflict.rows} == rules
        assert_conflict(programme, conflict)
    whole = " ".join(conflict.sentence for conflict in found.conflicts)
    for word in words:
        assert word in whole
    for text in texts(found):
        assert not WRONG.search(text), text


def test_years_that_are_numbers_are_called_years() -> None:
    found = diagnose(Request(williams_made("stocks")), "weighted")
    assert "in year 0" in found.conflicts[0].sentence
    assert "the years 0 to 5" in found.sentences[0]


@pytest.mark.slow
def test_a_first_year_above_stocks_is_explained_without_targets() -> None:
    """Given uses of the first year that nothing can cover: the data are at fault, not the targets."""
    tables = first_five_year_plan.tables()
    tables["Demand"][1][3] = 40.0
    found = diagnose(Request(economy_from_tables(tables), "minimum"))
    assert found.status == "infeasible before any target"
    assert found.verified
    assert any("agriculture" in conflict.sentence for conflict in found.conflicts)
    assert found.share is None
    assert not any(reference.rule == "target" for conflict in found.conflicts for reference in conflict.rows)
    # the last of its relaxations lie a hair apart, where the simplex method goes round in circles
    assert not found.unfinished


def test_an_unbounded_goal_is_told_apart() -> None:
    tables = williams.tables()
    tables["Objective"].append(["boundless", "stocks", "*", 5, 1.0, None])
    tables["Objective"].append(["boundless", "output", "*", 5, 1.0, None])
    chosen: list[list[object]] = [["objective", "boundless", None, None]]
    tables["Plan"] = [row for row in tables["Plan"] if row[0] != "objective"] + chosen
    tables["Labour"][1][3] = "unlimited"
    tables["Capacity"] = [row if row[0] == "sector" else [row[0], "unlimited", *row[2:]] for row in tables["Capacity"]]
    tables["Inputs"] = [tables["Inputs"][0], *([row[0], 0.0, 0.0, 0.0, row[4]] for row in tables["Inputs"][1:])]
    found = diagnose(Request(economy_from_tables(tables)), "weighted")
    assert found.status == "unbounded"
    assert found.growing
    assert "no limit" in found.sentences[0]
    assert not any(WRONG.search(text) for text in (*found.growing, *found.sentences))


def test_what_can_be_carried_out_is_said_to_be() -> None:
    tables = first_five_year_plan.tables()
    economy = economy_from_tables(tables)
    values = np.array(economy.targets.value)
    modest = replace(economy, targets=replace(economy.targets, value=0.5 * values))
    found = diagnose(Request(modest, "minimum"))
    assert found.status == "feasible"
    assert not found.conflicts
    assert "can be carried out" in found.sentences[0]
