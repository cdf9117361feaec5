"""A workbook with every sheet and column of the format, to be cut down: steel and corn, with rows that change nothing.

Flows and Make are left out, which say the same as Inputs and Outputs.
"""

from __future__ import annotations

import math

from optimiser.workbook.columns import Column, Layout, Sheet
from optimiser.workbook.examples import EXAMPLES, Tables
from optimiser.workbook.schema import PRODUCT_COLUMNS, SHEETS

EXPLAINED = "Notes on the sheets"
"""The sheet that explains the others; sheets called `Notes` are not read."""
OTHERWISE = {"Flows": "Inputs", "Make": "Outputs"}
"""Sheets that say the same as others, and may not stand beside them."""
MOST_SPENDING = 2
"""Columns `spend 0`, `spend 1` that are shown; there may be more."""

_YEARS = (1, 2, 3)
_NEUTRAL: Tables = {
    "Reserve by year": [["product", *_YEARS, "growth after"], ["CRN", 0.0, 0.0, 0.0, 0.0]],
    "Techniques": [
        ["code", "sector", "name", "capacity use", "input lag", "import need", "note"],
        ["STL old", "STL", "old furnaces", 1.5, 0, 0.0, "worse than STL in everything, and so not used"],
    ],
    "Effort": [
        ["sector", "level", "output per worker", "wear", "turnover", "rations", "household", "note"],
        ["STL", "slack", 0.9, 0.1, 0.05, 0.0, None, "worse than STL in everything, and so not used"],
    ],
    "Inputs": [["product", "STL", "CRN", "STL old"], ["STL", 0.2, 0.0, 0.3], ["CRN", 0.0, 0.1, 0.0]],
    "Inputs by year": [["product", "technique", *_YEARS, "growth after"], ["CRN", "CRN", 0.1, 0.1, 0.1, 0.0]],
    "Outputs": [["product", "STL", "CRN", "STL old"], ["STL", 1.0, 0.0, 1.0], ["CRN", 0.0, 1.0, 0.0]],
    "Assets": [
        ["sector", "asset", "unit", "use", "capacity", "bundle", "note"],
        ["STL", "lorries", "pieces", 0.1, "unlimited", "works", "as many as are wanted, and so no limit"],
    ],
    "Construction": [["product or pool", "works", "fields"], ["STL", 2.0, 2.0]],
    "Capital": [["bundle", "STL", "CRN"], ["works", 1.0, 0.0], ["fields", 0.0, 1.0]],
    "Labour": [
        ["pool", "name", "unit", "region", "persons", "growth", "note"],
        ["workers", "workers", "million persons", None, 32.0, 0.05, "of whom 30 were at work in the base year"],
        ["engineers", "engineers", "million persons", None, 0.0, 0.0, "nobody needs them yet"],
    ],
    "Labour inputs": [["pool", "STL", "CRN", "STL old"], ["workers", 0.4, 0.2, 0.5]],
    "Transfers": [
        ["from", "to", "limit", "limit growth", "lag", "mouths", "from household", "to household"],
        ["workers", "engineers", 0.0, 0.0, 1, 0.0, None, None],
    ],
    "Transfer costs": [["from", "to", "product", "quantity"], ["workers", "engineers", "STL", 0.1]],
    "In training": [["pool", "year due", "persons"], ["engineers", 1, 0.0]],
    "Baskets": [
        ["product", "people", "note"],
        ["CRN", 0.0, "nobody buys corn: the 90 Mt are `own food` of the sheet Town and country"],
    ],
    "Demand": [["product", "use", 0, *_YEARS, "growth after"], ["STL", "administration", 0.0, 0.0, 0.0, 0.0, 0.0]],
    "Baskets by year": [["product", "household", *_YEARS, "growth after"], ["STL", "people", 0.0, 0.0, 0.0, 0.0]],
    "Assortments": [
        ["assortment", "product", *_YEARS, "growth after"],
        ["ration", "STL", 1.0, 1.0, 1.0, 0.0],
        ["ration", "CRN", 2.0, 2.0, 3.0, 0.0],
    ],
    "Trade": [
        ["product", "import price", "export price", "import limit", "export limit", "base imports", "base exports"],
        ["STL", 0.5, 0.5, 0.0, 0.0, 0.0, 0.0],
    ],
    "Trade by year": [["product", "item", *_YEARS, "growth after"], ["CRN", "export limit", 0.0, 0.0, 0.0, 0.0]],
    "Export steps": [["product", "step", "beyond", "price factor"], ["STL", 1, 1.0, 0.8]],
    "Wages": [
        ["pool", "sector", "household", *_YEARS, "growth after"],
        ["workers", None, "people", 0.0, 0.0, 0.0, 0.0],
    ],
    "Money": [["item", "code", *_YEARS, "growth after"], ["tax rate", "people", 0.0, 0.0, 0.0, 0.0]],
    "Resources": [["resource", "unit", *_YEARS, "growth after"], ["land", "Mha", 1000.0, 1000.0, 1000.0, 0.0]],
    "Resource inputs": [["resource", "STL", "CRN", "STL old"], ["land", 0.0, 1.0, 0.0]],
    "Routes": [
        ["from", "to", "good", "transport", "transport per unit", "limit", "note"],
        ["beyond", "here", "steel", "CRN", 0.1, 0.0, "nothing comes from there"],
    ],
    "Yields": [["sector", *_YEARS, "growth after"], ["CRN", 1.0, 1.0, 1.0, 0.0]],
    "Target paths": [
        ["set", "variable", "code", "base", "elastic", "weight", *_YEARS, "growth after"],
        ["step by step", "output", "CRN", None, False, 1.0, 105.0, 110.0, 115.0, 0.0],
    ],
    "Variants": [["variant", "target set", "scenario", "note"], ["greater", "ambitious", None, "as it is"]],
    "Objective": [["set", "variable", "code", "year", "weight"], ["steel", "output", "STL", "*", 1.0]],
}
"""Rows for the sheets that steel and corn does without, or has in a shorter form."""
_ITEMS: dict[str, dict[str, object]] = {
    "Foreign exchange": {"debt limit": "unlimited"},
    "Town and country": {"farm product": "CRN", "farm sector": "CRN", "household": "people", "own food": 90.0},
}
"""What items say where their default would not be neutral, or where there is none.  The village eats what it grows, the
basket of steel and corn, and so exchanges nothing."""


def every_sheet() -> Tables:
    """Sheet name to rows; first the sheet that explains the others."""
    given = EXAMPLES["two_sectors"]() | _NEUTRAL
    sectors, products = _apart(given["Sectors"])
    given |= {"Sectors": sectors, "Products": _in_two_regions(products)}
    found: Tables = {EXPLAINED: _explained()}
    for sheet in SHEETS:
        if sheet.name not in OTHERWISE:
            found[sheet.name] = _whole(sheet, given.get(sheet.name, []))
    return found


def _explained() -> list[list[object]]:
    rows: list[list[object]] = [["sheet", "what it says", "where it is absent"]]
    for sheet in SHEETS:
        absent = sheet.absent or "it has to be there"
        if sheet.name in OTHERWISE:
            absent = f"as here: {OTHERWISE[sheet.name]} says the same"
        rows.append([sheet.name, sheet.meaning, absent])
    return [
        *rows,
        [],
        ["", "Delete every sheet, row and column that is not needed: what is absent changes nothing.", None],
        ["", "A note on every heading says what stands below it, in what unit, and what a blank means.", None],
    ]


def _apart(rows: list[list[object]]) -> tuple[list[list[object]], list[list[object]]]:
    """Sectors without what belongs to products, and products."""
    of_products = {"code", "name", "unit", *(column.name for column in PRODUCT_COLUMNS)}
    header = rows[0]
    kept = [index for index, name in enumerate(header) if name in ("code", "name", "unit") or name not in of_products]
    moved = [index for index, name in enumerate(header) if name in of_products]
    return [[row[index] for index in kept] for row in rows], [[row[index] for index in moved] for row in rows]


def _in_two_regions(rows: list[list[object]]) -> list[list[object]]:
    """The products here, and steel beyond, which nobody makes."""
    of_product = {"STL": ("steel", "here"), "CRN": ("corn", "here")}
    places = [rows[0].index(name) for name in ("code", "name", "unit", "price", "storable")]
    beyond = [None] * len(rows[0])
    for place, value in zip(places, ("STB", "steel from beyond", "Mt", 0.5, False), strict=True):
        beyond[place] = value  # type: ignore[call-overload]
    body = [[*row, *of_product[str(row[rows[0].index("code")])]] for row in rows[1:]]
    return [[*rows[0], "good", "region"], *body, [*beyond, "steel", "beyond"]]


def _whole(sheet: Sheet, rows: list[list[object]]) -> list[list[object]]:
    """The rows with every column, key or item of the sheet."""
    if sheet.layout in (Layout.KEYS, Layout.ITEMS):
        return _keyed(sheet, rows)
    if sheet.layout is not Layout.TABLE:
        return rows
    own = {column.name for column in PRODUCT_COLUMNS} if sheet.name == "Sectors" else set()
    names = [column.name for column in sheet.expanded if column.name not in own and _shown(column)]
    header = [*names, *(name for name in rows[0] if name not in names)]
    places = {name: index for index, name in enumerate(rows[0])}
    body = [[row[places[name]] if name in places else None for name in header] for row in rows[1:]]
    return [list(header), *body]


def _shown(column: Column) -> bool:
    name, _, number = column.name.rpartition(" ")
    return name != "spend" or int(number) < MOST_SPENDING


def _keyed(sheet: Sheet, rows: list[list[object]]) -> list[list[object]]:
    name = "key" if sheet.layout is Layout.KEYS else "item"
    there = {str(row[0]): row for row in rows[1:]}
    given = _ITEMS.get(sheet.name, {})
    body = []
    for column in sheet.columns:
        value = given.get(column.name, _default(column))
        body.append(there.get(column.name) or [column.name, value, column.unit or None, None])
    order = [name, "value", "unit", "note"]
    return [list(order), *body]


def _default(column: Column) -> object:
    value = column.default
    if isinstance(value, float) and math.isinf(value):
        return "unlimited"
    return value if isinstance(value, str | int | float) and value != "" else None
