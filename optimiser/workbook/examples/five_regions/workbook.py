"""The tables of the workbook, made of the figures."""

from __future__ import annotations

from optimiser.workbook.examples.five_regions.figures import (
    ASSUMED,
    ASSUMED_SHEETS,
    BUILDING,
    CODES,
    CONTROL_FIGURES,
    GOODS,
    LEFT,
    MAKERS,
    PRODUCTIVITY,
    PROGRAMME,
    RAIL,
    RAIL_BUILDING,
    RAIL_LABOUR,
    RAIL_OUTPUT,
    RAIL_PRICE,
    REGIONS,
    SHIPPED,
    USED,
    USED_IN,
    WEAR,
    YEARS,
    begun_of,
    code_of,
    distance_of,
    inputs_of_sectors,
    what_is_left,
)

GROWTH = {"C": 0.05, "U": 0.03, "S": 0.05, "T": 0.08, "A": 0.08}
"""Yearly growth of the workers of a region, by those who come from its villages; assumed."""
GIVEN = ("STL", "MAC")
"""Goods of which what is left is a given use, and no household's; so is the rest of the railway."""
ALL_CODES = [*CODES, RAIL[0]]
GOOD = {good.code: good for good in GOODS}
PRODUCTS = [(good, region) for good in GOODS for region in USED_IN[good.code]]


def _sectors() -> list[list[object]]:
    return [
        *(
            [
                code_of(good.code, region),
                f"{good.name}, {REGIONS[region]}",
                good.unit,
                good.group,
                REGIONS[region],
                good.output[region],
                PRODUCTIVITY,
                ASSUMED,
            ]
            for good, region in MAKERS
        ),
        [*RAIL, "services", None, RAIL_OUTPUT, PRODUCTIVITY, ASSUMED],
    ]


def _products() -> list[list[object]]:
    return [
        *(
            [
                code_of(good.code, region),
                f"{good.name}, {REGIONS[region]}",
                good.unit,
                REGIONS[region],
                good.name,
                good.price,
                good.freight,
                good.code == "GRN",
                ASSUMED,
            ]
            for good, region in PRODUCTS
        ),
        [*RAIL, None, None, RAIL_PRICE, 0.0, False, ASSUMED],
    ]


def _matrix(corner: str, rows: list[str], cells: dict[str, dict[str, float]]) -> list[list[object]]:
    """A sheet of codes by sector; `cells` has a column for each sector."""
    body: list[list[object]] = [[row, *(cells[code].get(row) for code in ALL_CODES)] for row in rows]
    return [[corner, *ALL_CODES], *(row for row in body if any(row[1:]) or corner == "product")]


def _labour() -> dict[str, dict[str, float]]:
    """Sector to region to workers a unit."""
    found = {
        code_of(good.code, region): {REGIONS[region]: good.labour[region]} if region in good.labour else {}
        for good, region in MAKERS
    }
    return {**found, RAIL[0]: {REGIONS[region]: people for region, people in RAIL_LABOUR.items()}}


def _workers() -> dict[str, float]:
    """Region to workers at work in the base year, millions."""
    output = {**{code_of(good.code, region): good.output[region] for good, region in MAKERS}, RAIL[0]: RAIL_OUTPUT}
    need = dict.fromkeys(REGIONS.values(), 0.0)
    for code, of_region in _labour().items():
        for region, people in of_region.items():
            need[region] += people * output[code]
    return need


def _building() -> dict[str, dict[str, float]]:
    found = {
        code_of(good.code, region): {code_of("MAC", region): BUILDING[good.code].cost[region]}
        for good, region in MAKERS
    }
    return {**found, RAIL[0]: {"MAC C": RAIL_BUILDING.cost[""]}}


def _capacity() -> list[list[object]]:
    limits = [(code_of(good.code, region), good.output[region], BUILDING[good.code].limit) for good, region in MAKERS]
    return [
        [code, round(output / USED, 4), WEAR, limit, ASSUMED]
        for code, output, limit in [*limits, (RAIL[0], RAIL_OUTPUT, RAIL_BUILDING.limit)]
    ]


def _under_construction() -> list[list[object]]:
    begun = [[code_of(good.code, region), begun_of(good, region), YEARS[0], 0.0, ASSUMED] for good, region in MAKERS]
    return [*begun, [RAIL[0], 0.04 * RAIL_OUTPUT, YEARS[0], 0.0, ASSUMED]]


def _projects() -> list[list[object]]:
    rows = [(code_of(good.code, region), BUILDING[good.code].gestation[region]) for good, region in MAKERS]
    return [[code, "new", years, ASSUMED] for code, years in [*rows, (RAIL[0], RAIL_BUILDING.gestation[""])]]


def _baskets(left: dict[str, float]) -> list[list[object]]:
    rows: list[list[object]] = [["product", *REGIONS.values(), "source"]]
    for good, region in PRODUCTS:
        amount = round(left[code_of(good.code, region)], 6)
        if good.code not in GIVEN and amount > 0.0:
            rows.append([code_of(good.code, region), *(amount if each == region else None for each in REGIONS), LEFT])
    return rows


def _given_uses(left: dict[str, float]) -> list[list[object]]:
    codes = [code_of(good.code, region) for good, region in PRODUCTS if good.code in GIVEN]
    return [
        *([code, "other uses", *[round(left[code], 6)] * 6, 0.03, LEFT] for code in codes),
        ["STL C", "new works of the Centre", 0.0, *PROGRAMME, 0.0, ASSUMED],
        [RAIL[0], "other freight, passengers", *[round(left[RAIL[0]], 6)] * 6, 0.03, LEFT],
    ]


def _routes() -> list[list[object]]:
    return [
        [REGIONS[way[0]], REGIONS[way[1]], GOOD[code].name, RAIL[0], distance_of(way), amount, ASSUMED]
        for code, ways in SHIPPED.items()
        for way, amount in ways.items()
    ]


def _grades() -> list[list[object]]:
    assumed: list[list[object]] = [[sheet, "*", "*", "assumed", 0.7, 1.4, "stylised"] for sheet in ASSUMED_SHEETS]
    left: list[list[object]] = [
        [sheet, "*", "*", "derived", None, None, "what is left of each product"] for sheet in ("Baskets", "Demand")
    ]
    return [["sheet", "row", "column", "grade", "times at least", "times at most", "note"], *assumed, *left]


def tables() -> dict[str, list[list[object]]]:
    """Sheet name to rows, the first being the header."""
    left = what_is_left()
    return {
        "Plan": [
            ["key", "value", "unit", "note"],
            ["title", "Five regions: Donbass or Ural-Kuznetsk? (stylised)", None, None],
            ["stylised", True, None, "every figure is assumed"],
            ["source", "assumed, at the size of 1928; what is used is what is left", None, None],
            ["format version", 1, None, None],
            ["base year", 1928, None, None],
            ["plan years", 5, "years", None],
            ["tail years", 3, "years", "so that works begun late in the plan count"],
            ["money unit", "bn r", None, "prices of 1928"],
            ["terminal condition", "tail", None, None],
            ["default strategy", "weighted", None, "or: proportional, the largest share of the control figures"],
            ["target set", "control figures", None, "or: iron and steel"],
            ["objective", "fewest hands", None, "of the strategy `weighted`: the plan that takes the least labour"],
        ],
        "Sectors": [
            ["code", "name", "unit", "group", "region", "base output", "productivity growth", "source"],
            *_sectors(),
        ],
        "Products": [
            ["code", "name", "unit", "region", "good", "price", "freight", "storable", "source"],
            *_products(),
        ],
        "Inputs": _matrix(
            "product", [*(code_of(good.code, region) for good, region in PRODUCTS), RAIL[0]], inputs_of_sectors()
        ),
        "Outputs": _matrix(
            "product",
            [*(code_of(good.code, region) for good, region in PRODUCTS), RAIL[0]],
            {code: {code: 1.0} for code in ALL_CODES},
        ),
        "Capacity": [["sector", "capacity", "depreciation", "absorptive limit", "source"], *_capacity()],
        "Projects": [["sector", "type", "gestation", "source"], *_projects()],
        "Construction": _matrix("product or pool", [f"MAC {region}" for region in REGIONS], _building()),
        "Under construction": [["sector", "capacity", "year due", "cost to come", "source"], *_under_construction()],
        "Labour": [
            ["pool", "name", "region", "persons", "growth", "source"],
            *(
                [region, "workers", region, round(1.08 * people, 4), growth, ASSUMED]
                for (region, people), growth in zip(_workers().items(), GROWTH.values(), strict=True)
            ),
        ],
        "Labour inputs": _matrix("pool", list(REGIONS.values()), _labour()),
        "Transfers": [
            ["from", "to", "limit", "source"],
            ["Centre", "Urals-Siberia", 0.1, ASSUMED],
            ["Ukraine", "Urals-Siberia", 0.05, ASSUMED],
            ["Centre", "Central Asia", 0.02, ASSUMED],
        ],
        "Households": [
            ["household", "name", "region", "floor", "mouths growth", "source"],
            *([region, "people", region, 1.0, 0.02, ASSUMED] for region in REGIONS.values()),
        ],
        "Baskets": _baskets(left),
        "Demand": [["product", "use", 1928, *YEARS, "growth after", "source"], *_given_uses(left)],
        "Routes": [["from", "to", "good", "transport", "transport per unit", "base shipment", "source"], *_routes()],
        "Targets": [
            ["set", "variable", "code", "year", "value", "note"],
            *(["control figures", "output", *target, "by region"] for target in CONTROL_FIGURES),
        ],
        "Objective": [["set", "variable", "code", "year", "weight"], ["fewest hands", "employment", "*", "*", -1.0]],
        "Scenarios": [
            ["scenario", "sheet", "row", "column", "operation", "value", "note"],
            ["short haul", "Inputs", RAIL[0], "STL S", "set", 0.5, "ore and coal of the Urals as near as in the South"],
            ["short haul, ten years", "Inputs", RAIL[0], "STL S", "set", 0.5, None],
            ["short haul, ten years", "Plan", "plan years", "value", "set", 10, "so that the new works pay"],
        ],
        "Notes on grades": _grades(),
    }
