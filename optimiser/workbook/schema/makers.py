"""What columns are made with: units, bounds that several sheets share, and a function for each kind of column."""

from __future__ import annotations

import math
from dataclasses import replace

from optimiser.economy.origin import ASSUMED, DERIVED, SOURCED
from optimiser.workbook.columns import ANY, GROWTH, NONNEGATIVE, OPTIONAL, REQUIRED, Bounds, Column, Derived, Kind

FORMAT_VERSION = 1
MOST_PLAN_YEARS = 50
MOST_TAIL_YEARS = 20
MOST_GESTATION = 20
MOST_STEPS = 20
MOST_RUNS = 1_000_000
"""Runs that one scenario may stand for."""
LARGEST = 1e15
"""No number in a workbook is larger: it is a slip, or a unit that ought to be changed."""
SMALLEST = 1e-12
"""No number in a workbook but 0 is closer to 0: solvers do not tell it from 0, while ratios to it overflow."""
SEARCHED = 20
"""Rows in which a header is looked for."""
ASIDE = ("note", "source")
"""Columns that any table may have and that are not read."""
READING_AIDS = ("name", "unit")
"""Columns that a matrix may have besides, and that are not read."""
AFTER = "growth after"
TRADE_ITEMS = ("import price", "export price", "import limit", "export limit")
BASE_TRADE = ("base imports", "base exports")
TARGET_VARIABLES = ("output", "capacity", "consumption")
OBJECTIVE_VARIABLES = (
    "output",
    "activity",
    "capacity",
    "stocks",
    "imports",
    "exports",
    "consumption",
    "starts",
    "debt",
    "employment",
    "assortments",
)
GRADES = (SOURCED, DERIVED, ASSUMED)
EVERY_GRADE = "all"
OPERATIONS = ("set", "multiply", "add")

UNIT = "product units"
LAG = "0: inputs and output in one year; 1: inputs make next year's output."
YEARLY_UNIT = "product units a year"
CAPACITY_UNIT = "sector units a year"
SHARE_A_YEAR = "share a year"


def number(name: str, meaning: str, unit: str, default: object = 0.0, bounds: Bounds = NONNEGATIVE) -> Column:
    """A column of numbers."""
    return Column(name, Kind.NUMBER, meaning, unit, default, bounds)


def limit(name: str, meaning: str, unit: str, default: object = math.inf) -> Column:
    """A column of limits: a number, or the word for none."""
    return Column(name, Kind.LIMIT, meaning, unit, default, NONNEGATIVE)


def whole(name: str, meaning: str, unit: str, default: object, least: float, most: float) -> Column:
    """A column of whole numbers."""
    return Column(name, Kind.INTEGER, meaning, unit, default, Bounds(least, most))


def text(name: str, meaning: str, default: object = "") -> Column:
    """A column of text."""
    return Column(name, Kind.TEXT, meaning, "", default)


def region(what: str) -> Column:
    """The column of regions; blank where there is one region."""
    return text("region", f"Region that the {what} is of; blank: of the whole country.", OPTIONAL)


def yesno(name: str, meaning: str) -> Column:
    """A column of yes and no; no where blank."""
    return Column(name, Kind.YESNO, meaning, "", False)


def choice(name: str, meaning: str, choices: tuple[str, ...], default: object = REQUIRED) -> Column:
    """A column of words to choose from."""
    return Column(name, Kind.CHOICE, meaning, "", default, ANY, choices)


def code(name: str, axis: str, meaning: str, default: object = REQUIRED) -> Column:
    """A column of codes of an axis."""
    return Column(name, Kind.CODE, meaning, "", default, axis=axis)


def new(name: str, meaning: str) -> Column:
    """The column whose codes make an axis."""
    return Column(name, Kind.NEW, meaning)


def year(name: str, meaning: str, kind: Kind = Kind.YEAR) -> Column:
    """A column of years."""
    return Column(name, kind, meaning)


def single(column: Column) -> Column:
    """The column, for sheets that give one value a row."""
    return replace(column, single=True)


def growth_after(what: str) -> Column:
    """The column of growth after the last year that is given."""
    meaning = f"Yearly growth of the {what} after the last year that is given."
    return number(AFTER, meaning, SHARE_A_YEAR, Derived("0"), GROWTH)
