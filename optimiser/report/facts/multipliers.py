"""Multipliers and linkages, as plain values."""

from __future__ import annotations

from optimiser.economy.multipliers import Multipliers
from optimiser.report.facts.plan import Facts
from optimiser.report.pages.multipliers import multipliers_in_words


def multipliers_facts(found: Multipliers) -> Facts:
    """As the command `multipliers` prints it; the rows of its tables come beside."""
    flows = found.flows
    return {
        "status": "done",
        "title": flows.title,
        "unit": flows.unit,
        "employment_unit": flows.employment_unit or None,
        "sectors": len(flows.sectors),
        "reproduction_error": found.reproduction_error,
        "stylised": flows.stylised,
        "sentences": list(multipliers_in_words(found)),
    }
