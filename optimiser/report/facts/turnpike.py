"""The turnpike, as plain values."""

from __future__ import annotations

from collections.abc import Mapping

from optimiser.plan.plan import Plan
from optimiser.report.facts.plan import Facts
from optimiser.report.pages.turnpike import turnpike_in_words
from optimiser.strategies.turnpike import Turnpike


def turnpike_facts(found: Turnpike, plans: Mapping[int, Plan]) -> Facts:
    """As the command `turnpike` prints it: distances and shares by the number of years of the plan."""
    economy = found.economy
    solved = {years: plan for years, plan in plans.items() if plan.solution.optimal}
    return {
        "status": "done",
        "rate": found.rate,
        "labour_free_rate": found.labour_free_rate,
        "proportions": dict(zip(found.entity.labels, found.proportions().tolist(), strict=True)),
        "prices": dict(zip(economy.products.axis.labels, found.ray.prices.tolist(), strict=True)),
        "distance": {str(years): found.distance(plan).tolist() for years, plan in solved.items()},
        "share_near": {str(years): found.share_near(plan) for years, plan in solved.items()},
        "plans": {str(years): plan.status.value for years, plan in plans.items()},
        "left_out": list(found.left_out),
        "stylised": economy.stylised,
        "sentences": turnpike_in_words(found, plans),
    }
