"""Power and fuel: all carriers of energy in one unit, and each in its own."""

from __future__ import annotations

import numpy as np

from optimiser.plan.accounts.power_and_fuel import PowerAndFuel
from optimiser.plan.accounts.sources_and_uses import SOURCES, USES
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.page import Block, Column, Heading, Role, Sentence, Table
from optimiser.report.pages.yearly import NOISE, figures, year_columns

LABELS = 3
"""Columns before the years: side, item, unit."""


def power_and_fuel(plan: Plan, m: Measures) -> list[Block]:
    """The balance in one unit, then each carrier; nothing where no product is said to be a carrier of energy."""
    found = plan.accounts.power_and_fuel
    if found is None:
        return []
    names = dict(zip(plan.economy.products.axis.labels, plan.economy.products.names, strict=True))
    values = ", ".join(
        f"{names[code]} {value:g}" for code, value in zip(found.carriers.labels, found.fuel_value, strict=True)
    )
    stylised = " The figures are stylised." if plan.economy.stylised else ""
    words = (
        f"In {found.unit}; for a unit of each: {values}. Coal that is burnt for current counts as coal, and the "
        f"current again as current: the last line has it once.{stylised}"
    )
    return [
        Heading("Power and fuel in one unit"),
        Sentence(words, "note"),
        _in_one_unit(found, m),
        Heading("Power and fuel, each carrier in its own unit and in one"),
        _by_carrier(found, m, names),
    ]


def _in_one_unit(found: PowerAndFuel, m: Measures) -> Table:
    """Sources and uses of all carriers together, with the sums."""
    size = NOISE * float((found.fuel_value @ found.sides(SOURCES)).max(initial=0.0))
    rows: list[tuple[object, ...]] = []
    roles: list[Role] = []
    for side in (SOURCES, USES):
        for of, item in found.lines:
            amounts = found.in_common(of, item).sum(axis=0)
            if of == side and (np.abs(amounts) > size).any():
                rows.append((side, item, found.unit, *figures(np.where(np.abs(amounts) > size, amounts, 0.0))))
                roles.append("")
        rows.append((side, "all", found.unit, *figures(found.fuel_value @ found.sides(side))))
        roles.append("total")
    rows.append(("net", "sources less what makes power and fuel", found.unit, *figures(found.net)))
    columns = (Column("side"), Column("item"), Column("unit"), *year_columns(m))
    return Table(columns, tuple(rows), (*roles, "check"), labels=LABELS)


def _by_carrier(found: PowerAndFuel, m: Measures, names: dict[str, str]) -> Table:
    """Output and all sources of each, in its own unit and in one."""
    rows = []
    sides = found.sides(SOURCES)
    for place, (code, unit) in enumerate(zip(found.carriers.labels, found.carriers.units, strict=True)):
        made = found.lines[SOURCES, "output"][place]
        for item, amounts in (("output", made), ("all sources", sides[place])):
            if item == "output" or not np.allclose(made, amounts, rtol=NOISE, atol=0.0):
                rows.append((names[code], item, unit, *figures(amounts)))
                rows.append((names[code], item, found.unit, *figures(found.fuel_value[place] * amounts)))
    return Table((Column("carrier"), Column("item"), Column("unit"), *year_columns(m)), tuple(rows), labels=LABELS)
