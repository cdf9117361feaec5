"""The light answer says the same as the whole diagnosis, at a small part of its cost."""

from __future__ import annotations

import pytest
from independent import assert_conflict
from test_words import five_year_plan

from optimiser.diagnosis import first_answer
from optimiser.diagnosis.question import question
from optimiser.strategies import Request


@pytest.mark.slow
def test_it_agrees_with_the_whole_diagnosis() -> None:
    whole = five_year_plan()
    assert whole.economy is not None
    request = Request(whole.economy, "optimal")
    light = first_answer(request)
    assert light.status == whole.status == "infeasible"
    assert light.share == pytest.approx(whole.share, rel=1e-7)
    assert light.years is not None
    assert whole.years is not None
    assert light.years.together == whole.years.together
    (conflict,) = light.conflicts
    assert conflict.verified
    assert conflict.irreducible
    assert_conflict(question(request, "targets").programme, conflict)
    assert not light.helps
    assert light.by_targets is None


def test_what_can_be_carried_out_has_no_conflict() -> None:
    from optimiser import economy_from_tables
    from optimiser.workbook.examples import two_sectors

    found = first_answer(Request(economy_from_tables(two_sectors.tables()), "modest"))
    assert found.status == "feasible"
    assert not found.conflicts
