"""Each rule alone, on economies small enough to be solved in the head."""

from __future__ import annotations

import numpy as np
import pytest
from economy_tables import everything
from tables import Tables, matrix, plan

import optimiser
from optimiser import economy_from_tables, formulate, solve
from optimiser.economy.flows import greatest_capacity
from optimiser.execution.paths import own_starts
from optimiser.programme.constraints import RULES
from optimiser.programme.references import row_references
from optimiser.solver import open_session
from optimiser.workbook.examples import EXAMPLES
from optimiser.workbook.write.tables import tables_of


def one_good(years: int = 2, capacity: float = 10.0, **keys: object) -> Tables:
    """Corn from capacity alone, eaten by all in equal parts."""
    return {
        "Plan": plan(plan_years=years, default_strategy="consumption", discount_rate=0, **keys),
        "Sectors": [["code", "unit", "base output"], ["corn", "t", capacity]],
        "Inputs": matrix("product", ["corn"], ["corn"], [[0]]),
        "Capacity": [["sector", "capacity"], ["corn", capacity]],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["corn"], ["all"], [[10]]),
    }


def total(tables: Tables) -> float:
    return solve(economy_from_tables(tables)).objective


def test_absent_data_leaves_no_rows() -> None:
    tables = one_good()
    for sheet in ("Capacity", "Households", "Baskets"):
        del tables[sheet]
    programme, _ = formulate(economy_from_tables(tables))
    assert {block.name for block in programme.blocks if block.count} == {"material_balance"}


def test_two_ways_to_repair_share_what_stands_idle() -> None:
    """Capacity 100, idle 10: 110 can be had, however many projects repair."""
    tables = one_good(years=3, capacity=100.0)
    tables["Capacity"] = [["sector", "capacity", "idle"], ["corn", 100, 10]]
    tables["Projects"] = [
        ["sector", "type", "gestation", "cost factor", "repairs idle"],
        ["corn", "repair", 0, 0.0, "yes"],
        ["corn", "slow repair", 1, 0.0, "yes"],
    ]
    economy = economy_from_tables(tables)
    programme, v = formulate(economy)
    goal = v.output.over(np.array([3])).affine().total()
    found = open_session(programme.maximising(goal)).solve()
    assert found.objective == pytest.approx(110.0)
    assert programme.block["idle_capacity"].count == 1
    again = economy_from_tables(tables_of(economy))
    assert again.projects.repairs.tolist() == [1.0, 1.0]
    assert greatest_capacity(economy, 1)[0].tolist() == [100.0, 110.0]
    begun = own_starts(economy, 0, np.array([[0.0, 130.0, 130.0, 130.0, 130.0]]), np.zeros(5))
    assert begun.sum() == pytest.approx(10.0)


def test_every_rule_has_rows_in_some_example() -> None:
    more = one_good(terminal_condition="ray", stock_norm=0)
    more["Sectors"] = [
        [
            "code",
            "unit",
            "base output",
            "storable",
            "opening stock",
            "stock norm",
            "input lag",
            "output in hand",
            "fall limit",
            "unused limit",
            "greatest stock",
        ],
        ["corn", "t", 10, "yes", 5, 0.1, 1, 10, 0.5, 0.5, 6],
    ]
    more["Resources"] = [["resource", "unit", 2001, 2002], ["land", "ha", 10, 10]]
    more["Resource inputs"] = matrix("resource", ["land"], ["corn"], [[1]])
    more["Trade"] = [["product", "import price", "import limit", "export price"], ["corn", 1, 1, 1]]
    more["Export steps"] = [["product", "step", "beyond", "price factor"], ["corn", 1, 1, 0.5]]
    more["Plan"] = [row for row in more["Plan"] if row[0] != "stock norm"]
    more["Capacity"] = [["sector", "capacity", "idle"], ["corn", 100, 10]]
    more["Projects"] = [
        ["sector", "type", "gestation", "cost factor", "repairs idle"],
        ["corn", "repair", 0, 0.5, "yes"],
        ["corn", "slow repair", 1, 0.3, "yes"],
    ]
    seen: set[str] = set()
    for economy in [
        economy_from_tables(more),
        economy_from_tables(everything()),
        *(economy_from_tables(make()) for make in EXAMPLES.values()),
    ]:
        seen |= {block.name for block in formulate(economy)[0].blocks if block.count}
    assert seen == {rule.name for rule in RULES}


def test_planned_reserve_is_held_back() -> None:
    tables = one_good(years=1, reserve=0.05)
    assert total(tables) == pytest.approx(0.95)


def test_given_uses_come_first() -> None:
    tables = one_good() | {"Demand": [["product", "use", 2001, 2002], ["corn", "army", 2, 3]]}
    assert total(tables) == pytest.approx(0.8 + 0.7)


def test_stocks_carry_over_and_are_left_at_the_end() -> None:
    tables = one_good()
    tables["Sectors"] = [
        ["code", "unit", "base output", "storable", "opening stock", "closing stock"],
        ["corn", "t", 10, "yes", 4, 1],
    ]
    assert total(tables) == pytest.approx(2 + 0.3)
    tables["Sectors"][1][5] = None  # by default the opening stock is left
    assert total(tables) == pytest.approx(2)


def test_working_stocks_grow_with_output() -> None:
    tables = one_good(years=1)
    tables["Sectors"] = [["code", "unit", "base output", "storable", "stock norm"], ["corn", "t", 10, "yes", 0.2]]
    assert total(tables) == pytest.approx(0.8)


def test_harvests_multiply_capacity() -> None:
    tables = one_good() | {"Yields": [["sector", 2001, 2002], ["corn", 0.9, 1.1]]}
    assert total(tables) == pytest.approx(2.0)


def test_capacity_wears_out_and_a_project_gives_nothing_before_it_is_finished() -> None:
    tables = one_good(years=3)
    tables["Capacity"] = [["sector", "capacity", "depreciation"], ["corn", 10, 0.1]]
    assert total(tables) == pytest.approx(1 + 0.9 + 0.81)
    # a unit of capacity for 1 t of corn, spent half and half over two years: begun in year 1 it gives corn in year 3
    tables["Projects"] = [["sector", "type", "gestation"], ["corn", "new", 2]]
    tables["Construction"] = matrix("product", ["corn"], ["corn"], [[0.4]])
    found = solve(economy_from_tables(tables))
    started = found.values("starts")[0]
    assert found.values("capacity")[0] == pytest.approx([10, 9, 8.1 + started[0]])
    assert started[1:] == pytest.approx([0, 0])
    # 0.2 in years 1 and 2 buys 1 in year 3: as much as there is is built, until year 1 or 2 has nothing left
    assert found.objective == pytest.approx(2.71 + 0.1 * (1 - 0.4) * started[0])
    assert started[0] == pytest.approx(9 / 0.2)


def test_inherited_construction_brings_its_remaining_cost() -> None:
    tables = one_good()
    tables["Construction"] = matrix("product", ["corn"], ["corn"], [[2]])
    tables["Under construction"] = [["sector", "capacity", "year due", "cost to come"], ["corn", 1, 2002, 0.5]]
    # a ton of corn goes into it in year 1, and a ton more comes out in year 2
    assert total(tables) == pytest.approx(0.9 + 1.1)


def test_what_is_begun_in_the_first_year_and_finished_after_the_end_counts_there() -> None:
    """5 come in the second year, so that 15 are asked of the year after the end; of 15 that were, 10.4 are left."""
    tables = one_good(years=2, terminal_condition="maintain")
    tables["Capacity"] = [["sector", "capacity", "depreciation"], ["corn", 10, 0.2]]
    tables["Under construction"] = [["sector", "capacity", "year due", "cost to come"], ["corn", 5, 2002, 0]]
    tables["Projects"] = [["sector", "type", "gestation"], ["corn", "giant", 3]]
    tables["Construction"] = matrix("product", ["corn"], ["corn"], [[0.3]])
    found = solve(economy_from_tables(tables))
    assert found.values("starts")[0] == pytest.approx([4.6, 0])


def test_repair_ends_when_nothing_stands_idle() -> None:
    tables = one_good(years=3)
    tables["Capacity"] = [["sector", "capacity", "idle"], ["corn", 10, 5]]
    tables["Projects"] = [
        ["sector", "type", "gestation", "year limit", "repairs idle"],
        ["corn", "repair", 0, 3, "yes"],
    ]
    found = solve(economy_from_tables(tables))
    assert found.values("capacity")[0] == pytest.approx([13, 15, 15])


def test_a_repair_has_its_own_limit_beside_what_stands_idle() -> None:
    tables = one_good(years=2)
    tables["Capacity"] = [["sector", "capacity", "idle"], ["corn", 100, 10]]
    tables["Projects"] = [
        ["sector", "type", "gestation", "total limit", "repairs idle"],
        ["corn", "patch", 0, 4, "yes"],
        ["corn", "giant", 0, 3, "no"],
    ]
    found = solve(economy_from_tables(tables))
    assert found.values("capacity")[0] == pytest.approx([107, 107])


def test_absorption_limits_growth_from_the_first_year_on() -> None:
    tables = one_good(years=3)
    tables["Capacity"] = [["sector", "capacity", "absorptive limit"], ["corn", 10, 0.1]]
    tables["Projects"] = [["sector", "type", "gestation"], ["corn", "new", 0]]
    assert solve(economy_from_tables(tables)).values("capacity")[0] == pytest.approx([11, 12.1, 13.31])


def test_what_is_inherited_comes_in_the_first_year_even_where_it_is_more_than_is_absorbed() -> None:
    tables = one_good(years=2)
    tables["Capacity"] = [["sector", "capacity", "absorptive limit"], ["corn", 10, 0.1]]
    tables["Under construction"] = [["sector", "capacity", "year due", "cost to come"], ["corn", 5, 2001, 0.0]]
    tables["Projects"] = [["sector", "type", "gestation"], ["corn", "new", 0]]
    # 15 in the first year, and nothing beside it; a tenth more in the second
    assert solve(economy_from_tables(tables)).values("capacity")[0] == pytest.approx([15, 16.5])


def test_the_words_of_a_limit_give_what_the_workbook_gives() -> None:
    tables = one_good(years=2)
    tables["Sectors"] = [["code", "unit", "base output", "fall limit"], ["corn", "t", 10, 0.2]]
    tables["Capacity"] = [["sector", "capacity", "absorptive limit"], ["corn", 10, 0.1]]
    tables["Projects"] = [["sector", "type", "gestation"], ["corn", "new", 0]]
    tables["Trade"] = [["product", "import price"], ["corn", 1]]
    tables["Foreign exchange"] = [["item", "value"], ["receipts", -2], ["debt limit", 5]]
    economy = economy_from_tables(tables)
    said = {
        each.rule: each.stands_for.given(economy, [each])
        for each in row_references(formulate(economy)[0])
        if each.stands_for is not None
    }
    assert said["output_fall_limit"] == "20%"
    assert said["absorptive_limit"] == "10%"
    assert said["capacity_accumulation"] == " (10 t at the start)"
    assert said["capacity_limit"] == " (10 t at the start)"
    assert said["foreign_exchange"] == "exports and new debt, after payments of 2 money"


def test_output_may_not_fall_faster_than_the_limit() -> None:
    tables = one_good(years=2)
    tables["Sectors"] = [["code", "unit", "base output", "fall limit"], ["corn", "t", 10, 0.2]]
    tables["Plan"] = plan(plan_years=2, default_strategy="weighted")
    tables["Objective"] = [["set", "variable", "code", "year", "weight"], ["least", "output", "corn", "*", -1]]
    assert -total(tables) == pytest.approx(8 + 6.4)


def test_labour_grows_more_productive() -> None:
    tables = one_good(years=2)
    del tables["Capacity"]
    tables["Sectors"] = [["code", "unit", "base output", "productivity growth"], ["corn", "t", 10, 0.25]]
    tables["Labour"] = [["pool", "persons", "growth"], ["people", 20, 0.1]]
    tables["Labour inputs"] = matrix("pool", ["people"], ["corn"], [[2]])
    # year 1: 22 people, 1.6 each; year 2: 24.2 people, 1.28 each
    assert total(tables) == pytest.approx(22 / 1.6 / 10 + 24.2 / 1.28 / 10)


def test_building_takes_labour() -> None:
    tables = one_good(years=2)
    tables["Labour"] = [["pool", "persons"], ["people", 20]]
    tables["Labour inputs"] = matrix("pool", ["people"], ["corn"], [[1]])
    tables["Projects"] = [["sector", "type", "gestation"], ["corn", "new", 1]]
    tables["Construction"] = [["product", "corn"], ["people", 2]]
    # ten people are idle in year 1: they build five units, which the ten idle of year 2 work
    assert total(tables) == pytest.approx(1.0 + 1.5)


def test_migration_and_training_take_their_time() -> None:
    tables = one_good(years=3)
    del tables["Capacity"]
    tables["Labour"] = [["pool", "persons", "growth"], ["village", 100, 0], ["town", 0, -0.5]]
    tables["Labour inputs"] = matrix("pool", ["village", "town"], ["corn"], [[0], [1]])
    tables["Transfers"] = [["from", "to", "limit", "limit growth", "lag"], ["village", "town", 4, 0.5, 1]]
    found = solve(economy_from_tables(tables))
    # 4 leave in year 1 and work in year 2; half of them are lost by year 3, when 6 more have come
    assert found.values("output")[0] == pytest.approx([0, 4, 8])
    moved = dict(zip(found.programme.variable["moved"].entity.labels, found.values("moved"), strict=True))
    assert moved["town"] == pytest.approx([0, 4, 8])


def test_imports_are_paid_from_exports_receipts_and_debt() -> None:
    tables = one_good(years=2)
    tables["Sectors"] = [["code", "unit", "base output"], ["corn", "t", 10], ["tractors", "pieces", 0]]
    tables["Inputs"] = matrix("product", ["corn"], ["corn", "tractors"], [[0, 0]])
    tables["Capacity"] = [["sector", "capacity"], ["corn", 10], ["tractors", 0]]
    tables["Baskets"] = matrix("product", ["tractors"], ["all"], [[1]])
    tables["Trade"] = [
        ["product", "import price", "export price", "export limit"],
        ["tractors", 2, None, None],
        ["corn", None, 1, 8],
    ]
    tables["Foreign exchange"] = [
        ["item", "value"],
        ["terms of trade", 0.5],
        ["receipts", 1],
        ["opening debt", 2],
        ["debt limit", 3],
        ["interest", 0.1],
    ]
    # 8 exported at half price, and 1: 5 a year; the debt is paid back with interest, and the limit borrowed at the end
    assert total(tables) == pytest.approx((5 - 1.1 * 2) / 2 + (5 + 3) / 2)


def test_coercion_takes_a_quota_and_costs_a_harvest() -> None:
    tables: Tables = {
        "Plan": plan(default_strategy="weighted"),
        "Sectors": [["code", "unit", "base output", "price"], ["grain", "bn r", 100, 1]],
        "Inputs": matrix("product", ["grain"], ["grain"], [[0.1]]),
        "Capacity": [["sector", "capacity"], ["grain", 100]],
        "Households": [["household"], ["village"]],
        "Trade": [["product", "export price"], ["grain", 1.0]],
        "Town and country": [
            ["item", "value"],
            ["farm product", "grain"],
            ["household", "village"],
            ["tax", 1],
            ["coerced share", 0.5],
            ["quota", 0.4],
            ["yield loss", 0.2],
            ["subsistence", 30],
        ],
        "Objective": [["set", "variable", "code", "year", "weight"], ["sold", "exports", "grain", 2001, 1]],
    }
    # the harvest is 90; a fifth of it and the tax are taken
    assert total(tables) == pytest.approx(18 + 1)
    tables["Town and country"][5][1] = 0  # with no quota the tax alone
    assert total(tables) == pytest.approx(1)


def test_the_village_keeps_its_subsistence() -> None:
    tables: Tables = {
        "Plan": plan(default_strategy="weighted"),
        "Sectors": [["code", "unit", "base output", "price"], ["grain", "bn r", 100, 1]],
        "Inputs": matrix("product", ["grain"], ["grain"], [[0.1]]),
        "Capacity": [["sector", "capacity"], ["grain", 100]],
        "Households": [["household"], ["village"]],
        "Trade": [["product", "export price"], ["grain", 1.0]],
        "Town and country": [
            ["item", "value"],
            ["farm product", "grain"],
            ["household", "village"],
            ["tax", 80],
            ["subsistence", 30],
        ],
        "Objective": [["set", "variable", "code", "year", "weight"], ["sold", "exports", "grain", 2001, 1]],
    }
    assert total(tables) == pytest.approx(100 - 10 - 30)


def test_a_by_product_needs_no_square_table() -> None:
    """Mutton comes with wool, and nobody makes it for itself."""
    tables: Tables = {
        "Plan": plan(default_strategy="consumption", discount_rate=0),
        "Products": [["code", "unit"], ["wool", "t"], ["mutton", "t"]],
        "Sectors": [["code", "unit", "base output"], ["sheep", "heads", 100]],
        "Inputs": matrix("product", ["wool"], ["sheep"], [[0]]),
        "Outputs": matrix("product", ["wool", "mutton"], ["sheep"], [[0.01], [0.02]]),
        "Capacity": [["sector", "capacity"], ["sheep", 100]],
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["wool", "mutton"], ["all"], [[0.5], [1]]),
    }
    found = solve(economy_from_tables(tables))
    assert found.objective == pytest.approx(2)
    assert found.values("output")[0, 0] == pytest.approx(100)


def test_the_cheaper_of_two_techniques_is_used_as_far_as_it_goes() -> None:
    tables = one_good(years=1)
    tables["Techniques"] = [["code", "sector", "capacity use"], ["by hand", "corn", 0.5]]
    tables["Inputs"] = matrix("product", ["corn"], ["corn", "by hand"], [[0, 0.2]])
    # capacity 10 makes 10 the first way, or 20 less 4 of seed the second
    assert total(tables) == pytest.approx(1.6)


def test_construction_with_a_common_composition_is_the_same_as_without() -> None:
    dense = EXAMPLES["two_sectors"]()
    sectors = dense["Construction"][0][1:]
    factored = {name: [list(row) for row in rows] for name, rows in dense.items()}
    names = [column for column in sectors if column not in ("source", "note")]
    rows = {
        row[0]: [row[1 + place] or 0 for place, column in enumerate(sectors) if column in names]
        for row in dense["Construction"][1:]
    }
    factored["Construction"] = [
        ["product", *(f"kit {name}" for name in names)],
        *([code, *values] for code, values in rows.items()),
    ]
    factored["Capital"] = [
        ["bundle", *names],
        *([f"kit {name}", *(int(name == other) for other in names)] for name in names),
    ]
    first, second = (solve(economy_from_tables(each), "balanced") for each in (dense, factored))
    assert second.growth_rate == pytest.approx(first.growth_rate, rel=1e-9)
    assert second.share == pytest.approx(first.share, rel=1e-7)


def test_maintain_leaves_capacity_as_it_was() -> None:
    tables = one_good(years=3, terminal_condition="maintain")
    tables["Capacity"] = [["sector", "capacity", "depreciation"], ["corn", 10, 0.1]]
    tables["Projects"] = [["sector", "type", "gestation"], ["corn", "new", 1]]
    tables["Construction"] = matrix("product", ["corn"], ["corn"], [[2]])
    found = solve(economy_from_tables(tables))
    assert found.values("capacity")[0, -1] == pytest.approx(10)
    tables["Plan"] = plan(plan_years=3, default_strategy="consumption", discount_rate=0)
    assert solve(economy_from_tables(tables)).values("starts").sum() == pytest.approx(0)


def test_what_is_infeasible_says_so() -> None:
    tables = one_good() | {"Demand": [["product", "use", 2001, 2002], ["corn", "army", 20, 3]]}
    assert solve(economy_from_tables(tables)).status is optimiser.Status.INFEASIBLE
