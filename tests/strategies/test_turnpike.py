"""The turnpike: von Neumann's and Gale's examples, 1/rho, gestation, a ray by hand, and plans that keep near it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import published_models as models
import pytest
from click.testing import CliRunner
from known import known
from tables import Tables, matrix, plan

from optimiser import economy_from_tables, read_economy, read_workbook, solve
from optimiser.cli.main import cli
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.strategies.turnpike import turnpike
from optimiser.workbook import parse_change

INPUTS = Path(__file__).parents[2] / "inputs"
EXACT = 1e-8


def growing(
    A: list[list[float]], B: list[list[float]], depreciation: float = 0.0, more: Tables | None = None
) -> Economy:
    """Sectors that take A per unit of output and B per unit of new capacity, built in a year."""
    codes = [f"s{number}" for number in range(1, len(A) + 1)]
    tables: Tables = {
        "Plan": plan(plan_years=5, terminal_condition="ray"),
        "Sectors": [["code", "unit", "base output"], *([code, "unit", 10] for code in codes)],
        "Inputs": matrix("product", codes, codes, A),
        "Capacity": [["sector", "capacity", "depreciation"], *([code, 10, depreciation] for code in codes)],
        "Projects": [["sector", "type", "gestation"], *([code, "new", 1] for code in codes)],
        "Construction": matrix("product", codes, codes, B),
    }
    return economy_from_tables({**tables, **(more or {})})


def test_von_neumann() -> None:
    """Known answer 8: 2^(1/3); activities and prices fall and rise by it from process to process."""
    factor = 2.0 ** (1.0 / 3.0)
    found = turnpike(models.von_neumann())
    assert found.rate == pytest.approx(factor - 1.0, abs=EXACT)
    assert found.ray.output / found.ray.output[0] == pytest.approx([1.0, 1.0 / factor, factor**-2], abs=EXACT)
    assert found.ray.prices / found.ray.prices[0] == pytest.approx([1.0, factor, factor**2], abs=1e-6)


def test_von_neumann_with_joint_products_and_an_idle_process() -> None:
    found = turnpike(models.von_neumann_joint())
    assert found.rate == pytest.approx(2.0 ** (1.0 / 3.0) - 1.0, abs=EXACT)
    assert found.ray.output[3] == pytest.approx(0.0, abs=1e-9)
    assert found.ray.prices[3] == pytest.approx(0.0, abs=1e-9)


def test_choice_of_process() -> None:
    """Gale: of two ways to make a good of itself, 1 of 1/1.1 and 1 of 1/1.3, the ray uses the faster."""
    economy = models.processes([[1.0, 1.0]], [[1.1, 1.3]], [1.0, 1.0], 0.3)
    found = turnpike(economy)
    assert found.rate == pytest.approx(0.3, abs=EXACT)
    assert found.ray.output[0] == pytest.approx(0.0, abs=1e-8)


def test_dorfman_samuelson_solow() -> None:
    """Known answer 4, `1 / rho((I-A)^-1 B)` = .25, and any other matrices; with depreciation inside."""
    A, B = [[0.0, 0.5], [0.5, 0.0]], [[1.0, 1.0], [1.0, 1.0]]
    assert turnpike(growing(A, B)).rate == pytest.approx(0.25, abs=EXACT)
    A, B, delta = [[0.1, 0.3], [0.25, 0.05]], [[0.4, 0.1], [1.2, 2.0]], 0.04
    net = np.eye(2) - np.array(A) - delta * np.array(B)
    values, vectors = np.linalg.eig(np.linalg.solve(net, np.array(B)))
    found = turnpike(growing(A, B, delta))
    assert found.rate == pytest.approx(1.0 / values.max(), abs=EXACT)
    ray = np.abs(vectors[:, values.argmax()])
    assert found.proportions() == pytest.approx(ray / ray.sum(), abs=1e-7)
    assert found.rate == found.labour_free_rate


@pytest.mark.parametrize("gestation", [1, 2, 3, 4])
def test_gestation(gestation: int) -> None:
    """Known answer 5: `(1 + L (1-a)/b)^(1/L)` is for spending in the first year; spread evenly it is the root of

    (1 - a)  =  b/L (r - 1) sum_{tau<L} r^(L-1-tau)  =  b/L (r^L - 1)
    """
    expected = (1.0 + gestation * 0.5 / 2.0) ** (1.0 / gestation) - 1.0
    found = turnpike(models.gestation_on_the_ray(gestation, expected))
    assert found.rate == pytest.approx(expected, abs=EXACT)


def test_people_are_carried_along() -> None:
    """Steel and corn by hand: 90 of corn are eaten, so 100 are made by 20 of 32 workers; 12 make 30 of steel, of which
    24 are left to build 130 of capacity times the rate at 2 each: 24 / 260.  Steel alone would grow by (1 - .2) / 2.
    """
    found = turnpike(read_economy(INPUTS / "two_sectors.xlsx"))
    assert found.rate == pytest.approx(24.0 / 260.0, abs=EXACT)
    assert found.labour_free_rate == pytest.approx(0.4, abs=EXACT)
    assert found.ray.output == pytest.approx([30.0, 100.0], abs=1e-6)
    # by value: 30 at .5 and 100 at 2/9
    assert found.proportions() == pytest.approx(np.array([15.0, 200.0 / 9.0]) / (15.0 + 200.0 / 9.0), abs=1e-7)


def test_who_cannot_absorb_does_not_grow() -> None:
    """A sector that everybody needs and that grows by 5 % at most holds the ray where people are carried along."""
    header: list[object] = ["sector", "capacity", "depreciation", "absorptive limit"]
    people: Tables = {
        "Capacity": [header, ["s1", 10, 0, 0.05], ["s2", 10, 0, "unlimited"]],
        "Labour": [["pool", "unit", "persons"], ["all", "persons", 100]],
        "Labour inputs": matrix("pool", ["all"], ["s1", "s2"], [[1, 1]]),
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["s1"], ["all"], [[1.0]]),
    }
    found = turnpike(growing([[0.0, 0.5], [0.5, 0.0]], [[1.0, 1.0], [1.0, 1.0]], more=people))
    assert found.rate == pytest.approx(0.05, abs=1e-6)
    assert found.labour_free_rate == pytest.approx(0.25, abs=EXACT)


def test_no_limit_and_no_ray_are_said() -> None:
    free = growing([[0.0]], [[0.0]])
    with pytest.raises(InputFault, match="no limit to growth"):
        turnpike(free)
    # what is eaten cannot be made by the few there are
    people: Tables = {
        "Labour": [["pool", "unit", "persons"], ["all", "persons", 1]],
        "Labour inputs": matrix("pool", ["all"], ["s1"], [[1]]),
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["s1"], ["all"], [[10.0]]),
    }
    with pytest.raises(InputFault, match="no balanced ray"):
        turnpike(growing([[0.5]], [[1.0]], more=people))


def test_what_is_only_a_by_product_is_there_for_nothing_where_nothing_is_traded() -> None:
    """A sector that takes as much scrap as it makes of its product, and gives a little of it: .25 as without scrap."""
    codes = ["s1", "s2"]
    more: Tables = {
        "Products": [["code", "unit", "price"], *([code, "unit", 1] for code in (*codes, "scrap"))],
        "Inputs": matrix("product", [*codes, "scrap"], codes, [[0, 0.5], [0.5, 0], [1, 0]]),
        "Outputs": matrix("product", [*codes, "scrap"], codes, [[1, 0], [0, 1], [0.1, 0]]),
    }
    found = turnpike(growing([[0.0, 0.5], [0.5, 0.0]], [[1.0, 1.0], [1.0, 1.0]], more=more))
    assert found.labour_free_rate == pytest.approx(0.25, abs=EXACT)


def on_the_way(years: int) -> tuple[float, np.ndarray]:
    """Share of years near the ray, and distances, of the plan with the greatest end from a start far from it."""
    tables: Tables = {
        "Plan": plan(plan_years=years, terminal_condition="none", default_strategy="weighted"),
        "Capacity": [["sector", "capacity"], ["s1", 18], ["s2", 4]],
        "Objective": [
            ["set", "variable", "code", "year", "weight"],
            ["end", "capacity", "s1", 2000 + years, 1],
            ["end", "capacity", "s2", 2000 + years, 3],
        ],
    }
    economy = growing([[0.1, 0.4], [0.3, 0.1]], [[1.0, 2.0], [2.0, 1.0]], more=tables)
    found = turnpike(economy)
    optimal = solve(economy, "weighted")
    return found.share_near(optimal), found.distance(optimal)


def test_plans_keep_near_it_and_longer_ones_for_longer() -> None:
    shares = [on_the_way(years)[0] for years in (4, 8, 16)]
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.6
    distances = on_the_way(16)[1]
    assert distances[0] > 0.05
    assert distances[6:12].max() < 0.01


def test_the_distance_by_hand() -> None:
    """Capacity 25 and 100 at .5 and 2/9 in the first year against the ray's 30 and 100."""
    economy = read_economy(INPUTS / "two_sectors.xlsx")
    found, optimal = turnpike(economy), solve(economy, "balanced")
    there = np.array([12.5, 110.0 * 2.0 / 9.0])
    ray = np.array([15.0, 200.0 / 9.0])
    expected = np.abs(there / there.sum() - ray / ray.sum()).sum() / 2.0
    assert found.distance(optimal)[0] == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("name", ["germany_2015", "first_five_year_plan", "goelro", "reconstruction", "williams"])
def test_the_examples_have_a_ray_below_that_of_techniques(name: str) -> None:
    found = turnpike(read_economy(INPUTS / f"{name}.xlsx"))
    assert -0.5 < found.rate <= found.labour_free_rate + EXACT
    assert found.proportions().sum() == pytest.approx(1.0)
    assert (found.ray.output >= -1e-9).all()


def test_the_command(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    arguments = ["turnpike", str(INPUTS / "two_sectors.xlsx"), "-o", str(out), "--years", "3", "--years", "5", "--json"]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert done.exception is None, done.exception
    said = json.loads(done.stdout)
    assert said["rate"] == pytest.approx(24.0 / 260.0, abs=EXACT)
    assert [len(said["distance"][years]) for years in ("3", "5")] == [3, 5]
    assert sum(said["proportions"].values()) == pytest.approx(1.0)
    longer = read_workbook(INPUTS / "two_sectors.xlsx", changes=[parse_change("Plan!plan years!value=5")]).economy
    assert said["distance"]["5"] == pytest.approx(turnpike(longer).distance(solve(longer, "balanced")).tolist())
    assert known(said["report"]) == str(out)


@pytest.mark.parametrize(("n", "m", "own"), [(0.0, 0.0, 0.0), (0.1, 0.0, 0.0), (0.1, 0.5, 0.0), (0.1, 0.5, 1.0)])
def test_what_is_paid_abroad_and_eaten_at_home_slows_the_ray(n: float, m: float, own: float) -> None:
    """Ten people make ten: 7 - 20 g - 1 - own, eaten, is sold abroad at 1 for 10 n, inputs, and 10 m g, machines."""
    tables: Tables = {
        "Sectors": [["code", "unit", "base output", "import need"], ["s1", "unit", 10, n]],
        "Projects": [["sector", "type", "gestation", "import need"], ["s1", "new", 1, m]],
        "Trade": [["product", "export price"], ["s1", 1]],
        "Foreign exchange": [["item", "value"], ["receipts", 0], ["debt limit", 0]],
        "Labour": [["pool", "unit", "persons"], ["all", "persons", 10]],
        "Labour inputs": matrix("pool", ["all"], ["s1"], [[1]]),
        "Households": [["household"], ["all"]],
        "Baskets": matrix("product", ["s1"], ["all"], [[1]]),
        "Town and country": [["item", "value"], ["farm product", "s1"], ["household", "all"], ["own food", own]],
    }
    found = turnpike(growing([[0.3]], [[2.0]], more=tables))
    assert found.rate == pytest.approx((0.6 - n - own / 10) / (2.0 + m), abs=1e-7)
