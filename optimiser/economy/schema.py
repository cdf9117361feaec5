"""The workbook: every sheet, column, key, unit, bound, default and meaning, in one table.

The reader, the writer, the messages and `docs/workbook.md` all come from `SHEETS`.  Meanings are sentences.
"""

from __future__ import annotations

import math
from dataclasses import replace

from optimiser.economy.economy import Terminal
from optimiser.economy.layout import (
    ANY,
    GROWTH,
    NONNEGATIVE,
    OPTIONAL,
    PART,
    REQUIRED,
    SHARE,
    Bounds,
    Column,
    Derived,
    Kind,
    Layout,
    Sheet,
)

FORMAT_VERSION = 1
MOST_PLAN_YEARS = 50
MOST_TAIL_YEARS = 20
MOST_GESTATION = 20
MOST_RUNS = 1_000_000
"""Runs that one scenario may stand for."""
LARGEST = 1e15
"""No number in a workbook is larger: it is a slip, or a unit that ought to be changed."""
SEARCHED = 20
"""Rows in which a header is looked for."""
ASIDE = ("note", "source")
"""Columns that any table may have and that are not read."""
READING_AIDS = ("name", "unit")
"""Columns that a matrix may have besides, and that are not read."""
AFTER = "growth after"
TRADE_ITEMS = ("import price", "export price", "import limit", "export limit")
TARGET_VARIABLES = ("output", "capacity", "consumption")
OBJECTIVE_VARIABLES = (
    "output",
    "capacity",
    "stocks",
    "imports",
    "exports",
    "consumption",
    "starts",
    "debt",
    "employment",
)
OPERATIONS = ("set", "multiply", "add")

UNIT = "product units"
LAG = "0: inputs and output in one year; 1: inputs make next year's output."
YEARLY_UNIT = "product units a year"
CAPACITY_UNIT = "sector units a year"
SHARE_A_YEAR = "share a year"


def _number(name: str, meaning: str, unit: str, default: object = 0.0, bounds: Bounds = NONNEGATIVE) -> Column:
    return Column(name, Kind.NUMBER, meaning, unit, default, bounds)


def _limit(name: str, meaning: str, unit: str, default: object = math.inf) -> Column:
    return Column(name, Kind.LIMIT, meaning, unit, default, NONNEGATIVE)


def _whole(name: str, meaning: str, unit: str, default: object, least: float, most: float) -> Column:
    return Column(name, Kind.INTEGER, meaning, unit, default, Bounds(least, most))


def _text(name: str, meaning: str, default: object = "") -> Column:
    return Column(name, Kind.TEXT, meaning, "", default)


def _yesno(name: str, meaning: str) -> Column:
    return Column(name, Kind.YESNO, meaning, "", False)


def _choice(name: str, meaning: str, choices: tuple[str, ...], default: object = REQUIRED) -> Column:
    return Column(name, Kind.CHOICE, meaning, "", default, ANY, choices)


def _code(name: str, axis: str, meaning: str, default: object = REQUIRED) -> Column:
    return Column(name, Kind.CODE, meaning, "", default, axis=axis)


def _new(name: str, meaning: str) -> Column:
    return Column(name, Kind.NEW, meaning)


def _year(name: str, meaning: str, kind: Kind = Kind.YEAR) -> Column:
    return Column(name, kind, meaning)


def _single(column: Column) -> Column:
    return replace(column, single=True)


def _growth_after(what: str) -> Column:
    meaning = f"Yearly growth of the {what} after the last year that is given."
    return _number(AFTER, meaning, SHARE_A_YEAR, Derived("0"), GROWTH)


# fmt: off
PRODUCT_COLUMNS = (
    _number("price", "Value of a unit, for values in reports and for goods that reach the village; 0 is not valued.",
        "money units per unit", Derived("1 where the unit is the money unit, else 0")),
    _yesno("storable", "Whether stocks of the product can be kept from year to year."),
    _number("opening stock", "Stock at the start of the first plan year.", UNIT),
    _number("closing stock", "Least stock at the end of the last year.", UNIT, Derived("the opening stock")),
    _number("stock norm", "Least stock at the end of a year, as a share of the year's output.", "share"),
    _number("reserve", "Part of the output that the plan holds back.", "share",
        Derived("the reserve of the sheet Plan"), PART),
)

SHEETS: tuple[Sheet, ...] = (
    Sheet("Plan", Layout.KEYS,
        "The plan as a whole: its calendar, its money and the planner's settings.",
        "",
        (_text("title", "What the plan is called.", REQUIRED),
         _yesno("stylised", "Whether figures are stylised; every report then says so."),
         _text("source", "Where the figures come from."),
         _whole("format version", "Version of this format.", "", REQUIRED, FORMAT_VERSION, FORMAT_VERSION),
         _text("base year", "The year before the first plan year: 1928, or 1927/28 where years straddle.", REQUIRED),
         _whole("plan years", "Number of years planned.", "years", REQUIRED, 1, MOST_PLAN_YEARS),
         _whole("tail years",
                "Years solved after the plan, so that it does not eat its future; for the terminal condition tail.",
                "years", 3, 0, MOST_TAIL_YEARS),
         _text("money unit", "The unit of money at home.", "money units"),
         _choice("terminal condition", "What is asked of the end of the plan.", tuple(map(str, Terminal)),
                str(Terminal.TAIL)),
         _number("reserve", "Part of every output that the plan holds back.", "share", 0.0, PART),
         _text("default strategy", "The strategy that is used unless another is asked for.", "balanced"),
         _text("target set", "The set of targets that is used unless another is asked for."),
         _text("objective", "The set of weights that the strategy `weighted` uses."),
         _number("growth kept", "Part of the greatest common growth that is kept when the targets are turned to.",
                "share", 0.8, SHARE),
         _number("smoothness", "Weight of an even path against the goal.", "", 0.1),
         _number("discount rate", "Yearly discount of later years.", SHARE_A_YEAR, 0.05, SHARE)),
        ("key",)),
    Sheet("Sectors", Layout.TABLE,
        "Who produces and owns capacity; without a sheet Products, also what is produced.",
        "",
        (_new("code", "Short name of the sector, used in all other sheets."),
         _text("name", "Name in full.", Derived("the code")),
         _text("unit", "Unit of output, for example Mt or million roubles.", REQUIRED),
         _text("group", "Producer goods, consumer goods, agriculture, services, or any other word."),
         _number("base output", "Output in the base year.", CAPACITY_UNIT, REQUIRED),
         *PRODUCT_COLUMNS,
         _whole("input lag", LAG, "years", 0, 0, 1),
         _number("output in hand",
                "Output of the first plan year whose inputs were spent in the base year; for an input lag of 1.",
                "sector units"),
         _number("fall limit", "Greatest yearly fall of output; 1 is no limit.", "share", 1.0, SHARE),
         _number("productivity growth", "Yearly growth of output per worker.", SHARE_A_YEAR, 0.0, GROWTH),
         _number("import need", "Foreign exchange for imports that have no home product, per unit of output.",
                "foreign money per unit")),
        ("code",)),
    Sheet("Products", Layout.TABLE,
        "What is balanced, where that is not what the sectors are; Outputs or Make then say who makes what.",
        "the products are those of the sectors",
        (_new("code", "Short name of the product."),
         _text("name", "Name in full.", Derived("the code")),
         _text("unit", "Unit of the product.", REQUIRED),
         *PRODUCT_COLUMNS),
        ("code",)),
    Sheet("Techniques", Layout.TABLE,
        "Further ways for a sector to produce; its first technique bears the sector's own code.",
        "every sector has one technique",
        (_new("code", "Short name of the technique, other than the code of a sector."),
         _code("sector", "sector", "The sector that uses it."),
         _text("name", "Name in full, for the reader only."),
         _number("capacity use", "Capacity of the sector that a unit of output takes.", "units per unit", 1.0),
         _whole("input lag", LAG, "years", Derived("the sector's"), 0, 1),
         _number("import need", "Foreign exchange for imports that have no home product, per unit of output.",
                "foreign money per unit", Derived("the sector's"))),
        ("code",)),
    Sheet("Inputs", Layout.MATRIX,
        "Input coefficients. Every technique has a column; a product without a row is no input.",
        "Flows are given instead",
        cells=_number("coefficient", "Input of the product per unit of output.", "product units per unit"),
        rows="product", across="technique", complete=True),
    Sheet("Flows", Layout.MATRIX,
        "Inputs of the base year, instead of Inputs; they are divided by the base output of the sector.",
        "Inputs are given instead",
        cells=_number("flow", "Input of the product in the base year.", YEARLY_UNIT),
        rows="product", across="sector", complete=True),
    Sheet("Outputs", Layout.MATRIX,
        "Output coefficients, where a technique makes several products. Every technique has a column.",
        "every technique makes the product that has its sector's code",
        cells=_number("coefficient", "Output of the product per unit of the technique.", "product units per unit"),
        rows="product", across="technique", complete=True),
    Sheet("Make", Layout.MATRIX,
        "Outputs of the base year by product, instead of Outputs; they are divided by the base output of the sector."
        " Further techniques make what their sector makes.",
        "see Outputs",
        cells=_number("output", "Output of the product in the base year.", YEARLY_UNIT),
        rows="product", across="sector", complete=True),
    Sheet("Capacity", Layout.TABLE,
        "What capacity the sectors start with. A sector that is not named is not limited by capacity.",
        "capacity limits no sector",
        (_code("sector", "sector", "The sector."),
         _limit("capacity", "Capacity at the start of the first plan year.", CAPACITY_UNIT),
         _number("depreciation", "Part of the capacity that wears out in a year.", SHARE_A_YEAR, 0.0, SHARE),
         _number("idle", "Capacity that stands idle and can be repaired.", CAPACITY_UNIT),
         _limit("absorptive limit", "Greatest yearly growth of the capacity.", SHARE_A_YEAR)),
        ("sector",)),
    Sheet("Projects", Layout.TABLE,
        "Ways to come by capacity.",
        "no capacity can be built",
        (_code("sector", "sector", "The sector that gets the capacity."),
         _text("type", "Kind of project, for example new, extension or repair.", REQUIRED),
         _whole("gestation", "Years from the start to the first use; 0 gives capacity in the year of the start.",
                "years", REQUIRED, 0, MOST_GESTATION),
         Column("spend", Kind.NUMBER, "Share of the cost spent 0, 1, ... years after the start; they sum to 1.",
                "share", Derived("even over the gestation when all are blank, else 0"), SHARE, times=MOST_GESTATION),
         _number("cost factor", "Cost relative to the coefficients of Construction.", "", 1.0),
         _limit("year limit", "Capacity started in a year, at most.", CAPACITY_UNIT),
         _limit("total limit", "Capacity started over the whole plan, at most.", "sector units"),
         _yesno("repairs idle", "Whether it repairs idle capacity, which is then its limit.")),
        ("sector", "type")),
    Sheet("Construction", Layout.MATRIX,
        "What a unit of new capacity takes; rows of labour pools are the labour it takes. With a sheet Capital the"
        " columns are bundles.",
        "new capacity costs nothing",
        cells=_number("coefficient", "Input per unit of new capacity.", "product or pool units per unit"),
        rows="product or pool", across="sector or bundle"),
    Sheet("Capital", Layout.MATRIX,
        "Bundles of building work, when Construction is given by bundle. Its rows make the bundles known.",
        "every sector has a bundle of its own",
        cells=_number("coefficient", "Units of the bundle per unit of new capacity.", "bundles per unit"),
        rows="bundle", across="sector"),
    Sheet("Under construction", Layout.TABLE,
        "Projects begun before the plan.",
        "nothing is under construction",
        (_code("sector", "sector", "The sector that gets the capacity."),
         _number("capacity", "Capacity that it adds.", CAPACITY_UNIT, REQUIRED),
         _year("year due", "The year from whose start it can be used."),
         _number("cost to come",
                "Share of the whole cost still to be spent, evenly over the plan years before the year due.", "share",
                0.0, SHARE)),
        ("sector", "year due"),
        unique=False),
    Sheet("Labour", Layout.YEARLY,
        "Pools of labour. A year's column overrides the size of that year alone.",
        "labour limits nothing",
        (_new("pool", "Short name of the pool."),
         _text("name", "Name in full.", Derived("the code")),
         _text("unit", "Persons in some multiple.", "million persons"),
         _limit("persons", "Size in the base year.", "pool units"),
         _number("growth", "Yearly growth; also of those who were moved into the pool.", SHARE_A_YEAR, 0.0, GROWTH)),
        ("pool",),
        cells=_limit("persons", "Size in that year.", "pool units", OPTIONAL)),
    Sheet("Labour inputs", Layout.MATRIX,
        "Labour coefficients, at the productivity of the base year.",
        "nothing takes labour",
        cells=_number("coefficient", "Persons per unit of output a year.", "pool units per unit"),
        rows="pool", across="technique"),
    Sheet("Transfers", Layout.TABLE,
        "Migration and training: who can move from one pool to another.",
        "nobody moves between pools",
        (_code("from", "pool", "The pool that is left."),
         _code("to", "pool", "The pool that is joined."),
         _limit("limit", "Persons leaving in the first plan year, at most.", "pool units a year"),
         _number("limit growth", "Yearly growth of the limit.", SHARE_A_YEAR, 0.0, GROWTH),
         _whole("lag", "Years between leaving the one and working in the other.", "years", 0, 0, MOST_GESTATION)),
        ("from", "to")),
    Sheet("Households", Layout.TABLE,
        "Who consumes; consumption is an index, base year = 1, over the basket.",
        "nobody consumes",
        (_new("household", "Short name of the household."),
         _text("name", "Name in full.", Derived("the code")),
         _number("floor", "Least living standard a head.", "index (base year = 1)"),
         _number("floor growth", "Yearly growth of the floor.", SHARE_A_YEAR, 0.0, GROWTH),
         _number("mouths growth", "Yearly growth of the number of people.", SHARE_A_YEAR, 0.0, GROWTH)),
        ("household",)),
    Sheet("Baskets", Layout.MATRIX,
        "Consumption of the base year.",
        "nothing is consumed",
        cells=_number("quantity", "Consumption of the product at an index of 1.", YEARLY_UNIT),
        rows="product", across="household"),
    Sheet("Demand", Layout.YEARLY,
        "Given uses: defence, administration and others.",
        "there are no given uses",
        (_code("product", "product", "The product."),
         _text("use", "What it is used for.", REQUIRED),
         _growth_after("use")),
        ("product", "use"),
        cells=_number("quantity", "Use in that year.", YEARLY_UNIT, REQUIRED)),
    Sheet("Trade", Layout.TABLE,
        "What can be imported and exported.",
        "nothing is traded",
        (_code("product", "product", "The product."),
         _number("import price", "Blank where it cannot be imported.", "foreign money per unit",
                Derived("cannot be imported")),
         _number("export price", "Blank where it cannot be exported.", "foreign money per unit",
                Derived("cannot be exported")),
         _limit("import limit", "Imports, at most.", YEARLY_UNIT),
         _limit("export limit", "Exports, at most.", YEARLY_UNIT)),
        ("product",)),
    Sheet("Trade by year", Layout.YEARLY,
        "Prices and limits that differ from year to year, instead of those in Trade.",
        "prices and limits are those of Trade in every year",
        (_code("product", "product", "The product."),
         _choice("item", "Which column of Trade it replaces.", TRADE_ITEMS),
         _growth_after("price or limit")),
        ("product", "item"),
        cells=_limit("value", "Price or limit in that year.", "as in Trade", REQUIRED)),
    Sheet("Foreign exchange", Layout.ITEMS,
        "The account with the world abroad. The unit of the receipts is the unit of foreign money.",
        "foreign exchange is not limited",
        (_number("terms of trade", "Multiplies the export prices.", "index", 1.0),
         _number("receipts", "Other receipts less other payments.", "foreign money a year", 0.0, ANY),
         _single(_number("opening debt", "Debt at the start of the first plan year.", "foreign money")),
         _limit("debt limit", "Greatest debt.", "foreign money", 0.0),
         _number("interest", "Interest on the debt of the year before.", SHARE_A_YEAR, 0.0, SHARE)),
        ("item",)),
    Sheet("Town and country", Layout.ITEMS,
        "The exchange of town and country: what the village gives for what reaches it.",
        "the village is not set apart",
        (_single(_code("farm product", "product", "What the village gives.")),
         _single(_code("farm sector", "sector", "The sector that makes it.", Derived("the farm product's code"))),
         _single(_code("household", "household", "The household that is the village.")),
         _number("terms of trade", "Farm produce given per money unit of goods.", "money units per money unit", 1.0),
         _number("tax", "Farm produce taken for nothing.", YEARLY_UNIT),
         _number("coerced share", "How far deliveries are coerced, 0 to 1.", "share", 0.0, SHARE),
         _number("quota", "Part of the harvest that is taken at a coerced share of 1.", "share", 0.0, SHARE),
         _number("yield loss", "Part of the harvest that is lost at a coerced share of 1.", "share", 0.0, SHARE),
         _number("subsistence", "Least farm produce kept in the village.", YEARLY_UNIT)),
        ("item",)),
    Sheet("Yields", Layout.YEARLY,
        "Harvests and other yearly multipliers of output.",
        "every year is a normal year",
        (_code("sector", "sector", "The sector."), _growth_after("yield")),
        ("sector",),
        cells=_number("yield", "Output per unit of capacity in that year; 1 is normal.", "index", REQUIRED)),
    Sheet("Resources", Layout.YEARLY,
        "Land, ore, hours, emissions: what cannot be produced.",
        "no resource limits anything",
        (_new("resource", "Short name of the resource."),
         _text("unit", "Unit of the resource."),
         _growth_after("ceiling")),
        ("resource",),
        cells=_limit("ceiling", "What there is in that year.", "resource units a year", REQUIRED)),
    Sheet("Resource inputs", Layout.MATRIX,
        "What the techniques take of the resources.",
        "nothing takes resources",
        cells=_number("coefficient", "Resource per unit of output.", "resource units per unit"),
        rows="resource", across="technique"),
    Sheet("Targets", Layout.TABLE,
        "What the plan is to reach, in one set or several.",
        "there are no targets",
        (_text("set", "The set the target belongs to.", REQUIRED),
         _choice("variable", "What it is a target for.", TARGET_VARIABLES),
         _code("code", "sector or household", "The sector; for consumption the household."),
         _year("year", "The year.", Kind.PLAN_YEAR),
         _number("value", "What is to be reached.", "units of what is aimed at", REQUIRED),
         _number("base", "The value of the base year, from which the increment is counted.",
                "units of what is aimed at", Derived("output or capacity of the base year; 1 for consumption")),
         _yesno("elastic", "Whether the plan may fall short of it, at a cost."),
         _number("weight", "Cost of falling short by the whole increment.", "", 1.0)),
        ("set", "variable", "code", "year")),
    Sheet("Objective", Layout.TABLE,
        "Weights for the strategy `weighted`, in one set or several; where rows overlap their weights add up.",
        "there are no weights",
        (_text("set", "The set the weight belongs to.", REQUIRED),
         _choice("variable", "What is weighted.", OBJECTIVE_VARIABLES),
         _text("code", "Sector (output, capacity), product (stocks, imports, exports), household (consumption), pool"
                " (employment), sector or sector|type (starts); * for all, and for debt.", REQUIRED),
         _text("year", "The plan year; * for all.", REQUIRED),
         _number("weight", "Goal per unit.", "goal per unit", REQUIRED, ANY)),
        ("set", "variable", "code", "year")),
    Sheet("Execution", Layout.OTHER, "How the plan is carried out; not part of the economy.", "the usual settings"),
    Sheet("Scenarios", Layout.TABLE,
        "Changes to cells of the other sheets, for what-if questions; made before anything else is read.",
        "there are no scenarios",
        (_text("scenario", "Name of the scenario; it may have several rows, carried out in order.", REQUIRED),
         _text("sheet", "The sheet.", REQUIRED),
         _text("row", "The row's key, its parts joined by |; each part may be *.", REQUIRED),
         _text("column", "Header, code across or year; * for all columns of numbers.", REQUIRED),
         _choice("operation", "What is done with the cell.", OPERATIONS),
         Column("value", Kind.FREE, "With what; a list 0.9; 1; 1.1 makes a grid, a range 0.8 .. 1.2 a sample."),
         _text("input", "A name for what is changed; rows of one name share one choice."),
         _text("extends", "Other scenarios, separated by ;, whose changes come first."),
         _whole("runs", "Runs of a sample.", "runs", OPTIONAL, 1, MOST_RUNS),
         _whole("seed", "What the random numbers of a sample start from.", "", Derived("1"), 0, 2**53)),
        ("scenario", "sheet", "row", "column"),
        unique=False),
)

# fmt: on
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
