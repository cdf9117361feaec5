"""Economic sense: what is a fault, what a warning, and what is neither."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from economy_tables import Tables, altered, everything, faults_of, only_fault, small, straightforward
from tables import matrix, plan

from optimiser import solve
from optimiser.economy.flows import greatest_capacity
from optimiser.workbook import read_tables
from optimiser.workbook.consistency import productive
from optimiser.workbook.examples import EXAMPLES


def all_warnings_of(tables: Tables) -> list[tuple[str, str, str]]:
    return [(fault.sheet, fault.cell, fault.problem) for fault in read_tables(tables).warnings]


def warnings_of(tables: Tables) -> list[tuple[str, str, str]]:
    """All but those of products that are off in the base year: see `test_base_balance.py`."""
    return [found for found in all_warnings_of(tables) if not found[2].startswith("base-year balance: ")]


@pytest.mark.parametrize("tables", [small(), everything(), straightforward()])
def test_sound_tables_bring_no_warning(tables: Tables) -> None:
    assert warnings_of(tables) == []


@pytest.mark.parametrize("name", ["two_sectors", "williams"])
def test_examples_bring_no_warning(name: str) -> None:
    assert all_warnings_of(EXAMPLES[name]()) == []


@pytest.mark.parametrize("seed", range(20))
def test_productive_is_a_spectral_radius_below_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    A = random.random((6, 6)) * (random.random((6, 6)) < 0.5)
    radius = abs(np.linalg.eigvals(A)).max()
    for scale in (0.9, 0.999, 1.001, 1.5):
        assert productive(sp.csr_array(A * scale / radius)) == (scale < 1.0)


def test_an_economy_that_cannot_reproduce_itself() -> None:
    fault = only_fault(altered(small(), "Inputs", "C3", 1.05))
    assert (fault.sheet, fault.cell, fault.warning) == ("Inputs", "C3", False)
    assert "uses up 1.05 of its own product" in fault.problem
    together = only_fault(altered(altered(small(), "Inputs", "C2", 9.0), "Inputs", "B3", 0.2))
    assert together.sheet == "Inputs"
    assert "COA, STL cannot reproduce themselves" in together.problem
    exactly = only_fault(altered(small(), "Inputs", "B2", 1.0))
    assert exactly.cell == "B2"


def test_imports_save_an_economy_that_cannot_reproduce_itself() -> None:
    tables = altered(small(), "Inputs", "C3", 1.05)
    tables["Trade"] = [["product", "import price"], ["STL", 3.0]]
    tables["Foreign exchange"] = [["item", "value"], ["receipts", 1.0]]
    assert [cell for _, cell, _ in warnings_of(tables)] == ["C3"]


def test_a_product_from_nowhere() -> None:
    tables = everything()
    tables["Products"].append(["TIN", "tin", "kt", 1.0, "no", 0.0, 0.0, 0.0, 0.0])
    assert not faults_of(tables), "nobody uses it"
    tables["Inputs"].append(["TIN", 0.1, None, None, None])
    fault = only_fault(tables)
    assert (fault.sheet, fault.cell) == ("Products", "A6")
    assert not faults_of(altered(tables, "Products", "F6", 3.0)), "taken from stocks"
    tables["Trade"].append(["TIN", 5.0, None, None, None])
    assert not faults_of(tables), "imported"
    assert faults_of(altered(tables, "Trade", "D4", 0.0)), "no imports allowed"


def test_a_sector_that_is_needed_and_has_no_means() -> None:
    tables = small()
    tables["Capacity"] = [["sector", "capacity"], ["STL", 0.0]]
    assert ("Capacity", "B2") in [found[:2] for found in warnings_of(tables)]
    tables["Projects"] = [["sector", "type", "gestation"], ["STL", "new", 1]]
    tables["Construction"] = [["", "STL"], ["COA", 1.0]]
    assert not [found for found in warnings_of(tables) if "no capacity" in found[2]]


def test_base_output_above_capacity() -> None:
    sheet, cell, problem = next(iter(warnings_of(altered(everything(), "Capacity", "B3", 4.0))))
    assert (sheet, cell) == ("Capacity", "B3")
    assert "base output of 5 is above the capacity of 4" in problem
    assert not warnings_of(altered(everything(), "Capacity", "B3", 4.99)), "within rounding"


def test_a_coefficient_in_the_wrong_unit_is_pointed_at() -> None:
    ((sheet, cell, problem),) = warnings_of(altered(small(), "Inputs", "C2", 1500.0) | _no_steel_in_coal())
    assert (sheet, cell) == ("Inputs", "C2")
    assert "STL alone takes 7500" in problem


def _no_steel_in_coal() -> Tables:
    return {"Inputs": [["", "COA", "STL"], ["COA", 0.1, 1500.0], ["STL", 0.0, 0.2]]}


def test_more_labour_than_there_is() -> None:
    ((sheet, cell, _),) = warnings_of(altered(everything(), "Labour inputs", "B2", 20.0))
    assert (sheet, cell) == ("Labour", "D2")


def test_targets_below_the_base_and_beyond_reach() -> None:
    found = warnings_of(altered(everything(), "Targets", "E2", 4.0))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("Targets", "E2")]
    ((_, cell, problem),) = warnings_of(altered(everything(), "Targets", "E4", 500.0))
    assert cell == "E4"
    assert "which capacity can grow to at most" in problem


def test_targets_beyond_reach_are_one_warning_a_set() -> None:
    tables = altered(everything(), "Targets", "E4", 500.0)
    tables["Targets"].append(["start", "output", "COA", "1930/31", 600.0, 40.0, "yes", 1.0])
    ((_, cell, problem),) = warnings_of(tables)
    assert cell == "E4"
    assert "the target of 500 is beyond" in problem
    assert problem.endswith("; so are, in the same set, output COA 1930/31")


def test_building_that_makes_no_sense() -> None:
    tables = everything()
    tables["Projects"].append(["AGR", "new", 1, None, None, None, 1.0, None, None, "no"])
    assert "is not limited" in warnings_of(tables)[0][2]
    tables = everything()
    tables["Capital"] = [row[:2] for row in tables["Capital"]]
    assert "costs nothing" in warnings_of(tables)[0][2]
    tables = everything()
    del tables["Projects"][3]
    assert "no project to replace it" in warnings_of(tables)[0][2]


def test_growth_in_per_cent() -> None:
    ((sheet, cell, _),) = warnings_of(altered(everything(), "Sectors", "I3", 3.0))
    assert (sheet, cell) == ("Sectors", "I3")


def test_imports_for_nothing() -> None:
    tables = small()
    tables["Trade"] = [["product", "import price"], ["STL", 3.0]]
    assert "nothing has to be paid" in warnings_of(tables)[0][2]


def test_a_tail_without_years() -> None:
    assert warnings_of(altered(everything(), "Plan", "B8", 0))[0][:2] == ("Plan", "B8")


def test_real_tables_have_sectors_without_output() -> None:
    codes = [f"S{place}" for place in range(12)]
    random = np.random.default_rng(1)
    flows = random.random((12, 12)) * 3.0
    flows[:, 4] = flows[4] = 0.0
    output = flows.sum(axis=1) * 1.5
    tables = small()
    tables["Sectors"] = [["code", "unit", "base output"], *([c, "m", x] for c, x in zip(codes, output, strict=True))]
    del tables["Inputs"]
    tables["Flows"] = [["", *codes], *([code, *row] for code, row in zip(codes, flows.tolist(), strict=True))]
    assert warnings_of(tables) == []


@pytest.mark.parametrize(
    ("sheet", "cell", "value"), [("Inputs", "C2", 1500.0), ("Construction", "C2", 0.3e6), ("Construction", "C3", 9e6)]
)
def test_a_coefficient_in_another_unit(sheet: str, cell: str, value: object) -> None:
    """A thousand times too large, where imports could cover it or where it is for building."""
    tables = everything()
    if sheet == "Construction":
        del tables["Capital"]
        tables[sheet] = [["product or pool", "COA", "STL"], ["STL", 0.02, 0.3], ["COA", 0.01, 0.1]]
    tables["Trade"].append(["COA", 5.0, None, None, None])
    assert not warnings_of(tables)
    found = warnings_of(altered(tables, sheet, cell, value))
    assert [(title, place) for title, place, _ in found if "are made in all" in _] == [(sheet, cell)]


def test_the_reach_of_a_target_is_what_the_sector_can_have_when_all_others_serve_it() -> None:
    """Wear, inheritance, absorption, limits of projects and a bad harvest, and nothing else that is short."""
    tables: Tables = {
        "Plan": plan(plan_years=4, default_strategy="maximum"),
        "Sectors": [["code", "unit", "base output"], ["corn", "t", 10]],
        "Inputs": matrix("product", ["corn"], ["corn"], [[0]]),
        "Capacity": [["sector", "capacity", "depreciation", "absorptive limit"], ["corn", 10, 0.05, 0.1]],
        "Projects": [["sector", "type", "gestation", "year limit"], ["corn", "new", 2, 0.9], ["corn", "quick", 1, 0.4]],
        "Under construction": [["sector", "capacity", "year due", "cost to come"], ["corn", 3, 2001, 0.0]],
        "Yields": [["sector", 2001, 2002, 2003, 2004], ["corn", 1, 1.2, 1, 0.9]],
        "Construction": matrix("product", ["corn"], ["corn"], [[0.001]]),
        "Targets": [["set", "variable", "code", "year", "value"], ["high", "output", "corn", 2004, 100]],
    }
    (warning,) = (text for _, cell, text in warnings_of(tables) if cell == "E2")
    (ideal,) = (table for table in solve(read_tables(tables).economy, "maximum").tables if table.name == "Ideal point")
    # 13, then .95 of it and .4, then twice .95 of it and 1.3; at nine tenths of a harvest
    most = 0.9 * (((13 * 0.95 + 0.4) * 0.95 + 1.3) * 0.95 + 1.3)
    assert ideal.rows[0][2] == pytest.approx(most)
    assert f"beyond {most:.6g}," in warning


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_plan_has_more_capacity_than_the_greatest(name: str) -> None:
    economy = read_tables(EXAMPLES[name]()).economy
    most = greatest_capacity(economy, economy.years.plan)
    plan = solve(economy, "maximum")
    limited = np.isfinite(economy.sectors.capacity)
    assert np.isinf(most[~limited]).all()
    if plan.solution.optimal:
        assert (plan.quantities.capacity[limited, : economy.years.plan + 1] <= most[limited] * (1 + 1e-7)).all()
    assert np.isfinite(most[limited]).any()


def test_output_in_hand_where_no_inputs_are_spent_before() -> None:
    tables = small()
    tables["Sectors"][0] = [*tables["Sectors"][0], "output in hand"]
    tables["Sectors"][1] = [*tables["Sectors"][1], 50]
    for row in tables["Sectors"][2:]:
        row.append(None)
    (warning,) = read_tables(tables).warnings
    code = tables["Sectors"][1][0]
    assert warning.problem == f"{code} has no input lag, so that its output in hand is of no account"
    assert (warning.sheet, warning.cell, warning.value) == ("Sectors", f"{chr(64 + len(tables['Sectors'][0]))}2", "50")
    tables["Sectors"][0].append("input lag")
    tables["Sectors"][1].append(1)
    for row in tables["Sectors"][2:]:
        row.append(None)
    assert not read_tables(tables).warnings


def test_a_path_beyond_what_capacity_can_grow_to_is_named_where_it_stands() -> None:
    tables = everything()
    tables["Target paths"][1][7] = 4200.0
    found = [each for each in read_tables(tables).warnings if "beyond" in each.problem]
    assert [(each.sheet, each.cell) for each in found] == [("Target paths", "H2")]
    assert found[0].problem.endswith("; so are, in the same set, output COA 1930/31")


def test_people_of_some_households_are_spoken_of() -> None:
    tables = everything()
    column = tables["Households"][0].index("people")
    tables["Households"][2][column] = None
    tables["Transfers"][1][5:] = [None, None, None]
    (found,) = [each for each in warnings_of(tables) if each[0] == "Households"]
    assert "counts as 1 beside households whose people are given" in found[2]
