"""For which assets a plan builds, year by year."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.base_year import wear
from optimiser.economy.flows import inherited_cost
from optimiser.plan.plan import Plan


def building_by_asset(plan: Plan) -> Floats:
    """(asset, 0..T): building work on each asset, in units of new capacity that it would make.

        sum_p f_p sum_tau phi_p(tau) y[p,t-tau] + inherited[t]

    In the base year it is what wears out and what is finished when the plan begins; NaN where that is not known.
    """
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    projects, assets, inherited = economy.projects, economy.assets, economy.inherited
    found = np.zeros((len(assets.axis), T + 1))
    found[:, 1:] = inherited_cost(economy, T)
    for project, asset in enumerate(projects.asset):
        spending = projects.cost_factor[project] * projects.spending[project]
        found[asset, 1:] += np.convolve(q.starts[project, 1 : T + 1], spending)[:T]
    due = inherited.due == 1
    finished = np.bincount(inherited.asset[due], inherited.capacity[due], len(assets.axis))
    found[:, 0] = wear(economy) + finished if due.any() else np.nan
    return found
