"""The page of national accounts: what the years of a plan come to in income, wealth and work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimiser.arrays import Floats
from optimiser.plan.accounts import Accounts
from optimiser.plan.accounts.national_income import NationalIncome, share
from optimiser.plan.measures import Measures, group_names
from optimiser.plan.plan import Plan
from optimiser.report.page import HEADER, Block, Cells, Column, Format, Heading, Page, Role, Sentence, Series, Table
from optimiser.report.pages.yearly import LONG, NOISE, figures, greatest, over_years, year_columns

NAMED = 2
"""Columns before the years: item, unit."""

Rows = Sequence[tuple[str, str, Floats]]
"""Item, unit, and figures by year."""


def national_accounts(plan: Plan, m: Measures) -> list[Page]:
    """National income, who receives it, wealth, a year's chessboard, work and imports; none where nothing is there."""
    accounts = plan.accounts
    priced = bool(np.abs(accounts.income.output).max(initial=0.0) > 0.0)
    blocks: list[Block] = []
    if priced:
        blocks += [Sentence(_PRICES, "note"), *_income(plan, m), *_receivers(plan, m), *_wealth(accounts, m)]
        blocks += _chessboard(plan)
    blocks += [*_people(plan), *_productivity(plan), *_imports(plan)]
    if not blocks:
        return []
    meaning = "National income by origin, use and receiver, national wealth, where people work, what growth is owed to."
    return [Page("National accounts", meaning, tuple(blocks))]


def _by_year(m: Measures, rows: Rows, total: str = "", kind: Format = Format.MAGNITUDE) -> Table:
    """Rows that are not zero in all years; the one named `total` stands out."""
    size = max((float(np.nanmax(np.abs(values), initial=0.0)) for _, _, values in rows), default=0.0)
    shown = [(item, unit, _tidy(values, size)) for item, unit, values in rows]
    kept = [row for row in shown if np.nan_to_num(row[2]).any()]
    roles: tuple[Role, ...] = tuple("total" if item == total else "" for item, _, _ in kept)
    columns = (Column("item"), Column("unit"), *year_columns(m, kind))
    return Table(columns, tuple((item, unit, *figures(values)) for item, unit, values in kept), roles, labels=NAMED)


def _income(plan: Plan, m: Measures) -> list[Block]:
    """By origin and by use, the same sum under both, and the accumulation rate."""
    income, economy = plan.accounts.income, plan.economy
    unit, total = income.unit, "national income"
    groups = group_names(economy)
    by_group = len(economy.sectors.axis) > LONG
    origin = _grouped(plan, income.by_origin) if by_group else income.by_origin
    names = groups if by_group else economy.sectors.names
    made: Rows = [*((name, unit, row) for name, row in zip(names, origin, strict=True)), (total, unit, income.total)]
    spent: Rows = [*((item, unit, row) for item, row in income.by_use.items()), (total, unit, income.total)]
    rates: Rows = [
        ("accumulated: building less wear, increase of stocks", "share of income", income.accumulation_rate),
        ("consumed by households", "share of income", share(_consumed(income), income.total)),
    ]
    ends = _by_year(m, rates, kind=Format.SHARE)
    lines = tuple(
        Series(str(row[0]).partition(":")[0], Cells.along(ends, place, NAMED)) for place, row in enumerate(ends.kept)
    )
    chart = over_years("Of the national income", "share", Cells.along(ends, HEADER, NAMED), lines)
    return [
        Heading("National income by origin"),
        Sentence("What each branch makes, less what it uses up and what of its capacity wears out.", "note"),
        _by_year(m, made, total),
        Heading("National income by use"),
        Sentence("The same income, by what becomes of it: both tables have one sum.", "note"),
        _by_year(m, spent, total),
        Heading("What is accumulated and what is consumed"),
        ends,
        replace(chart, y=replace(chart.y, format=Format.SHARE)),
    ]


def _consumed(income: NationalIncome) -> Floats:
    """(year): what households receive, the village's own produce with it."""
    own = ("consumption: ", "kept in the village")
    found = [row for item, row in income.by_use.items() if item.startswith(own)]
    return np.asarray(sum(found, np.zeros(len(income.years))))


def _receivers(plan: Plan, m: Measures) -> list[Block]:
    """What a head receives, and the farm against the village."""
    economy, found = plan.economy, plan.accounts.receivers
    unit, pools = economy.money_unit, set(economy.pools.axis.units)
    people = pools.pop() if len(pools) == 1 else "unit of people"
    heads: list[tuple[str, str, Floats]] = []
    for name, value, head in zip(economy.households.names, found.received, found.per_head, strict=True):
        heads += [(name, unit, value), (f"{name}, a head", f"{unit} per {people}", head)]
    blocks: list[Block] = []
    if len(economy.households.axis):
        words = "In kind, at the prices of the workbook: it does not say who is paid what."
        columns = (Column("household"), Column("unit"), *year_columns(m))
        rows = tuple((item, of, *figures(values)) for item, of, values in heads if not np.isnan(values).all())
        blocks += [Heading("What households receive"), Sentence(words, "note"), Table(columns, rows, labels=NAMED)]
    if found.farm is not None:
        farm = found.farm
        left = "left for others; below zero, taken from them"
        rest: Rows = [
            ("made on the farm, less what it uses up and wears out", unit, farm.income),
            ("eaten of the village's own produce", unit, -farm.own_produce),
            ("all else that the village receives", unit, -farm.goods),
            ("built on the farm, less its wear", unit, -farm.building),
            (left, unit, farm.left),
        ]
        branch = economy.sectors.names[economy.town_and_country.farm_sector]
        words = (
            f"The branch {branch!r} alone: what villagers earn by other work is not stated, and is in the last line."
        )
        blocks += [Heading("The farm and the village"), Sentence(words, "note"), _by_year(m, rest, left)]
    return blocks


def _wealth(accounts: Accounts, m: Measures) -> list[Block]:
    """Wealth at the end of the year, and why it grows."""
    wealth, income, total = accounts.wealth, accounts.income, "national wealth"
    rows: Rows = [
        ("capacity, as new", wealth.unit, wealth.capital.sum(axis=0)),
        ("works not finished", wealth.unit, wealth.unfinished.sum(axis=0)),
        ("stocks", wealth.unit, wealth.stocks),
        (total, wealth.unit, wealth.total),
        ("of its increase: accumulated in the year", wealth.unit, _of_the_plan(income.accumulation)),
        ("of its increase: finished below the cost of new (repairs)", wealth.unit, _of_the_plan(wealth.above_cost)),
    ]
    words = "At the end of the year, at what it would cost to replace; land and belongings are not in it."
    return [Heading("National wealth"), Sentence(words, "note"), _by_year(m, rows, total)]


def _chessboard(plan: Plan) -> list[Block]:
    """Products by branches, at prices, in the last year; not where nobody could read it."""
    economy, income = plan.economy, plan.accounts.income
    if len(economy.products.axis) > LONG:
        return []
    board, groups = plan.accounts.chessboard(income.years[-1]), group_names(economy)
    price = board.price
    inputs = _grouped(plan, (price[:, None] * board.inputs).T).T
    uses = {item: price * amounts for item, amounts in board.other_uses.items()}
    size = float(np.abs(price * board.uses).max(initial=0.0))
    shown = {item: values for item, values in uses.items() if np.abs(values).max(initial=0.0) > NOISE * size}
    columns = [Column("product"), *(Column(f"inputs of {group}", width=12.0) for group in groups)]
    columns += [Column(item, width=12.0) for item in shown]
    columns += [Column(name, width=12.0) for name in ("all uses", "of it home output", "of it imports")]
    made, bought = price * board.made.sum(axis=1), price * board.other_sources["imports"]
    table = np.column_stack([inputs, *shown.values(), price * board.uses, made, bought])
    rows: list[tuple[object, ...]] = [
        (name, *map(float, _tidy(row, size))) for name, row in zip(economy.products.names, table, strict=True)
    ]
    roles: list[Role] = [""] * len(rows)
    rows.append(("all products", *map(float, _tidy(table.sum(axis=0), size))))
    blank = [None] * (len(columns) - 1 - len(groups))
    for name, values in (("net product", income.by_origin), ("wear", income.wear), ("output", income.output)):
        rows.append((name, *map(float, _tidy(_grouped(plan, values)[:, -1], size)), *blank))
    roles += ["total", "", "", "total"]
    words = f"Down: what a branch uses up, what it adds and its output. Across: where a product goes. In {income.unit}."
    return [
        Heading(f"Chessboard of {board.year}"),
        Sentence(words, "note"),
        Table(tuple(columns), tuple(rows), tuple(roles), alike="column"),
    ]


def _people(plan: Plan) -> list[Block]:
    """Who works where in the base year and the last, and who is idle."""
    economy, found = plan.economy, plan.accounts.labour
    pools, sectors = economy.pools, economy.sectors
    if not len(pools.axis):
        return []
    first, last = found.years[0], found.years[-1]
    size = 10.0 * float(np.max(found.at_work, initial=0.0))
    columns = [Column("where")]
    for name, unit in zip(pools.names, pools.axis.units, strict=True):
        columns += [Column(f"{name} {year}", unit, width=13.0) for year in (first, last)]

    def line(name: str, values: Floats) -> tuple[object, ...]:
        ends = _tidy(values[:, [0, -1]], size).ravel()
        return (name, *figures(np.where(np.isfinite(ends), ends, np.nan)))

    by_sector = found.in_production.transpose(1, 0, 2)
    names, places = sectors.names, by_sector
    if len(sectors.axis) > LONG:
        names, places = group_names(economy), _grouped(plan, by_sector)
    rows = [line(name, values) for name, values in zip(names, places, strict=True) if values.any()]
    if np.nan_to_num(found.in_building).any():
        rows.append(line("building", found.in_building))
    roles: list[Role] = [""] * len(rows)
    rows += [line("at work", found.at_work), line("idle", found.idle), line("there", found.there)]
    roles += ["total", "", "total"]
    words = f"People by branch in {first} and in {last}; those who are being trained are not among them."
    table = Table(tuple(columns), tuple(rows), tuple(roles), alike="column")
    return [Heading("Where people work"), Sentence(words, "note"), table]


def _productivity(plan: Plan) -> list[Block]:
    """Output a head, and what the growth of output is owed to."""
    sectors, found, years = plan.economy.sectors, plan.accounts.productivity, plan.accounts.income.years
    if found is None or np.isnan(found.growth).all() or len(sectors.axis) > LONG:
        return []
    people = plan.economy.pools.axis.units[0]
    names = [f"a head {years[0]}", f"a head {years[-1]}", "growth of output", "by more people"]
    names += ["by output a head, as assumed", "by other techniques"]
    kinds = [Format.MAGNITUDE] * 2 + [Format.SHARE] * 4
    columns = [Column("branch"), Column("unit")]
    columns += [
        Column(name, format=kind, width=12.0, signed=kind is Format.SHARE)
        for name, kind in zip(names, kinds, strict=True)
    ]
    parts = np.column_stack([found.growth, found.more_people, found.assumed, found.technique])
    table = np.column_stack([found.per_head[:, [0, -1]], _tidy(parts, 1.0)])
    rows = [
        (name, f"{unit} per {people}", *figures(table[place]))
        for place, (name, unit) in enumerate(zip(sectors.names, sectors.axis.units, strict=True))
        if not np.isnan(found.growth[place])
    ]
    words = (
        "Shares of the base year's output; the last three add up to the growth. The workbook assumes the middle one."
    )
    return [
        Heading(f"Output a head, and what growth to {years[-1]} is owed to"),
        Sentence(words, "note"),
        Table(tuple(columns), tuple(rows), alike="cell", labels=NAMED),
    ]


def _imports(plan: Plan) -> list[Block]:
    """Imports that home output displaces in the last year, against the base year's share."""
    products, found = plan.economy.products, plan.accounts.imports
    size = plan.variables.scales.product
    some = [
        place
        for place in range(len(products.axis))
        if np.nan_to_num(found.share[place, 0]) > NOISE and np.abs(found.displaced[place]).max() > NOISE * size[place]
    ]
    if not some:
        return []
    every = len(some)
    if every > LONG:
        some = [some[place] for place in greatest(np.abs(found.value[some, -1]), LONG)]
    first, last = found.years[0], found.years[-1]
    columns = [
        Column("product"),
        Column("unit"),
        *(Column(f"imports in supply {year}", format=Format.SHARE, width=13.0) for year in (first, last)),
        Column(f"displaced {last}", width=13.0),
        Column("at prices", plan.economy.money_unit, width=13.0),
    ]
    rows = tuple(
        (products.names[place], products.axis.units[place], *figures([*shares, displaced, value]))
        for place, shares, displaced, value in zip(
            some, found.share[some][:, [0, -1]], found.displaced[some, -1], found.value[some, -1], strict=True
        )
    )
    words = f"What would be imported at the share of {first}, less what is; below zero where imports have gained."
    words += f" The {len(some)} greatest of {every} in value." if every > len(some) else ""
    table = Table(tuple(columns), rows, alike="cell", labels=NAMED)
    return [Heading("Imports that home output displaces"), Sentence(words, "note"), table]


def _grouped(plan: Plan, by_sector: Floats) -> Floats:
    """Sums over the sectors of each group; the first axis is that of sectors, then that of groups."""
    economy = plan.economy
    groups = group_names(economy)
    total = np.zeros((len(groups), *by_sector.shape[1:]))
    np.add.at(total, [groups.index(group or "other") for group in economy.sectors.group], by_sector)
    return total


def _of_the_plan(values: Floats) -> Floats:
    """Without the base year, which has no year before it."""
    return np.concatenate([[np.nan], values[1:]])


def _tidy(values: Floats, size: float) -> Floats:
    """Rounding noise becomes zero."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(np.abs(values) > NOISE * size, values, np.where(np.isnan(values), np.nan, 0.0)))


_PRICES = (
    "All values are at the prices of the workbook, which are those of the base year and the same in all years. Imports "
    "count at home prices; what has no price, and imports that have no home product, are not in them."
)
