"""Pages of a diagnosis: what gives way, what can be had, what it would take, and what conflicts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from optimiser.diagnosis.findings import Diagnosis, Explained, GivingWay, Relaxed
from optimiser.diagnosis.words import family, thing
from optimiser.economy.economy import Economy
from optimiser.language.naming import called
from optimiser.programme.references import RowReference as Where
from optimiser.programme.rows import Kind
from optimiser.report.page import Block, Cells, Chart, Column, Format, Heading, Page, Scaling, Sentence, Series, Table
from optimiser.report.pages.yearly import LONG

MOST_BARS = 16
"""Bars that a chart still tells apart."""

TARGETS_FIRST = (Kind.TARGET, Kind.RESOURCE, Kind.POLICY, Kind.TECHNOLOGY, Kind.IDENTITY)

LEAST, EVENLY = "least in total", "worst kept least"


def about(economy: Economy | None, place: Where) -> str:
    """What a row is about, for the first column of a table."""
    return thing(economy, place) or family(place)


def bars(
    title: str, across: str, table: Table, *columns: int, kind: Format = Format.SHARE, most: float | None = None
) -> Chart:
    """Lying bars of some columns of a table, labelled by its first, a bar tall enough for its label."""
    last = min(len(table.kept), MOST_BARS) - 1
    series = tuple(Series(table.columns[each].name, Cells.down(table, each, 0, last)) for each in columns)
    height = 2.6 + (last + 1) * max(0.56, 0.36 * len(columns))
    scaling = Scaling(across, kind, 0.0, most)
    return Chart("lying bars", title, series, Cells.down(table, 0, 0, last), y=scaling, height=height)


def _proof(relaxed: Relaxed) -> str:
    least = "proved to be the least" if relaxed.finished else "not proved to be the least: the time ran out"
    enough = (
        "added up with these rows moved: it is enough"
        if relaxed.verified
        else "adding up with these rows moved did not confirm it"
    )
    return f"{least}; {enough}"


def _rows_of(relaxed: Relaxed | None) -> dict[tuple[object, ...], GivingWay]:
    if relaxed is None:
        return {}
    return {(each.reference.rule, *each.reference.thing, each.reference.year): each for each in relaxed.rows}


def giving_way(found: Diagnosis) -> list[Page]:
    """What gives way: least in total, and with the worst kept least, side by side."""
    ways = ((LEAST, found.by_targets), (EVENLY, found.by_targets_evenly))
    first, second = (_rows_of(relaxed) for _, relaxed in ways)
    known = second | first
    if not known:
        return []
    targets = all(each.reference.kind is Kind.TARGET for each in known.values())
    blocks: list[Block] = [Heading("The targets that give way" if targets else "The limits that give way")]
    for name, relaxed in ways:
        if relaxed is not None:
            blocks.append(Sentence(f"{name.capitalize()}: {_proof(relaxed)}.", "note"))
    words = (
        "Least in total puts the whole shortfall on few rows; worst kept least spreads it, so that the greatest "
        "share missed is as small as can be, then the next, and so on. Shares are of the row's own size."
    )
    keys = list(dict.fromkeys([*first, *second]))
    table = _two_ways(found.economy, [(known[key], first.get(key), second.get(key)) for key in keys], targets=targets)
    title = "Shortfall: how much of each target is missed" if targets else "How far each limit gives way"
    shares = [
        place
        for way, some in ((LEAST, first), (EVENLY, second))
        for place, column in enumerate(table.columns)
        if some and column.name == f"share, {way}"
    ]
    charts = [bars(title, "share of what is asked for" if targets else "share of its size", table, *shares)]
    blocks += [Sentence(words, "note"), table, charts[0]]
    years = sorted({each.reference.year for each in known.values()})
    if len(years) > 1:
        by_year = _by_year(found.economy, [(known[key], first.get(key)) for key in keys], years)
        charts.append(bars("By year", "share of its size", by_year, *range(1, len(years) + 1)))
        blocks += [Heading("By year: share given up where the total is kept least"), by_year, charts[1]]
    meaning = "What would have to give way, by how much, where and when."
    return [Page("What gives way", meaning, tuple(blocks), headlines=tuple(charts))]


def _two_ways(
    economy: Economy | None, rows: Sequence[tuple[GivingWay, GivingWay | None, GivingWay | None]], *, targets: bool
) -> Table:
    """A row for each thing that gives way; the column of limits only where they are not all targets."""
    columns = (
        Column("target" if targets else "what"),
        *([] if targets else [Column("limit")]),
        Column("year"),
        Column("unit"),
        Column("asked for" if targets else "right-hand side", width=11.0),
        Column(f"{LEAST}: gives way by", width=13.0),
        Column(f"share, {LEAST}", format=Format.SHARE, width=11.0),
        Column(f"{EVENLY}: gives way by", width=13.0),
        Column(f"share, {EVENLY}", format=Format.SHARE, width=11.0),
        Column("input cell", format=Format.INPUT),
    )

    def cells(some: GivingWay, a: GivingWay | None, b: GivingWay | None) -> tuple[object, ...]:
        place = some.reference
        asked = place.lower if place.lower > float("-inf") else place.upper
        return (
            about(economy, place),
            *([] if targets else [family(place)]),
            place.year,
            place.unit,
            asked,
            *(figure for way in (a, b) for figure in ((way.amount, way.relative) if way else (0.0, 0.0))),
            some.cell,
        )

    return Table(columns, tuple(cells(*each) for each in rows), alike="cell", filters=len(rows) > LONG)


def _by_year(
    economy: Economy | None, rows: Sequence[tuple[GivingWay, GivingWay | None]], years: Sequence[str]
) -> Table:
    """A thing a line, a year a column: the share by which it gives way where the total is kept least."""
    shares = {(about(economy, some.reference), some.reference.year): way.relative if way else 0.0 for some, way in rows}
    things = dict.fromkeys(name for name, _ in shares)
    made = tuple((name, *(shares.get((name, year), 0.0) for year in years)) for name in things)
    columns = (Column("what"), *(Column(year or "all years", format=Format.SHARE) for year in years))
    return Table(columns, made)


def what_it_takes(found: Diagnosis) -> list[Page]:
    """What would do within reason for the targets to be met; or what would still be missing of them."""
    blocks: list[Block] = []
    within = (
        "Resources and policies give way no further than the sheet Relaxation allows, and living standards never below "
        "subsistence."
    )
    if found.nearest_miss is not None:
        targets = [each for each in found.nearest_miss.rows if each.reference.kind is Kind.TARGET]
        limits = [each for each in found.nearest_miss.rows if each.reference.kind is not Kind.TARGET]
        blocks += [
            Sentence("Nothing plausible would do.", "big"),
            Sentence(f"{within} This is the nearest miss: the least that would still be missing.", "note"),
            Heading("What would still be missing of the targets"),
            _gives(targets),
        ]
        if limits:
            blocks += [Heading("With these limits giving way"), _gives(limits)]
    for name, relaxed in ((LEAST, found.by_resources), (EVENLY, found.by_resources_evenly)):
        if relaxed is not None and relaxed.rows:
            words = f"Targets are kept. {within} This is {_proof(relaxed)}."
            blocks += [Heading(f"What would do: {name}"), Sentence(words, "note"), _gives(relaxed.rows)]
    meaning = "What more would have to be there, or be given up, to meet the targets all the same, within reason."
    return [Page("What it would take", meaning, tuple(blocks))] if blocks else []


def _gives(rows: Sequence[GivingWay]) -> Table:
    """A row that gives way a line."""
    columns = (
        Column("what gives way", width=70.0),
        Column("limit"),
        Column("year"),
        Column("unit"),
        Column("gives way by", width=11.0),
        Column("share of its size", format=Format.SHARE, width=11.0),
        Column("input cell", format=Format.INPUT),
    )
    made = tuple(
        (
            each.sentence,
            family(each.reference),
            each.reference.year,
            each.reference.unit,
            each.amount,
            each.relative,
            each.cell,
        )
        for each in rows
    )
    return Table(columns, made, alike="cell", filters=len(made) > LONG)


def conflicts(found: Diagnosis) -> list[Page]:
    """Every conflict: its sentence, its proof, and its rows; single targets against their own growth last, as one."""
    blocks: list[Block] = []
    for number, conflict in enumerate(found.conflicts, 1):
        blocks += [
            Heading(f"Conflict {number}: {', '.join(conflict.families)}"),
            Sentence(conflict.short or conflict.sentence),
            Sentence(_proved(conflict), "note"),
            _who_and_what(found.economy, conflict),
        ]
    if found.beyond:
        columns = (
            Column("target"),
            Column("year"),
            Column("unit"),
            Column("asked for", width=11.0),
            Column("can grow to at most", width=11.0),
            Column("input cell", format=Format.INPUT),
        )
        rows = tuple((each.name, each.year, each.unit, each.asked, each.most, each.cell) for each in found.beyond)
        blocks += [Heading("Single targets beyond what their own capacity can grow to"), Table(columns, rows)]
    meaning = "Demands and limits that cannot all be kept, each conflict with its proof."
    return [Page("Conflicts", meaning, tuple(blocks))] if blocks else []


def _who_and_what(economy: Economy | None, conflict: Explained) -> Table:
    """A row of a conflict a line: who, what, in which year, how much, and where it stands in the workbook."""
    columns = (
        Column("who"),
        Column("what it says", width=84.0),
        Column("kind"),
        Column("year"),
        Column("at least", width=11.0),
        Column("at most", width=11.0),
        Column("unit"),
        Column("input cell", format=Format.INPUT),
    )
    order = {kind: place for place, kind in enumerate(TARGETS_FIRST)}
    together = zip(conflict.rows, conflict.phrases, conflict.cells, strict=True)
    lines = sorted(together, key=lambda each: order[each[0].kind])
    rows = tuple(
        (
            about(economy, place),
            phrase,
            place.kind.value,
            place.year,
            place.lower if place.lower > float("-inf") else None,
            place.upper if place.upper < float("inf") else None,
            place.unit,
            cell,
        )
        for place, phrase, cell in lines
    )
    return Table(columns, rows, alike="cell")


def _proved(conflict: Explained) -> str:
    rows = f"{len(conflict.rows):,} rows"
    if not conflict.verified:
        return f"Not proved within the time limit that the {rows} cannot all be kept."
    if conflict.irreducible:
        return f"Proved: the {rows} cannot all be kept, and without any one of them all others can."
    level = {"row": "row", "thing": "limit of each thing", "rule": "kind of limit"}.get(conflict.level)
    if level:
        found = f"Within the time limit it was found that every {level} in it is needed."
        return f"Proved: the {rows} cannot all be kept. {found}"
    return f"Proved: the {rows} cannot all be kept. Not proved: some of its rows may not be needed."


def can_be_had(found: Diagnosis) -> list[Page]:
    """The largest common share, the ladder, and the share without each target."""
    if found.share is None:
        return []
    words = (
        f"Largest share of every target's increment over the base year that can be had in common: {found.share:.1%}."
    )
    blocks: list[Block] = [Sentence(words)]
    charts: list[Chart] = []
    if found.ladder is not None and found.ladder.rows:
        table = _ladder(found)
        title = "The ladder: how far each target rises before it is blocked"
        charts.append(bars(title, "share of the increment reached", table, 4, most=1.0))
        heading = "The ladder: all targets rise together until some can rise no further, then the others go on"
        blocks += [Heading(heading), Sentence(found.ladder.meaning, "note"), table, charts[-1]]
    if found.left_out:
        rows = tuple((name, share, 100.0 * (share - found.share)) for name, share in found.left_out)
        columns = (
            Column("left out"),
            Column("share of the others' increments", format=Format.SHARE, width=14.0),
            Column("percentage points more", width=14.0),
        )
        table = Table(columns, rows, alike="cell", filters=len(rows) > LONG)
        title = "What leaving out one target adds to the common share of the others"
        charts.append(bars(title, "percentage points", table, 2, kind=Format.COUNT))
        words = "A target whose leaving out lifts the share much is the one that holds the others back."
        heading = "The common share of the others when one target is left out"
        blocks += [Heading(heading), Sentence(words, "note"), table, charts[-1]]
    meaning = "The largest common share of the targets' increments, and who holds it."
    return [Page("What can be had", meaning, tuple(blocks), headlines=tuple(charts))]


def _ladder(found: Diagnosis) -> Table:
    assert found.ladder is not None
    at = {name: place for place, name in enumerate(found.ladder.columns)}
    rows = []
    for row in found.ladder.rows:
        code, variable = str(row[at["code"]]), str(row[at["variable"]])
        prefix = {"capacity": "capacity for ", "consumption": "consumption of "}.get(variable, "")
        name = prefix + called(found.economy, "code", code, variable)
        columns = ("year", "unit", "step", "share", "base year", "reached", "asked for")
        rows.append((name, *(row[at[each]] for each in columns)))
    heads = (
        Column("target"),
        Column("year"),
        Column("unit"),
        Column("step"),
        Column("share of the increment", format=Format.SHARE, width=11.0),
        Column("base year"),
        Column("reached"),
        Column("asked for"),
    )
    return Table(heads, tuple(rows), alike="cell", filters=len(rows) > LONG)


def whether_they_fit(found: Diagnosis) -> list[Page]:
    """What all targets together use against what they supply, product by product, and labour against people."""
    blocks: list[Block] = []
    for people, heading in ((False, "Products"), (True, "Labour")):
        some = [each for each in found.fit if each.people is people]
        if not some:
            continue
        columns = (
            Column("labour pool" if people else "product"),
            Column("year"),
            Column("unit"),
            Column("there are" if people else "targets supply", width=12.0),
            Column("could come at most" if people else "imports at most", width=12.0),
            *([] if people else [Column("from stock at most", width=12.0)]),
            Column("needed at least" if people else "used by production", width=12.0),
            Column("given uses and living", width=12.0),
            Column("short by", width=12.0),
            Column("input cell", format=Format.INPUT),
        )
        rows = tuple(
            (
                each.name,
                each.year,
                each.unit,
                each.supplied,
                each.imported,
                *([] if people else [each.stock if math.isfinite(each.stock) else None]),
                each.by_production,
                None if people else each.by_others,
                each.short,
                each.cell,
            )
            for each in sorted(some, key=lambda each: -each.short / max(each.supplied, 1e-12))
        )
        blocks += [Heading(heading), Table(columns, rows, filters=len(rows) > LONG)]
    words = (
        "If every sector with a target makes just that, and every other what is then used of its product at least. "
        "Building is left out, each coefficient is that of the technique that uses least, and inputs and labour spent "
        "the year before are none. Targets are minima: of a product that is short more would have to be made than its "
        "target, or be taken from stock where that column is empty, since nothing says how much can be in stock. A "
        "labour pool that is short is so in every plan that keeps to the targets and to the floors of living."
    )
    meaning = "Before any question of how to get there: what all targets together use against what they supply."
    return [Page("Do the targets fit", meaning, (Sentence(words, "note"), *blocks))] if blocks else []
