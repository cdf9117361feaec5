"""Paths of the compared plans, with charts: consumption, industry, sectors, and the frontier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from optimiser.arrays import Floats
from optimiser.plan.measures import Measures
from optimiser.report.charts import Line, Span, point_chart
from optimiser.report.series import axis_start, greatest, sector_weights, year_columns
from optimiser.report.sheet import Column, Place, Sheet
from optimiser.report.side import MOST_PATHS, Drawn, Side


def consumption(side: Side) -> list[Drawn]:
    """Living standards of every household under every plan."""
    economy = side.economy
    if side.one is None or not len(economy.households.axis):
        return []
    sheet = side.book.sheet("Consumption", "Living standards of every household under every plan.")
    sheet.back()
    axis, names = economy.households.axis, economy.households.names
    unit = f"index, {side.one.years[0]} = 1"
    sheet.heading("Consumption in total")
    place = side.paths(sheet, "household", axis, names, {n: m.consumption for n, m in side.found.items()}, unit)
    sheet.heading("Consumption a head")
    side.paths(sheet, "household", axis, names, {n: m.consumption_per_head for n, m in side.found.items()}, unit)
    side.differences(sheet, "household", axis, names, {n: m.consumption for n, m in side.found.items()}, unit)

    def draw() -> Any:
        return side.lines_chart("Consumption of households", unit, place, list(place.rows)[:MOST_PATHS])

    sheet.place_chart(draw())
    return [draw]


def industry(side: Side) -> list[Drawn]:
    """Industrial output, investment, unfinished construction and debt by year."""
    if side.one is None:
        return []
    economy = side.economy
    sheet = side.book.sheet(
        "Industry and capital", "Industrial output, investment, unfinished construction and foreign debt by year."
    )
    sheet.back()
    index = f"index, {side.one.years[0]} = 1"
    subjects: list[tuple[str, str, dict[str, Floats | None], bool]] = [
        ("Industrial output", index, {n: m.industrial_index for n, m in side.found.items()}, False),
        ("Investment", "share of final uses at home", {n: m.investment_share for n, m in side.found.items()}, True),
        ("Unfinished construction", economy.money_unit, {n: m.unfinished_value for n, m in side.found.items()}, False),
        ("Foreign debt", economy.trade.unit, {n: m.debt for n, m in side.found.items()}, False),
    ]
    drawn: list[Drawn] = []
    for title, unit, values, shares in subjects:
        rows = [
            (name, unit, *(None if np.isnan(each) else float(each) for each in series))
            for name, series in values.items()
            if series is not None
        ]
        if not rows:
            continue
        sheet.heading(title)
        columns = [Column("strategy"), Column("unit"), *year_columns(side.one, shares=shares)]
        place = sheet.table(columns, rows, labels=2)
        if title == "Industrial output":

            def draw(place: Place = place) -> Any:
                return side.lines_chart("Industrial output", index, place, list(place.rows), first=3, name=1)

            drawn.append(draw)
    scatter = _investment_and_consumption(side, sheet)
    for each in [*drawn, *scatter]:
        sheet.place_chart(each())
    return drawn + scatter


def _investment_and_consumption(side: Side, sheet: Sheet) -> list[Drawn]:
    rows: list[tuple[object, ...]] = []
    spans: list[tuple[int, int]] = []
    for name, m in side.found.items():
        if m.investment_share is None or not len(m.consumption):
            continue
        start = len(rows)
        for year in range(1, len(m.years)):
            share, mean = float(m.investment_share[year]), float(m.consumption[:, year].mean())
            if np.isfinite(share):
                rows.append((name, m.years[year], share, mean))
        spans.append((start, len(rows) - 1))
    if not rows or side.one is None:
        return []
    sheet.heading("Consumption against investment, year by year")
    label = f"mean consumption of households, index, {side.one.years[0]} = 1"
    columns = [
        Column("strategy"),
        Column("year"),
        Column("investment, share of final uses", shares=True, width=16.0),
        Column(label, width=18.0),
    ]
    place = sheet.table(columns, rows, by="column")

    def draw() -> Any:
        lines = [
            Line(
                Span.along(place.sheet, place.first + a, 1, 1),
                Span.down(place.sheet, 4, place.first + a, place.first + b),
                Span.down(place.sheet, 3, place.first + a, place.first + b),
            )
            for a, b in spans
            if b >= a
        ]
        title = "Consumption against investment: each plan's way through the years"
        chart = point_chart(title, "investment, share of final uses at home", label, lines, size=(24.0, 8.2))
        chart.x_axis.number_format = "0%"
        chart.y_axis.scaling.min = axis_start([row[3] for row in rows])
        return chart

    return [draw]


def output(side: Side) -> None:
    """Output by sector in the last year, by year, and a small chart for each sector."""
    place = _of_sectors(side, "Output", "Output of every sector under every plan.", lambda m: m.output)
    if place is not None:
        _paths(side, place)


def capacity(side: Side) -> None:
    """Capacity by sector in the last year, and the paths."""
    _of_sectors(side, "Capacity", "Capacity of every sector under every plan.", lambda m: m.capacity)


def _of_sectors(side: Side, title: str, meaning: str, take: Callable[[Measures], Floats]) -> Place | None:
    if side.one is None:
        return None
    sheet = side.book.sheet(title, meaning)
    sheet.back()
    axis, names = side.economy.sectors.axis, side.economy.sectors.names
    values = {name: take(m) for name, m in side.found.items()}
    side.differences(sheet, "sector", axis, names, values, "")
    sheet = side.book.sheet(f"{title} by year", meaning.replace(" under", " by year under"))
    sheet.back()
    return side.paths(sheet, "sector", axis, names, values, "")


def _paths(side: Side, place: Place) -> None:
    """A small chart for each of the greatest sectors."""
    sheet = side.book.sheet("Paths", "Output of the greatest sectors under every plan: a line a strategy.")
    sheet.back()
    for column in range(1, 11):
        sheet.column_width(column, 13.0)
    count = len(side.names)
    for number, sector in enumerate(greatest(sector_weights(side.economy), MOST_PATHS)):
        rows = [place.first + sector * count + each for each in range(count)]
        unit = side.economy.sectors.axis.units[sector]
        title = side.economy.sectors.names[sector]
        chart = side.lines_chart(title, f"{unit} a year", place, rows, name=3, size=(13.4, 6.8))
        chart.legend.position = "b"
        sheet.beside(chart, number % 2, rows=15)


def frontier(side: Side) -> list[Drawn]:
    """What more of the one costs of the other."""
    drawn = side.comparison.frontier
    if drawn is None or len(drawn.first_values) < 2:
        return []
    meaning = f"What more {drawn.first} costs in {drawn.second}: the best there is, and where the plans stand."
    sheet = side.book.sheet("Frontier", meaning)
    sheet.back()
    sheet.note(f"{drawn.first}: {drawn.first_unit}. {drawn.second}: {drawn.second_unit}.")
    sheet.heading("The frontier: the most of the second for each amount of the first")
    heads = [Column("frontier"), Column(drawn.first, width=16.0), Column(drawn.second, width=16.0)]
    cost = Column(f"{drawn.second} given up for a further 0.01 of {drawn.first}", width=20.0)
    slope = [
        None if not number or abs(across) < 1e-12 else -0.01 * float(up / across)
        for number, (up, across) in enumerate(
            zip(np.diff(drawn.second_values, prepend=0.0), np.diff(drawn.first_values, prepend=0.0), strict=True)
        )
    ]
    points = [
        (f"point {number}", float(a), float(b), each)
        for number, (a, b, each) in enumerate(zip(drawn.first_values, drawn.second_values, slope, strict=True), 1)
    ]
    line = sheet.table([*heads, cost], points, by="column")
    sheet.heading("Where the plans stand")
    marks = sheet.table(
        [Column("strategy"), *heads[1:]], [(name, a, b) for name, (a, b) in drawn.positions.items()], by="column"
    )

    def draw() -> Any:
        series = [
            Line(
                Span.along(line.sheet, line.header, 1, 1),
                Span.down(line.sheet, 3, line.first, line.last),
                Span.down(line.sheet, 2, line.first, line.last),
            )
        ]
        series += [
            Line(
                Span.along(marks.sheet, row, 1, 1),
                Span.along(marks.sheet, row, 3, 3),
                Span.along(marks.sheet, row, 2, 2),
                dots=True,
            )
            for row in marks.rows
        ]
        xs = [*drawn.first_values, *(a for a, _ in drawn.positions.values())]
        ys = [*drawn.second_values, *(b for _, b in drawn.positions.values())]
        chart = point_chart(
            f"{drawn.first.capitalize()} against {drawn.second}",
            f"{drawn.first}: {drawn.first_unit}",
            f"{drawn.second}: index",
            series,
            size=(24.0, 8.2),
        )
        chart.x_axis.scaling.min = axis_start([float(each) for each in xs])
        chart.y_axis.scaling.min = axis_start([float(each) for each in ys])
        return chart

    sheet.place_chart(draw())
    return [draw]
