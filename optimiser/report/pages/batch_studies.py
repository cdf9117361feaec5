"""Pages of a batch on scenarios that stand for many runs: how results are spread, and which input moves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimiser.batch import sentences
from optimiser.batch.measuring import CONSUMPTION, GAP, GROWTH, HEADLINES, SHARE, YEARS
from optimiser.batch.statistics import Sensitivity, sensitivities
from optimiser.batch.survey import Group, GroupKey, Survey, figure
from optimiser.report.page import Block, Cells, Chart, Column, Format, Heading, Page, Scaling, Series, Table
from optimiser.report.pages.batch_strategies import FORMATS, MOST_BARS

SHORT = {
    GROWTH: "growth",
    SHARE: "targets together",
    CONSUMPTION: "consumption",
    YEARS: "years needed",
    GAP: "inflationary gap",
}
BARS = 12


@dataclass(frozen=True, eq=False)
class Studied:
    """A group of runs with its sensitivities, result by result."""

    key: GroupKey
    group: Group
    results: Mapping[str, list[Sensitivity]]


def studied(found: Survey) -> list[Studied]:
    """The groups whose inputs vary enough to say what they move."""
    made = []
    for key, group in found.groups.items():
        results = {name: each for name in HEADLINES if (each := sensitivities(group, name))} if group.inputs else {}
        if results:
            made.append(Studied(key, group, results))
    return made


def samples(found: Survey) -> list[Page]:
    """How the headlines of a scenario of many runs are spread."""
    spread = [
        (key, group, name, known)
        for key, group in found.groups.items()
        if group.runs >= sentences.SAMPLE
        for name in HEADLINES
        if len(known := group.known(name))
    ]
    blocks: list[Block] = []
    for kind in dict.fromkeys(FORMATS[name] for _, _, name, _ in spread):
        rows = []
        for key, group, name, known in spread:
            if FORMATS[name] is kind:
                low, middle, high = np.quantile(known, (0.05, 0.5, 0.95))
                figures = (known.min(), low, middle, known.mean(), high, known.max())
                counts = (group.runs, group.status.get("optimal", 0), len(known))
                shown = (group.shown(name, float(each)) for each in figures)
                rows.append((key.group, key.strategy, name, *counts, *shown))
        blocks.append(Table(_spread_columns(kind), tuple(rows), labels=3))
    for key, group, name, _ in spread:
        counted = _histogram(group, name)
        if counted:
            title = f"{name}: {key.group}, {key.strategy}"
            table = Table((Column(SHORT[name], width=24.0), Column("runs")), tuple(counted))
            runs = Series("runs", Cells.down(table, 1))
            chart = Chart("bars", title, (runs,), Cells.down(table, 0), y=Scaling("runs", least=0.0))
            blocks += [Heading(title), table, chart]
    meaning = "How the results of a scenario that stands for many runs are spread."
    return [Page("Samples", meaning, tuple(blocks))] if blocks else []


def _spread_columns(kind: Format) -> tuple[Column, ...]:
    counts = ("runs", "with a plan", "with a result")
    figures = ("lowest", "5 of 100 below", "median", "mean", "95 of 100 below", "highest")
    return (
        Column("scenario", width=26.0),
        Column("strategy", width=14.0),
        Column("result", width=44.0),
        *(Column(name, format=Format.COUNT, width=10.0) for name in counts),
        *(Column(name, format=kind, width=13.0) for name in figures),
    )


def _histogram(group: Group, name: str) -> list[tuple[str, int]]:
    """Whole numbers as they are, others in twelve equal parts: label and runs."""
    known = group.known(name)
    if len(known) < 2 or float(np.ptp(known)) == 0.0:
        return []
    if name == YEARS:
        years = range(int(known.min()), int(known.max()) + 1)
        beyond = int(figure(group.beyond)) if group.beyond else 0
        return [(group.beyond if year == beyond else str(year), int((known == year).sum())) for year in years]
    numbers, edges = np.histogram(known, bins=BARS)
    said = [sentences.edge(name, float(each)) for each in edges]
    return [(f"{low} to {high}", int(n)) for low, high, n in zip(said, said[1:], numbers, strict=False)]


def sensitivity(studies: Sequence[Studied]) -> Page:
    """Tables and bars of which input moves which result most."""
    blocks: list[Block] = []
    pairs = [(study, name) for study in studies for name in study.results]
    for number, (study, name) in enumerate(pairs):
        title = f"{name}: {study.key.group}, {study.key.strategy}"
        if study.key.target_set:
            title += f", targets {study.key.target_set}"
        rows = tuple(
            (each.input, each.rank, each.coefficient, each.low, each.high, each.swing, int(each.runs))
            for each in study.results[name]
        )
        table = Table(_moving_columns(FORMATS[name]), rows)
        last = min(len(rows), MOST_BARS) - 1
        chart = Chart(
            "lying bars",
            f"What moves {SHORT[name]} (rank correlation)",
            (Series("rank correlation", Cells.down(table, 1, 0, last)),),
            Cells.down(table, 0, 0, last),
            y=Scaling("", Format.COEFFICIENT, -1.0, 1.0),
            height=3.0 + 0.8 * (last + 1),
        )
        blocks += [Heading(title, new_page=number > 0), table, chart]
    meaning = (
        "Which input moves which result most: rank correlation over all runs that have the result, and what one input "
        "does with the others held."
    )
    return Page("Sensitivity", meaning, tuple(blocks))


def _moving_columns(kind: Format) -> tuple[Column, ...]:
    return (
        Column("input", width=44.0),
        Column("rank correlation", format=Format.COEFFICIENT, width=14.0),
        Column("standardised coefficient", format=Format.COEFFICIENT, width=14.0),
        Column("mean where the input is in its lowest fifth", format=kind, width=16.0),
        Column("mean where it is in its highest fifth", format=kind, width=16.0),
        Column("difference", format=kind, width=14.0, signed=True),
        Column("runs", format=Format.COUNT, width=10.0),
    )
