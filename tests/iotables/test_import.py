"""From a plain table to a workbook: what is taken, what is assumed, what is repaired, and that it can be repeated."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from known import known
from plain_tables import CODES, FLOWS, IMPORTS, PAY, good, written
from test_planted_faults import LAST, hidden_total_row, put, times, transposed, twice_row

from optimiser import economy_from_tables, read_economy, solve
from optimiser.cli.main import cli
from optimiser.economy.base_year import base_year
from optimiser.errors import InputFault, OutputFault
from optimiser.iotables import Options, import_table, kind_of, read_table, write_import
from optimiser.iotables.assumptions import FLOOR, GROWTH, SPARE, group_of


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written(tmp_path / "table 1990.csv", good())


def test_the_base_year_is_the_tables(table: Path) -> None:
    found = import_table(table)
    economy = economy_from_tables(found.tables)
    base = base_year(economy)
    assert np.abs(base.residual).max() < 1e-6
    flows = economy.techniques.inputs.toarray() * economy.sectors.base_output
    assert flows == pytest.approx(np.array(FLOWS))
    assert base.amounts("imports").tolist() == pytest.approx([*IMPORTS[:5], 0.0])
    # building is the table's investment: 20 + 170 + 12
    assert float(base.amounts("building").sum()) == pytest.approx(202.0)
    # stock drawn down is a source, and that of the table
    drawn = base.amounts("given use: stock drawn down")
    assert drawn[CODES.index("CLOTH")] == -4.0
    assert np.count_nonzero(drawn) == 1
    # people are counted by their pay: 543 at work, 4 % more are there
    assert base.labour_in_production.tolist() == pytest.approx([sum(PAY)])
    assert base.labour_there.tolist() == pytest.approx([1.04 * sum(PAY)])
    assert economy.assets.capacity == pytest.approx((1.0 + SPARE) * economy.sectors.base_output)
    assert economy.households.floor[0, 1] == FLOOR


def test_the_workbook_is_solved(table: Path) -> None:
    economy = economy_from_tables(import_table(table).tables)
    assert (economy.years.base, economy.stylised) == ("1990", True)
    balanced, maximum = solve(economy, "balanced"), solve(economy, "maximum")
    assert known(balanced.growth_rate) > 0.0
    assert known(balanced.verification).worst_violation < 1e-9
    assert known(maximum.verification).worst_violation < 1e-9


def test_every_assumed_cell_is_graded(table: Path) -> None:
    found = import_table(table)
    grades = found.tables["Notes on grades"]
    assert grades[0][:7] == ["sheet", "row", "column", "grade", "cells", "times at least", "times at most"]
    assumed = {(row[0], row[2]) for row in grades[1:] if row[3] == "assumed"}
    assert {("Capacity", "capacity"), ("Capacity", "depreciation"), ("Projects", "gestation")} <= assumed
    assert ("Flows", "*") not in assumed
    assert found.draft.assumed == sum(int(str(row[4])) for row in grades[1:] if row[3] == "assumed")
    columns = {(sheet, name) for sheet, rows in found.draft.tables.items() for name in rows[0] if isinstance(name, str)}
    said = {(str(row[0]), str(row[2])) for row in grades[1:]}
    numbers = {
        "capacity",
        "depreciation",
        "absorptive limit",
        "gestation",
        "productivity growth",
        "floor",
        "import limit",
    }
    assert {(sheet, name) for sheet, name in columns if name in numbers} <= said


def test_accounts_of_capital_and_labour_are_used(tmp_path: Path) -> None:
    stock = (900, 400, 700, 800, 300, 500)
    people = (50, 20, 30, 40, 45, 60)
    rows = [*good(), ["Capital stock", *stock], ["Employment", *people]]
    found = import_table(written(tmp_path / "table 1990.csv", rows))
    economy = economy_from_tables(found.tables)
    cost = np.asarray(economy.construction.composition.sum(axis=0)) @ economy.construction.capital
    assert (cost * economy.assets.capacity).tolist() == pytest.approx(stock)
    assert float(base_year(economy).amounts("building").sum()) == pytest.approx(202.0)
    assert base_year(economy).labour_in_production.tolist() == pytest.approx([sum(people)])
    worn = economy.assets.depreciation @ np.array(stock)
    assert worn + GROWTH * sum(stock) == pytest.approx(202.0)


def test_negative_inputs_are_by_products(tmp_path: Path) -> None:
    rows = put(3, 5, -3)(good())  # the steel of cloth, 3 before
    rows[3][11] = float(str(rows[3][11])) + 6
    table = read_table(written(tmp_path / "table 1990.csv", rows))
    assert table.use[2, 4] == 0.0
    assert table.make[2, 4] == 3.0
    assert np.abs(table.residual).max() < 1e-9
    assert (table.steps[0].name, table.steps[0].where) == ("by-products", "STEEL of CLOTH")
    economy = economy_from_tables(import_table(tmp_path / "table 1990.csv").tables)
    assert economy.techniques.outputs.toarray()[2, 4] > 0.0
    assert np.abs(base_year(economy).residual).max() < 1e-6


@pytest.mark.parametrize(
    ("repair", "spoil"),
    [("transpose", transposed), ("leave-out-totals", hidden_total_row), ("rescale", times(10.0, LAST))],
)
def test_a_repair_that_is_asked_for_brings_the_table_back(tmp_path: Path, repair: str, spoil: object) -> None:
    path = written(tmp_path / "table 1990.csv", spoil(good()))  # type: ignore[operator]
    with pytest.raises(InputFault):
        read_table(path)
    table = read_table(path, options=Options(repairs=(repair,)))
    assert table.use.tolist() == pytest.approx(np.array(FLOWS))
    assert table.final.sum() == pytest.approx(read_table(written(tmp_path / "b 1990.csv", good())).final.sum())
    assert [step.name for step in table.steps if step.asked] == [repair]
    listed = import_table(path, options=Options(repairs=(repair,))).tables["Notes on the import"]
    assert f"repair, asked for: {repair}" in [row[0] for row in listed]


def test_duplicates_are_added_where_that_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "table 1990.csv", twice_row(good()))
    table = read_table(path, options=Options(repairs=("add-duplicates", "difference")))
    assert table.use[2].tolist() == [2.0 * each for each in FLOWS[2]]
    # what does not add up any more is a source of its own: as much again as was used
    assert table.final_uses[-1].name == "Statistical difference"
    assert table.final[2, -1] == IMPORTS[2] - (sum(FLOWS[2]) + 86)


def test_text_is_zero_where_that_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "table 1990.csv", put(2, 1, "n.a.")(good()))
    table = read_table(path, options=Options(repairs=("text-as-zero",)))
    assert table.use[1, 0] == 0.0
    assert "table 1990.csv!B3" in [step.where for step in table.steps]


def test_a_table_of_one_country_has_no_regions(table: Path) -> None:
    with pytest.raises(InputFault, match="a table of the kind plain has one region"):
        import_table(table, options=Options(region=("all",)))


def test_a_repair_that_there_is_not(table: Path) -> None:
    with pytest.raises(InputFault, match="there is no repair 'mend'"):
        read_table(table, options=Options(repairs=("mend",)))


def test_aggregation(table: Path, tmp_path: Path) -> None:
    groups = {"FARM": "A", "ORE": "B", "STEEL": "B", "MACHINES": "B", "CLOTH": "C", "TRADE": "C"}
    path = tmp_path / "groups.csv"
    path.write_text("from,to,name\n" + "".join(f"{code},{group},\n" for code, group in groups.items()))
    whole, parts = read_table(table), read_table(table, options=Options(aggregate=str(path)))
    assert parts.products.labels == ("A", "B", "C")
    assert parts.use[1, 1] == sum(FLOWS[i][j] for i in (1, 2, 3) for j in (1, 2, 3))
    assert parts.output.sum() == pytest.approx(whole.output.sum())
    assert np.abs(parts.residual).max() < 1e-9
    # stock of cloth that is drawn down is told once, though cloth is in a group
    assert [step.name for step in parts.steps] == ["negative final use", "aggregation"]
    path.write_text("from,to\nFARM,A\nFARM,B\nOAR,B\n")
    with pytest.raises(InputFault) as caught:
        read_table(table, options=Options(aggregate=str(path)))
    words = [each.problem for each in caught.value.faults]
    assert "FARM belongs to A and to B" in words
    assert "the table has no code OAR" in words
    assert "CLOTH has no group" in words


def test_own_columns_replace_what_is_assumed(table: Path, tmp_path: Path) -> None:
    mine = tmp_path / "Capacity.csv"
    mine.write_text("sector,capacity,idle\nSTEEL,400,30\nFARM,,5\n")
    plain_one, found = import_table(table), import_table(table, options=Options(extra=str(mine)))
    economy = economy_from_tables(found.tables)
    assert economy.assets.capacity[2] == 400.0
    assert economy.assets.idle.tolist() == [5.0, 0.0, 30.0, 0.0, 0.0, 0.0]
    assert economy.assets.capacity[0] == pytest.approx(economy_from_tables(plain_one.tables).assets.capacity[0])
    assert found.draft.assumed == plain_one.draft.assumed - 1
    mine.write_text("branch,capacity\nSTEEL,400\n")
    with pytest.raises(InputFault, match="the key column 'sector' is missing"):
        import_table(table, options=Options(extra=str(mine)))


def test_only_the_figures_of_a_sheet_of_ones_own_are_graded(table: Path, tmp_path: Path) -> None:
    mine = tmp_path / "Targets.csv"
    mine.write_text("set,variable,code,year,value\nplan,output,STEEL,3,100\n")
    found = import_table(table, options=Options(extra=str(mine)))
    own = [(each.column, each.cells) for each in found.draft.grades if each.sheet == "Targets"]
    assert own == [("value", 1)]
    mine = tmp_path / "Baskets.csv"
    mine.write_text("product,households,note\nFARM,1,mine\n")
    found = import_table(table, options=Options(extra=str(mine)))
    assert [each.column for each in found.draft.grades if each.known == "given"] == ["households"]


def test_an_import_is_repeated_from_its_recipe(table: Path, tmp_path: Path) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text("from,to\n" + "".join(f"{code},{code[0]}\n" for code in CODES))
    options = Options(title='A "small" \\ table', unit="bn", aggregate=str(groups), repairs=("difference",))
    first, second = tmp_path / "out" / "first.xlsx", tmp_path / "second.xlsx"
    recipe = write_import(import_table(table, options=options), table, first)
    assert recipe.name == "first.import.toml"
    again = import_table(recipe)
    assert again.options.title == options.title
    write_import(again, recipe, second)
    assert read_economy(first) == read_economy(second)
    following = second.with_name("second.import.toml")
    third = write_import(import_table(following), following, tmp_path / "elsewhere" / "third.xlsx")
    assert read_economy(tmp_path / "elsewhere" / "third.xlsx") == read_economy(first)
    assert import_table(third).table.products.labels == ("F", "O", "S", "M", "C", "T")


def test_options_that_are_given_win_over_the_recipes(table: Path, tmp_path: Path) -> None:
    groups, mine = tmp_path / "groups.csv", tmp_path / "Capacity.csv"
    groups.write_text("from,to\n" + "".join(f"{code},{code[0]}\n" for code in CODES))
    mine.write_text("sector,capacity\nS,400\n")
    said = Options(title="Old", year="1991", unit="bn", repairs=("difference",))
    recipe = write_import(import_table(table, options=said), table, tmp_path / "out" / "first.xlsx")
    given = Options(title="New", year="1992", aggregate=str(groups), extra=str(mine), repairs=("rescale",))
    found = import_table(recipe, options=given)
    assert (found.table.title, found.table.year, found.table.unit) == ("New", "1992", "bn")
    assert found.table.products.labels == ("F", "O", "S", "M", "C", "T")
    assert found.options.repairs == ("rescale",)
    assert economy_from_tables(found.tables).assets.capacity[2] == 400.0
    # the recipe beside what was made says what was made
    following = write_import(found, recipe, tmp_path / "elsewhere" / "second.xlsx")
    again = import_table(following)
    assert economy_from_tables(again.tables) == economy_from_tables(found.tables)
    with pytest.raises(InputFault, match="it is no table of the kind oecd"):
        import_table(recipe, "oecd")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind = 'plain'", "names no source"),
        ("source = 'a.csv'\ncolour = 'red'", "unknown key 'colour'"),
        ("source = 'a.csv'\nrepairs = 'rescale'", "repairs is of another type"),
        ("source = ", "cannot be read"),
    ],
)
def test_a_recipe_that_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "x.import.toml"
    path.write_text(text)
    with pytest.raises(InputFault, match=words):
        import_table(path)


def test_nothing_of_the_users_is_replaced(table: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "out.import.toml"
    recipe.write_text("mine = true")
    with pytest.raises(OutputFault):
        write_import(import_table(table), table, tmp_path / "out.xlsx", force=True)
    assert recipe.read_text() == "mine = true"
    assert not (tmp_path / "out.xlsx").exists()


def test_what_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="there is no such file"):
        kind_of(tmp_path / "nothing.csv")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputFault, match="no kind of table that is known"):
        kind_of(tmp_path / "empty")
    with pytest.raises(InputFault, match="there is no kind 'figaro'"):
        kind_of(tmp_path / "empty", "figaro")


@pytest.mark.parametrize(
    ("code", "name", "group"),
    [
        ("C10-C12", "Manufacture of food", "food"),
        ("01T03", "", "agriculture"),
        ("D35", "Electricity", "energy"),
        ("F", "Construction", "construction"),
        ("311FT", "Food and beverage and tobacco products", "food"),
        ("HS", "Housing", "dwellings"),
        ("GFGD", "Federal general government (defense)", "public services"),
        ("523", "Securities, commodity contracts, and investments", "business services"),
    ],
)
def test_groups_of_industries(code: str, name: str, group: str) -> None:
    assert group_of(code, name).name == group


def test_the_command(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    done = CliRunner().invoke(cli, ["import", str(table), "-o", str(out), "--json"], standalone_mode=False)
    assert done.exception is None
    said = json.loads(done.stdout)
    assert (said["sectors"], said["kind"], said["workbook"]) == (6, "plain", str(out))
    assert said["assumed"] > 50
    assert [each["cell"] for each in said["checks"]] == ["K6"]
    assert solve(read_economy(out), "consumption").verification is not None
    spoilt = written(tmp_path / "spoilt.csv", put(2, 3, "n.a.")(good()))
    done = CliRunner().invoke(cli, ["import", str(spoilt), "-o", str(tmp_path / "b.xlsx")], standalone_mode=False)
    assert isinstance(done.exception, InputFault)
    assert not (tmp_path / "b.xlsx").exists()


def test_the_economy_says_how_much_of_it_is_assumed(table: Path) -> None:
    """Cells with a number are counted; a user's own figures take the place of assumed ones."""
    found = import_table(table)
    known_as = economy_from_tables(found.tables).origin.grades
    assert {"sourced", "assumed"} <= set(known_as.names)
    assert set(known_as.counts["Flows"]) == {"sourced"}
    assert set(known_as.counts["Capacity"]) == {"assumed"}
    assert 0.5 * found.draft.assumed < known_as.number("assumed") <= found.draft.assumed
    assert 0.0 < known_as.share("assumed") < 1.0
