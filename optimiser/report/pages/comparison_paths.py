"""Paths of the compared plans, with charts: consumption, industry, sectors, and the frontier."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimiser.arrays import Floats
from optimiser.language.naming import year_named
from optimiser.plan.measures import Measures
from optimiser.report.page import (
    HEADER,
    Block,
    Cells,
    Chart,
    Column,
    Format,
    Heading,
    Page,
    Scaling,
    Sentence,
    Series,
    Table,
)
from optimiser.report.pages.side import MOST_PATHS, Side, colour
from optimiser.report.pages.yearly import axis_start, figures, greatest, over_years, sector_weights, year_columns


def consumption(side: Side) -> list[Page]:
    """Living standards of every household under every plan."""
    economy = side.economy
    if side.one is None or not len(economy.households.axis):
        return []
    axis, names = economy.households.axis, economy.households.names
    unit = f"index, {year_named(side.one.years[0])} = 1"
    total = {name: m.consumption for name, m in side.found.items()}
    head = {name: m.consumption_per_head for name, m in side.found.items()}
    table = side.paths("household", axis, names, total, unit)
    chart = side.chart("Consumption of households", unit, table, range(min(len(table.kept), MOST_PATHS)))
    blocks = (
        Heading("Consumption in total"),
        table,
        Heading("Consumption a head"),
        side.paths("household", axis, names, head, unit),
        Heading(f"In {year_named(side.one.years[-1])}"),
        side.differences("household", axis, names, total, unit),
        chart,
    )
    meaning = "Living standards of every household under every plan."
    return [Page("Consumption", meaning, blocks, headlines=(chart,))]


def industry(side: Side) -> list[Page]:
    """Industrial output, investment, unfinished construction and debt by year."""
    if side.one is None:
        return []
    index = f"index, {year_named(side.one.years[0])} = 1"
    share, money, foreign = "share of final uses at home", side.economy.money_unit, side.economy.trade.unit
    found = side.found.items()
    subjects: list[tuple[str, str, dict[str, Floats | None], Format]] = [
        ("Industrial output", index, {n: m.industrial_index for n, m in found}, Format.MAGNITUDE),
        ("Investment", share, {n: m.investment_share for n, m in found}, Format.SHARE),
        ("Unfinished construction", money, {n: m.unfinished_value for n, m in found}, Format.MAGNITUDE),
        ("Foreign debt", foreign, {n: m.debt for n, m in found}, Format.MAGNITUDE),
    ]
    blocks: list[Block] = []
    charts: list[Chart] = []
    for title, unit, values, kind in subjects:
        rows = tuple((name, unit, *figures(series)) for name, series in values.items() if series is not None)
        if not rows:
            continue
        table = Table((Column("strategy"), Column("unit"), *year_columns(side.one, kind)), rows, labels=2)
        blocks += [Heading(title), table]
        if title == "Industrial output":
            series = tuple(
                Series(str(row[0]), Cells.along(table, place, 2), colour=colour(str(row[0])))
                for place, row in enumerate(rows)
            )
            charts.append(over_years(title, index, Cells.along(table, HEADER, 2), series))
    ways, points = _investment_and_consumption(side, side.one)
    blocks += ways
    charts += points
    if not blocks:
        return []
    meaning = "Industrial output, investment, unfinished construction and foreign debt by year."
    return [Page("Industry and capital", meaning, (*blocks, *charts), headlines=tuple(charts))]


def _investment_and_consumption(side: Side, one: Measures) -> tuple[list[Block], list[Chart]]:
    rows: list[tuple[object, ...]] = []
    spans: list[tuple[str, int, int]] = []
    for name, m in side.found.items():
        if m.investment_share is None or not len(m.consumption):
            continue
        start = len(rows)
        for year in range(1, len(m.years)):
            share, mean = float(m.investment_share[year]), float(m.consumption[:, year].mean())
            if np.isfinite(share):
                rows.append((name, m.years[year], share, mean))
        if len(rows) > start:
            spans.append((name, start, len(rows) - 1))
    if not rows:
        return [], []
    before = f"{year_named(one.years[0])} = 1"
    invested = Column("investment, share of final uses", format=Format.SHARE, width=16.0)
    columns = (
        Column("strategy"),
        Column("year"),
        invested,
        Column(f"mean consumption of households, index, {before}", width=18.0),
    )
    table = Table(columns, tuple(rows), alike="column")
    series = tuple(
        Series(name, Cells.down(table, 3, a, b), Cells.down(table, 2, a, b), colour=colour(name))
        for name, a, b in spans
    )
    chart = Chart(
        "points",
        "Consumption against investment: each plan's way through the years",
        series,
        x=Scaling("investment, share of final uses at home", Format.SHARE),
        y=Scaling(f"mean consumption, {before}", Format.COEFFICIENT, axis_start(Cells.down(table, 3).numbers)),
    )
    return [Heading("Consumption against investment, year by year"), table], [chart]


def output(side: Side) -> list[Page]:
    """Output by sector in the last year, by year, and a small chart for each of the greatest sectors."""
    if side.one is None:
        return []
    pages, table = _of_sectors(side, "Output", "Output of every sector under every plan.", lambda m: m.output)
    count, axis = len(side.names), side.economy.sectors.axis
    charts = []
    for sector in greatest(sector_weights(side.economy), MOST_PATHS):
        rows = [sector * count + each for each in range(count)]
        title = side.economy.sectors.names[sector]
        charts.append(side.chart(title, f"{axis.units[sector]} a year", table, rows, small=True))
    meaning = "Output of the greatest sectors under every plan: a line a strategy."
    return [*pages, *([Page("Paths", meaning, tuple(charts))] if charts else [])]


def capacity(side: Side) -> list[Page]:
    """Capacity by sector in the last year, and the paths."""
    if side.one is None:
        return []
    return _of_sectors(side, "Capacity", "Capacity of every sector under every plan.", lambda m: m.capacity)[0]


def _of_sectors(side: Side, title: str, meaning: str, take: Callable[[Measures], Floats]) -> tuple[list[Page], Table]:
    assert side.one is not None
    axis, names = side.economy.sectors.axis, side.economy.sectors.names
    values = {name: take(m) for name, m in side.found.items()}
    last = side.differences("sector", axis, names, values, "")
    table = side.paths("sector", axis, names, values, "")
    return [
        Page(title, meaning, (Heading(f"In {year_named(side.one.years[-1])}"), last)),
        Page(f"{title} by year", meaning.replace(" under", " by year under"), (table,)),
    ], table


def frontier(side: Side) -> list[Page]:
    """What more of the one costs of the other."""
    drawn = side.comparison.frontier
    if drawn is None or len(drawn.first_values) < 2:
        return []
    heads = (Column(drawn.first, width=16.0), Column(drawn.second, width=16.0))
    cost = Column(f"{drawn.second} given up for a further 0.01 of {drawn.first}", width=20.0)
    slope = [None] + [
        None if abs(across) < 1e-12 else -0.01 * float(up / across)
        for up, across in zip(np.diff(drawn.second_values), np.diff(drawn.first_values), strict=True)
    ]
    points = zip(map(float, drawn.first_values), map(float, drawn.second_values), slope, strict=True)
    rows = tuple((f"point {number}", *each) for number, each in enumerate(points, 1))
    line = Table((Column("frontier"), *heads, cost), rows, alike="column")
    places = tuple((name, float(a), float(b)) for name, (a, b) in drawn.positions.items())
    marks = Table((Column("strategy"), *heads), places, alike="column")
    series = [Series("frontier", Cells.down(line, 2), Cells.down(line, 1), colour=11)]
    series += [
        Series(name, Cells.along(marks, row, 2, 2), Cells.along(marks, row, 1, 1), dots=True, colour=colour(name))
        for row, (name, *_) in enumerate(places)
    ]
    xs, ys = (Cells.down(line, place).numbers + Cells.down(marks, place).numbers for place in (1, 2))
    chart = Chart(
        "points",
        f"{drawn.first.capitalize()} against {drawn.second}",
        tuple(series),
        x=Scaling(f"{drawn.first}: {drawn.first_unit}", Format.COEFFICIENT, axis_start(xs)),
        y=Scaling(f"{drawn.second}: index", Format.COEFFICIENT, axis_start(ys)),
    )
    blocks = (
        Sentence(f"{drawn.first}: {drawn.first_unit}. {drawn.second}: {drawn.second_unit}.", "note"),
        Heading("The frontier: the most of the second for each amount of the first"),
        line,
        Heading("Where the plans stand"),
        marks,
        chart,
    )
    meaning = f"What more {drawn.first} costs in {drawn.second}: the best there is, and where the plans stand."
    return [Page("Frontier", meaning, blocks, headlines=(chart,))]
