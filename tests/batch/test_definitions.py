"""Scenarios as they are written down: grids, samples, what they extend, and their faults, each with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from batches import GRID, HEAD, SAMPLE, SAMPLED, STEEL, defined, small_runs, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.batch import read_definitions
from optimiser.batch.expand import count, expand, latin_hypercube
from optimiser.batch.snapshot import economy_of, tables_of_source
from optimiser.errors import Fault, InputFault


def faults_of(*rows: Sequence[object]) -> tuple[Fault, ...]:
    with pytest.raises(InputFault) as caught:
        defined(workbook(), *rows)
    return caught.value.faults


def test_a_grid_is_the_cross_product_of_its_lists() -> None:
    grid = defined(workbook(), GRID, STEEL)["grid"]
    variants = list(expand(grid))
    assert count(grid) == len(variants) == 12
    assert {variant.inputs for variant in variants} == {
        (("workers", workers), ("building", building))
        for workers in (0.98, 1.0, 1.02, 1.1)
        for building in (0.9, 1.0, 1.2)
    }
    assert variants[0].name == "grid [workers=0.98, building=0.9]"
    assert [change.value for change in variants[-1].changes] == [1.1, 1.2]
    assert len({variant.name for variant in variants}) == 12


def test_a_sample_takes_each_part_of_each_range_once_and_is_given_by_its_seed() -> None:
    sample = defined(workbook(), SAMPLE, SAMPLED)["sample"]
    first, again = list(expand(sample)), list(expand(sample))
    assert first == again
    assert len(first) == count(sample) == 12
    drawn = np.array([[value for _, value in variant.inputs] for variant in first])
    low, high = np.array([0.97, 0.8]), np.array([1.1, 1.2])
    places = np.floor((drawn - low) / (high - low) * 12).astype(int)
    assert np.array_equal(np.sort(places, axis=0), np.tile(np.arange(12)[:, None], 2))
    other = defined(workbook(), [*SAMPLE[:8], 8], SAMPLED)["sample"]
    assert [each.inputs for each in expand(other)] != [each.inputs for each in first]
    assert first[3].name == "sample 04"


@given(st.integers(1, 60), st.integers(1, 6), st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_every_part_of_every_input_is_drawn_once(runs: int, inputs: int, seed: int) -> None:
    drawn = latin_hypercube(runs, inputs, seed)
    assert drawn.shape == (runs, inputs)
    assert np.array_equal(np.sort(np.floor(drawn * runs), axis=0), np.tile(np.arange(runs)[:, None], inputs))
    assert np.array_equal(drawn, latin_hypercube(runs, inputs, seed))


def test_a_grid_of_samples_uses_the_same_draws_for_every_combination() -> None:
    both = defined(workbook(), [*SAMPLE[:6], "workers", 5, 1], ["sample", *STEEL[1:]])["sample"]
    variants = list(expand(both))
    assert count(both) == len(variants) == 15
    draws = [dict(each.inputs)["workers"] for each in variants]
    assert draws[:5] == draws[5:10] == draws[10:]
    assert variants[5].name == "sample [building=1] 1"


def test_rows_of_one_input_share_one_choice() -> None:
    rows = [
        ["both", "Labour", "workers", "persons", "multiply", "1; 1.1", "size"],
        ["both", "Households", "people", "floor", "multiply", "1; 1.1", "size"],
    ]
    variants = list(expand(defined(workbook(), *rows)["both"]))
    assert [[change.value for change in each.changes] for each in variants] == [[1.0, 1.0], [1.1, 1.1]]


def test_a_scenario_extends_others_in_order() -> None:
    opened = workbook()
    known = defined(
        opened,
        ["both", None, None, None, None, None, None, None, None, "more workers; dearer building"],
        ["three", "Labour", "workers", "persons", "multiply", 2.0, None, None, None, "both"],
    )
    (variant,) = expand(known["three"])
    assert [change.sheet for change in variant.changes] == ["Labour", "Construction", "Labour"]
    assert [change.value for change in variant.changes] == [1.1, 1.25, 2.0]
    economy = economy_of(opened.source, variant.changes)
    assert economy.pools.natural[0, 0] == pytest.approx(32.0 * 1.1 * 2.0)
    assert economy.construction.capital.toarray().max() * economy.construction.composition.toarray().max() > 0.0


def test_what_extends_a_sample_is_one_too() -> None:
    known = defined(workbook(), SAMPLE, ["more", "Plan", "discount rate", "value", "set", 0.1, "", "", "", "sample"])
    assert count(known["more"]) == 12
    assert known["more"].seed == 7


def test_wildcards_mean_rows_columns_and_years() -> None:
    opened = workbook(Yields=[["sector", 1, 2, 3], ["STL", 1, 1, 1], ["CRN", 1, 1, 1]])
    (variant,) = expand(defined(opened, ["bad years", "Yields", "*", "*", "multiply", 0.5])["bad years"])
    economy = economy_of(opened.source, variant.changes)
    assert (economy.sectors.yields[:, 1:4] == 0.5).all()


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (["x", "Labor", "workers", "persons", "set", 1], "B2", "no sheet of this name"),
        (["x", "Labour", "nobody", "persons", "set", 1], "C2", "no such row"),
        (["x", "Labour", "workers", "heads", "set", 1], "D2", "no such column"),
        (["x", "Labour", "workers", "persons", "divide", 1], "E2", "none of the words"),
        (["x", "Labour", "workers", "persons", "multiply", "a; b"], "F2", "is not a number"),
        (["x", "Labour", "workers", "persons", "multiply", "0,9 .. 1,1"], "F2", "is no range"),
        (["x", "Labour", "workers", "persons", "multiply", "1.1 .. 0.9", "", 5], "F2", "empty range"),
        (["x", "Labour", "workers", "persons", "multiply", "0.9;"], "F2", "nothing between"),
        (["x", "Labour", "workers", "persons", "multiply", "1; 1"], "F2", "twice"),
        (["x", "Labour", "workers", "persons", "multiply", "0.9 .. 1.1"], "H2", "no number of runs"),
        (["x", "Labour", "workers", "persons", "multiply", 2, "", 5], "H2", "no range"),
        (["x", "Labour", "workers", "persons", "multiply", "0.9 .. 1.1", "", 0], "H2", "out of bounds"),
        (["x", "Labour", "workers", "persons", "multiply", None], "F2", "is missing"),
        (["x", "Labour", "workers", "persons", "set", 1, "", "", "", "les steel"], "J2", "no scenario of this name"),
        (["x", None, None, None, None, None, "", "", "", "x"], "J2", "in a circle"),
        ([None, "Labour", "workers", "persons", "set", 1], "A2", "is missing"),
    ],
)
def test_faults_name_the_cell(row: list[object], cell: str, words: str) -> None:
    faults = faults_of(row)
    assert [(fault.sheet, fault.cell) for fault in faults] == [("Scenarios", cell)], faults
    assert words in faults[0].problem


def test_all_faults_at_once() -> None:
    faults = faults_of(["x", "Labor", "workers", "persons", "set", 1], ["y", "Labour", "worker", "persons", "set", 1])
    assert [fault.cell for fault in faults] == ["B2", "C3"]
    assert "Labour" in faults[0].remedy


def test_different_lists_for_one_input_are_a_fault() -> None:
    rows = [
        ["x", "Labour", "workers", "persons", "multiply", "1; 2", "size"],
        ["x", "Households", "people", "floor", "multiply", "1; 3", "size"],
    ]
    (fault,) = faults_of(*rows)
    assert "one input" in fault.problem


def test_a_csv_says_the_same_as_a_sheet(tmp_path: Path) -> None:
    opened = workbook()
    path = tmp_path / "scenarios.csv"
    lines: list[Sequence[object]] = [HEAD, GRID, STEEL, SAMPLE, SAMPLED]
    text = "\n".join(",".join(map(str, row)) for row in lines)
    path.write_text(text, encoding="utf-8-sig")
    read = read_definitions(path, tables_of_source(opened.source), opened.scenarios)
    meant = defined(opened, GRID, STEEL, SAMPLE, SAMPLED)
    assert {name: list(expand(each)) for name, each in read.items()} == {
        name: list(expand(each)) for name, each in meant.items()
    }
    path.write_text("scenario,sheet,row,column,operation,value\nx,Labor,workers,persons,set,1\n")
    with pytest.raises(InputFault, match=r"scenarios.csv!B2"):
        read_definitions(path, tables_of_source(opened.source))


def test_scenarios_in_a_workbook_of_their_own(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Scenarios"
    for row in (HEAD, GRID, STEEL):
        sheet.append(list(row))
    book.save(tmp_path / "scenarios.xlsx")
    opened = workbook()
    read = read_definitions(tmp_path / "scenarios.xlsx", tables_of_source(opened.source), opened.scenarios)
    assert count(read["grid"]) == 12


def test_runs_are_workbook_by_scenario_by_strategy() -> None:
    runs = small_runs(GRID, STEEL, strategies=("balanced", "proportional"))
    listed = list(runs)
    assert len(runs) == len(listed) == 2 * (1 + 12)
    assert [run.strategy for run in listed[:2]] == ["balanced", "proportional"]
    assert listed[0].scenario == "as it is"
    own = small_runs()
    assert [run.scenario for run in own] == ["as it is", "more workers", "dearer building", "less steel"]


def test_no_such_strategy_or_target_set() -> None:
    with pytest.raises(InputFault, match="no strategy 'balance'"):
        small_runs(strategies=("balance",))
    with pytest.raises(InputFault, match="Did you mean 'modest'"):
        small_runs(target_sets=("modst",))


@given(st.integers(1, 9))
@settings(max_examples=9, deadline=None)
def test_shards_share_out_the_runs(parts: int) -> None:
    strategies = ("balanced", "proportional", "maximum")
    everything = [(run.scenario, run.strategy) for run in small_runs(GRID, STEEL, strategies=strategies)]
    shards = [small_runs(GRID, STEEL, strategies=strategies, shard=(part, parts)) for part in range(1, parts + 1)]
    shared = [[(run.scenario, run.strategy) for run in shard] for shard in shards]
    assert [len(shard) for shard in shards] == list(map(len, shared))
    assert sorted(each for shard in shared for each in shard) == sorted(everything)
    assert max(map(len, shared)) - min(map(len, shared)) <= 1 + (len(everything) % parts > 0)
    if 1 < parts <= 4:
        assert all({strategy for _, strategy in shard} == set(strategies) for shard in shared)
