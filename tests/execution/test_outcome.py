"""What came of plans: statistics, effects of behaviour, and what is said of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimiser import read_workbook
from optimiser.economy.behaviour import FAITHFUL, Behaviour
from optimiser.economy.economy import Economy
from optimiser.economy.random import synthetic_economy
from optimiser.execution import Demanded, Draws, Execution, Outcome, demands, execute, execute_strategies
from optimiser.execution.sentences import ambition, sentences
from optimiser.execution.statistics import KEPT, Sample, agreements, correlations
from optimiser.strategies import Request

PLAN = Path(__file__).parent.parent.parent / "inputs" / "first_five_year_plan.xlsx"


@pytest.fixture(scope="module")
def economy() -> Economy:
    return read_workbook(PLAN).economy


@pytest.fixture(scope="module")
def told(economy: Economy) -> dict[str, Demanded]:
    return demands(Request(economy), ["balanced", "maximum"])


@pytest.fixture(scope="module")
def execution(economy: Economy) -> Execution:
    return execute_strategies(Request(economy), ["balanced", "maximum"], Draws(1, 60))


def last_industry(outcome: Outcome) -> float:
    assert outcome.industry is not None
    return outcome.industry.at(-1)[0]


def test_estimates() -> None:
    values = np.arange(101.0)[:, None] * np.array([1.0, 2.0])
    found = Sample.of(values).estimate()
    assert found.at(0) == pytest.approx((50.0, 5.0, 95.0))
    assert found.at(1) == pytest.approx((100.0, 10.0, 190.0))
    gaps = np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]])
    assert Sample.of(gaps).estimate().mean[0] == pytest.approx(2.0)
    assert np.isnan(Sample.of(gaps).estimate().at(1)).all()


def test_the_interval_of_a_mean_of_years_is_of_the_means(execution: Execution) -> None:
    """Good and bad years make up for each other: the mean varies less than the years do."""
    for each in execution.outcomes.values():
        assert float(each.waste_a_year.mean) == pytest.approx(float(each.waste.mean.mean()))
    lost = execution.outcomes["maximum"]
    width = float(lost.waste_a_year.high - lost.waste_a_year.low)
    assert 0.0 < width < 0.9 * float((lost.waste.high - lost.waste.low).mean())


def test_heavy_industry_is_the_group_that_the_plan_names(economy: Economy, told: dict[str, Demanded]) -> None:
    group = "consumer goods"
    named = replace(economy, settings=replace(economy.settings, heavy_industry=group.title()))
    found = execute(named, told["balanced"], FAITHFUL, Draws(1, 1))
    assert found.heavy is not None
    sectors, techniques = economy.sectors, economy.techniques
    chosen = np.array([each == group for each in sectors.group])
    price = economy.products.price[[economy.products.axis.position[code] for code in sectors.axis.labels]]
    made = np.zeros((len(sectors.axis), economy.years.plan))
    np.add.at(made, techniques.sector, told["balanced"].output[:, 1 : economy.years.plan + 1])
    value = price * chosen
    assert found.heavy.mean == pytest.approx(value @ made / (value @ sectors.base_output), rel=1e-9)


def test_what_is_kept_does_not_grow() -> None:
    """Means are of all repetitions, intervals of the first two thousand, whatever the pieces."""
    values = np.random.default_rng(0).normal(size=(3 * KEPT, 2))
    pieces = Sample.of(values[:100])
    for first in range(100, len(values), 650):
        pieces = pieces.joined(values[first : first + 650])
    once = Sample.of(values)
    assert pieces.kept.shape == (KEPT, 2)
    for part in ("mean", "low", "high"):
        np.testing.assert_array_equal(getattr(pieces.estimate(), part), getattr(once.estimate(), part))
    assert once.estimate().mean == pytest.approx(values.mean(axis=0))
    assert once.estimate().low == pytest.approx(np.quantile(values[:KEPT], 0.05, axis=0))


def test_correlation_is_pearsons() -> None:
    random = np.random.default_rng(0)
    first, second = random.normal(size=(2, 4, 30))
    known = [np.corrcoef(a, b)[0, 1] for a, b in zip(first, second, strict=True)]
    assert correlations(first, second) == pytest.approx(known)
    assert np.isnan(correlations(np.ones((2, 5)), np.zeros((2, 5)))).all()
    assert np.isnan(correlations(np.ones((2, 1)), np.zeros((2, 1)))).all()


def test_agreement_of_plan_and_result_by_hand() -> None:
    """Two sectors, two years: told 1.2, 1.4 and 1.1, 1.2; made 1.1, 1.3 and 1.1, 1.1 of a base of 1."""
    base = np.ones(2)
    told, made = np.array([[[1.2, 1.4], [1.1, 1.2]]]), np.array([[[1.1, 1.3], [1.1, 1.1]]])
    found = agreements(base, told, made)
    assert found["yearly.plan.error"] == pytest.approx(np.sqrt((0.0 + 0.1**2) / 2))
    assert found["yearly.as_before.error"] == pytest.approx(np.sqrt((0.1**2 + 0.1**2) / 2))
    assert found["yearly.unchanged.error"] == pytest.approx(np.sqrt(0.2**2 / 2))
    assert found["yearly.plan.correlation"] == pytest.approx(1.0)
    assert found["whole.plan.error"] == pytest.approx(np.sqrt(2 * 0.05**2 / 2))
    assert found["whole.unchanged.error"] == pytest.approx(np.sqrt((0.15**2 + 0.05**2) / 2))
    assert np.isnan(found["whole.unchanged.correlation"])


def test_a_faithful_execution_is_the_plan(economy: Economy, told: dict[str, Demanded]) -> None:
    found = execute(economy, told["balanced"], FAITHFUL, Draws(1, 3))
    assert found.made.mean == pytest.approx(found.told)
    assert found.fulfilment.mean == pytest.approx(1.0)
    assert found.fulfilment_least.mean == pytest.approx(1.0)
    assert found.whole.plan.error.mean == pytest.approx(0.0, abs=1e-9)
    assert found.whole.plan.correlation.mean == pytest.approx(1.0)
    assert float(found.gave_nothing.mean) == 0.0
    assert found.chain == ()
    plan_consumption = told["balanced"].consumption[:, 1:]
    assert found.consumption.mean == pytest.approx(plan_consumption)


def test_maximising_everything_opens_too_many_fronts(execution: Execution) -> None:
    """Demanded at once, of the maxima more gives nothing and less is made than of the plan that is coordinated."""
    maximum, coordinated = execution.outcomes["maximum"], execution.outcomes["coordinated maximum"]
    assert last_industry(maximum) < last_industry(coordinated)
    assert float(maximum.gave_nothing.mean) > float(coordinated.gave_nothing.mean)
    assert float(maximum.fulfilment.mean) < float(coordinated.fulfilment.mean)
    link = maximum.chain[0]
    assert (link.year, link.building) == (1, True)
    assert link.had < 0.5
    assert link.repetitions > 0.9


@pytest.mark.parametrize(
    ("effect", "measure", "rises"),
    [
        ({"effort": 0.5}, last_industry, True),
        ({"effort": 0.5, "strain": 0.5}, last_industry, True),
        ({"quality_loss": 0.2}, last_industry, False),
        ({"wear": 2.0}, lambda o: float(o.capital_index.mean), False),
        ({"commissioning_delay": 0.5}, lambda o: float(o.capital_index.mean), False),
        ({"hunger": 1.0}, lambda o: float(o.fulfilment.mean), False),
        ({"hoarding": 0.5}, lambda o: float(o.hoards.mean.sum()), True),
        ({"margin_growth": 2.0}, lambda o: float(o.hoards.mean.sum()), True),
        ({"overordering": 1.0}, lambda o: float(o.hoards.mean.sum()), True),
        ({"hoard_loss": 0.5}, lambda o: float(o.waste.mean.sum()), True),
        ({"exaggeration": 0.2}, lambda o: float(o.reported.mean.sum() / o.made.mean.sum()), True),
    ],
)
def test_every_effect_works_in_its_direction(
    effect: dict[str, Any], measure: Callable[[Outcome], float], rises: bool
) -> None:
    economy = synthetic_economy(6, 5, tail=2, seed=3)
    told = demands(Request(economy), ["maximum"])
    before = measure(execute(economy, told["maximum"], Behaviour(), Draws(1, 20)))
    after = measure(execute(economy, told["maximum"], replace(Behaviour(), **effect), Draws(1, 20)))
    assert (after > before * (1.0 + 1e-6)) if rises else (after < before * (1.0 - 1e-6))


def test_strain_takes_from_effort() -> None:
    """Where more effort makes more, which it does not where it only takes others' materials away."""
    economy = synthetic_economy(6, 5, tail=2, seed=3)
    told = demands(Request(economy), ["maximum"])
    idle = last_industry(execute(economy, told["maximum"], Behaviour(), Draws(1, 20)))
    fresh = last_industry(execute(economy, told["maximum"], Behaviour(effort=0.5), Draws(1, 20)))
    tired = last_industry(execute(economy, told["maximum"], Behaviour(effort=0.5, strain=1.0), Draws(1, 20)))
    assert idle < tired < fresh


def test_targets_are_ratcheted_from_reports(economy: Economy, told: dict[str, Demanded]) -> None:
    """Reports 10 per cent too high, half of which is added: every year's targets are 5 per cent up on the last's."""
    behaviour = replace(FAITHFUL, exaggeration=0.1, ratchet=0.5)
    found = execute(economy, told["balanced"], behaviour, Draws(1, 1))
    assert found.target.mean[:, 0] == pytest.approx(found.told[:, 0])
    assert found.target.mean[:, 1] == pytest.approx(1.05 * found.told[:, 1])
    assert (found.target.mean[:, 2] <= 1.05**2 * found.told[:, 2] * (1.0 + 1e-9)).all()


def test_sentences_name_gains_before_costs(execution: Execution) -> None:
    said = sentences(execution)
    gains = next(place for place, each in enumerate(said) if each.startswith("Maximum gains"))
    costs = next(place for place, each in enumerate(said) if each.startswith("Maximum costs"))
    assert gains < costs
    assert all(any(letter.isdigit() for letter in each) or "nothing" in each for each in said)
    assert "assumed" in said[-1]
    assert "stylised" in said[-1]
    plain = sentences(replace(execution, economy=replace(execution.economy, stylised=False)))
    assert "stylised" not in plain[-1]


def test_where_ambition_wins_that_is_said(economy: Economy, told: dict[str, Demanded], execution: Execution) -> None:
    """With much effort and no hoarding maximising makes more, and the sentences say so."""
    eager = Behaviour(effort=0.5, hoarding=0.0, sites=0, first_come=1.0, substitution=0.2, harvest_sd=0.0)
    outcomes = {name: execute(economy, told[name], eager, Draws(1, 2)) for name in ("balanced", "maximum")}
    said = sentences(replace(execution, outcomes=outcomes, curve=()))
    gains = next(each for each in said if each.startswith("Maximum gains"))
    assert "output of industry" in gains


def test_the_curve_of_ambition(execution: Execution) -> None:
    shares = [point.share for point in execution.curve]
    assert shares[0] == 0.0
    assert 1.0 in shares
    first, whole_of_it = execution.curve[0].outcome, execution.curve[shares.index(1.0)].outcome
    np.testing.assert_array_equal(first.made.mean, execution.outcomes["balanced"].made.mean)
    assert whole_of_it.made.mean == pytest.approx(execution.outcomes["maximum"].made.mean)
    for sentence in ambition(execution.curve):
        said = re.search(r" (\d+)% gives the greatest .*capacity after the plan \(([\d.]+)", sentence)
        if said:
            capital = {round(100 * each.share): float(each.outcome.capital_index.mean) for each in execution.curve}
            assert float(said[2]) == pytest.approx(capital[int(said[1])], rel=1e-2)
            assert capital[int(said[1])] == pytest.approx(max(capital.values()))
            return
    pytest.fail("nothing is said of capacity")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from optimiser.cli.main import main; main()"
    command = [sys.executable, "-c", code, "execute", str(PLAN), "--repetitions", "5", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


@pytest.mark.slow
def test_the_command_gives_json(tmp_path: Path) -> None:
    done = run(tmp_path, "--strategy", "balanced", "--strategy", "maximum", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {"status", "outcomes", "curve", "seed", "repetitions", "report"} <= set(found)
    assert (found["seed"], found["repetitions"]) == (1, 5)
    assert (tmp_path / found["report"]).exists()
    maximum = found["outcomes"]["maximum"]
    assert {"demanded", "planned", "executed", "reported", "fulfilment", "correlation"} <= set(maximum)
    assert {"naive_correlation", "unfinished", "waste"} <= set(maximum)
    assert maximum["planned"] is None
    assert found["outcomes"]["balanced"]["planned"] == found["outcomes"]["balanced"]["demanded"]
    low, high = (maximum["executed"][each]["COA"]["1932/33"] for each in ("low", "high"))
    assert low * (1 - 1e-12) <= maximum["executed"]["mean"]["COA"]["1932/33"] <= high * (1 + 1e-12)
    assert maximum["demanded"]["COA"]["1932/33"] > 1.2 * high
    assert {"ambition", "output", "consumption"} <= set(found["curve"][0])


def test_the_command_speaks_in_sentences(tmp_path: Path) -> None:
    done = run(tmp_path, "--strategy", "proportional", "--targets", "minimum industry", "--quiet")
    assert done.returncode == 0, done.stderr
    assert "Proportional: industry is told to make" in done.stdout
    assert "assumed, not estimated" in done.stdout
    assert (tmp_path / "outputs" / "first_five_year_plan-execution.xlsx").exists()
    assert done.stderr == ""


def test_mistakes_are_named(tmp_path: Path) -> None:
    done = run(tmp_path, "--strategy", "maximal")
    assert done.returncode == 3
    assert "there is no strategy 'maximal'" in done.stderr
    done = run(tmp_path, "--set", "Execution!hoarding!value=-1")
    assert done.returncode == 3
    assert "hoarding" in done.stderr or "Execution" in done.stderr
    assert "Traceback" not in done.stderr


def run_two(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "optimiser", "execute", str(PLAN.with_name("two_sectors.xlsx")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


@pytest.mark.slow
def test_the_sheet_says_how_often_and_options_go_before(tmp_path: Path) -> None:
    command = ["--json", "--quiet", "--replan", "yearly", "--set", "Execution!repetitions!value=3"]

    def found(*more: str) -> Any:
        return json.loads(run_two(tmp_path, *command, *more).stdout)

    said = found("--set", "Execution!seed!value=9")
    assert (said["repetitions"], said["seed"]) == (3, 9)
    assert [each["strategy"] for each in said["replanned"]] == ["balanced", "coordinated maximum"]
    assert said["replanned"][0]["repetitions"] == 3
    assert set(said["replanned"][0]["gains"][0]["planning"]) == {"reports", "what is there"}
    other = found("--repetitions", "2", "--seed", "4")
    assert (other["repetitions"], other["seed"]) == (2, 4)
