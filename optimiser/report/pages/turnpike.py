"""The report on the turnpike: its rate and proportions, and how far plans of several lengths keep from it."""

from __future__ import annotations

from collections.abc import Mapping

from optimiser.plan.plan import Plan
from optimiser.plan.sentences import stylised_title
from optimiser.report.page import Page, Report, bound
from optimiser.report.pages.balanced_ray import ray_blocks
from optimiser.report.pages.plan import warned
from optimiser.strategies.turnpike import Turnpike


def turnpike_report(found: Turnpike, plans: Mapping[int, Plan]) -> Report:
    """The report; `plans` by their number of years."""
    title = stylised_title(found.economy)
    return bound(title, turnpike_page(found, plans, title), [], found.economy.origin.path)


def turnpike_page(found: Turnpike, plans: Mapping[int, Plan], title: str = "") -> Page:
    """Sentences, the distance by year with its chart, proportions, prices."""
    blocks = (*warned(found.economy), *ray_blocks(found, plans, brief=True))
    meaning = "The balanced ray: its rate, proportions and prices, and how far plans keep from it."
    return Page("Turnpike", meaning, blocks, title or "The turnpike")
