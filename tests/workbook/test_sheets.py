"""What every sheet becomes, by hand-checked numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from economy_tables import Tables, altered, everything, faults_of, only_fault, small, straightforward

from optimiser.economy import Terminal
from optimiser.economy.differences import differences
from optimiser.economy.years import SPARE_YEARS
from optimiser.workbook import economy_from_tables, read_tables

REACH = 3 + 2 + SPARE_YEARS


def test_plan_says_calendar_and_settings() -> None:
    economy = economy_from_tables(everything())
    years = economy.years
    assert (years.base, years.plan, years.tail, years.reach) == ("1927/28", 3, 2, REACH)
    assert economy.terminal is Terminal.TAIL
    assert (economy.title, economy.stylised, economy.source) == ("everything", True, "invented")
    assert economy.money_unit == "million roubles"
    settings = economy.settings
    assert (settings.strategy, settings.target_set, settings.objective_set) == ("balanced", "optimal", "growth")
    assert (settings.growth_kept, settings.smoothness, settings.discount_rate) == (0.9, 0.2, 0.04)


def test_defaults_of_the_plan() -> None:
    economy = economy_from_tables(small())
    assert not economy.stylised
    assert economy.settings.strategy == "balanced"
    assert (economy.settings.growth_kept, economy.settings.smoothness, economy.settings.discount_rate) == (
        0.8,
        0.1,
        0.05,
    )
    assert economy.money_unit == "money units"


@pytest.mark.parametrize(("terminal", "tail"), [("none", 0), ("maintain", 0), ("ray", 0), ("static", 0), ("tail", 3)])
def test_tail_years_count_for_the_tail_only(terminal: str, tail: int) -> None:
    assert economy_from_tables(altered(small(), "Plan", "B6", terminal)).years.tail == tail


@pytest.mark.parametrize("label", [1928, "1928", 1928.0, " 1928 "])
def test_base_year_as_number_or_text(label: object) -> None:
    assert economy_from_tables(altered(small(), "Plan", "B4", label)).years.base == "1928"


@pytest.mark.parametrize("label", ["1927/29", "1927-28", "spring", 1928.5, 19281])
def test_base_year_that_is_none(label: object) -> None:
    fault = only_fault(altered(small(), "Plan", "B4", label))
    assert (fault.sheet, fault.cell) == ("Plan", "B4")


def test_sectors_are_products_where_there_is_no_sheet_products() -> None:
    economy = economy_from_tables(straightforward())
    products, sectors = economy.products, economy.sectors
    assert products.axis.labels == sectors.axis.labels == ("COA", "STL", "AGR")
    assert products.axis.name == "product"
    assert products.price.tolist() == [10.0, 100.0, 60.0]
    assert products.storable.tolist() == [True, False, True]
    assert products.opening_stock.tolist() == [2.0, 0.0, 5.0]
    assert products.closing_stock.tolist() == [1.0, 0.0, 4.0]
    assert products.stock_norm.tolist() == [0.05, 0.0, 0.1]
    assert products.reserve[:, 1].tolist() == [0.01, 0.03, 0.02]
    assert sectors.fall_limit.tolist() == [0.5, 1.0, 1.0]
    assert economy.techniques.lag.tolist() == [0, 0, 1]
    assert sectors.output_in_hand.tolist() == [0.0, 0.0, 71.0]


def test_defaults_of_products() -> None:
    tables = small()
    tables["Plan"].append(["money unit", "Mt", None, None])
    tables["Plan"].append(["reserve", 0.05, None, None])
    tables["Sectors"] = [
        ["code", "unit", "base output", "opening stock"],
        ["COA", "Mt", 40.0, 3.0],
        ["STL", "kt", 5.0, None],
    ]
    products = economy_from_tables(tables).products
    assert products.names == ("COA", "STL")
    assert products.price.tolist() == [1.0, 0.0], "1 in the unit of money, else not valued"
    assert products.closing_stock.tolist() == [3.0, 0.0]
    assert products.reserve[:, 0].tolist() == [0.05, 0.05]


def test_products_of_their_own() -> None:
    economy = economy_from_tables(everything())
    assert economy.products.axis.labels == ("COA", "STL", "GRN", "GAS")
    assert economy.techniques.axis.labels == ("COA", "STL", "AGR", "STL electric")
    assert economy.techniques.sector.tolist() == [0, 1, 2, 1]
    assert economy.techniques.axis.units == ("Mt",) * 4
    outputs = economy.techniques.outputs.toarray()
    assert outputs[:, 0].tolist() == [1.0, 0.0, 0.0, 2.0]
    assert outputs[:, 3].tolist() == [0.0, 1.0, 0.0, 0.0]
    assert economy.techniques.capacity_use.tolist() == [1.0, 1.0, 1.0, 1.2]
    assert economy.techniques.import_need.tolist() == [0.1, 2.0, 0.0, 3.0]


def test_further_techniques_take_after_their_sector() -> None:
    tables = everything()
    tables["Techniques"] = [["code", "sector"], ["STL electric", "AGR"]]
    techniques = economy_from_tables(tables).techniques
    assert (techniques.lag[3], techniques.import_need[3], techniques.capacity_use[3]) == (1, 0.0, 1.0)


def test_product_columns_do_not_belong_into_sectors_beside_products() -> None:
    fault = only_fault(altered(altered(everything(), "Sectors", "L1", "price"), "Sectors", "L3", 7.0))
    assert (fault.sheet, fault.cell) == ("Sectors", "L3")
    assert not faults_of(altered(everything(), "Sectors", "L1", "price")), "an empty column does no harm"


def test_sectors_without_a_product_of_their_own_need_outputs() -> None:
    tables = everything()
    del tables["Outputs"]
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Sectors", "")
    assert "AGR" in fault.problem


def test_flows_are_divided_by_base_output() -> None:
    inputs = economy_from_tables(straightforward()).techniques.inputs.toarray()
    assert inputs == pytest.approx(np.array([[0.05, 1.5, 0.01], [0.01, 0.1, 0.005], [0.0, 0.0, 0.0]]))


def test_make_is_divided_by_base_output() -> None:
    tables = everything()
    del tables["Outputs"]
    tables["Make"] = [
        ["", "COA", "STL", "AGR"],
        ["COA", 40.0, None, None],
        ["STL", None, 5.0, None],
        ["GRN", None, None, 70.0],
        ["GAS", 80.0, None, 0.7],
    ]
    assert not differences(economy_from_tables(everything()), economy_from_tables(tables), 1e-12)


def test_a_sector_without_output_is_legal_until_it_has_flows() -> None:
    tables = straightforward()
    tables["Sectors"][2][4] = 0.0
    for row in tables["Flows"][1:]:
        row[2] = None
    assert economy_from_tables(tables).techniques.inputs.toarray()[:, 1].tolist() == [0.0, 0.0, 0.0]
    fault = only_fault(altered(tables, "Flows", "C3", 0.5))
    assert (fault.sheet, fault.cell) == ("Flows", "C3")


def test_every_technique_needs_a_column_of_inputs() -> None:
    tables = small()
    tables["Inputs"] = [row[:2] for row in tables["Inputs"]]
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Inputs", "")
    assert "STL" in fault.problem
    assert not faults_of({**small(), "Inputs": [["", "COA", "STL"], ["STL", 0.01, 0.2]]}), "a row may be absent"


@pytest.mark.parametrize(("first", "second"), [("Inputs", "Flows"), ("Outputs", "Make")])
def test_sheets_that_exclude_each_other(first: str, second: str) -> None:
    tables = everything()
    tables[second] = [["", "COA", "STL", "AGR"], ["COA", 1.0, 1.0, 1.0]]
    assert any(fault.sheet == second and first in fault.problem for fault in faults_of(tables))


def test_capacity_by_sector_and_none_where_not_said() -> None:
    assets = economy_from_tables(everything()).assets
    assert assets.capacity.tolist() == [44.0, 6.0, math.inf]
    assert assets.depreciation.tolist() == [0.03, 0.04, 0.0]
    assert assets.idle.tolist() == [4.0, 1.0, 0.0]
    assert assets.absorptive_limit.tolist() == [0.25, 0.3, math.inf]


@pytest.mark.parametrize("word", [None, "unlimited", "Unlimited", ""])
def test_no_limit(word: object) -> None:
    assert math.isinf(economy_from_tables(altered(everything(), "Capacity", "E2", word)).assets.absorptive_limit[0])


def test_projects() -> None:
    projects = economy_from_tables(everything()).projects
    assert projects.axis.labels == ("COA new", "COA repair", "STL giant")
    assert projects.axis.key(2) == {"sector": "STL", "type": "giant"}
    assert projects.asset.tolist() == [0, 0, 1]
    assert projects.gestation.tolist() == [2, 1, 3]
    assert projects.spending == pytest.approx(np.array([[0.25, 0.75, 0.0], [1.0, 0.0, 0.0], [0.5, 0.3, 0.2]]))
    assert projects.total_limit.tolist() == [20.0, 4.0, 12.0], "repairs go no further than what stands idle"
    assert projects.year_limit.tolist() == [5.0, 2.0, 4.0]


@pytest.mark.parametrize(("gestation", "years"), [(0, 1), (1, 1), (4, 4)])
def test_cost_is_spent_evenly_unless_said(gestation: int, years: int) -> None:
    tables = small()
    tables["Capacity"] = [["sector", "capacity"], ["COA", 50.0]]
    tables["Projects"] = [["sector", "type", "gestation"], ["COA", "new", gestation]]
    assert economy_from_tables(tables).projects.spending.tolist() == [[1.0 / years] * years]


@pytest.mark.parametrize(
    ("cells", "where"), [({"D2": 0.2}, "D2"), ({"F2": 0.1, "E2": 0.65}, "F2"), ({"E4": None, "F4": 0.4}, "D4")]
)
def test_spending_sums_to_one_before_the_first_use(cells: dict[str, object], where: str) -> None:
    tables = everything()
    for cell, value in cells.items():
        tables = altered(tables, "Projects", cell, value)
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Projects", where)


def test_construction_by_bundle() -> None:
    construction = economy_from_tables(everything()).construction
    assert construction.bundles.labels == ("shaft", "mill")
    assert construction.composition.toarray()[:2].tolist() == [[0.01, 0.1], [0.02, 0.3]]
    assert construction.labour.toarray().tolist() == [[0.0, 0.0], [0.05, 0.2]]
    assert construction.capital.toarray().tolist() == [[1.0, 0.1, 0.0], [0.0, 1.0, 0.0]]


def test_construction_by_sector() -> None:
    construction = economy_from_tables(straightforward()).construction
    assert construction.bundles.labels == ("COA", "STL")
    assert construction.bundles.units == ("Mt", "Mt")
    assert construction.capital.toarray().tolist() == [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    assert construction.composition.toarray().tolist() == [[0.0, 0.0], [0.02, 0.3], [0.0, 0.0]]
    assert construction.labour.toarray().tolist() == [[0.0, 0.0], [0.05, 0.2]]


def test_a_row_of_construction_is_not_product_and_pool_at_once() -> None:
    tables = straightforward()
    tables["Labour"].append(["STL", "steel men", "million persons", 1.0, 0.0, None])
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Construction", "A2")


def test_what_is_under_construction() -> None:
    inherited = economy_from_tables(everything()).inherited
    assert inherited.asset.tolist() == [0, 1]
    assert inherited.capacity.tolist() == [3.0, 1.0]
    assert inherited.due.tolist() == [2, 1]
    assert inherited.cost_to_come.shape == (2, REACH + 1)
    assert inherited.cost_to_come[0, :4].tolist() == [0.0, 0.5, 0.0, 0.0]
    later = economy_from_tables(altered(everything(), "Under construction", "C2", "1931/32")).inherited
    assert later.cost_to_come[0, :6] == pytest.approx([0.0, 0.5 / 3, 0.5 / 3, 0.5 / 3, 0.0, 0.0])


def test_nothing_is_spent_on_what_is_due_at_once() -> None:
    fault = only_fault(altered(everything(), "Under construction", "D3", 0.1))
    assert (fault.sheet, fault.cell) == ("Under construction", "D3")


def test_labour() -> None:
    pools = economy_from_tables(everything()).pools
    assert pools.axis.labels == ("urban", "rural")
    assert pools.natural[0, :4] == pytest.approx([11.0, 11.0 * 1.02, 11.5, 11.0 * 1.02**3]), "one year alone differs"
    assert pools.natural[1, REACH] == pytest.approx(70.0 * 1.01**REACH)
    assert pools.growth.tolist() == [0.02, 0.01]
    unlimited = economy_from_tables(altered(everything(), "Labour", "D2", None)).pools.natural[0]
    assert unlimited[2] == 11.5
    assert np.isinf(np.delete(unlimited, 2)).all()


def test_labour_inputs_and_resources() -> None:
    economy = economy_from_tables(everything())
    assert economy.techniques.labour.toarray().tolist() == [[0.02, 0.05, 0.0, 0.04], [0.01, 0.0, 0.5, 0.0]]
    assert economy.resources.use.toarray().tolist() == [[0.0, 0.0, 1.4, 0.0]]
    assert economy.resources.axis.units == ("Mha",)
    assert economy.resources.ceiling[0, :4].tolist() == [110.0, 110.0, 112.0, 112.0]


def test_transfers() -> None:
    transfers = economy_from_tables(everything()).transfers
    assert transfers.axis.labels == ("rural to urban",)
    assert transfers.axis.key(0) == {"from": "rural", "to": "urban"}
    assert (transfers.source[0], transfers.target[0], transfers.lag[0]) == (1, 0, 1)
    assert transfers.limit[0, :4] == pytest.approx([1.0, 1.0, 1.1, 1.21])
    fault = only_fault(altered(everything(), "Transfers", "B2", "rural"))
    assert (fault.sheet, fault.cell) == ("Transfers", "B2")


def test_mouths_that_move() -> None:
    economy = economy_from_tables(everything())
    moves = economy.transfers
    assert (moves.mouths[0], moves.from_household[0], moves.to_household[0]) == (1.5, 1, 0)
    assert economy.households.people.tolist() == [25.0, 120.0]
    for cell, value, at in (("F2", -1.0, "F2"), ("G2", "forest", "G2"), ("H2", "village", "H2")):
        fault = only_fault(altered(everything(), "Transfers", cell, value))
        assert (fault.sheet, fault.cell) == ("Transfers", at)
        assert fault.remedy
    nobody = altered(altered(everything(), "Transfers", "G2", None), "Transfers", "H2", None)
    assert only_fault(nobody).cell == "F2"
    unknown = only_fault(altered(everything(), "Households", "F3", None))
    assert (unknown.sheet, unknown.cell) == ("Transfers", "G2")
    assert "how many people village has" in unknown.problem


def test_what_moving_takes() -> None:
    assert economy_from_tables(everything()).transfers.goods.toarray().tolist() == [[0.3], [0.0], [0.0], [0.0]]
    for cell, value in (("A2", "sea"), ("C2", "fish"), ("D2", -0.3), ("D2", None)):
        fault = only_fault(altered(everything(), "Transfer costs", cell, value))
        assert (fault.sheet, fault.cell) == ("Transfer costs", cell)
        assert fault.remedy
    back = altered(altered(everything(), "Transfer costs", "A2", "urban"), "Transfer costs", "B2", "rural")
    assert "nobody moves from urban to rural" in only_fault(back).problem


def test_people_in_training() -> None:
    pools = economy_from_tables(everything()).pools
    assert pools.in_training[0, :4].tolist() == [0.0, 0.2, 0.1, 0.0]
    assert not pools.in_training[1].any()
    for cell, value, part in (
        ("A2", "sea", "pool"),
        ("B2", "1927/28", "year"),
        ("C3", -1.0, "0"),
        ("C2", None, "missing"),
    ):
        fault = only_fault(altered(everything(), "In training", cell, value))
        assert (fault.sheet, fault.cell) == ("In training", cell)
        assert part in fault.problem
        assert fault.remedy
    fault = only_fault(altered(everything(), "In training", "B3", "1928/29"))
    assert "the same pool and year due stands at B2" in fault.problem


def test_households() -> None:
    households = economy_from_tables(everything()).households
    assert households.baskets.toarray()[2].tolist() == [12.0, 45.0]
    assert households.mouths[0, 2] == pytest.approx(1.03**2)
    assert households.floor[0, 2] == pytest.approx(0.9 * 1.01**2 * 1.03**2)


def test_demand_wide() -> None:
    demand = economy_from_tables(everything()).demand
    assert demand.axis.labels == ("STL army", "COA administration")
    assert demand.product.tolist() == [1, 0]
    assert demand.quantity[0, :5] == pytest.approx([0.2, 0.25, 0.3, 0.315, 0.33075])
    assert demand.quantity[1, REACH] == 1.1


BY_YEAR = ("Demand", "Inputs by year", "Reserve by year", "Trade by year", "Target paths", "Yields", "Resources")


@pytest.mark.parametrize("sheet", BY_YEAR)
def test_long_is_as_wide(sheet: str) -> None:
    tables = everything()
    (header, *rows), keys = tables[sheet], [cell for cell in tables[sheet][0] if "/" not in str(cell)]
    years = [place for place, cell in enumerate(header) if "/" in str(cell)]
    long: list[list[object]] = [[*keys, "year", "value"]]
    for row in rows:
        named = [cell for place, cell in enumerate(row) if place not in years]
        long += [[*named, header[place], row[place]] for place in reversed(years)]
    tables[sheet] = long
    assert not differences(economy_from_tables(everything()), economy_from_tables(tables))


def test_index_zero_is_the_first_plan_year_where_the_base_year_is_not_given() -> None:
    tables = everything()
    for row in tables["Demand"]:
        del row[2]
    assert economy_from_tables(tables).demand.quantity[:, 0].tolist() == [0.25, 1.0]


def test_yields_are_one_where_not_said_and_in_the_base_year() -> None:
    yields = economy_from_tables(everything()).sectors.yields
    assert yields[:2].min() == yields[:2].max() == 1.0
    assert yields[2, :4] == pytest.approx([1.0, 0.95, 1.05, 1.05 * 1.01])
    tables = everything()
    tables["Yields"] = [["sector", "1927/28", "1928/29"], ["AGR", 0.8, 0.9]]
    assert economy_from_tables(tables).sectors.yields[2, :3].tolist() == [0.8, 0.9, 0.9]


def test_a_reserve_that_is_built_up() -> None:
    reserve = economy_from_tables(everything()).products.reserve
    assert reserve[2, :4] == pytest.approx([0.02, 0.02, 0.03, 0.03 * 1.1])
    assert reserve[1].tolist() == [0.03] * (REACH + 1)
    fault = only_fault(altered(everything(), "Reserve by year", "D2", 5.0))
    assert (fault.sheet, fault.cell) == ("Reserve by year", "D2")


def test_trade() -> None:
    trade = economy_from_tables(everything()).trade
    assert trade.import_price[:, 1] == pytest.approx([np.nan, 90.0, 80.0, np.nan], nan_ok=True)
    assert trade.export_price[2, :4] == pytest.approx([55.0, 55.0, 50.0, 50.0 * 0.95])
    assert trade.import_limit[:, 1].tolist() == [math.inf, 1.0, 2.0, math.inf]
    assert trade.unit == "million dollars"
    assert trade.terms_of_trade[:4] == pytest.approx([1.0, 1.0, 0.9, 0.882])
    assert trade.receipts[3] == -20.0
    assert trade.opening_debt == 100.0
    assert trade.debt_limit[:4] == pytest.approx([500.0, 500.0, 550.0, 605.0])
    assert trade.interest[5] == 0.06


def test_trade_without_the_sheets() -> None:
    trade = economy_from_tables(small()).trade
    assert np.isnan(trade.import_price).all()
    assert np.isinf(trade.import_limit).all()
    assert np.isinf(trade.debt_limit).all()
    assert trade.terms_of_trade.tolist() == [1.0] * len(trade.terms_of_trade)
    assert (trade.opening_debt, trade.unit) == (0.0, "money units")


def test_no_debt_where_the_account_does_not_speak_of_it() -> None:
    tables = small()
    tables["Foreign exchange"] = [["item", "value"], ["receipts", 3.0]]
    assert not economy_from_tables(tables).trade.debt_limit.any()


def test_a_price_is_not_unlimited() -> None:
    fault = only_fault(altered(everything(), "Trade by year", "D2", "unlimited"))
    assert (fault.sheet, fault.cell) == ("Trade by year", "B2")


def test_town_and_country() -> None:
    town = economy_from_tables(everything()).town_and_country
    assert (town.farm_product, town.farm_sector, town.household) == (2, 2, 1)
    assert town.coerced_share[:4].tolist() == [0.1, 0.1, 0.2, 0.2]
    assert town.tax[3] == pytest.approx(5.0 * 1.01**2)
    absent = economy_from_tables(small()).town_and_country
    assert (absent.farm_product, absent.farm_sector, absent.household) == (-1, -1, -1)
    assert not absent.terms_of_trade.any()


def test_the_farm_sector_is_the_one_with_the_products_code() -> None:
    tables = straightforward()
    tables["Town and country"] = [["item", "value"], ["farm product", "AGR"], ["household", "village"]]
    assert economy_from_tables(tables).town_and_country.farm_sector == 2
    tables = everything()
    del tables["Town and country"][2]
    assert [fault.sheet for fault in faults_of(tables)] == ["Town and country"]


def test_targets() -> None:
    targets = economy_from_tables(everything()).targets
    assert targets.axis.labels[0] == "optimal: output STL 1930/31"
    assert targets.axis.key(2) == {"set": "start", "variable": "capacity", "code": "COA", "year": "1929/30"}
    assert targets.axis.units[:3] == ("Mt", "index (base year = 1)", "Mt")
    assert targets.index[:3].tolist() == [1, 0, 0]
    assert targets.year[:3].tolist() == [3, 3, 2]
    assert targets.elastic[:3].tolist() == [False, True, True]
    tables = everything()
    for row in tables["Targets"][1:]:
        row[5] = None
    assert economy_from_tables(tables).targets.base[:3].tolist() == [5.0, 1.0, 44.0]


def test_a_path_is_a_target_in_every_plan_year() -> None:
    targets = economy_from_tables(everything()).targets
    assert targets.axis.labels[3] == "step by step: output COA 1928/29"
    assert targets.axis.units[3:] == ("Mt",) * 3 + ("index (base year = 1)",) * 3
    assert targets.value[3:] == pytest.approx([41.0, 42.0, 42.0 * 1.01, 0.95, 1.0, 1.0])
    assert targets.year[3:].tolist() == [1, 2, 3] * 2
    assert targets.base[3:].tolist() == [40.0] * 3 + [0.9] * 3
    assert targets.elastic[3:].tolist() == [False] * 3 + [True] * 3
    assert targets.weight[3:].tolist() == [1.0] * 3 + [3.0] * 3


def test_a_path_and_a_target_for_the_same_year_exclude_each_other() -> None:
    tables = everything()
    tables["Targets"].append(["step by step", "output", "coa", "1929/30", 43.0, None, None, None])
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Target paths", "C2")
    assert fault.problem == "there is another target for it in 1929/30"


def test_an_unlimited_capacity_is_no_target() -> None:
    fault = only_fault(altered(altered(everything(), "Targets", "C4", "AGR"), "Targets", "F4", None))
    assert (fault.sheet, fault.cell) == ("Targets", "C4")


def test_weights_are_spread() -> None:
    objectives = economy_from_tables(everything()).objectives
    entries = list(zip(objectives.variable, objectives.code, objectives.year.tolist(), objectives.weight, strict=True))
    assert entries == [
        ("output", "STL", 1, 1.0),
        ("output", "STL", 2, 1.0),
        ("output", "STL", 3, 1.0),
        ("starts", "COA new", 1, -0.1),
        ("debt", "*", 3, -0.5),
    ]


@pytest.mark.parametrize(
    ("variable", "code", "codes"),
    [
        ("output", "*", ("COA", "STL", "AGR")),
        ("stocks", "grn", ("GRN",)),
        ("imports", "*", ("COA", "STL", "GRN", "GAS")),
        ("consumption", "town", ("town",)),
        ("employment", "*", ("urban", "rural")),
        ("starts", "COA", ("COA new", "COA repair")),
        ("starts", "*", ("COA new", "COA repair", "STL giant")),
        ("capacity", "STL", ("STL",)),
        ("activity", "stl", ("STL",)),
    ],
)
def test_codes_of_weights(variable: str, code: str, codes: object) -> None:
    tables = everything()
    tables["Objective"] = [["set", "variable", "code", "year", "weight"], ["growth", variable, code, "1929/30", 1.0]]
    objectives = economy_from_tables(tables).objectives
    assert objectives.code == codes
    assert objectives.year.tolist() == [2] * len(codes)


def test_a_set_that_the_plan_names_must_exist() -> None:
    fault = only_fault(altered(everything(), "Plan", "B13", "optimum"))
    assert (fault.sheet, fault.cell, fault.remedy) == ("Plan", "B13", "Did you mean 'optimal'?")
    assert economy_from_tables(altered(everything(), "Plan", "B13", "OPTIMAL ")).settings.target_set == "optimal"


def test_letter_case_and_spaces_are_forgiven() -> None:
    tables = everything()
    tables["Inputs"][0][1] = " coa "
    tables["Capacity"][1][0] = "Coa"
    tables["Sectors"][0][4] = "Base  Output"
    tables["Plan"][8][1] = "Million Roubles"
    tables["DEMAND"] = tables.pop("Demand")
    assert differences(economy_from_tables(everything()), economy_from_tables(tables)) == ["money_unit"]


def test_numbers_are_codes_too() -> None:
    tables = small()
    tables["Sectors"][1][0], tables["Sectors"][2][0] = 11, "21"
    tables["Inputs"] = [["", 11.0, 21], ["11", 0.1, 1.5], [21, 0.01, 0.2]]
    economy = economy_from_tables(tables)
    assert economy.sectors.axis.labels == ("11", "21")
    assert economy.techniques.inputs.toarray()[0, 1] == 1.5


def test_a_table_may_start_anywhere() -> None:
    tables = small()
    for name, rows in tables.items():
        tables[name] = [["a title above"], [], *([None, None, *row] for row in rows), [], [None, " "]]
    assert not differences(economy_from_tables(small()), economy_from_tables(tables))


def test_defaults_are_on_record() -> None:
    reading = read_tables(small())
    lines = [str(default) for default in reading.defaults]
    assert "Sectors, column 'fall limit': 1 (2 values)" in lines
    assert "Plan, key 'reserve': 0" in lines
    assert "Labour, the sheet is absent: labour limits nothing" in lines
    blank = read_tables(altered(everything(), "Capacity", "C3", None)).defaults
    assert [(each.sheet, each.place, each.value) for each in blank if each.place == "C3"] == [("Capacity", "C3", "0")]


def test_notes_are_skipped_and_that_is_said() -> None:
    tables: Tables = {**small(), "Notes on sources": [["anything"]], "#draft": [[1]]}
    reading = read_tables(tables)
    assert len(reading.notices) == 2
    assert "Notes on sources" in reading.notices[0]


def test_origin_names_cells() -> None:
    origin = economy_from_tables(everything()).origin
    assert origin.cell("Inputs", "STL", "AGR") == "Inputs!D3"
    assert origin.cell("Demand", "STL|army", "1929/30") == "Demand!E2"
    assert origin.cell("Plan", "reserve", "value") == "Plan!B11"
    assert origin.cell("Foreign exchange", "interest", "value") == "Foreign exchange!C6"
    assert origin.cell("Targets", "optimal|output|STL|1930/31", "value") == "Targets!E2"
    assert origin.cell("Projects", "COA|repair", "spend 0") == "Projects!D3"
    assert origin.cell("Projects", "COA|dam", "spend 0") == "Projects"


def test_types_and_shapes() -> None:
    economy = economy_from_tables(everything())
    assert economy.techniques.sector.dtype == economy.targets.year.dtype == np.int64
    assert economy.products.storable.dtype == economy.targets.elastic.dtype == np.bool_
    for matrix in (economy.techniques.inputs, economy.construction.capital, economy.households.baskets):
        assert matrix.dtype == np.float64
        assert matrix.has_canonical_format
        assert (matrix.data != 0.0).all()


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("utility breakpoints", "rubbish", "is not a list of numbers"),
        ("utility breakpoints", "1.5; 1.2", "rise"),
        ("utility slopes", "0.4; 0.7; 1", "fall"),
        ("utility slopes", "1", "slope"),
    ],
)
def test_a_utility_that_is_none_is_a_fault_at_its_cell(key: str, value: str, problem: str) -> None:
    tables = everything()
    row = next(number for number, line in enumerate(tables["Plan"]) if line[0] == key)
    (fault,) = faults_of(altered(tables, "Plan", f"B{row + 1}", value))
    assert fault.sheet == "Plan"
    assert problem in f"{fault.problem} {fault.remedy}"
