"""A comparison as plain values."""

from __future__ import annotations

from optimiser.comparison.certainty import SURE, Certainty, certainty_in_words
from optimiser.comparison.compare import Comparison
from optimiser.execution.verdict import verdict
from optimiser.report.facts.execution import execution_facts
from optimiser.report.facts.plan import Facts, grades_facts, measures_facts


def comparison_facts(comparison: Comparison) -> Facts:
    """The comparison as the command `compare` prints it: `{"strategies": {name: {...}}}`."""
    economy, drawn = comparison.economy, comparison.frontier
    return {
        "strategies": {
            name: measures_facts(plan, comparison.measures.get(name)) for name, plan in comparison.plans.items()
        },
        "findings": list(comparison.findings),
        "years_needed": {name: needed.together for name, needed in comparison.years.items()},
        "frontier": None
        if drawn is None
        else {
            "first": drawn.first,
            "first_unit": drawn.first_unit,
            "second": drawn.second,
            "second_unit": drawn.second_unit,
            "points": list(zip(map(float, drawn.first_values), map(float, drawn.second_values), strict=True)),
            "positions": drawn.positions,
        },
        "execution": None
        if comparison.execution is None
        else {**execution_facts(comparison.execution), "verdict": list(verdict(comparison.execution))},
        "certainty": None if comparison.certainty is None else _certainty(comparison.certainty),
        "stylised": economy.stylised,
        "grades": grades_facts(economy),
        "base_year": economy.years.label(0),
        "years": list(economy.years.plan_labels),
    }


def _certainty(found: Certainty) -> Facts:
    return {
        "draws": found.draws,
        "with_plans": found.with_plans,
        "contradictory": found.contradictory,
        "failed": found.failed,
        "claims": [
            {
                "strategy": claim.outcome,
                "measure": claim.measure,
                "more": claim.more,
                "better": claim.better,
                "holds": part,
                "sure": part >= SURE,
            }
            for claim, part in found.holds.items()
        ],
        "fixed": list(found.fixed),
        "sentences": certainty_in_words(found),
    }
