"""A check of conflicts that shares nothing with the engine but the programme's arrays."""

from __future__ import annotations

from collections.abc import Iterable

import highspy
import numpy as np

from optimiser.diagnosis.diagnose import SUPPORT
from optimiser.diagnosis.findings import Explained
from optimiser.diagnosis.words import Place, places
from optimiser.programme.lp import Kind, LinearProgramme


class Feasibility:
    """A programme without a goal in a HiGHS of its own, of which rows can be set free."""

    def __init__(self, programme: LinearProgramme) -> None:
        arrays = programme.arrays
        matrix, scale, width = arrays.scaled, arrays.row_scale, arrays.column_scale
        self.lower, self.upper = arrays.row_lower / scale, arrays.row_upper / scale
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("small_matrix_value", 1e-12)
        rows, columns = matrix.shape
        self.highs.passModel(
            columns, rows, matrix.nnz, int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0,
            np.zeros(columns), arrays.lower / width, arrays.upper / width, self.lower, self.upper,
            matrix.indptr, matrix.indices, matrix.data, np.zeros(columns, np.int32),
        )  # fmt: skip
        self.all_rows = np.arange(rows, dtype=np.int32)

    def without(self, rows: Iterable[int]) -> bool:
        """Whether all rows but these can be kept."""
        lower, upper = self.lower.copy(), self.upper.copy()
        free = np.array(list(rows), np.int64)
        lower[free], upper[free] = -np.inf, np.inf
        self.highs.changeRowsBounds(len(self.all_rows), self.all_rows, lower, upper)
        kind = highspy.HighsModelStatus
        status = kind.kNotset
        # a nearly infeasible problem now and then ends without a verdict; another algorithm knows
        for solver, presolve, strategy in (
            ("choose", "choose", 1), ("simplex", "off", 4), ("simplex", "off", 1), ("ipm", "off", 1),
        ):  # fmt: skip
            self.highs.setOptionValue("solver", solver)
            self.highs.setOptionValue("presolve", presolve)
            self.highs.setOptionValue("simplex_strategy", strategy)
            self.highs.run()
            status = self.highs.getModelStatus()
            if status in (kind.kOptimal, kind.kInfeasible):
                break
            self.highs.clearSolver()
        assert status in (kind.kOptimal, kind.kInfeasible), status
        return bool(status == kind.kOptimal)


def row_numbers(programme: LinearProgramme) -> dict[tuple[object, ...], int]:
    return {_name(place): row for row, place in enumerate(places(programme))}


def _name(place: Place) -> tuple[object, ...]:
    return place.rule, place.entity, *place.key.items()


def assert_conflict(programme: LinearProgramme, conflict: Explained) -> None:
    """The rows cannot all be kept; without any one of them the others can."""
    every, number_of = places(programme), row_numbers(programme)
    rows = {number_of[_name(place)] for place in conflict.rows}
    given = (Kind.TARGET, Kind.RESOURCE, Kind.POLICY)
    any_row = any(place.kind not in given and place.rule not in SUPPORT for place in conflict.rows)
    members = {
        row for row, place in enumerate(every) if any_row or place.kind in given or place.rule in SUPPORT
    }  # fmt: skip
    check = Feasibility(programme)
    free = members - rows
    assert not check.without(free), f"can be kept: {conflict.sentence}"
    for row in rows:
        assert check.without({*free, row}), f"not needed: {every[row]}"
