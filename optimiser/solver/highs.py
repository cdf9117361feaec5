"""HiGHS, directly from the arrays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.errors import SolverFailed
from optimiser.programme.programme import LinearProgramme
from optimiser.solver.session import TOLERANCE, Session, SolverOptions, Status

LARGE = 3_000
"""Rows and columns together from which a simplex method may go astray and is limited to so many steps."""

DUAL, PRIMAL = 1, 4
"""HiGHS's numbers for the simplex method that goes on best after rows or bounds, or after the goal, changed."""

CHOOSE, DANTZIG, DEVEX = -1, 0, 1
"""HiGHS's numbers for how a simplex method prices its edges: as it likes, not at all, or roughly and at once."""

LOOSER = (1e-8, 1e-7)
"""Up to HiGHS's own tolerance, for programmes on which it comes to no verdict at the stricter one.  What it finds
is re-added like everything else."""

NARROW = 1e-7
"""Scaled width below which a range is none.  At a degenerate optimum, where several rows bind together, the basis
changes with the least move of a right-hand side either way; how far the shadow price holds it does not tell."""

SLOW, SLOW_ON = 2_000, 20_000
"""Rows and columns together from which a solve may take so long that somebody wants to interrupt it: from nothing, and
from the last answer on."""

FEWEST_STEPS, SIZE_PER_STEP, ENDLESS = 1_000, 2, 2**31 - 1
"""The first simplex method on a large programme takes at most so many steps, or one for so many rows and columns; then
the interior-point method takes over."""

STEPS_PER_SIZE = 10
"""On a smaller one it takes at most so many steps for each row and column: where bounds lie a hair apart it can go
round in circles until its time is up, and another method, which begins from nothing, does not."""


@dataclass(frozen=True)
class Attempt:
    """A way for HiGHS to solve a programme."""

    solver: str
    simplex: int
    presolve: str
    tolerance: float
    anew: bool = True
    """Whether to forget what the last run knew."""


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
        settings |= {"parallel": "off"} if options.threads == 1 else {}
        settings |= {} if options.rescale else {"simplex_scale_strategy": 0}
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
        self._interior = False
        self._start: Any = None
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

    def _goal_changed(self, columns: Ints) -> None:
        cost = self.cost[columns]
        self._check(self._highs.changeColsCost(len(columns), columns.astype(np.int32), cost), "change the goal")
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

    def exchange_rows(self, freed: Ints, kept: Ints, column: int) -> None:
        """In the last basis each freed row enters, and the row that keeps its place is where the freed one was.

        A column in the basis leaves it at its lower bound; for it the first of the kept rows stays in.
        """
        self._strategy = PRIMAL
        # from here on the basis is exact, and scales of HiGHS's own would only blur it
        self._highs.setOptionValue("simplex_scale_strategy", 0)
        if not self._warm:
            return
        basis, kind = self._highs.getBasis(), self._api.HighsBasisStatus
        rows, columns = list(basis.row_status), list(basis.col_status)
        for old, new in zip(freed.tolist(), kept.tolist(), strict=True):
            rows[new], rows[old] = rows[old], kind.kBasic
        if columns[column] == kind.kBasic:
            columns[column], rows[int(kept[0])] = kind.kLower, kind.kBasic
        basis.row_status, basis.col_status = rows, columns
        # what HiGHS does not take it does without
        self._highs.setBasis(basis)

    def start_here(self) -> None:
        """Keep the last basis for all solves from here on."""
        self._start = self._copied(self._highs.getBasis()) if self._warm else None

    def start_anew(self) -> None:
        """Forget the last basis if it would be a long way from it, which it is in a large programme."""
        self._start = None
        if sum(self.matrix.shape) > self.options.interior_beyond:
            self._highs.clearSolver()
            self._warm = False

    def _attempt(self, attempt: Attempt, *, limited: bool) -> Any:
        highs, limit = self._highs, self.options.seconds
        if attempt.anew:
            highs.clearSolver()
            self._warm = False
        self._keep_to(attempt.tolerance)
        highs.setOptionValue("solver", attempt.solver)
        highs.setOptionValue("presolve", attempt.presolve)
        highs.setOptionValue("simplex_strategy", attempt.simplex)
        # a known basis is near the answer: to price its edges exactly would take longer than the few steps to it
        near = self._warm and (self.solves == 1 or self._interior)
        highs.setOptionValue("simplex_dual_edge_weight_strategy", DEVEX if near else CHOOSE)
        # from the last answer the primal method has few steps to go, and bounds moved about would only make it more
        on = self._warm and attempt.simplex == PRIMAL
        highs.setOptionValue("simplex_primal_edge_weight_strategy", DANTZIG if on else CHOOSE)
        highs.setOptionValue("primal_simplex_bound_perturbation_multiplier", 0.0 if on else 1.0)
        size = sum(self.matrix.shape)
        enough = size // SIZE_PER_STEP if size > LARGE else size * STEPS_PER_SIZE
        steps = max(FEWEST_STEPS, enough) if limited else ENDLESS
        highs.setOptionValue("simplex_iteration_limit", steps)
        # HiGHS counts the time of all runs of an instance together
        highs.setOptionValue("time_limit", highs.getRunTime() + limit if np.isfinite(limit) else np.inf)
        self._interior = attempt.solver == "ipx"
        apart = size > (SLOW_ON if self._warm else SLOW)
        # HiGHS holds a number of threads against whatever the scheduler of the calling thread began with, and refuses;
        # a run in a thread of its own begins one, whose other workers would only wait, at the cost of many a short run
        highs.setOptionValue("threads", self.options.threads if apart or self.options.threads > 1 else 0)
        _heard(highs.run) if apart else highs.run()
        return highs.getModelStatus()

    def _attempts(self, known: bool) -> list[Attempt]:
        """What is tried in turn until there is a verdict.

        Now and then one algorithm ends without any on a programme that is nearly infeasible; another knows.
        """
        size = sum(self.matrix.shape)
        large = size > LARGE
        first = "simplex" if self._warm or size <= self.options.interior_beyond else "ipx"
        presolve = "choose" if self.options.presolve else "off"
        attempts = [Attempt(first, self._strategy if self._warm else DUAL, presolve, TOLERANCE, anew=False)]
        if self._warm and known:
            # of a set that is all but a point the basis at hand is the best thing known
            attempts.append(Attempt("simplex", self._strategy, "choose", LOOSER[0], anew=False))
        if first == "simplex" and large:
            attempts.append(Attempt("ipx", DUAL, "choose", TOLERANCE))
        others = (("simplex", PRIMAL), ("simplex", DUAL), ("ipx", DUAL))
        attempts += [Attempt(solver, simplex, "off", TOLERANCE) for solver, simplex in others]
        return attempts + [Attempt("simplex", simplex, "off", each) for each in LOOSER for _, simplex in others[:2]]

    def _run(self, *, known: bool = False, once: bool = False) -> tuple[Status, Floats, Floats, Floats]:
        kind, empty = self._api.HighsModelStatus, np.empty(0)
        meaning = {
            kind.kOptimal: Status.OPTIMAL,
            kind.kModelEmpty: Status.OPTIMAL,
            kind.kInfeasible: Status.INFEASIBLE,
            kind.kUnbounded: Status.UNBOUNDED,
            kind.kTimeLimit: Status.LIMIT,
        }
        verdict = Status.UNDECIDED
        if self._start is not None:
            self._warm = self._highs.setBasis(self._start) == self._api.HighsStatus.kOk
            # a thing changed is few steps away: the dual method would take longer to price its edges
            self._strategy = PRIMAL
        for number, attempt in enumerate(self._attempts(known)[: 1 if once else None]):
            limited = number == 0 and attempt.solver == "simplex"
            verdict = meaning.get(self._attempt(attempt, limited=limited), Status.UNDECIDED)
            if verdict is Status.INFEASIBLE and (known or once or not self._proved_infeasible(self._ray())):
                verdict = Status.LIMIT if self.options.seconds <= 0.0 else Status.UNDECIDED
            if verdict is Status.UNBOUNDED and (known or once or not self._proved_unbounded(self._direction())):
                verdict = Status.UNDECIDED
            if verdict is not Status.UNDECIDED:
                break
        basis = self._highs.getBasis()
        self._warm = basis.valid
        if verdict is not Status.OPTIMAL:
            return verdict, empty, empty, empty
        if self._warm and self.options.bases and self.options.bases.learning and self.solves == 1:
            self.options.bases.offer(self._structure, self._copied(basis))
        found = self._highs.getSolution()
        return verdict, np.array(found.col_value), np.array(found.row_dual), np.array(found.col_dual)

    def _ray(self) -> Floats | None:
        """Multipliers that show the last run's programme to be infeasible, as far as HiGHS knows."""
        _, there, ray = self._highs.getDualRay()
        return np.array(ray) if there else None

    def _direction(self) -> Floats | None:
        """A direction in which the last run's goal grows for ever, as far as HiGHS knows."""
        _, there, ray = self._highs.getPrimalRay()
        return np.array(ray) if there else None


def _heard(run: Callable[[], Any]) -> None:
    """Run in a thread of its own, so that an interrupt is heard at once and not when the solver is done."""
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join()
