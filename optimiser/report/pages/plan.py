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
from optimiser.report.pages.deliveries import flows
from optimiser.report.pages.headline import headline, headline_chart
from optimiser.report.pages.national_accounts import national_accounts
from optimiser.report.pages.prices import what_binds
from optimiser.report.pages.projects import projects
from optimiser.report.pages.regions import regions

if TYPE_CHECKING:
    from optimiser.workbook import Reading

PAGES: tuple[Callable[[Plan, Measures], list[Page]], ...] = (
    quantities.output,
    quantities.consumption,
    capacity,
    projects,
    flows,
    quantities.labour,
    trade.trade,
    trade.stocks,
    trade.town_and_country,
    quantities.targets,
    balances,
    regions,
    national_accounts,
    base_year_page,
    what_binds,
)
"""What makes the pages of a plan that was found, in their order; each makes none where it has nothing to say."""


MOST_PEOPLE = 2
"""Households of whose consumption the first page has a sentence."""


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
    first, further = _first(plan, m, reading, title)
    return bound(title, first, pages, plan.economy.origin.path, further=further)


def _first(plan: Plan, m: Measures | None, reading: Reading | None, title: str) -> tuple[Page, list[Block]]:
    """What came out, in a table and a few sentences; and what else there is to say."""
    words = f"Plan for {sentences.span(plan.economy.years)}. Strategy: {plan.strategy}."
    blocks: list[Block] = [Sentence(words, "big"), *warned(plan.economy)]
    if not plan.solution.optimal:
        blocks.append(Sentence(sentences.came_out(plan.status), "alarm", brief=True))
    table = headline(plan.economy, m) if m is not None else None
    if table is not None and table.kept:
        blocks.append(table)
    found = [*sentences.growth_in_words(plan), *plan.sentences]
    found += last_year_in_words(plan, m) if m is not None else []
    checked: list[Block] = [Sentence(each, brief=True) for each in sentences.checked(plan)]
    asked = section("What was asked", [sentences.asked_of(plan)])
    trust = section("How far to trust it", [*sentences.how_known(plan.economy), *sentences.trust(plan, reading)])
    meaning = "What was asked, what came out, and what holds it back."
    if m is None or table is None:
        blocks += section("What came out", found, brief=True)
        blocks += [Sentence(sentences.ASK_FOR_LESS)] if plan.share is not None else []
        return Page("Plan", meaning, (*blocks, *asked, *checked, *trust), title), []
    people, industry = sentences.consumption_in_words(plan.economy, m), sentences.industry_in_words(plan.economy, m)
    back, counted = _held_back(plan)
    short = [*found[:1], *people[:MOST_PEOPLE], *industry[:1], *back[:1]]
    blocks += [*(Sentence(each, brief=True) for each in short), *counted, *checked]
    other = [each for each in (*found, *people, *industry) if each not in short]
    further = [*asked, *section("What else came out", other, brief=True)]
    further += [*section("What else holds it back", back[1:], brief=True), *trust]
    chart = headline_chart(m, table)
    return Page("Plan", meaning, tuple(blocks), title, headlines=(chart,) if chart else ()), further


def _held_back(plan: Plan) -> tuple[list[str], list[Block]]:
    """What holds it back most, in words, and what that is counted in."""
    priced = priced_rows(plan, ZERO)
    back = sentences.holds_back(plan, priced)
    if back:
        return back, [Sentence(sentences.unit_explained(plan), "note")]
    nothing = "No price holds for more than next to no change; see the page What binds."
    return [nothing if priced else "Nothing holds it back: no rule has a shadow price."], []


def warned(economy: Economy, *, brief: bool = False) -> list[Block]:
    """The banner over stylised figures."""
    return [Sentence(sentences.STYLISED, "banner", brief)] if economy.stylised else []


def section(heading: str, words: list[str], *, brief: bool = False) -> list[Block]:
    """A heading and its sentences, if there are any."""
    return [Heading(heading), *(Sentence(each, brief=brief) for each in words)] if words else []
