"""A comparison in sentences."""

from __future__ import annotations

from optimiser.comparison.compare import Comparison
from optimiser.plan.sentences import growth_in_words

CAUTION = (
    "All plans keep the same rules on the same data. Several plans may be equally good for a strategy, so compare "
    "what it strives for and the measures here rather than single figures of single years."
)


def what_each_found(comparison: Comparison) -> list[str]:
    """What each strategy has to say of its own plan."""
    return [
        f"{name.capitalize()}: {sentence[0].lower()}{sentence[1:]}"
        for name, plan in comparison.plans.items()
        if plan.solution.optimal
        for sentence in [*growth_in_words(plan), *plan.sentences]
    ]


def checked(comparison: Comparison) -> list[str]:
    """How far the balances of each plan were off when they were added up again."""
    found = [
        f"{name} {v.rows_checked:,} rows, the worst off by {v.worst_violation:.1g} of its turnover"
        for name, plan in comparison.plans.items()
        if (v := plan.verification) is not None
    ]
    return [f"Every balance was added up again: {'; '.join(found)}."] if found else []
