"""What stays the same in all years and repetitions of carrying a demand out, and how it begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.economy.economy import Economy
from optimiser.economy.flows import mouths_there
from optimiser.execution.building import Cohorts
from optimiser.execution.coefficients import Coefficients, people_there
from optimiser.execution.demand import Demanded
from optimiser.execution.rationing import share_had
from optimiser.execution.state import State


@dataclass(frozen=True, eq=False)
class Setting:
    """An economy, what is demanded of it, and how it behaves."""

    economy: Economy
    demanded: Demanded
    behaviour: Behaviour
    coefficients: Coefficients
    cohorts: Cohorts
    people: Floats
    """(pool, 0..T), pool units."""
    mouths: Floats
    """(household, 0..T): people relative to the base year, with those who moved as told."""
    first: Floats
    """(sector): 1 for sectors of the priority group, and for all where there is none; else 0."""

    @classmethod
    def of(cls, economy: Economy, demanded: Demanded, behaviour: Behaviour) -> Setting:
        """The setting in which a demand is carried out."""
        chosen = [group.lower() == behaviour.priority_group.lower() for group in economy.sectors.group]
        if behaviour.rationing is not Rationing.PRIORITY:
            chosen = [True] * len(chosen)
        return cls(
            economy=economy,
            demanded=demanded,
            behaviour=behaviour,
            coefficients=Coefficients.of(economy),
            cohorts=Cohorts.of(economy, demanded.starts),
            people=people_there(economy, demanded.transfers),
            mouths=mouths_there(economy, demanded.transfers),
            first=np.array(chosen, float),
        )

    @property
    def farm(self) -> int:
        """Place of the farm on the sector axis; -1 where town and country are not set apart."""
        village = self.economy.town_and_country
        return village.farm_sector if village.farm_product >= 0 else -1

    @property
    def first_to_build(self) -> Floats:
        """(asset): 1 for those of the priority group's sectors, as `first`."""
        return self.first[self.economy.assets.sector]

    def opening(self, repetitions: int) -> State:
        """The state at the start of the plan: the base year's, and what is inherited for the first year."""
        economy, cohorts = self.economy, self.cohorts
        sectors, techniques, products = economy.sectors, economy.techniques, economy.products

        def each(values: Floats) -> Floats:
            return np.repeat(np.asarray(values, float)[:, None], repetitions, axis=1)

        nothing = np.zeros((len(cohorts.asset), repetitions))
        inherited = np.flatnonzero((cohorts.due == 1) & (cohorts.begun == 0))
        capacity = np.array(economy.assets.capacity)
        np.add.at(capacity, cohorts.asset[inherited], cohorts.amount[inherited])
        came = nothing.copy()
        came[inherited] = 1.0
        # of a sector with an input lag, the first year's demand is met as far as there is output in hand
        lagged = np.where(techniques.lag == 1, self.demanded.output[:, 1], 0.0)
        part = share_had(sectors.output_in_hand, times(self.coefficients.by_sector, lagged))
        return State(
            capacity=each(capacity),
            stocks=each(np.where(products.storable, products.opening_stock, 0.0)),
            hoards=np.zeros((len(self.coefficients.inputs.row), repetitions)),
            amount=each(cohorts.amount),
            done=nothing,
            came=came,
            in_hand=each(lagged * part[techniques.sector]),
            debt=np.full(repetitions, economy.trade.opening_debt),
            margin=np.full((len(techniques.axis), repetitions), self.behaviour.hoarding),
            raised=np.ones((len(sectors.axis), repetitions)),
            fatigue=np.zeros((len(sectors.axis), repetitions)),
            fed=np.ones(repetitions),
        )
