"""What is paid in money: wages, and other payments."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.money import BUILDING, EVERY, HOUSEHOLD_ITEMS, PRODUCT_ITEMS, SHARES, Money, Wages
from optimiser.language.phrases import first_few
from optimiser.workbook.context import Frame, Source
from optimiser.workbook.faults import WrongValue, plain
from optimiser.workbook.fields import ints
from optimiser.workbook.schema import AFTER
from optimiser.workbook.schema.money import BUILDING_WORK
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import yearly

AXIS_OF = {**dict.fromkeys(HOUSEHOLD_ITEMS, "household"), **dict.fromkeys(PRODUCT_ITEMS, "product")}
"""Item to the axis of its codes; the others are of sectors."""


def wages_of(source: Source) -> Wages:
    """Wages by pool and sector, and who receives them."""
    frame, wage = yearly(source, "Wages")
    if not len(frame):
        return Wages()
    homes = source.codes["household"]
    household = frame.filled("household", [0 if len(homes) == 1 else -1] * len(frame))
    for index, home in enumerate(household):
        if home < 0 and frame["household"][index] is None and homes.trusted:
            problem = "it is not said which household receives it"
            named = f"The households are: {first_few(homes.labels)}." if len(homes) else "Give a sheet Households."
            source.wrong(frame, index, "household", problem, f"Fill in the column household. {named}")
    sector = [_where(source, frame, index) for index in range(len(frame))]
    return Wages(ints(frame["pool"]), ints(sector), ints(household), wage)


def _where(source: Source, frame: Frame, index: int) -> int:
    """A sector, building work, or everywhere else."""
    said = frame["sector"][index]
    if not plain(said):
        return EVERY
    if plain(said) == plain(BUILDING_WORK) and source.codes["sector"].find(said) < 0:
        return BUILDING
    return _place(source, frame, index, "sector", "sector")


def _place(source: Source, frame: Frame, index: int, column: str, axis: str) -> int:
    """The place of a code; one that is not known is recorded, once for all that use it."""
    try:
        return source.codes[axis].index(frame[column][index])
    except WrongValue as wrong:
        table, row, at = source.tables[frame.sheet.name], frame.rows[index], frame.letters[column]
        source.collector.refuse(table.title, row, at, table.cell(row, at), wrong)
        return EVERY


def _nobody_farms(source: Source) -> bool:
    """Whether no sheet says which of several households the farms belong to."""
    homes = source.codes["household"]
    return "Town and country" not in source.tables and len(homes) != 1 and homes.trusted


def money_of(source: Source) -> Money:
    """Other payments, each of the axis that its item is of."""
    frame, figure = yearly(source, "Money")
    if not len(frame):
        return Money()
    found = []
    for index, (item, code) in enumerate(zip(frame["item"], frame["code"], strict=True)):
        axis = AXIS_OF.get(item, "sector")
        blank = not plain(code)
        right = frame.right(index, "item")
        found.append(EVERY if blank or not right else _place(source, frame, index, "code", axis))
        if not right:
            continue
        if blank and item == "procurement price":
            source.wrong(frame, index, "code", "the product is missing", "Give the code of what farms sell.")
        if item in SHARES and source.dated:
            _check_share(source, frame, index, figure[index, : source.years.last + 1])
        if item == "procurement price" and _nobody_farms(source):
            problem = "it is not said which household the farms are"
            source.wrong(frame, index, "item", problem, "Say on the sheet Town and country which is the village.")
    return Money(tuple(frame["item"]), ints(found), figure)


def _check_share(source: Source, frame: Frame, index: int, years: Floats) -> None:
    """A part of something is not above 1 in any year; the cell is that of the year, or of what makes it grow so."""
    if not (years > 1.0).any():
        return
    label, table, row = source.years.label(int(np.argmax(years > 1.0))), source.tables["Money"], frame.rows[index]
    first = source.years.label(1) if years[1] > 1.0 else label
    column = table.years.get(first, table.columns.get(AFTER, table.columns["item"]))
    problem = f"the {frame['item'][index]} is a share, and comes to {years.max():g} in {label}"
    source.collector.wrong(
        table.title, row, column, table.cell(row, column), problem, "Give at most 1, or less growth."
    )


def _wages_sheet(economy: Economy) -> Rows:
    wages, homes = economy.wages, economy.households.axis.labels
    where = {EVERY: None, BUILDING: BUILDING_WORK, **dict(enumerate(economy.sectors.axis.labels))}
    entries = zip(wages.pool.tolist(), wages.sector.tolist(), wages.household.tolist(), strict=True)
    rows = [[economy.pools.axis.labels[pool], where[sector], homes[home]] for pool, sector, home in entries]
    return writing.yearly(["pool", "sector", "household"], rows, wages.wage, economy.years)


def _money_sheet(economy: Economy) -> Rows:
    axes = {"household": economy.households.axis, "product": economy.products.axis, "sector": economy.sectors.axis}
    money, rows = economy.money, []
    for item, index in zip(money.item, money.index.tolist(), strict=True):
        rows.append([item, None if index == EVERY else axes[AXIS_OF.get(item, "sector")].labels[index]])
    return writing.yearly(["item", "code"], rows, money.figure, economy.years)


PARTS = (
    Part("wages", lambda source, _: wages_of(source), {"Wages": _wages_sheet}),
    Part("money", lambda source, _: money_of(source), {"Money": _money_sheet}),
)
