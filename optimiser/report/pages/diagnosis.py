"""The pages on why a plan cannot be carried out: the first says it in sentences."""

from __future__ import annotations

from collections.abc import Callable

from optimiser.diagnosis.findings import Diagnosis
from optimiser.diagnosis.sentences import VERDICTS, sections
from optimiser.plan.sentences import span, stylised_title
from optimiser.report.page import Block, Page, Report, Sentence, bound
from optimiser.report.pages import giving_way, notes, proof, remedies
from optimiser.report.pages.plan import section, warned

PAGES: tuple[Callable[[Diagnosis], list[Page]], ...] = (
    giving_way.whether_they_fit,
    giving_way.giving_way,
    giving_way.can_be_had,
    giving_way.what_it_takes,
    giving_way.conflicts,
    proof.proofs,
    remedies.how_long,
    remedies.bottlenecks,
    remedies.what_helps,
    remedies.what_holds,
)
"""What makes the pages of a diagnosis, in their order; each makes none where it has nothing to say."""


def diagnosis_report(diagnosis: Diagnosis, name: str = "") -> Report:
    """The report on a diagnosis.  Input cells lead into the workbook that was read, where it is known.

    `name` is that of a programme from elsewhere.
    """
    economy = diagnosis.economy
    pages = [page for make in PAGES for page in make(diagnosis)]
    if economy is not None:
        pages.append(notes.about(economy, []))
    title = f"Why not? {stylised_title(economy)}" if economy is not None else f"Why not? {name}".strip()
    source = economy.origin.path if economy is not None else ""
    first, further = _first(diagnosis, title)
    return bound(title, first, pages, source, further=further)


MOST_SAID = 3
"""Sentences of each section on the first page; the others stand below."""


def _first(diagnosis: Diagnosis, title: str) -> tuple[Page, list[Block]]:
    economy = diagnosis.economy
    blocks: list[Block] = []
    if economy is not None:
        asked = f" Targets: {diagnosis.target_set}." if diagnosis.target_set else ""
        strategy = f" Strategy: {diagnosis.strategy}." if diagnosis.strategy else ""
        blocks += [Sentence(f"Plan for {span(economy.years)}.{strategy}{asked}", "big"), *warned(economy, brief=True)]
    blocks.append(Sentence(VERDICTS[diagnosis.status], "big" if diagnosis.status == "feasible" else "alarm"))
    further: list[Block] = []
    for heading, words in sections(diagnosis):
        said = list(words)
        blocks += section(heading, said[:MOST_SAID], brief=True)
        further += section(f"{heading}: further", said[MOST_SAID:], brief=True)
    return Page("Diagnosis", "Why the targets cannot be met, and what would do.", tuple(blocks), title), further
