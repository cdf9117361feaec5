"""The figures of the five regions, all of them assumed, and what is left of each product in the base year."""

from __future__ import annotations

from typing import NamedTuple

ASSUMED, LEFT = "assumed", "derived: what is left"
YEARS = (1929, 1930, 1931, 1932, 1933)
REGIONS = {"C": "Centre", "U": "Ukraine", "S": "Urals-Siberia", "T": "Transcaucasia", "A": "Central Asia"}
LONG_HAUL = 4.5
"""Transport that a tonne of steel takes in the Urals, bn tkm per Mt: coal one way, ore the other; assumed."""


class _Good(NamedTuple):
    """A good: what a unit of it is worth, weighs, and takes; inputs are of its maker's own region, if not said."""

    code: str
    name: str
    unit: str
    group: str
    price: float
    freight: float
    output: dict[str, float]
    """Region to output of the base year."""
    labour: dict[str, float]
    """Region to workers in millions a unit."""
    inputs: dict[str, float]
    transport: dict[str, float]
    """Region to transport within it, bn tkm a unit."""


GOODS = (
    _Good(
        "GRN",
        "grain",
        "Mt",
        "agriculture",
        0.06,
        1.0,
        {"C": 36.0, "U": 22.0, "S": 12.0, "T": 1.5, "A": 2.5},
        {},
        {"GRN": 0.14, "MAC": 0.002},
        {},
    ),
    _Good("COT", "raw cotton", "Mt", "agriculture", 0.9, 1.0, {"T": 0.1, "A": 0.7}, {}, {"GRN": 1.0, "MAC": 0.02}, {}),
    _Good(
        "COA",
        "coal",
        "Mt",
        "producer goods",
        0.01,
        1.0,
        {"C": 2.0, "U": 27.0, "S": 6.0},
        {"C": 0.012, "U": 0.009, "S": 0.006},
        {"COA": 0.06, "MAC": 0.002},
        {},
    ),
    _Good(
        "STL",
        "iron and steel",
        "Mt",
        "producer goods",
        0.14,
        1.0,
        {"C": 0.8, "U": 2.6, "S": 0.9},
        {"C": 0.07, "U": 0.06, "S": 0.03},
        {"COA": 2.0, "MAC": 0.015},
        {"C": 1.5, "U": 0.5, "S": LONG_HAUL},
    ),
    _Good("OIL", "oil", "Mt", "producer goods", 0.04, 1.0, {"T": 11.0}, {"T": 0.004}, {"MAC": 0.004}, {}),
    _Good(
        "TEX",
        "textiles",
        "bn r",
        "consumer goods",
        1.0,
        0.2,
        {"C": 4.2, "A": 0.2},
        {"C": 0.14, "A": 0.2},
        {"COT": 0.16, "OIL": 0.1, "MAC": 0.02},
        {},
    ),
    _Good(
        "MAC",
        "machines and building",
        "bn r",
        "producer goods",
        1.0,
        0.4,
        {"C": 2.2, "U": 1.1, "S": 0.4},
        {"C": 0.2, "U": 0.2, "S": 0.22},
        {"STL": 0.9, "COA": 0.8},
        {},
    ),
)
RAIL = ("RWY", "railways", "bn tkm")
RAIL_INPUTS = {"COA U": 0.09, "COA S": 0.02, "OIL T": 0.01, "MAC C": 0.002, "STL U": 0.002}
RAIL_OUTPUT, RAIL_PRICE = 120.0, 0.012
RAIL_LABOUR = {"C": 0.004, "U": 0.004, "S": 0.002}

USED_IN = {"GRN": "CUSTA", "COT": "CTA", "COA": "CUS", "STL": "CUS", "OIL": "CUSTA", "TEX": "CUSTA", "MAC": "CUSTA"}
"""Good to the regions in which it is a product."""
SHIPPED: dict[str, dict[str, float]] = {
    "GRN": {"UC": 2.5, "SC": 1.5, "UT": 0.6, "CT": 0.0, "SA": 1.0, "CA": 0.5, "CS": 0.0, "CU": 0.0},
    "COT": {"AC": 0.62, "TC": 0.055},
    "COA": {"UC": 6.0, "SC": 1.0, "US": 0.0},
    "STL": {"UC": 1.3, "SC": 0.45, "US": 0.0, "SU": 0.0, "CS": 0.0},
    "OIL": {"TC": 5.0, "TU": 2.0, "TS": 1.2, "TA": 0.6},
    "TEX": {"CU": 0.9, "CS": 0.6, "CT": 0.25, "CA": 0.3},
    "MAC": {"CU": 0.0, "UC": 0.0, "CS": 0.15, "US": 0.05, "SU": 0.0, "CT": 0.14, "CA": 0.14, "UT": 0.05, "SA": 0.03},
}
"""Good to what goes from where to where in the base year; 0 is a way that stands open."""
DISTANCE = {
    "CU": 0.8,
    "CS": 1.8,
    "CT": 2.0,
    "CA": 3.0,
    "US": 2.4,
    "UT": 1.2,
    "UA": 3.2,
    "ST": 3.0,
    "SA": 2.2,
    "TA": 1.5,
}
"""Thousand kilometres."""


CONTROL_FIGURES = (
    ("COA U", 1933, 52.0),
    ("COA S", 1933, 12.0),
    ("STL U", 1933, 5.0),
    ("STL S", 1933, 1.8),
    ("OIL T", 1933, 20.0),
    ("COT A", 1933, 1.1),
    ("TEX C", 1933, 5.6),
    ("MAC C", 1933, 4.0),
)
"""Sector, year and output; assumed."""
ASSUMED_SHEETS = ("Sectors", "Products", "Inputs", "Capacity", "Construction", "Labour", "Labour inputs", "Routes")


class _Building(NamedTuple):
    """What capacity for a unit of a good takes, bn r of machines and building, and how long it takes."""

    cost: dict[str, float]
    gestation: dict[str, int]
    limit: float


BUILDING = {
    "GRN": _Building(dict.fromkeys("CUSTA", 0.03), dict.fromkeys("CUSTA", 1), 0.06),
    "COT": _Building({"T": 0.5, "A": 0.4}, {"T": 2, "A": 2}, 0.15),
    "COA": _Building({"C": 0.022, "U": 0.022, "S": 0.016}, {"C": 2, "U": 2, "S": 2}, 0.3),
    "STL": _Building({"C": 0.35, "U": 0.30, "S": 0.34}, {"C": 2, "U": 2, "S": 3}, 0.4),
    "OIL": _Building({"T": 0.04}, {"T": 1}, 0.3),
    "TEX": _Building({"C": 0.3, "A": 0.35}, {"C": 2, "A": 2}, 0.2),
    "MAC": _Building({"C": 0.6, "U": 0.6, "S": 0.7}, {"C": 1, "U": 1, "S": 2}, 0.3),
}
RAIL_BUILDING = _Building({"": 0.08}, {"": 2}, 0.1)
PROGRAMME = (0.3, 0.8, 1.4, 2.1, 2.9)
"""Steel that the new works of the Centre take, Mt in the years of the plan, and then no more; assumed."""
WEAR, USED, PRODUCTIVITY = 0.04, 0.92, 0.03
"""Share of capacity that wears out in a year; part of it in use in the base year; growth of output per worker."""


def code_of(good: str, region: str) -> str:
    """The code of a good in a region."""
    return f"{good} {region}"


def distance_of(way: str) -> float:
    """Thousand kilometres, there as back."""
    return DISTANCE.get(way) or DISTANCE[way[::-1]]


MAKERS = [(good, region) for good in GOODS for region in good.output]
CODES = [code_of(good.code, region) for good, region in MAKERS]


def inputs_of_sectors() -> dict[str, dict[str, float]]:
    """Sector to product to coefficient."""
    found = {}
    for good, region in MAKERS:
        takes = {code_of(each, region): amount for each, amount in good.inputs.items()}
        if region in good.transport:
            takes[RAIL[0]] = good.transport[region]
        found[code_of(good.code, region)] = takes
    return {**found, RAIL[0]: dict(RAIL_INPUTS)}


def begun_of(good: _Good, region: str) -> float:
    """Capacity that comes into use in the first year: a tenth more coal, steel, oil and machines, else a fiftieth."""
    return good.output[region] * (0.08 if good.group == "producer goods" else 0.02)


def what_is_left() -> dict[str, float]:
    """Product to what is left of it in the base year for households and, of the railway, for all other freight."""
    left = {code_of(good.code, region): 0.0 for good in GOODS for region in USED_IN[good.code]}
    left[RAIL[0]] = RAIL_OUTPUT
    output = {**{code_of(good.code, region): good.output[region] for good, region in MAKERS}, RAIL[0]: RAIL_OUTPUT}
    for code, takes in inputs_of_sectors().items():
        if code in left:
            left[code] += output[code] if code != RAIL[0] else 0.0
        for product, amount in takes.items():
            left[product] -= amount * output[code]
    for good, region in MAKERS:
        built = WEAR * good.output[region] / USED + begun_of(good, region)
        left[code_of("MAC", region)] -= BUILDING[good.code].cost[region] * built
    left["MAC C"] -= RAIL_BUILDING.cost[""] * (WEAR * RAIL_OUTPUT / USED + 0.04 * RAIL_OUTPUT)
    freight = {good.code: good.freight for good in GOODS}
    for good_code, ways in SHIPPED.items():
        for way, amount in ways.items():
            left[code_of(good_code, way[0])] -= amount
            left[code_of(good_code, way[1])] += amount
            left[RAIL[0]] -= amount * freight[good_code] * distance_of(way)
    return left
