"""Results as JSON: plain values only, nothing that JSON cannot hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from optimiser.arrays import Floats
from optimiser.plan.measures import ZERO, Measures, measures
from optimiser.plan.plan import Plan
from optimiser.report.prices import per_unit
from optimiser.report.words import priced_rows


def number(value: object) -> float | None:
    """A number, or null where it is none or has no limit."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def by_year(labels: Sequence[str], years: Sequence[str], values: Floats) -> dict[str, dict[str, float | None]]:
    """`{label: {year: value}}` from an array (label, year)."""
    return {
        label: {year: number(float(value)) for year, value in zip(years, row, strict=True)}
        for label, row in zip(labels, values, strict=True)
    }


def plan_json(plan: Plan, report_path: str | Path | None) -> dict[str, Any]:
    """A plan as the command `solve` prints it; keys that do not apply are null.

    Output is in sector units a year, consumption an index (base year 1), both for the plan years.  Shadow
    prices are those above 1e-9: what one more unit, of what the rule is about, adds to the goal.
    """
    economy = plan.economy
    m = measures(plan) if plan.solution.optimal else None
    years = economy.years.plan_labels
    v = plan.verification
    return {
        "status": plan.status.value,
        "strategy": plan.strategy,
        "target_set": plan.target_set or None,
        "objective": number(plan.objective),
        "objective_unit": plan.criterion.unit,
        "growth_rate": number(plan.growth_rate),
        "share": number(plan.share),
        "base_year": economy.years.label(0),
        "years": list(years),
        "output": by_year(economy.sectors.axis.labels, years, m.output[:, 1:]) if m else None,
        "consumption": by_year(economy.households.axis.labels, years, m.consumption[:, 1:]) if m else None,
        "shadow_prices": shadow_prices(plan) if m else None,
        "verification": {"worst_violation": number(v.worst_violation), "rows_checked": v.rows_checked} if v else None,
        "stylised": economy.stylised,
        "sentences": list(plan.sentences),
        "report": str(report_path) if report_path is not None else None,
    }


def shadow_prices(plan: Plan) -> list[dict[str, Any]]:
    """Every row with a shadow price: the rule, the columns of its key (product, sector, year ...), value and unit."""
    goal = plan.criterion.unit
    return [
        {"rule": row.rule, **row.key, "value": row.price, "unit": per_unit(goal, row.unit)}
        for row in priced_rows(plan, ZERO)
    ]


def measures_json(plan: Plan, m: Measures | None) -> dict[str, Any]:
    """The measures of a plan; null where there is no plan."""
    economy = plan.economy
    if m is None:
        return {
            "status": plan.status.value,
            "growth_rate": number(plan.growth_rate),
            "share": number(plan.share),
            "objective": None,
            "verification": None,
            "measures": None,
        }

    def series(values: Floats | None) -> dict[str, float | None] | None:
        if values is None:
            return None
        return {year: number(float(value)) for year, value in zip(m.years, values, strict=True)}

    v = plan.verification
    return {
        "status": plan.status.value,
        "growth_rate": number(m.growth_rate),
        "share": number(m.share),
        "objective": number(plan.objective),
        "verification": {"worst_violation": number(v.worst_violation), "rows_checked": v.rows_checked} if v else None,
        "measures": {
            "output": by_year(economy.sectors.axis.labels, m.years, m.output),
            "capacity": by_year(economy.sectors.axis.labels, m.years, m.capacity),
            "consumption": by_year(economy.households.axis.labels, m.years, m.consumption),
            "consumption_per_head": by_year(economy.households.axis.labels, m.years, m.consumption_per_head),
            "industrial_index": series(m.industrial_index),
            "investment_share": series(m.investment_share),
            "unfinished_construction": series(m.unfinished_value),
            "foreign_debt": series(m.debt),
            "labour_use": by_year(economy.pools.axis.labels, m.years, m.labour_use),
            "capital_index": number(m.capital_index),
            "targets": [
                {
                    "variable": r.variable,
                    "code": r.code,
                    "year": r.year,
                    "reached": number(r.reached),
                    "asked": number(r.asked),
                    "share": number(r.share),
                    "unit": r.unit,
                }
                for r in m.targets
            ],
            "binding": [
                {"rule": b.rule, "rows": b.rows, **b.key, "value": b.price, "comparable": b.comparable, "unit": b.unit}
                for b in m.binding
            ],
        },
    }
