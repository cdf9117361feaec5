"""The page of a batch that sets strategies beside each other, scenario by scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

import numpy as np

from optimiser.batch.measuring import CONSUMPTION, GAP, GROWTH, HEADLINES, SHARE, YEARS
from optimiser.batch.run import Figure
from optimiser.batch.store import Row, Store
from optimiser.batch.survey import Group, Survey
from optimiser.report.page import Cells, Chart, Column, Format, Page, Scaling, Series, Stream, Table
from optimiser.report.pages.side import colour

SHOWN = 24
"""Runs of one scenario that are set out one by one beside the strategies; more are told by their median."""
MOST_BARS = 24
"""Scenarios in one chart."""
FEWEST_BARS = 3
FORMATS = {GROWTH: Format.SHARE, SHARE: Format.SHARE, CONSUMPTION: Format.INDEX, YEARS: Format.YEARS, GAP: Format.SHARE}

CellsOf = dict[str, dict[str, Figure]]
"""Strategy: headline: figure."""


def strategies(found: Survey, store: Store, batch: str) -> Page:
    """Scenario by strategy, the headlines side by side."""
    names = list(dict.fromkeys(key.strategy for key in found.groups))
    results = [name for name in HEADLINES if found.headline(name)]
    many, sets = len(found.workbooks) > 1, len({key.target_set for key in found.groups}) > 1

    def rows() -> Iterator[Sequence[object]]:
        for workbook, scenario, chosen, cells in _tabulated(found, store, batch):
            figures = (cells.get(strategy, {}).get(name) for name in results for strategy in names)
            yield (*[Path(workbook).name] * many, scenario, *[chosen] * sets, *figures)

    labels = [*[Column("workbook", width=36.0)] * many, Column("scenario", width=42.0)]
    labels += [Column("target set", width=16.0)] * sets
    columns = [
        Column(f"{name}\n{strategy}", format=FORMATS[name], width=14.0) for name in results for strategy in names
    ]
    table = Table((*labels, *columns), Stream(rows), alike="column", labels=len(labels))
    drawn = len(list(islice(table.rows, MOST_BARS)))
    charts = []
    for place, name in enumerate(results if drawn >= FEWEST_BARS else ()):
        first = len(labels) + place * len(names)
        series = tuple(
            Series(strategy, Cells.down(table, first + each, 0, drawn - 1), colour=colour(strategy))
            for each, strategy in enumerate(names)
        )
        lowest = min((float(group.known(name).min(initial=0.0)) for group in found.groups.values()), default=0.0)
        shares = FORMATS[name] is Format.SHARE
        y = Scaling("", Format.SHARE if shares else Format.MAGNITUDE, 0.0 if lowest >= 0.0 else None)
        labelled = Cells.down(table, len(labels) - 1, 0, drawn - 1)
        charts.append(Chart("bars", name, series, labelled, y=y))
    meaning = (
        "What each strategy makes of each scenario; a word where there is no plan. Where a scenario stands for more "
        f"than {SHOWN} runs, their median is given."
    )
    return Page("Scenarios by strategy", meaning, (table, *charts), headlines=tuple(charts))


def _tabulated(found: Survey, store: Store, batch: str) -> Iterator[tuple[str, str, str, CellsOf]]:
    """Workbook, scenario, target set, and the headlines by strategy."""
    sets = list(dict.fromkeys(key.target_set for key in found.groups))
    for (workbook, group), together in groupby(store.rows(batch), lambda row: (row.workbook, row.group)):
        members = {key: each for key, each in found.groups.items() if (key.workbook, key.group) == (workbook, group)}
        if max(each.runs for each in members.values()) > SHOWN:
            for _ in together:
                pass
            for chosen in sets:
                cells = {key.strategy: _medians(each) for key, each in members.items() if key.target_set == chosen}
                runs = max((each.runs for key, each in members.items() if key.target_set == chosen), default=0)
                if cells:
                    yield workbook, f"{group} (median of {runs:,} runs)", chosen, cells
            continue
        for scenario, rows in groupby(together, lambda row: row.scenario):
            by_set: dict[str, CellsOf] = {}
            for row in rows:
                by_set.setdefault(row.target_set, {})[row.strategy] = _headlines(row)
            for chosen, cells in by_set.items():
                yield workbook, scenario, chosen, cells


def _headlines(row: Row) -> dict[str, Figure]:
    """The headlines of a run; its status in place of those that it has not, where it has no plan."""
    found = {name: row.outcome.measures.get(name) for name in HEADLINES}
    if row.outcome.status == "optimal":
        return found
    return {name: value if value is not None or name == YEARS else row.outcome.status for name, value in found.items()}


def _medians(group: Group) -> dict[str, Figure]:
    return {name: group.shown(name, float(np.median(known))) for name in HEADLINES if len(known := group.known(name))}
