"""How the cells of a drafted workbook are known: from a source, derived from it, or assumed within a range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from optimiser.iotables import assumptions as assumed

Rows = list[list[object]]

SOURCED, ASSUMED, DERIVED = "sourced", "assumed", "derived"
CONSUMERS, POOL, BUNDLE = "households", "workers", "investment"


@dataclass(frozen=True)
class Grade:
    """How some cells of the workbook are known."""

    sheet: str
    row: str
    column: str
    known: str
    cells: int
    low: float | None
    high: float | None
    source: str


def grades_of(
    tables: Mapping[str, Rows], source: str, products: int, sectors: int, capital: tuple[str, str]
) -> tuple[Grade, ...]:
    """The grades of the sheets but those of labour; `capital` is how it is known, and from what."""
    n = products

    def rows(sheet: str) -> int:
        return max(len(tables.get(sheet, [])) - 1, 0)

    found = [
        Grade("Sectors", "*", "base output", SOURCED, sectors, None, None, source),
        Grade("Sectors", "*", "productivity growth", ASSUMED, sectors, 0.5, 1.5, "by group of industries"),
        Grade("Sectors", "*", "import need", DERIVED, sectors, 0.8, 1.2, "0 where imports have rows of their own"),
        Grade("Flows", "*", "*", SOURCED, n * sectors, None, None, source),
        Grade("Make", "*", "*", SOURCED, n * sectors, None, None, source),
        Grade("Capacity", "*", "capacity", ASSUMED, sectors, 0.99, 1.05, f"{assumed.SPARE:.0%} above output"),
        Grade("Capacity", "*", "depreciation", ASSUMED, sectors, 0.7, 1.4, "by group of industries"),
        Grade("Capacity", "*", "absorptive limit", ASSUMED, sectors, 0.7, 1.5, "one for all"),
        Grade("Projects", "*", "gestation", ASSUMED, rows("Projects"), None, None, "years, by group of industries"),
        Grade("Construction", "*", BUNDLE, DERIVED, rows("Construction"), 0.8, 1.2, "column of fixed investment"),
        Grade("Capital", BUNDLE, "*", capital[0], sectors, 0.7, 1.4, capital[1]),
        Grade(
            "Under construction",
            "*",
            "capacity",
            ASSUMED,
            rows("Under construction"),
            0.5,
            1.5,
            "what the base year built",
        ),
        Grade(
            "Under construction", "*", "cost to come", ASSUMED, rows("Under construction"), None, None, "spent evenly"
        ),
        Grade("Households", CONSUMERS, "floor", ASSUMED, 1, 0.9, 1.0, "nobody lives much worse than in the base year"),
        Grade("Baskets", "*", CONSUMERS, SOURCED, rows("Baskets"), None, None, source),
        Grade("Demand", "*", "growth after", ASSUMED, rows("Demand"), None, None, "given uses grow, stocks go on"),
        Grade("Trade", "*", "base imports", SOURCED, rows("Trade"), None, None, source),
        Grade("Trade", "*", "base exports", SOURCED, rows("Trade"), None, None, source),
        Grade("Trade", "*", "import price", ASSUMED, rows("Trade"), 0.9, 1.1, "prices of the base year"),
        Grade("Trade", "*", "export price", ASSUMED, rows("Trade"), 0.9, 1.1, "prices of the base year"),
        Grade(
            "Trade", "*", "import limit", ASSUMED, rows("Trade"), 0.8, 2.0, f"{assumed.IMPORT_LIMIT:g} times imports"
        ),
        Grade("Trade by year", "*", "*", ASSUMED, 2 * rows("Trade by year"), 0.95, 1.05, "exports, growing"),
        Grade("Foreign exchange", "receipts", "value", ASSUMED, 1, 0.9, 1.1, "what was borrowed or lent goes on"),
    ]
    return tuple(each for each in found if each.sheet in tables)


REMAINDER = "what the table leaves over, assumed"


def as_remainder(grade: Grade, sheets: Sequence[str]) -> Grade:
    """The grade where the figures of some sheets are no figures of a source: assumed, within a fifth."""
    if grade.sheet not in sheets or grade.known == ASSUMED:
        return grade
    return replace(grade, known=ASSUMED, low=0.8, high=1.2, source=REMAINDER)


def remainders_in(rows: Rows) -> Rows:
    """A sheet that says in its column `source` that its figures are remainders."""
    place = rows[0].index("source")
    return [rows[0], *([*row[:place], f"{ASSUMED}: {REMAINDER}", *row[place + 1 :]] for row in rows[1:])]
