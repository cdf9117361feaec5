"""The sheets of the report on an infeasible plan, one a subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from optimiser.diagnosis.findings import Diagnosis, Explained, GivingWay, Relaxed
from optimiser.diagnosis.words import family, say, thing
from optimiser.economy.economy import Economy
from optimiser.language.naming import called
from optimiser.programme.references import RowReference as Where
from optimiser.programme.rows import Kind
from optimiser.report.charts import Line, Span, bar_chart
from optimiser.report.infeasibility_links import Inputs
from optimiser.report.series import LONG
from optimiser.report.sheet import Book, Column, Place, Sheet

MOST_BARS = 16
"""Bars that a chart still tells apart."""

LINE_CENTIMETRES = 0.529

TARGETS_FIRST = (Kind.TARGET, Kind.RESOURCE, Kind.POLICY, Kind.TECHNOLOGY, Kind.IDENTITY)


def about(economy: Economy | None, place: Where) -> str:
    """What a row is about, for the first column of a table."""
    return thing(economy, place) or family(place)


@dataclass(frozen=True)
class Drawing:
    """A chart, and the lines of a sheet that it covers."""

    chart: object
    lines: int


def bars(
    title: str, across: str, place: Place, label: int, *columns: int, most: float | None = None, pattern: str = "0%"
) -> Drawing:
    """Lying bars of some columns of a table, a bar tall enough for its label."""
    last = min(place.last, place.first + MOST_BARS - 1)
    lines = [
        Line(Span.along(place.sheet, place.header, column, column), Span.down(place.sheet, column, place.first, last))
        for column in columns
    ]
    count = last - place.first + 1
    height = 2.6 + count * max(0.56, 0.36 * len(columns))
    chart: Any = bar_chart(
        title,
        across,
        Span.down(place.sheet, label, place.first, last),
        lines,
        lying=True,
        pattern=pattern,
        most=most,
        size=(24.0, height),
    )
    chart.x_axis.tickLblSkip = 1
    chart.y_axis.scaling.min = 0.0
    return Drawing(chart, int(height / LINE_CENTIMETRES) + 2)


def _rows_of(relaxed: Relaxed | None) -> dict[tuple[object, ...], GivingWay]:
    if relaxed is None:
        return {}
    return {(each.reference.rule, *each.reference.thing, each.reference.year): each for each in relaxed.rows}


def _proof(relaxed: Relaxed) -> str:
    least = "proved to be the least" if relaxed.finished else "not proved to be the least: the time ran out"
    enough = (
        "solved again with these rows moved: it is enough"
        if relaxed.verified
        else "solving again with these rows moved did not confirm it"
    )
    return f"{least}; {enough}"


def giving_way(book: Book, found: Diagnosis, inputs: Inputs) -> list[Drawing]:
    """What gives way: least in total, and with the worst kept least, side by side."""
    first, second = _rows_of(found.by_targets), _rows_of(found.by_targets_evenly)
    if not first and not second:
        return []
    targets = found.status == "infeasible"
    sheet = book.sheet("What gives way", "What would have to give way, by how much, where and when.")
    sheet.back()
    return _two_ways(sheet, found, first, second, inputs, targets=targets)


def _two_ways(
    sheet: Sheet,
    found: Diagnosis,
    first: dict[tuple[object, ...], GivingWay],
    second: dict[tuple[object, ...], GivingWay],
    inputs: Inputs,
    *,
    targets: bool,
) -> list[Drawing]:
    economy = found.economy
    sheet.heading("The targets that give way" if targets else "The limits that give way")
    for name, relaxed in (("Least in total", found.by_targets), ("Worst kept least", found.by_targets_evenly)):
        if relaxed is not None:
            sheet.note(f"{name}: {_proof(relaxed)}.")
    sheet.note(
        "Least in total puts the whole shortfall on few rows; worst kept least spreads it, so that the greatest "
        "share missed is as small as can be, then the next, and so on. Shares are of the row's own size."
    )
    keys = list(dict.fromkeys([*first, *second]))
    rows: list[tuple[object, ...]] = []
    cells = []
    for key in keys:
        some = first.get(key) or second[key]
        place = some.reference
        a, b = first.get(key), second.get(key)
        asked = place.lower if place.lower > float("-inf") else place.upper
        rows.append(
            (
                about(economy, place),
                "" if targets else family(place),
                place.year,
                place.unit,
                asked,
                a.amount if a else 0.0,
                a.relative if a else 0.0,
                b.amount if b else 0.0,
                b.relative if b else 0.0,
                some.cell,
            )
        )
        cells.append(some.cell)
    columns = [
        Column("target" if targets else "what"),
        Column("limit"),
        Column("year"),
        Column("unit"),
        Column("asked for" if targets else "right-hand side", width=11.0),
        Column("least in total: gives way by", width=13.0),
        Column("share, least in total", shares=True, width=11.0),
        Column("worst kept least: gives way by", width=13.0),
        Column("share, worst kept least", shares=True, width=11.0),
        Column("input cell"),
    ]
    if targets:
        columns, rows = _without(columns, rows, 1)
    table = sheet.table(columns, rows, by="cell", filters=len(rows) > LONG)
    inputs.link(sheet, table, len(columns), tuple(cells))
    shares = (6, 8) if targets else (7, 9)
    drawn = [column for column, some in zip(shares, (first, second), strict=True) if some]
    title = "Shortfall: how much of each target is missed" if targets else "How far each limit gives way"
    charts = [bars(title, "share of what is asked for" if targets else "share of its size", table, 1, *drawn)]
    years = list(dict.fromkeys(row[1 if targets else 2] for row in rows))
    if len(years) > 1:
        charts.append(_by_year(sheet, rows, years, targets=targets))
    return charts


def _without(
    columns: list[Column], rows: list[tuple[object, ...]], place: int
) -> tuple[list[Column], list[tuple[object, ...]]]:
    return columns[:place] + columns[place + 1 :], [row[:place] + row[place + 1 :] for row in rows]


def _by_year(sheet: Sheet, rows: list[tuple[object, ...]], years: list[object], *, targets: bool) -> Drawing:
    """A thing a line, a year a column: the share by which it gives way where the total is kept least."""
    year, share = (1, 5) if targets else (2, 6)
    sheet.heading("By year: share given up where the total is kept least")
    things = list(dict.fromkeys(str(row[0]) for row in rows))
    years.sort(key=str)
    value = {(str(row[0]), row[year]): row[share] for row in rows}
    made = [(name, *(value.get((name, each), 0.0) for each in years)) for name in things]
    table = sheet.table([Column("what"), *(Column(str(each), shares=True) for each in years)], made)
    return bars("By year", "share of its size", table, 1, *range(2, len(years) + 2))


def what_it_takes(book: Book, found: Diagnosis, inputs: Inputs) -> None:
    """What more would have to be there, or be given up, for the targets to be met all the same."""
    relaxed = found.by_resources
    if relaxed is None or not relaxed.rows:
        return
    sheet = book.sheet(
        "What it would take", "What more would have to be there, or be given up, to meet the targets all the same."
    )
    sheet.back()
    sheet.note(
        "Targets are kept; resources and policies give way, least in total, each relative to its size. "
        f"This is {_proof(relaxed)}."
    )
    rows = [
        (
            each.sentence,
            family(each.reference),
            each.reference.year,
            each.reference.unit,
            each.amount,
            each.relative,
            each.cell,
        )
        for each in relaxed.rows
    ]
    columns = [
        Column("what gives way", width=70.0),
        Column("limit"),
        Column("year"),
        Column("unit"),
        Column("gives way by", width=11.0),
        Column("share of its size", shares=True, width=11.0),
        Column("input cell"),
    ]
    table = sheet.table(columns, rows, by="cell", filters=len(rows) > LONG)
    inputs.link(sheet, table, len(columns), tuple(each.cell for each in relaxed.rows))


def conflicts(book: Book, found: Diagnosis, inputs: Inputs) -> None:
    """Every conflict: its sentence, its proof, and its rows."""
    if not found.conflicts:
        return
    sheet = book.sheet("Conflicts", "Demands and limits that cannot all be kept, each conflict with its proof.")
    sheet.back()
    for number, conflict in enumerate(found.conflicts, 1):
        sheet.heading(f"Conflict {number}: {', '.join(conflict.families)}")
        sheet.note(conflict.sentence, "sentence")
        rows_in_words = f"{len(conflict.rows):,} rows"
        if conflict.verified and conflict.irreducible:
            proof = f"Proved: the {rows_in_words} cannot all be kept, and without any one of them all others can."
        elif conflict.verified:
            level = {"row": "row", "thing": "limit of each thing", "rule": "kind of limit"}.get(conflict.level)
            needed = f"every {level} in it is needed" if level else "some of its rows may not be needed"
            proof = f"Proved: the {rows_in_words} cannot all be kept. Within the time limit it was found that {needed}."
            proof = proof if level else f"Proved: the {rows_in_words} cannot all be kept. Not proved: {needed}."
        else:
            proof = f"Not proved within the time limit that the {rows_in_words} cannot all be kept."
        sheet.note(proof)
        rows: list[tuple[object, ...]] = []
        cells = []
        for members, at in _gathered(conflict):
            rows.append((say(found.economy, members), family(members[0]), members[0].kind.value, len(members), at))
            cells.append(at)
        columns = [
            Column("what it says", width=84.0),
            Column("about"),
            Column("kind"),
            Column("rows"),
            Column("input cell"),
        ]
        table = sheet.table(columns, rows)
        inputs.link(sheet, table, len(columns), tuple(cells))


def _gathered(conflict: Explained) -> list[tuple[list[Where], str]]:
    """The rows of a conflict, those of one rule and thing in several years together, targets first."""
    groups: dict[tuple[object, ...], list[Where]] = {}
    for place, at in zip(conflict.rows, conflict.cells, strict=True):
        key = (TARGETS_FIRST.index(place.kind), place.rule, place.thing, at, "" if place.unit else place.year)
        groups.setdefault(key, []).append(place)
    return [(members, str(key[3])) for key, members in sorted(groups.items(), key=lambda item: str(item[0]))]


def can_be_had(book: Book, found: Diagnosis) -> list[Drawing]:
    """The largest common share, the ladder, and the share without each target."""
    if found.share is None:
        return []
    economy = found.economy
    sheet = book.sheet("What can be had", "The largest common share of the targets' increments, and who holds it.")
    sheet.back()
    sheet.note(
        f"Largest share of every target's increment over the base year that can be had in common: {found.share:.1%}.",
        "sentence",
    )
    charts: list[Drawing] = []
    if found.ladder is not None and found.ladder.rows:
        sheet.heading("The ladder: all targets rise together until some can rise no further, then the others go on")
        sheet.note(found.ladder.meaning)
        at = {name: place for place, name in enumerate(found.ladder.columns)}
        rows = []
        for row in found.ladder.rows:
            code, variable = str(row[at["code"]]), str(row[at["variable"]])
            prefix = {"capacity": "capacity for ", "consumption": "consumption of "}.get(variable, "")
            rows.append(
                (
                    prefix + called(economy, "code", code, variable),
                    row[at["year"]],
                    row[at["unit"]],
                    row[at["step"]],
                    row[at["share"]],
                    row[at["base year"]],
                    row[at["reached"]],
                    row[at["asked for"]],
                )
            )
        columns = [
            Column("target"),
            Column("year"),
            Column("unit"),
            Column("step"),
            Column("share of the increment", shares=True, width=11.0),
            Column("base year"),
            Column("reached"),
            Column("asked for"),
        ]
        table = sheet.table(columns, rows, by="cell", filters=len(rows) > LONG)
        title = "The ladder: how far each target rises before it is blocked"
        charts.append(bars(title, "share of the increment reached", table, 1, 5, most=1.0))
    if found.left_out:
        sheet.heading("The common share of the others when one target is left out")
        sheet.note("A target whose leaving out lifts the share much is the one that holds the others back.")
        made = [(name, share, 100.0 * (share - found.share)) for name, share in found.left_out]
        table = sheet.table(
            [
                Column("left out"),
                Column("share of the others' increments", shares=True, width=14.0),
                Column("percentage points more", width=14.0),
            ],
            made,
            by="cell",
            filters=len(made) > LONG,
        )
        title = "What leaving out one target adds to the common share of the others"
        charts.append(bars(title, "percentage points", table, 1, 3, pattern="0"))
    return charts
