"""The balance of power and fuel: all carriers of energy in one unit, and each in its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Floats, Ints, times
from optimiser.economy.base_year import started_in_base_year
from optimiser.economy.flows import inputs_in
from optimiser.plan.accounts.sources_and_uses import SOURCES, USES, sources_and_uses
from optimiser.plan.measures import group_names, inputs_for
from optimiser.plan.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

INPUTS, TRANSFORMED = "inputs of production", "to make power and fuel"


@dataclass(frozen=True, eq=False)
class PowerAndFuel:
    """Sources and uses of the carriers of energy; the last axis of every array is that of the years 0..T."""

    years: tuple[str, ...]
    unit: str
    """In which they are added up."""
    carriers: Axis
    fuel_value: Floats
    """v: (carrier), fuel units per unit."""
    lines: Mapping[tuple[str, str], Floats]
    """(side, item) to (carrier, year), in the carriers' own units."""

    def sides(self, side: str) -> Floats:
        """(carrier, year): all its sources, or all its uses, in its own unit."""
        return np.asarray(sum(amounts for (of, _), amounts in self.lines.items() if of == side))

    def in_common(self, side: str, item: str) -> Floats:
        """`v_i` times a line: (carrier, year), fuel units."""
        return np.asarray(self.fuel_value[:, None] * self.lines[side, item])

    @property
    def net(self) -> Floats:
        """(year): all sources less what is used to make power and fuel, fuel units."""
        gross = self.fuel_value @ self.sides(SOURCES)
        return np.asarray(gross - self.in_common(USES, TRANSFORMED).sum(axis=0))

    def frame(self, *, common: bool = True) -> pd.DataFrame:
        """A row for each line and carrier, a column a year; in `unit`, or each in its own."""
        import pandas as pd

        scale = self.fuel_value if common else np.ones(len(self.fuel_value))
        rows = {
            (side, item, carrier): scale[place] * amounts[place]
            for (side, item), amounts in self.lines.items()
            for place, carrier in enumerate(self.carriers.labels)
        }
        index = pd.MultiIndex.from_tuples(rows, names=["side", "item", "carrier"])
        return pd.DataFrame(list(rows.values()), index=index, columns=list(self.years))


def power_and_fuel(plan: Plan) -> PowerAndFuel | None:
    """The balance of power and fuel of a plan; None where no product is said to be a carrier of energy.

        sum_i v_i (output + imports + stock[t-1])_i  =  sum_i v_i (to make power and fuel + other inputs + final uses
                                                                   + stock[t] + what has no use)_i

    Current is counted by its own heat; coal that is burnt for it is in `to make power and fuel`, with all that the
    sectors take which make a carrier.
    Source: Gosplan's fuel balances in conventional fuel; International Recommendations for Energy Statistics (2011).
    """
    economy, T = plan.economy, plan.economy.years.plan
    chosen = np.flatnonzero(economy.products.fuel_value > 0.0)
    if not len(chosen):
        return None
    lines: dict[tuple[str, str], Floats] = {}
    for account in sources_and_uses(plan):
        if account.item == INPUTS:
            lines |= {(USES, item): amounts for item, amounts in _inputs(plan, chosen).items()}
        else:
            lines[account.side, account.item] = account.amounts[chosen]
    return PowerAndFuel(
        years=tuple(economy.years.label(year) for year in range(T + 1)),
        unit=economy.settings.fuel_unit,
        carriers=economy.products.axis.part(chosen),
        fuel_value=economy.products.fuel_value[chosen],
        lines=lines,
    )


def _inputs(plan: Plan, chosen: Ints) -> dict[str, Floats]:
    """Inputs of carriers by who takes them: the makers of carriers, then each group of the other sectors."""
    economy, T, techniques = plan.economy, plan.economy.years.plan, plan.economy.techniques
    started = inputs_for(plan)
    started[:, 0] = started_in_base_year(economy)
    makes = np.unique(techniques.sector[np.unique(techniques.outputs[chosen].nonzero()[1])])
    group = np.array([each or "other" for each in economy.sectors.group])[techniques.sector]
    own = np.isin(techniques.sector, makes)
    takers = {TRANSFORMED: own} | {f"inputs: {name}": ~own & (group == name) for name in group_names(economy)}
    return {
        item: np.column_stack(
            [times(inputs_in(economy, year)[chosen], np.where(takes, started[:, year], 0.0)) for year in range(T + 1)]
        )
        for item, takes in takers.items()
    }
