"""The sheet of capacity: what there is, how far it is used, what is begun, inherited and unfinished."""

from __future__ import annotations

import numpy as np

from optimiser.economy.flows import inherited_capacity
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.series import colour_scale, lines, named, tidy, year_columns
from optimiser.report.sheet import Book


def capacity(book: Book, plan: Plan, m: Measures) -> None:
    """Capacity, how far it is used, what is begun and what is unfinished."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    sheet = book.sheet(
        "Capacity", "Capacity and how far it is used; projects begun; what is inherited and what is unfinished."
    )
    sheet.back()
    axis, names, size = economy.sectors.axis, economy.sectors.names, plan.variables.scales.sector
    sheet.heading("Capacity at the start of the year")
    sheet.table([*named("sector"), *year_columns(m)], lines(axis, names, m.capacity), labels=3)
    sheet.heading("Capacity used")
    place = sheet.table(
        [*named("sector"), *year_columns(m, shares=True)], lines(axis, names, m.utilisation, "share of capacity")
    )
    colour_scale(place, 5, low="FFFFFF", high="F4B183", least=0.5, most=1.0)
    sheet.heading("Capacity begun in the year, by project")
    projects = economy.projects
    begun = tidy(q.starts[:, : T + 1], size[projects.sector])
    begun[:, 0] = np.nan
    used = np.flatnonzero(np.nan_to_num(begun).any(axis=1))
    rows: list[tuple[object, ...]] = [
        (
            projects.axis.columns["sector"][p],
            f"{names[projects.sector[p]]}: {projects.axis.columns['type'][p]}",
            f"{projects.axis.units[p]} of capacity",
            *(None if np.isnan(v) else float(v) for v in begun[p]),
        )
        for p in used
    ]
    sheet.table([*named("sector", "project"), *year_columns(m)], rows)
    arriving = np.zeros((len(axis), T + 1))
    arriving[:, 1:] = inherited_capacity(economy, T)
    some = np.flatnonzero(arriving.any(axis=1))
    if len(some):
        sheet.heading("Finished in the year of what was begun before the plan")
        arriving[:, 0] = np.nan
        sheet.table([*named("sector"), *year_columns(m)], [lines(axis, names, arriving)[each] for each in some])
    some = np.flatnonzero(tidy(m.unfinished, size).any(axis=1))
    sheet.heading("Unfinished construction at the end of the year")
    if not len(some):
        sheet.note("Nothing that is begun gives no capacity yet when the next year starts.")
        return
    sheet.note("Inputs spent on what gives no capacity yet when the next year starts, as the capacity they would make.")
    table = [lines(axis, names, tidy(m.unfinished, size))[each] for each in some]
    if m.unfinished_value is not None:
        table.append(("", "all together, at prices", economy.money_unit, *map(float, m.unfinished_value)))
    roles = [""] * len(some) + ["total"]
    sheet.table([*named("sector"), *year_columns(m)], table, roles=roles)
