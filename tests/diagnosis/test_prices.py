"""Shadow prices of the common share: their sign, and the range in which they hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import scipy.sparse as sp

from optimiser import economy_from_tables
from optimiser.diagnosis.bottlenecks import BindingRow, holding
from optimiser.diagnosis.elastic import relaxable
from optimiser.diagnosis.question import question
from optimiser.economy.random import synthetic_economy
from optimiser.programme import LinearProgramme
from optimiser.programme.references import row_references
from optimiser.programme.rows import Kind
from optimiser.solver import Session, Solution, SolverOptions, open_session
from optimiser.strategies import Request
from optimiser.strategies.leximin import with_ladder
from optimiser.workbook.examples import first_five_year_plan

pytestmark = pytest.mark.quick

ECONOMIES = {
    "plan": (economy_from_tables(first_five_year_plan.tables()), "optimal"),
    "random": (synthetic_economy(8, 3, seed=6, target_growth=0.07), "growth"),
    "degenerate": (synthetic_economy(12, 3, seed=3, target_growth=0.08), "growth"),
    "degenerate too": (synthetic_economy(7, 3, seed=8, target_growth=0.09), "growth"),
}
"""In the last two several pools of labour bind together."""


@dataclass(frozen=True)
class Priced:
    """The programme of the common share, solved, and what holds it."""

    session: Session
    solution: Solution
    holds: tuple[BindingRow, ...]
    row_of: dict[tuple[str, tuple[str, ...], str], int]

    @classmethod
    def of(cls, name: str) -> Priced:
        economy, target_set = ECONOMIES[name]
        asked = question(Request(economy, target_set), "targets")
        assert asked.goals is not None
        programme, share = with_ladder(asked.bare, asked.goals)
        session = open_session(programme.maximising(share.over(np.array([0])).affine()), SolverOptions())
        kept = programme.row_range["target_kept"]
        session.free_rows(np.arange(kept.start, kept.stop))
        solution, where = session.solve(), row_references(programme)
        holds = holding(session.programme, solution, where, session.ranges(), economy)
        return cls(session, solution, holds, {(at.rule, at.thing, at.year): row for row, at in enumerate(where)})

    def row(self, hold: BindingRow) -> int:
        return self.row_of[hold.reference.rule, hold.reference.thing, hold.reference.year]

    def gain(self, hold: BindingRow, step: float) -> float:
        """What the share gains when the right-hand side moves, by solving again."""
        rows, arrays = np.array([self.row(hold)]), self.session.programme.arrays
        self.session.set_rows(rows, arrays.row_lower[rows] + step, arrays.row_upper[rows] + step)
        moved = self.session.solve()
        self.session.restore_rows(rows)
        assert moved.optimal
        return moved.objective - self.solution.objective


@pytest.mark.parametrize(("name", "least"), [("plan", 15), ("random", 1), ("degenerate", 0), ("degenerate too", 0)])
def test_a_right_hand_side_moved_within_its_range_moves_the_share_by_its_price(name: str, least: int) -> None:
    priced = Priced.of(name)
    assert [hold.per_cent for hold in priced.holds] == sorted((hold.per_cent for hold in priced.holds), reverse=True)
    tried = 0
    for hold in priced.holds[:40]:
        assert np.isnan(hold.from_) == np.isnan(hold.to)
        for end in (hold.from_, hold.to):
            step = 0.9 * (end - hold.side)
            if np.isfinite(step) and step:
                assert priced.gain(hold, step) == pytest.approx(hold.price * step, rel=1e-4, abs=1e-8)
                tried += 1
    assert tried >= least


def test_no_range_is_shown_where_a_right_hand_side_cannot_move_alone() -> None:
    """x = 1 and 2 x = 2: whichever row has the price, neither can move without the other."""
    programme = LinearProgramme.of_arrays(
        sp.csr_array(np.array([[1.0], [2.0]])),
        np.array([1.0, 2.0]),
        np.array([1.0, 2.0]),
        np.zeros(1),
        np.full(1, np.inf),
        np.ones(1),
        rows=["once", "twice"],
        columns=["x"],
    )
    session = open_session(programme)
    solution, ranges = session.solve(), session.ranges()
    assert solution.shadow_prices @ [1.0, 2.0] == pytest.approx(1.0)
    assert ranges is not None
    assert np.isnan(ranges).all()


def test_rows_that_do_not_bind_have_no_range() -> None:
    priced = Priced.of("plan")
    ranges = priced.session.ranges()
    assert ranges is not None
    low, high = ranges
    priced_rows = np.abs(priced.solution.shadow_prices) > 1e-9
    assert (np.isnan(low) == np.isnan(high)).all()
    arrays = priced.session.programme.arrays
    inside = arrays.matrix @ priced.solution.values
    slack = np.minimum(inside - arrays.row_lower, arrays.row_upper - inside) > 1e-6 * arrays.row_scale
    assert slack.any()
    assert np.isnan(low[slack]).all()
    assert np.isfinite(low[priced_rows]).any()


def test_more_of_a_resource_and_less_of_a_demand_add_to_the_share() -> None:
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
