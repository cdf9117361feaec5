"""Steel and corn: an economy small enough to be planned with pencil and paper.

All figures are invented.  Steel is what new capacity is built of; corn is what people eat and sow.
Nothing is stored, nothing wears out, capacity takes a year to build, and the work force grows.  The
answers are derived by hand in `docs/two_sectors.md`:

    greatest common growth of consumption     1.3^(1/3) - 1 = 9.139 % a year, held by steel
    largest share of the `ambitious` targets  0.70441, held by labour in year 3
    the same with ten per cent more workers   0.89474, held by steel in years 1 and 2
    years that the `ambitious` targets take   5 instead of 3
"""

from __future__ import annotations

CODES = ("STL", "CRN")


def tables() -> dict[str, list[list[object]]]:
    """Sheet name to rows, the first being the header."""
    return {
        "Plan": [
            ["key", "value", "unit", "note"],
            ["title", "Steel and corn", None, None],
            ["stylised", True, None, "every figure is invented"],
            ["source", "a teaching case; the answers are derived by hand in docs/two_sectors.md", None, None],
            ["format version", 1, None, None],
            ["base year", 0, None, None],
            ["plan years", 3, "years", None],
            ["tail years", 0, "years", None],
            ["money unit", "million working years", None, "prices are labour values"],
            ["terminal condition", "none", None, "so that it can be solved by hand: nothing is built in year 3"],
            ["reserve", 0.0, "share", None],
            ["default strategy", "balanced", None, None],
            ["target set", "modest", None, "or: ambitious"],
            ["growth kept", 0.8, "share", "of the greatest common growth, when the targets are turned to"],
            ["smoothness", 0.1, None, None],
            ["discount rate", 0.05, "share", None],
        ],
        "Sectors": [
            ["code", "name", "unit", "group", "base output", "price", "storable", "source"],
            ["STL", "steel", "Mt", "producer goods", 25.0, 0.5, False, "invented; price 0.4 / (1 - 0.2)"],
            ["CRN", "corn", "Mt", "consumer goods", 100.0, 2 / 9, False, "invented; price 0.2 / (1 - 0.1)"],
        ],
        "Inputs": [["product", *CODES], ["STL", 0.2, 0.0], ["CRN", 0.0, 0.1]],
        "Capacity": [
            ["sector", "capacity", "depreciation", "idle", "absorptive limit", "note"],
            ["STL", 25.0, 0.0, 0.0, "unlimited", "fully used in the base year"],
            ["CRN", 100.0, 0.0, 0.0, "unlimited", "fully used in the base year"],
        ],
        "Projects": [
            ["sector", "type", "gestation", "cost factor", "year limit", "total limit", "note"],
            ["STL", "new", 1, 1.0, "unlimited", "unlimited", "built in one year, used from the next"],
            ["CRN", "new", 1, 1.0, "unlimited", "unlimited", "built in one year, used from the next"],
        ],
        "Construction": [["product", *CODES], ["STL", 2.0, 2.0]],
        "Under construction": [
            ["sector", "capacity", "year due", "cost to come", "note"],
            ["CRN", 10.0, 1, 0.0, "what the 20 Mt of free steel of the base year were used for"],
        ],
        "Labour": [
            ["pool", "name", "unit", "persons", "growth", "note"],
            ["workers", "workers", "million persons", 32.0, 0.05, "of whom 30 were at work in the base year"],
        ],
        "Labour inputs": [["pool", *CODES], ["workers", 0.4, 0.2]],
        "Households": [
            ["household", "name", "floor", "floor growth", "mouths growth", "note"],
            ["people", "the people", 1.0, 0.0, 0.0, "never to live worse than in the base year"],
        ],
        "Baskets": [["product", "people"], ["CRN", 90.0]],
        "Targets": [
            ["set", "variable", "code", "year", "value", "elastic", "weight", "note"],
            ["modest", "output", "STL", 3, 30.0, False, 1.0, None],
            ["modest", "output", "CRN", 3, 115.0, False, 1.0, None],
            ["ambitious", "output", "STL", 3, 37.0, False, 1.0, "can be had, but not with the other"],
            ["ambitious", "output", "CRN", 3, 126.0, False, 1.0, "can be had, but not with the other"],
        ],
        "Scenarios": [
            ["scenario", "sheet", "row", "column", "operation", "value", "note"],
            ["more workers", "Labour", "workers", "persons", "multiply", 1.1, "then steel holds the targets"],
            ["dearer building", "Construction", "STL", "*", "multiply", 1.25, "2.5 Mt of steel a unit of capacity"],
            ["less steel", "Inputs", "STL", "STL", "set", 0.28, "more of the steel is used up in making steel"],
        ],
    }
