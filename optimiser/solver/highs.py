"""HiGHS, directly from the arrays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.errors import SolverFailed
from optimiser.programme.programme import LinearProgramme
from optimiser.solver.session import TOLERANCE, Session, Solution, SolverOptions, Status

LARGE = 10_000
"""Rows and columns together from which the interior-point method is the faster way to a first answer."""

DUAL, PRIMAL = 1, 4
"""HiGHS's numbers for the simplex method that goes on best after rows or bounds, or after the goal, changed."""

CHOOSE, DEVEX = -1, 1
"""HiGHS's numbers for how the dual simplex method prices its edges: as it likes, or roughly and at once."""

LOOSER = (1e-8, 1e-7)
"""Up to HiGHS's own tolerance, for programmes on which it comes to no verdict at the stricter one.  What it finds
is re-added like everything else."""

NARROW = 1e-7
"""Scaled width below which a range is none.  At a degenerate optimum, where several rows bind together, the basis
changes with the least move of a right-hand side either way; how far the shadow price holds it does not tell."""

SLOW = 2_000
"""Rows and columns together from which a solve may take so long that somebody wants to interrupt it."""


class HighsSession(Session):
    """HiGHS, from the arrays."""

    def __init__(self, programme: LinearProgramme, options: SolverOptions) -> None:
        super().__init__(programme, options)
        import highspy

        self._api: Any = highspy
        # the class beneath `highspy.Highs`, whose own constructor prints before it can be told not to
        self._highs = self._api._Highs()
        highs = self._highs
        settings: dict[str, Any] = {"output_flag": False, "small_matrix_value": 1e-12}
        # HiGHS holds a number of threads against whatever its process-wide scheduler began with, and refuses
        settings |= {"parallel": "off"} if options.threads == 1 else {"threads": options.threads}
        for name, value in settings.items():
            self._check(highs.setOptionValue(name, value), f"set {name}")
        rows, columns = self.matrix.shape
        status = highs.passModel(
            columns,
            rows,
            self.matrix.nnz,
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMaximize),
            0.0,
            self.cost,
            self.lower,
            self.upper,
            self.row_lower,
            self.row_upper,
            self.matrix.indptr,
            self.matrix.indices,
            self.matrix.data,
            np.zeros(columns, np.int32),
        )
        self._check(status, "take the programme")
        self._warm = False
        self._strategy = DUAL
        self._tolerance = TOLERANCE
        self._structure = (
            tuple((each.name, each.shape) for each in programme.variables),
            tuple((block.name, block.count) for block in programme.blocks),
        )
        known = options.bases.get(self._structure) if options.bases else None
        if known is not None:
            self._warm = highs.setBasis(known) == highspy.HighsStatus.kOk

    def _check(self, status: Any, what: str) -> None:
        if status != self._api.HighsStatus.kOk:
            raise SolverFailed(f"HiGHS could not {what}: {status.name.removeprefix('k').lower()}")

    def _rows_changed(self, rows: Ints) -> None:
        lower, upper = self.row_lower[rows], self.row_upper[rows]
        self._check(self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper), "change rows")
        self._strategy = DUAL

    def _columns_changed(self, columns: Ints) -> None:
        lower, upper = self.lower[columns], self.upper[columns]
        self._check(self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper), "change bounds")
        self._strategy = DUAL

    def _goal_changed(self) -> None:
        every = np.arange(len(self.cost), dtype=np.int32)
        self._check(self._highs.changeColsCost(len(every), every, self.cost), "change the goal")
        # from an optimal basis only the goal has left, the primal simplex goes on
        self._strategy = PRIMAL

    def _copied(self, basis: Any) -> Any:
        made = self._api.HighsBasis()
        made.col_status, made.row_status, made.valid = list(basis.col_status), list(basis.row_status), True
        made.alien = False
        return made

    def ranges(self) -> tuple[Floats, Floats] | None:
        """From the basis of the last solve.

        Of a row in the basis, which does not bind, HiGHS tells something else: how far the row itself may go.
        """
        status, found = self._highs.getRanging()
        if status != self._api.HighsStatus.kOk or not found.valid:
            return None
        low, high = (np.array(each.value_) for each in (found.row_bound_dn, found.row_bound_up))
        basic = self._api.HighsBasisStatus.kBasic
        binding = np.array([each != basic for each in self._highs.getBasis().row_status], bool)
        known = binding & (high - low > NARROW)
        return np.where(known, low * self.row_scale, np.nan), np.where(known, high * self.row_scale, np.nan)

    def _keep_to(self, tolerance: float) -> None:
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._highs.setOptionValue(name, tolerance)

    def solve_known(self) -> Solution:
        """As `solve`; where rounding hides what is known to be there, again with looser tolerances."""
        found = self.solve()
        for looser in LOOSER:
            if found.status is not Status.INFEASIBLE:
                break
            self._tolerance, kept = looser, self._tolerance
            self._highs.clearSolver()
            self._warm = False
            try:
                found = self.solve()
            finally:
                self._tolerance = kept
        return found

    def _attempt(self, solver: str, simplex: int, presolve: str) -> Any:
        highs, limit = self._highs, self.options.seconds
        highs.setOptionValue("solver", solver)
        highs.setOptionValue("presolve", presolve)
        highs.setOptionValue("simplex_strategy", simplex)
        # a known basis is near the answer: to price its edges exactly would take longer than the few steps to it
        near = self._warm and self.solves == 1
        highs.setOptionValue("simplex_dual_edge_weight_strategy", DEVEX if near else CHOOSE)
        # HiGHS counts the time of all runs of an instance together
        highs.setOptionValue("time_limit", highs.getRunTime() + limit if np.isfinite(limit) else np.inf)
        _heard(highs.run) if sum(self.matrix.shape) > SLOW else highs.run()
        return highs.getModelStatus()

    def _run(self) -> tuple[Status, Floats, Floats, Floats]:
        kind = self._api.HighsModelStatus
        clear = (kind.kOptimal, kind.kInfeasible, kind.kUnbounded, kind.kTimeLimit, kind.kModelEmpty)
        if self._warm:
            first = ("simplex", self._strategy, "choose")
        else:
            first = ("ipx" if sum(self.matrix.shape) > LARGE else "simplex", DUAL, "choose")
        # now and then one algorithm ends without a verdict on a programme that is nearly infeasible; another knows
        others = [("simplex", PRIMAL, "off"), ("simplex", DUAL, "off"), ("ipx", DUAL, "off")]
        attempts = [(first, self._tolerance), *((each, self._tolerance) for each in others)]
        attempts += [(each, looser) for looser in LOOSER for each in others[:2] if looser > self._tolerance]
        for attempt, tolerance in attempts:
            self._keep_to(tolerance)
            status = self._attempt(*attempt)
            if status in clear:
                break
            if status != kind.kUnboundedOrInfeasible:
                self._highs.clearSolver()
        meaning = {
            kind.kOptimal: Status.OPTIMAL,
            kind.kModelEmpty: Status.OPTIMAL,
            kind.kInfeasible: Status.INFEASIBLE,
            kind.kUnbounded: Status.UNBOUNDED,
            kind.kTimeLimit: Status.LIMIT,
        }
        if status not in meaning:
            raise SolverFailed(f"HiGHS gave up: {self._highs.modelStatusToString(status)}")
        basis = self._highs.getBasis()
        self._warm = basis.valid
        if self._warm and self.options.bases and self.options.bases.learning and self.solves == 1:
            self.options.bases.offer(self._structure, self._copied(basis))
        found = self._highs.getSolution()
        return meaning[status], np.array(found.col_value), np.array(found.row_dual), np.array(found.col_dual)


def _heard(run: Callable[[], Any]) -> None:
    """Run in a thread of its own, so that an interrupt is heard at once and not when the solver is done."""
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join()
