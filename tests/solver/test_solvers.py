"""The two solver paths: the same objectives, the same sign of shadow prices; exports that read back."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pytest
import scipy.sparse as sp
from tables import leontief

import optimiser
from optimiser import SolverOptions, economy_from_tables, solve
from optimiser.programme.expressions import Affine
from optimiser.programme.programme import LinearProgramme
from optimiser.solver import PULP_SOLVERS, HighsSession, Status, open_session
from optimiser.workbook.examples import EXAMPLES

pytestmark = pytest.mark.quick

CBC = SolverOptions("cbc")


def small(objective: list[float], rows: list[list[float]], lower: list[float], upper: list[float]) -> LinearProgramme:
    count = len(objective)
    return LinearProgramme.of_arrays(
        sp.csr_array(np.array(rows, float)),
        np.array(lower, float),
        np.array(upper, float),
        np.zeros(count),
        np.full(count, np.inf),
        np.array(objective, float),
        rows=[f"row {number}" for number in range(len(rows))],
        columns=[f"x{number}" for number in range(count)],
    )


SOLVERS_HERE = ["highs", "cbc", "highs-pulp"]


@pytest.mark.parametrize("name", SOLVERS_HERE)
def test_shadow_price_is_what_one_more_unit_adds(name: str) -> None:
    at_most = open_session(small([2.0], [[1.0]], [-np.inf], [2.0]), SolverOptions(name)).solve()
    assert at_most.objective == pytest.approx(4.0)
    assert at_most.shadow_prices == pytest.approx([2.0])
    at_least = open_session(small([-3.0], [[1.0]], [5.0], [np.inf]), SolverOptions(name)).solve()
    assert at_least.objective == pytest.approx(-15.0)
    assert at_least.shadow_prices == pytest.approx([-3.0])


@pytest.mark.parametrize("name", SOLVERS_HERE)
def test_shadow_prices_foretell_a_small_change(name: str) -> None:
    economy = economy_from_tables(leontief(["a", "b"], [[0.2, 0.3], [0.4, 0.1]], [10, 20]))
    plan = solve(economy, options=SolverOptions(name))
    more = economy_from_tables(leontief(["a", "b"], [[0.2, 0.3], [0.4, 0.1]], [10.5, 20]))
    gained = solve(more, options=SolverOptions(name)).objective - plan.objective
    assert gained == pytest.approx(0.5 * plan.shadow_prices("material_balance")[0, 0], rel=1e-6)
    assert gained < 0


@pytest.mark.parametrize("name", SOLVERS_HERE)
def test_reduced_cost_is_what_one_more_unit_of_a_bound_adds(name: str) -> None:
    programme = small([2.0, 1.0], [[1.0, 1.0]], [-np.inf], [10.0])
    session = open_session(programme, SolverOptions(name))
    session.set_columns(np.array([0]), np.array([0.0]), np.array([4.0]))
    found = session.solve()
    assert found.objective == pytest.approx(14.0)
    assert found.reduced_costs == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize("name", SOLVERS_HERE)
def test_infeasible_and_unbounded_are_told_apart(name: str) -> None:
    impossible = open_session(small([1.0], [[1.0], [1.0]], [5.0, -np.inf], [np.inf, 3.0]), SolverOptions(name))
    assert impossible.solve().status is Status.INFEASIBLE
    endless = open_session(small([1.0], [[-1.0]], [-np.inf], [3.0]), SolverOptions(name))
    assert endless.solve().status is Status.UNBOUNDED


@pytest.mark.parametrize("example", sorted(EXAMPLES))
@pytest.mark.parametrize("strategy", ["workbook's own", "consumption"])
def test_cbc_finds_the_same_objective_on_every_example(example: str, strategy: str) -> None:
    economy = economy_from_tables(EXAMPLES[example]())
    name = economy.settings.strategy if strategy == "workbook's own" else strategy
    if name == "consumption" and not len(economy.households.axis):
        pytest.skip("an economy without households has no consumption")
    first, second = solve(economy, name), solve(economy, name, options=CBC)
    assert second.objective == pytest.approx(first.objective, rel=1e-6)
    for ours, theirs in ((first.growth_rate, second.growth_rate), (first.share, second.share)):
        assert (ours is None) == (theirs is None)
        assert theirs is None or theirs == pytest.approx(ours, rel=1e-6)


def test_a_missing_solver_is_a_clear_error() -> None:
    missing = next(name for name in PULP_SOLVERS if name not in ("cbc", "glpk", "highs-pulp"))
    with pytest.raises(optimiser.SolverMissing, match="is not installed"):
        open_session(small([1.0], [[1.0]], [-np.inf], [1.0]), SolverOptions(missing))


FAKE = """
class GurobiError(Exception): ...
class Model:
    def __init__(self, **settings): raise GurobiError("License expired 2020-01-01")
Env = Model
"""
"""As gurobipy behaves without a licence that is valid."""

ASKED = """
import numpy as np, scipy.sparse as sp
from optimiser.errors import SolverMissing
from optimiser.programme import LinearProgramme
from optimiser.solver import SolverOptions, open_session
try:
    open_session(LinearProgramme.of_arrays(
        sp.csr_array(np.eye(1)), np.zeros(1), np.ones(1), np.zeros(1), np.ones(1), np.ones(1), rows=["r"],
        columns=["x"],
    ), SolverOptions("gurobi"))
except SolverMissing as error:
    print(error)
"""


def test_a_solver_without_a_licence_is_not_called_missing(tmp_path: Path) -> None:
    (tmp_path / "gurobipy.py").write_text(FAKE, encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-W", "ignore::UserWarning", "-c", ASKED], env=os.environ | {"PYTHONPATH": paths},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "gurobi is installed and cannot be used: License expired 2020-01-01." in done.stdout
    assert "not installed" not in done.stdout
    assert done.stderr == ""


def test_what_a_solver_raises_while_it_solves_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Gurobi's licence for small programmes."""

    class OfSomeSolver(Exception): ...

    def refuse(*_: object) -> None:
        raise OfSomeSolver("Model too large for size-limited license")

    session = open_session(small([2.0], [[1.0]], [-np.inf], [2.0]), CBC)
    monkeypatch.setattr("pulp.LpProblem.solve", refuse)
    with pytest.raises(optimiser.SolverFailed, match=r"^cbc gave up: Model too large for size-limited license$"):
        session.solve()


@pytest.mark.parametrize("name", SOLVERS_HERE)
def test_threads_solve_side_by_side_and_leave_the_process_as_it_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    economy = economy_from_tables(EXAMPLES["two_sectors"]())
    expected = solve(economy).objective
    seen: set[str] = set()
    with ThreadPoolExecutor(4) as pool:
        under_way = [pool.submit(solve, economy, options=SolverOptions(name)) for _ in range(8)]
        while not all(future.done() for future in under_way):
            seen.add(os.getcwd())  # noqa: PTH109
        found = [future.result().objective for future in under_way]
    assert found == pytest.approx([expected] * 8, rel=1e-6)
    assert seen == {str(tmp_path)}
    assert list(tmp_path.iterdir()) == []


def test_no_warning_filter_is_changed_for_other_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """PuLP 3 announces PuLP 4 with warnings, which are errors here; what it announces is not used."""
    entered: list[object] = []
    enter = warnings.catch_warnings.__enter__

    def watched(filters: Any) -> Any:
        entered.append(filters)
        return enter(filters)

    monkeypatch.setattr("warnings.catch_warnings.__enter__", watched)
    session = open_session(small([2.0], [[1.0]], [-np.inf], [2.0]), CBC)
    assert session.solve().objective == pytest.approx(4.0)
    assert entered == []


def test_a_kept_instance_gives_what_a_new_one_gives() -> None:
    economy = economy_from_tables(EXAMPLES["first_five_year_plan"]())
    plan = solve(economy, "consumption")
    session = open_session(plan.programme)
    session.solve()
    span = plan.programme.row_range["labour"]
    rows = np.arange(span.start, span.stop)
    arrays = plan.programme.arrays
    session.set_rows(rows, arrays.row_lower[rows], 0.93 * arrays.row_upper[rows])
    fresh = open_session(session.as_it_stands()).solve()
    assert session.solve().objective == pytest.approx(fresh.objective, rel=1e-9)


@pytest.mark.parametrize("ending", [".lp", ".mps"])
def test_an_exported_programme_has_the_same_optimum(tmp_path: Path, ending: str) -> None:
    plan = solve(economy_from_tables(EXAMPLES["two_sectors"]()), "consumption")
    path = tmp_path / f"programme{ending}"
    optimiser.export_programme(plan.programme, path)
    assert "material_balance__" in path.read_text()
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(path))
    highs.run()
    assert abs(highs.getObjectiveValue()) == pytest.approx(plan.objective, rel=1e-9)


def test_export_refuses_other_endings(tmp_path: Path) -> None:
    programme = small([1.0], [[1.0]], [-np.inf], [1.0])
    with pytest.raises(ValueError, match=r"\.lp or \.mps"):
        optimiser.export_programme(programme, tmp_path / "programme.txt")


def test_time_limit_is_reported_as_a_limit() -> None:
    from optimiser.economy.random import synthetic_economy

    plan = solve(synthetic_economy(120, 6), "consumption", options=SolverOptions(time_limit=1e-3))
    assert plan.status is Status.LIMIT


def test_rows_and_columns_carry_their_keys() -> None:
    plan = solve(economy_from_tables(EXAMPLES["first_five_year_plan"]()), "consumption")
    programme = plan.programme
    row = programme.row_range["labour"].start
    assert programme.row_key(row) == {"rule": "labour", "pool": "rural", "year": "1928/29"}
    column = programme.variable["starts"].offset
    assert programme.column_key(column) == {"variable": "starts", "sector": "AGR", "type": "new", "year": "1928/29"}


def test_affine_adds_only_what_has_one_shape() -> None:
    with pytest.raises(ValueError, match="cannot be added"):
        Affine.zero((2, 1)) + Affine.zero((1, 2))


def test_solves_in_threads_leave_others_as_they_were() -> None:
    """In a process of its own: which thread solves first must not matter to those that come after."""
    code = """
import sys, threading
import numpy as np
from optimiser.economy.random import synthetic_economy
from optimiser.strategies.solve import solve

def once():
    return solve(synthetic_economy(4, 3, seed=1), "consumption").objective

# large enough to be solved in a thread of its own, made in this one
solve(synthetic_economy(40, 5, seed=1), "consumption")
found = []
for _ in range(2):
    side = threading.Thread(target=lambda: found.append(once()))
    side.start()
    side.join()
    found.append(once())
together = [threading.Thread(target=lambda: found.append(once())) for _ in range(4)]
for each in together:
    each.start()
for each in together:
    each.join()
assert len(found) == 8 and np.ptp(found) < 1e-9, found
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def shares_of_a_mix() -> LinearProgramme:
    """The greatest common share of three goods, of which each takes labour, ground or both."""
    rows = [
        [1.0, 0.0, 0.0, -1.0],
        [0.0, 1.0, 0.0, -1.0],
        [0.0, 0.0, 1.0, -1.0],
        [2.0, 1.0, 1.0, 0.0],
        [0.0, 3.0, 1.0, 0.0],
    ]
    lower = [0.0, 0.0, 0.0, -np.inf, -np.inf]
    return small([0.0, 0.0, 0.0, 1.0], rows, lower, [np.inf, np.inf, np.inf, 8.0, 6.0])


def test_from_one_start_what_was_asked_before_is_no_matter() -> None:
    def asked(order: list[int]) -> dict[int, tuple[float, int]]:
        session = open_session(shares_of_a_mix(), SolverOptions(presolve=False))
        assert isinstance(session, HighsSession)
        assert session.solve().objective == pytest.approx(1.5)
        session.start_here()
        found = {}
        for row in order:
            session.free_rows(np.array([row]))
            objective = session.solve().objective
            found[row] = objective, int(session._highs.getInfo().simplex_iteration_count)
            session.restore_rows(np.array([row]))
        return found

    forth, back = asked([0, 1, 2, 3, 4]), asked([4, 3, 2, 1, 0])
    assert forth == back
    assert [forth[row][0] for row in range(5)] == pytest.approx([1.5, 8 / 3, 2.0, 1.5, 2.0])


@pytest.mark.parametrize("beyond", [0, 10])
def test_beyond_its_size_a_programme_goes_to_the_interior_point_method_first(beyond: int) -> None:
    session = open_session(shares_of_a_mix(), SolverOptions(presolve=False, interior_beyond=beyond))
    assert isinstance(session, HighsSession)
    assert session.solve().objective == pytest.approx(1.5)
    assert (session._highs.getInfo().ipm_iteration_count > 0) is (beyond < 9)


def test_scales_of_the_solver_s_own_can_be_left_out() -> None:
    for rescale in (True, False):
        session = open_session(shares_of_a_mix(), SolverOptions(rescale=rescale))
        assert isinstance(session, HighsSession)
        assert (session._highs.getOptionValue("simplex_scale_strategy")[1] == 0) is not rescale
        assert session.solve().objective == pytest.approx(1.5)
