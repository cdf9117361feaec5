"""The sheets of targets, weights, scenarios and variants."""

from __future__ import annotations

from optimiser.workbook.columns import ANY, OPTIONAL, REQUIRED, Column, Derived, Kind, Layout, Sheet
from optimiser.workbook.schema.makers import (
    MOST_RUNS,
    OBJECTIVE_VARIABLES,
    OPERATIONS,
    TARGET_VARIABLES,
    choice,
    code,
    growth_after,
    number,
    text,
    whole,
    year,
    yesno,
)

BASE = number(
    "base",
    "The value of the base year, from which the increment is counted.",
    "units of what is aimed at",
    Derived("output or capacity of the base year; 1 for consumption"),
)
WEIGHT = number(
    "weight",
    "Cost of falling short by the whole increment, beside 1 for an index point of consumption. "
    "Above 1000 the target is not weighed but goes first.",
    "",
    1.0,
)

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Targets",
        Layout.TABLE,
        "What the plan is to reach, in one set or several.",
        "there are no targets",
        (
            text("set", "The set the target belongs to.", REQUIRED),
            choice("variable", "What it is a target for.", TARGET_VARIABLES),
            code("code", "sector or household", "The sector; for consumption the household."),
            year("year", "The year.", Kind.PLAN_YEAR),
            number("value", "What is to be reached.", "units of what is aimed at", REQUIRED),
            BASE,
            yesno("elastic", "Whether the plan may fall short of it, at a cost."),
            WEIGHT,
        ),
        ("set", "variable", "code", "year"),
    ),
    Sheet(
        "Target paths",
        Layout.YEARLY,
        "Targets for every year of the plan, beside those of Targets.",
        "targets are those of Targets alone",
        (
            text("set", "The set the path belongs to.", REQUIRED),
            choice("variable", "What it is a path for.", TARGET_VARIABLES),
            code("code", "sector or household", "The sector; for consumption the household."),
            BASE,
            yesno("elastic", "Whether the plan may fall short of the path, at a cost."),
            WEIGHT,
            growth_after("target"),
        ),
        ("set", "variable", "code"),
        cells=number("value", "What is to be reached in that year.", "units of what is aimed at", REQUIRED),
    ),
    Sheet(
        "Objective",
        Layout.TABLE,
        "Weights for the strategy `weighted`, in one set or several, a cost being a negative weight; where rows "
        "overlap their weights add up.",
        "there are no weights",
        (
            text("set", "The set the weight belongs to.", REQUIRED),
            choice("variable", "What is weighted.", OBJECTIVE_VARIABLES),
            text(
                "code",
                "Sector (output, capacity), technique (activity, the output of one way to produce), product (stocks,"
                " imports, exports), household (consumption), pool (employment), sector or sector|type (starts),"
                " assortment (assortments); * for all, and for debt.",
                REQUIRED,
            ),
            text("year", "The plan year; * for all.", REQUIRED),
            number("weight", "Goal per unit.", "goal per unit", REQUIRED, ANY),
        ),
        ("set", "variable", "code", "year"),
    ),
    Sheet(
        "Scenarios",
        Layout.TABLE,
        "Changes to cells of the other sheets, for what-if questions; made before anything else is read.",
        "there are no scenarios",
        (
            text("scenario", "Name of the scenario; it may have several rows, carried out in order.", REQUIRED),
            text("sheet", "The sheet.", REQUIRED),
            text("row", "The row's key, its parts joined by |; each part may be *.", REQUIRED),
            text("column", "Header, code across or year; * for all columns of numbers.", REQUIRED),
            choice("operation", "What is done with the cell.", OPERATIONS),
            Column("value", Kind.FREE, "With what; a list 0.9; 1; 1.1 makes a grid, a range 0.8 .. 1.2 a sample."),
            text("input", "A name for what is changed; rows of one name share one choice."),
            text("extends", "Other scenarios, separated by ;, whose changes come first."),
            text(
                "grades",
                "Grades whose figures are drawn within the ranges of the sheet Notes on grades: all, or some of "
                "sourced, derived and assumed, separated by ;.",
            ),
            whole("runs", "Runs of a sample.", "runs", OPTIONAL, 1, MOST_RUNS),
            whole("seed", "What the random numbers of a sample start from.", "", Derived("1"), 0, 2**53),
        ),
        ("scenario", "sheet", "row", "column"),
        unique=False,
    ),
    Sheet(
        "Variants",
        Layout.TABLE,
        "Variants of the plan, such as a minimum and a maximum: the targets of each, and the circumstances they are "
        "meant for. `optimiser compare --variants` sets them side by side.",
        "there are no variants",
        (
            text("variant", "Name of the variant.", REQUIRED),
            text("target set", "Its targets, a set of Targets or Target paths.", REQUIRED),
            text("scenario", "Its circumstances, one of Scenarios; blank is the workbook as it is.", OPTIONAL),
        ),
        ("variant",),
    ),
)
