"""What a batch is read by: the comparison workbook, CSV and Parquet, and the sensitivities in them."""

from __future__ import annotations

import csv
from array import array
from pathlib import Path

import numpy as np
import pytest
from batches import FAULTY, GRID, SAMPLE, SAMPLED, STEEL, TOO_MUCH, defined, small_runs, workbook
from openpyxl import load_workbook

from optimiser.batch import Batch, Options, Outcome, Run, Store, plan_runs, run_batch, write_csv
from optimiser.batch.measuring import CONSUMPTION, GROWTH, HEADLINES, SHARE, YEARS
from optimiser.batch.sentences import what_came_out
from optimiser.batch.statistics import sensitivities
from optimiser.batch.survey import Group, survey
from optimiser.errors import OutputFault
from optimiser.report.reports import write_batch

STRATEGIES = ("balanced", "proportional", "targets")


@pytest.fixture(scope="module")
def batch() -> Batch:
    opened = workbook()
    known = [defined(opened, GRID, STEEL, SAMPLE, SAMPLED, TOO_MUCH, FAULTY)]
    options = Options(years_needed=True, longest=6, findings=False)
    return run_batch(
        plan_runs([opened], scenarios=known, strategies=STRATEGIES, target_sets=["ambitious"], options=options)
    )


def written(batch: Batch, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    path = folder / "comparison.xlsx"
    write_batch(batch.store, batch.name, survey(batch.store.rows(batch.name)), path, stylised=True)
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_every_run_has_its_row_with_all_measures(batch: Batch, tmp_path: Path) -> None:
    sheets = written(batch, tmp_path)
    head, *rows = sheets["Runs"][4:]
    assert len(rows) == batch.counts.runs == 3 * (1 + 12 + 12 + 4 + 1)
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    for stored, row in zip(batch.store.rows(batch.name), rows, strict=True):
        shown = dict(zip(head, row, strict=True))
        assert shown["status"] == stored.outcome.status
        for name, value in stored.outcome.measures.items():
            assert shown[name] == (pytest.approx(value) if isinstance(value, float) else value)
        for name, chosen in stored.inputs.items():
            assert shown[f"input: {name}"] == pytest.approx(chosen)


def test_the_first_page_says_what_came_out(batch: Batch, tmp_path: Path) -> None:
    page = [str(row[0]) for row in written(batch, tmp_path)["First page"] if row[0]]
    text = "\n".join(page)
    assert "90 runs of steel and corn: 5 scenarios" in text
    assert "Stylised figures: " in text
    assert "3 failed" in text
    assert "Growth (sample, balanced): most by" in text
    assert "The years needed (sample, targets): most by" in text


def test_a_grid_is_told_with_its_range_and_not_as_if_it_were_one_run() -> None:
    batch = run_batch(small_runs(STEEL))
    growth = sorted(
        float(row.outcome.measures[GROWTH])  # type: ignore[arg-type]
        for row in batch.store.rows(batch.name)
        if row.group == "grid"
    )
    (said,) = [each for each in what_came_out(survey(batch.store.rows(batch.name))) if each.startswith("Grid")]
    low, middle, high = growth
    assert f"Grid: 3 runs, 3 with a plan; growth {middle:.1%} in the middle, {low:.1%} to {high:.1%} in all" in said
    assert low < high
    assert "the middle: " in said
    assert "-0.0" not in said


def test_a_scenario_of_one_run_is_told_with_its_figures() -> None:
    one = [*GRID[:5], 1.1]
    said = what_came_out(survey(run_batch(small_runs(one)).store.rows("batch")))[1]
    assert said.startswith("Grid: growth 9.1% a year, ")
    assert "the middle" not in said
    assert "runs" not in said


def test_scenarios_stand_beside_strategies(batch: Batch, tmp_path: Path) -> None:
    head, *rows = written(batch, tmp_path)["Scenarios by strategy"][4:]
    rows = [row for row in rows if row[0]]
    assert head[0] == "scenario"
    assert len(rows) == 1 + 12 + 12 + 4 + 1
    assert head[1:4] == tuple(f"{GROWTH}\n{strategy}" for strategy in STRATEGIES)
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_name["as it is"][f"{GROWTH}\nbalanced"] == pytest.approx(0.09139, abs=1e-5)
    assert by_name["as it is"][f"{GROWTH}\ntargets"] == "infeasible"
    assert by_name["as it is"][f"{YEARS}\ntargets"] == 5
    assert by_name["faulty"][f"{GROWTH}\nbalanced"] == "failed"


def test_many_runs_of_a_scenario_are_told_by_their_median_which_is_named(tmp_path: Path) -> None:
    values = "; ".join(f"{0.98 + number / 1000:.3f}" for number in range(25))
    batch = run_batch(small_runs([*GRID[:5], values]))
    head, *rows = written(batch, tmp_path)["Scenarios by strategy"][4:]
    (label,) = {str(row[0]) for row in rows if row[0] and str(row[0]).startswith("grid")}
    assert label == "grid (median of 25 runs)"
    shown = next(row[head.index(f"{GROWTH}\nbalanced")] for row in rows if row[0] == label)
    growth = [row.outcome.measures[GROWTH] for row in batch.store.rows(batch.name) if row.group == "grid"]
    assert len(growth) == 25
    assert shown == pytest.approx(float(np.median([float(str(each)) for each in growth])))


def test_what_has_no_plan_is_told_with_its_finding(tmp_path: Path) -> None:
    batch = run_batch(plan_runs([workbook()], strategies=["targets"], target_sets=["ambitious"]))
    sheets = written(batch, tmp_path)
    head, *rows = sheets["Without a plan"][4:]
    assert len(rows) == 4
    first = dict(zip(head, rows[0], strict=True))
    assert first[SHARE] == pytest.approx(0.7044, abs=1e-4)
    assert "cannot be met together" in str(first["main finding"])
    assert "Scenarios by strategy" not in sheets


def test_what_failed_is_told_with_its_message(batch: Batch, tmp_path: Path) -> None:
    rows = written(batch, tmp_path)["Failed"][5:]
    assert len(rows) == 3
    assert all("uses up 2 of its own product" in str(row[4]) for row in rows)


def test_results_are_equal_in_the_csv(batch: Batch, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    write_csv(batch.store, batch.name, survey(batch.store.rows(batch.name)), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == batch.counts.runs
    for stored, row in zip(batch.store.rows(batch.name), rows, strict=True):
        for name, value in stored.outcome.measures.items():
            assert row[name] == value if isinstance(value, str) else float(row[name]) == value
    with pytest.raises(OutputFault, match="exists"):
        write_csv(batch.store, batch.name, survey(batch.store.rows(batch.name)), path)


def test_results_are_equal_in_parquet(batch: Batch, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs pyarrow")
    from optimiser.batch import write_parquet

    path = tmp_path / "results.parquet"
    write_parquet(batch.store, batch.name, survey(batch.store.rows(batch.name)), path)
    rows = parquet.read_table(path).to_pylist()
    assert len(rows) == batch.counts.runs
    for stored, row in zip(batch.store.rows(batch.name), rows, strict=True):
        for name, value in stored.outcome.measures.items():
            assert row[name] == value or row[name] == str(value)


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    store = Store()
    source = workbook("=cmd|' /C calc'!A0").source
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\u200b=1", "\ufeff+1", "\uff1d1", "\u200b\uff20x", "harmless"]
    runs = [Run(source, text, text, "balanced", inputs=((text, text),)) for text in texts]
    planned = [("batch", place, str(place), run) for place, run in enumerate(runs)]
    store.add([(str(place), Outcome("failed", {text: text}, text)) for place, text in enumerate(texts)], planned)
    found = survey(store.rows("batch"))
    write_csv(store, "batch", found, tmp_path / "results.csv")
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    begins = tuple("=+@\uff1d\uff20")
    assert not [cell for cell in cells if cell.lstrip("\u200b\ufeff\t ")[:1] in begins or cell[:2] == "-1"]
    assert {f"'{text}" for text in texts[:-1]} | {texts[-1]} <= set(cells)
    write_batch(store, "batch", found, tmp_path / "comparison.xlsx")
    book = load_workbook(tmp_path / "comparison.xlsx")
    assert not [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_no_file_of_the_user_is_written_over(batch: Batch, tmp_path: Path) -> None:
    path = tmp_path / "comparison.xlsx"
    path.write_text("mine")
    found = survey(batch.store.rows(batch.name))
    with pytest.raises(OutputFault, match="exists"):
        write_batch(batch.store, batch.name, found, path)
    with pytest.raises(OutputFault, match="was read"):
        write_batch(batch.store, batch.name, found, path, force=True, never=path)
    assert path.read_text() == "mine"


def test_sensitivities_find_what_was_put_in() -> None:
    random = np.random.default_rng(0)
    first, second, idle = random.random((3, 400))
    group = Group({name: array("d", values) for name, values in (("a", first), ("b", second), ("idle", idle))})
    group.values[GROWTH] = array("d", 3.0 * first - second)
    group.status["optimal"] = 400
    found = {each.input: each for each in sensitivities(group, GROWTH)}
    assert list(found)[:2] == ["a", "b"]
    spread = np.std(3.0 * first - second)
    assert found["a"].coefficient == pytest.approx(3.0 * np.std(first) / spread)
    assert found["b"].coefficient == pytest.approx(-np.std(second) / spread)
    assert abs(found["idle"].coefficient) < 1e-9
    assert found["a"].rank > 0.9
    assert found["a"].swing == pytest.approx(3.0 * 0.8, abs=0.15)


def test_a_result_that_does_not_vary_has_no_sensitivity() -> None:
    group = Group({"a": array("d", range(20))}, {name: array("d", [1.0] * 20) for name in HEADLINES})
    assert sensitivities(group, CONSUMPTION) == []


@pytest.mark.slow
def test_ten_thousand_runs_do_not_fill_the_memory(tmp_path: Path) -> None:
    import tracemalloc

    measures = {f"measure {number}": number / 7.0 for number in range(40)}
    peaks = []
    for runs in (200, 1200):
        store = Store()
        run = next(iter(small_runs()))
        for start in range(0, runs, 100):
            places = range(start, start + 100)
            store.add(
                [(str(place), Outcome("optimal", measures)) for place in places],
                [("batch", place, str(place), run) for place in places],
            )
        tracemalloc.start()
        write_batch(store, "batch", survey(store.rows("batch")), tmp_path / f"{runs}.xlsx")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        store.close()
    assert peaks[1] < 1.5 * peaks[0]
