"""The comparison of strategies: a workbook whose first page says who gets what under which plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from optimiser.comparison.compare import Comparison
from optimiser.files import atomic
from optimiser.report import comparison_measures, comparison_paths, notes, words
from optimiser.report.front import LINK_WIDTH, section, write_links
from optimiser.report.json import measures_json, number
from optimiser.report.sheet import FIRST_PAGE_WIDTH, Book, Sheet
from optimiser.report.side import Drawn, Side


def write_comparison(comparison: Comparison, path: str | Path, force: bool = False) -> None:
    """Write the comparison as a workbook: sentences, measures side by side, charts, every strategy's own tables.

    Raises:
        OutputFault: the file is there already and `force` is not given, or cannot be written.
    """
    with atomic(path, force=force, never=comparison.economy.origin.path or None) as temporary:
        book_of(comparison).save(temporary)


def book_of(comparison: Comparison) -> Book:
    """The comparison as a workbook in memory."""
    economy = comparison.economy
    title = words.stylised_title(economy)
    book = Book(title)
    page = book.sheet("Comparison", "", f"{title}: strategies compared")
    _sentences(page, comparison)
    side = Side(book, comparison)
    comparison_measures.measures(side)
    drawn: list[Drawn] = [*comparison_paths.consumption(side), *comparison_paths.industry(side)]
    comparison_paths.output(side)
    comparison_paths.capacity(side)
    comparison_measures.labour(side)
    comparison_measures.targets(side)
    drawn += comparison_paths.frontier(side)
    comparison_measures.what_binds(side)
    for name, plan in comparison.plans.items():
        for table in plan.tables:
            notes.strategy_table(book, table, f"{table.name} ({name})")
    notes.about(book, economy, list(comparison.plans.values()), alone=False)
    write_links(page, book.sheets[1:])
    page.new_page()
    for draw in drawn:
        page.place_chart(draw(), rows=17)
    return book


def comparison_sentences(comparison: Comparison) -> list[str]:
    """The comparison in a few sentences, for the screen."""
    return [words.stylised_title(comparison.economy), *comparison.findings, *_found(comparison)]


def _found(comparison: Comparison) -> list[str]:
    """What each strategy has to say of its own plan."""
    return [
        f"{name.capitalize()}: {sentence[0].lower()}{sentence[1:]}"
        for name, plan in comparison.plans.items()
        if plan.solution.optimal
        for sentence in [*words.growth_in_words(plan), *plan.sentences]
    ]


def _sentences(page: Sheet, comparison: Comparison) -> None:
    economy, years = comparison.economy, comparison.economy.years
    page.column_width(1, LINK_WIDTH)
    page.column_width(2, FIRST_PAGE_WIDTH - LINK_WIDTH)
    names = ", ".join(comparison.plans)
    span = f"{years.label(1)} to {years.label(years.plan)}"
    page.note(f"Plans for {span} from the base year {years.label(0)}, under: {names}.", "big")
    if economy.stylised:
        page.note(words.STYLISED, "banner")
    section(page, "Who gets what", list(comparison.findings))
    section(page, "What each strategy found", _found(comparison))
    section(page, "What each was asked", [words.asked_of(plan) for plan in comparison.plans.values()])
    trust = []
    for name, plan in comparison.plans.items():
        if plan.verification is not None:
            v = plan.verification
            trust.append(f"{name} {v.rows_checked:,} rows, the worst off by {v.worst_violation:.1g} of its turnover")
    caution = (
        "All plans keep the same rules on the same data. Several plans may be equally good for a strategy, so compare "
        "what it strives for and the measures here rather than single figures of single years."
    )
    section(page, "How far to trust it", [f"Every balance was added up again: {'; '.join(trust)}."] * bool(trust))
    page.note(caution, "sentence")


def comparison_json(comparison: Comparison, path: str | Path | None) -> dict[str, Any]:
    """The comparison as the command `compare` prints it: `{"strategies": {name: {...}}}`, null where none applies."""
    economy, drawn = comparison.economy, comparison.frontier
    return {
        "strategies": {
            name: measures_json(plan, comparison.measures.get(name)) for name, plan in comparison.plans.items()
        },
        "findings": list(comparison.findings),
        "years_needed": {name: needed.together for name, needed in comparison.years.items()},
        "frontier": None
        if drawn is None
        else {
            "first": drawn.first,
            "first_unit": drawn.first_unit,
            "second": drawn.second,
            "second_unit": drawn.second_unit,
            "points": [
                [number(float(a)), number(float(b))]
                for a, b in zip(drawn.first_values, drawn.second_values, strict=True)
            ],
            "positions": {name: [number(a), number(b)] for name, (a, b) in drawn.positions.items()},
        },
        "stylised": economy.stylised,
        "base_year": economy.years.label(0),
        "years": list(economy.years.plan_labels),
        "report": str(path) if path is not None else None,
    }


__all__ = ["book_of", "comparison_json", "comparison_sentences", "write_comparison"]
