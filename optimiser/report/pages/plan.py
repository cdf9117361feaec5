"""The pages on a plan: the first says what came out, in sentences, and leads to everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from optimiser.economy.economy import Economy
from optimiser.plan import sentences
from optimiser.plan.last_year import last_year_in_words
from optimiser.plan.measures import ZERO, Measures, measures
from optimiser.plan.plan import Plan
from optimiser.plan.sentences import priced_rows, stylised_title
from optimiser.report.page import Block, Heading, Page, Report, Sentence, bound
from optimiser.report.pages import notes, quantities, trade
from optimiser.report.pages.balances import balances
from optimiser.report.pages.base_year_page import base_year_page
from optimiser.report.pages.capacity import capacity
from optimiser.report.pages.headline import headline, headline_chart
from optimiser.report.pages.prices import what_binds

if TYPE_CHECKING:
    from optimiser.workbook import Reading

PAGES: tuple[Callable[[Plan, Measures], list[Page]], ...] = (
    quantities.output,
    quantities.consumption,
    capacity,
    quantities.labour,
    trade.trade,
    trade.stocks,
    trade.town_and_country,
    quantities.targets,
    balances,
    base_year_page,
    what_binds,
)
"""What makes the pages of a plan that was found, in their order; each makes none where it has nothing to say."""


def plan_report(plan: Plan, reading: Reading | None = None) -> Report:
    """The report on a plan, or on why there is none.  The tail is not reported."""
    m = measures(plan) if plan.solution.optimal else None
    pages = [page for make in PAGES for page in make(plan, m)] if m is not None else []
    pages += [notes.strategy_page(table) for table in plan.tables]
    if reading is not None:
        pages.append(notes.defaults(reading))
    pages += notes.grades(plan.economy)
    pages.append(notes.about(plan.economy, [plan]))
    title = stylised_title(plan.economy)
    return bound(title, _first(plan, m, reading, title), pages, plan.economy.origin.path)


def _first(plan: Plan, m: Measures | None, reading: Reading | None, title: str) -> Page:
    """What was asked, what came out, what holds it back, whether it is to be believed."""
    words = f"Plan for {sentences.span(plan.economy.years)}. Strategy: {plan.strategy}."
    blocks: list[Block] = [Sentence(words, "big"), *warned(plan.economy)]
    if not plan.solution.optimal:
        blocks.append(Sentence(sentences.came_out(plan.status), "alarm", brief=True))
    table = headline(plan.economy, m) if m is not None else None
    if table is not None and table.kept:
        blocks.append(table)
    blocks += section("What was asked", [sentences.asked_of(plan)])
    found = [*plan.sentences, *sentences.growth_in_words(plan)]
    if m is not None:
        found += sentences.consumption_in_words(plan.economy, m) + sentences.industry_in_words(plan.economy, m)
        found += last_year_in_words(plan, m)
    blocks += section("What came out", found, brief=True)
    if m is None and plan.share is not None:
        blocks.append(Sentence(sentences.ASK_FOR_LESS))
    if m is not None:
        goal = plan.criterion
        priced = priced_rows(plan, ZERO)
        back = sentences.holds_back(plan, priced)
        blocks += section("What holds it back most", back, brief=True)
        if back:
            blocks.append(Sentence(f"Counted in {goal.unit}: {goal.goal}. {sentences.NEXT_TO_NO_CHANGE}"))
        else:
            nothing = "No price holds for more than next to no change; see the page What binds."
            if not priced:
                nothing = "Nothing does: no rule has a shadow price."
            blocks += section("What holds it back most", [nothing])
    checked = sentences.checked(plan)
    trust = [Sentence(each, brief=True) for each in checked] + [
        Sentence(each) for each in [*sentences.how_known(plan.economy), *sentences.trust(plan, reading)]
    ]
    blocks += [Heading("How far to trust it"), *trust] if trust else []
    chart = headline_chart(m, table) if m is not None and table is not None else None
    meaning = "What was asked, what came out, and what holds it back."
    return Page("Plan", meaning, tuple(blocks), title, headlines=(chart,) if chart else ())


def warned(economy: Economy, *, brief: bool = False) -> list[Block]:
    """The banner over stylised figures."""
    return [Sentence(sentences.STYLISED, "banner", brief)] if economy.stylised else []


def section(heading: str, words: list[str], *, brief: bool = False) -> list[Block]:
    """A heading and its sentences, if there are any."""
    return [Heading(heading), *(Sentence(each, brief=brief) for each in words)] if words else []
