"""Answers that nobody here made up, through the public API.

The models, with their literature, are those of `docs/published_models.py`; `docs/validation.md` shows the figures.
"""

from __future__ import annotations

import numpy as np
import published_models as models
import pytest
from tables import growing

import optimiser
from optimiser import economy_from_tables, solve

A45 = [[0.0, 0.5], [0.5, 0.0]]


def output(result: optimiser.Plan) -> np.ndarray:
    return result.values("output")[:, 0]


def test_1_leontief() -> None:
    assert output(solve(models.least_output([[0.2, 0.3], [0.4, 0.1]], [10, 20]))) == pytest.approx(
        [25, 100 / 3], rel=1e-9
    )


def test_2_miller_and_blair() -> None:
    """Miller and Blair, Input-Output Analysis (2009), section 2.3."""
    assert output(solve(models.miller_blair())) == pytest.approx([1247.52, 1841.58], abs=0.005)


def test_3_dorfman_samuelson_solow() -> None:
    """Dorfman, Samuelson and Solow, Linear Programming and Economic Analysis (1958), chapter 9."""
    found = solve(models.dorfman_samuelson_solow())
    assert -found.objective == pytest.approx(50, rel=1e-9)
    assert -found.shadow_prices("material_balance")[:, 0] == pytest.approx([0.16774194, 0.69354839], abs=5e-9)


def test_4_growth_on_the_ray() -> None:
    """g = 1 / rho((I-A)^-1 B)."""
    assert solve(models.two_sectors_on_the_ray()).growth_rate == pytest.approx(0.25, abs=1e-8)


def test_4_growth_is_approached_from_a_long_horizon() -> None:
    """Twice the capacity that the first output needs, and nothing asked of the end: less and less of a head start."""
    rates = []
    for years in (10, 20, 40):
        tables = growing(["a", "b"], A45, [[1, 1], [1, 1]], years, terminal="none")
        tables["Capacity"] = [["sector", "capacity"], ["a", 2], ["b", 2]]
        rates.append(solve(economy_from_tables(tables)).growth_rate or 0.0)
    head_start = [rate - 0.25 for rate in rates]
    assert head_start[0] > head_start[1] > head_start[2] > 0
    assert head_start[1] / head_start[2] == pytest.approx(2, rel=0.15)  # it is spread over the years


@pytest.mark.parametrize(("gestation", "factor"), [(1, 1.25), (2, 1.224745), (3, 1.205071), (4, 1.189207)])
def test_5_gestation_on_the_ray(gestation: int, factor: float) -> None:
    """(1 + L (1-a)/b)^(1/L), with even spending over L years."""
    found = solve(models.gestation_on_the_ray(gestation, factor - 1))
    assert found.growth_rate == pytest.approx(factor - 1, abs=1e-6)


def test_6_feldman() -> None:
    """Domar, Essays in the Theory of Economic Growth (1957), on Feldman: six years of building, v = 2, K = 100."""
    assert solve(models.feldman()).objective == pytest.approx(506.25, rel=1e-9)


def test_7_kantorovich_1939() -> None:
    """Kantorovich, Mathematical Methods of Organizing and Planning Production (1939), first example."""
    found = solve(models.kantorovich())
    assert found.objective == pytest.approx(86.6667, abs=1e-4)
    prices = -found.shadow_prices("material_balance")[:, 0]
    assert prices / prices.sum() == pytest.approx([2 / 3, 1 / 3], rel=1e-7)


def test_8_von_neumann() -> None:
    """Three goods, each made from the last, the third process doubling: growth factor 2^(1/3)."""
    assert solve(models.von_neumann()).growth_rate == pytest.approx(2 ** (1 / 3) - 1, abs=1e-8)


def test_8_von_neumann_with_a_joint_product() -> None:
    """The same with an idle process and a by-product that nobody needs: growth stays 2^(1/3)."""
    assert solve(models.von_neumann_joint()).growth_rate == pytest.approx(2 ** (1 / 3) - 1, abs=1e-8)


def test_9_uniform_share() -> None:
    found = solve(models.two_goods(), "proportional", target_set="both")
    assert found.share == pytest.approx(0.5, rel=1e-9)
    refused = solve(models.two_goods(), "targets", target_set="both")
    assert refused.status is optimiser.Status.INFEASIBLE
    assert refused.share == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize(("goods", "marketed"), [(4.0, 5.9), (0.0, 0.9)])
def test_10_smychka(goods: float, marketed: float) -> None:
    """M <= tax + omega goods: .9 + 1.25 * 4 = 5.9; without goods the tax alone."""
    found = solve(models.smychka(goods))
    assert found.objective == pytest.approx(marketed, rel=1e-9)
    assert found.values("marketed")[0, 0] == pytest.approx(marketed, rel=1e-9)


@pytest.mark.parametrize(
    ("scenario", "expected"), [("capacity", 2141.875197), ("output", 2618.579115), ("employment", 2450.026623)]
)
def test_13_williams(scenario: str, expected: float) -> None:
    """Williams, Model Building in Mathematical Programming, "Economic planning"."""
    assert solve(models.williams(scenario)).objective == pytest.approx(expected, rel=1e-6)


def test_13_williams_static_output() -> None:
    asked = solve(models.williams("capacity")).rows("static_output")["least"]
    assert list(asked) == pytest.approx([166.3967611336, 105.6680161943, 92.3076923077], rel=1e-9)


def test_14_lindo_leontief() -> None:
    """LINDO's static Leontief model: exports priced, costs of production, labour, capacity."""
    found = solve(models.lindo())
    assert found.objective == pytest.approx(435431250, rel=1e-9)
    assert output(found) == pytest.approx([393958.3333, 475833.3333, 74375, 60000], rel=1e-9)


def test_15_bukharin_building_materials() -> None:
    """Bukharin, Notes of an Economist (1928): the building materials of the 1928/29 programme."""
    found = solve(models.building_materials())
    assert found.objective == pytest.approx(147.0 / 208.8, rel=1e-9)
    prices = found.shadow_prices("capacity_limit")[:, 0]
    binding = [code for code, price in zip(models.BUILDING_MATERIALS, prices, strict=True) if price > 1e-9]
    assert binding == ["beams"]


def test_16_fourer_steel() -> None:
    """Fourer, Gay and Kernighan, AMPL, steelT: four weeks of bands and coils."""
    found = solve(models.fourer_steel())
    # to the dollar, as the book prints it
    assert found.objective == pytest.approx(515033, abs=0.5)
    assert found.shadow_prices("resource_ceiling")[0] == pytest.approx([2660, 3080, 3400, 3400], rel=1e-9)


@pytest.mark.parametrize(
    ("scenario", "expected"), [("capacity", 1983.23499933), ("output", 2608.853879), ("employment", 2314.70812498)]
)
def test_17_williams_coal_for_coal(scenario: str, expected: float) -> None:
    """The table of some editions, where new coal capacity takes 0.1 of coal."""
    assert solve(models.williams(scenario, 0.1)).objective == pytest.approx(expected, rel=1e-11)
