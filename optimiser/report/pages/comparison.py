"""The pages on strategies side by side: the first says who gets what under which plan."""

from __future__ import annotations

from collections.abc import Callable

from optimiser.comparison import sentences
from optimiser.comparison.certainty import certainty_in_words
from optimiser.comparison.compare import Comparison
from optimiser.execution.demand import COORDINATED
from optimiser.plan.sentences import asked_of, how_known, span, stylised_title
from optimiser.report.page import Block, Heading, Page, Report, Sentence, bound
from optimiser.report.pages import argument, comparison_measures, comparison_paths, notes
from optimiser.report.pages.headline import headlines_compared
from optimiser.report.pages.plan import section, warned
from optimiser.report.pages.side import Side
from optimiser.strategies.maximum import maximum

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


MOST_FINDINGS = 5
"""On the first page; the others stand below."""


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
    first, further = _first(side, title)
    return bound(title, first, pages, economy.origin.path, further=further)


def _as_planned(comparison: Comparison) -> str:
    """The heading of what is planned; the plan of all maxima is not the demand that is carried out below it."""
    plan, execution = comparison.plans.get(maximum.name), comparison.execution
    if plan is None or plan.share is None or execution is None or COORDINATED not in execution.outcomes:
        return "As planned"
    return f"As planned; {maximum.name} scaled down to the {plan.share:.1%} that can be had in common"


def _first(side: Side, title: str) -> tuple[Page, list[Block]]:
    """What every plan comes to, in a table and a few sentences; and what else there is to say."""
    comparison = side.comparison
    economy, plans = comparison.economy, comparison.plans
    words = f"Plans for {span(economy.years)}, under: {', '.join(plans)}."
    blocks: list[Block] = [Sentence(words, "big"), *warned(economy)]
    table = headlines_compared(side)
    blocks += [Heading(_as_planned(comparison)), table] if table is not None else []
    found, short = list(comparison.findings), list(comparison.findings)[:MOST_FINDINGS]
    further: list[Block] = []
    if comparison.execution is not None:
        carried_out, further = argument.first(comparison.execution)
        blocks += carried_out
        short = []
        if comparison.certainty is not None:
            further += section("How sure that is", certainty_in_words(comparison.certainty), brief=True)
    elif comparison.not_executed:
        blocks.append(Sentence(comparison.not_executed, "alarm", brief=True))
    blocks += [Sentence(each, brief=True) for each in short]
    further += section("Who gets what, as planned", found[len(short) :], brief=True)
    further += section("What each strategy found", sentences.what_each_found(comparison), brief=True)
    further += section("What each was asked", [asked_of(plan) for plan in plans.values()])
    further += section("How far to trust it", [*sentences.checked(comparison), *how_known(economy), sentences.CAUTION])
    meaning = "Who gets what under which plan."
    return Page("Comparison", meaning, tuple(blocks), f"{title}: strategies compared"), further
