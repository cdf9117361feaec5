"""What a comparison says first where plans were carried out: who was right about what, and by how much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimiser.comparison.certainty import SURE, Certainty, certainty_in_words
from optimiser.execution import Execution
from optimiser.execution.feedback import feedback_in_words
from optimiser.execution.outcome import Outcome
from optimiser.execution.sentences import (
    WORTH_SAYING,
    ambition,
    assumed,
    foretold,
    measured,
    projects,
    reference_of,
    spread,
)
from optimiser.execution.verdict import verdict
from optimiser.execution.worth import worth_in_words
from optimiser.report.page import Block, Column, Format, Heading, Page, Scale, Sentence, Table
from optimiser.report.pages import execution as carried_out
from optimiser.report.pages.plan import section
from optimiser.report.pages.told_and_made import told_and_made
from optimiser.report.pages.worth import worth

MOST_SAID = 2
"""Of the verdict on the first page; the rest stands below."""


def first(execution: Execution) -> tuple[list[Block], list[Block]]:
    """The argument: demanded, planned, executed and reported, and the verdict; and further gains, costs, shortages."""
    outcomes = execution.outcomes.values()
    said = list(verdict(execution))
    short = [*told_and_made(execution), *section("Who was right about what", said[:MOST_SAID], brief=True)]
    blocks = [*section("Who else was right about what", said[MOST_SAID:], brief=True), *_measures(execution)]
    blocks += (
        section("How much ambition is best", list(ambition(execution.curve)), brief=True) if execution.curve else []
    )
    blocks += section("Consumption against capital", list(worth_in_words(execution)), brief=True)
    blocks += section("What planning anew is worth", list(feedback_in_words(execution)), brief=True)
    blocks += section(
        "Giants that give nothing", [projects(each) for each in outcomes if each.gave_nothing.mean > WORTH_SAYING]
    )
    blocks += section("How the first shortage spread", [spread(each) for each in outcomes if each.chain])
    blocks += section("Whether it was planning", [foretold(each) for each in outcomes if _has_growth(each)])
    return [*short, Sentence(assumed(execution), brief=True)], blocks


def pages(execution: Execution) -> list[Page]:
    """What stands behind it, page by page."""
    industry = [replace(each, name="Carried out") for each in carried_out.industry(execution)]
    makers = (
        carried_out.ambition,
        carried_out.best_ambition,
        worth,
        carried_out.planned_anew,
        carried_out.fulfilment,
        carried_out.agreement,
        carried_out.shortages,
    )
    return [*industry, *(page for make in makers for page in make(execution))]


def _measures(execution: Execution) -> list[Block]:
    """Who gains and who loses: every measure as a line, every outcome as a column."""
    reference = reference_of(execution)
    if reference is None:
        return []
    outcomes = execution.rows
    rows = []
    for each in measured(reference):
        figures = [each.of(outcome) for outcome in outcomes.values()]
        if any(figure is not None for figure in figures):
            rows.append((each.name, each.unit, *(None if figure is None else figure[0] for figure in figures)))
    columns = (Column("measure"), Column("unit"), *map(Column, outcomes))
    return [Heading("Who gains and who loses, means"), Table(columns, tuple(rows), labels=2)] if rows else []


def _has_growth(outcome: Outcome) -> bool:
    return not np.isnan(outcome.whole.plan.error.mean)


def how_sure(found: Certainty) -> list[Page]:
    """The part of the draws over the graded inputs in which each difference has the sign it has."""
    if not found.holds:
        return []
    columns = (
        Column("strategy"),
        Column("measure"),
        Column("against the reference"),
        Column("holds in", format=Format.SHARE, scale=Scale.REACHED, width=12.0),
        Column("sure"),
    )
    rows = tuple(
        (
            claim.outcome,
            claim.measure,
            f"{'more' if claim.more else 'less'}, {'better' if claim.better else 'worse'}",
            part,
            "yes" if part >= SURE else "no",
        )
        for claim, part in found.holds.items()
    )
    blocks: list[Block] = [Sentence(each) for each in certainty_in_words(found)[:1]]
    if found.fixed:
        blocks.append(
            Sentence(f"Not drawn, since a changed figure would be illegal: {'; '.join(found.fixed)}.", "note")
        )
    meaning = "In which part of the draws over the graded inputs each difference has the sign that it has."
    return [Page("How sure", meaning, (*blocks, Table(columns, rows, labels=3)))]
