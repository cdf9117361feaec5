"""The pages on strategies side by side: the first says who gets what under which plan."""

from __future__ import annotations

from collections.abc import Callable

from optimiser.comparison import sentences
from optimiser.comparison.certainty import certainty_in_words
from optimiser.comparison.compare import Comparison
from optimiser.plan.sentences import asked_of, how_known, span, stylised_title
from optimiser.report.page import Block, Page, Report, Sentence, bound
from optimiser.report.pages import argument, comparison_measures, comparison_paths, notes
from optimiser.report.pages.plan import section, warned
from optimiser.report.pages.side import Side

PAGES: tuple[Callable[[Side], list[Page]], ...] = (
    comparison_measures.measures,
    comparison_paths.consumption,
    comparison_paths.industry,
    comparison_paths.output,
    comparison_paths.capacity,
    comparison_measures.labour,
    comparison_measures.targets,
    comparison_paths.frontier,
    comparison_measures.what_binds,
)
"""What makes the pages of a comparison, in their order; each makes none where it has nothing to say."""


def comparison_report(comparison: Comparison) -> Report:
    """The report on strategies side by side: measures, paths, the frontier, every strategy's own tables."""
    economy, side = comparison.economy, Side(comparison)
    pages = argument.pages(comparison.execution) if comparison.execution is not None else []
    pages += argument.how_sure(comparison.certainty) if comparison.certainty is not None else []
    pages += [page for make in PAGES for page in make(side)]
    for name, plan in comparison.plans.items():
        pages += [notes.strategy_page(table, f"{table.name} ({name})") for table in plan.tables]
    pages += notes.grades(economy)
    pages.append(notes.about(economy, list(comparison.plans.values()), alone=False))
    title = stylised_title(economy)
    return bound(title, _first(comparison, title), pages, economy.origin.path)


def _first(comparison: Comparison, title: str) -> Page:
    economy, plans = comparison.economy, comparison.plans
    words = f"Plans for {span(economy.years)}, under: {', '.join(plans)}."
    blocks: list[Block] = [Sentence(words, "big"), *warned(economy)]
    if comparison.execution is not None:
        blocks += argument.first(comparison.execution)
        if comparison.certainty is not None:
            blocks += section("How sure that is", certainty_in_words(comparison.certainty), brief=True)
    elif comparison.not_executed:
        blocks.append(Sentence(comparison.not_executed, "alarm", brief=True))
    blocks += section("Who gets what, as planned", list(comparison.findings), brief=True)
    blocks += section("What each strategy found", sentences.what_each_found(comparison), brief=True)
    blocks += section("What each was asked", [asked_of(plan) for plan in plans.values()])
    blocks += section("How far to trust it", [*sentences.checked(comparison), *how_known(economy), sentences.CAUTION])
    meaning = "Who gets what under which plan."
    return Page("Comparison", meaning, tuple(blocks), f"{title}: strategies compared")
