"""Writes `docs/workbook.md` from the schema:  python docs/generate.py"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from optimiser.workbook.archive import MOST_UNPACKED
from optimiser.workbook.cells import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from optimiser.workbook.columns import Column, Derived, Kind, Layout, Sheet
from optimiser.workbook.headers import long_headings
from optimiser.workbook.schema import AFTER, ASIDE, FORMAT_VERSION, LARGEST, READING_AIDS, SHEETS, SMALLEST


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)


HEAD = f"""\
# The workbook

<!-- Written by `python docs/generate.py`; do not edit. -->

An economy is one `.xlsx` workbook (format version {FORMAT_VERSION}). Only `Plan`, `Sectors` and `Inputs` (or
`Flows`) are required; a sheet that is absent is neutral, as said below. `optimiser template` writes a workbook to
start from, `optimiser validate` lists every fault with its cell. `optimiser convert` makes a workbook of an `.ods` or
`.xls` file or of a folder of `.csv` files, each named after a sheet, with every value at its cell.

## How to describe an economy of your own

1. `optimiser template mine.xlsx` writes a small economy that is whole. Its headers have notes that say what each
   column means, cells with few answers have a list to choose from, and figures have the bounds that are checked.
2. **Sectors** first: a row for every branch, with its unit and the output of the base year. Any units will do, tonnes
   beside roubles, as long as each sector keeps to its own.
3. Then **Inputs** (what a unit of output takes of each product) or, where you have a table of the base year in money,
   **Flows** as they stand: they are divided by the base output. Columns are those who use, rows what is used.
4. `optimiser validate mine.xlsx`. This is an economy already. Each fault is listed with its cell and with what to do;
   `--annotate marked.xlsx` writes a copy with the faulty cells coloured and a sheet `Errors` that links to them.
   Warnings are no faults: they say what looks odd, such as a coefficient in the wrong unit.
5. Add what limits it, one sheet at a time, and validate after each: **Capacity**, then **Projects** and
   **Construction** (how capacity is come by, and what that takes), **Labour** and **Labour inputs**, **Households** and
   **Baskets** (who consumes what), **Demand** (other uses), **Trade** and **Foreign exchange**. What is left out does
   not limit anything. `optimiser template whole.xlsx --all` has every sheet, to copy from or to cut down: rows that
   change nothing, and a sheet that explains the others.
6. **Targets** say what the plan is to reach, in one set or several; **Scenarios** what might be otherwise;
   **Variants** which targets go with which scenario.
7. `optimiser solve mine.xlsx` makes a plan, and with `--watch` another one whenever the workbook is saved. Your own
   workbook is never written to.

An older version of this format is read as the present one, and that is said; a newer one is refused.

## Rules for all sheets

- Letter case and outer spaces do not count in codes, headers, keys and names of sheets.
- Sheets named `Notes...`, `#...` or `Errors` are for readers and are skipped, but for one: `Notes on grades`
  (`sheet`, `row`, `column`, `grade`, `times at least`, `times at most`) says which figures are sourced, derived or
  assumed, and within which factors; `*` stands for anything. Reports count them (in Python `economy.origin.grades`).
  What it says of nothing, and a range from which nothing can be drawn, is a warning.
- Any table may have columns
  {_either(ASIDE)}, and a matrix {_either(READING_AIDS)} besides; they are not read.
- A table need not start at A1: its header is looked for in the first 20 rows. Blank rows are skipped.
- Numbers are numbers: text such as `1 234,5`, `12%` or `'12` is a fault. Shares are written 0.05, not 5.
  No number is larger than {LARGEST:g}, and none but 0 is closer to 0 than {SMALLEST:g}.
- In columns of the kind *limit* a blank, or the word `unlimited`, is no limit; under a year write the word.
- *Yes or no* is yes, no, true, false, 1 or 0.
- Formulas are fine as long as they have been calculated and saved.
- A code may not contain `|` or `*`. The key of a row is its key columns joined by `|`: `STL|army`.
- At most {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells in all, and
  {MOST_UNPACKED // 1_000_000} MB unpacked. What reading costs, of hostile files too: [hostile files](hostile_files.md).
- No macro is run, no link to another workbook is followed, and text is never written as a formula.
- Hidden rows, columns and sheets are read, and that is said; of merged cells the first has the value.

## Layouts

- **keys**: columns `key`, `value`, `unit`, `note`; a row per setting. Keys that are absent take their default.
- **table**: a header row, and a row per thing.
- **matrix**: row codes down the first column, column codes across the top; a blank cell is 0. Where most cells would
  be blank it may be long instead, a row for every figure: three columns, headed as its sheet says below, the last
  `value`; what no row names is 0. So it may have more codes than a sheet has columns.
- **yearly**: key columns, then either the years across (wide), or the columns `year` and `value` (long). Years
  go from the first plan year on without gaps; a column for the base year may be added. After the last year that
  is given the series goes on with `{AFTER}` (a share a year; blank is 0).
- **items**: columns `item`, `unit`, `value`, then years across if wanted, and `{AFTER}`; a row per quantity.
  `value` is that of the first plan year, and goes on with `{AFTER}`.

Years are written 1928, or 1927/28 where they straddle two calendar years, as numbers or as text.
"""

SCENARIOS = """\
The parts of `row` are matched one by one, and each may be `*`; of keys and items the row is the key, and the column
`value` or a year. `*` as column means all columns of numbers (of a yearly sheet, the years). Blank cells of a matrix
count as 0; elsewhere only `set` fills a blank. A column or key that the format has and the sheet has not is added; a
row is not. On the command line: `--set "Labour!workers!persons=32"`. Lists and ranges stand for many runs, which
`optimiser batch` plans all: see [batches](batch.md); a row that only extends others leaves the change blank.
"""


def document() -> str:
    """The whole page."""
    return "\n".join([HEAD, *("\n".join(_sheet(sheet)) for sheet in SHEETS)])


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"## {sheet.name}\n"
    yield f"*{'Not read' if sheet.layout is Layout.OTHER else sheet.layout.capitalize()}.* {sheet.meaning}\n"
    yield f"Absent: {sheet.absent}.\n" if sheet.absent else "Required.\n"
    if sheet.name == "Scenarios":
        yield SCENARIOS
    if sheet.layout is Layout.MATRIX and sheet.cells:
        headed = " | ".join(f"`{heading}`" for heading in long_headings(sheet).values())
        yield f"Rows: {sheet.rows}. Columns: {sheet.across}. Long: {headed}. Cells: {_cells(sheet.cells)}\n"
        return
    if sheet.key and sheet.layout in (Layout.TABLE, Layout.YEARLY):
        yield f"Key of a row: {' | '.join(sheet.key)}.\n"
    if sheet.cells:
        yield f"Under the years: {_cells(sheet.cells)}\n"
    if sheet.columns:
        first = {Layout.KEYS: "key", Layout.ITEMS: "item"}.get(sheet.layout, "column")
        yield f"| {first} | kind | unit | allowed | where blank | meaning |"
        yield "|---|---|---|---|---|---|"
        yield from map(_row, sheet.columns)
        yield ""


def _cells(column: Column) -> str:
    bounds = f", {column.bounds}" if str(column.bounds) else ""
    return f"{column.kind}{bounds} [{column.unit}]. {column.meaning}"


def _row(column: Column) -> str:
    name = f"{column.name} 0 ... {column.times - 1}" if column.times else column.name
    kind = f"{column.kind} ({column.axis})" if column.axis else str(column.kind)
    allowed = ", ".join(column.choices) or str(column.bounds)
    if column.kind is Kind.LIMIT:
        allowed = f"{allowed}, or unlimited"
    default = "**required**" if column.required else column.default_text
    if not isinstance(column.default, Derived) and column.kind is Kind.TEXT and column.default:
        default = f"`{default}`"
    cells = (f"`{name}`", kind, column.unit, allowed, default, column.meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(document())
