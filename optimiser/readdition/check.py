"""What a re-addition gives, and what several of them need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from optimiser.arrays import Floats, Sparse, times
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Quantities

Check = tuple[str, Floats, Floats]
"""What was added up, by how much each row is violated, and the turnover in it."""

Readdition = Callable[[Economy, Quantities], Iterator[Check]]
"""Adds up what a rule asks for; gives nothing where the economy has no such rule."""

LEAST = 1e-300
"""A turnover that is never zero, for rows that must be kept to the last digit when nothing is turned over."""


def yearly_turnover(gross: Floats) -> Floats:
    """The greatest yearly turnover of each line, for all its years."""
    return np.broadcast_to(gross.max(axis=1, initial=0.0)[:, None], gross.shape)


def base_year_output(economy: Economy) -> Floats:
    """(product): what the base year makes."""
    return times(economy.techniques.outputs, economy.sectors.base_output[economy.techniques.sector])


def inputs_of(economy: Economy, year: int) -> Sparse:
    """(product, technique): the input coefficients of a year."""
    paths = economy.input_paths
    if not len(paths.product):
        return economy.techniques.inputs
    inputs = economy.techniques.inputs.tolil()
    inputs[paths.product, paths.technique] = paths.coefficient[:, year]
    return inputs.tocsr()


def baskets_of(economy: Economy, year: int) -> Floats:
    """(product, household): what is consumed at an index of 1 in a year."""
    baskets, paths = economy.households.baskets.toarray(), economy.basket_paths
    baskets[paths.product, paths.household] = paths.quantity[:, year]
    return np.asarray(baskets)


def begun(economy: Economy, q: Quantities, year: int) -> Floats:
    """(technique): the output whose inputs are spent in a year; none where that is past the end."""
    lags = economy.techniques.lag.tolist()
    return np.array([q.output[k, year + lag] if year + lag < q.output.shape[1] else 0.0 for k, lag in enumerate(lags)])


def made(economy: Economy, q: Quantities) -> Floats:
    """(sector, 0..N): output, techniques added up, from the base year on."""
    years = economy.years.last
    total = np.zeros((len(economy.sectors.axis), years + 1))
    total[:, 0] = economy.sectors.base_output
    for year in range(1, years + 1):
        np.add.at(total[:, year], economy.techniques.sector, q.output[:, year])
    return total


def building(economy: Economy, q: Quantities, year: int) -> Floats:
    """(bundle): building work done in a year, added up project by project."""
    projects, inherited = economy.projects, economy.inherited
    amount = np.zeros(len(economy.assets.axis))
    for project, asset in enumerate(projects.asset.tolist()):
        for age, share in enumerate(projects.spending[project].tolist()):
            if share and year - age >= 1 and (started := q.starts[project, year - age]):
                amount[asset] += projects.cost_factor[project] * share * started
    for entry, asset in enumerate(inherited.asset.tolist()):
        if to_come := inherited.cost_to_come[entry, year]:
            amount[asset] += inherited.capacity[entry] * to_come
    return times(economy.construction.capital, amount)
