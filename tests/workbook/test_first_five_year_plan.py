"""The calibrated example: it adds up in its base year, meets its margins, and its plans move as they should."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from known import known

from optimiser import STRATEGIES, Economy, Plan, solve
from optimiser.programme.constraints.balances import material_balance
from optimiser.workbook import Change, read_workbook
from optimiser.workbook.examples.first_five_year_plan import tables
from optimiser.workbook.examples.first_five_year_plan.calibration import (
    CalibrationFailed,
    calibrate,
    conditions,
    least_squares,
    read_priors,
)
from optimiser.workbook.examples.first_five_year_plan.comparison import PAGE, model_against_source
from optimiser.workbook.examples.first_five_year_plan.figures import flows, margins, sectors
from optimiser.workbook.examples.first_five_year_plan.notes import grades

ROOT = Path(__file__).parents[2]
WORKBOOK = ROOT / "inputs" / "first_five_year_plan.xlsx"
HEAVY, LIGHT = ("producer goods",), ("consumer goods",)

FREE = (Change("Households", "*", "floor", "set", 0.0), Change("Sectors", "*", "fall limit", "set", 1.0))
"""Nothing is promised to anybody, and any branch may be cut: so that there is a plan with half the labour."""
HALF = Change("Labour", "urban", "persons", "multiply", 0.5)
END = Change("Plan", "terminal condition", "value", "set", "maintain")


@cache
def economy(scenario: str = "", changes: Sequence[Change] = ()) -> Economy:
    return read_workbook(WORKBOOK, scenario=scenario or None, changes=changes).economy


@cache
def made(strategy: str, scenario: str = "", changes: Sequence[Change] = ()) -> Plan:
    plan = solve(economy(scenario, changes), strategy)
    assert plan.solution.optimal
    return plan


def index(plan: Plan, groups: Sequence[str]) -> np.ndarray:
    """Output of some groups of sectors by year, base year = 1, at the workbook's prices."""
    of = plan.economy
    chosen = np.isin(np.array(of.sectors.group), groups)
    output = plan.output_by_sector()[chosen, : of.years.plan + 1]
    price = of.products.price[chosen]
    return (price @ output[:, 1:]) / (price @ of.sectors.base_output[chosen])


def consumption(plan: Plan) -> dict[str, float]:
    """Sum over the plan years of each household's index."""
    labels = plan.economy.households.axis.labels
    return dict(zip(labels, plan.values("consumption").sum(axis=1), strict=True))


def built(of: Economy) -> np.ndarray:
    """(sector): capacity built in the base year: what wears out, and what is finished for the first plan year."""
    finished = np.zeros(len(of.sectors.axis))
    now = of.inherited.due == 1
    np.add.at(finished, of.inherited.asset[now], of.inherited.capacity[now])
    return of.assets.depreciation * of.assets.capacity + finished


def base_year(of: Economy) -> tuple[np.ndarray, np.ndarray]:
    """(product): supply and uses of the base year, added up from the economy as the programme sees it."""
    branches = {s.code: s for s in sectors()}
    order = [branches[code] for code in of.products.axis.labels]
    # the electrified techniques, which come last, made nothing yet
    made = np.zeros(len(of.techniques.axis))
    made[: len(order)] = of.sectors.base_output
    supply = of.techniques.outputs @ made + np.array([s.imports for s in order])
    uses = of.techniques.inputs @ made
    uses = uses + of.construction.composition @ (of.construction.capital @ built(of))
    uses = uses + of.households.baskets @ np.ones(len(of.households.axis))
    np.add.at(uses, of.demand.product, of.demand.quantity[:, 0])
    village = of.town_and_country
    uses[village.farm_product] += village.subsistence[1] / of.households.mouths[village.household, 1]
    return supply, uses + np.array([s.exports for s in order])


def test_every_product_adds_up_in_the_base_year() -> None:
    supply, uses = base_year(economy())
    assert (supply > 0.0).all()
    assert uses / supply == pytest.approx(np.ones(len(supply)), abs=1e-6)


def test_the_base_year_uses_nearly_all_hands_and_capacity() -> None:
    of = economy()
    need = of.techniques.labour[:, : len(of.sectors.axis)] @ of.sectors.base_output
    pools = dict(zip(of.pools.axis.labels, zip(need, of.pools.natural[:, 0], strict=True), strict=True))
    assert pools["skilled"][0] == pytest.approx(pools["skilled"][1])
    assert sum(pools[name][1] - pools[name][0] for name in ("urban", "skilled")) == pytest.approx(1.4)
    assert pools["rural"] == pytest.approx((45.5, 51.5))
    assert (of.sectors.base_output <= of.assets.capacity).all()
    assert (of.sectors.base_output >= 0.98 * of.assets.capacity).all()


def test_the_exchange_of_town_and_country_is_even_in_the_base_year() -> None:
    of = economy()
    village = of.town_and_country
    farm = village.farm_product
    basket = of.households.baskets[:, [village.household]].toarray().ravel()
    basket[farm] = 0.0
    sold = village.tax[1] + village.terms_of_trade[1] * (of.products.price @ basket)
    left = of.sectors.base_output[farm] * (1.0 - of.techniques.inputs[[farm], [farm]].item())
    composition = (of.construction.composition @ of.construction.capital).toarray()
    left -= composition[farm, village.farm_sector] * built(of)[village.farm_sector]
    left -= village.subsistence[1] / of.households.mouths[village.household, 1]
    assert sold == pytest.approx(left, rel=1e-7)


def test_what_is_calibrated_is_what_the_procedure_gives() -> None:
    assert [each[:3] for each in flows()] == [each[:3] for each in calibrate()]
    new = np.array([each.value for each in calibrate()])
    assert np.array([each.value for each in flows()]) == pytest.approx(new, abs=1e-9)


def test_the_page_of_model_against_source_is_up_to_date() -> None:
    assert (ROOT / PAGE).read_text(encoding="utf-8") == model_against_source(calibrate())


def test_the_answer_is_the_nearest_that_meets_the_margins() -> None:
    """Any step that keeps the margins goes away from the priors: the gradient lies in the row space."""
    priors = read_priors()
    matrix, side, _ = conditions(priors, sectors(), margins())
    found = least_squares(priors, matrix, side)
    gradient = (found - priors.value) / priors.deviation**2
    multipliers = np.linalg.lstsq(matrix.T, gradient, rcond=None)[0]
    assert matrix.T @ multipliers == pytest.approx(gradient, abs=1e-6 * abs(gradient).max())
    assert abs(gradient).max() > 0.1
    assert matrix @ found == pytest.approx(side, abs=1e-9)


def test_margins_that_contradict_the_priors_are_refused() -> None:
    known = margins()
    impossible = known | {"farm_income_share": known["farm_income_share"]._replace(value=0.62)}
    matrix, side, _ = conditions(read_priors(), sectors(), impossible)
    with pytest.raises(CalibrationFailed, match="AGR used by AGR"):
        least_squares(read_priors(), matrix, side)


def test_targets_are_those_that_the_sources_name() -> None:
    of = economy()
    value = {
        (chosen, of.targets.axis.columns["code"][place]): float(of.targets.value[place])
        for place, chosen in enumerate(of.targets.set)
    }
    industry = [s for s in sectors() if s.group in (*HEAVY, *LIGHT)]
    base = sum(s.value for s in industry)
    assert base == pytest.approx(18.3)
    for variant, growth, iron, coal in (("minimum", 1.35, 8.0, 68.0), ("optimal", 1.79, 10.0, 75.0)):
        assert sum(value[variant, s.code] * s.price for s in industry) / base == pytest.approx(1 + growth, abs=1e-3)
        assert value[variant, "IRN"] == iron
        assert value[variant, "COA"] == coal
    assert value["optimal and living standards", "rural"] == pytest.approx(1.85 * 1.018**5, abs=1e-3)


def test_every_figure_has_a_grade() -> None:
    known = grades(sectors())
    keys = {"Projects": 2, "Demand": 2, "Transfers": 2, "Trade by year": 2, "Under construction": 2}
    for name in (
        "Sectors",
        "Inputs",
        "Construction",
        "Capacity",
        "Projects",
        "Under construction",
        "Labour",
        "Labour inputs",
        "Transfers",
        "Households",
        "Baskets",
        "Demand",
        "Trade",
        "Trade by year",
        "Foreign exchange",
        "Town and country",
    ):
        header, *rows = tables()[name]
        for row in rows:
            key = "|".join(str(cell) for cell in row[: keys.get(name, 1)])
            for column, cell in zip(header, row, strict=True):
                if not isinstance(cell, float) or cell == 0.0 or column == "opening stock":
                    continue
                fits = [
                    g
                    for g in known
                    if g.sheet == name and fnmatchcase(key, g.row) and fnmatchcase(str(column), g.column)
                ]
                assert fits, f"{name}: {key}, {column}"
                assert fits[0].grade in ("sourced", "derived", "assumed")


def test_under_balanced_growth_industry_rises_every_year() -> None:
    path = np.concatenate([[1.0], index(made("balanced"), (*HEAVY, *LIGHT))])
    assert (np.diff(path) > 0.0).all()
    assert path[-1] > 1.3


def test_superindustrial_has_more_heavy_industry_than_any_other() -> None:
    """In the last year, and in all years together."""
    others = sorted(set(STRATEGIES) - {"superindustrial", "targets", "weighted"})
    heavy = {name: index(made(name), HEAVY) for name in ("superindustrial", *others)}
    own = heavy.pop("superindustrial")
    assert len(heavy) == 6
    for path in heavy.values():
        assert own[-1] > 1.1 * path[-1]
        assert own.sum() > 1.05 * path.sum()
    assert (np.diff(np.concatenate([[1.0], own])) > 0.1).all()


@pytest.mark.parametrize(
    "strategy", ["balanced", "maximum", "ratchet", "proportional", "superindustrial", "consumption"]
)
def test_no_product_has_more_than_its_limit_without_a_use(strategy: str) -> None:
    plan = made(strategy)
    years = plan.economy.years.plan
    output = np.asarray(plan.economy.techniques.outputs @ plan.values("output")[:, :years])
    unused = np.asarray(plan.slack(material_balance.name))[:, :years]
    assert plan.economy.products.unused_limit == pytest.approx(np.full(14, 0.03))
    assert (unused <= 0.03 * output + 1e-9).all()


def test_a_doubled_tribute_feeds_the_town_at_the_cost_of_the_village() -> None:
    before, after = consumption(made("consumption")), consumption(made("consumption", "doubled tribute"))
    assert after["urban"] > before["urban"] + 0.1
    assert after["rural"] < before["rural"] - 0.1


def test_under_balanced_growth_both_grow_at_one_rate_and_a_doubled_tribute_lowers_it() -> None:
    for scenario in ("", "doubled tribute"):
        plan = made("balanced", scenario)
        rate = min(known(plan.kept_growth), known(plan.growth_rate)) if plan.kept_growth else known(plan.growth_rate)
        paths = plan.values("consumption") / (1.0 + rate) ** np.arange(1, 6)
        assert paths.min(axis=1).min() == pytest.approx(1.0, abs=1e-6)
        assert (paths >= 1.0 - 1e-6).all()
    assert known(made("balanced", "doubled tribute").growth_rate) < known(made("balanced").growth_rate) - 0.02


def test_worse_terms_for_the_town_move_town_and_village_in_opposite_directions() -> None:
    dearer, cheaper = consumption(made("consumption", "dearer grain")), consumption(made("consumption"))
    assert dearer["urban"] < cheaper["urban"] - 0.1
    assert dearer["rural"] > cheaper["rural"] + 0.1


def test_what_is_taken_by_force_slows_balanced_growth() -> None:
    growth = {name: made("balanced", name).growth_rate for name in ("", "requisitions")}
    assert known(growth["requisitions"]) < known(growth[""]) - 0.01


def test_without_migration_there_is_less_heavy_industry() -> None:
    free, bound = (index(made("superindustrial", name), HEAVY)[-1] for name in ("", "no migration"))
    assert bound < 0.95 * free


def test_half_the_labour_of_the_town_lowers_everything() -> None:
    whole, half = (END, *FREE), (END, *FREE, HALF)
    assert known(made("balanced", "", half).growth_rate) < known(made("balanced", "", whole).growth_rate) - 0.02
    assert known(made("proportional", "", half).share) < known(made("proportional", "", whole).share) - 0.05
    # in points of utility, in which the village's many people count most
    assert made("consumption", "", half).objective < made("consumption", "", whole).objective - 0.3
    assert index(made("consumption", "", half), (*HEAVY, *LIGHT))[0] < 0.8
    assert consumption(made("consumption", "", half))["urban"] < consumption(made("consumption", "", whole))["urban"]


def test_repair_comes_first_and_comes_to_an_end() -> None:
    of = economy()
    repairs = np.flatnonzero(np.isfinite(of.projects.total_limit))
    assert len(repairs) == 8
    starts = made("superindustrial").quantities.starts[repairs]
    assert (starts.sum(axis=1) <= of.projects.total_limit[repairs] + 1e-9).all()
    assert starts[:, 1:3].sum() > 0.5 * starts.sum() > 0.0


def test_imports_of_wool_leather_and_cotton_are_replaced() -> None:
    for strategy in ("balanced", "superindustrial", "proportional"):
        plan = made(strategy)
        place = list(plan.frame("imports").index.get_level_values(0)).index("TEC")
        years = plan.frame("imports").to_numpy()[place]
        assert years[4] <= 0.4125 * 0.9**4 + 1e-9


def test_what_1932_brought_in_kind_could_be_made_in_five_years() -> None:
    """Not its machine-building, which is known in overvalued roubles alone, nor what the optimal variant asked."""
    share = {
        name: known(solve(economy(), "proportional", target_set=name).share)
        for name in ("outcome of 1932 in kind", "outcome of 1932", "optimal industry")
    }
    assert share["outcome of 1932 in kind"] > 1.0
    assert share["outcome of 1932"] < 1.0
    assert share["optimal industry"] < 1.0
