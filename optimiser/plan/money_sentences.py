"""What the money balance says, in sentences: is there an inflationary gap, how large, and what would close it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.language.figures import per_cent
from optimiser.language.naming import the
from optimiser.language.numbers import quantity
from optimiser.plan.accounts.money_balance import MoneyBalance

NO_GAP = 0.001
"""Of all incomes: a gap below this is none."""

SHEETS = ("Wages", "Money")


def gap_in_words(economy: Economy, found: MoneyBalance) -> list[str]:
    """The answer first: is there a gap in the last year, how large, what closes it, when is it widest, whose is it."""
    gap, unit, last = found.gap, found.unit, found.years[-1]
    said = gap_of_year(gap[-1], found.paid.incomes[:, -1].sum(), found.price_rise[-1], found.of_incomes[-1], unit, last)
    return [*said, *_widest(found), *_whose(economy, found), *_farm_surplus(found)]


def gap_of_year(gap: float, incomes: float, rise: float, part: float, unit: str, year: str) -> list[str]:
    """Whether there is a gap in a year, and what would close it."""
    if np.isnan(gap):
        return [f"Whether there is an inflationary gap in {year} is not known."]
    if gap <= NO_GAP * incomes:
        words = f"There is no inflationary gap in {year}: what people receive, {quantity(incomes, unit)}, "
        if gap < -NO_GAP * incomes:
            return [f"{words}is {quantity(-gap, unit)} less than what there is for it to be spent on."]
        return [f"{words}is what there is for it to be spent on."]
    closes = f"taxes, loans or savings higher by as much, {per_cent(part)} of incomes"
    if np.isfinite(rise):
        closes = f"consumer prices higher by {per_cent(rise)}, or {closes}"
    return [
        f"There is an inflationary gap of {quantity(gap, unit)} in {year}: people receive {quantity(incomes, unit)}, "
        "and so much of it finds nothing to be spent on at the prices of the workbook.",
        f"It would be closed by {closes}.",
    ]


def _widest(found: MoneyBalance) -> list[str]:
    """When the gap is widest over the goods, and what it was in the base year."""
    rise = found.price_rise
    if not np.isfinite(rise).any() or np.nanmax(rise) <= NO_GAP:
        return []
    year = int(np.nanargmax(rise))
    base = f"; in the base year {found.years[0]} it is {per_cent(rise[0])}" if np.isfinite(rise[0]) and year else ""
    return [f"It is widest in {found.years[year]}, {per_cent(rise[year])} of the goods that people buy{base}."]


def _whose(economy: Economy, found: MoneyBalance) -> list[str]:
    """How the last year's gap is divided among households."""
    parts = found.paid.gap[:, -1]
    if len(parts) < 2 or np.isnan(parts).any():
        return []
    each = [
        f"{the(name)} {_over(part, found.unit)}" for name, part in zip(economy.households.names, parts, strict=True)
    ]
    return [f"In {found.years[-1]} {_joined(each)}."]


def _over(part: float, unit: str) -> str:
    return f"has {quantity(abs(part), unit)} {'too much' if part >= 0.0 else 'too little'} for what it gets"


def _joined(words: Sequence[str]) -> str:
    return " and ".join(words) if len(words) < 3 else ", ".join(words)


def _farm_surplus(found: MoneyBalance) -> list[str]:
    """How much of what is built for industry the farm surplus comes to, over the plan."""
    surplus, built = found.farm_surplus[1:], found.industrial[1:]
    if not np.isfinite(surplus).all() or not surplus.any() or not built.sum() > 0.0:
        return []
    whole = f"{per_cent(float(surplus.sum() / built.sum()))} of what is built for industry"
    if surplus.sum() < 0.0:
        return [f"The village receives more than it gives over the plan, by {whole.removeprefix('-')}."]
    return [f"The farm surplus, what leaves the village less what reaches it, comes to {whole} over the plan."]


def how_known(economy: Economy) -> str:
    """Where the figures of payments come from, and what share of them is assumed."""
    words = "Wages, taxes, loans, savings and farm prices are those of the sheets Wages and Money"
    counts = economy.origin.grades.counts
    figures = {grade: sum(counts.get(sheet, {}).get(grade, 0) for sheet in SHEETS) for grade in ("assumed", "derived")}
    whole = sum(sum(counts.get(sheet, {}).values()) for sheet in SHEETS)
    if not whole or not any(figures.values()):
        return f"{words}."
    shares = ", ".join(f"{number / whole:.0%} {grade}" for grade, number in figures.items() if number)
    return f"{words}; of their figures {shares}. Goods are valued at the prices of the workbook, the same in all years."
