"""Reconstruction: an economy far below its old capacity grows fast by repair, and the growth dies out.

Stylised throughout.  The one figure with a source is coal thrown to a tenth of its pre-war output
(J. Conrad, "First plan backgrounds").  All coefficients are made up; what people and railways use is what is left
of each product in the base year, so that it adds up.

Mines, works and mills stand idle and can be repaired for a quarter of what new ones cost, in the same year.
While they last, coal grows by half a year and machinery doubles and doubles again.  When no machine works
stand idle any more, only new capacity is left, at four times the price and after two years, and growth dies
out: Bazarov's fading curve of the period of reconstruction.
"""

from __future__ import annotations

STYLISED = "stylised"
DERIVED = "stylised; what is left of the product in the base year"

#        code   name              unit    group              output  idle  deprec.  limit  coal
UNUSED = 0.03
"""Greatest part of a year's output that may be left without a use; stylised."""

SECTORS = (
    ("GRA", "grain", "bn r", "agriculture", 9.0, 4.0, 0.02, 0.2, 1.0),
    ("COA", "coal", "Mt", "producer goods", 3.0, 27.0, 0.03, 1.0, 0.012),
    ("MAC", "machinery", "bn r", "producer goods", 0.35, 2.3, 0.04, 1.0, 1.0),
    ("GOO", "consumer goods", "bn r", "consumer goods", 1.0, 7.0, 0.03, 1.0, 1.0),
)
CODES = tuple(row[0] for row in SECTORS)
REPAIR_COST = 0.25
REPAIRED_A_YEAR = 0.4


def _capacities() -> list[list[object]]:
    return [[code, output, loss, idle, limit, STYLISED] for code, _, _, _, output, idle, loss, limit, _ in SECTORS]


def _repairs() -> list[list[object]]:
    return [
        [code, "repair", 0, REPAIR_COST, REPAIRED_A_YEAR * idle, "yes", STYLISED]
        for code, _, _, _, _, idle, _, _, _ in SECTORS
    ]


def _new() -> list[list[object]]:
    return [[code, "new", 2, 1.0, None, "no", STYLISED] for code in CODES]


def tables() -> dict[str, list[list[object]]]:
    """Sheet name to rows, the first being the header."""
    return {
        "Plan": [
            ["key", "value", "unit", "note"],
            ["title", "Reconstruction after a civil war (stylised)", None, None],
            ["stylised", True, None, "every figure but the fall of coal to a tenth"],
            ["source", "made up; the fall of coal from J. Conrad, First plan backgrounds", None, None],
            ["format version", 1, None, None],
            ["base year", 1920, None, None],
            ["plan years", 8, "years", None],
            ["tail years", 3, "years", "so that the plan does not end with nothing begun"],
            ["money unit", "bn r", None, "pre-war prices"],
            ["terminal condition", "tail", None, None],
            ["default strategy", "consumption", None, None],
            ["discount rate", 0.1, "share", None],
        ],
        "Sectors": [
            ["code", "name", "unit", "group", "base output", "price", "storable", "unused limit", "source"],
            *(
                [code, name, unit, group, output, price, code != "COA", UNUSED, STYLISED]
                for code, name, unit, group, output, _, _, _, price in SECTORS
            ),
        ],
        "Inputs": [
            ["product", *CODES, "source"],
            ["GRA", 0.2, 0.0, 0.0, 0.35, STYLISED],
            ["COA", 0.0, 0.1, 3.0, 1.5, STYLISED],
            ["MAC", 0.004, 0.01, 0.1, 0.02, STYLISED],
            ["GOO", 0.01, 0.02, 0.05, 0.1, STYLISED],
        ],
        "Capacity": [["sector", "capacity", "depreciation", "idle", "absorptive limit", "source"], *_capacities()],
        "Projects": [
            ["sector", "type", "gestation", "cost factor", "year limit", "repairs idle", "source"],
            *_repairs(),
            *_new(),
        ],
        "Construction": [
            ["product", *CODES, "source"],
            ["MAC", 0.60, 0.12, 2.0, 1.0, "machinery per unit of new capacity; stylised"],
            ["GRA", 0.30, 0.0, 0.0, 0.0, "livestock and seed; stylised"],
        ],
        "Households": [["household", "name", "floor", "source"], ["all", "whole population", 0.9, STYLISED]],
        "Baskets": [
            ["product", "all", "source"],
            ["GRA", 6.796, DERIVED],
            ["COA", 0.15, DERIVED],
            ["GOO", 0.7325, DERIVED],
        ],
        "Demand": [
            ["product", "use", 1920, 1921, "growth after", "source"],
            ["MAC", "railways", 0.0522, 0.0522, 0.0, DERIVED],
        ],
        "Notes": [
            ["What this is"],
            ["A made-up economy: coal stands at a tenth of its pre-war output, and nine tenths of the mines are idle."],
            ["Repair costs a quarter of new capacity and ends when nothing stands idle."],
        ],
    }
