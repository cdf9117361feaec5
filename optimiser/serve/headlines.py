"""An answer as the page shows it: strategies side by side, with what the changes do to each figure; and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.language.naming import year_named
from optimiser.plan.measures import Measures
from optimiser.plan.sentences import came_out, growth_in_words
from optimiser.report.page import HEADER, Cells, Chart, Column, Series, Table
from optimiser.report.pages.side import colour
from optimiser.report.pages.yearly import over_years
from optimiser.report.patterns import Pattern, by_magnitude
from optimiser.report.writers import html_charts
from optimiser.serve.answers import Answer, Found
from optimiser.solver import Status
from optimiser.strategies import STRATEGIES

MOST_HOUSEHOLDS = 4
SAME = 1e-6
"""Changes that are smaller, as a share of the figure, are the solver's."""


@dataclass(frozen=True)
class Line:
    """A figure of every strategy."""

    title: str
    unit: str
    of: Callable[[Found], float | None]
    share: bool = False


def told(answer: Answer) -> dict[str, object]:
    """The answer for the page."""
    economy = answer.reading.economy
    lines = [(line, _figures(line, answer)) for line in _lines(economy, answer)]
    return {
        "key": answer.key,
        "warnings": [each.as_dict() for each in answer.reading.warnings],
        "strategies": [
            {"name": name, "colour": colour(name), "status": _status(found), "sentences": _sentences(name, found)}
            for name, found in answer.found.items()
        ],
        "lines": [
            {"title": line.title, "unit": line.unit, "figures": figures} for line, figures in lines if any(figures)
        ],
        "charts": [html_charts.draw(chart) for chart in _charts(economy, answer)],
    }


def _status(found: Found) -> str:
    return found.plan.status.value if found.plan is not None else "refused"


def _sentences(name: str, found: Found) -> list[str]:
    """Why there is no plan; nothing where there is one."""
    plan = found.plan
    if plan is None:
        return [found.refused]
    if plan.solution.optimal:
        return []
    demand, years = STRATEGIES[name].demand, plan.economy.years
    if plan.status is not Status.INFEASIBLE or demand is None or plan.share is None:
        return [came_out(plan.status), *plan.sentences]
    horizon = f" in {years.label(1)} to {years.label(years.plan)}"
    named = f" of the set {plan.target_set!r}" if plan.target_set else ""
    return [demand.refused.format(named=named, horizon=horizon), *growth_in_words(plan), *plan.sentences]


def _lines(economy: Economy, answer: Answer) -> Iterator[Line]:
    measured = next((each.measures for each in answer.found.values() if each.measures is not None), None)
    yield Line(
        "greatest common growth", "a year", lambda found: found.plan.growth_rate if found.plan else None, share=True
    )
    yield Line("common share of what is asked", "", lambda found: found.plan.share if found.plan else None, share=True)
    if measured is None:
        return
    first, last = measured.years[0], measured.years[-1]
    index, money = f"in {last}; {first} is 1", f"{economy.money_unit} in {last}"
    yield Line("industrial output", index, lambda found: _last(found, lambda m: m.industrial_index))
    for place, name in enumerate(economy.households.names[:MOST_HOUSEHOLDS]):
        yield Line(f"consumption a head, {name}", index, partial(_last, of=_head(place)))
    capital = f"at the start of {last}; {first} is 1"
    yield Line("capacity", capital, lambda found: found.measures.capital_index if found.measures else None)
    yield Line("final uses at home", money, lambda found: _last(found, lambda m: m.final_uses))
    yield Line("of which building", money, lambda found: _last(found, lambda m: m.investment))
    debt = f"{economy.trade.unit} at the end of {last}"
    yield Line("foreign debt", debt, lambda found: _last(found, lambda m: m.debt))


def _head(place: int) -> Callable[[Measures], Floats]:
    return lambda m: m.consumption_per_head[place]


def _last(found: Found, of: Callable[[Measures], Floats | None]) -> float | None:
    values = of(found.measures) if found.measures is not None else None
    return None if values is None or not np.isfinite(values[-1]) else float(values[-1])


def _figures(line: Line, answer: Answer) -> list[dict[str, object] | None]:
    """What each strategy comes to, and how much more it is than without changes; None where it has no such figure."""
    pairs = [(line.of(found), _before(line, answer, name)) for name, found in answer.found.items()]
    if not any(each for pair in pairs for each in pair):
        return []
    shown = Pattern(2, percent=True) if line.share else by_magnitude(value for value, _ in pairs)
    return [None if value is None else _figure(line, shown, value, base) for value, base in pairs]


def _before(line: Line, answer: Answer, name: str) -> float | None:
    found = answer.before.get(name)
    return line.of(found) if found is not None else None


def _figure(line: Line, shown: Pattern, value: float, base: float | None) -> dict[str, object]:
    figure: dict[str, object] = {"value": shown.shown(value), "exact": value}
    if base is None or abs(value - base) <= SAME * max(abs(value), abs(base)):
        return figure
    more = abs(value - base)
    words = f"{100.0 * more:.2f} points" if line.share else shown.shown(more)
    if more < shown.smallest:
        words = f"{100.0 * more:.2g} points" if line.share else by_magnitude([more]).shown(more)
    return figure | {"more": words, "rises": value > base}


def _charts(economy: Economy, answer: Answer) -> Iterator[Chart]:
    """Industrial output, and consumption a head of each household: a colour to a strategy, dashes without changes."""
    measured = {name: found.measures for name, found in answer.found.items() if found.measures is not None}
    before = {name: found.measures for name, found in answer.before.items() if found.measures is not None}
    if not measured:
        return
    titles: list[tuple[str, Callable[[Measures], Floats | None]]] = [
        ("Output of industry", lambda m: m.industrial_index)
    ]
    titles += [
        (f"Consumption a head, {name}", _head(place))
        for place, name in enumerate(economy.households.names[:MOST_HOUSEHOLDS])
    ]
    for title, of in titles:
        lines = [(name, values, False) for name, m in measured.items() if (values := of(m)) is not None]
        years = next(iter(measured.values())).years
        lines += [
            (name, values, True)
            for name, m in before.items()
            if m.years == years and (values := of(m)) is not None and not _alike(values, measured.get(name), of)
        ]
        if lines:
            yield _chart(title, years, lines)


def _alike(values: Floats, other: Measures | None, of: Callable[[Measures], Floats | None]) -> bool:
    """Whether a line without changes would lie on the line with them."""
    found = of(other) if other is not None else None
    return found is not None and bool(np.allclose(values, found, rtol=1e-3))


def _chart(title: str, years: tuple[str, ...], lines: list[tuple[str, Floats, bool]]) -> Chart:
    rows = tuple((name, *map(float, values)) for name, values, _ in lines)
    table = Table((Column("strategy"), *(Column(year) for year in years)), rows)
    series = tuple(
        Series(
            f"{name}, without changes" if dashed else name,
            Cells.along(table, row, 1),
            dashed=dashed,
            colour=colour(name),
        )
        for row, (name, _, dashed) in enumerate(lines)
    )
    return over_years(title, f"{year_named(years[0])} = 1", Cells.along(table, HEADER, 1), series, small=True)
