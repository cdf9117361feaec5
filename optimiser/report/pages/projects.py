"""The page of projects: when each is begun, what is spent on it, and from when on it gives capacity."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.language.naming import asset_names
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.page import Column, Page, Schedule, Sentence, Table
from optimiser.report.pages import plan_sheets
from optimiser.report.pages.yearly import tidy, year_columns

MOST_PROJECTS = 40
"""Those that cost most within the plan."""

Line = tuple[str, float, str, str, str, Floats]
"""Name, capacity and its unit, the years of start and of first use, and what is spent: (1..T)."""


def projects(plan: Plan, m: Measures) -> list[Page]:
    """Projects as a schedule: `f_p phi_p(t - tau) y[p,tau]` at prices, and first use in `tau + L`.

    Money units; where nothing is priced, units of new capacity that the same inputs would make.
    """
    economy = plan.economy
    construction = economy.construction
    cost = times(construction.capital.T.tocsr(), times(construction.composition.T.tocsr(), economy.products.price))
    every = [*_inherited(plan, m, cost), *_begun(plan, m, cost)]
    if not every:
        return []
    dearest = sorted(sorted(range(len(every)), key=lambda place: -float(every[place][5].sum()))[:MOST_PROJECTS])
    spent = economy.money_unit if cost.any() else ""
    rows = tuple(
        (name, amount, unit, begun, finished, spent or f"{unit}, as inputs", *map(float, by_year))
        for name, amount, unit, begun, finished, by_year in map(every.__getitem__, dearest)
    )
    columns = (
        Column("project"),
        Column("capacity", width=11.0),
        Column("unit"),
        Column("begun in", width=11.0),
        Column("gives capacity from", width=12.0),
        Column("unit of what is spent", width=12.0),
        *year_columns(m)[1:],
    )
    table = Table(columns, rows, alike="cell", labels=1, filters=True)
    picture = Schedule("Projects: begun, paid for, and of use", table, first=6, name=0, unit=5, begun=3, finished=4)
    first, last = m.years[1], m.years[-1]
    words = "The years show what is spent. "
    words += f"Blank under 'begun in': before {first}; under 'gives capacity from': after {last}."
    if len(every) > len(rows):
        words += f" The {len(rows)} of {len(every):,} on which most is spent within the plan."
    meaning = "Every project: when it is begun, what is spent on it in which year, and from when on it gives capacity."
    return [Page("Projects", meaning, (Sentence(words, "note"), picture, table), sheet=plan_sheets.PRODUCTION)]


def _begun(plan: Plan, m: Measures, cost: Floats) -> Iterator[Line]:
    """What the plan begins: a line for each project and year of start."""
    economy, T, found = plan.economy, plan.economy.years.plan, plan.economy.projects
    starts = tidy(plan.quantities.starts[:, : T + 1], plan.variables.scales.asset[found.asset])
    names = asset_names(economy)
    for project, year in zip(*np.nonzero(starts[:, 1:] > 0.0), strict=True):
        start, asset = int(year) + 1, int(found.asset[project])
        amount, done = float(starts[project, start]), start + int(found.gestation[project])
        spent = np.zeros(T)
        shares = found.spending[project][: T - start + 1]
        spent[start - 1 : start - 1 + len(shares)] = shares * amount * found.cost_factor[project]
        name = f"{names[asset]}: {found.axis.columns['type'][project]}"
        spent *= cost[asset] if cost.any() else 1.0
        yield name, amount, found.axis.units[project], m.years[start], m.years[done] if done <= T else "", spent


def _inherited(plan: Plan, m: Measures, cost: Floats) -> Iterator[Line]:
    """What was begun before the plan: a line for each."""
    economy, T, found = plan.economy, plan.economy.years.plan, plan.economy.inherited
    names, units = asset_names(economy), economy.assets.axis.units
    for place, asset in enumerate(found.asset.tolist()):
        amount, due = float(found.capacity[place]), int(found.due[place])
        spent = found.cost_to_come[place, 1 : T + 1] * amount * (cost[asset] if cost.any() else 1.0)
        name = f"{names[asset]}: begun before"
        yield name, amount, units[asset], "", m.years[due] if due <= T else "", spent
