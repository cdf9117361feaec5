"""GOELRO, 1921 to 1930: thirty district power stations in a ruined economy, and what waiting for them costs.

Stylised.  From memory, and not looked up again, are the plan itself (thirty stations of 1.75 GW in ten to fifteen
years) and the size of coal, iron and electricity in 1920.  Everything else is assumed; what households and railways use
in 1920 is derived: it is what is left of each product, so that the base year adds up.

A station gives nothing for five years and takes fuel, metal, machines and engineers all that time.  Electricity, when
it comes, saves fuel and hands in workshops with electric drive, which have to be built too.  The old town works burn
five times the fuel for a unit of electricity, since many of the new stations run on peat and falling water.  The
scenarios keep the engineers away for three or five years: that is what waiting means here, as nothing is begun without
them.
"""

from __future__ import annotations

from typing import NamedTuple

ASSUMED, DERIVED = "assumed", "derived: what is left"
YEARS = tuple(range(1921, 1931))
HOURS = 3000.0
"""Hours a year that a station runs at full power; assumed."""
POWER = 1.75
"""GW of the thirty stations; from memory."""


class _Sector(NamedTuple):
    """A sector in 1920: labour in million persons a unit, capacity that stands idle in its unit."""

    code: str
    name: str
    unit: str
    group: str
    output: float
    source: str
    idle: float
    depreciation: float
    absorptive_limit: float | str
    gestation: int
    labour: float


SECTORS = (
    _Sector("GRA", "farming", "bn r", "agriculture", 6.0, ASSUMED, 2.5, 0.02, 0.08, 1, 5.5),
    _Sector(
        "FUE",
        "fuel: coal, oil, peat, wood",
        "Mt of coal",
        "producer goods",
        20.0,
        "coal 8.7 Mt, oil 3.9 Mt from memory, wood and peat assumed",
        4.0,
        0.03,
        0.05,
        3,
        0.02,
    ),
    _Sector(
        "MET",
        "iron and steel",
        "Mt",
        "producer goods",
        0.25,
        "pig iron 0.12, steel 0.16 Mt from memory",
        2.5,
        0.03,
        0.5,
        3,
        0.2,
    ),
    _Sector("MAC", "machinery", "bn r", "producer goods", 0.25, ASSUMED, 0.6, 0.03, 0.5, 2, 0.6),
    _Sector("MAT", "building materials", "bn r", "producer goods", 0.3, ASSUMED, 0.8, 0.03, 0.5, 2, 0.5),
    _Sector("LOC", "town power works", "TWh", "power", 0.4, "0.5 TWh in all, from memory", 0.6, 0.03, 0.1, 2, 0.05),
    _Sector(
        "STA",
        "district power stations",
        "TWh",
        "power",
        0.1,
        "0.5 TWh in all, from memory",
        0.15,
        0.02,
        "unlimited",
        5,
        0.01,
    ),
    _Sector("GOO", "workshops with steam or by hand", "bn r", "consumer goods", 1.15, ASSUMED, 1.0, 0.03, 0.15, 2, 0.8),
    _Sector(
        "GOE", "workshops with electric drive", "bn r", "consumer goods", 0.05, ASSUMED, 0.0, 0.03, "unlimited", 2, 0.5
    ),
)
CODES = tuple(s.code for s in SECTORS)
PRODUCTS = {
    "GRA": ("farm produce", "bn r", 1.0, True),
    "FUE": ("fuel", "Mt of coal", 0.012, False),
    "MET": ("iron and steel", "Mt", 0.1, False),
    "MAC": ("machinery", "bn r", 1.0, False),
    "MAT": ("building materials", "bn r", 1.0, False),
    "ELE": ("electricity", "TWh", 0.08, False),
    "GOO": ("consumer goods", "bn r", 1.0, False),
}
"""Name, unit, bn pre-war roubles a unit (assumed), whether it keeps."""

MAKERS = {"LOC": "ELE", "STA": "ELE", "GOE": "GOO"}
"""Sectors that do not make the product of their own code."""
INPUTS: dict[str, dict[str, float]] = {
    "GRA": {"GRA": 0.2, "MAC": 0.003, "GOO": 0.02},
    "FUE": {"FUE": 0.12, "MET": 0.001, "MAC": 0.001, "MAT": 0.001, "ELE": 0.004},
    "MET": {"FUE": 4.0, "MAC": 0.03, "ELE": 0.15},
    "MAC": {"FUE": 2.0, "MET": 0.3, "MAC": 0.1, "ELE": 0.2},
    "MAT": {"FUE": 6.0, "MET": 0.03, "MAC": 0.02, "ELE": 0.1},
    "LOC": {"FUE": 2.5, "MAC": 0.01},
    "STA": {"FUE": 0.5, "MAC": 0.01},
    "GOO": {"GRA": 0.35, "FUE": 3.0, "MET": 0.01, "MAC": 0.02, "MAT": 0.01, "ELE": 0.1, "GOO": 0.1},
    "GOE": {"GRA": 0.35, "FUE": 0.5, "MET": 0.01, "MAC": 0.02, "MAT": 0.01, "ELE": 1.0, "GOO": 0.1},
}
CONSTRUCTION: dict[str, dict[str, float]] = {
    "GRA": {"GRA": 0.3, "MAC": 0.1, "MAT": 0.1},
    "FUE": {"MET": 0.003, "MAC": 0.015, "MAT": 0.015},
    "MET": {"MET": 0.1, "MAC": 0.2, "MAT": 0.25},
    "MAC": {"MET": 0.15, "MAC": 0.6, "MAT": 0.4},
    "MAT": {"MET": 0.05, "MAC": 0.3, "MAT": 0.3},
    "LOC": {"FUE": 0.2, "MET": 0.06, "MAC": 0.15, "MAT": 0.1},
    "STA": {"FUE": 0.5, "MET": 0.08, "MAC": 0.16, "MAT": 0.2, "engineers": 0.02},
    "GOO": {"MET": 0.03, "MAC": 0.35, "MAT": 0.3},
    "GOE": {"MET": 0.04, "MAC": 0.45, "MAT": 0.3},
}
"""A unit of new capacity; of a station a TWh a year, a third of a GW."""
SPENT = (0.1, 0.2, 0.3, 0.25, 0.15)
"""Share of a station's cost in each of its five years of building."""
REPAIR_COST, REPAIRED_A_YEAR = 0.25, 0.2
ENGINEERS = 0.025
"""Million persons who can build stations; assumed, so that the thirty can just be built in ten years."""
BOUGHT = ("GRA", "FUE", "ELE", "GOO")
"""Products of which households use what is left; of the others the railways and the army do."""


def tables() -> dict[str, list[list[object]]]:
    """Sheet name to rows, the first being the header."""
    left = _left_over()
    return {
        "Plan": [
            ["key", "value", "unit", "note"],
            ["title", "GOELRO: thirty power stations (stylised)", None, None],
            ["stylised", True, None, "all but the plan's size and a few outputs, from memory; see Notes"],
            ["source", "the GOELRO plan of 1920, from memory; the rest is assumed", None, None],
            ["format version", 1, None, None],
            ["base year", 1920, None, None],
            ["plan years", len(YEARS), "years", None],
            ["tail years", 0, "years", None],
            ["money unit", "bn r", None, "pre-war prices"],
            ["terminal condition", "ray", None, "capacity goes on growing"],
            ["default strategy", "consumption", None, "or: proportional, for the stations"],
            ["target set", "thirty stations", None, None],
            ["discount rate", 0.05, "share", "a year"],
        ],
        "Sectors": [
            ["code", "name", "unit", "group", "base output", "fall limit", "productivity growth", "source"],
            *([s.code, s.name, s.unit, s.group, s.output, 0.1, 0.01, s.source] for s in SECTORS),
        ],
        "Products": [
            ["code", "name", "unit", "price", "storable", "source"],
            *([code, name, unit, price, keeps, ASSUMED] for code, (name, unit, price, keeps) in PRODUCTS.items()),
        ],
        "Outputs": [
            ["product", *CODES],
            *([product, *(float(_product(each) == product) for each in CODES)] for product in PRODUCTS),
        ],
        "Inputs": [
            ["product", *CODES, "source"],
            *([product, *(INPUTS[each].get(product, 0.0) for each in CODES), ASSUMED] for product in PRODUCTS),
        ],
        "Capacity": [
            ["sector", "capacity", "depreciation", "idle", "absorptive limit", "source"],
            *(_row(s.code, s.output, s.depreciation, s.idle, s.absorptive_limit, ASSUMED) for s in SECTORS),
        ],
        "Projects": _projects(),
        "Construction": [
            ["product", *CODES, "source"],
            *(
                _row(each, *(CONSTRUCTION[code].get(each, 0.0) for code in CODES), ASSUMED)
                for each in ("GRA", "FUE", "MET", "MAC", "MAT", "engineers")
            ),
        ],
        "Labour": [
            ["pool", "name", "unit", "persons", "growth", *YEARS, "source"],
            ["village", "the village", "million persons", 45.0, 0.015, *_blank(), ASSUMED],
            ["town", "the towns", "million persons", 2.6, 0.03, *_blank(), ASSUMED],
            [
                "engineers",
                "engineers and fitters of stations",
                "million persons",
                ENGINEERS,
                0.0,
                *([ENGINEERS] * len(YEARS)),
                ASSUMED,
            ],
        ],
        "Labour inputs": [
            ["pool", *CODES, "source"],
            ["village", *(s.labour if s.code == "GRA" else 0.0 for s in SECTORS), ASSUMED],
            ["town", *(0.0 if s.code == "GRA" else s.labour for s in SECTORS), ASSUMED],
        ],
        "Transfers": [
            ["from", "to", "limit", "limit growth", "lag", "source"],
            ["village", "town", 0.3, 0.05, 0, ASSUMED],
        ],
        "Households": [
            ["household", "name", "floor", "mouths growth", "source"],
            ["people", "the people", 0.95, 0.012, ASSUMED],
        ],
        "Baskets": [["product", "people", "source"], *[[product, left[product], DERIVED] for product in BOUGHT]],
        "Demand": [
            ["product", "use", 1920, 1921, "growth after", "source"],
            *[
                [product, "railways and army", left[product], left[product], 0.03, DERIVED]
                for product in PRODUCTS
                if product not in BOUGHT
            ],
        ],
        "Targets": [
            ["set", "variable", "code", "year", "value", "weight", "source"],
            [
                "thirty stations",
                "output",
                "STA",
                YEARS[-1],
                POWER * HOURS / 1000.0,
                1.0,
                "1.75 GW, from memory, at 3000 hours (assumed)",
            ],
        ],
        "Scenarios": _scenarios(),
        "Notes": _notes(),
    }


def _row(*cells: object) -> list[object]:
    return list(cells)


def _blank() -> list[None]:
    return [None] * len(YEARS)


def _product(sector: str) -> str:
    return MAKERS.get(sector, sector)


def _left_over() -> dict[str, float]:
    """Of each product: output of 1920 less current inputs and the replacement of what wears out."""
    left = dict.fromkeys(PRODUCTS, 0.0)
    for s in SECTORS:
        left[_product(s.code)] += s.output
        for product in PRODUCTS:
            left[product] -= INPUTS[s.code].get(product, 0.0) * s.output
            left[product] -= CONSTRUCTION[s.code].get(product, 0.0) * s.depreciation * s.output
    return {product: round(amount, 10) for product, amount in left.items()}


def _projects() -> list[list[object]]:
    spends = [f"spend {year}" for year in range(len(SPENT))]
    rows: list[list[object]] = [
        ["sector", "type", "gestation", *spends, "cost factor", "year limit", "repairs idle", "note"]
    ]
    for s in SECTORS:
        spent = list(SPENT) if s.code == "STA" else [None] * len(SPENT)
        rows.append([s.code, "new", s.gestation, *spent, 1.0, "unlimited", False, ASSUMED])
        limit = round(REPAIRED_A_YEAR * s.idle, 8)
        if s.idle:
            rows.append([s.code, "repair", 0, 1.0, *([None] * (len(SPENT) - 1)), REPAIR_COST, limit, True, ASSUMED])
    return rows


def _scenarios() -> list[list[object]]:
    rows: list[list[object]] = [["scenario", "sheet", "row", "column", "operation", "value", "note"]]
    for name, last in (("wait three years", 1923), ("wait five years", 1925)):
        rows += [[name, "Labour", "engineers", year, "set", 0.0, "nothing is begun"] for year in YEARS if year <= last]
    rows.append(["dearer stations", "Construction", "*", "STA", "multiply", 1.25, "a quarter more of everything"])
    rows.append(["twice the engineers", "Labour", "engineers", "persons", "multiply", 2.0, None])
    rows += [["twice the engineers", "Labour", "engineers", year, "multiply", 2.0, None] for year in YEARS]
    return rows


def _notes() -> list[list[object]]:
    return [
        ["subject", "note"],
        ["what it is", "A stylised economy of 1920: most works stand idle, and repair is cheap while it lasts."],
        [
            "from memory",
            "Thirty district stations, 1.75 GW, ten to fifteen years; in 1920 coal 8.7 Mt, pig iron 0.12, "
            "steel 0.16 Mt, electricity 0.5 TWh.  Not looked up again.",
        ],
        ["derived", "What households and the railways use in 1920: what is left of each product, so that it adds up."],
        ["assumed", "Everything else: inputs, building costs, labour, idle capacity, limits, prices."],
        [
            "a station",
            "Five years in building; a TWh a year (a third of a GW) takes 0.5 Mt of fuel, 0.08 Mt of metal, "
            "machines for 0.16 and materials for 0.2 bn roubles, and 20 000 engineers and fitters for a year.",
        ],
        ["waiting", "The scenarios take away the engineers for the first years, and with them every start."],
    ]
