"""The sheet that says how far limits may plausibly give way when a diagnosis looks for remedies."""

from __future__ import annotations

from optimiser.economy.relaxation import WEIGHT, PlausibleRelaxation
from optimiser.workbook.columns import NONNEGATIVE, Bounds, Column, Layout, Sheet
from optimiser.workbook.schema.makers import number

ASSUMED = PlausibleRelaxation()

WEIGHTS = Bounds(0.001)

SAID = {
    "living_standard_floor": "Floors of living standards, never below subsistence",
    "village_subsistence": "What the village keeps to live on",
    "town_country_exchange": "What the village gives beyond the goods it gets",
    "exchange_slack": "What the exchange draws that need not reach the town",
    "labour": "People at work; more are not there at once",
    "transfer_limit": "People who move or are trained in a year",
    "project_year_limit": "Capacity of a type begun in a year",
    "project_total_limit": "Capacity of a type begun in all",
    "idle_capacity": "Capacity that stands idle and can be repaired",
    "absorptive_limit": "Capacity added in a year, by base-year capacity",
    "output_fall_limit": "How fast output may fall",
    "unused_output": "Output left without a use",
    "working_stock_norm": "Norms of working stocks",
    "greatest_stock": "Room for stocks",
    "closing_stock": "Stocks asked for at the end",
    "foreign_exchange": "Foreign exchange, or a loan, by a year's turnover",
    "debt_limit": "Foreign credit",
    "import_limit": "What is offered for import",
    "export_limit": "What finds a buyer abroad",
    "resource_ceiling": "Natural resources",
    "terminal_capacity": "Capacity left behind at the end",
    "terminal_output": "Output after the plan",
    "terminal_stocks": "Stocks left behind at the end",
    "static_output": "Output asked for after the plan",
}
"""Rule to what its key means."""


def _keys() -> tuple[Column, ...]:
    made = []
    for rule, said in SAID.items():
        name = rule.replace("_", " ")
        share, weight = ASSUMED.of(rule)
        made.append(number(name, f"{said}: the greatest plausible relaxation.", "share", share, NONNEGATIVE))
        made.append(number(f"{name} weight", f"{said}: its weight in the sum.", "weight", weight, WEIGHTS))
    return tuple(made)


assert set(SAID) == set(PlausibleRelaxation.rules()), WEIGHT

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Relaxation",
        Layout.KEYS,
        "How far limits may plausibly give way when a diagnosis looks for what would do, as a share of each row's size,"
        " and at what weight. Every default is assumed; 0 means never.",
        "the assumed relaxations",
        (
            number(
                "subsistence",
                "Living standard a head below which no remedy goes.",
                "index (base year = 1)",
                ASSUMED.subsistence,
                NONNEGATIVE,
            ),
            *_keys(),
        ),
    ),
)
