"""Make and use tables that hold nothing but flows: no names, no final uses, no value added, no labels of rows.

`make_X.csv` has a code before every row and over every column, products down and industries across, a last column
`total` and, below, a row of totals without a label; `use_X.csv` has the same codes over its columns, its rows are in
their order.  So the package `quantecon-book-networks` publishes the 114 industries of Australia.

    final use of a product      what industries do not take of it        sum_j make[i,j] - sum_j use[i,j]
    value added of an industry  what it does not spend on inputs         sum_i make[i,j] - sum_i use[i,j]

are assumed only where that is asked for; the first, where it is negative, is imported, and of what is exported nothing
is known.  Every product and every industry then adds up because it is made to.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import Grid, grid_of, number_of, words_of
from optimiser.iotables.layout import roles_said
from optimiser.iotables.readers.bea import check_totals, pair_of
from optimiser.iotables.readers.kind import Kind, numbers, year_in
from optimiser.iotables.readers.plain import TEXT
from optimiser.iotables.recipe import Options
from optimiser.iotables.table import Entry, FinalUse, NationalTable, Step, axes, half_unit, unknown
from optimiser.iotables.vocabulary import Role

REMAINDERS = "remainders"
UNIT = "units of the table"
ASSUMED_SHEETS = ("Baskets", "Construction", "Demand", "Trade")
"""Sheets of the workbook whose figures are remainders."""


def _codes(use: Grid) -> list[str]:
    return [words_of(each) for each in use.rows[0]]


def recognises(path: Path) -> bool:
    """Whether it is a pair of make and use files of which the second has the codes of the first, and no others."""
    pair = pair_of(path)
    if pair is None:
        return False
    make, codes = grid_of(pair[0]), _codes(grid_of(pair[1]))
    return len(codes) > 1 and [words_of(each) for each in make.rows[0]][1 : len(codes) + 1] == codes


def read(path: Path, options: Options) -> NationalTable:
    """The table of a pair of files, with what industries leave as final uses and value added.

    Raises:
        InputFault: that is not asked for, or a file has something wrong.
    """
    pair = pair_of(path)
    if pair is None:
        raise InputFault.of(str(path), "there is no pair of make and use files", "Name them make_X.csv and use_X.csv.")
    make, use = (grid_of(each) for each in pair)
    codes = _codes(use)
    filled, below = _filled(make, first=1), _filled(use, first=1)
    rows, totals = filled[: len(codes)], filled[len(codes) :]
    if [words_of(make.at(row, 0)) for row in rows] != codes or len(totals) > 1:
        problem = "the rows are not those of the products that stand over the columns, in their order"
        raise InputFault.of(make.file, problem, "Give a row to every code over the columns.")
    if len(below) != len(codes):
        problem = f"{len(below)} rows without labels stand under {len(codes)} codes"
        raise InputFault.of(use.file, problem, "Give a row to every code over the columns, in their order.")
    if REMAINDERS not in options.repairs:
        problem = "there are no final uses and no value added in the tables"
        remedy = f"To assume that they are what industries leave of products and of output: --repair {REMAINDERS}."
        raise InputFault.of(use.file, problem, remedy)
    text = TEXT in options.repairs
    made = numbers(make, rows, range(1, len(codes) + 1), zero_for_text=text)
    bought = numbers(use, below, range(len(codes)), zero_for_text=text)
    findings = check_totals(make, made, rows, "output of the product")
    findings += [fault for row in totals for fault in _off_below(make, made, row)]
    left, earned = made.sum(axis=1) - bought.sum(axis=1), made.sum(axis=0) - bought.sum(axis=0)
    finals, final = _final(codes, np.maximum(left, 0.0), options)
    product_axis, sector_axis = axes(tuple(codes), tuple(codes), options.unit or UNIT, use.file)
    steps = [
        Step("rows in order", use.file, 0.0, "rows without labels are the products of the columns, in their order"),
        Step(REMAINDERS, "all products", float(np.abs(left).sum()), "what industries leave is used, or imported", True),
        Step(REMAINDERS, "all industries", float(np.abs(earned).sum()), "what is not spent is value added", True),
    ]
    return NationalTable(
        title=options.title or pair[1].stem.partition("_")[2],
        kind=KIND.name,
        source=f"make and use tables without labels ({make.file}, {use.file})",
        year=options.year or year_in(use.file, path.parent.name, path.name),
        unit=options.unit or UNIT,
        products=product_axis,
        product_names=tuple(codes),
        sectors=sector_axis,
        sector_names=tuple(codes),
        use=bought,
        make=made,
        final_uses=finals,
        final=final,
        imports=np.maximum(-left, 0.0),
        import_need=np.zeros(len(codes)),
        value_added_items=(Entry("Value added (remainder)", Role.VALUE_ADDED),),
        value_added=earned[None, :],
        employment=unknown(len(codes)),
        capital=unknown(len(codes)),
        steps=(*steps, *(_zeros(make, rows, len(codes)) if text else ())),
        findings=tuple(findings),
        remainders=ASSUMED_SHEETS,
    )


def _filled(grid: Grid, first: int) -> list[int]:
    """Rows that are not blank."""
    return [number for number in range(first, len(grid.rows)) if any(words_of(each) for each in grid.rows[number])]


def _final(codes: Sequence[str], left: Floats, options: Options) -> tuple[tuple[FinalUse, ...], Floats]:
    """What is left of each product: of the role that `--final-use CODE=role` gives it, else consumption.

    Raises:
        InputFault: there is no such product.
    """
    said = roles_said(options)
    for code in said:
        if code not in codes:
            raise InputFault.of("--final-use", f"no product has the code {code!r}", "Write the code of a product.")
    roles = [said.get(code, Role.CONSUMPTION) for code in codes]
    kinds = list(dict.fromkeys([Role.CONSUMPTION, *roles]))
    final = np.array([[amount * (role is kind) for kind in kinds] for amount, role in zip(left, roles, strict=True)])
    return tuple(FinalUse(f"Remainder: {kind}", kind) for kind in kinds), final


def _off_below(make: Grid, made: Floats, row: int) -> list[Fault]:
    """Whether the columns add up to the totals below them."""
    across = range(1, made.shape[1] + 1)
    stated = numbers(make, [row], across)[0]
    off = made.sum(axis=0) - stated
    most = half_unit(made, stated) * (len(made) + 1)
    return [
        make.fault(
            row,
            column,
            f"output of the industry: the column adds up to {stated[column - 1] + off[column - 1]:.10g}, "
            f"{off[column - 1]:+.6g} off its total",
            "Check the column.",
            warning=True,
        )
        for column in across
        if abs(off[column - 1]) > most
    ]


def _zeros(make: Grid, rows: Sequence[int], count: int) -> list[Step]:
    """What is 0 because it is text."""
    words = [
        f"{words_of(make.at(row, 0))} made by {words_of(make.at(0, column))}"
        for row in rows
        for column in range(1, count + 1)
        if number_of(make.at(row, column)) is None
    ]
    if not words:
        return []
    return [Step(TEXT, "; ".join(words), 0.0, "text is 0, and products and industries short of it", asked=True)]


KIND = Kind(
    "unlabelled",
    "Make and use tables that hold nothing but flows (make_X.csv, use_X.csv; 114 industries of Australia); needs "
    "`--repair remainders`.",
    recognises,
    read,
)
