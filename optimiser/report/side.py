"""What the sheets of a comparison have in common: the plans, tables of their paths, and charts of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.comparison.compare import Comparison
from optimiser.plan.measures import Measures
from optimiser.report.charts import Line, Span, line_chart
from optimiser.report.series import LONG, axis_start, year_columns
from optimiser.report.sheet import Book, Column, Place, Sheet

Drawn: TypeAlias = Callable[[], Any]
"""Makes a chart; called again where the same chart is wanted twice."""

MOST_PATHS = 12


class Side:
    """Plans side by side, and the workbook that they are written to."""

    def __init__(self, book: Book, comparison: Comparison) -> None:
        self.book, self.comparison, self.economy = book, comparison, comparison.economy
        self.found: Mapping[str, Measures] = comparison.measures
        self.names = list(self.found)
        self.one: Measures | None = next(iter(self.found.values()), None)

    @property
    def first(self) -> str:
        """The strategy that the others are compared with."""
        return self.names[0]

    def paths(
        self,
        sheet: Sheet,
        what: str,
        axis: Axis,
        names: Sequence[str],
        values: Mapping[str, Floats],
        unit: str,
        *,
        shares: bool = False,
    ) -> Place:
        """A line for each place on the axis and each strategy."""
        assert self.one is not None
        rows = [
            (
                code,
                names[place],
                name,
                unit or axis.units[place],
                *(None if np.isnan(each) else float(each) for each in table[place]),
            )
            for place, code in enumerate(axis.labels)
            for name, table in values.items()
        ]
        columns = [Column(what), Column("name"), Column("strategy"), Column("unit")]
        return sheet.table([*columns, *year_columns(self.one, shares=shares)], rows, labels=4, filters=len(rows) > LONG)

    def differences(
        self, sheet: Sheet, what: str, axis: Axis, names: Sequence[str], values: Mapping[str, Floats], unit: str
    ) -> None:
        """The last year under every plan, and what each has more than the first."""
        assert self.one is not None
        last = self.one.years[-1]
        sheet.heading(f"In {last}")
        first = values[self.first]
        rows = [
            (
                code,
                names[place],
                unit or axis.units[place],
                float(first[place, 0]),
                *(float(table[place, -1]) for table in values.values()),
                *(
                    float(table[place, -1] - first[place, -1])
                    for name, table in values.items()
                    if name != self.first and np.isfinite(first[place, -1])
                ),
            )
            for place, code in enumerate(axis.labels)
        ]
        columns = [Column(what), Column("name"), Column("unit"), Column(f"{self.one.years[0]}\nbase year", width=11.0)]
        columns += [Column(name, width=wide(name)) for name in values]
        columns += [
            Column(f"{name} less {self.first}", width=wide(name, self.first)) for name in values if name != self.first
        ]
        sheet.table(columns, [row + (None,) * (len(columns) - len(row)) for row in rows], labels=3)

    def lines_chart(
        self,
        title: str,
        y_title: str,
        place: Place,
        rows: Sequence[int],
        *,
        first: int = 5,
        name: int = 0,
        size: tuple[float, float] = (24.0, 8.2),
    ) -> Any:
        """Lines over the years from rows of a table of paths; `name` 0 names them by thing and strategy."""
        span = (2, 3) if not name else (name, name)
        drawn = [
            Line(
                Span.along(place.sheet, row, *span),
                Span.along(place.sheet, row, first, place.columns),
                dashed=number % 2 == 1 and len(rows) <= 6,
            )
            for number, row in enumerate(rows)
        ]
        figures = [place.sheet.cell(row, column).value for row in rows for column in range(first, place.columns + 1)]
        years = Span.along(place.sheet, place.header, first, place.columns)
        return line_chart(title, y_title, years, drawn, size=size, least=axis_start(figures), pattern="General")


def wide(*names: str) -> float:
    """A column in which none of the names is broken."""
    return max(12.0, *(len(name) * 1.1 + 4.0 for name in names))
