"""A plan drawn with matplotlib: output, consumption, flows of a year, projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.economy import Economy
from optimiser.economy.flows import baskets_in, inputs_in
from optimiser.errors import InputFault
from optimiser.language.naming import asset_names, year_named
from optimiser.plan.drawing import LINES, axes_for, called, finished, over_years, titled
from optimiser.plan.measures import Measures, building_work, inputs_for, measures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from optimiser.plan.plan import Plan

NOISE = 1e-9
"""Of the base year; what is less is nothing."""

PROJECTS = 40
"""Projects that are drawn, those that cost most; more cannot be read."""

READABLE = 20
"""Rows or columns of flows up to which the figures stand in the cells."""

BUILDING, BUILT = "#d9a441", "#3f7a2e"


@dataclass(frozen=True)
class Bar:
    """A project, or construction begun before the plan, over the years."""

    name: str
    begun: float
    """The year; 0.5 where it was begun before the plan."""
    use: int
    """The year from whose start on it gives capacity."""
    cost: float
    """By which projects are chosen."""


@dataclass(frozen=True)
class PlanPlots:
    """Plots of a plan: `plan.plot.output()`.  Each draws on `ax`, or on a figure of its own, and gives the axes.

    In a notebook `plan.plot.output().figure` shows itself.  They need matplotlib, `pip install plan-optimiser[plot]`,
    and raise an ImportError that says so; of a plan that was not found they raise a ValueError.
    """

    plan: Plan

    @property
    def _measures(self) -> Measures:
        return measures(self.plan)

    def output(self, ax: Axes | None = None) -> Axes:
        """Output of each sector, `x[j,t] / x[j,0]`: of those with a base-year output the 12 worth most."""
        m, economy = self._measures, self.plan.economy
        worth = _prices(economy) * m.output[:, 0]
        made = np.flatnonzero(m.output[:, 0] > 0.0)
        chosen = sorted(made[np.argsort(-(worth if worth.any() else m.output[:, 0])[made], kind="stable")][:LINES])
        ax = axes_for(ax)
        names = economy.sectors.names
        over_years(ax, m.years, ((names[each], m.output[each] / m.output[each, 0]) for each in chosen))
        return finished(ax, titled(economy, "Output by sector"), f"index, {year_named(m.years[0])} = 1")

    def consumption(self, ax: Axes | None = None) -> Axes:
        """Consumption of each household, and a head (dashed) where people move: index, base year = 1."""
        m, economy = self._measures, self.plan.economy
        names = economy.households.names[:LINES]
        ax = axes_for(ax)
        over_years(ax, m.years, ((name, m.consumption[place]) for place, name in enumerate(names)))
        moved = [
            place for place in range(len(names)) if not np.allclose(m.consumption[place], m.consumption_per_head[place])
        ]
        a_head = ((f"{names[place]}, a head", m.consumption_per_head[place]) for place in moved)
        over_years(ax, m.years, a_head, colours=moved, dashed=True)
        return finished(ax, titled(economy, "Consumption"), f"index, {year_named(m.years[0])} = 1")

    def flows(self, year: str | int, ax: Axes | None = None) -> Axes:
        """What of each product goes to whom in a year, `p_i a_ij[t] x_j[t]` and final uses; money units a year.

        `year` is a label (`"1932/33"`) or a number from 1.

        Raises:
            ValueError: the plan has no such year.
            InputFault: no product has a price, so that flows cannot be set side by side.
        """
        m, economy = self._measures, self.plan.economy
        t = _year(economy, year)
        users, values = _flows(self.plan, t)
        rows = np.flatnonzero((values > 0.0).any(axis=1))
        columns = np.flatnonzero((values > 0.0).any(axis=0))
        shown = values[np.ix_(rows, columns)]
        ax = axes_for(ax, 2.5 + 0.45 * len(columns), 2.0 + 0.32 * len(rows))
        # the root lets small flows be seen beside great ones
        ax.imshow(np.sqrt(shown), cmap="Blues", aspect="auto", vmax=1.15 * np.sqrt(shown.max(initial=1.0)))
        ax.set_xticks(range(len(columns)), [called(users[each]) for each in columns], rotation=45, ha="right")
        ax.set_yticks(range(len(rows)), [called(economy.products.names[each]) for each in rows])
        ax.tick_params(labelsize=8, length=0)
        if max(shown.shape, default=0) <= READABLE:
            for (row, column), value in np.ndenumerate(shown):
                if value > 0.0:
                    ink = "white" if value > 0.4 * shown.max() else "black"
                    ax.text(column, row, f"{value:.2g}", ha="center", va="center", fontsize=6.5, color=ink)
        title = f"Who uses what in {m.years[t]}, {economy.money_unit} a year"
        ax = finished(ax, titled(economy, title), "", legend=False)
        ax.grid(visible=False)
        return ax

    def gantt(self, ax: Axes | None = None) -> Axes:
        """Projects, the 40 that cost most: from when on they are built, and from when on they give capacity."""
        m, economy = self._measures, self.plan.economy
        every = [*_inherited(economy), *_begun(self.plan)]
        dearest = sorted(range(len(every)), key=lambda place: -every[place].cost)[:PROJECTS]
        bars = sorted((every[place] for place in dearest), key=lambda bar: (bar.begun, bar.use))
        end = economy.years.plan + 0.5
        ax = axes_for(ax, 8.0, 1.4 + 0.2 * len(bars))
        for row, bar in enumerate(bars):
            use = min(bar.use - 0.5, end)
            ax.broken_barh([(bar.begun - 0.5, use - bar.begun + 0.5)], (row - 0.4, 0.8), color=BUILDING)
            ax.broken_barh([(use, end - use)], (row - 0.4, 0.8), color=BUILT)
        ax.set_yticks(range(len(bars)), [called(bar.name) for bar in bars])
        ax.set_xticks(range(1, economy.years.plan + 1), m.years[1:])
        ax.set_xlim(0.5, end)
        ax.set_ylim(len(bars) - 0.5, -0.5)
        ax.tick_params(labelsize=8)
        for colour, name in ((BUILDING, "is built"), (BUILT, "gives capacity")):
            ax.broken_barh([], (0.0, 0.0), color=colour, label=name)
        return finished(ax, titled(economy, "Projects"), "")


def _prices(economy: Economy) -> Floats:
    """(sector): what a unit of output is worth, by the dearest of its techniques; money units per unit."""
    price = np.zeros(len(economy.sectors.axis))
    np.maximum.at(price, economy.techniques.sector, times(economy.techniques.outputs.T.tocsr(), economy.products.price))
    return price


def _year(economy: Economy, year: str | int) -> int:
    labels = economy.years.plan_labels
    if isinstance(year, int) and 1 <= year <= len(labels):
        return year
    if isinstance(year, str) and year in labels:
        return labels.index(year) + 1
    raise ValueError(f"the plan has no year {year!r}; its years are {', '.join(labels)}, or 1 to {len(labels)}")


def _flows(plan: Plan, t: int) -> tuple[list[str], Floats]:
    """Who uses products in a year, and how much: (product, user), money units a year."""
    economy, q = plan.economy, plan.quantities
    price, techniques = economy.products.price, economy.techniques
    if not price.any():
        raise InputFault.of(
            "Products", "no product has a price, so that flows cannot be set side by side", "Give prices"
        )
    by_technique = inputs_in(economy, t).toarray() * inputs_for(plan)[:, t]
    branches = np.zeros((len(price), len(economy.sectors.axis)))
    np.add.at(branches.T, techniques.sector, by_technique.T)
    baskets = baskets_in(economy, t).toarray() * q.consumption[:, t]
    given = np.zeros(len(price))
    np.add.at(given, economy.demand.product, np.maximum(economy.demand.quantity[:, t], 0.0))
    given += economy.assortments.contents(q.assortments[:, : t + 1], len(price))[:, t]
    building = times(economy.construction.composition, building_work(plan))[:, t]
    if economy.town_and_country.farm_product >= 0:
        baskets[economy.town_and_country.farm_product, economy.town_and_country.household] += q.farm_kept[t]
    moving = times(economy.transfers.goods, q.transfers[:, t])
    users = [*economy.sectors.names, *economy.households.names]
    users += ["building", "moving and training", "given uses", "exports"]
    values = np.column_stack([branches, baskets, building, moving, given, q.exports[:, t]])
    size = plan.variables.scales.product[:, None]
    return users, np.where(values > NOISE * size, price[:, None] * values, 0.0)


def _cost(economy: Economy) -> Floats:
    """(asset): what a unit of new capacity costs at prices; 1 where nothing is priced."""
    work = times(economy.construction.composition.T.tocsr(), economy.products.price)
    cost = times(economy.construction.capital.T.tocsr(), work)
    return cost if cost.any() else np.ones(len(cost))


def _begun(plan: Plan) -> Iterator[Bar]:
    economy, projects = plan.economy, plan.economy.projects
    cost, size, names = _cost(economy), plan.variables.scales.asset, asset_names(economy)
    starts = plan.quantities.starts[:, : economy.years.plan + 1]
    for p, t in zip(*np.nonzero(starts > NOISE * size[projects.asset][:, None]), strict=True):
        asset, amount = int(projects.asset[p]), float(starts[p, t])
        kind, unit = projects.axis.columns["type"][p], projects.axis.units[p]
        worth = float(cost[asset] * projects.cost_factor[p] * amount)
        name = f"{names[asset]}: {kind}, {amount:.3g} {unit}"
        yield Bar(name, float(t), int(t + projects.gestation[p]), worth)


def _inherited(economy: Economy) -> Iterator[Bar]:
    inherited, cost, units = economy.inherited, _cost(economy), economy.assets.axis.units
    names = asset_names(economy)
    for asset, amount, due in zip(inherited.asset.tolist(), inherited.capacity.tolist(), inherited.due, strict=True):
        name = f"{names[asset]}: begun before, {amount:.3g} {units[asset]}"
        yield Bar(name, 1.0, int(due), float(cost[asset] * amount))
