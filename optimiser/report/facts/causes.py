"""How much each cause adds, as plain values."""

from __future__ import annotations

from optimiser.comparison.causes import Ladder, ladder_in_words
from optimiser.report.facts.plan import Facts


def causes_facts(ladder: Ladder) -> Facts:
    """As the command `decompose` prints it: `shares` add up to `full - reference`."""
    found = ladder.decomposition
    return {
        "status": "done",
        "measure": ladder.measure,
        "unit": ladder.unit,
        "strategy": ladder.strategy or None,
        "reference": found.reference,
        "full": found.full,
        "shares": found.shares,
        "least": found.least,
        "most": found.most,
        "runs": found.runs,
        "values": [
            {"causes": [each for each in ladder.causes if each in chosen], "value": value}
            for chosen, value in ladder.values.items()
        ],
        "seed": None if ladder.draws is None else ladder.draws.seed,
        "repetitions": None if ladder.draws is None else ladder.draws.repetitions,
        "stylised": ladder.economy.stylised,
        "sentences": ladder_in_words(ladder),
    }
