"""Measures of the compared plans as tables: measures side by side, labour, targets, what binds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from optimiser.arrays import Floats
from optimiser.language.naming import name_of, year_named
from optimiser.plan.measures import Binding, Measures
from optimiser.report.page import Block, Column, Format, Heading, Page, Scale, Sentence, Table
from optimiser.report.pages.side import Side, wide
from optimiser.report.pages.yearly import difference

MOST_BINDING = 5
"""Rules that are shown first for each strategy."""


def measures(side: Side) -> list[Page]:
    """Every measure as a line, every strategy as a column, and differences against the first."""
    plans = side.comparison.plans
    others = side.names[1:]
    columns = [Column("measure"), Column("unit"), *(Column(name, width=wide(name)) for name in plans)]
    columns += [Column(f"{name} less {side.first}", width=wide(name, side.first)) for name in others]
    rows = []
    for title, unit, values in _lines(side):
        figures = [values.get(name) for name in plans]
        less = [difference(values.get(name), values.get(side.first)) for name in others]
        if any(each is not None for each in figures):
            rows.append((title, unit, *figures, *less))
    meaning = "Measures of every plan side by side, and the differences from the first."
    return [Page("Measures", meaning, (Table(tuple(columns), tuple(rows), labels=2),))]


def _lines(side: Side) -> list[tuple[str, str, dict[str, object]]]:
    economy, plans = side.economy, side.comparison.plans
    rows: list[tuple[str, str, dict[str, object]]] = [
        ("outcome", "", {name: plan.status.value for name, plan in plans.items()}),
        ("greatest common growth", "% a year", {n: _percent(p.growth_rate) for n, p in plans.items()}),
        ("common share of what is asked", "% of the increments", {n: _percent(p.share) for n, p in plans.items()}),
    ]
    if side.one is None:
        return rows
    years, last = side.one.years, side.one.years[-1]
    index = f"index, {year_named(years[0])} = 1"

    def add(title: str, unit: str, take: Callable[..., float | None], *of: int) -> None:
        """A row of what `take` finds in each plan's measures, of the household or pool that is given."""
        rows.append((title, unit, {name: _number(take(m, *of)) for name, m in side.found.items()}))

    for place, name in enumerate(economy.households.names):
        add(f"consumption, {name}, {last}", index, lambda m, h: float(m.consumption[h, -1]), place)
        add(f"consumption, {name}, leanest year", index, lambda m, h: float(m.consumption[h, 1:].min()), place)
        add(f"consumption a head, {name}, {last}", index, lambda m, h: float(m.consumption_per_head[h, -1]), place)
    add(f"industrial output, {last}", index, lambda m: _last(m.industrial_index))
    add(f"capacity, start of {last}", index, lambda m: m.capital_index)
    add("investment, average of the plan", "% of final uses at home", lambda m: _percent(_mean(m.investment_share)))
    add(f"unfinished construction, end of {last}", economy.money_unit, lambda m: _last(m.unfinished_value))
    add(
        "unfinished construction, greatest",
        economy.money_unit,
        lambda m: float(m.unfinished_value.max()) if m.unfinished_value is not None else None,
    )
    add(f"foreign debt, end of {last}", economy.trade.unit, lambda m: _last(m.debt))
    for place, name in enumerate(economy.pools.names):
        add(f"labour at work, {name}, {last}", "% of those there", lambda m, p: _percent(m.labour_use[p, -1]), place)
    chosen = side.comparison.target_set
    add(f"targets {chosen}, mean", "% of the increments", lambda m: _percent(_mean(_shares(m))))
    add(f"targets {chosen}, least", "% of the increments", lambda m: _percent(_least(_shares(m))))
    for name, needed in side.comparison.years.items():
        title = f"years needed for the targets {name}, whatever the strategy"
        rows.append((title, "plan years", dict.fromkeys(side.found, needed.together or str(needed))))
    for place in range(3):
        rows.append((f"what binds most, {place + 1}", "rule", {n: _binds(m, place) for n, m in side.found.items()}))
    return rows


def labour(side: Side) -> list[Page]:
    """Share at work in every pool."""
    if side.one is None or not len(side.economy.pools.axis):
        return []
    axis, names = side.economy.pools.axis, side.economy.pools.names
    values = {name: m.labour_use for name, m in side.found.items()}
    unit = "share of those there"
    table = side.paths("pool", axis, names, values, unit, kind=Format.SHARE, scale=Scale.USE)
    return [Page("Labour", "Share of the people in each pool who are at work, under every plan.", (table,))]


def targets(side: Side) -> list[Page]:
    """How far each plan reaches the targets."""
    if side.one is None or not side.one.targets:
        return []
    rows = []
    for place, target in enumerate(side.one.targets):
        column = "household" if target.variable == "consumption" else "sector"
        reached = [m.targets[place] for m in side.found.values()]
        rows.append(
            (
                target.code,
                name_of(side.economy, {column: target.code}),
                target.variable,
                target.year,
                target.unit,
                target.base,
                target.asked,
                *(each.reached for each in reached),
                *(each.share for each in reached),
            )
        )
    columns = [Column(each) for each in ("code", "name", "what", "year", "unit", "base", "asked for")]
    columns += [Column(f"{name} reaches", width=wide(name)) for name in side.names]
    columns += [
        Column(f"{name}: share of the increment", format=Format.SHARE, width=wide(name), scale=Scale.REACHED)
        for name in side.names
    ]
    meaning = "How far every plan reaches the targets of the chosen set; below, every set beside every plan."
    return [Page("Targets", meaning, (Table(tuple(columns), tuple(rows), labels=2), _every_set(side)))]


def _every_set(side: Side) -> Table:
    """What every set of the sheet Targets asks for beside what every plan makes, in units and as a share of it."""
    economy, found = side.economy, side.found.values()
    targets, plan = economy.targets, economy.years.plan
    of_sectors = {"output": [m.output for m in found], "capacity": [m.capacity for m in found]}
    paths = {**of_sectors, "consumption": [m.consumption for m in found]}
    asked: dict[tuple[str, int, int], dict[str, float]] = {}
    for name, variable, index, year, value in zip(
        targets.set, targets.variable, targets.index.tolist(), targets.year.tolist(), targets.value, strict=True
    ):
        if year <= plan:
            asked.setdefault((variable, index, year), {})[name] = float(value)
    sets = list(dict.fromkeys(targets.set))
    rows = []
    for (variable, index, year), values in asked.items():
        axis = economy.households.axis if variable == "consumption" else economy.sectors.axis
        code = axis.labels[index]
        made = [float(path[index, year]) for path in paths[variable]]
        of_asked = [each / values[name] if values.get(name) else None for name in sets for each in made]
        rows.append(
            (
                code,
                name_of(economy, {axis.name: code}),
                variable,
                economy.years.label(year),
                axis.units[index],
                *made,
                *(values.get(name) for name in sets),
                *of_asked,
            )
        )
    columns = [Column(each) for each in ("code", "name", "what", "year", "unit")]
    columns += [Column(f"{name} makes", width=wide(name)) for name in side.names]
    columns += [Column(f"{name} asks for", width=wide(name)) for name in sets]
    columns += [
        Column(f"{plan_}: of {name}", format=Format.SHARE, width=wide(name, plan_))
        for name in sets
        for plan_ in side.names
    ]
    return Table(tuple(columns), tuple(rows), labels=2)


def what_binds(side: Side) -> list[Page]:
    """Which rules hold which plan back."""
    if side.one is None:
        return []
    by_rule = dict.fromkeys(each.rule for m in side.found.values() for each in m.binding)

    def cells(name: str, each: Binding) -> tuple[object, ...]:
        unit = side.comparison.plans[name].criterion.unit
        adds = each.comparable / 100.0
        return each.rule.replace("_", " "), name, int(each.rows), adds, unit, _where(side, each.key)

    most = tuple(cells(name, each) for name, m in side.found.items() for each in m.binding[:MOST_BINDING])
    rows = tuple(
        cells(name, each)
        for rule in by_rule
        for name, m in side.found.items()
        for each in m.binding
        if each.rule == rule
    )
    columns = (
        Column("rule"),
        Column("strategy"),
        Column("rows that bind"),
        Column("1% of the base year adds at most", width=13.0),
        Column("unit"),
        Column("where"),
    )
    words = (
        "The figures are what 1% of the base-year amount would add, each in its own strategy's goal: compare rules "
        "under one strategy, and strategies only where their unit is the same."
    )
    blocks: list[Block] = [Sentence(words, "note")]
    if len(most) < len(rows):
        blocks += [
            Heading(f"The {MOST_BINDING} that bind most under each"),
            Table(columns, most, alike="cell", labels=2),
        ]
        blocks.append(Heading("Every rule that binds, rule by rule"))
    blocks.append(Table(columns, rows, alike="cell", filters=True))
    meaning = "Which rules hold which plan back, by how many rows, and where most."
    return [Page("What binds", meaning, tuple(blocks))]


def _where(side: Side, key: Mapping[str, str]) -> str:
    return " ".join(part for part in (name_of(side.economy, key), key.get("year", "")) if part)


def _number(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


def _percent(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else 100.0 * float(value)


def _last(values: Floats | None) -> float | None:
    return None if values is None else float(values[-1])


def _mean(values: Floats | None) -> float | None:
    there = values[np.isfinite(values)] if values is not None else np.empty(0)
    return float(there.mean()) if len(there) else None


def _least(values: Floats) -> float | None:
    return float(values.min()) if len(values) else None


def _shares(m: Measures) -> Floats:
    return np.array([each.share for each in m.targets if each.share is not None], float)


def _binds(m: Measures, place: int) -> str | None:
    return m.binding[place].rule.replace("_", " ") if place < len(m.binding) else None
