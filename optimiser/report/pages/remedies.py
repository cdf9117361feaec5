"""The pages on how long it would take, on bottlenecks, on what helps and on what holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from optimiser.diagnosis.bottlenecks import Link
from optimiser.diagnosis.findings import Diagnosis
from optimiser.diagnosis.helps import STEP, Help
from optimiser.diagnosis.words import family
from optimiser.report.page import Block, Column, Format, Graph, Heading, Page, Role, Sentence, Table
from optimiser.report.pages.giving_way import about, bars
from optimiser.report.pages.yearly import LONG

MOST_PRICES = 2000
"""Rows of shadow prices that are listed; large economies have more than anybody reads."""


def how_long(found: Diagnosis) -> list[Page]:
    """Years that the whole set takes, and each target alone."""
    if found.years is None and not found.alone:
        return []
    planned = found.economy.years.plan if found.economy is not None else 0
    tried = f"more than {found.years.tried}" if found.years is not None else "not found in time"

    def delay(years: int | None) -> int | None:
        return max(years - planned, 0) if years else None

    whole = found.years.together if found.years is not None else None
    rows: list[tuple[object, ...]] = [("all together", "", None, whole or tried, delay(whole), "")]
    rows += [(a.name, a.unit, a.asked, a.years or tried, delay(a.years), a.cell) for a in found.alone]
    columns = (
        Column("target"),
        Column("unit"),
        Column("asked for"),
        Column("years needed"),
        Column("years of delay", width=10.0),
        Column("input cell", format=Format.INPUT),
    )
    words = (
        f"The plan has {planned} years. Every number of years was tried in turn, from one on; targets of the last plan "
        "year move with it, and yearly data go on as the workbook says."
    )
    rest: list[Role] = [""] * len(found.alone)
    table = Table(columns, tuple(rows), ("total", *rest), alike="cell", filters=len(rows) > LONG)
    meaning = "In how many years the targets could be reached, together and each alone."
    return [Page("How long", meaning, (Sentence(words, "note"), table))]


def bottlenecks(found: Diagnosis) -> list[Page]:
    """Chains of what holds what, and the share without each link."""
    if not found.chains or found.share is None:
        return []
    words = (
        "Each chain starts from a target that holds the common share and goes on to what its makers lack most, "
        "by value at shadow prices. A link is confirmed when a solve without its rows gave a greater share; "
        "it ends where it comes back to itself, or to what nobody makes."
    )
    blocks: list[Block] = [Sentence(words, "note")]
    links: dict[str, Link] = {}
    steps = dict.fromkeys((a.what, b.what, b.share_without) for chain in found.chains for a, b in pairwise(chain))
    if steps:
        heads = (
            Column("what is held back"),
            Column("by what"),
            Column("share without", format=Format.SHARE, width=12.0),
        )
        held = Table(heads, tuple(steps), alike="cell", labels=2)
        blocks += [Graph("What holds what back", held, source=0, target=1, figure=2), held]
    for number, chain in enumerate(found.chains, 1):
        blocks += [Heading(f"Chain {number}"), Sentence("  →  ".join(link.what for link in chain), "chain")]
        links |= {link.what: link for link in chain}
    ranked = sorted(links.values(), key=lambda link: -link.share_without if link.share_without < 1e9 else -1e9)
    rows = tuple(
        (link.what, link.share_without, 100.0 * (link.share_without - found.share), link.confirmed) for link in ranked
    )
    columns = (
        Column("link"),
        Column("share without it", format=Format.SHARE, width=12.0),
        Column("percentage points more", width=12.0),
        Column("confirmed by a solve", width=12.0),
    )
    table = Table(columns, rows, alike="cell")
    chart = bars("What each link holds back", "percentage points of the common share", table, 2, kind=Format.COUNT)
    heading = f"The share without each link (with all of them it is {found.share:.1%})"
    meaning = "What holds the targets, what holds that, and so on."
    return [Page("Bottlenecks", meaning, (*blocks, Heading(heading), table, chart))]


def what_helps(found: Diagnosis) -> list[Page]:
    """Single changes that were tried, and what would not help."""
    blocks: list[Block] = []
    if found.helps:
        table = _changes(found, found.helps)
        words = (
            f"Each was tried by a solve of its own, in all its years. Steps are a tenth ({STEP:.0%}) unless it says "
            "otherwise; what goes beyond the sheet Relaxation was not tried."
        )
        title = "What each single change adds to the common share"
        blocks += [
            Heading("What would help, one change at a time"),
            Sentence(words, "note"),
            table,
            bars(title, "percentage points", table, 2, kind=Format.COUNT),
        ]
    if found.pairs:
        blocks += [Heading("The best pairs of changes"), _changes(found, found.pairs)]
    if found.only_together:
        words = "More of these alone would change nothing; they are part of what it would take all the same."
        blocks += [Heading("What would help only with others"), Sentence(words, "note")]
        blocks += map(Sentence, found.only_together)
    if found.useless:
        words = (
            "More of these alone would change nothing: none of their rows has a shadow price, and the prices of the "
            "others still prove the share to be the largest."
        )
        blocks += [Heading("What would not help"), Sentence(words, "note"), *map(Sentence, found.useless)]
    meaning = "Single changes and what each buys; and what would not help."
    return [Page("What would help", meaning, tuple(blocks))] if blocks else []


def _changes(found: Diagnosis, changes: Sequence[Help]) -> Table:
    """A change a line, what share it buys, and in how many years all targets are then reached."""
    together = found.years.together if found.years is not None else None
    columns = (
        Column("change", width=66.0),
        Column("share that can then be had", format=Format.SHARE, width=13.0),
        Column("percentage points more", width=13.0),
        Column("years that all targets then take", width=13.0),
    )

    def years(each: Help) -> int | None:
        return each.years or (together if each.moves else None)

    rows = tuple((each.change, each.share, 100.0 * each.gain, years(each)) for each in changes)
    return Table(columns, rows, alike="column")


def what_holds(found: Diagnosis) -> list[Page]:
    """Shadow prices of the common share, with the range in which each holds."""
    if not found.holds:
        return []
    rows = tuple(
        (
            about(found.economy, hold.reference),
            family(hold.reference),
            hold.reference.year,
            100.0 * hold.per_cent,
            hold.reference.unit,
            100.0 * hold.price,
            hold.side,
            hold.from_,
            hold.to,
            hold.cell,
        )
        for hold in found.holds[:MOST_PRICES]
    )
    columns = (
        Column("what"),
        Column("limit"),
        Column("year"),
        Column("points gained by one per cent", width=11.0),
        Column("unit"),
        Column("shadow price, points per unit", width=11.0),
        Column("right-hand side", width=11.0),
        Column("price holds from", width=10.0),
        Column("price holds to", width=10.0),
        Column("input cell", format=Format.INPUT),
    )
    words = (
        "The price is what one more unit of the right-hand side adds to the common share, in percentage points; "
        "a minus sign means that less of what is demanded helps. It holds, one row at a time, while the right-hand "
        "side lies within the range; a dash stands where the solution does not tell the range, because several rows "
        "bind together. To compare rows, one column has the points gained by one per cent of it (of the base-year "
        "size, where the right-hand side is zero)."
    )
    table = Table(columns, rows, alike="cell", filters=len(rows) > LONG)
    meaning = "Shadow prices of the common share by resource and year, and how far they hold."
    return [Page("What holds it", meaning, (Sentence(words, "note"), table))]
