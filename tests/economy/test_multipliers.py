"""Multipliers and linkages: Miller and Blair's printed ones, identities, and a plan workbook's base year."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import published_models as models
import pytest
from click.testing import CliRunner
from plain_tables import CODES, good, written
from tables import Tables, matrix, plan

from optimiser import economy_from_tables, read_economy
from optimiser.cli.main import cli
from optimiser.economy.multipliers import Flows, closed_with_households, flows_of, leontief_inverse, multipliers
from optimiser.errors import InputFault
from optimiser.iotables import flows_of_table, import_table, read_table


def miller_blair() -> Flows:
    return models.miller_blair_flows()


def test_miller_and_blairs_printed_multipliers() -> None:
    """As MIT's course 11.481J (2009, lecture 19) copies them from the edition of 1985, chapter 4.

    Simple output multipliers 1.518, 1.452; with households 2.462, 2.262; income .442, .380 follow from the inverse.
    """
    found = multipliers(miller_blair())
    assert np.round(found.inverse, 3).tolist() == [[1.254, 0.330], [0.264, 1.122]]
    assert np.round(found.multiplier_frame()["output"], 3).tolist() == [1.518, 1.452]
    assert np.round(found.multiplier_frame()["employment"], 3).tolist() == [0.442, 0.380]
    assert np.round(found.multiplier_frame()["employment, type I"], 2).tolist() == [1.47, 1.52]
    closed = closed_with_households(found.coefficients, np.array([0.30, 0.25]), np.array([0.05, 0.40]), 0.05)
    inverse = leontief_inverse(closed)
    printed = [[1.365, 0.425, 0.251], [0.527, 1.348, 0.595], [0.570, 0.489, 1.289]]
    assert inverse == pytest.approx(np.array(printed), abs=6e-4)
    assert inverse.sum(axis=0)[:2] == pytest.approx([2.462, 2.262], abs=6e-4)


def test_linkages_by_hand() -> None:
    """A = [[.15, .25], [.2, .05]]: column sums 1.518152 and 1.452145 of the inverse, mean 1.4851485."""
    found = multipliers(miller_blair()).linkage_frame()
    inverse = np.linalg.inv(np.eye(2) - np.array([[0.15, 0.25], [0.2, 0.05]]))
    mean = inverse.sum() / 2.0
    assert found["power of dispersion"].tolist() == pytest.approx((inverse.sum(axis=0) / mean).tolist())
    assert found["sensitivity of dispersion"].tolist() == pytest.approx((inverse.sum(axis=1) / mean).tolist())
    assert found["direct backward"].tolist() == pytest.approx([0.35, 0.30])
    assert found["direct forward"].tolist() == pytest.approx([0.65, 0.15])
    # Ghosh: (I - [[.15, .5], [.1, .05]])^-1, sales over the seller's output
    ghosh = np.linalg.inv(np.eye(2) - np.array([[0.15, 0.5], [0.1, 0.05]]))
    assert found["Ghosh forward"].tolist() == pytest.approx(ghosh.sum(axis=1).tolist())
    assert found["key"].tolist() == [True, False]


def test_the_base_year_is_given_back() -> None:
    found = multipliers(miller_blair())
    assert found.reproduction_error < 1e-15
    assert found.demand_frame()["in all"].tolist() == pytest.approx([1000.0, 2000.0])


def test_value_added_and_imports_come_to_one(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "table 1990.csv", good()))
    found = multipliers(flows_of_table(table))
    frame = found.multiplier_frame()
    assert (frame["value added"] + frame["imports"]).tolist() == pytest.approx([1.0] * len(CODES))
    assert found.imports.min() >= 0.0
    assert found.reproduction_error < 1e-12
    # what industries pay beside their inputs is the table's value added
    assert float(found.value_added @ found.output) == pytest.approx(float(table.value_added.sum()))


def test_a_workbook_has_the_multipliers_of_its_table(tmp_path: Path) -> None:
    path = written(tmp_path / "table 1990.csv", good())
    of_table = multipliers(flows_of_table(read_table(path)))
    of_workbook = multipliers(flows_of(economy_from_tables(import_table(path).tables)))
    assert of_workbook.inverse == pytest.approx(of_table.inverse)
    assert of_workbook.multiplier_frame()["imports"].tolist() == pytest.approx(
        of_table.multiplier_frame()["imports"].tolist()
    )
    assert of_workbook.reproduction_error < 1e-9


def test_secondary_products() -> None:
    """Two industries make one product: a unit of it calls forth output of both, as they share its supply."""
    flows = miller_blair()
    made = np.array([[900.0, 100.0], [100.0, 1900.0]])
    found = multipliers(Flows(**{**vars(flows), "make": made}))
    share = made / made.sum(axis=1)[:, None]
    expected = share.T @ (flows.use / made.sum(axis=0))
    assert found.coefficients == pytest.approx(expected)
    assert found.reproduction_error < 1e-12


def test_what_cannot_reproduce_itself_is_said() -> None:
    flows = miller_blair()
    with pytest.raises(InputFault, match="cannot reproduce themselves"):
        multipliers(Flows(**{**vars(flows), "use": 4.0 * flows.use}))
    with pytest.raises(InputFault, match="2 uses inputs and makes nothing"):
        multipliers(Flows(**{**vars(flows), "make": np.diag([1000.0, 0.0])}))


def test_products_without_a_price_are_said() -> None:
    tables: dict[str, list[list[object]]] = {
        "Plan": [["key", "value"], ["title", "t"], ["format version", 1], ["base year", 0], ["plan years", 1]],
        "Sectors": [["code", "unit", "base output"], ["CORN", "t", 10.0]],
        "Inputs": [["product", "CORN"], ["CORN", 0.1]],
    }
    with pytest.raises(InputFault, match="CORN has no price"):
        flows_of(economy_from_tables(tables))
    tables["Sectors"][1][2] = 0.0
    with pytest.raises(InputFault, match="nothing is made in the base year"):
        flows_of(economy_from_tables(tables))


def test_prices_make_flows_of_quantities() -> None:
    """Steel and corn: 25 Mt at .5 and 100 Mt at 2/9, coefficients .2 and .1 of their own."""
    economy = read_economy(Path(__file__).parents[2] / "inputs" / "two_sectors.xlsx")
    found = multipliers(flows_of(economy))
    assert found.output.tolist() == pytest.approx([12.5, 200.0 / 9.0])
    assert np.diagonal(found.inverse).tolist() == pytest.approx([1.25, 1.0 / 0.9])
    # prices are labour values: a unit of final demand takes a million working years
    assert found.multiplier_frame()["employment"].tolist() == pytest.approx([1.0, 1.0])


def test_the_command(tmp_path: Path) -> None:
    path, out = written(tmp_path / "table 1990.csv", good()), tmp_path / "out.xlsx"
    done = CliRunner().invoke(cli, ["multipliers", str(path), "-o", str(out), "--json"], standalone_mode=False)
    assert done.exception is None, done.exception
    said = json.loads(done.stdout)
    assert [row["code"] for row in said["linkages"]] == list(CODES)
    assert said["report"] == str(out)
    found = multipliers(flows_of_table(read_table(path)))
    first = next(row for row in said["multipliers"] if row.get("code") == "STEEL")
    assert first["output"] == pytest.approx(float(found.inverse[:, 2].sum()))
    book = tmp_path / "plan.xlsx"
    CliRunner().invoke(cli, ["import", str(path), "-o", str(book)], standalone_mode=False)
    done = CliRunner().invoke(
        cli, ["multipliers", str(book), "-o", str(tmp_path / "b.html"), "--json"], standalone_mode=False
    )
    assert done.exception is None, done.exception
    assert json.loads(done.stdout)["stylised"] is True
    title, _, _ = (tmp_path / "b.html").read_text(encoding="utf-8").partition("</title>")
    assert title.count("stylised") == 1
    demand = json.loads(done.stdout)["output_by_final_use"]
    assert not re.search(r"[\d.]e-1\d", json.dumps(demand)), "what rounding leaves is nothing"


def test_inputs_of_next_years_output_are_a_use_of_this_years() -> None:
    """Seed corn: 110 are in hand of 100 made, for which a tenth was sown; the rest is eaten."""
    tables: Tables = {
        "Plan": plan(plan_years=1, terminal_condition="none"),
        "Sectors": [
            ["code", "unit", "base output", "price", "input lag", "output in hand"],
            ["corn", "t", 100, 1, 1, 110],
        ],
        "Inputs": matrix("product", ["corn"], ["corn"], [[0.1]]),
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["corn"], ["all"], [[89]]),
    }
    found = multipliers(flows_of(economy_from_tables(tables)))
    assert found.reproduction_error < 1e-12
    final = dict(zip(found.flows.final_uses, found.flows.final[0].tolist(), strict=True))
    assert final["inputs of next year's output"] == pytest.approx(1.0)
    assert final["difference of the table"] == pytest.approx(0.0, abs=1e-12)
