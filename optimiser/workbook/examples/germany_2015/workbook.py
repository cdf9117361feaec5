"""The workbook, made from the flows of 2015 and what is assumed of capital, labour and building."""

from __future__ import annotations

import csv
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

CONCORDANCE = MappingProxyType(
    {
        "AGR": ("01T03",),
        "FUE": ("05T06", "07T08", "09", "19"),
        "FOO": ("10T12",),
        "CON": ("13T15", "16", "17T18", "31T33"),
        "CHE": ("20T21", "22"),
        "MET": ("23", "24", "25"),
        "ELT": ("26", "27"),
        "MAC": ("28",),
        "VEH": ("29", "30"),
        "ENE": ("35T39",),
        "CNS": ("41T43",),
        "TRD": ("45T47", "55T56"),
        "TRN": ("49T53",),
        "BUS": ("58T60", "61", "62T63", "64T66", "68", "69T82"),
        "PUB": ("84", "85", "86T88", "90T96", "97T98"),
    }
)
"""Industry of the example to the industries of the OECD (ISIC Rev. 4)."""
CODES = tuple(CONCORDANCE)
IMPORTS = MappingProxyType({"FUI": "imported fuel", "IMP": "other imports"})
"""What is bought abroad and has no home product in the table: it is used in the proportions of 2015."""
PRODUCTS = (*CODES, *IMPORTS)

SOURCED, ASSUMED = "sourced: OECD, DEU2015dom", "assumed"
YEARS = (2016, 2017, 2018, 2019, 2020)
DOLLARS = "bn USD"


class _Industry(NamedTuple):
    """What is assumed: labour in million persons and capital in years of output, before they are scaled to totals."""

    code: str
    name: str
    group: str
    labour: float
    capital: float
    depreciation: float
    gestation: int
    productivity_growth: float


INDUSTRIES = (
    _Industry("AGR", "farming, forestry, fishing", "agriculture", 0.64, 3.0, 0.05, 1, 0.015),
    _Industry("FUE", "mining and refined fuels", "producer goods", 0.08, 1.5, 0.06, 2, 0.01),
    _Industry("FOO", "food, drink, tobacco", "consumer goods", 0.9, 0.8, 0.07, 1, 0.01),
    _Industry("CON", "textiles, wood, paper, furniture", "consumer goods", 0.75, 0.9, 0.07, 1, 0.015),
    _Industry("CHE", "chemicals, medicines, plastics", "producer goods", 0.75, 1.0, 0.07, 2, 0.015),
    _Industry("MET", "metals and minerals", "producer goods", 1.5, 0.9, 0.07, 2, 0.015),
    _Industry("ELT", "electronics and electrical equipment", "producer goods", 0.75, 0.8, 0.09, 1, 0.02),
    _Industry("MAC", "machinery", "producer goods", 1.1, 0.6, 0.08, 1, 0.01),
    _Industry("VEH", "vehicles", "producer goods", 1.0, 0.7, 0.09, 2, 0.015),
    _Industry("ENE", "electricity, gas, water, waste", "energy", 0.55, 3.0, 0.04, 3, 0.01),
    _Industry("CNS", "construction", "services", 2.45, 0.3, 0.1, 1, 0.005),
    _Industry("TRD", "trade, hotels, restaurants", "services", 8.0, 0.9, 0.06, 1, 0.01),
    _Industry("TRN", "transport and storage", "services", 2.2, 2.0, 0.05, 2, 0.01),
    _Industry("BUS", "business services and dwellings", "services", 10.0, 3.2, 0.03, 1, 0.008),
    _Industry("PUB", "public and social services", "services", 12.4, 1.8, 0.03, 1, 0.003),
)
SPARE = 0.02
"""Share by which capacity is above the output of 2015."""
GROWTH = 0.012
"""Growth of capacity into 2016, built in 2015."""
ABSORPTIVE_LIMIT = 0.08
FALL_LIMIT = 0.02
EMPLOYED, UNEMPLOYED, IDLE_BUILDERS = 43.1, 1.85, 0.1
BUILDERS = "CNS"
POWER = "ENE"
POWER_BUNDLE = MappingProxyType({"MET": 0.1, "ELT": 0.15, "MAC": 0.15, "CNS": 0.35, "BUS": 0.1, "IMP": 0.15})
"""What power works and grids are built of, a dollar of them; all else that is built has the mix of the rest."""
FUEL = "FUI"
MOVED = 24.0
"""Bn dollars of households' imported fuel for heat and driving in 2015; of it this share is electric by year:"""
ELECTRIC = (0.06, 0.14, 0.26, 0.42, 0.6)
MARKETS_GROWTH = 0.02


def flows() -> dict[str, dict[str, float]]:
    """Product to use to bn dollars in 2015, with `supply`: home output, or imports."""
    text = (files(__package__) / "flows.csv").read_text(encoding="utf-8")
    return {
        row["product"]: {use: float(cell) for use, cell in row.items() if use != "product"}
        for row in csv.DictReader(text.splitlines())
    }


def tables() -> dict[str, list[list[object]]]:
    """Sheet name to rows, the first being the header."""
    made = flows()
    return {
        "Plan": [
            ["key", "value", "unit", "note"],
            ["title", "Germany 2015: heat and driving by electricity (partly assumed, stylised)", None, None],
            ["stylised", True, None, "flows are sourced; capital, labour and building are assumed: see Notes"],
            ["source", "OECD Input-Output Tables, Germany 2015 (DEU2015dom); the rest is assumed", None, None],
            ["format version", 1, None, None],
            ["base year", 2015, None, None],
            ["plan years", len(YEARS), "years", None],
            ["tail years", 0, "years", None],
            ["money unit", DOLLARS, None, "basic prices of 2015"],
            ["terminal condition", "ray", None, "capacity goes on growing"],
            ["default strategy", "balanced", None, None],
            ["target set", "power", None, "or: power and living"],
            ["growth kept", 0.95, "share", "of the greatest common growth, when the targets are turned to"],
            ["smoothness", 0.1, None, None],
            ["discount rate", 0.03, "share", "a year"],
        ],
        "Sectors": [
            ["code", "name", "unit", "group", "base output", "fall limit", "productivity growth", "source"],
            *(
                [
                    i.code,
                    i.name,
                    DOLLARS,
                    i.group,
                    made[i.code]["supply"],
                    FALL_LIMIT,
                    i.productivity_growth,
                    f"output {SOURCED}; the rest {ASSUMED}",
                ]
                for i in INDUSTRIES
            ),
        ],
        "Products": [
            ["code", "name", "unit", "price", "source"],
            *([i.code, i.name, DOLLARS, 1.0, SOURCED] for i in INDUSTRIES),
            *([code, name, DOLLARS, 1.0, SOURCED] for code, name in IMPORTS.items()),
        ],
        "Flows": [
            ["product", *CODES, "source"],
            *([product, *(made[product][user] for user in CODES), SOURCED] for product in PRODUCTS),
        ],
        "Capacity": [
            ["sector", "capacity", "depreciation", "absorptive limit", "source"],
            *([i.code, _capacity(made, i), i.depreciation, ABSORPTIVE_LIMIT, ASSUMED] for i in INDUSTRIES),
        ],
        "Projects": [
            ["sector", "type", "gestation", "cost factor", "source"],
            *([i.code, "new", i.gestation, 1.0, ASSUMED] for i in INDUSTRIES),
        ],
        "Construction": _construction(made),
        "Capital": _capital(made),
        "Under construction": _under_construction(made),
        "Labour": [
            ["pool", "name", "unit", "persons", "growth", "source"],
            [
                "workers",
                "workers",
                "million persons",
                round(EMPLOYED - _builders() + UNEMPLOYED, 8),
                0.004,
                "43.1 m at work, 1.95 m not (Destatis, from memory)",
            ],
            ["builders", "building workers", "million persons", round(_builders() + IDLE_BUILDERS, 8), 0.0, ASSUMED],
        ],
        "Labour inputs": [
            ["pool", *CODES, "source"],
            ["workers", *(_hands(made, i, builders=False) for i in INDUSTRIES), ASSUMED],
            ["builders", *(_hands(made, i, builders=True) for i in INDUSTRIES), ASSUMED],
        ],
        "Transfers": [
            ["from", "to", "limit", "limit growth", "lag", "source"],
            ["workers", "builders", 0.04, 0.1, 2, f"training; {ASSUMED}"],
        ],
        "Households": [
            ["household", "name", "floor", "mouths growth", "source"],
            ["people", "households", 1.0, 0.004, ASSUMED],
        ],
        "Baskets": [
            ["product", "people", "source"],
            *([product, _basket(made, product), SOURCED] for product in PRODUCTS),
        ],
        "Demand": _demand(made),
        "Trade": [
            ["product", "import price", "export price", "base imports", "base exports", "source"],
            *(_row(product, None, 1.0, None, made[product]["exports"], ASSUMED) for product in CODES),
            *(_row(product, 1.0, None, made[product]["supply"], None, ASSUMED) for product in IMPORTS),
        ],
        "Trade by year": [
            ["product", "item", YEARS[0], "growth after", "source"],
            *(
                [
                    product,
                    "export limit",
                    round((1 + MARKETS_GROWTH) * made[product]["exports"], 8),
                    MARKETS_GROWTH,
                    f"exports of 2015 {SOURCED}; growth {ASSUMED}",
                ]
                for product in CODES
            ),
        ],
        "Foreign exchange": [
            ["item", "unit", "value", "growth after", "note"],
            ["receipts", DOLLARS, _lent(made), 0.0, "the surplus of 2015 is lent abroad every year"],
            ["debt limit", DOLLARS, 0.0, 0.0, ASSUMED],
        ],
        "Targets": _targets(made),
        "Scenarios": _scenarios(),
        "Notes": _notes(),
    }


def _row(*cells: object) -> list[object]:
    return list(cells)


def _capacity(made: dict[str, dict[str, float]], i: _Industry) -> float:
    return round((1.0 + SPARE) * made[i.code]["supply"], 8)


def _built(made: dict[str, dict[str, float]], i: _Industry) -> float:
    """Capacity built in 2015: what wears out, and the growth into 2016.  Bn dollars of output a year."""
    return _capacity(made, i) * (i.depreciation + GROWTH)


def _capital_scale(made: dict[str, dict[str, float]]) -> float:
    """What the assumed capital coefficients are multiplied by so that building takes the investment of 2015."""
    wanted = sum(made[product]["investment"] for product in PRODUCTS)
    return wanted / sum(i.capital * _built(made, i) for i in INDUSTRIES)


def _construction(made: dict[str, dict[str, float]]) -> list[list[object]]:
    """Composition of a dollar of power works, and of a dollar of all else that was built in 2015."""
    scale = _capital_scale(made)
    power = next(scale * i.capital * _built(made, i) for i in INDUSTRIES if i.code == POWER)
    rest = sum(made[product]["investment"] for product in PRODUCTS) - power
    rows: list[list[object]] = [["product", "power", "other", "source"]]
    for product in PRODUCTS:
        of_power = POWER_BUNDLE.get(product, 0.0)
        of_rest = (made[product]["investment"] - of_power * power) / rest
        rows.append(
            [product, of_power, round(of_rest, 10), f"power {ASSUMED}; other derived: what is left of investment"]
        )
    return rows


def _capital(made: dict[str, dict[str, float]]) -> list[list[object]]:
    scale = _capital_scale(made)
    rows: list[list[object]] = [["bundle", *CODES, "source"]]
    for bundle in ("power", "other"):
        cells = [round(scale * i.capital, 10) if (i.code == POWER) == (bundle == "power") else 0.0 for i in INDUSTRIES]
        rows.append([bundle, *cells, f"derived: {ASSUMED} ratios, scaled to the investment of 2015"])
    return rows


def _under_construction(made: dict[str, dict[str, float]]) -> list[list[object]]:
    rows: list[list[object]] = [["sector", "capacity", "year due", "cost to come", "note"]]
    for i in INDUSTRIES:
        first = round(GROWTH * _capacity(made, i), 8)
        rows.append([i.code, first, YEARS[0], 0.0, f"{ASSUMED}; over what wore out in 2015"])
        for year in range(2, i.gestation + 1):
            to_come = round((year - 1) / i.gestation, 8)
            rows.append([i.code, round(_built(made, i), 8), YEARS[year - 1], to_come, ASSUMED])
    return rows


def _labour_scale() -> float:
    return EMPLOYED / sum(i.labour for i in INDUSTRIES)


def _builders() -> float:
    return _labour_scale() * next(i.labour for i in INDUSTRIES if i.code == BUILDERS)


def _hands(made: dict[str, dict[str, float]], i: _Industry, *, builders: bool) -> float:
    there = (i.code == BUILDERS) == builders
    return round(_labour_scale() * i.labour / made[i.code]["supply"], 10) if there else 0.0


def _basket(made: dict[str, dict[str, float]], product: str) -> float:
    return round(made[product]["households"] - (MOVED if product == FUEL else 0.0), 8)


def _demand(made: dict[str, dict[str, float]]) -> list[list[object]]:
    rows: list[list[object]] = [["product", "use", 2015, *YEARS, "growth after", "source"]]
    for product in PRODUCTS:
        base = made[product]["public"]
        if base:
            path = [round(base * 1.01**year, 8) for year in range(len(YEARS) + 1)]
            rows.append([product, "public", *path, 0.01, f"{SOURCED}; growth {ASSUMED}"])
    left = [MOVED, *(round(MOVED * (1.0 - share), 8) for share in ELECTRIC)]
    rows.append([FUEL, "heat and driving", *left, 0.0, f"part of households' fuel, and its replacement: {ASSUMED}"])
    electric = [0.0, *(round(MOVED * share, 8) for share in ELECTRIC)]
    rows.append([POWER, "heat and driving", *electric, 0.0, ASSUMED])
    return rows


def _lent(made: dict[str, dict[str, float]]) -> float:
    """Imports less exports of 2015, bn dollars: what the surplus earns is lent and is not to be had for imports."""
    sold = sum(made[product]["exports"] for product in CODES)
    return round(sum(made[product]["supply"] for product in IMPORTS) - sold, 8)


def _targets(made: dict[str, dict[str, float]]) -> list[list[object]]:
    rows: list[list[object]] = [["set", "variable", "code", "year", "value", "weight", "source"]]
    for name in ("power", "power and living"):
        rows.append(
            [name, "output", POWER, YEARS[-1], round(1.2 * made[POWER]["supply"], 3), 1.0, "a fifth more; assumed"]
        )
    rows.append(["power and living", "consumption", "people", YEARS[-1], 1.12, 1.0, "an eighth more; assumed"])
    return rows


def _scenarios() -> list[list[object]]:
    rows: list[list[object]] = [["scenario", "sheet", "row", "column", "operation", "value", "note"]]
    for place, year in enumerate(YEARS):
        fuel, power = f"{FUEL}|heat and driving", f"{POWER}|heat and driving"
        rows.append(["as before", "Demand", fuel, year, "set", MOVED, "nothing moves" if place == 0 else None])
        rows.append(["as before", "Demand", power, year, "set", 0.0, None])
    rows.append(["slow permits", "Projects", f"{POWER}|new", "gestation", "set", 4, "power works take a year more"])
    rows.append(["no new builders", "Transfers", "workers|builders", "limit", "set", 0.0, "nobody is trained to build"])
    rows.append(["dear fuel", "Trade", FUEL, "import price", "multiply", 1.5, "imported fuel costs half as much again"])
    rows.append(["spend the surplus", "Foreign exchange", "receipts", "value", "multiply", 0.8, "a fifth less is lent"])
    return rows


def _notes() -> list[list[object]]:
    return [
        ["subject", "note"],
        [
            "sourced",
            "Flows, outputs, imports, exports, consumption and fixed investment by product: OECD, Input-Output"
            " Tables, Germany 2015, DEU2015dom, million US dollars at basic prices.",
        ],
        [
            "how it was put together",
            "36 industries to 15; imports to fuel and all else; households with non-profit"
            " institutions, purchases abroad and the change of stocks; exports with purchases of visitors.",
        ],
        ["left out", "Taxes on products, which no industry makes.  Electricity cannot be told from gas, water, waste."],
        [
            "derived",
            "Capital by industry: assumed ratios, scaled so that what wears out and what was added took the"
            " investment of 2015.  The make-up of what is not a power work: what is left of investment.",
        ],
        [
            "assumed",
            "Labour by industry (43.1 m in all, from memory), productivity, capital ratios, wear, times to"
            " build, markets abroad, how much heat and driving become electric, and a dollar of power for one of fuel.",
        ],
        ["imports", "Imports are used in the proportions of 2015; nothing at home takes their place."],
        ["surplus", "Exports are above imports; the difference of 2015 is lent abroad every year (receipts below 0)."],
        *(_row(code, f"industry {' '.join(parts)} of the OECD") for code, parts in CONCORDANCE.items()),
    ]
