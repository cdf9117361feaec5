"""The page of the base year: what every plan starts from, and whether it adds up."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.base_year import BASE_YEAR_TOLERANCE, BaseYear, Basis, Side, base_year
from optimiser.economy.economy import Economy
from optimiser.economy.regions import SHIPMENTS, producers_of
from optimiser.language.naming import asset_names
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.page import Block, Column, Format, Heading, Page, Role, Sentence, Table

NAMES = (Column("code"), Column("name"), Column("unit"))


def base_year_page(plan: Plan, _: Measures) -> list[Page]:
    """The base year from the economy alone; the plan has no part in it."""
    economy = plan.economy
    base = base_year(economy)
    blocks: list[Block] = [*_off(economy, base), Heading("Where products come from and where they go")]
    blocks += [*_reckoned(base), _balance(economy, base)]
    blocks += [*_income(economy, base), *_work(economy, base), *_capacity(economy, base), *_account(economy, base)]
    meaning = (
        f"What the plan starts from: every product's sources and uses in {base.year}, and what is left without any."
    )
    return [Page("Base year", meaning, tuple(blocks), title=f"The base year {base.year}")]


def _off(economy: Economy, base: BaseYear) -> list[Block]:
    """In words, which products do not add up."""
    found = base.off()
    if not found:
        return [Sentence(f"Every product's uses are within {BASE_YEAR_TOLERANCE:.0%} of its supply.")]
    names = [f"{economy.products.names[each]} ({base.share[each]:+.1%})" for each in found]
    words = f"Off by more than {BASE_YEAR_TOLERANCE:.0%} of their supply (+ is without a use, - is not there)"
    return [Sentence(f"{words}: {', '.join(names)}.", "alarm")]


def _reckoned(base: BaseYear) -> list[Block]:
    named = [line.item for line in base.lines if line.basis is Basis.RECKONED and line.amounts.any()]
    words = f"The data do not state these, which are reckoned from the rest: {', '.join(named)}."
    return [Sentence(words, "note")] if named else []


def _balance(economy: Economy, base: BaseYear) -> Table:
    shown = [line for line in base.lines if line.amounts.any()]
    totals = {Side.SOURCES: ("supply", base.supply), Side.USES: ("uses", base.uses)}
    sums: list[tuple[str, Floats]] = []
    for side, total in totals.items():
        sums += [(line.item, line.amounts) for line in shown if line.side is side] + [total]
    sums.append(("residual", _tidy(base.residual, base.supply)))
    columns = [Column(name, width=11.0) for name, _ in sums]
    share = Column("residual, share of supply", format=Format.SHARE, width=14.0, signed=True)
    rows = tuple(
        (*names, *(float(each[place]) for _, each in sums), _finite(_tidy(base.share, np.ones(len(base.share)))[place]))
        for place, names in enumerate(
            zip(base.products.labels, economy.products.names, base.products.units, strict=True)
        )
    )
    return Table((*NAMES, *columns, share), rows, labels=3)


def _income(economy: Economy, base: BaseYear) -> list[Block]:
    """National income by origin and by use."""
    if not base.income_by_origin.any():
        return []
    unit, size = economy.money_unit, abs(base.income)
    columns = (Column("item"), Column("unit"), Column("value"), Column("share", format=Format.SHARE))
    tables = []
    makers, ships = producers_of(economy), economy.shipments.sector
    origin = [(economy.sectors.names[each], float(base.income_by_origin[each])) for each in makers]
    if len(ships):
        origin.append((SHIPMENTS, float(base.income_by_origin[ships].sum())))
    for items in (origin, base.income_by_use):
        rows = [(name, unit, _exact(value, size), value / base.income) for name, value in items]
        roles: list[Role] = [""] * len(rows)
        rows.append(("national income", unit, base.income, 1.0))
        tables.append(Table(columns, tuple(rows), (*roles, "total"), labels=2))
    return [Heading("National income by origin"), tables[0], Heading("National income by use"), tables[1]]


def _work(economy: Economy, base: BaseYear) -> list[Block]:
    pools = economy.pools
    if not len(pools.axis):
        return []
    values = (base.labour_in_production, base.labour_in_building, base.labour_there)
    rows = tuple(
        (*names, *(_finite(each[place]) for each in values), _finite(base.labour_use[place]))
        for place, names in enumerate(zip(pools.axis.labels, pools.names, pools.axis.units, strict=True))
    )
    names = ("at work in production", "at work in building", "there")
    columns = (*NAMES, *(Column(name, width=13.0) for name in names), Column("share at work", format=Format.SHARE))
    return [Heading("People"), Table(columns, rows, labels=3)]


def _capacity(economy: Economy, base: BaseYear) -> list[Block]:
    sectors, assets = economy.sectors, economy.assets
    limited = np.flatnonzero(np.isfinite(base.capacity_used))
    if not len(limited):
        return []
    names = list(zip(assets.axis.labels, asset_names(economy), assets.axis.units, strict=True))
    values = (sectors.base_output[assets.sector], assets.capacity, base.capacity_used)
    rows = tuple((*names[place], *(float(each[place]) for each in values)) for place in limited.tolist())
    used = Column("share used", format=Format.SHARE)
    return [Heading("Capacity"), Table((*NAMES, Column("output"), Column("capacity"), used), rows, labels=3)]


def _account(economy: Economy, base: BaseYear) -> list[Block]:
    if not base.foreign_account:
        return []
    unit = economy.trade.unit
    rows = tuple((item, unit, value) for item, value in base.foreign_account)
    before: list[Role] = [""] * (len(rows) - 1)
    columns = (Column("item"), Column("unit"), Column("value", signed=True))
    table = Table(columns, rows, (*before, "total"), labels=2)
    return [Heading("The account with the world abroad"), table]


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _exact(value: float, size: float) -> float:
    return value if abs(value) > 1e-9 * size else 0.0


def _tidy(values: Floats, size: Floats) -> Floats:
    return np.asarray(np.where(np.abs(values) > 1e-9 * np.abs(size), values, 0.0))
