"""Tables of figures by year, and lines over the years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.economy.economy import Economy
from optimiser.plan.measures import Measures
from optimiser.report.page import HEADER, Cells, Chart, Column, Format, Scale, Scaling, Series, Table

MOST_LINES = 12
"""A chart with more lines than this is not readable."""

LONG = 45
"""A table longer than this has no chart below it: nobody would find it."""

NOISE = 1e-9
NAMED = 3
"""Columns before the years: code, name, unit."""


def year_columns(m: Measures, kind: Format = Format.MAGNITUDE, scale: Scale | None = None) -> tuple[Column, ...]:
    """A column for the base year and each plan year."""
    base, *years = m.years
    names = (f"{base}\nbase year", *years)
    return tuple(Column(name, format=kind, width=11.0, scale=scale) for name in names)


def by_year(m: Measures, first: str, second: str, rows: Iterable[Sequence[object]]) -> Table:
    """A table whose lines have a code, a name and a unit before their figures."""
    return Table((Column(first), Column(second), Column("unit"), *year_columns(m)), tuple(rows), labels=NAMED)


def shares_by_year(m: Measures, first: str, rows: Iterable[Sequence[object]]) -> Table:
    """The same with shares, the great ones coloured."""
    years = year_columns(m, Format.SHARE, Scale.USE)
    return Table((Column(first), Column("name"), Column("unit"), *years), tuple(rows), labels=NAMED)


def figures(values: Iterable[float], *, blank_base: bool = False) -> list[float | None]:
    """Figures of a line; None where there is none."""
    return [
        None if np.isnan(each) or (blank_base and not year) else float(each)
        for year, each in enumerate(map(float, values))
    ]


def tidy(values: Floats, size: Floats | float) -> Floats:
    """Rounding noise of the solver becomes zero; `size` is the base-year size of each line."""
    limit = NOISE * np.broadcast_to(np.asarray(size, float).reshape(-1, 1), values.shape)
    return np.where(np.abs(values) > limit, values, 0.0)


def difference(value: object, base: object) -> float | None:
    """The difference of two figures, without rounding noise; None where one is none."""
    if not isinstance(value, float) or not isinstance(base, float) or not np.isfinite([value, base]).all():
        return None
    return value - base if abs(value - base) > NOISE * max(abs(value), abs(base)) else 0.0


def lines(
    axis: Axis, names: Sequence[str], values: Floats, unit: str = "", *, blank_base: bool = False
) -> list[tuple[object, ...]]:
    """Code, name, unit and figures by year, a row for each place on the axis."""
    return [
        (code, name, unit or own, *figures(row, blank_base=blank_base))
        for code, name, own, row in zip(axis.labels, names, axis.units, values, strict=True)
    ]


def chart_of(table: Table, title: str, y_title: str, rows: Sequence[int], *, name: int = 1) -> Chart:
    """Lines over the years from rows of a table that begins with code, name and unit."""
    few = len(rows) <= 4
    series = tuple(
        Series(str(table.kept[row][name]), Cells.along(table, row, NAMED), dashed=few and number % 2 == 1)
        for number, row in enumerate(rows)
    )
    return over_years(title, y_title, Cells.along(table, HEADER, NAMED), series)


def over_years(title: str, y_title: str, years: Cells, series: tuple[Series, ...], *, small: bool = False) -> Chart:
    """Lines over the years; the axis begins where they fill the chart."""
    least = axis_start(value for each in series for value in each.values.numbers)
    scaling = Scaling(y_title, least=least)
    return Chart("lines", title, series, years, y=scaling, small=small, height=6.8 if small else 7.4)


def axis_start(values: Iterable[float]) -> float | None:
    """Where an axis begins, so that lines fill the chart: zero unless all figures are well above it."""
    numbers = list(values)
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
