"""What is demanded, reported and real, drawn with matplotlib: industry, sectors, consumption, ambition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Floats
from optimiser.execution.outcome import Outcome
from optimiser.execution.statistics import Estimate
from optimiser.language.naming import year_named
from optimiser.plan.drawing import COLOURS, LINES, axes_for, called, finished, titled
from optimiser.strategies import STRATEGIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from optimiser.execution.execute import Ambition, Execution

BAND = 0.15
"""How dense the interval is drawn behind its mean."""


def strategy_colour(name: str) -> int:
    """The place of a strategy in the palette, the same on every plot and on the pages of a report."""
    known = list(STRATEGIES)
    return known.index(name) if name in known else len(known)


@dataclass(frozen=True)
class ExecutionPlots:
    """Plots of what is carried out: `done.plot.industry()`.  Each draws on `ax`, or on a figure of its own.

    A line of its own colour for every outcome: dashed what is demanded, dotted what is reported, drawn through what is
    real, with the interval that holds 90 per cent of the repetitions.  They give the axes; in a notebook
    `done.plot.industry().figure` shows itself.  They need matplotlib, `pip install plan-optimiser[plot]`, and raise an
    ImportError that says so.
    """

    execution: Execution

    @property
    def _base(self) -> str:
        return year_named(self.execution.economy.years.label(0))

    def industry(self, ax: Axes | None = None) -> Axes:
        """Industrial output demanded, reported and real, value at the workbook's prices: index, base year = 1.

        Raises:
            ValueError: nothing by which industry could be added up.
        """
        drawn = [
            (name, each.industry_told, each.industry_reported, each.industry)
            for name, each in self.execution.outcomes.items()
            if each.industry_told is not None and each.industry_reported is not None and each.industry is not None
        ]
        if not drawn:
            raise ValueError("industrial output cannot be added up: no sector of industry has a price and an output")
        ax = axes_for(ax)
        for name, told, reported, real in drawn:
            self._three(ax, name, told, reported, real)
        return finished(ax, self._titled("Industrial output"), f"index, {self._base} = 1")

    def output(self, sector: str | int = 0, ax: Axes | None = None) -> Axes:
        """Output of a sector, by its code or its place, demanded, reported and real; sector units a year.

        Raises:
            ValueError: no such sector.
        """
        sectors = self.execution.economy.sectors
        place = _place(sector, sectors.axis.labels, "sector")
        ax = axes_for(ax)
        for name, each in self.execution.outcomes.items():
            self._three(ax, name, each.told[place], _of(each.reported, place), _of(each.real, place))
        return finished(ax, self._titled(f"Output, {sectors.names[place]}"), f"{sectors.axis.units[place]} a year")

    def consumption(self, household: str | int = 0, ax: Axes | None = None) -> Axes:
        """Consumption of a household, by its code or its place, as it really comes: index, base year = 1.

        Raises:
            ValueError: no such household.
        """
        households = self.execution.economy.households
        place = _place(household, households.axis.labels, "household")
        ax = axes_for(ax)
        for name, each in self.execution.outcomes.items():
            _real(ax, list(each.years), name, _of(each.consumption, place))
        return finished(ax, self._titled(f"Consumption, {households.names[place]}"), f"index, {self._base} = 1")

    def ambition(self, ax: Axes | None = None) -> Axes:
        """What more and more ambition comes to: output of industry in the last year, consumption as a mean of all.

        Along the axis the share of the way from balanced growth (0%) to all maxima at once (100%).

        Raises:
            ValueError: there is no curve: balanced growth and maximum are not both carried out.
        """
        curve = self.execution.curve
        if not curve:
            raise ValueError("there is no curve of ambition: carry out balanced and maximum")
        ax = axes_for(ax)
        shares = [100.0 * each.share for each in curve]
        for place, (name, values) in enumerate(self._comes_to(curve)):
            ax.plot(shares, values, "-o", color=COLOURS[place % LINES], label=called(name), linewidth=1.8, markersize=3)
        ax.set_xlabel("ambition, % of the way from balanced growth to all maxima")
        return finished(ax, self._titled("What ambition comes to"), f"index, {self._base} = 1")

    def _comes_to(self, curve: Sequence[Ambition]) -> Iterator[tuple[str, list[float]]]:
        economy = self.execution.economy
        last = economy.years.plan_labels[-1]

        def ends(of: Callable[[Outcome], Estimate | None]) -> list[float]:
            return [np.nan if (found := of(each.outcome)) is None else float(found.mean[-1]) for each in curve]

        heavy = economy.settings.heavy_industry
        for name, values in (("industry", ends(lambda o: o.industry)), (heavy, ends(lambda o: o.heavy))):
            if np.isfinite(values).any():
                yield f"output of {name}, {last}", values
        for place, name in enumerate(economy.households.names):
            yield f"mean consumption, {name}", [float(each.outcome.living_standard.mean[place]) for each in curve]

    def _titled(self, words: str) -> str:
        return titled(self.execution.economy, f"{words}, carried out")

    def _three(self, ax: Axes, name: str, told: Floats, reported: Estimate, real: Estimate) -> None:
        years = list(self.execution.economy.years.plan_labels)
        colour = COLOURS[_colour_of(name) % LINES]
        ax.plot(years, told, "--", color=colour, label=called(f"{name}, demanded"), linewidth=1.4)
        ax.plot(years, reported.mean, ":", color=colour, label=called(f"{name}, reported"), linewidth=1.6)
        _real(ax, years, f"{name}, real", real, name)


def _real(ax: Axes, years: list[str], label: str, real: Estimate, name: str = "") -> None:
    colour = COLOURS[_colour_of(name or label) % LINES]
    ax.plot(years, real.mean, "-o", color=colour, label=called(label), linewidth=1.8, markersize=3)
    ax.fill_between(years, real.low, real.high, color=colour, alpha=BAND, linewidth=0.0)


def _colour_of(outcome: str) -> int:
    """As on the pages: that of the strategy whose name begins the outcome's."""
    return strategy_colour(outcome.split(" ")[0])


def _of(estimate: Estimate, place: int) -> Estimate:
    return Estimate(estimate.mean[place], estimate.low[place], estimate.high[place])


def _place(asked: str | int, codes: Sequence[str], what: str) -> int:
    place = codes.index(asked) if isinstance(asked, str) and asked in codes else asked
    if not isinstance(place, int) or not 0 <= place < len(codes):
        raise ValueError(f"there is no {what} {asked!r}; those there are: {', '.join(codes) or 'none'}")
    return place
