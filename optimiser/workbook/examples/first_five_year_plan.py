"""The first five-year plan, 1928/29 to 1932/33: a stylised economy of ten sectors.

Sourced are the base-year outputs of coal, oil, pig iron, steel and electricity and the targets of Gosplan's
two variants for them (see the sheet `Notes`, which tells figure by figure what was found and what is
quoted from memory).  Everything else is *stylised*: the input, capital, labour and trade coefficients are
set so that the uses of 1928 roughly exhaust its output; capital costs and absorptive limits are then chosen
so that the industrial outputs really reached in 1932 can be reached in five years (together, and with a
reserve and a future after the plan, only where the living standard may fall below the floors given here).
The economy shows how such a plan hangs together.  It is no evidence of what happened in history.

Units are physical where the plan's were (Mt, TWh, bn tkm) and bn roubles of 1926/27 where it had only value.
"""

from __future__ import annotations

from typing import NamedTuple

STYLISED = "stylised"
FOUND = "found; see Notes"

YEARS = ("1928/29", "1929/30", "1930/31", "1931/32", "1932/33")
BASE_YEAR = "1927/28"


class _Sector(NamedTuple):
    """A sector in 1928; capacities in its unit, labour in million persons a unit."""

    code: str
    name: str
    unit: str
    group: str
    output: float
    output_source: str
    capacity: float
    idle: float
    depreciation: float
    gestation: int
    absorptive_limit: float
    storable: bool
    labour: float
    skilled_share: float
    productivity_growth: float
    price: float


PRODUCER, CONSUMER = "producer goods", "consumer goods"
R = "bn r"

SECTORS = (
    _Sector("AGR", "agriculture", R, "agriculture", 14.9, STYLISED, 14.9, 0, 0.03, 1, 0.0675, True, 3.3, 0, 0.01, 1),
    _Sector("COA", "coal", "Mt", PRODUCER, 35.4, FOUND, 36.4948, 1.5, 0.03, 3, 0.3, True, 0.0076, 0.2, 0.05, 0.012),
    _Sector("OIL", "oil", "Mt", PRODUCER, 11.6, FOUND, 11.8367, 0, 0.04, 2, 0.3, True, 0.0034, 0.25, 0.05, 0.04),
    _Sector("IRN", "pig iron", "Mt", PRODUCER, 3.28, FOUND, 3.3469, 0.9, 0.03, 3, 0.45, True, 0.027, 0.25, 0.05, 0.06),
    _Sector("STL", "steel", "Mt", PRODUCER, 4.25, FOUND, 4.3367, 0.4, 0.03, 3, 0.375, True, 0.04, 0.25, 0.05, 0.12),
    _Sector("ELE", "electricity", "TWh", PRODUCER, 5, FOUND, 5.5556, 0, 0.03, 3, 0.6, False, 0.008, 0.4, 0.06, 0.06),
    _Sector(
        "MAC", "machine-building", R, PRODUCER, 2.2, STYLISED, 2.3158, 0.2, 0.04, 2, 0.525, True, 0.25, 0.3, 0.05, 1
    ),
    _Sector("BLD", "construction", R, PRODUCER, 3.6, STYLISED, 3.7895, 0, 0.05, 1, 0.45, False, 0.25, 0.15, 0.03, 1),
    _Sector(
        "LIT", "light industry", R, CONSUMER, 9.3, STYLISED, 9.6875, 0.5, 0.03, 2, 0.18, True, 0.172, 0.12, 0.04, 1
    ),
    _Sector(
        "TRN",
        "transport",
        "bn tkm",
        "services",
        93.4,
        "from memory",
        96.2887,
        4,
        0.025,
        2,
        0.225,
        False,
        0.0128,
        0.2,
        0.04,
        0.01,
    ),
)
CODES = tuple(sector.code for sector in SECTORS)
LEAST_RESERVE = ("AGR", "LIT")
"""Sectors with three tenths of the planned reserve: what they make is eaten and worn."""

INPUTS: dict[str, tuple[float, ...]] = {
    "AGR": (0.25, 0, 0, 0, 0, 0, 0, 0.06, 0.38, 0),
    "COA": (0, 0.06, 0, 1.9, 0.5, 0.5, 0.6, 0.8, 0.35, 0.1),
    "OIL": (0.03, 0, 0.08, 0, 0.1, 0.2, 0.1, 0.05, 0.08, 0.02),
    "IRN": (0, 0, 0, 0, 0.62, 0, 0.25, 0.03, 0, 0),
    "STL": (0.012, 0.006, 0.02, 0.01, 0, 0.01, 0.65, 0.3, 0.03, 0.006),
    "ELE": (0, 0.012, 0.03, 0.02, 0.1, 0.06, 0.35, 0.06, 0.12, 0.002),
    "MAC": (0.01, 0.003, 0.006, 0.015, 0.02, 0.01, 0.08, 0.05, 0.012, 0.002),
    "BLD": (0.005, 0.002, 0.004, 0.01, 0.01, 0.01, 0, 0, 0.01, 0.001),
    "LIT": (0.01, 0, 0, 0, 0, 0, 0.03, 0.04, 0.15, 0),
    "TRN": (1.2, 0.6, 0.8, 1.2, 0.7, 0.1, 1.0, 5.0, 1.0, 0),
}
CONSTRUCTION: dict[str, tuple[float, ...]] = {
    "AGR": (0.8, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "MAC": (0.5, 0.022, 0.05, 0.16, 0.18, 0.16, 0.8, 0.4, 0.44, 0.09),
    "BLD": (0.5, 0.042, 0.05, 0.24, 0.22, 0.2, 0.8, 0.3, 0.46, 0.1),
}
BASKETS: dict[str, tuple[float, float]] = {  # town, village; the village's own food is in `Town and country`
    "AGR": (2.2, 0),
    "COA": (3.0, 1.0),
    "OIL": (0.9, 1.4),
    "ELE": (0.8, 0),
    "MAC": (0, 0.1),
    "BLD": (0.25, 0.15),
    "LIT": (2.6, 4.0),
    "TRN": (3.0, 2.0),
}
ARMY = {"AGR": 0.12, "OIL": 0.2, "STL": 0.05, "MAC": 0.12, "LIT": 0.12}

TARGETS: dict[str, tuple[float, float, str]] = {  # minimum (otpravnoi), optimal
    "AGR": (20.5, 22.6, STYLISED),
    "COA": (68.0, 75.0, FOUND),
    "OIL": (19.0, 22.0, "found; the optimal variant has 21.7 (22 in round figures)"),
    "IRN": (8.0, 10.0, FOUND),
    "STL": (8.3, 10.4, FOUND),
    "ELE": (17.0, 22.0, FOUND),
    "MAC": (5.6, 7.0, STYLISED),
    "LIT": (16.5, 19.0, STYLISED),
    "TRN": (150.0, 163.0, "from memory"),
}

EXTENSION_COST, EXTENSION_LIMIT = 1.3, 0.1
REPAIR_COST, REPAIR_LIMIT = 0.25, 0.5
FIRST_YEAR_GROWTH = {"AGR": 0.02}
"""Growth of capacity into the first plan year, net of what wore out before it; 0.05 unless stated."""
YEARLY_INHERITANCE = 0.04
"""Share of base-year capacity, over depreciation, that inherited construction adds in each year after."""

SUBSISTENCE, SUBSISTENCE_GROWTH = 0.93 * 5.0, 0.012
SKILLED_MARGIN = 1.04


def tables() -> dict[str, list[list[object]]]:
    """Sheet name to rows, the first being the header."""
    return {
        "Plan": _plan(),
        "Sectors": _sectors(),
        "Inputs": [["product", *CODES, "source"], *([code, *row, STYLISED] for code, row in INPUTS.items())],
        "Capacity": [
            ["sector", "capacity", "depreciation", "idle", "absorptive limit", "source"],
            *([s.code, s.capacity, s.depreciation, s.idle, s.absorptive_limit, STYLISED] for s in SECTORS),
        ],
        "Projects": _projects(),
        "Construction": [
            ["product", *CODES, "source"],
            *([code, *row, STYLISED] for code, row in CONSTRUCTION.items()),
        ],
        "Under construction": _under_construction(),
        "Labour": _labour(),
        "Labour inputs": _labour_inputs(),
        "Transfers": [
            ["from", "to", "limit", "limit growth", "lag", "source"],
            ["rural", "urban", 1.6, 0.0, 0, f"migration; {STYLISED}"],
            ["urban", "skilled", 0.16, 0.3, 2, f"training; {STYLISED}"],
        ],
        "Households": [
            ["household", "name", "floor", "floor growth", "mouths growth", "source"],
            ["urban", "town", 0.95, 0.0, 0.0, STYLISED],
            ["rural", "village", 0.81, 0.0, 0.0, f"{STYLISED}; goods from the town, not food"],
        ],
        "Baskets": [
            ["product", "urban", "rural", "source"],
            *([code, *row, STYLISED] for code, row in BASKETS.items()),
        ],
        "Demand": [
            ["product", "use", BASE_YEAR, YEARS[0], "growth after", "source"],
            *([code, "army", base, round(base * 1.05, 8), 0.05, STYLISED] for code, base in ARMY.items()),
        ],
        "Trade": [
            ["product", "import price", "export price", "import limit", "export limit", "source"],
            ["AGR", None, 1.0, "unlimited", 1.2, STYLISED],
            ["COA", None, 0.012, "unlimited", 4.0, STYLISED],
            ["OIL", None, 0.04, "unlimited", 6.0, STYLISED],
            ["IRN", 0.09, None, "unlimited", "unlimited", STYLISED],
            ["STL", 0.16, None, "unlimited", "unlimited", STYLISED],
            ["MAC", 1.0, None, "unlimited", "unlimited", STYLISED],
            ["LIT", 0.9, 0.6, "unlimited", 0.3, STYLISED],
        ],
        "Foreign exchange": [
            ["item", "unit", "value", "growth after", "note"],
            ["terms of trade", None, 1.0, 0.0, f"index of export prices; {STYLISED}"],
            ["receipts", "bn valuta roubles", 0.3, 0.0, f"other foreign exchange; {STYLISED}"],
            ["opening debt", "bn valuta roubles", 0.0, None, STYLISED],
            ["debt limit", "bn valuta roubles", 0.5, 0.0, f"no enslaving loans; {STYLISED}"],
            ["interest", "share", 0.08, 0.0, STYLISED],
        ],
        "Town and country": [
            ["item", "unit", "value", "growth after", "note"],
            ["farm product", None, "AGR", None, None],
            ["farm sector", None, "AGR", None, None],
            ["household", None, "rural", None, None],
            ["terms of trade", None, 1.27, 0.0, f"roubles of farm produce per rouble of goods; {STYLISED}"],
            ["tax", R, 0.9, 0.0, f"the tribute, taken for nothing; {STYLISED}"],
            ["coerced share", "share", 0.0, 0.0, "0: no requisitions, no forced collectivisation"],
            ["quota", "share", 0.3, 0.0, f"of the harvest, taken where the coerced share is 1; {STYLISED}"],
            ["yield loss", "share", 0.2, 0.0, f"of the harvest, where the coerced share is 1; {STYLISED}"],
            [
                "subsistence",
                R,
                round(SUBSISTENCE * (1 + SUBSISTENCE_GROWTH), 8),
                SUBSISTENCE_GROWTH,
                f"0.93 of the 5.0 eaten in 1928, growing with the village; {STYLISED}",
            ],
        ],
        "Yields": [["sector", *YEARS, "source"], ["AGR", *([1.0] * len(YEARS)), "normal harvests"]],
        "Targets": _targets(),
        "Scenarios": _scenarios(),
        "Notes": _notes(),
    }


def _plan() -> list[list[object]]:
    return [
        ["key", "value", "unit", "note"],
        ["title", "The first five-year plan (stylised)", None, None],
        ["stylised", True, None, "all but the figures listed as found in Notes"],
        ["source", "stylised coefficients; outputs and targets as told in Notes", None, None],
        ["format version", 1, None, None],
        ["base year", BASE_YEAR, None, "economic year, October to September"],
        ["plan years", 5, "years", None],
        ["tail years", 3, "years", "so that the plan does not eat its own future"],
        ["money unit", R, None, None],
        ["terminal condition", "tail", None, None],
        ["reserve", 0.03, "share", "of output, held back; less in agriculture and light industry"],
        ["default strategy", "balanced", None, None],
        ["target set", "optimal", None, "or: minimum, minimum industry, optimal industry"],
        ["growth kept", 0.8, "share", "of the greatest common growth, when the targets are turned to"],
        ["smoothness", 0.1, None, None],
        ["discount rate", 0.05, "share", "a year"],
    ]


def _sectors() -> list[list[object]]:
    header: list[object] = ["code", "name", "unit", "group", "base output", "price", "storable", "opening stock"]
    header += ["reserve", "fall limit", "productivity growth", "import need", "source"]
    rows: list[list[object]] = [header]
    for s in SECTORS:
        row: list[object] = [s.code, s.name, s.unit, s.group, s.output, s.price, s.storable]
        row += [round(0.03 * s.output, 8) if s.storable else 0.0]
        row += [0.009 if s.code in LEAST_RESERVE else 0.03]
        row += [1.0 if s.code == "AGR" else 0.08, s.productivity_growth]
        row += [0.032 if s.code == "LIT" else 0.0, f"output {s.output_source}; the rest {STYLISED}"]
        rows.append(row)
    return rows


def _projects() -> list[list[object]]:
    header: list[object] = ["sector", "type", "gestation", "cost factor", "year limit", "total limit"]
    rows: list[list[object]] = [[*header, "repairs idle", "note"]]
    for s in SECTORS:
        rows.append([s.code, "new", s.gestation, 1.0, "unlimited", "unlimited", False, f"{STYLISED}; spent evenly"])
        limit = round(EXTENSION_LIMIT * s.capacity, 8)
        rows.append([s.code, "extension", 1, EXTENSION_COST, limit, "unlimited", False, STYLISED])
        if s.idle:
            limit = round(REPAIR_LIMIT * s.idle, 8)
            rows.append([s.code, "repair", 1, REPAIR_COST, limit, s.idle, True, STYLISED])
    return rows


def _under_construction() -> list[list[object]]:
    """What is begun before the plan: the first year's growth is given, later years cost what is still to be done."""
    rows: list[list[object]] = [["sector", "capacity", "year due", "cost to come", "note"]]
    for s in SECTORS:
        first = FIRST_YEAR_GROWTH.get(s.code, 0.05) * s.capacity
        rows.append([s.code, round(first, 8), YEARS[0], 0.0, f"{STYLISED}; finished in {BASE_YEAR}"])
        later = round((YEARLY_INHERITANCE + s.depreciation) * s.capacity, 8)
        for year in range(2, s.gestation + 1):
            to_come = round((year - 1) / s.gestation, 8)
            rows.append([s.code, later, YEARS[year - 1], to_come, f"{STYLISED}; begun before the plan"])
    return rows


def _labour() -> list[list[object]]:
    skilled = SKILLED_MARGIN * sum(s.labour * s.skilled_share * s.output for s in SECTORS)
    return [
        ["pool", "name", "unit", "persons", "growth", "source"],
        ["rural", "rural", "million persons", 61.0, 0.015, STYLISED],
        ["urban", "urban", "million persons", 6.2, 0.01, STYLISED],
        ["skilled", "skilled", "million persons", round(skilled, 8), -0.02, f"1.04 of the need of 1928; {STYLISED}"],
    ]


def _labour_inputs() -> list[list[object]]:
    farm = [s.labour if s.code == "AGR" else 0.0 for s in SECTORS]
    urban = [0.0 if s.code == "AGR" else round(s.labour * (1 - s.skilled_share), 8) for s in SECTORS]
    skilled = [round(s.labour * s.skilled_share, 8) for s in SECTORS]
    return [
        ["pool", *CODES, "source"],
        ["rural", *farm, STYLISED],
        ["urban", *urban, STYLISED],
        ["skilled", *skilled, STYLISED],
    ]


def _targets() -> list[list[object]]:
    rows: list[list[object]] = [["set", "variable", "code", "year", "value", "elastic", "weight", "source"]]
    for suffix, left_out in (("", ()), (" industry", ("AGR", "LIT"))):
        for index, variant in enumerate(("minimum", "optimal")):
            for code, target in TARGETS.items():
                if code not in left_out:
                    row: list[object] = [variant + suffix, "output", code, YEARS[-1], target[index]]
                    rows.append([*row, False, 1.0, target[2]])
    return rows


def _scenarios() -> list[list[object]]:
    return [
        ["scenario", "sheet", "row", "column", "operation", "value", "note"],
        ["favourable", "Foreign exchange", "debt limit", "value", "multiply", 2.0, "loans are to be had"],
        ["favourable", "Foreign exchange", "receipts", "value", "add", 0.2, None],
        ["favourable", "Foreign exchange", "terms of trade", "value", "multiply", 1.1, "export prices 10 % up"],
        *(["favourable", "Yields", "AGR", year, "multiply", 1.05, "good harvests"] for year in YEARS),
        ["unfavourable", "Foreign exchange", "debt limit", "value", "set", 0.0, "no loans"],
        ["unfavourable", "Foreign exchange", "terms of trade", "value", "multiply", 0.85, "the world slump"],
        *(["unfavourable", "Yields", "AGR", year, "multiply", 0.93, "poor harvests"] for year in YEARS),
        ["more army", "Demand", "*|army", YEARS[0], "multiply", 2.0, "and every year after, by its growth"],
        ["dearer grain", "Town and country", "terms of trade", "value", "multiply", 0.85, "less grain for the goods"],
        ["doubled tribute", "Town and country", "tax", "value", "multiply", 2.0, None],
    ]


def _notes() -> list[list[object]]:
    nove = "from memory (Nove)"
    found = "found: Sozdanie fundamenta sotsialisticheskoi ekonomiki v SSSR (1977), table 1; istmat.org 44882"
    text: list[tuple[str, str]] = [
        (
            "stylised",
            "Every input, capital, labour, trade and price coefficient; the outputs and targets of agriculture, "
            "machine-building, construction and light industry; all capacities, idle capacities and limits.",
        ),
        (
            "sourced",
            "Base-year outputs of coal, oil, pig iron, steel and electricity, and their targets (below).  "
            "Transport: from memory.",
        ),
        (
            "how it was set",
            "Coefficients so that the uses of 1928 roughly exhaust its output; capital costs and absorptive limits so "
            "that the industrial outputs of 1932 can be reached in five years: all together, and with the reserve and "
            "the tail, only where the floors of the living standard give way (0.80 in town and 0.70 in the village "
            "will do).  It shows how a plan hangs together and is no evidence of what happened.",
        ),
        (
            "years",
            "Economic years, October to September; 1927/28 is the base year.  The plan was declared fulfilled in four "
            "and a quarter years: its outcome is that of the calendar year 1932.",
        ),
        (
            "differences",
            "The economy has coal 35.4, oil 11.6, pig iron 3.28, steel 4.25 (between 4.0 for 1927/28 and 4.3 for 1928) "
            "and electricity 5.0, and 22 for the optimal variant's oil; the table below has each source's own figure.",
        ),
        (
            "prices",
            "1 where a sector is measured in roubles; elsewhere bn roubles a unit, stylised.  They value goods that "
            "reach the village, and reports.",
        ),
        ("village", "The village's basket is what comes from the town; its food is subsistence in Town and country."),
        (
            "extensions",
            "Agriculture and construction build new capacity within a year anyway; an extension there is only dearer.",
        ),
        (
            "agriculture",
            "Its targets are out of reach even by themselves: capacity grows by 6.75 % a year at most, which comes to "
            "19.7 in 1932/33.  The target sets `minimum industry` and `optimal industry` leave out agriculture and "
            "light industry.",
        ),
        ("table", "Gosplan's minimum (otpravnoi) and optimal variants for 1932/33, and what 1932 brought."),
    ]
    table: list[tuple[str, str, float | None, float | None, float | None, float | None, str]] = [
        ("pig iron", "Mt", 3.3, 8.0, 10.0, 6.2, f"{found}; outcome: worldhistoryproject.org, intrestinghistory.ru"),
        ("iron ore", "Mt", 5.7, 15.0, 19.4, 12.1, f"targets {found}; the rest {nove}, fairly sure"),
        ("coal", "Mt", 35.4, 68.0, 75.0, 64.3, "all found"),
        ("oil", "Mt", 11.7, 19.0, 21.7, 21.4, "all found"),
        ("steel", "Mt", 4.0, 8.3, 10.4, 5.9, "all found (1927/28 4.0, calendar 1928 4.3); optimal: Medvedev"),
        ("electricity", "TWh", 5.0, 17.0, 22.0, 13.4, "optimal from memory, sure; the rest found"),
        ("cement", "million barrels", None, 35.0, 41.0, None, "targets found; 1932 3.5 Mt from memory"),
        ("brick", "billion", None, 7.7, 9.3, None, "targets found"),
        ("national income", R, 24.4, 44.4, 49.7, 45.5, f"{nove}, sure; 44.4 less sure"),
        ("gross industrial output", R, 18.3, 38.1, 43.2, 43.3, f"{nove}, sure; 38.1 less sure"),
        ("producer goods", R, 6.0, 15.5, 18.1, 23.1, f"{nove}, sure; 15.5 less sure"),
        ("consumer goods", R, 12.3, 22.6, 25.1, 20.2, f"{nove}, sure; 22.6 less sure"),
        ("agricultural output", R, 13.1, 23.9, 25.8, 16.6, f"{nove}, fairly sure; the plan has 16.6 as its base"),
        ("employed labour force", "million", 11.3, 13.7, 15.8, 22.8, "22.8 found; the rest from memory"),
        ("superphosphates", "Mt", 0.15, 2.6, 3.4, 0.61, f"{nove}, fairly sure"),
        ("wool cloth", "million m", 97.0, 192.0, 270.0, 93.3, f"{nove}, fairly sure"),
        ("machinery", "million r of 1926/27", 1822.0, None, 4688.0, 7362.0, f"{nove}, fairly sure"),
    ]
    header: list[object] = ["subject", "unit", BASE_YEAR, "minimum 1932/33", "optimal 1932/33", "actual 1932", "note"]
    rows: list[list[object]] = [header]
    rows += [[subject, None, None, None, None, None, words] for subject, words in text]
    rows += [list(row) for row in table]
    return rows
