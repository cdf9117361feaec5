"""The page of regions: what the plan comes to in each, and what they send each other."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats
from optimiser.plan.accounts.regions import RegionalAccounts
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.page import Block, Column, Flows, Heading, Page, Role, Sentence, Table
from optimiser.report.pages.yearly import NAMED, NOISE, figures, year_columns

WHOLE = "whole country"
"""What is of no single region."""


def regions(plan: Plan, m: Measures) -> list[Page]:
    """Control figures by region, what each gives and takes, and shipments; none where there is one region."""
    found = plan.accounts.regions
    if found is None:
        return []
    blocks: list[Block] = [Heading("Control figures by region"), _control_figures(found, m)]
    if found.value.any():
        blocks += [*_given_and_taken(found, m), *_matrix(found), *_picture(found)]
    if found.shipped.any():
        blocks += _by_good(plan, found)
    else:
        blocks.append(Sentence("Nothing goes from region to region in any year.", "note"))
    meaning = "Output, consumption, building and people by region; what regions send each other and what they receive."
    return [Page("Regions", meaning, tuple(blocks))]


def _named(found: RegionalAccounts) -> list[str]:
    return [region or WHOLE for region in found.regions]


def _control_figures(found: RegionalAccounts, m: Measures) -> Table:
    """Figure by figure, region by region; at prices, but for people."""
    items: list[tuple[str, str, Floats]] = [
        ("value of output", found.unit, found.output),
        ("net product", found.unit, found.net_product),
        ("consumption", found.unit, found.consumption),
        ("building", found.unit, found.building),
    ]
    items += _people(found)
    rows: list[tuple[object, ...]] = []
    roles: list[Role] = []
    for item, unit, values in items:
        size = NOISE * float(np.nanmax(np.abs(values), initial=0.0))
        if not size:
            continue
        shown = [place for place in range(len(values)) if (np.nan_to_num(np.abs(values[place])) > size).any()]
        rows += [(item, _named(found)[place], unit, *figures(values[place])) for place in shown]
        roles += [*_plain(len(shown)), "total"]
        rows.append((item, "all regions", unit, *figures(values.sum(axis=0))))
        columns = (Column("figure"), Column("region"), Column("unit"), *year_columns(m))
    return Table(columns, tuple(rows), tuple(roles), labels=NAMED, filters=True)


def _people(found: RegionalAccounts) -> list[tuple[str, str, Floats]]:
    """Those who produce: all together where they are counted in one unit, else pool by pool."""
    if len(set(found.pools.units)) == 1:
        return [("people in production", found.pools.units[0], found.people.sum(axis=1))]
    by_pool = zip(found.pools.labels, found.pools.units, found.people.transpose(1, 0, 2), strict=True)
    return [(f"people in production: {pool}", unit, people) for pool, unit, people in by_pool]


def _plain(number: int) -> list[Role]:
    return [""] * number


def _given_and_taken(found: RegionalAccounts, m: Measures) -> list[Block]:
    """What each region sends, what it receives, and the difference."""
    rows: list[tuple[object, ...]] = []
    for item, values in (("sends", found.sent), ("receives", found.received), ("sends less receives", found.net)):
        traded = (found.sent + found.received).any(axis=1)
        size = NOISE * float((found.sent + found.received).max(initial=0.0))
        rows += [
            (
                item,
                _named(found)[place],
                found.unit,
                *figures(np.where(np.abs(values[place]) > size, values[place], 0.0)),
            )
            for place in np.flatnonzero(traded)
        ]
    columns = (Column("item"), Column("region"), Column("unit"), *year_columns(m))
    words = "At the prices of the workbook where goods are sent; what is carried on the way is not in it."
    return [
        Heading("What each region gives and takes"),
        Sentence(words, "note"),
        Table(columns, tuple(rows), labels=NAMED, filters=True),
    ]


def _matrix(found: RegionalAccounts) -> list[Block]:
    """From whom to whom in the last year, at prices."""
    last = found.flows[:, :, -1]
    size = NOISE * float(last.max(initial=0.0))
    some = [place for place in range(len(last)) if max(last[place].max(), last[:, place].max()) > size]
    if not some or not size:
        return []
    names = [_named(found)[place] for place in some]
    rows = [
        (
            name,
            *(float(last[start, end]) if last[start, end] > size else None for end in some),
            float(last[start].sum()),
        )
        for name, start in zip(names, some, strict=True)
    ]
    sums = [float(last[:, end].sum()) for end in some]
    columns = (Column("from"), *(Column(f"to {name}", width=13.0) for name in names), Column("all", width=13.0))
    return [
        Heading(f"Shipments from region to region in {found.years[-1]}, {found.unit}"),
        Table(columns, (*rows, ("all", *sums, sum(sums))), (*_plain(len(rows)), "total"), alike="cell"),
    ]


def _picture(found: RegionalAccounts) -> list[Block]:
    """What goes from region to region, year by year."""
    flows, unit = found.flows[:, :, 1:], f"{found.unit} a year"
    size = NOISE * float(flows.max(initial=0.0))
    names = _named(found)
    rows = tuple(
        (names[start], names[end], unit, *map(float, np.where(flows[start, end] > size, flows[start, end], 0.0)))
        for start, end in np.argwhere((flows > size).any(axis=2))
    )
    if not rows:
        return []
    columns = (Column("from"), Column("to"), Column("unit"), *(Column(year, width=11.0) for year in found.years[1:]))
    table = Table(columns, rows, alike="column", labels=NAMED, filters=True)
    return [
        Heading("Shipments by year, at prices"),
        Flows("What goes from region to region", table, unit, first=NAMED),
        table,
    ]


def _by_good(plan: Plan, found: RegionalAccounts) -> list[Block]:
    """Every shipment of every good, year by year."""
    size = NOISE * plan.variables.scales.product[plan.economy.shipments.sent]
    goods, starts, ends = (found.shipments.columns[name] for name in ("good", "from", "to"))
    order = sorted(np.flatnonzero((found.shipped > size[:, None]).any(axis=1)).tolist(), key=lambda each: goods[each])
    rows = tuple(
        (
            goods[each],
            starts[each],
            ends[each],
            found.shipments.units[each],
            *figures(np.where(found.shipped[each] > size[each], found.shipped[each], 0.0)),
        )
        for each in order
    )
    base, *years = found.years
    columns = (
        *map(Column, ("good", "from", "to", "unit")),
        *(Column(year, width=11.0) for year in (f"{base}\nbase year", *years)),
    )
    return [Heading("Shipments by good"), Table(columns, rows, labels=4, filters=True)] if rows else []
