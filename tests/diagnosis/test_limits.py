"""Time limits: kept, and what is unfinished is named and never presented as a finding."""

from __future__ import annotations

import numpy as np
import pytest
from independent import Feasibility, row_numbers
from tables import matrix, plan

from optimiser import economy_from_tables
from optimiser.diagnosis import diagnose, explain
from optimiser.diagnosis.deadline import Clock
from optimiser.diagnosis.question import question
from optimiser.economy.random import synthetic_economy
from optimiser.programme.rows import Kind
from optimiser.solver import SolverOptions, Status, open_session
from optimiser.strategies import Request
from optimiser.strategies.years_needed import years_needed

GREAT = synthetic_economy(56, 5)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.5])
def test_a_diagnosis_cut_short_names_what_is_unfinished(seconds: float) -> None:
    """Of an economy that takes many seconds in all."""
    found = diagnose(Request(synthetic_economy(120, 5), "growth"), time_limit=seconds)
    assert found.status in ("infeasible", "limit")
    if found.status == "infeasible":
        assert found.unfinished
        assert any(text.startswith("Not finished") for text in found.sentences)
    for relaxed in (found.by_targets, found.by_targets_evenly, found.by_resources or found.nearest_miss):
        assert relaxed is None or relaxed.finished or found.unfinished
    for conflict in found.conflicts:
        assert conflict.verified or found.unfinished


def test_conflicts_that_ran_out_of_time_are_still_proved_infeasible() -> None:
    asked = question(Request(GREAT, "growth"), "targets").programme
    found = explain(asked, economy=GREAT, time_limit=1.5)
    number_of = row_numbers(asked)
    check = Feasibility(asked)
    given = (Kind.TARGET, Kind.RESOURCE, Kind.POLICY)
    for conflict in found.conflicts:
        if conflict.verified:
            rows = {number_of[reference.rule, *reference.key.items()] for reference in conflict.rows}
            members = {
                row
                for block in asked.blocks
                if block.kind in given
                for row in range(asked.row_range[block.name].start, asked.row_range[block.name].stop)
            }
            assert not check.without(members - rows)


def test_the_rows_that_may_give_way_are_the_users_choice() -> None:
    economy = synthetic_economy(10, 4, target_growth=0.08)
    asked = question(Request(economy, "growth"), "targets").programme
    by_labour = explain(asked, economy=economy, kinds=(Kind.RESOURCE, Kind.POLICY))
    assert by_labour.by_targets is not None
    assert by_labour.by_targets.verified
    assert {each.reference.kind for each in by_labour.by_targets.rows} <= {Kind.RESOURCE, Kind.POLICY}
    both = explain(asked, economy=economy, kinds=(Kind.TARGET, Kind.RESOURCE, Kind.POLICY))
    alone = explain(asked, economy=economy)
    assert both.by_targets is not None
    assert alone.by_targets is not None
    found = [some.by_targets for some in (both, alone, by_labour) if some.by_targets]
    total = [sum(each.relative for each in some.rows) for some in found]
    assert total[0] <= min(total[1:]) + 1e-7
    anything = explain(asked, economy=economy, kinds=tuple(Kind))
    assert anything.by_targets is not None
    assert anything.by_targets.verified


def test_leximin_keeps_the_worst_least() -> None:
    economy = synthetic_economy(15, 4, target_growth=0.08)
    found = explain(question(Request(economy, "growth"), "targets").programme, economy=economy)
    assert found.by_targets is not None
    assert found.by_targets_evenly is not None
    worst = [max(each.relative for each in some.rows) for some in (found.by_targets_evenly, found.by_targets)]
    total = [sum(each.relative for each in some.rows) for some in (found.by_targets_evenly, found.by_targets)]
    assert worst[0] <= worst[1] + 1e-7
    assert total[0] >= total[1] - 1e-6
    assert found.by_targets_evenly.verified


def test_clock() -> None:
    clock = Clock.of(10.0)
    assert 4.0 < clock.part(0.5).left <= 5.0
    options = clock.options(SolverOptions(time_limit=3.0))
    assert 2.9 < options.seconds <= 3.0
    assert options.name == "highs"
    assert clock.part(0.1).options(SolverOptions(time_limit=3.0)).seconds <= 1.0
    over = Clock.of(-1.0)
    assert over.over
    assert over.left == 0.0
    late = open_session(question(Request(GREAT), "consumption").programme, over.options(SolverOptions()))
    assert late.solve().status is Status.LIMIT
    assert late.cut_short
    assert np.isinf(Clock().left)
    assert not Clock().over


def test_a_plan_too_short_for_a_targets_year_does_not_reach_it() -> None:
    economy = economy_from_tables(
        {
            "Plan": plan(plan_years=3),
            "Sectors": [["code", "unit", "base output"], ["cloth", "unit", 5]],
            "Inputs": matrix("product", ["cloth"], ["cloth"], [[0]]),
            "Labour": [["pool", "unit", "persons"], ["workers", "workers", 10]],
            "Labour inputs": matrix("pool", ["workers"], ["cloth"], [[1]]),
            "Targets": [
                ["set", "variable", "code", "year", "value"],
                ["near", "output", "cloth", 2002, 10],
                ["far", "output", "cloth", 2002, 15],
            ],
        }
    )
    assert years_needed(Request(economy, "near")).together == 2
    far = years_needed(Request(economy, "far"), longest=5)
    assert far.finished
    assert far.together is None
    assert str(far) == "more than 5 years"
    stopped = years_needed(Request(economy, "near", Clock.of(-1.0).options(SolverOptions())))
    assert not stopped.finished
    assert stopped.together is None
