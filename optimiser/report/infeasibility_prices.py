"""The pages on how long it would take, on bottlenecks, on what helps and on what holds."""

from __future__ import annotations

from optimiser.diagnosis.bottlenecks import STEP, Link
from optimiser.diagnosis.findings import Diagnosis
from optimiser.diagnosis.words import family
from optimiser.report.infeasibility_links import Inputs
from optimiser.report.infeasibility_pages import about, bars
from optimiser.report.series import LONG
from optimiser.report.sheet import Book, Column

MOST_PRICES = 2000
"""Rows of shadow prices that are listed; large economies have more than anybody reads."""


def how_long(book: Book, found: Diagnosis, inputs: Inputs) -> None:
    """Years that the whole set takes, and each target alone."""
    if found.years is None and not found.alone:
        return
    sheet = book.sheet("How long", "In how many years the targets could be reached, together and each alone.")
    sheet.back()
    planned = found.economy.years.plan if found.economy is not None else 0
    tried = f"more than {found.years.tried}" if found.years is not None else "not found in time"

    def delay(years: int | None) -> object:
        return max(years - planned, 0) if years else ""

    whole = found.years.together if found.years is not None else None
    rows: list[tuple[object, ...]] = [("all together", "", None, whole or tried, delay(whole), "")]
    rows += [(a.name, a.unit, a.asked, a.years or tried, delay(a.years), a.cell) for a in found.alone]
    sheet.note(
        f"The plan has {planned} years. Every number of years was tried in turn, from one on; targets of the last plan "
        "year move with it, and yearly data go on as the workbook says."
    )
    columns = [
        Column("target"),
        Column("unit"),
        Column("asked for"),
        Column("years needed"),
        Column("years of delay", width=10.0),
        Column("input cell"),
    ]
    table = sheet.table(columns, rows, by="cell", roles=["total"], filters=len(rows) > LONG)
    inputs.link(sheet, table, len(columns), tuple(str(row[-1]) for row in rows))


def bottlenecks(book: Book, found: Diagnosis) -> None:
    """Chains of what holds what, and the share without each link."""
    if not found.chains or found.share is None:
        return
    sheet = book.sheet("Bottlenecks", "What holds the targets, what holds that, and so on.")
    sheet.back()
    sheet.note(
        "Each chain starts from a target that holds the common share and goes on to what its makers lack most, "
        "by value at shadow prices. A link is confirmed when a solve without its rows gave a greater share; "
        "it ends where it comes back to itself, or to what nobody makes."
    )
    links: dict[str, Link] = {}
    for number, chain in enumerate(found.chains, 1):
        sheet.heading(f"Chain {number}")
        sheet.note("  →  ".join(link.what for link in chain), "first")
        links |= {link.what: link for link in chain}
    sheet.heading(f"The share without each link (with all of them it is {found.share:.1%})")
    ranked = sorted(links.values(), key=lambda link: -link.share_without if link.share_without < 1e9 else -1e9)
    rows = [
        (link.what, link.share_without, 100.0 * (link.share_without - found.share), link.confirmed) for link in ranked
    ]
    columns = [
        Column("link"),
        Column("share without it", shares=True, width=12.0),
        Column("percentage points more", width=12.0),
        Column("confirmed by a solve", width=12.0),
    ]
    table = sheet.table(columns, rows, by="cell")
    drawing = bars("What each link holds back", "percentage points of the common share", table, 1, 3, pattern="0")
    sheet.place_chart(drawing.chart, rows=drawing.lines)


def what_helps(book: Book, found: Diagnosis) -> None:
    """Single changes that were tried, and what would not help."""
    if not found.helps and not found.useless:
        return
    sheet = book.sheet("What would help", "Single changes and what each buys; and what would not help.")
    sheet.back()
    if found.helps:
        sheet.heading("What would help, one change at a time")
        sheet.note(f"Each was tried by a solve of its own. Steps are a tenth ({STEP:.0%}) unless it says otherwise.")
        rows = [(each.change, each.share, 100.0 * each.gain) for each in found.helps]
        columns = [
            Column("change", width=66.0),
            Column("share that can then be had", shares=True, width=13.0),
            Column("percentage points more", width=13.0),
        ]
        table = sheet.table(columns, rows, by="column")
        title = "What each single change adds to the common share"
        drawing = bars(title, "percentage points", table, 1, 3, pattern="0")
        sheet.place_chart(drawing.chart, rows=drawing.lines)
    if found.useless:
        sheet.heading("What would not help")
        sheet.note(
            "More of these alone would change nothing: none of their rows has a shadow price, and the prices of the "
            "others still prove the share to be the largest."
        )
        for each in found.useless:
            sheet.note(each, "sentence")


def what_holds(book: Book, found: Diagnosis, inputs: Inputs) -> None:
    """Shadow prices of the common share, with the range in which each holds."""
    if not found.holds:
        return
    economy = found.economy
    meaning = "Shadow prices of the common share by resource and year, and how far they hold."
    sheet = book.sheet("What holds it", meaning)
    sheet.back()
    sheet.note(
        "The price is what one more unit of the right-hand side adds to the common share, in percentage points; "
        "a minus sign means that less of what is demanded helps. It holds, one row at a time, while the right-hand "
        "side lies within the range; a dash stands where the solution does not tell the range, because several rows "
        "bind together. To compare rows, one column has the points gained by one per cent of it (of the base-year "
        "size, where the right-hand side is zero)."
    )
    rows = [
        (
            about(economy, hold.reference),
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
    ]
    columns = [
        Column("what"),
        Column("limit"),
        Column("year"),
        Column("points gained by one per cent", width=11.0),
        Column("unit"),
        Column("shadow price, points per unit", width=11.0),
        Column("right-hand side", width=11.0),
        Column("price holds from", width=10.0),
        Column("price holds to", width=10.0),
        Column("input cell"),
    ]
    table = sheet.table(columns, rows, by="cell", filters=len(rows) > LONG)
    inputs.link(sheet, table, len(columns), tuple(hold.cell for hold in found.holds[:MOST_PRICES]))
