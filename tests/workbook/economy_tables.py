"""Tables that have every sheet, and small ways to damage them."""

from __future__ import annotations

from collections.abc import Sequence

from optimiser.errors import Fault, InputFault
from optimiser.workbook import economy_from_tables
from optimiser.workbook.schema import BY_NAME

Tables = dict[str, list[list[object]]]


def small() -> Tables:
    """The three sheets without which there is no economy."""
    return {
        "Plan": [
            ["key", "value", "unit", "note"],
            ["title", "small", None, None],
            ["format version", 1, None, None],
            ["base year", 1928, None, None],
            ["plan years", 3, "years", None],
            ["terminal condition", "none", None, None],
        ],
        "Sectors": [["code", "name", "unit", "base output"], ["COA", "coal", "Mt", 40.0], ["STL", "steel", "Mt", 5.0]],
        "Inputs": [["", "COA", "STL"], ["COA", 0.1, 1.5], ["STL", 0.01, 0.2]],
    }


def _row(key: str, value: float, unit: str) -> list[object]:
    return [key, value, unit or None, None]


def everything() -> Tables:
    """An economy with every sheet but Flows and Make, which exclude Inputs and Outputs.

    The sheet Assets names no kind: every sector has its capacity alone (`by_kind` has more).
    """
    return {
        "Plan": [
            ["key", "value", "unit", "note"],
            ["title", "everything", None, None],
            ["stylised", "yes", None, None],
            ["source", "invented", None, None],
            ["format version", 1, None, None],
            ["base year", "1927/28", None, None],
            ["plan years", 3, "years", None],
            ["tail years", 2, "years", None],
            ["money unit", "million roubles", None, None],
            ["terminal condition", "tail", None, None],
            ["reserve", 0.02, "share", None],
            ["default strategy", "balanced", None, None],
            ["target set", "optimal", None, None],
            ["objective", "growth", None, None],
            ["growth kept", 0.9, "share", None],
            ["smoothness", 0.2, None, None],
            ["discount rate", 0.04, "share", None],
            ["utility breakpoints", "0.9; 1.25", None, None],
            ["utility slopes", "2; 1; 0.5", None, None],
            ["heavy industry", "agriculture", None, None],
            ["fuel unit", "Mt of coal", None, None],
        ],
        "Sectors": [
            [
                "code",
                "name",
                "unit",
                "group",
                "base output",
                "input lag",
                "output in hand",
                "fall limit",
                "productivity growth",
                "import need",
                "note",
            ],
            ["COA", "coal", "Mt", "producer goods", 40.0, 0, 0.0, 0.5, 0.02, 0.1, "a remark"],
            ["STL", "steel", "Mt", "producer goods", 5.0, 0, 0.0, 1.0, 0.03, 2.0, None],
            ["AGR", "farms", "Mt", "agriculture", 70.0, 1, 71.0, 1.0, 0.0, 0.0, None],
        ],
        "Products": [
            [
                "code",
                "name",
                "unit",
                "price",
                "storable",
                "opening stock",
                "closing stock",
                "stock norm",
                "reserve",
                "unused limit",
                "marketed share",
                "stock loss",
                "greatest stock",
                "fuel value",
            ],
            ["COA", "coal", "Mt", 10.0, "yes", 2.0, 1.0, 0.05, 0.01, 3.0, None, 0.02, "unlimited", 0.9],
            ["STL", "steel", "Mt", 100.0, "no", 0.0, 0.0, 0.0, 0.03, "unlimited", None, 0.0, None, None],
            ["GRN", "grain", "Mt", 60.0, True, 5.0, 4.0, 0.1, 0.0, None, None, 0.1, 9.0, 0.0],
            ["GAS", "coke gas", "million roubles", 1.0, False, 0.0, 0.0, 0.0, 0.0, None, 0.5, None, None, 0.2],
        ],
        "Reserve by year": [["product", "1928/29", "1929/30", "growth after"], ["GRN", 0.02, 0.03, 0.1]],
        "Techniques": [
            ["code", "sector", "name", "capacity use", "input lag", "import need"],
            ["STL electric", "STL", "electric steel", 1.2, 0, 3.0],
        ],
        "Inputs": [
            ["product", "COA", "STL", "AGR", "STL electric"],
            ["COA", 0.05, 1.5, 0.01, 0.4],
            ["STL", 0.01, 0.1, 0.005, 0.1],
            ["GRN", None, None, 0.1, None],
        ],
        "Inputs by year": [
            ["product", "technique", "1928/29", "1929/30", "growth after"],
            ["COA", "STL", 1.4, 1.3, -0.02],
            ["GRN", "AGR", 0.1, 0.09, 0.0],
        ],
        "Outputs": [
            ["product", "COA", "STL", "AGR", "STL electric"],
            ["COA", 1, None, None, None],
            ["STL", None, 1, None, 1],
            ["GRN", None, None, 1, None],
            ["GAS", 2.0, None, 0.01, None],
        ],
        "Capacity": [
            ["sector", "capacity", "depreciation", "idle", "absorptive limit"],
            ["COA", 44.0, 0.03, 4.0, 0.25],
            ["STL", 6.0, 0.04, 1.0, 0.3],
        ],
        "Assets": [
            [
                "sector",
                "asset",
                "unit",
                "use",
                "capacity",
                "depreciation",
                "idle",
                "absorptive limit",
                "bundle",
                "bundle use",
            ]
        ],
        "Projects": [
            [
                "sector",
                "type",
                "gestation",
                "spend 0",
                "spend 1",
                "spend 2",
                "cost factor",
                "year limit",
                "total limit",
                "repairs idle",
                "import need",
                "asset",
            ],
            ["COA", "new", 2, 0.25, 0.75, None, 1.0, 5.0, 20.0, "no", 0.5, None],
            ["COA", "repair", 1, None, None, None, 0.3, 2.0, 9.0, "yes", None, None],
            ["STL", "giant", 3, 0.5, 0.3, 0.2, 1.1, 4.0, 12.0, "no", 2.0, "capacity"],
        ],
        "Construction": [
            ["product or pool", "shaft", "mill"],
            ["STL", 0.02, 0.3],
            ["COA", 0.01, 0.1],
            ["rural", 0.05, 0.2],
        ],
        "Capital": [["bundle", "COA", "STL"], ["shaft", 1.0, 0.1], ["mill", None, 1.0]],
        "Under construction": [
            ["sector", "capacity", "year due", "cost to come", "asset"],
            ["COA", 3.0, "1929/30", 0.5, None],
            ["STL", 1.0, "1928/29", 0.0, None],
        ],
        "Labour": [
            ["pool", "name", "unit", "persons", "growth", "1929/30"],
            ["urban", "towns", "million persons", 11.0, 0.02, 11.5],
            ["rural", "villages", "million persons", 70.0, 0.01, None],
        ],
        "Labour inputs": [
            ["pool", "COA", "STL", "AGR", "STL electric"],
            ["urban", 0.02, 0.05, None, 0.04],
            ["rural", 0.01, None, 0.5, None],
        ],
        "Transfers": [
            ["from", "to", "limit", "limit growth", "lag", "mouths", "from household", "to household"],
            ["rural", "urban", 1.0, 0.1, 1, 1.5, "village", "town"],
        ],
        "Transfer costs": [["from", "to", "product", "quantity"], ["rural", "urban", "COA", 0.3]],
        "In training": [["pool", "year due", "persons"], ["urban", "1928/29", 0.2], ["urban", "1929/30", 0.1]],
        "Households": [
            ["household", "name", "floor", "floor growth", "mouths growth", "people"],
            ["town", "workers", 0.9, 0.01, 0.03, 25.0],
            ["village", "peasants", 0.8, 0.0, 0.01, 120.0],
        ],
        "Baskets": [["product", "town", "village"], ["COA", 8.0, 1.0], ["GRN", 12.0, 45.0]],
        "Demand": [
            ["product", "use", "1927/28", "1928/29", "1929/30", "growth after"],
            ["STL", "army", 0.2, 0.25, 0.3, 0.05],
            ["COA", "administration", 1.0, 1.0, 1.1, 0.0],
        ],
        "Baskets by year": [
            ["product", "household", "1928/29", "1929/30", "growth after"],
            ["COA", "town", 8.0, 7.0, -0.05],
        ],
        "Assortments": [
            ["assortment", "product", "1927/28", "1928/29", "1929/30", "growth after"],
            ["ration", "STL", 1.0, 1.0, 1.2, 0.0],
            ["ration", "COA", 0.5, 0.6, 0.6, 0.1],
        ],
        "Trade": [
            ["product", "import price", "export price", "import limit", "export limit", "base imports", "base exports"],
            ["STL", 90.0, 70.0, 1.0, 0.5, 0.2, None],
            ["GRN", 80.0, 55.0, 2.0, 6.0, None, 1.5],
        ],
        "Trade by year": [
            ["product", "item", "1928/29", "1929/30", "growth after"],
            ["GRN", "export price", 55.0, 50.0, -0.05],
        ],
        "Export steps": [["product", "step", "beyond", "price factor"], ["GRN", 1, 2.0, 0.8], ["GRN", 2, 4.0, 0.5]],
        "Foreign exchange": [
            ["item", "unit", "value", "1928/29", "1929/30", "growth after", "note"],
            ["terms of trade", "index", None, 1.0, 0.9, -0.02, None],
            ["receipts", "million dollars", -20.0, None, None, 0.0, None],
            ["opening debt", "million dollars", 100.0, None, None, None, None],
            ["debt limit", "million dollars", 500.0, None, None, 0.1, None],
            ["interest", "share a year", 0.06, None, None, 0.0, None],
        ],
        "Town and country": [
            ["item", "unit", "value", "1928/29", "1929/30", "growth after"],
            ["farm product", None, "GRN", None, None, None],
            ["farm sector", None, "AGR", None, None, None],
            ["household", None, "village", None, None, None],
            ["terms of trade", "index", 1.1, None, None, 0.0],
            ["tax", "Mt", 5.0, None, None, 0.01],
            ["coerced share", "share", None, 0.1, 0.2, 0.0],
            ["quota", "share", 0.3, None, None, 0.0],
            ["yield loss", "share", 0.1, None, None, 0.0],
            ["subsistence", "Mt", 20.0, None, None, 0.0],
            ["own food", "Mt", 15.0, None, None, None],
            ["slack limit", "share", None, 0.9, 0.8, 0.0],
        ],
        "Wages": [
            ["pool", "sector", "household", "1928/29", "1929/30", "growth after"],
            ["urban", None, "town", 800.0, 850.0, 0.02],
            ["urban", "STL", "town", 1000.0, 1100.0, 0.03],
            ["rural", "building work", "village", 300.0, 310.0, 0.0],
            ["rural", "AGR", "village", 10.0, 12.0, 0.0],
        ],
        "Money": [
            ["item", "code", "1928/29", "1929/30", "growth after"],
            ["other income", "town", 33.0, 34.0, 0.1],
            ["tax", "village", 100.0, 110.0, 0.01],
            ["tax rate", None, 0.1, 0.12, 0.0],
            ["tax rate", "town", 0.05, 0.06, 0.0],
            ["loan", "town", 3.0, 4.0, 0.0],
            ["loan rate", "town", 0.01, 0.02, 0.0],
            ["saving", "village", 5.0, 6.0, 0.0],
            ["saving rate", None, 0.01, 0.01, 0.0],
            ["procurement price", "GRN", 50.0, 52.0, 0.01],
            ["turnover tax", None, 0.1, 0.2, 0.0],
            ["free share", "COA", 0.05, 0.1, 0.0],
            ["profit tax", "STL", 0.5, 0.5, 0.0],
            ["subsidy", "COA", 10.0, 11.0, 0.0],
        ],
        "Yields": [["sector", "1928/29", "1929/30", "growth after"], ["AGR", 0.95, 1.05, 0.01]],
        "Resources": [["resource", "unit", "1928/29", "1929/30", "growth after"], ["land", "Mha", 110.0, 112.0, 0.0]],
        "Resource inputs": [["resource", "COA", "STL", "AGR", "STL electric"], ["land", None, None, 1.4, None]],
        "Targets": [
            ["set", "variable", "code", "year", "value", "base", "elastic", "weight"],
            ["optimal", "output", "STL", "1930/31", 5.5, 5.0, "no", 1.0],
            ["optimal", "consumption", "town", "1930/31", 1.2, 1.0, "yes", 2.0],
            ["start", "capacity", "COA", "1929/30", 47.0, 44.0, "yes", 1.0],
        ],
        "Target paths": [
            ["set", "variable", "code", "base", "elastic", "weight", "1928/29", "1929/30", "growth after"],
            ["step by step", "output", "COA", None, None, None, 41.0, 42.0, 0.01],
            ["step by step", "consumption", "town", 0.9, "yes", 3.0, 0.95, 1.0, 0.0],
        ],
        "Objective": [
            ["set", "variable", "code", "year", "weight"],
            ["growth", "output", "STL", "*", 1.0],
            ["growth", "starts", "COA|new", "1928/29", -0.1],
            ["growth", "debt", "*", "1930/31", -0.5],
        ],
        "Execution": [
            ["key", "value", "unit", "note"],
            ["substitution", 0.4, "share", None],
            ["rationing", "priority", None, "heavy industry first"],
            ["priority group", "agriculture", None, None],
            ["hoarding", 0.2, "share", None],
            ["margin growth", 0.5, "share", None],
            ["overordering", 0.25, "share", None],
            ["hoard loss", 0.15, "share", None],
            ["first come", 0.3, "share", None],
            ["sites", 5, "sites", None],
            ["exaggeration", 0.05, "share", None],
            ["ratchet", 0.5, "share", None],
            ["effort", 0.1, "share", None],
            ["strain", 0.02, "share", None],
            ["hunger", 0.3, "share", None],
            ["quality loss", 0.04, "share", None],
            ["wear", 0.6, "share", None],
            ["livestock loss", 0.07, "share", None],
            ["harvest sd", 0.12, "share", None],
            ["terms of trade sd", 0.08, "share", None],
            ["commissioning delay", 0.09, "share", None],
            ["repetitions", 40, "times", None],
            ["seed", 7, None, None],
        ],
        "Relaxation": [
            ["key", "value", "unit", "note"],
            *[
                _row(column.name, round(0.05 + 0.01 * number, 2), column.unit)
                for number, column in enumerate(BY_NAME["Relaxation"].columns)
            ],
        ],
        "Scenarios": [
            ["scenario", "sheet", "row", "column", "operation", "value", "input", "extends", "grades", "runs", "seed"],
            ["bad harvest", "Yields", "AGR", "*", "multiply", 0.8, "harvest", *[None] * 4],
            ["bad harvest", "Demand", "STL|army", "1928/29", "add", 0.1, *[None] * 5],
            ["no loans", "Foreign exchange", "debt limit", "value", "set", 100.0, *[None] * 5],
        ],
        "Variants": [
            ["variant", "target set", "scenario"],
            ["minimum", "start", None],
            ["maximum", "step by step", None],
        ],
    }


def by_kind() -> Tables:
    """The same with cutters beside the capacity of coal, and lorries beside that of steel."""
    tables = everything()
    tables["Assets"] += [
        ["COA", "cutters", "pieces", 0.5, 21.0, 0.1, 2.0, 0.4, "mill", 0.3],
        ["STL", "lorries", None, 1.0, 6.5, 0.2, None, None, None, None],
    ]
    tables["Projects"] += [
        ["COA", "new", 1, None, None, None, 1.0, None, None, "no", None, "cutters"],
        ["STL", "new", 1, None, None, None, 1.0, None, None, "no", None, "lorries"],
    ]
    tables["Construction"] = [
        ["product or pool", "shaft", "mill", "lorries"],
        ["STL", 0.02, 0.3, 0.1],
        ["COA", 0.01, 0.1, None],
        ["rural", 0.05, 0.2, None],
    ]
    tables["Under construction"] += [["COA", 2.0, "1929/30", 0.4, "cutters"]]
    return tables


def by_region() -> Tables:
    """The same with steel on the Don and in the Urals, and routes between them."""
    tables = by_kind()
    regions: dict[str, dict[str, object]] = {
        "Sectors": {"STL": "Don"},
        "Products": {"STL": "Don"},
        "Labour": {"urban": "Don"},
        "Households": {"village": "Don"},
    }
    for sheet, of_code in regions.items():
        header, *rows = tables[sheet]
        tables[sheet] = [[*header, "region"], *([*row, of_code.get(str(row[0]))] for row in rows)]
    header, *rows = tables["Products"]
    urals = ["STU", "steel", "Mt", 110.0, False, 0.0, 0.0, 0.0, 0.0, None, None, None, None, None, "Urals"]
    further: dict[str, list[object]] = {"STL": ["steel", 1.2], "STU": ["steel", 1.1]}
    tables["Products"] = [
        [*header, "good", "freight"],
        *([*row, *further.get(str(row[0]), [None, None])] for row in [*rows, urals]),
    ]
    columns = ["from", "to", "good", "transport", "transport per unit"]
    tables["Routes"] = [
        [*columns, "limit", "capacity", "growth", "base shipment"],
        ["Don", "Urals", "steel", "COA", 0.4, 0.3, 0.5, 0.02, 0.05],
        ["Urals", "Don", None, None, None, None, None, None, None],
    ]
    tables["Effort"] = [
        ["sector", "level", "output per worker", "wear", "turnover", "rations", "household"],
        ["COA", "shock", 1.3, 0.02, 0.1, 0.001, "town"],
        ["STL", "shock", 1.2, 0.01, 0.05, None, None],
    ]
    return tables


def straightforward() -> Tables:
    """`everything`, but sectors that are products, and flows instead of coefficients."""
    tables = everything()
    products = {str(row[0]): row for row in tables.pop("Products")}
    for name in ("Outputs", "Techniques", "Capital", "Town and country"):
        del tables[name]
    tables["Sectors"][0] += [
        "price",
        "storable",
        "opening stock",
        "closing stock",
        "stock norm",
        "reserve",
        "unused limit",
        "marketed share",
        "stock loss",
        "greatest stock",
        "fuel value",
    ]
    for row, code in zip(tables["Sectors"][1:], ("COA", "STL", "GRN"), strict=True):
        row += products[code][3:]
    tables["Money"] = [row for row in tables["Money"] if row[0] != "procurement price"]  # nobody says who farms
    tables["Flows"] = [["product", "COA", "STL", "AGR"], ["COA", 2.0, 7.5, 0.7], ["STL", 0.4, 0.5, 0.35]]
    del tables["Inputs"]
    tables["Construction"] = [["product", "COA", "STL"], ["STL", 0.02, 0.3], ["rural", 0.05, 0.2]]
    for name in ("Labour inputs", "Resource inputs"):
        tables[name] = [row[:4] for row in tables[name]]
    for name in ("Baskets", "Inputs by year", "Reserve by year", "Trade", "Trade by year", "Export steps"):
        for row in tables[name]:
            row[:] = ["AGR" if cell == "GRN" else cell for cell in row]
    return tables


def altered(tables: Tables, sheet: str, cell: str, value: object) -> Tables:
    """A copy with another value in a cell; rows and columns are lengthened as needed."""
    changed = {**tables, sheet: [list(line) for line in tables[sheet]]}
    row, column = place(cell)
    rows = changed[sheet]
    while len(rows) <= row:
        rows.append([])
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = value
    return changed


def place(cell: str) -> tuple[int, int]:
    """`B4` to (3, 1)."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1


def faults_of(tables: Tables, **how: object) -> Sequence[Fault]:
    """What is wrong with tables; nothing when an economy comes of them."""
    try:
        economy_from_tables(tables, **how)  # type: ignore[arg-type]
    except InputFault as fault:
        return fault.faults
    return ()


def only_fault(tables: Tables, **how: object) -> Fault:
    """The one thing wrong."""
    faults = faults_of(tables, **how)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]
