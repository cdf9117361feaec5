"""The report on the turnpike: its rate and proportions, and how far plans of several lengths keep from it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimiser.arrays import Floats
from optimiser.language.naming import asset_name
from optimiser.plan.plan import Plan
from optimiser.plan.sentences import stylised_title
from optimiser.report.page import (
    Block,
    Cells,
    Chart,
    Column,
    Format,
    Heading,
    Page,
    Report,
    Scaling,
    Sentence,
    Series,
    Table,
    bound,
)
from optimiser.report.pages.plan import warned
from optimiser.strategies.turnpike import NEAR, Turnpike, shares_of

MOST_DRAWN = 8
"""Plans that are drawn."""
WHAT = (
    "The ray carries the people of the base year along at its living standard, everything growing at one rate; the "
    "labour-free rate is the fastest that techniques allow where nobody has to be fed and nothing is traded. Distance: "
    "half the sum of the differences of shares in capacity by value."
)


def turnpike_report(found: Turnpike, plans: Mapping[int, Plan]) -> Report:
    """The report; `plans` by their number of years."""
    title = stylised_title(found.economy)
    return bound(title, turnpike_page(found, plans, title), [], found.economy.origin.path)


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


def turnpike_page(found: Turnpike, plans: Mapping[int, Plan], title: str = "") -> Page:
    """Sentences, the distance by year with its chart, proportions, prices."""
    blocks: list[Block] = [*warned(found.economy)]
    blocks += [Sentence(each, brief=True) for each in turnpike_in_words(found, plans)]
    blocks.append(Sentence(WHAT, "note"))
    solved = {years: plan for years, plan in sorted(plans.items()) if plan.solution.optimal}
    charts: list[Chart] = []
    if solved:
        table, chart = _distances(found, solved)
        blocks += [Heading("How far plans keep from it"), table, chart]
        charts.append(chart)
    blocks += [Heading("Proportions"), _proportions(found)]
    blocks += [Heading("Prices on the ray"), _prices(found)]
    meaning = "The balanced ray: its rate, proportions and prices, and how far plans keep from it."
    return Page("Turnpike", meaning, tuple(blocks), title or "The turnpike")


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
