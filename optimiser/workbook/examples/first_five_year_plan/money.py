"""What is paid in money in the example: wages, other incomes, taxes, loans, savings, farm prices; all is assumed."""

from __future__ import annotations

from .techniques import ASSUMED

WAGE_GROWTH = 0.08
"""Yearly growth of money wages: the plan's 46.9 % in five years, from memory."""
WAGES: tuple[tuple[str, str | None, str, float, str], ...] = (
    ("urban", None, "urban", 0.75, "703 r on average of all in 1928 (from memory)"),
    ("urban", "OTH", "rural", 0.55, "timber: villagers in their winter work"),
    ("urban", "BLD", "rural", 0.65, "building: villagers who come for the season"),
    ("skilled", None, "urban", 1.15, "skilled workers, engineers, clerks"),
)
"""Pool, sector, household that receives it, and thousand roubles a year in 1928/29."""

PAYMENTS: tuple[tuple[str, str | None, float, float, str], ...] = (
    ("other income", "urban", 1.2, 0.03, "insurance, pensions, private trade and crafts"),
    ("other income", "rural", 2.0, 0.02, "crafts, carting and trade in the village"),
    ("tax rate", "urban", 0.03, 0.0, "income tax"),
    ("tax rate", "rural", 0.03, 0.0, "money taxes beside the tribute of Town and country"),
    ("loan rate", "urban", 0.03, 0.05, "industrialisation loans"),
    ("loan rate", "rural", 0.01, 0.05, "the same"),
    ("saving rate", None, 0.01, 0.0, "savings banks"),
    ("procurement price", "AGR", 0.9, 0.0, "a tenth below the price at which it is valued"),
    ("procurement price", "TEC", 0.95, 0.0, "contracted crops, somewhat better"),
    ("turnover tax", "FOO", 0.1, 0.0, "excise on vodka, sugar, tobacco, over all food"),
    ("free share", "SRV", 0.35, 0.0, "schools, doctors: what is no trade of trade and public services"),
    ("profit tax", None, 0.5, 0.0, "taxes and payments from profits"),
)
"""Item, code, figure of 1928/29, yearly growth and what it is."""


def wages(first: str) -> list[list[object]]:
    """The sheet Wages; `first` is the first year."""
    rows: list[list[object]] = [["pool", "sector", "household", first, "growth after", "source"]]
    for pool, sector, household, wage, note in WAGES:
        rows.append([pool, sector, household, wage, WAGE_GROWTH, f"{note}; {ASSUMED}"])
    return rows


def payments(first: str) -> list[list[object]]:
    """The sheet Money."""
    rows: list[list[object]] = [["item", "code", first, "growth after", "source"]]
    for item, code, figure, growth, note in PAYMENTS:
        rows.append([item, code, figure, growth, f"{note}; {ASSUMED}"])
    return rows
