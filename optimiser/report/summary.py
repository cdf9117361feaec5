"""A plan in a few sentences, for the screen."""

from __future__ import annotations

from optimiser.plan.measures import ZERO, measures
from optimiser.plan.plan import Plan
from optimiser.report import words


def plan_sentences(plan: Plan) -> list[str]:
    """What came out, and what holds it back."""
    title = words.stylised_title(plan.economy)
    if not plan.solution.optimal:
        return [title, words.came_out(plan.status), *plan.sentences, *words.growth_in_words(plan)]
    m = measures(plan)
    found = [title, *plan.sentences, *words.growth_in_words(plan)]
    found += words.consumption_in_words(plan.economy, m) + words.industry_in_words(plan.economy, m)
    found += words.holds_back(plan, words.priced_rows(plan, ZERO))
    if plan.verification is not None:
        found.append(
            f"Checked: {plan.verification.rows_checked} balances re-added from the plan, "
            f"the worst off by {plan.verification.worst_violation:.1e} of its turnover."
        )
    return found
