"""The base year of an economy: its balances, its labour, its capacity, its income."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimiser import base_year, economy_from_tables, read_economy
from optimiser.economy.random import synthetic_economy
from optimiser.workbook.examples import EXAMPLES

INPUTS = Path(__file__).parents[2] / "inputs"
NAMES = ("first_five_year_plan", "reconstruction", "two_sectors")


def test_steel_and_corn_by_hand() -> None:
    """25 steel: 5 for itself, 20 built; 100 corn: 10 sown, 90 eaten; prices .5 and 2/9, 30 of 32 workers."""
    base = base_year(read_economy(INPUTS / "two_sectors.xlsx"))
    assert base.year == "0"
    assert base.amounts("inputs of production").tolist() == pytest.approx([5.0, 10.0])
    assert base.amounts("building").tolist() == pytest.approx([20.0, 0.0])
    assert base.amounts("consumption: the people").tolist() == pytest.approx([0.0, 90.0])
    assert base.residual.tolist() == pytest.approx([0.0, 0.0])
    assert base.off() == []
    assert base.income_by_origin.tolist() == pytest.approx([10.0, 20.0])
    assert dict(base.income_by_use)["building less wear"] == pytest.approx(10.0)
    assert base.labour_in_production.tolist() == pytest.approx([30.0])
    assert base.labour_use.tolist() == pytest.approx([30.0 / 32.0])
    assert base.capacity_used.tolist() == pytest.approx([1.0, 1.0])
    assert base.foreign_account == ()


@pytest.mark.parametrize("name", NAMES)
def test_income_by_origin_is_income_by_use(name: str) -> None:
    base = base_year(read_economy(INPUTS / f"{name}.xlsx"))
    assert base.income > 0.0
    assert sum(amount for _, amount in base.income_by_use) == pytest.approx(base.income)


def test_income_adds_up_with_trade_and_many_sectors() -> None:
    economy = synthetic_economy(12, 3)
    traded = ~np.isnan(economy.trade.export_price[:, 0])
    exports = np.where(traded, 0.02 * economy.sectors.base_output, np.nan)
    trade = replace(economy.trade, base_exports=exports, base_imports=0.5 * exports)
    base = base_year(replace(economy, trade=trade))
    assert base.amounts("exports") == pytest.approx(np.nan_to_num(exports))
    assert base.amounts("imports") == pytest.approx(np.nan_to_num(0.5 * exports))
    use = dict(base.income_by_use)
    assert sum(use.values()) == pytest.approx(base.income)
    assert use["exports less imports"] == pytest.approx(0.5 * np.nansum(exports))
    account = dict(base.foreign_account)
    assert account["imports"] == pytest.approx(-1.1 * 0.5 * np.nansum(exports))
    assert account["left, or if negative borrowed"] == pytest.approx(0.45 * np.nansum(exports))


def test_the_village_keeps_what_the_exchange_leaves_it() -> None:
    """F = harvest less own use and own building, less M = tax + omega goods / p or what others take, the lesser."""
    economy = read_economy(INPUTS / "first_five_year_plan.xlsx")
    none = 0.0 * economy.town_and_country.tax
    village = replace(economy.town_and_country, subsistence=none, tax=none + 0.1)
    base, farm = base_year(replace(economy, town_and_country=village)), village.farm_product
    price, x = economy.products.price, economy.sectors.base_output
    basket = economy.households.baskets[:, [village.household]].toarray().ravel()
    goods = sum(price[i] * basket[i] for i in range(len(price)) if i != farm)
    marketed = village.tax[0] + village.terms_of_trade[0] * goods / price[farm]
    j = village.farm_sector
    building = economy.construction.composition @ economy.construction.capital
    finished = economy.inherited.capacity[(economy.inherited.due == 1) & (economy.inherited.asset == j)].sum()
    own = economy.techniques.inputs[farm, j] * x[j]
    own += building[farm, j] * (economy.assets.depreciation[j] * economy.assets.capacity[j] + finished)
    kept = x[j] - own - marketed
    assert base.amounts("kept in the village")[farm] == pytest.approx(kept)
    more = replace(village, subsistence=village.subsistence + 1.1 * kept)
    hungry = base_year(replace(economy, town_and_country=more))
    assert hungry.amounts("kept in the village")[farm] == pytest.approx(1.1 * kept)
    generous = replace(village, tax=village.tax + 5.0)
    rich = base_year(replace(economy, town_and_country=generous))
    assert rich.residual[farm] == pytest.approx(0.0, abs=1e-9), "the village keeps what nobody takes"
    assert rich.amounts("kept in the village")[farm] > kept - 5.0


def test_the_village_keeps_its_own_food_and_pays_with_by_products() -> None:
    """A tenth of the cloth-makers' product from the farm pays for goods, so that as much less grain is marketed."""
    economy = read_economy(INPUTS / "first_five_year_plan.xlsx")
    village = replace(economy.town_and_country, subsistence=0.0 * economy.town_and_country.tax)
    before = base_year(replace(economy, town_and_country=village))
    farm, price = village.farm_product, economy.products.price
    other = economy.products.axis.position["TEC"]
    outputs = economy.techniques.outputs.tolil()
    outputs[other, village.farm_sector] = 0.01
    share = np.where(np.arange(len(price)) == other, 0.5, 0.0)
    changed = replace(
        economy,
        town_and_country=village,
        techniques=replace(economy.techniques, outputs=outputs.tocsr()),
        products=replace(economy.products, marketed_share=share),
    )
    beside = 0.5 * 0.01 * economy.sectors.base_output[village.farm_sector] * price[other]
    assert base_year(changed).marketed == pytest.approx(before.marketed - beside / price[farm])
    kept = before.amounts("kept in the village")[farm]
    hungry = base_year(replace(economy, town_and_country=replace(village, own_food=1.2 * kept)))
    assert hungry.amounts("kept in the village")[farm] == pytest.approx(1.2 * kept)


def test_the_frame_has_units_and_adds_up() -> None:
    economy = read_economy(INPUTS / "first_five_year_plan.xlsx")
    more = replace(economy.sectors, base_output=1.05 * economy.sectors.base_output)
    frame = base_year(replace(economy, sectors=more)).frame()
    assert ("COA", "Mt") in frame.index
    supply, uses, residual = (frame["balance", name].to_numpy() for name in ("supply", "uses", "residual"))
    assert frame["sources"].to_numpy().sum(axis=1) == pytest.approx(supply)
    assert frame["uses"].to_numpy().sum(axis=1) == pytest.approx(uses)
    assert residual == pytest.approx(supply - uses, abs=1e-12)
    assert frame["balance", "share"].to_numpy() == pytest.approx(residual / supply, abs=1e-12)
    assert np.abs(residual / supply).max() > 0.01


def test_inputs_of_a_sector_with_a_lag_are_those_of_what_is_in_hand() -> None:
    economy = read_economy(INPUTS / "williams.xlsx")
    sectors = replace(economy.sectors, base_output=np.full(3, 10.0), output_in_hand=np.array([100.0, 0.0, 0.0]))
    base = base_year(replace(economy, sectors=sectors))
    assert base.amounts("output").tolist() == [10.0, 10.0, 10.0]
    taken = economy.techniques.inputs[:, [0]].toarray().ravel() * 100.0
    assert base.amounts("inputs of production") == pytest.approx(taken)


@pytest.mark.parametrize("path", sorted(INPUTS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_every_example_adds_up_within_one_per_cent(path: Path) -> None:
    base = base_year(read_economy(path))
    assert base.off(0.01) == []
    assert base.supply.any() == (path.stem != "williams"), "Williams's model begins with stocks, and has no base year"


def test_households_of_one_name_are_told_apart() -> None:
    tables = EXAMPLES["first_five_year_plan"]()
    before = base_year(economy_from_tables(tables))
    heads = [str(each) for each in tables["Households"][0]]
    for row in tables["Households"][1:]:
        row[heads.index("name")] = "people"
    after = base_year(economy_from_tables(tables))
    assert after.income_by_use[-1][1] == pytest.approx(before.income_by_use[-1][1])
    assert len(after.frame().columns) == len(before.frame().columns)
    assert len(after.income_by_use) == len(before.income_by_use)
