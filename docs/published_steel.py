"""The Mexican steel sector of Kendrick, Meeraus and Alatorre (1984), as in the GAMS model library's MEXSS."""

from __future__ import annotations

from tables import matrix, plan

from optimiser import Economy, economy_from_tables

PLANTS = ("ahmsa", "fundidora", "sicartsa", "hylsa", "hylsap")
MARKETS = ("mexico-df", "monterrey", "guadalaja")
PRICES = {"pellets": 18.7, "coke": 52.17, "nat-gas": 14.0, "electric": 24.0, "scrap": 105.0}
"""US dollars a unit, of raw materials bought at home."""
UNITS = {
    "blast-furn": {"pellets": 1.58, "coke": 0.63},
    "openhearth": {"scrap": 0.33, "pig-iron": 0.77},
    "bof": {"scrap": 0.12, "pig-iron": 0.95},
    "direct-red": {"pellets": 1.38, "nat-gas": 0.57},
    "elec-arc": {"electric": 0.58, "sponge": 1.09},
}
"""What each productive unit takes for a ton of what it makes."""
MAKES = {"blast-furn": "pig-iron", "openhearth": "steel", "bof": "steel", "direct-red": "sponge", "elec-arc": "steel"}
CAPACITY = {
    "blast-furn": {"ahmsa": 3.25, "fundidora": 1.40, "sicartsa": 1.10},
    "openhearth": {"ahmsa": 1.50, "fundidora": 0.85},
    "bof": {"ahmsa": 2.07, "fundidora": 1.50, "sicartsa": 1.30},
    "direct-red": {"hylsa": 0.98, "hylsap": 1.00},
    "elec-arc": {"hylsa": 1.13, "hylsap": 0.56},
}
"""Million tons a year; a unit that a plant has not is not in the list."""
RAIL = {
    "ahmsa": (1204, 218, 1125, 739),
    "fundidora": (1017, 0, 1030, 521),
    "sicartsa": (819, 1305, 704, 0),
    "hylsa": (1017, 0, 1030, 521),
    "hylsap": (185, 1085, 760, 315),
    "import": (428, 521, 300, 0),
}
"""Kilometres to the three markets and to the port of export; 0 is next door and carried for nothing."""
DEMAND = [5.209 * 1.4 * share for share in (0.55, 0.30, 0.15)]
"""Million tons of raw steel: final goods of 1979, times the raw steel equivalence, by market."""
IMPORT_PRICE, EXPORT_PRICE, EXPORT_LIMIT = 150.0, 140.0, 1.0


def freight(kilometres: float) -> float:
    """US dollars a ton."""
    return 2.48 + 0.0084 * kilometres if kilometres else 0.0


def mexican_steel() -> Economy:
    """Plants with units of given capacity, steel carried to markets, imported and exported; the least cost.

    A productive unit in a plant is a sector, and so is each way by rail; raw materials are imports that cost their
    price in the goal, for the program prices nothing bought at home.
    """
    ways = [(plant, place) for plant in PLANTS for place in (*MARKETS, "export")]
    units = [(unit, plant) for unit, plants in CAPACITY.items() for plant in plants]
    products = [
        *PRICES,
        *(f"{kind} {plant}" for kind in ("pig-iron", "sponge", "steel") for plant in PLANTS),
        *(f"steel {place}" for place in (*MARKETS, "export")),
    ]
    uses: dict[str, dict[str, float]] = {}
    makes: dict[str, str] = {}
    for unit, plant in units:
        code = f"{unit} at {plant}"
        local = {good: f"{good} {plant}" for good in ("pig-iron", "sponge")}
        uses[code] = {local.get(good, good): needed for good, needed in UNITS[unit].items()}
        makes[code] = f"{MAKES[unit]} {plant}"
    for plant, place in ways:
        uses[f"{plant} to {place}"], makes[f"{plant} to {place}"] = {f"steel {plant}": 1.0}, f"steel {place}"
    codes = list(uses)
    inputs = [[uses[code].get(product, 0.0) for code in codes] for product in products]
    outputs = [[1.0 if makes[code] == product else 0.0 for code in codes] for product in products]
    return economy_from_tables(
        {
            "Plan": plan(base_year=1978, default_strategy="weighted"),
            "Products": [["code", "unit"], *([product, "million units"] for product in products)],
            "Sectors": [["code", "unit", "base output"], *([code, "million tons", 0] for code in codes)],
            "Inputs": matrix("product", products, codes, inputs),
            "Outputs": matrix("product", products, codes, outputs),
            "Capacity": [
                ["sector", "capacity"],
                *([f"{unit} at {plant}", CAPACITY[unit][plant]] for unit, plant in units),
            ],
            "Demand": [
                ["product", "use", 1979],
                *([f"steel {place}", "market", wanted] for place, wanted in zip(MARKETS, DEMAND, strict=True)),
            ],
            "Trade": [
                ["product", "import price", "export price", "export limit"],
                *([good, 1, None, None] for good in PRICES),
                *([f"steel {place}", 1, None, None] for place in MARKETS),
                ["steel export", None, 1, EXPORT_LIMIT],
            ],
            "Objective": [
                ["set", "variable", "code", "year", "weight"],
                *(["cost", "imports", good, 1979, -price] for good, price in PRICES.items()),
                *(
                    ["cost", "imports", f"steel {place}", 1979, -(IMPORT_PRICE + freight(far))]
                    for place, far in zip(MARKETS, RAIL["import"], strict=False)
                ),
                *(
                    ["cost", "output", f"{plant} to {place}", 1979, -freight(far)]
                    for plant in PLANTS
                    for place, far in zip((*MARKETS, "export"), RAIL[plant], strict=True)
                    if far
                ),
                ["cost", "exports", "steel export", 1979, EXPORT_PRICE],
            ],
        }
    )
