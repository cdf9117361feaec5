"""The balanced ray: in sentences, tables and a chart, and as a page of the report on a plan."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import InputFault
from optimiser.language.naming import asset_name
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.facts.turnpike import ray_facts
from optimiser.report.page import Block, Cells, Chart, Column, Format, Heading, Page, Scaling, Sentence, Series, Table
from optimiser.strategies.turnpike import NEAR, Turnpike, shares_of, turnpike

MOST_DRAWN = 8
"""Plans that are drawn."""
MOST_TECHNIQUES = 200
"""Of an economy with more of them the search for a ray takes longer than the plan."""
WHAT = (
    "The ray carries the people of the base year along at its living standard, everything growing at one rate; the "
    "labour-free rate is the fastest that techniques allow where nobody has to be fed and nothing is traded. Distance: "
    "half the sum of the differences of shares in capacity by value."
)


def turnpike_of_plan(plan: Plan, _: Measures) -> list[Page]:
    """The ray of the plan's economy and how far the plan keeps from it, where its strategy strives for such growth."""
    if not plan.criterion.turnpike:
        return []
    meaning = "Growth of everything at one rate, and how far the plan keeps from its proportions."
    economy = plan.economy
    if (techniques := len(economy.techniques.axis)) > MOST_TECHNIQUES:
        why = f"With {techniques} techniques the search for the balanced ray takes longer than the plan did."
        return [Page("Turnpike", meaning, (Sentence(f"{why} The command `optimiser turnpike` does it."),))]
    try:
        found = turnpike(economy)
    except InputFault as fault:
        why = "; ".join(each.problem for each in fault.faults)
        return [Page("Turnpike", meaning, (Sentence(f"No balanced ray was found: {why}."),))]
    blocks = tuple(ray_blocks(found, {economy.years.plan: plan}))
    return [Page("Turnpike", meaning, blocks, "The turnpike", key="turnpike", facts=ray_facts(found, plan))]


def turnpike_in_words(found: Turnpike, plans: Mapping[int, Plan]) -> list[str]:
    """What came out, in sentences."""
    words = [f"On the balanced ray everything grows by {found.rate:.2%} a year."]
    free = found.labour_free_rate
    if np.isnan(free):
        words.append("Without trade techniques alone have no ray.")
    if free > found.rate + 1e-9:
        words.append(
            f"Without people to feed and to find, techniques would allow {free:.2%} a year."
            if np.isfinite(free)
            else "Without people to feed and to find there would be no limit to growth."
        )
    for years, plan in sorted(plans.items()):
        if plan.solution.optimal:
            distance = found.distance(plan)
            near = found.share_near(plan)
            words.append(
                f"Over {years} years the plan is {distance.min():.1%} from the ray where it is nearest, and within "
                f"{NEAR:.0%} of it in {near:.0%} of its years."
            )
        else:
            words.append(f"Over {years} years there is no plan: {plan.status.value}.")
    if found.left_out:
        words.append(f"No part of the ray: {', '.join(found.left_out)}.")
    return words


def ray_blocks(found: Turnpike, plans: Mapping[int, Plan], *, brief: bool = False) -> list[Block]:
    """Sentences, the distance by year with its chart, proportions, prices; `plans` by their number of years.

    `brief`: the sentences are also printed on the terminal.
    """
    blocks: list[Block] = [Sentence(each, brief=brief) for each in turnpike_in_words(found, plans)]
    blocks.append(Sentence(WHAT, "note"))
    solved = {years: plan for years, plan in sorted(plans.items()) if plan.solution.optimal}
    if solved:
        blocks += [Heading("How far plans keep from it"), *_distances(found, solved)]
    blocks += [Heading("Proportions"), _proportions(found)]
    blocks += [Heading("Prices on the ray"), _prices(found)]
    return blocks


def _distances(found: Turnpike, plans: Mapping[int, Plan]) -> tuple[Table, Chart]:
    distances = {years: found.distance(plan) for years, plan in plans.items()}
    most = max(plans)
    columns = [Column("year of the plan", format=Format.COUNT)]
    columns += [Column(f"{years} years", format=Format.SHARE) for years in distances]
    rows = [
        (year, *(float(each[year - 1]) if year <= len(each) else None for each in distances.values()))
        for year in range(1, most + 1)
    ]
    table = Table(tuple(columns), tuple(rows))
    drawn = list(enumerate(distances, start=1))[:MOST_DRAWN]
    series = tuple(Series(f"{years} years", Cells.down(table, place)) for place, years in drawn)
    chart = Chart(
        "lines",
        "Distance from the turnpike",
        series,
        Cells.down(table, 0),
        Scaling("year of the plan"),
        Scaling("distance", Format.SHARE, 0.0),
    )
    return table, chart


def _proportions(found: Turnpike) -> Table:
    economy = found.economy
    now, labels = _base(found), found.entity.labels
    columns = [Column("code"), Column("sector"), Column("base year", format=Format.SHARE)]
    columns.append(Column("on the ray", format=Format.SHARE))
    values = [now, found.proportions()]
    if found.labour_free is not None:
        columns.append(Column("without people", format=Format.SHARE, meaning="On the labour-free ray."))
        values.append(found.proportions(found.labour_free))
    rows = [
        (label, name, *(float(each[place]) for each in values))
        for place, (label, name) in enumerate(zip(labels, (asset_name(economy, each) for each in labels), strict=True))
    ]
    return Table(tuple(columns), tuple(rows), labels=2)


def _base(found: Turnpike) -> Floats:
    economy = found.economy
    limited = np.isfinite(economy.assets.capacity)
    sizes = np.where(limited, economy.assets.capacity, 0.0) if limited.any() else economy.sectors.base_output
    return shares_of(economy, sizes, limited)


def _prices(found: Turnpike) -> Table:
    axis, names = found.economy.products.axis, found.economy.products.names
    columns = (
        Column("code"),
        Column("product"),
        Column("unit"),
        Column("price", format=Format.INDEX, meaning="What the growth of the ray would gain by a unit, as a share."),
    )
    rows = tuple(zip(axis.labels, names, axis.units, found.ray.prices.tolist(), strict=True))
    return Table(columns, rows, labels=3, alike="column")
