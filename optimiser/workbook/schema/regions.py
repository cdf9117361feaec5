"""The sheet of routes between regions."""

from __future__ import annotations

from optimiser.workbook.columns import GROWTH, Derived, Layout, Sheet
from optimiser.workbook.schema.makers import SHARE_A_YEAR, YEARLY_UNIT, code, limit, number

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Routes",
        Layout.TABLE,
        "Ways on which goods go from region to region. A unit sent takes transport and arrives in the same year.",
        "nothing goes from region to region",
        (
            code("from", "region", "The region that sends."),
            code("to", "region", "The region that receives."),
            code(
                "good",
                "good",
                "The good that is sent.",
                Derived("every good that both have and that has no row of its own, but what carries"),
            ),
            code("transport", "product", "The product that carries it.", Derived("nothing has to be carried")),
            number(
                "transport per unit",
                "Transport for each unit of freight: the distance, where freight is in tonnes and transport in"
                " tonne-kilometres.",
                "transport units per unit",
            ),
            limit("limit", "Most of each good of the row in the base year.", YEARLY_UNIT),
            limit(
                "capacity",
                "Most freight in the base year, of all goods between the two regions; in one row of each pair.",
                "freight units a year",
            ),
            number("growth", "Yearly growth of limit and capacity.", SHARE_A_YEAR, 0.0, GROWTH),
            number("base shipment", "What is sent in the base year, of each good of the row.", YEARLY_UNIT),
        ),
        ("from", "to", "good"),
    ),
)
