"""Cells are changed, faults are said at the cell, plans are found, scenarios are kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `app` is not installed")

from seldom import seldom
from served import Page, cell, example, growth

from optimiser import read_economy, solve
from optimiser.economy.differences import differences
from optimiser.files import Mark, mark_of
from optimiser.serve.edits import changed, changes_of
from optimiser.serve.views import MOST_CELLS
from optimiser.workbook import parse_change, scenario_changes
from optimiser.workbook.examples import EXAMPLES

MORE = ("Labour", "D2", "36")
"""Four million workers more than the workbook has."""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return example(tmp_path, "two_sectors")


@pytest.fixture
def page(workbook: Path, tmp_path: Path) -> Page:
    return Page(workbook, tmp_path).enter()


@pytest.mark.quick
def test_a_cell_that_is_changed_changes_the_plan(page: Page, workbook: Path) -> None:
    before = page.solve([], "balanced", "maximum")
    changes = page.type([], *MORE)
    assert changes == [{"sheet": "Labour", "row": "workers", "column": "persons", "operation": "set", "value": 36.0}]
    after = page.solve(changes, "balanced", "maximum")
    economy = read_economy(workbook, changes=[parse_change("Labour!workers!persons=36")])
    assert growth(after) == pytest.approx(solve(economy, "balanced").growth_rate, abs=1e-9)
    assert growth(before) == pytest.approx(solve(read_economy(workbook), "balanced").growth_rate, abs=1e-9)
    shares = [next(each for each in answer["lines"] if "share" in each["title"]) for answer in (before, after)]
    assert shares[1]["figures"][1]["exact"] > shares[0]["figures"][1]["exact"] + 0.01
    assert shares[1]["figures"][1]["rises"]
    assert "more" not in shares[0]["figures"][1]


def test_an_answer_does_not_depend_on_what_was_asked_before(page: Page, workbook: Path, tmp_path: Path) -> None:
    """Two tabs, one after the other and each by itself: the program keeps nothing of either."""
    one, other = page.type([], *MORE), page.type([], "Labour", "D2", "30")
    mixed = [page.solve(each, "balanced", "maximum") for each in (one, other, one)]
    alone = [
        Page(workbook, tmp_path / str(place)).enter().solve(each, "balanced", "maximum")
        for place, each in enumerate((one, other))
    ]
    assert mixed[:2] == alone
    assert mixed[2] == mixed[0]
    assert mixed[0] != mixed[1]
    assert cell(page.view([], "Labour"), "D2")["text"] == "32"


def test_a_fault_is_said_at_the_cell_with_its_remedy(page: Page) -> None:
    changes = page.type([], "Labour", "D2", "-1")
    view = page.view(changes, "Labour")
    (fault,) = view["faults"]
    assert (fault["sheet"], fault["cell"], fault["value"]) == ("Labour", "D2", "-1")
    assert fault["problem"].startswith("is out of bounds")
    assert fault["remedy"]
    # nothing is lost: what was typed stands there, and can be mended
    assert cell(view, "D2")["text"] == "-1"
    assert page.refused("/solve", changes=changes, strategies=["balanced"])["cell"] == "D2"
    assert page.view(page.type(changes, *MORE), "Labour")["faults"] == []


def test_a_change_of_no_cell_is_at_fault_in_the_list_of_changes(page: Page) -> None:
    view = page.view(
        [{"sheet": "Labour", "row": "nobody", "column": "persons", "operation": "set", "value": 1}], "Labour"
    )
    (fault,) = view["faults"]
    assert (fault["change"], fault["sheet"]) == (0, "What-if")
    assert "no such row" in fault["problem"]


def test_what_the_workbook_says_anyway_is_no_change(page: Page) -> None:
    changes = page.type([], *MORE)
    assert page.type(changes, "Labour", "D2", "32") == []
    assert page.type(changes, "Labour", "D2", "36.0") == changes
    assert page.type(page.type(changes, "Labour", "E2", "0"), "Labour", "D2", "32")[0]["column"] == "growth"


@pytest.mark.parametrize(
    ("sheet", "place", "text", "problem"),
    [
        ("Labour", "D2", "", "empty"),
        ("Labour", "D2", "30; 32", "many runs"),
        ("Labour", "D2", "30 .. 32", "many runs"),
        ("Labour", "A2", "others", "cannot be changed"),
        ("Labour", "Z2", "1", "cannot be changed"),
        ("Labour", "D9", "1", "cannot be changed"),
        ("Scenarios", "A2", "1", "cannot be changed"),
        ("Nowhere", "A2", "1", "cannot be changed"),
    ],
)
def test_what_a_scenario_cannot_say_is_refused_at_once(
    page: Page, sheet: str, place: str, text: str, problem: str
) -> None:
    question = {"sheet": sheet, "row": int(place[1:]), "column": ord(place[0]) - 65, "text": text}
    assert problem in page.refused("/edit", changes=[], **question)["problem"]


@pytest.mark.parametrize(
    "name", seldom(["two_sectors", "williams", "first_five_year_plan", "goelro", "reconstruction"], always=2)
)
def test_every_open_cell_can_be_changed_and_no_other_changes(name: str, tmp_path: Path) -> None:
    page = Page(example(tmp_path, name), tmp_path).enter()
    tried = 0
    for sheet in (each["title"] for each in page.served.about()["sheets"]):
        shown = page.view([], sheet)["sheet"]
        for row in shown["rows"][:4]:
            for each in (each for each in row["cells"] if each.get("open")):
                question = {"sheet": sheet, "row": row["row"], "column": each["column"], "text": "0.125"}
                sent = page.ask("/edit", changes=[], **question)["changes"]
                made = changed(page.opened, changes_of(sent))
                assert made.places == (((sheet, row["row"], each["column"]),),)
                tried += 1
    assert tried > 50


def test_a_scenario_is_taken_with_sliders(page: Page, workbook: Path) -> None:
    name = page.served.about()["scenarios"][0]
    changes = page.ask("/scenario", name=name)["changes"]
    shown = page.view(changes, "Labour")["changes"]
    assert all(each["least"] <= each["value"] <= each["most"] and each["step"] > 0.0 for each in shown)
    economy = read_economy(workbook, scenario=name)
    assert growth(page.solve(changes)) == pytest.approx(solve(economy, "balanced").growth_rate, abs=1e-9)


def test_a_range_is_the_way_of_its_slider(tmp_path: Path) -> None:
    rows = [
        ["scenario", "sheet", "row", "column", "operation", "value", "runs"],
        ["hands", "Labour", "workers", "persons", "multiply", "0.9 .. 1.3", 10],
        ["growth", "Labour", "workers", "growth", "set", "0.01; 0.02; 0.07", None],
    ]
    page = Page(example(tmp_path, "two_sectors", Scenarios=rows), tmp_path).enter()
    (one,) = page.view(page.ask("/scenario", name="hands")["changes"], "Labour")["changes"]
    assert (one["least"], one["value"], one["most"]) == (0.9, pytest.approx(1.1), 1.3)
    (other,) = page.view(page.ask("/scenario", name="growth")["changes"], "Labour")["changes"]
    assert (other["least"], other["value"], other["most"]) == (0.01, 0.02, 0.07)


@pytest.mark.quick
def test_what_is_saved_says_what_was_tried(page: Page, workbook: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256(workbook.read_bytes()).hexdigest()
    changes = page.type(page.type([], *MORE), "Labour", "E2", "0.01")
    changes.append({"sheet": "Sectors", "row": "*", "column": "base output", "operation": "multiply", "value": 1.05})
    kept = page.ask("/keep", changes=changes, scenario="  more   hands ", file="kept.xlsx")
    path = Path(kept["path"])
    assert path == page.folder / "kept.xlsx"
    assert kept["scenario"] == "more hands"
    assert mark_of(path) is Mark.ECONOMY
    asked = changes_of(changes)
    assert scenario_changes(path, ["more hands"])["more hands"] == asked
    assert not differences(read_economy(path, scenario="more hands"), read_economy(workbook, changes=asked))
    assert not differences(read_economy(path), read_economy(workbook))
    # the scenarios that it had are there still, and the workbook is as it was
    again = Page(path, tmp_path / "again")
    assert set(again.opened.scenarios) == {*page.opened.scenarios, "more hands"}
    assert hashlib.sha256(workbook.read_bytes()).hexdigest() == digest


def test_a_workbook_without_scenarios_gets_its_sheet(tmp_path: Path) -> None:
    page = Page(example(tmp_path, "reconstruction"), tmp_path).enter()
    assert "Scenarios" not in page.opened.tables
    changes = [{"sheet": "Plan", "row": "discount rate", "column": "value", "operation": "set", "value": 0.125}]
    assert page.view(changes, "Plan")["faults"] == []
    kept = page.ask("/keep", changes=changes, scenario="=1+1", file="kept.xlsx")
    assert scenario_changes(kept["path"], ["=1+1"])["=1+1"] == changes_of(changes)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".xlsx",
        "kept.xls",
        "kept",
        "../kept.xlsx",
        "/tmp/kept.xlsx",
        "a/b.xlsx",
        "..",
        "a\0.xlsx",
        "a\\b\n.xlsx\0",
        "x" * 300 + ".xlsx",
    ],
)
def test_nothing_is_saved_but_under_a_plain_name(page: Page, name: str) -> None:
    assert page.refused("/keep", changes=page.type([], *MORE), scenario="more", file=name)["message"]
    assert not page.folder.exists() or not [*page.folder.iterdir()]


def test_nothing_is_saved_over_a_file(page: Page, workbook: Path) -> None:
    page.folder.mkdir()
    there = page.folder / "kept.xlsx"
    there.write_bytes(workbook.read_bytes())
    changes = page.type([], *MORE)
    assert "exists already" in page.refused("/keep", changes=changes, scenario="more", file="kept.xlsx")["message"]
    assert there.read_bytes() == workbook.read_bytes()
    # nor over one of the page's own
    page.ask("/keep", changes=changes, scenario="more", file="other.xlsx")
    assert "exists already" in page.refused("/keep", changes=changes, scenario="more", file="other.xlsx")["message"]
    # a name that is free is offered
    page.ask("/keep", changes=changes, scenario="more", file=page.view(changes, "Labour")["file"])
    page.ask("/keep", changes=changes, scenario="more", file=page.view(changes, "Labour")["file"])
    assert len([*page.folder.iterdir()]) == 4


@pytest.mark.parametrize("name", ["", "   ", "more workers", "MORE  workers", "x" * 101, "a\u202eb", "a\tb\0"])
def test_a_scenario_needs_a_name_of_its_own(page: Page, name: str) -> None:
    assert page.refused("/keep", changes=page.type([], *MORE), scenario=name, file="kept.xlsx")["remedy"]
    assert not page.folder.exists()


def test_nothing_changed_is_nothing_to_save(page: Page) -> None:
    assert "nothing is changed" in page.refused("/keep", changes=[], scenario="more", file="kept.xlsx")["problem"]


def test_a_file_that_changes_meanwhile_does_not_matter(page: Page, workbook: Path) -> None:
    before = page.solve([])
    workbook.write_bytes(b"nothing")
    changes = page.type([], *MORE)
    assert growth(page.solve([])) == growth(before)
    page.ask("/keep", changes=changes, scenario="more", file="kept.xlsx")
    assert read_economy(page.folder / "kept.xlsx").title == EXAMPLES["two_sectors"]()["Plan"][1][1]


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    page = Page(example(tmp_path, "two_sectors"), tmp_path).enter()
    changes = page.type([], "Labour", "D2", "20")
    answer = page.solve(changes, "targets", "balanced")
    one = next(each for each in answer["strategies"] if each["name"] == "targets")
    assert one["status"] == "infeasible"
    assert any("cannot all be met" in each for each in one["sentences"])
    why = page.client.get(f"/report/{answer['key']}/targets")
    assert why.status_code == 200
    assert "cannot" in why.text


def test_a_strategy_that_cannot_be_tried_leaves_the_others(tmp_path: Path) -> None:
    page = Page(example(tmp_path, "reconstruction"), tmp_path).enter()
    answer = page.solve([], "balanced", "targets")
    status = {each["name"]: (each["status"], each["sentences"]) for each in answer["strategies"]}
    assert status["balanced"] == ("optimal", [])
    assert status["targets"][0] == "refused"
    assert "needs targets" in status["targets"][1][0]
    assert page.client.get(f"/report/{answer['key']}/targets").status_code == 422


def test_the_pages_of_reports_are_those_of_the_writer(page: Page) -> None:
    answer = page.solve(page.type([], *MORE), "balanced", "maximum")
    for name in ("balanced", "maximum", "comparison"):
        shown = page.client.get(f"/report/{answer['key']}/{name}")
        assert shown.status_code == 200
        assert "Content-Security-Policy" in shown.text
        assert "unsafe" not in shown.headers["content-security-policy"]
    assert page.client.get("/report/nothing/balanced").status_code == 404
    assert page.client.get(f"/report/{answer['key']}/nothing").status_code == 422


def test_a_workbook_at_fault_is_opened_and_can_be_mended(tmp_path: Path) -> None:
    labour = [list(row) for row in EXAMPLES["two_sectors"]()["Labour"]]
    labour[1][3] = -32.0
    page = Page(example(tmp_path, "two_sectors", Labour=labour), tmp_path).enter()
    assert page.view([], "Labour")["faults"][0]["cell"] == "D2"
    assert page.refused("/solve", changes=[], strategies=["balanced"])["cell"] == "D2"
    (tmp_path / "sound").mkdir()
    sound = solve(read_economy(example(tmp_path / "sound", "two_sectors")), "balanced")
    mended = page.type([], "Labour", "D2", "32")
    assert growth(page.solve(mended)) == pytest.approx(sound.growth_rate, abs=1e-9)


def test_names_of_a_workbook_never_become_markup(tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)></script>"
    households = [list(row) for row in EXAMPLES["two_sectors"]()["Households"]]
    households[1][households[0].index("name")] = name
    page = Page(example(tmp_path, "two_sectors", Households=households), tmp_path).enter()
    answer = page.solve([], "balanced")
    assert any(name in line["title"] for line in answer["lines"])
    assert any("&lt;img" in chart for chart in answer["charts"])
    assert not any("<img" in chart for chart in answer["charts"])


def test_a_large_sheet_is_shown_in_part_and_searched(tmp_path: Path) -> None:
    targets = [list(row) for row in EXAMPLES["two_sectors"]()["Targets"]]
    rows = [targets[0], *([f"set {number}", *targets[1][1:]] for number in range(MOST_CELLS))]
    page = Page(example(tmp_path, "two_sectors", Targets=rows), tmp_path).enter()
    view = page.view([], "Targets")["sheet"]
    assert len(view["rows"]) * len(view["columns"]) <= MOST_CELLS
    assert len(view["rows"]) + view["more"] == MOST_CELLS
    found = page.view([], "Targets", "SET 1234")["sheet"]
    assert [row["row"] for row in found["rows"]] == [1236]
    assert found["more"] == 0


def test_a_cell_whose_row_is_not_the_only_one_of_its_name_is_refused(tmp_path: Path) -> None:
    labour = [list(row) for row in EXAMPLES["two_sectors"]()["Labour"]]
    page = Page(example(tmp_path, "two_sectors", Labour=[*labour, labour[1]]), tmp_path).enter()
    assert page.view([], "Labour")["faults"]
    question = {"sheet": "Labour", "row": 2, "column": 3, "text": "36"}
    assert "not the only one" in page.refused("/edit", changes=[], **question)["problem"]
