"""What no national table holds, assumed by group of industries: every figure of it can be replaced in the workbook.

Capital-output ratios and depreciation are of the size that capital accounts show (the ratios are scaled to the table's
own investment, so that only their proportions matter); gestation is whole years.  All of it is stylised.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SPARE = 0.02
"""Share by which capacity is above the output of the base year."""
GROWTH = 0.012
"""Growth of capacity into the first plan year, built in the base year."""
ABSORPTIVE_LIMIT = 0.12
PRODUCTIVITY = "productivity growth"
LABOUR_GROWTH = 0.005
UNEMPLOYED = 0.04
"""Share of the people at work by which the pool is greater."""
GIVEN_GROWTH = 0.01
"""Yearly growth of government and other given uses."""
MARKETS_GROWTH = 0.02
"""Yearly growth of what can be sold abroad."""
IMPORT_LIMIT = 1.5
"""Times the imports of the base year that can be had of a product."""
FLOOR = 0.9
"""Least living standard, base year = 1."""
LIMITS_OF_DEPRECIATION = (0.002, 0.5)
DEFAULT = "business services"


@dataclass(frozen=True)
class Group:
    """What is assumed of a group of industries."""

    name: str
    words: str
    letters: str
    first: int
    last: int
    """ISIC divisions."""
    plan_group: str
    capital: float
    """Years of output."""
    depreciation: float
    gestation: int
    productivity_growth: float


@cache
def groups() -> tuple[Group, ...]:
    """The groups, in the order in which they are tried."""
    text = (files(__package__) / "assumptions.csv").read_text(encoding="utf-8")
    return tuple(
        Group(
            row["group"],
            row["words"],
            row["letters"],
            int(row["first"]),
            int(row["last"]),
            row["plan group"],
            float(row["capital"]),
            float(row["depreciation"]),
            int(row["gestation"]),
            float(row[PRODUCTIVITY]),
        )
        for row in csv.DictReader(text.splitlines())
    )


def group_of(code: str, name: str) -> Group:
    """The group of an industry: by its ISIC code (`C10-C12`, `D01T03`, `F`), else by the first words in its name."""
    division = re.fullmatch(r"(?:D|[A-U])?_?(\d\d)(?:[-_T].*)?", code)
    letter = re.fullmatch(r"([A-U])(?:[-_][A-U])?", code)
    for each in groups():
        if division and each.first <= int(division.group(1)) <= each.last:
            return each
        if letter and letter.group(1) in each.letters:
            return each
    for each in groups():
        if each.words and re.search(each.words, name.casefold()):
            return each
    return next(each for each in groups() if each.name == DEFAULT)


def groups_of(codes: Sequence[str], names: Sequence[str]) -> tuple[Group, ...]:
    """The group of each industry."""
    return tuple(group_of(code, name) for code, name in zip(codes, names, strict=True))
