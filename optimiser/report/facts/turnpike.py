"""The turnpike, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimiser.plan.plan import Plan
from optimiser.report.facts.plan import Facts
from optimiser.strategies.turnpike import Turnpike


def turnpike_facts(found: Turnpike, plans: Mapping[int, Plan], sentences: Sequence[str]) -> Facts:
    """As the command `turnpike` prints it: distances and shares by the number of years of the plan."""
    solved = {years: plan for years, plan in plans.items() if plan.solution.optimal}
    return {
        "status": "done",
        **_ray(found),
        "distance": {str(years): found.distance(plan).tolist() for years, plan in solved.items()},
        "share_near": {str(years): found.share_near(plan) for years, plan in solved.items()},
        "plans": {str(years): plan.status.value for years, plan in plans.items()},
        "left_out": list(found.left_out),
        "stylised": found.economy.stylised,
        "sentences": list(sentences),
    }


def ray_facts(found: Turnpike, plan: Plan) -> Facts:
    """The ray, and how far a plan keeps from it by year, as they stand in the JSON object of the plan."""
    years = plan.economy.years.plan_labels
    return {
        **_ray(found),
        "distance": dict(zip(years, found.distance(plan).tolist(), strict=True)),
        "share_near": found.share_near(plan),
        "left_out": list(found.left_out),
    }


def _ray(found: Turnpike) -> dict[str, object]:
    labels = found.economy.products.axis.labels
    return {
        "rate": found.rate,
        "labour_free_rate": found.labour_free_rate,
        "proportions": dict(zip(found.entity.labels, found.proportions().tolist(), strict=True)),
        "prices": dict(zip(labels, found.ray.prices.tolist(), strict=True)),
    }
