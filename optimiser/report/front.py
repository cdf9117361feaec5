"""The first page: what came out, in sentences, and the way to everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report import words
from optimiser.report.sheet import FIRST_PAGE_WIDTH, Sheet
from optimiser.report.style import LINE_HEIGHT, lines_needed
from optimiser.report.words import Row

if TYPE_CHECKING:
    from optimiser.workbook import Reading

LINK_WIDTH = 24.0


def title_block(page: Sheet, plan: Plan) -> None:
    """Title, banner, and what was asked."""
    economy, years = plan.economy, plan.economy.years
    page.column_width(1, LINK_WIDTH)
    page.column_width(2, FIRST_PAGE_WIDTH - LINK_WIDTH)
    span = f"{years.label(1)} to {years.label(years.plan)}" if years.plan > 1 else years.label(1)
    page.note(f"Plan for {span} from the base year {years.label(0)}. Strategy: {plan.strategy}.", "big")
    if economy.stylised:
        page.note(words.STYLISED, "banner")
    if not plan.solution.optimal:
        page.note(words.came_out(plan.status), "alarm")


def section(page: Sheet, heading: str, sentences: list[str]) -> None:
    """A heading and its sentences, if there are any."""
    if sentences:
        page.heading(heading)
        for each in sentences:
            page.note(each, "sentence")


def write_sentences(page: Sheet, plan: Plan, m: Measures | None, rows: list[Row], reading: Reading | None) -> None:
    """What was asked, what came out, what holds it back, whether it is to be believed."""
    economy = plan.economy
    title_block(page, plan)
    section(page, "What was asked", [words.asked_of(plan)])
    found = [*plan.sentences, *words.growth_in_words(plan)]
    if m is not None:
        found += words.consumption_in_words(economy, m) + words.industry_in_words(economy, m)
    elif plan.share is not None:
        found.append("Ask for that share of the targets, or for less, and a plan can be found (strategy proportional).")
    section(page, "What came out", found)
    if m is not None:
        goal = plan.criterion
        back = words.holds_back(plan, rows)
        if back:
            back.append(f"Counted in {goal.unit}: {goal.goal}.")
        section(page, "What holds it back most", back or ["Nothing does: no rule has a shadow price."])
    section(page, "How far to trust it", _trust(plan, reading))


def _trust(plan: Plan, reading: Reading | None) -> list[str]:
    sentences = []
    years = plan.economy.years
    if plan.verification is not None:
        v = plan.verification
        off = f"the worst is off by {v.worst_violation:.1g} of its turnover" if v.worst_violation > 0 else "all agree"
        sentences.append(f"Every balance was added up again from the plan: {v.rows_checked:,} rows, {off}.")
    elif plan.solution.optimal:
        sentences.append("The balances of this plan were not added up again.")
    if years.tail:
        first, last = years.label(years.plan + 1), years.label(years.last)
        tail = f"The years {first} to {last} were" if years.tail > 1 else f"The year {last} was"
        sentences.append(f"{tail} planned as well, so that the plan does not eat its own future; they are not shown.")
    if reading is not None:
        count = sum(each.count for each in reading.defaults)
        sentences.append(
            f"In reading the workbook {_counted(count, 'value')} that nobody gave came from "
            f"{_counted(len(reading.defaults), 'default')}; {_counted(len(reading.warnings), 'warning')}: see Defaults."
        )
    return sentences


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"no {noun}s"


def write_links(page: Sheet, others: list[Sheet]) -> None:
    """A line to every other sheet, with what it holds."""
    page.heading("Where to look")
    page.column_width(1, max(LINK_WIDTH, *(len(other.name) + 2.0 for other in others)))
    for other in others:
        page.link(page.row, 1, other.name, other.name)
        page.text(page.row, 2, other.meaning, "wrapped")
        lines = lines_needed(other.meaning, FIRST_PAGE_WIDTH - LINK_WIDTH)
        page.cells.row_dimensions[page.row].height = LINE_HEIGHT * lines
        page.row += 1
