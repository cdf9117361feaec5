"""Variants side by side: a two-variant economy by hand, faults of the sheet with their cells, report and JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from optimiser.cli.main import cli
from optimiser.comparison.variants import VariantComparison, compare_variants, variants_in_words
from optimiser.errors import InputFault
from optimiser.report.cards import html_of
from optimiser.report.pages.variants import variants_report
from optimiser.report.reports import variants_json, write_variants
from optimiser.strategies.years_needed import years_needed
from optimiser.workbook import read_tables, read_workbook, write_tables
from optimiser.workbook.examples import EXAMPLES

Tables = dict[str, list[list[object]]]

SHARES = {
    ("minimum", "poor"): 2.1 / 4.641,
    ("minimum", "good"): 4.4 / 4.641,
    ("maximum", "poor"): 2.1 / 10.736,
    ("maximum", "good"): 4.4 / 10.736,
}
YEARS = {("minimum", "poor"): 4, ("minimum", "good"): 3, ("maximum", "poor"): 8, ("maximum", "good"): 4}


def hands() -> Tables:
    """Corn takes a hand a unit, and in year t there are 10 (1 + g)^t: g is .05, .1 in poor years and .2 in good ones.

    The minimum asks for 10 * 1.1^4 at the end of two years, the maximum for 10 * 1.2^4.  So of the first 2.1 / 4.641
    can be had with g = .1, and all in four years; with g = .2, 4.4 / 4.641, and all in three, since 1.2^2 = 1.44 is
    less than 1.4641.  Of the second, 2.1 / 10.736 and 4.4 / 10.736; 1.1^7 = 1.949 is less than 2.0736, 1.1^8 more.
    """
    return {
        "Plan": [
            ["key", "value"],
            ["title", "Hands"],
            ["format version", 1],
            ["base year", 2000],
            ["plan years", 2],
            ["terminal condition", "none"],
            ["default strategy", "proportional"],
        ],
        "Sectors": [["code", "name", "unit", "base output"], ["corn", "corn", "t", 10]],
        "Inputs": [["product", "corn"], ["corn", 0.0]],
        "Labour": [["pool", "unit", "persons", "growth"], ["hands", "persons", 10, 0.05]],
        "Labour inputs": [["pool", "corn"], ["hands", 1.0]],
        "Targets": [
            ["set", "variable", "code", "year", "value"],
            ["least", "output", "corn", 2002, 14.641],
            ["most", "output", "corn", 2002, 20.736],
        ],
        "Scenarios": [
            ["scenario", "sheet", "row", "column", "operation", "value"],
            ["poor", "Labour", "hands", "growth", "multiply", 2],
            ["good", "Labour", "hands", "growth", "set", 0.2],
            ["both", "Labour", "hands", "growth", "set", "0.1; 0.2"],
        ],
        "Variants": [
            ["variant", "target set", "scenario", "note"],
            ["minimum", "least", "poor", "what can be had at worst"],
            ["maximum", "most", "good", None],
        ],
    }


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("variants") / "hands.xlsx"
    write_tables(hands(), path)
    return path


@pytest.fixture(scope="module")
def compared(workbook: Path) -> VariantComparison:
    return compare_variants(workbook)


def test_shares_and_years_by_hand(compared: VariantComparison) -> None:
    found = {(name, under): share for name, each in compared.positions.items() for under, share in each.shares.items()}
    assert found == {key: pytest.approx(share, rel=1e-9) for key, share in SHARES.items()}
    needed = {(name, under): y.together for name, each in compared.positions.items() for under, y in each.years.items()}
    assert needed == YEARS
    for name, each in compared.positions.items():
        assert each.share == each.shares[each.variant.scenario]
        assert each.plan.strategy == "proportional"
        assert each.plan.share == pytest.approx(SHARES[name, each.variant.scenario], rel=1e-9)


def test_years_are_those_of_years_needed(workbook: Path, compared: VariantComparison) -> None:
    for each in compared.positions.values():
        for scenario, found in each.years.items():
            economy = read_workbook(workbook, scenario).economy
            assert found == years_needed(economy, each.variant.target_set)


def test_circumstances_are_said_by_cell(compared: VariantComparison) -> None:
    said = {name: list(map(str, each.circumstances)) for name, each in compared.positions.items()}
    assert said == {"minimum": ["Labour, hands, growth: times 2"], "maximum": ["Labour, hands, growth: is 0.2"]}


def test_it_is_said_in_words_and_written(tmp_path: Path, compared: VariantComparison) -> None:
    words = variants_in_words(compared)
    assert words[0] == (
        "Variant 'minimum' (targets 'least'): 45.2% of the increments of its targets can be had in the plan's 2 years; "
        "in full they take 4 years. It would be 94.8% under 'good' (3 years in full)."
    )
    made = json.loads(json.dumps(variants_json(compared, None, variants_report(compared)), allow_nan=False))
    least = made["variants"]["minimum"]
    assert (least["target_set"], least["scenario"]) == ("least", "poor")
    assert least["years_needed"] == {"poor": 4, "good": 3}
    assert least["share"] == least["shares"]["poor"] == pytest.approx(SHARES["minimum", "poor"])
    assert least["plan"]["measures"]["output"]["corn"]["2002"] == pytest.approx(12.1)
    assert words[0] in html_of(compared).replace("&#x27;", "'").replace("&#39;", "'")
    write_variants(compared, tmp_path / "r.xlsx")
    book: Any = load_workbook(tmp_path / "r.xlsx")
    rows = [row[:5] for row in book["Variants"].iter_rows(values_only=True)]
    assert ("minimum", "least", "good", pytest.approx(SHARES["minimum", "good"]), 3) in rows
    cells = [row[:6] for row in book["Circumstances"].iter_rows(values_only=True)]
    assert ("good", "maximum", "Labour", "hands", "growth", "is 0.2") in cells


def test_a_variant_without_a_scenario_is_the_workbook_as_it_is(tmp_path: Path) -> None:
    tables = hands()
    tables["Variants"] = [["variant", "target set"], ["plain", "least"]]
    write_tables(tables, tmp_path / "plain.xlsx")
    found = compare_variants(tmp_path / "plain.xlsx", longest=0)
    (position,) = found.positions.values()
    assert position.shares == {"": pytest.approx((10 * 1.05**2 - 10) / 4.641)}
    assert (position.circumstances, position.years) == ((), {})
    assert variants_json(found, None)["variants"]["plain"]["shares"].keys() == {"as it is"}


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (["third", "leest", "poor"], "B4", "Did you mean 'least'?"),
        (["third", "least", "god"], "C4", "Did you mean 'good'?"),
        (["third", "least", "both"], "C4", "many runs"),
        (["third", None, "good"], "B4", "target set is missing"),
        ([None, "least", "good"], "A4", "variant is missing"),
        (["Minimum", "least", "good"], "A4", "A2"),
        (["third", 5, "good"], "B4", ""),
    ],
)
def test_a_fault_names_its_cell(row: list[object], cell: str, words: str) -> None:
    tables = hands()
    tables["Variants"] = [*tables["Variants"], row]
    with pytest.raises(InputFault) as caught:
        read_tables(tables)
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.cell) == ("Variants", cell)
    assert words in str(fault)


def test_no_sheet_no_variants_and_a_fault_where_they_are_asked_for(tmp_path: Path) -> None:
    tables = hands()
    del tables["Variants"]
    assert read_tables(tables).variants == ()
    write_tables(tables, tmp_path / "none.xlsx")
    with pytest.raises(InputFault, match="Add a sheet Variants"):
        compare_variants(tmp_path / "none.xlsx")


def test_the_command_takes_one_strategy_and_no_targets(workbook: Path, tmp_path: Path) -> None:
    def run(*more: str) -> Any:
        path = str(tmp_path / "out.xlsx")
        return CliRunner().invoke(
            cli, ["compare", str(workbook), "--variants", "-o", path, *more], standalone_mode=False
        )

    done = run("--json", "--quiet")
    assert json.loads(done.output)["variants"]["maximum"]["years_needed"] == {"poor": 8, "good": 4}
    refused = ["--targets least", "--scenario poor", "--strategy a --strategy b", "--seed 3"]
    for more in map(str.split, refused):
        assert "--variants" in str(run(*more, "--force").exception), more


def test_the_first_five_year_plan_has_a_minimum_and_a_maximum() -> None:
    reading = read_tables(EXAMPLES["first_five_year_plan"]())
    assert [(each.name, each.scenario) for each in reading.variants[:2]] == [
        ("minimum", "unfavourable"),
        ("maximum", "favourable"),
    ]
