"""The page of capacity: what there is, how far it is used, what is begun, inherited and unfinished."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimiser.economy.flows import inherited_capacity
from optimiser.language.naming import asset_names
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.page import Block, Heading, Page, Role, Sentence
from optimiser.report.pages import plan_sheets
from optimiser.report.pages.yearly import by_year, figures, lines, shares_by_year, tidy


def capacity(plan: Plan, m: Measures) -> list[Page]:
    """Capacity, how far it is used, what is begun and what is unfinished."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    axis, names, size = economy.assets.axis, asset_names(economy), plan.variables.scales.asset
    projects = economy.projects
    begun = tidy(q.starts[:, : T + 1], size[projects.asset])
    rows: list[tuple[object, ...]] = [
        (
            projects.axis.columns["sector"][p],
            f"{names[projects.asset[p]]}: {projects.axis.columns['type'][p]}",
            f"{projects.axis.units[p]} of capacity",
            *figures(begun[p], blank_base=True),
        )
        for p in np.flatnonzero(begun[:, 1:].any(axis=1))
    ]
    blocks: list[Block] = [
        Heading("Capacity at the start of the year"),
        by_year(m, "sector", "name", _owned(plan, lines(axis, names, m.capacity))),
        Heading("Capacity used"),
        shares_by_year(m, "sector", _owned(plan, lines(axis, names, m.utilisation, "share of capacity"))),
        Heading("Capacity begun in the year, by project"),
        by_year(m, "sector", "project", rows),
    ]
    arriving = np.zeros((len(axis), T + 1))
    arriving[:, 1:] = inherited_capacity(economy, T)
    some = np.flatnonzero(arriving.any(axis=1))
    if len(some):
        every = lines(axis, names, arriving, blank_base=True)
        blocks.append(Heading("Finished in the year of what was begun before the plan"))
        blocks.append(by_year(m, "sector", "name", [every[each] for each in some]))
    blocks += [Heading("Unfinished construction at the end of the year"), *_unfinished(plan, m)]
    meaning = "Capacity and how far it is used; projects begun; what is inherited and what is unfinished."
    return [Page("Capacity", meaning, tuple(blocks), sheet=plan_sheets.PRODUCTION)]


def _owned(plan: Plan, every: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The lines of assets, without those of sectors that ship, which need none."""
    ships = np.isin(plan.economy.assets.sector, plan.economy.shipments.sector)
    return [line for line, other in zip(every, ships, strict=True) if not other]


def _unfinished(plan: Plan, m: Measures) -> list[Block]:
    economy = plan.economy
    unfinished = tidy(m.unfinished, plan.variables.scales.asset)
    some = np.flatnonzero(unfinished.any(axis=1))
    if not len(some):
        return [Sentence("Nothing that is begun gives no capacity yet when the next year starts.", "note")]
    every = lines(economy.assets.axis, asset_names(economy), unfinished)
    rows = [every[each] for each in some]
    roles: list[Role] = [""] * len(some)
    if m.unfinished_value is not None:
        rows.append(("", "all together, at prices", economy.money_unit, *map(float, m.unfinished_value)))
        roles.append("total")
    words = "Inputs spent on what gives no capacity yet when the next year starts, as the capacity they would make."
    return [Sentence(words, "note"), replace(by_year(m, "sector", "name", rows), roles=tuple(roles))]
