"""People in training, the cost of moving, stocks that spoil, foreign machines, falling prices: solved in the head."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from carried_out import course
from tables import Tables, matrix, plan

from optimiser import InputFault, Plan, economy_from_tables, solve
from optimiser.economy.base_year import base_year
from optimiser.economy.behaviour import FAITHFUL
from optimiser.economy.flows import export_earnings, mouths_there
from optimiser.execution.coefficients import people_there
from optimiser.execution.conservation import conservation
from optimiser.execution.demand import of_plan
from optimiser.execution.scarcity import scarce_things
from optimiser.plan.accounts.sources_and_uses import SOURCES, USES, sources_and_uses
from optimiser.plan.measures import measures
from optimiser.plan.verification import verify
from optimiser.readdition.products import material_balance
from optimiser.report.page import Table
from optimiser.report.pages.trade import trade
from optimiser.workbook import read_tables, tables_of


def corn(years: int = 2, **keys: object) -> Tables:
    """Ten of corn a year from capacity alone, eaten by all."""
    return {
        "Plan": plan(plan_years=years, default_strategy="consumption", discount_rate=0, **keys),
        "Sectors": [["code", "unit", "base output"], ["corn", "t", 10]],
        "Inputs": matrix("product", ["corn"], ["corn"], [[0]]),
        "Capacity": [["sector", "capacity"], ["corn", 10]],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["corn"], ["all"], [[10]]),
    }


def solved(tables: Tables) -> Plan:
    return solve(economy_from_tables(tables))


def added_up(found: Plan) -> bool:
    """Whether sources and uses of the report's balances are equal in all plan years."""
    lines = sources_and_uses(found)
    sources, uses = (np.sum([each.amounts for each in lines if each.side == side], axis=0) for side in (SOURCES, USES))
    return bool(np.allclose(sources[:, 1:], uses[:, 1:], rtol=1e-9))


def schooled(growth: float) -> Tables:
    """A person for each ton: eight are there, one comes out of training in each year, and no one is trained anew."""
    return corn() | {
        "Labour": [["pool", "unit", "persons", "growth"], ["skilled", "persons", 8, growth]],
        "Labour inputs": matrix("pool", ["skilled"], ["corn"], [[1]]),
        "In training": [["pool", "year due", "persons"], ["skilled", 2001, 1], ["skilled", 2002, 1]],
    }


def test_people_in_training_join_their_pool_when_they_are_due() -> None:
    found = solved(schooled(0.0))
    assert found.objective == pytest.approx(0.9 + 1.0)
    assert found.values("moved").tolist() == [pytest.approx([1.0, 2.0])]
    without = schooled(0.0)
    del without["In training"]
    assert solved(without).objective == pytest.approx(0.8 + 0.8)


def test_those_who_came_from_training_are_lost_at_the_rate_of_their_pool() -> None:
    """8 (.9) + 1, and 8 (.9)^2 + .9 + 1."""
    found = solved(schooled(-0.1))
    assert found.objective == pytest.approx(0.82 + 0.838)
    there = people_there(found.economy, np.zeros((0, 3)))
    assert there.tolist() == [pytest.approx([8.0, 8.2, 8.38])]


ALONE: list[list[object]] = [["from", "to", "limit"], ["rural", "urban", 5]]


def weavers(**sheets: list[list[object]]) -> Tables:
    """Cloth takes a weaver each; one is there, and villagers, who have corn without work, may become more."""
    return {
        "Plan": plan(plan_years=1, default_strategy="weighted", objective="cloth"),
        "Sectors": [["code", "unit", "base output"], ["corn", "t", 21], ["cloth", "m", 1]],
        "Inputs": matrix("product", ["corn", "cloth"], ["corn", "cloth"], [[0, 0], [0, 0]]),
        "Capacity": [["sector", "capacity"], ["corn", 21]],
        "Labour": [["pool", "unit", "persons"], ["rural", "persons", 50], ["urban", "persons", 1]],
        "Labour inputs": matrix("pool", ["urban"], ["corn", "cloth"], [[0, 1]]),
        "Households": [["household", "floor", "people"], ["town", 1, 10], ["village", 1, 20]],
        "Baskets": matrix("product", ["corn"], ["town", "village"], [[10, 10]]),
        "Objective": [["set", "variable", "code", "year", "weight"], ["cloth", "output", "cloth", "*", 1]],
        "Transfers": [
            ["from", "to", "limit", "mouths", "from household", "to household"],
            ["rural", "urban", 5, 2, "village", "town"],
        ],
        **sheets,
    }


def test_mouths_that_move_are_fed_where_they_come() -> None:
    """Two mouths a weaver: 2 t more in town, 1 t less in the village; 1 t of the 21 t is not eaten by the floors."""
    assert solved(weavers()).objective == pytest.approx(1 + 1)
    assert solved(weavers(Transfers=ALONE)).objective == pytest.approx(1 + 5)


def test_who_moves_takes_goods_in_the_year_he_leaves() -> None:
    """1 t of corn is left, and a quarter of a ton moves a weaver."""
    costs: list[list[object]] = [["from", "to", "product", "quantity"], ["rural", "urban", "corn", 0.25]]
    found = solved(weavers(Transfers=ALONE, **{"Transfer costs": costs}))
    assert found.objective == pytest.approx(1 + 4)
    assert of_plan(found).given[:, 1].tolist() == pytest.approx([1.0, 0.0])


def test_the_re_addition_counts_what_movers_take() -> None:
    """4.4 in place of the 4 who move would take 1.1 t of the 1 t that is left."""
    costs: list[list[object]] = [["from", "to", "product", "quantity"], ["rural", "urban", "corn", 0.25]]
    found = solved(weavers(Transfers=ALONE, **{"Transfer costs": costs}))
    more = replace(found.quantities, transfers=1.1 * found.quantities.transfers)
    checked = verify(found.economy, more, (material_balance,))
    assert checked.worst_violation > 1e-3
    assert added_up(found)


def test_mouths_that_moved_grow_in_number_with_those_they_joined() -> None:
    growing: list[list[object]] = [
        ["household", "floor", "mouths growth", "people"],
        ["town", 1, 0.1, 10],
        ["village", 1, 0, 20],
    ]
    economy = economy_from_tables(weavers(Plan=plan(plan_years=2, objective="cloth"), Households=growing))
    town, village = mouths_there(economy, np.array([[9.0, 1.0, 0.0]]))
    assert town == pytest.approx([1.0, 1.3, 1.43])
    assert village == pytest.approx([1.0, 0.9, 0.9])


def test_a_living_standard_is_a_head_of_those_who_are_there() -> None:
    """Floors of 1 a head: 12 t for the town of 12, 9 t for the village of 18."""
    found = solved(weavers())
    assert found.quantities.consumption[:, 1].tolist() == pytest.approx([1.2, 0.9])
    assert measures(found).consumption_per_head[:, 1].tolist() == pytest.approx([1.0, 1.0])
    assert course(found.economy, of_plan(found), FAITHFUL).states[1].fed[0] == pytest.approx(1.0)


def test_what_is_left_is_shared_by_those_who_are_there() -> None:
    """24 t for the 12 and the 18 of whom the household of 10 and that of 20 have come to consist: 8/7 of 1 t a head."""
    moves: list[list[object]] = [
        ["from", "to", "limit", "mouths", "from household", "to household"],
        ["rural", "urban", 1, 2, "village", "town"],
    ]
    capacity: list[list[object]] = [["sector", "capacity"], ["corn", 24]]
    found = solved(weavers(Transfers=moves, Capacity=capacity))
    assert found.objective == pytest.approx(1 + 1)
    assert measures(found).consumption_per_head[:, 1].tolist() == pytest.approx([8 / 7, 8 / 7])


def granary(loss: object = None, room: object = None, opening: float = 0.0) -> Tables:
    """Ten of corn a year; the second year's bread is all that counts."""
    names = "code, unit, base output, storable, opening stock, closing stock, stock loss, greatest stock"
    return corn() | {
        "Plan": plan(plan_years=2, default_strategy="weighted", objective="bread"),
        "Sectors": [[*names.split(", ")], ["corn", "t", 10, "yes", opening, 0, loss, room]],
        "Objective": [["set", "variable", "code", "year", "weight"], ["bread", "consumption", "all", 2002, 1]],
    }


def test_part_of_what_is_kept_is_lost() -> None:
    assert solved(granary()).objective == pytest.approx(2.0)
    assert solved(granary(loss=0.2)).objective == pytest.approx(1.0 + 0.8)


def test_no_more_is_kept_than_there_is_room_for() -> None:
    found = solved(granary(loss=0.2, room=4))
    assert found.objective == pytest.approx(1.0 + 0.32)
    assert found.quantities.stocks[0, 1:].tolist() == pytest.approx([4.0, 0.0])
    assert added_up(found)


def test_the_opening_stock_loses_its_part_too() -> None:
    """Of 5 t, 4 are there in the first year; with 10 made, 4 of them can be kept, of which 3.2 are left."""
    found = solved(granary(loss=0.2, room=4, opening=5))
    assert found.objective == pytest.approx(1.0 + 0.32)
    assert found.quantities.consumption[0, 1] == pytest.approx(1.0)


def test_in_the_base_year_what_is_lost_of_the_stock_is_made_good() -> None:
    economy = economy_from_tables(granary(loss=0.2, opening=5))
    assert base_year(economy).amounts("lost from stocks").tolist() == [1.0]
    assert base_year(economy).residual.tolist() == pytest.approx([10 - 10 - 1])


def test_what_is_lost_is_lost_when_carried_out_too() -> None:
    """All that is made is kept, 4 t at most; a fifth of it is gone in the next year."""
    found = solved(granary(loss=0.2, room=4))
    nothing = replace(of_plan(found), consumption=np.zeros((1, 3)))
    taken = course(found.economy, nothing, FAITHFUL)
    assert [each.ledger.closing_stocks[0, 0] for each in taken.years] == pytest.approx([4.0, 4.0])
    assert [each.ledger.lost[0, 0] for each in taken.years] == pytest.approx([6.0, 0.8 + 9.2])
    assert conservation(taken).worst < 1e-12


def test_what_is_to_be_left_must_find_room() -> None:
    tables = granary(room=4, opening=5)
    assert economy_from_tables(tables).products.closing_stock.tolist() == [0.0]
    tables["Sectors"][1][5] = None
    assert economy_from_tables(tables).products.closing_stock.tolist() == [4.0]
    tables["Sectors"][1][5] = 5
    with pytest.raises(InputFault, match="a closing stock of 5 is above the greatest stock of 4") as refused:
        economy_from_tables(tables)
    assert refused.value.faults[0].cell == "F2"


@pytest.mark.parametrize(("column", "value"), [(6, -0.1), (6, 1.1), (7, -1), (7, "much")])
def test_what_stocks_cannot_be(column: int, value: object) -> None:
    tables = granary()
    tables["Sectors"][1][column] = value
    with pytest.raises(InputFault) as refused:
        economy_from_tables(tables)
    (fault,) = refused.value.faults
    assert (fault.sheet, fault.cell) == ("Sectors", f"{'ABCDEFGH'[column]}2")
    assert fault.remedy


def mills(spend: tuple[float, ...], years: int = 3, need: object = 1) -> Tables:
    """Capacity of which every unit takes a foreign machine of one dollar; two dollars come in every year."""
    spends = [f"spend {year}" for year in range(len(spend))]
    return corn() | {
        "Plan": plan(plan_years=years, default_strategy="weighted", objective="capacity"),
        "Projects": [
            ["sector", "type", "gestation", *spends, "cost factor", "import need"],
            ["corn", "mill", len(spend), *spend, 3, need],
        ],
        "Foreign exchange": [["item", "unit", "value"], ["receipts", "dollars", 2]],
        "Objective": [["set", "variable", "code", "year", "weight"], ["capacity", "capacity", "corn", 2000 + years, 1]],
    }


def test_new_capacity_takes_machines_from_abroad() -> None:
    """Begun in years 1 and 2, paid at once: two units each, whatever the cost factor is."""
    assert solved(mills((1.0,))).objective == pytest.approx(10 + 2 + 2)
    assert solved(mills((1.0,), need=0.25)).objective == pytest.approx(10 + 8 + 8)


def test_machines_are_paid_for_as_the_cost_is_spent() -> None:
    """Half in the year of the start and half in the next: four units begun in year 1 take all of both years."""
    assert solved(mills((0.5, 0.5))).objective == pytest.approx(10 + 4)
    assert solved(mills((0.2, 0.8))).objective == pytest.approx(10 + 2 / 0.8)


def test_building_that_lacks_foreign_money_goes_on_more_slowly() -> None:
    """Twice as much is begun as can be paid for: half of it is there in the next year."""
    found = solved(mills((1.0,)))
    demanded = of_plan(found)
    twice = replace(demanded, starts=np.array([[0.0, 4.0, 0.0, 0.0]]))
    taken = course(found.economy, twice, replace(FAITHFUL, sites=0))
    assert [each.capacity[0, 0] for each in taken.states] == pytest.approx([10, 12, 14, 14])
    things, lacking = scarce_things(found.economy), int(taken.years[0].work_scarcest[0, 0])
    assert things[lacking] == "foreign money"
    assert [each.debt[0] for each in taken.states] == pytest.approx([0.0] * 4)


def test_machines_that_are_not_earned_are_owed() -> None:
    tables = mills((1.0,))
    tables["Foreign exchange"].append(["debt limit", "dollars", 10])
    found = solved(tables)
    twice = replace(of_plan(found), starts=np.array([[0.0, 4.0, 0.0, 0.0]]))
    taken = course(found.economy, twice, FAITHFUL)
    assert [each.debt[0] for each in taken.states] == pytest.approx([0, 4 - 2, 0, 0])
    assert taken.states[1].capacity[0, 0] == pytest.approx(14)


def test_the_report_says_what_machines_cost() -> None:
    found = solved(mills((0.5, 0.5)))
    (page,) = trade(found, measures(found))
    (account,) = (each for each in page.blocks if isinstance(each, Table))
    rows = {str(row[1]): row[4:] for row in account.rows}
    assert rows["machines for new capacity that have no home product"] == pytest.approx((2.0, 2.0, 0.0))
    assert rows["left unspent"] == pytest.approx((0.0, 0.0, 2.0))


def test_machines_from_abroad_that_cannot_be() -> None:
    with pytest.raises(InputFault) as refused:
        economy_from_tables(mills((1.0,), need=-1))
    assert refused.value.faults[0].cell == "F2"
    tables = mills((1.0,))
    del tables["Foreign exchange"]
    (warning,) = (each for each in read_tables(tables).warnings if each.sheet == "Projects" and each.cell == "F2")
    assert "nothing has to be paid" in warning.problem


def harbour(*steps: tuple[int, object, object]) -> Tables:
    """Ten of corn, sold abroad at a dollar each; the dollars left in the year are what counts, as debt not owed."""
    return corn() | {
        "Plan": plan(plan_years=1, default_strategy="weighted", objective="dollars"),
        "Trade": [["product", "import price", "export price"], ["corn", None, 1]],
        "Export steps": [["product", "step", "beyond", "price factor"], *(["corn", *each] for each in steps)],
        "Foreign exchange": [["item", "unit", "value"], ["receipts", "dollars", -9], ["debt limit", "dollars", 9]],
        "Objective": [["set", "variable", "code", "year", "weight"], ["dollars", "debt", "*", 2001, -1]],
    }


def test_each_further_amount_sells_for_less() -> None:
    """9 dollars are to be paid: 10 t bring 4 + 4/2 + 2/4 dollars, and 2.5 dollars have to be borrowed."""
    assert solved(harbour()).objective == pytest.approx(0.0)
    found = solved(harbour((1, 4, 0.5), (2, 8, 0.25)))
    assert found.objective == pytest.approx(-2.5)
    assert found.quantities.sold_cheaper[:, 1].tolist() == pytest.approx([6.0, 2.0])
    assert export_earnings(found.economy, found.quantities.exports).tolist() == pytest.approx([0.0, 6.5])


def test_the_price_of_the_better_market_is_what_the_step_costs() -> None:
    """A ton more that sells at the full price brings half a dollar more than the next does."""
    found = solved(harbour((1, 4, 0.5)))
    assert found.rows("export_step")["shadow price"].tolist() == pytest.approx([0.5])


def test_steps_are_read_in_any_order_and_written_as_they_are_read() -> None:
    economy = economy_from_tables(harbour((2, 8, 0.25), (1, 4, 0.5)))
    steps = economy.trade.export_steps
    assert (steps.beyond.tolist(), steps.price_factor.tolist()) == ([4, 8], [0.5, 0.25])
    assert steps.axis.key(1) == {"product": "corn", "step": "2"}
    assert tables_of(economy)["Export steps"][1:] == [["corn", 1, 4.0, 0.5], ["corn", 2, 8.0, 0.25]]


@pytest.mark.parametrize(
    ("steps", "cell"),
    [
        (((1, 4, 1.5),), "D2"),
        (((1, -4, 0.5),), "C2"),
        (((1, 4, -0.5),), "D2"),
        (((1, 4, None),), "D2"),
        (((1, 4, 0.5), (2, 3, 0.25)), "C3"),
        (((1, 4, 0.5), (2, 8, 0.75)), "D3"),
        (((1, 4, 0.5), (1, 8, 0.25)), "B3"),
        (((0, 4, 0.5),), "B2"),
    ],
)
def test_what_steps_cannot_be(steps: tuple[tuple[int, object, object], ...], cell: str) -> None:
    with pytest.raises(InputFault) as refused:
        economy_from_tables(harbour(*steps))
    fault = refused.value.faults[0]
    assert (fault.sheet, fault.cell) == ("Export steps", cell)
    assert fault.remedy


def test_what_cannot_be_exported_has_no_steps() -> None:
    tables = harbour((1, 4, 0.5))
    tables["Trade"][1][2] = None
    with pytest.raises(InputFault, match="corn cannot be exported") as refused:
        economy_from_tables(tables)
    assert refused.value.faults[0].cell == "A2"


def test_exports_that_are_carried_out_bring_what_the_market_gives() -> None:
    """Half of the harvest fails: 5 t bring 4 + 1/2 dollars, and 4.5 of the 9 dollars are borrowed."""
    found = solved(harbour((1, 4, 0.5), (2, 8, 0.25)))
    halved = replace(of_plan(found), output=0.5 * of_plan(found).output)
    taken = course(found.economy, halved, FAITHFUL)
    assert taken.states[1].debt[0] == pytest.approx(4.5)
