"""Known answers and problems of the literature."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
import pytest
import scipy.sparse as sp
from independent import assert_conflict
from tables import matrix, plan

from optimiser import Economy, economy_from_tables
from optimiser.diagnosis import diagnose, explain
from optimiser.diagnosis.question import question
from optimiser.economy.relaxation import PlausibleRelaxation
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import Kind
from optimiser.strategies import Request

DATA = Path(os.environ.get("PLAN_OPTIMISER_DATA", "no such folder"))
NETLIB = DATA / "netlib_infeasible"


def programme_of(
    rows: list[list[float]],
    lower: list[float],
    upper: list[float],
    *,
    top: list[float] | None = None,
    kind: Kind = Kind.RESOURCE,
) -> LinearProgramme:
    table = np.array(rows, float)
    count, columns = table.shape
    return LinearProgramme.of_arrays(
        sp.csr_array(table),
        np.array(lower, float),
        np.array(upper, float),
        np.zeros(columns),
        np.array(top or [np.inf] * columns, float),
        np.zeros(columns),
        rows=[f"row {number}" for number in range(1, count + 1)],
        columns=[f"x{number}" for number in range(columns)],
        kind=kind,
    )


def two_goods() -> Economy:
    return economy_from_tables(
        {
            "Plan": plan(default_strategy="targets"),
            "Sectors": [["code", "unit", "base output"], ["cloth", "unit", 5], ["iron", "unit", 5]],
            "Inputs": matrix("product", ["cloth"], ["cloth", "iron"], [[0, 0]]),
            "Labour": [["pool", "unit", "persons"], ["workers", "workers", 30]],
            "Labour inputs": matrix("pool", ["workers"], ["cloth", "iron"], [[1, 2]]),
            "Targets": [
                ["set", "variable", "code", "year", "value"],
                ["both", "output", "cloth", 2001, 15],
                ["both", "output", "iron", 2001, 15],
            ],
        }
    )


def test_9_fifteen_workers_short() -> None:
    # nobody has twice the people at once, unless the workbook says so
    assert diagnose(Request(two_goods())).by_resources is None
    request = Request(replace(two_goods(), relaxation=PlausibleRelaxation(labour=1.0)))
    found = diagnose(request)
    assert found.status == "infeasible"
    assert found.share == pytest.approx(0.5, rel=1e-9)
    assert found.by_resources is not None
    (short,) = found.by_resources.rows
    assert short.amount == pytest.approx(15, rel=1e-6)
    assert short.reference.unit == "workers"
    assert "15 workers" in short.sentence
    assert short.cell == "Labour!C2"
    (conflict,) = found.conflicts
    assert {reference.rule for reference in conflict.rows} == {"target", "labour"}
    assert_conflict(question(request, "targets").programme, conflict)
    assert found.verified
    # half of the increments: 10 each takes 10 + 20 workers
    (hold,) = [each for each in found.holds if each.reference.rule == "labour"]
    assert hold.price == pytest.approx(1 / 30, rel=1e-9)
    assert hold.per_cent == pytest.approx(0.01, rel=1e-9)
    assert found.by_targets_evenly is not None
    # worst kept least: 15 - s of each, 3 (15 - s) = 30
    assert [each.amount for each in found.by_targets_evenly.rows] == pytest.approx([5, 5], rel=1e-6)


def test_12_three_rows() -> None:
    programme = programme_of([[1, 0], [1, 0], [0, 1]], [-np.inf, 5, -np.inf], [3, np.inf, 1])
    found = explain(programme)
    assert found.status == "infeasible"
    (conflict,) = found.conflicts
    assert [reference.key["row"] for reference in conflict.rows] == ["row 1", "row 2"]
    assert conflict.irreducible
    assert conflict.verified
    assert_conflict(programme, conflict)
    assert found.by_targets is not None
    (gives,) = found.by_targets.rows
    assert gives.amount == pytest.approx(2, rel=1e-6)
    assert gives.reference.key["row"] == "row 2"
    assert 1 - gives.relative == pytest.approx(0.6, rel=1e-6)
    assert "row 1 is at most 3" in conflict.sentence
    assert "row 2 is at least 5" in conflict.sentence
    assert found.sentences[0] == "The demands cannot all be met."


def test_15_beams_hold_the_building_programme() -> None:
    """Bukharin, Notes of an Economist (1928): the building materials of the 1928/29 programme."""
    materials = {
        "cement": (15100, 13460, "thousand barrels"),
        "brick": (2677, 2445, "million pieces"),
        "timber": (10368, 10191, "thousand m3"),
        "glass": (184.8, 158.2, "thousand t"),
        "beams": (208.8, 147.0, "thousand t"),
        "wire rod": (157.3, 122.0, "thousand t"),
        "sections": (1246.6, 958.0, "thousand t"),
    }
    codes = list(materials)
    economy = economy_from_tables(
        {
            "Plan": plan(default_strategy="targets"),
            "Sectors": [
                ["code", "unit", "base output"],
                *([code, unit, 0] for code, (_, _, unit) in materials.items()),
            ],
            "Inputs": matrix("product", ["cement"], codes, [[0] * len(codes)]),
            "Capacity": [["sector", "capacity"], *([code, made] for code, (_, made, _) in materials.items())],
            "Targets": [
                ["set", "variable", "code", "year", "value"],
                *(["programme", "output", code, 2001, wanted] for code, (wanted, _, _) in materials.items()),
            ],
        }
    )
    found = diagnose(Request(economy))
    assert found.share == pytest.approx(147.0 / 208.8, rel=1e-9)
    assert found.ladder is not None
    assert found.ladder.rows[0][1] == "beams"
    assert found.left_out[0][0] == "beams"
    assert found.left_out[0][1] == pytest.approx(958.0 / 1246.6, rel=1e-6)
    assert [each.reference.what for each in found.holds] == ["beams"]
    assert len(found.conflicts) == 3
    first = found.conflicts[0]
    assert {reference.what for reference in first.rows} == {"beams"}
    assert "208.8 thousand t of beams" in first.sentence
    assert "147 thousand t" in first.sentence
    short = {each.reference.what: each.amount for each in found.by_targets.rows} if found.by_targets else {}
    assert short == pytest.approx({code: wanted - made for code, (wanted, made, _) in materials.items()}, rel=1e-6)


SMALL = {
    "itest2": programme_of(
        [
            [-0.5, 1, 0, 0],
            [2, -1, 0, 0],
            [3, 1, 0, 0],
            [0, 0, 0, 1],
            [0, 0, 3, -1],
            [0, 0, 1, 0],
            [1, 0, 0, 1],
            [1, 2, 1, 0],
            [0, 1, 1, 0],
        ],
        [0.5, 3, -np.inf, -np.inf, -np.inf, 5, -np.inf, -np.inf, 1],
        [np.inf, np.inf, 6, 2, 2, np.inf, 10, 14, np.inf],
    ),
    "itest6": programme_of(
        [
            [0, 0, 0.8, 1, 0, 0, 0, 0],
            [1, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 2, 0, -1],
            [0, -1, 1, 0, 0, 0, 0, 0],
            [0, -1, 0, 0, 1, 0, 0, 0],
            [0, 0, 1, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, -3, 0, 1, 0],
            [0, 0, 0, 0, 0.5, 0.6, 0, 0],
            [0, 1, -0.05, 0, 0, 0, 0, 0],
            [0, 1, -0.04, -0.05, 0, 0, 0, 0],
            [0, 1, 0, 0, 0, 0, 0, 0],
        ],
        [-np.inf, -np.inf, -np.inf, 50000, 87000, -np.inf, 10000, -np.inf, 5000, 4500, 80000],
        [10000, 90000, 10000, np.inf, np.inf, 50000, np.inf, 300000, 5000, 4500, np.inf],
    ),
    "galenet": programme_of(
        [
            [1, 0, 0, 0, 0, 0, 0, 0],
            [0, 1, 1, 0, 0, 0, 0, 0],
            [0, 0, 0, 1, 0, 0, 0, 0],
            [1, 1, 0, 0, -1, -1, 0, 0],
            [0, 0, 1, 1, 0, 0, -1, -1],
            [0, 0, 0, 0, 1, 0, 0, 0],
            [0, 0, 0, 0, 0, 1, 1, 0],
            [0, 0, 0, 0, 0, 0, 0, 1],
            *np.eye(8).tolist(),
        ],
        [-np.inf, -np.inf, -np.inf, 0, 0, 10, 20, 30, *[-np.inf] * 8],
        [20, 20, 20, 0, 0, np.inf, np.inf, np.inf, 30, 20, 10, 10, 10, 2, 20, 30],
    ),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_netlib_problems(name: str) -> None:
    """Netlib's infeasible problems, typed in; the bounds of galenet's unknowns are rows."""
    found = explain(SMALL[name])
    assert found.conflicts
    for conflict in found.conflicts:
        assert conflict.irreducible
        assert conflict.verified
        assert_conflict(SMALL[name], conflict)
    assert found.verified


def programme_from_mps(path: Path) -> LinearProgramme:
    """A problem from a file; bounds other than nothing to infinity become rows, or they would hide."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(path))
    lp = highs.getLp()
    stored = lp.a_matrix_
    table = sp.csc_array((stored.value_, stored.index_, stored.start_), (lp.num_row_, lp.num_col_))
    lower, upper = np.array(lp.col_lower_), np.array(lp.col_upper_)
    bound = np.flatnonzero((lower != 0.0) & np.isfinite(lower) | np.isfinite(upper))
    unit = sp.csr_array((np.ones(len(bound)), (np.arange(len(bound)), bound)), (len(bound), lp.num_col_))
    names = list(lp.col_names_)
    free = np.isfinite(lower) & (lower >= 0.0)
    return LinearProgramme.of_arrays(
        sp.csr_array(sp.vstack([table, unit])),
        np.concatenate([lp.row_lower_, lower[bound]]),
        np.concatenate([lp.row_upper_, upper[bound]]),
        np.where(free, 0.0, -np.inf),
        np.full(lp.num_col_, np.inf),
        np.zeros(lp.num_col_),
        rows=[*lp.row_names_, *(f"bound of {names[column]}" for column in bound)],
        columns=names,
    )


@pytest.mark.skipif(not NETLIB.is_dir(), reason="the infeasible problems of Netlib are not beside the repository")
@pytest.mark.parametrize("name", ["bgdbg1", "ex72a", "galenet", "itest2", "itest6", "klein1"])
def test_netlib_files(name: str) -> None:
    programme = programme_from_mps(NETLIB / f"{name}.mps")
    found = explain(programme, time_limit=60)
    assert found.status == "infeasible"
    assert found.conflicts
    conflict = found.conflicts[0]
    assert conflict.irreducible
    assert conflict.verified
    assert_conflict(programme, conflict)
