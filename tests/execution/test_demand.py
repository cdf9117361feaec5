"""What is demanded: paths, projects, and demands without a plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimiser import InputFault, read_workbook, solve
from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.execution import Demanded, demands
from optimiser.execution.demand import COORDINATED, ambition_demand, maximum_demand, target_demand
from optimiser.execution.paths import own_starts, path
from optimiser.strategies import Request

INPUTS = Path(__file__).parent.parent.parent / "inputs"


@pytest.fixture(scope="module")
def economy() -> Economy:
    return read_workbook(INPUTS / "first_five_year_plan.xlsx").economy


@pytest.fixture(scope="module")
def told(economy: Economy) -> dict[str, Demanded]:
    return demands(Request(economy, "optimal"), ["balanced", "maximum", "targets", "ratchet", "proportional"])


def test_paths_go_through_their_points() -> None:
    assert path(4.0, {2: 9.0}, 3) == pytest.approx([4.0, 6.0, 9.0, 9.0])
    assert path(1.0, {1: 2.0, 3: 8.0}, 4) == pytest.approx([1.0, 2.0, 4.0, 8.0, 8.0])
    assert path(0.0, {2: 3.0}, 2) == pytest.approx([0.0, 1.5, 3.0])
    assert path(5.0, {}, 2) == pytest.approx([5.0, 5.0, 5.0])


def by_sector(economy: Economy, output: Floats) -> Floats:
    """(sector, year) from (technique, year)."""
    made = np.zeros((len(economy.sectors.axis), output.shape[1]))
    np.add.at(made, economy.techniques.sector, output)
    return made


def test_every_figure_is_the_stand_alone_maximum(economy: Economy, told: dict[str, Demanded]) -> None:
    """In both forms the last year's figures are the ideal point that the strategy reports."""
    plan = solve(economy, "maximum")
    ideal = {str(row[0]): float(str(row[2])) for row in next(t for t in plan.tables if t.name == "Ideal point").rows}
    last = economy.years.plan
    union = maximum_demand(Request(economy), told["balanced"], "union")
    for demanded in (told["maximum"], union):
        assert not demanded.feasible
        for code, figure in ideal.items():
            sector = economy.sectors.axis.position[code]
            assert demanded.output[economy.techniques.sector == sector, last].sum() == pytest.approx(figure, rel=1e-6)
    # the smooth form grows at one rate, the other as its own plan does
    made = by_sector(economy, told["maximum"].output)
    growth = made[:, 2 : last + 1] / made[:, 1:last]
    assert growth == pytest.approx(np.repeat(growth[:, :1], last - 1, axis=1))
    assert np.abs(by_sector(economy, union.output) - made).max() > 1.0


def test_the_coordinated_plan_has_a_line_of_its_own(told: dict[str, Demanded]) -> None:
    assert told[COORDINATED].feasible
    assert list(told) == ["balanced", "maximum", COORDINATED, "targets", "ratchet", "proportional"]


def test_what_a_demand_lacks_comes_from_balanced_growth(told: dict[str, Demanded]) -> None:
    for name in ("maximum", "targets", "ratchet"):
        for part in ("consumption", "imports", "exports", "transfers", "given"):
            np.testing.assert_array_equal(getattr(told[name], part), getattr(told["balanced"], part))


def test_infeasible_targets_are_demanded_as_they_stand(economy: Economy, told: dict[str, Demanded]) -> None:
    targets = economy.targets
    last = economy.years.plan
    assert not told["targets"].feasible
    for place in np.flatnonzero([name == "optimal" for name in targets.set]):
        mine = economy.techniques.sector == targets.index[place]
        assert told["targets"].output[mine, last].sum() == pytest.approx(targets.value[place])


def test_ratcheted_figures_leapfrog_one_another(economy: Economy, told: dict[str, Demanded]) -> None:
    """The first year's figures are the targets' own, the last year's increments 1.15^5 times theirs."""
    first, last = by_sector(economy, told["targets"].output), economy.years.plan
    raised = by_sector(economy, told["ratchet"].output)
    coal = economy.sectors.axis.position["COA"]
    base = economy.sectors.base_output[coal]
    assert raised[coal, 1] == pytest.approx(first[coal, 1])
    assert raised[coal, last] - base == pytest.approx(1.15**5 * (first[coal, last] - base))
    assert (np.diff(raised[coal, 1 : last + 1] - first[coal, 1 : last + 1]) > 0.0).all()


def test_each_sector_begins_what_its_own_target_takes(economy: Economy, told: dict[str, Demanded]) -> None:
    """Were everything built in time, capacity would cover the target from the year that the longest project allows."""
    assets, projects, inherited = economy.assets, economy.projects, economy.inherited
    demanded, last = told["maximum"], economy.years.plan
    for sector in range(len(economy.sectors.axis)):
        mine = projects.asset == sector
        capacity = float(assets.capacity[sector])
        for year in range(1, last + 1):
            capacity *= 1.0 if year == 1 else 1.0 - assets.depreciation[sector]
            capacity += inherited.capacity[(inherited.asset == sector) & (inherited.due == year)].sum()
            begun = year - projects.gestation[mine]
            capacity += sum(demanded.starts[mine][row, when] for row, when in enumerate(begun) if when >= 1)
            need = demanded.output[economy.techniques.sector == sector, year].sum()
            if year > projects.gestation[mine].max():
                assert capacity >= need * (1.0 - 1e-9)
    assert (demanded.starts <= projects.year_limit[:, None] * (1.0 + 1e-12)).all()
    assert (demanded.starts.sum(axis=1) <= projects.total_limit * (1.0 + 1e-12)).all()


def test_the_cheapest_projects_come_first(economy: Economy) -> None:
    """Repairs before new works before extensions, each within its limits."""
    coal = economy.sectors.axis.position["COA"]
    techniques = np.count_nonzero(economy.techniques.sector == coal)
    output = np.zeros((techniques, 7))
    output[0] = [35.4, 37.0, 39.0, 40.0, 55.0, 70.0, 70.0]
    starts = own_starts(economy, coal, output, np.zeros(7))
    kinds = [economy.projects.axis.columns["type"][p] for p in np.flatnonzero(economy.projects.asset == coal)]
    by_kind = dict(zip(kinds, starts, strict=True))
    assert by_kind["repair"].sum() > 0.0
    assert by_kind["new"][2] > by_kind["extension"][4]


def test_ambition_lies_between_balanced_growth_and_the_maxima(told: dict[str, Demanded]) -> None:
    first, all_of_it = told["balanced"], told["maximum"]
    half = ambition_demand(first, all_of_it, 0.5)
    assert half.output == pytest.approx(0.5 * (first.output + all_of_it.output))
    np.testing.assert_array_equal(ambition_demand(first, all_of_it, 0.0).output, first.output)
    assert ambition_demand(first, all_of_it, 0.0).feasible
    assert not half.feasible
    assert (ambition_demand(first, all_of_it, 1.5).starts >= 0.0).all()


def test_faults_are_named(economy: Economy, told: dict[str, Demanded]) -> None:
    with pytest.raises(InputFault, match="smooth, union"):
        maximum_demand(Request(economy), told["balanced"], "smoth")
    with pytest.raises(InputFault, match="no target set 'best'"):
        target_demand(Request(economy, "best"), told["balanced"])
    hungry = replace(economy.households, floor=3.0 * economy.households.floor)
    with pytest.raises(InputFault, match="floors of the living standard"):
        demands(Request(replace(economy, households=hungry)), ["maximum"])
