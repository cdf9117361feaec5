"""What the pages of a comparison have in common: the plans, tables of their paths, and charts of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimiser.arrays import Axis, Floats
from optimiser.comparison.compare import Comparison
from optimiser.plan.measures import Measures
from optimiser.report.page import HEADER, Cells, Chart, Column, Format, Scale, Series, Table
from optimiser.report.pages.yearly import LONG, difference, figures, over_years, year_columns
from optimiser.strategies import STRATEGIES

MOST_PATHS = 12
PATHS_FROM = 4
"""Columns before the years in a table of paths: code, name, strategy, unit."""


class Side:
    """Plans side by side."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison, self.economy = comparison, comparison.economy
        self.found: Mapping[str, Measures] = comparison.measures
        self.names = list(self.found)
        self.one: Measures | None = next(iter(self.found.values()), None)

    @property
    def first(self) -> str:
        """The strategy that the others are compared with."""
        return self.names[0]

    def paths(
        self,
        what: str,
        axis: Axis,
        names: Sequence[str],
        values: Mapping[str, Floats],
        unit: str,
        *,
        kind: Format = Format.MAGNITUDE,
        scale: Scale | None = None,
    ) -> Table:
        """A line for each place on the axis and each strategy."""
        assert self.one is not None
        rows = tuple(
            (code, names[place], name, unit or axis.units[place], *figures(table[place]))
            for place, code in enumerate(axis.labels)
            for name, table in values.items()
        )
        columns = (Column(what), Column("name"), Column("strategy"), Column("unit"))
        years = year_columns(self.one, kind, scale)
        return Table((*columns, *years), rows, labels=PATHS_FROM, filters=len(rows) > LONG)

    def differences(
        self, what: str, axis: Axis, names: Sequence[str], values: Mapping[str, Floats], unit: str
    ) -> Table:
        """The last year under every plan, and what each has more than the first."""
        assert self.one is not None
        others = [name for name in values if name != self.first]
        first = values[self.first]
        rows = tuple(
            (
                code,
                names[place],
                unit or axis.units[place],
                float(first[place, 0]),
                *(float(table[place, -1]) for table in values.values()),
                *(difference(values[name][place, -1], first[place, -1]) for name in others),
            )
            for place, code in enumerate(axis.labels)
        )
        columns = [Column(what), Column("name"), Column("unit"), Column(f"{self.one.years[0]}\nbase year", width=11.0)]
        columns += [Column(name, width=wide(name)) for name in values]
        columns += [Column(f"{name} less {self.first}", width=wide(name, self.first)) for name in others]
        return Table(tuple(columns), rows, labels=3)

    def chart(self, title: str, y_title: str, table: Table, rows: Sequence[int], *, small: bool = False) -> Chart:
        """Lines over the years from rows of a table of paths: strategies by colour, things by dashes."""
        things = list(dict.fromkeys(table.kept[row][0] for row in rows))
        series = []
        for row in rows:
            thing, name, strategy = (str(each) for each in table.kept[row][:3])
            called = strategy if len(things) == 1 else f"{name}, {strategy}"
            dashed, cells = things.index(thing) % 2 == 1, Cells.along(table, row, PATHS_FROM)
            series.append(Series(called, cells, dashed=dashed, colour=colour(strategy)))
        return over_years(title, y_title, Cells.along(table, HEADER, PATHS_FROM), tuple(series), small=small)


def colour(strategy: str) -> int:
    """The place of a strategy in the palette, the same on every chart."""
    known = list(STRATEGIES)
    return known.index(strategy) if strategy in known else len(known)


def wide(*names: str) -> float:
    """A column in which none of the names is broken."""
    return max(12.0, *(len(name) * 1.1 + 4.0 for name in names))
