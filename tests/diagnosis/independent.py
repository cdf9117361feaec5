"""A check of conflicts that shares nothing with the engine but the programme's arrays."""

from __future__ import annotations

from collections.abc import Iterable

import highspy
import numpy as np

from optimiser.diagnosis.findings import Explained
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.references import RowReference, row_references
from optimiser.programme.rows import Kind


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
            columns,
            rows,
            matrix.nnz,
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.zeros(columns),
            arrays.lower / width,
            arrays.upper / width,
            self.lower,
            self.upper,
            matrix.indptr,
            matrix.indices,
            matrix.data,
            np.zeros(columns, np.int32),
        )
        self.all_rows = np.arange(rows, dtype=np.int32)

    def without(self, rows: Iterable[int]) -> bool:
        """Whether all rows but these can be kept."""
        lower, upper = self.lower.copy(), self.upper.copy()
        free = np.array(list(rows), np.int64)
        lower[free], upper[free] = -np.inf, np.inf
        self.highs.changeRowsBounds(  # type: ignore[attr-defined]
            len(self.all_rows), self.all_rows, lower, upper
        )
        kind = highspy.HighsModelStatus
        status = kind.kNotset
        # a nearly infeasible problem now and then ends without a verdict; another algorithm knows
        for solver, presolve, strategy in (
            ("choose", "choose", 1),
            ("simplex", "off", 4),
            ("simplex", "off", 1),
            ("ipm", "off", 1),
        ):
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
    return {_name(reference): row for row, reference in enumerate(row_references(programme))}


def _name(reference: RowReference) -> tuple[object, ...]:
    return reference.rule, *reference.key.items()


def _explains(reference: RowReference) -> bool:
    return reference.stands_for is not None and reference.stands_for.explains


def assert_conflict(programme: LinearProgramme, conflict: Explained) -> None:
    """The rows cannot all be kept; without any one of them the others can."""
    every, number_of = row_references(programme), row_numbers(programme)
    rows = {number_of[_name(reference)] for reference in conflict.rows}
    given = (Kind.TARGET, Kind.RESOURCE, Kind.POLICY)
    any_row = any(reference.kind not in given and not _explains(reference) for reference in conflict.rows)
    members = {row for row, reference in enumerate(every) if any_row or reference.kind in given or _explains(reference)}
    check = Feasibility(programme)
    free = members - rows
    assert not check.without(free), f"can be kept: {conflict.sentence}"
    for row in rows:
        assert check.without({*free, row}), f"not needed: {every[row]}"
