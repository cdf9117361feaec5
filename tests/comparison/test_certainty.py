"""How sure a verdict is, over draws of inputs whose ranges the workbook states."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from optimiser import InputFault, read_workbook
from optimiser.comparison import certainty as module
from optimiser.comparison.certainty import Certainty, certainty, certainty_in_words, holds
from optimiser.comparison.compare import compare
from optimiser.comparison.rebalancing import rebalanced
from optimiser.errors import SolverFailed, VerificationFailed
from optimiser.execution import Draws, Execution, execute_strategies
from optimiser.execution.verdict import claims
from optimiser.report.pages.comparison import comparison_report
from optimiser.report.reports import comparison_json
from optimiser.report.writers.text import printed
from optimiser.strategies import Request
from optimiser.workbook import write_tables
from optimiser.workbook.examples import two_sectors
from optimiser.workbook.read.grades import deviations, draw, legal, ranges_of

ROOM: list[object] = ["Capacity", "*", "capacity", "assumed", 0.9, 2.5]
HEADER = ["sheet", "row", "column", "grade", "times at least", "times at most"]


def graded(folder: Path, *rows: list[object]) -> Path:
    """Two sectors with a sheet of grades."""
    grades: list[list[object]] = [list(HEADER), *rows]
    tables = two_sectors.tables() | {"Notes on grades": grades}
    path = folder / "graded.xlsx"
    write_tables(tables, path)
    return path


def execution_of(path: Path) -> Execution:
    return execute_strategies(Request(read_workbook(path).economy), ("balanced", "maximum"), Draws(1, 5))


def test_what_is_known_exactly_is_sure(tmp_path: Path) -> None:
    path = graded(tmp_path, ["Labour", "workers", "persons", "sourced", 1, 1])
    execution = execution_of(path)
    found = certainty(path, execution, 3)
    assert set(found.holds) == set(claims(execution))
    assert found.holds
    assert set(found.holds.values()) == {1.0}
    assert (found.draws, found.with_plans, found.unsure) == (3, 3, ())


@pytest.mark.slow
def test_parts_from_draws_made_one_by_one(tmp_path: Path) -> None:
    path = graded(
        tmp_path, ["Labour", "workers", "persons", "assumed", 0.8, 1.6], ["Inputs", "*", "*", "", 0.6, 1.2], ROOM
    )
    execution = execution_of(path)
    found = certainty(path, execution, 6)
    made = []
    for number in range(6):
        drawn = read_workbook(path, changes=draw(ranges_of(path), 1, number)).economy
        economy = rebalanced(read_workbook(path).economy, drawn, deviations(ranges_of(path)))
        if economy is None:
            continue
        try:
            made.append(execute_strategies(Request(economy), ("balanced", "maximum"), Draws(1, 5)))
        except InputFault:
            continue
    assert 0 < found.with_plans == len(made)
    for claim, part in found.holds.items():
        assert part == pytest.approx(sum(holds(claim, each) for each in made) / len(made))
    assert any(part < 1.0 for part in found.holds.values()), "the inputs are drawn"
    opposite = [replace(claim, more=not claim.more) for claim in found.holds]
    assert not any(holds(each, execution) for each in opposite)


def test_draws_stay_in_their_ranges_and_are_the_same_again(tmp_path: Path) -> None:
    path = graded(tmp_path, ["Labour", "workers", "persons", "assumed", 0.5, 2.0])
    ranges = ranges_of(path)
    factors = [float(str(draw(ranges, 7, number)[0].value)) for number in range(200)]
    assert all(0.5 <= each <= 2.0 for each in factors)
    assert sum(map(math.log, factors)) / 200 == pytest.approx(0.0, abs=4 * math.log(4) / math.sqrt(12 * 200))
    assert draw(ranges, 7, 5) == draw(ranges, 7, 5)
    assert draw(ranges, 8, 5) != draw(ranges, 7, 5)


def test_figures_that_a_change_makes_illegal_are_not_drawn(tmp_path: Path) -> None:
    workers: list[object] = ["Labour", "workers", "persons", "assumed", 0.9, 1.1]
    path = graded(tmp_path, workers, ["Projects", "*", "gestation", "assumed", 0.5, 2.0])
    kept, fixed = legal(path, ranges_of(path))
    assert ([each.sheet for each in kept], [each.sheet for each in fixed]) == (["Labour"], ["Projects"])


def test_a_workbook_without_ranges_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "bare.xlsx"
    write_tables(two_sectors.tables(), path)
    with pytest.raises(InputFault, match="no ranges"):
        certainty(path, execution_of(path), 1)


def test_what_is_not_sure_is_said(tmp_path: Path) -> None:
    path = graded(tmp_path, ["Labour", "workers", "persons", "sourced", 1, 1])
    made = compare(read_workbook(path).economy, ("balanced", "maximum"), points=0, draws=Draws(1, 3))
    assert made.execution is not None
    first, *others = claims(made.execution)
    found = Certainty(10, 9, 1, {first: 0.89, **dict.fromkeys(others, 0.9)}, ())
    words = certainty_in_words(found)
    assert words[1:] == [f"Not sure, it holds in 89% of the draws: {first.words}"]
    said = list(printed(comparison_report(replace(made, certainty=found))))
    assert [each for each in said if each in words] == words
    shown = comparison_json(replace(made, certainty=found), None)["certainty"]
    assert [each["sure"] for each in shown["claims"]] == [False, *(True for _ in others)]
    assert "none" in certainty_in_words(Certainty(4, 0, 0, {}, ()))[0]


@pytest.mark.parametrize("error", [SolverFailed, VerificationFailed])
def test_a_draw_in_which_something_is_not_found_is_one_without_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    path = graded(tmp_path, ["Labour", "workers", "persons", "sourced", 1, 1])
    execution = execution_of(path)
    carried_out = module._carried_out
    tried: list[Request] = []

    def second_fails(request: Request, like: Execution) -> Execution | None:
        tried.append(request)
        if len(tried) == 2:
            raise error("a year does not come to rest")
        return carried_out(request, like)

    monkeypatch.setattr(module, "_carried_out", second_fails)
    found = certainty(path, execution, 3)
    assert (found.draws, found.with_plans, found.contradictory, found.failed) == (3, 2, 0, 1)
    assert set(found.holds.values()) == {1.0}
    (words,) = certainty_in_words(found)
    assert "2 have all plans (1 have not, 1 of them since a solver gave up" in words
    none = certainty_in_words(replace(found, with_plans=0, failed=3, holds={}))
    assert "3 of them since a solver gave up" in none[0]
