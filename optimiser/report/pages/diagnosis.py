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
    return bound(title, _first(diagnosis, title), pages, source)


def _first(diagnosis: Diagnosis, title: str) -> Page:
    economy = diagnosis.economy
    blocks: list[Block] = []
    if economy is not None:
        asked = f" Targets: {diagnosis.target_set}." if diagnosis.target_set else ""
        strategy = f" Strategy: {diagnosis.strategy}." if diagnosis.strategy else ""
        blocks += [Sentence(f"Plan for {span(economy.years)}.{strategy}{asked}", "big"), *warned(economy, brief=True)]
    blocks.append(Sentence(VERDICTS[diagnosis.status], "big" if diagnosis.status == "feasible" else "alarm"))
    for heading, words in sections(diagnosis):
        blocks += section(heading, list(words), brief=True)
    return Page("Diagnosis", "Why the targets cannot be met, and what would do.", tuple(blocks), title)
