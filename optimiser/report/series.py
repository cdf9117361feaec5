"""Sheets of quantities by year: output, consumption, capacity, labour, trade, stocks, town and country, targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.economy.economy import Economy
from optimiser.language.naming import name_of
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.charts import Line, Span, line_chart
from optimiser.report.sheet import Book, Column, Place

MOST_LINES = 12
"""A chart with more lines than this is not readable."""

LONG = 45
"""A table longer than this has no chart below it: nobody would find it."""

NOISE = 1e-9


def year_columns(m: Measures, *, shares: bool = False) -> list[Column]:
    """A column for the base year and each plan year."""
    return [Column(f"{label}\nbase year" if place == 0 else label, shares, 11.0) for place, label in enumerate(m.years)]


def named(first: str, second: str = "name") -> list[Column]:
    """The columns that say what a line is about."""
    return [Column(first), Column(second), Column("unit")]


def tidy(values: Floats, size: Floats | float) -> Floats:
    """Rounding noise of the solver becomes zero; `size` is the base-year size of each line."""
    limit = NOISE * np.broadcast_to(np.asarray(size, float).reshape(-1, 1), values.shape)
    return np.where(np.abs(values) > limit, values, 0.0)


def lines(axis: Axis, names: Sequence[str], values: Floats, unit: str = "") -> list[tuple[object, ...]]:
    """Code, name, unit and figures by year, a row for each place on the axis."""
    return [
        (code, name, unit or own, *(None if np.isnan(each) else float(each) for each in row))
        for code, name, own, row in zip(axis.labels, names, axis.units, values, strict=True)
    ]


def chart_of(place: Place, title: str, y_title: str, rows: Iterable[int]) -> object:
    """Lines over the years from rows of a table that begins with code, name and unit."""
    years = Span.along(place.sheet, place.header, 4, place.columns)
    chosen = list(rows)
    drawn = [
        Line(Span.along(place.sheet, row, 2, 2), Span.along(place.sheet, row, 4, place.columns), dashed=few and odd)
        for number, row in enumerate(chosen)
        for few, odd in [(len(chosen) <= 4, number % 2 == 1)]
    ]
    figures = [place.sheet.cell(row, column).value for row in chosen for column in range(4, place.columns + 1)]
    return line_chart(title, y_title, years, drawn, least=axis_start(figures))


def axis_start(figures: Iterable[object]) -> float | None:
    """Where an axis begins, so that lines fill the chart: zero unless all figures are well above it."""
    numbers = [each for each in figures if isinstance(each, int | float)]
    if not numbers or min(numbers) < 0.0:
        return None
    low, high = min(numbers), max(numbers)
    if low < 0.4 * high:
        return 0.0
    step = 10.0 ** np.floor(np.log10(max(high - low, 0.05 * high)))
    return float(max(0.0, np.floor(low / step - 0.2) * step))


def greatest(weights: Floats, most: int = MOST_LINES) -> list[int]:
    """The places with the greatest weights, in their own order."""
    return sorted(int(each) for each in np.argsort(-weights, kind="stable")[:most])


def members(economy: Economy, group: str) -> str:
    """The sectors of a group by their codes, or how many they are."""
    codes = [
        code
        for code, own in zip(economy.sectors.axis.labels, economy.sectors.group, strict=True)
        if (own or "other") == group
    ]
    listed = " ".join(codes)
    return listed if len(listed) <= 40 else f"{len(codes)} sectors"


def sector_prices(economy: Economy) -> Floats:
    """(sector): what a unit of output is worth, by the dearest of its techniques; money units per unit."""
    price = np.zeros(len(economy.sectors.axis))
    worth = np.asarray(economy.techniques.outputs.T.tocsr() @ economy.products.price)
    np.maximum.at(price, economy.techniques.sector, worth)
    return price


def sector_weights(economy: Economy) -> Floats:
    """By which sectors are chosen for a chart: value of base-year output; the output where nothing is priced."""
    weights = sector_prices(economy) * economy.sectors.base_output
    return weights if weights.any() else economy.sectors.base_output


def output(book: Book, plan: Plan, m: Measures) -> list[tuple[str, Place, list[int]]]:
    """Output by sector.  Returns what the first page draws: a name, a table, rows."""
    economy = plan.economy
    sheet = book.sheet("Output", "Output of every sector by year, in its own unit and as an index; value by group.")
    sheet.back()
    axis, names = economy.sectors.axis, economy.sectors.names
    amounts = tidy(m.output, plan.variables.scales.sector)
    sheet.heading("Output a year")
    sheet.table([*named("sector"), *year_columns(m)], lines(axis, names, amounts), labels=3)
    base = amounts[:, :1]
    index = np.divide(amounts, base, out=np.full(amounts.shape, np.nan), where=base > 0.0)
    drawn: list[tuple[str, Place, list[int]]] = []
    if (base > 0.0).any():
        sheet.heading(f"Output index ({m.years[0]} = 1)")
        place = sheet.table([*named("sector"), *year_columns(m)], lines(axis, names, index, "index"), labels=3)
        chosen = greatest(np.where(base[:, 0] > 0.0, sector_weights(economy), -1.0))
        drawn.append(("sectors", place, [place.first + each for each in chosen if base[each, 0] > 0.0]))
    if m.value_of_output is not None:
        sheet.heading("Value of output by group")
        rows: list[tuple[object, ...]] = [
            (group, members(economy, group), economy.money_unit, *map(float, row))
            for group, row in zip(m.groups, m.value_of_output, strict=True)
        ]
        if m.industrial_index is not None:
            rows.append(("industry", "producer and consumer goods", "index", *map(float, m.industrial_index)))
        sheet.table([*named("group", "sectors"), *year_columns(m)], rows, labels=3)
        unpriced = int((sector_prices(economy) == 0.0).sum())
        if unpriced:
            sheet.note(f"Sectors whose products have no price are not in it: {unpriced}.")
    if drawn and len(axis) <= LONG:
        sheet.place_chart(chart_of(drawn[0][1], "Output by sector", f"index, {m.years[0]} = 1", drawn[0][2]))
    return drawn


def consumption(book: Book, plan: Plan, m: Measures) -> list[tuple[str, Place, list[int]]]:
    """Consumption of households.  Returns what the first page draws."""
    economy = plan.economy
    if not len(economy.households.axis):
        return []
    sheet = book.sheet("Consumption", "Living standards: total and a head, beside the floors that must be kept.")
    sheet.back()
    axis, names = economy.households.axis, economy.households.names
    unit = f"index, {m.years[0]} = 1"
    sheet.heading("Consumption in total")
    place = sheet.table([*named("household"), *year_columns(m)], lines(axis, names, m.consumption, unit), labels=3)
    sheet.heading("Consumption a head")
    sheet.table([*named("household"), *year_columns(m)], lines(axis, names, m.consumption_per_head, unit))
    floor = np.array(economy.households.floor[:, : len(m.years)])
    floor[:, 0] = np.nan
    if (floor[:, 1:] > 0.0).any():
        sheet.heading("Floor under consumption in total")
        sheet.table([*named("household"), *year_columns(m)], lines(axis, names, floor, unit))
    sheet.place_chart(chart_of(place, "Consumption of households", unit, place.rows))
    return [("households", place, list(place.rows))]


def colour_scale(place: Place, first_column: int, *, low: str, high: str, least: float, most: float) -> None:
    """Colours from low to high on the figures of a table."""
    from openpyxl.formatting.rule import ColorScaleRule
    from openpyxl.utils import get_column_letter

    span = f"{get_column_letter(first_column)}{place.first}:{get_column_letter(place.columns)}{place.last}"
    scale: Any = ColorScaleRule
    rule = scale(start_type="num", start_value=least, start_color=low, end_type="num", end_value=most, end_color=high)
    place.sheet.conditional_formatting.add(span, rule)


def labour(book: Book, plan: Plan, m: Measures) -> None:
    """People at work, people there, and those who move."""
    economy, T = plan.economy, plan.economy.years.plan
    if not len(economy.pools.axis):
        return
    sheet = book.sheet("Labour", "People at work and people there in each pool, and those who move or are trained.")
    sheet.back()
    axis, names = economy.pools.axis, economy.pools.names
    sheet.heading("People at work")
    sheet.table([*named("pool"), *year_columns(m)], lines(axis, names, m.at_work), labels=3)
    sheet.heading("People there")
    sheet.table([*named("pool"), *year_columns(m)], lines(axis, names, m.there))
    sheet.heading("Share at work")
    place = sheet.table(
        [*named("pool"), *year_columns(m, shares=True)], lines(axis, names, m.labour_use, "share of those there")
    )
    colour_scale(place, 5, low="FFFFFF", high="F4B183", least=0.5, most=1.0)
    moves = economy.transfers
    if len(moves.axis):
        leaving = tidy(plan.quantities.transfers[:, : T + 1], plan.variables.scales.pool[moves.source])
        leaving[:, 0] = np.nan
        sheet.heading("People who leave one pool for another in the year")
        ways = [f"{names[s]} to {names[t]}" for s, t in zip(moves.source, moves.target, strict=True)]
        sheet.table([*named("from and to", "way"), *year_columns(m)], lines(moves.axis, ways, leaving))


def targets(book: Book, plan: Plan, m: Measures | None) -> None:
    """What the targets ask for, and how far the plan comes."""
    reached = m.targets if m is not None else ()
    if not reached:
        return
    chosen = plan.target_set or plan.economy.settings.target_set
    sheet = book.sheet("Targets", f"What the target set {chosen!r} asks for, and how far the plan comes.")
    sheet.back()

    rows = [
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
        for r in reached
    ]
    columns = [Column(each) for each in ("code", "name", "what", "year", "unit", "base", "reached", "asked for")]
    place = sheet.table([*columns, Column("share of the increment reached", shares=True, width=14.0)], rows, labels=2)
    colour_scale(place, 9, low="F8CBAD", high="C6E0B4", least=0.0, most=1.0)


def town_and_country(book: Book, plan: Plan, m: Measures) -> None:
    """What the village makes, keeps, gives and gets."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    village = economy.town_and_country
    farm = village.farm_product
    if farm < 0:
        return
    product, unit = economy.products.names[farm], economy.products.axis.units[farm]
    meaning = f"What the village keeps and sells of its produce ({product}), and what it gets for it."
    sheet = book.sheet("Town and country", meaning)
    sheet.back()
    price = economy.products.price
    made = np.asarray(economy.techniques.outputs @ q.output)[farm, : T + 1]
    basket = economy.households.baskets[:, [village.household]].toarray().ravel()
    basket[farm] = 0.0
    goods = float(price @ basket) * q.consumption[village.household, : T + 1]
    taken = village.coerced_share[: T + 1] * village.quota[: T + 1] * made
    sold, kept = q.marketed[: T + 1], q.farm_kept[: T + 1]
    bought = np.divide(village.terms_of_trade[: T + 1] * goods, price[farm], out=np.zeros(T + 1), where=price[farm] > 0)
    money = economy.money_unit
    table: list[tuple[str, str, Floats]] = [
        (f"{product} made", unit, made),
        ("kept in the village", unit, kept),
        ("least that is kept (subsistence)", unit, village.subsistence[: T + 1]),
        ("reaches the town", unit, sold),
        ("of which can be taken as tax", unit, village.tax[: T + 1]),
        ("of which can be taken by coercion", unit, taken),
        ("most that is sold for the goods of the town", unit, bought),
        ("goods of the town that reach the village", money, goods),
        ("terms of trade: produce given for goods", "value for value", village.terms_of_trade[: T + 1]),
        ("consumption of the village", f"index, {m.years[0]} = 1", m.consumption[village.household]),
    ]
    index = table[-1][0]
    rows = [
        (name, where, *(None if year == 0 and name != index else float(v) for year, v in enumerate(values)))
        for name, where, values in table
    ]
    place = sheet.table([Column("item"), Column("unit"), *year_columns(m)], rows, labels=2)
    years = Span.along(place.sheet, place.header, 4, place.columns)
    drawn = [
        Line(Span.along(place.sheet, row, 1, 1), Span.along(place.sheet, row, 4, place.columns))
        for row in (place.first + 1, place.first + 3, place.first + 7)
    ]
    chart = line_chart("Exchange of town and country", f"{unit}; goods in {money}", years, drawn)
    sheet.place_chart(chart)
