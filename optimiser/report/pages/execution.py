"""The pages on what came of plans and demands when they were carried out: demanded, reported and real."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.execution import Execution, Outcome
from optimiser.execution.feedback import feedback_in_words
from optimiser.execution.remaining import Feedback
from optimiser.execution.scarcity import named
from optimiser.execution.sentences import best_share, measured, sentences
from optimiser.execution.statistics import Estimate
from optimiser.language.naming import year_named
from optimiser.plan.sentences import how_known, span, stylised_title
from optimiser.report.page import (
    HEADER,
    Block,
    Cells,
    Chart,
    Column,
    Format,
    Graph,
    Heading,
    Page,
    Report,
    Scale,
    Scaling,
    Sentence,
    Series,
    Table,
    bound,
)
from optimiser.report.pages import notes
from optimiser.report.pages.money_carried_out import money_carried_out
from optimiser.report.pages.plan import section, warned
from optimiser.report.pages.side import colour
from optimiser.report.pages.told_and_made import INTERVAL, INTERVALS, told_and_made
from optimiser.report.pages.worth import worth
from optimiser.report.pages.yearly import LONG, axis_start, figures, over_years

MOST_SAID = 5
"""Sentences on the first page; the others stand below."""


def execution_report(execution: Execution) -> Report:
    """The report on what came of several strategies, with the same luck."""
    economy = execution.economy
    pages = [page for make in PAGES for page in make(execution)]
    pages += notes.grades(economy)
    pages.append(notes.about(economy, []))
    title = stylised_title(economy)
    draws = execution.draws
    words = f"Carried out in {span(economy.years)}, {draws.repetitions:,} times, chance starting from {draws.seed}."
    blocks: list[Block] = [Sentence(words, "big"), *warned(economy)]
    said = list(sentences(execution))
    blocks += [*told_and_made(execution), *section("What came of it", said[:MOST_SAID], brief=True)]
    further = section("What else came of it", said[MOST_SAID:], brief=True)
    further += section("How far to trust it", how_known(economy))
    first = Page("Execution", "What came of plans and demands.", tuple(blocks), f"{title}: carried out")
    return bound(title, first, pages, economy.origin.path, further=further)


def _years(execution: Execution, kind: Format = Format.MAGNITUDE) -> tuple[Column, ...]:
    return tuple(Column(year, format=kind, width=11.0) for year in execution.economy.years.plan_labels)


def _strategy(name: str) -> int:
    """The colour of an outcome: that of its strategy."""
    return colour(name.split(" ")[0])


def industry(execution: Execution) -> list[Page]:
    """Industrial output as demanded, reported and real."""
    index = f"index, {year_named(execution.economy.years.label(0))} = 1"
    rows: list[tuple[object, ...]] = []
    real: list[int] = []
    for name, each in execution.rows.items():
        if each.industry_told is None or each.industry is None or each.industry_reported is None:
            continue
        rows.append((name, "demanded", index, *figures(each.industry_told)))
        rows.append((name, "reported, mean", index, *figures(each.industry_reported.mean)))
        real.append(len(rows))
        rows += [(name, f"real, {part}", index, *figures(getattr(each.industry, part))) for part in INTERVAL]
    if not rows:
        return []
    columns = (Column("strategy"), Column("what"), Column("unit"), *_years(execution))
    table = Table(columns, tuple(rows), labels=3)
    series = []
    for place in real:
        name, shade = str(rows[place][0]), _strategy(str(rows[place][0]))
        series.append(Series(f"{name}, real", Cells.along(table, place, 3), colour=shade))
        series.append(Series(f"{name}, demanded", Cells.along(table, place - 2, 3), dashed=True, colour=shade))
    chart = over_years("Industrial output, demanded and real", index, Cells.along(table, HEADER, 3), tuple(series))
    meaning = "Industrial output as demanded, as reported, and what of it is real and of use."
    return [Page("Industry", meaning, (Sentence(INTERVALS, "note"), table, chart), headlines=(chart,))]


def ambition(execution: Execution) -> list[Page]:
    """What demands of more and more ambition come to."""
    if not execution.curve:
        return []
    economy = execution.economy
    households = economy.households.names
    rows = tuple(
        (
            point.share,
            None if point.outcome.industry is None else float(point.outcome.industry.mean[-1]),
            None if point.outcome.heavy is None else float(point.outcome.heavy.mean[-1]),
            *map(float, point.outcome.living_standard.mean),
            float(point.outcome.fulfilment.mean),
            float(point.outcome.gave_nothing.mean),
        )
        for point in execution.curve
    )
    index = f"{year_named(economy.years.label(0))} = 1"
    columns = (
        Column("ambition", format=Format.SHARE, meaning="Share of the way from balanced growth to all maxima at once."),
        Column(f"industrial output, {economy.years.plan_labels[-1]}", index),
        Column(f"{economy.settings.heavy_industry}, {economy.years.plan_labels[-1]}", index),
        *(Column(f"living standard, {name}, mean of all years", index) for name in households),
        Column("fulfilment", format=Format.SHARE, meaning="Mean of output over what was demanded, at most all of it."),
        Column("projects that gave nothing", format=Format.SHARE, meaning="By cost, of those due."),
    )
    table = Table(columns, rows, alike="column")
    shown = [place for place in range(1, 3 + len(households)) if Cells.down(table, place).numbers]
    series = tuple(
        Series(columns[place].name, Cells.down(table, place), Cells.down(table, 0), colour=number)
        for number, place in enumerate(shown)
    )
    words = "Nothing is the demand of balanced growth, all that of maxima for every sector at once, carried out alike."
    blocks: list[Block] = [Sentence(words, "note"), table]
    meaning = "What demands of more and more ambition come to when they are carried out."
    if not series:
        return [Page("Ambition", meaning, tuple(blocks))]
    least = axis_start(value for each in series for value in each.values.numbers)
    x, y = Scaling("ambition", Format.SHARE, 0.0), Scaling(f"index, {index}", Format.COEFFICIENT, least)
    chart = Chart("points", "What ambition comes to", series, x=x, y=y)
    return [Page("Ambition", meaning, (*blocks, chart), headlines=(chart,))]


def best_ambition(execution: Execution) -> list[Page]:
    """The best points of the curve of ambition, and how they move with how plans are carried out."""
    if not execution.moved:
        return []
    kinds = [each for each in measured(execution.moved[0].curve[0].outcome) if each.good]
    columns = [Column("circumstances")]
    for each in kinds:
        columns += [
            Column(f"best ambition, {each.name}", format=Format.SHARE, width=17.0),
            Column(f"there, {each.unit}", format=Format.INDEX, width=12.0),
        ]
    rows = []
    for point in execution.moved:
        found = [best_share(point.curve, each) or (None, None) for each in kinds]
        rows.append((point.circumstance, *(figure for pair in found for figure in pair)))
    curve = execution.moved[0].curve
    shares = ", ".join(f"{each.share:.0%}" for each in curve)
    words = (
        f"Of {shares} of the way from balanced growth to all maxima; demands are the same in all rows, but for that "
        f"with a reserve, whose plans hold it back; {curve[0].outcome.repetitions} repetitions each. All circumstances "
        "are assumed."
    )
    meaning = "Which ambition gives most, and how effort, priority, reserve, substitution and coercion move that."
    return [Page("Best ambition", meaning, (Sentence(words, "note"), Table(tuple(columns), tuple(rows))))]


SIDES = {Feedback.REPORTS: "believed, as reported", Feedback.TRUTH: "real"}


def planned_anew(execution: Execution) -> list[Page]:
    """What it is worth to make a plan anew every year, and to make it from what is there and not from reports."""
    if not execution.replanned:
        return []
    parts = ("mean", "low", "high")
    rows: list[tuple[object, ...]] = []
    for one in execution.replanned:
        for gain in one.gains:
            what = (one.strategy, gain.measure, gain.unit)
            rows += [(*what, f"planned anew from {each}", *by.at(()), None) for each, by in gain.of_planning.items()]
            rows.append((*what, "what is there, over reports", *gain.of_truth.at(()), gain.error))
        for gain in one.second.gains if one.second is not None else ():
            what = (one.strategy, gain.measure, gain.unit)
            rows.append((*what, "a second plan: what is there, over reports", *gain.of_truth.at(()), gain.error))
    kept = tuple((one.strategy, str(each), part) for one in execution.replanned for each, part in one.kept.items())
    columns = (
        *map(Column, ("strategy", "measure", "unit", "gained by")),
        *(Column(each, format=Format.COEFFICIENT, signed=True) for each in parts),
        Column("standard error of the mean", format=Format.COEFFICIENT, width=14.0),
    )
    blocks: list[Block] = [Sentence(each) for each in feedback_in_words(execution)]
    blocks += [Table(columns, tuple(rows), labels=4), Sentence(INTERVALS, "note")]
    blocks += [
        Heading("Occasions on which no new plan was found, and the one before was kept"),
        Table((Column("strategy"), Column("planned from"), Column("share", format=Format.SHARE)), kept, labels=2),
    ]
    believed = tuple(
        (one.strategy, belief.what, belief.unit, SIDES[feedback], part, *figures(getattr(estimate, part)))
        for one in execution.replanned
        for belief in one.beliefs
        for feedback, estimate in belief.estimates.items()
        for part in parts
    )
    blocks += [
        Heading("What the planner believes to be there, and what is there"),
        Sentence("While the plan is made anew from reports; hoards are among the stocks that are there.", "note"),
        Table((*map(Column, ("strategy", "what", "unit", "side", "of")), *_years(execution)), believed, labels=5),
    ]
    without = tuple(
        (one.strategy, str(feedback), why, times, one.second.repetitions)
        for one in execution.replanned
        if one.second is not None
        for feedback, reasons in one.second.without.items()
        for why, times in reasons.items()
    )
    if without:
        heads = (
            *map(Column, ("strategy", "planned from", "why")),
            *(Column(each, format=Format.COUNT) for each in ("repetitions", "of")),
        )
        blocks += [Heading("Repetitions in which no second plan was found"), Table(heads, without, labels=3)]
    meaning = "What it is worth to make the rest of a plan anew after each year, and to know what is there."
    return [Page("Planned anew", meaning, tuple(blocks))]


def output(execution: Execution) -> list[Page]:
    """Output of every sector as demanded, counted, real and reported."""
    economy = execution.economy
    of: tuple[tuple[str, Callable[[Outcome], Floats]], ...] = (
        ("demanded", lambda each: each.told),
        ("counted, mean", lambda each: each.made.mean),
        ("real, mean", lambda each: each.real.mean),
        ("real, low", lambda each: each.real.low),
        ("real, high", lambda each: each.real.high),
        ("reported, mean", lambda each: each.reported.mean),
    )
    meaning = "Output of every sector as demanded, as counted, what of it is of use, and as reported."
    return _of_things(execution, "Output", meaning, "sector", economy.sectors.axis, economy.sectors.names, of)


def consumption(execution: Execution) -> list[Page]:
    """Consumption of every household."""
    economy = execution.economy
    of: tuple[tuple[str, Callable[[Outcome], Floats]], ...] = (
        ("mean", lambda each: each.consumption.mean),
        ("low", lambda each: each.consumption.low),
        ("high", lambda each: each.consumption.high),
    )
    names, axis = economy.households.names, economy.households.axis
    unit = f"index, {year_named(economy.years.label(0))} = 1"
    meaning = "Living standards that come of every plan or demand."
    return _of_things(execution, "Consumption", meaning, "household", axis, names, of, unit)


def _of_things(
    execution: Execution,
    title: str,
    meaning: str,
    what: str,
    axis: Axis,
    names: Sequence[str],
    of: Sequence[tuple[str, Callable[[Outcome], Floats]]],
    unit: str = "",
) -> list[Page]:
    rows = tuple(
        (code, names[place], strategy, said, unit or axis.units[place], *figures(take(each)[place]))
        for place, code in enumerate(axis.labels)
        for strategy, each in execution.outcomes.items()
        for said, take in of
    )
    if not rows:
        return []
    columns = (Column(what), Column("name"), Column("strategy"), Column("what"), Column("unit"), *_years(execution))
    table = Table(columns, rows, labels=5, filters=len(rows) > LONG)
    return [Page(title, meaning, (Sentence(INTERVALS, "note"), table))]


def fulfilment(execution: Execution) -> list[Page]:
    """How far targets were met, and what became of what was begun and made."""
    economy = execution.economy
    by_sector = tuple(
        (code, name, *(float(each.fulfilment_by_sector.mean[place]) for each in execution.outcomes.values()))
        for place, (code, name) in enumerate(zip(economy.sectors.axis.labels, economy.sectors.names, strict=True))
    )
    strategies = tuple(
        Column(name, format=Format.SHARE, width=14.0, scale=Scale.REACHED) for name in execution.outcomes
    )
    money = economy.money_unit
    kinds: tuple[tuple[str, str, Format, Callable[[Outcome], Estimate]], ...] = (
        ("Fulfilment, mean of the sectors", "share of what is demanded", Format.SHARE, lambda o: o.fulfilment_by_year),
        ("Unfinished construction at the end of the year", money, Format.MAGNITUDE, lambda o: o.unfinished_value),
        ("Hoards at the end of the year", money, Format.MAGNITUDE, lambda o: o.hoards),
        ("Lost, spoilt, scrapped or left over", money, Format.MAGNITUDE, lambda o: o.waste),
    )
    blocks: list[Block] = [Sentence(INTERVALS, "note")]
    for heading, unit, kind, take in kinds:
        rows = tuple(
            (strategy, part, unit, *figures(getattr(take(each), part)))
            for strategy, each in execution.outcomes.items()
            for part in INTERVAL
        )
        columns = (Column("strategy"), Column("what"), Column("unit"), *_years(execution, kind))
        blocks += [Heading(heading), Table(columns, rows, labels=3)]
    blocks += [
        Heading("Fulfilment by sector, mean of the years"),
        Table((Column("sector"), Column("name"), *strategies), by_sector, labels=2),
        Heading("Projects begun and due, and how many of them gave nothing"),
        Table(
            (
                Column("strategy"),
                Column("due, at cost", money),
                Column("gave nothing", format=Format.SHARE),
                Column("low", format=Format.SHARE),
                Column("high", format=Format.SHARE),
            ),
            tuple(
                (name, float(each.due.mean), *(float(getattr(each.gave_nothing, part)) for part in INTERVAL))
                for name, each in execution.outcomes.items()
            ),
        ),
    ]
    meaning = "How far what is demanded is made, and what becomes of building sites, hoards and waste."
    return [Page("Fulfilment", meaning, tuple(blocks))] if execution.outcomes else []


def agreement(execution: Execution) -> list[Page]:
    """How well a plan foretells what comes, beside a forecast from the past."""
    rows = tuple(
        (
            name,
            {"yearly": "year by year", "whole": "whole plan"}[when],
            forecast.replace("_", " "),
            *(float(getattr(each.correlation, part)) for part in INTERVAL),
            float(each.error.mean),
        )
        for name, outcome in execution.outcomes.items()
        for when, forecasts in (("yearly", outcome.yearly), ("whole", outcome.whole))
        for forecast, each in vars(forecasts).items()
        if not np.isnan(each.error.mean)
    )
    if not rows:
        return []
    columns = (
        Column("strategy"),
        Column("of"),
        Column("forecast"),
        *(Column(f"correlation, {part}", format=Format.COEFFICIENT, width=14.0) for part in INTERVAL),
        Column("error, mean", "base-year output a year", Format.COEFFICIENT, width=14.0),
    )
    meaning = "How well plan and result agree, beside what the past alone foretells."
    return [Page("Agreement", meaning, (Table(columns, rows, labels=3, filters=len(rows) > LONG),))]


def shortages(execution: Execution) -> list[Page]:
    """How the first shortage of each outcome spread."""
    blocks: list[Block] = []
    columns = (
        Column("year"),
        Column("what is lacking"),
        Column("whom that holds up"),
        Column("at"),
        Column("what it can do of what it is to do", format=Format.SHARE, width=16.0),
        Column("repetitions in which it is so", format=Format.SHARE, width=16.0),
    )
    for name, each in execution.outcomes.items():
        rows = tuple(
            (
                each.years[link.year - 1],
                named(each.economy, link.lacking),
                named(each.economy, link.held_up),
                "building" if link.building else "production",
                link.had,
                link.repetitions,
            )
            for link in each.chain
        )
        if rows:
            table = Table(columns, rows, labels=3)
            picture = Graph(f"How the first shortage spread: {name}", table, source=1, target=2, figure=4)
            blocks += [Heading(name.capitalize()), picture, table]
    meaning = "How the first shortage spreads: what is lacking, whom that holds up, what is lacking then."
    return [Page("Shortages", meaning, tuple(blocks))] if blocks else []


PAGES: tuple[Callable[[Execution], list[Page]], ...] = (
    industry,
    ambition,
    best_ambition,
    worth,
    planned_anew,
    output,
    consumption,
    fulfilment,
    money_carried_out,
    agreement,
    shortages,
)
"""What makes the pages, in their order; each makes none where it has nothing to say."""
