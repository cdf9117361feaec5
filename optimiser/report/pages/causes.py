"""The report on how much each cause adds to a measure."""

from __future__ import annotations

from optimiser.comparison.causes import Ladder, ladder_in_words
from optimiser.plan.sentences import span, stylised_title
from optimiser.report.page import (
    Block,
    Cells,
    Chart,
    Column,
    Format,
    Heading,
    Page,
    Report,
    Role,
    Scaling,
    Sentence,
    Series,
    Table,
    bound,
)
from optimiser.report.pages import notes
from optimiser.report.pages.plan import section, warned

NAMED = (
    "What a cause adds is the mean over all orders in which the causes can be added (Shapley); the shares add up to "
    "the whole difference. Least and most: what it adds where it adds least and most, whatever is at work already."
)


def causes_report(ladder: Ladder) -> Report:
    """The report on how much each cause adds."""
    title = stylised_title(ladder.economy)
    runs = _runs(ladder)
    first = _first(ladder, title)
    return bound(title, first, [runs, notes.about(ladder.economy, [])], ladder.economy.origin.path)


def _first(ladder: Ladder, title: str) -> Page:
    found = ladder.decomposition
    rows = tuple((cause, found.shares[cause], found.least[cause], found.most[cause]) for cause in ladder.causes)
    total = ("all together", found.full - found.reference, None, None)
    columns = (
        Column("cause"),
        *(Column(name, format=Format.INDEX, signed=True) for name in ("adds, mean of all orders", "least", "most")),
    )
    plain: tuple[Role, ...] = ("",)
    roles: tuple[Role, ...] = (*plain * len(rows), "total")
    table = Table(columns, (*rows, total), roles=roles)
    words = f"What adds how much to {ladder.measure}, plan of {span(ladder.economy.years)}."
    if ladder.draws is not None:
        words += f" Carried out {ladder.draws.repetitions:,} times, chance starting from {ladder.draws.seed}."
    chart = Chart(
        "lying bars",
        f"What each cause adds to {ladder.measure}",
        (Series("adds", Cells.down(table, 1, 0, len(rows) - 1)),),
        categories=Cells.down(table, 0, 0, len(rows) - 1),
        y=Scaling(ladder.unit, Format.COEFFICIENT),
    )
    blocks: list[Block] = [Sentence(words, "big"), *warned(ladder.economy)]
    blocks += section("What adds how much", ladder_in_words(ladder), brief=True)
    blocks += [Heading(ladder.unit[:1].upper() + ladder.unit[1:]), table, Sentence(NAMED, "note"), chart]
    meaning = "How much each cause adds to a difference."
    return Page("Causes", meaning, tuple(blocks), f"{title}: causes")


def _runs(ladder: Ladder) -> Page:
    """Every set of causes, and the measure under it."""
    ordered = sorted(ladder.values.items(), key=lambda pair: (len(pair[0]), sorted(map(ladder.causes.index, pair[0]))))
    rows = tuple((*("yes" if cause in chosen else "" for cause in ladder.causes), value) for chosen, value in ordered)
    columns = (*map(Column, ladder.causes), Column(ladder.measure, format=Format.INDEX))
    return Page("Runs", "The measure under every set of causes.", (Table(columns, rows, labels=len(ladder.causes)),))
