"""The pages on a batch: what its runs came to, row by row from the store, so that any number of runs fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from optimiser.batch import sentences
from optimiser.batch.measuring import SHARE, YEARS
from optimiser.batch.run import FAILED
from optimiser.batch.store import Row, Store
from optimiser.batch.survey import Survey
from optimiser.plan.sentences import STYLISED
from optimiser.report.page import Block, Column, Format, Heading, Page, Report, Sentence, Stream, Table, bound
from optimiser.report.pages import batch_strategies, batch_studies
from optimiser.report.pages.batch_strategies import FORMATS
from optimiser.report.pages.batch_studies import Studied, studied

WIDTHS = {"run": 7.0, "workbook": 24.0, "scenario": 30.0, "strategy": 14.0, "target set": 16.0}
MOST_IN_PER_CENT = 20.0
"""A share beyond this is a number of times."""


def batch_report(store: Store, batch: str, found: Survey, *, stylised: bool = False) -> Report:
    """The report on a batch; its longest tables are read from the store as they are written."""
    studies = studied(found)
    pages = [_runs(found, store, batch)]
    if found.status.get("optimal"):
        pages.append(batch_strategies.strategies(found, store, batch))
    pages += batch_studies.samples(found)
    if studies:
        pages.append(batch_studies.sensitivity(studies))
    if any(number for status, number in found.status.items() if status not in ("optimal", FAILED)):
        pages.append(_without_plan(found, store, batch))
    if found.status.get(FAILED):
        pages.append(_failed(store, batch))
    title = f"Comparison of {found.runs:,} runs"
    return bound(title, _first(found, studies, title, stylised=stylised), pages)


def _first(found: Survey, studies: Sequence[Studied], title: str, *, stylised: bool) -> Page:
    blocks: list[Block] = [Sentence(STYLISED, "banner")] if stylised else []
    said = (
        ("What was run", sentences.what_was_run(found)),
        ("What came out", [*sentences.what_came_out(found), *sentences.which_opens_the_gap(found)]),
        ("What moves what", [words for each in studies for words in sentences.what_moves(each.key, each.results)]),
    )
    for heading, words in said:
        if words:
            blocks += [Heading(heading), *map(Sentence, words)]
    return Page("First page", "What was run, what came out, and what moves what.", tuple(blocks), title)


def labels(found: Survey) -> list[str]:
    """The columns that say which run it is."""
    sets = {key.target_set for key in found.groups}
    many, asked = ["workbook"] * (len(found.workbooks) > 1), ["target set"] * (len(sets) > 1)
    return ["run", *many, "scenario", "strategy", *asked]


def _label_columns(names: Iterable[str]) -> list[Column]:
    return [
        Column(name, width=WIDTHS[name], format=Format.COUNT if name == "run" else Format.MAGNITUDE) for name in names
    ]


def _label_cells(row: Row, names: Iterable[str]) -> list[object]:
    said: dict[str, object] = {
        "run": row.place + 1,
        "workbook": Path(row.workbook).name,
        "scenario": row.scenario,
        "strategy": row.strategy,
        "target set": row.target_set,
    }
    return [said[name] for name in names]


def _measure(name: str, heading: str, largest: float) -> Column:
    kind = FORMATS.get(name, Format.MAGNITUDE)
    if name not in FORMATS and "(share" in name and largest <= MOST_IN_PER_CENT and not name.startswith("worst"):
        kind = Format.SHARE
    return Column(heading, format=kind, width=13.0, largest=largest)


def _runs(found: Survey, store: Store, batch: str) -> Page:
    names = labels(found)

    def rows() -> Iterator[Sequence[object]]:
        for row in store.rows(batch):
            outcome = row.outcome
            chosen = (row.inputs.get(name) for name in found.inputs)
            measured = (outcome.measures.get(name) for name in found.measures)
            yield (*_label_cells(row, names), outcome.status, *chosen, *measured, outcome.finding.split("\n")[0])

    columns = [*_label_columns(names), Column("status", width=11.0)]
    columns += [_measure(name, f"input: {name}", largest) for name, largest in found.inputs.items()]
    columns += [_measure(name, name, largest) for name, largest in found.measures.items()]
    columns.append(Column("finding", width=100.0))
    table = Table(tuple(columns), Stream(rows), alike="column", labels=len(names) + 1, filters=True)
    return Page("Runs", "One row a run, with all that was chosen for it and all its measures.", (table,))


def _without_plan(found: Survey, store: Store, batch: str) -> Page:
    """Runs without a plan, and why."""
    names = labels(found)
    shown = [SHARE, *([YEARS] if found.headline(YEARS) else [])]

    def rows() -> Iterator[Sequence[object]]:
        for status in sorted(each for each in found.status if each not in ("optimal", FAILED)):
            for row in store.rows(batch, status=status):
                measures = (row.outcome.measures.get(name) for name in shown)
                yield (*_label_cells(row, names), status, *measures, row.outcome.finding)

    columns = [*_label_columns(names), Column("status", width=11.0)]
    columns += [Column(name, format=FORMATS[name], width=14.0) for name in shown]
    columns.append(Column("main finding", width=110.0))
    table = Table(tuple(columns), Stream(rows), alike="column", labels=len(names), filters=True)
    meaning = (
        "Runs that cannot be carried out: how much of the targets can, how long they would take, and what conflicts."
    )
    return Page("Without a plan", meaning, (table,))


def _failed(store: Store, batch: str) -> Page:
    """Runs that failed, with their message."""
    names = ("run", "workbook", "scenario", "strategy")

    def rows() -> Iterator[Sequence[object]]:
        for row in store.rows(batch, status=FAILED):
            yield (*_label_cells(row, names), row.outcome.finding)

    columns = (*_label_columns(names), Column("message", width=120.0))
    table = Table(columns, Stream(rows), alike="column")
    return Page("Failed", "Runs that raised an error or at which a worker died, with the message.", (table,))
