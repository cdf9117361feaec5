"""Plans side by side, drawn with matplotlib: living standards, industry, and the frontier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

from optimiser.arrays import Floats
from optimiser.errors import InputFault
from optimiser.execution.plots import strategy_colour
from optimiser.language.naming import year_named
from optimiser.plan.drawing import COLOURS, LINES, axes_for, called, finished, over_years, titled
from optimiser.plan.measures import Measures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from optimiser.comparison.compare import Comparison


@dataclass(frozen=True)
class ComparisonPlots:
    """Plots of plans side by side: `compared.plot.consumption()`.  Each draws on `ax`, or on a figure of its own.

    They give the axes; in a notebook `compared.plot.consumption().figure` shows itself.  They need matplotlib,
    `pip install plan-optimiser[plot]`, and raise an ImportError that says so.
    """

    comparison: Comparison

    @property
    def _found(self) -> Mapping[str, Measures]:
        if not self.comparison.measures:
            raise ValueError("no strategy of this comparison found a plan")
        return self.comparison.measures

    def _side(self, ax: Axes | None, values: Mapping[str, Floats], title: str) -> Axes:
        years = next(iter(self._found.values())).years
        ax = axes_for(ax)
        over_years(ax, years, values.items(), colours=[strategy_colour(name) for name in values])
        return finished(ax, titled(self.comparison.economy, title), f"index, {year_named(years[0])} = 1")

    def consumption(self, household: str | int = 0, ax: Axes | None = None) -> Axes:
        """Consumption of a household, by its code or its place, under each plan: index, base year = 1.

        Raises:
            ValueError: no plan, or no such household.
        """
        households = self.comparison.economy.households
        codes = households.axis.labels
        place = codes.index(household) if household in codes else household
        if not isinstance(place, int) or not 0 <= place < len(codes):
            raise ValueError(f"there is no household {household!r}; the households are {', '.join(codes) or 'none'}")
        values = {name: m.consumption[place] for name, m in self._found.items()}
        return self._side(ax, values, f"Consumption, {households.names[place]}")

    def industry(self, ax: Axes | None = None) -> Axes:
        """Industrial output under each plan: index, base year = 1.

        Raises:
            ValueError: no plan, or nothing by which industry could be added up.
        """
        found = {name: m.industrial_index for name, m in self._found.items()}
        values = {name: each for name, each in found.items() if each is not None}
        if not values:
            raise ValueError("industrial output cannot be added up: no sector of industry has a price and an output")
        return self._side(ax, values, "Industrial output")

    def frontier(self, ax: Axes | None = None) -> Axes:
        """What can be had of one thing when so much of the other is asked for, and where each plan stands.

        Raises:
            InputFault: the comparison has no frontier.
        """
        drawn = self.comparison.frontier
        if drawn is None:
            raise InputFault.of("Frontier", "this comparison has none", "Ask for its points: compare(..., points=9)")
        ax = axes_for(ax, 6.0, 4.0)
        ax.plot(drawn.first_values, drawn.second_values, "-", color="#6b6b6b", label="the most there is")
        for name, (first, second) in drawn.positions.items():
            ax.plot([first], [second], "o", color=COLOURS[strategy_colour(name) % LINES], label=called(name))
        ax.set_xlabel(called(drawn.first_unit), fontsize=8)
        title = f"{drawn.second.capitalize()} against {drawn.first}"
        ax = finished(ax, titled(self.comparison.economy, title), "")
        ax.set_ylabel(fill(called(drawn.second_unit), 44), fontsize=8)
        return ax
