"""Conflicts in the order that matters: of targets with each other first, single ones against their own growth last."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from independent import assert_conflict
from test_planted import economy_of, labour, programme, target
from test_words import five_year_plan

from optimiser.diagnosis import explain
from optimiser.economy.flows import effective_yields, greatest_capacity
from optimiser.report.reports import write_diagnosis


def test_joint_conflicts_come_before_targets_that_are_out_of_reach_alone() -> None:
    made, _ = labour(economy_of(10), 2)
    made, out_of_reach = target(made, 4)
    asked = programme(made)
    found = explain(asked, economy=made)
    assert not found.unfinished
    assert [each.joint for each in found.conflicts] == [True, False]
    together, alone = found.conflicts
    assert not any(out_of_reach(each) for each in together.rows), "it says nothing of how the others get in the way"
    assert any(each.rule == "labour" for each in together.rows)
    assert "cannot be met together" in together.short
    assert any(out_of_reach(each) for each in alone.rows)
    for each in found.conflicts:
        assert_conflict(asked, each)


def test_targets_beyond_their_own_growth_are_one_line() -> None:
    found = five_year_plan()
    economy = found.economy
    assert economy is not None
    last = economy.years.plan
    most = greatest_capacity(economy, last)[:, last] * effective_yields(economy)[:, last]
    beyond = {
        float(value)
        for name, index, value in zip(
            economy.targets.set, economy.targets.index.tolist(), economy.targets.value.tolist(), strict=True
        )
        if name == "optimal" and value > most[index]
    }
    assert beyond
    assert {each.asked for each in found.beyond} == beyond
    (line,) = [each for each in found.sentences if each.startswith("Beyond what")]
    assert all(each.name in line for each in found.beyond)
    # no other line of the first page says the same of one of them
    short = [each.short for each in found.conflicts if each.of_own_growth]
    assert not set(short) & set(found.sentences)


def test_a_conflict_is_a_short_sentence_and_a_table(tmp_path: Path) -> None:
    found = five_year_plan()
    write_diagnosis(found, tmp_path / "why.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "why.xlsx")["Conflicts"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    heads = [row for row in rows if row[:3] == ["who", "what it says", "kind"]]
    assert len(heads) == len(found.conflicts)
    assert heads[0] == ["who", "what it says", "kind", "year", "at least", "at most", "unit", "input cell"]
    said = [str(row[0]) for row in rows if row]
    for conflict in found.conflicts:
        assert conflict.short in said
        assert len(conflict.short) < 200
        for phrase in conflict.phrases:
            assert any(len(row) > 1 and row[1] == phrase for row in rows)


def test_years_are_words_of_the_calendar() -> None:
    found = five_year_plan("minimum")
    assert found.years is not None
    assert found.economy is not None
    (line,) = [each for each in found.sentences if "Reaching all of them takes" in each]
    assert found.economy.years.label(found.years.together or 0) in line
    assert pytest.approx(found.years.together) == int(line.split("takes ")[1].split(" years")[0])
