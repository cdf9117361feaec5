"""The report on why a plan cannot be carried out: a workbook whose first page says it in sentences."""

from __future__ import annotations

from pathlib import Path

from optimiser.diagnosis.findings import Diagnosis
from optimiser.diagnosis.sentences import sections
from optimiser.files import atomic
from optimiser.report import front, infeasibility_pages, infeasibility_prices, notes, words
from optimiser.report.infeasibility_links import Inputs
from optimiser.report.sheet import FIRST_PAGE_WIDTH, Book


def write_diagnosis(diagnosis: Diagnosis, path: str | Path, *, force: bool = False) -> None:
    """Write the report on a diagnosis.

    Values, never formulas; text never becomes one.  Input cells are links into the workbook that was read,
    where it is known.  The file appears whole or not at all, and never in place of that workbook.

    Raises:
        OutputFault: the file is there already and `force` is not given, or cannot be written.
    """
    origin = diagnosis.economy.origin.path if diagnosis.economy is not None else ""
    with atomic(path, force=force, never=origin or None) as temporary:
        diagnosis_book(diagnosis, Inputs.of(origin, Path(path))).save(temporary)


def diagnosis_book(diagnosis: Diagnosis, inputs: Inputs) -> Book:
    """The report as a workbook in memory."""
    economy = diagnosis.economy
    title = f"Why not? {words.stylised_title(economy)}" if economy is not None else "Why not?"
    book = Book(title)
    page = book.sheet("Diagnosis", "", title)
    page.column_width(1, front.LINK_WIDTH)
    page.column_width(2, FIRST_PAGE_WIDTH - front.LINK_WIDTH)
    if economy is not None:
        years = economy.years
        span = f"{years.label(1)} to {years.label(years.plan)}" if years.plan > 1 else years.label(1)
        asked = f" Targets: {diagnosis.target_set}." if diagnosis.target_set else ""
        strategy = f" Strategy: {diagnosis.strategy}." if diagnosis.strategy else ""
        page.note(f"Plan for {span} from the base year {years.label(0)}.{strategy}{asked}", "big")
        if economy.stylised:
            page.note(words.STYLISED, "banner")
    page.note(VERDICTS[diagnosis.status], "big" if diagnosis.status == "feasible" else "alarm")
    for heading, sentences in sections(diagnosis):
        front.section(page, heading, list(sentences))
    charts = [
        *infeasibility_pages.giving_way(book, diagnosis, inputs),
        *infeasibility_pages.can_be_had(book, diagnosis),
    ]
    infeasibility_pages.what_it_takes(book, diagnosis, inputs)
    infeasibility_pages.conflicts(book, diagnosis, inputs)
    infeasibility_prices.how_long(book, diagnosis, inputs)
    infeasibility_prices.bottlenecks(book, diagnosis)
    infeasibility_prices.what_helps(book, diagnosis)
    infeasibility_prices.what_holds(book, diagnosis, inputs)
    if economy is not None:
        notes.about(book, economy, [])
    front.write_links(page, book.sheets[1:])
    for chart in charts:
        page.place_chart(chart.chart, rows=chart.lines)
    return book


VERDICTS = {
    "feasible": "Everything that is asked for can be carried out.",
    "infeasible": "The targets cannot all be met.",
    "infeasible before any target": "The economy cannot be carried through, whatever the targets.",
    "unbounded": "The goal has no limit: something is missing from the data.",
    "limit": "Not finished: the time limit came before an answer.",
}
"""The status of a diagnosis as a headline."""
