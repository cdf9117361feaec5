"""The workbook of the example, made from its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .figures import Flow, Margin, Sector, flows, margins, sectors
from .money import payments, wages
from .notes import grade_rows, margin_rows, note_rows
from .techniques import (
    ASSUMED,
    DERIVED,
    FARM,
    construction,
    inputs,
    labour_inputs,
    resource_inputs,
    resources,
    techniques,
    total,
)

YEARS = ("1928/29", "1929/30", "1930/31", "1931/32", "1932/33")
BASE_YEAR = "1927/28"
R = "bn r"
GOLD = "bn gold r"

HOUSEHOLDS = {"urban": "town", "rural": "village"}
PEOPLE = {"urban": "town_mouths", "rural": "village_mouths"}
MOUTHS_GROWTH = {"urban": 0.035, "rural": 0.018}
FLOORS = {"urban": 0.95, "rural": 0.9}
OF_HOUSEHOLDS = "floor assumed; people and their growth derived (istmat.org 40526)"
GIVEN_USES = ("army", "administration")
GIVEN_USES_GROWTH = 0.05

FOOD_IN_THE_BASKET = 0.4
"""Part of the village's own food that rises with its living standard; the rest is subsistence."""
TAX = 0.5
SLACK = 0.03
"""Part of what goods and tax draw that the village may keep back: the exchange is nearly an equality; assumed."""

UNUSED = 0.03
"""Greatest part of a year's output that may be left without a use: what is made is made for somebody; assumed."""

FUEL_VALUES = {"COA": 1.0, "OIL": 1.43, "ELE": 0.123}
"""Mt of coal equivalent (7,000 kcal a kg) in a Mt of coal, a Mt of oil (10,000 kcal a kg), a TWh (860 kcal a kWh)."""

BREAKPOINTS = (0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2.0, 2.5, 3.0)
SLOPES = (1.35, 1.18, 1.05, 0.95, 0.87, 0.8, 0.74, 0.69, 0.62, 0.53, 0.45, 0.36, 0.3)
"""What a point of the living standard is worth between breakpoints: chords of the natural logarithm, two digits;
assumed."""

TRAINEES = (0.10, 0.12)
"""Million persons who come out of training begun before the plan, in its first and second year."""
SKILLED_LOSS = 0.02

DEBT_LIMIT = (0.45, 0.55, 0.65, 0.75, 0.8)
"""Bn gold roubles, by year."""

NEW_LIMIT = 1.5
"""Of new mills and food works no more is begun in a year than so many times what can be absorbed; assumed.  They take
two years, and those of the last year stand after the plan: without a limit they would be where steel goes that a target
asks for and nobody needs."""
EXTENSION_COST, EXTENSION_LIMIT = 1.3, 0.1
REPAIR_COST, REPAIR_LIMIT = 0.25, 0.5
REPLACED = "TEC"
SUBSTITUTION = -0.1
"""Yearly fall of the greatest imports of industrial crops, hides and wool."""
IMPORT_SUBSTITUTION = f"import substitution of wool, leather and cotton (found: Conrad); the pace is {ASSUMED}"

VARIANTS = {"minimum": ("industry_minimum", "living_minimum"), "optimal": ("industry_optimal", "living_optimal")}
TARGETS: dict[str, tuple[tuple[float, float], str]] = {
    "AGR": ((21.9, 23.6), "16.6 to 23.9 and 25.8, from memory (Nove); derived"),
    "TEC": ((2.3, 2.5), "in step with agriculture, and import substitution; assumed"),
    "COA": ((68.0, 75.0), "found: Sozdanie fundamenta 1977, table 1; istmat.org 44882"),
    "OIL": ((19.0, 21.7), "found, the same; 22 in round figures"),
    "IRN": ((8.0, 10.0), "found, the same"),
    "STL": ((8.3, 10.4), "found, the same; optimal: Medvedev"),
    "ELE": ((17.0, 22.0), "found, the same; optimal from memory"),
    "TRN": ((150.0, 163.0), "from memory"),
}
"""Gosplan's minimum and optimal variant for 1932/33, where they are known in the sector's unit."""
OUTCOME = "outcome of 1932"
IN_ROUBLES = ("MAC",)
"""What 1932 brought of it is known in roubles "of 1926/27" alone, at which new machines are valued too high."""
SHARED_OUT = {"producer goods": ("MAC", "OTH"), "consumer goods": ("FOO", "LIT")}
"""Sectors whose targets are what the variant's whole industry leaves over, in one growth for each group."""
GROUP_TARGETS = {"producer goods": (15.5, 18.1), "consumer goods": (22.6, 25.1)}
"""Bn roubles, from memory (Nove): only the proportion of the two groups is used."""


def tables() -> dict[str, list[list[object]]]:
    """Sheet name to rows, the first being the header."""
    branches, known, found = sectors(), margins(), flows()
    blank = [None] * len(YEARS)
    return {
        "Plan": _plan(),
        "Sectors": _sectors(branches),
        "Techniques": techniques(branches),
        "Inputs": inputs(branches, found),
        "Capacity": [
            ["sector", "capacity", "depreciation", "idle", "absorptive limit", "source"],
            *([s.code, s.capacity, s.depreciation, s.idle, s.absorptive_limit, ASSUMED] for s in branches),
        ],
        "Projects": _projects(branches),
        "Construction": construction(branches, found),
        "Under construction": _under_construction(branches),
        "Labour": _labour(branches, known, found),
        "Labour inputs": labour_inputs(branches, found),
        "Transfers": [
            ["from", "to", "limit", "limit growth", "lag", "source"],
            ["rural", "urban", 0.9, 0.0, 0, "derived: two thirds of the 5 % by which towns grew (istmat.org 40526)"],
            ["urban", "skilled", 0.2, 0.25, 2, "training; assumed"],
        ],
        "Households": [
            ["household", "name", "floor", "floor growth", "people", "mouths growth", "source"],
            *(
                [code, name, FLOORS[code], 0.0, known[PEOPLE[code]].value, MOUTHS_GROWTH[code], OF_HOUSEHOLDS]
                for code, name in HOUSEHOLDS.items()
            ),
        ],
        "Baskets": _baskets(branches, known, found),
        "Demand": _demand(branches, found),
        "Trade": _trade(branches),
        "Trade by year": _trade_by_year(branches),
        "Foreign exchange": [
            ["item", "unit", "value", *YEARS, "growth after", "note"],
            ["terms of trade", None, 1.0, *blank, 0.0, f"index of export prices; {ASSUMED}"],
            ["receipts", GOLD, 0.1, *blank, 0.0, f"other foreign exchange; {ASSUMED}"],
            ["opening debt", GOLD, 0.37, *blank, None, "from memory"],
            ["debt limit", GOLD, None, *DEBT_LIMIT, 0.0, f"{ASSUMED}; in fact 1.4 in 1931 (from memory)"],
            ["interest", "share", 0.08, *blank, 0.0, ASSUMED],
        ],
        "Town and country": _town_and_country(known, found),
        "Wages": wages(YEARS[0]),
        "Money": payments(YEARS[0]),
        "Yields": [["sector", *YEARS, "source"], *([c, *([1.0] * len(YEARS)), "normal harvests"] for c in FARM)],
        "Resources": resources(branches, YEARS),
        "Resource inputs": resource_inputs(branches),
        "Targets": _targets(branches, known),
        "Scenarios": _scenarios(),
        "Variants": [
            ["variant", "target set", "scenario", "note"],
            ["minimum", "minimum", "unfavourable", "a poor year or two, no loans: it may last longer than five years"],
            ["maximum", "optimal", "favourable", "five good harvests, foreign credit, better terms of trade"],
            ["minimum, industry", "minimum industry", "unfavourable", "the same, industry's targets alone"],
            ["maximum, industry", "optimal industry", "favourable", "the same, industry's targets alone"],
        ],
        "Notes": note_rows(BASE_YEAR),
        "Notes on grades": grade_rows(branches),
        "Notes on margins": margin_rows(known),
    }


def _of(branches: Iterable[Sector], code: str) -> Sector:
    return next(s for s in branches if s.code == code)


def village_food(known: Mapping[str, Margin]) -> float:
    """Food kept in the village in 1927/28, bn roubles: heads times roubles a head."""
    return known["village_mouths"].value * known["village_food"].value / 1000.0


def terms_of_trade(known: Mapping[str, Margin], found: Iterable[Flow]) -> float:
    """Farm produce a rouble of goods at which the village sold in 1927/28 what reached the town; no more, no less.

    Counted with the part of its own food that rises with the living standard: the programme has it go out and back.
    """
    found = tuple(found)
    farm = _of(sectors(), "AGR")
    kept = (1.0 - FOOD_IN_THE_BASKET) * village_food(known)
    own = total(found, "flow", product="AGR", user="AGR") + total(found, "building", product="AGR", user="AGR")
    goods = total(found, "use", user="village")
    return (farm.value - own - kept - TAX) / goods


def _plan() -> list[list[object]]:
    return [
        ["key", "value", "unit", "note"],
        ["title", "The first five-year plan (calibrated, stylised)", None, None],
        ["stylised", True, None, "most coefficients are derived from assumed priors; see the sheets Notes"],
        ["source", "margins with sources, calibrated; see the sheets Notes and Notes on grades", None, None],
        ["format version", 1, None, None],
        ["base year", BASE_YEAR, None, "economic year, October to September"],
        ["plan years", 5, "years", None],
        ["tail years", 0, "years", None],
        ["money unit", R, None, "prices of 1926/27 as far as they are known"],
        ["terminal condition", "ray", None, "capacity goes on growing: the plan does not eat its own future"],
        ["reserve", 0.0, "share", "a reserve taken from a balance without one would lower the first year by itself"],
        ["default strategy", "balanced", None, None],
        ["target set", "optimal", None, "or another set of the sheet Targets"],
        ["growth kept", 0.8, "share", "of the greatest common growth, when the targets are turned to"],
        ["smoothness", 0.1, None, None],
        ["discount rate", 0.05, "share", "a year"],
        ["utility breakpoints", "; ".join(map(str, BREAKPOINTS)), None, "living standards a head, 1927/28 = 1"],
        ["utility slopes", "; ".join(map(str, SLOPES)), None, f"chords of the natural logarithm; {ASSUMED}"],
        ["heavy industry", "producer goods", None, "the group that superindustrial drives; building is none of it"],
        ["fuel unit", "Mt of coal equivalent", None, "7,000 kcal a kg; see fuel value"],
    ]


def _sectors(branches: tuple[Sector, ...]) -> list[list[object]]:
    header: list[object] = ["code", "name", "unit", "group", "base output", "price", "storable", "opening stock"]
    columns = ["fall limit", "productivity growth", "import need", "unused limit", "fuel value", "source"]
    rows: list[list[object]] = [[*header, *columns]]
    for s in branches:
        source = f"output {s.output_known}: {s.output_source}; the rest {ASSUMED}"
        row: list[object] = [s.code, s.name, s.unit, s.group, s.output, s.price, False, 0.0]
        fuel = FUEL_VALUES.get(s.code)
        rows.append([*row, s.fall_limit, s.productivity_growth, s.import_need, UNUSED, fuel, source])
    return rows


def _projects(branches: tuple[Sector, ...]) -> list[list[object]]:
    header: list[object] = ["sector", "type", "gestation", "cost factor", "year limit", "total limit"]
    rows: list[list[object]] = [[*header, "repairs idle", "note"]]
    for s in branches:
        limited = s.group == "consumer goods"
        most = round(NEW_LIMIT * s.absorptive_limit * s.capacity, 8) if limited else "unlimited"
        rows.append([s.code, "new", s.gestation, 1.0, most, "unlimited", False, f"{ASSUMED}; spent evenly"])
        if s.gestation > 1:
            limit = round(EXTENSION_LIMIT * s.capacity, 8)
            rows.append([s.code, "extension", 1, EXTENSION_COST, limit, "unlimited", False, ASSUMED])
        if s.idle:
            limit = round(REPAIR_LIMIT * s.idle, 8)
            rows.append([s.code, "repair", 1, REPAIR_COST, limit, s.idle, True, ASSUMED])
    return rows


def _under_construction(branches: tuple[Sector, ...]) -> list[list[object]]:
    """What is begun before the plan: the first year's growth is paid for, later years cost what is still to be done."""
    rows: list[list[object]] = [["sector", "capacity", "year due", "cost to come", "note"]]
    for s in branches:
        first = round(s.first_growth * s.capacity, 8)
        rows.append([s.code, first, YEARS[0], 0.0, f"{ASSUMED}; finished in {BASE_YEAR}, over what wore out"])
        for year in range(2, s.gestation + 1):
            to_come = round((year - 1) / s.gestation, 8)
            rows.append([s.code, round(s.building, 8), YEARS[year - 1], to_come, f"{ASSUMED}; begun before the plan"])
    return rows


def _labour(branches: tuple[Sector, ...], known: Mapping[str, Margin], found: tuple[Flow, ...]) -> list[list[object]]:
    skilled = sum(s.skilled_share * total(found, "labour", user=s.code) for s in branches)
    path, there = [], skilled
    for trained in (*TRAINEES, *([0.0] * (len(YEARS) - len(TRAINEES)))):
        there = there * (1.0 - SKILLED_LOSS) + trained
        path.append(round(there, 8))
    others = known["employed"].value + known["unemployed"].value - skilled
    blank = [None] * len(YEARS)
    million = "million persons"
    return [
        ["pool", "name", "unit", "persons", "growth", *YEARS, "source"],
        ["rural", "rural", million, known["rural_pool"].value, 0.019, *blank, f"{DERIVED} (istmat.org 41952)"],
        ["urban", "urban", million, round(others, 8), 0.015, *blank, f"{DERIVED}: at work and 1.4 m unemployed"],
        [
            "skilled",
            "skilled",
            million,
            round(skilled, 8),
            -SKILLED_LOSS,
            *path,
            f"the need of 1927/28, and what comes out of training begun before the plan; {ASSUMED}",
        ],
    ]


def _baskets(branches: tuple[Sector, ...], known: Mapping[str, Margin], found: tuple[Flow, ...]) -> list[list[object]]:
    rows: list[list[object]] = [["product", *HOUSEHOLDS, "source"]]
    for s in branches:
        bought = [total(found, "use", product=s.code, user=name) / s.price for name in HOUSEHOLDS.values()]
        source = DERIVED
        if s.code == "AGR":
            bought[1] += FOOD_IN_THE_BASKET * village_food(known) / s.price
            source = f"{DERIVED}; of the village's own food 0.4 rises with its living standard ({ASSUMED})"
        if any(bought):
            rows.append([s.code, *(round(each, 10) for each in bought), source])
    return rows


def _demand(branches: tuple[Sector, ...], found: tuple[Flow, ...]) -> list[list[object]]:
    rows: list[list[object]] = [["product", "use", BASE_YEAR, YEARS[0], "growth after", "source"]]
    for use in GIVEN_USES:
        for s in branches:
            base = total(found, "use", product=s.code, user=use) / s.price
            if base:
                rows.append(
                    [s.code, use, round(base, 10), round(1.05 * base, 10), 0.05, f"{DERIVED}; growth {ASSUMED}"]
                )
    return rows


def _trade(branches: tuple[Sector, ...]) -> list[list[object]]:
    columns = ["product", "import price", "export price", "import limit", "base imports", "base exports", "source"]
    rows: list[list[object]] = [[*columns]]
    for s in branches:
        if s.import_price is not None or s.export_price is not None:
            source = f"{ASSUMED}; limits too: Trade by year"
            rows.append([s.code, s.import_price, s.export_price, s.import_limit, s.imports, s.exports, source])
    return rows


def _trade_by_year(branches: tuple[Sector, ...]) -> list[list[object]]:
    """Markets abroad grow from what they took in 1927/28; imports that are to be replaced fall."""
    rows: list[list[object]] = [["product", "item", YEARS[0], "growth after", "source"]]
    for s in branches:
        if s.code == REPLACED:
            rows.append([s.code, "import limit", s.imports, SUBSTITUTION, IMPORT_SUBSTITUTION])
        if s.export_price is not None:
            first = round(s.exports * (1.0 + s.export_growth), 8)
            rows.append(
                [s.code, "export limit", first, s.export_growth, f"exports of {BASE_YEAR} and growth; {ASSUMED}"]
            )
    return rows


def _town_and_country(known: Mapping[str, Margin], found: tuple[Flow, ...]) -> list[list[object]]:
    growth = MOUTHS_GROWTH["rural"]
    subsistence = (1.0 - FOOD_IN_THE_BASKET) * village_food(known) * (1.0 + growth)
    exchange = f"{DERIVED}: the exchange of {BASE_YEAR} is just even"
    return [
        ["item", "unit", "value", "growth after", "note"],
        ["farm product", None, "AGR", None, None],
        ["farm sector", None, "AGR", None, None],
        ["household", None, "rural", None, None],
        ["terms of trade", None, round(terms_of_trade(known, found), 10), 0.0, exchange],
        ["tax", R, TAX, 0.0, f"the tribute, taken for nothing; {ASSUMED}"],
        ["coerced share", "share", 0.0, 0.0, "0: no requisitions, no forced collectivisation"],
        ["quota", "share", 0.3, 0.0, f"of the harvest, taken where the coerced share is 1; {ASSUMED}"],
        ["yield loss", "share", 0.2, 0.0, f"of the harvest, where the coerced share is 1; {ASSUMED}"],
        ["slack limit", "share", SLACK, 0.0, f"what goods and tax draw is given, but for so much; {ASSUMED}"],
        ["subsistence", R, round(subsistence, 10), growth, f"0.6 of the food of {BASE_YEAR}; {DERIVED}"],
    ]


def targets(branches: tuple[Sector, ...], known: Mapping[str, Margin]) -> dict[str, dict[str, float]]:
    """Variant to sector to what is to be made in 1932/33, in the sector's unit."""
    found: dict[str, dict[str, float]] = {}
    for place, (variant, (growth, _)) in enumerate(VARIANTS.items()):
        reached = {code: values[place] for code, (values, _) in TARGETS.items()}
        whole = known["industry_output"].value * (1.0 + known[growth].value)
        both = sum(values[place] for values in GROUP_TARGETS.values())
        for group, shared in SHARED_OUT.items():
            asked = whole * GROUP_TARGETS[group][place] / both
            fixed = sum(reached[s.code] * s.price for s in branches if s.group == group and s.code not in shared)
            base = sum(s.value for s in branches if s.code in shared)
            for s in branches:
                if s.code in shared:
                    reached[s.code] = round(s.output * (asked - fixed) / base, 3)
        found[variant] = reached
    return found


def _targets(branches: tuple[Sector, ...], known: Mapping[str, Margin]) -> list[list[object]]:
    """Each variant three times: industry alone, everything that is made, and the living standards promised besides."""
    rows: list[list[object]] = [["set", "variable", "code", "year", "value", "elastic", "weight", "source"]]
    last = YEARS[-1]
    industry = [s.code for s in branches if s.group in ("producer goods", "services")]
    for variant, reached in targets(branches, known).items():
        living = f"{variant} and living standards"
        for name, codes in ((variant, list(reached)), (f"{variant} industry", industry), (living, list(reached))):
            for code in (s.code for s in branches if s.code in codes and s.code in reached):
                source = TARGETS[code][1] if code in TARGETS else "derived: the whole industry's growth (Conrad)"
                rows.append([name, "output", code, last, reached[code], False, 1.0, source])
        growth = known[VARIANTS[variant][1]].value
        for code in HOUSEHOLDS:
            value = round((1.0 + growth) * (1.0 + MOUTHS_GROWTH[code]) ** len(YEARS), 4)
            note = f"found: living standards a head +{growth:.1%} (Conrad), times the mouths"
            rows.append([living, "consumption", code, last, value, False, 1.0, note])
    for name, left_out in ((OUTCOME, ()), (f"{OUTCOME} in kind", IN_ROUBLES)):
        for s in branches:
            if s.outcome_1932 is not None and s.code not in left_out:
                rows.append([name, "output", s.code, last, s.outcome_1932, False, 1.0, "see Notes"])
    return rows


def _scenarios() -> list[list[object]]:
    return [
        ["scenario", "sheet", "row", "column", "operation", "value", "note"],
        *(
            ["favourable", "Foreign exchange", "debt limit", year, "multiply", 2.0, "loans are to be had"]
            for year in YEARS
        ),
        ["favourable", "Foreign exchange", "receipts", "value", "add", 0.2, None],
        ["favourable", "Foreign exchange", "terms of trade", "value", "multiply", 1.1, "export prices 10 % up"],
        *(["favourable", "Yields", "AGR", year, "multiply", 1.05, "good harvests"] for year in YEARS),
        *(["unfavourable", "Foreign exchange", "debt limit", year, "set", 0.37, "no new loans"] for year in YEARS),
        ["unfavourable", "Foreign exchange", "terms of trade", "value", "multiply", 0.85, "the world slump"],
        *(["unfavourable", "Yields", "AGR", year, "multiply", 0.95, "poor harvests"] for year in YEARS),
        ["more army", "Demand", "*|army", YEARS[0], "multiply", 2.0, "and every year after, by its growth"],
        ["dearer grain", "Town and country", "terms of trade", "value", "multiply", 0.9, "less grain for the goods"],
        ["doubled tribute", "Town and country", "tax", "value", "multiply", 2.0, "more may be taken for nothing"],
        ["requisitions", "Town and country", "coerced share", "value", "set", 0.1, "taken by force: less is sown"],
        ["no migration", "Transfers", "rural|urban", "limit", "set", 0.0, "nobody may move to town"],
    ]
