"""The columns of products: of the sheet Products, or of Sectors where each sector makes one product of its own."""

from __future__ import annotations

from optimiser.workbook.columns import OPTIONAL, PART, SHARE, Derived
from optimiser.workbook.schema.makers import SHARE_A_YEAR, UNIT, limit, number, text, yesno

PRODUCT_COLUMNS = (
    number(
        "price",
        "Value of a unit, for values in reports and for goods that reach the village; 0 is not valued.",
        "money units per unit",
        Derived("1 where the unit is the money unit, else 0"),
    ),
    yesno("storable", "Whether stocks of the product can be kept from year to year."),
    number("opening stock", "Stock at the start of the first plan year.", UNIT),
    number(
        "closing stock",
        "Least stock at the end of the last year.",
        UNIT,
        Derived("the opening stock, if there is room"),
    ),
    number("stock norm", "Least stock at the end of a year, as a share of the year's output.", "share"),
    number(
        "reserve",
        "Part of the output that the plan holds back.",
        "share",
        Derived("the reserve of the sheet Plan"),
        PART,
    ),
    limit("unused limit", "Greatest part of a year's output that may be left without any use.", "share"),
    number(
        "marketed share",
        "Of a by-product of the farm: part of what the farm makes of it that counts as given to the town, beside the "
        "farm product. 0 lies outside the exchange of town and country.",
        "share",
        0.0,
        SHARE,
    ),
    number("stock loss", "Part of the stock at the start of a year that is lost in it.", SHARE_A_YEAR, 0.0, SHARE),
    limit("greatest stock", "Most that can be in stock at the end of a year.", UNIT),
    number(
        "fuel value",
        "Heat content of a unit of a carrier of energy, in the `fuel unit` of the sheet Plan; 0 is none. Reports add"
        " power and fuel up by it.",
        "fuel units per unit",
    ),
    text(
        "good",
        "What it is, in whatever region, the code where blank: products of one good go from region to region.",
        OPTIONAL,
    ),
    number(
        "freight",
        "Freight that a unit of the product is on a route, 1 where blank; 0 does not travel on routes of all goods.",
        "freight units per unit",
        OPTIONAL,
    ),
)
