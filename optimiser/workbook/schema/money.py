"""The sheets of what is paid in money, of which no plan depends: wages, taxes, loans, savings, farm prices."""

from __future__ import annotations

from optimiser.economy.money import MONEY_ITEMS
from optimiser.workbook.columns import REQUIRED, Derived, Layout, Sheet
from optimiser.workbook.schema.makers import choice, code, growth_after, number, text

BUILDING_WORK = "building work"

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Wages",
        Layout.YEARLY,
        "What people at work are paid in money, by pool and by where they work. No plan depends on it: with it the "
        "money balance is reported.",
        "nobody is paid in money; without Money there is then no money balance",
        (
            code("pool", "pool", "Who is paid."),
            text(
                "sector",
                f"Where they work: a sector, or `{BUILDING_WORK}` for those whom Construction names. Blank: wherever "
                "no row of their own says otherwise.",
            ),
            code("household", "household", "The household that receives it.", Derived("the only household")),
            growth_after("wage"),
        ),
        ("pool", "sector"),
        cells=number("wage", "Paid in that year to a unit of people at work.", "money units per pool unit", REQUIRED),
    ),
    Sheet(
        "Money",
        Layout.YEARLY,
        "Other payments. `other income` (from the budget), `tax`, `loan` and `saving` of a household are money units a "
        "year; `tax rate`, `loan rate` and `saving rate` shares of its income. `procurement price` is what farms are "
        "paid for a unit of a product: who makes it is a farm, and belongs to the village; without it they are paid "
        "the price over the terms of trade for the farm product, and the price for what else they make. `turnover tax` "
        "is a share of the price that households pay beyond it, `free share` the part of what they get of a product "
        "(schools, doctors) that the budget pays for them. `profit tax` is a share of a sector's surplus, "
        "`subsidy` money units a year that a sector receives.",
        "nothing but wages and farm produce is paid in money",
        (
            choice("item", "What is paid.", MONEY_ITEMS),
            text("code", "A household, a product or a sector, as the item asks. Blank: each without a row of its own."),
            growth_after("figure"),
        ),
        ("item", "code"),
        cells=number("figure", "How much in that year.", "as the item says", REQUIRED),
    ),
)
