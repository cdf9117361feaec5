"""What the workbook says about itself: how each figure is known, and what Gosplan asked beside what came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .figures import GRADES, Margin, Sector, table


class Grade(NamedTuple):
    """How the cells are known that a scenario would name so: sheet, row, column, each of the last two may be `*`.

    The first row that fits a cell counts.  `low` and `high` multiply a figure that is not sourced; None is no range.
    """

    sheet: str
    row: str
    column: str
    known: str
    low: float | None
    high: float | None
    source: str

    @property
    def grade(self) -> str:
        """`sourced`, `derived` or `assumed`."""
        return GRADES[self.known]


RANGES = {"found": (1.0, 1.0), "memory": (0.95, 1.05), "derived": (0.9, 1.1), "assumed": (0.8, 1.25)}
"""By how much a base output may be off, by how it is known; assumed."""

TEXT = (
    (
        "what it is",
        "Fourteen sectors that add up in 1927/28: every product's uses are its output and imports.  Outputs, trade, "
        "national income, people and Gosplan's targets are held to margins, most of which have a source; input, "
        "building and household coefficients are the ones nearest to assumed priors that meet them, and are called "
        "derived.  It shows how such a plan hangs together and is no evidence of what happened.",
    ),
    ("grades", "The sheet Notes on grades says of every figure whether it is sourced, derived or assumed."),
    ("from memory", "A source that is quoted from memory and has not been looked up again; graded as sourced."),
    (
        "years",
        "Economic years, October to September; 1927/28 is the base year.  The plan was declared fulfilled in four and "
        "a quarter years: its outcome is that of the calendar year 1932.",
    ),
    (
        "prices",
        "Bn roubles of 1926/27 a unit; those of coal to freight are assumed.  They value goods that reach the "
        "village, and reports.",
    ),
    ("building of 1927/28", "What wears out in a year and what capacity grows by into 1928/29: 5.1 bn roubles."),
    (
        "village",
        "Its food is its own.  Four tenths of it stand in its basket and rise with its living standard; the "
        "rest is subsistence in Town and country.  The programme has the first part go to the town and back, so the "
        "terms of trade are counted with it.  Industrial crops lie outside the exchange.",
    ),
    (
        "living standard",
        "Consumption is that of the whole town and the whole village; the mouths of the town grow by "
        "3.5 % a year and those of the village by 1.8 %.",
    ),
    (
        "industry's targets",
        "Those of machine-building, of other producer goods, of food and of textiles are what the "
        "growth of all industry (+135 and +179 %, Conrad) leaves beside the others, in Nove's proportion of the "
        "groups.  Nove's own totals, below, are lower.",
    ),
    (
        "agriculture",
        "Its targets are out of reach even by themselves: capacity grows by 6 % a year at most.  The sets "
        "`minimum industry` and `optimal industry` leave out agriculture and consumer goods.",
    ),
    (
        "living standards promised",
        "+77.5 and +85 % a head (Conrad): the target sets `minimum and living standards` and "
        "`optimal and living standards`.",
    ),
    (
        "electricity",
        "Coal, steel, machine-building, other producer goods, food and textiles can turn to electric drive: four times "
        "the electricity, 0.6 of the coal and 0.85 of the unskilled hands.  How much each makes so is limited by year "
        "(sheet Resources).  All of this is assumed.",
    ),
    (
        "a use for what is made",
        "Of no product may more than 3 % of a year's output be left without a use (assumed): steel for nobody is no "
        "success.  Of new mills and food works no more is begun in a year than 1.5 times what is absorbed (assumed).",
    ),
    (
        "exchange",
        "What the goods that reach the village and the tax draw is given, but for 3 % (assumed): the tribute is taken "
        "whether the town needs it or not.",
    ),
    (
        "outcome of 1932",
        "The set `outcome of 1932 in kind` leaves out machine-building, whose 7.4 bn roubles of 1926/27 value new "
        "machines at the prices at which they were first made.",
    ),
    (
        "money",
        "Wages, taxes, loans, savings and farm prices (sheets Wages and Money) are assumed: wages near the 703 roubles "
        "of 1928, a part of timber and of building done by villagers, what else people receive set so that incomes and "
        "goods of 1927/28 are nearly even.  No plan depends on them; the page Money balance shows what follows.",
    ),
    (
        "power and fuel",
        "Coal, oil and current in Mt of coal equivalent of 7,000 kcal a kg.  Firewood and peat are in timber, building "
        "materials, chemicals, and are not counted.",
    ),
    ("extensions", "Sectors that build within a year have none: an extension there would only be dearer."),
    (
        "imports",
        "What industrial crops, hides and wool may be imported falls by a tenth a year: import substitution.  "
        "The pace is assumed.",
    ),
    ("table", "Gosplan's minimum (otpravnoi) and optimal variants for 1932/33, and what 1932 brought."),
)


def grades(branches: Iterable[Sector]) -> list[Grade]:
    """How every figure of the workbook is known: the outputs one by one, then by sheet."""
    outputs = [
        Grade("Sectors", s.code, "base output", s.output_known, *RANGES[s.output_known], s.output_source)
        for s in branches
    ]
    others = [
        Grade(
            row["sheet"],
            row["row"],
            row["column"],
            row["known"],
            _number(row["low"]),
            _number(row["high"]),
            row["source"],
        )
        for row in table("grades.csv")
    ]
    return outputs + others


def grade_rows(branches: Iterable[Sector]) -> list[list[object]]:
    """The sheet of grades."""
    rows: list[list[object]] = [
        ["sheet", "row", "column", "grade", "known", "times at least", "times at most", "source"]
    ]
    for each in grades(branches):
        rows.append([each.sheet, each.row, each.column, each.grade, each.known, each.low, each.high, each.source])
    return rows


def margin_rows(known: Mapping[str, Margin]) -> list[list[object]]:
    """The sheet of the margins that the flows meet, each with its source."""
    rows: list[list[object]] = [["margin", "value", "unit", "grade", "known", "source"]]
    for margin in known.values():
        rows.append([margin.item, margin.value, margin.unit, GRADES[margin.known], margin.known, margin.source])
    return rows


def note_rows(base_year: str) -> list[list[object]]:
    """The sheet of notes: remarks, then Gosplan's table."""
    header: list[object] = ["subject", "unit", base_year, "minimum 1932/33", "optimal 1932/33", "actual 1932", "note"]
    rows: list[list[object]] = [header]
    rows += [[subject, None, None, None, None, None, words] for subject, words in TEXT]
    for row in table("gosplan.csv"):
        amounts = [_number(row[key]) for key in ("base", "minimum", "optimal", "actual")]
        rows.append([row["subject"], row["unit"], *amounts, row["note"]])
    return rows


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
