"""What was lacking most."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.economy.economy import Economy
from optimiser.execution.rationing import BUILDING, BUILDING_REST, EXACT, Rations
from optimiser.execution.requests import Requests
from optimiser.execution.settling import imports_had, inputs_had
from optimiser.execution.sums import added
from optimiser.language.naming import called


def scarce_things(economy: Economy) -> tuple[str, ...]:
    """What can be scarce, by its label: products, pools of people, foreign money, resources taken together."""
    return (*economy.products.axis.labels, *economy.pools.axis.labels, "foreign money", "resources")


def named(economy: Economy, label: str) -> str:
    """What is scarce or held up, by its name.

    A sector that has the code of a product is called as that, so that what is held up and what is lacking for it are
    known to be one.
    """
    if label in economy.products.axis.position:
        return called(economy, "product", label)
    if label in economy.pools.axis.position:
        return f"{called(economy, 'pool', label)} labour"
    return called(economy, "sector", label)


def lacking_in_production(asking: Requests, rations: Rations) -> tuple[Floats, Ints]:
    """(technique, repetition): R, and what was scarcest of the `scarce_things`."""
    coefficients, economy = asking.setting.coefficients, asking.setting.economy
    products, pools = len(economy.products.axis), len(economy.pools.axis)
    per_entry = inputs_had(asking, rations)
    needs, _ = imports_had(asking, rations.ratio)
    foreign = np.where(economy.techniques.import_need[:, None] > 0.0, needs, 1.0)
    had = np.stack([coefficients.inputs.least(per_entry), asking.labour, foreign, asking.resource])
    least, worst = had.min(axis=0), had.argmin(axis=0)
    input_lacking = coefficients.inputs.scarcest(per_entry)
    people_lacking = products + coefficients.labour.scarcest(asking.labour_had[coefficients.labour.row])
    money, resource = (np.full(worst.shape, products + pools + after) for after in (0, 1))
    which = np.stack([input_lacking, people_lacking, money, resource])
    chosen = np.take_along_axis(which, worst[None], axis=0)[0]
    return least, np.where(least < 1.0 - EXACT, chosen, -1)


def lacking_in_building(asking: Requests, rations: Rations, work: Floats) -> Ints:
    """(sector, repetition): the material, pool or money of which the sector's building had least of its request."""
    coefficients, first = asking.setting.coefficients, asking.setting.first
    entries, people = coefficients.material_entries, coefficients.building_labour_entries
    kind = np.where(first[entries.column] > 0.0, BUILDING, BUILDING_REST)
    materials, labour = rations.ratio[kind, entries.row], asking.building_labour[people.row]
    hands, goods = people.least(labour), entries.least(materials)
    pools = len(asking.setting.economy.pools.axis)
    which = np.where(hands < goods, len(rations.left) + people.scarcest(labour), entries.scarcest(materials))
    _, imported = imports_had(asking, rations.ratio)
    machines = np.where(added(asking.building.foreign) > 0.0, imported, 1.0)
    which = np.where(machines < np.minimum(hands, goods), len(rations.left) + pools, which)
    short = added(work) < (1.0 - EXACT) * added(asking.building.work)
    return np.where(short, which, -1)
