"""The report on variants of a plan: the share and the years of each under its own circumstances, and the others'."""

from __future__ import annotations

from optimiser.comparison.compare import Comparison
from optimiser.comparison.variants import AS_IT_IS, VariantComparison, columns_in_words, variants_in_words
from optimiser.plan.sentences import how_known, span, stylised_title
from optimiser.report.page import Block, Column, Format, Heading, Page, Report, Scale, Sentence, Table, bound
from optimiser.report.pages import comparison_measures, notes
from optimiser.report.pages.headline import headlines_compared
from optimiser.report.pages.plan import section, warned
from optimiser.report.pages.side import Side
from optimiser.strategies.years_needed import YearsNeeded

SHARES = (
    "Of all increments of a variant's targets one common share, the largest that can be had in the plan's years under "
    "these circumstances; 100% is all of them. Years: the shortest plan in which all of them can be reached."
)


def variants_report(compared: VariantComparison) -> Report:
    """The report on variants side by side."""
    plans = {name: each.plan for name, each in compared.positions.items()}
    found = {name: each.measures for name, each in compared.positions.items() if each.measures is not None}
    side = Side(Comparison(compared.economy, plans, found, (), "of each"))
    title = stylised_title(compared.economy)
    pages = [*_plans(side), _circumstances(compared), *comparison_measures.measures(side)]
    pages += notes.grades(compared.economy)
    pages.append(notes.about(compared.economy, list(plans.values()), alone=False))
    return bound(title, _first(compared, title), pages, compared.economy.origin.path)


def _first(compared: VariantComparison, title: str) -> Page:
    economy = compared.economy
    words = f"Variants of the plan for {span(economy.years)}. Strategy of their plans: {compared.strategy}."
    blocks: list[Block] = [Sentence(words, "big"), *warned(economy)]
    blocks += section("What each variant comes to", variants_in_words(compared), brief=True)
    blocks += [Heading("Every variant's targets under its own circumstances and the others'"), _shares(compared)]
    blocks.append(Sentence(SHARES, "note"))
    blocks += section("How far to trust it", how_known(economy))
    return Page("Variants", "How the variants of the plan differ.", tuple(blocks), f"{title}: variants")


def _plans(side: Side) -> list[Page]:
    """What matters most in the plans; none where there is no plan."""
    table = headlines_compared(side)
    meaning = "What matters most in the plan of every variant, each under its own circumstances, in the last year."
    return [Page("Plans", meaning, (table,))] if table is not None else []


def _shares(compared: VariantComparison) -> Table:
    """A line for every variant and every set of circumstances, its own first."""
    rows: list[tuple[object, ...]] = []
    for name, each in compared.positions.items():
        own = each.variant.scenario
        for under in sorted(each.shares, key=lambda other: other != own):
            needed = each.years.get(under)
            shown = (under or AS_IT_IS) + (": its own" if under == own else "")
            rows.append((name, each.variant.target_set, shown, each.shares[under], *_years(needed)))
    columns = (
        Column("variant", width=24.0),
        Column("targets"),
        Column("circumstances"),
        Column("largest share of the increments", format=Format.SHARE, width=16.0, scale=Scale.REACHED),
        Column("years in full", format=Format.YEARS, width=12.0),
        Column("", width=22.0),
    )
    return Table(columns, tuple(rows))


def _years(needed: YearsNeeded | None) -> tuple[int | None, str]:
    """The figure, or why there is none."""
    if needed is None:
        return None, "not looked for"
    return (None, str(needed)) if needed.together is None else (needed.together, "")


def _circumstances(compared: VariantComparison) -> Page:
    """In which cells the circumstances of the variants differ from the workbook's."""
    rows: list[tuple[object, ...]] = []
    meant: dict[str, list[str]] = {}
    for name, each in compared.positions.items():
        meant.setdefault(each.variant.scenario, []).append(name)
    for scenario, names in meant.items():
        variants = "; ".join(names)
        cells = compared.positions[names[0]].circumstances
        rows += [
            (scenario, variants, each.sheet, each.row, columns_in_words(each.columns), each.done) for each in cells
        ]
        if not cells:
            rows.append((scenario, variants, "", "", "", f"nothing: the workbook {AS_IT_IS}"))
    headings = ("scenario", "variants", "sheet", "row", "column", "what is done with it")
    meaning = "In which cells of the workbook the circumstances of the variants differ from what stands there."
    return Page("Circumstances", meaning, (Table(tuple(map(Column, headings)), tuple(rows)),))
