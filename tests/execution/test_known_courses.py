"""The carrying out of small cases whose answers are worked out by hand or known from the literature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from carried_out import LEONTIEF, Harvest, base_year_demand, course, static
from tables import Tables, matrix
from tables import plan as plan_sheet

from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.economy.economy import Economy
from optimiser.execution.draws import Draws
from optimiser.execution.requests import Requests, requests
from optimiser.execution.setting import Setting
from optimiser.execution.settling import Flows, settled, step, top
from optimiser.workbook import economy_from_tables

PROPORTIONAL = replace(LEONTIEF, rationing=Rationing.PROPORTIONAL, harvest_sd=1.0)


def one_sector(own_use: float, capacity: float = 1.0) -> Economy:
    """A farm that uses its own produce, and households that eat the rest."""
    return static(["A"], [[own_use]], [10.0 * (1.0 - own_use)], {"A": capacity})


def output_share(economy: Economy, behaviour: Behaviour, draws: Draws | None = None) -> float:
    taken = course(economy, base_year_demand(economy), behaviour, draws)
    return float(taken.years[0].made[0, 0] / economy.sectors.base_output[0])


@pytest.mark.parametrize(("q", "sigma", "known"), [(0.9, 0.5, 0.81), (0.8, 0.5, 0.64), (0.9, 0.8, 0.59049)])
@pytest.mark.parametrize("own_use", [0.2, 0.6])
def test_a_poor_harvest_under_proportional_rationing(q: float, sigma: float, known: float, own_use: float) -> None:
    """u = q R^sigma and R = u, so u = q^(1/(1 - sigma)), whatever the own use."""
    behaviour = replace(PROPORTIONAL, substitution=sigma)
    assert known == pytest.approx(q ** (1.0 / (1.0 - sigma)))
    assert output_share(one_sector(own_use), behaviour, Harvest(q)) == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize("sigma", [0.25, 0.5, 0.8])
def test_short_capacity_under_proportional_rationing(sigma: float) -> None:
    """Inputs are asked for q, so that a q + 1 - a is asked of u:  u = (q (1 - a (1 - q))^-sigma)^(1/(1 - sigma))."""
    a, q = 0.4, 0.9
    known = (q * (1.0 - a * (1.0 - q)) ** -sigma) ** (1.0 / (1.0 - sigma))
    behaviour = replace(PROPORTIONAL, substitution=sigma, harvest_sd=0.0)
    assert output_share(one_sector(a, capacity=q), behaviour) == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize("sigma", [0.5, 1.0])
def test_where_inputs_come_first_a_shortfall_does_not_multiply(sigma: float) -> None:
    """Inputs before consumption: as long as there is q >= a, output is q."""
    behaviour = replace(PROPORTIONAL, substitution=sigma, rationing=Rationing.CURRENT_FIRST)
    assert output_share(one_sector(0.6), behaviour, Harvest(0.9)) == pytest.approx(0.9, abs=1e-9)
    # with less than is needed for inputs it does: u = q (u / a)^sigma
    known = (0.5 * 0.6**-0.5) ** 2.0
    half = replace(behaviour, substitution=0.5)
    assert output_share(one_sector(0.6), half, Harvest(0.5)) == pytest.approx(known, abs=1e-9)


def asked_of(economy: Economy, behaviour: Behaviour, draws: Draws, repetitions: int = 1) -> Requests:
    setting = Setting.of(economy, base_year_demand(economy), behaviour)
    return requests(setting, setting.opening(repetitions), draws.luck(economy, 0, repetitions), 1)


def from_output(asking: Requests, output: np.ndarray) -> Flows:
    """A start elsewhere than at the top."""
    harvest = asking.harvest[asking.setting.economy.techniques.sector]
    return top(asking)._replace(activity=output / harvest, output=output)


def test_the_greatest_fixed_point_is_reached_from_the_top() -> None:
    """u = q u^.5 has the fixed points 0 and q^2.  Started from below the second, production dies out."""
    q = 0.9
    asking = asked_of(one_sector(0.3), replace(PROPORTIONAL, substitution=0.5), Harvest(q))
    base = asking.setting.economy.sectors.base_output[:, None]
    assert settled(asking).output == pytest.approx(q**2 * base, rel=1e-9)
    assert step(asking, from_output(asking, 0.0 * base)).output == pytest.approx(0.0)
    at_rest = step(asking, from_output(asking, q**2 * base)).output
    assert at_rest == pytest.approx(q**2 * base, rel=1e-12)
    for above in (0.82, 0.85, q):
        assert (step(asking, from_output(asking, above * base)).output < above * base).all()


@pytest.mark.parametrize("seed", range(9))
def test_no_fixed_point_lies_beyond_the_one_reached(seed: int) -> None:
    """Whatever start the same steps are taken from, they never come to rest at more of anything."""
    random = np.random.default_rng(seed)
    count = 4
    inputs = random.uniform(0.0, 0.2, (count, count))
    codes = [f"S{place}" for place in range(count)]
    capacity = {code: float(random.uniform(0.6, 1.0)) for code in codes}
    economy = static(codes, inputs.tolist(), random.uniform(1.0, 3.0, count).tolist(), capacity)
    behaviour = replace(PROPORTIONAL, substitution=float(random.uniform(0.3, 0.9)), rationing=list(Rationing)[seed % 3])
    asking = asked_of(economy, behaviour, Harvest(0.9), repetitions=10)
    found = settled(asking).output
    assert step(asking, from_output(asking, found)).output == pytest.approx(found, rel=1e-9)
    highest = top(asking).output
    flows = from_output(asking, random.uniform(0.0, 1.0, highest.shape) * highest)
    for _ in range(300):
        flows = step(asking, flows)
    assert (flows.output <= found * (1.0 + 1e-9)).all()


def ario(inputs: np.ndarray, eaten: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """Production after a static shock in the ARIO model (Hallegatte, Risk Analysis 28, 2008).

    Y1 = min(Ymax, total demand); while a sector's output does not cover what others order of it,
    Y(j) := min(Y(j), over i of Y(i) / O(i) Y(j)), O(i) = sum_j A(i,j) Y(j).  Intermediate orders come before final
    demand; no overproduction, no adaptation, no inventories.
    """
    made: np.ndarray = np.minimum(capacity, np.linalg.solve(np.eye(len(eaten)) - inputs, eaten))
    for _ in range(1000):
        orders = inputs @ made
        had: np.ndarray = np.where(orders > made, made / np.where(orders > 0.0, orders, 1.0), 1.0)
        made = made * np.array([had[inputs[:, j] > 0.0].min(initial=1.0) for j in range(len(eaten))])
    return made


def test_a_static_shock_propagates_as_in_ario() -> None:
    """Power to steel to machines, a little of power's output eaten: half the power stations are out of use.

    By hand: power 8 of 16 covers 8/14.4 of what steel and machines order; and so on down the line.
    """
    inputs = np.array([[0.0, 0.6, 0.3], [0.0, 0.0, 0.8], [0.0, 0.0, 0.0]])
    eaten = np.array([1.6, 1.0, 18.0])
    codes = ["power", "steel", "machines"]
    economy = static(codes, inputs.tolist(), eaten.tolist(), {"power": 0.5})
    base = np.linalg.solve(np.eye(3) - inputs, eaten)
    assert economy.sectors.base_output == pytest.approx(base)
    taken = course(economy, base_year_demand(economy), LEONTIEF)
    known = ario(inputs, eaten, base * np.array([0.5, 1.0, 1.0]))
    assert taken.years[0].made[:, 0] == pytest.approx(known, rel=1e-9)
    had = 0.5 * base[0] / (inputs[0] @ base)
    assert known == pytest.approx([0.5 * base[0], had * base[1], min(had, had * base[1] / (0.8 * base[2])) * base[2]])
    assert known[2] < 0.7 * base[2]


FRONTS: Tables = {
    "Plan": plan_sheet(plan_years=4),
    "Sectors": [
        ["code", "unit", "base output", "storable"],
        ["BLD", "unit", 1.0, False],
        ["X", "unit", 1.0, False],
        ["Y", "unit", 1.0, False],
    ],
    "Inputs": matrix("product", ["BLD", "X", "Y"], ["BLD", "X", "Y"], np.zeros((3, 3)).tolist()),
    "Capacity": [["sector", "capacity"], ["BLD", 1.0], ["X", 1.0], ["Y", 1.0]],
    "Projects": [["sector", "type", "gestation"], ["X", "giant", 2], ["Y", "giant", 2]],
    "Construction": matrix("product", ["BLD"], ["BLD", "X", "Y"], [[0.0, 2.0, 2.0]]),
    "Households": [["household"], ["all"]],
    "Baskets": matrix("product", ["X", "Y"], ["all"], [[1.0], [1.0]]),
}


def capacity_built(starts: Sequence[Sequence[float]], behaviour: Behaviour) -> tuple[np.ndarray, np.ndarray]:
    """New capacity of X and Y at the start of the years 1..5, and the work done on each by the end of every year.

    Two giants, each taking 2 units of building in two yearly parts of 1; one unit of building a year.
    """
    economy = economy_from_tables(FRONTS)
    taken = course(economy, base_year_demand(economy, starts=np.array(starts)), behaviour)
    built = np.array([state.capacity[1:, 0] - 1.0 for state in taken.states]).T
    return built, np.array([state.done[:, 0] for state in taken.states[1:]]).T


def test_one_project_too_many_gives_nothing_in_time() -> None:
    """Zeno: two fronts at once finish nothing in three years; one after the other, one is ready in year 3."""
    both, work = capacity_built([[0, 1, 0, 0, 0], [0, 1, 0, 0, 0]], LEONTIEF)
    assert work[:, :3] == pytest.approx(np.array([[0.25, 0.5, 0.75]] * 2))
    assert both[:, :4] == pytest.approx(0.0)
    assert both[:, 4] == pytest.approx(1.0)
    in_turn, work = capacity_built([[0, 1, 0, 0, 0], [0, 0, 0, 1, 0]], LEONTIEF)
    assert in_turn[0] == pytest.approx([0, 0, 1, 1, 1])
    assert work[1, 2] == pytest.approx(0.5)


def test_whole_sites_one_after_the_other_finish_something() -> None:
    """A front of two sites with materials for one: the first stands in year 3, the second two years later."""
    built, _ = capacity_built([[0, 2, 0, 0, 0], [0, 0, 0, 0, 0]], replace(LEONTIEF, sites=2))
    assert built[0] == pytest.approx([0, 0, 1, 1, 2])
    undivided, _ = capacity_built([[0, 2, 0, 0, 0], [0, 0, 0, 0, 0]], LEONTIEF)
    assert undivided[0] == pytest.approx([0, 0, 0, 0, 2])
    any_part, _ = capacity_built([[0, 2, 0, 0, 0], [0, 0, 0, 0, 0]], replace(LEONTIEF, sites=0))
    assert any_part[0] == pytest.approx([0, 0, 1, 1.5, 2])


def test_first_come_first_served_finishes_the_older_front() -> None:
    """The second front begins a year later.  Served first, the older is ready in time and the younger waits.

    All fronts, by hand, parts done: .5 | .75, .25 | .75 + 1/6, .25 + 1/3 | both finished.
    """
    starts = [[0, 1, 0, 0, 0], [0, 0, 1, 0, 0]]
    in_order, work = capacity_built(starts, replace(LEONTIEF, first_come=1.0))
    assert in_order[0] == pytest.approx([0, 0, 1, 1, 1])
    assert work[1] == pytest.approx([0, 0, 0.5, 1.0])
    all_fronts, work = capacity_built(starts, LEONTIEF)
    assert work[:, 2] == pytest.approx([0.75 + 1 / 6, 0.25 + 1 / 3])
    assert all_fronts == pytest.approx(np.array([[0, 0, 0, 0, 1]] * 2))
