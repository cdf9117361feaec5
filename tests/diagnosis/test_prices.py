"""Shadow prices of the common share: their sign, and the range in which they hold."""

from __future__ import annotations

import numpy as np
import pytest

from optimiser import economy_from_tables
from optimiser.diagnosis.bottlenecks import holding
from optimiser.diagnosis.diagnose import question
from optimiser.diagnosis.elastic import relaxable
from optimiser.diagnosis.words import row_references
from optimiser.economy.random import synthetic_economy
from optimiser.programme.rows import Kind
from optimiser.solver import SolverOptions, open_session
from optimiser.strategies import Request
from optimiser.strategies.leximin import with_ladder
from optimiser.workbook.examples import first_five_year_plan

ECONOMIES = {
    "plan": (economy_from_tables(first_five_year_plan.tables()), "optimal"),
    "random": (synthetic_economy(12, 3, seed=3, target_growth=0.08), "growth"),
}


@pytest.mark.parametrize("name", ECONOMIES)
def test_a_right_hand_side_moved_within_its_range_moves_the_share_by_its_price(name: str):
    economy, target_set = ECONOMIES[name]
    asked = question(Request(economy, target_set), "targets")
    assert asked.goals is not None
    programme, share = with_ladder(asked.bare, asked.goals)
    programme = programme.maximising(share.over(np.array([0])).affine())
    session = open_session(programme, SolverOptions())
    kept = programme.row_range["target_kept"]
    session.free_rows(np.arange(kept.start, kept.stop))
    solution, ranges = session.solve(), session.ranges()
    where = row_references(programme)
    holds = holding(programme, solution, where, ranges, economy)
    assert holds
    assert [hold.per_cent for hold in holds] == sorted((hold.per_cent for hold in holds), reverse=True)
    row_of = {(reference.rule, reference.entity, reference.year): row for row, reference in enumerate(where)}
    arrays = programme.arrays
    tried = 0
    for hold in holds[:40]:
        row = row_of[hold.reference.rule, hold.reference.entity, hold.reference.year]
        assert hold.from_ <= hold.side + 1e-9 * arrays.row_scale[row]
        assert hold.to >= hold.side - 1e-9 * arrays.row_scale[row]
        for end in (hold.from_, hold.to):
            if not np.isfinite(end) or abs(end - hold.side) < 1e-6 * arrays.row_scale[row]:
                continue
            step = 0.5 * (end - hold.side)
            rows = np.array([row])
            session.set_rows(rows, arrays.row_lower[rows] + step, arrays.row_upper[rows] + step)
            moved = session.solve()
            session.restore_rows(rows)
            assert moved.objective - solution.objective == pytest.approx(hold.price * step, rel=1e-4, abs=1e-8)
            tried += 1
    assert tried


def test_more_of_a_resource_and_less_of_a_demand_add_to_the_share():
    economy, target_set = ECONOMIES["plan"]
    asked = question(Request(economy, target_set), "targets")
    assert asked.goals is not None
    programme, share = with_ladder(asked.bare, asked.goals)
    programme = programme.maximising(share.over(np.array([0])).affine())
    solution = open_session(programme, SolverOptions()).solve()
    arrays = programme.arrays
    prices = solution.shadow_prices[relaxable(programme, (Kind.RESOURCE, Kind.POLICY))]
    only_most = np.isinf(arrays.row_lower)[relaxable(programme, (Kind.RESOURCE, Kind.POLICY))]
    assert (prices[only_most] >= -1e-9).all()
    assert (prices[~only_most] <= 1e-9).all()
    assert (prices > 1e-6).any()
