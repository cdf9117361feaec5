"""The sheets of a comparison: measures side by side, paths, the frontier, what binds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from optimiser.compare import Comparison
from optimiser.economy.axes import Axis
from optimiser.economy.economy import Floats
from optimiser.plan.measures import Measures, goal_unit
from optimiser.report.charts import Line, Span, line_chart, point_chart
from optimiser.report.series import LONG, axis_start, colour_scale, greatest, sector_weights, year_columns
from optimiser.report.sheet import Book, Column, Place, Sheet
from optimiser.report.words import name_of, rule_in_words

Drawn: TypeAlias = Callable[[], Any]
"""Makes a chart; called again where the same chart is wanted twice."""

SMALL = (16.0, 7.0)
MOST_PATHS = 12


class Pages:
    """Writes the sheets of a comparison."""

    def __init__(self, book: Book, comparison: Comparison) -> None:
        self.book, self.comparison, self.economy = book, comparison, comparison.economy
        self.found: Mapping[str, Measures] = comparison.measures
        self.names = list(self.found)
        self.one: Measures | None = next(iter(self.found.values()), None)
        self.sector_paths: Place | None = None

    @property
    def first(self) -> str:
        """The strategy that the others are compared with."""
        return self.names[0]

    def measures(self) -> None:
        """Every measure as a line, every strategy as a column, and differences against the first."""
        sheet = self.book.sheet("Measures", "Measures of every plan side by side, and the differences from the first.")
        sheet.back()
        plans = self.comparison.plans
        columns = [Column("measure"), Column("unit"), *(Column(name, width=_wide(name)) for name in plans)]
        others = [name for name in self.names if name != self.first] if self.found else []
        columns += [Column(f"{name} less {self.first}", width=_wide(name, self.first)) for name in others]
        rows = []
        for title, unit, values in self._lines():
            figures = [values.get(name) for name in plans]
            base = values.get(self.first) if self.found else None
            less = [_less(values.get(name), base) for name in others]
            if any(each is not None for each in figures):
                rows.append((title, unit, *figures, *less))
        sheet.table(columns, rows, by="row", labels=2)

    def _lines(self) -> list[tuple[str, str, dict[str, object]]]:
        economy, plans = self.economy, self.comparison.plans
        rows: list[tuple[str, str, dict[str, object]]] = [
            ("outcome", "", {name: plan.status.value for name, plan in plans.items()}),
            ("greatest common growth", "% a year", {n: _percent(p.growth_rate) for n, p in plans.items()}),
            ("common share of what is asked", "% of the increments", {n: _percent(p.share) for n, p in plans.items()}),
        ]
        if self.one is None:
            return rows
        years, last = self.one.years, self.one.years[-1]
        index = f"index, {years[0]} = 1"

        def add(title: str, unit: str, take: Callable[[Measures], float | None]) -> None:
            rows.append((title, unit, {name: _number(take(m)) for name, m in self.found.items()}))

        for place, name in enumerate(economy.households.names):
            add(f"consumption, {name}, {last}", index, lambda m, h=place: float(m.consumption[h, -1]))  # type: ignore[misc]
            add(f"consumption, {name}, leanest year", index, lambda m, h=place: float(m.consumption[h, 1:].min()))  # type: ignore[misc]
            add(f"consumption a head, {name}, {last}", index, lambda m, h=place: float(m.consumption_per_head[h, -1]))  # type: ignore[misc]
        add(f"industrial output, {last}", index, lambda m: _last(m.industrial_index))
        add(f"capacity, start of {last}", index, lambda m: m.capital_index)
        add("investment, average of the plan", "% of final uses at home", lambda m: _percent(_mean(m.investment_share)))
        add(f"unfinished construction, end of {last}", economy.money_unit, lambda m: _last(m.unfinished_value))
        add(
            "unfinished construction, greatest", economy.money_unit,
            lambda m: float(m.unfinished_value.max()) if m.unfinished_value is not None else None,
        )  # fmt: skip
        add(f"foreign debt, end of {last}", economy.trade.unit, lambda m: _last(m.debt))
        for place, name in enumerate(economy.pools.names):
            add(f"labour at work, {name}, {last}", "% of those there", lambda m, p=place: _percent(m.labour_use[p, -1]))  # type: ignore[misc]
        chosen = next(iter(self.comparison.plans.values())).target_set or economy.settings.target_set
        add(f"targets {chosen}, mean", "% of the increments", lambda m: _percent(_mean(_shares(m))))
        add(f"targets {chosen}, least", "% of the increments", lambda m: _percent(_least(_shares(m))))
        for place in range(3):
            rows.append((f"what binds most, {place + 1}", "rule", {n: _binds(m, place) for n, m in self.found.items()}))
        return rows

    def consumption(self) -> list[Drawn]:
        """Living standards of every household under every plan."""
        economy = self.economy
        if self.one is None or not len(economy.households.axis):
            return []
        sheet = self.book.sheet("Consumption", "Living standards of every household under every plan.")
        sheet.back()
        axis, names = economy.households.axis, economy.households.names
        unit = f"index, {self.one.years[0]} = 1"
        sheet.heading("Consumption in total")
        place = self._paths(sheet, "household", axis, names, {n: m.consumption for n, m in self.found.items()}, unit)
        sheet.heading("Consumption a head")
        self._paths(sheet, "household", axis, names, {n: m.consumption_per_head for n, m in self.found.items()}, unit)
        self._differences(sheet, "household", axis, names, {n: m.consumption for n, m in self.found.items()}, unit)

        def draw() -> Any:
            return self._lines_chart("Consumption of households", unit, place, list(place.rows)[:MOST_PATHS])

        sheet.place_chart(draw())
        return [draw]

    def industry(self) -> list[Drawn]:
        """Industrial output, investment, unfinished construction and debt by year."""
        if self.one is None:
            return []
        economy = self.economy
        sheet = self.book.sheet(
            "Industry and capital", "Industrial output, investment, unfinished construction and foreign debt by year."
        )
        sheet.back()
        index = f"index, {self.one.years[0]} = 1"
        subjects: list[tuple[str, str, dict[str, Floats | None], bool]] = [
            ("Industrial output", index, {n: m.industrial_index for n, m in self.found.items()}, False),
            ("Investment", "share of final uses at home", {n: m.investment_share for n, m in self.found.items()}, True),
            ("Unfinished construction", economy.money_unit,
             {n: m.unfinished_value for n, m in self.found.items()}, False),
            ("Foreign debt", economy.trade.unit, {n: m.debt for n, m in self.found.items()}, False),
        ]  # fmt: skip
        drawn: list[Drawn] = []
        for title, unit, values, shares in subjects:
            rows = [
                (name, unit, *(None if np.isnan(each) else float(each) for each in series))
                for name, series in values.items() if series is not None
            ]  # fmt: skip
            if not rows:
                continue
            sheet.heading(title)
            columns = [Column("strategy"), Column("unit"), *year_columns(self.one, shares=shares)]
            place = sheet.table(columns, rows, labels=2)
            if title == "Industrial output":

                def draw(place: Place = place) -> Any:
                    return self._lines_chart("Industrial output", index, place, list(place.rows), first=3, name=1)

                drawn.append(draw)
        scatter = self._investment_and_consumption(sheet)
        for each in [*drawn, *scatter]:
            sheet.place_chart(each())
        return drawn + scatter

    def _investment_and_consumption(self, sheet: Sheet) -> list[Drawn]:
        rows: list[tuple[object, ...]] = []
        spans: list[tuple[int, int]] = []
        for name, m in self.found.items():
            if m.investment_share is None or not len(m.consumption):
                continue
            start = len(rows)
            for year in range(1, len(m.years)):
                share, mean = float(m.investment_share[year]), float(m.consumption[:, year].mean())
                if np.isfinite(share):
                    rows.append((name, m.years[year], share, mean))
            spans.append((start, len(rows) - 1))
        if not rows or self.one is None:
            return []
        sheet.heading("Consumption against investment, year by year")
        label = f"mean consumption of households, index, {self.one.years[0]} = 1"
        columns = [
            Column("strategy"), Column("year"), Column("investment, share of final uses", shares=True, width=16.0),
            Column(label, width=18.0),
        ]  # fmt: skip
        place = sheet.table(columns, rows, by="column")

        def draw() -> Any:
            lines = [
                Line(
                    Span.along(place.sheet, place.first + a, 1, 1),
                    Span.down(place.sheet, 4, place.first + a, place.first + b),
                    Span.down(place.sheet, 3, place.first + a, place.first + b),
                )
                for a, b in spans if b >= a
            ]  # fmt: skip
            title = "Consumption against investment: each plan's way through the years"
            chart = point_chart(title, "investment, share of final uses at home", label, lines, size=(24.0, 8.2))
            chart.x_axis.number_format = "0%"
            chart.y_axis.scaling.min = axis_start([row[3] for row in rows])
            return chart

        return [draw]

    def output(self) -> None:
        """Output by sector in the last year, and the paths."""
        self._of_sectors("Output", "Output of every sector under every plan.", lambda m: m.output)

    def capacity(self) -> None:
        """Capacity by sector in the last year, and the paths."""
        self._of_sectors("Capacity", "Capacity of every sector under every plan.", lambda m: m.capacity)

    def _of_sectors(self, title: str, meaning: str, take: Callable[[Measures], Floats]) -> None:
        if self.one is None:
            return
        sheet = self.book.sheet(title, meaning)
        sheet.back()
        axis, names = self.economy.sectors.axis, self.economy.sectors.names
        values = {name: take(m) for name, m in self.found.items()}
        self._differences(sheet, "sector", axis, names, values, "")
        sheet = self.book.sheet(f"{title} by year", meaning.replace(" under", " by year under"))
        sheet.back()
        place = self._paths(sheet, "sector", axis, names, values, "")
        if title == "Output":
            self.sector_paths = place

    def paths(self) -> None:
        """A small chart for each sector."""
        if self.one is None or self.sector_paths is None:
            return
        sheet = self.book.sheet("Paths", "Output of the greatest sectors under every plan: a line a strategy.")
        sheet.back()
        for column in range(1, 11):
            sheet.column_width(column, 13.0)
        place, count = self.sector_paths, len(self.names)
        for number, sector in enumerate(greatest(sector_weights(self.economy), MOST_PATHS)):
            rows = [place.first + sector * count + each for each in range(count)]
            unit = self.economy.sectors.axis.units[sector]
            title = self.economy.sectors.names[sector]
            chart = self._lines_chart(title, f"{unit} a year", place, rows, name=3, size=(13.4, 6.8))
            chart.legend.position = "b"
            sheet.beside(chart, number % 2, rows=15)

    def labour(self) -> None:
        """Share at work in every pool."""
        if self.one is None or not len(self.economy.pools.axis):
            return
        sheet = self.book.sheet("Labour", "Share of the people in each pool who are at work, under every plan.")
        sheet.back()
        axis, names = self.economy.pools.axis, self.economy.pools.names
        values = {name: m.labour_use for name, m in self.found.items()}
        place = self._paths(sheet, "pool", axis, names, values, "share of those there", shares=True)
        colour_scale(place, 6, low="FFFFFF", high="F4B183", least=0.5, most=1.0)

    def targets(self) -> None:
        """How far each plan reaches the targets."""
        if self.one is None or not self.one.targets:
            return
        sheet = self.book.sheet("Targets", "How far every plan reaches the targets of the chosen set.")
        sheet.back()
        rows = []
        for place, target in enumerate(self.one.targets):
            column = "household" if target.variable == "consumption" else "sector"
            reached = [m.targets[place] for m in self.found.values()]
            rows.append((
                target.code, name_of(self.economy, {column: target.code}), target.variable, target.year, target.unit,
                target.base, target.asked, *(each.reached for each in reached), *(each.share for each in reached),
            ))  # fmt: skip
        columns = [Column(each) for each in ("code", "name", "what", "year", "unit", "base", "asked for")]
        columns += [Column(f"{name} reaches", width=_wide(name)) for name in self.names]
        columns += [Column(f"{name}: share of the increment", shares=True, width=_wide(name)) for name in self.names]
        place_of = sheet.table(columns, rows, labels=2)
        colour_scale(place_of, 8 + len(self.names), low="F8CBAD", high="C6E0B4", least=0.0, most=1.0)

    def frontier(self) -> list[Drawn]:
        """What more of the one costs of the other."""
        drawn = self.comparison.frontier
        if drawn is None or len(drawn.first_values) < 2:
            return []
        meaning = f"What more {drawn.first} costs in {drawn.second}: the best there is, and where the plans stand."
        sheet = self.book.sheet("Frontier", meaning)
        sheet.back()
        sheet.note(f"{drawn.first}: {drawn.first_unit}. {drawn.second}: {drawn.second_unit}.")
        sheet.heading("The frontier: the most of the second for each amount of the first")
        heads = [Column("frontier"), Column(drawn.first, width=16.0), Column(drawn.second, width=16.0)]
        cost = Column(f"{drawn.second} given up for a further 0.01 of {drawn.first}", width=20.0)
        slope = [
            None if not number or abs(across) < 1e-12 else -0.01 * float(up / across)
            for number, (up, across) in enumerate(zip(
                np.diff(drawn.second_values, prepend=0.0), np.diff(drawn.first_values, prepend=0.0), strict=True
            ))
        ]  # fmt: skip
        points = [
            (f"point {number}", float(a), float(b), each)
            for number, (a, b, each) in enumerate(
                zip(drawn.first_values, drawn.second_values, slope, strict=True), 1
            )
        ]  # fmt: skip
        line = sheet.table([*heads, cost], points, by="column")
        sheet.heading("Where the plans stand")
        marks = sheet.table(
            [Column("strategy"), *heads[1:]], [(name, a, b) for name, (a, b) in drawn.positions.items()], by="column"
        )

        def draw() -> Any:
            series = [Line(
                Span.along(line.sheet, line.header, 1, 1), Span.down(line.sheet, 3, line.first, line.last),
                Span.down(line.sheet, 2, line.first, line.last),
            )]  # fmt: skip
            series += [
                Line(
                    Span.along(marks.sheet, row, 1, 1), Span.along(marks.sheet, row, 3, 3),
                    Span.along(marks.sheet, row, 2, 2), dots=True,
                )
                for row in marks.rows
            ]  # fmt: skip
            xs = [*drawn.first_values, *(a for a, _ in drawn.positions.values())]
            ys = [*drawn.second_values, *(b for _, b in drawn.positions.values())]
            chart = point_chart(
                f"{drawn.first.capitalize()} against {drawn.second}", f"{drawn.first}: {drawn.first_unit}",
                f"{drawn.second}: index", series, size=(24.0, 8.2),
            )  # fmt: skip
            chart.x_axis.scaling.min = axis_start([float(each) for each in xs])
            chart.y_axis.scaling.min = axis_start([float(each) for each in ys])
            return chart

        sheet.place_chart(draw())
        return [draw]

    def what_binds(self) -> None:
        """Which rules hold which plan back."""
        if self.one is None:
            return
        sheet = self.book.sheet("What binds", "Which rules hold which plan back, and by how many rows.")
        sheet.back()
        units = "; ".join(f"{name} in {goal_unit(name).unit}" for name in self.names)
        sheet.note(
            f"What 1 % of the base-year amount would add, in each strategy's own goal: {units}. "
            "Compare within a column, not between columns of different goals."
        )
        by_rule: dict[str, dict[str, Any]] = {}
        for name, m in self.found.items():
            for each in m.binding:
                by_rule.setdefault(each.rule, {})[name] = each
        rows = [
            (rule.replace("_", " "), rule_in_words(rule),
             *(int(of[name].rows) if name in of else None for name in self.names),
             *(of[name].comparable / 100.0 if name in of else None for name in self.names),
             *(self._where(of[name].key) if name in of else None for name in self.names))
            for rule, of in by_rule.items()
        ]  # fmt: skip
        columns = [Column("rule"), Column("says", width=40.0)]
        columns += [Column(f"{name}: rows that bind") for name in self.names]
        columns += [Column(f"{name}: 1 % adds at most", width=12.0) for name in self.names]
        columns += [Column(f"{name}: where", width=22.0) for name in self.names]
        sheet.table(columns, rows, by="cell", labels=1)

    def _where(self, key: Mapping[str, str]) -> str:
        return " ".join(part for part in (name_of(self.economy, key), key.get("year", "")) if part)

    def _paths(
        self, sheet: Sheet, what: str, axis: Axis, names: Sequence[str], values: Mapping[str, Floats], unit: str,
        *, shares: bool = False,
    ) -> Place:  # fmt: skip
        """A line for each place on the axis and each strategy."""
        assert self.one is not None
        rows = [
            (code, names[place], name, unit or axis.units[place],
             *(None if np.isnan(each) else float(each) for each in table[place]))
            for place, code in enumerate(axis.labels) for name, table in values.items()
        ]  # fmt: skip
        columns = [Column(what), Column("name"), Column("strategy"), Column("unit")]
        return sheet.table(
            [*columns, *year_columns(self.one, shares=shares)], rows, labels=4, filters=len(rows) > LONG
        )

    def _differences(
        self, sheet: Sheet, what: str, axis: Axis, names: Sequence[str], values: Mapping[str, Floats], unit: str
    ) -> None:
        """The last year under every plan, and what each has more than the first."""
        assert self.one is not None
        last = self.one.years[-1]
        sheet.heading(f"In {last}")
        first = values[self.first]
        rows = [
            (code, names[place], unit or axis.units[place], float(first[place, 0]),
             *(float(table[place, -1]) for table in values.values()),
             *(float(table[place, -1] - first[place, -1]) for name, table in values.items()
               if name != self.first and np.isfinite(first[place, -1])))
            for place, code in enumerate(axis.labels)
        ]  # fmt: skip
        columns = [Column(what), Column("name"), Column("unit"), Column(f"{self.one.years[0]}\nbase year", width=11.0)]
        columns += [Column(name, width=_wide(name)) for name in values]
        columns += [
            Column(f"{name} less {self.first}", width=_wide(name, self.first)) for name in values if name != self.first
        ]
        sheet.table(columns, [row + (None,) * (len(columns) - len(row)) for row in rows], labels=3)

    def _lines_chart(
        self, title: str, y_title: str, place: Place, rows: Sequence[int], *, first: int = 5, name: int = 0,
        size: tuple[float, float] = (24.0, 8.2),
    ) -> Any:  # fmt: skip
        """Lines over the years from rows of a table of paths; `name` 0 names them by thing and strategy."""
        span = (2, 3) if not name else (name, name)
        drawn = [
            Line(
                Span.along(place.sheet, row, *span), Span.along(place.sheet, row, first, place.columns),
                dashed=number % 2 == 1 and len(rows) <= 6,
            )
            for number, row in enumerate(rows)
        ]  # fmt: skip
        figures = [place.sheet.cell(row, column).value for row in rows for column in range(first, place.columns + 1)]
        years = Span.along(place.sheet, place.header, first, place.columns)
        return line_chart(title, y_title, years, drawn, size=size, least=axis_start(figures), pattern="General")


def _wide(*names: str) -> float:
    """A column in which none of the names is broken."""
    return max(12.0, *(len(name) * 1.1 + 4.0 for name in names))


def _less(value: object, base: object) -> float | None:
    if isinstance(value, float) and isinstance(base, float):
        return value - base
    return None


def _number(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


def _percent(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else 100.0 * float(value)


def _last(values: Floats | None) -> float | None:
    return None if values is None else float(values[-1])


def _mean(values: Floats | None) -> float | None:
    there = values[np.isfinite(values)] if values is not None else np.empty(0)
    return float(there.mean()) if len(there) else None


def _least(values: Floats) -> float | None:
    return float(values.min()) if len(values) else None


def _shares(m: Measures) -> Floats:
    return np.array([each.share for each in m.targets if each.share is not None], float)


def _binds(m: Measures, place: int) -> str | None:
    return m.binding[place].rule.replace("_", " ") if place < len(m.binding) else None
