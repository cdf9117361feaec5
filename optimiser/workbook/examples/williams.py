"""Economic planning: H. P. Williams's dynamic Leontief economy of three industries.

Source of every figure: H. P. Williams, *Model Building in Mathematical Programming*, problem 9 "Economic
planning".  Everything is measured in pounds' worth, manpower too.

What makes an output of year `t+1` is spent in year `t` (input lag 1), and what makes a capacity of year
`t+2` is spent in year `t` (gestation 2, everything in the first year).  The planner stands in year 0, with
stocks and without output: the base year is therefore labelled -1, and the plan covers the years 0 to 5.
Year 6 is the year after the plan, whose output must at least repeat itself for ever (terminal condition
`static`).  The manpower of year 0 is not limited in the book.

Known answers, one a scenario: `capacity` 2141.875197, `output` 2618.579115, `employment` 2450.026623; the
static output is 166.397, 105.668, 92.308.  They come from solving the problem anew; the third also stands in
the tests of sasoptpy, and the book's 2142 and 2619 are quoted from memory.
"""

from __future__ import annotations

SOURCE = "H. P. Williams, Model Building in Mathematical Programming, problem 9"
CODES = ("coal", "steel", "transport")


def tables() -> dict[str, list[list[object]]]:
    """Sheet name to rows, the first being the header."""
    return {
        "Plan": [
            ["key", "value", "unit", "note"],
            ["title", "Economic planning (H. P. Williams)", None, None],
            ["stylised", False, None, "a textbook problem"],
            ["source", SOURCE, None, None],
            ["format version", 1, None, None],
            ["base year", -1, None, "nothing is produced in it; the planner starts in year 0 with stocks"],
            ["plan years", 6, "years", "years 0 to 5"],
            ["tail years", 0, "years", None],
            ["money unit", "£m", None, None],
            ["terminal condition", "static", None, "year 6 can repeat itself for ever"],
            ["reserve", 0.0, "share", None],
            ["default strategy", "weighted", None, None],
            ["target set", None, None, "there are no targets"],
            ["objective", "capacity", None, "or: output, employment (see the scenarios)"],
            ["growth kept", 0.8, "share", "of no account to a weighted sum"],
            ["smoothness", 0.0, None, "of no account to a weighted sum"],
            ["discount rate", 0.0, "share", "of no account to a weighted sum"],
        ],
        "Sectors": [
            [
                "code",
                "name",
                "unit",
                "group",
                "base output",
                "price",
                "storable",
                "opening stock",
                "closing stock",
                "input lag",
                "output in hand",
                "source",
            ],
            ["coal", "coal", "£m", "producer goods", 0.0, 1.0, True, 150.0, 0.0, 1, 0.0, SOURCE],
            ["steel", "steel", "£m", "producer goods", 0.0, 1.0, True, 80.0, 0.0, 1, 0.0, SOURCE],
            ["transport", "transport", "£m", "services", 0.0, 1.0, True, 100.0, 0.0, 1, 0.0, SOURCE],
        ],
        "Inputs": [
            ["product", *CODES, "source"],
            ["coal", 0.1, 0.5, 0.4, SOURCE],
            ["steel", 0.1, 0.1, 0.2, SOURCE],
            ["transport", 0.2, 0.1, 0.2, SOURCE],
        ],
        "Capacity": [
            ["sector", "capacity", "depreciation", "idle", "absorptive limit", "source"],
            ["coal", 300.0, 0.0, 0.0, "unlimited", SOURCE],
            ["steel", 350.0, 0.0, 0.0, "unlimited", SOURCE],
            ["transport", 280.0, 0.0, 0.0, "unlimited", SOURCE],
        ],
        "Projects": [
            ["sector", "type", "gestation", "spend 0", "spend 1", "note"],
            *([code, "new", 2, 1.0, 0.0, "all is spent in the year of the start"] for code in CODES),
        ],
        "Construction": [
            ["product", *CODES, "source"],
            ["coal", 0.0, 0.7, 0.9, SOURCE],
            ["steel", 0.1, 0.1, 0.2, SOURCE],
            ["transport", 0.2, 0.1, 0.2, SOURCE],
            ["manpower", 0.4, 0.2, 0.1, SOURCE],
        ],
        "Labour": [
            ["pool", "name", "unit", "persons", "growth", 0, "source"],
            ["manpower", "manpower", "£m of wages", 470.0, 0.0, "unlimited", SOURCE],
        ],
        "Labour inputs": [["pool", *CODES, "source"], ["manpower", 0.6, 0.3, 0.2, SOURCE]],
        "Demand": [
            ["product", "use", 0, 1, 2, 3, 4, 5, 6, "source"],
            ["coal", "given", 0.0, 60.0, 60.0, 60.0, 60.0, 60.0, 60.0, SOURCE],
            ["steel", "given", 0.0, 60.0, 60.0, 60.0, 60.0, 60.0, 60.0, SOURCE],
            ["transport", "given", 0.0, 30.0, 30.0, 30.0, 30.0, 30.0, 30.0, SOURCE],
        ],
        "Objective": [
            ["set", "variable", "code", "year", "weight", "note"],
            ["capacity", "capacity", "*", 5, 1.0, "capacity of all industries in year 5"],
            ["output", "output", "*", 4, 1.0, "output of all industries in years 4 and 5"],
            ["output", "output", "*", 5, 1.0, None],
            *(["employment", "employment", "manpower", year, 1.0, "manpower at work"] for year in range(1, 6)),
            ["employment", "starts", "*", 4, -1.0, "what is begun now is not finished by year 5: no work for show"],
            ["employment", "starts", "*", 5, -1.0, None],
        ],
        "Scenarios": [
            ["scenario", "sheet", "row", "column", "operation", "value", "note"],
            ["capacity", "Plan", "objective", "value", "set", "capacity", "known answer 2141.875197"],
            ["output", "Plan", "objective", "value", "set", "output", "known answer 2618.579115"],
            *(["output", "Demand", "*|given", year, "set", 0.0, "no given demand"] for year in range(1, 6)),
            ["employment", "Plan", "objective", "value", "set", "employment", "known answer 2450.026623"],
            ["employment", "Labour", "manpower", "persons", "set", "unlimited", "no limit to manpower"],
        ],
        "Notes": [
            ["subject", "note"],
            ["source", SOURCE],
            ["timing", "Inputs and manpower of year t make output in t+1 and, in building, capacity in t+2."],
            ["year 0", "Stocks only: no output yet, no given demand, and manpower without limit."],
            ["year 6", "After the plan: output at least (I-A)^-1 d, here 166.397, 105.668, 92.308."],
            ["coal to coal", "New coal capacity takes no coal."],
            ["capacity", "Known answer: total capacity of year 5 is 2141.875197 (the book: 2142, from memory)."],
            [
                "output",
                "Known answer: output of years 4 and 5, with no given demand, is 2618.579115 (2619, from memory).",
            ],
            [
                "employment",
                "Known answer: manpower of years 1 to 5, with no limit, is 2450.026623 (so too in sasoptpy's tests).",
            ],
            [
                "late starts",
                "Capacity finished after year 5 does not count in the book, so nothing is begun in years 4 and 5.  "
                "Only the third goal would be tempted to, and there such starts carry a negative weight.",
            ],
        ],
    }
