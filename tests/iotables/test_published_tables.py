"""Tables as offices publish them: optional, for they are no part of the project.

They are looked for in the folder that the environment variable PLAN_OPTIMISER_DATA names.  Each is imported without
any option, validated, its base year reproduced to its own rounding, and solved.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from known import known

from optimiser import Request, Status, compare, diagnose, multipliers, solve
from optimiser.economy.base_year import base_year
from optimiser.iotables import Options, flows_of_table, import_table, read_table
from optimiser.iotables.vocabulary import Role
from optimiser.workbook import read_tables

DATA = Path(os.environ.get("PLAN_OPTIMISER_DATA", "no such folder"))

TABLES = {
    "US, 15 industries": ("bea/use_15.csv", "bea", 17, 15, 1e-3, 40575547.0),
    "US, 71 industries": ("bea/use_71.csv", "bea", 73, 71, 1e-3, 40575547.0),
    "WIOD, US 2014": ("wiod_usa_2014", "wiod", 56, 56, 1e-3, 30971023.0),
    "OECD, India 2015": ("oecd_2015/IND2015dom.csv", "oecd", 36, 36, 0.5, 4038207.7),
    "OECD, Germany 2015": ("oecd_2015/DEU2015dom.csv", "oecd", 36, 36, 0.55, 6097461.5),
}
"""Source, kind, products, industries, rounding of a row, output of all industries as printed."""


def source(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not there: set PLAN_OPTIMISER_DATA to a folder that has it")
    return path


@pytest.mark.parametrize("name", TABLES)
def test_a_published_table_becomes_a_plan(name: str) -> None:
    where, kind, products, sectors, rounding, output = TABLES[name]
    found = import_table(source(where))
    table = found.table
    assert (table.kind, len(table.products), len(table.sectors)) == (kind, products, sectors)
    assert np.abs(table.residual).max() < rounding
    # by-products that were negative inputs are output, and so is what an office had rounded
    made = float(table.output.sum()) - sum(step.amount for step in table.steps if step.name == "by-products")
    assert made == pytest.approx(output, rel=1e-4)
    reading = read_tables(found.tables)
    assert reading.warnings == ()
    assert np.abs(base_year(reading.economy).residual).max() < rounding
    assert base_year(reading.economy).off(1e-3) == []
    for strategy in ("balanced", "maximum"):
        plan = solve(reading.economy, strategy)
        assert plan.status is Status.OPTIMAL
        assert known(plan.verification).worst_violation < 1e-6
        if strategy == "balanced":
            assert 0.0 < known(plan.growth_rate) < 0.06


@pytest.mark.parametrize("name", ["OECD, Germany 2015", "WIOD, US 2014", "US, 15 industries"])
def test_plans_of_a_published_table_are_compared_and_a_target_beyond_reach_is_explained(
    name: str, tmp_path: Path
) -> None:
    where = TABLES[name][0]
    table = import_table(source(where)).table
    greatest = int(np.argmax(table.output))
    code, output, year = table.sectors.labels[greatest], float(table.output[greatest]), table.year or "0"
    mine = tmp_path / "Targets.csv"
    mine.write_text(f'set,variable,code,year,value\ntoo much,output,"{code}",{int(year) + 5},{2.0 * output!r}\n')
    economy = read_tables(import_table(source(where), options=Options(extra=str(mine))).tables).economy
    found = compare(economy, ("balanced", "maximum"), points=0)
    assert [plan.status for plan in found.plans.values()] == [Status.OPTIMAL, Status.OPTIMAL]
    why = diagnose(Request(economy, "too much"), "targets")
    assert why.status == "infeasible"
    assert any(code in str(each) or table.sector_names[greatest] in str(each) for each in why.sentences)


def test_multipliers_give_back_the_base_year_of_published_tables() -> None:
    for where, rounding in (("oecd_2015/DEU2015dom.csv", 1e-6), ("wiod_usa_2014", 1e-12), ("bea/use_71.csv", 1e-12)):
        found = multipliers(flows_of_table(read_table(source(where))))
        assert found.reproduction_error < rounding
        frame = found.multiplier_frame()
        assert frame["output"].min() >= 1.0
        if where != "oecd_2015/DEU2015dom.csv":
            assert (frame["value added"] + frame["imports"]).tolist() == pytest.approx([1.0] * len(frame))


def test_the_accounts_of_the_us_are_those_that_are_published() -> None:
    """71 industries: value added by industry and final uses by kind, to the rounding of the table's 73 rows.

    An industry's value added at the prices of the account is the published one at basic prices, and the taxes less
    subsidies on what it buys.  With those on final uses the income is the published gross domestic product.
    """
    where = source("bea/use_71.csv")
    found = import_table(where)
    table = found.table
    plan = solve(read_tables(found.tables).economy.with_plan_years(1), "consumption")
    income = plan.accounts.income
    with where.open(newline="") as file:
        printed = {row[""]: row for row in csv.DictReader(file)}
    names = [entry.name for entry in table.value_added_items]
    taxes = table.value_added[names.index("Taxes less subsidies on products bought")]
    basic = np.array([float(printed["Value Added (basic prices)"][code]) for code in table.sectors.labels])
    rounding = 0.5 * len(table.products)
    added = (income.output - income.inputs)[:, 0]
    assert np.abs(added - basic - taxes).max() < rounding
    on_final_uses = float(printed["Taxes on products and imports"]["T001"]) - taxes.sum()
    on_final_uses -= float(printed["Less: Subsidies on products"]["T001"])
    domestic_product = float(printed["Value Added (producer prices)"]["T001"])
    assert added.sum() + on_final_uses == pytest.approx(domestic_product, abs=rounding)
    roles = [each.role for each in table.final_uses]

    def final(role: Role) -> float:
        return float(table.final[:, [each is role for each in roles]].sum())

    use = {item: float(values[0]) for item, values in income.by_use.items()}
    worn = float(income.wear[:, 0].sum())
    sold = use.pop("given use: sold by households, or bought by them abroad")
    used_goods = use.pop("given use: used goods sold")
    assert use.pop("consumption: households") + sold == pytest.approx(final(Role.CONSUMPTION), abs=rounding)
    assert use.pop("given use: government") == pytest.approx(final(Role.GOVERNMENT), abs=rounding)
    assert use.pop("building less wear") + worn + used_goods == pytest.approx(final(Role.INVESTMENT), abs=rounding)
    stocks = use.pop("given use: added to stocks") + use.pop("given use: stock drawn down")
    assert stocks == pytest.approx(final(Role.INVENTORIES), abs=rounding)
    abroad = final(Role.EXPORTS) - float(table.imports.sum())
    assert use.pop("exports less imports") == pytest.approx(abroad, abs=rounding)
    assert all(abs(values) < rounding for values in use.values())


def test_the_detailed_table_of_the_us_is_imported_and_solved() -> None:
    """402 industries; `maximum`, which has a programme for each of them, is left to the user."""
    found = import_table(source("bea_2017_detail"))
    table = found.table
    assert (table.kind, len(table.products), len(table.sectors)) == ("bea-detail", 402, 402)
    assert np.abs(table.residual).max() <= 0.5 * (402 + 20)
    assert table.output.sum() == pytest.approx(34468744.0 + 697.0, rel=1e-4)
    reading = read_tables(found.tables)
    assert base_year(reading.economy).off(0.02) == []
    plan = solve(reading.economy, "consumption")
    assert plan.status is Status.OPTIMAL
    assert known(plan.verification).worst_violation < 1e-6
