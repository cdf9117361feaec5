"""The comparison workbook: what a batch came to, row by row from the store, so that any number of runs fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from optimiser.batch import sentences
from optimiser.batch.measuring import CONSUMPTION, GROWTH, HEADLINES, SHARE, YEARS
from optimiser.batch.run import FAILED, Figure
from optimiser.batch.statistics import Sensitivity, sensitivities
from optimiser.batch.store import Row, Store
from optimiser.batch.survey import Group, GroupKey, Survey, figure
from optimiser.files import atomic
from optimiser.report import style
from optimiser.report.charts import Line, Span, bar_chart
from optimiser.report.stream import StreamBook, StreamSheet, letters

SHOWN = 24
"""Runs of one scenario that are set out one by one beside the strategies; more are told by their median."""
MOST_BARS = 24
"""Scenarios, or inputs, in one chart."""
FEWEST_BARS = 3
CHART_ROWS = 20
SHORT = {GROWTH: "growth", SHARE: "targets together", CONSUMPTION: "consumption", YEARS: "years needed"}
PATTERNS = {GROWTH: "0.0%", SHARE: "0.0%", CONSUMPTION: "0.000", YEARS: "0.0"}


@dataclass(frozen=True, eq=False)
class Studied:
    """A group of runs with its sensitivities, result by result."""

    key: GroupKey
    group: Group
    results: dict[str, list[Sensitivity]]


def studied(found: Survey) -> list[Studied]:
    """The groups whose inputs vary enough to say what they move."""
    made = []
    for key, group in found.groups.items():
        results = {name: each for name in HEADLINES if (each := sensitivities(group, name))} if group.inputs else {}
        if results:
            made.append(Studied(key, group, results))
    return made


def write_comparison(
    store: Store,
    batch: str,
    found: Survey,
    path: Path,
    *,
    stylised: bool = False,
    force: bool = False,
    never: Path | None = None,
) -> None:
    """Write the comparison of a batch; the file appears whole or not at all.

    Raises:
        OutputFault: the file is there already and `force` is not given, or cannot be written.
    """
    with atomic(path, force=force, never=never) as temporary, StreamBook(f"Comparison of {found.runs:,} runs") as book:
        studies = studied(found)
        page = book.sheet("First page", "", (24.0, 100.0))
        _runs(book, found, store, batch)
        if found.status.get("optimal"):
            _strategies(book, found, store, batch)
        if any(group.runs >= sentences.SAMPLE for group in found.groups.values()):
            _samples(book, found)
        if studies:
            _tornado(book, studies)
        if any(number for status, number in found.status.items() if status not in ("optimal", FAILED)):
            _without_plan(book, found, store, batch)
        if found.status.get(FAILED):
            _failed(book, store, batch)
        _first_page(page, found, studies, stylised)
        book.save(temporary)


def _first_page(page: StreamSheet, found: Survey, studies: Sequence[Studied], stylised: bool) -> None:
    page.append([page.text(page.book.title, "title")], 24.0)

    def say(heading: str, lines: Sequence[str]) -> None:
        if lines:
            page.append()
            page.append([page.text(heading, "heading")])
            for words in lines:
                _wide(page, words)

    if stylised:
        _wide(page, sentences.STYLISED, "banner")
    say("What was run", sentences.what_was_run(found))
    say("What came out", sentences.what_came_out(found))
    say("What moves what", [words for each in studies for words in sentences.what_moves(each.key, each.results)])
    page.append()
    page.append([page.text("Where to look", "heading")])
    for sheet in page.book.sheets[1:]:
        lines = style.lines_needed(sheet.meaning, 95.0)
        page.append([page.link(sheet.name, sheet.name), page.text(sheet.meaning, "wrapped")], style.LINE_HEIGHT * lines)


def _wide(page: StreamSheet, words: str, role: str = "wrapped") -> None:
    """A sentence over both columns of the first page."""
    place = page.row + 1
    page.cells.merged_cells.ranges.add(_merged(f"A{place}:B{place}"))
    page.sentence(words, role, width=124.0)


def _merged(cells: str) -> object:
    from openpyxl.worksheet.cell_range import CellRange

    return CellRange(cells)


def _labels(found: Survey) -> list[str]:
    sets = {key.target_set for key in found.groups}
    return [
        "run",
        *(["workbook"] if len(found.workbooks) > 1 else []),
        "scenario",
        "strategy",
        *(["target set"] if len(sets) > 1 else []),
    ]


def _label_cells(sheet: StreamSheet, row: Row, labels: Sequence[str]) -> list[object]:
    words = {
        "workbook": Path(row.workbook).name,
        "scenario": row.scenario,
        "strategy": row.strategy,
        "target set": row.target_set,
    }
    return [sheet.number(row.place + 1, "0") if label == "run" else sheet.text(words[label]) for label in labels]


WIDTHS = {"run": 7.0, "workbook": 24.0, "scenario": 30.0, "strategy": 14.0, "target set": 16.0}


def _pattern(name: str, largest: float) -> str:
    if name in PATTERNS:
        return "0" if name == YEARS else PATTERNS[name]
    if "(share" in name and largest <= 20.0:
        return "0.0E+00" if name.startswith("worst") else "0.0%"
    return style.number_format([largest])


def _value(sheet: StreamSheet, value: Figure, pattern: str) -> object:
    if isinstance(value, str):
        return sheet.text(value, right=True)
    if pattern == PATTERNS[YEARS] and value is not None and float(value).is_integer():
        pattern = "0"
    return sheet.number(value, pattern)


def _runs(book: StreamBook, found: Survey, store: Store, batch: str) -> None:
    labels = _labels(found)
    names = [*found.inputs, *found.measures]
    largest = found.inputs | found.measures
    widths = [*(WIDTHS[label] for label in labels), 11.0, *([13.0] * len(names)), 100.0]
    frozen = f"{letters(len(labels) + 2)}6"
    sheet = book.sheet(
        "Runs", "One row a run, with all that was chosen for it and all its measures.", widths, freeze=frozen, repeat=5
    )
    sheet.start("Runs")
    inputs = [f"input: {name}" for name in found.inputs]
    sheet.heads([*labels, "status", *inputs, *found.measures, "finding"], len(labels) + 1)
    # a cell is written as soon as its row is: one for each column is enough for all rows
    kept = [sheet.number(0.0, _pattern(name, largest[name])) for name in names]
    for row in store.rows(batch):
        chosen = [row.inputs.get(name) for name in found.inputs]
        measured = [row.outcome.measures.get(name) for name in found.measures]
        cells = _label_cells(sheet, row, labels)
        cells.append(sheet.text(row.outcome.status, "" if row.outcome.status == "optimal" else "total"))
        for cell, value in zip(kept, chosen + measured, strict=True):
            if isinstance(value, str):
                cells.append(sheet.text(value, right=True))
            elif value is None:
                cells.append(None)
            else:
                cell.value = value
                cells.append(cell)
        cells.append(sheet.text(row.outcome.finding.split("\n")[0]) if row.outcome.finding else None)
        sheet.append(cells)
    sheet.filters(5, len(widths))


def _strategies(book: StreamBook, found: Survey, store: Store, batch: str) -> None:
    """Scenario by strategy, the headlines side by side."""
    strategies = list(dict.fromkeys(key.strategy for key in found.groups))
    results = [name for name in HEADLINES if found.headline(name)]
    many = len(found.workbooks) > 1
    sets = list(dict.fromkeys(key.target_set for key in found.groups))
    labels = [*(["workbook"] if many else []), "scenario", *(["target set"] if len(sets) > 1 else [])]
    widths = [*(WIDTHS[label] + (12.0 if label == "scenario" else 0.0) for label in labels)]
    widths += [14.0] * (len(results) * len(strategies))
    sheet = book.sheet(
        "Scenarios by strategy",
        "What each strategy makes of each scenario; a word where there is no plan. Where a scenario stands for more "
        f"than {SHOWN} runs, their median is given.",
        widths,
        freeze=f"{letters(len(labels) + 1)}6",
        repeat=5,
    )
    sheet.start("Scenarios by strategy")
    heads = [f"{name}\n{strategy}" for name in results for strategy in strategies]
    header = sheet.heads([*labels, *heads], len(labels))
    drawn = 0
    for (workbook, _, chosen), rows in _tabulated(found, store, batch):
        for scenario, cells in rows:
            words = [*([Path(workbook).name] if many else []), scenario, *([chosen] if len(sets) > 1 else [])]
            values = [cells.get(strategy, {}).get(name) for name in results for strategy in strategies]
            patterns = [PATTERNS[name] for name in results for _ in strategies]
            sheet.append(
                [*map(sheet.text, words), *(_value(sheet, v, p) for v, p in zip(values, patterns, strict=True))]
            )
            drawn += 1
    last = header + min(drawn, MOST_BARS)
    anchor = sheet.row + 2
    for place, name in enumerate(results):
        if drawn < FEWEST_BARS:
            break
        first = len(labels) + 1 + place * len(strategies)
        lines = [
            Line(
                Span(sheet.cells, header, first + each, header, first + each),
                Span.down(sheet.cells, first + each, header + 1, last),
            )
            for each in range(len(strategies))
        ]
        labels_at = Span.down(sheet.cells, len(labels), header + 1, last)
        pattern = "0%" if PATTERNS[name].endswith("%") else "0.0"
        bars = bar_chart(name, "", labels_at, lines, pattern=pattern)
        if min((float(group.known(name).min(initial=0.0)) for group in found.groups.values()), default=0.0) >= 0.0:
            bars.y_axis.scaling.min = 0.0
        sheet.chart(bars, f"A{anchor}")
        anchor += CHART_ROWS


Cells = dict[str, dict[str, Figure]]


def _tabulated(
    found: Survey, store: Store, batch: str
) -> Iterator[tuple[tuple[str, str, str], Iterator[tuple[str, Cells]]]]:
    """(workbook, group, target set), and for each scenario the headlines by strategy."""
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
                    yield (workbook, group, chosen), iter([(f"{group} (median of {runs:,} runs)", cells)])
            continue
        for scenario, rows in groupby(together, lambda row: row.scenario):
            by_set: dict[str, Cells] = {}
            for row in rows:
                by_set.setdefault(row.target_set, {})[row.strategy] = _headlines(row)
            for chosen, cells in by_set.items():
                yield (workbook, group, chosen), iter([(scenario, cells)])


def _headlines(row: Row) -> dict[str, Figure]:
    """The headlines of a run; its status in place of those that it has not, where it has no plan."""
    found = {name: row.outcome.measures.get(name) for name in HEADLINES}
    if row.outcome.status != "optimal":
        found = {
            name: value if value is not None or name == YEARS else row.outcome.status for name, value in found.items()
        }
    return found


def _medians(group: Group) -> dict[str, Figure]:
    return {name: group.shown(name, float(np.median(known))) for name in HEADLINES if len(known := group.known(name))}


def _samples(book: StreamBook, found: Survey) -> None:
    """How the headlines of a scenario of many runs are spread."""
    columns = [
        "scenario",
        "strategy",
        "result",
        "runs",
        "with a plan",
        "with a result",
        "lowest",
        "5 of 100 below",
        "median",
        "mean",
        "95 of 100 below",
        "highest",
    ]
    widths = [26.0, 14.0, 44.0, 8.0, 10.0, 10.0, *([13.0] * 6)]
    sheet = book.sheet(
        "Samples", "How the results of a scenario that stands for many runs are spread.", widths, freeze="A6", repeat=5
    )
    sheet.start("Samples")
    sheet.heads(columns, 3)
    spread = [(key, each) for key, each in found.groups.items() if each.runs >= sentences.SAMPLE]
    for key, group in spread:
        for name in HEADLINES:
            known = group.known(name)
            if not len(known):
                continue
            low, middle, high = np.quantile(known, (0.05, 0.5, 0.95))
            figures = [known.min(), low, middle, known.mean(), high, known.max()]
            sheet.append(
                [
                    sheet.text(key.group),
                    sheet.text(key.strategy),
                    sheet.text(name),
                    sheet.number(group.runs, "#,##0"),
                    sheet.number(group.status.get("optimal", 0), "#,##0"),
                    sheet.number(len(known), "#,##0"),
                    *(_value(sheet, group.shown(name, float(each)), PATTERNS[name]) for each in figures),
                ]
            )
    tables = []
    for key, group in spread:
        for name in HEADLINES:
            table = _histogram(group, name)
            if table:
                tables.append((key, name, table))
    sheet.append()
    for key, name, table in tables:
        title = f"{name}: {key.group}, {key.strategy}"
        sheet.append([sheet.text(title, "heading")])
        header = sheet.heads([SHORT[name], "", "runs"], 2)
        for label, number in table:
            sheet.append([sheet.text(label), None, sheet.number(number, "#,##0")])
        bars = bar_chart(
            title,
            "runs",
            Span.down(sheet.cells, 1, header + 1, sheet.row),
            [Line(Span(sheet.cells, header, 3, header, 3), Span.down(sheet.cells, 3, header + 1, sheet.row))],
            size=(22.0, 8.5),
        )
        bars.y_axis.scaling.min = 0.0
        sheet.chart(bars, f"E{header}")
        while sheet.row < header + CHART_ROWS:
            sheet.append()


def _histogram(group: Group, name: str) -> list[tuple[str, int]]:
    """Whole numbers as they are, others in twelve equal parts: label and runs."""
    known = group.known(name)
    if len(known) < 2 or float(np.ptp(known)) == 0.0:
        return []
    if name == YEARS:
        years = range(int(known.min()), int(known.max()) + 1)
        beyond = int(figure(group.beyond)) if group.beyond else 0
        return [(group.beyond if year == beyond else str(year), int((known == year).sum())) for year in years]
    numbers, edges = np.histogram(known, bins=12)
    shares = PATTERNS[name].endswith("%")
    said = [f"{edge:.1%}" if shares else f"{edge:.3g}" for edge in edges]
    return [(f"{low} to {high}", int(n)) for low, high, n in zip(said, said[1:], numbers, strict=False)]


def _tornado(book: StreamBook, studies: Sequence[Studied]) -> None:
    """Tables and bars of which input moves which result most."""
    widths = [44.0, 14.0, 14.0, 16.0, 16.0, 14.0, 10.0]
    sheet = book.sheet(
        "Sensitivity",
        "Which input moves which result most: rank correlation over all runs that have the result, and what one input "
        "does with the others held.",
        widths,
    )
    sheet.start("Sensitivity")
    pairs = [(study, name) for study in studies for name in study.results]
    for number, (study, name) in enumerate(pairs):
        if number:
            sheet.new_page()
        found = study.results[name]
        title = f"{name}: {study.key.group}, {study.key.strategy}"
        if study.key.target_set:
            title += f", targets {study.key.target_set}"
        sheet.append([sheet.text(title, "heading")])
        header = sheet.heads(
            [
                "input",
                "rank correlation",
                "standardised coefficient",
                "mean where the input is in its lowest fifth",
                "mean where it is in its highest fifth",
                "difference",
                "runs",
            ],
            1,
        )
        pattern = PATTERNS[name]
        for each in found:
            sheet.append(
                [
                    sheet.text(each.input),
                    sheet.number(each.rank, "0.00"),
                    sheet.number(each.coefficient, "0.00"),
                    sheet.number(each.low, pattern),
                    sheet.number(each.high, pattern),
                    sheet.number(each.swing, f"+{pattern};-{pattern}"),
                    sheet.number(each.runs, "#,##0"),
                ]
            )
        last = header + min(len(found), MOST_BARS)
        bars = bar_chart(
            f"What moves {SHORT[name]} (rank correlation)",
            "",
            Span.down(sheet.cells, 1, header + 1, last),
            [Line(Span(sheet.cells, header, 2, header, 2), Span.down(sheet.cells, 2, header + 1, last))],
            lying=True,
            size=(22.0, 3.0 + 0.8 * (last - header)),
        )
        bars.y_axis.scaling.min, bars.y_axis.scaling.max = -1.0, 1.0
        sheet.append()
        sheet.chart(bars, f"A{sheet.row + 1}")
        for _ in range(7 + round(1.6 * (last - header))):
            sheet.append()


def _without_plan(book: StreamBook, found: Survey, store: Store, batch: str) -> None:
    """Runs without a plan, and why."""
    labels = _labels(found)
    years = found.headline(YEARS)
    widths = [*(WIDTHS[label] for label in labels), 11.0, 14.0, *([14.0] if years else []), 110.0]
    sheet = book.sheet(
        "Without a plan",
        "Runs that cannot be carried out: how much of the targets can, how long they would take, and what conflicts.",
        widths,
        freeze=f"{letters(len(labels) + 1)}6",
        repeat=5,
    )
    sheet.start("Without a plan")
    sheet.heads([*labels, "status", SHARE, *([YEARS] if years else []), "main finding"], len(labels) + 1)
    for status in sorted(each for each in found.status if each not in ("optimal", FAILED)):
        for row in store.rows(batch, status=status):
            measures, finding = row.outcome.measures, row.outcome.finding
            sheet.append(
                [
                    *_label_cells(sheet, row, labels),
                    sheet.text(status),
                    _value(sheet, measures.get(SHARE), PATTERNS[SHARE]),
                    *([_value(sheet, measures.get(YEARS), "0")] if years else []),
                    sheet.text(finding, "wrapped"),
                ],
                style.LINE_HEIGHT * style.lines_needed(finding, 105.0),
            )
    sheet.filters(5, len(widths))


def _failed(book: StreamBook, store: Store, batch: str) -> None:
    """Runs that failed, with their message."""
    widths = [7.0, 24.0, 30.0, 14.0, 120.0]
    sheet = book.sheet("Failed", "Runs that raised an error or at which a worker died, with the message.", widths)
    sheet.start("Failed")
    sheet.heads(["run", "workbook", "scenario", "strategy", "message"], 5)
    for row in store.rows(batch, status=FAILED):
        words = [Path(row.workbook).name, row.scenario, row.strategy]
        sheet.append(
            [sheet.number(row.place + 1, "0"), *map(sheet.text, words), sheet.text(row.outcome.finding, "wrapped")],
            style.LINE_HEIGHT * style.lines_needed(row.outcome.finding, 114.0),
        )
