"""What a plan comes to, in one table and one chart for the first page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.language.naming import year_named
from optimiser.plan.measures import Measures
from optimiser.report.page import HEADER, Cells, Chart, Column, Format, Series, Table
from optimiser.report.pages.yearly import figures, over_years, year_columns

if TYPE_CHECKING:
    from optimiser.report.pages.side import Side

BEFORE = 2
"""Columns before the years: what, unit."""
MOST_HOUSEHOLDS = 4
"""Further ones stand on the page of consumption."""

Line = tuple[str, str, Floats]


def headline(economy: Economy, m: Measures) -> Table:
    """What matters most by year, and its growth a year from the base year to the last."""
    rows = [
        (what, unit, *figures(values), _rate(values))
        for what, unit, values in _lines(economy, m)
        if np.isfinite(values).any()
    ]
    rate = Column("growth a year", format=Format.SHARE, width=9.0, signed=True)
    return Table((Column("what"), Column("unit"), *year_columns(m), rate), tuple(rows), labels=BEFORE)


def headline_chart(m: Measures, table: Table) -> Chart | None:
    """Living standards and industry, by year; None where there are no indices."""
    unit = _index(m)
    shown = [row for row, line in enumerate(table.kept) if line[1] == unit]
    years = Cells.along(table, HEADER, BEFORE, BEFORE + len(m.years) - 1)
    series = tuple(
        Series(str(table.kept[row][0]), Cells.along(table, row, BEFORE, BEFORE + len(m.years) - 1)) for row in shown
    )
    return over_years("What grows, and how fast", unit, years, series) if series else None


def headlines_compared(side: Side) -> Table | None:
    """What matters most in the last year under every plan, with its growth a year from the base year.

    Shares and years have no growth.  None where there is no plan.
    """
    from optimiser.report.pages.side import wide

    if side.one is None:
        return None
    lines = {
        name: {what: (unit, values) for what, unit, values in _lines(side.economy, m)} for name, m in side.found.items()
    }
    whats = {what: unit for found in lines.values() for what, (unit, _) in found.items()}
    rows: list[tuple[object, ...]] = []
    for what, unit in whats.items():
        paths = [found[what][1] if what in found else None for found in lines.values()]
        base = next(float(path[0]) for path in paths if path is not None)
        cells = ((None, None) if path is None else (float(path[-1]), _rate(path)) for path in paths)
        rows.append((what, unit, base, *(cell for pair in cells for cell in pair)))
    growth = [(side.comparison.plans[name].kept_growth, side.comparison.plans[name].growth_rate) for name in side.names]
    for what, place in (("common growth that is kept", 0), ("greatest common growth", 1)):
        rates = [each[place] for each in growth]
        if any(each is not None for each in rates):
            rows.append((what, "consumption", None, *(cell for rate in rates for cell in (None, rate))))
    columns = [Column("what"), Column("unit"), Column(f"{side.one.years[0]}\nbase year", width=11.0)]
    for name in side.names:
        columns.append(Column(f"{name}\n{side.one.years[-1]}", width=wide(name)))
        columns.append(Column(f"{name}\ngrowth a year", format=Format.SHARE, width=wide(name), signed=True))
    return Table(tuple(columns), tuple(rows), labels=BEFORE)


def _index(m: Measures) -> str:
    return f"index, {year_named(m.years[0])} = 1"


def _lines(economy: Economy, m: Measures) -> Iterable[Line]:
    index, money = _index(m), f"{economy.money_unit} a year"
    if m.industrial_index is not None:
        yield "industrial output", index, m.industrial_index
    group = economy.settings.heavy_industry
    if m.value_of_output is not None and group in m.groups:
        heavy = m.value_of_output[m.groups.index(group)]
        if heavy[0] > 0.0:
            yield f"of which {group}", index, heavy / heavy[0]
    for place, name in enumerate(economy.households.names[:MOST_HOUSEHOLDS]):
        yield f"consumption, {name}", index, m.consumption[place]
        if not np.array_equal(m.consumption[place], m.consumption_per_head[place]):
            yield f"consumption a head, {name}", index, m.consumption_per_head[place]
    if m.final_uses is not None:
        yield "final uses at home", money, m.final_uses
    if m.investment is not None:
        yield "of which building", money, m.investment
    if m.unfinished_value is not None and m.unfinished_value.any():
        yield "unfinished construction, end of year", economy.money_unit, m.unfinished_value
    if m.debt is not None and m.debt.any():
        yield "foreign debt, end of year", economy.trade.unit, m.debt


def _rate(values: Sequence[float] | Floats) -> float | None:
    """`(v[T]/v[0])^(1/T) - 1`; None where it does not begin or end above zero."""
    first, last = float(values[0]), float(values[-1])
    if not (first > 0.0 and last > 0.0):
        return None
    return float((last / first) ** (1.0 / (len(values) - 1)) - 1.0)
