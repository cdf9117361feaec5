"""The page of an economy, before anything is planned: what it consists of, and how large that is."""

from __future__ import annotations

from optimiser.economy.economy import Economy
from optimiser.plan.sentences import span, stylised_title
from optimiser.report.page import Cells, Chart, Column, Page, Report, Scaling, Sentence, Series, Table, bound
from optimiser.report.pages.plan import warned
from optimiser.report.pages.yearly import sector_prices

BEFORE = 4
"""Columns before the figures: code, name, group, unit."""


def economy_report(economy: Economy) -> Report:
    """The report on an economy: its sectors in the base year, and how much there is of what."""
    title = stylised_title(economy)
    table = _sectors(economy)
    charts = [_worth(economy, table)] if len(table.columns) == BEFORE + 3 else []
    blocks = (
        Sentence(f"To be planned for {span(economy.years)}.", "big"),
        *warned(economy),
        Sentence(_contents(economy)),
        table,
        *charts,
    )
    return bound(title, Page("Economy", "What the economy consists of.", blocks, title), [], economy.origin.path)


def _sectors(economy: Economy) -> Table:
    """Output, capacity and, where products are priced, value of output of every sector in the base year."""
    sectors, base = economy.sectors, economy.years.label(0)
    price = sector_prices(economy)
    columns = [Column("code"), Column("name"), Column("group"), Column("unit")]
    columns += [Column(f"output {base}"), Column("capacity")]
    columns += [Column(f"value of output {base}", economy.money_unit)] if price.any() else []
    capacity = economy.assets.supported(economy.assets.capacity)
    rows = tuple(
        (
            code,
            sectors.names[place],
            sectors.group[place],
            sectors.axis.units[place],
            float(sectors.base_output[place]),
            float(capacity[place]),
            *([float(price[place] * sectors.base_output[place])] if price.any() else []),
        )
        for place, code in enumerate(sectors.axis.labels)
    )
    return Table(tuple(columns), rows, alike="column", labels=BEFORE)


def _worth(economy: Economy, table: Table) -> Chart:
    last = len(table.columns) - 1
    bars = (Series("value of output", Cells.down(table, last)),)
    title = f"Value of output {economy.years.label(0)}"
    return Chart("lying bars", title, bars, categories=Cells.down(table, 1), y=Scaling(economy.money_unit))


def _contents(economy: Economy) -> str:
    counted = (
        ("product", len(economy.products.axis)),
        ("technique", len(economy.techniques.axis)),
        ("kind of project", len(economy.projects.axis)),
        ("pool of labour", len(economy.pools.axis)),
        ("household", len(economy.households.axis)),
        ("given use", len(economy.demand.axis)),
        ("target", len(economy.targets.axis)),
    )
    words = [f"{number:,} {_plural(noun) if number != 1 else noun}" for noun, number in counted if number]
    return f"It has {', '.join(words)}."


def _plural(noun: str) -> str:
    first, of, rest = noun.partition(" of ")
    return f"{first}s{of}{rest}"
