"""Plots of what is carried out show what its figures say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import optimiser
from optimiser.arrays import Floats
from optimiser.execution.statistics import Estimate

pytest.importorskip("matplotlib", reason="matplotlib is an extra: pip install plan-optimiser[plot]")

INPUTS = Path(__file__).parent.parent.parent / "inputs"


@pytest.fixture(scope="module")
def done() -> optimiser.Execution:
    economy = optimiser.read_economy(INPUTS / "two_sectors.xlsx")
    return optimiser.execute_strategies(economy, ("balanced", "maximum"), optimiser.Draws(1, 4))


def test_lines_are_what_is_demanded_reported_and_real(done: optimiser.Execution) -> None:
    for ax, title, of in (
        (done.plot.industry(), "Industrial output", lambda o: (o.industry_told, o.industry_reported, o.industry)),
        (done.plot.output("STL"), "steel", lambda o: (o.told[0], _at(o.reported, 0), _at(o.real, 0))),
    ):
        expected = [line for each in done.outcomes.values() for line in _lines(of(each))]
        assert np.array([line.get_ydata() for line in ax.get_lines()], float) == pytest.approx(np.array(expected))
        said = [line.get_label() for line in ax.get_lines()]
        assert said[:3] == ["balanced, demanded", "balanced, reported", "balanced, real"]
        assert title in ax.get_title(loc="left")
        assert len(ax.collections) == len(done.outcomes), "the interval behind each line"
    assert done.plot.industry().get_ylabel() == "index, year 0 = 1"
    assert done.plot.output(0).get_ylabel() == "Mt a year"


def test_consumption_and_ambition(done: optimiser.Execution) -> None:
    drawn = np.array([line.get_ydata() for line in done.plot.consumption().get_lines()], float)
    assert drawn == pytest.approx(np.array([each.consumption.mean[0] for each in done.outcomes.values()]))
    ax = done.plot.ambition()
    industry = ax.get_lines()[0]
    assert list(industry.get_xdata()) == pytest.approx([100.0 * each.share for each in done.curve])
    assert list(industry.get_ydata()) == pytest.approx(
        [each.outcome.industry.mean[-1] for each in done.curve if each.outcome.industry is not None]
    )
    assert {line.get_label() for line in ax.get_lines()} >= {"output of industry, 3", "mean consumption, the people"}


def test_what_is_not_there_is_refused(done: optimiser.Execution) -> None:
    with pytest.raises(ValueError, match="no sector 'COAL'; those there are: STL, CRN"):
        done.plot.output("COAL")
    alone = optimiser.execute_strategies(done.economy, ("balanced",), optimiser.Draws(1, 1))
    with pytest.raises(ValueError, match="no curve of ambition"):
        alone.plot.ambition()


def _at(estimate: Estimate, place: int) -> Estimate:
    return Estimate(*(getattr(estimate, each)[place] for each in ("mean", "low", "high")))


def _lines(three: tuple[Floats, Estimate, Estimate]) -> list[Floats]:
    told, reported, real = three
    return [told, reported.mean, real.mean]
