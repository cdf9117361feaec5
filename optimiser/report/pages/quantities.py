"""Pages of output, consumption, labour and targets by year."""

from __future__ import annotations

import numpy as np

from optimiser.economy.base_year import base_year
from optimiser.economy.economy import Economy
from optimiser.economy.regions import producers_of
from optimiser.language.naming import name_of, year_named
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.programme.constraints.balances import material_balance
from optimiser.report.page import Block, Chart, Column, Format, Heading, Page, Scale, Sentence, Table
from optimiser.report.pages.yearly import (
    LONG,
    by_year,
    chart_of,
    greatest,
    lines,
    sector_prices,
    sector_weights,
    shares_by_year,
    tidy,
)


def members(economy: Economy, group: str) -> str:
    """The sectors of a group by their codes, or how many they are."""
    codes = [
        code
        for code, own in zip(economy.sectors.axis.labels, economy.sectors.group, strict=True)
        if (own or "other") == group
    ]
    listed = " ".join(codes)
    return listed if len(listed) <= 40 else f"{len(codes)} sectors"


def output(plan: Plan, m: Measures) -> list[Page]:
    """Output by sector; the greatest on the first page."""
    economy = plan.economy
    makers = producers_of(economy)
    axis, names = economy.sectors.axis.part(makers), [economy.sectors.names[each] for each in makers]
    amounts = tidy(m.output[makers], plan.variables.scales.sector[makers])
    blocks: list[Block] = [Heading("Output a year"), by_year(m, "sector", "name", lines(axis, names, amounts))]
    base = amounts[:, :1]
    index = np.divide(amounts, base, out=np.full(amounts.shape, np.nan), where=base > 0.0)
    charts: list[Chart] = []
    if (base > 0.0).any():
        indices = by_year(m, "sector", "name", lines(axis, names, index, "index"))
        blocks += [Heading(f"Output index ({year_named(m.years[0])} = 1)"), indices]
        chosen = greatest(np.where(base[:, 0] > 0.0, sector_weights(economy)[makers], -1.0))
        shown = [each for each in chosen if base[each, 0] > 0.0]
        charts.append(chart_of(indices, "Output by sector", f"index, {year_named(m.years[0])} = 1", shown))
    if m.value_of_output is not None:
        rows: list[tuple[object, ...]] = [
            (group, members(economy, group), economy.money_unit, *map(float, row))
            for group, row in zip(m.groups, m.value_of_output, strict=True)
        ]
        if m.industrial_index is not None:
            rows.append(("industry", "producer and consumer goods", "index", *map(float, m.industrial_index)))
        blocks += [Heading("Value of output by group"), by_year(m, "group", "sectors", rows)]
        unpriced = int((sector_prices(economy) == 0.0).sum())
        if unpriced:
            blocks.append(Sentence(f"Sectors whose products have no price are not in it: {unpriced}.", "note"))
    blocks += _unused(plan, m)
    if len(axis) <= LONG:
        blocks += charts
    meaning = "Output of every sector by year, in its own unit and as an index; value by group."
    return [Page("Output", meaning, tuple(blocks), headlines=tuple(charts))]


def _unused(plan: Plan, m: Measures) -> list[Block]:
    """What of each product is left without a use, as a share of the year's output."""
    products, T = plan.economy.products, plan.economy.years.plan
    base = base_year(plan.economy)
    made = np.asarray(plan.economy.techniques.outputs @ plan.quantities.output[:, 1 : T + 1])
    made = np.column_stack([base.amounts("output"), made])
    left = np.column_stack([base.residual, plan.slack(material_balance.name)[:, :T]])
    left = tidy(np.where(np.isfinite(left), left, 0.0), plan.variables.scales.product)
    share = np.divide(left, made, out=np.full(left.shape, np.nan), where=made > 0.0)
    every = lines(products.axis, products.names, share, "share of output")
    some = [every[each] for each in np.flatnonzero((left[:, 1:] > 0.0).any(axis=1))]
    if not some:
        return [Sentence("Everything that is made has a use in every year.", "note")]
    return [Heading("Output without a use"), shares_by_year(m, "product", some)]


def consumption(plan: Plan, m: Measures) -> list[Page]:
    """Consumption of households."""
    economy = plan.economy
    if not len(economy.households.axis):
        return []
    axis, names = economy.households.axis, economy.households.names
    unit = f"index, {year_named(m.years[0])} = 1"
    total = by_year(m, "household", "name", lines(axis, names, m.consumption, unit))
    head = by_year(m, "household", "name", lines(axis, names, m.consumption_per_head, unit))
    blocks: list[Block] = [Heading("Consumption in total"), total, Heading("Consumption a head"), head]
    floor = economy.households.floor[:, : len(m.years)]
    if (floor[:, 1:] > 0.0).any():
        least = by_year(m, "household", "name", lines(axis, names, floor, unit))
        blocks += [Heading("Floor under consumption in total"), least]
    chart = chart_of(total, "Consumption of households", unit, range(len(axis)))
    meaning = "Living standards: total and a head, beside the floors that must be kept."
    return [Page("Consumption", meaning, (*blocks, chart), headlines=(chart,))]


def labour(plan: Plan, m: Measures) -> list[Page]:
    """People at work, people there, and those who move."""
    economy, T = plan.economy, plan.economy.years.plan
    if not len(economy.pools.axis):
        return []
    axis, names, moves = economy.pools.axis, economy.pools.names, economy.transfers
    blocks: list[Block] = [
        Heading("People at work"),
        by_year(m, "pool", "name", lines(axis, names, m.at_work)),
        Heading("People there"),
        by_year(m, "pool", "name", lines(axis, names, m.there)),
        Heading("Share at work"),
        shares_by_year(m, "pool", lines(axis, names, m.labour_use, "share of those there")),
    ]
    if len(moves.axis):
        leaving = tidy(plan.quantities.transfers[:, : T + 1], plan.variables.scales.pool[moves.source])
        ways = [f"{names[s]} to {names[t]}" for s, t in zip(moves.source, moves.target, strict=True)]
        rows = lines(moves.axis, ways, leaving, blank_base=True)
        blocks.append(Heading("People who leave one pool for another in the year"))
        blocks.append(by_year(m, "from and to", "way", rows))
    meaning = "People at work and people there in each pool, and those who move or are trained."
    return [Page("Labour", meaning, tuple(blocks))]


def targets(plan: Plan, m: Measures) -> list[Page]:
    """What the targets ask for, and how far the plan comes."""
    if not m.targets:
        return []
    chosen = plan.target_set or plan.economy.settings.target_set
    rows = tuple(
        (
            r.code,
            name_of(plan.economy, {"household" if r.variable == "consumption" else "sector": r.code}),
            r.variable,
            r.year,
            r.unit,
            r.base,
            r.reached,
            r.asked,
            r.share,
        )
        for r in m.targets
    )
    names = ("code", "name", "what", "year", "unit", "base", "reached", "asked for")
    share = Column("share of the increment reached", format=Format.SHARE, width=14.0, scale=Scale.REACHED)
    meaning = f"What the target set {chosen!r} asks for, and how far the plan comes."
    return [Page("Targets", meaning, (Table((*map(Column, names), share), rows, labels=2),))]
