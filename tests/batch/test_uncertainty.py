"""Batches draw graded figures, each within the range of its grade, and close the base year again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from batches import QUICK, defined, table, workbook

from optimiser.batch import Opened, Run, Runs, plan_runs, run_batch, source_of_workbook
from optimiser.batch.run import BASE, FAILED, key_of
from optimiser.batch.snapshot import economy_of
from optimiser.batch.uncertainty import economy_of_run, ranges_for
from optimiser.economy.base_year import base_year
from optimiser.errors import InputFault
from optimiser.workbook import read_tables
from optimiser.workbook.examples import two_sectors

PLAN = Path(__file__).parent.parent.parent / "inputs" / "first_five_year_plan.xlsx"

HEADER = ["sheet", "row", "column", "grade", "times at least", "times at most"]
WORKERS = ["Labour", "workers", "persons", "sourced", 0.99, 1.02]
BUILDING = ["Construction", "STL", "*", "assumed", 0.7, 1.3]
LAGS = ["Projects", "*", "gestation", "assumed", 0.5, 2.0]
KNOWN = ["Labour", "workers", "growth", "derived", 1.0, 1.0]
CONTRADICTORY = ["Sectors", "STL", "base output", "derived", 20.0, 30.0]


def asked(grades: str, runs: int | None = 8, seed: int = 7, name: str = "unsure") -> list[object]:
    """A row of the sheet Scenarios that draws what is graded."""
    return [name, *[None] * 6, runs, seed, None, grades]


def graded(*rows: Sequence[object]) -> Opened:
    return workbook(Notes_on_grades=[HEADER, *(rows or (WORKERS, BUILDING, LAGS, KNOWN))])


def runs_of(opened: Opened, *rows: Sequence[object]) -> Runs:
    return plan_runs([opened], scenarios=[defined(opened, *rows)], strategies=["balanced"], options=QUICK)


def drawn(opened: Opened, *rows: Sequence[object]) -> list[Run]:
    """The runs but that of the workbook as it is."""
    return [run for run in runs_of(opened, *rows) if run.group != BASE]


def factors(runs: Sequence[Run], name: str) -> list[float]:
    return [float(str(dict(run.inputs)[name])) for run in runs]


def test_each_figure_is_drawn_within_the_range_of_its_grade() -> None:
    runs = drawn(graded(), asked("all"))
    assert len(runs) == 8
    assert {name for run in runs for name, _ in run.inputs} == {"Labour!workers!persons", "Construction!STL!*"}
    for name, low, high in (("Labour!workers!persons", 0.99, 1.02), ("Construction!STL!*", 0.7, 1.3)):
        places = np.log(np.array(factors(runs, name)) / low) / math.log(high / low) * 8
        assert sorted(np.floor(places)) == list(range(8)), "each part of the range once, on a scale of ratios"
    persons = economy_of(runs[0].source, ()).pools.natural[0, 0]
    for run, factor in zip(runs, factors(runs, "Labour!workers!persons"), strict=True):
        assert economy_of_run(run).pools.natural[0, 0] == pytest.approx(factor * persons)


def test_what_is_sourced_moves_less_than_what_is_assumed() -> None:
    runs = drawn(graded(), asked("sourced; assumed", 40))
    sourced, assumed = (np.std(np.log(factors(runs, n))) for n in ("Labour!workers!persons", "Construction!STL!*"))
    assert 0.0 < sourced < assumed / 10.0


def test_only_the_grades_that_are_asked_for_are_drawn() -> None:
    opened = graded()
    assert {name for run in drawn(opened, asked("sourced")) for name, _ in run.inputs} == {"Labour!workers!persons"}
    for run in drawn(opened, asked("sourced")):
        steel = economy_of_run(run).construction.composition.toarray()
        assert steel == pytest.approx(economy_of(run.source, ()).construction.composition.toarray())


def test_the_seed_gives_the_draws() -> None:
    opened = graded()
    first = [run.drawn for run in drawn(opened, asked("all"))]
    assert first == [run.drawn for run in drawn(opened, asked("all"))]
    assert first != [run.drawn for run in drawn(opened, asked("all", seed=8))]


def test_the_same_draws_come_out_the_same_and_others_do_not() -> None:
    opened = graded()
    first, again, other = (table(run_batch(runs_of(opened, asked("all", 3, seed)))) for seed in (7, 7, 8))
    assert first == again
    assert first[0] == other[0]
    assert first[1:] != other[1:]
    assert {row[7] for row in first} == {"optimal"}


def test_a_draw_comes_after_the_changes_of_its_scenario() -> None:
    opened = graded()
    more = [["unsure", "Labour", "workers", "persons", "multiply", 1.5], asked("sourced", 4)]
    runs, bare = drawn(opened, *more), drawn(opened, asked("sourced", 4))
    for run, plain in zip(runs, bare, strict=True):
        assert run.inputs == plain.inputs
        assert economy_of_run(run).pools.natural[0, 0] == pytest.approx(1.5 * economy_of_run(plain).pools.natural[0, 0])


def test_the_base_year_is_closed_as_the_changes_leave_it() -> None:
    opened = graded()
    change = ["unsure", "Inputs", "STL", "*", "multiply", 0.8]
    for run in drawn(opened, change, asked("all", 3)):
        left = base_year(economy_of(run.source, run.changes)).share
        assert np.abs(left - base_year(opened.economy).share).max() > 0.02
        assert base_year(economy_of_run(run)).share == pytest.approx(left, abs=1e-9)


def test_draws_and_a_range_of_the_scenario_are_of_one_sample() -> None:
    floor = ["unsure", "Households", "people", "floor", "multiply", "0.5 .. 1", "floor"]
    runs = drawn(graded(), floor, asked("all", 8))
    places = [(np.array(factors(runs, "floor")) - 0.5) / 0.5]
    for name, low, high in (("Labour!workers!persons", 0.99, 1.02), ("Construction!STL!*", 0.7, 1.3)):
        places.append(np.log(np.array(factors(runs, name)) / low) / math.log(high / low))
    assert all(sorted(np.floor(each * 8)) == list(range(8)) for each in places)
    assert not np.allclose(places[0], places[1])
    assert not np.allclose(places[1], places[2])


def test_draws_and_a_grid_go_together() -> None:
    grid = ["unsure", "Households", "people", "floor", "multiply", "0.9; 1", "floor"]
    runs = drawn(graded(), grid, asked("all", 5))
    assert len(runs) == 10
    workers = factors(runs, "Labour!workers!persons")
    assert workers[:5] == workers[5:], "combinations are compared under the same draws"


def test_a_draw_has_a_key_of_its_own() -> None:
    run = drawn(graded(), asked("all"))[0]
    as_changes = replace(run, changes=run.drawn.changes, drawn=type(run.drawn)())
    keys = {key_of(run), key_of(as_changes), key_of(replace(run, drawn=type(run.drawn)()))}
    assert len(keys) == 3, "the base year of a draw is closed again, that of a change is not"


def test_the_base_year_of_every_draw_is_closed_again() -> None:
    opened = source_of_workbook(PLAN)
    runs = [run for run in runs_of(opened, asked("all", 6, 1928)) if run.group != BASE]
    farm = opened.economy.town_and_country.farm_product
    others = np.arange(len(opened.economy.products.axis)) != farm
    left = base_year(opened.economy).share
    for run in runs:
        as_drawn = base_year(economy_of(run.source, run.drawn.changes)).share
        closed = base_year(economy_of_run(run)).share
        assert np.abs(as_drawn[others] - left[others]).max() > 0.02
        assert closed[others] == pytest.approx(left[others], abs=1e-9)
        assert abs(closed[farm]) < 0.01


def test_a_draw_that_contradicts_itself_is_a_finding_and_the_others_go_on() -> None:
    opened = graded(CONTRADICTORY, WORKERS)
    rows = [asked("derived", 2), asked("sourced", 2, name="surer")]
    found = run_batch(runs_of(opened, *rows))
    by_group = {(row.group, row.outcome.status) for row in found.store.rows(found.name)}
    assert by_group == {(BASE, "optimal"), ("unsure", FAILED), ("surer", "optimal")}
    words = next(row.outcome.finding for row in found.store.rows(found.name) if row.group == "unsure")
    assert "the base year can only be closed again" in words
    assert "Traceback" not in words


def test_ranges_that_would_make_a_cell_illegal_or_are_none_are_not_drawn() -> None:
    opened = graded()
    kept = ranges_for(opened, defined(opened, asked("all")))
    assert [each.sheet for each in kept] == ["Labour", "Construction"]
    assert ranges_for(opened, {}) == ()


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (asked("gessed"), "K2", "no grade"),
        (asked("sourced, derived"), "K2", "no grade"),
        (asked("sourced;"), "K2", "no grade"),
        (asked("all", None), "H2", "grades to be drawn and no number of runs"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell(row: list[object], cell: str, words: str) -> None:
    with pytest.raises(InputFault) as caught:
        defined(graded(), row)
    (fault,) = caught.value.faults
    assert fault.cell == cell
    assert words in fault.problem


def test_where_nothing_can_be_drawn_nothing_is_run() -> None:
    for opened, grades in ((workbook(), "all"), (graded(), "derived")):
        with pytest.raises(InputFault, match="there is no range") as caught:
            runs_of(opened, asked(grades))
        assert "unsure" in str(caught.value)


def test_a_command_that_plans_one_economy_refuses_such_a_scenario() -> None:
    header: list[object] = ["scenario", "sheet", "row", "column", "operation", "value", "runs", "grades"]
    scenarios: list[list[object]] = [header, ["unsure", *[None] * 5, 4, "all"]]
    tables: dict[str, list[list[object]]] = dict(two_sectors.tables())
    tables |= {"Scenarios": scenarios, "Notes on grades": [list[object](HEADER), list[object](WORKERS)]}
    with pytest.raises(InputFault, match="stands for many runs"):
        read_tables(tables, scenario="unsure")


def test_a_scenario_that_extends_another_draws_what_it_draws() -> None:
    opened = graded()
    more = ["poorer", "Labour", "workers", "persons", "multiply", 0.98, None, None, None, "unsure"]
    known = defined(opened, asked("sourced", 3), more)
    assert known["poorer"].grades == ("sourced",)
    assert len([run for run in plan_runs([opened], scenarios=[known]) if run.group == "poorer"]) == 3
